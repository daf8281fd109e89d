"""`python -m benchmarks.notebooks [NAME ...]`: run the course's notebooks at their default budget and hold their limits."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from rich.table import Table

from fairgrade.terminal import console

SOURCE = Path(__file__).resolve().parents[1] / "source"
CELL_SECONDS, NOTEBOOK_SECONDS = 60, 600
CELLS_A_FIGURE = 8
"""Code cells for one figure, at most, over a whole notebook."""


@dataclass(frozen=True)
class Run:
    """How one notebook ran from top to bottom."""

    cells: int
    figures: int
    seconds: float
    slowest: float
    problem: str


def main() -> int:
    """Print a table of all notebooks, or of those whose path holds one of the names; 1 when one breaks a limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.notebooks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="part of a path such as lecture2 or cvae.ipynb"
    )
    names = parser.parse_args().names
    out = console()
    table = Table(
        "notebook", *("cells", "figures", "seconds", "slowest cell"), "", title="at the default budget"
    )
    failed = False
    for path in sorted(SOURCE.glob("*/*.ipynb")):
        title = str(path.relative_to(SOURCE))
        if names and not any(name in title for name in names):
            continue
        out.print(f"{title} ...")
        run = execute(path)
        out.print(f"  {run.seconds:.0f} s, slowest cell {run.slowest:.1f} s, {run.problem or 'good'}")
        failed |= bool(run.problem)
        table.add_row(
            title,
            f"{run.cells}",
            f"{run.figures}",
            f"{run.seconds:.0f}",
            f"{run.slowest:.1f}",
            run.problem or "good",
        )
    out.print(table)
    return 1 if failed or not table.row_count else 0


def execute(path: Path) -> Run:
    """Run a notebook in a copy of its folder."""
    notebook = nbformat.read(path, as_version=4)
    took: list[float] = []
    started = time.monotonic()

    def start(**_: Any) -> None:
        nonlocal started
        started = time.monotonic()

    def end(**_: Any) -> None:
        took.append(time.monotonic() - started)

    problem = ""
    with tempfile.TemporaryDirectory(prefix="notebook-") as folder:
        copy = Path(folder) / path.parent.name
        shutil.copytree(path.parent, copy)
        client = NotebookClient(
            notebook,
            timeout=5 * CELL_SECONDS,
            resources={"metadata": {"path": str(copy)}},
            skip_cells_with_tag="none is skipped",
            on_cell_execute=start,
            on_cell_executed=end,
        )
        client.create_kernel_manager()
        environment = {name: value for name, value in os.environ.items() if name != "FAIRGRADE_BUDGET"}
        client.start_new_kernel(env=environment)
        try:
            client.execute()
        except (CellExecutionError, CellTimeoutError) as error:
            problem = str(error).strip().splitlines()[-1]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    figures = sum("image/png" in output.get("data", {}) for cell in cells for output in cell.outputs)
    seconds, slowest = sum(took), max(took, default=0.0)
    return Run(
        len(cells), figures, seconds, slowest, problem or limit_broken(len(cells), figures, seconds, slowest)
    )


def limit_broken(cells: int, figures: int, seconds: float, slowest: float) -> str:
    """The first limit that a run breaks, in words."""
    if slowest > CELL_SECONDS:
        return f"a cell takes over {CELL_SECONDS} s"
    if seconds > NOTEBOOK_SECONDS:
        return f"it takes over {NOTEBOOK_SECONDS} s"
    if figures * CELLS_A_FIGURE < cells:
        return f"{figures} figures are too few for {cells} code cells"
    return ""


if __name__ == "__main__":
    sys.exit(main())

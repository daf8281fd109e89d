"""Runs the instructor's notebook from top to bottom at its default budget and keeps the model that it saves.

    python -m reference.train_solution [--pictures FOLDER]

writes `graders/assignment_cvae/solution/cvae.pt`, which the release gate and the labelled class hand in, and prints
what its cells print and how long the slow ones take. One thread, so the same machine gives the same figures.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "source" / "assignment_cvae"
CHECKPOINT = ROOT / "graders" / "assignment_cvae" / "solution" / "cvae.pt"


def run_notebook(folder: Path) -> Any:
    """Execute the notebook in `folder`, every cell, and return it with its outputs; slow cells are named."""
    notebook = nbformat.read(folder / "cvae.ipynb", as_version=4)
    client = NotebookClient(
        notebook, timeout=600, skip_cells_with_tag="", resources={"metadata": {"path": str(folder)}}
    )
    with client.setup_kernel(env=os.environ | {"OMP_NUM_THREADS": "1"}):
        for index, cell in enumerate(notebook.cells):
            started = time.monotonic()
            client.execute_cell(cell, index)
            seconds = time.monotonic() - started
            if seconds > 2:
                print(f"{cell.id}: {seconds:.1f} s")
            for output in cell.get("outputs", []):
                if output.output_type == "stream" and output.name == "stdout":
                    print(f"{cell.id}: {output.text.strip()}")
    return notebook


def save_pictures(notebook: Any, folder: Path) -> None:
    """Write each picture of the executed notebook as `<cell>.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                (folder / f"{cell.id}.png").write_bytes(base64.b64decode(output.data["image/png"]))


def main() -> None:
    """Run the notebook and keep its checkpoint."""
    parser = argparse.ArgumentParser(
        description="Train the solution of the cVAE assignment by running its notebook."
    )
    parser.add_argument("--pictures", type=Path, help="folder for the notebook's pictures")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairgrade-solution-") as scratch:
        folder = Path(shutil.copytree(SOURCE, Path(scratch) / "assignment_cvae"))
        notebook = run_notebook(folder)
        CHECKPOINT.parent.mkdir(exist_ok=True)
        shutil.copyfile(folder / "cvae.pt", CHECKPOINT)
    if arguments.pictures:
        save_pictures(notebook, arguments.pictures)
    print(f"{CHECKPOINT.relative_to(ROOT)}: {CHECKPOINT.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()

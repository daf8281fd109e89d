"""Runs notebooks of the course at the tiny budget, and reads what they say, print and draw."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

Notebook = Any


def execute(path: Path, folder: Path) -> Notebook:
    """The notebook after a run from top to bottom, in a copy of its folder at `folder`, which must not exist."""
    shutil.copytree(path.parent, folder)
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=120,
        resources={"metadata": {"path": str(folder)}},
        skip_cells_with_tag="none is skipped",
    )
    client.create_kernel_manager()
    client.start_new_kernel(env=os.environ | {"FAIRGRADE_BUDGET": "tiny", "OMP_NUM_THREADS": "1"})
    client.execute()
    return notebook


def code_cells(notebook: Notebook) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def has_picture(cell: Any) -> bool:
    return any("image/png" in output.get("data", {}) for output in cell.outputs)


def printed(notebook: Notebook) -> str:
    """What was printed and shown as text; one print may come in several pieces, however the kernel cut them."""
    texts = []
    for cell in code_cells(notebook):
        texts.append("".join(output.text for output in cell.outputs if output.get("name") == "stdout"))
        texts += [output.data.get("text/plain", "") for output in cell.outputs if "data" in output]
    return "\n".join(texts)


def prose(notebook: Notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")

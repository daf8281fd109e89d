"""`docs/writing-an-exercise.md` is carried out in an empty folder: files, cells, commands and what they print."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "writing-an-exercise.md"
FENCE = re.compile(r"^```(\w+)(?: (file|cell)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
POINTS = 5


class Block(NamedTuple):
    """One fenced block of the page."""

    language: str
    kind: str
    name: str
    text: str


def blocks() -> list[Block]:
    return [
        Block(*(part or "" for part in match.groups())) for match in FENCE.finditer(PAGE.read_text("utf-8"))
    ]


def notebook_of(cells: list[Block]) -> str:
    """The notebook that a person would have made in Jupyter from the page's cells."""
    made = []
    for cell in cells:
        is_test = f"{cell.name}_solution" in {other.name for other in cells}
        is_solution = cell.name.endswith("_solution")
        facts = {
            "grade_id": cell.name,
            "grade": is_test,
            "solution": is_solution,
            "locked": is_test,
            "task": False,
            "schema_version": 3,
        }
        metadata = (
            {"nbgrader": facts | ({"points": POINTS} if is_test else {})} if is_test or is_solution else {}
        )
        metadata |= {"tags": ["public-check"]} if is_test else {}
        made.append({
            "cell_type": "code", "id": cell.name.replace("_", "-"), "metadata": metadata, "source": cell.text.rstrip(),
            "outputs": [], "execution_count": None,
        })  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block and the lines that it is said to print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip("\n").split("\n")
        yield command, lines


@pytest.mark.slow
def test_the_page_can_be_followed_word_by_word(tmp_path: Path) -> None:
    cells: list[Block] = []
    ran: list[int] = []
    for block in blocks():
        if block.kind == "file":
            path = tmp_path / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
        elif block.kind == "cell":
            cells.append(block)
            path = tmp_path / "source" / "labels" / "labels.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(notebook_of(cells), "utf-8")
        elif block.language == "console":
            for command, lines in commands(block.text):
                program, *arguments = command.split()
                assert program == "fairgrade"
                run = subprocess.run(
                    [sys.executable, "-m", "fairgrade.cli", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=500
                )  # fmt: skip
                ran.append(run.returncode)
                for line in lines:
                    assert line in run.stdout, f"{command}\n{run.stdout}\n{run.stderr}"
    assert ran == [0, 1, 0]
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert (figures["wrong"], figures["right"], figures["wrong_accepted"], figures["right_rejected"]) == (
        4,
        2,
        0,
        0,
    )
    assert (tmp_path / "labels.html").stat().st_size > 5000


def test_every_python_block_says_where_it_goes() -> None:
    assert {block.kind for block in blocks() if block.language == "python"} == {"file", "cell"}
    assert len([block for block in blocks() if block.kind == "file"]) >= 10

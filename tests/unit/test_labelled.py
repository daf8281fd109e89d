"""The builder of the labelled class: every change it can make, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fairgrade.errors import ConfigurationError
from fairgrade.intake.notebook import plan, read_notebook, read_release
from fairgrade.labelled import MARKER, Labelled, build_class
from fairgrade.records import Verdict

NAME = "sums"
CONFIG = """
COURSE = {
    "id": "c", "title": "C",
    "assignments": {"sums": {
        "title": "Sums", "notebook": "sums.ipynb", "due": "2030-01-02T12:00:00", "files": {"model.pt": 1000},
        "exercises": {"add": 3, "double": 2},
    }},
}
"""
SOLVED = "def add(a, b):\n    ### BEGIN SOLUTION\n    return a + b\n    ### END SOLUTION"
STUB = "def add(a, b):\n    raise NotImplementedError('exercise add')"


def cell(grade_id: str, source: str, **facts: bool) -> dict[str, Any]:
    nbgrader = {
        "grade_id": grade_id,
        "solution": False,
        "grade": False,
        "locked": False,
        "schema_version": 3,
    } | facts
    return {
        "cell_type": "code",
        "id": grade_id,
        "metadata": {"nbgrader": nbgrader},
        "source": source,
        "outputs": [],
    }


def notebook(*cells: dict[str, Any]) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    test = cell("add", "# hidden", grade=True, locked=True)
    for folder, source in (("source", SOLVED), ("release", STUB)):
        path = tmp_path / folder / NAME / "sums.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(notebook(cell("add_solution", source, solution=True), test))
    (tmp_path / "course_config.py").write_text(CONFIG)
    (tmp_path / "graders" / NAME / "solution").mkdir(parents=True)
    (tmp_path / "graders" / NAME / "solution" / "model.pt").write_bytes(b"solution")
    entries = tmp_path / "tests" / "submissions" / NAME
    (entries / "checkpoints").mkdir(parents=True)
    (entries / "checkpoints" / "own.pt").write_bytes(b"own")
    (entries / "answers.toml").write_text("")
    return tmp_path


def label(root: Path, text: str, verdict: str = "passed", name: str = "entry") -> None:
    file = root / "tests" / "submissions" / NAME / verdict / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"what = 'x'\n{text}")


def build(root: Path, text: str) -> tuple[Labelled, dict[str, Any], Path]:
    label(root, text)
    (labelled,) = build_class(root, NAME)
    folder = root / "submitted" / labelled.student / NAME
    return labelled, json.loads((folder / "sums.ipynb").read_text()), folder


def ids(made: dict[str, Any]) -> list[str]:
    return [entry["metadata"].get("nbgrader", {}).get("grade_id", "") for entry in made["cells"]]


def test_a_solution_is_the_instructors_in_the_released_notebook(root: Path) -> None:
    labelled, made, folder = build(root, "")
    assert made["cells"][0]["source"] == "def add(a, b):\n    return a + b"
    assert labelled == Labelled("student01", "entry", "x", Verdict.PASSED, {"add": 3.0, "double": 2.0}, 0.0)
    assert (folder / "model.pt").read_bytes() == b"solution"
    assert (folder / "timestamp.txt").read_text() == "2030-01-01 12:00:00 UTC\n"


def test_a_stub_is_the_release_without_files(root: Path) -> None:
    labelled, made, folder = build(root, "start = 'stub'\nothers = 'none'\npoints = { double = 1 }")
    assert made["cells"][0]["source"] == STUB
    assert not (folder / "model.pt").exists()
    assert labelled.points == {"add": 0.0, "double": 1.0}


def test_cells_and_parts_of_cells_are_replaced(root: Path) -> None:
    _, made, _ = build(root, "[[changes]]\ncell = 'add_solution'\nold = 'a + b'\nnew = 'a - b'")
    assert made["cells"][0]["source"].endswith("return a - b")
    _, made, _ = build(root, "[cells]\nadd_solution = 'add = sum'")
    assert made["cells"][0]["source"] == "add = sum"
    _, made, _ = build(root, "[cells]\nadd_solution = 'stub'")
    assert made["cells"][0]["source"] == STUB


def test_cells_are_added_duplicated_deleted_and_relabelled(root: Path) -> None:
    _, made, _ = build(root, "[[own]]\nafter = 'add_solution'\nsource = 'x = 1'\n[[own]]\nsource = 'y = 2'")
    assert [entry["source"] for entry in made["cells"]][1::2] == ["x = 1", "y = 2"]
    _, made, _ = build(root, "duplicate = ['add_solution']")
    assert ids(made) == ["add_solution", "add_solution", "add"]
    _, made, _ = build(root, "delete = ['add_solution']")
    assert ids(made) == ["add"]
    _, made, _ = build(root, "relabel = { add_solution = 'else' }")
    assert ids(made) == ["else", "add"]
    _, made, _ = build(root, "metadata = { points = 99 }\noutput = '<b>'")
    assert [entry["metadata"]["nbgrader"]["points"] for entry in made["cells"]] == [99, 99]
    assert made["cells"][0]["outputs"][0]["data"]["text/html"] == "<b>"


def test_what_is_built_is_what_grading_plans_to_run(root: Path) -> None:
    _, _, folder = build(root, "duplicate = ['add_solution']\ndelete = ['add']")
    planned = plan(read_notebook(folder / "sums.ipynb"), read_release(root / "release" / NAME / "sums.ipynb"))
    assert [entry.source for entry in planned.cells] == ["def add(a, b):\n    return a + b"] * 2
    assert planned.missing == ("add",)
    assert not planned.untouched


def test_bytes_names_and_files_are_as_the_entry_says(root: Path) -> None:
    label(
        root,
        "raw = \"%PDF\\u00e2\"\nnotebook = 'a.pdf'\nhours_late = 36\nfiles = { 'model.pt' = 'x' }",
        "invalid_file",
    )
    (labelled,) = build_class(root, NAME)
    folder = root / "submitted" / "student01" / NAME
    assert labelled.verdict is Verdict.INVALID
    assert (folder / "a.pdf").read_bytes() == b"%PDF\xe2"
    assert (folder / "model.pt").read_bytes() == b"x"
    assert (folder / "timestamp.txt").read_text() == "2030-01-04 00:00:00 UTC\n"


def test_own_checkpoints_are_copied_and_none_is_none(root: Path) -> None:
    assert (build(root, "checkpoint = 'own.pt'")[2] / "model.pt").read_bytes() == b"own"
    assert not (build(root, "checkpoint = 'none'")[2] / "model.pt").exists()


def test_building_again_replaces_the_class_and_nothing_else(root: Path) -> None:
    label(root, "", name="a")
    label(root, "", name="b")
    assert [entry.student for entry in build_class(root, NAME)] == ["student01", "student02"]
    (root / "tests" / "submissions" / NAME / "passed" / "b.toml").unlink()
    build_class(root, NAME)
    assert not (root / "submitted" / "student02" / NAME).exists()
    real = root / "submitted" / "student40" / NAME
    real.mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="student40/sums is not part of the labelled class"):
        build_class(root, NAME)
    assert real.is_dir()
    assert (root / "submitted" / MARKER).is_file()


@pytest.mark.parametrize(
    ("text", "verdict", "sentence"),
    [
        ("wat = 1", "passed", "passed/entry.toml: Object contains unknown field `wat`"),
        ("points = { sub = 1 }", "passed", "unknown exercises"),
        ("delete = ['sub']", "passed", "changes the cell 'sub', which the release does not have"),
        (
            "[[changes]]\ncell = 'add_solution'\nold = 'zzz'\nnew = ''",
            "passed",
            "is in 'add_solution' 0 times",
        ),
        ("", "splendid", "'splendid' is no verdict"),
        ("= 1", "passed", "entry.toml: "),
    ],
)
def test_a_wrong_entry_is_one_sentence(root: Path, text: str, verdict: str, sentence: str) -> None:
    label(root, text, verdict)
    with pytest.raises(ConfigurationError, match=sentence):
        build_class(root, NAME)


def test_a_course_without_labelled_submissions_says_so(root: Path) -> None:
    with pytest.raises(ConfigurationError, match="There are no labelled submissions"):
        build_class(root, NAME)

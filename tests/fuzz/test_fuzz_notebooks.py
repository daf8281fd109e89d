"""Whatever a student hands in as a notebook is read, or refused in a sentence."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fairgrade.adapters.nbgrader.rebuild import rebuild
from fairgrade.adapters.nbgrader.record import submitted_at
from fairgrade.adapters.nbgrader.submitted import read_submitted
from fairgrade.config import check_facts
from fairgrade.errors import SubmissionError
from fairgrade.intake.collect import read_submission
from fairgrade.intake.notebook import Release, parse_notebook, plan, read_notebook
from tests.fuzz.strategies import WORDS, broken, json_values, near, texts, value_or_refusal
from tests.helpers.toy import RIGHT, notebook_text

RIGHT_TEXT = notebook_text(RIGHT)
RELEASED = json.loads(RIGHT_TEXT)
RELEASE = Release(parse_notebook(RELEASED, "toy.ipynb"))

outputs = st.lists(
    near(
        output_type=texts("stream", "display_data", "execute_result", "error"),
        name=texts("stdout", "stderr"),
        text=json_values,
        data=near(
            **{
                "text/html": json_values,
                "text/plain": json_values,
                "image/png": json_values,
                "image/svg+xml": json_values,
            }
        ),
        metadata=json_values,
        traceback=json_values,
    ),
    max_size=3,
)
cells = near(
    cell_type=texts("code", "markdown", "raw"),
    source=texts("x = 1", "<script>") | st.lists(texts("a\n"), max_size=3),
    id=texts("imports", "double-solution"),
    metadata=near(
        tags=st.lists(texts("setup", "skip-execution"), max_size=2),
        nbgrader=near(
            grade_id=texts("double", "double_solution", "noise"), solution=st.booleans(), grade=st.booleans(),
            locked=st.booleans(), points=st.integers(), schema_version=st.integers(0, 4), checksum=st.text(max_size=4),
        ),
    ),
    outputs=outputs,
    attachments=near(a=near(**{"image/png": st.text(max_size=10)})),
    execution_count=st.integers(),
)  # fmt: skip
notebooks = near(
    cells=st.lists(cells | json_values, max_size=5),
    metadata=json_values,
    nbformat=st.integers(0, 5),
    nbformat_minor=st.integers(0, 6),
)
files = (
    st.binary(max_size=60)
    | broken(RIGHT_TEXT.encode())
    | (notebooks | json_values).map(lambda value: json.dumps(value).encode())
)


@given(notebooks | json_values)
@settings(max_examples=400, deadline=None)
def test_any_json_is_planned_or_refused(notebook: object) -> None:
    found = value_or_refusal(SubmissionError, parse_notebook, notebook, "toy.ipynb")
    if isinstance(found, str):
        assert found.endswith(".")
        return
    planned = plan(found, RELEASE)
    assert all(type(cell.source) is str for cell in planned.cells)
    assert planned.untouched <= {"double_solution", "noise_solution"}


@given(files)
@example(b'{"cells": [{"cell_type": "code", "source": "x = 1", "metadata": {"tags": ["", "a,b", "a"]}}]}')
@settings(max_examples=300, deadline=None)
def test_any_file_is_read_or_refused_by_both_readers(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "toy.ipynb"
        path.write_bytes(content)
        cells = value_or_refusal(SubmissionError, read_notebook, path)
        if not isinstance(cells, str):
            plan(cells, RELEASE)
        notebook = value_or_refusal(SubmissionError, read_submitted, path)
        if isinstance(notebook, str):
            assert notebook.endswith(".")
            return
        nbformat.validate(notebook)
        rebuilt, _ = rebuild(nbformat.from_dict(RELEASED), notebook)
        nbformat.validate(rebuilt)
        nbformat.writes(rebuilt).encode()
        graded = [
            cell.metadata["nbgrader"]["grade_id"]
            for cell in rebuilt.cells
            if cell.metadata.get("nbgrader", {}).get("grade")
        ]
        assert graded == ["double", "noise"]


@given(
    st.binary(max_size=60)
    | texts("2030-01-01 00:00:00 UTC", "now", "9999999999999", "2030-01-01T25:00 +99:99", *WORDS[:-1]).map(
        lambda text: text.encode()
    )
)
@settings(max_examples=300, deadline=None)
def test_any_timestamp_is_a_time_or_none(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "timestamp.txt").write_bytes(content)
        found = submitted_at(Path(folder))
        assert found is None or found.tzinfo is not None


@pytest.mark.parametrize("odd", ["folder", "link", "pipe", "loop"])
def test_anything_in_place_of_a_file_is_as_good_as_nothing(tmp_path: Path, odd: str) -> None:
    facts = {
        "title": "Toy",
        "notebook": "toy.ipynb",
        "exercises": {},
        "due": "2030-01-01T00:00:00",
        "files": {"model.pt": 10},
    }
    course = check_facts({"id": "c", "title": "C", "assignments": {"toy": facts}}, tmp_path)
    folder = course.submission("student01", "toy")
    folder.mkdir(parents=True)
    for name in ("toy.ipynb", "model.pt", "timestamp.txt"):
        path = folder / name
        if odd == "folder":
            path.mkdir()
        elif odd == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/etc/passwd" if odd == "link" else path)
    submission = read_submission(course, "toy", "student01")
    assert (submission.notebook, submission.files) == (None, {})
    assert submitted_at(folder) is None

"""Files of ours that a person or a crash may have changed: course_config.py's facts, stored results, findings."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairgrade.calibrate.measure import read_block
from fairgrade.config import Course, check_facts
from fairgrade.errors import ConfigurationError
from fairgrade.grading.score import score
from fairgrade.publish import _Published
from fairgrade.records import (
    CellOutcome,
    CheckOutcome,
    Message,
    SubmissionResult,
    Verdict,
    facts_path,
    read_facts,
    read_record,
    read_result,
    to_json,
)
from fairgrade.sandbox.policy import Limits
from tests.fuzz.strategies import broken, json_values, near, texts, value_or_refusal

points = st.dictionaries(texts("double", "noise", "a b", "../x"), st.floats() | st.integers(), max_size=3)
assignments = near(
    title=st.text(max_size=5), notebook=texts("toy.ipynb", "a/b.ipynb", "", ".."), exercises=points, manual=points,
    due=texts("2030-01-01T00:00:00", "2030-01-01T00:00:00Z", "soon"), files=st.dictionaries(texts("cvae.pt", "../x"), st.integers(), max_size=2),
    late=near(grace_minutes=st.integers(), percent_per_day=st.floats(), days=st.integers()), seed=st.integers(),
    limits=st.dictionaries(texts(*Limits.__dataclass_fields__), st.integers(), max_size=2),
)  # fmt: skip
courses = near(
    id=st.text(max_size=5), title=st.text(max_size=5), timezone=texts("UTC", "Europe/Paris", "../../etc/passwd", "/", "\0"),
    assignments=st.dictionaries(texts("toy", "../x", ""), assignments, max_size=2),
)  # fmt: skip
RESULT = to_json(
    SubmissionResult(
        "student01",
        "toy",
        "key",
        Verdict.PARTIAL,
        "tier 1",
        expected_checks={"double": 1},
        notices=("late",),
        checks=(
            CheckOutcome(
                "t::a", "double", Verdict.PARTIAL, Message("f", "g", "h"), 0.5, {"x": 1.0}, ("note",)
            ),
        ),
        cells=(CellOutcome(0, "double", Verdict.PASSED),),
    )
)
COURSE = check_facts(
    {
        "id": "c",
        "title": "C",
        "assignments": {
            "toy": {
                "title": "T",
                "notebook": "t.ipynb",
                "exercises": {"double": 4},
                "due": "2030-01-01T00:00:00",
            }
        },
    },
    Path(),
)
contents = (
    st.binary(max_size=60)
    | broken(RESULT)
    | json_values.map(lambda value: repr(value).encode(errors="replace"))
)


@given(courses | json_values)
@settings(max_examples=600, deadline=None)
def test_any_facts_are_a_course_or_a_sentence(facts: object) -> None:
    course = value_or_refusal(ConfigurationError, check_facts, facts, Path())
    if isinstance(course, str):
        assert course.startswith("course_config.py: ")
        assert course.endswith(".")
        return
    assert isinstance(course, Course)
    for name in course.assignments:
        assert course.due(name).tzinfo is not None
        assert course.assignment(name).automatic_points >= 0


@given(contents)
@settings(max_examples=600, deadline=None)
def test_any_stored_result_is_scored_or_counts_as_none(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "student01.json"
        path.write_bytes(content)
        facts_path(path).write_bytes(content)
        read_facts(path)
        result = read_result(path)
    if result is not None:
        for entry in score(result, COURSE.assignment("toy")).exercises:
            assert entry.points is None or 0 <= entry.points <= entry.maximum


@pytest.mark.parametrize(
    "read",
    [
        partial(read_record, kind=_Published),
        partial(read_record, kind=dict[str, str]),
        partial(read_block, key="key"),
    ],
)
@given(content=contents)
@settings(max_examples=200, deadline=None)
def test_any_other_file_of_ours_is_read_or_counts_as_none(
    read: Callable[[Path], object], content: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.json"
        read(path)
        path.write_bytes(content)
        read(path)

"""Many submissions through one crew: memory, descriptors, processes and temporary files stay as they were."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from fairgrade.pipeline import grade_class
from fairgrade.records import SubmissionResult
from tests.helpers.toy import NAME, hand_in, make_course
from tests.helpers.usage import Usage, usage

MIB = 1 << 20


@pytest.mark.parametrize(("early", "late"), [(20, 60), pytest.param(100, 1000, marks=pytest.mark.slow)])
def test_a_long_run_holds_no_more_than_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, early: int, late: int
) -> None:
    course = make_course(tmp_path / "course")
    for number in range(late):
        hand_in(course, f"student{number:04d}")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    seen: list[Usage] = []
    graded: list[str] = []

    def notify(student: str, result: SubmissionResult | None) -> None:
        graded.append(student)
        if len(graded) in (early, late - 1):
            seen.append(usage())

    outcome = grade_class(course, NAME, jobs=2, notify=notify)
    assert outcome.failures == {}
    assert sorted(graded) == sorted(outcome.graded)
    before, after = seen
    assert after.memory <= before.memory + 32 * MIB
    assert after.descriptors <= before.descriptors + 4
    assert after.processes <= before.processes
    assert after.temporary <= before.temporary
    assert after.submissions <= 2 * 4
    assert [path for path in temporary.iterdir() if not path.name.startswith("pymp-")] == []  # Python's own

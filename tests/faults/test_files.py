"""Disks that are full or read-only, a gradebook that is locked, gone or damaged, and a clock that jumps."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fairgrade.config import Course
from fairgrade.errors import FairgradeError
from fairgrade.pipeline import grade_class
from fairgrade.publish import publish
from fairgrade.records import write_atomically
from tests.faults.conftest import CLASS, Grades, command_line, grades_of, outcomes_of
from tests.helpers.toy import NAME, hand_in


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[str], None]]:
    """A disk of a few pages, mounted at `folder`; the value changes its options."""
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "small", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk can be mounted by root only; `test_a_write_that_fails...` needs none")
    try:
        yield (
            lambda options: (
                subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True) and None
            )
        )
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_or_read_only_disk_is_told_in_a_sentence_and_loses_no_grade(
    course: Course, undisturbed: Grades
) -> None:
    with small_disk(course.root / "autograded") as remount:
        for options, reason in (("size=16k", "No space left on device"), ("ro", "Read-only file system")):
            remount(options)
            run = command_line(course)
            _, said = run.communicate()
            assert run.returncode == 1
            assert reason in said
            assert "Traceback" not in said
        assert outcomes_of(course).items() <= undisturbed.outcomes.items()
        remount("rw,size=10m")
        publish(course, NAME, grade_class(course, NAME, jobs=2).graded)
        assert grades_of(course) == undisturbed


def test_a_write_that_fails_leaves_the_old_file_and_no_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "folder" / "outcome.json"
    write_atomically(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def change_outcome(course: Course) -> dict[str, float]:
    """As if student02 had been graded again with full marks; the totals that must follow."""
    other = course.outcome("student01", NAME).read_bytes().replace(b"student01", b"student02")
    write_atomically(course.outcome("student02", NAME), other)
    return {**dict(zip(CLASS, (10.0, 6.0, 10.0, 6.0, 4.0, 10.0), strict=True)), "student02": 10.0}


def test_a_locked_gradebook_is_told_in_a_sentence_and_written_when_it_is_free(graded: Course) -> None:
    totals = change_outcome(graded)
    holder = sqlite3.connect(graded.root / "gradebook.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(FairgradeError, match=r"gradebook.db cannot be used .*locked"):
        publish(graded, NAME, CLASS)
    holder.close()
    publish(graded, NAME, CLASS)
    assert grades_of(graded).totals == totals


@pytest.mark.parametrize(
    "lost",
    [
        "gradebook.db",
        "autograded/student03",
        "autograded/student03/toy/student03.html",
        "autograded/.recorded",
    ],
)
def test_what_is_lost_is_made_again_from_the_outcomes(graded: Course, undisturbed: Grades, lost: str) -> None:
    path = graded.root / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    publish(graded, NAME, CLASS)
    assert grades_of(graded) == undisturbed
    assert len(list(graded.root.glob("autograded/*/toy/*.html"))) == len(CLASS)
    assert len(list(graded.root.glob("autograded/*/toy/toy.ipynb"))) == len(CLASS)


def test_a_damaged_gradebook_is_told_in_a_sentence_and_left_for_staff(graded: Course) -> None:
    (graded.root / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(FairgradeError, match=r"gradebook.db cannot be used \(file is not a database\)"):
        publish(graded, NAME, CLASS)
    assert (graded.root / "gradebook.db").read_bytes() == b"no database" * 1000


def test_a_damaged_outcome_is_graded_again(graded: Course, undisturbed: Grades) -> None:
    path = graded.outcome("student02", NAME)
    path.write_bytes(path.read_bytes()[:100])
    outcome = grade_class(graded, NAME, jobs=1)
    assert [student for student, entry in outcome.graded.items() if entry.facts is not None] == ["student02"]
    assert outcomes_of(graded) == undisturbed.outcomes


@pytest.mark.parametrize("jump", [-400 * 86400, 400 * 86400])
def test_a_clock_that_jumped_hides_no_new_grade(graded: Course, jump: int) -> None:
    totals = change_outcome(graded)
    for path in graded.root.rglob("*"):
        moment = time.time() + (jump if path.name == "student02.json" else 0)
        os.utime(path, (moment, moment))
    publish(graded, NAME, CLASS)
    assert grades_of(graded).totals == totals


def test_a_clock_that_jumps_while_grading_changes_nothing(
    course: Course, undisturbed: Grades, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, jumps = time.time, iter(range(10**9))
    monkeypatch.setattr("time.time", lambda: real() + (-1) ** next(jumps) * 86400)
    publish(course, NAME, grade_class(course, NAME, jobs=2).graded)
    assert grades_of(course) == undisturbed


def test_nothing_new_writes_nothing(graded: Course) -> None:
    before = {path: path.stat().st_mtime_ns for path in graded.root.rglob("*")}
    publish(graded, NAME, grade_class(graded, NAME, jobs=2).graded)
    assert {path: path.stat().st_mtime_ns for path in graded.root.rglob("*")} == before
    hand_in(graded, "student02", double="def double(x):\n    return 3.0 * x")
    publish(graded, NAME, grade_class(graded, NAME, jobs=1).graded)
    assert {path: path.stat().st_mtime_ns for path in graded.root.rglob("*")} != before

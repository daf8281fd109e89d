"""A class on the toy course, and what an undisturbed run makes of it."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fairgrade.adapters.nbgrader.totals import read_reviews
from fairgrade.config import Course, load_course
from fairgrade.pipeline import grade_class
from fairgrade.publish import publish
from fairgrade.sandbox.policy import Policy
from tests.helpers.toy import NAME, RIGHT, hand_in, make_course

SLOW = RIGHT["noise"] + "\nimport time\ntime.sleep(0.4)"
CLASS = {
    "student01": {},
    "student02": {"double": "def double(x):\n    return 3 * x"},
    "student03": {"noise": SLOW},
    "student04": {"double": "def double(x):\n    raise KeyError('x')", "noise": SLOW},
    "student05": {"noise": "def noise(mean):\n    return mean + 1"},
    "student06": {"noise": SLOW},
}


@dataclass(frozen=True)
class Grades:
    """All that a finished run leaves."""

    outcomes: dict[str, bytes]
    """Stored outcome by student."""
    totals: dict[str, float]
    """What nbgrader exports as the score, by student."""


def make_class(root: Path) -> Course:
    """The course with everybody's work handed in and nothing graded."""
    course = make_course(root)
    for student, cells in CLASS.items():
        hand_in(course, student, **cells)
    return course


def outcomes_of(course: Course) -> dict[str, bytes]:
    """The stored outcomes, by student."""
    folder = course.outcome("student", NAME).parent
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.json"))}


def grades_of(course: Course) -> Grades:
    """What outcomes and gradebook say now."""
    reviews = read_reviews(course, NAME)
    return Grades(outcomes_of(course), {student: review.final for student, review in reviews.items()})


def command_line(course: Course, **environment: str) -> subprocess.Popen[str]:
    """`fairgrade grade` in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "fairgrade.cli", "grade", NAME, "--jobs", "2", "--course", str(course.root)],
        env={**os.environ, **environment}, start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _quick_start() -> Iterator[None]:
    """The warm process of runs within this one imports what the toy course needs, which saves seconds a run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fairgrade.worker.Policy", functools.partial(Policy, preload=("torch",)))
        yield


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The class after an undisturbed run; do not change it."""
    course = make_class(tmp_path_factory.mktemp("undisturbed"))
    outcome = grade_class(course, NAME, jobs=2)
    assert outcome.failures == {}
    publish(course, NAME, outcome.graded)
    return course


@pytest.fixture(scope="session")
def undisturbed(finished: Course) -> Grades:
    """The grades every other run must end with."""
    grades = grades_of(finished)
    assert grades.totals == dict(zip(CLASS, (10.0, 6.0, 10.0, 6.0, 4.0, 10.0), strict=True))
    return grades


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The class with nothing graded."""
    return make_class(tmp_path / "course")


@pytest.fixture
def graded(tmp_path: Path, finished: Course) -> Course:
    """A copy of the class after an undisturbed run."""
    shutil.copytree(finished.root, tmp_path / "graded")
    return load_course(tmp_path / "graded")

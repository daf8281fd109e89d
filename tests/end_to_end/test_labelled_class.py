"""The labelled class through the real pipeline: each submission earns its label and disturbs no other."""

from __future__ import annotations

import datetime
import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fairgrade.config import Course, load_course
from fairgrade.gate import scratch_course
from fairgrade.grading.score import Scores, late_penalty, score
from fairgrade.intake.collect import read_submission
from fairgrade.labelled import Labelled, build_class, read_entries
from fairgrade.pipeline import ClassResult, grade_class
from fairgrade.records import Verdict

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "assignment_cvae"
NAMES = [name for _, name, _ in read_entries(ROOT, ASSIGNMENT)]
ALONE = ("full_marks", "gaussian_kl_without_the_half", "syntax_error", "cheat_answers_for_the_grader")
"""Graded a second time, each in a run of its own."""


@dataclass(frozen=True)
class Class:
    """The labelled class, graded once."""

    course: Course
    labels: dict[str, Labelled]
    outcome: ClassResult
    before: dict[str, str]
    """Hash of every file the graders read, before grading."""

    def scores(self, name: str) -> Scores:
        graded = self.outcome.graded[self.labels[name].student]
        return score(graded.result, self.course.assignment(ASSIGNMENT))


def digests(course: Course) -> dict[str, str]:
    folders = ("submitted", "release", "graders", "reference", "source")
    files = [path for name in folders for path in (course.root / name).rglob("*") if path.is_file()]
    return {
        str(path.relative_to(course.root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def graded() -> Iterator[Class]:
    with scratch_course(load_course(ROOT)) as course:
        (course.root / "tests").symlink_to(ROOT / "tests")
        labels = {label.name: label for label in build_class(course.root, ASSIGNMENT)}
        before = digests(course)
        outcome = grade_class(course, ASSIGNMENT, jobs=2)
        yield Class(course, labels, outcome, before)


def test_the_whole_class_is_graded_behind_the_wall(graded: Class) -> None:
    assert graded.outcome.failures == {}
    assert sorted(graded.labels) == sorted(NAMES)
    assert graded.outcome.graded.keys() == {label.student for label in graded.labels.values()}
    assert "WITHOUT" not in graded.outcome.tier


@pytest.mark.parametrize("name", NAMES)
def test_a_submission_earns_exactly_its_label(graded: Class, name: str) -> None:
    label, scores = graded.labels[name], graded.scores(name)
    earned = {entry.exercise: entry.points for entry in scores.exercises}
    told = {entry.exercise: [message.lines() for message in entry.messages] for entry in scores.exercises}
    wrong = [exercise for exercise in earned if earned[exercise] != label.points[exercise]]
    assert earned == label.points, {exercise: told[exercise] for exercise in wrong}
    assert graded.outcome.graded[label.student].result.verdict is label.verdict


@pytest.mark.parametrize("name", NAMES)
def test_a_lost_exercise_says_why(graded: Class, name: str) -> None:
    result = graded.outcome.graded[graded.labels[name].student].result
    if result.verdict is Verdict.INVALID:
        assert result.notices
    for entry in graded.scores(name).exercises:
        assert entry.points == entry.maximum or entry.messages or result.verdict is Verdict.INVALID, (
            entry.exercise
        )


def test_lateness_costs_what_the_label_says(graded: Class) -> None:
    facts = graded.course.assignment(ASSIGNMENT)
    due = graded.course.due(ASSIGNMENT)
    entries = {name: entry for _, name, entry in read_entries(ROOT, ASSIGNMENT)}
    for name, label in graded.labels.items():
        when = due + datetime.timedelta(hours=entries[name].hours_late)
        assert late_penalty(facts, due, when, sum(label.points.values())) == pytest.approx(label.penalty), (
            name
        )


def test_grading_changes_nothing_that_it_reads(graded: Class) -> None:
    assert digests(graded.course) == graded.before


@pytest.mark.parametrize("name", ALONE)
def test_a_submission_graded_alone_has_the_same_outcome_as_in_the_class(graded: Class, name: str) -> None:
    student = graded.labels[name].student
    path = graded.course.outcome(student, ASSIGNMENT)
    in_class = path.read_bytes()
    others = {file: file.stat().st_mtime_ns for file in path.parent.glob("*.json") if file != path}
    outcome = grade_class(graded.course, ASSIGNMENT, students=[student], jobs=1, force=True)
    assert outcome.graded.keys() == {student}
    assert path.read_bytes() == in_class
    assert {file: file.stat().st_mtime_ns for file in others} == others


@pytest.mark.slow
def test_a_hundred_gradings_give_one_outcome_whatever_workers_and_order(graded: Class) -> None:
    original = graded.course.submission(graded.labels["gaussian_kl_without_the_half"].student, ASSIGNMENT)
    with scratch_course(graded.course) as course:
        students = [f"student{number:02d}" for number in range(1, 51)]
        for student in students:
            shutil.copytree(original, course.submission(student, ASSIGNMENT))
        outcomes = []
        for jobs, count in ((1, 20), (2, 50), (3, 30)):
            some = random.Random(jobs).sample(students, count)
            grade_class(course, ASSIGNMENT, students=some, jobs=jobs, force=True)
            paths = {student: course.outcome(student, ASSIGNMENT) for student in some}
            outcomes += [path.read_bytes().replace(name.encode(), b"") for name, path in paths.items()]
        assert len(outcomes) == 100
        assert len(set(outcomes)) == 1


def test_a_second_run_has_nothing_to_do(graded: Class) -> None:
    again = grade_class(graded.course, ASSIGNMENT, jobs=2)
    assert all(entry.facts is None for entry in again.graded.values())


def test_equal_work_of_two_students_has_equal_outcomes(graded: Class) -> None:
    """Probes depend on what was handed in, not on who did: copying a folder changes nothing."""
    first, second = (graded.labels[name].student for name in ("full_marks", "late"))
    one, other = (read_submission(graded.course, ASSIGNMENT, student).digest for student in (first, second))
    results = [graded.outcome.graded[student].result for student in (first, second)]
    assert one == other
    assert results[0].checks == results[1].checks

"""Loads `course_config.py`, checks every fact in it, and gives it out as frozen records."""

from __future__ import annotations

import datetime
import re
import runpy
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from fairgrade.errors import ConfigurationError

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


class LatePolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a late submission loses."""

    grace_minutes: int = 0
    """Minutes after the due time that cost nothing."""
    percent_per_day: float = 0.0
    """Share of the earned points lost for each day begun."""
    days: int = 0
    """Days after which nothing is earned."""


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The facts of one assignment."""

    title: str
    notebook: str
    """File name of the notebook in the assignment's folder."""
    exercises: dict[str, float]
    """Points by automatically graded exercise, in the notebook's order."""
    due: datetime.datetime
    manual: dict[str, float] = {}
    """Points by exercise that TAs grade."""
    files: dict[str, int] = {}
    """Files handed in beside the notebook, with their largest size in bytes."""
    late: LatePolicy = LatePolicy()
    seed: int = 0
    """Seed of the hidden checks; verdicts do not depend on it, byte-identical reruns do."""
    limits: dict[str, int] = {}
    """Limits that differ from `fairgrade.sandbox.policy.Limits`."""

    @property
    def automatic_points(self) -> float:
        """Points that graders can give."""
        return sum(self.exercises.values())

    @property
    def manual_points(self) -> float:
        """Points that TAs can give."""
        return sum(self.manual.values())


class _CourseFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: str
    assignments: dict[str, Assignment]
    timezone: str = "UTC"


@dataclass(frozen=True)
class Course:
    """A checked course and the folder it lives in."""

    root: Path
    id: str
    title: str
    timezone: zoneinfo.ZoneInfo
    assignments: dict[str, Assignment]

    def assignment(self, name: str) -> Assignment:
        """The facts of the assignment called `name`.

        Raises:
            ConfigurationError: there is none; the sentence lists those that exist.
        """
        if name not in self.assignments:
            known = ", ".join(sorted(self.assignments))
            raise ConfigurationError(f"There is no assignment '{name}' in course_config.py; it has: {known}.")
        return self.assignments[name]

    def due(self, name: str) -> datetime.datetime:
        """When the assignment is due, with the course's time zone."""
        return self.assignment(name).due.replace(tzinfo=self.timezone)

    def source(self, name: str) -> Path:
        """The instructor's notebook."""
        return self.root / "source" / name / self.assignment(name).notebook

    def release(self, name: str) -> Path:
        """The students' notebook."""
        return self.root / "release" / name / self.assignment(name).notebook

    def graders(self, name: str) -> Path:
        """The folder of the hidden graders."""
        return self.root / "graders" / name

    def submission(self, student: str, name: str) -> Path:
        """The folder a student handed in."""
        return self.root / "submitted" / student / name

    def outcome(self, student: str, name: str) -> Path:
        """The stored result of one submission."""
        return self.root / "autograded" / ".outcomes" / name / f"{student}.json"


def load_course(root: Path) -> Course:
    """Load and check `course_config.py` in `root`.

    Raises:
        ConfigurationError: the file is missing, does not run, or a fact in it is wrong.
    """
    path = root / "course_config.py"
    if not path.is_file():
        raise ConfigurationError(
            f"There is no course_config.py in {root}; run fairgrade from the course's folder or give --course FOLDER."
        )
    try:
        facts = runpy.run_path(str(path)).get("COURSE")
    except Exception as error:
        raise ConfigurationError(
            f"course_config.py does not run: {type(error).__name__}: {error}."
        ) from error
    return check_facts(facts, root)


def check_facts(facts: Any, root: Path) -> Course:
    """Turn the plain facts of a course into a `Course`.

    Raises:
        ConfigurationError: a fact is missing, of the wrong type or impossible; the sentence names where.
    """
    try:
        parsed = msgspec.convert(facts, _CourseFacts)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        where = str(error).replace("$", "COURSE")
        raise ConfigurationError(f"course_config.py: {where}.") from error
    try:
        timezone = zoneinfo.ZoneInfo(parsed.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigurationError(
            f"course_config.py: timezone '{parsed.timezone}' is not known; use a name such as 'Europe/Paris'."
        ) from error
    for name, assignment in parsed.assignments.items():
        _check_assignment(name, assignment)
    return Course(root, parsed.id, parsed.title, timezone, parsed.assignments)


def _check_assignment(name: str, assignment: Assignment) -> None:
    from fairgrade.sandbox.policy import Limits

    where = f"course_config.py: assignment '{name}'"
    for exercise, points in (assignment.exercises | assignment.manual).items():
        if not _NAME.fullmatch(exercise):
            raise ConfigurationError(
                f"{where}: '{exercise}' is no exercise name; use letters, digits and '_'."
            )
        if not 0 <= points < float("inf"):
            raise ConfigurationError(f"{where}: exercise '{exercise}' has {points} points; give 0 or more.")
    both = assignment.exercises.keys() & assignment.manual.keys()
    if both:
        raise ConfigurationError(
            f"{where}: {sorted(both)} are both in 'exercises' and in 'manual'; keep one."
        )
    for file in (assignment.notebook, *assignment.files):
        if Path(file).name != file:
            raise ConfigurationError(f"{where}: '{file}' must be a file name without a folder.")
    if assignment.due.tzinfo is not None:
        raise ConfigurationError(f"{where}: 'due' must have no offset; it is read in the course's timezone.")
    late = assignment.late
    if late.grace_minutes < 0 or late.days < 0 or not 0 <= late.percent_per_day <= 100:
        raise ConfigurationError(
            f"{where}: 'late' needs minutes and days of 0 or more and a percentage of 0 to 100."
        )
    known = set(Limits.__dataclass_fields__)
    for limit, value in assignment.limits.items():
        if limit not in known:
            raise ConfigurationError(
                f"{where}: limit '{limit}' is not known; choose from {', '.join(sorted(known))}."
            )
        if value <= 0:
            raise ConfigurationError(f"{where}: limit '{limit}' is {value}; it must be above 0.")

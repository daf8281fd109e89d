"""Records graded submissions with nbgrader's own Autograde: gradebook.db and `autograded/`.

What a student handed in reaches nbgrader only through a staging folder with two plain files for each student,
the notebook and a readable timestamp, so that no name, link or size of theirs matters.
"""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import parse_utc
from traitlets.config import Config

from fairgrade.adapters.nbgrader.late import database_errors_told, open_gradebook, update_late_penalties
from fairgrade.adapters.nbgrader.quiet import run_quietly
from fairgrade.adapters.nbgrader.settings import apply_course
from fairgrade.config import Course
from fairgrade.errors import ConfigurationError, FairgradeError
from fairgrade.intake.collect import read_submission
from fairgrade.intake.notebook import MAX_BYTES
from fairgrade.records import SubmissionResult, to_json, write_atomically
from fairgrade.temporary import TemporaryFolder

_STUDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")


def record(
    course: Course, assignment_name: str, students: Sequence[str], results: Mapping[str, SubmissionResult]
) -> None:
    """Record these students' results; what TAs entered for them stays.

    Args:
        results: by student, stored first; without one, what is stored counts, else it is not graded yet.

    Raises:
        ConfigurationError: a student's id is no id, or there is no release; nothing was recorded.
        FairgradeError: some could not be recorded; all others were.
    """
    for student in students:
        if not _STUDENT.fullmatch(student):
            raise ConfigurationError(
                f"{student!r} is no student id; use letters, digits and '_.@-', at most 64."
            )
    config = Config()
    apply_course(config, course)
    _enter_assignment(course, assignment_name)
    failures: dict[str, str] = {}
    with TemporaryFolder() as staging:
        config.CourseDirectory.submitted_directory = str(staging)
        config.CourseDirectory.assignment_id = assignment_name
        for student in students:
            try:
                if student in results:
                    write_atomically(course.outcome(student, assignment_name), to_json(results[student]))
                _stage(course, assignment_name, student, staging)
                _record_one(config, student)
            except Exception as error:  # one student's failure must not stop the class
                failures[student] = f"{student} ({error or type(error).__name__})"
    update_late_penalties(course, assignment_name)
    if failures:
        listed = ", ".join(failures.values())
        raise FairgradeError(
            f"{len(failures)} of {len(students)} submissions could not be recorded in gradebook.db: {listed}."
        )


def submitted_at(folder: Path) -> datetime.datetime | None:
    """When the folder's submission was handed in, from its timestamp.txt; None where that says nothing."""
    path = folder / "timestamp.txt"
    try:
        text = path.read_bytes()[:200].decode().strip() if path.is_file() and not path.is_symlink() else ""
        return parse_utc(text).replace(tzinfo=datetime.UTC) if text else None
    except Exception:  # dateutil raises many kinds for a bad text
        return None


def _record_one(config: Config, student: str) -> None:
    directory = CourseDirectory(config=config)
    directory.student_id = student
    run_quietly(Autograde(coursedir=directory, config=config, force=True))


def _stage(course: Course, name: str, student: str, staging: Path) -> None:
    handed_in = read_submission(course, name, student)
    folder = staging / student / name
    folder.mkdir(parents=True)
    target = folder / course.assignment(name).notebook
    if handed_in.notebook is not None and handed_in.notebook.stat().st_size <= MAX_BYTES:
        shutil.copyfile(handed_in.notebook, target)
    else:
        target.touch()
    when = submitted_at(course.submission(student, name))
    if when is not None:
        (folder / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S.%f} UTC\n")


def _enter_assignment(course: Course, name: str) -> None:
    """Bring the gradebook up to the release: its cells and points, and the due time of course_config.py."""
    release = course.release(name)
    if not release.is_file():
        raise ConfigurationError(
            f"There is no release/{name}/{release.name}; run fairgrade release {name} first."
        )
    course_url = f"sqlite:///{(course.root / 'gradebook.db').absolute()}"
    resources: dict[str, Any] = {
        "nbgrader": {"notebook": release.stem, "assignment": name, "db_url": course_url}
    }
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(name, duedate=course.due(name))
    try:
        with database_errors_told():
            SaveCells().preprocess(nbformat.read(release, as_version=4), resources)
    except RuntimeError as error:
        raise ConfigurationError(
            f"release/{name} has other cells than the gradebook, which holds submissions to the old ones; "
            "put the cells back, or move gradebook.db away to start anew."
        ) from error

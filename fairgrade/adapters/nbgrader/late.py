"""Late penalties in nbgrader's gradebook, by the policy of `course_config.py`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Unicode

from fairgrade.config import Course, load_course
from fairgrade.errors import FairgradeError
from fairgrade.grading.score import late_penalty


class CourseLatePolicy(LateSubmissionPlugin):  # type: ignore[misc]
    """nbgrader asks this plugin for the penalty of every late submission."""

    course_root = Unicode(help="Folder of course_config.py").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """Points to take from `score`; extensions are in `total_seconds_late` already."""
        return _penalty(
            load_course(Path(self.course_root)), self.parent.assignment_id, score, total_seconds_late
        )


def update_late_penalties(course: Course, name: str) -> None:
    """Set every penalty anew from the scores of now; manual ones come in after nbgrader set the penalties."""
    with open_gradebook(course) as gradebook:
        for submission in gradebook.assignment_submissions(name):
            for notebook in submission.notebooks:
                penalty = _penalty(course, name, notebook.score, submission.total_seconds_late)
                notebook.late_submission_penalty = penalty or None
        gradebook.db.commit()


@contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """nbgrader's gradebook of the course.

    Raises:
        FairgradeError: the database is locked, damaged or cannot be written.
    """
    path = (course.root / "gradebook.db").absolute()
    with database_errors_told(), Gradebook(f"sqlite:///{path}", course.id) as gradebook:
        yield gradebook


@contextmanager
def database_errors_told() -> Iterator[None]:
    """Turn what the database complains about into one sentence.

    Raises:
        FairgradeError: in place of SQLAlchemy's errors.
    """
    try:
        yield
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise FairgradeError(
            f"gradebook.db cannot be used ({reason}); end what holds it, such as another nbgrader command, "
            "and run the command again: what was graded is kept."
        ) from error


def _penalty(course: Course, name: str, points: float, seconds_late: float) -> float:
    due = course.due(name)
    submitted_at = due + datetime.timedelta(seconds=seconds_late)
    return late_penalty(course.assignment(name), due, submitted_at, points)

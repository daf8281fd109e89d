"""What nbgrader's gradebook says now: the scores and comments of TAs, penalties and totals."""

from __future__ import annotations

import datetime

from nbgrader.api import MissingEntry

from fairgrade.adapters.nbgrader.late import open_gradebook
from fairgrade.config import Course
from fairgrade.grading.review import CellReview, Review


def read_reviews(course: Course, name: str) -> dict[str, Review]:
    """By student, everything the gradebook holds about the assignment; empty where nothing was recorded.

    `Review.final` is what `nbgrader export` writes as `score`.
    """
    if not (course.root / "gradebook.db").is_file():
        return {}
    with open_gradebook(course) as gradebook:
        try:
            submissions = gradebook.find_assignment(name).submissions
        except MissingEntry:
            return {}
        return {submission.student.id: _review(submission) for submission in submissions}


def _review(submission: object) -> Review:
    cells: dict[str, CellReview] = {}
    comments: dict[str, str] = {}
    for notebook in submission.notebooks:  # type: ignore[attr-defined]
        for comment in notebook.comments:
            if comment.manual_comment:
                comments[comment.name] = comment.manual_comment
        for grade in notebook.grades:
            cells[grade.name] = CellReview(
                automatic=grade.auto_score,
                manual=grade.manual_score,
                extra_credit=grade.extra_credit or 0.0,
                maximum=grade.max_score,
                is_open=grade.needs_manual_grade,
            )
    submitted_at = submission.timestamp  # type: ignore[attr-defined]
    return Review(
        cells=cells,
        comments=comments,
        late_penalty=float(submission.late_submission_penalty or 0.0),  # type: ignore[attr-defined]
        submitted_at=submitted_at and submitted_at.replace(tzinfo=datetime.UTC),
    )

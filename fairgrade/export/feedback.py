"""One page for one student: points, what failed and why, what a TA wrote; it loads and runs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fairgrade.config import Assignment, Course
from fairgrade.export.asked import answer_cells, exercise_titles
from fairgrade.export.messages import WORDS, templates
from fairgrade.grading.review import Review
from fairgrade.grading.score import ExerciseScore, Scores
from fairgrade.records import SubmissionResult, Verdict, write_atomically


@dataclass(frozen=True)
class Part:
    """One exercise as the page shows it."""

    name: str
    title: str
    points: float | None
    """What counts now: a TA's points where there are some; None while open."""
    maximum: float
    extra_credit: float
    comment: str
    score: ExerciseScore | None
    """What the graders found; None for a part that TAs grade."""
    set_by_staff: bool

    @property
    def state(self) -> str:
        """`full`, `some`, `none` or `open`, for the eye; the words are in the page."""
        if self.points is None:
            return "open"
        if self.points >= self.maximum:
            return "full"
        return "some" if self.points > 0 else "none"

    @property
    def words(self) -> str:
        """The verdict in words."""
        if self.score is not None:
            return WORDS[self.score.verdict]
        if self.points is None:
            return "Waiting for a TA"
        return "Graded by a TA" if self.set_by_staff else "No answer"


def write_feedback(
    course: Course,
    assignment_name: str,
    result: SubmissionResult,
    scores: Scores,
    folder: Path,
    review: Review | None = None,
) -> Path:
    """Write `<folder>/<student>.html`.

    Args:
        review: what staff added, from the gradebook; None before anything was recorded.

    Returns:
        The page's path.
    """
    assignment, review = course.assignment(assignment_name), review or Review()
    release = course.release(assignment_name)
    titles, answers = exercise_titles(release), answer_cells(release)
    automatic = _automatic_parts(scores, review, titles, answers)
    manual = _manual_parts(assignment, review, titles, result)
    earned = sum((part.points or 0.0) + part.extra_credit for part in (*automatic, *manual))
    page = (
        templates()
        .get_template("feedback.html.j2")
        .render(
            course=course,
            assignment=assignment,
            result=result,
            review=review,
            automatic=automatic,
            manual=manual,
            earned=earned,
            total=max(0.0, earned - review.late_penalty),
            maximum=assignment.automatic_points + assignment.manual_points,
            open_parts=[part for part in (*automatic, *manual) if part.points is None],
            stopped=[cell for cell in result.cells if cell.verdict is not Verdict.PASSED],
        )
    )
    path = folder / f"{result.student}.html"
    write_atomically(path, page.encode())
    return path


def _automatic_parts(
    scores: Scores, review: Review, titles: dict[str, str], answers: dict[str, str]
) -> list[Part]:
    parts, told = [], set()
    for score in scores.exercises:
        cell = review.cells.get(score.exercise)
        by_staff = cell is not None and cell.manual is not None
        answer = answers.get(score.exercise, "")
        comment = "" if answer in told else review.comments.get(answer, "")
        told.add(answer)
        parts.append(
            Part(
                name=score.exercise,
                title=titles.get(score.exercise, score.exercise),
                points=cell.manual if cell is not None and by_staff else score.points,
                maximum=score.maximum,
                extra_credit=cell.extra_credit if cell is not None else 0.0,
                comment=comment,
                score=score,
                set_by_staff=by_staff,
            )
        )
    return parts


def _manual_parts(
    assignment: Assignment, review: Review, titles: dict[str, str], result: SubmissionResult
) -> list[Part]:
    parts = []
    for name, maximum in assignment.manual.items():
        cell = review.cells.get(name)
        known = cell is not None and (cell.manual is not None or cell.automatic is not None)
        points = cell.points - cell.extra_credit if cell is not None and known else None
        parts.append(
            Part(
                name=name,
                title=titles.get(name, name),
                points=0.0 if points is None and result.verdict is Verdict.INVALID else points,
                maximum=float(maximum),
                extra_credit=cell.extra_credit if cell is not None and known else 0.0,
                comment=review.comments.get(name, ""),
                score=None,
                set_by_staff=cell is not None and cell.manual is not None,
            )
        )
    return parts

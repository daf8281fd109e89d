"""The class report for staff, as one page and one table in CSV."""

from __future__ import annotations

import csv
import io
import os
import urllib.parse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgrade.config import Assignment, Course
from fairgrade.export.figures import causes, histogram, outcome_counts, summarise
from fairgrade.export.messages import format_points, templates
from fairgrade.grading.review import Review
from fairgrade.grading.rubric import read_rubrics
from fairgrade.grading.score import Scores
from fairgrade.records import RunFacts, SubmissionResult, Verdict, write_atomically


@dataclass(frozen=True)
class ReportRow:
    """One submission of the class."""

    result: SubmissionResult
    scores: Scores
    review: Review | None = None
    """What staff added; None before anything was recorded."""
    facts: RunFacts | None = None
    feedback: Path | None = None
    """The student's page; the report links to it."""

    @property
    def student(self) -> str:
        """The student's id."""
        return self.result.student

    def points(self, exercise: str) -> float | None:
        """Points that count now: a TA's, else the graders'; None while open."""
        cell = self.review.cells.get(exercise) if self.review else None
        if cell is not None and (cell.manual is not None or cell.automatic is not None):
            return cell.points
        automatic = {score.exercise: score.points for score in self.scores.exercises}
        return automatic.get(exercise)

    @property
    def total(self) -> float:
        """All points that are known, after the late penalty; the gradebook's where it knows the student."""
        return self.review.final if self.review else self.scores.total

    @property
    def penalty(self) -> float:
        """Points lost for lateness."""
        return self.review.late_penalty if self.review else 0.0


def write_report(course: Course, assignment_name: str, rows: Sequence[ReportRow], page: Path) -> None:
    """Write the page and beside it, under the same name, the table as CSV."""
    assignment = course.assignment(assignment_name)
    rows = sorted(rows, key=lambda row: row.student)
    totals = [row.total for row in rows]
    maximum = assignment.automatic_points + assignment.manual_points
    table = page.with_suffix(".csv")
    text = (
        templates()
        .get_template("report.html.j2")
        .render(
            course=course,
            assignment=assignment,
            rows=rows,
            links={row.student: _link(row.feedback, page.parent) for row in rows},
            table=table.name,
            exercises={**assignment.exercises, **assignment.manual},
            maximum=maximum,
            summary=summarise(totals),
            bins=histogram(totals, maximum),
            counts=outcome_counts([row.scores for row in rows]),
            causes=causes([(row.student, row.scores) for row in rows]),
            tiers=Counter(row.result.tier for row in rows),
            grader_errors=[
                (row.student, check)
                for row in rows
                for check in row.result.checks
                if check.verdict is Verdict.GRADER_ERROR
            ],
            open_rows=[(row.student, row.scores.open) for row in rows if row.scores.open],
            rubrics=read_rubrics(course, assignment_name),
            waiting=sum(bool(set(row.review.open) & set(assignment.manual)) for row in rows if row.review),
        )
    )
    write_atomically(page, text.encode())
    write_atomically(table, to_csv(assignment, rows).encode())


def to_csv(assignment: Assignment, rows: Sequence[ReportRow]) -> str:
    """The class as CSV; no cell can be taken for a formula by a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    exercises = [*assignment.exercises, *assignment.manual]
    writer.writerow(["student", "verdict", *exercises, "late_penalty", "total", "open", "seconds"])
    for row in rows:
        points = [row.points(exercise) for exercise in exercises]
        seconds = f"{row.facts.seconds:.2f}" if row.facts else ""
        writer.writerow(
            [
                plain_cell(row.student),
                row.result.verdict.value,
                *("" if value is None else format_points(value) for value in points),
                format_points(row.penalty),
                format_points(row.total),
                " ".join(
                    exercise for exercise, value in zip(exercises, points, strict=True) if value is None
                ),
                seconds,
            ]
        )
    return text.getvalue()


def plain_cell(text: str) -> str:
    """A text that a spreadsheet shows and never evaluates."""
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r", "\n") else text


def _link(feedback: Path | None, folder: Path) -> str:
    if feedback is None:
        return ""
    return urllib.parse.quote(os.path.relpath(feedback, folder).replace(os.sep, "/"))

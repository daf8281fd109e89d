"""What the command line prints: the class table, the progress bar, sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from fairgrade.config import Assignment
from fairgrade.grading.score import Scores, score
from fairgrade.pipeline import ClassResult, Notify
from fairgrade.records import SubmissionResult, Verdict

_STYLES = {Verdict.PASSED: "green", Verdict.PARTIAL: "yellow", Verdict.GRADER_ERROR: "bold magenta"}
_MINIMUM_WIDTH = 132


def console() -> Console:
    """Standard output, wide enough for the class table where it is no terminal."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=max(out.width, _MINIMUM_WIDTH))


@contextmanager
def progress_bar(out: Console, title: str) -> Iterator[tuple[Progress, Notify]]:
    """A bar with the time left; the second value moves it by one submission."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=out) as bar:
        task = bar.add_task(title, total=None)

        def notify(student: str, result: SubmissionResult | None) -> None:
            bar.update(task, advance=1, description=f"{title}: {escape(student)}")

        yield bar, notify


def class_table(
    outcome: ClassResult, assignment: Assignment, wrong: Mapping[str, str] | None = None
) -> Table:
    """One row a student: verdict, points by exercise, total, seconds.

    Args:
        outcome: of the run.
        assignment: its facts.
        wrong: what differs from a label, by student, where the class is labelled.
    """
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("student", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for number in range(1, len(assignment.exercises) + 1):
        table.add_column(str(number), justify="right")
    table.add_column("total", justify="right")
    table.add_column("s", justify="right")
    table.add_row(
        "[dim]points",
        "",
        *(f"[dim]{_number(points)}" for points in assignment.exercises.values()),
        f"[dim]{_number(assignment.automatic_points)}",
        "",
    )
    for student, graded in outcome.graded.items():
        scores = score(graded.result, assignment)
        verdict = graded.result.verdict
        style = _STYLES.get(verdict, "red")
        mark = " ✗" if wrong and student in wrong else ""
        seconds = "kept" if graded.facts is None else f"{graded.facts.seconds:.1f}"
        table.add_row(
            escape(student),
            f"[{style}]{verdict.value}{mark}",
            *_points(scores),
            _number(scores.total),
            seconds,
        )
    for student in outcome.failures:
        table.add_row(escape(student), "[bold magenta]not graded", *[""] * (len(assignment.exercises) + 2))
    return table


def legend(assignment: Assignment) -> str:
    """What the numbered columns are."""
    return "  ".join(f"{number} {name}" for number, name in enumerate(assignment.exercises, start=1))


def _points(scores: Scores) -> list[str]:
    return ["[magenta]open" if entry.points is None else _number(entry.points) for entry in scores.exercises]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

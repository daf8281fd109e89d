"""How a verdict, points and a check's message read, for pages and for the cells of a notebook."""

from __future__ import annotations

import functools
from pathlib import Path

import jinja2

from fairgrade.grading.score import ExerciseScore
from fairgrade.records import Verdict

WORDS = {
    Verdict.PASSED: "Passed",
    Verdict.PARTIAL: "Partly passed",
    Verdict.FAILED: "Not correct yet",
    Verdict.NOT_STARTED: "Not started",
    Verdict.CRASHED: "Raised an error",
    Verdict.TIMED_OUT: "Took too long",
    Verdict.OUT_OF_MEMORY: "Used too much memory",
    Verdict.TAMPERED: "Interfered with grading",
    Verdict.BLOCKED: "Blocked by another exercise",
    Verdict.INVALID: "File could not be read",
    Verdict.GRADER_ERROR: "Not graded: our error",
}
"""Every verdict in words a student understands."""

_EXPLAINED = {
    Verdict.NOT_STARTED: "The released stub is still in place.",
    Verdict.CRASHED: "The code raised an error before it could be checked.",
    Verdict.TIMED_OUT: "The code did not finish in time.",
    Verdict.OUT_OF_MEMORY: "The code asked for more memory than there is.",
    Verdict.TAMPERED: "The code tried to reach into the grading itself; staff will look at it.",
    Verdict.BLOCKED: "It needs another exercise that does not work yet.",
    Verdict.INVALID: "The file handed in could not be read as the assignment's notebook.",
    Verdict.GRADER_ERROR: "Our grading failed here, not your code. No points are lost; staff have been told.",
}


def explain(score: ExerciseScore) -> str:
    """One sentence for a verdict that has no message of a check, or an empty string."""
    return "" if score.messages else _EXPLAINED.get(score.verdict, "")


def format_points(points: float | None) -> str:
    """Points with at most two decimals; a dash where they are open."""
    return "–" if points is None else f"{round(points, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


@functools.cache
def templates() -> jinja2.Environment:
    """The templates of all pages; every value is escaped, and a missing one is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = format_points
    environment.globals.update(words=WORDS, explain=explain)
    return environment


def exercise_html(score: ExerciseScore) -> str:
    """The report of one exercise as HTML for a notebook's output, where no style sheet of ours reaches."""
    return templates().get_template("cell.html.j2").render(score=score)


def exercise_text(score: ExerciseScore) -> str:
    """The same report as plain text."""
    earned = f"{format_points(score.points)} / {format_points(score.maximum)}"
    lines = [f"{score.exercise}: {earned}, {WORDS[score.verdict]}"]
    if explain(score):
        lines.append(explain(score))
    for message in score.messages:
        lines += ["", *(f"{heading}: {part}" for heading, part in message.lines())]
    lines += [f"Note: {note}" for note in score.notes]
    return "\n".join(lines)

"""The numbers behind the class report's pictures; the template draws them."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fairgrade.export.messages import WORDS
from fairgrade.grading.score import Scores
from fairgrade.records import Verdict

OUTCOMES = ("passed", "partly", "not correct", "not started", "grader error")
"""The verdicts in five groups, as the report's picture shows them."""
_OUTCOME = {
    Verdict.PASSED: "passed",
    Verdict.PARTIAL: "partly",
    Verdict.NOT_STARTED: "not started",
    Verdict.GRADER_ERROR: "grader error",
}


@dataclass(frozen=True)
class Bin:
    """One bar of a histogram."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Summary:
    """Five numbers of a class."""

    count: int
    mean: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Cause:
    """One reason why students lost points in an exercise."""

    exercise: str
    verdict: Verdict
    text: str
    students: tuple[str, ...]


def histogram(values: Sequence[float], maximum: float, bins: int = 10) -> list[Bin]:
    """Counts in `bins` equal ranges from 0 to `maximum`; the last range holds its upper end and all above."""
    width = maximum / bins if maximum > 0 else 1.0
    counts = Counter(min(bins - 1, max(0, int(value / width))) for value in values)
    return [Bin(place * width, (place + 1) * width, counts[place]) for place in range(bins)]


def summarise(values: Sequence[float]) -> Summary | None:
    """Mean, least, median and greatest; None of an empty class."""
    if not values:
        return None
    return Summary(len(values), statistics.fmean(values), min(values), statistics.median(values), max(values))


def outcome_counts(scores: Sequence[Scores]) -> dict[str, dict[str, int]]:
    """By exercise, how many submissions ended how, in the order of `OUTCOMES`."""
    counts: dict[str, Counter[str]] = {}
    for each in scores:
        for exercise in each.exercises:
            counts.setdefault(exercise.exercise, Counter())[
                _OUTCOME.get(exercise.verdict, "not correct")
            ] += 1
    return {name: {outcome: found[outcome] for outcome in OUTCOMES} for name, found in counts.items()}


def causes(scores: Sequence[tuple[str, Scores]]) -> list[Cause]:
    """Why points were lost, by exercise in the assignment's order, the most frequent reason first."""
    students: dict[tuple[str, Verdict, str], list[str]] = {}
    for student, each in scores:
        for exercise in each.exercises:
            if exercise.verdict in (Verdict.PASSED, Verdict.GRADER_ERROR):
                continue
            told = [] if exercise.verdict is Verdict.NOT_STARTED else exercise.messages
            texts = dict.fromkeys(message.cause or message.relation for message in told)
            for text in texts or {WORDS[exercise.verdict]: None}:
                students.setdefault((exercise.exercise, exercise.verdict, text), []).append(student)
    names = [exercise.exercise for exercise in scores[0][1].exercises] if scores else []
    found = [Cause(*key, tuple(who)) for key, who in students.items()]
    return sorted(found, key=lambda cause: (names.index(cause.exercise), -len(cause.students), cause.text))

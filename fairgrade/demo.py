"""`fairgrade demo`: the whole flow on the labelled class, with every verdict compared with its label."""

from __future__ import annotations

from collections.abc import Iterable

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.adapters.nbgrader.release import generate_release
from fairgrade.commands import grade_with_progress
from fairgrade.config import Assignment, Course
from fairgrade.grading.score import score
from fairgrade.labelled import Labelled, build_class
from fairgrade.pipeline import ClassResult
from fairgrade.publish import publish, report_path
from fairgrade.terminal import class_table, console, legend

ASSIGNMENT = "assignment_cvae"


def run_demo(course: Course, jobs: int) -> int:
    """Release, put the labelled class in place, grade, record and report; 1 when a verdict differs from its label."""
    out = console()
    facts = course.assignment(ASSIGNMENT)
    generate_release(course, ASSIGNMENT)
    check_release(course, ASSIGNMENT)
    labels = build_class(course.root, ASSIGNMENT)
    out.print(f"release/{ASSIGNMENT} is built; {len(labels)} labelled submissions are in submitted/.")
    outcome = grade_with_progress(
        out, course, ASSIGNMENT, [label.student for label in labels], jobs, True, None
    )
    publish(course, ASSIGNMENT, outcome.graded)
    wrong = unexpected(labels, outcome, facts)
    out.print(class_table(outcome, facts, wrong))
    out.print(f"[dim]{legend(facts)}")
    out.print(f"[dim]{outcome.tier}")
    for label in labels:
        told = f"  [bold red]{wrong[label.student]}" if label.student in wrong else ""
        out.print(f"[dim]{label.student}[/]  {label.name}: {label.what}{told}")
    out.print(f"\nClass report: {report_path(course, ASSIGNMENT)}", soft_wrap=True)
    out.print(f"unexpected: {len(wrong)}")
    out.print("\nNext, with .venv/bin on your PATH:\n" + "\n".join(f"  {command}" for command in _next()))
    return 1 if wrong else 0


def unexpected(labels: Iterable[Labelled], outcome: ClassResult, facts: Assignment) -> dict[str, str]:
    """How results differ from their labels, in a sentence, by student."""
    differences: dict[str, str] = {}
    for label in labels:
        graded = outcome.graded.get(label.student)
        if graded is None:
            differences[label.student] = f"was not graded: {outcome.failures.get(label.student, 'no result')}"
            continue
        found = (
            []
            if graded.result.verdict is label.verdict
            else [f"expected '{label.verdict.value}', got '{graded.result.verdict.value}'"]
        )
        for entry in score(graded.result, facts).exercises:
            if entry.points != label.points[entry.exercise]:
                found.append(
                    f"{entry.exercise}: expected {label.points[entry.exercise]:g} points, got {entry.points}"
                )
        if found:
            differences[label.student] = "; ".join(found)
    return differences


def _next() -> list[str]:
    return [
        f"fairgrade grade {ASSIGNMENT}            # nothing changed: done at once",
        f"fairgrade feedback {ASSIGNMENT} --student student01",
        f"pytest graders/{ASSIGNMENT} --submission submitted/student01/{ASSIGNMENT}/cvae.ipynb",
        "jupyter notebook                        # then Nbgrader > Formgrader, to grade the written answers",
        "nbgrader export",
    ]

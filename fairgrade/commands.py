"""What each verb of the command line does; every function returns the exit code."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from fairgrade.config import Course
from fairgrade.errors import ConfigurationError
from fairgrade.grading.score import score
from fairgrade.pipeline import ClassResult, grade_class
from fairgrade.records import SubmissionResult, read_result
from fairgrade.terminal import class_table, console, legend, progress_bar


def run_doctor() -> int:
    """Print which protections hold on this host; 1 when student code cannot be isolated."""
    from fairgrade.sandbox.selfcheck import report

    out = console()
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for title in ("protection", "tried", "holds", "how to get it"):
        table.add_column(title)
    rows = report()
    for row in rows:
        table.add_row(row.protection, row.tried, "[green]yes" if row.holds else "[red]no", row.remedy)
    out.print(table)
    needed = [row for row in rows if row.needed and not row.holds]
    return 1 if needed else 0


def run_release(course: Course, assignment: str) -> int:
    """Generate `release/<assignment>/` and let it through the gate."""
    from fairgrade.adapters.nbgrader.gate import check_release
    from fairgrade.adapters.nbgrader.release import generate_release
    from fairgrade.gate import check_marks

    out = console()
    folder = generate_release(course, assignment)
    check_release(course, assignment)
    out.print(f"{folder.relative_to(course.root)} is made, and nothing of the solution is in it.")
    check_marks(course, assignment)
    points = course.assignment(assignment).automatic_points
    out.print(f"The solution scores {points:g} of {points:g} automatic points, the untouched stub 0.")
    return 0


def run_grade(
    course: Course, assignment: str, students: Sequence[str], jobs: int, force: bool, tier: str | None
) -> int:
    """Grade, record and report; 1 when something needs staff."""
    out = console()
    outcome = grade_with_progress(out, course, assignment, students, jobs, force, tier)
    record_and_report(course, assignment, outcome)
    facts = course.assignment(assignment)
    out.print(class_table(outcome, facts))
    out.print(f"[dim]{legend(facts)}")
    if outcome.tier:
        out.print(f"[dim]{escape(outcome.tier)}")
    out.print(f"Class report: {report_path(course, assignment)}")
    return tell_problems(out, course, assignment, outcome)


def grade_with_progress(
    out: Console, course: Course, assignment: str, students: Sequence[str], jobs: int, force: bool, tier: str | None
) -> ClassResult:
    """`grade_class` under a progress bar."""
    with progress_bar(out, "Grading") as (bar, notify):

        def started(todo: int, kept: int) -> None:
            bar.update(bar.task_ids[0], total=todo)

        return grade_class(
            course, assignment, students=students, jobs=jobs, force=force, tier=tier, started=started, notify=notify
        )


def record_and_report(course: Course, assignment: str, outcome: ClassResult) -> None:
    """Record what is new in nbgrader's gradebook, then write the class report and the feedback pages."""
    from fairgrade.adapters.nbgrader.record import record
    from fairgrade.adapters.nbgrader.results import recorded_path

    stale = [
        student
        for student in outcome.graded
        if not _is_newer(recorded_path(course, assignment, student), course.outcome(student, assignment))
    ]
    if stale:
        record(course, assignment, stale, {})
    seconds = {name: graded.facts.seconds for name, graded in outcome.graded.items() if graded.facts is not None}
    write_pages(course, assignment, seconds, outcome.tier)


def _is_newer(path: Path, other: Path) -> bool:
    return path.is_file() and path.stat().st_mtime_ns >= other.stat().st_mtime_ns


def tell_problems(out: Console, course: Course, assignment: str, outcome: ClassResult) -> int:
    """Print what staff must look at; 1 when there is something."""
    facts = course.assignment(assignment)
    code = 0
    for student, reason in outcome.failures.items():
        out.print(f"[bold magenta]Not graded:[/] {escape(student)}: {escape(reason)}")
        code = 1
    for student, graded in outcome.graded.items():
        for exercise in score(graded.result, facts).open:
            out.print(f"[bold magenta]Grader error:[/] {escape(student)}, {exercise}: see the class report; no points were lost.")
            code = 1
    return code


def stored_results(course: Course, assignment: str) -> dict[str, SubmissionResult]:
    """Every stored result of the assignment, by student.

    Raises:
        ConfigurationError: there is none.
    """
    course.assignment(assignment)
    paths = sorted(course.outcome("student", assignment).parent.glob("*.json"))
    results = {path.stem: result for path in paths if (result := read_result(path)) is not None}
    if not results:
        raise ConfigurationError(f"Nothing is graded yet; run fairgrade grade {assignment} first.")
    return results


def report_path(course: Course, assignment: str) -> Path:
    """Where the class report lies."""
    return course.root / "autograded" / "reports" / f"{assignment}.html"


def run_report(course: Course, assignment: str) -> int:
    """Write the class report and the pages it links to."""
    stored_results(course, assignment)
    write_pages(course, assignment, {}, "")
    console().print(f"Class report: {report_path(course, assignment)}")
    return 0

"""What each verb of the command line does; every function returns the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from fairgrade.calibrate.bank import banked_assignments
from fairgrade.calibrate.page import write_json, write_page
from fairgrade.calibrate.run import calibrate
from fairgrade.calibrate.text import check_table, sentences
from fairgrade.config import Course
from fairgrade.errors import ConfigurationError
from fairgrade.grading.score import score
from fairgrade.intake.notebook import plan, read_notebook, read_release
from fairgrade.pipeline import ClassResult, Notify, grade_class
from fairgrade.publish import publish, report_path, write_pages
from fairgrade.records import write_atomically
from fairgrade.sandbox import selfcheck
from fairgrade.terminal import class_table, console, legend, progress_bar
from fairgrade.worker import limits_of, sandbox_of


def run_doctor() -> int:
    """Print which protections hold on this host; 1 when student code cannot be isolated."""
    out = console()
    rows = selfcheck.report()
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for title in ("protection", "tried", "holds", "how to get it"):
        table.add_column(title)
    for row in rows:
        table.add_row(row.protection, row.tried, "[green]yes" if row.holds else "[red]no", row.remedy)
    out.print(table)
    return 0 if any(row.holds for row in rows if row.protection.startswith("tier")) else 1


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
    facts = course.assignment(assignment)
    outcome = grade_with_progress(out, course, assignment, students, jobs, force, tier)
    out.print(class_table(outcome, facts))
    out.print(f"[dim]{legend(facts)}")
    if outcome.tier:
        out.print(f"[dim]{escape(outcome.tier)}")
    for reason in outcome.weaker_because:
        out.print(f"[dim]Not a stronger sandbox, because {escape(reason)}", soft_wrap=True)
    if outcome.graded:
        publish(course, assignment, outcome.graded)
        out.print(f"Class report: {report_path(course, assignment)}")
    return tell_problems(out, course, assignment, outcome)


def grade_with_progress(
    out: Console,
    course: Course,
    assignment: str,
    students: Sequence[str],
    jobs: int,
    force: bool,
    tier: str | None,
) -> ClassResult:
    """`grade_class` under a progress bar."""
    with progress_bar(out, "Grading") as (bar, notify):

        def started(todo: int, kept: int) -> None:
            bar.update(bar.task_ids[0], total=todo)

        return grade_class(
            course,
            assignment,
            students=students,
            jobs=jobs,
            force=force,
            tier=tier,
            started=started,
            notify=notify,
        )


def tell_problems(out: Console, course: Course, assignment: str, outcome: ClassResult) -> int:
    """Print what staff must look at; 1 when there is something."""
    facts = course.assignment(assignment)
    code = 0
    for student, reason in outcome.failures.items():
        out.print(f"[bold magenta]Not graded:[/] {escape(student)}: {escape(reason)}")
        code = 1
    for student, graded in outcome.graded.items():
        for exercise in score(graded.result, facts).open:
            out.print(
                f"[bold magenta]Grader error:[/] {escape(student)}, {exercise}: see the class report; no points were lost."
            )
            code = 1
    return code


def run_report(course: Course, assignment: str) -> int:
    """Write the class report and the pages it links to."""
    write_pages(course, assignment)
    console().print(f"Class report: {report_path(course, assignment)}")
    return 0


def run_feedback(course: Course, assignment: str, students: Sequence[str]) -> int:
    """Write the feedback pages and say where they are."""
    rows = {row.student: row for row in write_pages(course, assignment)}
    for student in students or rows:
        if student not in rows:
            raise ConfigurationError(
                f"{student} is not graded yet; run fairgrade grade {assignment} --student {student}."
            )
        console().print(f"{escape(student)}: {rows[student].feedback}", soft_wrap=True)
    return 0


def run_export(course: Course, assignment: str, to: Path) -> int:
    """Write final grades as CSV; the totals are those of `nbgrader export`."""
    from fairgrade.export.report import to_csv

    rows = write_pages(course, assignment)
    write_atomically(to.resolve(), to_csv(course.assignment(assignment), rows).encode())
    still_open = sum(bool(row.review.open if row.review else row.scores.open) for row in rows)
    console().print(
        f"{to}: {len(rows)} students"
        + (f", {still_open} of them with parts that staff must still grade" if still_open else "")
    )
    return 0


def run_calibrate(
    course: Course,
    assignment: str | None,
    seeds: int,
    jobs: int,
    component: str | None,
    json: Path | None,
    page: Path | None,
) -> int:
    """Measure graders on their bank; 1 when a figure that they must reach is not reached."""
    out = console()
    names = [assignment] if assignment else banked_assignments(course)
    if not names:
        raise ConfigurationError(
            "No assignment has labelled answers in tests/bank/ASSIGNMENT/COMPONENT/{wrong,right}/."
        )
    found = []
    for name in names:
        course.assignment(name)
        with progress_bar(out, "Calibrating") as (bar, notify):

            def started(todo: int, kept: int, bar: Progress = bar) -> None:
                bar.update(bar.task_ids[0], total=todo, description=f"Calibrating, {kept} blocks kept")

            def came(title: str, notify: Notify = notify) -> None:
                notify(title, None)

            found.append(
                calibrate(
                    course, name, seeds=seeds, jobs=jobs, component=component, started=started, notify=came
                )
            )
        out.print(check_table(found[-1]))
        for sentence in sentences(found[-1]):
            out.print(sentence, soft_wrap=True)
    if json:
        write_json(json, found)
    if page:
        write_page(page, found)
        out.print(f"Page: {page}")
    return 0 if all(each.is_good for each in found) else 1


def run_validate(course: Course, file: Path, assignment: str | None) -> int:
    """Tell what is in one notebook and run it behind the wall, without hidden checks; 1 when something is wrong."""
    from fairgrade.sandbox.client import Cell, StudentProcess

    name = assignment or _assignment_of(course, file)
    facts = course.assignment(name)
    out = console()
    release = read_release(course.release(name))
    planned = plan(read_notebook(file), release)
    handed_in = {other: (file.parent / other).is_file() for other in facts.files}
    with sandbox_of(course, name) as server:
        cells = [Cell(cell.index, cell.source) for cell in planned.cells]
        with StudentProcess(server.address, limits_of(course, name), cells, {}, facts.seed) as process:
            ends = process.run_cells()
    broken = {index: end for index, end in ends.items() if end.error}
    out.print(
        f"{file.name}: {file.stat().st_size / 2**20:.1f} MiB, {len(planned.cells)} code cells run when graded"
    )
    for exercise, cell in release.judged_cell.items():
        if exercise in facts.exercises:
            state = "not started" if cell in planned.untouched else "written"
            out.print(f"  {exercise:<22} {facts.exercises[exercise]:>4g} points  {state}")
    for other, present in handed_in.items():
        out.print(
            f"  {other:<22} {'is there' if present else '[red]is missing: hand it in beside the notebook'}"
        )
    for notice in planned.notices:
        out.print(f"[yellow]Note:[/] {escape(notice)}")
    for index, end in sorted(broken.items()):
        out.print(f"[red]Cell {index} does not run:[/] {escape(end.error)}")
    return 1 if broken or planned.missing or not all(handed_in.values()) else 0


def _assignment_of(course: Course, file: Path) -> str:
    names = [
        name
        for name, facts in course.assignments.items()
        if file.name == facts.notebook or name in file.parts
    ]
    if not file.is_file():
        raise ConfigurationError(f"There is no file {file}.")
    if len(names) != 1:
        raise ConfigurationError(
            f"Which assignment is {file.name}? Give --assignment, one of: {', '.join(course.assignments)}."
        )
    return names[0]

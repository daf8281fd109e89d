"""The command line: one verb a step. Arguments in, one call, exit code out.

Exit codes: 0 done, 1 something needs attention, 2 wrong use.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairgrade.sandbox.policy import TIERS

if TYPE_CHECKING:
    from fairgrade.config import Course

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Grades code that learns, with student code behind a wall.",
)

CourseFolder = Annotated[
    Path | None,
    typer.Option("--course", metavar="FOLDER", help="The course's folder; this one or one above by default."),
]
AssignmentName = Annotated[
    str, typer.Argument(metavar="ASSIGNMENT", help="Name of the assignment in course_config.py.")
]
Students = Annotated[
    list[str] | None,
    typer.Option("--student", metavar="ID", help="Only this student; may be given several times."),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Submissions graded at once.")]
Unprotected = Annotated[
    bool,
    typer.Option(
        "--run-student-code-unprotected",
        help="DANGER: run student code on this machine without any isolation. It can read and change all that you can.",
    ),
]


def _tier(name: str | None) -> str | None:
    if name is not None and name not in TIERS[:-1]:
        raise typer.BadParameter(f"'{name}' is no sandbox; use one of {', '.join(TIERS[:-1])}.")
    return name


Tier = Annotated[
    str | None,
    typer.Option(
        "--tier",
        metavar="NAME",
        callback=_tier,
        help=f"Insist on one sandbox: {', '.join(TIERS[:-1])}. By default the first of these that this host can do.",
    ),
]
_INTERRUPTED = 130
"""Exit code that typer makes of Ctrl-C."""
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@app.command(epilog="Example: fairgrade demo")
def demo(course: CourseFolder = None, jobs: Jobs = _CORES) -> None:
    """Put a labelled class in place, grade it behind the wall, and compare every verdict with its label."""
    from fairgrade.demo import run_demo

    raise typer.Exit(run_demo(_load(course), jobs))


@app.command(epilog="Example: fairgrade doctor")
def doctor() -> None:
    """Try every protection on this host and say what is missing and how to get it."""
    from fairgrade.commands import run_doctor

    raise typer.Exit(run_doctor())


@app.command(epilog="Example: fairgrade release assignment_cvae")
def release(assignment: AssignmentName, course: CourseFolder = None) -> None:
    """Make the students' version, and refuse it unless the solution scores full marks and the stub none."""
    from fairgrade.commands import run_release

    raise typer.Exit(run_release(_load(course), assignment))


@app.command(epilog="Example: fairgrade validate submitted/student01/assignment_cvae/cvae.ipynb")
def validate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A student's notebook.")],
    course: CourseFolder = None,
    assignment: Annotated[
        str | None, typer.Option("--assignment", help="Where the file's name does not tell it.")
    ] = None,
) -> None:
    """Tell what is in one notebook, whether it runs, and what will be graded; no points."""
    from fairgrade.commands import run_validate

    raise typer.Exit(run_validate(_load(course), file, assignment))


@app.command(epilog="Example: fairgrade grade assignment_cvae --jobs 2")
def grade(
    assignment: AssignmentName,
    student: Students = None,
    jobs: Jobs = _CORES,
    force: Annotated[bool, typer.Option("--force", help="Grade again even what has not changed.")] = False,
    tier: Tier = None,
    unprotected: Unprotected = False,
    course: CourseFolder = None,
) -> None:
    """Grade what changed since the last run, record it in the gradebook and print the class."""
    from fairgrade.commands import run_grade

    if unprotected and tier:
        raise typer.BadParameter(
            "a sandbox cannot be insisted on and left out in one run", param_hint="--tier"
        )
    tier = "open" if unprotected else tier
    raise typer.Exit(run_grade(_load(course), assignment, student or [], jobs, force, tier))


@app.command(epilog="Example: fairgrade report assignment_cvae")
def report(assignment: AssignmentName, course: CourseFolder = None) -> None:
    """Write the class report from the stored results and the gradebook."""
    from fairgrade.commands import run_report

    raise typer.Exit(run_report(_load(course), assignment))


@app.command(epilog="Example: fairgrade feedback assignment_cvae --student student01")
def feedback(assignment: AssignmentName, student: Students = None, course: CourseFolder = None) -> None:
    """Write a feedback page for each student from the stored results and the gradebook."""
    from fairgrade.commands import run_feedback

    raise typer.Exit(run_feedback(_load(course), assignment, student or []))


@app.command(epilog="Example: fairgrade export assignment_cvae --to grades.csv")
def export(
    assignment: AssignmentName,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="CSV file to write.")] = Path("grades.csv"),
    course: CourseFolder = None,
) -> None:
    """Write the final grades, manual points and late penalties included, as CSV."""
    from fairgrade.commands import run_export

    raise typer.Exit(run_export(_load(course), assignment, to))


@app.command(epilog="Example: fairgrade calibrate assignment_cvae --seeds 20")
def calibrate(
    assignment: Annotated[
        str | None,
        typer.Argument(
            metavar="[ASSIGNMENT]", help="Name of the assignment; all that have a bank by default."
        ),
    ] = None,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", min=1, help="Probes to try with every entry.")
    ] = 200,
    component: Annotated[
        str | None, typer.Option("--component", metavar="NAME", help="Only this one.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures as JSON.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Write a page with pictures.")
    ] = None,
    jobs: Jobs = _CORES,
    course: CourseFolder = None,
) -> None:
    """Measure how far graders can be trusted, on the bank of right and wrong answers in tests/bank/."""
    from fairgrade.commands import run_calibrate

    raise typer.Exit(run_calibrate(_load(course), assignment, seeds, jobs, component, json, page))


def _load(folder: Path | None) -> Course:
    from fairgrade.config import load_course

    here = Path.cwd()
    root = folder or next(
        (path for path in (here, *here.parents) if (path / "course_config.py").is_file()), here
    )
    return load_course(root.resolve())


def main() -> None:
    """Entry point: every error a person can cause is one sentence on standard error."""
    from fairgrade.errors import ConfigurationError, FairgradeError

    try:
        app()
    except ConfigurationError as error:
        print(f"fairgrade: {error}", file=sys.stderr)
        sys.exit(2)
    except FairgradeError as error:
        print(f"fairgrade: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(
            f"fairgrade: {error.strerror or error}{where}; what was graded is kept, mend it and run again.",
            file=sys.stderr,
        )
        sys.exit(1)
    except (KeyboardInterrupt, SystemExit) as ended:
        if isinstance(ended, SystemExit) and ended.code != _INTERRUPTED:
            raise
        print(
            "fairgrade: interrupted; what was graded is kept, run the command again to go on.",
            file=sys.stderr,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()

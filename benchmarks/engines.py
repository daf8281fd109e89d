"""The same class by `fairgrade grade`, `nbgrader autograde` and `otter run`, each as its own users run it."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.courses import (
    ENVIRONMENT,
    NAME,
    ROOT,
    fairgrade_course,
    nbgrader_course,
    otter_class,
    students,
)
from benchmarks.floor import floor_seconds
from fairgrade.config import Course
from fairgrade.pipeline import grade_class
from fairgrade.publish import publish
from fairgrade.records import Verdict, read_result

JOBS = 2
TRAINED_CLASS, UNTRAINED_CLASS = 4, 6
"""Submissions beside the floor, at most: with every cell run, each trains its models for forty seconds."""
FLOOR_ROUNDS = 3
"""How often a class is graded and its floor measured, in turns: the speed of a machine drifts."""


def measure(size: int) -> dict[str, float]:
    """Times of a whole class, start-up included, and their ratios."""
    found = {"class_size": size}
    found["fairgrade_s"] = fairgrade_seconds(size)
    found["nbgrader_s"] = nbgrader_seconds(size)
    found["nbgrader_two_at_once_s"] = nbgrader_two_at_once(size)
    found["otter_s"] = otter_seconds(size)
    found["times_nbgrader"] = found["nbgrader_s"] / found["fairgrade_s"]
    found["times_nbgrader_two_at_once"] = found["nbgrader_two_at_once_s"] / found["fairgrade_s"]
    found["times_otter"] = found["otter_s"] / found["fairgrade_s"]
    return found


def fairgrade_seconds(size: int) -> float:
    """One command: grade, record in the gradebook, write pages and report."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        course = fairgrade_course(Path(folder), size)
        seconds = _timed(fairgrade_command(course), Path(folder))
        require_full_marks(course, size)
        return seconds


def fairgrade_command(course: Course, *options: str) -> list[str]:
    """`fairgrade grade` as a person types it."""
    return [
        sys.executable,
        "-m",
        "fairgrade.cli",
        "grade",
        NAME,
        "--jobs",
        str(JOBS),
        "--course",
        str(course.root),
        *options,
    ]


def require_full_marks(course: Course, size: int) -> None:
    """Refuse to report the speed of a run that did not do its work."""
    for student in students(size):
        result = read_result(course.outcome(student, NAME))
        if result is None or result.verdict is not Verdict.PASSED:
            raise RuntimeError(f"{student} should have full marks: {result and result.verdict}")


def nbgrader_seconds(size: int) -> float:
    """One `nbgrader autograde` over the class."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        nbgrader_course(Path(folder), enumerate(students(size)))
        seconds = _timed(_AUTOGRADE, Path(folder))
        _require_nbgrader_marks(Path(folder), size)
        return seconds


def nbgrader_two_at_once(size: int) -> float:
    """Two `nbgrader autograde` at the same time, each over half of the class; tried again when one fails."""
    everybody = list(enumerate(students(size)))
    for _ in range(3):
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            halves = [Path(folder) / "first", Path(folder) / "second"]
            for place, half in enumerate(halves):
                half.mkdir()
                nbgrader_course(half, everybody[place::2])
            begun = time.monotonic()
            running = [subprocess.Popen(_AUTOGRADE, cwd=half, env=ENVIRONMENT, **_SILENT) for half in halves]
            codes = [process.wait() for process in running]
            if not any(codes):
                return time.monotonic() - begun
        print("one of two nbgrader autograde failed; once more", file=sys.stderr)
    raise RuntimeError("two nbgrader autograde at once failed three times")


_AUTOGRADE = [sys.executable, "-m", "nbgrader", "autograde", NAME, "--create"]
_SILENT: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _require_nbgrader_marks(root: Path, size: int) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db", "benchmark") as gradebook:
        submissions = gradebook.assignment_submissions(NAME)
        earned = [
            sum(grade.auto_score or 0 for book in entry.notebooks for grade in book.grades)
            for entry in submissions
        ]
    if len(earned) != size or min(earned) < 80:
        raise RuntimeError(f"nbgrader's class should have 80 points each: {earned}")


def otter_seconds(size: int) -> float:
    """One `otter run` after the other."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        root = Path(folder)
        handed_in = otter_class(root, size)
        return sum(_otter_run(path, root) for path in handed_in)


def _otter_run(path: Path, root: Path) -> float:
    """Seconds of one submission; tried again when the kernel crashes, which happens, and then not counted."""
    output = root / path.stem
    output.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "otter", "run", "-a", "autograder.zip", "-o", str(output), "--no-logo"]
    for _ in range(3):
        try:
            seconds = _timed([*command, path.name], root)
        except RuntimeError as error:
            if "Kernel died" not in str(error):
                raise
            print("otter's kernel died; once more", file=sys.stderr)
            continue
        _require_otter_marks(output / "results.json")
        return seconds
    raise RuntimeError("otter's kernel died three times")


def _require_otter_marks(path: Path) -> None:
    tests = [test for test in json.loads(path.read_text())["tests"] if "max_score" in test]
    if len(tests) < 16 or any(test.get("score") != test["max_score"] for test in tests):
        raise RuntimeError(
            f"otter's submission should have full marks: {[(t['name'], t.get('score')) for t in tests]}"
        )


def floor(size: int) -> dict[str, float]:
    """Grading alone, start-up and recording apart, beside the same cells and checks without any isolation; medians."""
    every_cell = _beside_floor(min(size, TRAINED_CLASS), every_cell=True)
    as_graded = _beside_floor(min(size, UNTRAINED_CLASS), every_cell=False)
    return every_cell | {f"{name}_as_graded": value for name, value in as_graded.items()}


def _beside_floor(size: int, *, every_cell: bool) -> dict[str, float]:
    rounds: list[dict[str, float]] = []
    for _ in range(FLOOR_ROUNDS):
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            course = fairgrade_course(Path(folder), size, every_cell=every_cell)
            found = {"floor_class": float(size)} | grading_phases(course)
            require_full_marks(course, size)
            found["floor_s"] = floor_seconds(course, NAME, JOBS)
        rounds.append(found | {"over_floor": found["grading_s"] / found["floor_s"]})
    return {name: statistics.median(found[name] for found in rounds) for name in rounds[0]}


def grading_phases(course: Course) -> dict[str, float]:
    """Seconds of start-up, of grading until the last result, and of recording with pages."""
    import fairgrade.pipeline

    ready: list[float] = []

    class Crew(fairgrade.pipeline.Crew):
        def __enter__(self) -> Crew:
            super().__enter__()
            ready.append(time.monotonic())
            return self

    last = begun = time.monotonic()

    def notify(*_: object) -> None:
        nonlocal last
        last = time.monotonic()

    plain, fairgrade.pipeline.Crew = fairgrade.pipeline.Crew, Crew  # type: ignore[misc]
    try:
        outcome = grade_class(course, NAME, jobs=JOBS, notify=notify)
    finally:
        fairgrade.pipeline.Crew = plain  # type: ignore[misc]
    ended = time.monotonic()
    publish(course, NAME, outcome.graded)
    return {
        "start_up_s": ready[0] - begun,
        "grading_s": last - ready[0],
        "recording_s": time.monotonic() - ended,
    }


def again(size: int) -> dict[str, float]:
    """The whole command when nothing changed, and when one grader did."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        course = fairgrade_course(Path(folder), size)
        (course.root / "graders").unlink()
        shutil.copytree(ROOT / "graders", course.root / "graders")
        first = _timed(fairgrade_command(course), course.root)
        unchanged = _timed(fairgrade_command(course), course.root)
        with (course.graders(NAME) / "test_losses.py").open("a") as file:
            file.write("\n# a word of explanation\n")
        regrade = _timed(fairgrade_command(course), course.root)
        require_full_marks(course, size)
    return {"first_run_s": first, "rerun_s": unchanged, "regrade_s": regrade}


def _timed(command: list[str], folder: Path) -> float:
    begun = time.monotonic()
    run = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begun
    if run.returncode:
        raise RuntimeError(f"{' '.join(command[:5])} failed:\n{run.stdout[-2000:]}\n{run.stderr[-2000:]}")
    return seconds

"""Cost a submission as the class grows, memory and files as it goes on, and a second run that has nothing to do."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fairgrade.config import Course
from fairgrade.pipeline import grade_class
from fairgrade.publish import publish
from tests.helpers.toy import NAME, hand_in, make_course
from tests.helpers.usage import Usage, usage

_RERUN = """
import sys, time
from fairgrade import commands, config
course = config.load_course(__import__("pathlib").Path(sys.argv[1]))
begun = time.monotonic()
commands.run_grade(course, "toy", [], 2, False, None)
print(time.monotonic() - begun)
"""


def measure(sizes: list[int]) -> dict[str, float]:
    """Seconds a submission for each size of a class on a tiny course, and what a long run holds on to."""
    found: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            course = _class(Path(folder), size)
            found |= _cost(course, size)
    first, last = sizes[0], sizes[-1]
    found[f"cost_{last}_over_{first}"] = found[f"cost_{last}_s"] / found[f"cost_{first}_s"]
    return found


def rerun(size: int) -> dict[str, float]:
    """Seconds of a second `fairgrade grade` after the interpreter and our modules are loaded."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        course = _class(Path(folder), size)
        publish(course, NAME, grade_class(course, NAME, jobs=2).graded)
        times = []
        for _ in range(3):
            run = subprocess.run(
                [sys.executable, "-c", _RERUN, folder], check=True, capture_output=True, text=True
            )
            times.append(float(run.stdout.split()[-1]))
    return {f"rerun_{size}_s": sorted(times)[1]}


def _class(root: Path, size: int) -> Course:
    course = make_course(root)
    for number in range(size):
        hand_in(course, f"student{number:04d}")
    return course


def _cost(course: Course, size: int) -> dict[str, float]:
    """Between the first result and the last, and for gradebook and pages, each over the number of submissions."""
    moments: list[float] = []
    seen: dict[int, Usage] = {}

    def notify(*_: object) -> None:
        moments.append(time.monotonic())
        if len(moments) in (max(1, size // 10), size - 1):
            seen[len(moments)] = usage()

    outcome = grade_class(course, NAME, jobs=2, notify=notify)
    grading = (moments[-1] - moments[0]) / (size - 1)
    begun = time.monotonic()
    publish(course, NAME, outcome.graded)
    recording = (time.monotonic() - begun) / size
    early, late = seen[min(seen)], seen[max(seen)]
    return {
        f"grading_{size}_s": grading,
        f"recording_{size}_s": recording,
        f"cost_{size}_s": grading + recording,
        f"memory_growth_{size}_mb": (late.memory - early.memory) / 2**20,
        f"descriptor_growth_{size}": late.descriptors - early.descriptors,
        f"process_growth_{size}": late.processes - early.processes,
        f"temporary_file_growth_{size}": late.temporary - early.temporary,
    }

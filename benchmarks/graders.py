"""What hidden graders cost: processor time of the trusted side, of every assignment's checks, on the right solution."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from fairgrade.config import load_course
from fairgrade.gate import SOLUTION, hand_in, scratch_course
from fairgrade.intake.collect import read_submission
from fairgrade.intake.notebook import plan, read_notebook
from fairgrade.records import Verdict
from fairgrade.worker import graders_of, open_grading, release_of, sandbox_of, start_worker

ROOT = Path(__file__).resolve().parents[1]


def measure() -> dict[str, float]:
    """Seconds of each assignment, medians of three runs, and the most of them; each in a worker of its own."""
    found = {}
    for name in load_course(ROOT).assignments:
        with ProcessPoolExecutor(1, get_context("spawn"), start_worker) as pool:
            found[f"graders_cpu_s_{name}"] = pool.submit(_seconds, name).result()
    return {"graders_cpu_s": max(found.values())} | found


def _seconds(assignment: str) -> float:
    with scratch_course(load_course(ROOT)) as course:
        hand_in(
            course, SOLUTION, assignment, course.source(assignment), course.graders(assignment) / "solution"
        )
        submission = read_submission(course, assignment, SOLUTION)
        assert submission.notebook is not None
        release = release_of(course.release(assignment))
        planned = plan(read_notebook(submission.notebook), release)
        graders = graders_of(ROOT, assignment)
        times = []
        with sandbox_of(course, assignment) as server:
            for _ in range(3):
                with open_grading(
                    course, assignment, submission, planned, release, server.address
                ) as grading:
                    begun = time.process_time()
                    checks = graders.run(grading)
                    times.append(time.process_time() - begun)
                    if any(check.verdict is not Verdict.PASSED for check in checks):
                        raise RuntimeError(f"the solution of {assignment} did not get full marks")
    return statistics.median(times)

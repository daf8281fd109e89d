"""The floor: the same cells and the same hidden checks in forks of a warm process, without isolation or a wire.

Everything of fairgrade that protects is left out: namespaces, filters, supervisor, a fork for each check, the codec and
its socket. What remains is the work itself; arguments and values are handed over as they are.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fairgrade.config import Course, load_course


def floor_seconds(course: Course, assignment: str, jobs: int) -> float:
    """Time of the class, `jobs` submissions at once, in a fresh process that is warm before the clock starts."""
    command = [sys.executable, "-m", "benchmarks.floor", str(course.root), assignment, str(jobs)]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "MPLBACKEND": "Agg"}
    )
    if run.returncode:
        raise RuntimeError(f"the floor failed:\n{run.stderr[-3000:]}")
    return float(run.stdout.split()[-1])


def main(root: Path, assignment: str, jobs: int) -> None:
    """Grade the class in this process's forks and print the seconds it took."""
    import gc

    from fairgrade import worker
    from fairgrade.intake.collect import find_students
    from fairgrade.sandbox.inside import runner, zygote
    from fairgrade.sandbox.policy import Policy

    zygote._preload(Policy())
    course = load_course(root)
    sys.path.append(str(course.release(assignment).parent))
    graders = worker.Graders(course, assignment)
    students = find_students(course, assignment)
    gc.collect()
    gc.freeze()
    begun = time.monotonic()
    running = 0
    for student in students:
        if running == jobs:
            _end_one()
            running -= 1
        if os.fork() == 0:
            _grade(course, assignment, student, graders, runner._SHELL)
        running += 1
    for _ in range(running):
        _end_one()
    print(time.monotonic() - begun)


def _end_one() -> None:
    _, status = os.wait()
    if status:
        raise RuntimeError("a submission did not get full marks")


def _grade(course: Course, assignment: str, student: str, graders: Any, shell: Any) -> None:
    """Runs in a fork, ends it, and tells by its exit code whether every check passed."""
    import tempfile

    from fairgrade import worker
    from fairgrade.checks.plugin import Grading, SubmissionFacts
    from fairgrade.intake.collect import read_submission
    from fairgrade.intake.notebook import plan, read_notebook, read_release
    from fairgrade.records import Verdict
    from fairgrade.sandbox.client import CellEnd
    from fairgrade.sandbox.inside.calls import seed_everything
    from fairgrade.sandbox.inside.notebook import run_cell

    code = 1
    try:
        submission = read_submission(course, assignment, student)
        assert submission.notebook is not None
        release = read_release(course.release(assignment))
        planned = plan(read_notebook(submission.notebook), release)
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            for path in worker.course_files(course, assignment).values():
                os.symlink(path, path.name)
            for name, content in submission.files.items():
                Path(name).write_bytes(content)
            seed_everything(0)
            ends = {}
            for cell in planned.cells:
                run = run_cell(shell, cell.index, cell.source, 300)
                ends[cell.index] = CellEnd(
                    Verdict.PASSED if run["status"] == "ok" else Verdict.CRASHED, run["error"], 0
                )
            process: Any = SimpleNamespace(fork=lambda seed: _open(shell.user_ns, seed), restarted=False)
            facts = SubmissionFacts(submission, planned, ends, release.judged_cell)
            checks = graders.run(Grading(process, facts, 0))
        wrong = [check for check in checks if check.verdict is not Verdict.PASSED]
        if wrong:
            print(wrong[0], file=sys.stderr)
        code = len(wrong) > 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(code)


def _open(namespace: dict[str, Any], seed: int) -> Any:
    from tests.helpers import in_process

    class DirectFork(in_process.InProcessFork):
        """The notebook's own namespace, put back as it was when the check ends."""

        def __init__(self) -> None:
            self.before = dict(namespace)
            super().__init__(namespace, seed)

        transfer = staticmethod(hand_over)

        def __exit__(self, *_: object) -> None:
            namespace.clear()
            namespace.update(self.before)

    return DirectFork()


def hand_over(value: Any, export: Callable[[Any], Any], resolve: Callable[[Any], Any]) -> Any:
    """What would come out of the wire, without the wire: same types, and copies of tensors, as checks compare states."""
    import torch

    from fairgrade.wire.values import HandleReference, Record, RemoteReference

    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, Record):
        return Record(value.kind, value.fields, [hand_over(item, export, resolve) for item in value])
    if isinstance(value, tuple):
        items = [hand_over(item, export, resolve) for item in value]
        fields = getattr(value, "_fields", None)
        return tuple(items) if fields is None else Record(type(value).__name__, fields, items)
    if type(value) in (list, range):
        return [hand_over(item, export, resolve) for item in value]
    if isinstance(value, Mapping):
        return {
            hand_over(key, export, resolve): hand_over(item, export, resolve) for key, item in value.items()
        }
    if isinstance(value, HandleReference):
        return resolve(value)
    if isinstance(value, RemoteReference):
        parameters = hand_over(value.parameters, export, resolve)
        return resolve(RemoteReference(value.number, value.name, value.methods, parameters))
    return hand_over(export(value), export, resolve)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

"""Processes of ours are killed while a class is graded; every grade comes out all the same, once."""

from __future__ import annotations

import os
import signal
import textwrap
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from fairgrade.config import Course
from fairgrade.pipeline import grade_class
from fairgrade.records import SubmissionResult, Verdict
from tests.faults.conftest import CLASS, Grades, command_line, grades_of, outcomes_of
from tests.helpers.processes import descendants, is_alive, kill, supervisors, wait_until, warm_process
from tests.helpers.toy import NAME, hand_in, notebook_text


def kill_a_worker() -> None:
    kill(active_children()[0].pid or 0)


def kill_a_supervisor() -> None:
    found: list[int] = []
    wait_until(lambda: found.extend(supervisors(os.getpid())) or found)
    kill(found[0])


def kill_the_warm_process() -> None:
    kill(warm_process(os.getpid()))


@pytest.mark.parametrize("fault", [kill_a_worker, kill_a_supervisor, kill_the_warm_process])
def test_a_class_outlives_the_processes_that_grade_it(
    course: Course, undisturbed: Grades, fault: Callable[[], None]
) -> None:
    results: list[str] = []

    def notify(student: str, result: SubmissionResult | None) -> None:
        results.append(student)
        if len(results) == 2:
            fault()

    before = set(descendants(os.getpid()))
    outcome = grade_class(course, NAME, jobs=2, notify=notify)
    assert outcome.failures == {}
    assert sorted(results) == list(CLASS)
    assert outcomes_of(course) == undisturbed.outcomes
    wait_until(lambda: len([pid for pid in descendants(os.getpid()) if pid not in before]) <= 2)


def after_the_first_call(course: Course, lines: str) -> None:
    """Let the hidden check of `double` do something more once the student's function has answered."""
    grader = course.graders(NAME) / "test_toy.py"
    call = "    back = student.double(x=x)\n"
    assert call in grader.read_text()
    grader.write_text(grader.read_text().replace(call, call + textwrap.indent(lines, "    ")))


def test_a_submission_that_kills_its_worker_twice_is_our_failure_and_costs_nobody_a_grade(
    course: Course,
) -> None:
    after_the_first_call(course, 'if back == "die":\n    import os\n    os.kill(os.getpid(), 9)\n')
    hand_in(course, "student02", double="def double(x):\n    return 'die'")
    outcome = grade_class(course, NAME, jobs=2)
    assert set(outcome.failures) == {"student02"}
    assert "died twice" in outcome.failures["student02"]
    assert list(outcomes_of(course)) == [student for student in CLASS if student != "student02"]
    assert outcome.graded["student01"].result.verdict is Verdict.PASSED


def test_a_worker_without_memory_tries_again_and_stores_no_grader_error(course: Course) -> None:
    flag = course.root / "graders" / "had-a-try"
    once = f"from pathlib import Path\nflag = Path({str(flag)!r})\n"
    after_the_first_call(course, once + "if not flag.exists():\n    flag.touch()\n    raise MemoryError\n")
    outcome = grade_class(course, NAME, students=["student01"], jobs=1)
    assert flag.exists()
    assert outcome.failures == {}
    assert outcome.graded["student01"].result.verdict is Verdict.PASSED


def test_the_command_may_be_killed_at_any_point_and_run_again(course: Course, undisturbed: Grades) -> None:
    stored = course.outcome("student", NAME).parent
    moments: list[Callable[[], object]] = [
        lambda: stored.is_dir() or len(descendants(run.pid)) >= 2,  # starting
        lambda: list(stored.glob("*.json")),  # grading
        lambda: (course.root / "autograded" / "student03").is_dir(),  # in the midst of recording
        lambda: list(course.root.glob(f"autograded/*/{NAME}/*.html")),  # writing pages
    ]
    for moment in moments:
        run = command_line(course)
        wait_until(lambda: run.poll() is not None or moment())  # noqa: B023
        below = descendants(run.pid)
        kill(run.pid)
        run.communicate()
        assert run.returncode == -signal.SIGKILL
        wait_until(lambda: not any(is_alive(pid) for pid in below), 20)  # noqa: B023
    run = command_line(course)
    printed, said = run.communicate()
    assert (run.returncode, said) == (0, ""), printed
    assert grades_of(course) == undisturbed
    assert not list(stored.glob(".*"))
    assert not list(course.root.glob(".staging-*"))


def test_ctrl_c_ends_at_once_keeps_what_is_graded_and_leaves_no_process(
    course: Course, undisturbed: Grades, tmp_path: Path
) -> None:
    config = course.root / "course_config.py"
    text = config.read_text().replace('"cell_seconds": 2', '"cell_seconds": 50')
    config.write_text(text.replace('"notebook_seconds": 20', '"notebook_seconds": 60'))
    sleeper = course.submission("student06", NAME) / "toy.ipynb"
    sleeper.write_text(notebook_text({"double": "import time\ntime.sleep(50)", "noise": ""}))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    run = command_line(course, TMPDIR=str(temporary))
    stored = course.outcome("student", NAME).parent
    wait_until(lambda: len(list(stored.glob("*.json"))) == len(CLASS) - 1)
    below = descendants(run.pid)
    os.killpg(run.pid, signal.SIGINT)
    begun = time.monotonic()
    printed, said = run.communicate()
    assert time.monotonic() - begun < 10  # the sleeper would take 50
    assert run.returncode == 1
    assert said.strip() == "fairgrade: interrupted; what was graded is kept, run the command again to go on."
    wait_until(lambda: not any(is_alive(pid) for pid in below), 10)
    assert list(outcomes_of(course)) == list(CLASS)[:-1]
    assert list(temporary.iterdir()) == []
    assert "Traceback" not in printed

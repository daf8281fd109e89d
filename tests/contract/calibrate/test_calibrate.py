"""`fairgrade calibrate` on a toy bank whose faults are known: each is reported, and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fairgrade.calibrate.records import Calibration
from fairgrade.calibrate.run import calibrate
from fairgrade.config import Course
from tests.helpers.toy import NAME, make_course

MORE_CHECKS = '''

@pytest.mark.exercise("double")
def test_double_keeps_the_sign(student):
    """The sign is kept."""
    x = torch.ones(3, dtype=torch.float64)
    assert bool((student.double(x=x) > 0).all())


@pytest.mark.exercise("noise")
def test_noise_has_mean_zero(student):
    """The noise has mean 0 and is as wide as it should be."""
    from fairgrade.checks.statistics import assert_mean_equals, assert_variance_equals

    noise = student.noise(mean=torch.zeros(4096, dtype=torch.float64))
    assert_mean_equals(noise, 0.0, 1.0, "noise(mean=(4096,) float64)", "the noise has mean 0", "the noise is not centred")
    assert_variance_equals(noise, 1.0, "noise(mean=(4096,) float64)", "the noise has variance 1")
'''
BANK = {
    "double/right/added.py": "# adds\ndef double(x):\n    return x + x\n",
    "double/wrong/tripled.py": "# triples\n# expect: a wrong factor\ndef double(x):\n    return 3 * x\n",
    "double/wrong/negated.py": "# negates\n# expect: flipped sign\ndef double(x):\n    return -2 * x\n",
    "double/wrong/syntax.py": "# cannot be read\n# expect: SyntaxError\ndef double(x:\n",
    "double/right/few_calls.py": (
        "# right in the first calls of its process, of which a check makes no more\n"
        "calls = []\n"
        "def double(x):\n    calls.append(x)\n    return 2 * x if len(calls) <= 4 else 3 * x\n"
    ),
    "double/wrong/first_call.py": (
        "# wrong in the first call of its process only\n# expect: a wrong factor\n"
        "calls = []\n"
        "def double(x):\n    calls.append(x)\n    return 3 * x if len(calls) == 1 else 2 * x\n"
    ),
    "noise/right/shared_with_nobody.py": (
        "# own generator, which no reseeding reaches\n"
        "g = torch.Generator().manual_seed(1)\n"
        "def noise(mean):\n    return mean + torch.randn(mean.shape, generator=g, dtype=mean.dtype)\n"
    ),
    "noise/wrong/repeated.py": (
        "# repeats itself\n# expect: two calls differ\n"
        "def noise(mean):\n    torch.manual_seed(0)\n    return mean + torch.randn_like(mean)\n"
    ),
    "noise/wrong/mean_forgotten.py": (
        "# leaves the mean out\n# expect: shifting the mean\ndef noise(mean):\n    return torch.randn_like(mean)\n"
    ),
    "noise/wrong/laplace.py": (
        "# not Gaussian, of unit variance\n# expect: Gaussian\n"
        "def noise(mean):\n"
        "    sign = torch.randint(0, 2, mean.shape) * 2 - 1\n"
        "    return mean + sign.to(mean.dtype)\n"
    ),
    "noise/wrong/uniform.py": (
        "# uniform\n# expect: NOT CENTRED\n"
        "from __future__ import annotations\n"
        "def noise(mean):\n    return mean + torch.rand_like(mean)\n"
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = make_course(tmp_path_factory.mktemp("course"))
    grader = made.graders(NAME) / "test_toy.py"
    grader.write_text(grader.read_text() + MORE_CHECKS)
    for name, text in BANK.items():
        path = made.root / "tests" / "bank" / NAME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return made


@pytest.fixture(scope="module")
def found(course: Course) -> Calibration:
    return calibrate(course, NAME, seeds=14, jobs=2)


def test_faults_of_the_bank_are_reported_and_nothing_else(found: Calibration) -> None:
    assert found.solution_passes
    assert (found.wrong, found.right) == (8, 3)
    assert found.right_rejected_entries == ("noise/right/shared_with_nobody",)
    assert found.wrong_accepted_entries == ("noise/wrong/laplace",)
    assert found.unnamed_entries == ("double/wrong/negated", "noise/wrong/laplace")
    assert found.named_share == pytest.approx(6 / 8)
    assert found.grader_errors == {}
    assert not found.is_good


def test_a_check_that_no_entry_needs_is_idle(found: Calibration) -> None:
    assert found.idle_checks == ("test_toy.py::test_double_keeps_the_sign",)
    checks = {check.check: check for check in found.checks}
    sign = checks["test_toy.py::test_double_keeps_the_sign"]
    assert (sign.kills, sign.needed_for, sign.points) == (
        ("double/wrong/negated", "double/wrong/syntax"),
        (),
        4,
    )
    assert checks["test_toy.py::test_noise_differs_between_calls"].needed_for == ("noise/wrong/repeated",)


def test_every_seed_is_tried_and_only_own_checks_decide(found: Calibration) -> None:
    entries = {entry.title: entry for entry in found.entries}
    assert {entry.seeds for entry in found.entries} == {14}
    assert entries["double/wrong/tripled"].rejected == entries["double/wrong/tripled"].named == 14
    assert entries["double/wrong/tripled"].also_lost == ()
    assert "a wrong factor" in entries["double/wrong/tripled"].message
    assert set(entries["double/wrong/tripled"].rejected_share) == {
        "test_toy.py::test_double_returns_twice_its_input", "test_toy.py::test_double_keeps_the_sign",
    }  # fmt: skip
    assert (
        entries["noise/wrong/laplace"].rejected < 14
    )  # its two values repeat by chance in one call of sixteen


@pytest.mark.parametrize("title", ["double/right/few_calls", "double/wrong/first_call"])
def test_what_calls_leave_in_a_shared_fork_decides_nothing(found: Calibration, title: str) -> None:
    entry = next(entry for entry in found.entries if entry.title == title)
    assert entry.rejected == entry.named == (14 if entry.kind == "wrong" else 0)


def test_the_stated_rate_of_a_run_is_the_sum_over_its_assertions_and_is_measured(found: Calibration) -> None:
    assert found.false_fail_bound == pytest.approx(4e-8)
    assert {(rate.assertion, rate.seeds) for rate in found.rates} == {("mean 1", 14), ("variance 2", 14)}
    assert all(rate.honest for rate in found.rates)


def test_a_second_run_measures_only_what_changed(course: Course, found: Calibration) -> None:
    counts: list[tuple[int, int]] = []
    measured: list[str] = []
    options = {
        "jobs": 2,
        "started": lambda todo, kept: counts.append((todo, kept)),
        "notify": measured.append,
    }
    assert calibrate(course, NAME, seeds=14, **options) == found
    path = course.root / "tests" / "bank" / NAME / "double/wrong/tripled.py"
    path.write_text(path.read_text().replace("3 *", "4 *"))
    again = calibrate(course, NAME, seeds=5, **options)
    assert counts == [(0, 24), (1, 11)]
    assert measured == ["double/wrong/tripled"]
    assert again.seeds == 5


def run_cli(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fairgrade.cli", "calibrate", *arguments, "--jobs", "1"]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False, timeout=300)


def test_the_command_writes_json_and_a_page_that_loads_nothing(course: Course, found: Calibration) -> None:
    run = run_cli(
        course, NAME, "--seeds", "2", "--component", "double", "--json", "found.json", "--page", "found.html"
    )
    assert run.returncode == 1, run.stderr
    assert "double/wrong/negated" in run.stdout
    data = json.loads((course.root / "found.json").read_text())
    figures = {
        key: data[key]
        for key in ("wrong", "right", "wrong_accepted", "right_rejected", "named_share", "false_fail_bound")
    }
    assert figures == {
        "wrong": 4, "right": 2, "wrong_accepted": 0, "right_rejected": 0,
        "named_share": pytest.approx(3 / 4), "false_fail_bound": pytest.approx(4e-8),
    }  # fmt: skip
    assert {check["check"]: check["points"] for check in data["assignments"][NAME]["checks"]}
    page = (course.root / "found.html").read_text()
    assert "<svg" in page
    assert "negated" in page
    assert "src=" not in page
    assert "http:" not in page
    assert "https:" not in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((NAME, "--component", "nothing"), "tests/bank/toy/nothing; it has: double, noise"),
        (("other",), "no assignment 'other'"),
    ],
)
def test_wrong_use_is_one_sentence(course: Course, arguments: tuple[str, ...], told: str) -> None:
    run = run_cli(course, *arguments)
    assert run.returncode == 2
    assert told in run.stderr
    assert "Traceback" not in run.stderr


def test_an_interrupted_run_leaves_whole_files_and_goes_on(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    for number in range(8):
        path = course.root / "tests" / "bank" / NAME / "double" / "right" / f"slow{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"# slow {number}\nimport time\ndef double(x):\n    time.sleep(0.4)\n    return x + x\n"
        )
    command = [sys.executable, "-m", "fairgrade.cli", "calibrate", NAME, "--seeds", "2", "--jobs", "1"]
    stored = course.root / "build" / "calibrate" / NAME
    with subprocess.Popen(
        command,
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        while run.poll() is None and len(list(stored.glob("*.json"))) < 2:
            time.sleep(0.05)
        os.killpg(run.pid, signal.SIGINT)
        _, told = run.communicate(timeout=60)
    assert run.returncode != 0
    assert "Traceback" not in told
    before = sorted(stored.glob("*"))
    assert all(json.loads(path.read_bytes())["findings"] for path in before)
    counts: list[tuple[int, int]] = []
    found = calibrate(course, NAME, seeds=2, jobs=2, started=lambda todo, kept: counts.append((todo, kept)))
    assert counts == [(9 - len(before), len(before))]
    assert found.right_rejected == 0

"""A submission in a world of its own is graded as one forked from a warm process, and no less is proven about it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairgrade.config import Course
from fairgrade.pipeline import grade_class
from fairgrade.sandbox.inside.probe import PROTECTIONS
from fairgrade.sandbox.policy import Limits, Policy
from fairgrade.sandbox.server import SandboxServer, connect
from tests.attacks.harness import ENTRY, HELPERS, Wall, ask, open_wall
from tests.helpers.toy import NAME, hand_in, make_course

ROOT = Path(__file__).parents[3]
WITHOUT_LANDLOCK = [sys.executable, "-m", "tests.helpers.without_landlock", sys.executable]
HARMLESS = {"files: list the home folder", "files: list the root folder", "ipc: list pseudo-terminals"}
"""What student code sees without Landlock: the empty folders that bubblewrap makes, and its own terminals."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "podman"
    script = Path(__file__).with_name("engine.py")
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "{script}" "$@"\n')
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        yield


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with open_wall("cold") as wall:
        yield wall


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("course"))
    hand_in(course, "right")
    hand_in(course, "wrong", double="def double(x):\n    return 3 * x")
    hand_in(course, "exits", double="import os\nos._exit(0)")
    return course


def outcomes(course: Course, tier: str) -> dict[str, bytes]:
    """The stored bytes of each student, less the line that names the tier."""
    done = grade_class(course, NAME, jobs=2, tier=tier, force=True)
    assert done.failures == {}
    return {
        name: course.outcome(name, NAME).read_bytes().replace(json.dumps(done.tier).encode(), b"")
        for name in done.graded
    }


@pytest.mark.slow
@pytest.mark.parametrize("tier", ["cold", "container"])
def test_a_world_of_its_own_changes_no_byte_of_an_outcome(course: Course, engine: None, tier: str) -> None:
    assert outcomes(course, tier) == outcomes(course, "namespaces")


@pytest.mark.slow
def test_a_result_obtained_behind_less_than_asked_for_is_graded_again(course: Course, engine: None) -> None:
    graded: list[str] = []

    def grade(tier: str) -> None:
        grade_class(
            course, NAME, students=["right"], jobs=1, tier=tier, notify=lambda name, _: graded.append(name)
        )

    grade_class(course, NAME, students=["right"], jobs=1, tier="cold", force=True)
    grade("cold")
    grade("container")
    assert graded == []
    grade("namespaces")
    assert graded == ["right"]


@pytest.mark.parametrize("tier", ["cold", "container"])
def test_every_protection_is_proven(engine: None, tier: str) -> None:
    with SandboxServer(Policy(preload=()), tier=tier) as server:
        assert server.proofs == dict.fromkeys(PROTECTIONS, True)
        assert server.tier.uid != 0
        assert not server.problems


def test_course_files_reach_a_container_and_those_handed_in_stand(engine: None) -> None:
    files = {path.name: path for path in (ENTRY, HELPERS)} | {"data.txt": HELPERS}
    with (
        SandboxServer(Policy(entry="hostile_entry:serve", preload=()), files, "container") as server,
        connect(server.address, Limits(), {"data.txt": b"mine", "empty": b""}) as session,
    ):
        answer = ask(session, "got = open('data.txt').read(), sorted(os.listdir('.'))", {})
    names = ["data.txt", "empty", "hostile_entry.py", "hostile_helpers.py"]
    assert answer["how"] == repr(("mine", names))


def test_imports_that_start_a_thread_make_it_cold_and_it_says_so(tmp_path: Path) -> None:
    module = tmp_path / "starts_a_thread.py"
    module.write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    with SandboxServer(Policy(preload=("starts_a_thread",)), {module.name: module}) as server:
        assert server.tier.describe().startswith("tier 3: a bubblewrap and a cold Python")
        assert "2 threads after its imports" in server.problems[0]


def test_without_landlock_it_is_cold_and_every_protection_is_proven() -> None:
    program = (
        "from fairgrade.sandbox.policy import Policy\nfrom fairgrade.sandbox.server import SandboxServer\n"
        "with SandboxServer(Policy(preload=())) as server:\n"
        "    print(server.tier.name, server.tier.landlock, sum(server.proofs.values()))"
    )
    done = subprocess.run(
        [*WITHOUT_LANDLOCK, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["cold", "0", str(len(PROTECTIONS))]


@pytest.mark.slow
def test_without_landlock_attacks_only_see_empty_folders() -> None:
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/attacks/test_attacks.py", "-k", "cold"]
    done = subprocess.run([*WITHOUT_LANDLOCK, *tests], cwd=ROOT, capture_output=True, text=True, check=False)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert {line.partition("[cold-")[2].rstrip("]") for line in failed} <= HARMLESS, done.stdout[-3000:]
    assert " passed" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("cause", "program", "limits"),
    [
        ("wall", "import time; time.sleep(60)", {"session_seconds": 1}),
        ("cpu", "while True: pass", {"cpu_seconds": 1}),
        ("crashed", "import ctypes; ctypes.string_at(8)", {}),
    ],
)
def test_the_report_comes_through(wall: Wall, cause: str, program: str, limits: dict[str, int]) -> None:
    with wall.session(Limits.from_dict(limits)) as session:
        with pytest.raises(EOFError):
            ask(session, program, {})
        assert session.wait(10).cause == cause
    wall.wait_until_at_rest()


def test_the_end_of_the_channel_comes_through(wall: Wall) -> None:
    with wall.session(Limits()) as session:
        assert ask(session, "got = 1", {})["got"]
        session.sock.shutdown(socket.SHUT_WR)
        assert session.wait(10).cause == "finished"


def test_one_who_reads_nothing_can_be_ended(wall: Wall) -> None:
    with wall.session(Limits()) as session:
        ask(session, "got = 1", {})
        session.sock.settimeout(1)
        session.sock.sendall(b'{"program": "import time; time.sleep(60)", "facts": {}, "before": "", ')
        session.sock.sendall(b'"sealed": false}\n')
        with pytest.raises(TimeoutError):
            session.sock.sendall(bytes(64 << 20))
        session.kill()
        assert session.wait(10).cause == "killed"
    wall.wait_until_at_rest()


def test_a_worker_that_dies_takes_its_world_with_it(wall: Wall) -> None:
    program = (
        "import sys, os\nfrom fairgrade.sandbox.server import connect\nfrom fairgrade.sandbox.policy import Limits\n"
        "session = connect(sys.argv[1], Limits(), {})\nos.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, wall.server.address], check=False)
    wall.wait_until_at_rest()

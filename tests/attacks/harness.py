"""Runs hostile programs behind a wall and against a host that holds something worth stealing, all of it our own.

A program sets `got` to something true when it got through. It proves access without doing harm, because it may succeed:
it opens for writing but writes nothing, sends signal 0 only, and connects to listeners of this test alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fairgrade.sandbox.inside.tree import Tree
from fairgrade.sandbox.policy import Limits, Policy
from fairgrade.sandbox.server import ExitReport, SandboxServer, Session, connect

ENTRY = Path(__file__).with_name("hostile_entry.py")
CANARY = "FAIRGRADE_ATTACK_CANARY"
HELPERS = Path(__file__).with_name("hostile_helpers.py")
_SECONDS = 60.0


@dataclass(frozen=True)
class Attack:
    """One hostile program.

    Attributes:
        name: what it tries.
        layer: what should stop it.
        program: Python source; `facts`, `scratch` and the modules of the entry are in its namespace.
        stopped_by: parts of the exception or causes of the end, one of which proves that the layer stopped it.
        before: source that the notebook runs first, in the process from which the test is forked.
        sealed: whether it runs as a hidden test's fork does.
        later: source that a second session runs afterwards; its `got` counts instead.
        limits: limits that differ from the defaults, so that bombs stay small.
        open: whether it gets through without any wall, which proves that the program works; not for bombs.
        root: whether it does so only when root runs it.
    """

    name: str
    layer: str
    program: str
    stopped_by: tuple[str, ...]
    before: str = ""
    sealed: bool = False
    later: str = ""
    limits: dict[str, int] = field(default_factory=dict)
    open: bool = True
    root: bool = False


@dataclass(frozen=True)
class Result:
    """How an attack ended.

    Attributes:
        got: whether it got through.
        how: what it got, or the exception that stopped it, or the cause of its end.
        report: of its session.
    """

    got: bool
    how: str
    report: ExitReport


class Target:
    """A host's things that student code must not reach, made for one test run."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fairgrade-attack-target-"))
        self.folder.chmod(0o755)
        self._stack = contextlib.ExitStack()
        self.facts: dict[str, Any] = {}

    def __enter__(self) -> Target:
        for name in (
            "graders/test_hidden.py",
            "reference/cvae.py",
            "gradebook.db",
            "submitted/student01/cvae.ipynb",
        ):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("secret")
            path.chmod(0o666)
            self.facts[path.parent.name if path.parent != self.folder else "gradebook"] = str(path)
        self.facts |= {"folder": str(self.folder), "home": str(Path.home()), "canary": CANARY}
        self.facts |= {"pids": [os.getpid()], "project": str(Path(__file__).parents[2])}
        os.environ[CANARY] = "1"
        self._stack.callback(os.environ.pop, CANARY, None)
        self._listeners()
        self._shared_memory()
        victim = subprocess.Popen(["sleep", "600"])
        self._stack.callback(victim.wait)
        self._stack.callback(victim.kill)
        self.facts["pids"].append(victim.pid)
        return self

    def _listeners(self) -> None:
        for name, family, address in (
            ("tcp4", socket.AF_INET, ("127.0.0.1", 0)),
            ("unix_path", socket.AF_UNIX, str(self.folder / "listener")),
            ("unix_abstract", socket.AF_UNIX, f"\0{self.folder.name}"),
        ):
            listener = self._stack.enter_context(socket.socket(family))
            listener.bind(address)
            listener.listen(64)
            self.facts[name] = listener.getsockname() if isinstance(address, tuple) else address
        os.chmod(self.folder / "listener", 0o777)
        datagram = self._stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        datagram.bind(("127.0.0.1", 0))
        self.facts["udp4"] = datagram.getsockname()

    def _shared_memory(self) -> None:
        libc = ctypes.CDLL(None)
        key = secrets.randbelow(1 << 30) + 1
        for kind, make, remove in (
            ("shm", lambda: libc.shmget(key, 4096, 0o1666), lambda number: libc.shmctl(number, 0, None)),
            ("msg", lambda: libc.msgget(key, 0o1666), lambda number: libc.msgctl(number, 0, None)),
            ("sem", lambda: libc.semget(key, 1, 0o1666), lambda number: libc.semctl(number, 0, 0)),
        ):
            number = make()
            self._stack.callback(remove, number)
            self.facts[f"sysv_{kind}"] = key
        posix = Path("/dev/shm") / self.folder.name
        posix.write_text("secret")
        posix.chmod(0o666)
        self._stack.callback(posix.unlink)
        self.facts["posix_shm"] = str(posix)

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Wall:
    """A started sandbox and a target beside it."""

    def __init__(self, server: SandboxServer, target: Target) -> None:
        self.server, self.target = server, target
        self._proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
        assert server._process is not None
        self._root = server._process.pid
        # two of bubblewrap's, and the warm one; or the one that starts worlds
        self.processes_at_rest = 3 if server.tier.name == "namespaces" else 1
        self.wait_until_at_rest()

    def processes(self) -> list[int]:
        """Process ids of the warm process and all that it started."""
        tree = Tree(self._proc, self._root, 0)
        return [pid for pid in tree.processes() if not _is_zombie(pid)]

    def supervisors(self) -> list[int]:
        """Process ids of the supervisors, the children of the warm process."""
        warm = self.processes()[self.processes_at_rest - 1]
        return [pid for pid in Tree(self._proc, warm, 0).processes()[1:] if _parent(pid) == warm]

    def run(self, attack: Attack) -> Result:
        """Run one attack, with a bystander's session beside it, and check that nothing of it is left."""
        try:
            with self.session(Limits()) as bystander:
                facts = self.target.facts | {"bystander": self._prepare(bystander)}
                with self.session(Limits.from_dict(attack.limits)) as session:
                    result = self._attempt(session, attack, facts)
                if attack.later:
                    with self.session(Limits()) as second:
                        answer = ask(second, attack.later, facts)
                        result = Result(answer["got"], answer["how"], result.report)
                assert ask(bystander, "got = open('mine.txt').read()", {})["got"], "the bystander was harmed"
        finally:
            self.wait_until_at_rest()
        return result

    def session(self, limits: Limits) -> Session:
        """One more session."""
        return connect(self.server.address, limits, {})

    def _prepare(self, session: Session) -> dict[str, Any]:
        program = "open('mine.txt', 'w').write('mine'); got = [str(scratch), os.getpid()]"
        answer = ask(session, program, {})
        folder, pid = eval(answer["how"])
        return {"folder": folder, "pid": pid}

    def _attempt(self, session: Session, attack: Attack, facts: dict[str, Any]) -> Result:
        try:
            answer = ask(session, attack.program, facts, attack.before, attack.sealed)
        except EOFError:
            report = session.wait(10)
            return Result(False, report.cause, report)
        except TimeoutError:
            session.kill()
            return Result(True, "it ran on", session.wait(10))
        session.kill()
        return Result(answer["got"], answer["how"], session.wait(10))

    def wait_until_at_rest(self) -> None:
        """No process of an ended session may live on."""
        end = time.monotonic() + 10
        while len(self.processes()) > self.processes_at_rest:
            assert time.monotonic() < end, f"processes outlived their session: {self.processes()}"
            time.sleep(0.02)

    def close(self) -> None:
        """Release the descriptor."""
        os.close(self._proc)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def ask(
    session: Session, program: str, facts: dict[str, Any], before: str = "", sealed: bool = False
) -> dict[str, Any]:
    """Send one program and read its answer.

    Raises:
        EOFError: the process ended without one.
    """
    request = {"program": program, "facts": facts, "before": before, "sealed": sealed}
    session.sock.settimeout(_SECONDS)
    data = b""
    try:
        session.sock.sendall(json.dumps(request).encode() + b"\n")
        while not data.endswith(b"\n"):
            more = session.sock.recv(1 << 16)
            if not more:
                raise EOFError
            data += more
    except ConnectionError:
        raise EOFError from None
    answer: dict[str, Any] = json.loads(data.partition(b"\n")[0])
    return answer


@contextlib.contextmanager
def open_wall(tier: str) -> Iterator[Wall]:
    """A wall of this tier around a host with a target."""
    policy = Policy(entry="hostile_entry:serve", preload=())
    files = {path.name: path for path in (ENTRY, HELPERS)}
    with Target() as target, SandboxServer(policy, files, tier, [target.folder]) as server:
        wall = Wall(server, target)
        try:
            yield wall
        finally:
            wall.close()


if sys.platform != "linux":
    raise RuntimeError("the attacks run on Linux only")

"""Starts the warm process of a grading run; workers connect to it by path."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from fairgrade.errors import ConfigurationError, IsolationUnavailable
from fairgrade.sandbox.container import find_engine
from fairgrade.sandbox.launch import Launch, in_container, of_worlds, with_namespaces, without_namespaces
from fairgrade.sandbox.policy import ALONE, TIERS, Policy, Tier
from fairgrade.sandbox.selfcheck import prove
from fairgrade.sandbox.session import ExitReport, Session, connect
from fairgrade.temporary import TemporaryFolder

__all__ = ["ExitReport", "SandboxServer", "Session", "connect"]

_START_SECONDS = 180.0
_END_SECONDS = 2.0
_LONGEST_PATH = 70
"""Of the folder for temporary files; the kernel allows 107 bytes for a socket's path."""
_LANDLOCK_WITHOUT_NAMESPACES = 6


class SandboxServer:
    """A warm, isolated process that starts a submission in milliseconds; a context manager.

    It ends with the thread that entered it, so enter it in one that lives as long as the run.

    Args:
        policy: what is visible behind the wall.
        course_files: files every submission may read, by name: linked into its folder, importable if they are modules.
        tier: one of `TIERS`; by default the strongest that this host can do, but never `open`.
        secrets: files and folders that student code must not see (graders, reference, gradebook, other submissions);
            proved from inside before anything is graded.

    Attributes:
        address: path of a socket; give it to `connect`, in this or another process.
        tier: the protections that hold, as found by trying.
        proofs: what the self-check proved from inside, by name; empty for the open tier.
        problems: why each stronger tier is not used, where none was asked for.

    Raises:
        IsolationUnavailable: on entering, where the host cannot do the tier asked for; the text says what to do.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        course_files: Mapping[str, Path] | None = None,
        tier: str | None = None,
        secrets: Sequence[Path] = (),
    ) -> None:
        if tier is not None and tier not in TIERS:
            raise ConfigurationError(f"there is no sandbox tier '{tier}'; use one of {', '.join(TIERS)}.")
        self._policy = policy or Policy()
        self._course_files = dict(course_files or {})
        self._asked = tier
        self._secrets = [path.resolve() for path in secrets]
        self._folder: TemporaryFolder | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._roots: list[str] = []
        self.address = ""
        self.tier: Tier
        self.proofs: dict[str, bool] = {}
        self.problems: list[str] = []

    def __enter__(self) -> SandboxServer:
        for name, path in self._course_files.items():
            if Path(name).name != name or not path.is_file():
                raise ConfigurationError(
                    f"the course file '{name}' must be an existing file without a folder."
                )
        for name in [self._asked] if self._asked else TIERS[:-1]:
            try:
                self._start(name)
            except IsolationUnavailable as error:
                self.problems.append(str(error))
                self.close()
                continue
            except BaseException:
                self.close()
                raise
            return self._proven()
        raise IsolationUnavailable(" ".join(dict.fromkeys(self.problems)))

    def _proven(self) -> SandboxServer:
        """Refuse to grade when a protection does not hold; no weaker tier is tried then, because something is odd."""
        if self.tier.name != "open":
            try:
                alone = self.tier.name in ALONE
                self.proofs = prove(self.address, self._roots, self._secrets, alone)
            except BaseException:
                self.close()
                raise
        return self

    def _start(self, name: str) -> None:
        if sys.platform != "linux" and name != "container":
            raise IsolationUnavailable(
                "this system has no sandbox of its own, Linux only has; use a container."
            )
        self._folder = _private_folder()
        folder = self._folder.path
        world: Launch | None = None
        if name == "namespaces":
            launch = with_namespaces(self._policy, self._course_files)
        elif name in ALONE:
            world = _world(name, self._policy, self._course_files)
            launch = of_worlds(world)
        else:
            _require_landlock(name)
            if os.getuid() == 0:
                folder.chmod(0o711)
            launch = without_namespaces(self._policy, self._course_files, folder)
        (folder / "socket").mkdir(mode=0o700)
        self.address = str(folder / "socket" / "wall")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(128)
            self._launch(name, launch, listener, world)
        self._roots = launch.roots

    def _launch(self, name: str, launch: Launch, listener: socket.socket, world: Launch | None) -> None:
        assert self._folder is not None
        uid = self._policy.student_uids[os.getpid() % len(self._policy.student_uids)]
        config = {
            "tier": name, "entry": self._policy.entry, "preload": self._policy.preload, "uid": uid,
            "roots": launch.roots, "course": launch.course, "scratch": launch.scratch, "listen": listener.fileno(),
        }  # fmt: skip
        if world is not None:
            sent = {} if world.course else {each: str(path) for each, path in self._course_files.items()}
            config |= {"world": world.command, "engine": world.engine, "sent": sent}
        log = (self._folder.path / "log").open("w+b")
        self._process = subprocess.Popen(
            launch.command, env=launch.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            pass_fds=[listener.fileno()], cwd="/", start_new_session=True,
        )  # fmt: skip
        with log:
            answer = self._first_line(json.dumps(config).encode() + b"\n")
            if "tier" not in answer:
                raise IsolationUnavailable(_explain(name, answer.get("error", ""), _tail(log)))
        self.tier = Tier(**answer["tier"])

    def _first_line(self, config: bytes) -> dict[str, Any]:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(config)
            process.stdin.flush()
        except BrokenPipeError:
            return {}
        line, end = b"", time.monotonic() + _START_SECONDS
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, end - time.monotonic()))
            data = os.read(process.stdout.fileno(), 1 << 16) if ready else b""
            if not data:
                return {} if ready else {"error": f"it was not ready after {_START_SECONDS:.0f} s"}
            line += data
        answer: dict[str, Any] = json.loads(line)
        return answer

    @property
    def alive(self) -> bool:
        """Whether the warm process still runs; start a new server when it does not."""
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        """End the warm process and everything it started."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None and process.stdout is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _private_folder() -> TemporaryFolder:
    """A new folder whose path is short enough to hold a socket."""
    crowded = len(tempfile.gettempdir()) > _LONGEST_PATH
    return TemporaryFolder(Path("/tmp") if crowded else None)


def _world(name: str, policy: Policy, course_files: Mapping[str, Path]) -> Launch:
    if name == "container":
        return in_container(policy, find_engine())
    return with_namespaces(policy, course_files, warm=False)


def _require_landlock(name: str) -> None:
    from fairgrade.sandbox.inside.kernel import landlock_version

    if name == "landlock" and landlock_version() < _LANDLOCK_WITHOUT_NAMESPACES:
        raise IsolationUnavailable(
            "without namespaces student code is isolated by Landlock, which needs Linux 6.12 or later with it enabled; "
            "allow user namespaces, or use a container."
        )


def _tail(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read()[-2000:].decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no message"


def _explain(name: str, error: str, last_line: str) -> str:
    """One sentence that says what failed and what to do."""
    reason = error or last_line
    if name in ("namespaces", "cold") and "bwrap" in reason:
        return (
            f"bubblewrap cannot make namespaces here ({reason}); on Ubuntu 23.10 or later give it an AppArmor profile "
            "or set kernel.apparmor_restrict_unprivileged_userns=0, or use a container."
        )
    return f"the sandbox did not start ({reason})."

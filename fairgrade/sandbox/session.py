"""One submission behind the wall, as a worker process sees it."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from fairgrade.errors import SandboxError
from fairgrade.sandbox.policy import Limits

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\- ]{0,200}")
_START_SECONDS = 60.0
_END_SECONDS = 10.0


@dataclass(frozen=True)
class ExitReport:
    """How a submission's processes ended and what they used.

    Attributes:
        cause: `finished`, `killed` (by us), a limit (`wall`, `cpu`, `memory`, `disk`, `processes`), or `crashed`.
        peak_memory: most bytes of all processes together, beyond what every session starts with.
        cpu_seconds: CPU time of all processes.
        wall_seconds: from start to end.
        exit_code: of the first process, when it ended by itself.
        signal: that ended the first process, if one did.
    """

    cause: str
    peak_memory: int
    cpu_seconds: float
    wall_seconds: float
    exit_code: int | None
    signal: int | None


class Session:
    """A confined process that has started; leaving the `with` block kills whatever is left of it.

    Attributes:
        sock: stream to the confined process. Every byte from it is untrusted.
    """

    def __init__(self, sock: socket.socket, control: socket.socket) -> None:
        self.sock = sock
        self._control = control
        self._lines = b""
        self._report: ExitReport | None = None

    def kill(self) -> None:
        """End all processes of the submission now."""
        with contextlib.suppress(OSError):  # it ended already
            self._control.sendall(b"kill\n")

    def wait(self, timeout: float) -> ExitReport:
        """Wait for the end, kill after `timeout` seconds, and report.

        Raises:
            SandboxError: the supervisor is gone without a report; the submission is not to blame.
        """
        if self._report is None:
            try:
                message = self._receive(timeout)
            except TimeoutError:
                self.kill()
                message = self._receive(_END_SECONDS)
            if "error" in message:
                raise SandboxError(f"the sandbox failed: {message['error']}")
            self._report = ExitReport(**message)
        return self._report

    def close(self) -> None:
        """Kill what is left and release the descriptors."""
        self._control.close()
        self.sock.close()

    def _receive(self, timeout: float) -> dict[str, Any]:
        self._control.settimeout(max(timeout, 0.001))
        while b"\n" not in self._lines:
            try:
                data = self._control.recv(1 << 16)
            except ConnectionError:
                data = b""
            if not data:
                raise SandboxError("the sandbox went away; run the submission again.")
            self._lines += data
        line, _, self._lines = self._lines.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(address: str, limits: Limits, files: Mapping[str, bytes], *, probe: bool = False) -> Session:
    """Start one submission behind the wall; returns when its process is confined and about to serve.

    Args:
        address: from `SandboxServer.address`.
        limits: of this submission.
        files: written to its folder before it starts, by name.
        probe: run the self-check instead of a submission.

    Raises:
        SandboxError: the sandbox is not there or failed.
    """
    for name in files:
        if not _NAME.fullmatch(name):
            raise SandboxError(f"the file name {name!r} cannot be passed into the sandbox.")
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    ours, theirs = socket.socketpair()
    session = Session(ours, control)
    try:
        control.settimeout(_START_SECONDS)
        control.connect(address)
        with theirs, tempfile.TemporaryFile() as contents:
            for data in files.values():
                contents.write(data)
            contents.seek(0)
            sizes = [[name, len(data)] for name, data in files.items()]
            request = {"limits": limits.to_dict(), "files": sizes, "probe": probe}
            line = json.dumps(request).encode() + b"\n"
            socket.send_fds(control, [line], [theirs.fileno(), contents.fileno()])
        answer = session._receive(_START_SECONDS)
    except (OSError, SandboxError) as error:
        session.close()
        raise SandboxError(f"no sandbox could be started: {error}") from error
    if "error" in answer:
        session.close()
        raise SandboxError(f"no sandbox could be started: {answer['error']}")
    return session

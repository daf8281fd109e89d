"""The trusted end of one submission: runs its cells, opens a fork for each hidden test, and decodes what comes back.

The student's process may answer anything at any time. Every reply must carry the number of its request, arrive before
its deadline and decode to plain data; otherwise the process is killed and, for the next test, started afresh.
"""

from __future__ import annotations

import contextlib
import itertools
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fairgrade.errors import (
    BadReply,
    GraderError,
    Missing,
    NotStarted,
    StudentDied,
    StudentFault,
    StudentOutOfMemory,
    StudentRaised,
    StudentTimeout,
)
from fairgrade.records import Verdict
from fairgrade.sandbox.policy import Limits
from fairgrade.sandbox.remote import RemoteTable
from fairgrade.sandbox.server import Session, connect
from fairgrade.wire.channel import MAX_BODY, Channel, ChannelClosed, ChannelTimeout
from fairgrade.wire.codec import MAX_TEXT, WireError
from fairgrade.wire.values import HandleReference, RemoteReference

GRACE_SECONDS = 3.0
MAX_RESTARTS = 4
_ENDED_PROCESS = "the cell ended the process"
_TOO_LONG = f"not run: the cell is longer than {MAX_TEXT >> 20} MiB"
_CAUSES = {
    "wall": StudentTimeout,
    "cpu": StudentTimeout,
    "memory": StudentOutOfMemory,
}
_STATUSES = {
    "ok": Verdict.PASSED,
    "error": Verdict.CRASHED,
    "timeout": Verdict.TIMED_OUT,
    "memory": Verdict.OUT_OF_MEMORY,
}


@dataclass(frozen=True)
class Cell:
    """A code cell to run."""

    index: int
    source: str


class CellEnd(NamedTuple):
    """How a cell ended."""

    verdict: Verdict
    error: str
    characters: int
    """Characters printed."""


@dataclass
class StudentProcess:
    """The executed notebook of one submission, behind the wall.

    Args:
        address: of the `SandboxServer`.
        limits: of the assignment.
        cells: to run, in order.
        files: handed in beside the notebook, copied to the current folder of the cells.
        seed: of all generators before the first cell.
    """

    address: str
    limits: Limits
    cells: Sequence[Cell]
    files: Mapping[str, bytes]
    seed: int
    ends: dict[int, CellEnd] = field(default_factory=dict)
    peak_memory: int = 0
    _session: Session | None = None
    _channel: Channel | None = None
    _starts: int = 0
    _used: bool = False
    """Whether this start of the process has served a hidden test."""
    _keeps: bool = False
    _kept: Fork | None = None
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __enter__(self) -> StudentProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    @property
    def restarted(self) -> bool:
        """Whether the notebook's process ended and was started again, or will be for the next fork."""
        return self._starts > 1 or self._channel is None

    def run_cells(self) -> dict[int, CellEnd]:
        """Run every cell; one that ends the process is left out of a second run, so that it costs only itself."""
        for cell in self.cells:
            if len(cell.source.encode()) > MAX_TEXT:
                self.ends[cell.index] = CellEnd(Verdict.CRASHED, _TOO_LONG, 0)
        while self._channel is None:
            if self._starts >= MAX_RESTARTS:
                for cell in self.cells:
                    self.ends.setdefault(cell.index, CellEnd(Verdict.CRASHED, "was not reached", 0))
                break
            self._start()
        return self.ends

    def fork(self, seed: int) -> Fork:
        """A fresh copy of the executed notebook for one hidden test.

        Where an earlier test left the process out of step or stuck, it is started afresh for this one.

        Raises:
            StudentDied: the process cannot be kept alive.
        """
        if self._kept is not None and self._kept.alive:
            self._kept.renew(seed)
            return self._kept
        while True:
            self.run_cells()
            if self._channel is None:
                raise StudentDied("the notebook's process ended again and again")
            number, was_used, self._used = next(self._numbers), self._used, True
            try:
                self._channel.send({"op": "fork", "id": number, "seed": seed}, GRACE_SECONDS)
                self._expect(self._channel.receive(self.limits.call_seconds), "id", number)
            except (ChannelClosed, ChannelTimeout, WireError, BadReply) as error:
                fault = self.ended(error)
                if not was_used:
                    raise fault from None
            else:
                fork = Fork(self, self._channel)
                self._kept = fork if self._keeps else None
                return fork

    @contextlib.contextmanager
    def keep_fork(self) -> Iterator[None]:
        """In the `with` block every `fork` is the same one, renewed: four times as fast, and what a call left stays.

        For calibration, which runs one check with many seeds; grading never does this.
        """
        self._keeps = True
        try:
            yield
        finally:
            self._keeps, kept, self._kept = False, self._kept, None
            if kept is not None:
                kept.__exit__()

    def request(self, fork: Fork, work: dict[str, Any], seconds: float) -> Any:
        """Send one request to a fork and return its value; serves calls back to trusted functions meanwhile."""
        number = next(self._numbers)
        channel = fork.channel
        end = time.monotonic() + seconds + GRACE_SECONDS
        try:
            channel.send(work | {"id": number, "seconds": seconds}, GRACE_SECONDS + seconds)
            while True:
                reply = channel.receive(end - time.monotonic())
                if type(reply) is not dict:
                    raise BadReply("the process answered with something that is no reply")
                if reply.get("op") in ("remote", "backward"):
                    channel.send(fork.table.serve(reply), GRACE_SECONDS + seconds)
                else:
                    break
            if "died" in reply:
                fork.alive = False
                raise _death(reply["died"], self.limits)
            self._expect(reply, "id", number)
        except (ChannelClosed, ChannelTimeout, WireError, BadReply) as error:
            fork.alive = False
            raise self.ended(error) from None
        if "fault" in reply:
            raise _fault(reply["fault"])
        return reply.get("value")

    def ended(self, error: Exception) -> StudentFault:
        """Kill the process, whose answers can no longer be trusted to be in step, and say why it ended."""
        cause = self._stop(ends_itself=isinstance(error, ChannelClosed))
        if cause in _CAUSES:
            return _CAUSES[cause](f"the limit of {cause} was reached")
        if isinstance(error, ChannelTimeout):
            return StudentTimeout(f"no answer within {self.limits.call_seconds} s")
        if isinstance(error, (WireError, BadReply)):
            return BadReply(str(error))
        return StudentDied(f"the process ended ({cause})")

    def _start(self) -> None:
        self._starts += 1
        self._used = False
        self._session = connect(self.address, self.limits, self.files)
        self._channel = Channel(self._session.sock, self.limits.frame_bytes, _nothing, _nothing, MAX_BODY)
        running: int | None = None
        try:
            todo = [cell for cell in self.cells if cell.index not in self.ends or self._ran_well(cell)]
            self._channel.send(
                {
                    "op": "cells",
                    "seed": self.seed,
                    "cell_seconds": self.limits.cell_seconds,
                    "notebook_seconds": self.limits.notebook_seconds,
                    "cells": [[cell.index, cell.source] for cell in todo],
                }
            )
            end = time.monotonic() + self.limits.notebook_seconds + GRACE_SECONDS
            for cell in todo:
                self._expect(self._channel.receive(GRACE_SECONDS), "cell", cell.index)
                running = cell.index  # until the next one is announced, whatever happens is this one's doing
                seconds = min(self.limits.cell_seconds + GRACE_SECONDS, end - time.monotonic())
                self.ends[running] = _cell_end(self._channel.receive(seconds))
            self._expect(self._channel.receive(GRACE_SECONDS), "value", None)
        except (ChannelClosed, ChannelTimeout, WireError, BadReply) as error:
            fault = self.ended(error)
            if running is not None:
                self.ends[running] = CellEnd(_verdict(fault), f"{_ENDED_PROCESS}: {fault}", 0)

    def _ran_well(self, cell: Cell) -> bool:
        return not self.ends[cell.index].error.startswith((_ENDED_PROCESS, _TOO_LONG))

    @staticmethod
    def _expect(reply: Any, key: str, value: object) -> None:
        known = (
            type(reply) is dict and key in reply and type(reply[key]) is type(value)
        )  # a tensor's == is no bool
        if not known or reply[key] != value:
            raise BadReply("the process answered a question that was not asked")

    def _stop(self, ends_itself: bool = False) -> str:
        """End the session and say what ended it; a process that is ending by itself gets a second to do so."""
        if self._session is None:
            return "not started"
        session, self._session, self._channel = self._session, None, None
        with session:
            if not ends_itself:
                session.kill()
            report = session.wait(timeout=1 if ends_itself else 10)
        self.peak_memory = max(self.peak_memory, report.peak_memory)
        return str(report.cause)


class Fork:
    """One hidden test's copy of the student's process; a context manager."""

    def __init__(self, process: StudentProcess, channel: Channel) -> None:
        self.process, self.channel = process, channel
        self.table = RemoteTable()
        self.alive = True

    def __enter__(self) -> Fork:
        return self

    def __exit__(self, *_: object) -> None:
        if self.alive and self is not self.process._kept:
            self.alive = False
            try:
                self.channel.send({"op": "end"}, GRACE_SECONDS)
            except (ChannelClosed, ChannelTimeout) as error:
                self.process.ended(error)

    def renew(self, seed: int) -> None:
        """Go back to the names of the executed notebook and reseed; what lies behind the names stays as it is."""
        self.table = RemoteTable()
        self.request({"op": "renew", "seed": seed}, _nothing, _nothing)

    def request(self, work: dict[str, Any], export: Any, resolve: Any, seconds: float | None = None) -> Any:
        """Send one request; see `StudentProcess.request`.

        Args:
            work: the operation and its arguments.
            export: turns trusted objects into references for this request.
            resolve: turns references in the reply into proxies.
            seconds: limit of this call; the assignment's `call_seconds` by default.
        """
        if not self.alive:
            raise StudentDied("the process of this check has ended")
        self.channel.export, self.channel.resolve = export, resolve
        limit = float(self.process.limits.call_seconds if seconds is None else seconds)
        return self.process.request(self, work, limit)


def _nothing(value: object) -> object:
    if isinstance(value, (HandleReference, RemoteReference)):
        raise WireError("the process sent an object where none is expected")
    raise GraderError(f"a {type(value).__name__} cannot be sent to the sandbox")


def _cell_end(reply: Any) -> CellEnd:
    reply = reply if type(reply) is dict else {}
    status, error, characters = (reply.get(key) for key in ("status", "error", "characters"))
    if (
        type(status) is not str
        or status not in _STATUSES
        or type(error) is not str
        or type(characters) is not int
    ):
        raise BadReply("the process did not say how a cell ended")
    return CellEnd(_STATUSES[status], error[:2000], characters)


def _verdict(fault: StudentFault) -> Verdict:
    if isinstance(fault, StudentTimeout):
        return Verdict.TIMED_OUT
    return Verdict.OUT_OF_MEMORY if isinstance(fault, StudentOutOfMemory) else Verdict.CRASHED


def _death(code: object, limits: Limits) -> StudentFault:
    if type(code) is not int:
        return StudentDied("the process ended")
    if code in (-signal.SIGALRM, -signal.SIGXCPU):
        return StudentTimeout(f"no answer within {limits.call_seconds} s")
    return StudentDied(f"the process ended (exit code {code})")


def _fault(parts: Any) -> StudentFault:
    if type(parts) is not list or len(parts) != 4 or not all(type(part) is str for part in parts):
        return BadReply("the process reported a fault that is none")
    kind, name, text, where = (part[:2000] for part in parts)
    if kind == "not started":
        return NotStarted(text)
    if kind == "missing":
        return Missing(text)
    if kind == "memory":
        return StudentOutOfMemory(f"{name} within the memory limit")
    return BadReply(text) if kind == "bad reply" else StudentRaised(name, text, where)

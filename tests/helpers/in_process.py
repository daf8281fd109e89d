"""A notebook's namespace behind the real wire format, but without a second process: for fast tests of checks.

Requests and replies go through the codec, so that checks see exactly the values they see when grading; only the
isolation, the time limits and the fork are missing. Verdicts that count come from the real pipeline.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from fairgrade.checks.student import Student
from fairgrade.sandbox.client import _fault
from fairgrade.sandbox.inside.calls import Calls, seed_everything
from fairgrade.sandbox.remote import RemoteTable
from fairgrade.wire.codec import Decoder, Encoder, WireError


class _Channel:
    export: Any = None
    resolve: Any = None


class InProcessFork:
    """Answers a check's requests from a namespace."""

    def __init__(self, namespace: dict[str, Any], seed: int) -> None:
        seed_everything(seed)
        torch.set_grad_enabled(True)  # as in a new process
        self.calls = Calls(namespace, _Channel())  # type: ignore[arg-type]
        self.calls.ask = self._ask  # type: ignore[method-assign]
        self.table = RemoteTable()
        self._export: Any = None
        self._resolve: Any = None

    def request(self, work: dict[str, Any], export: Any, resolve: Any, seconds: float | None = None) -> Any:
        """One request and its reply, each through the codec."""
        self._export, self._resolve = export, resolve
        reply = self.calls.answer(self.transfer(work, export, self.calls.resolve))
        try:
            got = self.transfer(reply, self.calls.export, resolve)
        except WireError as error:
            got = {"fault": ["bad reply", "WireError", str(error), ""]}
        if "fault" in got:
            raise _fault(got["fault"])
        return got.get("value")

    def _ask(self, request: dict[str, Any]) -> Any:
        from fairgrade.sandbox.inside.calls import RemoteRaised

        reply = self.transfer(
            self.table.serve(self.transfer(request, self.calls.export, self._resolve)),
            self._export,
            self.calls.resolve,
        )
        if "refused" in reply:
            raise RemoteRaised(reply["refused"])
        return reply["value"]

    @staticmethod
    def transfer(value: Any, export: Callable[[Any], Any], resolve: Callable[[Any], Any]) -> Any:
        """What the other side gets; through the codec."""
        return transfer(value, export, resolve)

    def __exit__(self, *_: object) -> None: ...


def transfer(value: Any, export: Callable[[Any], Any], resolve: Callable[[Any], Any]) -> Any:
    """What the other side of the wire would decode."""
    encoder = Encoder(export)
    body = encoder.encode(value)
    return Decoder([bytearray(blob) for blob in encoder.blobs], resolve).decode(body)


def in_process_student(namespace: Callable[[], dict[str, Any]], seed: int = 0) -> Student:
    """A student whose notebook is what `namespace` builds; each copy builds it anew."""
    return Student(lambda: InProcessFork(namespace(), seed))  # type: ignore[arg-type, return-value]


def student_of(seed: int = 0, **components: Any) -> Student:
    """A student whose notebook defines exactly these components."""
    return in_process_student(lambda: dict(components), seed)

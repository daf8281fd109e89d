"""Whatever comes out of the student's process is data, or the student's fault; never an error of ours."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from fairgrade.checks.student import Handle, Student
from fairgrade.errors import StudentFault
from fairgrade.sandbox.client import Cell, CellEnd, Fork, StudentProcess
from fairgrade.sandbox.policy import Limits
from fairgrade.wire.channel import Channel, ChannelClosed
from fairgrade.wire.codec import Encoder, WireError
from fairgrade.wire.values import HandleReference, RemoteReference
from tests.fuzz.strategies import broken, texts, value_or_refusal

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=6)
    | st.sampled_from([torch.zeros(2), torch.ones((), dtype=torch.int64), torch.zeros(0, 3)]),
    lambda items: st.lists(items, max_size=3) | st.dictionaries(st.text(max_size=5), items, max_size=3),
    max_leaves=8,
)  # fmt: skip


def near(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: value | plain for name, value in fields.items()})


tensors = st.dictionaries(texts("mu", "weight"), st.none() | st.just(torch.zeros(2)), max_size=2)
replies = plain | near(
    id=st.integers(0, 5),
    value=near(
        value=plain, changed=st.lists(st.integers(-1, 3), max_size=2), gradients=tensors, parameters=tensors
    )
    | tensors,
    fault=st.lists(texts("not started", "missing", "memory", "bad reply", "raised"), max_size=5),
    died=st.integers(-70, 300),
    op=texts("remote", "backward", "call"),
    number=st.integers(-1, 2),
    method=texts("", "forward"),
    args=st.lists(plain, max_size=2),
    kwargs=st.dictionaries(texts("x", "mu"), plain, max_size=2),
    parameters=tensors,
    training=st.booleans(),
    graph=st.integers(-1, 2),
    cotangents=st.lists(plain, max_size=2),
    status=texts("ok", "error", "timeout", "memory"),
    error=st.text(max_size=5),
    characters=st.integers(),
    cell=st.integers(0, 2),
)


class Scripted:
    """A channel whose other side says what it likes, then hangs up."""

    export = resolve = staticmethod(lambda value: value)

    def __init__(self, answers: list[Any]) -> None:
        self.answers: Iterator[Any] = iter(answers)

    def send(self, value: object, seconds: float | None = None) -> None:
        Encoder(refuse).encode(value)

    def receive(self, seconds: float | None = None) -> Any:
        for answer in self.answers:
            return answer
        raise ChannelClosed("hung up")


def refuse(value: object) -> object:
    raise WireError("refused")


def process(answers: list[Any]) -> StudentProcess:
    found = StudentProcess("", Limits(), [Cell(0, "x"), Cell(1, "y")], {}, 0)
    found._channel = Scripted(answers)  # type: ignore[assignment]
    return found


def student(answers: list[Any]) -> Student:
    behind = process(answers)
    return Student(lambda: Fork(behind, behind._channel))  # type: ignore[arg-type]


CALLS = {
    "call": lambda student, handle: student.double(x=torch.zeros(2)),
    "arrays": lambda student, handle: student.call_with_arrays("double", x=torch.zeros(2)),
    "has": lambda student, handle: student.has("double"),
    "vjp": lambda student, handle: student.vjp("double", {"x": torch.zeros(2)}, wrt=["x"]),
    "method": lambda student, handle: handle.encode(x=torch.zeros(2)),
    "parameters": lambda student, handle: handle.parameters(),
    "state": lambda student, handle: handle.state(),
    "get": lambda student, handle: handle.get("loss"),
    "optimizer": lambda student, handle: student.optimizer("Adam", handle, lr=0.1),
}


@pytest.mark.parametrize("call", sorted(CALLS))
@given(answers=st.lists(replies, max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_reply_is_a_value_or_the_students_fault(call: str, answers: list[Any]) -> None:
    asked = student(answers)
    value_or_refusal(StudentFault, CALLS[call], asked, Handle(asked, HandleReference(0, "CVAE", True)))


@given(answers=st.lists(replies, max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_answer_while_a_trusted_function_is_lent_is_the_students_fault(answers: list[Any]) -> None:
    asked = student(answers)
    lent = {"x": asked.remote(lambda x: x + 1), "y": asked.remote_module(torch.nn.Linear(2, 2))}
    value_or_refusal(StudentFault, lambda: asked.double(**lent))


reports = st.tuples(
    near(cell=st.just(0)),
    near(
        status=texts("ok", "error", "timeout", "memory"), error=st.text(max_size=5), characters=st.integers()
    ),
    near(cell=st.just(1)),
    near(status=st.just("ok"), error=st.just(""), characters=st.just(0)),
    near(value=st.none()),
)


@given(answers=reports.map(list) | st.lists(replies, max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_report_on_cells_is_an_end_of_each_cell(answers: list[Any]) -> None:
    said = process([])
    channels = iter([Scripted(answers), *(Scripted([]) for _ in range(20))])
    with pytest.MonkeyPatch.context() as patch:
        session = SimpleNamespace(sock=None, kill=lambda: None, close=lambda: None, __enter__=None)
        patch.setattr("fairgrade.sandbox.client.connect", lambda *_: session)
        patch.setattr("fairgrade.sandbox.client.Channel", lambda *_: next(channels))
        patch.setattr(
            StudentProcess, "_stop", lambda self, **_: setattr(self, "_channel", None) or "finished"
        )
        said._channel = None
        ends = said.run_cells()
    assert set(ends) == {0, 1}
    assert all(isinstance(end, CellEnd) for end in ends.values())


def frame(value: object) -> bytes:
    left, right = socket.socketpair()
    with left, right:
        Channel(left, 1 << 20, refuse, refuse).send(value, 1)
        return right.recv(1 << 16)


FRAME = frame(
    {
        "id": 1,
        "value": [
            torch.zeros(2, 2),
            "text",
            HandleReference(1, "CVAE", True),
            RemoteReference(0, "f", ("forward",), {}),
        ],
    }
)


@given(st.binary(max_size=80) | broken(FRAME, (b"", b"\0", b"\xff" * 4, b"\xc1", b"\xdd")))
@settings(max_examples=800, deadline=None)
def test_any_bytes_are_a_frame_or_a_typed_error(content: bytes) -> None:
    left, right = socket.socketpair()
    with left, right:
        right.sendall(content)
        right.close()
        with suppress(WireError, ChannelClosed):
            Channel(left, 1 << 16, refuse, lambda reference: reference).receive(5)

"""Which cell is blamed when the student's process falls out of step, and when it is started afresh."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from fairgrade.errors import BadReply
from fairgrade.records import Verdict
from fairgrade.sandbox.client import Cell, StudentProcess
from fairgrade.sandbox.policy import Limits
from fairgrade.wire.channel import ChannelClosed
from fairgrade.wire.codec import MAX_TEXT

OK = {"status": "ok", "error": "", "characters": 0}
DONE = {"value": None}


class Scripted:
    """A channel whose other side says what it likes, then hangs up."""

    def __init__(self, answers: list[Any]) -> None:
        self.answers, self.sent = iter(answers), list[Any]()

    def send(self, value: Any, seconds: float | None = None) -> None:
        self.sent.append(value)

    def receive(self, seconds: float | None = None) -> Any:
        for answer in self.answers:
            return answer
        raise ChannelClosed("hung up")


class Scene:
    """A process of two cells; each start of it follows the next script."""

    def __init__(
        self, patch: pytest.MonkeyPatch, *scripts: list[Any], sources: tuple[str, str] = ("x", "y")
    ) -> None:
        self.channels = [Scripted(script) for script in scripts]
        waiting = iter(self.channels)
        session = SimpleNamespace(sock=None)
        patch.setattr("fairgrade.sandbox.client.connect", lambda *_: session)
        patch.setattr("fairgrade.sandbox.client.Channel", lambda *_: next(waiting))
        patch.setattr(
            StudentProcess, "_stop", lambda self, **_: setattr(self, "_channel", None) or "finished"
        )
        cells = [Cell(place, source) for place, source in enumerate(sources)]
        self.process = StudentProcess("", Limits(), cells, {}, 0)

    def cells_run(self, start: int) -> list[int]:
        return [index for index, _ in self.channels[start].sent[0]["cells"]]


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_what_goes_wrong_before_a_cell_is_announced_is_the_doing_of_the_one_before(
    patch: pytest.MonkeyPatch,
) -> None:
    scene = Scene(patch, [{"cell": 0}, OK, OK], [{"cell": 1}, OK, DONE])
    ends = scene.process.run_cells()
    assert [ends[place].verdict for place in (0, 1)] == [Verdict.CRASHED, Verdict.PASSED]
    assert scene.cells_run(1) == [1]


def test_a_cell_too_long_for_the_wire_costs_only_itself(patch: pytest.MonkeyPatch) -> None:
    scene = Scene(patch, [{"cell": 1}, OK, DONE], sources=("x" * (MAX_TEXT + 1), "y"))
    ends = scene.process.run_cells()
    assert ends[0].error == "not run: the cell is longer than 1 MiB"
    assert ends[1].verdict is Verdict.PASSED
    assert scene.cells_run(0) == [1]


def test_a_process_that_an_earlier_test_left_out_of_step_is_started_afresh(patch: pytest.MonkeyPatch) -> None:
    cells = [{"cell": 0}, OK, {"cell": 1}, OK, DONE]
    scene = Scene(patch, [*cells, {"id": 1}, {"id": 99}], [*cells, {"id": 3}])
    scene.process.fork(0).alive = False
    assert scene.process.fork(0).channel is scene.channels[1]


def test_a_fresh_process_that_is_out_of_step_is_the_students_fault(patch: pytest.MonkeyPatch) -> None:
    scene = Scene(patch, [{"cell": 0}, OK, {"cell": 1}, OK, DONE, {"id": 99}])
    with pytest.raises(BadReply):
        scene.process.fork(0)

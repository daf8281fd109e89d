"""What hidden tests find in their copies of the executed notebook."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fairgrade.checks.student import Student
from fairgrade.sandbox.client import Cell, StudentProcess
from fairgrade.sandbox.policy import Limits
from fairgrade.sandbox.server import SandboxServer

_CELL = """
import torch
calls = []
def count():
    calls.append(1)
    return len(calls)
def three():
    return 3
def draw():
    return torch.rand(())
"""


@pytest.fixture(scope="module")
def process() -> Iterator[StudentProcess]:
    cells = [Cell(0, _CELL)]
    with SandboxServer() as server, StudentProcess(server.address, Limits(), cells, {}, 0) as process:
        process.run_cells()
        yield process


def use_once(process: StudentProcess, seed: int = 0) -> tuple[int, int, float]:
    student = Student(lambda: process.fork(seed))
    found = student.count(), student.three(), float(student.draw())
    student.replace(three=lambda: 4)
    assert student.three() == 4
    student.close()
    return found


def test_a_fork_finds_the_executed_notebook_whatever_one_before_did(process: StudentProcess) -> None:
    first = use_once(process)
    assert first[:2] == (1, 3)
    assert use_once(process) == first


def test_a_kept_fork_has_its_names_and_its_seed_renewed_and_ends_with_the_block(
    process: StudentProcess,
) -> None:
    first = use_once(process, seed=1)
    with process.keep_fork():
        assert use_once(process, seed=0) != first
        assert use_once(process, seed=1) == (2, *first[1:])
    assert use_once(process, seed=1) == first

"""What notebooks of the course do works behind the wall, with all modules preloaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairgrade.sandbox.policy import Limits, Policy
from fairgrade.sandbox.server import SandboxServer, connect
from fairgrade.sandbox.syscalls import NUMBERS
from tests.attacks.harness import ENTRY, ask
from tests.contract.sandbox.course_code import SNIPPETS

_SYNC = {"x86_64": 162, "aarch64": 81}
_SOCKET = {"x86_64": 41, "aarch64": 198}
"""Refused without harm: the C library asks a name service for the user's name where the host runs one."""


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer(Policy(entry="hostile_entry:serve"), {"hostile_entry.py": ENTRY}) as server:
        yield server


@pytest.mark.parametrize("name", SNIPPETS)
def test_course_code_runs_behind_the_wall(server: SandboxServer, name: str) -> None:
    with connect(server.address, Limits(), {}) as session:
        answer = ask(session, SNIPPETS[name] + "\ngot = True", {})
    assert answer["got"], answer["how"]


def test_filter_refuses_no_call_of_course_code_with_this_torch() -> None:
    environment = os.environ | {"OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
    command = [sys.executable, "-m", "tests.contract.sandbox.refused_calls"]
    root = Path(__file__).parents[3]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root, check=True)
    refused = json.loads(run.stdout.splitlines()[-1])
    machine = os.uname().machine
    assert _SYNC[machine] in refused, "nothing was watched"
    assert set(refused) <= {_SYNC[machine], _SOCKET[machine]}, run.stderr
    assert set(NUMBERS) == set(_SYNC)

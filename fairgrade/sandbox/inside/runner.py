"""What runs in the student's process: a loop that runs cells, forks for hidden tests and serves calls.

Everything here shares a process with student code, so nothing here is trusted; it only makes honest code work. The
trusted side checks every byte that leaves.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from fairgrade.sandbox.inside import notebook
from fairgrade.sandbox.inside.calls import Calls, seed_everything
from fairgrade.wire.channel import Channel, ChannelClosed
from fairgrade.wire.codec import WireError

MAX_FRAME = 256 << 20
_ENDED = 64
"""Exit code of a hidden test's fork that was told to end."""
_SHELL = notebook.warm_up()
_kill, _getpid = os.kill, os.getpid


def serve(sock: socket.socket, scratch: Path) -> None:
    """Serve one submission until the trusted side hangs up; never returns to the caller's code.

    Args:
        sock: the only descriptor of this process.
        scratch: the folder student code may write to; it becomes the current one.
    """
    os.chdir(scratch)
    channel = Channel(sock, MAX_FRAME, _refuse, _refuse)
    sys.path.insert(0, str(scratch))
    try:
        while True:
            request = channel.receive()
            if request["op"] == "cells":
                _run_cells(channel, request)
            elif request["op"] == "fork":
                _fork(_SHELL.user_ns, channel, request)
    except (ChannelClosed, KeyboardInterrupt):
        pass
    finally:
        os._exit(0)


def _refuse(value: object) -> object:
    raise WireError(f"a {type(value).__name__} cannot be sent here")


def _run_cells(channel: Channel, request: dict[str, Any]) -> None:
    seed_everything(request["seed"])
    end = time.monotonic() + request["notebook_seconds"]
    for index, source in request["cells"]:
        channel.send({"cell": index})
        seconds = min(request["cell_seconds"], end - time.monotonic())
        late = {"status": "timeout", "error": "not run: the notebook's time was used up", "characters": 0}
        channel.send(notebook.run_cell(_SHELL, index, source, seconds) if seconds > 0 else late)
    channel.send({"value": None})


def _fork(namespace: dict[str, Any], channel: Channel, request: dict[str, Any]) -> None:
    """Serve one hidden test in a fork; whatever it does, the next test starts from the executed notebook."""
    _end_other_processes()
    child = os.fork()
    if child == 0:
        try:
            _serve_test(namespace, channel, request)
            os._exit(_ENDED)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    _end_other_processes()
    code = os.waitstatus_to_exitcode(status)
    if code != _ENDED:
        channel.send({"died": code, "id": request["id"]})


def _end_other_processes() -> None:
    """Kill what cells or a test left running; possible where this process is the first of its own namespace."""
    if _getpid() == 1:
        with contextlib.suppress(ProcessLookupError):
            _kill(-1, signal.SIGKILL)


def _serve_test(namespace: dict[str, Any], channel: Channel, request: dict[str, Any]) -> None:
    from fairgrade.sandbox.inside.confine import seal_fork

    seal_fork()
    seed_everything(request["seed"])
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    sys.stdout = sys.stderr = notebook.CountingOutput()
    calls = Calls(namespace, channel)
    channel.send({"value": None, "id": request["id"]})
    while True:
        work = channel.receive()
        if work["op"] == "end":
            return
        signal.setitimer(signal.ITIMER_REAL, work["seconds"])
        reply = calls.answer(work)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            channel.send(reply | {"id": work["id"]})
        except ChannelClosed:
            raise
        except Exception as error:
            channel.send({"fault": ["bad reply", *notebook.fault(error)], "id": work["id"]})

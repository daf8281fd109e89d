"""The first process of a world made for one submission: starts its supervisor, carries its streams, and ends with it.

Student code may reach its supervisor here where neither namespaces nor Landlock keep signals apart. All that it can do
is end its own world.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
import threading
from typing import Any, BinaryIO, NoReturn

from fairgrade.sandbox.inside import confine, kernel, supervisor
from fairgrade.sandbox.inside.relay import CHANNEL, CONTROL, Pipe, into

_FLUSH_SECONDS = 5.0
CRASHED: dict[str, Any] = {
    "cause": "crashed", "peak_memory": 0, "cpu_seconds": 0.0, "wall_seconds": 0.0, "exit_code": None, "signal": None,
}  # fmt: skip
"""The report on a submission whose supervisor is gone."""


def serve(warm: supervisor.Warm) -> NoReturn:
    """Read the request and the files from standard input, run the submission, exit when all of it has ended."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    line = sys.stdin.buffer.readline()
    if line:  # otherwise the world was started to see whether it starts
        _run(line, warm)
    os._exit(0)  # a thread may still read; Python would wait for it


def _run(line: bytes, warm: supervisor.Warm) -> None:
    channel, control = _start(line, warm)
    pipe = Pipe(sys.stdin.buffer, 1)
    threading.Thread(target=_carry_in, args=(pipe, channel, control), daemon=True).start()
    results = threading.Thread(target=pipe.carry_out, args=(CHANNEL, channel), daemon=True)
    results.start()
    told = b""
    while data := control.recv(1 << 16):
        told += data
        pipe.send(CONTROL, data)
    results.join(_FLUSH_SECONDS)
    if b'"cause"' not in told and b'"error"' not in told:
        pipe.send(CONTROL, json.dumps(CRASHED).encode() + b"\n")


def _start(line: bytes, warm: supervisor.Warm) -> tuple[socket.socket, socket.socket]:
    """Fork the supervisor; returns the trusted ends of the channel and of its control."""
    channel, theirs = socket.socketpair()
    control, accepted = socket.socketpair()
    with tempfile.TemporaryFile(dir=warm.scratch) as contents, theirs, accepted:
        _copy(sys.stdin.buffer, contents, sum(size for _, size in json.loads(line)["files"]))
        contents.seek(0)
        socket.send_fds(control, [line], [theirs.fileno(), contents.fileno()])
        if os.fork() == 0:
            confine.close_descriptors({2, accepted.fileno()})
            supervisor.supervise(accepted, warm)
    return channel, control


def _copy(source: BinaryIO, target: Any, size: int) -> None:
    while size and (data := source.read(min(size, 1 << 20))):
        target.write(data)
        size -= len(data)


def _carry_in(pipe: Pipe, channel: socket.socket, control: socket.socket) -> None:
    pipe.carry_in({CHANNEL: into(channel), CONTROL: into(control)})
    into(control)(b"")  # whoever started this world is gone

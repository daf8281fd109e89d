"""Runs course code under the student filter and lists every system call it refuses; started as a program.

The kernel hands each refused call to this process instead of failing it silently. Prints a JSON list of numbers.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import errno
import fcntl
import json
import os
import socket
import struct
import tempfile

from fairgrade.sandbox.inside import kernel, zygote
from fairgrade.sandbox.inside.filter import USER_NOTIFICATION, student_filter
from fairgrade.sandbox.policy import Policy
from tests.contract.sandbox.course_code import SNIPPETS

_NEW_LISTENER = 8
_RECEIVE, _SEND = 0xC0502100, 0xC0182101


def main() -> None:
    """Fork, run the snippets in the child, answer the kernel in the parent."""
    zygote._preload(Policy())
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        with contextlib.suppress(BaseException):
            _run_snippets(theirs)
        os._exit(0)
    theirs.close()
    _, descriptors, _, _ = socket.recv_fds(ours, 1, 1)
    print(json.dumps(_answer_until_end(descriptors[0])))
    os.waitpid(child, 0)


def _run_snippets(channel: socket.socket) -> None:
    os.chdir(tempfile.mkdtemp())
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    listener = kernel.install_filter(student_filter(os.uname().machine, USER_NOTIFICATION), _NEW_LISTENER)
    channel.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))])
    os.close(listener)
    channel.close()
    for name, source in SNIPPETS.items():
        if "network" in name or "download" in name:
            continue
        try:
            exec(source, {"__name__": "snippet"})
        except Exception as error:
            os.write(2, f"{name}: {error!r}\n".encode())
    os.sync()  # refused for sure, so that an empty list cannot mean that nothing was watched


def _answer_until_end(listener: int) -> list[int]:
    """Refuse each call with EPERM, as the real filter does, until nobody is left under it."""
    import select

    refused: set[int] = set()
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    while True:
        events = poll.poll()[0][1]
        if not events & select.POLLIN:
            return sorted(refused)
        notice = ctypes.create_string_buffer(80)
        with contextlib.suppress(FileNotFoundError):  # the caller is gone already
            fcntl.ioctl(listener, _RECEIVE, notice)
            identity, _, _, number = struct.unpack_from("=QIIi", notice)
            refused.add(number)
            fcntl.ioctl(listener, _SEND, struct.pack("=QqiI", identity, 0, -errno.EPERM, 0))


if __name__ == "__main__":
    main()

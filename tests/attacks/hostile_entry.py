"""Runs behind the wall in place of the notebook runner: executes one hostile program for each line it receives."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any


def serve(sock: socket.socket, scratch: Path) -> None:
    """Each line is a JSON object with `program`, `facts`, `before` and `sealed`; the answer is one line."""
    import threading  # noqa: F401  what a notebook has loaded before its first test, too

    namespace: dict[str, Any] = {
        "__name__": "__main__",
        "scratch": scratch,
        "os": os,
        "sys": sys,
        "socket": socket,
    }
    for line in sock.makefile("rb"):
        request = json.loads(line)
        namespace["facts"] = request["facts"]
        exec(request["before"], namespace)
        if not request["sealed"]:
            _answer(sock, request["program"], namespace)
            continue
        fork = os.fork()
        if fork == 0:
            from fairgrade.sandbox.inside.confine import seal_fork

            seal_fork()
            _answer(sock, request["program"], namespace)
            os._exit(0)
        os.waitpid(fork, 0)


def _answer(sock: socket.socket, program: str, namespace: dict[str, Any]) -> None:
    namespace["got"] = False
    try:
        exec(program, namespace)
        answer = {"got": bool(namespace["got"]), "how": repr(namespace["got"])[:500]}
    except BaseException as error:
        answer = {"got": False, "how": f"{type(error).__name__}: {error}"[:500]}
    sock.sendall(json.dumps(answer).encode() + b"\n")

"""Carries the two streams of one submission, its channel and its supervisor's control, over one pipe each way.

Both ends use it: whoever starts a world for one submission, and the first process in that world. A frame is a letter,
a length and bytes; an empty one says that the stream has ended on the other side.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from typing import BinaryIO

CHANNEL, CONTROL = b"D", b"C"
_HEAD = struct.Struct("<cI")
_MOST = 1 << 16


class Pipe:
    """One end of a pair of pipes.

    Args:
        inward: frames are read from it.
        outward: descriptor that frames are written to.
    """

    def __init__(self, inward: BinaryIO, outward: int) -> None:
        self._inward, self._outward, self._lock = inward, outward, threading.Lock()

    def send(self, kind: bytes, data: bytes) -> None:
        """Write one frame; raises `OSError` where the other end is gone."""
        rest = memoryview(_HEAD.pack(kind, len(data)) + data)
        with self._lock:
            while rest:
                rest = rest[os.write(self._outward, rest) :]

    def carry_out(self, kind: bytes, sock: socket.socket) -> None:
        """Send what comes from `sock`, until it or the other end is gone."""
        data = b"x"
        while data:
            try:
                data = sock.recv(_MOST)
            except OSError:
                data = b""
            try:
                self.send(kind, data)
            except OSError:
                return

    def carry_in(self, takers: Mapping[bytes, Callable[[bytes], None]]) -> None:
        """Hand what arrives to the taker of its kind, until the other end is gone or says what no end would say."""
        while len(head := self._inward.read(_HEAD.size)) == _HEAD.size:
            kind, length = _HEAD.unpack(head)
            if kind not in takers or length > _MOST or len(data := self._inward.read(length)) != length:
                return
            takers[kind](data)


def into(sock: socket.socket) -> Callable[[bytes], None]:
    """A taker that passes bytes on to a socket, whose reader may be gone."""

    def take(data: bytes) -> None:
        try:
            if data:
                sock.sendall(data)
            else:
                sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    return take

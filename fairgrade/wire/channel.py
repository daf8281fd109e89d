"""Frames over a stream socket, with a cap on their size and a deadline on every one.

A frame on the wire: `u32 body length, u32 number of blobs, u64 length of each blob, body, blobs`, little-endian.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from fairgrade.wire.codec import Decoder, Encoder, WireError

_HEAD = struct.Struct("<II")
_AT_ONCE = 512
"""Buffers that one system call takes; the kernel's limit is 1,024."""
MAX_BLOBS = 4096
MAX_BODY = 16 << 20
"""Bytes of a body that the trusted side reads: decoded, an empty list takes 64 bytes for its one."""


class ChannelClosed(ConnectionError):
    """The other side is gone."""


class ChannelTimeout(TimeoutError):
    """No whole frame arrived, or could be sent, before the deadline."""


class Channel:
    """One end of the wire.

    Args:
        sock: a connected stream socket; the channel owns it.
        max_frame: largest frame in bytes, either way.
        export: see `Encoder`; what stands for objects that are no plain data.
        resolve: see `Decoder`; what stands for references.
        max_body: largest body in bytes to receive; by default as large as a frame.
    """

    def __init__(
        self,
        sock: socket.socket,
        max_frame: int,
        export: Callable[[object], object],
        resolve: Callable[[Any], object],
        max_body: int | None = None,
    ) -> None:
        self.sock, self.max_frame, self.export, self.resolve = sock, max_frame, export, resolve
        sock.setblocking(False)  # every wait is `_wait`, which knows the deadline
        self._readable, self._writable = _poll(sock, select.POLLIN), _poll(sock, select.POLLOUT)
        self.max_body = max_frame if max_body is None else max_body

    def send(self, value: object, seconds: float | None = None) -> None:
        """Send one value.

        Args:
            value: plain data, tensors and whatever `export` turns into references.
            seconds: time for the whole frame; None waits for ever.

        Raises:
            WireError: the value cannot be sent; nothing was.
            ChannelClosed: the other side is gone.
            ChannelTimeout: the other side did not read in time.
        """
        encoder = Encoder(self.export)
        body = encoder.encode(value)
        lengths = [blob.nbytes for blob in encoder.blobs]
        if len(lengths) > MAX_BLOBS or len(body) + sum(lengths) > self.max_frame:
            raise WireError(f"the value is larger than the limit of {self.max_frame >> 20} MiB a message")
        head = struct.pack(f"<II{len(lengths)}Q", len(body), len(lengths), *lengths)
        self._write([head + body, *encoder.blobs], _deadline(seconds))

    def receive(self, seconds: float | None = None) -> Any:
        """Receive one value.

        Args:
            seconds: time for the whole frame, however slowly it drips; None waits for ever.

        Raises:
            WireError: the frame is malformed or too large; the stream is out of step after it.
            ChannelClosed: the other side is gone.
            ChannelTimeout: no whole frame arrived in time.
        """
        deadline = _deadline(seconds)
        body_length, blobs = _HEAD.unpack(self._read(_HEAD.size, deadline))
        if blobs > MAX_BLOBS or body_length > min(self.max_body, self.max_frame):
            raise WireError("a frame announces more than the limit")
        lengths = struct.unpack(f"<{blobs}Q", self._read(8 * blobs, deadline)) if blobs else ()
        if body_length + sum(lengths) > self.max_frame:
            raise WireError("a frame announces more than the limit")
        body = self._read(body_length, deadline)
        return Decoder([self._read(length, deadline) for length in lengths], self.resolve).decode(body)

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def _write(self, parts: list[bytes | memoryview], deadline: float | None) -> None:
        while True:
            try:
                parts = _rest(parts, self.sock.sendmsg(parts[:_AT_ONCE]))
            except BlockingIOError:
                self._writable.poll(_milliseconds(deadline))
            except OSError as error:
                raise ChannelClosed(str(error)) from error
            if not parts:
                return
            _milliseconds(deadline)

    def _read(self, size: int, deadline: float | None) -> bytearray:
        """So many bytes and no byte more: what follows may be for another process that shares the socket."""
        buffer = bytearray(size)
        rest = memoryview(buffer)
        while rest:
            try:
                received = self.sock.recv_into(rest)
            except BlockingIOError:
                self._readable.poll(_milliseconds(deadline))
                continue
            except OSError as error:
                raise ChannelClosed(str(error)) from error
            if not received:
                raise ChannelClosed("the other side closed the connection")
            rest = rest[received:]
            if rest:
                _milliseconds(deadline)
        return buffer


def _deadline(seconds: float | None) -> float | None:
    """When so many seconds are over, on the clock of `time.monotonic`; it must lie ahead."""
    deadline = None if seconds is None else time.monotonic() + seconds
    _milliseconds(deadline)
    return deadline


def _milliseconds(deadline: float | None) -> float | None:
    """What is left until the deadline, as `poll` wants it.

    Raises:
        ChannelTimeout: nothing is left.
    """
    if deadline is None:
        return None
    left = 1000 * (deadline - time.monotonic())
    if left <= 0:
        raise ChannelTimeout("the other side did not keep up with the deadline")
    return left


def _rest(parts: list[bytes | memoryview], sent: int) -> list[bytes | memoryview]:
    """What is left of the parts after so many bytes."""
    for place, part in enumerate(parts):
        if sent < len(part):
            return [memoryview(part)[sent:], *parts[place + 1 :]]
        sent -= len(part)
    return []


def _poll(sock: socket.socket, event: int) -> select.poll:
    ready = select.poll()
    ready.register(sock, event)
    return ready

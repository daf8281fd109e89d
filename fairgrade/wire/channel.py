"""Frames over a stream socket, with a cap on their size and a deadline on every one.

A frame on the wire: `u32 body length, u32 number of blobs, u64 length of each blob, body, blobs`, little-endian.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
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
        head = _HEAD.pack(len(body), len(lengths)) + struct.pack(f"<{len(lengths)}Q", *lengths)
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
        head = bytearray(_HEAD.size)
        self._read([head], deadline)
        body_length, blobs = _HEAD.unpack(head)
        if blobs > MAX_BLOBS or body_length > min(self.max_body, self.max_frame):
            raise WireError("a frame announces more than the limit")
        sizes = bytearray(8 * blobs)
        self._read([sizes], deadline)
        lengths = struct.unpack(f"<{blobs}Q", sizes)
        if body_length + sum(lengths) > self.max_frame:
            raise WireError("a frame announces more than the limit")
        body, buffers = bytearray(body_length), [bytearray(length) for length in lengths]
        self._read([body, *buffers], deadline)
        return Decoder(buffers, self.resolve).decode(bytes(body))

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def _write(self, data: Sequence[bytes | memoryview], deadline: float | None) -> None:
        self._transfer(data, select.POLLOUT, lambda rest: self.sock.sendmsg(rest), deadline)

    def _read(self, buffers: Sequence[bytearray], deadline: float | None) -> None:
        """Fill the buffers and read no byte more: what follows may be for another process that shares the socket."""
        self._transfer(buffers, select.POLLIN, lambda rest: self.sock.recvmsg_into(rest)[0], deadline)

    def _transfer(
        self,
        buffers: Sequence[bytes | bytearray | memoryview],
        event: int,
        move: Callable[[list[memoryview]], int],
        deadline: float | None,
    ) -> None:
        rest = [memoryview(buffer).cast("B") for buffer in buffers if len(buffer)]
        done = 0
        try:
            while done < len(rest):
                if deadline is not None and time.monotonic() >= deadline:
                    raise ChannelTimeout("the other side did not keep up with the deadline")
                try:
                    moved = move(rest[done : done + _AT_ONCE])
                except BlockingIOError:
                    self._wait(event, deadline)
                    continue
                if not moved:
                    raise ChannelClosed("the other side closed the connection")
                while moved:
                    step = min(moved, len(rest[done]))
                    rest[done] = rest[done][step:]
                    moved -= step
                    done += not rest[done]
        except (ChannelClosed, ChannelTimeout):
            raise
        except OSError as error:
            raise ChannelClosed(str(error)) from error

    def _wait(self, event: int, deadline: float | None) -> None:
        poll = select.poll()
        poll.register(self.sock, event)
        poll.poll(None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000)


def _deadline(seconds: float | None) -> float | None:
    return None if seconds is None else time.monotonic() + seconds

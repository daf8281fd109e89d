"""Frames over a stream socket, with a cap on their size and a deadline on every one.

A frame on the wire: `u32 body length, u32 number of blobs, u64 length of each blob, body, blobs`, little-endian.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from fairgrade.wire.codec import Decoder, Encoder, WireError

_HEAD = struct.Struct("<II")
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
        deadline = None if seconds is None else time.monotonic() + seconds
        self._write(head + body, deadline)
        for blob in encoder.blobs:
            if blob.nbytes:
                self._write(blob, deadline)

    def receive(self, seconds: float | None = None) -> Any:
        """Receive one value.

        Args:
            seconds: time for the whole frame, however slowly it drips; None waits for ever.

        Raises:
            WireError: the frame is malformed or too large; the stream is out of step after it.
            ChannelClosed: the other side is gone.
            ChannelTimeout: no whole frame arrived in time.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        body_length, blobs = _HEAD.unpack(self._read(_HEAD.size, deadline))
        if blobs > MAX_BLOBS or body_length > min(self.max_body, self.max_frame):
            raise WireError("a frame announces more than the limit")
        lengths = struct.unpack(f"<{blobs}Q", self._read(8 * blobs, deadline))
        if body_length + sum(lengths) > self.max_frame:
            raise WireError("a frame announces more than the limit")
        body = bytes(self._read(body_length, deadline))
        buffers = [self._read(length, deadline) for length in lengths]
        return Decoder(buffers, self.resolve).decode(body)

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def _write(self, data: bytes | memoryview, deadline: float | None) -> None:
        rest = memoryview(data).cast("B")
        try:
            while rest:
                self.sock.settimeout(_remaining(deadline))
                rest = rest[self.sock.send(rest) :]
        except TimeoutError as error:
            raise ChannelTimeout("the other side does not read") from error
        except OSError as error:
            raise ChannelClosed(str(error)) from error

    def _read(self, length: int, deadline: float | None) -> bytearray:
        data = bytearray(length)
        view = memoryview(data)
        try:
            while view:
                self.sock.settimeout(_remaining(deadline))
                received = self.sock.recv_into(view)
                if not received:
                    raise ChannelClosed("the other side closed the connection")
                view = view[received:]
        except TimeoutError as error:
            raise ChannelTimeout("no whole frame came in time") from error
        except ChannelClosed:
            raise
        except OSError as error:
            raise ChannelClosed(str(error)) from error
        return data


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    rest = deadline - time.monotonic()
    if rest <= 0:
        raise TimeoutError
    return rest

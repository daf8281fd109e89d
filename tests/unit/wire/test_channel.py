"""The wire's channel: frames arrive whole, in time and within the cap, or a typed error says why not."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest
import torch

from fairgrade.wire.channel import Channel, ChannelClosed, ChannelTimeout
from fairgrade.wire.codec import WireError


def refuse(value: object) -> object:
    raise WireError("refused")


@pytest.fixture
def pair() -> Iterator[tuple[Channel, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours, 1 << 20, refuse, refuse), theirs


def test_a_value_sent_is_received_equal() -> None:
    left, right = socket.socketpair()
    with left, right:
        sender, receiver = Channel(left, 1 << 26, refuse, refuse), Channel(right, 1 << 26, refuse, refuse)
        value = {"x": torch.randn(1000, 1000), "y": [1, "two", None]}
        thread = threading.Thread(target=sender.send, args=(value, 10))
        thread.start()
        back = receiver.receive(10)
        thread.join()
        assert torch.equal(back["x"], value["x"])  # type: ignore[arg-type]
        assert back["y"] == value["y"]


def test_a_silent_peer_ends_in_a_timeout(pair: tuple[Channel, socket.socket]) -> None:
    with pytest.raises(ChannelTimeout):
        pair[0].receive(0.05)


def test_a_frame_that_drips_byte_by_byte_does_not_extend_its_deadline(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, peer = pair
    stop = threading.Event()

    def drip() -> None:
        while not stop.is_set():
            peer.send(b"\x01")
            time.sleep(0.02)

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises((ChannelTimeout, WireError)):
            channel.receive(0.2)
    finally:
        stop.set()
        thread.join()


def test_a_frame_that_announces_too_much_is_refused_before_it_is_read(
    pair: tuple[Channel, socket.socket],
) -> None:
    channel, peer = pair
    peer.send(struct.pack("<II", 2**31, 0))
    with pytest.raises(WireError, match="more than the limit"):
        channel.receive(1)
    peer.send(struct.pack("<IIQ", 1, 1, 2**60))
    with pytest.raises(WireError, match="more than the limit"):
        channel.receive(1)


def test_a_body_may_have_a_lower_limit_than_a_frame() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(struct.pack("<II", 1001, 0))
        with pytest.raises(WireError, match="more than the limit"):
            Channel(ours, 1 << 20, refuse, refuse, 1000).receive(1)


def test_a_frame_with_too_many_blobs_is_refused(pair: tuple[Channel, socket.socket]) -> None:
    channel, peer = pair
    peer.send(struct.pack("<II", 1, 2**20))
    with pytest.raises(WireError):
        channel.receive(1)


def test_a_hang_up_in_the_middle_of_a_frame_is_told(pair: tuple[Channel, socket.socket]) -> None:
    channel, peer = pair
    peer.send(struct.pack("<II", 100, 0) + b"abc")
    peer.close()
    with pytest.raises(ChannelClosed):
        channel.receive(1)


def test_a_value_over_the_cap_is_not_sent_at_all(pair: tuple[Channel, socket.socket]) -> None:
    channel, peer = pair
    with pytest.raises(WireError, match="larger than the limit"):
        channel.send(torch.zeros(1 << 20))
    peer.setblocking(False)
    with pytest.raises(BlockingIOError):
        peer.recv(1)


def test_a_peer_that_does_not_read_ends_in_a_timeout() -> None:
    left, right = socket.socketpair()
    with left, right, pytest.raises(ChannelTimeout):
        Channel(left, 1 << 28, refuse, refuse).send(torch.zeros(1 << 22), 0.1)

"""The wire's codec: what is sent comes back equal, and nothing else comes back at all."""

from __future__ import annotations

import contextlib

import msgpack
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from fairgrade.wire.codec import DTYPES, Decoder, Encoder, WireError
from fairgrade.wire.values import HandleReference, Record

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=40),
    lambda items: (
        st.lists(items, max_size=4)
        | st.tuples(items, items)
        | st.dictionaries(st.text(max_size=5) | st.integers(0, 9), items, max_size=4)
    ),
    max_leaves=20,
)


def refuse(value: object) -> object:
    raise WireError(f"refused {type(value).__name__}")


def round_trip(value: object) -> object:
    encoder = Encoder(refuse)
    body = encoder.encode(value)
    return Decoder([bytearray(blob) for blob in encoder.blobs], refuse).decode(body)


@given(plain)
@settings(max_examples=200, deadline=None)
def test_plain_data_comes_back_equal_and_of_the_same_types(value: object) -> None:
    back = round_trip(value)
    assert back == value
    assert repr(back) == repr(value)


@pytest.mark.parametrize("dtype", sorted(DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3, 4)])
def test_tensors_of_every_listed_dtype_and_shape_come_back_bit_for_bit(
    dtype: str, shape: tuple[int, ...]
) -> None:
    tensor = (torch.randn(shape) * 3).to(getattr(torch, dtype))
    back = round_trip(tensor)
    assert isinstance(back, torch.Tensor)
    assert back.dtype == tensor.dtype
    assert back.shape == tensor.shape
    assert torch.equal(back, tensor)


def test_a_strided_view_arrives_as_its_values() -> None:
    tensor = torch.arange(12.0).reshape(3, 4).t()[::2]
    assert torch.equal(round_trip(tensor), tensor)  # type: ignore[arg-type]


def test_one_value_that_was_expanded_arrives() -> None:
    expanded = torch.arange(3.0).sum().expand(1)[:, None].expand(1, 1)
    assert torch.equal(round_trip(torch.tensor(2.0).double().expand(1)), torch.tensor([2.0]).double())  # type: ignore[arg-type]
    assert torch.equal(round_trip(expanded), torch.tensor([[3.0]]))  # type: ignore[arg-type]


def test_a_named_tuple_keeps_its_names() -> None:
    class Pair(tuple):
        _fields = ("loss", "kl")

    back = round_trip(Pair((1.5, 2)))
    assert isinstance(back, Record)
    assert (back.loss, back.kl, back.fields) == (1.5, 2, ("loss", "kl"))


def test_an_object_that_is_no_data_is_refused() -> None:
    with pytest.raises(WireError, match="refused object"):
        round_trip([object()])


@given(st.binary(max_size=200))
@settings(max_examples=500, deadline=None)
def test_arbitrary_bytes_decode_or_raise_wire_error(body: bytes) -> None:
    with contextlib.suppress(WireError):
        Decoder([bytearray(8)], refuse).decode(body)


trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**40)
    | st.text(max_size=8)
    | st.sampled_from(sorted(DTYPES)),
    lambda items: st.lists(items, max_size=6),
    max_leaves=30,
)


@given(trees, st.lists(st.binary(max_size=64), max_size=3))
@settings(max_examples=1000, deadline=None)
def test_arbitrary_trees_decode_or_raise_wire_error(tree: object, blobs: list[bytes]) -> None:
    with contextlib.suppress(WireError):
        Decoder([bytearray(blob) for blob in blobs], refuse).decode(msgpack.packb(tree))


@pytest.mark.parametrize(
    "parts",
    [
        [4, 0, "float32", [3], False],
        [4, 0, "float32", [2**31, 2**31, 2**31], False],
        [4, 0, "float32", [-2], False],
        [4, 0, "object", [2], False],
        [4, 1, "float32", [2], False],
        [4, 0, "float32", [0, 2**62 - 1], False],
        [4, 0.0, "float32", [2], False],
        [4, True, "float32", [2], False],
    ],
)
def test_a_tensor_that_lies_about_itself_is_refused(parts: list[object]) -> None:
    with pytest.raises(WireError):
        Decoder([bytearray(8)], refuse).decode(msgpack.packb(parts))


@pytest.mark.parametrize("shape", [[0, 2**40, 2**40], [2**40, 2**40, 0], [2**20, 0, 2**30]])
def test_an_empty_tensor_of_astronomical_size_is_refused(shape: list[int]) -> None:
    with pytest.raises(WireError, match="impossible dimension"):
        Decoder([bytearray(0)], refuse).decode(msgpack.packb([4, 0, "float32", shape, False]))


def test_two_tensors_cannot_share_one_blob() -> None:
    tensor = [4, 0, "float32", [2], False]
    with pytest.raises(WireError, match="data of its own"):
        Decoder([bytearray(8)], refuse).decode(msgpack.packb([0, [tensor, tensor]]))


def test_a_deeply_nested_value_is_refused_on_both_sides() -> None:
    value: object = 1
    for _ in range(50):
        value = [value]
    with pytest.raises(WireError):
        Encoder(refuse).encode(value)
    tree: object = 1
    for _ in range(50):
        tree = [0, [tree]]
    with pytest.raises(WireError):
        Decoder([], refuse).decode(msgpack.packb(tree))


def test_a_handle_is_resolved_by_the_receiver() -> None:
    encoder = Encoder(refuse)
    body = encoder.encode([HandleReference(3, "CVAE", True)])
    assert Decoder([], lambda reference: (reference.number, reference.kind)).decode(body) == [(3, "CVAE")]

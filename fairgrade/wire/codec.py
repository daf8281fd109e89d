"""Plain data to bytes and back, strictly.

A frame is a msgpack body and a list of blobs, one a tensor. In the body, scalars stand for themselves and everything
else is an array that starts with a tag. Only the types listed here exist; decoding trusts nothing: it checks tags,
types, depth, counts, shapes and sizes, and executes nothing.

Rules of change: both ends are always of the same release, so a tag may change its meaning, but never silently: a
frame that is not understood raises `WireError`.
"""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgpack

from fairgrade.wire.values import HandleReference, Record, RemoteReference

if TYPE_CHECKING:
    import torch

LIST, TUPLE, RECORD, DICT, TENSOR, HANDLE, REMOTE = range(7)
MAX_DEPTH = 24
MAX_NODES = 400_000
MAX_TEXT = 1 << 20
MAX_DIMENSIONS = 16
_SCALARS = (type(None), bool, int, float, str)

DTYPES = {
    "float64": 8,
    "float32": 4,
    "float16": 2,
    "bfloat16": 2,
    "int64": 8,
    "int32": 4,
    "int16": 2,
    "int8": 1,
    "uint8": 1,
    "bool": 1,
    "complex64": 8,
    "complex128": 16,
}


class WireError(ValueError):
    """A frame is malformed, or a value cannot be sent; the text says which."""


class Encoder:
    """Turns one value into a body and blobs.

    Args:
        export: called with each object that is not plain data; returns a reference to send in its place, or raises
            WireError.
    """

    def __init__(self, export: Callable[[object], object]) -> None:
        self.export = export
        self.blobs: list[memoryview] = []
        self.nodes = 0

    def encode(self, value: object) -> bytes:
        """The msgpack body; the tensors' bytes are in `blobs` afterwards."""
        try:
            body: bytes = msgpack.packb(self._tree(value, 0), use_bin_type=True)
        except (ValueError, OverflowError, UnicodeEncodeError) as error:
            raise WireError(f"a value cannot be sent: {error}") from error
        return body

    def _tree(self, value: object, depth: int) -> object:
        kind = type(value)
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("the value is nested too deeply or has too many parts")
        if kind in _SCALARS:
            return value
        if kind is dict:
            return self._pairs(value, depth)
        if kind is list or kind is range:
            return [LIST, self._items(value, depth)]
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, Record):
            return [RECORD, value.kind, list(value.fields), self._items(value, depth)]
        if isinstance(value, tuple):
            fields = getattr(value, "_fields", None)
            if fields is None:
                return [TUPLE, self._items(value, depth)]
            return [RECORD, kind.__name__, [str(name) for name in fields], self._items(value, depth)]
        if isinstance(value, Mapping):
            return self._pairs(value, depth)
        if isinstance(value, HandleReference):
            return [HANDLE, value.number, value.kind, value.is_module]
        if isinstance(value, RemoteReference):
            parameters = self._tree(value.parameters, depth + 1)
            return [REMOTE, value.number, value.name, list(value.methods), parameters]
        return self._tree(self.export(value), depth + 1)

    def _pairs(self, values: Any, depth: int) -> list[object]:
        return [
            DICT,
            [[self._tree(key, depth + 1), self._tree(item, depth + 1)] for key, item in values.items()],
        ]

    def _items(self, values: Any, depth: int) -> list[object]:
        return [self._tree(item, depth + 1) for item in values]

    def _tensor(self, tensor: torch.Tensor) -> list[object]:
        import torch

        dtype = _dtype_names().get(tensor.dtype)
        if dtype is None:
            raise WireError(f"tensors of {str(tensor.dtype).removeprefix('torch.')} cannot be sent")
        plain = tensor.detach().resolve_conj().resolve_neg().to("cpu").contiguous()
        flat = plain.reshape(-1)
        if flat.numel() == 1:  # counts as contiguous whatever its stride, which `view` then refuses
            flat = flat.clone(memory_format=torch.contiguous_format)
        self.blobs.append(memoryview(flat.view(torch.uint8).numpy() if flat.numel() else b""))  # type: ignore[arg-type]
        return [TENSOR, len(self.blobs) - 1, dtype, list(tensor.shape), bool(tensor.requires_grad)]


class Decoder:
    """Turns a body and its blobs into values, trusting neither.

    Args:
        blobs: one writable buffer for each tensor.
        resolve: called with each `HandleReference` or `RemoteReference`; returns what stands for it here.
    """

    def __init__(self, blobs: list[bytearray], resolve: Callable[[Any], object]) -> None:
        self.blobs = blobs
        self.resolve = resolve
        self.used: set[int] = set()
        self.nodes = 0

    def decode(self, body: bytes | bytearray) -> Any:
        """The value.

        Raises:
            WireError: anything about the frame is not as `Encoder` writes it.
        """
        try:
            tree = msgpack.unpackb(
                body,
                raw=False,
                strict_map_key=True,
                max_str_len=MAX_TEXT,
                max_bin_len=0,
                max_ext_len=0,
                max_map_len=0,
                max_array_len=MAX_NODES,
            )
            return self._value(tree, 0)
        except WireError:
            raise
        except (ValueError, TypeError, IndexError, RecursionError, msgpack.UnpackException) as error:
            raise WireError(f"the frame is malformed: {type(error).__name__}") from error

    def _value(self, tree: Any, depth: int) -> Any:
        kind = type(tree)
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("the frame is nested too deeply or has too many parts")
        if kind in _SCALARS:
            return tree
        if kind is not list or not tree:
            raise WireError("the frame holds a value without a tag")
        tag = tree[0]
        if tag == DICT:
            _, pairs = tree
            return {self._value(key, depth + 1): self._value(item, depth + 1) for key, item in pairs}
        if tag == TENSOR:
            return self._tensor(*tree[1:])
        if tag == LIST:
            _, items = tree
            return self._items(items, depth)
        if tag == TUPLE:
            _, items = tree
            return tuple(self._items(items, depth))
        if tag == RECORD:
            _, name, fields, items = tree
            names = tuple(self._name(field) for field in fields)
            return Record(self._name(name), names, self._items(items, depth))
        return self.resolve(self._reference(tag, tree[1:], depth))

    def _items(self, items: Any, depth: int) -> list[Any]:
        if type(items) is not list:
            raise WireError("the frame holds a sequence that is none")
        return [self._value(item, depth + 1) for item in items]

    def _reference(self, tag: object, parts: list[Any], depth: int) -> HandleReference | RemoteReference:
        if tag == HANDLE:
            number, kind, is_module = parts
            return HandleReference(_count(number), self._name(kind), is_module is True)
        if tag == REMOTE:
            number, name, methods, parameters = parts
            values = self._value(parameters, depth + 1)
            names = tuple(self._name(method) for method in methods)
            if type(values) is not dict:
                raise WireError("the frame holds a module without parameters")
            return RemoteReference(_count(number), self._name(name), names, values)
        raise WireError("the frame holds an unknown tag")

    def _name(self, name: object) -> str:
        if type(name) is not str or len(name) > 200:
            raise WireError("the frame holds a name that is none")
        return name

    def _tensor(self, blob: Any, dtype: Any, shape: Any, wants_gradient: Any) -> torch.Tensor:
        import torch

        index = _count(blob)
        size = DTYPES.get(dtype) if type(dtype) is str else None
        if size is None or type(shape) is not list or len(shape) > MAX_DIMENSIONS:
            raise WireError("the frame holds a tensor of an unknown dtype or too many dimensions")
        sizes = [_count(length) for length in shape]
        if index >= len(self.blobs) or index in self.used:
            raise WireError("the frame holds a tensor without data of its own")
        self.used.add(index)
        data = self.blobs[index]
        if math.prod(sizes) * size != len(data):
            raise WireError(f"the frame holds a tensor whose shape {tuple(sizes)} does not fit its data")
        if not data:
            if math.prod(max(length, 1) for length in sizes) > 2**40:
                raise WireError("the frame holds a tensor with an impossible dimension")
            tensor = torch.empty(sizes, dtype=getattr(torch, dtype))
        elif dtype == "bool":
            tensor = torch.frombuffer(data, dtype=torch.uint8).view(sizes) != 0
        else:
            tensor = torch.frombuffer(data, dtype=getattr(torch, dtype)).view(sizes)
        if wants_gradient is True and (tensor.is_floating_point() or tensor.is_complex()):
            tensor.requires_grad_(True)
        return tensor


@functools.cache
def _dtype_names() -> dict[torch.dtype, str]:
    import torch

    return {getattr(torch, name): name for name in DTYPES}


def _count(value: object) -> int:
    if type(value) is not int or value < 0 or value >= 2**62:
        raise WireError("the frame holds a number that should count something and does not")
    return value

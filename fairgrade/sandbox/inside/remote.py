"""Functions and modules of the trusted process, as the student's code sees them.

A call sends its arguments over the wire, the trusted process computes, and the result comes back. Gradients cross as
well: the forward pass leaves its graph on the trusted side, and the backward pass asks for the products with it. So
the reference takes part in a student's training step without ever entering the sandbox.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import torch

from fairgrade.wire.values import Record, RemoteReference


class Asker(Protocol):
    """Sends a request to the trusted process and returns its answer."""

    def __call__(self, request: dict[str, Any]) -> Any: ...


def flatten(value: Any, leaves: list[torch.Tensor]) -> Any:
    """Replace each tensor in nested plain data by a slot and append it to `leaves`."""
    if isinstance(value, torch.Tensor):
        leaves.append(value)
        return _Slot(len(leaves) - 1)
    return _rebuilt(value, lambda item: flatten(item, leaves))


def fill(value: Any, leaves: list[torch.Tensor] | tuple[torch.Tensor, ...]) -> Any:
    """Put tensors back where `flatten` left slots."""
    if isinstance(value, _Slot):
        return leaves[value.index]
    return _rebuilt(value, lambda item: fill(item, leaves))


class _Slot:
    def __init__(self, index: int) -> None:
        self.index = index


def _rebuilt(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Record):
        return Record(value.kind, value.fields, [change(item) for item in value])
    if isinstance(value, tuple):
        items = [change(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, list):
        return [change(item) for item in value]
    if isinstance(value, dict):
        return {key: change(item) for key, item in value.items()}
    return value


class _Through(torch.autograd.Function):
    """One call through the wire as a node of the student's graph."""

    @staticmethod
    def forward(
        ctx: Any, ask: Asker, request: dict[str, Any], box: dict[str, Any], *leaves: torch.Tensor
    ) -> Any:
        answer = ask(request)
        outputs: list[torch.Tensor] = []
        box["shape"] = flatten(answer["value"], outputs)
        ctx.ask, ctx.call = ask, answer["call"]
        fixed = [output.detach() for output in outputs if not output.requires_grad]
        ctx.mark_non_differentiable(*fixed)
        rest = iter(fixed)
        return tuple(output.detach() if output.requires_grad else next(rest) for output in outputs)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, *cotangents: torch.Tensor) -> Any:
        gradients = ctx.ask({"op": "backward", "call": ctx.call, "cotangents": list(cotangents)})
        return (None, None, None, *gradients)


def call_remote(ask: Asker, request: dict[str, Any]) -> Any:
    """Send one call; its tensors take part in the student's graph where they require gradients."""
    leaves: list[torch.Tensor] = []
    flatten([request["args"], request["kwargs"], request.get("parameters", {})], leaves)
    if not (torch.is_grad_enabled() and any(leaf.requires_grad for leaf in leaves)):
        return ask(request | {"gradients": False})["value"]
    box: dict[str, Any] = {}
    outputs = _Through.apply(ask, request | {"gradients": True}, box, *leaves)
    return fill(box["shape"], outputs)


class RemoteFunction:
    """A function of the trusted process."""

    def __init__(self, ask: Asker, reference: RemoteReference) -> None:
        self._ask, self._number = ask, reference.number
        self.__name__ = reference.name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        request = {"op": "remote", "number": self._number, "method": "", "args": list(args), "kwargs": kwargs}
        return call_remote(self._ask, request)


class RemoteModule(torch.nn.Module):
    """A module of the trusted process: its parameters live here, its computation there."""

    def __init__(self, ask: Asker, reference: RemoteReference) -> None:
        super().__init__()
        self._ask, self._reference = ask, reference
        self._names: dict[str, str] = {}
        for name, value in reference.parameters.items():
            safe = name.replace(".", "__")
            self._names[name] = safe
            self.register_parameter(safe, torch.nn.Parameter(value.detach().clone()))
        for method in reference.methods:
            if method != "forward":
                setattr(self, method, _Method(self, method))

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self._call("forward", args, kwargs)

    def values(self) -> dict[str, torch.Tensor]:
        """Current parameters by the trusted module's names."""
        return {name: self._parameters[safe] for name, safe in self._names.items()}  # type: ignore[misc]

    def _call(self, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        request = {
            "op": "remote",
            "number": self._reference.number,
            "method": method,
            "args": list(args),
            "kwargs": kwargs,
            "parameters": self.values(),
            "training": self.training,
        }
        return call_remote(self._ask, request)


class _Method:
    def __init__(self, module: RemoteModule, name: str) -> None:
        self._owner = [module]
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._owner[0]._call(self.__name__, args, kwargs)


def resolve_remote(ask: Asker, reference: RemoteReference) -> RemoteFunction | RemoteModule:
    """What stands in the student's process for a function or a module of the trusted one."""
    return RemoteModule(ask, reference) if reference.methods else RemoteFunction(ask, reference)

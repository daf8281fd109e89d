"""Trusted functions and modules that student code may call across the wire, with a log it cannot forge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from fairgrade.wire.codec import WireError
from fairgrade.wire.values import Record, RemoteReference

if TYPE_CHECKING:
    import torch

MAX_CALLS = 20_000
MAX_HELD = 1 << 30
"""Bytes of tensors that the calls of one fork may hold on the trusted side: arguments, parameters and results."""


class LoggedCall(NamedTuple):
    """One call by student code of a trusted function."""

    method: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Any


class Remote:
    """A trusted function or module, as the graders hold it.

    Args:
        target: a function, or a `torch.nn.Module`.
        methods: of the module that student code may call; empty for a function.
    """

    def __init__(self, target: Callable[..., Any], methods: tuple[str, ...] = ()) -> None:
        self.target, self.methods = target, methods
        self.calls: list[LoggedCall] = []

    def parameters(self) -> dict[str, torch.Tensor]:
        """The module's parameters by name, detached; empty for a function."""
        if not self.methods:
            return {}
        return {name: value.detach() for name, value in self.target.named_parameters()}  # type: ignore[attr-defined]

    def call(
        self, method: str, args: list[Any], kwargs: dict[str, Any], parameters: dict[str, Any], training: bool
    ) -> Any:
        """Compute on the trusted side; for a module, with the parameter values that student code sent."""
        if not self.methods:
            value = self.target(*args, **kwargs)
        elif method in self.methods:
            import torch

            module: Any = self.target
            module.train(training)
            names = {f"module.{name}": parameters[name] for name, _ in module.named_parameters()}
            value = torch.func.functional_call(_bound(module, method), names, tuple(args), kwargs)
        else:
            raise AttributeError(f"this model has no method '{method}'")
        self.calls.append(LoggedCall(method, tuple(args), kwargs, value))
        return value


def _bound(module: torch.nn.Module, method: str) -> torch.nn.Module:
    """A module whose forward pass is another module's method, as `functional_call` wants it."""
    import torch

    class Bound(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.module = module

        def forward(self, *args: Any, **kwargs: Any) -> Any:
            return getattr(self.module, method)(*args, **kwargs)

    return Bound()


class RemoteTable:
    """The trusted functions of one fork, by number, and the graphs their calls left."""

    def __init__(self) -> None:
        self.remotes: list[Remote] = []
        self.graphs: list[tuple[list[Any], list[Any]]] = []
        self.served = 0
        self.held = 0

    def reference(self, remote: Remote) -> RemoteReference:
        """What is sent in place of a trusted function or module."""
        if remote not in self.remotes:
            self.remotes.append(remote)
        name = getattr(remote.target, "__name__", type(remote.target).__name__)
        return RemoteReference(self.remotes.index(remote), name, remote.methods, remote.parameters())

    def serve(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one call or one backward pass; a refusal is data for the student's exception."""
        self.served += 1
        if self.served > MAX_CALLS:
            return {"refused": f"more than {MAX_CALLS} calls"}
        try:
            if request["op"] == "backward":
                return {"value": self._backward(request["call"], request["cotangents"])}
            return {"value": self._call(request)}
        except WireError:
            raise
        except Exception as error:
            return {"refused": f"{type(error).__name__}: {str(error)[:500]}"}

    def _call(self, request: dict[str, Any]) -> dict[str, Any]:
        import torch

        number, method, args, kwargs = (request.get(key) for key in ("number", "method", "args", "kwargs"))
        parameters = request.get("parameters", {})
        if type(number) is not int or not 0 <= number < len(self.remotes):
            raise WireError("the process called a function that does not exist")
        if (
            type(method) is not str
            or type(args) is not list
            or type(kwargs) is not dict
            or type(parameters) is not dict
        ):
            raise WireError("the process made a call that is none")
        if not all(type(key) is str for key in kwargs):
            raise WireError("the process made a call that is none")
        inputs = tensors([args, kwargs, parameters])
        gradients = request.get("gradients") is True
        self._hold(inputs if gradients else tensors([args, kwargs]))
        with torch.set_grad_enabled(gradients):
            value = self.remotes[number].call(
                method, args, kwargs, parameters, request.get("training") is True
            )
        self._hold(tensors(value))
        call = len(self.graphs)
        if gradients:
            self.graphs.append((inputs, tensors(value)))
        return {"value": value, "call": call}

    def _hold(self, values: list[torch.Tensor]) -> None:
        self.held += sum(value.nbytes for value in values)
        if self.held > MAX_HELD:
            raise MemoryError(f"the calls hold more than {MAX_HELD >> 20} MiB")

    def _backward(self, call: Any, cotangents: Any) -> list[Any]:
        import torch

        if type(call) is not int or not 0 <= call < len(self.graphs) or type(cotangents) is not list:
            raise WireError("the process asked for the gradient of a call that was not made")
        inputs, outputs = self.graphs[call]
        wanted = [tensor for tensor in inputs if tensor.requires_grad]
        live = [
            (output, grad) for output, grad in zip(outputs, cotangents, strict=True) if output.requires_grad
        ]
        gradients = iter(
            torch.autograd.grad(
                [output for output, _ in live],
                wanted,
                [grad for _, grad in live],
                allow_unused=True,
                retain_graph=True,
            )
        )
        return [next(gradients) if tensor.requires_grad else None for tensor in inputs]


def tensors(value: Any) -> list[torch.Tensor]:
    """The tensors in nested plain data, in the order `inside.remote.flatten` finds them."""
    import torch

    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (Record, list, tuple)):
        return [tensor for item in value for tensor in tensors(item)]
    if isinstance(value, dict):
        return [tensor for item in value.values() for tensor in tensors(item)]
    return []

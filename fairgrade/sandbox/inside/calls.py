"""Serves the grader's calls of a student's components, inside one fork of the executed notebook."""

from __future__ import annotations

import dataclasses
import functools
import io
import random
import types
from typing import Any

import numpy as np
import torch

from fairgrade.sandbox.inside.notebook import fault, out_of_memory
from fairgrade.sandbox.inside.remote import RemoteModule, flatten, resolve_remote
from fairgrade.wire.channel import Channel
from fairgrade.wire.codec import WireError
from fairgrade.wire.values import HandleReference, Record, RemoteReference


class RemoteRaised(Exception):
    """The trusted function a student called refused its arguments."""


class NotDefined(NameError):
    """The notebook does not define a component; its text is the name alone."""


class Calls:
    """The state of one fork: the notebook's namespace and the objects the grader holds handles of."""

    def __init__(self, namespace: dict[str, Any], channel: Channel) -> None:
        self.namespace, self.channel = namespace, channel
        self.executed = dict(namespace)
        self.objects: dict[int, Any] = {}
        channel.export, channel.resolve = self.export, self.resolve

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to one request; a student's exception becomes data."""
        try:
            return {"value": getattr(self, "do_" + request["op"])(request)}
        except NotImplementedError as error:
            return {"fault": ["not started", *fault(error)]}
        except NotDefined as error:
            return {"fault": ["missing", *fault(error)]}
        except WireError as error:
            return {"fault": ["bad reply", *fault(error)]}
        except BaseException as error:
            return {"fault": ["memory" if out_of_memory(error) else "raised", *fault(error)]}

    def export(self, value: object) -> object:
        """What is sent in place of an object that is no plain data; the codec asks for it."""
        if isinstance(value, np.ndarray) and value.dtype != object:
            return torch.from_numpy(np.ascontiguousarray(value))
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, (bool, int, float, str)):
            return next(base(value) for base in (bool, int, float, str) if isinstance(value, base))
        if isinstance(value, list):
            return list(value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type) and _is_only_fields(value):
            names = [field.name for field in dataclasses.fields(value)]
            return Record(type(value).__name__, names, [getattr(value, name) for name in names])
        if isinstance(value, types.SimpleNamespace):
            return Record("SimpleNamespace", vars(value), vars(value).values())
        if isinstance(value, type(None)):
            return None
        number = len(self.objects) + 1
        self.objects[number] = value
        return HandleReference(number, type(value).__name__[:200], isinstance(value, torch.nn.Module))

    def resolve(self, reference: HandleReference | RemoteReference) -> object:
        """What a reference from the trusted process stands for here."""
        if isinstance(reference, HandleReference):
            return self.objects[reference.number]
        return resolve_remote(self.ask, reference)

    def ask(self, request: dict[str, Any]) -> Any:
        """Ask the trusted process in the middle of a call."""
        self.channel.send(request)
        reply = self.channel.receive()
        if "refused" in reply:
            raise RemoteRaised(reply["refused"])
        return reply["value"]

    def target(self, request: dict[str, Any]) -> Any:
        """The function, class or bound method a request names."""
        name = request["name"]
        if "on" in request:
            return getattr(request["on"], name) if name else request["on"]
        if name not in self.namespace:
            raise NotDefined(name)
        return self.namespace[name]

    def do_call(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call a component; tells which inputs it changed."""
        args, kwargs = request["args"], request["kwargs"]
        if request.get("arrays"):
            kwargs = {
                name: value.numpy() if isinstance(value, torch.Tensor) else value
                for name, value in kwargs.items()
            }
        given = {f"number {place + 1}": value for place, value in enumerate(args)} | kwargs
        before = {name: _snapshot(value) for name, value in given.items()}
        value = self.target(request)(*args, **kwargs)
        changed = [name for name, old in before.items() if _is_changed(given[name], old)]
        return {"value": value, "changed": changed}

    def do_vjp(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call a component with gradients and pull cotangents back to its inputs and parameters."""
        kwargs = dict(request["kwargs"])
        wanted = {name: kwargs[name].detach().clone().requires_grad_(True) for name in request["wrt"]}
        with torch.enable_grad():
            target, given = self.target(request), kwargs | wanted
            alone = isinstance(target, torch.nn.Module) and len(given) == 1
            value = target(*given.values()) if alone else target(**given)
            outputs: list[torch.Tensor] = []
            flatten(_readable(value), outputs)
            parameters = _parameters(request.get("parameters"))
            gradients = _pull_back(
                outputs, request["cotangents"], list(wanted.values()) + list(parameters.values())
            )
        names = [*wanted, *parameters]
        pulled = dict(zip(names, gradients, strict=True))
        return {
            "value": value,
            "gradients": {name: pulled[name] for name in wanted},
            "parameters": {name: pulled[name] for name in parameters},
        }

    def do_seed(self, request: dict[str, Any]) -> None:
        """Reseed every global generator."""
        seed_everything(request["seed"])

    def do_renew(self, request: dict[str, Any]) -> None:
        """Go back to the names of the executed notebook and reseed; see `Fork.renew`."""
        self.namespace.clear()
        self.namespace.update(self.executed)
        self.objects.clear()
        seed_everything(request["seed"])

    def do_has(self, request: dict[str, Any]) -> bool:
        """Whether the notebook defines a name."""
        return request["name"] in self.namespace

    def do_replace(self, request: dict[str, Any]) -> None:
        """Put trusted components in place of the student's."""
        self.namespace.update(request["components"])

    def do_get(self, request: dict[str, Any]) -> Any:
        """An attribute of an object."""
        return getattr(request["on"], request["name"])

    def do_parameters(self, request: dict[str, Any]) -> dict[str, torch.Tensor]:
        """Parameters of a module; for a trusted module, by the trusted names."""
        module = request["on"]
        if isinstance(module, RemoteModule):
            return module.values()
        return dict(module.named_parameters())

    def do_state(self, request: dict[str, Any]) -> dict[str, torch.Tensor]:
        """A module's `state_dict`."""
        return dict(request["on"].state_dict())

    def do_load(self, request: dict[str, Any]) -> list[list[str]]:
        """Load a `state_dict` from the bytes of a checkpoint or from tensors; the names that did not fit."""
        state = request["state"]
        if isinstance(state, torch.Tensor):
            buffer = io.BytesIO(state.numpy().tobytes())
            state = torch.load(buffer, map_location="cpu", weights_only=True)
        request["on"].load_state_dict(state)
        return []

    @torch.no_grad()
    def do_stir(self, request: dict[str, Any]) -> None:
        """Add random numbers to every parameter of a module; see `Handle.stir`."""
        generator = torch.Generator().manual_seed(request["seed"])
        for parameter in request["on"].parameters():
            fan_in = parameter[0].numel() if parameter.dim() > 1 else 16
            noise = torch.randn(parameter.shape, generator=generator, dtype=parameter.dtype)
            parameter.add_(noise, alpha=request["gain"] / max(fan_in, 1) ** 0.5)

    def do_optimizer(self, request: dict[str, Any]) -> Any:
        """A new optimiser of `torch.optim` over a module's parameters."""
        return getattr(torch.optim, request["kind"])(request["on"].parameters(), **request["kwargs"])


def _is_only_fields(value: Any) -> bool:
    """Whether a dataclass is no more than its fields: what else it holds or can do would be lost on the wire."""
    names = {field.name for field in dataclasses.fields(value)}
    held = set(getattr(value, "__dict__", ())) - names
    can = {
        name
        for kind in type(value).__mro__[:-1]
        for name, item in vars(kind).items()
        if not name.startswith("_")
        and (callable(item) or isinstance(item, (property, functools.cached_property)))
    }
    return not isinstance(value, torch.nn.Module) and not held and not can - names


def _differs(leaf: torch.Tensor, old: torch.Tensor) -> bool:
    if leaf.shape != old.shape or leaf.dtype != old.dtype:
        return True
    if torch.equal(leaf, old):
        return False
    return not torch.equal(torch.nan_to_num(leaf.detach()), torch.nan_to_num(old.detach()))


def _snapshot(value: Any) -> tuple[list[tuple[torch.Tensor, torch.Tensor]], list[Any]]:
    """The tensors of an argument with copies of them, and the items of a list."""
    leaves: list[torch.Tensor] = []
    flatten(value, leaves)
    return [(leaf, leaf.clone()) for leaf in leaves], list(value) if isinstance(value, list) else []


def _is_changed(value: Any, before: tuple[list[tuple[torch.Tensor, torch.Tensor]], list[Any]]) -> bool:
    tensors, items = before
    for leaf, old in tensors:  # no `any` here and below: a notebook may have replaced it
        if _differs(leaf, old):
            return True
    return isinstance(value, list) and _is_other_row(value, items)


def _is_other_row(row: list[Any], old: list[Any]) -> bool:
    """Whether a list holds other items than before; tensors in it are compared on their own."""
    if len(row) != len(old):
        return True
    for now, then in zip(row, old, strict=True):
        if now is not then and (type(now) is not type(then) or isinstance(now, torch.Tensor) or now != then):
            return True
    return False


def _readable(value: Any) -> Any:
    """Plain containers in place of dataclasses and the like, so that their tensors are found."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, field.name) for field in dataclasses.fields(value)]
    return list(vars(value).values()) if isinstance(value, types.SimpleNamespace) else value


def _parameters(module: Any) -> dict[str, torch.Tensor]:
    """Those that are trained; a frozen one has no gradient to ask for."""
    named = {} if module is None else dict(module.named_parameters())
    return {name: value for name, value in named.items() if value.requires_grad}


def _pull_back(
    outputs: list[torch.Tensor], cotangents: list[torch.Tensor] | None, inputs: list[torch.Tensor]
) -> list[torch.Tensor | None]:
    if cotangents is None:
        chosen = [(output, torch.ones_like(output)) for output in outputs]
    elif len(cotangents) != len(outputs):
        raise WireError(f"expected {len(cotangents)} tensors to come back, got {len(outputs)}")
    else:
        chosen = list(zip(outputs, cotangents, strict=True))
    live = [(output, weight) for output, weight in chosen if output.requires_grad]
    if not live:
        return [None] * len(inputs)
    total = sum((output * weight.to(output.dtype)).sum() for output, weight in live)
    return list(torch.autograd.grad(total, inputs, allow_unused=True))  # type: ignore[arg-type]


def seed_everything(seed: int) -> None:
    """Reseed torch, numpy and random.

    Only the CPU's generator: `torch.manual_seed` queues a call for each absent accelerator, which costs 6 ms a fork.
    """
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.default_generator.manual_seed(seed)

"""The student's components, as hidden checks see them: `student.reparameterize(mu=mu, logvar=logvar)`.

Every call crosses the wall. What comes back is plain data (torch tensors, numbers, text, containers, `Record`) or a
`Handle` of an object that stays in the student's process.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import torch

from fairgrade.errors import GraderError, InputChanged, StudentFault
from fairgrade.sandbox.client import Fork
from fairgrade.sandbox.remote import Remote
from fairgrade.wire.codec import WireError
from fairgrade.wire.values import HandleReference, RemoteReference


class Pulled(NamedTuple):
    """A value and the gradients that were pulled back from it."""

    value: Any
    gradients: dict[str, torch.Tensor | None]
    """By name of the input; None where no gradient reached it."""
    parameters: dict[str, torch.Tensor | None]
    """By name of the module's parameter, where asked for."""


class Student:
    """One hidden test's copy of the student's notebook.

    Args:
        open_fork: opens the copy when the first call is made.
    """

    def __init__(self, open_fork: Callable[[], Fork]) -> None:
        self._open_fork = open_fork
        self._fork: Fork | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self.call(name, *args, **kwargs)

        return call

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call a function or build an object by its name in the notebook.

        Raises:
            Missing: the notebook does not define the name.
            InputChanged: the call changed one of its inputs in place.
            StudentFault: the other ways student code can fail; see `fairgrade.errors`.
        """
        return self._call({"name": name}, args, kwargs)

    def call_with_arrays(self, name: str, **kwargs: Any) -> Any:
        """As `call`, with numpy arrays in place of tensors, for components that take either."""
        return self._call({"name": name, "arrays": True}, (), kwargs)

    def vjp(
        self,
        name: str,
        kwargs: Mapping[str, Any],
        wrt: Sequence[str],
        cotangents: Sequence[torch.Tensor] | None = None,
        parameters: Handle | None = None,
    ) -> Pulled:
        """Call a component and pull gradients back to the inputs named in `wrt`.

        Args:
            name: of the component.
            kwargs: its inputs by keyword.
            wrt: names of the inputs that require gradients.
            cotangents: one tensor for each tensor of the value; ones by default.
            parameters: a module whose parameters' gradients are wanted too.
        """
        return self._vjp({"name": name}, kwargs, wrt, cotangents, parameters)

    def has(self, name: str) -> bool:
        """Whether the notebook defines a name."""
        return self._request({"op": "has", "name": name}) is True

    def seed(self, seed: int) -> None:
        """Reseed torch, numpy and random in the student's process."""
        self._request({"op": "seed", "seed": seed})

    def replace(self, **components: Any) -> None:
        """Put trusted functions, or modules made by `remote_module`, in place of the student's components."""
        self._request({"op": "replace", "components": components})

    def remote(self, function: Callable[..., Any]) -> Remote:
        """A trusted function that student code may call; `.calls` is its log."""
        return Remote(function)

    def remote_module(self, module: torch.nn.Module, methods: Sequence[str] = ("forward",)) -> Remote:
        """A trusted module whose parameters live in the student's process and whose methods are computed here."""
        return Remote(module, tuple(dict.fromkeys(("forward", *methods))))

    def optimizer(self, kind: str, module: Handle, **kwargs: Any) -> Handle:
        """A new optimiser of `torch.optim` over the parameters of a module in the student's process."""
        made = self._request({"op": "optimizer", "kind": kind, "on": module, "kwargs": kwargs})
        if not isinstance(made, Handle):
            raise StudentFault("the optimiser could not be built")
        return made

    def close(self) -> None:
        """End this copy."""
        if self._fork is not None:
            self._fork.__exit__()

    def _call(self, target: dict[str, Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        reply = self._request({"op": "call", "args": list(args), "kwargs": dict(kwargs)} | target)
        if type(reply) is not dict or type(reply.get("changed")) is not list:
            raise StudentFault("the process answered with something that is no reply")
        if reply["changed"]:
            raise InputChanged(_changed_names(reply["changed"], args, kwargs))
        return reply.get("value")

    def _vjp(
        self,
        target: dict[str, Any],
        kwargs: Mapping[str, Any],
        wrt: Sequence[str],
        cotangents: Sequence[torch.Tensor] | None,
        parameters: Handle | None,
    ) -> Pulled:
        work: dict[str, Any] = {
            "op": "vjp",
            "kwargs": dict(kwargs),
            "wrt": list(wrt),
            "cotangents": None if cotangents is None else list(cotangents),
        }
        if parameters is not None:
            work["parameters"] = parameters
        reply = self._request(work | target)
        if type(reply) is not dict or not reply.keys() >= {"value", "gradients", "parameters"}:
            raise StudentFault("the process answered with something that is no reply")
        return Pulled(reply["value"], _gradients(reply["gradients"]), _gradients(reply["parameters"]))

    def _request(self, work: dict[str, Any]) -> Any:
        if self._fork is None:
            self._fork = self._open_fork()
        return self._fork.request(work, self._export, self._resolve)

    def _export(self, value: object) -> object:
        if isinstance(value, Handle):
            return value._reference
        assert self._fork is not None
        if isinstance(value, Remote):
            return self._fork.table.reference(value)
        if callable(value) and not isinstance(value, (type, torch.nn.Module)):
            return self._fork.table.reference(Remote(value))
        raise GraderError(
            f"a {type(value).__name__} cannot be sent to student code; use remote() or remote_module()"
        )

    def _resolve(self, reference: HandleReference | RemoteReference) -> Handle:
        if isinstance(reference, HandleReference):
            return Handle(self, reference)
        raise WireError("the process sent a trusted function back")


class Handle:
    """An object that stays in the student's process: a module, an optimiser, a history."""

    def __init__(self, student: Student, reference: HandleReference) -> None:
        self._student, self._reference = student, reference

    @property
    def kind(self) -> str:
        """Name of the object's class, as the student's process gave it."""
        return self._reference.kind

    @property
    def is_module(self) -> bool:
        """Whether it is a `torch.nn.Module`."""
        return self._reference.is_module

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.call("", *args, **kwargs)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self.call(name, *args, **kwargs)

        return call

    def call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method, or the object itself when `method` is empty; raises as `Student.call`."""
        return self._student._call({"name": method, "on": self}, args, kwargs)

    def vjp(
        self,
        method: str,
        kwargs: Mapping[str, Any],
        wrt: Sequence[str],
        cotangents: Sequence[torch.Tensor] | None = None,
        parameters: bool = False,
    ) -> Pulled:
        """As `Student.vjp`, for a method; `parameters=True` adds the gradients of this module's parameters."""
        return self._student._vjp(
            {"name": method, "on": self}, kwargs, wrt, cotangents, self if parameters else None
        )

    def get(self, attribute: str) -> Any:
        """The value of an attribute."""
        return self._student._request({"op": "get", "on": self, "name": attribute})

    def train(self) -> None:
        """Put a module in training mode."""
        self._student._request({"op": "call", "name": "train", "on": self, "args": [], "kwargs": {}})

    def eval(self) -> None:
        """Put a module in evaluation mode."""
        self._student._request({"op": "call", "name": "eval", "on": self, "args": [], "kwargs": {}})

    def parameters(self) -> dict[str, torch.Tensor]:
        """Copies of a module's parameters by name."""
        return _tensors_by_name(self._student._request({"op": "parameters", "on": self}))

    def state(self) -> dict[str, torch.Tensor]:
        """A copy of a module's `state_dict`."""
        return _tensors_by_name(self._student._request({"op": "state", "on": self}))

    def stir(self, rng: torch.Generator, gain: float) -> None:
        """Add random numbers to every parameter of a module, so that no initialisation hides what is connected.

        A weight gets deviation `gain / sqrt(numbers that are summed)`, a vector gets `gain / 4`.
        """
        self._stir(int(torch.randint(2**31, (), generator=rng)), gain)

    @contextlib.contextmanager
    def stirred(self, rng: torch.Generator, gain: float) -> Iterator[None]:
        """As `stir`, and taken back at the end: one draw after another is independent, where sums would be a random walk."""
        seed = int(torch.randint(2**31, (), generator=rng))
        self._stir(seed, gain)
        yield
        self._stir(seed, -gain)

    def _stir(self, seed: int, gain: float) -> None:
        self._student._request({"op": "stir", "on": self, "seed": seed, "gain": gain})

    def load_state_dict(self, state: Mapping[str, torch.Tensor]) -> None:
        """Load parameters by name."""
        self._student._request({"op": "load", "on": self, "state": dict(state)})

    def load_checkpoint(self, content: bytes) -> None:
        """Load a checkpoint file's bytes; it is opened in the student's process only, with `weights_only=True`."""
        data = torch.frombuffer(bytearray(content), dtype=torch.uint8)
        self._student._request({"op": "load", "on": self, "state": data})


def _changed_names(found: list[Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    given = {*(f"number {place + 1}" for place in range(len(args))), *kwargs}
    changed = dict.fromkeys(name for name in found if type(name) is str and name in given)
    return "your function changed its input " + (", ".join(f"`{name}`" for name in changed) or "in place")


def _gradients(value: Any) -> dict[str, torch.Tensor | None]:
    if type(value) is not dict or not all(
        item is None or isinstance(item, torch.Tensor) for item in value.values()
    ):
        raise StudentFault("the process answered with gradients that are none")
    return value


def _tensors_by_name(value: Any) -> dict[str, torch.Tensor]:
    if type(value) is not dict or not all(isinstance(item, torch.Tensor) for item in value.values()):
        raise StudentFault("the process answered with parameters that are none")
    return value

"""Checks of gradients that were pulled back to the inputs or parameters of a component."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import torch
from torch import Tensor

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.student import Handle
from fairgrade.checks.tensors import assert_values_equal

DETACHED = "something on the way cuts the graph: detach(), .data, .item(), numpy, no_grad(), or sampling that is not differentiable"


def assert_gradient_reaches(
    gradient: Tensor | None, name: str, called: str, hint: str = "", cause: str = ""
) -> Tensor:
    """Fail when no gradient, or only zeros, reached the input `name`; returns it."""
    relation = f"the result is differentiable with respect to {name}"
    if gradient is None:
        raise CheckFailed(
            called,
            relation,
            f"no gradient reaches {name}",
            cause or f"gradient does not reach {name}: {DETACHED}",
            hint,
        )
    assert_values_finite(gradient, called)
    if not bool((gradient != 0).any()):
        raise CheckFailed(
            called,
            relation,
            f"the gradient to {name} is 0",
            cause or f"gradient does not reach {name}: {DETACHED}",
            hint,
        )
    return gradient


def assert_gradient_equals(
    gradient: Tensor | None,
    expected: Tensor,
    name: str,
    called: str,
    relation: str,
    *,
    candidates: Iterable[Misconception] = (),
    sizes: Mapping[str, float] | None = None,
    hint: str = "",
) -> None:
    """Fail when the gradient to the input `name` is missing or not `expected`."""
    reached = assert_gradient_reaches(gradient, name, called, hint)
    assert_values_equal(reached, expected, called, relation, candidates=candidates, sizes=sizes, hint=hint)


def assert_what_acts_gets_gradients(
    model: Handle, run: Callable[[], Tensor], gradients: Mapping[str, Tensor | None], called: str
) -> None:
    """Fail when a parameter that no gradient reaches changes the model's result: the graph is cut on the way.

    Args:
        model: in eval mode; its parameters are changed, and put back.
        run: gives the result, for the same inputs each time.
        gradients: of the parameters by name, None where none arrived.
        called: from `describe_call`.
    """
    before, state, rng = run(), model.state(), torch.Generator().manual_seed(0)
    for name in [name for name, gradient in gradients.items() if gradient is None and name in state]:
        model.load_state_dict({**state, name: state[name] + torch.randn(state[name].shape, generator=rng)})
        acts = not torch.allclose(before, run(), rtol=1e-4, atol=1e-6)
        model.load_state_dict(state)
        if acts:
            cause = f"the gradient does not reach a part of the model: {DETACHED}"
            relation = "every parameter that acts on the result gets a gradient"
            raise CheckFailed(called, relation, "one acts, and gets no gradient", cause)


def assert_parameters_get_gradients(
    gradients: Mapping[str, Tensor | None], called: str, share: float = 1.0
) -> None:
    """Fail when less than `share` of a module's parameters receive a gradient; the message counts, and names none."""
    reached = [gradient is not None and bool(torch.any(gradient != 0)) for gradient in gradients.values()]
    if sum(reached) < share * len(reached):
        raise CheckFailed(
            called,
            "every parameter of the model takes part in the result",
            f"{len(reached) - sum(reached)} of {len(reached)} parameters get no gradient",
            f"a part of the model is not used, or {DETACHED}",
        )

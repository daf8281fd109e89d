"""Smoke checks of training: what moved, and whether the loss fell."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.finite import assert_values_finite


def assert_parameters_moved(before: Mapping[str, Tensor], after: Mapping[str, Tensor], called: str) -> None:
    """Fail when a parameter is what it was before; the message counts, as names differ between models."""
    for value in after.values():
        assert_values_finite(
            value, called, "the training diverged", "Check the sign of the loss and the learning rate."
        )
    still = [name for name, value in before.items() if torch.equal(value, after[name])]
    if not still:
        return
    if len(still) == len(before):
        cause = "no step was made: is `loss.backward()` followed by `optimizer.step()`, and the loss not detached?"
    else:
        cause = "the optimiser holds only a part of the model, or a part of the loss is detached"
    raise CheckFailed(
        called,
        "every parameter of the model is trained",
        f"{len(still)} of {len(before)} parameters did not move",
        cause,
        "Give `model.parameters()` to the optimiser.",
    )


def largest_move(before: Mapping[str, Tensor], after: Mapping[str, Tensor]) -> float:
    """The largest change of one weight."""
    return max(float((after[name] - value).detach().abs().max()) for name, value in before.items())


def assert_loss_fell(
    before: float, after: float, at_least: float, called: str, unit: str = "nats an image"
) -> None:
    """Fail when a loss fell by less than `at_least`."""
    if not after <= before - at_least:
        risen = after > before
        raise CheckFailed(
            called,
            "training lowers the loss on the images it is given",
            f"it {'rose' if risen else 'fell'} by {abs(before - after):.3g} {unit}",
            "the loss is maximised: a sign is flipped" if risen else "the model hardly learns",
            "Check the order zero_grad, backward, step, and the sign of both terms.",
        )

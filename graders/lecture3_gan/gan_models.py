"""Trusted players for the student's steps, and the comparison of a step with the one that should have been made."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.student import Handle

CLOSE = 1e-3
"""Of the largest move; the players work in float32, as they do in the notebook."""


class TrustedGenerator(nn.Module):
    """`x = tanh(z A) B + b`, or `z A + b` without B; counts the backward passes that reach its samples."""

    def __init__(self, rng: torch.Generator, d_noise: int, d_out: int, linear: bool = False) -> None:
        super().__init__()
        width = d_out if linear else 3
        self.inner = nn.Parameter(torch.randn(d_noise, width, generator=rng))
        self.outer = None if linear else nn.Parameter(torch.randn(width, d_out, generator=rng))
        self.shift = nn.Parameter(torch.randn(d_out, generator=rng))
        self.backwards = 0

    def forward(self, z: Tensor) -> Tensor:
        """Samples."""
        hidden = z.to(self.inner.dtype) @ self.inner
        samples = (hidden if self.outer is None else hidden.tanh() @ self.outer) + self.shift
        if samples.requires_grad:
            samples.register_hook(self._count)
        return samples

    def _count(self, gradient: Tensor) -> None:
        self.backwards += 1


class TrustedDiscriminator(nn.Module):
    """`tanh(x A) b + c`, one logit a sample."""

    def __init__(self, rng: torch.Generator, d_in: int) -> None:
        super().__init__()
        self.inner = nn.Parameter(torch.randn(d_in, 4, generator=rng))
        self.outer = nn.Parameter(torch.randn(4, 1, generator=rng))
        self.shift = nn.Parameter(torch.randn(1, generator=rng) / 2)

    def forward(self, x: Tensor) -> Tensor:
        """Logits."""
        return (x @ self.inner).tanh() @ self.outer + self.shift


def twin(model: nn.Module, values: Mapping[str, Tensor]) -> nn.Module:
    """A copy of a trusted model with other parameter values."""
    made = copy.deepcopy(model)
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            parameter.copy_(values[name].detach())
    return made


def gradient_of(loss: Tensor, model: nn.Module) -> Tensor:
    """The gradient to all parameters in a row, zeros where none arrives."""
    parameters = list(model.parameters())
    found = torch.autograd.grad(loss, parameters, allow_unused=True, retain_graph=True)
    return torch.cat(
        [(torch.zeros_like(p) if g is None else g).flatten() for g, p in zip(found, parameters, strict=True)]
    ).double()


def row(values: Mapping[str, Tensor]) -> Tensor:
    """All parameters in a row."""
    return torch.cat([value.detach().flatten() for value in values.values()]).double()


def is_close(got: Tensor, wanted: Tensor) -> bool:
    """Whether a move is another one, to `CLOSE` of its size."""
    return float((got - wanted).abs().max()) <= CLOSE * max(float(wanted.abs().max()), 1e-9)


def assert_moved(
    moved: Tensor,
    wanted: Tensor,
    called: str,
    relation: str,
    slips: Iterable[tuple[Tensor, str]],
    still: str,
    start: Tensor | None = None,
) -> None:
    """Fail when parameters did not move as they should; names the slip that moves them so.

    Args:
        slips: pairs of a wrong move and its cause.
        still: the cause where nothing moved.
        start: the parameters before the step, to tell where they were clipped.
    """
    assert_values_finite(moved, called)
    if is_close(moved, wanted):
        return
    if float(moved.abs().max()) == 0:
        cause, got = still, "no parameter moved"
    else:
        cause = next((text for move, text in slips if is_close(moved, move)), "") or clipped_or_partial(
            moved, wanted, start
        )
        got = "they moved otherwise"
        if not cause:
            factor = float((moved * wanted).sum() / wanted.square().sum())
            cause = (
                f"the move is {factor:.3g} times what it should be: the loss is scaled, or the step made more than once, "
                "or gradients are clipped, or the rate of the optimiser is changed"
                if is_close(moved, factor * wanted)
                else "another loss is followed, another optimiser is used, or the step is made more than once"
            )
    hint = "optimizer.zero_grad(), loss.backward(), optimizer.step(), once, with the optimiser that is given."
    raise CheckFailed(called, relation, got, cause=cause, hint=hint)


def clipped_or_partial(moved: Tensor, wanted: Tensor, start: Tensor | None) -> str:
    """The cause where the right move was cut short: value by value, at the weights, or in some parameters."""
    highest = float(moved.abs().max())
    if is_close(moved, wanted.clamp(-highest, highest)):
        if float(wanted.abs().min()) < 0.99 * highest:
            return "gradients are clipped value by value"
        return (
            "every parameter moves as far: gradients are clipped value by value, or another optimiser is used"
        )
    if start is not None:
        sizes = (start + moved).abs()
        limit = float(sizes.max())
        cut = is_close(moved, (start + wanted).clamp(-limit, limit) - start)
        if cut or int((sizes == limit).sum()) > 1:
            return "the weights are clipped after the step"
    missed = (moved == 0) & (wanted != 0)
    if bool(missed.any()) and is_close(moved[~missed], wanted[~missed]):
        return "only a part of the parameters is trained"
    return ""


def assert_left_alone(
    name: str, model: Handle, before: Mapping[str, Tensor], called: str, cause: str = ""
) -> None:
    """Fail when a step changed a network that is not its own."""
    after = model.parameters()
    if any(not torch.equal(before[key].detach(), after[key].detach()) for key in before):
        raise CheckFailed(
            called,
            f"{name} is left as it is",
            f"the weights of {name} moved",
            cause or f"the step trains {name} too: it must change its own network only",
        )


def assert_usable(name: str, model: Handle, called: str) -> None:
    """Fail when a network was left frozen, or in evaluation mode."""
    if not all(value.requires_grad for value in model.parameters().values()):
        cause = f"requires_grad_(False) is not undone: {name} is left frozen and cannot be trained afterwards"
        raise CheckFailed(called, f"{name} can be trained afterwards", f"{name} is frozen", cause)
    if model.get("training") is not True:
        cause = f"{name} is left in eval mode: put the mode back"
        raise CheckFailed(called, f"the mode of {name} is as it was", "it is in eval mode", cause)

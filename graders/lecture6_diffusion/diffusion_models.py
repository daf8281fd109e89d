"""Trusted schedules, predictors and steps of Lecture 6, and the attempts that put them in place of a student's."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from fairgrade.checks.failure import CheckFailed, describe_value
from fairgrade.checks.statistics import assert_columns_uncorrelated, assert_noise_is_not_clipped
from fairgrade.checks.upstream import pass_any
from fairgrade.wire.values import Record

FIELDS = ("betas", "alphas", "abar", "abar_prev")


def make_schedule(betas: Tensor) -> Record:
    """A schedule as the contract has it, which student code reads by attribute."""
    abar = (1 - betas).cumprod(0)
    before = torch.cat([torch.ones_like(abar[:1]), abar[:-1]])
    return Record("Schedule", FIELDS, (betas, 1 - betas, abar, before))


def draw_betas(rng: torch.Generator, steps: int, low: float = 0.05, high: float = 0.4) -> Tensor:
    """Variances in no order, so that neighbours differ."""
    return low + (high - low) * torch.rand(steps, generator=rng, dtype=torch.float64)


def draw(rng: torch.Generator, shape: tuple[int, ...], dtype: torch.dtype, size: float = 2.0) -> Tensor:
    """Numbers in [-size, size]."""
    return (size * (2 * torch.rand(*shape, generator=rng, dtype=torch.float64) - 1)).to(dtype)


BOUNDS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 20.0, 50.0, 100.0)
"""Where people clip."""


def clipped(value: Tensor, make: Callable[[Tensor], Tensor], what: str) -> list[tuple[Tensor, str]]:
    """What comes out when `value` is clipped at any of the usual bounds, with the cause."""
    return [
        (
            make(value.clamp(-bound, bound)),
            f"{what} is clipped to [-{bound:g}, {bound:g}]: these data have no bounds",
        )
        for bound in BOUNDS
        if bound < float(value.abs().max())
    ]


def spread(values: Tensor, x: Tensor) -> Tensor:
    """One value for each sample, with as many axes as `x`, in its dtype."""
    return values.to(x.dtype).reshape(-1, *[1] * (x.dim() - 1))


def try_schedules(
    student: Any, betas: Tensor, check: Callable[[Any], None], **helpers: Callable[..., Any]
) -> None:
    """A check with a trusted schedule and trusted helpers; then with the student's helpers, and schedule.

    Args:
        check: gets the schedule to pass to the student's function.
        helpers: by name, put in place of the student's.
    """

    def with_helpers() -> None:
        student.replace(**helpers)
        check(make_schedule(betas))

    def with_own_schedule() -> None:
        check(student.call("Schedule", betas=betas))

    attempts = [with_helpers] if helpers else []
    pass_any(student, [*attempts, lambda: check(make_schedule(betas)), with_own_schedule])


class Asked(NamedTuple):
    """One call of a predictor by student code."""

    x: Tensor
    t: Any
    y: Any


class KnownPredictor(nn.Module):
    """`eps = gain * (slope_t x + shift_t) + 0.3 y`, with a gain of 1; keeps what it was asked.

    Args:
        slope: `(T,)`.
        shift: `(T,)`, or `(T, D)` for data `(N, D)`.
    """

    LABEL = 0.3

    def __init__(self, slope: Tensor, shift: Tensor) -> None:
        super().__init__()
        self.slope, self.shift = slope, shift
        self.gain = nn.Parameter(torch.ones((), dtype=torch.float64))
        self.asked: list[Asked] = []

    def noise(self, x: Tensor, t: Tensor, y: Tensor | None = None) -> Tensor:
        """The answer, unlogged."""
        shift = self.shift[t].to(x.dtype) if self.shift.dim() > 1 else spread(self.shift[t], x)
        eps = spread(self.slope[t], x) * x + shift
        return eps if y is None else eps + self.LABEL * spread(y, x)

    def forward(self, x: Tensor, t: Any, y: Any = None) -> Tensor:
        """The answer."""
        self.asked.append(Asked(x.detach().clone(), t, y))
        times = torch.as_tensor(t).detach().reshape(-1).long().clamp(0, len(self.slope) - 1)
        times = times if len(times) == len(x) else times[:1].expand(len(x))
        label = y if isinstance(y, Tensor) and y.shape == (len(x),) else None
        return self.gain.to(x.dtype) * self.noise(x, times, label)


def draw_predictor(rng: torch.Generator, steps: int) -> KnownPredictor:
    """A predictor whose answers differ at every time."""
    slope = 0.2 + 0.6 * torch.rand(steps, generator=rng, dtype=torch.float64)
    return KnownPredictor(slope, 2 * torch.rand(steps, generator=rng, dtype=torch.float64) - 1)


def gaussian_predictor(betas: Tensor, mean: Tensor, deviation: Tensor) -> KnownPredictor:
    """The best predictor for data `N(mean, deviation^2)`, each `(D,)`, independent."""
    abar = (1 - betas).cumprod(0)[:, None]
    slope = (1 - abar).sqrt() / (abar * deviation**2 + 1 - abar)  # (T, D)
    predictor = KnownPredictor(slope, -slope * abar.sqrt() * mean)
    return predictor if slope.dim() == 1 else WidePredictor(slope, -slope * abar.sqrt() * mean)


class WidePredictor(KnownPredictor):
    """As `KnownPredictor`, with a slope for each dimension `(T, D)`."""

    def noise(self, x: Tensor, t: Tensor, y: Tensor | None = None) -> Tensor:
        """The answer, unlogged."""
        return self.slope[t].to(x.dtype) * x + self.shift[t].to(x.dtype)


class MixturePredictor(KnownPredictor):
    """The best predictor for data `(N, D)` whose numbers are independent draws from one mixture of Gaussians.

    Args:
        betas: `(T,)`.
        means: `(K,)`, equally likely.
        deviation: of each part.
    """

    def __init__(self, betas: Tensor, means: Tensor, deviation: float) -> None:
        super().__init__(torch.zeros_like(betas), torch.zeros_like(betas))
        self.abar, self.means, self.deviation = (1 - betas).cumprod(0), means, deviation

    def noise(self, x: Tensor, t: Tensor, y: Tensor | None = None) -> Tensor:
        """The conditional mean of the noise."""
        abar = spread(self.abar[t], x.double())[..., None]
        variance = abar * self.deviation**2 + 1 - abar
        off = x.double()[..., None] - abar.sqrt() * self.means
        share = (-off.square() / (2 * variance)).softmax(-1)
        return ((1 - abar).sqrt()[..., 0] * (share * off).sum(-1) / variance[..., 0]).to(x.dtype)


def exact_moments(predictor: KnownPredictor, betas: Tensor, large: bool) -> tuple[float, float, float]:
    """Mean, variance and fourth central moment of what DDPM makes of N(0, 1) in one dimension, on a grid.

    The density goes through every step: `p(x') = sum p(x) N(x'; mu_t(x), sigma_t^2)`; the last step moves it without noise.
    """
    schedule = make_schedule(betas)
    grid = torch.linspace(-7, 7, 561, dtype=torch.float64)
    density = (-grid.square() / 2).exp()
    for t in range(len(betas) - 1, -1, -1):
        density = density / density.sum()
        times = torch.full((len(grid),), t)
        places = posterior_mean(schedule, grid[:, None], t, predictor.noise(grid[:, None], times))[:, 0]
        if t:
            variance = float(variances(schedule, t)[int(large)])
            density = (-(grid[:, None] - places).square() / (2 * variance)).exp() @ density
    mean = float((density * places).sum())
    return mean, *(float((density * (places - mean) ** power).sum()) for power in (2, 4))


def posterior_mean(schedule: Record, xt: Tensor, t: int, eps: Tensor) -> Tensor:
    """`(xt - beta / sqrt(1 - abar) eps) / sqrt(alpha)`."""
    alpha, abar = float(schedule.alphas[t]), float(schedule.abar[t])
    return (xt - (1 - alpha) / (1 - abar) ** 0.5 * eps) / alpha**0.5


def variances(schedule: Record, t: int) -> tuple[float, float]:
    """Beta-tilde and beta."""
    beta, abar, before = (float(value[t]) for value in (schedule.betas, schedule.abar, schedule.abar_prev))
    return (1 - before) / (1 - abar) * beta, beta


def ddim_parts(
    schedule: Record, xt: Tensor, t: int, t_prev: int, eps: Tensor, eta: float
) -> tuple[Tensor, float]:
    """Mean and deviation of a DDIM step; `t_prev = -1` is the data."""
    abar = float(schedule.abar[t])
    before = float(schedule.abar[t_prev]) if t_prev >= 0 else 1.0
    return ddim_mean(xt, eps, abar, before, ddim_sigma(abar, before, eta))


def ddim_sigma(abar: float, before: float, eta: float) -> float:
    """Deviation of a DDIM step."""
    return eta * max((1 - before) / (1 - abar) * (1 - abar / before), 0.0) ** 0.5


def ddim_mean(xt: Tensor, eps: Tensor, abar: float, before: float, sigma: float) -> tuple[Tensor, float]:
    """Mean and deviation of a step between two values of abar."""
    x0 = (xt - (1 - abar) ** 0.5 * eps) / abar**0.5
    return before**0.5 * x0 + max(1 - before - sigma**2, 0.0) ** 0.5 * eps, sigma


def read_times(asked: list[Asked], count: int, called: str) -> list[int]:
    """The time of each call of the predictor; fails unless it came as an integer tensor `(N,)` of one value."""
    times = []
    for one in asked:
        assert_times(one.t, count, called)
        if len(one.t.unique()) != 1:
            raise CheckFailed(called, "all samples of a batch are at the same time", "they are not")
        times.append(int(one.t[0]))
    return times


def assert_times(t: Any, count: int, called: str) -> None:
    """Fail unless t is an integer tensor `(N,)`."""
    relation = f"the model gets t as an int64 tensor of shape (N,) = ({count},)"
    hint = "torch.full((len(x),), t, device=x.device)"
    if t is None:
        raise CheckFailed(called, relation, "got None", "the model is not given t", hint)
    if not isinstance(t, Tensor) or tuple(t.shape) != (count,):
        cause = "the model must get t as a tensor, one time for each sample"
        raise CheckFailed(called, relation, f"got {describe_value(t)}", cause, hint)
    if t.dtype.is_floating_point or t.dtype == torch.bool:
        cause = "t is scaled or converted: the model gets the whole number"
        raise CheckFailed(called, relation, f"got {describe_value(t)}", cause, hint)


def assert_labels(asked: list[Asked], y: Tensor | None, called: str) -> None:
    """Fail unless the predictor got the labels that were given, each time."""
    for one in asked:
        if y is None and one.y is not None:
            raise CheckFailed(called, "without y the model gets none", "it got labels", "labels are made up")
        if y is not None and one.y is None:
            cause = "the labels are not passed on: y is ignored"
            raise CheckFailed(called, "the model gets the labels y", "it got none", cause, "model(xt, t, y)")
        if y is not None and not (isinstance(one.y, Tensor) and torch.equal(one.y, y)):
            cause = "other labels than y are passed on"
            raise CheckFailed(called, "the model gets the labels y", "it got others", cause)


RARE = 1e-10
"""Rate of statistical checks whose mistakes are far from chance, so that all of them together stay rare."""


def assert_samples_have_own_noise(noise: Tensor, called: str, relation: str) -> None:
    """Fail when numbers of a sample, or samples of the batch, share their noise `(N, ...)`, or when it is clipped."""
    flat = noise.double().flatten(1)
    cause = "the numbers of a sample share their noise: draw one for each element"
    assert_columns_uncorrelated(flat, called, relation, cause, alpha=RARE)
    rows = flat[flat[:, 0].argsort()]
    twins = float((rows.diff(dim=0).abs().amax(1) < 1e-4).double().mean())
    if twins > 0.05:  # by chance a pair in hundred batches
        cause = "samples of the batch share their noise: draw one for each element"
        raise CheckFailed(called, relation, f"{twins:.0%} of the samples have the noise of another", cause)
    assert_noise_is_not_clipped(flat, called, relation, alpha=RARE)


def reference_helpers(reference: ModuleType, *names: str) -> dict[str, Callable[..., Any]]:
    """Functions of the reference by name."""
    return {name: getattr(reference, name) for name in names}

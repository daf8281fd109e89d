"""Denoising diffusion models, one definition for each exercise of Lecture 6.

Papers:
  [H]   J. Ho, A. Jain, P. Abbeel: Denoising Diffusion Probabilistic Models, NeurIPS 2020, https://arxiv.org/abs/2006.11239
  [N]   A. Nichol, P. Dhariwal: Improved Denoising Diffusion Probabilistic Models, ICML 2021, https://arxiv.org/abs/2102.09672
  [S]   J. Song, C. Meng, S. Ermon: Denoising Diffusion Implicit Models, ICLR 2021, https://arxiv.org/abs/2010.02502
  [G]   J. Ho, T. Salimans: Classifier-Free Diffusion Guidance, 2022, https://arxiv.org/abs/2207.12598
  [V]   A. Vaswani et al.: Attention Is All You Need, NeurIPS 2017, https://arxiv.org/abs/1706.03762

Symbols: T steps; code index t in 0..T-1 is the papers' t+1; abar the cumulated product of alpha = 1 - beta; x0 data, xt noisy
data, eps noise; N samples. Data have any number of axes after the first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

Predictor = Callable[..., Tensor]
"""`(xt, t, y)` or `(xt, t)` to the noise in xt, with t int64 `(N,)`."""


def linear_betas(T: int, start: float = 1e-4, end: float = 0.02) -> Float[Tensor, " T"]:
    """`T` variances, evenly spaced from `start` to `end`, both included ([H], section 4); not rescaled with T."""
    return torch.linspace(start, end, T, dtype=torch.float64)


def cosine_betas(T: int, s: float = 0.008, max_beta: float = 0.999) -> Float[Tensor, " T"]:
    """`1 - f(t+1) / f(t)`, at most `max_beta`, with `f(u) = cos^2(pi/2 (u/T + s) / (1 + s))` ([N], equation 17)."""
    u = torch.arange(T + 1, dtype=torch.float64)
    f = torch.cos((u / T + s) / (1 + s) * math.pi / 2).square()
    return (1 - f[1:] / f[:-1]).clamp(max=max_beta)


class Schedule(nn.Module):
    """What follows from the variances: `alphas`, `abar` and `abar_prev`, each `(T,)`; `abar_prev[0]` is 1."""

    betas: Tensor
    alphas: Tensor
    abar: Tensor
    abar_prev: Tensor

    def __init__(self, betas: Float[Tensor, " T"]) -> None:
        super().__init__()
        alphas = 1 - betas
        abar = alphas.cumprod(0)
        self.register_buffer("betas", betas.clone())
        self.register_buffer("alphas", alphas)
        self.register_buffer("abar", abar)
        self.register_buffer("abar_prev", torch.cat([torch.ones_like(abar[:1]), abar[:-1]]))


def at(
    values: Float[Tensor, " T"], t: Int[Tensor, " N"], x: Float[Tensor, "N ..."]
) -> Float[Tensor, "N ..."]:
    """`values[t]`, one for each sample, with the dtype of `x` and as many axes."""
    chosen: Tensor = values.to(t.device)[t].to(x.device, x.dtype)
    return chosen.reshape(-1, *[1] * (x.dim() - 1))


def q_sample(
    schedule: Schedule, x0: Float[Tensor, "N ..."], t: Int[Tensor, " N"], noise: Float[Tensor, "N ..."]
) -> Float[Tensor, "N ..."]:
    """`sqrt(abar) x0 + sqrt(1 - abar) noise` ([H], equation 4)."""
    abar = schedule.abar
    return at(abar.sqrt(), t, x0) * x0 + at((1 - abar).sqrt(), t, x0) * noise


def x0_from_eps(
    schedule: Schedule, xt: Float[Tensor, "N ..."], t: Int[Tensor, " N"], eps: Float[Tensor, "N ..."]
) -> Float[Tensor, "N ..."]:
    """`q_sample` solved for x0: `(xt - sqrt(1 - abar) eps) / sqrt(abar)` ([H], section 3.2)."""
    abar = schedule.abar
    return (xt - at((1 - abar).sqrt(), t, xt) * eps) / at(abar.sqrt(), t, xt)


class Posterior(NamedTuple):
    """A Gaussian: mean `(N, ...)`, and variance `(N, 1, ...)`."""

    mean: Tensor
    var: Tensor


def q_posterior(
    schedule: Schedule, x0: Float[Tensor, "N ..."], xt: Float[Tensor, "N ..."], t: Int[Tensor, " N"]
) -> Posterior:
    """`q(x_{t-1} | x_t, x_0)` ([H], equations 6 and 7); at t = 0 it is x0 with variance 0."""
    alphas, abar, before = schedule.alphas, schedule.abar, schedule.abar_prev
    weight_x0 = before.sqrt() * (1 - alphas) / (1 - abar)
    weight_xt = alphas.sqrt() * (1 - before) / (1 - abar)
    variance = (1 - alphas) * (1 - before) / (1 - abar)
    return Posterior(at(weight_x0, t, x0) * x0 + at(weight_xt, t, xt) * xt, at(variance, t, xt))


def timestep_embedding(t: Int[Tensor, " N"], dim: int) -> Float[Tensor, "N dim"]:
    """Sines and cosines of t at `dim / 2` frequencies from 1 to 1/10000 ([V], section 3.5); `dim` is even."""
    half = dim // 2
    powers = torch.arange(half, dtype=torch.float64, device=t.device) / max(half - 1, 1)
    angles = t[:, None] * 10_000.0**-powers  # (N, half)
    return torch.cat([angles.sin(), angles.cos()], 1).to(torch.get_default_dtype())


class EpsMLP(nn.Module):
    """Predicts the noise in `(N, d_data)` from t and, where `num_classes` is given, labels `(N,)`."""

    def __init__(self, d_data: int, d_hidden: int, num_classes: int | None = None) -> None:
        super().__init__()
        self.d_time = 32
        self.inputs = nn.Linear(d_data, d_hidden)
        self.time = nn.Sequential(nn.Linear(self.d_time, d_hidden), nn.SiLU(), nn.Linear(d_hidden, d_hidden))
        self.classes = None if num_classes is None else nn.Embedding(num_classes, d_hidden)
        self.middle = nn.Linear(d_hidden, d_hidden)
        self.last = nn.Linear(d_hidden, d_data)

    def forward(
        self, x: Float[Tensor, "N D"], t: Int[Tensor, " N"], y: Int[Tensor, " N"] | None = None
    ) -> Float[Tensor, "N D"]:
        """The predicted noise."""
        about = self.time(timestep_embedding(t, self.d_time).to(x.dtype))  # (N, hidden)
        if self.classes is not None and y is not None:
            about = about + self.classes(y)
        hidden = nn.functional.silu(self.inputs(x) + about)
        hidden = hidden + nn.functional.silu(self.middle(hidden) + about)
        eps: Tensor = self.last(hidden)
        return eps


def predict(
    model: Predictor, xt: Float[Tensor, "N ..."], t: Int[Tensor, " N"], y: Int[Tensor, " N"] | None
) -> Tensor:
    """The model's noise; y is passed where it is given."""
    return model(xt, t) if y is None else model(xt, t, y)


def ddpm_loss(
    model: Predictor, schedule: Schedule, x0: Float[Tensor, "N ..."], y: Int[Tensor, " N"] | None = None
) -> Float[Tensor, ""]:
    """Mean squared error of the predicted noise, t uniform over 0..T-1 ([H], equation 14)."""
    t = torch.randint(0, len(schedule.abar), (len(x0),), device=x0.device)
    noise = torch.randn_like(x0)
    return (predict(model, q_sample(schedule, x0, t, noise), t, y) - noise).square().mean()


@torch.no_grad()
def p_sample(
    model: Predictor,
    schedule: Schedule,
    xt: Float[Tensor, "N ..."],
    t: int,
    y: Int[Tensor, " N"] | None = None,
    large: bool = False,
) -> Float[Tensor, "N ..."]:
    """One step from t to t-1 ([H], algorithm 2), without noise at t = 0.

    Args:
        large: use the variance beta in place of the posterior's.
    """
    times = torch.full((len(xt),), t, device=xt.device)
    x0 = x0_from_eps(schedule, xt, times, predict(model, xt, times, y))
    mean, var = q_posterior(schedule, x0, xt, times)
    if t == 0:
        return mean
    if large:
        var = at(1 - schedule.alphas, times, xt)
    return mean + var.sqrt() * torch.randn_like(xt)


@torch.no_grad()
def p_sample_loop(
    model: Predictor,
    schedule: Schedule,
    shape: Sequence[int],
    y: Int[Tensor, " N"] | None = None,
    large: bool = False,
) -> Tensor:
    """Samples from noise, by all T steps ([H], algorithm 2); in the default dtype, on the schedule's device."""
    x = torch.randn(*shape, device=schedule.abar.device)
    for t in reversed(range(len(schedule.abar))):
        x = p_sample(model, schedule, x, t, y, large)
    return x


def ddim_step(
    schedule: Schedule,
    xt: Float[Tensor, "N ..."],
    t: int,
    t_prev: int,
    eps: Float[Tensor, "N ..."],
    eta: float = 0.0,
    noise: Float[Tensor, "N ..."] | None = None,
) -> Float[Tensor, "N ..."]:
    """From t to an earlier `t_prev`, which is -1 for the data, where abar is 1 ([S], equations 12 and 16).

    Args:
        noise: for `eta > 0`; drawn where it is None.
    """
    abar = schedule.abar[t]
    before = schedule.abar[t_prev] if t_prev >= 0 else torch.ones_like(abar)
    sigma = eta * ((1 - before) / (1 - abar) * (1 - abar / before)).sqrt()
    along = (1 - before - sigma.square()).clamp(min=0).sqrt()
    x0 = (xt - (1 - abar).sqrt().to(xt.dtype) * eps) / abar.sqrt().to(xt.dtype)
    earlier = before.sqrt().to(xt.dtype) * x0 + along.to(xt.dtype) * eps
    if eta == 0:
        return earlier
    return earlier + sigma.to(xt.dtype) * (torch.randn_like(xt) if noise is None else noise)


@torch.no_grad()
def ddim_sample(
    model: Predictor, schedule: Schedule, shape: Sequence[int], steps: int, eta: float = 0.0
) -> Tensor:
    """Samples from noise in `steps` steps, at times evenly spread from T-1 to 0 ([S], section 4.2)."""
    x = torch.randn(*shape, device=schedule.abar.device)
    last = len(schedule.abar) - 1
    times = torch.linspace(last, 0 if steps > 1 else last, steps).round().long().tolist()
    for t, t_prev in zip(times, [*times[1:], -1], strict=True):
        eps = predict(model, x, torch.full((len(x),), t, device=x.device), None)
        x = ddim_step(schedule, x, t, t_prev, eps, eta)
    return x


def drop_labels(y: Int[Tensor, " N"], p: float, null_class: int) -> Int[Tensor, " N"]:
    """Each label becomes `null_class` with probability `p`, independently ([G], algorithm 1)."""
    dropped = torch.rand(y.shape, device=y.device) < p
    return torch.where(dropped, torch.full_like(y, null_class), y)


def cfg_combine(
    eps_cond: Float[Tensor, "N ..."], eps_uncond: Float[Tensor, "N ..."], w: float
) -> Float[Tensor, "N ..."]:
    """`eps_uncond + w (eps_cond - eps_uncond)`; the w of [G] (equation 6) is one less."""
    return eps_uncond + w * (eps_cond - eps_uncond)

"""Builds a student's modules for the hidden checks of Lecture 1, and trusted models for the student's functions."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.student import Handle
from fairgrade.errors import StudentFault


def build(student: Any, name: str, probe: Tensor, seed: int = 1, **sizes: int) -> Handle:
    """`name(**sizes)` in eval mode, with random numbers that do not depend on earlier calls; `probe` sizes lazy layers."""
    student.seed(seed)
    model = student.call(name, **sizes)
    called = describe_call(name, **sizes)
    if not isinstance(model, Handle) or not model.is_module:
        raise CheckFailed(
            called,
            f"{name}(...) builds a torch.nn.Module",
            f"got {describe_value(model)}",
            "",
            f"class {name}(nn.Module)",
        )
    model.eval()
    with contextlib.suppress(
        StudentFault
    ):  # lazy layers have no sizes yet; the rest is for the checks to find
        model(probe)
    return model


class StraightModel(nn.Module):
    """A VAE whose every value is known: `mu = x A`, `logvar` is -40, logits are `z B`; so z is mu to nine digits.

    Args:
        output: builds what `forward` returns from `x_logits, mu, logvar, z`.
        weights: A `(D, Z)` and B `(Z, D)`.
    """

    LOG_VARIANCE = -40.0

    def __init__(self, output: Callable[..., Any], weights: tuple[Tensor, Tensor]) -> None:
        super().__init__()
        self.output = output
        self.to_mu, self.to_logits = (nn.Parameter(weight.clone()) for weight in weights)
        self.shift = nn.Parameter(torch.zeros(weights[0].shape[1], dtype=weights[0].dtype))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log-variance, each `(N, Z)`."""
        return x @ self.to_mu, (self.shift + self.LOG_VARIANCE).expand(len(x), -1)

    encoder = encode

    def decode(self, z: Tensor) -> Tensor:
        """Logits `(N, D)`."""
        return z @ self.to_logits

    decoder = decode

    def forward(self, x: Tensor) -> Any:
        """As the contract says."""
        mu, logvar = self.encode(x)
        z = mu + (logvar / 2).exp() * torch.randn_like(mu)
        return self.output(self.decode(z), mu, logvar, z)

    def sample(self, n: int) -> Tensor:
        """Images of the prior."""
        return self.decode(torch.randn(n, len(self.shift), dtype=self.shift.dtype)).sigmoid()

    def bound(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Reconstruction and KL as batch means, differentiable, with z at mu."""
        mu, logvar = self.encode(x)
        logits = self.decode(mu)
        rec = (nn.functional.softplus(logits) - x * logits).sum(1)
        kl = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)
        return rec.mean(), kl.mean()


class LoggingModel(nn.Module):
    """A VAE that keeps every z it decodes, with posteriors so far apart that a z tells its sample.

    `mu` of the sample with first pixel v is `spread * (v - 1/2)` in the first latent dimension and `v` in the others.

    Args:
        output: builds what `forward` returns.
        to_logits: `(Z, D)`; logits are `tanh(z) @ to_logits`.
        spread: distance of posterior means for first pixels that differ by 1.
    """

    LOG_VARIANCE = (-1.0, 0.4, -0.3)

    def __init__(self, output: Callable[..., Any], to_logits: Tensor, spread: float) -> None:
        super().__init__()
        self.output, self.spread = output, spread
        self.to_logits = nn.Parameter(to_logits.clone())
        self.d_latent = len(to_logits)
        self.decoded: list[Tensor] = []
        self.passed: list[Tensor] = []

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log-variance, each `(N, Z)`."""
        first = x[..., :1]
        others = [first] * (self.d_latent - 1)
        mu = torch.cat([self.spread * (first - 0.5), *others], -1)
        logvar = torch.tensor(self.LOG_VARIANCE[: self.d_latent], dtype=x.dtype).expand_as(mu)
        return mu, logvar.clone()

    encoder = encode

    def decode(self, z: Tensor) -> Tensor:
        """Logits for z of any leading shape."""
        self.decoded.append(z.detach().reshape(-1, self.d_latent))
        return self.logits(z)

    def logits(self, z: Tensor) -> Tensor:
        """Logits, unlogged."""
        return torch.tanh(z) @ self.to_logits.to(z.dtype)

    decoder = decode

    def forward(self, x: Tensor) -> Any:
        """As the contract says."""
        mu, logvar = self.encode(x)
        z = mu + (logvar / 2).exp() * torch.randn_like(mu)
        self.passed.append(z.detach())
        return self.output(self.logits(z), mu, logvar, z)

    def sample(self, n: int) -> Tensor:
        """Images of the prior."""
        return self.logits(torch.randn(n, self.d_latent)).sigmoid()

"""Public checks of `gaussian_kl`."""

import math

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "gaussian_kl"
points = None


@test_case(name="against numerical integration")
def test_value_is_the_integral(gaussian_kl):
    mu, logvar = probe(5, 3, seed=1), probe(5, 3, seed=2)
    called = describe("gaussian_kl", mu=mu, logvar=logvar)
    value = call("gaussian_kl", gaussian_kl, mu=mu, logvar=logvar)
    per_dimension = integral(mu, logvar)
    right = per_dimension.sum(1)
    mistakes = [
        (2 * right, "a factor 1/2 is missing"),
        (-right, "the sign is flipped: a KL is never negative"),
        (per_dimension.mean(1), "a mean over the latent dimensions, where a sum is asked for"),
        (right.mean().expand(5), "the mean over the batch: one number a sample is asked for"),
        (0.5 * (mu + logvar.exp() - 1 - logvar).sum(1), "mu is not squared"),
        (
            0.5 * (mu**2 + (2 * logvar).exp() - 1 - 2 * logvar).sum(1),
            "logvar is taken for the log of the standard deviation",
        ),
        (reverse(mu, logvar), "KL(p || q), the other way round"),
    ]
    expect_close(value, right, called, "one number a sample, the KL to N(0, I) summed over Z", mistakes)


@test_case(name="zero at the prior")
def test_zero_only_at_the_prior(gaussian_kl):
    value = call("gaussian_kl", gaussian_kl, mu=torch.zeros(2, 4), logvar=torch.zeros(2, 4))
    expect_close(
        value, torch.zeros(2), "gaussian_kl of mu = 0, logvar = 0", "the KL of the prior to itself is 0"
    )


def integral(mu, logvar):
    grid = torch.linspace(-1, 1, 8001, dtype=torch.float64) * 12
    mu, std = mu.double()[..., None], (0.5 * logvar.double()).exp()[..., None]
    points = mu + std * grid
    density = torch.exp(-(grid**2) / 2) / math.sqrt(2 * math.pi)
    gap = -(grid**2) / 2 - std.log() + points**2 / 2
    return torch.trapezoid(density * gap, grid, dim=-1).float()


def reverse(mu, logvar):
    return 0.5 * ((1 + mu**2) / logvar.exp() - 1 + logvar).sum(1)

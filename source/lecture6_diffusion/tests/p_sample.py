"""Public checks of `p_sample`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, probe

OK_FORMAT = False
name = "p_sample"
points = None


class Known:
    """A schedule of four steps."""

    betas = torch.tensor([0.1, 0.2, 0.4, 0.5], dtype=torch.float64)
    alphas = torch.tensor([0.9, 0.8, 0.6, 0.5], dtype=torch.float64)
    abar = torch.tensor([0.9, 0.72, 0.432, 0.216], dtype=torch.float64)
    abar_prev = torch.tensor([1.0, 0.9, 0.72, 0.432], dtype=torch.float64)


def model(x, t, y=None):
    """A known answer; t must be a tensor."""
    return x / 4 + t[:, None] / 10 + (0 if y is None else y[:, None] / 5)


def mean_of(x, t, eps):
    return (x - Known.betas[t] / (1 - Known.abar[t]).sqrt() * eps) / Known.alphas[t].sqrt()


@test_case(name="no noise at t = 0")
def test_last(p_sample):
    x = probe(5, 2).double()
    value = call("p_sample", p_sample, model=model, schedule=Known(), xt=x, t=0)
    again = call("p_sample", p_sample, model=model, schedule=Known(), xt=x, t=0)
    called = describe("p_sample", xt=x, t=0)
    expect(
        torch.equal(value, again),
        called,
        "at t = 0 nothing is random",
        "two calls differ",
        "noise is added at t = 0",
    )
    expect_close(value, mean_of(x, 0, x / 4), called, "(xt - beta / sqrt(1 - abar) eps) / sqrt(alpha)")


@test_case(name="mean and width at t = 2")
def test_width(p_sample):
    torch.manual_seed(0)
    x, y = torch.full((20_000, 2), 0.7).double(), torch.ones(20_000, dtype=torch.int64)
    value = call("p_sample", p_sample, model=model, schedule=Known(), xt=x, t=2, y=y)
    called = describe("p_sample", xt=x, t=2, y=y)
    off = (value - mean_of(x, 2, x / 4 + 0.2 + 0.2)).mean().item()
    expect(
        abs(off) < 0.02,
        called,
        "the average is the mean of the formula",
        f"it is {off:+.3f} off",
        "the mean, or y is not passed",
    )
    variance = value.var().item()
    expect(
        abs(variance / 0.4 - 1) < 0.05 or abs(variance / (0.28 / 0.568 * 0.4) - 1) < 0.05,
        called,
        "the variance is beta or beta-tilde",
        f"{variance:.3f}; they are 0.400 and 0.197",
    )

"""Public checks of `q_posterior`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "q_posterior"
points = None


class Known:
    """A schedule of four steps."""

    betas = torch.tensor([0.1, 0.2, 0.4, 0.5], dtype=torch.float64)
    alphas = torch.tensor([0.9, 0.8, 0.6, 0.5], dtype=torch.float64)
    abar = torch.tensor([0.9, 0.72, 0.432, 0.216], dtype=torch.float64)
    abar_prev = torch.tensor([1.0, 0.9, 0.72, 0.432], dtype=torch.float64)


@test_case(name="mean and variance")
def test_values(q_posterior):
    t = torch.tensor([0, 3, 2, 1, 3])
    x0, xt = probe(5, 2, seed=1), probe(5, 2, seed=2)
    mean, var = call("q_posterior", q_posterior, schedule=Known(), x0=x0, xt=xt, t=t)
    called = describe("q_posterior", x0=x0, xt=xt, t=t)
    a, ab, ap = (v[t].float()[:, None] for v in (Known.alphas, Known.abar, Known.abar_prev))
    wanted = (ap.sqrt() * (1 - a) * x0 + a.sqrt() * (1 - ap) * xt) / (1 - ab)
    expect_close(mean, wanted, called, "mean: weights of x0 and xt as in the formula")
    expect_close(var.expand(5, 2), ((1 - ap) / (1 - ab) * (1 - a)).expand(5, 2), called, "var is beta-tilde")
    expect_close(mean[0], x0[0], called, "at t = 0 the mean is x0")

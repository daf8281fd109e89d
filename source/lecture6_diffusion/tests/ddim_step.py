"""Public checks of `ddim_step`."""

import math

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, probe

OK_FORMAT = False
name = "ddim_step"
points = None


class Known:
    """A schedule of four steps."""

    betas = torch.tensor([0.1, 0.2, 0.4, 0.5], dtype=torch.float64)
    alphas = torch.tensor([0.9, 0.8, 0.6, 0.5], dtype=torch.float64)
    abar = torch.tensor([0.9, 0.72, 0.432, 0.216], dtype=torch.float64)
    abar_prev = torch.tensor([1.0, 0.9, 0.72, 0.432], dtype=torch.float64)


def step(xt, eps, noise, abar, before, eta):
    sigma = eta * math.sqrt((1 - before) / (1 - abar)) * math.sqrt(max(1 - abar / before, 0))
    guess = (xt - math.sqrt(1 - abar) * eps) / math.sqrt(abar)
    return math.sqrt(before) * guess + math.sqrt(max(1 - before - sigma**2, 0)) * eps + sigma * noise


@test_case(name="values for eta = 0, 0.5 and 1")
def test_values(ddim_step):
    xt, eps, noise = (probe(5, 2, seed=seed).double() for seed in (1, 2, 3))
    for t, t_prev, eta in ((3, 1, 0.0), (3, 1, 0.5), (2, 1, 1.0), (1, -1, 0.0), (2, -1, 1.0)):
        value = call(
            "ddim_step", ddim_step, schedule=Known(), xt=xt, t=t, t_prev=t_prev, eps=eps, eta=eta, noise=noise
        )
        abar = float(Known.abar[t])
        before = float(Known.abar[t_prev]) if t_prev >= 0 else 1.0
        called = describe("ddim_step", xt=xt, t=t, t_prev=t_prev, eps=eps, eta=eta, noise=noise)
        mistakes = [
            (
                step(xt, eps, noise, abar, float(Known.abar_prev[t]), eta),
                "abar_prev[t] is used: the step may be longer than 1",
            ),
            (
                step(xt, eps, noise, abar, float(Known.abar[t_prev]), eta),
                "t_prev = -1 took the last element: there abar is 1",
            ),
            (
                step(xt, eps, noise, abar, float(Known.abar[0]), eta),
                "the last step uses abar[0]: there abar is 1",
            ),
        ]
        expect_close(
            value, step(xt, eps, noise, abar, before, eta), called, "the formula of the exercise", mistakes
        )


@test_case(name="eta = 0 is not random")
def test_still(ddim_step):
    xt, eps = probe(5, 2, seed=1), probe(5, 2, seed=2)
    one, two = (
        call("ddim_step", ddim_step, schedule=Known(), xt=xt, t=3, t_prev=1, eps=eps) for _ in range(2)
    )
    expect(
        torch.equal(one, two), describe("ddim_step", xt=xt, t=3, t_prev=1), "two calls agree", "they differ"
    )

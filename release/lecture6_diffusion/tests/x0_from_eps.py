"""Public checks of `x0_from_eps`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "x0_from_eps"
points = None


class Known:
    """A schedule of four steps."""

    betas = torch.tensor([0.1, 0.2, 0.4, 0.5], dtype=torch.float64)
    alphas = torch.tensor([0.9, 0.8, 0.6, 0.5], dtype=torch.float64)
    abar = torch.tensor([0.9, 0.72, 0.432, 0.216], dtype=torch.float64)
    abar_prev = torch.tensor([1.0, 0.9, 0.72, 0.432], dtype=torch.float64)


@test_case(name="undoes the noise")
def test_values(x0_from_eps):
    t = torch.tensor([0, 3, 2, 1, 3])
    for shape in ((5, 2), (5, 1, 3, 4)):
        x0, eps = probe(*shape, seed=1), probe(*shape, seed=2)
        abar = Known.abar[t].float().reshape(-1, *[1] * (len(shape) - 1))
        a, b = abar.sqrt(), (1 - abar).sqrt()
        xt = a * x0 + b * eps
        value = call("x0_from_eps", x0_from_eps, schedule=Known(), xt=xt, t=t, eps=eps)
        mistakes = [
            ((xt + b * eps) / a, "the noise is added: it must be subtracted"),
            (x0.clamp(-1, 1), "the result is clipped to [-1, 1]"),
            (xt - b * eps, "the division by sqrt(abar) is missing"),
        ]
        expect_close(value, x0, describe("x0_from_eps", xt=xt, t=t, eps=eps), "x0 comes back", mistakes)

"""Public checks of `q_sample`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "q_sample"
points = None


class Known:
    """A schedule of four steps."""

    betas = torch.tensor([0.1, 0.2, 0.4, 0.5], dtype=torch.float64)
    alphas = torch.tensor([0.9, 0.8, 0.6, 0.5], dtype=torch.float64)
    abar = torch.tensor([0.9, 0.72, 0.432, 0.216], dtype=torch.float64)
    abar_prev = torch.tensor([1.0, 0.9, 0.72, 0.432], dtype=torch.float64)


@test_case(name="values, any number of axes")
def test_values(q_sample):
    t = torch.tensor([0, 3, 2, 1, 3])
    for shape in ((5, 2), (5, 1, 3, 4)):
        x0, noise = probe(*shape, seed=1), probe(*shape, seed=2)
        value = call("q_sample", q_sample, schedule=Known(), x0=x0, t=t, noise=noise)
        abar = Known.abar[t].float().reshape(-1, *[1] * (len(shape) - 1))
        a, b = abar.sqrt(), (1 - abar).sqrt()
        mistakes = [
            (abar * x0 + (1 - abar) * noise, "the square roots are missing"),
            (a * x0 + (1 - abar) * noise, "the root of 1 - abar is missing"),
            (b * x0 + a * noise, "signal and noise are swapped"),
        ]
        called = describe("q_sample", x0=x0, t=t, noise=noise)
        wanted = a * x0 + b * noise
        expect_close(value, wanted, called, "sqrt(abar) x0 + sqrt(1 - abar) noise", mistakes)

"""Public checks of `ddim_sample`."""

import itertools

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "ddim_sample"
points = None


class Long:
    """A schedule of twelve steps."""

    betas = torch.linspace(0.05, 0.5, 12, dtype=torch.float64)
    alphas, abar = 1 - betas, torch.cumprod(1 - betas, 0)
    abar_prev = torch.cat([torch.ones(1, dtype=torch.float64), abar[:-1]])


@test_case(name="times, and a last step without noise")
def test_times(ddim_sample):
    seen = []

    def model(x, t, y=None):
        seen.append((int(t[0]), x.clone()))
        return x / 4

    value = call("ddim_sample", ddim_sample, model=model, schedule=Long(), shape=(6, 2), steps=4)
    called = "ddim_sample(model, schedule, shape=(6, 2), steps=4) with T = 12"
    expect_shape(value, (6, 2), called)
    times = [t for t, _ in seen]
    falling = len(times) == 4 and all(one > two for one, two in itertools.pairwise(times))
    expect(falling, called, "four times, falling", f"{times}")
    t, x = seen[-1]
    abar = float(Long.abar[t])
    wanted = (x - (1 - abar) ** 0.5 * x / 4) / abar**0.5
    cause = "the last step does not use abar = 1"
    expect(
        torch.allclose(value.double(), wanted.double(), atol=1e-4),
        called,
        "the result is the last guess of x0",
        "it is not",
        cause,
    )

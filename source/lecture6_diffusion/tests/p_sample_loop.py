"""Public checks of `p_sample_loop`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "p_sample_loop"
points = None


class Known:
    """A schedule of four steps."""

    betas = torch.tensor([0.1, 0.2, 0.4, 0.5], dtype=torch.float64)
    alphas = torch.tensor([0.9, 0.8, 0.6, 0.5], dtype=torch.float64)
    abar = torch.tensor([0.9, 0.72, 0.432, 0.216], dtype=torch.float64)
    abar_prev = torch.tensor([1.0, 0.9, 0.72, 0.432], dtype=torch.float64)


@test_case(name="all times, downwards")
def test_times(p_sample_loop):
    seen = []

    def model(x, t, y=None):
        seen.append((int(t[0]), x.clone(), y))
        return x / 4

    y = torch.arange(500)
    value = call("p_sample_loop", p_sample_loop, model=model, schedule=Known(), shape=(500, 2), y=y)
    called = "p_sample_loop(model, schedule, shape=(500, 2), y=(500,)) with T = 4"
    expect_shape(value, (500, 2), called)
    times = [t for t, _, _ in seen]
    expect(times == [3, 2, 1, 0], called, "the model is asked at t = 3, 2, 1, 0", f"at {times}")
    expect(all(given is not None for *_, given in seen), called, "the model gets y each time", "it did not")
    width = seen[0][1].std().item()
    expect(abs(width - 1) < 0.15, called, "it begins with noise of deviation 1", f"deviation {width:.2f}")

"""Public checks of `perplexity`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "perplexity"
points = None


@test_case(name="values")
def test_values(perplexity):
    for count in (1, 2, 50):
        value = float(call("perplexity", perplexity, nll=torch.tensor(float(count)).log()))
        expect(abs(value - count) < 1e-3 * count, f"perplexity(ln {count})", f"{count}", f"{value:.4f}")

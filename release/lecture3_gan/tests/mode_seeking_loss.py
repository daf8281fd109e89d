"""Public checks of `mode_seeking_loss`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "mode_seeking_loss"
points = None


X1, X2, Z1, Z2 = probe(4, 5, seed=7), probe(4, 5, seed=8), probe(4, 2, seed=9), probe(4, 2, seed=10)


@test_case(name="value")
def test_values(mode_seeking_loss):
    apart, noise = (X1 - X2).abs().mean(), (Z1 - Z2).abs().mean()
    value = call("mode_seeking_loss", mode_seeking_loss, x1=X1, x2=X2, z1=Z1, z2=Z2, eps=0.1)
    mistakes = [
        (apart / noise + 0.1, "the ratio is not inverted: this grows when outputs differ more"),
        (1 / (noise / apart + 0.1), "the ratio is upside down"),
        (noise / apart, "eps is missing"),
        (-apart / noise, "minus the ratio: also smaller when outputs differ, but another formula"),
    ]
    called = describe("mode_seeking_loss", x1=X1, x2=X2, z1=Z1, z2=Z2, eps=0.1)
    expect_close(
        value, 1 / (apart / noise + 0.1), called, "1 / (mean|x1 - x2| / mean|z1 - z2| + eps)", mistakes
    )


@test_case(name="finite when collapsed")
def test_collapsed(mode_seeking_loss):
    value = call("mode_seeking_loss", mode_seeking_loss, x1=X1, x2=X1.clone(), z1=Z1, z2=Z2, eps=0.5)
    expect_close(value, torch.tensor(2.0), "mode_seeking_loss with x1 = x2 and eps = 0.5", "1 / eps = 2")

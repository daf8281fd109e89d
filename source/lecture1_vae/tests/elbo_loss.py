"""Public checks of `elbo_loss`."""

import math

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "elbo_loss"
points = None


@test_case(name="terms and beta")
def test_terms(elbo_loss):
    x_logits, x = torch.zeros(4, 15), probe(4, 15, seed=1, low=0, high=1)
    mu, logvar = torch.full((4, 6), 2.0), torch.zeros(4, 6)
    pixels = torch.tensor(15 * math.log(2))
    for settings, beta in (({}, 1.0), ({"beta": 3.0}, 3.0)):
        inputs = {"x_logits": x_logits, "x": x, "mu": mu, "logvar": logvar} | settings
        called = describe("elbo_loss", **inputs)
        loss, rec, kl = call("elbo_loss", elbo_loss, **inputs)
        batch = [
            (4 * pixels, "summed over the batch"),
            (pixels / 15, "a mean over pixels: their sum is asked for"),
        ]
        expect_close(rec, pixels, called, "rec = pixels * ln 2 for logits of 0", batch)
        batch = [(torch.tensor(48.0), "summed over the batch"), (torch.tensor(2.0), "a mean over Z")]
        expect_close(kl, torch.tensor(12.0), called, "kl = 6 * 2^2 / 2 = 12", batch)
        slips = [(beta * pixels + 12, "beta is at the wrong term"), (pixels + 12, "beta is not used")]
        expect_close(loss, pixels + beta * 12, called, "loss = rec + beta * kl", slips)

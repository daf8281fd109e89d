"""Public checks of `beta_elbo`."""

import math

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "beta_elbo"
points = None


@test_case(name="terms and beta")
def test_terms(beta_elbo):
    x_logits, x = torch.zeros(4, 1, 3, 5), probe(4, 1, 3, 5, seed=1, low=0, high=1)
    mu, logvar = torch.full((4, 6), 2.0), torch.zeros(4, 6)
    pixels = torch.tensor(15 * math.log(2))
    for beta in (1.0, 3.0):
        inputs = {"x_logits": x_logits, "x": x, "mu": mu, "logvar": logvar, "beta": beta}
        called = describe("beta_elbo", **inputs)
        loss, rec, kl = call("beta_elbo", beta_elbo, **inputs)
        slips = [
            (4 * pixels, "summed over the batch"),
            (pixels / 15, "a mean over pixels: their sum is asked for"),
        ]
        expect_close(rec, pixels, called, "rec = pixels * ln 2 for logits of 0", slips)
        slips = [
            (torch.tensor(48.0), "summed over the batch"),
            (torch.tensor(2.0), "a mean over Z"),
            (torch.tensor(12.0 * beta), "kl is returned without beta"),
        ]
        expect_close(kl, torch.tensor(12.0), called, "kl = 6 * 2^2 / 2 = 12", slips)
        slips = [(beta * pixels + 12, "beta is at the wrong term"), (pixels + 12, "beta is not used")]
        expect_close(loss, pixels + beta * 12, called, "loss = rec + beta * kl", slips)

"""Public checks of `cvae_loss`."""

import math

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "cvae_loss"
points = None


@test_case(name="terms and beta")
def test_terms(cvae_loss):
    x_logits, x = torch.zeros(4, 1, 3, 5), probe(4, 1, 3, 5, seed=1, low=0, high=1)
    mu, logvar = torch.full((4, 6), 2.0), torch.zeros(4, 6)
    for beta in (1.0, 3.0):
        called = describe("cvae_loss", x_logits=x_logits, x=x, mu=mu, logvar=logvar, beta=beta)
        loss, rec, kl = call("cvae_loss", cvae_loss, x_logits=x_logits, x=x, mu=mu, logvar=logvar, beta=beta)
        pixels = torch.tensor(15 * math.log(2))
        batch = [
            (4 * pixels, "summed over the batch: the batch mean is asked for"),
            (pixels / 15, "a mean over pixels: their sum is asked for"),
        ]
        expect_close(rec, pixels, called, "rec = pixels * ln 2 for logits of 0", batch)
        expect_close(
            kl,
            torch.tensor(12.0),
            called,
            "kl = 6 * 2^2 / 2 = 12",
            [(torch.tensor(48.0), "summed over the batch"), (torch.tensor(2.0), "a mean over Z")],
        )
        swapped = [(beta * pixels + 12, "beta is at the wrong term"), (pixels + 12, "beta is not used")]
        expect_close(loss, pixels + beta * 12, called, "loss = rec + beta * kl", swapped)

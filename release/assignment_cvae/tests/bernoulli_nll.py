"""Public checks of `bernoulli_nll`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, probe

OK_FORMAT = False
name = "bernoulli_nll"
points = None


@test_case(name="value, grey pixels included")
def test_value(bernoulli_nll):
    x_logits, x = probe(3, 1, 4, 5, seed=1), probe(3, 1, 4, 5, seed=2, low=0, high=1)
    called = describe("bernoulli_nll", x_logits=x_logits, x=x)
    value = call("bernoulli_nll", bernoulli_nll, x_logits=x_logits, x=x)
    probability = torch.sigmoid(x_logits.double())
    pixels = -(x * probability.log() + (1 - x) * (1 - probability).log())
    right = pixels.flatten(1).sum(1)
    mistakes = [
        (-right, "the sign is flipped: this is the log-likelihood"),
        (pixels.flatten(1).mean(1), "a mean over the pixels, where a sum is asked for"),
        (right.mean().expand(3), "the mean over the batch: one number a sample is asked for"),
        (swapped(x_logits, x), "x and the logits are swapped"),
    ]
    expect_close(value, right, called, "one number a sample: the cost summed over all pixels", mistakes)


@test_case(name="confident logits")
def test_large_logits_stay_finite(bernoulli_nll):
    x_logits, x = torch.tensor([[1e4, -1e4], [1e4, -1e4]]), torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    value = call("bernoulli_nll", bernoulli_nll, x_logits=x_logits, x=x)
    called = "bernoulli_nll of logits +-10,000"
    expect(
        bool(torch.isfinite(value).all()),
        called,
        "the cost is finite",
        f"{value.tolist()}",
        "log(sigmoid(l)) computed in two steps",
        "Use a function that takes logits.",
    )
    expect_close(value, torch.tensor([0.0, 2e4]), called, "0 where right, 10,000 a pixel where wrong")


def swapped(x_logits, x):
    probability = torch.sigmoid(x.double())
    return -(x_logits * probability.log() + (1 - x_logits) * (1 - probability).log()).flatten(1).sum(1)

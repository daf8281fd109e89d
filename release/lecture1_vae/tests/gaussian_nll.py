"""Public checks of `gaussian_nll`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "gaussian_nll"
points = None


MEAN, X = probe(3, 2, 4, seed=1), probe(3, 2, 4, seed=2, low=0, high=1)


@test_case(name="value, constants included")
def test_values(gaussian_nll):
    squares = ((X - MEAN) ** 2).flatten(1).sum(1)
    for sigma in (0.5, 1.7):
        called = describe("gaussian_nll", mean=MEAN, x=X, sigma=sigma)
        value = call("gaussian_nll", gaussian_nll, mean=MEAN, x=X, sigma=sigma)
        right = -torch.distributions.Normal(MEAN, sigma).log_prob(X).flatten(1).sum(1)
        mistakes = [
            (squares / (2 * sigma**2), "the constants are missing"),
            (right / 8, "a mean over the pixels, where a sum is asked for"),
            (-right, "the sign is flipped: this is the log-likelihood"),
        ]
        relation = "minus log_prob of torch.distributions.Normal, summed over all pixels"
        expect_close(value, right, called, relation, mistakes)


@test_case(name="sigma is 1 by default")
def test_default(gaussian_nll):
    value = call("gaussian_nll", gaussian_nll, mean=MEAN, x=X)
    right = -torch.distributions.Normal(MEAN, 1.0).log_prob(X).flatten(1).sum(1)
    called = describe("gaussian_nll", mean=MEAN, x=X)
    expect_close(value, right, called, "minus log_prob with a standard deviation of 1")

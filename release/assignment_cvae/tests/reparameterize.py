"""Public checks of `reparameterize`."""

import random

import numpy as np
import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, expect_shape, probe

OK_FORMAT = False
name = "reparameterize"
points = None


@test_case(name="mu shifts the draw")
def test_mu_shifts_the_draw(reparameterize):
    mu, logvar = probe(5, 3, seed=1), probe(5, 3, seed=2)
    called = describe("reparameterize", mu=mu, logvar=logvar)
    first = drawn(reparameterize, mu, logvar)
    expect_shape(first, (5, 3), called)
    relation = "with the same seed, f(mu + 1, logvar) - f(mu, logvar) = 1"
    mistakes = [
        (torch.zeros(5, 3), "mu is not used"),
        (torch.exp(0.5 * logvar), "mu is multiplied by the standard deviation"),
    ]
    expect_close(drawn(reparameterize, mu + 1, logvar) - first, torch.ones(5, 3), called, relation, mistakes)


@test_case(name="logvar scales the noise")
def test_logvar_scales_the_noise(reparameterize):
    mu, small = torch.zeros(5, 3), probe(5, 3, seed=3, low=-2, high=-1)
    large = small + 2
    ratio = drawn(reparameterize, mu, large) / drawn(reparameterize, mu, small)
    mistakes = [
        (
            torch.full((5, 3), 2.0).exp(),
            "exp(logvar) is the variance; the standard deviation is exp(0.5 * logvar)",
        ),
        (large / small, "logvar itself is used as standard deviation: it must be exponentiated"),
        (torch.ones(5, 3), "logvar is not used"),
    ]
    relation = "with the same seed, adding 2 to logvar scales the noise by e"
    expect_close(
        ratio,
        torch.full((5, 3), 1.0).exp(),
        describe("reparameterize", mu=mu, logvar=small),
        relation,
        mistakes,
    )


@test_case(name="fresh noise for each element")
def test_noise_is_fresh(reparameterize):
    mu = torch.zeros(4, 3)
    called = describe("reparameterize", mu=mu, logvar=mu)
    first = call("reparameterize", reparameterize, mu=mu, logvar=mu)
    second = call("reparameterize", reparameterize, mu=mu, logvar=mu)
    expect(
        not torch.equal(first, second),
        called,
        "two calls differ",
        "the same numbers twice",
        "a fixed seed inside the function",
    )
    expect(
        first.unique().numel() == 12,
        called,
        "each element has noise of its own",
        "equal elements",
        "one noise for a row, a column or the batch",
    )


@test_case(name="gradients")
def test_gradients_reach_both(reparameterize):
    mu, logvar = probe(4, 3, seed=4).requires_grad_(), probe(4, 3, seed=5).requires_grad_()
    z = call("reparameterize", reparameterize, mu=mu, logvar=logvar)
    called = describe("reparameterize", mu=mu, logvar=logvar)
    expect(
        z.requires_grad,
        called,
        "gradients reach mu and logvar",
        "none do",
        "torch.normal, .detach() or no_grad",
        "z = mu + std * noise",
    )
    mu_gradient, logvar_gradient = torch.autograd.grad(z.sum(), (mu, logvar), allow_unused=True)
    expect(mu_gradient is not None, called, "a gradient reaches mu", "none does")
    expect(logvar_gradient is not None, called, "a gradient reaches logvar", "none does")
    expect_close(logvar_gradient, ((z - mu) / 2).detach(), called, "dz/dlogvar = (z - mu) / 2")


def drawn(reparameterize, mu, logvar):
    state = torch.random.get_rng_state()
    seeded(7)
    try:
        return call("reparameterize", reparameterize, mu=mu, logvar=logvar)
    finally:
        torch.random.set_rng_state(state)


def seeded(seed):
    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)

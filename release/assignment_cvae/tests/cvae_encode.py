"""Public checks of `cvae_encode`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_shape, probe

OK_FORMAT = False
name = "cvae_encode"
points = None


@test_case(name="shapes and signs")
def test_shapes(CVAE):
    model, x, y = built(CVAE)
    mu, logvar = call("encode", model.encode, x=x, y=y)
    called = describe("CVAE(d_latent=7).encode", x=x, y=y)
    expect_shape(mu, (40, 7), called)
    expect_shape(logvar, (40, 7), called)
    for name, value in (("mu", mu), ("logvar", logvar)):
        expect(
            bool((value < 0).any()),
            called,
            f"{name} can be negative",
            "no negative number in 280",
            "a ReLU or Softplus after the last layer",
        )
    expect(not torch.equal(mu, logvar), called, "mu and logvar differ", "they are equal", "one head for both")


@test_case(name="a batch of one")
def test_a_batch_of_one(CVAE):
    model, x, y = built(CVAE)
    mu, _ = call("encode", model.eval().encode, x=x[:1], y=y[:1])
    expect_shape(mu, (1, 7), "encode of a single image")


def built(CVAE):
    model = call("CVAE", CVAE, d_latent=7)
    return model, probe(40, 1, 28, 28, seed=1, low=0, high=1), torch.arange(40) % 10

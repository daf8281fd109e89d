"""Public checks of `vae`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_close, expect_shape

OK_FORMAT = False
name = "vae"
points = None


CALLED = "VAE(d_in=10, d_hidden=7, d_latent=3)"


def make(VAE):
    return call("VAE", VAE, d_in=10, d_hidden=7, d_latent=3)


@test_case(name="shapes")
@torch.no_grad()
def test_shapes(VAE):
    model, x, z = make(VAE), torch.rand(4, 10), torch.randn(4, 3)
    for part in call("encode", model.encode, x=x):
        expect_shape(part, (4, 3), CALLED + ".encode(x)")
    expect_shape(call("decode", model.decode, z=z), (4, 10), CALLED + ".decode(z)")
    for part, width in zip(call("VAE(...)", model, x=x), (10, 3, 3, 3), strict=True):
        expect_shape(part, (4, width), CALLED + "(x)")


@test_case(name="forward draws z and decodes it")
@torch.no_grad()
def test_forward(VAE):
    model, x = make(VAE), torch.rand(4, 10)
    x_logits, mu, logvar, z = call("VAE(...)", model, x=x)
    cause = "this is an autoencoder: the draw is missing"
    expect(not torch.allclose(z, mu), CALLED + "(x)", "z is a draw", "z is mu", cause)
    slips = [(model.decode(z=mu), "the decoder gets mu, not z")]
    expect_close(x_logits, model.decode(z=z), CALLED + "(x)", "x_logits is decode(z)", slips)
    for part, wanted in zip((mu, logvar), model.encode(x=x), strict=True):
        expect_close(part, wanted, CALLED + "(x)", "mu and logvar are encode(x)")


@test_case(name="new samples in [0, 1]")
@torch.no_grad()
def test_samples(VAE):
    model, called = make(VAE), CALLED + ".sample(n=30)"
    for parameter in model.parameters():
        parameter.mul_(8)
    drawn = call("sample", model.sample, n=30)
    expect_shape(drawn, (30, 10), called)
    inside = bool(((drawn >= 0) & (drawn <= 1)).all())
    expect(
        inside,
        called,
        "values lie in [0, 1]",
        f"from {drawn.min():.2f} to {drawn.max():.2f}",
        "the sigmoid is missing",
    )
    expect(
        not torch.equal(drawn[0], drawn[1]),
        called,
        "two samples differ",
        "they are equal",
        "one z for all of them",
    )
    again = call("sample", model.sample, n=30)
    expect(
        not torch.equal(drawn, again),
        called,
        "two calls differ",
        "the same samples twice",
        "a fixed seed or a fixed z",
    )

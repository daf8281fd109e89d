"""Public checks of `encoder`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "encoder"
points = None


@test_case(name="mu and logvar")
def test_shapes(Encoder):
    called = "Encoder(d_in=10, d_hidden=7, d_latent=3)(x)"
    model = call("Encoder", Encoder, d_in=10, d_hidden=7, d_latent=3)
    for count in (4, 1):
        pair = call("Encoder(...)", model, x=torch.rand(count, 10))
        expect(
            isinstance(pair, tuple) and len(pair) == 2,
            called,
            "it gives the pair (mu, logvar)",
            f"a {type(pair).__name__}",
        )
        for part in pair:
            expect_shape(part, (count, 3), called)


@test_case(name="two free heads")
def test_heads(Encoder):
    called = "Encoder(d_in=10, d_hidden=30, d_latent=20)(x)"
    model = call("Encoder", Encoder, d_in=10, d_hidden=30, d_latent=20)
    with torch.no_grad():
        mu, logvar = call("Encoder(...)", model, x=10 * torch.randn(50, 10))
    expect(
        not torch.equal(mu, logvar),
        called,
        "mu and logvar are two outputs",
        "they are equal",
        "one head for both",
    )
    for name, part in (("mu", mu), ("logvar", logvar)):
        both = float(part.min()) < 0 < float(part.max())
        hint = "End with a linear layer."
        expect(
            both, called, f"{name} takes both signs", "it has one sign only", "an activation comes last", hint
        )

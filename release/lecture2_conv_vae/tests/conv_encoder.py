"""Public checks of `conv_encoder`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "conv_encoder"
points = None


@test_case(name="mu and logvar")
def test_shapes(ConvEncoder):
    called = "ConvEncoder(d_latent=6)(x)"
    model = call("ConvEncoder", ConvEncoder, d_latent=6).eval()
    for count in (4, 1):
        pair = call("ConvEncoder(...)", model, x=torch.rand(count, 1, 28, 28))
        relation = "it gives the pair (mu, logvar)"
        expect(isinstance(pair, tuple) and len(pair) == 2, called, relation, f"a {type(pair).__name__}")
        for part in pair:
            expect_shape(part, (count, 6), called)


@test_case(name="two free heads, samples by themselves")
def test_heads(ConvEncoder):
    called = "ConvEncoder(d_latent=20)(x)"
    model = call("ConvEncoder", ConvEncoder, d_latent=20).eval()
    x = torch.rand(20, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        mu, logvar = call("ConvEncoder(...)", model, x=10 * x)
        alone, _ = call("ConvEncoder(...)", model, x=10 * x[:1])
    expect(not torch.equal(mu, logvar), called, "mu and logvar are two outputs", "equal", "one head for both")
    for name, part in (("mu", mu), ("logvar", logvar)):
        both = float(part.min()) < 0 < float(part.max())
        relation, hint = f"{name} takes both signs", "End with a linear layer."
        expect(both, called, relation, "it has one sign only", "an activation comes last", hint)
    near = torch.allclose(mu[:1], alone, rtol=1e-3, atol=1e-4)
    relation = "in eval mode a sample alone gives what it gives in a batch"
    expect(near, called, relation, "it does not", "samples of a batch are mixed")

"""Public checks of `conv_decoder`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "conv_decoder"
points = None


@test_case(name="logits of an image")
def test_logits(ConvDecoder):
    called = "ConvDecoder(d_latent=5)(z)"
    model = call("ConvDecoder", ConvDecoder, d_latent=5).eval()
    z = 30 * torch.randn(8, 5, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        logits = call("ConvDecoder(...)", model, z=z)
        alone = call("ConvDecoder(...)", model, z=z[:1])
        other = call("ConvDecoder(...)", model, z=z + 1)
    expect_shape(logits, (8, 1, 28, 28), called)
    expect_shape(alone, (1, 1, 28, 28), called)
    both = float(logits.min()) < 0 < float(logits.max())
    hint = "The sigmoid belongs to the loss and to pictures."
    expect(
        both, called, "logits take both signs", "they have one sign only", "a sigmoid ends the decoder", hint
    )
    expect(not torch.equal(logits, other), called, "the image depends on z", "another z gives the same")
    near = torch.allclose(logits[:1], alone, rtol=1e-3, atol=1e-3)
    relation = "in eval mode a code alone gives what it gives in a batch"
    expect(near, called, relation, "it does not", "samples of a batch are mixed")

"""Public checks of `decoder`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "decoder"
points = None


@test_case(name="logits, not probabilities")
def test_logits(Decoder):
    called = "Decoder(d_latent=3, d_hidden=30, d_out=10)(z)"
    model = call("Decoder", Decoder, d_latent=3, d_hidden=30, d_out=10)
    with torch.no_grad():
        for count in (50, 1):
            logits = call("Decoder(...)", model, z=100 * torch.randn(count, 3))
            expect_shape(logits, (count, 10), called)
        logits = call("Decoder(...)", model, z=100 * torch.randn(50, 3))
    free = float(logits.min()) < 0 and float(logits.max()) > 1
    cause = "a sigmoid or another activation comes last"
    expect(free, called, "logits take any value", "they do not", cause, "End with a linear layer.")

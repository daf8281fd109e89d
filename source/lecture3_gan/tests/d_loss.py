"""Public checks of `d_loss`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "d_loss"
points = None


REAL, FAKE = probe(5, 1, seed=1), probe(3, 1, seed=2)
BCE = torch.nn.functional.binary_cross_entropy_with_logits


@test_case(name="value, unequal batches")
def test_values(d_loss):
    value = call("d_loss", d_loss, real_logits=REAL, fake_logits=FAKE)
    first, second = BCE(REAL, torch.ones_like(REAL)), BCE(FAKE, torch.zeros_like(FAKE))
    mistakes = [
        ((first + second) / 2, "the sum is halved"),
        (BCE(REAL, torch.zeros_like(REAL)) + BCE(FAKE, torch.ones_like(FAKE)), "real and fake are swapped"),
        (first, "the fake term is missing"),
        (second, "the real term is missing"),
        (-first - second, "the sign is flipped"),
        (5 * first + 3 * second, "sums are taken, not means"),
    ]
    called = describe("d_loss", real_logits=REAL, fake_logits=FAKE)
    expect_close(
        value, first + second, called, "cross-entropy of real with 1 plus that of fake with 0", mistakes
    )


@test_case(name="finite at large logits")
def test_finite(d_loss):
    wide = torch.tensor([[1e4], [-1e4]])
    value = call("d_loss", d_loss, real_logits=wide, fake_logits=wide)
    expect_close(
        value, torch.tensor(1e4), "d_loss at logits of 10,000 and -10,000", "half of them cost 10,000 each"
    )

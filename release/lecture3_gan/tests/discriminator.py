"""Public checks of `discriminator`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "discriminator"
points = None


@test_case(name="one logit a sample")
def test_shapes(Discriminator):
    called = "Discriminator(d_in=5)(x)"
    model = call("Discriminator", Discriminator, d_in=5)
    for count in (4, 1):
        expect_shape(call("Discriminator(...)", model, x=torch.randn(count, 5)), (count, 1), called)


@test_case(name="no sigmoid")
def test_range(Discriminator):
    called = "Discriminator(d_in=5)(x)"
    model = call("Discriminator", Discriminator, d_in=5)
    with torch.no_grad():
        logits = call("Discriminator(...)", model, x=1000 * torch.randn(50, 5))
    inside = bool(((logits >= 0) & (logits <= 1)).all())
    cause = "your discriminator already applies a sigmoid" if inside else "an activation comes last"
    expect(float(logits.abs().max()) > 1, called, "a logit can be any number", "all lie in [-1, 1]", cause)

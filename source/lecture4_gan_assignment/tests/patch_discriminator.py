"""Public checks of `patch_discriminator`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "patch_discriminator"
points = None


@test_case(name="a map of scores")
def test_shapes(PatchDiscriminator):
    for c_in, high, wide in ((1, 28, 28), (3, 21, 34)):
        called = f"PatchDiscriminator(c_in={c_in})(x)"
        model = call("PatchDiscriminator", PatchDiscriminator, c_in=c_in)
        for count in (4, 1):
            scores = call("PatchDiscriminator(...)", model, x=torch.rand(count, c_in, high, wide))
            relation = "scores have shape (N, 1, h, w) with 1 < h <= H and 1 < w <= W"
            fits = scores.dim() == 4 and 1 < scores.shape[2] <= high and 1 < scores.shape[3] <= wide
            expect(fits, called, relation, f"shape {tuple(scores.shape)}")
            expect_shape(scores, (count, 1, *scores.shape[2:]), called)


@test_case(name="no sigmoid")
def test_range(PatchDiscriminator):
    called = "PatchDiscriminator(c_in=1)(x)"
    model = call("PatchDiscriminator", PatchDiscriminator, c_in=1)
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(10)
        scores = call("PatchDiscriminator(...)", model, x=10 * torch.randn(8, 1, 28, 28))
    cause = "an activation such as a sigmoid comes last"
    expect(float(scores.abs().max()) > 1, called, "a score can be any number", "all lie in [-1, 1]", cause)

"""Public checks of `generator`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "generator"
points = None


@test_case(name="shapes")
def test_shapes(Generator):
    called = "Generator(d_noise=3, d_out=5)(z)"
    model = call("Generator", Generator, d_noise=3, d_out=5)
    for count in (4, 1):
        expect_shape(call("Generator(...)", model, z=torch.randn(count, 3)), (count, 5), called)


@test_case(name="samples come from z, without a limit")
def test_range(Generator):
    called = "Generator(d_noise=3, d_out=5)(z)"
    model = call("Generator", Generator, d_noise=3, d_out=5)
    with torch.no_grad():
        near, far = (call("Generator(...)", model, z=scale * torch.randn(50, 3)) for scale in (1, 1000))
    expect(
        float(near.std(0).max()) > 0,
        called,
        "different noise gives different samples",
        "all are equal",
        "z is not used",
    )
    expect(
        float(far.abs().max()) > 1,
        called,
        "large noise gives large samples",
        "all stay in [-1, 1]",
        "an activation comes last",
    )

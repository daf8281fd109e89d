"""Public checks of `make_upsampler`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_shape
from torch import nn

OK_FORMAT = False
name = "make_upsampler"
points = None


@test_case(name="sizes, whole factors or not")
def test_sizes(make_upsampler):
    for size_in, size_out in ((7, 14), (5, 9), (4, 4), (3, 11)):
        settings = {"c_in": 3, "size_in": size_in, "c_out": 2, "size_out": size_out}
        called = describe("make_upsampler", **settings)
        model = call("make_upsampler", make_upsampler, **settings)
        expect(isinstance(model, nn.Module), called, "it gives a module", f"a {type(model).__name__}")
        kinds = [type(part) for part in model.modules()]
        relation = "it holds an nn.ConvTranspose2d"
        expect(any(issubclass(kind, nn.ConvTranspose2d) for kind in kinds), called, relation, "it holds none")
        x = torch.randn(4, 3, size_in, size_in)
        with torch.no_grad():
            first, second = model.eval()(x), model(x + torch.randn_like(x))
        expect_shape(first, (4, 2, size_out, size_out), f"{called}(x of {tuple(x.shape)})")
        expect(not torch.equal(first, second), called, "the result depends on x", "another x gives the same")

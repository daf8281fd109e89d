"""Public checks of `conditional_decoder`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "conditional_decoder"
points = None


@test_case(name="the label is heard, each by its own sample")
def test_labels(ConditionalDecoder):
    called = "ConditionalDecoder(d_latent=4, num_classes=6)(z, y)"
    model = call("ConditionalDecoder", ConditionalDecoder, d_latent=4, num_classes=6).eval()
    z, y = torch.randn(5, 4, generator=torch.Generator().manual_seed(1)), torch.tensor([0, 5, 2, 3, 2])
    other = y.clone()
    other[1] = 4
    with torch.no_grad():
        first = call("ConditionalDecoder(...)", model, z=z, y=y)
        second = call("ConditionalDecoder(...)", model, z=z, y=other)
        moved = call("ConditionalDecoder(...)", model, z=z + 1, y=y)
        alone = call("ConditionalDecoder(...)", model, z=z[:1], y=y[:1])
    expect_shape(first, (5, 1, 28, 28), called)
    expect_shape(alone, (1, 1, 28, 28), called)
    changed = [not torch.allclose(a, b, rtol=1e-4, atol=1e-6) for a, b in zip(first, second, strict=True)]
    relation = "another label for sample 1 changes sample 1"
    expect(changed[1], called, relation, "nothing changed", "the output does not depend on y")
    others = "another label for sample 1 leaves the other samples as they are"
    expect(
        sum(changed) == 1, called, others, f"{sum(changed)} samples changed", "labels of a batch are mixed"
    )
    expect(not torch.equal(first, moved), called, "the image depends on z", "another z gives the same")

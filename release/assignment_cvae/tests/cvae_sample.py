"""Public checks of `cvae_sample`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_shape

OK_FORMAT = False
name = "cvae_sample"
points = None


@test_case(name="new images in [0, 1]")
def test_samples(CVAE):
    model = call("CVAE", CVAE, d_latent=7).eval()
    y = torch.tensor([3, 3, 5, 0, 9])
    called = describe("CVAE(d_latent=7).sample", y=y)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(3)
    images = call("sample", model.sample, y=y)
    expect_shape(images, (5, 1, 28, 28), called)
    inside = bool(((images >= 0) & (images <= 1)).all())
    expect(
        inside,
        called,
        "pixels lie in [0, 1]",
        f"from {images.min():.2f} to {images.max():.2f}",
        "the sigmoid is missing",
    )
    expect(
        not torch.equal(images[0], images[1]),
        called,
        "two samples of a class differ",
        "they are equal",
        "one z for the whole batch",
    )
    expect(
        not torch.equal(images, call("sample", model.sample, y=y)),
        called,
        "two calls differ",
        "the same images twice",
        "a fixed seed or a fixed z",
    )

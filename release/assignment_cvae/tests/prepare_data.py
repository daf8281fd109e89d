"""Public checks of `prepare_data`."""

import numpy as np
import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, expect_shape

OK_FORMAT = False
name = "prepare_data"
points = None


@test_case(name="scale, shape and type")
def test_images_are_scaled(prepare_data):
    images = torch.arange(3 * 28 * 28).reshape(3, 28, 28).remainder(200).to(torch.uint8)
    labels = torch.tensor([3, 0, 9], dtype=torch.uint8)
    called = describe("prepare_data", images=images, labels=labels)
    x, y = call("prepare_data", prepare_data, images=images, labels=labels)
    expect_shape(x, (3, 1, 28, 28), called)
    expect(x.dtype == torch.float32, called, "x is float32", f"{x.dtype}")
    mistakes = [
        (images[:, None].float(), "not scaled: divide by 255"),
        (images[:, None].float() / 256, "divided by 256: the largest byte is 255"),
        (
            images[:, None].float() / 199,
            "divided by the largest pixel of the batch: use 255, whatever is in the batch",
        ),
    ]
    expect_close(x, images[:, None].float() / 255, called, "x is the bytes divided by 255", mistakes)
    expect(y.dtype == torch.int64, called, "y is int64", f"{y.dtype}", hint="`labels.long()`")
    expect(torch.equal(y, labels.long()), called, "y holds the labels", "other numbers")


@test_case(name="arrays work too")
def test_arrays_are_accepted(prepare_data):
    images = np.full((2, 28, 28), 51, dtype=np.uint8)
    x, _ = call("prepare_data", prepare_data, images=images, labels=np.array([1, 2], dtype=np.uint8))
    expect_close(
        x,
        torch.full((2, 1, 28, 28), 0.2),
        "prepare_data of arrays filled with 51",
        "every pixel is 51 / 255 = 0.2",
    )

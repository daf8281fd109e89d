"""Public checks of `interpolate`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close

OK_FORMAT = False
name = "interpolate"
points = None


Z0, Z1 = torch.tensor([1.0, -2.0, 0.5]), torch.tensor([2.0, 2.0, -1.5])


@test_case(name="equally spaced points with both ends")
def test_points(interpolate):
    for steps in (5, 2):
        value = call("interpolate", interpolate, z0=Z0, z1=Z1, steps=steps)
        right = torch.stack([Z0 + i / (steps - 1) * (Z1 - Z0) for i in range(steps)])
        short = torch.stack([Z0 + i / steps * (Z1 - Z0) for i in range(steps)])
        mistakes = [(right.flip(0), "the path runs backwards"), (short, "the last point is not z1")]
        called = describe("interpolate", z0=Z0, z1=Z1, steps=steps)
        expect_close(value, right, called, "the points of the formula, one a row", mistakes)

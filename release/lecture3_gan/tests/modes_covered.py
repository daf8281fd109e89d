"""Public checks of `modes_covered`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect

OK_FORMAT = False
name = "modes_covered"
points = None


CENTERS = torch.tensor([[0.0, 0.0], [3.0, 0.0], [0.0, 3.0], [3.0, 3.0]])
SAMPLES = torch.tensor([[0.1, 0.0], [0.0, -0.2], [2.9, 0.1], [1.5, 1.5], [0.4, 0.4]])


@test_case(name="counted by hand")
def test_values(modes_covered):
    called = describe("modes_covered", samples=SAMPLES, centers=CENTERS, radius=0.5)
    value = call("modes_covered", modes_covered, samples=SAMPLES, centers=CENTERS, radius=0.5)
    expect(
        isinstance(value, tuple) and len(value) == 2,
        called,
        "the pair (modes, share)",
        f"a {type(value).__name__}",
    )
    modes, share = value
    expect(int(modes) == 2, called, "2 of the 4 centres have a sample within 0.5", f"{modes} modes")
    hint = "(0.4, 0.4) is 0.57 away from (0, 0)."
    expect(
        abs(float(share) - 0.6) < 1e-6,
        called,
        "3 of the 5 samples are within 0.5 of a centre",
        f"share {share}",
        "",
        hint,
    )

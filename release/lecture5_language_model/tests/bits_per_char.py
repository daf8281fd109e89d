"""Public checks of `bits_per_char`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "bits_per_char"
points = None


@test_case(name="values")
def test_values(bits_per_char):
    for count, bits in ((1, 0), (2, 1), (64, 6)):
        value = float(call("bits_per_char", bits_per_char, nll=torch.tensor(float(count)).log()))
        expect(abs(value - bits) < 1e-4, f"bits_per_char(ln {count})", f"{bits}", f"{value:.4f}")

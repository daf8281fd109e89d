"""Public checks of `linear_betas`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close

OK_FORMAT = False
name = "linear_betas"
points = None


@test_case(name="values and dtype")
def test_values(linear_betas):
    value = call("linear_betas", linear_betas, T=5, start=0.1, end=0.3)
    called = describe("linear_betas", T=5, start=0.1, end=0.3)
    wanted = torch.tensor([0.1, 0.15, 0.2, 0.25, 0.3])
    mistakes = [
        (torch.tensor([0.1, 0.14, 0.18, 0.22, 0.26]), "the end is left out"),
        (wanted * 200, "rescaled by 1000 / T"),
    ]
    expect_close(value, wanted, called, "evenly spaced, both ends included", mistakes)
    expect(value.dtype == torch.float64, called, "float64", f"{value.dtype}", "", "dtype=torch.float64")


@test_case(name="defaults")
def test_defaults(linear_betas):
    value = call("linear_betas", linear_betas, T=1000)
    ends = (float(value[0]), float(value[-1]))
    expect(
        ends == (1e-4, 0.02), "linear_betas(T=1000)", "from 1e-4 to 0.02", f"from {ends[0]:g} to {ends[1]:g}"
    )

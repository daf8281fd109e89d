"""Public checks of `causal_mask`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "causal_mask"
points = None


@test_case(name="three positions by hand")
def test_mask(causal_mask):
    mask = call("causal_mask", causal_mask, T=3)
    expect_shape(mask, (3, 3), "causal_mask(3)")
    expect(mask.dtype == torch.bool, "causal_mask(3)", "booleans", f"{mask.dtype}", "", "dtype=torch.bool")
    right = torch.tensor([[True, False, False], [True, True, False], [True, True, True]])
    cause = ""
    if torch.equal(mask, ~right):
        cause = "True and False are swapped: True may attend"
    elif torch.equal(mask, right.T):
        cause = "this looks into the future: use the lower triangle"
    expect(torch.equal(mask, right), "causal_mask(3)", f"{right.tolist()}", f"{mask.tolist()}", cause)

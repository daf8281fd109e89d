"""Public checks of `greedy`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_shape

OK_FORMAT = False
name = "greedy"
points = None


@test_case(name="the largest of each row")
def test_rows(greedy):
    logits = torch.tensor([[0.1, 2.0, -1.0, 0.3], [5.0, 2.0, 1.0, 4.9]])
    value, called = call("greedy", greedy, logits=logits), describe("greedy", logits=logits)
    expect_shape(value, (2,), called)
    expect(value.tolist() == [1, 0], called, "[1, 0]", f"{value.tolist()}")

"""Public checks of `top_p_filter`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_shape

OK_FORMAT = False
name = "top_p_filter"
points = None


@test_case(name="sets by hand")
def test_kept(top_p_filter):
    logits = torch.tensor([[0.2, 0.5, 0.3], [0.05, 0.05, 0.9]]).log()
    for p, wanted in (
        (0.6, [[False, True, True], [False, False, True]]),
        (0.4, [[False, True, False], [False, False, True]]),
        (0.85, [[True, True, True], [False, False, True]]),
        (0.001, [[False, True, False], [False, False, True]]),
    ):
        value = call("top_p_filter", top_p_filter, logits=logits, p=p)
        called = describe("top_p_filter", logits=logits, p=p) + " of [0.2, 0.5, 0.3] and [0.05, 0.05, 0.9]"
        expect_shape(value, (2, 3), called)
        kept = torch.isfinite(value).tolist()
        cause = ""
        if not any(kept[0]):
            cause = "no token is left: keep the one with which the sum crosses p"
        elif sum(map(sum, kept)) < sum(map(sum, wanted)):
            cause = "too few: keep the one with which the sum crosses p"
        elif sorted(map(sum, kept)) == sorted(map(sum, wanted)):
            cause = "the order of the vocabulary was not restored"
        expect(kept == wanted, called, f"{wanted} stay", f"{kept}", cause)

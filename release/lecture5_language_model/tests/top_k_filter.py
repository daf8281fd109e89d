"""Public checks of `top_k_filter`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_shape, probe

OK_FORMAT = False
name = "top_k_filter"
points = None


@test_case(name="k of each row stay, the others are -inf")
def test_kept(top_k_filter):
    logits = probe(4, 6, seed=1)
    for k in (1, 2, 5, 6, 9):
        value = call("top_k_filter", top_k_filter, logits=logits, k=k)
        called = describe("top_k_filter", logits=logits, k=k)
        expect_shape(value, (4, 6), called)
        kept = torch.isfinite(value)
        wanted = logits.argsort(dim=-1, descending=True).argsort(dim=-1) < k
        counts = kept.sum(-1).tolist()
        expect(counts == [min(k, 6)] * 4, called, f"{min(k, 6)} stay in each row", f"{counts}")
        expect(
            torch.equal(kept, wanted),
            called,
            "the largest of each row stay",
            "others do",
            "each row has its own",
        )
        expect(bool((value[~kept] == float("-inf")).all()), called, "the others are -inf", "something else")

"""Public checks of `CausalSelfAttention`."""

import torch
from otter.test_files import test_case
from public_checks import NotStarted, expect, expect_shape, probe

OK_FORMAT = False
name = "causal_self_attention"
points = None


def make(CausalSelfAttention, d_model, n_heads):
    torch.manual_seed(0)
    try:
        return CausalSelfAttention(d_model, n_heads).eval()
    except NotImplementedError as error:
        raise NotStarted(f"not started ({error}).") from None


@test_case(name="shape")
def test_shape(CausalSelfAttention):
    layer = make(CausalSelfAttention, 12, 3)
    for B, T in ((2, 5), (1, 1)):
        expect_shape(layer(probe(B, T, 12)), (B, T, 12), f"CausalSelfAttention(12, 3)(x=({B}, {T}, 12))")


@test_case(name="each position sees itself and the past, and nothing else")
def test_causal(CausalSelfAttention):
    layer, x = make(CausalSelfAttention, 12, 3), probe(2, 6, 12, seed=1)
    called = "CausalSelfAttention(12, 3)(x), x changed at position 3 of row 0"
    changed = x.clone()
    changed[0, 3] += 1
    moved = (layer(changed) - layer(x)).abs().amax(-1) > 1e-6
    cause = "the mask is missing, or a view mixes times and heads"
    expect(not bool(moved[0, :3].any()), called, "positions 0 to 2 stay", "they changed", cause)
    expect(bool(moved[0, 3:].all()), called, "positions 3 to 5 change", "some stayed", cause)
    expect(not bool(moved[1].any()), called, "row 1 stays", "it changed", "rows of the batch are mixed")

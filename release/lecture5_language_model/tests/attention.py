"""Public checks of `attention`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, probe

OK_FORMAT = False
name = "attention"
points = None


def right(q, k, v, mask=None):
    scores = torch.einsum("...te,...se->...ts", q, k) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = torch.where(mask, scores, torch.full_like(scores, float("-inf")))
    weights = scores.softmax(-1)
    return torch.einsum("...ts,...sw->...tw", weights, v), weights


@test_case(name="values, with and without a mask")
def test_values(attention):
    q, k, v = probe(2, 3, 4, 6, seed=1), probe(2, 3, 5, 6, seed=2), probe(2, 3, 5, 2, seed=3)
    mask = torch.ones(4, 5, dtype=torch.bool).tril(1)
    for given in ({"q": q, "k": k, "v": v}, {"q": q, "k": k, "v": v, "mask": mask}):
        out, weights = call("attention", attention, **given)
        called = describe("attention", **given)
        wanted_out, wanted = right(**given)
        plain = right(q * 6**0.5, k, v, given.get("mask"))[1]
        mistakes = [(plain, "the scores are not divided by the root of E")]
        expect_close(weights, wanted, called, "softmax(q k^T / sqrt(E)), over the keys", mistakes)
        expect_close(out, wanted_out, called, "weights @ v")


@test_case(name="large scores")
def test_large(attention):
    q, k = 60 * probe(1, 3, 4, seed=4), 60 * probe(1, 3, 4, seed=5)
    out, weights = call("attention", attention, q=q, k=k, v=k)
    finite = bool(torch.isfinite(out).all() and torch.isfinite(weights).all())
    expect(
        finite, "attention with scores of 1,000", "finite numbers", "NaN or infinity", "use torch's softmax"
    )

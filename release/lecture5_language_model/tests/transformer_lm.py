"""Public checks of `TransformerLM`."""

import torch
from otter.test_files import test_case
from public_checks import NotStarted, expect, expect_shape

OK_FORMAT = False
name = "transformer_lm"
points = None


def make(TransformerLM, n_layers=2):
    torch.manual_seed(0)
    try:
        return TransformerLM(vocab=11, block=8, d_model=12, n_heads=3, n_layers=n_layers).eval()
    except NotImplementedError as error:
        raise NotStarted(f"not started ({error}).") from None


@test_case(name="shapes, up to the whole block")
def test_shape(TransformerLM):
    model = make(TransformerLM)
    for B, T in ((2, 5), (1, 1), (3, 8)):
        expect_shape(
            model(torch.zeros(B, T, dtype=torch.int64)), (B, T, 11), f"TransformerLM(...)(ids=({B}, {T}))"
        )


@test_case(name="the future is not seen, the past is")
def test_causal(TransformerLM):
    model, ids = make(TransformerLM), torch.tensor([[1, 5, 2, 9, 4, 4, 7, 3]])
    called = "TransformerLM(...)(ids), token 3 changed"
    changed = ids.clone()
    changed[0, 3] = 6
    moved = (model(changed) - model(ids)).abs().amax(-1)[0] > 1e-7
    expect(not bool(moved[:3].any()), called, "logits 0 to 2 stay", "they changed", "the future is seen")
    expect(bool(moved[3:].all()), called, "logits 3 to 7 change", "some stayed", "the past is not seen")


@test_case(name="the order of the context matters")
def test_order(TransformerLM):
    model = make(TransformerLM, n_layers=1)
    first, second = model(torch.tensor([[1, 5, 2, 9], [5, 1, 2, 9]]))[:, -1]
    relation = "swapping two earlier tokens changes the last logits"
    cause = "there is no positional information"
    expect(
        not torch.allclose(first, second, atol=1e-7),
        "TransformerLM(n_layers=1)",
        relation,
        "it does not",
        cause,
    )


@test_case(name="every layer has parameters that the optimiser sees")
def test_layers(TransformerLM):
    counts = [sum(weight.numel() for weight in make(TransformerLM, n).parameters()) for n in (1, 3)]
    relation, cause = "three layers have more parameters than one", "keep the blocks in nn.ModuleList"
    expect(counts[1] > counts[0], "TransformerLM(n_layers=1 and 3)", relation, f"{counts}", cause)

"""Public checks of `LSTMLM`."""

import torch
from otter.test_files import test_case
from public_checks import NotStarted, expect, expect_shape

OK_FORMAT = False
name = "lstm_lm"
points = None


def make(LSTMLM):
    torch.manual_seed(0)
    try:
        return LSTMLM(vocab=9, d_embed=5, d_hidden=7).eval()
    except NotImplementedError as error:
        raise NotStarted(f"not started ({error}).") from None


IDS = torch.tensor([[1, 5, 2, 8, 4, 0], [3, 3, 7, 1, 6, 2]])


@test_case(name="shapes")
def test_shape(LSTMLM):
    model = make(LSTMLM)
    for B, T in ((2, 6), (1, 1)):
        logits, _ = model(IDS[:B, :T])
        expect_shape(logits, (B, T, 9), f"LSTMLM(9, 5, 7)(ids=({B}, {T}))")


@test_case(name="carrying the state equals one long pass")
def test_carry(LSTMLM):
    model = make(LSTMLM)
    whole, _ = model(IDS)
    first, state = model(IDS[:, :2])
    second, _ = model(IDS[:, 2:], state)
    pieces = torch.cat([first, second], 1)
    called, relation = "LSTMLM(...)(ids[:, :2]), then the rest with its state", "the logits of one pass"
    expect(
        torch.allclose(pieces, whole, atol=1e-5),
        called,
        relation,
        "others",
        "the state is not used, or is another one",
    )
    again, _ = model(IDS)
    expect(
        torch.allclose(again, whole),
        "LSTMLM(...)(ids), again",
        "the same logits",
        "others",
        "a state is kept inside",
    )


@test_case(name="rows and times are not mixed")
def test_rows(LSTMLM):
    model = make(LSTMLM)
    changed = IDS.clone()
    changed[0, 3] = 7
    moved = (model(changed)[0] - model(IDS)[0]).abs().amax(-1) > 1e-7
    called, cause = "LSTMLM(...)(ids), token 3 of row 0 changed", "nn.LSTM needs batch_first=True"
    expect(not bool(moved[1].any()), called, "row 1 stays", "it changed", cause)
    expect(not bool(moved[0, :3].any()), called, "logits 0 to 2 stay", "they changed", "the future is seen")
    expect(
        bool(moved[0, 3:].all()), called, "logits 3 to 5 change", "some stayed", "the state is not carried on"
    )

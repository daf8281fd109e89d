"""Public checks of `g_loss_saturating`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "g_loss_saturating"
points = None


FAKE = probe(4, 1, seed=3)
softplus = torch.nn.functional.softplus


@test_case(name="value")
def test_values(g_loss_saturating):
    value = call("g_loss_saturating", g_loss_saturating, fake_logits=FAKE)
    mistakes = [
        (softplus(FAKE).mean(), "the sign is flipped"),
        (softplus(-FAKE).mean(), "this is the non-saturating loss"),
        (-softplus(-FAKE).mean(), "this is log sigmoid(logit)"),
        (-softplus(FAKE).sum(), "a sum, where a mean is asked for"),
    ]
    called = describe("g_loss_saturating", fake_logits=FAKE)
    expect_close(value, -softplus(FAKE).mean(), called, "the mean of log(1 - sigmoid(logit))", mistakes)


@test_case(name="finite at large logits")
def test_finite(g_loss_saturating):
    value = call("g_loss_saturating", g_loss_saturating, fake_logits=torch.tensor([[1e4], [-1e4]]))
    expect_close(
        value,
        torch.tensor(-5e3),
        "g_loss_saturating at logits of 10,000 and -10,000",
        "one of the two counts 10,000",
    )

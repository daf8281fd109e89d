"""Public checks of `g_loss_nonsaturating`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "g_loss_nonsaturating"
points = None


FAKE = probe(4, 1, seed=3)
softplus = torch.nn.functional.softplus


@test_case(name="value")
def test_values(g_loss_nonsaturating):
    value = call("g_loss_nonsaturating", g_loss_nonsaturating, fake_logits=FAKE)
    mistakes = [
        (softplus(FAKE).mean(), "the target is 0, not 1: this asks for fakes that look fake"),
        (-softplus(FAKE).mean(), "this is the saturating loss"),
        (-softplus(-FAKE).mean(), "the sign is flipped"),
        (softplus(-FAKE).sum(), "a sum, where a mean is asked for"),
        (-FAKE.mean(), "the logarithm of the sigmoid is missing"),
    ]
    called = describe("g_loss_nonsaturating", fake_logits=FAKE)
    expect_close(value, softplus(-FAKE).mean(), called, "minus the mean of log sigmoid(logit)", mistakes)


@test_case(name="finite at large logits")
def test_finite(g_loss_nonsaturating):
    value = call("g_loss_nonsaturating", g_loss_nonsaturating, fake_logits=torch.tensor([[1e4], [-1e4]]))
    expect_close(
        value,
        torch.tensor(5e3),
        "g_loss_nonsaturating at logits of 10,000 and -10,000",
        "one of the two counts 10,000",
    )

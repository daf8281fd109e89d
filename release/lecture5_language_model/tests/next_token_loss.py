"""Public checks of `next_token_loss`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "next_token_loss"
points = None


@test_case(name="the mean over all positions")
def test_mean(next_token_loss):
    logits, targets = probe(2, 5, 4, seed=1), torch.tensor([[0, 3, 1, 1, 2], [2, 2, 0, 3, 1]])
    log_p = logits.log_softmax(-1)
    right = -torch.stack([log_p[b, t, targets[b, t]] for b in range(2) for t in range(5)]).mean()
    doubled = logits.softmax(-1).log_softmax(-1).gather(-1, targets[..., None]).mean()
    mistakes = [
        (right * 10, "a sum is taken, not a mean"),
        (right * 5, "a sum over positions is taken, not a mean"),
        (-doubled, "a softmax is applied before the loss, which has one inside"),
    ]
    value = call("next_token_loss", next_token_loss, logits=logits, targets=targets)
    called = describe("next_token_loss", logits=logits, targets=targets)
    expect_close(value, right, called, "mean of -log softmax(logits)[target]", mistakes)


@test_case(name="padding is not counted")
def test_ignored(next_token_loss):
    logits, targets = probe(2, 3, 4, seed=2), torch.tensor([[1, 0, -100], [2, -100, -100]])
    log_p = logits.log_softmax(-1)
    total = -(log_p[0, 0, 1] + log_p[0, 1, 0] + log_p[1, 0, 2])
    mistakes = [(total / 6, "the sum is divided by all positions, not by those that count")]
    value = call("next_token_loss", next_token_loss, logits=logits, targets=targets)
    called = describe("next_token_loss", logits=logits, targets=targets) + " with three targets of -100"
    expect_close(value, total / 3, called, "the mean over the three that count", mistakes)

"""Public checks of `grouped_categorical_nll`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, probe

OK_FORMAT = False
name = "grouped_categorical_nll"
points = None


SIZES = [4, 2, 3]
LOGITS = probe(4, 9, seed=1, low=-3, high=3)
CHOICES = torch.tensor([[0, 1, 2], [3, 0, 1], [2, 1, 0], [1, 0, 2]])
ONEHOT = torch.cat([torch.eye(size)[CHOICES[:, g]] for g, size in enumerate(SIZES)], 1)
CALLED = describe("grouped_categorical_nll", logits=LOGITS, onehot=ONEHOT, sizes=SIZES)


def value_of(function, logits):
    return call("grouped_categorical_nll", function, logits=logits, onehot=ONEHOT, sizes=SIZES)


@test_case(name="one cross-entropy for each group")
def test_values(grouped_categorical_nll):
    groups = [torch.distributions.Categorical(logits=part) for part in LOGITS.split(SIZES, 1)]
    right = sum(-group.log_prob(CHOICES[:, g]) for g, group in enumerate(groups))
    mistakes = [
        (-(LOGITS.log_softmax(1) * ONEHOT).sum(1), "one softmax over all columns"),
        (right / 3, "a mean over the groups, where a sum is asked for"),
    ]
    expect_close(
        value_of(grouped_categorical_nll, LOGITS),
        right,
        CALLED,
        "the costs of the three groups, added",
        mistakes,
    )


@test_case(name="confident logits")
def test_confident(grouped_categorical_nll):
    value = value_of(grouped_categorical_nll, 1e4 * (2 * ONEHOT - 1))
    called = CALLED + " with logits of +-10,000, all right"
    hint = "Use a function that takes logits."
    expect(
        bool((value.abs() < 1e-2).all()),
        called,
        "it costs 0",
        f"{value.tolist()}",
        "log(softmax(l)) in two steps",
        hint,
    )

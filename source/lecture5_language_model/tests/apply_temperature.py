"""Public checks of `apply_temperature`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, probe

OK_FORMAT = False
name = "apply_temperature"
points = None


@test_case(name="the softmax at three temperatures")
def test_values(apply_temperature):
    logits = probe(3, 5, seed=1)
    for tau in (0.5, 1.0, 2.0):
        value = call("apply_temperature", apply_temperature, logits=logits, tau=tau)
        mistakes = [((logits * tau).softmax(-1), "it is multiplied by tau, not divided")]
        called = describe("apply_temperature", logits=logits, tau=tau)
        expect_close(value.softmax(-1), (logits / tau).softmax(-1), called, "softmax(logits / tau)", mistakes)


@test_case(name="tau = 0 is greedy")
def test_zero(apply_temperature):
    logits = probe(3, 5, seed=2)
    value = call("apply_temperature", apply_temperature, logits=logits, tau=0.0)
    called = describe("apply_temperature", logits=logits, tau=0.0)
    wanted = torch.nn.functional.one_hot(logits.argmax(-1), 5).float()
    shown = value.softmax(-1)
    expect(
        not bool(torch.isnan(shown).any()), called, "all probability on the largest", "NaN", "a division by 0"
    )
    expect_close(shown, wanted, called, "all probability on the largest")

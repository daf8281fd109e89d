"""Public checks of `eps_mlp`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape, probe

OK_FORMAT = False
name = "eps_mlp"
points = None


@test_case(name="shape, and what it depends on")
def test_depends(EpsMLP):
    torch.manual_seed(0)
    model = call("EpsMLP", EpsMLP, d_data=3, d_hidden=16, num_classes=4)
    x, t, y = probe(5, 3), torch.tensor([0, 1, 9, 50, 99]), torch.tensor([0, 1, 2, 3, 0])
    value = call("model", model, x=x, t=t, y=y).detach()
    called = "EpsMLP(3, 16, num_classes=4)(x=(5, 3), t=(5,), y=(5,))"
    expect_shape(value, (5, 3), called)
    other = model(x, t + 7, y).detach()
    expect(bool((value != other).any(1).all()), called, "every row depends on its t", "some do not")
    other = model(x, t, (y + 1) % 4).detach()
    expect(bool((value != other).any(1).all()), called, "every row depends on its label", "some do not")


@test_case(name="without labels")
def test_unlabelled(EpsMLP):
    model = call("EpsMLP", EpsMLP, d_data=2, d_hidden=8)
    expect_shape(
        call("model", model, x=probe(1, 2), t=torch.tensor([3])), (1, 2), "EpsMLP(2, 8)(x=(1, 2), t=(1,))"
    )

"""Public checks of `train`."""

import math

import torch
from otter.test_files import test_case
from public_checks import call, expect, probe

OK_FORMAT = False
name = "train"
points = None


@test_case(name="history and learning")
def test_it_learns(train, CVAE):
    model = call("CVAE", CVAE, d_latent=4)
    images = torch.zeros(70, 1, 28, 28)
    images[:35, :, 4:12], images[35:, :, :, 16:24] = 0.9, 0.8
    labels = torch.arange(70) // 35
    before = [parameter.detach().clone() for parameter in model.parameters()]
    called = "train(model, x=(70, 1, 28, 28), y=(70,), epochs=6, batch_size=32)"
    history = call("train", train, model=model, x=images, y=labels, epochs=6, batch_size=32)
    for name, values in zip(("loss", "rec", "kl"), (history.loss, history.rec, history.kl), strict=False):
        expect(len(values) == 6, called, f"history.{name} has one value an epoch: 6", f"{len(values)} values")
        expect(
            all(math.isfinite(value) for value in values), called, f"history.{name} is finite", f"{values}"
        )
    expect(
        history.loss[-1] < 0.9 * history.loss[0],
        called,
        "the loss falls",
        f"from {history.loss[0]:.1f} to {history.loss[-1]:.1f}",
        "no step, no gradient, or gradients that add up (zero_grad)",
    )
    still = [
        name
        for (name, parameter), old in zip(model.named_parameters(), before, strict=False)
        if torch.equal(parameter, old)
    ]
    expect(
        not still,
        called,
        "every parameter is trained",
        f"{still} did not move",
        "the optimiser does not have them, or they are not used",
    )


@test_case(name="loss is rec + beta * kl")
def test_history_adds_up(train, CVAE):
    model = call("CVAE", CVAE, d_latent=4)
    images = probe(50, 1, 28, 28, seed=1, low=0, high=1)
    history = call(
        "train", train, model=model, x=images, y=torch.arange(50) % 10, epochs=2, batch_size=20, beta=2.0
    )
    gap = max(
        abs(loss - rec - 2 * kl) / loss
        for loss, rec, kl in zip(history.loss, history.rec, history.kl, strict=False)
    )
    expect(
        gap < 1e-4,
        "train(..., beta=2.0)",
        "loss = rec + 2 * kl in every epoch",
        f"off by {gap:.1%}",
        "beta is not passed on, or the terms are averaged differently",
    )

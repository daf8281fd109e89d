"""Public checks of `evaluate`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, probe

OK_FORMAT = False
name = "evaluate"
points = None


@test_case(name="sums, means and modes")
def test_evaluate(evaluate, CVAE):
    model = call("CVAE", CVAE, d_latent=4)
    images, labels = probe(30, 1, 28, 28, seed=1, low=0, high=1), torch.arange(30) % 10
    called = describe("evaluate", model=type(model), x=images, y=labels)
    model.train()
    result = call("evaluate", evaluate, model=model, x=images, y=labels)
    expect(
        {"nelbo", "rec", "kl"} <= set(result), called, "the keys are nelbo, rec and kl", f"{sorted(result)}"
    )
    nelbo, rec, kl = (float(result[key]) for key in ("nelbo", "rec", "kl"))
    expect(
        abs(nelbo - rec - kl) < 1e-3 * abs(nelbo),
        called,
        "nelbo = rec + kl",
        f"{nelbo:.2f}, {rec:.2f} and {kl:.2f}",
    )
    expect(
        300 < rec < 900,
        called,
        "rec is in nats an image: about 784 * ln 2 = 543 here",
        f"{rec:.3g}",
        "a mean over pixels, or a sum over the images",
    )
    expect(
        model.training,
        called,
        "the model is in the mode it was in",
        "it is in eval mode now",
        hint="model.train(was_training)",
    )

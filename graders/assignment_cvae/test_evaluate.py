"""Hidden checks of `evaluate`."""

from __future__ import annotations

import pytest
import torch
from cvae_models import build_model
from cvae_upstream import seen_batches, with_models

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.notes import add_note
from fairgrade.checks.probes import KnownBoundModel
from fairgrade.checks.randomness import assert_seed_is_left_alone
from fairgrade.checks.statistics import assert_average_equals, standard_normal_quantiles
from fairgrade.checks.structure import read_fields, read_number

NATS = ("nelbo", "rec", "kl")


def run_evaluate(student, model, x, y):
    called = describe_call("evaluate", x=x, y=y)
    fields = read_fields(
        student.evaluate(model=model, x=x, y=y), NATS, called, "a dict with nelbo, rec and kl"
    )
    return called, {name: read_number(fields[name], called, name) for name in NATS}


def assert_nats_equal(got, expected, name, called, slips):
    """Fail when a mean in nats an image is off by more than 0.1 %."""
    if abs(got - expected) <= 1e-3 * max(abs(expected), 1e-3):
        return
    near = [
        (abs(got - value), text) for value, text in slips if abs(got - value) <= 1e-3 * max(abs(value), 1e-3)
    ]
    cause = min(near, key=lambda slip: slip[0])[1] if near else ""
    ratio = got / expected if expected else 0.0
    hint = "Add up per-image values over all batches and divide by the number of images."
    raise CheckFailed(
        called,
        f"{name} is the mean over all images, in nats an image",
        f"{name} is {ratio:.3g} times that",
        cause,
        hint,
    )


def uneven_set(rng, count):
    """Images whose last ones are much brighter, so that a short last batch weighs wrongly when batches are averaged.

    Labels grow with brightness, so that other labels give other means.
    """
    x = 0.1 + 0.1 * torch.rand(count, 1, 1, 1, generator=rng).expand(count, 1, 28, 28).contiguous()
    x[-max(count // 14, 1) :] = 0.95
    return x, ((x[:, 0, 0, 0] - 0.1) * 100).long().clamp(0, 9)


def known_bound(model, x, y, z_first):
    """Reconstruction and KL of each image for given codes."""
    logits = (model.slope * z_first + model.label_slope * y).double()[:, None]
    grey = x.double().flatten(1)
    rec = (torch.nn.functional.softplus(logits) - grey * logits).sum(1)
    mu = float(model.spread.detach()) * (grey.mean(1) - 0.5)
    variance = torch.tensor(model.log_variance).double().exp()
    return rec, 0.5 * mu.square() + variance - 1 - model.log_variance, mu


@pytest.mark.exercise("evaluate")
@pytest.mark.parametrize("count", [1103, 7, 1])
def test_values_in_nats(student, reference, rng, count):
    """rec and kl are means over all images, whatever the batches, and nelbo = rec + kl."""
    x, y = uneven_set(rng, count)

    def build(output=reference.VAEOutput):
        return KnownBoundModel(output, log_variance=-40.0, spread=-8.0, slope=0.7, label_slope=0.2)

    def check(model, remote):
        before = model.parameters()
        called, got = run_evaluate(student, model, x, y)
        assert_nats_equal(
            got["nelbo"],
            got["rec"] + got["kl"],
            "nelbo",
            called,
            bound_slips(got["rec"], got["kl"], got["nelbo"]),
        )
        if remote is not None:
            rec, kl, _ = known_bound(build(), x, y, -8.0 * (x.flatten(1).mean(1) - 0.5))
        else:
            rec, kl = own_terms(model, x, y)
        for name, each in (("rec", rec), ("kl", kl)):
            if each is not None:
                slips = evaluation_slips(each, name)
                if rec is not None:
                    slips += [(float((kl if name == "rec" else rec).mean()), "rec and kl are swapped")]
                    slips += label_slips(build(), x, y) if name == "rec" else []
                assert_nats_equal(got[name], float(each.mean()), name, called, slips)
        after = model.parameters()
        if any(not torch.equal(value, after[name]) for name, value in before.items()):
            raise CheckFailed(
                called,
                "evaluate leaves the model as it is",
                "parameters changed",
                "evaluate trains the model",
            )

    def own():
        student.seed(1)
        return build_model(student, d_latent=3, num_classes=10)

    with_models(student, reference, build, check, own)


def bound_slips(rec, kl, nelbo):
    """What nelbo is where the two terms are joined wrongly."""
    weight = (nelbo - rec) / kl if kl else 0.0
    whole = [round(weight), 1 / max(round(1 / weight), 1)] if weight > 0.05 else []
    return [
        *(
            (rec + beta * kl, f"kl is weighed by a beta of {beta:g} in nelbo; it counts once")
            for beta in whole
            if beta != 1
        ),
        (-(rec + kl), "the sign of nelbo is flipped: this is the ELBO, and nelbo is its negative"),
        (rec, "kl is missing from nelbo"),
        (kl, "rec is missing from nelbo"),
        (rec - kl, "kl is subtracted: nelbo = rec + kl"),
        ((rec + kl) / 2, "nelbo is the mean of rec and kl, not their sum"),
    ]


def label_slips(model, x, y):
    """What rec is where an image does not come with its own label."""
    codes = -8.0 * (x.flatten(1).mean(1) - 0.5)
    rounded = known_bound(model, x.round(), y, codes)[0]
    wrong = [torch.full_like(y, digit) for digit in range(10)] + [y.flip(0), y.roll(1)]
    return [
        (float(rounded.mean()), "x is rounded to 0 or 1: grey values must count as they are"),
        *(
            (float(known_bound(model, x, other, codes)[0].mean()), "images do not get their own labels")
            for other in wrong
        ),
    ]


def own_terms(model, x, y):
    """The KL of each image under the student's own model; its reconstruction is a draw and is not compared."""
    model.eval()
    fields = read_fields(model.encode(x=x, y=y), ("mu", "logvar"), "model.encode", "(mu, logvar)")
    mu, logvar = (fields[name].detach().double() for name in ("mu", "logvar"))
    return None, ((mu**2 + logvar.exp() - 1 - logvar) / 2).sum(1)


def evaluation_slips(each, name):
    """What batches of usual sizes give when they are averaged without weights, or not at all."""
    count, mean = len(each), float(each.mean())
    slips = [
        (float(each.median()), f"{name} is the median over the images, not the mean"),
        (mean * count, f"{name} is summed over the images, not averaged"),
        (mean / 784, f"{name} is divided by the number of pixels"),
        (mean / torch.log(torch.tensor(2.0)).item(), f"{name} is in bits, not in nats"),
        (mean * torch.log(torch.tensor(2.0)).item(), f"{name} is in bits, not in nats"),
        (-mean, f"the sign of {name} is flipped"),
        (mean / count, f"{name} is divided by the number of images twice"),
    ]
    for size in (10, 16, 20, 25, 32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000, 1024):
        parts = each.split(size)
        if len(parts) > 1:
            unweighted = float(torch.stack([part.mean() for part in parts]).mean())
            total = float(torch.stack([part.mean() for part in parts]).sum())
            complete = float(torch.cat(parts[:-1]).mean())
            slips += [
                (
                    unweighted,
                    "the short last batch counts as much as a full one: batches are averaged without weights",
                ),
                (complete, "the last batch is left out"),
                (float(parts[0].mean()), "only the first batch counts"),
                (float(parts[-1].mean()), "only the last batch counts"),
                (total, "batch means are added up, not averaged"),
                (total / count, "batch means are added up and divided by the number of images"),
                (
                    float(each.sum()) / (size * len(parts)),
                    "the sum is divided by the number of batches times batch_size",
                ),
            ]
    return slips


@pytest.mark.exercise("evaluate")
def test_z_is_drawn(student, reference, rng):
    """rec is taken at draws z ~ q(z | x, y), not at mu: nelbo is a bound on -log p(x | y)."""
    count = 300
    x, y = torch.full((count, 1, 28, 28), 0.5), torch.randint(0, 10, (count,), generator=rng)

    def build(output=reference.VAEOutput):
        return KnownBoundModel(output, log_variance=0.0, spread=0.0, slope=1.5)

    def check(model, remote):
        called, got = run_evaluate(student, model, x, y)
        if model.get("training") is not True:
            add_note("evaluate left the model in eval mode: put its mode back. This costs no points.")
        if remote is None:
            return
        assert_seed_is_left_alone(
            student, "evaluate after two seeds", lambda: run_evaluate(student, model, x[:2], y[:2])
        )
        if any(tracked for _, _, tracked in seen_batches(remote, with_gradient=False)):
            add_note(
                "evaluate tracks gradients, which costs memory: use torch.no_grad(). This costs no points."
            )
        z = standard_normal_quantiles(100_000)
        each = 784 * (torch.nn.functional.softplus(1.5 * z) - 0.75 * z)
        at_mu = 784 * torch.log(torch.tensor(2.0)).item()
        cause = (
            "rec is computed at z = mu: it is too good, and nelbo is no bound any more"
            if abs(got["rec"] - at_mu) < 1
            else ""
        )
        if not cause and got["rec"] < float(each.mean()):
            cause = "rec is better than draws of z make it: the best of several draws is taken, or z is drawn too near to mu"
        hint = "Run the whole model: z = reparameterize(mu, logvar)."
        assert_average_equals(got["rec"], count, each, called, "rec is the mean over draws of z", cause, hint)

    with_models(student, reference, build, check)

"""Hidden checks of `beta_elbo` and `kl_anneal`."""

from __future__ import annotations

import math

import pytest
import torch
from conv_models import compare_numbers

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.structure import read_fields, read_number
from graders.assignment_cvae.test_latent import kl_mistakes
from graders.assignment_cvae.test_losses import (
    ELBO,
    RETURNS,
    assert_term_equals,
    call_loss,
    check_gradients,
    check_terms,
    loss_probe,
    true_terms,
)

FREE = "small terms are cut off below: free bits are no KL"


@pytest.mark.exercise("beta_elbo")
@pytest.mark.parametrize("beta", [3.7, 0.25, 40.0])
def test_terms(student, rng, beta):
    """loss = rec + beta * kl; rec and kl are batch means of per-sample sums; for a batch of one too."""

    def check(dtype):
        check_terms(student, "beta_elbo", loss_probe(rng, dtype), beta, beta=beta)
        check_terms(student, "beta_elbo", loss_probe(rng, dtype, count=1), beta, beta=beta)

    run_in_best_precision(check)


@pytest.mark.exercise("beta_elbo")
def test_kl_is_that_of_two_gaussians(student, rng):
    """kl is the mean of 1/2 (mu^2 + exp(logvar) - 1 - logvar), summed over the latent dimensions."""

    def check(dtype):
        called, got = call_loss(student, "beta_elbo", probe := loss_probe(rng, dtype), beta=1.0)
        mu, logvar = probe["mu"], probe["logvar"]
        slips = [(float(slip.value.mean()), slip.cause) for slip in kl_mistakes(mu, logvar)]
        relation = "kl = 1/2 (mu^2 + exp(logvar) - 1 - logvar), summed over Z, then averaged over the batch"
        assert_term_equals(got["kl"], float(true_terms(probe)[1].mean()), called, relation, slips, {})
        small = probe | {"mu": mu / 20, "logvar": logvar / 10}
        called, got = call_loss(student, "beta_elbo", small, beta=1.0)
        terms = (small["mu"].square() + small["logvar"].exp() - 1 - small["logvar"]) / 2
        wanted = float(terms.sum(1).mean())
        cut = [(got["kl"], FREE)] if got["kl"] > wanted else []  # large terms were right
        assert_term_equals(got["kl"], wanted, called, relation, cut, {})

    run_in_best_precision(check)


@pytest.mark.exercise("beta_elbo")
def test_beta_of_zero_is_an_autoencoder(student, rng):
    """With beta = 0 the loss is rec, and kl is still reported."""

    def check(dtype):
        called, got = call_loss(student, "beta_elbo", probe := loss_probe(rng, dtype), beta=0.0)
        rec, kl = (float(term.mean()) for term in true_terms(probe))
        slips = [
            (rec + kl, "beta is not used: a beta of 0 counts as no beta"),
            (kl, "beta multiplies rec in place of kl"),
        ]
        assert_term_equals(got["loss"], rec, called, "with beta = 0, loss = rec", slips, {})
        slips = [(0.0, "kl is multiplied by beta already; return the KL itself")]
        assert_term_equals(got["kl"], kl, called, "kl is reported for any beta", slips, {})

    run_in_best_precision(check)


@pytest.mark.exercise("beta_elbo")
def test_gradients_flow_from_the_loss(student, rng):
    """The loss is a tensor whose gradients reach logits, mu and logvar, with beta on the KL."""
    run_in_best_precision(lambda dtype: check_gradients(student, "beta_elbo", loss_probe(rng, dtype), 2.5))


@pytest.mark.exercise("beta_elbo")
def test_large_logits_stay_finite(student, rng):
    """Logits of +-10,000 give a finite loss."""

    def check(dtype):
        probe = loss_probe(rng, dtype)
        probe["x_logits"] = 1e4 * probe["x_logits"].sign()
        called = describe_call("beta_elbo", **probe, beta=2.0) + " with logits of +-10,000"
        fields = read_fields(student.beta_elbo(**probe, beta=2.0), ELBO, called, RETURNS)
        hint = "Use `F.binary_cross_entropy_with_logits`, which takes logits."
        cause = "log(sigmoid(l)) overflows: the sigmoid of a large logit is exactly 0 or 1"
        for part in fields.values():
            if isinstance(part, torch.Tensor):
                assert_values_finite(part, called, cause, hint)
            read_number(part, called, "loss")

    run_in_best_precision(check)


RAMP = "beta * min(1, step / warmup)"
RAMPS = [(7, 4.0), (40, 0.3), (1000, 2.5), (13, 1.0), (6, 20.0)]
BEFORE = (
    (lambda s, w, b: b, "there is no ramp: the weight is beta from the first step"),
    (lambda s, w, b: b if s >= w else 0.0, "the weight jumps at the end of the warm-up: it should rise in a line (or is // used where / belongs?)"),
    (lambda s, w, b: b if s > w else 0.0, "the weight jumps at the end of the warm-up: it should rise in a line (or is // used where / belongs?)"),
    (lambda s, w, b: s / w * b, "the weight goes on rising after the warm-up"),
    (lambda s, w, b: min(1.0, s / w), "beta is not used: the line ends at 1"),
    (lambda s, w, b: s / w, "beta is not used, and the weight goes on rising after the warm-up"),
    (lambda s, w, b: min(b, s / w), "the slope is 1 / warmup: it should be beta / warmup"),
    (lambda s, w, b: min(1.0, b * s / w), "the weight is cut off at 1, not at beta"),
    (lambda s, w, b: b * max(1.0, s / w), "max is used where min belongs"),
    (lambda s, w, b: b * min(1.0, (s + 1) / w), "one step ahead: at step 0 the weight is 0"),
    (lambda s, w, b: b * min(1.0, max(0.0, (s - 1) / w)), "one step behind: at step warmup the weight is beta"),
    (lambda s, w, b: b * min(1.0, s / (w - 1)), "one step early: beta is reached at step warmup"),
    (lambda s, w, b: b * min(1.0, s / (w + 1)), "one step late: beta is reached at step warmup"),
    (lambda s, w, b: b * (1 - min(1.0, s / w)), "the weight falls from beta to 0: it should rise"),
    (lambda s, w, b: b * max(0.0, 1 - s / w), "the weight falls from beta to 0: it should rise"),
    (lambda s, w, b: b * (s % w) / w, "the weight starts anew after each warm-up: it should stay at beta"),
    *((lambda s, w, b, every=every: b * min(1.0, s % (every * w) / w), "the weight starts anew after some warm-ups: it should stay at beta")
      for every in (2, 3, 4, 5, 8, 10)),
    (lambda s, w, b: b * s / w if s < w else 0.0, "the weight falls back to 0 after the warm-up"),
    (lambda s, w, b: b * s / w if s <= w else 0.0, "the weight falls back to 0 after the warm-up"),
    (lambda s, w, b: b * s / w if s < w else 1.0, "the weight is 1 after the warm-up, not beta"),
    (lambda s, w, b: s / w if s < w else b, "the slope is 1 / warmup: it should be beta / warmup"),
    (lambda s, w, b: b * min(1.0, (s / w) ** 2), "the rise is quadratic: a straight line is asked for"),
    (lambda s, w, b: b * min(1.0, s / w) ** 0.5, "the rise is a square root: a straight line is asked for"),
    (lambda s, w, b: b * (1 - math.cos(math.pi * min(1.0, s / w))) / 2, "the rise is a cosine: a straight line is asked for"),
    (lambda s, w, b: b * min(1.0, s / w) ** 2 * (3 - 2 * min(1.0, s / w)), "the rise is a smooth step: a straight line is asked for"),
    (lambda s, w, b: b * math.sin(math.pi / 2 * min(1.0, s / w)), "the rise is a sine: a straight line is asked for"),
    (lambda s, w, b: b / (1 + math.exp(-10 * (s / w - 0.5))) if s / w < 50 else b, "the rise is a logistic curve: a straight line is asked for"),
    (lambda s, w, b: b * (1 - math.exp(-s / w)), "the rise is exponential: a straight line is asked for"),
    (lambda s, w, b: b * math.tanh(s / w), "the rise is a tanh: a straight line is asked for"),
    (lambda s, w, b: b ** min(1.0, s / w), "beta is raised to a power, not multiplied"),
    (lambda s, w, b: 1 + (b - 1) * min(1.0, s / w), "the line starts at 1: it should start at 0"),
    (lambda s, w, b: min(1.0, w / max(s, 1)) * b, "step / warmup is turned round"),
    *((lambda s, w, b, least=least: b * max(least, min(1.0, s / w)), "the weight is held above 0: at step 0 it is 0")
      for least in (1e-6, 1e-4, 1e-3, 1e-2, 0.1)),
    (lambda s, w, b: s / w if s < w else 1.0, "beta is not used: the line ends at 1"),
    (lambda s, w, b: b * min(1.0, s / w) if s else 1.0, "the weight at step 0 is 1"),
    (lambda s, w, b: b * min(0.5, s / w), "the line ends at beta / 2"),
    (lambda s, w, b: b * min(1.0, 2 * s / w), "beta is reached at half the warm-up"),
    (lambda s, w, b: b * min(1.0, s / (2 * w)), "beta is reached after twice the warm-up"),
    (lambda s, w, b: float(round(b * min(1.0, s / w))), "the weight is rounded"),
    (lambda s, w, b: float(int(b * min(1.0, s / w))), "the weight is rounded"),
    (lambda s, w, b: min(1.0, s / w) * w, "warmup and beta are swapped"),
    (lambda s, w, b: w * min(1.0, s / b), "warmup and beta are swapped"),
    (lambda s, w, b: min(1.0, s / w) / b, "beta divides: it multiplies"),
    (lambda s, w, b: min(1.0, s / w) + b, "beta is added: it multiplies"),
)  # fmt: skip


def check_ramp(student, places):
    """All settings at the steps that `places(warmup)` names."""
    probes = [(step, warmup, beta) for warmup, beta in RAMPS for step in places(warmup)]
    called = f"kl_anneal(step, warmup, beta) for {len(probes)} settings"
    got = [
        read_number(student.kl_anneal(step=step, warmup=warmup, beta=beta), called, "the weight")
        for step, warmup, beta in probes
    ]
    expected = [b * min(1.0, s / w) for s, w, b in probes]
    slips = [([slip(*one) for one in probes], cause) for slip, cause in BEFORE]
    compare_numbers(got, expected, called, RAMP, slips, hint=f"kl_anneal = {RAMP}", tolerance=1e-5)


@pytest.mark.exercise("kl_anneal")
def test_ramp_and_plateau(student):
    """0 at step 0, a straight line to beta at step warmup, then beta."""
    check_ramp(
        student, lambda w: [0, 1, w // 3, w // 2, w - 1, w, w + 1, w + w // 2, 2 * w, 3 * w + 2, 100 * w]
    )


@pytest.mark.exercise("kl_anneal")
def test_warmup_of_one_step(student):
    """With warmup = 1 the weight is 0 at step 0 and beta from step 1 on."""
    called = "kl_anneal(step, warmup=1, beta)"
    for step, expected in ((0, 0.0), (1, 2.5), (2, 2.5), (50, 2.5)):
        got = read_number(student.kl_anneal(step=step, warmup=1, beta=2.5), called, "the weight")
        if abs(got - expected) > 1e-6:
            cause = "warmup - 1 is used, which is 0 here" if step == 0 else ""
            raise CheckFailed(
                called, "0 at step 0, beta from step 1 on", "another weight came back", cause, RAMP
            )

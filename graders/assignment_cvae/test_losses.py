"""Hidden checks of `bernoulli_nll` and `cvae_loss`."""

from __future__ import annotations

import itertools
import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception, name_cause
from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_equals, assert_gradient_reaches
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.structure import count_tensors, read_fields, read_number
from fairgrade.checks.student import Handle
from fairgrade.checks.tensors import assert_shape_equals, assert_values_equal
from fairgrade.checks.upstream import pass_any
from fairgrade.errors import StudentRaised

NLL = "-log p(x) = sum of log(1 + exp(l)) - x l over all axes but the first"
HALF_LOG_2PI = math.log(2 * math.pi) / 2
ROUGH = 1e-4  # lets a guard such as log(p + 1e-7) pass: it changes no training


def uniform(rng, low, high, *shape, dtype=torch.float64):
    return (low + (high - low) * torch.rand(*shape, generator=rng, dtype=torch.float64)).to(dtype)


def nll_terms(x_logits, x):
    return torch.nn.functional.softplus(x_logits) - x * x_logits


def nll_mistakes(x_logits, x):
    """What usual mistakes return."""
    use = "`F.binary_cross_entropy_with_logits(x_logits, x, reduction='none')`, then sum over all axes but the first."
    p = torch.sigmoid(x_logits)

    def slip(terms, cause):
        return Misconception(terms.flatten(1).sum(1), cause, use)

    swapped = torch.nn.functional.softplus(x) - x * x_logits
    found = [
        slip(swapped, "x_logits and x are swapped"),
        Misconception(
            -nll_terms(x_logits, x).flatten(1).sum(1), "the sign is flipped: this is the log-likelihood", use
        ),
        slip(nll_terms(p, x), "a sigmoid is applied before a loss that takes logits: sigmoid twice"),
        slip(
            torch.nn.functional.softplus(x_logits) - (1 - x) * x_logits,
            "x and 1 - x are swapped, which is the same as the sign of the logits flipped",
        ),
        slip(
            _clamped_terms(x_logits.clamp(0, 1), x),
            "the logits are clamped to [0, 1] and taken for probabilities",
        ),
        *(
            slip(
                -x * (p + small).log() - (1 - x) * (1 - p + small).log(),
                "the epsilon in log(p + epsilon) is too large",
            )
            for small in (0.1, 1e-2, 1e-3)
        ),
        slip(-x * torch.log(p), "the term (1 - x) log(1 - p) is missing"),
        slip(-(1 - x) * torch.log1p(-p), "the term x log(p) is missing"),
        slip(
            nll_terms(x_logits, (x > 0.5).to(x.dtype)),
            "x is rounded to 0 or 1: grey values must count as they are",
        ),
        slip(nll_terms(x_logits, x.round()), "x is rounded to 0 or 1: grey values must count as they are"),
        slip(
            nll_terms(x_logits, (x > 0).to(x.dtype)),
            "x is rounded to 0 or 1: grey values must count as they are",
        ),
        *(
            slip(
                x * weight * torch.nn.functional.softplus(-x_logits)
                + (1 - x) * torch.nn.functional.softplus(x_logits),
                "ink and background have different weights: pos_weight is no likelihood",
            )
            for weight in (0.5, 2.0, 3.0, 4.0, 5.0, 10.0)
        ),
        slip(
            -torch.distributions.ContinuousBernoulli(logits=x_logits, validate_args=False).log_prob(x),
            "this is the continuous Bernoulli likelihood, which has another constant",
        ),
        slip((p - x) ** 2 / 2 + HALF_LOG_2PI, "this is the Gaussian likelihood, not the Bernoulli one"),
        slip(
            (x_logits - x) ** 2 / 2 + HALF_LOG_2PI, "this is the Gaussian likelihood, not the Bernoulli one"
        ),
        slip(
            nll_terms(x_logits[:1].expand_as(x), x),
            "the logits of the first sample are used for the whole batch",
        ),
        slip(nll_terms(x_logits, x[:1].expand_as(x)), "the first x is used for the whole batch"),
        Misconception(
            784 * nll_terms(x_logits, x).flatten(1).mean(1),
            "the mean is multiplied by 784, whatever the number of pixels",
            use,
        ),
        slip((p - x) ** 2, "the squared error of the probabilities is used, not the Bernoulli likelihood"),
        slip(
            (p - x) ** 2 / 2, "the squared error of the probabilities is used, not the Bernoulli likelihood"
        ),
        slip((x_logits - x) ** 2, "the squared error of the logits is used, not the Bernoulli likelihood"),
        slip((p - x).abs(), "the absolute error is used, not the Bernoulli likelihood"),
        slip(
            nll_terms(x_logits, x) - nll_terms(torch.logit(x.clamp(1e-6, 1 - 1e-6)), x),
            "the entropy of x is subtracted",
        ),
        slip(torch.nn.functional.softplus(-x_logits) + x * x_logits, "the sign of the logits is flipped"),
        slip(torch.nn.functional.softplus(x_logits) + x * x_logits, "the sign of the term x l is flipped"),
        slip(torch.nn.functional.softplus(x_logits), "x is not used"),
    ]
    terms = nll_terms(x_logits, x)
    if terms[0].numel() >= len(x):
        found.append(
            Misconception(terms.sum(0).flatten()[: len(x)], "the batch axis is summed, not the pixels", use)
        )
    if terms.dim() > 2:
        found.append(
            Misconception(
                terms.mean(1).flatten(1).sum(1), "the mean over the channels is taken, not the sum", use
            )
        )
        found.append(
            Misconception(
                terms.flatten(2).mean(2).sum(1), "the mean over the pixels is taken, not the sum", use
            )
        )
        found.append(
            Misconception(
                terms.sum(-1).flatten(1).mean(1), "only the last axis is summed, the rest is averaged", use
            )
        )
    return found


def _clamped_terms(p, x):
    """As `F.binary_cross_entropy`, which takes no logarithm for less than -100."""
    return -x * p.log().clamp(min=-100) - (1 - x) * torch.log1p(-p).clamp(min=-100)


def check_nll(student, x_logits, x):
    called = describe_call("bernoulli_nll", x_logits=x_logits, x=x)
    expected = nll_terms(x_logits, x).flatten(1).sum(1)
    try:
        value = student.bernoulli_nll(x_logits=x_logits, x=x)
    except StudentRaised as error:
        if "support" in error.text or "between 0 and 1" in error.text:
            raise grey_refused(called, error) from None
        raise
    tensor = assert_shape_equals(value, {"N": len(x)}, called, reduced(value, expected))
    pixels = x[0].numel()
    sizes = {"the pixels": pixels, "N": len(x), "N times the pixels": len(x) * pixels, "784": 784}
    if not torch.allclose(tensor, student.bernoulli_nll(x_logits=x_logits, x=x).detach(), equal_nan=True):
        cause = "a draw is used: x is grey, and counts as it is"
        raise CheckFailed(
            called, "equal arguments give equal values", "two calls gave different values", cause
        )
    assert_values_equal(
        tensor,
        expected,
        called,
        NLL,
        axes={"N": len(x)},
        candidates=nll_mistakes(x_logits, x),
        sizes=sizes,
        tolerance=ROUGH,
    )


def grey_refused(called, error):
    if "between 0 and 1" in error.text:
        return CheckFailed(
            called,
            NLL,
            str(error),
            "x_logits and x are swapped, or logits are used as probabilities",
            "The first argument holds logits.",
        )
    cause = "torch.distributions.Bernoulli refuses grey x"
    return CheckFailed(
        called,
        "x may be grey: any value in [0, 1]",
        str(error),
        cause,
        "Pass `validate_args=False`, or write the formula.",
    )


def reduced(value, per_sample):
    if not isinstance(value, torch.Tensor) or value.numel() != 1 or per_sample.numel() == 1:
        return ""
    for total, text in (
        (per_sample.mean(), "the mean over the batch"),
        (per_sample.sum(), "the sum over the batch"),
    ):
        if abs(float(value) - float(total)) <= 1e-3 * abs(float(total)):
            return f"got (): {text} was taken; keep one value for each sample"
    return "got (): the result was reduced to one number; keep one value for each sample of the batch"


@pytest.mark.exercise("bernoulli_nll")
@pytest.mark.parametrize("shape", [(5, 1, 4, 6), (3, 7), (4, 2, 3, 5)])
def test_values(student, rng, shape):
    """-log p(x), summed over all axes but the first, for grey x and any trailing shape."""

    def check(dtype):
        check_nll(student, uniform(rng, -3, 3, *shape, dtype=dtype), uniform(rng, 0, 1, *shape, dtype=dtype))

    run_in_best_precision(check)


@pytest.mark.exercise("bernoulli_nll")
def test_one_image(student, rng):
    """A batch of one image gives shape (1,), for black and white pixels too."""

    def check(dtype):
        x_logits, x = (
            uniform(rng, -3, 3, 1, 1, 5, 4, dtype=dtype),
            uniform(rng, 0, 1, 1, 1, 5, 4, dtype=dtype),
        )
        check_nll(student, x_logits, x)
        check_nll(student, x_logits, x.round())

    run_in_best_precision(check)


@pytest.mark.exercise("bernoulli_nll")
def test_large_logits_stay_finite(student, rng):
    """Logits of +-10,000 give a finite, large loss where they are wrong and nearly 0 where they are right."""

    def check(dtype):
        x = torch.tensor([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.3, 0.7, 0.5], [1.0, 0.0, 1.0]], dtype=dtype)
        sign = torch.tensor(
            [[-1.0, 1.0, -1.0], [-1.0, 1.0, -1.0], [1.0, -1.0, 1.0], [1.0, -1.0, 1.0]], dtype=dtype
        )
        called = describe_call("bernoulli_nll", x_logits=sign, x=x) + " with logits of +-10,000"
        value = assert_shape_equals(student.bernoulli_nll(x_logits=1e4 * sign, x=x), {"N": 4}, called)
        hint = "Use `F.binary_cross_entropy_with_logits` or `F.softplus`, which take logits."
        assert_values_finite(
            value, called, "log(sigmoid(l)) overflows: the sigmoid of a large logit is exactly 0 or 1", hint
        )
        order = "a wrong, certain prediction costs more than a right, certain one"
        if not bool((value[1] > value[0] + 1) & (value[1] > value[3] + 1) & (value[2] > value[0] + 1)):
            raise CheckFailed(
                called,
                order,
                "it does not",
                "the loss is clamped so far that it no longer tells them apart",
                hint,
            )

    run_in_best_precision(check)


@pytest.mark.exercise("bernoulli_nll")
def test_confident_logits_count_in_full(student, rng):
    """A wrong, confident prediction costs its logit: nothing is clamped where training takes place.

    At logits of +-6 to 1e-3, at +-12 to a tenth, which lets probabilities clamped at 1e-5 pass.
    """

    def check(dtype):
        for size, tolerance in ((6.0, 1e-3), (12.0, 0.1)):
            x = torch.rand(3, 8, generator=rng).round().to(dtype)
            x_logits = size * uniform(rng, 0.95, 1.0, 3, 8, dtype=dtype) * (1 - 2 * x)
            called = describe_call("bernoulli_nll", x_logits=x_logits, x=x) + f" with logits of +-{size:g}"
            value = student.bernoulli_nll(x_logits=x_logits, x=x)
            got = assert_shape_equals(value, {"N": 3}, called)
            expected = nll_terms(x_logits, x).sum(1)
            if not bool(((got - expected).abs() <= tolerance * expected).all()):
                ratio = float((got / expected).mean())
                cause = "logits or probabilities are clamped" if 0 < ratio < 1 else ""
                raise CheckFailed(
                    called,
                    "a pixel that is predicted wrongly costs about |l|",
                    f"{ratio:.2g} times that came back",
                    cause,
                    "Use `F.binary_cross_entropy_with_logits` on the logits as they are.",
                )

    run_in_best_precision(check)


@pytest.mark.exercise("bernoulli_nll")
def test_gradient(student, rng):
    """The gradient to the logits is sigmoid(l) - x."""

    def check(dtype):
        x_logits, x = (
            uniform(rng, -3, 3, 5, 1, 3, 4, dtype=dtype),
            uniform(rng, 0, 1, 5, 1, 3, 4, dtype=dtype),
        )
        called = describe_call("bernoulli_nll", x_logits=x_logits, x=x)
        pulled = student.vjp("bernoulli_nll", {"x_logits": x_logits, "x": x}, wrt=("x_logits",))
        gradient = assert_gradient_reaches(pulled.gradients["x_logits"], "x_logits", called)
        expected = torch.sigmoid(x_logits) - x
        relation = "the gradient to the logits is sigmoid(l) - x"
        sizes = {"the pixels": 12, "N": 5, "N times the pixels": 60}
        assert_values_equal(gradient, expected, called, relation, sizes=sizes, tolerance=10 * ROUGH)

    run_in_best_precision(check)


ELBO = ("loss", "rec", "kl")
RETURNS = "ELBO(loss, rec, kl)"


def loss_probe(rng, dtype, count=5):
    shape = (count, 1, 4, 3)
    return {
        "x_logits": uniform(rng, -3, 3, *shape, dtype=dtype),
        "x": uniform(rng, 0, 1, *shape, dtype=dtype),
        "mu": uniform(rng, 1, 2.5, count, 3, dtype=dtype),
        "logvar": uniform(rng, -2, 2, count, 3, dtype=dtype),
    }


def near_the_prior(rng, dtype):
    """A probe whose KL is about 0.03 nats, as where a posterior collapses."""
    small = {name: uniform(rng, -0.15, 0.15, 5, 3, dtype=dtype) for name in ("mu", "logvar")}
    return loss_probe(rng, dtype) | small


def true_terms(probe):
    rec = nll_terms(probe["x_logits"], probe["x"]).flatten(1).sum(1)
    kl = ((probe["mu"] ** 2 + probe["logvar"].exp() - 1 - probe["logvar"]) / 2).sum(1)
    return rec, kl


def call_loss(student, name, probe, **settings):
    called = describe_call(name, **probe, **settings)
    value = student.call(name, **probe, **settings)
    return called, {
        name: read_number(item, called, name)
        for name, item in read_fields(value, ELBO, called, RETURNS).items()
    }


def assert_term_equals(got, expected, called, relation, candidates, sizes, hint=""):
    if abs(got - expected) <= ROUGH * max(abs(expected), 1e-3):
        return
    value, target = torch.tensor(got).double(), torch.tensor(expected).double()
    slips = [Misconception(torch.tensor(float(number)).double(), cause, hint) for number, cause in candidates]
    cause, found_hint = name_cause(value, target, slips, sizes)
    got_text = f"{got / expected:.4g} times that came back" if expected else "another value came back"
    raise CheckFailed(called, relation, got_text, cause, found_hint or hint)


def check_terms(student, name, probe, factor, **settings):
    """The three terms of one call of the loss `name` against the closed form for this value of beta."""
    called, got = call_loss(student, name, probe, **settings)
    rec_each, kl_each = true_terms(probe)
    rec, kl, count = float(rec_each.mean()), float(kl_each.mean()), len(rec_each)
    pixels, width = probe["x"][0].numel(), probe["mu"].shape[1]
    sizes = {
        "N": count,
        "the pixels": pixels,
        "N times the pixels": count * pixels,
        "Z": width,
        "N times Z": count * width,
    }
    hint = "Sum each sample over its pixels or latent dimensions, then take the mean over the batch."
    assert_order(got, {"loss": rec + factor * kl, "rec": rec, "kl": kl}, called)
    mu, logvar = probe["mu"], probe["logvar"]
    rec_slips = [
        *reductions(rec_each),
        (kl, "rec and kl are swapped"),
        (rec + factor * kl, "the order is (loss, rec, kl): loss stands where rec belongs"),
        (rec * count, "the sum over the batch is taken, not the mean"),
        (rec / pixels, "the mean over the pixels is taken, not the sum"),
        (-rec, "the sign of rec is flipped: it is the negative log-likelihood"),
        *((float(slip.value.mean()), slip.cause) for slip in nll_mistakes(probe["x_logits"], probe["x"])),
        (
            float(nll_terms(probe["x"], probe["x_logits"]).flatten(1).sum(1).mean()),
            "x_logits and x are swapped",
        ),
    ]
    assert_term_equals(
        got["rec"],
        rec,
        called,
        "rec is the batch mean of the per-sample sums of bernoulli_nll",
        rec_slips,
        sizes,
        hint,
    )
    kl_slips = [
        *reductions(kl_each),
        *(
            (float(terms), "the KL is clamped from below: free bits are no KL")
            for terms in free_bits(mu, logvar)
        ),
        (factor * kl, "kl is multiplied by beta already; return the KL itself"),
        (rec, "rec and kl are swapped"),
        (kl * count, "the sum over the batch is taken, not the mean"),
        (kl / width, "the mean over Z is taken, not the sum"),
        (-kl, "the sign of kl is flipped"),
        (kl / pixels, "kl is divided by the number of pixels"),
        (kl / (count * pixels), "kl is divided by the number of pixels and of samples"),
        (float(((logvar**2 + mu.exp() - 1 - mu) / 2).sum(1).mean()), "mu and logvar are swapped"),
    ]
    assert_term_equals(got["kl"], kl, called, "kl is the batch mean of gaussian_kl", kl_slips, sizes, hint)
    loss_slips = [
        (rec + kl, "beta is not used"),
        (rec, "kl is missing from the loss"),
        (rec - factor * kl, "the KL is subtracted: the loss is minimised, so both terms are added"),
        (-rec + factor * kl, "rec is subtracted: the loss is minimised, so both terms are added"),
        (-(rec + factor * kl), "the sign is flipped: this is the ELBO, and the loss is its negative"),
        (factor * rec + kl, "beta multiplies rec in place of kl"),
        (factor * (rec + kl), "beta multiplies both terms"),
        (rec + factor * factor * kl, "beta is applied twice"),
        (rec + kl / factor if factor else math.inf, "kl is divided by beta"),
        (rec + factor * width / pixels * kl, "beta is multiplied by Z and divided by the number of pixels"),
        (rec + factor**0.5 * kl, "the root of beta is used"),
        (rec + factor + kl, "beta is added, not multiplied"),
        (rec + factor * kl / pixels, "kl is divided by the number of pixels"),
        ((1 - factor) * rec + factor * kl, "beta weighs rec by 1 - beta too"),
        (count * (rec + factor * kl), "the sum over the batch is taken, not the mean"),
    ]
    weight = round((got["loss"] - rec) / kl, 2)
    if factor == 0:
        loss_slips.insert(0, (rec + kl, "beta = 0 counts as 1: `beta or 1` takes 0 for missing"))
    if 1 <= weight < factor and factor >= MANY:
        loss_slips.insert(0, (rec + weight * kl, f"a large beta is cut off at {weight:g}"))
    if not settings:
        loss_slips.append((rec + weight * kl, f"beta is {weight:g} where none is given; its default is 1"))
    assert_term_equals(
        got["loss"],
        rec + factor * kl,
        called,
        "loss = rec + beta * kl",
        loss_slips,
        sizes,
        "loss = rec + beta * kl",
    )


MANY = 40.0


def reductions(each):
    """What other means over the batch give, with what was done."""
    count = len(each)
    return [
        (float(each.median()), "the median over the batch is taken, not the mean"),
        (float(each[0]), "only the first sample counts"),
        (float(each[-1]), "only the last sample counts"),
        (float(each.amax()), "the largest sample is taken, not the mean"),
        (float(each.sum()) / max(count - 1, 1), "the sum is divided by N - 1, not by N"),
        *(
            (float(each.sum()) / size, f"the sum is divided by {size}, whatever the size of the batch")
            for size in (32, 64, 100, 128, 256)
        ),
    ]


def free_bits(mu, logvar):
    """The KL as batch mean where each dimension, each sample or the mean has a least value."""
    terms = (mu**2 + logvar.exp() - 1 - logvar) / 2
    for least in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0):
        yield terms.clamp(min=least).sum(1).mean()
        yield terms.sum(1).clamp(min=least).mean()
        yield terms.mean(0).clamp(min=least).sum()
        yield terms.sum(1).mean().clamp(min=least)


def assert_order(got, expected, called):
    """Fail when the three right values came back in another order."""
    for order in itertools.permutations(ELBO):
        if any(
            abs(got[place] - expected[name]) > ROUGH * max(abs(expected[name]), 1e-3)
            for place, name in zip(ELBO, order, strict=True)
        ):
            continue
        if order == ELBO:  # comes first: with beta = 0 two of the values are equal
            return
        swapped = order == ("loss", "kl", "rec")
        cause = "rec and kl are swapped" if swapped else f"the order is ({', '.join(order)})"
        raise CheckFailed(called, f"returns {RETURNS}, in this order", "the values have another order", cause)


def upstream_attempts(student, reference, check):
    """The check with the reference's terms, then with the student's own."""

    def with_reference():
        student.replace(bernoulli_nll=reference.bernoulli_nll, gaussian_kl=reference.gaussian_kl)
        run_in_best_precision(check)

    return pass_any(student, [with_reference, lambda: run_in_best_precision(check)])


@pytest.mark.exercise("cvae_loss")
@pytest.mark.parametrize("beta", [3.7, 0.25, 0.0, MANY])
def test_terms(student, reference, rng, beta):
    """loss = rec + beta * kl; rec and kl are batch means of per-sample sums."""
    upstream_attempts(
        student,
        reference,
        lambda dtype: check_terms(student, "cvae_loss", loss_probe(rng, dtype), beta, beta=beta),
    )


@pytest.mark.exercise("cvae_loss")
def test_beta_is_one_by_default(student, reference, rng):
    """Without beta, loss = rec + kl; for a batch of one too."""

    def check(dtype):
        check_terms(student, "cvae_loss", loss_probe(rng, dtype), 1.0)
        check_terms(student, "cvae_loss", loss_probe(rng, dtype, count=1), 1.0)
        check_terms(student, "cvae_loss", near_the_prior(rng, dtype), 1.0)

    upstream_attempts(student, reference, check)


@pytest.mark.exercise("cvae_loss")
def test_gradients_flow_from_the_loss(student, reference, rng):
    """The loss is a tensor whose gradients reach logits, mu and logvar, with beta on the KL."""
    upstream_attempts(
        student, reference, lambda dtype: check_gradients(student, "cvae_loss", loss_probe(rng, dtype), 2.5)
    )


def check_gradients(student, name, probe, beta):
    """The gradients of the loss `name` against the closed form."""
    settings = probe | {"beta": beta}
    called = describe_call(name, **settings)
    value = student.call(name, **settings)
    loss = read_fields(value, ELBO, called, RETURNS)["loss"]
    if not isinstance(loss, torch.Tensor):
        cause = "`.item()` or float() made a plain number of the loss: backward() needs the tensor"
        raise CheckFailed(
            called, "loss is a tensor that can be differentiated", f"got {describe_value(loss)}", cause
        )
    chosen = pick(value, "loss", called)
    pulled = student.vjp(name, settings, wrt=("x_logits", "mu", "logvar"), cotangents=chosen)
    count = len(probe["x"])
    sizes = {"N": count, "the pixels": 12, "beta": beta}
    expected = {
        "x_logits": (torch.sigmoid(probe["x_logits"]) - probe["x"]) / count,
        "mu": beta * probe["mu"] / count,
        "logvar": beta * (probe["logvar"].exp() - 1) / 2 / count,
    }
    for wrt, gradient in expected.items():
        relation = f"the gradient of loss = rec + beta * kl reaches {wrt}"
        assert_gradient_equals(pulled.gradients[wrt], gradient, wrt, called, relation, sizes=sizes)


def pick(value, name, called):
    """Cotangents that choose one field among the tensors of a result."""
    fields = read_fields(value, ELBO, called, RETURNS)
    if isinstance(value, Handle):
        raise CheckFailed(
            called,
            f"returns {RETURNS}",
            f"an object of class {value.kind}",
            "",
            "Return a named tuple or a tuple.",
        )
    chosen = []
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, torch.Tensor):
            chosen.append(torch.ones_like(item) if item is fields[name] else torch.zeros_like(item))
    assert count_tensors(value) == len(chosen)
    return chosen

"""Hidden checks of `q_sample`, `x0_from_eps` and `q_posterior`."""

from __future__ import annotations

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.structure import read_fields
from fairgrade.checks.tensors import assert_shape_equals, assert_value_is_tensor, assert_values_equal
from graders.lecture6_diffusion.diffusion_models import (
    clipped,
    draw,
    draw_betas,
    make_schedule,
    spread,
    try_schedules,
)

STEPS = 9
SHAPES = (
    (3, 3),
    (3, 1, 3, 2),
    (5, 2),
    (4, 1, 3, 2),
    (1, 2),
    (6,),
    (3, 3),
    (5, 2),
)  # squares first: they broadcast in silence; again at the end, with other times
FAR = 4  # place of the shape whose numbers are large, so that clipping shows


def at_times(betas, t, x):
    """Beta, alpha, abar and abar_prev at t, one for each sample."""
    schedule = make_schedule(betas)
    return [spread(values[t], x) for values in schedule]


def several(slips):
    """Misconceptions from pairs; values that are not finite never match."""
    return [Misconception(value, cause) for value, cause in slips if bool(value.isfinite().all())]


def turned(values, x):
    """Values `(N,)` along the last axis, as broadcasting without new axes has them; None where they do not fit."""
    if x.dim() == 2 and x.shape[1] == len(values):
        return values.to(x.dtype).reshape(-1)
    return values.to(x.dtype).reshape(-1, 1) if x.dim() > 2 and x.shape[-2] == len(values) else None


def draw_times(rng, count):
    """Times of all samples, all different, with both ends where there is room."""
    inner = 1 + torch.randperm(STEPS - 2, generator=rng)
    if count < 3:
        return torch.randperm(STEPS, generator=rng)[:count]
    ends = torch.tensor([0, STEPS - 1])
    return torch.cat([ends, inner[: count - 2]])[torch.randperm(count, generator=rng)]


def run_on_shapes(student, rng, check):
    """One schedule, with each shape of data and in the best precision."""
    betas = draw_betas(rng, STEPS)
    betas[-1] = 0.98  # hardly any signal is left at the end
    batches = [
        (draw_times(rng, shape[0]), shape, 100.0 if place in (FAR, 1) else 4.0)
        for place, shape in enumerate(SHAPES)
    ]

    def run(schedule, dtype):
        for t, shape, size in batches:
            x, noise = draw(rng, shape, dtype, size), draw(rng, shape, dtype, size)
            check(schedule, betas, t, x, noise)

    return betas, lambda schedule: run_in_best_precision(lambda dtype: run(schedule, dtype))


WRAPS = "at t = 0 the index -1 reads the last element"


def sample_slips(betas, t, x0, noise):
    """What usual mistakes make of q_sample."""
    beta, alpha, abar, before = at_times(betas, t, x0)
    whole = make_schedule(betas).abar
    late, wrapped = (spread(whole[place], x0) for place in ((t + 1).clamp(max=STEPS - 1), t - 1))
    first = float(whole[0])
    table = [
        (abar * x0 + (1 - abar) * noise, "both square roots are missing"),
        (abar.sqrt() * x0 + (1 - abar) * noise, "the square root of 1 - abar is missing"),
        (abar * x0 + (1 - abar).sqrt() * noise, "the square root of abar is missing"),
        ((1 - abar).sqrt() * x0 + abar.sqrt() * noise, "signal and noise are swapped"),
        (abar.sqrt() * x0 - (1 - abar).sqrt() * noise, "the noise is subtracted: it must be added"),
        (
            alpha.sqrt() * x0 + (1 - alpha).sqrt() * noise,
            "alpha is used in place of abar: that is a single step",
        ),
        ((1 - beta).sqrt() * x0 + beta * noise, "alpha is used in place of abar: that is a single step"),
        (before.sqrt() * x0 + (1 - before).sqrt() * noise, "abar_prev is used in place of abar"),
        (late.sqrt() * x0 + (1 - late).sqrt() * noise, "abar is taken one step late"),
        (x0 + (1 - abar).sqrt() * noise, "the signal is not scaled by sqrt(abar)"),
        (abar.sqrt() * x0 + noise, "the noise is not scaled by sqrt(1 - abar)"),
        (abar.sqrt() * x0, "the noise is missing"),
        ((1 - abar).sqrt() * noise, "the signal is missing"),
        (x0 + ((1 - abar) / abar).sqrt() * noise, "this is x0 plus noise without scaling back by sqrt(abar)"),
        (abar.sqrt() * x0 + (1 - abar.sqrt()) * noise, "1 - sqrt(abar) is used in place of sqrt(1 - abar)"),
        (
            abar.sqrt() * x0 + (1 - abar.square()).sqrt() * noise,
            "abar is squared under the root of the noise",
        ),
        (abar.sqrt() * x0 + abar.sqrt() * noise, "sqrt(abar) scales the noise as well"),
        *clipped(abar.sqrt() * x0 + (1 - abar).sqrt() * noise, lambda value: value, "the result"),
        *clipped(x0, lambda value: abar.sqrt() * value + (1 - abar).sqrt() * noise, "x0"),
        *clipped(noise, lambda value: abar.sqrt() * x0 + (1 - abar).sqrt() * value, "the noise"),
        (wrapped.sqrt() * x0 + (1 - wrapped).sqrt() * noise, f"abar[t - 1] is used: take abar[t]; {WRAPS}"),
        (
            abar.sqrt() * (2 * x0 - 1) + (1 - abar).sqrt() * noise,
            "x0 is scaled to [-1, 1] first: these data stay as they are",
        ),
        (
            torch.where(abar == first, x0, abar.sqrt() * x0 + (1 - abar).sqrt() * noise),
            "t = 0 is taken for clean data: it is the first step with noise",
        ),
    ]
    for place, text in ((0, "the first"), (-1, "the last")):
        one = abar[place]
        table.append((one.sqrt() * x0 + (1 - one).sqrt() * noise, f"{text} t is used for all samples"))
    wide = turned(abar, x0)
    if wide is not None:
        table.append(
            (
                wide.sqrt() * x0 + (1 - wide).sqrt() * noise,
                "abar[t] is spread over the wrong axis: give it more axes",
            )
        )
    return several(table)


@pytest.mark.exercise("q_sample")
def test_noisy_data(student, rng):
    """`sqrt(abar) x0 + sqrt(1 - abar) noise`, each sample at its own time, data of any shape."""

    def check(schedule, betas, t, x0, noise):
        called = describe_call("q_sample", x0=x0, t=t, noise=noise)
        value = student.q_sample(schedule=schedule, x0=x0, t=t, noise=noise)
        *_, abar, _ = at_times(betas, t, x0)
        wanted = abar.sqrt() * x0 + (1 - abar).sqrt() * noise
        again = student.q_sample(schedule=schedule, x0=x0, t=t, noise=noise)
        relation = "sqrt(abar) x0 + sqrt(1 - abar) noise"
        if isinstance(value, torch.Tensor) and isinstance(again, torch.Tensor) and not value.equal(again):
            cause = "noise is drawn inside: use the argument noise"
            raise CheckFailed(called, relation, "two calls with the same noise differ", cause)
        assert_values_equal(value, wanted, called, relation, candidates=sample_slips(betas, t, x0, noise))

    betas, run = run_on_shapes(student, rng, check)
    try_schedules(student, betas, run)


def data_slips(betas, t, xt, eps):
    """What usual mistakes make of x0_from_eps."""
    beta, alpha, abar, before = at_times(betas, t, xt)
    right = (xt - (1 - abar).sqrt() * eps) / abar.sqrt()
    whole = make_schedule(betas).abar
    late, wrapped = (spread(whole[place], xt) for place in ((t + 1).clamp(max=STEPS - 1), t - 1))
    table = [
        ((xt + (1 - abar).sqrt() * eps) / abar.sqrt(), "the noise is added: it must be subtracted"),
        *clipped(right, lambda value: value, "the result"),
        (
            abar.sqrt() * xt - (1 - abar).sqrt() * eps,
            "this is the formula for a model that predicts v, not the noise",
        ),
        (right.tanh(), "the result goes through tanh: these data have no bounds"),
        ((xt - (1 - late).sqrt() * eps) / late.sqrt(), "abar is taken one step late"),
        ((xt - (1 - wrapped).sqrt() * eps) / wrapped.sqrt(), f"abar[t - 1] is used: take abar[t]; {WRAPS}"),
        *[
            (
                (xt - (1 - least).sqrt() * eps) / least.sqrt(),
                "abar is clipped from below: small values matter most",
            )
            for least in (abar.clamp(min=bound) for bound in (1e-4, 1e-3, 1e-2, 0.05, 0.1))
        ],
        (xt - (1 - abar).sqrt() * eps, "the division by sqrt(abar) is missing"),
        (abar.sqrt() * (xt - (1 - abar).sqrt() * eps), "it is multiplied by sqrt(abar): divide"),
        ((xt - (1 - abar).sqrt() * eps) / abar, "the square root of abar is missing"),
        ((xt - (1 - abar) * eps) / abar.sqrt(), "the square root of 1 - abar is missing"),
        ((xt - (1 - abar) * eps) / abar, "both square roots are missing"),
        ((xt - (1 - alpha).sqrt() * eps) / alpha.sqrt(), "alpha is used in place of abar"),
        ((xt - (1 - before).sqrt() * eps) / before.sqrt(), "abar_prev is used in place of abar"),
        (xt / abar.sqrt() - (1 - abar).sqrt() * eps, "the noise term is not divided by sqrt(abar)"),
        ((xt - abar.sqrt() * eps) / (1 - abar).sqrt(), "signal and noise are swapped"),
        ((xt - eps) / abar.sqrt(), "the noise is not scaled by sqrt(1 - abar)"),
        (
            xt / abar.sqrt() - (1 / abar + 1).sqrt() * eps,
            "sqrt(1 / abar + 1) is used: it is sqrt(1 / abar - 1)",
        ),
        (xt / abar.sqrt() - (1 / abar - 1) * eps, "the square root of 1 / abar - 1 is missing"),
        (((1 - abar).sqrt() * eps - xt) / abar.sqrt(), "the sign is flipped"),
        (
            (xt - beta / (1 - abar).sqrt() * eps) / alpha.sqrt(),
            "this is the mean of one step back, not the data",
        ),
    ]
    for place, text in ((0, "the first"), (-1, "the last")):
        one = abar[place]
        table.append(((xt - (1 - one).sqrt() * eps) / one.sqrt(), f"{text} t is used for all samples"))
    wide = turned(abar, xt)
    if wide is not None:
        cause = "abar[t] is spread over the wrong axis: give it more axes"
        table.append(((xt - (1 - wide).sqrt() * eps) / wide.sqrt(), cause))
    return several(table)


@pytest.mark.exercise("x0_from_eps")
def test_data_back(student, rng):
    """`(xt - sqrt(1 - abar) eps) / sqrt(abar)`, which undoes q_sample."""

    def check(schedule, betas, t, x0, eps):
        *_, abar, _ = at_times(betas, t, x0)
        xt = abar.sqrt() * x0 + (1 - abar).sqrt() * eps
        called = describe_call("x0_from_eps", xt=xt, t=t, eps=eps)
        value = student.x0_from_eps(schedule=schedule, xt=xt, t=t, eps=eps)
        relation = "(xt - sqrt(1 - abar) eps) / sqrt(abar)"
        assert_values_equal(value, x0, called, relation, candidates=data_slips(betas, t, xt, eps))

    betas, run = run_on_shapes(student, rng, check)
    try_schedules(student, betas, run)


def mean_slips(betas, t, x0, xt):
    """What usual mistakes make of the posterior's mean."""
    beta, alpha, abar, before = at_times(betas, t, xt)
    rest = 1 - abar
    wrapped = spread(make_schedule(betas).abar[t - 1], xt)
    one, two = before.sqrt() * beta / rest, alpha.sqrt() * (1 - before) / rest
    return several(
        [
            (one * xt + two * x0, "the weights of x0 and xt are swapped"),
            (one * x0, "the term of xt is missing"),
            (two * xt, "the term of x0 is missing"),
            (one * x0 - two * xt, "the sign of the term of xt is flipped"),
            (before * beta / rest * x0 + two * xt, "the square root of abar_prev is missing"),
            (one * x0 + alpha * (1 - before) / rest * xt, "the square root of alpha is missing"),
            (
                abar.sqrt() * beta / rest * x0 + two * xt,
                "abar is used in place of abar_prev in the weight of x0",
            ),
            (
                one * x0 + abar.sqrt() * (1 - before) / rest * xt,
                "abar is used in place of alpha in the weight of xt",
            ),
            (
                one * x0 + alpha.sqrt() * (1 - abar) / rest * xt,
                "abar is used in place of abar_prev in the weight of xt",
            ),
            (
                one * x0 + before.sqrt() * (1 - before) / rest * xt,
                "abar_prev is used in place of alpha in the weight of xt",
            ),
            (
                before.sqrt() * beta.sqrt() / rest * x0 + two * xt,
                "the square root of beta is used: beta is a variance already",
            ),
            (before.sqrt() * alpha / rest * x0 + two * xt, "alpha is used in place of beta"),
            (
                alpha.sqrt() * beta / rest * x0 + two * xt,
                "alpha is used in place of abar_prev in the weight of x0",
            ),
            (one * x0 + (1 - before) / rest * xt, "sqrt(alpha) is missing in the weight of xt"),
            (beta / rest * x0 + two * xt, "sqrt(abar_prev) is missing in the weight of x0"),
            (rest * (one * x0 + two * xt), "the division by 1 - abar is missing"),
            (rest.sqrt() * (one * x0 + two * xt), "the division is by sqrt(1 - abar), not by 1 - abar"),
            (
                (before.sqrt() * beta * x0 + alpha.sqrt() * (1 - before) * xt) / (1 - before),
                "the division is by 1 - abar_prev, not by 1 - abar",
            ),
            (
                (xt - beta / rest.sqrt() * x0) / alpha.sqrt(),
                "x0 is taken for the noise: this formula is for eps",
            ),
            *clipped(x0, lambda value: one * value + two * xt, "x0"),
            (
                (wrapped.sqrt() * beta * x0 + alpha.sqrt() * (1 - wrapped) * xt) / rest,
                f"abar[t - 1] is used: take abar_prev[t]; {WRAPS}",
            ),
            (before.sqrt() * x0 + (1 - before).sqrt() * xt, "this is q_sample with xt as the noise"),
            (x0, "the mean is x0 at every t"),
            (xt / alpha.sqrt(), "x0 plays no part"),
        ]
    )


def variance_slips(betas, t, xt):
    """What usual mistakes make of the posterior's variance."""
    beta, alpha, abar, before = at_times(betas, t, xt)
    right = (1 - before) / (1 - abar) * beta
    whole = make_schedule(betas)
    second = ((1 - whole.abar_prev) / (1 - whole.abar) * betas)[1].to(xt.dtype)
    table = [
        (beta, "this is beta: the posterior's variance is beta-tilde"),
        (right.sqrt(), "this is the standard deviation: return the variance"),
        (right.square(), "the variance is squared"),
        (1 - abar, "this is 1 - abar, the variance of q(xt | x0)"),
        ((1 - before) / (1 - abar), "the factor beta is missing"),
        ((1 - before) / (1 - abar) * alpha, "alpha is used in place of beta"),
        ((1 - before) / (1 - abar) * beta.sqrt(), "beta is a variance already: no square root"),
        ((1 - before) * beta, "the division by 1 - abar is missing"),
        (before / abar * beta, "the ratio is of abar, not of 1 - abar"),
        ((1 - abar) / (1 - before).clamp(min=1e-9) * beta, "the ratio is upside down"),
        ((1 - alpha) / (1 - abar) * beta, "1 - alpha is used in place of 1 - abar_prev"),
        (1 - before, "this is 1 - abar_prev"),
        (right.clamp(min=1e-20).log(), "this is the logarithm of the variance"),
        (right / 2, "the variance is halved"),
        (
            torch.where(before == 1, second, right),
            "at t = 0 the variance of t = 1 is used: it is 0, as x0 is known",
        ),
        (right[:1].expand_as(right), "the variance of the first sample is used for all"),
        *[
            (right.clamp(min=bound), "the variance is clipped from below: at t = 0 it is 0")
            for bound in (1e-5, 1e-4, 1e-3, 1e-2, 0.1)
        ],
        (torch.ones_like(right), "the variance is 1 everywhere"),
    ]
    return [
        Misconception(value.expand_as(xt), cause) for value, cause in table if bool(value.isfinite().all())
    ]


def spread_variance(value, xt, called):
    """The variance in the shape of the mean."""
    var = assert_value_is_tensor(value, f"{called}.var")
    if var.dim() == 1 and xt.dim() > 1 and len(var) == len(xt):
        var = spread(var, xt).to(var.dtype)
    if var.dim() == xt.dim() and all(a in (1, b) for a, b in zip(var.shape, xt.shape, strict=True)):
        return var.expand_as(xt)
    return assert_shape_equals(var, {f"axis {i}": size for i, size in enumerate(xt.shape)}, f"{called}.var")


def assert_mean_is_no_draw(mean, again, called):
    """Nothing about a Gaussian's mean is random."""
    both = (mean, again["mean"])
    if all(isinstance(value, torch.Tensor) for value in both) and not torch.equal(*both):
        cause = "noise is added: return the mean itself, not a sample"
        raise CheckFailed(f"{called}.mean", "two equal calls agree", "they differ", cause)


@pytest.mark.exercise("q_posterior")
@pytest.mark.parametrize("part", ["mean", "var"])
def test_one_step_back(student, rng, part):
    """Mean and variance of `q(x_{t-1} | x_t, x_0)`."""

    def check(schedule, betas, t, x0, xt):
        beta, alpha, abar, before = at_times(betas, t, xt)
        called = describe_call("q_posterior", x0=x0, xt=xt, t=t)
        value = student.q_posterior(schedule=schedule, x0=x0, xt=xt, t=t)
        fields = read_fields(value, ("mean", "var"), called, "Posterior(mean, var)")
        if part == "mean":
            wanted = (before.sqrt() * beta * x0 + alpha.sqrt() * (1 - before) * xt) / (1 - abar)
            relation = (
                "mean = sqrt(abar_prev) beta / (1 - abar) x0 + sqrt(alpha) (1 - abar_prev) / (1 - abar) xt"
            )
            slips = mean_slips(betas, t, x0, xt)
            again = student.q_posterior(schedule=schedule, x0=x0, xt=xt, t=t)
            assert_mean_is_no_draw(fields["mean"], read_fields(again, ("mean", "var"), called, ""), called)
            assert_values_equal(fields["mean"], wanted, f"{called}.mean", relation, candidates=slips)
            return
        var = spread_variance(fields["var"], xt, called)
        relation = "var = (1 - abar_prev) / (1 - abar) beta"
        wanted = ((1 - before) / (1 - abar) * beta).expand_as(xt)
        if not bool(var.isfinite().all()):
            cause = "a logarithm of 0 or a division by 0: at t = 0 abar_prev is 1, and the variance 0"
            raise CheckFailed(called, relation, "the variance is not finite at t = 0", cause)
        slips = variance_slips(betas, t, xt)
        if float(wanted.max()) == 0:  # a batch at t = 0 only: nothing to compare with but 0
            if float(var.abs().max()) > 1e-6:
                cause = next((s.cause for s in slips if torch.allclose(var, s.value, rtol=1e-4)), "")
                raise CheckFailed(called, relation, "the variance at t = 0 is not 0", cause)
            return
        assert_values_equal(var, wanted, f"{called}.var", relation, candidates=slips)

    betas, run = run_on_shapes(student, rng, check)
    try_schedules(student, betas, run)

"""Hidden checks of `p_sample` and `p_sample_loop`."""

from __future__ import annotations

import contextlib
import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.notes import add_note
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.randomness import NOT_EXACT, assert_draws_are_fresh
from fairgrade.checks.statistics import (
    assert_average_equals,
    assert_columns_uncorrelated,
    assert_mean_equals,
    assert_noise_is_normal,
    assert_variance_equals,
    measure_noise,
    standard_normal_quantiles,
)
from fairgrade.checks.tensors import assert_shape_equals, assert_values_equal
from fairgrade.checks.upstream import place_module, renew
from fairgrade.errors import StudentFault
from graders.lecture6_diffusion.diffusion_models import (
    BOUNDS,
    RARE,
    MixturePredictor,
    assert_labels,
    assert_samples_have_own_noise,
    draw,
    draw_betas,
    draw_predictor,
    exact_moments,
    gaussian_predictor,
    make_schedule,
    posterior_mean,
    read_times,
    reference_helpers,
    try_schedules,
    variances,
)

STEPS = 9
MEAN = "the mean is (xt - beta / sqrt(1 - abar) eps) / sqrt(alpha)"
FREE = "these data have no bounds"
WIDTH = "the variance of the noise is beta-tilde or beta"


def axes_of(shape):
    """Names for the axes of a shape."""
    return {"N" if place == 0 else f"axis {place}": size for place, size in enumerate(shape)}


class Step:
    """One call of `p_sample` with a trusted predictor."""

    def __init__(self, student, schedule, betas, predictor, xt, t, y=None, seed=None):
        handle, _ = place_module(student, predictor, ())
        predictor.asked.clear()
        labels = {} if y is None else {"y": y}
        self.called = describe_call("p_sample", xt=xt, t=t, **labels)
        if seed is not None:
            student.seed(seed)
        value = student.p_sample(model=handle, schedule=schedule, xt=xt, t=t, **labels)
        self.value = assert_shape_equals(value, axes_of(xt.shape), self.called).double()
        if not predictor.asked:
            raise CheckFailed(
                self.called, "the model predicts the noise", "it was never asked", "the model is not called"
            )
        times = read_times(predictor.asked, len(xt), self.called)
        if any(time != t for time in times):
            cause = "the model gets another t than the step's" + (
                ": t is shifted by one" if abs(times[0] - t) == 1 else ""
            )
            raise CheckFailed(self.called, "the model gets the t of this step", "it got another", cause)
        if not torch.allclose(predictor.asked[0].x.double(), xt.double(), rtol=1e-4, atol=1e-6):
            cause = "the model gets something else than xt"
            raise CheckFailed(self.called, "the model gets xt", "it got other values", cause)
        assert_labels(predictor.asked, y, self.called)
        if handle.get("training") is not True:
            cause = "the model is left in eval mode: put the mode back, or leave it alone"
            raise CheckFailed(self.called, "the model's mode is as it was", "it is in eval mode", cause)
        self.xt, self.t = xt.double(), t
        self.eps = predictor.noise(self.xt, torch.full((len(xt),), t), y)
        self.trusted = make_schedule(betas)
        self.mean = posterior_mean(self.trusted, self.xt, t, self.eps)


def mean_table(schedule, xt, t, eps):
    """What usual mistakes make of the mean of a step back."""
    beta, alpha, abar, before = (float(values[t]) for values in schedule)
    rest = 1 - abar
    right = posterior_mean(schedule, xt, t, eps)
    data = (xt - rest**0.5 * eps) / abar**0.5

    def through(x0):
        return (before**0.5 * beta * x0 + alpha**0.5 * (1 - before) * xt) / rest

    table = [
        (
            (xt + beta / rest**0.5 * eps) / alpha**0.5,
            "the noise is added: its sign is flipped, here or in x0",
        ),
        (
            (xt - beta / rest * eps) / alpha**0.5,
            "the square root of 1 - abar is missing: beta / sqrt(1 - abar)",
        ),
        ((xt - beta**0.5 / rest**0.5 * eps) / alpha**0.5, "sqrt(beta) is used in place of beta"),
        ((xt - beta * eps) / alpha**0.5, "the division of the noise by sqrt(1 - abar) is missing"),
        (
            (xt - rest**0.5 * eps) / alpha**0.5,
            "the noise is scaled by sqrt(1 - abar), not by beta / sqrt(1 - abar)",
        ),
        ((xt - eps) / alpha**0.5, "the noise is not scaled by beta / sqrt(1 - abar)"),
        ((xt - (1 - alpha) / (1 - alpha) ** 0.5 * eps) / alpha**0.5, "alpha is used in place of abar"),
        ((xt - beta / abar**0.5 * eps) / alpha**0.5, "sqrt(abar) is used in place of sqrt(1 - abar)"),
        ((xt - rest / beta**0.5 * eps) / alpha**0.5, "beta and 1 - abar are swapped"),
        ((xt - rest / rest**0.5 * eps) / alpha**0.5, "1 - abar is used in place of beta"),
        (xt - beta / rest**0.5 * eps, "the division by sqrt(alpha) is missing"),
        ((xt - beta / rest**0.5 * eps) / alpha, "the division is by alpha, not by its square root"),
        ((xt - beta / rest**0.5 * eps) * alpha**0.5, "it is multiplied by sqrt(alpha): divide"),
        ((xt - beta / rest**0.5 * eps) / abar**0.5, "the division is by sqrt(abar), not by sqrt(alpha)"),
        ((xt - beta / rest**0.5 * eps) / beta**0.5, "the division is by sqrt(beta), not by sqrt(alpha)"),
        (xt / alpha**0.5 - beta / rest**0.5 * eps, "the noise term is not divided by sqrt(alpha)"),
        (data, "the predicted x0 is returned, not one step back"),
        *[
            (through(data.clamp(-bound, bound)), f"x0 is clipped to [-{bound:g}, {bound:g}]: {FREE}")
            for bound in BOUNDS
        ],
        *[
            (right.clamp(-bound, bound), f"the result is clipped to [-{bound:g}, {bound:g}]: {FREE}")
            for bound in BOUNDS
        ],
        (before**0.5 * data + (1 - before) ** 0.5 * eps, "this is a DDIM step: the mean of DDPM is another"),
        (before**0.5 * data, "this is sqrt(abar_prev) x0: the noise that remains is missing"),
        (
            (before**0.5 * beta * xt + alpha**0.5 * (1 - before) * data) / rest,
            "the weights of x0 and xt are swapped",
        ),
        ((xt - beta / (1 - before + 1e-12) ** 0.5 * eps) / alpha**0.5, "abar_prev is used in place of abar"),
        (xt, "nothing is changed"),
    ]
    for other in (t - 1, t + 1):
        if 0 <= other < len(schedule.abar):
            cause = "the schedule is read one step off: use index t"
            table.append((posterior_mean(schedule, xt, other, eps), cause))
    return table


def name_slips(table, right):
    """Misconceptions of a table that can be told from the right result."""
    return [
        Misconception(value, cause) for value, cause in table if not torch.allclose(value, right, rtol=1e-3)
    ]


def width_causes(schedule, t):
    """Variances that usual mistakes give the noise."""
    beta, alpha, abar, before = (float(values[t]) for values in schedule)
    tilde = variances(schedule, t)[0]
    return [
        (0.0, "the noise is missing: for t > 0 it must be added"),
        (tilde**2, "the variance is used as standard deviation: take its square root"),
        (beta**2, "the variance is used as standard deviation: take its square root"),
        (tilde**0.5, "the square root is taken twice"),
        (beta**0.5, "the square root is taken twice"),
        (1.0, "the noise is not scaled: multiply by the standard deviation"),
        (1 - abar, "the noise has the variance 1 - abar: take beta or beta-tilde"),
        (1 - before, "the noise has the variance 1 - abar_prev: take beta or beta-tilde"),
        (alpha, "the noise has the variance alpha: take beta or beta-tilde"),
        (abar, "the noise has the variance abar: take beta or beta-tilde"),
        (beta * (1 - abar) / max(1 - before, 1e-12), "the ratio in beta-tilde is upside down"),
        (beta * (1 - before), "the division by 1 - abar is missing in beta-tilde"),
        ((1 - before) / (1 - abar), "the factor beta is missing in beta-tilde"),
        (beta / alpha, "the noise is divided by sqrt(alpha) as well: add it after"),
        (tilde / alpha, "the noise is divided by sqrt(alpha) as well: add it after"),
        (math.exp(tilde), "the variance is taken for its logarithm"),
        (2 * beta, "the noise is twice as strong"),
        (2 * tilde, "the noise is twice as strong"),
        (4 * tilde, "the noise is twice as wide"),
        (4 * beta, "the noise is twice as wide"),
        (tilde / 12, "the noise is uniform: torch.rand is not torch.randn"),
        (beta / 12, "the noise is uniform: torch.rand is not torch.randn"),
        (tilde / 3, "the noise is uniform: torch.rand is not torch.randn"),
        (beta / 3, "the noise is uniform: torch.rand is not torch.randn"),
    ] + [
        (value, "the schedule is read one step off: use index t")
        for other in (t - 1, t + 1)
        if 0 < other < len(schedule.abar)
        for value in variances(schedule, other)
    ]


def nearest_variance(noise, schedule, t):
    """Beta-tilde or beta, whichever is nearer to what was measured."""
    found = max(float(noise.double().square().mean()), 1e-300)
    return min(variances(schedule, t), key=lambda value: abs(math.log(max(value, 1e-300) / found)))


def assert_width(noise, schedule, t, called, cause=""):
    """Noise around 0 with the variance beta-tilde or beta; returns it standardised."""
    variance = nearest_variance(noise, schedule, t)
    assert_variance_equals(noise, variance, called, WIDTH, cause, alpha=1e-9)
    return noise / variance**0.5


def name_width(noises, schedule):
    """The mistake whose variance fits the noise at every time, or an empty text."""
    fits = None
    for t, noise in noises.items():
        found = float(noise.square().mean())
        here = {
            text for value, text in width_causes(schedule, t) if abs(found - value) <= max(0.1 * value, 1e-6)
        }
        fits = here if fits is None else fits & here
    order = [text for _, text in width_causes(schedule, max(noises))]
    return min(fits or [""], key=lambda text: order.index(text) if text in order else 0)


def try_steps(student, reference, betas, check):
    """With the reference's formulas, then with the student's."""
    helpers = reference_helpers(reference, "q_posterior", "x0_from_eps")
    try_schedules(student, betas, check, **helpers)


@pytest.mark.exercise("p_sample")
def test_last_step_is_exact(student, reference, rng):
    """At t = 0 the mean comes back, and no noise."""
    betas, predictor = draw_betas(rng, STEPS), draw_predictor(rng, STEPS)

    def check(schedule, dtype):
        for shape, size in (((6, 2), 3.0), ((3, 1, 2, 3), 100.0), ((1, 2), 3.0)):
            xt = draw(rng, shape, dtype, size)
            one, two = (Step(student, schedule, betas, predictor, xt, 0) for _ in range(2))
            if float((one.value - two.value).abs().max()) > 1e-4:
                cause = "noise is added at t = 0: the last step returns the mean"
                raise CheckFailed(one.called, "at t = 0 nothing is random", "two calls differ", cause)
            slips = name_slips(mean_table(one.trusted, one.xt, 0, one.eps), one.mean)
            tolerance = None if dtype == torch.float64 else 1e-4
            assert_values_equal(
                one.value.to(dtype), one.mean, one.called, MEAN, candidates=slips, tolerance=tolerance
            )

    try_steps(student, reference, betas, lambda s: run_in_best_precision(lambda dtype: check(s, dtype)))


@pytest.mark.exercise("p_sample")
@pytest.mark.parametrize("labelled", [False, True])
def test_mean_of_a_step(student, reference, rng, labelled):
    """With the same random numbers, two steps differ by the difference of their means."""
    betas, predictor = draw_betas(rng, STEPS), draw_predictor(rng, STEPS)

    def check(schedule, dtype):
        for t, shape, size in ((1, (6, 2), 3.0), (4, (3, 1, 2, 3), 100.0), (STEPS - 1, (5, 3), 3.0)):
            x1, x2 = draw(rng, shape, dtype, size), draw(rng, shape, dtype, size)
            labels = [torch.randint(0, 6, (shape[0],), generator=rng) if labelled else None for _ in range(2)]
            first = Step(student, schedule, betas, predictor, x1, t, labels[0], seed=7)
            again = Step(student, schedule, betas, predictor, x1, t, labels[0], seed=7)
            if not torch.equal(first.value, again.value):
                add_note(NOT_EXACT)  # the draws of the next check tell the mean by statistics
                continue
            second = Step(student, schedule, betas, predictor, x2, t, labels[1], seed=7)
            tables = zip(
                mean_table(first.trusted, first.xt, t, first.eps),
                mean_table(second.trusted, second.xt, t, second.eps),
                strict=True,
            )
            right = second.mean - first.mean
            slips = name_slips([(two - one, text) for (one, text), (two, _) in tables], right)
            assert_values_equal(
                (second.value - first.value).to(dtype),
                right,
                first.called,
                f"{MEAN}, for t = {t}",
                candidates=slips,
                hint="Take it from q_posterior with x0_from_eps, or directly; no clipping.",
            )

    try_steps(student, reference, betas, lambda s: run_in_best_precision(lambda dtype: check(s, dtype)))


def assert_own_noise(noise, eps, called):
    """Noise is there, is not the model's, differs between elements, and is not uniform."""
    if float(noise.square().mean()) < 1e-8:
        cause = "the noise is missing: for t > 0 it must be added"
        raise CheckFailed(called, WIDTH, "the mean comes back", cause)
    slope = (noise * eps).sum() / eps.square().sum()
    if float((noise - slope * eps).abs().max()) < 1e-3 * float(noise.abs().max()):
        cause = "the model's noise is added back: draw fresh noise with torch.randn_like(xt)"
        raise CheckFailed(called, "the noise is drawn anew", "it is a multiple of the model's", cause)
    relation = "each element gets noise of its own"
    if float((noise[:, 0] - noise[:, 1]).abs().max()) < 1e-4:
        cause = "one number of noise is drawn for a whole sample: draw one for each element"
        raise CheckFailed(called, relation, "all numbers of a sample have the same noise", cause)
    if float((noise[1:] - noise[:1]).abs().max()) < 1e-4:
        cause = "one noise is drawn for the whole batch: draw one for each sample"
        raise CheckFailed(called, relation, "all samples have the same noise", cause)
    if measure_noise(noise).kurtosis < 2.2:  # seven deviations below that of normal draws, and more
        cause = "the noise is uniform: torch.rand is not torch.randn"
        raise CheckFailed(called, "the noise is Gaussian", "its tails are cut off", cause)


@pytest.mark.exercise("p_sample")
def test_noise_of_a_step(student, reference, rng):
    """For t > 0 the noise is Gaussian around the mean, of variance beta or beta-tilde, fresh for each element and call."""
    betas, predictor = draw_betas(rng, STEPS), draw_predictor(rng, STEPS)

    def check(schedule):
        noises, calls = {}, {}
        for t in (1, 2, 5, STEPS - 1):
            xt = draw(rng, (300, 2, 3, 2) if t == 5 else (1800, 2), torch.float32)
            one, two = (Step(student, schedule, betas, predictor, xt, t) for _ in range(2))
            noise = (one.value - one.mean).flatten(1)
            assert_own_noise(noise, one.eps.flatten(1), one.called)
            assert_draws_are_fresh(one.value, two.value, one.called)
            noises[t], calls[t] = noise, one.called
        cause, pooled = name_width(noises, one.trusted), []
        for t, noise in noises.items():
            standard = assert_width(noise, one.trusted, t, calls[t], cause)
            pooled.append(standard.flatten())
            assert_mean_equals(standard, 0.0, 1.0, calls[t], MEAN)
            assert_noise_is_normal(standard, calls[t], "the noise is Gaussian")
            assert_samples_have_own_noise(standard, calls[t], "each element gets noise of its own")
        called = "p_sample at " + ", ".join(f"t = {t}" for t in noises)
        cause = "the noise is a little too weak or too strong at every time: is it scaled by a temperature?"
        assert_variance_equals(
            torch.cat(pooled), 1.0, called, WIDTH, cause
        )  # sees 7 % where one time alone sees 14
        alone = draw(rng, (1, 3), torch.float32)
        one, two = (Step(student, schedule, betas, predictor, alone, 4) for _ in range(2))
        assert_draws_are_fresh(one.value, two.value, one.called)

    try_steps(student, reference, betas, check)


@pytest.mark.exercise("p_sample")
@pytest.mark.parametrize("data", ["gaussian", "mixture"])
def test_perfect_predictor(student, reference, rng, data):
    """With the best predictor of known data, all steps together give the mean and variance of the exact recursion."""
    betas = torch.linspace(0.05, 0.5, 8, dtype=torch.float64)
    if data == "gaussian":
        predictor = gaussian_predictor(betas, torch.tensor([0.8]).double(), torch.tensor([0.5]).double())
    else:
        predictor = MixturePredictor(betas, torch.tensor([-1.5, 0.5, 1.5], dtype=torch.float64), 0.3)
    known = [exact_moments(predictor, betas, large) for large in (False, True)]

    def check(schedule):
        handle, _ = place_module(student, predictor, ())
        x = torch.randn(4000, 1, generator=rng)
        for t in range(len(betas) - 1, -1, -1):
            value = student.p_sample(model=handle, schedule=schedule, xt=x, t=t)
            x = assert_shape_equals(value, {"N": 4000, "D": 1}, "p_sample").float()
        called = "p_sample at t = T-1, ..., 0 with the best predictor"
        spread_of = [abs(math.log(max(float(x.double().var()), 1e-9) / variance)) for _, variance, _ in known]
        mean, variance, fourth = known[spread_of.index(min(spread_of))]
        relation = f"samples of known data ({data}) have the mean and the variance of the exact recursion"
        cause = "mean or variance of a step is off: the samples drift, or are too narrow or too wide"
        assert_mean_equals(x, mean, variance**0.5, called, relation, cause)
        if data == "gaussian":
            assert_variance_equals(x - mean, variance, called, relation, cause)
        else:
            squares = (x.double() - mean).square()
            deviation = (fourth - variance**2) ** 0.5
            assert_mean_equals(squares, variance, deviation, called, relation, cause)

    try_steps(student, reference, betas, check)


class Loop:
    """One call of `p_sample_loop` with a trusted predictor."""

    def __init__(self, student, schedule, betas, predictor, shape, y=None):
        handle, _ = place_module(student, predictor, ())
        predictor.asked.clear()
        labels = {} if y is None else {"y": y}
        self.called = describe_call("p_sample_loop", shape=shape, **labels) + f" with T = {len(betas)}"
        value = student.p_sample_loop(model=handle, schedule=schedule, shape=shape, **labels)
        self.value = assert_shape_equals(value, axes_of(shape), self.called).double()
        self.times = read_times(predictor.asked, shape[0], self.called)
        assert_loop_times(self.times, len(betas), self.called)
        assert_labels(predictor.asked, y, self.called)
        if handle.get("training") is not True:
            cause = "the model is left in eval mode: put the mode back, or leave it alone"
            raise CheckFailed(self.called, "the model's mode is as it was", "it is in eval mode", cause)
        self.states = [asked.x.double() for asked in predictor.asked]
        schedule = make_schedule(betas)
        self.trusted = schedule
        self.means = [
            posterior_mean(schedule, x, t, predictor.noise(x, torch.full((len(x),), t), y))
            for x, t in zip(self.states, self.times, strict=True)
        ]


def assert_loop_times(times, steps, called):
    """Every time once, from T-1 down to 0."""
    right = list(range(steps - 1, -1, -1))
    if times == right:
        return
    table = [
        (right[::-1], "the loop runs forwards: begin at T-1"),
        (right[:-1], "t = 0 is left out"),
        (right[1:], "t = T-1 is left out"),
        (right[1:-1], "both t = T-1 and t = 0 are left out"),
        ([t + 1 for t in right], "t runs from T to 1: code indices run from T-1 to 0"),
        ([*right, 0], "t = 0 comes twice"),
        ([steps, *right], "t begins at T, which is out of range"),
        ([t for t in right for _ in range(2)], "every step is made twice"),
        ([], "the model is never asked"),
    ]
    cause = next(
        (text for wrong, text in table if wrong == times), "times are left out, repeated or out of order"
    )
    if len(set(times)) == 1 and len(times) > 1:
        cause = "every step is at the same t"
    raise CheckFailed(
        called, "one step at each of t = T-1, ..., 0", f"{len(times)} steps at other times", cause
    )


def stepper(predictor, betas, rng):
    """A trusted `p_sample`."""
    trusted = make_schedule(betas)

    def step(xt, t, y):
        time = int(t)
        eps = predictor(xt, torch.full((len(xt),), time), y)
        place = min(max(time, 0), len(betas) - 1)
        value = posterior_mean(trusted, xt, place, eps)
        if time > 0:
            value = value + variances(trusted, place)[0] ** 0.5 * torch.randn(
                xt.shape, generator=rng, dtype=xt.dtype
            )
        return value

    return lambda model, schedule, xt, t, y=None: step(xt, t, y)


def try_loops(student, betas, predictor, rng, check):
    """With a trusted `p_sample`, then with the student's."""
    try_schedules(student, betas, check, p_sample=stepper(predictor, betas, rng))


@pytest.mark.exercise("p_sample_loop")
@pytest.mark.parametrize("labelled", [False, True])
def test_loop(student, rng, labelled):
    """From N(0, I), one step at each of T-1, ..., 0, each from the result of the one before; the last result comes back."""
    betas = draw_betas(rng, 6, 0.03, 0.2)  # so little that the start differs from the noisiest data
    predictor = draw_predictor(rng, 6)

    def check(schedule):
        for shape in ((700, 2), (300, 1, 2, 2)):
            y = torch.randint(1, 6, (shape[0],), generator=rng) if labelled else None
            assert_loop(Loop(student, schedule, betas, predictor, shape, y))

    try_loops(student, betas, predictor, rng, check)


def assert_loop(loop):
    """Start, transitions and end of a loop."""
    flat = loop.states[0].flatten(1)
    relation = "the first x is drawn from N(0, I)"
    assert_start(flat, loop.called, relation)
    noises = []
    for place in range(len(loop.times) - 1):
        noise = loop.states[place + 1] - loop.means[place]
        called = f"{loop.called}, the step at t = {loop.times[place]}"
        if torch.equal(loop.states[place + 1], loop.states[place]):
            cause = "the result of a step is not kept: x = p_sample(model, schedule, x, t, y)"
            raise CheckFailed(called, "each step begins where the last one ended", "x never changes", cause)
        if float(loop.states[place + 1].abs().max()) == 1.0:
            cause = "x is clipped to [-1, 1] between the steps: these data have no bounds"
            raise CheckFailed(called, "each step begins where the last one ended", "x is another", cause)
        found, wanted = float(noise.square().mean()), nearest_variance(noise, loop.trusted, loop.times[place])
        if not 0.5 < found / wanted < 2:
            cause = "steps do not follow each other: x is scaled, clipped, detached from the last result, or noise is missing"
            causes = [
                text
                for value, text in width_causes(loop.trusted, loop.times[place])
                if abs(found - value) <= 0.1 * value + 1e-6
            ]
            raise CheckFailed(
                called,
                "each step begins where the last one ended",
                "x is another",
                causes[0] if causes else cause,
            )
        noises.append(assert_width(noise.flatten(1), loop.trusted, loop.times[place], called).flatten())
    table = torch.stack(noises, 1)
    relation = "each step draws its noise anew"
    assert_columns_uncorrelated(
        table, loop.called, relation, "the same noise is used at every step", alpha=RARE
    )
    assert_noise_is_normal(table, loop.called, "the noise of the steps is Gaussian")
    relation = "what comes back is the mean of the step at t = 0, without noise"
    slips = [
        Misconception(loop.states[-1], "the result of the last step is not returned"),
        Misconception(loop.states[0], "the first x is returned, not the last"),
        Misconception(
            loop.means[-1].clamp(-1, 1), "the result is clipped to [-1, 1]: these data have no bounds"
        ),
        Misconception(
            loop.means[-1].clamp(0, 1), "the result is clipped to [0, 1]: these data have no bounds"
        ),
        Misconception((loop.means[-1] + 1) / 2, "the result is scaled to [0, 1]"),
        Misconception((loop.means[-1].clamp(-1, 1) + 1) / 2, "the result is clipped and scaled to [0, 1]"),
    ]
    left = loop.value - loop.means[-1]
    if float(left.std()) > 1e-3 and abs(float(left.square().mean()) / float(loop.trusted.betas[0]) - 1) < 0.2:
        cause = "noise is added at t = 0: the last step returns the mean"
        raise CheckFailed(loop.called, relation, "noise is left in the result", cause)
    assert_values_equal(loop.value, loop.means[-1], loop.called, relation, candidates=slips, tolerance=1e-4)


def assert_start(flat, called, relation):
    """Independent normal numbers."""
    deviation = float(flat.std())
    if float((flat[1:] - flat[:1]).abs().max()) < 1e-6:
        cause = (
            "all samples begin at the same noise"
            if deviation > 1e-6
            else "the first x is constant, not noise"
        )
        raise CheckFailed(called, relation, "all samples are equal", cause)
    if flat.shape[1] > 1 and float((flat[:, 0] - flat[:, 1]).abs().max()) < 1e-6:
        raise CheckFailed(
            called, relation, "all numbers of a sample are equal", "one number is drawn for a whole sample"
        )
    try:
        assert_noise_is_normal(flat, called, relation, alpha=RARE)
    except CheckFailed as failure:
        if "wide" in failure.message.cause:
            cause = f"the first x has deviation {deviation:.2g}: it must have 1"
            raise CheckFailed(called, relation, failure.message.got, cause) from None
        raise
    assert_average_equals(
        float(flat.mean()), flat.numel(), standard_normal_quantiles(999), called, relation, alpha=RARE
    )
    cause = f"the first x has deviation {deviation:.2g}: it must have 1"
    assert_variance_equals(flat, 1.0, called, relation, cause, alpha=RARE)
    assert_samples_have_own_noise(flat, called, relation)


@pytest.mark.exercise("p_sample_loop")
def test_loop_is_fresh_and_tracks_no_gradient(student, rng):
    """Two calls differ, a batch of one works, and no graph is kept."""
    betas = draw_betas(rng, 5)
    predictor = draw_predictor(rng, 5)

    def check(schedule):
        one, two = (Loop(student, schedule, betas, predictor, (1, 3)) for _ in range(2))
        if torch.equal(one.states[0], two.states[0]):
            cause = "the seed is reset inside, or the noise is kept between calls"
            raise CheckFailed(
                one.called, "two calls begin at different noise", "they begin at the same", cause
            )

    try_loops(student, betas, predictor, rng, check)
    renew(student)
    with contextlib.suppress(StudentFault):  # p_sample may not work yet; its own exercise says so
        handle, _ = place_module(student, predictor, ())
        value = student.p_sample_loop(model=handle, schedule=student.Schedule(betas=betas), shape=(2, 3))
        if isinstance(value, torch.Tensor) and value.requires_grad:
            called = describe_call("p_sample_loop", shape=(2, 3))
            cause = "gradients are tracked through all steps: use torch.no_grad()"
            raise CheckFailed(
                called, "the result needs no gradient", "it requires one", cause, "@torch.no_grad()"
            )

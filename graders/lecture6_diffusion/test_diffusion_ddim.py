"""Hidden checks of `ddim_step` and `ddim_sample`."""

from __future__ import annotations

import contextlib
import itertools

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.notes import add_note
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.randomness import assert_draws_are_fresh
from fairgrade.checks.statistics import (
    assert_columns_uncorrelated,
    assert_noise_is_normal,
    assert_variance_equals,
)
from fairgrade.checks.tensors import assert_shape_equals, assert_values_equal
from fairgrade.checks.upstream import place_module, renew
from fairgrade.errors import StudentFault
from graders.lecture6_diffusion.diffusion_models import (
    assert_samples_have_own_noise,
    clipped,
    ddim_mean,
    ddim_parts,
    ddim_sigma,
    draw,
    draw_betas,
    draw_predictor,
    make_schedule,
    read_times,
    try_schedules,
)
from graders.lecture6_diffusion.test_diffusion_ddpm import assert_start, axes_of

STEPS = 12
FORMULA = "sqrt(abar') x0 + sqrt(1 - abar' - sigma^2) eps + sigma noise, with abar' = abar[t_prev], and 1 for t_prev = -1"


def step_slips(schedule, xt, t, t_prev, eps, eta, noise):
    """What usual mistakes make of a DDIM step."""
    abar, last = float(schedule.abar[t]), t_prev < 0
    before = 1.0 if last else float(schedule.abar[t_prev])
    sigma = ddim_sigma(abar, before, eta)
    x0 = (xt - (1 - abar) ** 0.5 * eps) / abar**0.5

    def step(before=before, sigma=sigma, x0=x0, eps=eps, along=None):
        along = max(1 - before - sigma**2, 0.0) ** 0.5 if along is None else along
        return before**0.5 * x0 + along * eps + sigma * noise

    def other(value):
        mean, width = ddim_mean(xt, eps, abar, value, ddim_sigma(abar, value, eta))
        return mean + width * noise

    flipped = (xt + (1 - abar) ** 0.5 * eps) / abar**0.5
    ratio = (1 - before) / (1 - abar)
    table = [
        (
            other(float(schedule.abar_prev[t])),
            "abar_prev[t] is used: the step may be longer than one, use abar[t_prev]",
        ),
        (step(x0=flipped), "in x0 the noise is added: its sign is flipped"),
        *clipped(x0, lambda value: step(x0=value), "x0"),
        *clipped(x0, lambda value: step(x0=value, eps=(xt - abar**0.5 * value) / (1 - abar) ** 0.5), "x0"),
        *clipped(step(), lambda value: value, "the result"),
        (step(sigma=0.0), "eta has no effect: the noise is missing"),
        (
            step(along=max(1 - before, 0.0) ** 0.5),
            "sigma^2 is not taken off the direction of eps: sqrt(1 - abar' - sigma^2)",
        ),
        (
            step(along=max(1 - before - sigma, 0.0) ** 0.5),
            "sigma is not squared in sqrt(1 - abar' - sigma^2)",
        ),
        (step(along=max(1 - before - sigma**2, 0.0)), "the square root of 1 - abar' - sigma^2 is missing"),
        (
            step(along=max(1 - abar - sigma**2, 0.0) ** 0.5),
            "abar of t is used in the direction of eps: use that of t_prev",
        ),
        (before**0.5 * x0 + sigma * noise, "the direction of eps is missing"),
        (step() - sigma * noise, "the noise is missing: sigma noise is not added"),
        (step(x0=(xt - (1 - abar) * eps) / abar**0.5), "the square root of 1 - abar is missing in x0"),
        (step(x0=xt - (1 - abar) ** 0.5 * eps), "the division by sqrt(abar) is missing in x0"),
        (step(x0=(xt - (1 - abar) ** 0.5 * eps) / abar), "the square root of abar is missing in x0"),
        (
            before * x0 + max(1 - before - sigma**2, 0.0) ** 0.5 * eps + sigma * noise,
            "the square root of abar' is missing",
        ),
        (
            x0 + max(1 - before - sigma**2, 0.0) ** 0.5 * eps + sigma * noise,
            "x0 is not scaled by sqrt(abar')",
        ),
        (x0, "the predicted x0 is returned at every step"),
        (xt, "nothing is changed"),
    ]
    for wrong, cause in (
        (
            eta * (1 - abar) ** 0.5 * max(1 - abar / before, 0.0) ** 0.5,
            "sigma has 1 - abar in place of (1 - abar') / (1 - abar)",
        ),
        (eta * ratio * (1 - abar / before), "sigma is squared: the square roots are missing"),
        (eta * ratio**0.5, "sigma lacks the factor sqrt(1 - abar / abar')"),
        (eta * max(1 - abar / before, 0.0) ** 0.5, "sigma lacks the factor sqrt((1 - abar') / (1 - abar))"),
        (eta**0.5 * (sigma / eta if eta else 0), "the square root of eta is taken"),
        (eta**2 * (sigma / eta if eta else 0), "eta is squared"),
        (ddim_sigma(abar, before, 1.0), "eta has no effect: sigma is that of eta = 1"),
        (
            eta * (1 / max(ratio, 1e-9)) ** 0.5 * max(1 - abar / before, 0.0) ** 0.5,
            "the ratio in sigma is upside down",
        ),
        (eta * ratio**0.5 * max(before / abar - 1, 0.0) ** 0.5, "abar and abar' are swapped in sigma"),
        (eta, "sigma is eta itself"),
        (eta * float(schedule.betas[t]) ** 0.5, "sigma is eta sqrt(beta): that fits steps of one only"),
        (
            eta * ((1 - float(schedule.abar_prev[t])) / (1 - abar) * float(schedule.betas[t])) ** 0.5,
            "sigma is that of a step of one: use abar[t_prev]",
        ),
    ):
        table.append((step(sigma=wrong), cause))
        table.append((step(sigma=wrong, along=max(1 - before, 0.0) ** 0.5), cause))
    if t_prev == 0:
        table = [(other(1.0), "t_prev = 0 is taken for the data: only -1 is, and abar[0] is not 1"), *table]
    if last:
        width = ddim_sigma(abar, float(schedule.abar[0]), eta)
        table = [
            (x0 + width * noise, "noise is added in the last step: for t_prev = -1 abar is 1, so sigma is 0"),
            (
                other(float(schedule.abar[0])),
                "the last step uses abar[0]: noise is left; for t_prev = -1 abar is 1",
            ),
            (other(float(schedule.abar[-1])), "abar[-1] is the last element: for t_prev = -1 abar is 1"),
            (other(1e-12), "for t_prev = -1 abar is taken as 0: it is 1"),
            *table,
        ]
    right = step()
    return [
        Misconception(value, cause)
        for value, cause in table
        if bool(value.isfinite().all()) and not torch.allclose(value, right, rtol=1e-3, atol=1e-6)
    ]


CASES = (
    (9, 5, 0.0),
    (9, 5, 1.0),
    (10, 2, 0.6),
    (4, 3, 1.0),
    (5, -1, 0.0),
    (0, -1, 0.0),
    (3, -1, 1.0),
    (7, 0, 0.3),
)
FAR = ((9, 5), (5, -1))  # with large numbers, so that clipping shows


def call_step(student, schedule, xt, t, t_prev, eps, form=int, **rest):
    """One call; `form` makes the times."""
    called = describe_call("ddim_step", xt=xt, t=t, t_prev=t_prev, eps=eps, **rest)
    value = student.ddim_step(schedule=schedule, xt=xt, t=form(t), t_prev=form(t_prev), eps=eps, **rest)
    got = assert_shape_equals(value, axes_of(xt.shape), called)
    if not bool(got.isfinite().all()):
        cause = "a square root of a negative number, or a division by 0: does t_prev = -1 give abar = 1?"
        raise CheckFailed(called, FORMULA, "values are NaN or infinite", cause)
    return called, got


@pytest.mark.exercise("ddim_step")
@pytest.mark.parametrize("shape", [(5, 2), (3, 1, 2, 4)])
def test_step_values(student, rng, shape):
    """Steps of any length, with eta between 0 and 1 and the noise given; the last one ends where abar is 1."""
    betas = draw_betas(rng, STEPS)

    def check(schedule, dtype):
        for t, t_prev, eta in CASES:
            size = 100.0 if (t, t_prev) in FAR else 3.0
            xt, eps, noise = (draw(rng, shape, dtype, size) for _ in range(3))
            called, got = call_step(student, schedule, xt, t, t_prev, eps, eta=eta, noise=noise)
            trusted = make_schedule(betas)
            mean, sigma = ddim_parts(trusted, xt.double(), t, t_prev, eps.double(), eta)
            slips = step_slips(trusted, xt.double(), t, t_prev, eps.double(), eta, noise.double())
            again = call_step(student, schedule, xt, t, t_prev, eps, eta=eta, noise=noise)[1]
            if not torch.equal(got, again):
                cause = "noise is drawn although it is given" if eta else "noise is added at eta = 0"
                raise CheckFailed(called, FORMULA, "two equal calls differ", cause)
            assert_values_equal(got, mean + sigma * noise.double(), called, FORMULA, candidates=slips)

    try_schedules(student, betas, lambda s: run_in_best_precision(lambda dtype: check(s, dtype)))


@pytest.mark.exercise("ddim_step")
def test_step_without_noise_given(student, rng):
    """At eta = 0 nothing is random; with eta > 0 fresh noise from N(0, I) is drawn where none is given."""
    betas = draw_betas(rng, STEPS)

    def check(schedule):
        xt, eps = (draw(rng, (2500, 2), torch.float32, 3.0) for _ in range(2))
        called, one = call_step(student, schedule, xt, 8, 3, eps)
        two = call_step(student, schedule, xt, 8, 3, eps, eta=0.0)[1]
        if not torch.equal(one, two):
            cause = "noise is added at eta = 0, which is also the default"
            raise CheckFailed(called, "at eta = 0 nothing is random", "two calls differ", cause)
        for t, t_prev, eta in ((8, 3, 1.0), (6, 5, 0.5)):
            called, one = call_step(student, schedule, xt, t, t_prev, eps, eta=eta)
            two = call_step(student, schedule, xt, t, t_prev, eps, eta=eta)[1]
            mean, sigma = ddim_parts(make_schedule(betas), xt.double(), t, t_prev, eps.double(), eta)
            noise = (one.double() - mean) / sigma
            if float((one - two).abs().max()) == 0:
                cause = "no noise is drawn where none is given: eta has no effect"
                raise CheckFailed(
                    called, "with eta > 0 and no noise given, noise is drawn", "two calls agree", cause
                )
            assert_draws_are_fresh(one, two, called)
            if (
                float((noise[:, 0] - noise[:, 1]).abs().max()) < 1e-3
                or float((noise[1:] - noise[:1]).abs().max()) < 1e-3
            ):
                cause = "one number or one row of noise is shared: draw it with torch.randn_like(xt)"
                raise CheckFailed(called, "each element gets noise of its own", "they share it", cause)
            assert_variance_equals(
                noise,
                1.0,
                called,
                "the noise is sigma times N(0, I)",
                "the noise that is drawn is not N(0, I)",
            )
            assert_noise_is_normal(noise, called, "the noise is sigma times N(0, I)")
        xt, eps = (draw(rng, (300, 2, 3, 2), torch.float32, 3.0) for _ in range(2))
        called, got = call_step(student, schedule, xt, 8, 3, eps, eta=1.0)
        mean, sigma = ddim_parts(make_schedule(betas), xt.double(), 8, 3, eps.double(), 1.0)
        assert_samples_have_own_noise((got - mean) / sigma, called, "each element gets noise of its own")

    try_schedules(student, betas, check)


class Chain:
    """One call of `ddim_sample` with a trusted predictor."""

    def __init__(self, student, schedule, betas, predictor, shape, steps, eta=None):
        handle, _ = place_module(student, predictor, ())
        predictor.asked.clear()
        given = {"shape": shape, "steps": steps} | ({} if eta is None else {"eta": eta})
        self.called = describe_call("ddim_sample", **given) + f" with T = {len(betas)}"
        value = student.ddim_sample(model=handle, schedule=schedule, **given)
        self.value = assert_shape_equals(value, axes_of(shape), self.called).double()
        self.times = read_times(predictor.asked, shape[0], self.called)
        assert_chain_times(self.times, steps, len(betas), self.called)
        if handle.get("training") is not True:
            cause = "the model is left in eval mode: put the mode back, or leave it alone"
            raise CheckFailed(self.called, "the model's mode is as it was", "it is in eval mode", cause)
        self.trusted, self.eta = make_schedule(betas), eta or 0.0
        self.states = [asked.x.double() for asked in predictor.asked]
        self.eps = [
            predictor.noise(x, torch.full((len(x),), t)) for x, t in zip(self.states, self.times, strict=True)
        ]


def assert_chain_times(times, steps, total, called):
    """`steps` different times, falling, from the noisy end to the clean one."""
    relation = f"{steps} different times, evenly spread, falling from T-1"
    if not times:
        raise CheckFailed(called, relation, "none", "the model is never asked")
    if any(not 0 <= t < total for t in times):
        raise CheckFailed(
            called, relation, "a time is out of range", "times run from T-1 to 0, without T and -1"
        )
    rising = all(one < two for one, two in itertools.pairwise(times))
    if len(times) > 1 and rising:
        raise CheckFailed(called, relation, "they rise", "the loop runs forwards: begin at T-1")
    if len(set(times)) < len(times):
        cause = "a time comes twice: the pair at the end repeats one, or rounding makes two equal"
        raise CheckFailed(called, relation, "a time comes more than once", cause)
    if any(one <= two for one, two in itertools.pairwise(times)):
        raise CheckFailed(called, relation, "they do not fall", "the times are not sorted")
    strided = list(range(0, total, total // steps))[::-1]
    if times == strided and len(times) != steps:
        add_note(
            "ddim_sample: T // steps as a stride gives more than `steps` times here. This costs no points."
        )
    elif len(times) != steps:
        cause = (
            "there is one time too few or too many"
            if abs(len(times) - steps) == 1
            else "the number of steps is not `steps`"
        )
        if len(times) == total:
            cause = "all T times are visited: `steps` is not used"
        raise CheckFailed(called, relation, f"{len(times)} times", cause)
    gap = -(-total // steps)
    if times[0] < total - 1 - gap:
        cause = "the noisy end is left out: the first time is far from T-1"
        raise CheckFailed(called, relation, "the first is too early", cause)
    if times[-1] > gap:
        cause = "the clean end is left out: the last time is far from 0"
        raise CheckFailed(called, relation, "the last is too late", cause)
    first, *gaps = [one - two for one, two in itertools.pairwise(times)] or [0]
    uneven = (
        max(gaps, default=0) - min(gaps, default=0) > 2
    )  # rounding takes at most one from each end of a gap
    if uneven or first > 3 * gap:
        cause = "the times are not evenly spread"
        raise CheckFailed(called, relation, "some gaps are wider than others", cause)


def stepper(betas, rng):
    """A trusted `ddim_step`."""
    trusted = make_schedule(betas)

    def ddim_step(schedule, xt, t, t_prev, eps, eta=0.0, noise=None):
        del schedule
        place = -1 if t_prev is None else int(t_prev)
        mean, sigma = ddim_parts(trusted, xt, min(int(t), len(betas) - 1), max(place, -1), eps, float(eta))
        if sigma == 0:
            return mean
        return mean + sigma * (
            torch.randn(xt.shape, generator=rng, dtype=xt.dtype) if noise is None else noise
        )

    return ddim_step


def try_chains(student, betas, rng, check):
    """With a trusted `ddim_step`, then with the student's."""
    try_schedules(student, betas, check, ddim_step=stepper(betas, rng))


@pytest.mark.exercise("ddim_sample")
def test_chain_of_eta_0(student, rng):
    """From N(0, I), each step goes exactly to the next time, and the last one to the data."""
    betas = draw_betas(rng, STEPS)
    predictor = draw_predictor(rng, STEPS)

    def check(schedule):
        for shape, steps, eta in (
            ((900, 2), 4, None),
            ((3, 1, 2, 2), 6, 0.0),
            ((300, 2, 3, 2), 3, None),
            ((2, 3), STEPS, None),
            ((2, 3), 5, None),
            ((1, 2), 2, None),
        ):
            chain = Chain(student, schedule, betas, predictor, shape, steps, eta)
            if len(chain.value) > 100:
                assert_start(chain.states[0].flatten(1), chain.called, "the first x is drawn from N(0, I)")
            assert_steps(chain)

    try_chains(student, betas, rng, check)


def assert_steps(chain):
    """Without eta every state follows exactly from the one before."""
    ends = [*chain.states[1:], chain.value]
    goals = [*chain.times[1:], -1]
    for x, t, goal, eps, got in zip(chain.states, chain.times, goals, chain.eps, ends, strict=True):
        called = f"{chain.called}, the step from t = {t} to {goal}"
        mean, _ = ddim_parts(chain.trusted, x, t, goal, eps, 0.0)
        slips = step_slips(chain.trusted, x, t, goal, eps, 0.0, torch.zeros_like(x))
        slips += [
            Misconception(chain.states[0], "the first x is returned, not the last"),
            *[Misconception(*pair) for pair in clipped(mean, lambda value: value, "the result")],
            Misconception(mean.clamp(0, 1), "the result is clipped to [0, 1]: these data have no bounds"),
            Misconception((mean + 1) / 2, "the result is scaled to [0, 1]"),
        ]
        for other in {t, goal - 1, goal + 1, 0, *chain.times} - {goal}:
            if other >= 0:
                wrong = ddim_parts(chain.trusted, x, t, other, eps, 0.0)[0]
                cause = "the step does not go to the next time of the sequence"
                if goal == -1:
                    cause = "the last step does not go to the data: there abar is 1, so t_prev is -1"
                slips.append(Misconception(wrong, cause))
        relation = "each step goes to the next time, and the last one to the data, where abar is 1"
        if goal == -1 and torch.equal(got, x):
            slips.insert(
                0, Misconception(x, "the last step is missing: the model was asked, but x was not moved")
            )
        cause = (
            "the steps do not follow each other: x is scaled, noise is added, or another time is stepped to"
        )
        try:
            assert_values_equal(got, mean, called, relation, candidates=slips, tolerance=1e-4)
        except CheckFailed as failure:
            raise failure.with_cause(cause) from None


@pytest.mark.exercise("ddim_sample")
def test_chain_with_noise(student, rng):
    """With eta > 0 each step but the last adds fresh noise of deviation sigma."""
    betas = draw_betas(rng, STEPS)
    predictor = draw_predictor(rng, STEPS)

    def check(schedule):
        for steps, eta in ((6, 1.0), (4, 0.6)):
            chain = Chain(student, schedule, betas, predictor, (900, 2), steps, eta)
            noises = []
            for place, goal in enumerate(chain.times[1:]):
                x, t, eps = chain.states[place], chain.times[place], chain.eps[place]
                called = f"{chain.called}, the step from t = {t} to {goal}"
                mean, sigma = ddim_parts(chain.trusted, x, t, goal, eps, eta)
                noise = (chain.states[place + 1] - mean) / sigma
                still, _ = ddim_parts(chain.trusted, x, t, goal, eps, 0.0)
                if float((chain.states[place + 1] - still).abs().max()) < 1e-4:
                    cause = "eta is not passed on: the steps are those of eta = 0"
                    raise CheckFailed(
                        called, "with eta > 0 steps are random", "the step is that of eta = 0", cause
                    )
                full, wide = ddim_parts(chain.trusted, x, t, goal, eps, 1.0)
                cause = "the noise of a step is not sigma times N(0, I)"
                if (
                    eta != 1
                    and abs(float(((chain.states[place + 1] - full) / wide).square().mean()) - 1) < 0.15
                ):
                    cause = "eta is not passed on: the steps are those of eta = 1"
                assert_variance_equals(noise, 1.0, called, "the noise is sigma times N(0, I)", cause)
                assert_noise_is_normal(noise, called, "the noise is sigma times N(0, I)")
                noises.append(noise.flatten())
            table = torch.stack(noises, 1)
            relation = "each step draws its noise anew"
            assert_columns_uncorrelated(
                table, chain.called, relation, "the same noise is used at every step", alpha=1e-10
            )
            x, t, eps = chain.states[-1], chain.times[-1], chain.eps[-1]
            end, _ = ddim_parts(chain.trusted, x, t, -1, eps, eta)
            relation = "the last step goes to the data, where abar is 1 and sigma 0"
            slips = step_slips(chain.trusted, x, t, -1, eps, eta, torch.zeros_like(x))
            if (
                not torch.allclose(chain.value, end, atol=1e-2)
                and abs(float((chain.value - end).mean())) < 1e-2
            ):
                cause = "noise is added in the last step, or after it"
                slips = [*slips, Misconception(chain.value, cause)]
            assert_values_equal(chain.value, end, chain.called, relation, candidates=slips, tolerance=1e-4)

    try_chains(student, betas, rng, check)


@pytest.mark.exercise("ddim_sample")
def test_chain_is_fresh_and_tracks_no_gradient(student, rng):
    """Two calls differ, a long schedule works, and no graph is kept."""
    betas = torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64)
    predictor = draw_predictor(rng, 1000)

    def check(schedule):
        one, two = (Chain(student, schedule, betas, predictor, (2, 3), 10) for _ in range(2))
        if torch.equal(one.states[0], two.states[0]):
            cause = "the seed is reset inside, or the noise is kept between calls"
            raise CheckFailed(
                one.called, "two calls begin at different noise", "they begin at the same", cause
            )

    try_chains(student, betas, rng, check)
    renew(student)
    with contextlib.suppress(StudentFault):  # ddim_step may not work yet; its own exercise says so
        handle, _ = place_module(student, predictor, ())
        value = student.ddim_sample(
            model=handle, schedule=student.Schedule(betas=betas), shape=(2, 3), steps=3
        )
        if isinstance(value, torch.Tensor) and value.requires_grad:
            called = describe_call("ddim_sample", shape=(2, 3), steps=3)
            cause = "gradients are tracked through all steps: use torch.no_grad()"
            raise CheckFailed(
                called, "the result needs no gradient", "it requires one", cause, "@torch.no_grad()"
            )

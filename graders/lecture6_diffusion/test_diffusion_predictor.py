"""Hidden checks of `timestep_embedding`, `EpsMLP` and `ddpm_loss`."""

from __future__ import annotations

import contextlib

import pytest
import torch
from scipy import stats

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_equals, assert_what_acts_gets_gradients
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.randomness import assert_draws_are_fresh
from fairgrade.checks.rates import is_rejected
from fairgrade.checks.statistics import assert_noise_is_normal, assert_share_equals
from fairgrade.checks.student import Handle
from fairgrade.checks.tensors import (
    assert_dtype_is_floating,
    assert_rows_changed,
    assert_rows_unchanged,
    assert_shape_equals,
    assert_values_equal,
)
from fairgrade.checks.upstream import pass_any, place_module
from fairgrade.errors import StudentFault, StudentRaised
from graders.lecture2_conv_vae.conv_models import assert_state_is_whole
from graders.lecture6_diffusion.diffusion_models import (
    RARE,
    assert_labels,
    assert_samples_have_own_noise,
    assert_times,
    clipped,
    draw,
    draw_betas,
    draw_predictor,
    spread,
    try_schedules,
)

TIMES = 1000
APART = 1e-2  # distance of two embeddings; usual ones have 0.3 and more


def embed(student, t, dim):
    """One call, checked for shape and kind."""
    called = describe_call("timestep_embedding", t=t, dim=dim)
    value = student.timestep_embedding(t=t, dim=dim)
    got = assert_shape_equals(value, {"N": len(t), "dim": dim}, called)
    assert_dtype_is_floating(got, called)
    assert_values_finite(got, called, hint="t = 0 is a time as well, and dim / 2 - 1 may be small.")
    return called, got.double()


@pytest.mark.exercise("timestep_embedding")
@pytest.mark.parametrize("dim", [16, 6])
def test_embedding_is_made_of_waves(student, dim):
    """Sine and cosine of the same frequencies: bounded, of one length, and alike for times equally far apart."""
    called, got = embed(student, torch.arange(TIMES), dim)
    largest = float(got.abs().max())
    if largest > 50:
        cause = "t itself is in the result, or the sines are scaled by it: it must stay bounded"
        raise CheckFailed(called, "every value is a sine or a cosine", "values grow with t", cause)
    lengths = got.square().sum(1)
    relation = "sin^2 + cos^2 of each frequency adds up to the same for every t"
    if float(lengths.max() - lengths.min()) > 0.01 * float(lengths.max()):
        cause = "sine and cosine do not come in pairs of the same frequency"
        if float(got[0].abs().max()) == 0:
            cause = "there are only sines, no cosines: they come in pairs of the same frequency"
        elif float((got[0] - got[0, 0]).abs().max()) == 0:
            cause = "there are only cosines, no sines: they come in pairs of the same frequency"
        raise CheckFailed(called, relation, "the length of the rows changes with t", cause)
    if float(lengths.max()) < 1e-6:
        raise CheckFailed(called, relation, "the result is 0", "the result is 0 everywhere")
    if len(got.float().unique(dim=0)) < TIMES:
        cause = "some times have the very same row: t is rounded, clamped, or wrapped in a small integer type"
        raise CheckFailed(called, "every time has a row of its own", "two rows are equal", cause)
    likeness = got @ got.T / lengths.mean()
    for step in (1, 7, 100, 500):
        line = likeness.diagonal(step)
        if float(line.max() - line.min()) > 0.02:
            cause = "sine and cosine do not come in pairs of the same frequency"
            raise CheckFailed(
                called, "rows of t and t + d are alike to the same degree for every t", "they are not", cause
            )


@pytest.mark.exercise("timestep_embedding")
@pytest.mark.parametrize("dim", [16, 8])
def test_embedding_tells_times_apart(student, dim):
    """No two of 1,000 times are alike, neighbours are close, and several frequencies are used."""
    called, got = embed(student, torch.arange(TIMES), dim)
    scale = float(got.norm(dim=1).max()) / (dim / 2) ** 0.5
    got = got / max(scale, 1e-12)
    gap = torch.cdist(got, got) + 9 * torch.eye(TIMES, dtype=torch.float64)
    if float(gap[1:, 0].min()) < APART or float(gap.min()) < APART:
        cause = "all columns have the same frequency, or the frequencies are rounded to 0"
        if float(gap.diagonal(1).min()) < APART:
            cause = "the frequencies are too low to tell neighbours apart: spread them from 1 down to 1/10000"
        raise CheckFailed(called, "no two of the times 0..999 look alike", "two rows are nearly equal", cause)
    neighbours = float(gap.diagonal(1).mean())
    others = float(gap[gap < 9].mean())
    if dim >= 16 and neighbours > 0.85 * others:
        cause = "all frequencies are high: spread them geometrically down to about 1/10000"
        raise CheckFailed(called, "neighbouring times look alike", "they are as far apart as any two", cause)


@pytest.mark.exercise("timestep_embedding")
def test_embedding_of_each_sample(student, rng):
    """A row depends on its own t only, whatever the batch."""
    t = torch.randint(0, TIMES, (6,), generator=rng)
    called, together = embed(student, t, 8)
    if not torch.equal(together, embed(student, t, 8)[1]):
        cause = "the frequencies are drawn anew in each call: they must be fixed"
        raise CheckFailed(called, "nothing is random", "two equal calls differ", cause)
    for place in range(len(t)):
        _, alone = embed(student, t[place : place + 1], 8)
        if float((alone[0] - together[place]).abs().max()) > 1e-4:
            cause = "the position in the batch is used in place of t, or t is scaled by the batch"
            raise CheckFailed(called, "each row depends on its own t only", "alone it differs", cause)


@pytest.mark.exercise("timestep_embedding")
def test_embedding_has_waves_of_all_lengths(student):
    """Times 1 to 5 apart are more alike than times 20 to 60 apart, and those more than times 200 to 600 apart."""
    called, got = embed(student, torch.arange(TIMES), 16)
    likeness = got @ got.T / got.square().sum(1).mean()
    near, middle, far = (
        float(torch.stack([likeness.diagonal(step).mean() for step in steps]).mean())
        for steps in (range(1, 6), range(20, 61, 2), range(200, 601, 10))
    )
    if near < middle + 0.05 or middle < far + 0.05:
        cause = (
            "the frequencies are not spread geometrically from 1 down to about 1/10000: the step between them is a sum "
            "or the lowest is too high"
        )
        relation = "the likeness of two times falls slowly, on every scale"
        raise CheckFailed(called, relation, "it falls at once, or not at all", cause)


def build_model(student, x, num_classes, seed=1):
    """An `EpsMLP` in eval mode, with lazy layers sized."""
    sizes = {"d_data": x.shape[1], "d_hidden": 24} | ({"num_classes": num_classes} if num_classes else {})
    called = describe_call("EpsMLP", **sizes)
    student.seed(seed)
    model = student.EpsMLP(**sizes)
    if not isinstance(model, Handle) or not model.is_module:
        raise CheckFailed(
            called,
            "EpsMLP(...) builds a torch.nn.Module",
            f"got {describe_value(model)}",
            "",
            "class EpsMLP(nn.Module)",
        )
    model.eval()
    t, y = torch.zeros(len(x), dtype=torch.int64), torch.zeros(len(x), dtype=torch.int64)
    with contextlib.suppress(StudentFault):
        ask(model, x, t, y if num_classes else None)
    return model


def ask(model, x, t, y=None):
    """Call a student's predictor."""
    return model(x=x, t=t) if y is None else model(x=x, t=t, y=y)


def check_model(student, reference, check):
    """With the reference's embedding, then with the student's."""

    def with_reference():
        student.replace(timestep_embedding=reference.timestep_embedding)
        check()

    pass_any(student, [with_reference, check])


def draw_batch(rng, count=5, width=3, classes=4):
    """Data, times and labels."""
    x = draw(rng, (count, width), torch.float32)
    t = torch.randperm(900, generator=rng)[:count]
    return x, t, torch.randint(0, classes, (count,), generator=rng)


@pytest.mark.exercise("eps_mlp")
@pytest.mark.parametrize("labelled", [True, False])
def test_predictor_shape(student, reference, rng, labelled):
    """The noise has the shape of x, also for a batch of one, and may be any number."""

    def check():
        for count in (5, 1):
            x, t, y = draw_batch(rng, count)
            model = build_model(student, x, 4 if labelled else None)
            called = describe_call("EpsMLP(3, 24)", x=x, t=t, **({"y": y} if labelled else {}))
            value = ask(model, x, t, y if labelled else None)
            got = assert_shape_equals(value, {"N": count, "D": 3}, called)
            assert_dtype_is_floating(got, called)
            assert_values_finite(got, called)
            again = ask(model, x, t, y if labelled else None)
            if not torch.equal(value.detach(), again.detach()):
                cause = "the model draws random numbers: its noise is a prediction"
                raise CheckFailed(called, "in eval mode two calls agree", "they differ", cause)
        x, t, y = draw_batch(rng, 40)
        model = build_model(student, x, 4 if labelled else None)
        low, high = 0.0, 0.0
        for _ in range(6):
            model.stir(rng, 3.0)
            value = ask(model, 30 * x, t, y if labelled else None).detach()
            low, high = min(low, float(value.min())), max(high, float(value.max()))
            if low < -1.5 and high > 1.5:
                return
        cause = (
            "there is an activation after the last layer: noise is any number, so the last layer is linear"
        )
        raise CheckFailed(
            called, "the model can predict any number", f"all values lie in [{low:.2f}, {high:.2f}]", cause
        )

    check_model(student, reference, check)


@pytest.mark.exercise("eps_mlp")
def test_predictor_of_other_sizes(student, reference, rng):
    """Any number of columns and of classes, not those of the examples; no value is cut off."""

    def check():
        for width, classes in ((2, 37), (7, 11)):
            x, t, y = draw_batch(rng, 6, width, classes)
            y[0], y[1] = classes - 1, 0
            called = describe_call(f"EpsMLP({width}, 24, num_classes={classes})", x=x, t=t, y=y)
            try:
                model = build_model(student, x, classes)
                value = ask(model, x, t, y)
            except StudentRaised as error:
                cause = (
                    f"sizes are fixed in the code: use d_data and num_classes ({error.kind}: {error.text})"[
                        :300
                    ]
                )
                raise CheckFailed(called, "any d_data and num_classes work", "an exception", cause) from None
            assert_shape_equals(value, {"N": 6, "D": width}, called)
        largest = 0.0
        for _ in range(3):
            model.stir(rng, 300.0)
            largest = max(largest, float(ask(model, 10 * x, t, y).detach().abs().max()))
        if largest < 30:
            cause = "the noise is clipped or squashed after the last layer: it may be any number, so the last layer is linear"
            raise CheckFailed(
                called, "no value is too large", "large weights and data give small values", cause
            )

    check_model(student, reference, check)


@pytest.mark.exercise("eps_mlp")
def test_predictor_is_trained_whole(student, reference, rng):
    """What acts on the result is a registered parameter or buffer, and gets a gradient unless it is frozen."""

    def check():
        x, t, y = draw_batch(rng)
        called = describe_call("EpsMLP(3, 24, num_classes=4)", x=x, t=t, y=y)

        def run(model):
            return assert_shape_equals(ask(model, x, t, y), {"N": 5, "D": 3}, called)

        def build(seed):
            model = build_model(student, x, 4, seed)
            if seed == 1:
                model.stir(rng, 1.0)
            return model

        assert_state_is_whole(build, run, called)
        model = build(1)
        cotangent = torch.randn(5, 3, generator=rng)
        pulled = model.vjp("", {"x": x, "t": t, "y": y}, wrt=(), cotangents=[cotangent], parameters=True)
        assert_what_acts_gets_gradients(model, lambda: run(model), pulled.parameters, called)

    check_model(student, reference, check)


@pytest.mark.exercise("eps_mlp")
def test_predictor_uses_its_inputs(student, reference, rng):
    """Each row depends on its own x, t and y, and on those of no other row."""

    def check():
        x, t, y = draw_batch(rng)
        model = build_model(student, x, 4)
        model.stir(rng, 1.0)
        called = describe_call("EpsMLP(3, 24, num_classes=4)", x=x, t=t, y=y)
        before = assert_shape_equals(ask(model, x, t, y), {"N": 5, "D": 3}, called)
        moved = x.clone()
        moved[2] += 1
        assert_row(model, before, (moved, t, y), 2, called, "x", "the model does not use x")
        later = t.clone()
        later[3] += 1
        assert_row(
            model,
            before,
            (x, later, y),
            3,
            called,
            "t",
            "the model does not use t, or only that of another sample",
        )
        other = y.clone()
        other[1] = (y[1] + 1) % 4
        assert_row(
            model,
            before,
            (x, t, other),
            1,
            called,
            "its label",
            "the labels are ignored: y is not used, or only that of another sample",
        )

    check_model(student, reference, check)


def assert_row(model, before, inputs, row, called, what, cause):
    """A change of one row's input changes this row, and no other."""
    after = assert_shape_equals(ask(model, *inputs), {"N": len(before), "D": before.shape[1]}, called)
    relation = f"a row depends on {what}"
    assert_rows_changed(before, after, [row], called, relation, cause)
    rest = [place for place in range(len(before)) if place != row]
    mixed = "samples of a batch are mixed: a reduction or reshape over the wrong axis, or the times of others"
    assert_rows_unchanged(before, after, rest, called, "other rows stay as they are", mixed)


@pytest.mark.exercise("eps_mlp")
def test_predictor_tells_times_and_labels_apart(student, reference, rng):
    """Different times, and different labels, give different noise; x acts non-linearly, and each number of it."""

    def check():
        x = draw(rng, (1, 3), torch.float32).expand(8, 3).contiguous()
        model = build_model(student, x, 8)
        model.stir(rng, 1.0)
        still = torch.full((8,), 5)
        labels = assert_shape_equals(
            ask(model, x, still, torch.arange(8)), {"N": 8, "D": 3}, "EpsMLP(3, 24, num_classes=8)(x, t, y)"
        )
        times = ask(model, x, torch.tensor([0, 1, 2, 3, 50, 51, 400, 899]), still).detach()
        for name, got in (("labels", labels), ("times", times)):
            called = f"EpsMLP(3, 24, num_classes=8) at the same x and eight different {name}"
            gap = torch.cdist(got.double(), got.double()) + torch.eye(8)
            if float(gap.min()) < 1e-6 * max(1.0, float(got.abs().max())):
                cause = f"some {name} are not told apart: they are rounded, clamped or compared"
                raise CheckFailed(called, f"eight {name} give eight results", "two are equal", cause)
        point, step = x[:1], torch.eye(3)
        called = "EpsMLP(3, 24, num_classes=8) at points on a line"
        batch = torch.cat([point + 2 * step, point - 2 * step, point.expand(2, 3)])
        value = ask(model, batch, still, torch.zeros(8, dtype=torch.int64)).detach()
        if bool((value[:3] == value[6:7]).any()):
            cause = "a part of x is not used"
            raise CheckFailed(called, "every number of x acts on all of the noise", "one does not", cause)
        bend = (value[:3] + value[3:6] - 2 * value[6:7]).abs().max()
        if float(bend) < 1e-4 * float(value.abs().max()):
            cause = "the model is linear in x: there is no activation between the layers"
            raise CheckFailed(called, "the noise is no linear function of x", "it is one", cause)

    check_model(student, reference, check)


class Run:
    """One call of `ddpm_loss` on a trusted predictor, with all that was seen of it."""

    def __init__(self, student, schedule, betas, predictor, x0, y=None, gradients=False):
        handle, _ = place_module(student, predictor, ())
        predictor.asked.clear()
        given = {"model": handle, "schedule": schedule, "x0": x0} | ({} if y is None else {"y": y})
        self.called = describe_call("ddpm_loss", x0=x0, **({} if y is None else {"y": y}))
        self.gradient, self.pulled = None, gradients
        if gradients:
            pulled = student.vjp("ddpm_loss", given, [], parameters=handle)
            self.value, self.gradient = pulled.value, pulled.parameters.get("gain")
        else:
            self.value = student.ddpm_loss(**given)
        if not predictor.asked:
            cause = "the model is not called"
            raise CheckFailed(self.called, "the model predicts the noise", "it was never asked", cause)
        if handle.get("training") is not True:
            cause = "the model is left in eval mode: put the mode back, or leave it alone"
            raise CheckFailed(self.called, "the model's mode is as it was", "it is in eval mode", cause)
        asked = predictor.asked[-1]
        assert_times(asked.t, len(x0), self.called)
        assert_labels(predictor.asked, y, self.called)
        self.t, self.x0, self.y, self.betas, self.asked = asked.t.long(), x0, y, betas, predictor.asked
        low, high = int(self.t.min()), int(self.t.max())
        if low < 0 or high >= len(betas):
            cause = "t is drawn beyond T-1: torch.randint leaves out its upper end already"
            if high > len(betas) + 1:
                cause = "t is drawn from a range that is not 0..T-1: is it the batch size?"
            raise CheckFailed(
                self.called, "every t lies in 0..T-1", f"from {low} to {high} with T = {len(betas)}", cause
            )
        abar = spread((1 - betas).cumprod(0)[self.t], x0.double())
        self.noise = (asked.x.double() - abar.sqrt() * x0.double()) / (1 - abar).sqrt()
        self.xt, self.abar = asked.x.double(), abar
        self.eps = predictor.noise(self.xt, self.t, y)


def noisy(log):
    """A trusted `q_sample` that keeps its times, and forgives those that are out of range."""

    def q_sample(schedule, x0, t, noise):
        log.append(t)
        abar = spread(schedule.abar[t.clamp(0, len(schedule.abar) - 1)], x0)
        return abar.sqrt() * x0 + (1 - abar).sqrt() * noise

    return q_sample


def loss_slips(run):
    """What usual mistakes make of the loss."""
    error = run.eps - run.noise
    per_sample = error.square().flatten(1)
    small = error.abs() < 1
    weights = run.abar / (1 - run.abar)
    table = [
        *[
            ((value - run.noise).square().mean(), f"{what}; the loss is of what the model says")
            for value, what in clipped(run.eps, lambda value: value, "the model's noise")
        ],
        *[
            (
                (weights.clamp(max=most) / weights * error.square()).mean(),
                "the loss is weighted by the signal-to-noise ratio",
            )
            for most in (1.0, 5.0)
        ],
        (per_sample.mean(1).median(), "the median over the batch is taken, not the mean"),
        (error.square().sum(), "the squares are summed: take the mean over all elements"),
        (
            per_sample.sum(1).mean(),
            "the squares are summed over each sample: take the mean over all elements",
        ),
        (error.square().sum() / error.shape[-1], "the mean is over the last axis only"),
        (error.square().mean() / 2, "the loss is halved"),
        (error.abs().mean(), "absolute values are taken, not squares"),
        (error.square().mean().sqrt(), "there is a square root: the loss is the mean square itself"),
        (per_sample.sum(1).sqrt().mean(), "norms are averaged, not squares"),
        (
            torch.where(small, error.square() / 2, error.abs() - 0.5).mean(),
            "this is the Huber loss, not the mean square",
        ),
        ((run.eps - run.x0.double()).square().mean(), "the target is x0: the model predicts the noise"),
        ((run.eps - run.xt).square().mean(), "the target is xt: the model predicts the noise"),
        ((run.eps + run.noise).square().mean(), "the target is -noise: a sign is flipped"),
        (run.eps.square().mean(), "the target is 0: the noise is missing"),
        (error.mean(), "the square is missing"),
        (error.mean().square(), "the mean is taken before the square"),
        (
            (run.abar / (1 - run.abar) * error.square()).mean(),
            "the loss is weighted by the signal-to-noise ratio",
        ),
        (
            (run.eps - (1 - run.abar).sqrt() * run.noise).square().mean(),
            "the target is the scaled noise: take eps itself",
        ),
        (-error.square().mean(), "the sign is flipped"),
        (
            (run.x0.double() - (run.xt - (1 - run.abar).sqrt() * run.eps) / run.abar.sqrt()).square().mean(),
            "the data are compared, not the noise",
        ),
    ]
    return [Misconception(value, cause) for value, cause in table]


def try_loss(student, betas, check):
    """With a trusted `q_sample` first."""
    try_schedules(student, betas, check, q_sample=noisy([]))


@pytest.mark.exercise("ddpm_loss")
def test_loss_value(student, rng):
    """The mean over all elements of `(eps - noise)^2`, with the very noise in xt, and its gradient."""
    betas = draw_betas(rng, 8)
    predictor = draw_predictor(rng, 8)
    shapes = (((7, 2), 3.0), ((5, 1, 3, 2), 40.0), ((1, 3), 3.0))

    def run_all(schedule, dtype):
        for shape, size in shapes:
            labels = torch.randint(1, 5, (shape[0],), generator=rng)
            for y in (None, labels):
                x0 = draw(rng, shape, dtype, size)
                run = Run(student, schedule, betas, predictor, x0, y, gradients=True)
                assert_value(run)

    try_loss(student, betas, lambda schedule: run_in_best_precision(lambda dtype: run_all(schedule, dtype)))


def assert_value(run):
    """The loss and its slope."""
    wanted = (run.eps - run.noise).square().mean()
    relation = "the mean over all elements of (model(xt, t) - noise)^2, where noise is what made xt"
    try:
        assert_values_equal(
            run.value, wanted, run.called, relation, axes={}, candidates=loss_slips(run), tolerance=1e-4
        )
    except CheckFailed as failure:
        cause = "the target is not the noise that made xt (drawn anew, or reused), or xt is not q_sample's sqrt(abar) x0 + sqrt(1 - abar) noise at the t the model gets"
        raise failure.with_cause(cause) from None
    slope = 2 * ((run.eps - run.noise) * run.eps).mean()
    if run.pulled and abs(float(slope)) > 1e-3:
        gradient = None if run.gradient is None else run.gradient.reshape(())
        assert_gradient_equals(
            gradient, slope, "the model", run.called, "the gradient reaches the model's weights"
        )


@pytest.mark.exercise("ddpm_loss")
def test_loss_draws(student, rng):
    """Each sample has a t of its own, uniform over 0..T-1 with both ends, and noise of its own from N(0, I)."""
    betas = draw_betas(rng, 8)
    betas[0] = 0.02  # so that weights by the signal-to-noise ratio differ
    predictor = draw_predictor(rng, 8)
    x0, pictures = draw(rng, (1600, 2), torch.float32), draw(rng, (300, 2, 3, 2), torch.float32)
    labels = torch.randint(1, 5, (1600,), generator=rng)

    def run_all(schedule):
        runs = [Run(student, schedule, betas, predictor, x0, y) for y in (None, labels)]
        for run in runs:
            assert_spread(run)
            assert_value(run)
        run = Run(student, schedule, betas, predictor, pictures)
        assert_samples_have_own_noise(run.noise, run.called, "the noise in xt is drawn from N(0, I)")
        relation = "each call draws anew"
        if torch.equal(runs[0].t, runs[1].t):
            cause = "the times are not random, or kept between calls: draw each anew"
            raise CheckFailed(runs[0].called, relation, "two calls use the same times", cause)
        if float((runs[0].noise - runs[1].noise).abs().max()) < 1e-2:
            cause = "the seed is reset inside the function, or the noise is kept between calls"
            raise CheckFailed(runs[0].called, relation, "two calls use the same noise", cause)
        hint = "Do not reset the seed, and keep no noise between calls."
        assert_draws_are_fresh(runs[0].noise, runs[1].noise, runs[0].called, relation, hint)

    try_loss(student, betas, run_all)


def assert_spread(run):
    """Times are uniform, noise is normal, and both are drawn for each sample."""
    relation = "one t for each sample, uniform over 0..T-1"
    steps, count = len(run.betas), len(run.t)
    seen = torch.bincount(run.t, minlength=steps).tolist()
    if sum(number > 0 for number in seen) == 1:
        cause = "one t is drawn for the whole batch"
        raise CheckFailed(
            run.called, relation, "all samples have the same t", cause, "torch.randint(0, T, (len(x0),))"
        )
    for place, number in enumerate(seen):
        p_value = 2 * min(
            stats.binom.cdf(number, count, 1 / steps), stats.binom.sf(number - 1, count, 1 / steps)
        )
        if not is_rejected("times", min(p_value, 1.0), 2 * RARE):
            continue
        cause = "t is not uniform over 0..T-1"
        if seen[0] == 0 and all(seen[1:]):
            cause = "t = 0 never comes up: draw from 0..T-1"
        elif seen[-1] == 0 and all(seen[:-1]):
            cause = "t = T-1 never comes up: torch.randint leaves out its upper end already"
        elif not seen[0] and not seen[-1]:
            cause = "neither t = 0 nor t = T-1 comes up"
        raise CheckFailed(run.called, relation, f"t = {place} came up {number} times in {count}", cause)
    half = (count + 1) // 2
    early = int((run.t[:half] < steps // 2).sum())
    cause = "t depends on the place in the batch: it is sorted"
    assert_share_equals(early, half, 0.5, run.called, relation, cause, alpha=RARE)
    relation = "the noise in xt is drawn from N(0, I)"
    if float((run.noise[:, 0] - run.noise[:, 1]).abs().max()) < 1e-4:
        cause = "one number of noise is drawn for a whole sample: draw one for each element"
        raise CheckFailed(run.called, relation, "all numbers of a sample have the same noise", cause)
    if float((run.noise[1:] - run.noise[:1]).abs().max()) < 1e-3:
        cause = "one noise is drawn for the whole batch: draw one for each sample"
        raise CheckFailed(run.called, relation, "all samples have the same noise", cause)
    try:
        assert_noise_is_normal(run.noise, run.called, relation)
    except CheckFailed as failure:
        if "uniform" not in failure.message.cause:
            cause = "the noise is not N(0, I), or xt is not sqrt(abar) x0 + sqrt(1 - abar) noise at the t the model gets"
            raise CheckFailed(run.called, relation, failure.message.got, cause) from None
        raise
    assert_samples_have_own_noise(run.noise, run.called, relation)

"""Hidden checks of the losses: `d_loss`, both `g_loss_...`, `critic_loss`, `wgan_g_loss`, `mode_seeking_loss`."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn.functional import softplus

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_equals
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.tensors import assert_shape_equals, assert_values_equal

ROUGH = 1e-4  # lets a guard such as log(p + 1e-8) pass at moderate logits
SHAPES = ((5, 1), (7,), (3, 1, 2, 4), (1, 1))
OTHERS = ((3, 1), (4,), (5, 1, 2, 4), (2, 1))
FORMULAS = {
    "d_loss": "mean softplus(-real) + mean softplus(fake), with softplus(a) = log(1 + e^a)",
    "g_loss_nonsaturating": "mean softplus(-fake), which is -mean log sigmoid(fake)",
    "g_loss_saturating": "-mean softplus(fake), which is mean log(1 - sigmoid(fake))",
    "critic_loss": "mean(fake) - mean(real)",
    "wgan_g_loss": "-mean(fake)",
}
PAIRED = ("d_loss", "critic_loss")
SLOPE = "the logits are multiplied: softplus has beta = 1"
LOGARITHMIC = ("d_loss", "g_loss_nonsaturating", "g_loss_saturating")


def uniform(rng, low, high, shape, dtype):
    return (low + (high - low) * torch.rand(*shape, generator=rng, dtype=torch.float64)).to(dtype)


def arguments_of(name, real, fake):
    if name == "d_loss":
        return {"real_logits": real, "fake_logits": fake}
    if name == "critic_loss":
        return {"real_scores": real, "fake_scores": fake}
    return {"fake_scores" if name == "wgan_g_loss" else "fake_logits": fake}


def right(name, real, fake):
    """The value of a loss."""
    if name == "d_loss":
        return softplus(-real).mean() + softplus(fake).mean()
    if name == "critic_loss":
        return fake.mean() - real.mean()
    return {
        "g_loss_nonsaturating": softplus(-fake).mean(),
        "g_loss_saturating": -softplus(fake).mean(),
        "wgan_g_loss": -fake.mean(),
    }[name]


def smoothed(name, real, fake):
    """What labels of another size than 0 and 1 return."""
    good, found = right(name, real, fake), []
    for share in (0.1, 0.2, 0.3, 0.05, 0.01):
        high, low = (
            f"the real labels are smoothed to {1 - share:g}: they are 1 here",
            f"fakes are smoothed to {share:g}",
        )
        if name == "d_loss":
            found += [
                (good + share * real.mean(), high),
                (good - share * fake.mean(), f"the labels of {low}: they are 0 here"),
                (
                    good + share * (real.mean() - fake.mean()),
                    f"the labels are smoothed to {share:g} and {1 - share:g}",
                ),
            ]
        elif name == "g_loss_nonsaturating":
            found.append(
                (
                    good + share * fake.mean(),
                    high.replace("real labels are", "label is").replace("they are", "it is"),
                )
            )
    return found


def cut_or_picked(name, real, fake):
    """What is returned where a part of the batch plays no part, or something else than a mean is taken."""

    def terms(real, fake):
        flat = real.flatten(), fake.flatten()
        if name == "d_loss":
            return softplus(-flat[0]), softplus(flat[1])
        if name == "critic_loss":
            return -flat[0], flat[1]
        return (torch.stack([right(name, flat[0], value[None]) for value in flat[1]]),)

    shorter = min(len(real), len(fake))
    parts = [
        (real[:-1], fake[:-1], "the last sample is left out"),
        (real[1:], fake[1:], "the first sample is left out"),
        (real[:1], fake[:1], "only the first sample is used"),
        (real[-1:], fake[-1:], "only the last sample is used"),
    ]
    if name in PAIRED:
        parts.append((real[:shorter], fake[:shorter], "both batches are cut to the shorter one"))
    found = [(right(name, one, two), text) for one, two, text in parts if len(one) and len(two)]
    all_terms = terms(real, fake)
    for pick, text in (
        (torch.median, "the median is taken, not the mean"),
        (torch.max, "the largest loss is taken, not the mean"),
        (torch.min, "the smallest loss is taken, not the mean"),
    ):
        found.append((sum(pick(each) for each in all_terms), text))
    if name in PAIRED:
        one, two = all_terms
        for count, whose in ((len(one), "real"), (len(two), "fake")):
            total = (one.sum() + two.sum()) / count
            found.append(
                (
                    total,
                    f"both sums are divided by the number of {whose} samples: each batch has its own mean",
                )
            )
    return found


def mistakes(name, real, fake):
    """What usual mistakes return, worked out only where a value is off."""
    table = named_mistakes(name, real, fake) + smoothed(name, real, fake) + cut_or_picked(name, real, fake)
    yield from (Misconception(value, cause, FORMULAS[name]) for value, cause in table)


def named_mistakes(name, real, fake):
    """Values and causes, by the formula."""
    good, rows, p = right(name, real, fake), len(fake), fake.sigmoid()
    table = [
        (-good, "the sign is flipped"),
        (good / 2, "the result is halved"),
        (good * 2, "the result is doubled"),
    ]
    if name == "d_loss":
        one, two = softplus(-real).mean(), softplus(fake).mean()
        p_real = real.sigmoid()
        everything = torch.cat([softplus(-real).flatten(), softplus(fake).flatten()])
        table = [
            (-good, "the sign is flipped: the discriminator would get worse"),
            (good / 2, "the sum is halved: the two means are added, not averaged"),
            (
                softplus(real).mean() + softplus(-fake).mean(),
                "real and fake are swapped: real must get the target 1",
            ),
            (softplus(real).mean() + softplus(fake).mean(), "real gets the target 0 as well"),
            (
                softplus(-real).mean() + softplus(-fake).mean(),
                "fake gets the target 1: that is the generator's wish",
            ),
            (one, "the fake term is missing"),
            (two, "the real term is missing"),
            (one - two, "the sign of the fake term is flipped"),
            (two - one, "the sign of the real term is flipped"),
            (everything.mean(), "one mean runs over both batches: take one of each, and add"),
            (2 * everything.mean(), "one mean runs over both batches: take one of each, and add"),
            (one * real.numel() + two * fake.numel(), "sums are taken, not means"),
            (
                one * real.numel() / len(real) + two * fake.numel() / rows,
                "sums are taken over all axes but the first, not means",
            ),
            ((1 - real).relu().mean() + (1 + fake).relu().mean(), "this is the hinge loss"),
            (((p_real - 1) ** 2).mean() + (p**2).mean(), "this is a squared error of probabilities"),
            (((real - 1) ** 2).mean() + (fake**2).mean(), "this is the least squares loss"),
            (fake.mean() - real.mean(), "this is the Wasserstein critic's loss: the logarithms are missing"),
            (
                softplus(-p_real).mean() + softplus(p).mean(),
                "a sigmoid is applied before a loss that takes logits: sigmoid twice",
            ),
            (one + softplus(fake.mean()), "the mean is taken before the logarithm"),
            (softplus(-real.mean()) + softplus(fake.mean()), "the mean is taken before the logarithm"),
            (-(p_real.mean() - p.mean()), "the logarithm is missing"),
            (good / math.log(2), "the logarithm is to base 2"),
            (
                softplus(fake.mean() - real).mean() + softplus(fake - real.mean()).mean(),
                "this is the relativistic loss: each logit is judged alone",
            ),
            *(
                (softplus(-b * real).mean() / c + softplus(b * fake).mean() / c, SLOPE)
                for b in (2, 0.5, 10)
                for c in (b, 1)
            ),
        ]
    elif name == "critic_loss":
        table = [
            (-good, "the sign is flipped: the critic minimises this, so it must lower the scores of fakes"),
            (good / 2, "the result is halved"),
            (fake.mean() + real.mean(), "the means are added, not subtracted"),
            (-fake.mean() - real.mean(), "the means are added, not subtracted"),
            (fake.sum() - real.sum(), "sums are taken, not means"),
            (fake.mean(), "the real term is missing"),
            (-real.mean(), "the fake term is missing"),
            (p.mean() - real.sigmoid().mean(), "there is a sigmoid: scores are used as they are"),
            (
                (fake.mean() - real.mean()).abs(),
                "the absolute value is taken: the sign tells which side is which",
            ),
            (
                -(fake.mean() - real.mean()).abs(),
                "the absolute value is taken: the sign tells which side is which",
            ),
            ((fake.mean() - real.mean()) ** 2, "the difference is squared"),
            (
                softplus(-real).mean() + softplus(fake).mean(),
                "this is the cross-entropy of a discriminator, not a critic's loss",
            ),
            ((1 - real).relu().mean() + (1 + fake).relu().mean(), "this is the hinge loss"),
            (fake.tanh().mean() - real.tanh().mean(), "there is a tanh: scores are used as they are"),
            *(
                (
                    good + size * real.square().mean(),
                    "there is a drift term: the squared scores play no part here",
                )
                for size in (1e-3, 1e-2, 0.1)
            ),
            *(
                (good / size, "the difference is divided by a deviation: scores are used as they are")
                for scores in (real, fake, torch.cat([real.flatten(), fake.flatten()]))
                for size in (scores.std(), scores.std(unbiased=False))
            ),
        ]
    elif name == "wgan_g_loss":
        table = [
            (-good, "the sign is flipped: the generator must raise the scores of its samples"),
            (-fake.sum(), "a sum is taken, not a mean"),
            (softplus(-fake).mean(), "this is the cross-entropy of a GAN: scores are used as they are"),
            (-p.mean(), "there is a sigmoid: scores are used as they are"),
            (fake.abs().mean(), "the absolute value is taken"),
            (fake.mean().abs(), "the absolute value is taken"),
            ((1 - fake).relu().mean(), "this is the hinge loss"),
            (-fake.abs().mean(), "the absolute value is taken"),
            (((fake - 1) ** 2).mean(), "this is the least squares loss"),
            (-fake.relu().mean(), "there is a ReLU: scores are used as they are"),
            (-fake.tanh().mean(), "there is a tanh: scores are used as they are"),
            (-fake.sum() / rows, "a sum is taken over all axes but the first, not a mean"),
            *table[1:],
        ]
    else:
        other, each = ("saturating", "non-saturating"), fake.numel() / rows
        if name == "g_loss_nonsaturating":
            table = [
                (
                    softplus(fake).mean(),
                    "the target is 0, not 1: the generator would make its fakes look fake",
                ),
                (-softplus(fake).mean(), f"this is the {other[0]} loss"),
                (-good, "the sign is flipped"),
                (-p.log().sum(), "a sum is taken, not a mean"),
                (softplus(-p).mean(), "a sigmoid is applied before a loss that takes logits: sigmoid twice"),
                (-p.mean(), "the logarithm is missing"),
                ((1 - p).mean(), "the logarithm is missing"),
            ]
        else:
            table = [
                (softplus(fake).mean(), "the sign is flipped: minimising this makes the fakes look fake"),
                (softplus(-fake).mean(), f"this is the {other[1]} loss"),
                (-softplus(-fake).mean(), "this is log sigmoid(fake), not log(1 - sigmoid(fake))"),
                (-softplus(fake).sum(), "a sum is taken, not a mean"),
                (-softplus(p).mean(), "a sigmoid is applied before a loss that takes logits: sigmoid twice"),
                ((1 - p).mean(), "the logarithm is missing"),
                (-p.mean(), "the logarithm is missing"),
            ]
        table += [
            (good * each, "a sum is taken over all axes but the first, not a mean"),
            (-fake.mean(), "this is the Wasserstein loss: the logarithm of the sigmoid is missing"),
            (((fake - 1) ** 2).mean(), "this is the least squares loss"),
            (((p - 1) ** 2).mean(), "this is a squared error of probabilities"),
            (right(name, real, fake.mean()[None]), "the mean is taken before the logarithm"),
            (p.mean().log() * -1, "the mean is taken before the logarithm"),
            ((1 - p).mean().log(), "the mean is taken before the logarithm"),
            ((1 - fake).relu().mean(), "this is the hinge loss"),
            (-(1 + fake).relu().mean(), "this is the hinge loss"),
            *((right(name, real, b * fake) / c, SLOPE) for b in (2, 0.5, 10) for c in (b, 1)),
            (good / 2, "the result is halved"),
            (good / math.log(2), "the logarithm is to base 2"),
        ]
    return table


def not_reduced(value):
    many = isinstance(value, torch.Tensor) and value.numel() > 1
    single = isinstance(value, torch.Tensor) and value.numel() == 1 and value.dim() > 0
    if single:
        return "one number came back with axes: reduce over all axes, not only the first"
    return "the losses of the samples came back: take the mean over all elements" if many else ""


def check_loss(student, name, real, fake, tolerance=ROUGH):
    arguments = arguments_of(name, real, fake)
    called = describe_call(name, **arguments)
    value = getattr(student, name)(**arguments)
    tensor = assert_shape_equals(value, {}, called, not_reduced(value))
    assert_values_equal(
        tensor,
        right(name, real, fake),
        called,
        FORMULAS[name],
        axes={},
        candidates=mistakes(name, real, fake),
        sizes={"N": len(fake)},
        tolerance=tolerance,
    )


def assert_not_absolute(student, name, real, fake):
    """Fail where a difference and its opposite cost the same: one of the two looks like a flipped sign."""
    got = [getattr(student, name)(**arguments_of(name, sign * real, sign * fake)) for sign in (1, -1)]
    if not all(isinstance(value, torch.Tensor) and value.numel() == 1 for value in got):
        return
    first, second = (float(value) for value in got)
    sizes = abs(float(right(name, real, fake))), float(fake.abs().mean())
    if first == second and any(abs(abs(first) - size) <= ROUGH * max(1.0, size) for size in sizes):
        called = describe_call(name, **arguments_of(name, real, fake))
        cause = "the absolute value is taken: the sign tells which side is which"
        got_text = "the same value for scores of the opposite sign"
        raise CheckFailed(called, FORMULAS[name], got_text, cause, FORMULAS[name])


def values(student, rng, name):
    def check(dtype):
        for shape, other in zip(SHAPES, OTHERS, strict=True):
            real, fake = uniform(rng, -1, 4, other, dtype), uniform(rng, -4, 1.5, shape, dtype)
            if name not in LOGARITHMIC:
                assert_not_absolute(student, name, real, fake)
            assert_not_random(student, name, real, fake)
            check_loss(student, name, real, fake)
            check_loss(student, name, -real, -fake)
        if name not in LOGARITHMIC:
            assert_not_squashed(
                student,
                name,
                uniform(rng, 1e3, 9e3, (6, 1), dtype),
                uniform(rng, -9e3, -1e3, (4, 1), dtype),
            )

    run_in_best_precision(check)


def assert_not_random(student, name, real, fake):
    """Fail where the same logits cost something else the next time."""
    got = [getattr(student, name)(**arguments_of(name, real, fake)) for _ in range(3)]
    if all(isinstance(value, torch.Tensor) and value.shape == got[0].shape for value in got) and any(
        not torch.allclose(value, got[0], equal_nan=True) for value in got[1:]
    ):
        called = describe_call(name, **arguments_of(name, real, fake))
        cause = "the loss is random: labels or logits are changed by chance"
        raise CheckFailed(called, FORMULAS[name], "another value for the same inputs", cause)


def assert_not_squashed(student, name, real, fake):
    """Fail where large scores count for less than they are."""
    for sign in (1, -1):
        arguments = arguments_of(name, sign * real, sign * fake)
        value = getattr(student, name)(**arguments)
        wanted = right(name, sign * real, sign * fake)
        if not isinstance(value, torch.Tensor) or not torch.allclose(
            value.double(), wanted.double(), rtol=1e-3
        ):
            cause = "large scores are clamped or squashed: scores are used as they are"
            called = describe_call(name, **arguments) + " with large scores"
            raise CheckFailed(called, FORMULAS[name], "another value for large scores", cause)


def gradients(student, rng, name):
    def check(dtype):
        real, fake = uniform(rng, -3, 3, (4, 1), dtype), uniform(rng, -3, 3, (6, 1), dtype)
        arguments = arguments_of(name, real, fake)
        called = describe_call(name, **arguments)
        pulled = student.vjp(name, arguments, wrt=tuple(arguments))
        leaves = {key: value.clone().requires_grad_() for key, value in arguments.items()}
        loss = right(name, *leaves.values()) if name in PAIRED else right(name, real, *leaves.values())
        expected = torch.autograd.grad(loss, list(leaves.values()))
        for key, wanted in zip(leaves, expected, strict=True):
            relation = f"the gradient to {key} is that of {FORMULAS[name]}"
            assert_gradient_equals(
                pulled.gradients[key], wanted, key, called, relation, sizes={"N": len(wanted)}
            )

    run_in_best_precision(check)


def stays_finite(student, rng, name):
    use = "Use F.softplus, F.logsigmoid or F.binary_cross_entropy_with_logits: they never take the logarithm of 0."

    def check(dtype):
        for size in (60.0, 1e4):
            fake = size * torch.tensor([[1.0], [-1.0], [1.0]], dtype=dtype)
            real = size * torch.tensor([[-1.0], [1.0]], dtype=dtype)
            arguments = arguments_of(name, real, fake)
            called = describe_call(name, **arguments) + " with large logits"
            value = getattr(student, name)(**arguments)
            tensor = assert_shape_equals(value, {}, called, not_reduced(value))
            cause = "the logarithm of a sigmoid that is 0, or an exponential that overflows"
            assert_values_finite(tensor, called, cause, use)
            expected = right(name, real, fake)
            if abs(float(tensor) - float(expected)) > 1e-3 * abs(float(expected)):
                small = arguments_of(name, real / size, fake / size)
                usual = right(name, real / size, fake / size)
                clamped = abs(float(getattr(student, name)(**small)) - float(usual)) <= 1e-3 * abs(
                    float(usual)
                )
                cause = (
                    ""
                    if not clamped
                    else "the logarithm of a sigmoid is clamped: a large logit neither costs what it should nor has a slope"
                )
                raise CheckFailed(called, FORMULAS[name], "another value at large logits", cause, use)

    run_in_best_precision(check)


@pytest.mark.exercise("d_loss")
def test_d_loss_values(student, rng):
    """The sum of two means, for batches of different sizes and logits of any shape."""
    values(student, rng, "d_loss")


@pytest.mark.exercise("d_loss")
def test_d_loss_gradients(student, rng):
    """Gradients reach both kinds of logits."""
    gradients(student, rng, "d_loss")


@pytest.mark.exercise("d_loss")
def test_d_loss_stays_finite(student, rng):
    """Finite, and right, at logits of 10,000."""
    stays_finite(student, rng, "d_loss")


@pytest.mark.exercise("g_loss_nonsaturating")
def test_nonsaturating_values(student, rng):
    """-mean log sigmoid(logit), for logits of any shape."""
    values(student, rng, "g_loss_nonsaturating")


@pytest.mark.exercise("g_loss_nonsaturating")
def test_nonsaturating_gradients(student, rng):
    """The gradient is -sigmoid(-logit) / N: it does not vanish where D has won."""
    gradients(student, rng, "g_loss_nonsaturating")


@pytest.mark.exercise("g_loss_nonsaturating")
def test_nonsaturating_stays_finite(student, rng):
    """Finite, and right, at logits of 10,000."""
    stays_finite(student, rng, "g_loss_nonsaturating")


@pytest.mark.exercise("g_loss_saturating")
def test_saturating_values(student, rng):
    """mean log(1 - sigmoid(logit)), for logits of any shape."""
    values(student, rng, "g_loss_saturating")


@pytest.mark.exercise("g_loss_saturating")
def test_saturating_gradients(student, rng):
    """The gradient is -sigmoid(logit) / N."""
    gradients(student, rng, "g_loss_saturating")


@pytest.mark.exercise("g_loss_saturating")
def test_saturating_stays_finite(student, rng):
    """Finite, and right, at logits of 10,000."""
    stays_finite(student, rng, "g_loss_saturating")


@pytest.mark.exercise("critic_loss")
def test_critic_loss_values(student, rng):
    """mean(fake) - mean(real), for batches of different sizes and scores of any shape."""
    values(student, rng, "critic_loss")


@pytest.mark.exercise("critic_loss")
def test_critic_loss_gradients(student, rng):
    """Gradients reach both kinds of scores."""
    gradients(student, rng, "critic_loss")


@pytest.mark.exercise("wgan_g_loss")
def test_wgan_g_loss_values(student, rng):
    """-mean(fake), for scores of any shape."""
    values(student, rng, "wgan_g_loss")


@pytest.mark.exercise("wgan_g_loss")
def test_wgan_g_loss_gradients(student, rng):
    """Gradients reach the scores."""
    gradients(student, rng, "wgan_g_loss")


SEEKING = "1 / (mean|x1 - x2| / mean|z1 - z2| + eps)"


def seeking_mistakes(x1, x2, z1, z2, eps):
    """What usual mistakes return."""
    far, noise = (x1 - x2).abs(), (z1 - z2).abs()
    ratio = far.mean() / noise.mean()
    rows = far.flatten(1).mean(1) / noise.flatten(1).mean(1)
    table = [
        (ratio, "the ratio is not inverted: minimising this makes the outputs equal"),
        (ratio + eps, "the ratio is not inverted: minimising this makes the outputs equal"),
        (-ratio, "this is minus the ratio: also to be minimised, but another formula"),
        (1 / (1 / ratio + eps), "the ratio is upside down: minimising this makes the outputs equal"),
        (1 / ratio, "eps is missing: a collapsed generator divides by 0"),
        (noise.mean() / (far.mean() + eps), "eps is added to mean|x1 - x2|, not to the ratio"),
        (1 / (far.mean() / (noise.mean() + eps) + eps), "eps is added twice"),
        (1 / (far.mean() / (noise.mean() + eps)), "eps is added to mean|z1 - z2|, not to the ratio"),
        (1 / ratio + eps, "eps is added after the division: it must keep the denominator from 0"),
        (1 / (ratio + 1e-5), "eps is fixed: use the argument"),
        (1 / (ratio - eps), "eps is subtracted"),
        (1 / (far.sum() / noise.sum() + eps), "sums are taken, not means"),
        (1 / ((far**2).mean() / (noise**2).mean() + eps), "squares are used, not absolute values"),
        (
            1 / ((x1 - x2).mean() / (z1 - z2).mean() + eps),
            "the absolute value must be taken of each difference, before the mean",
        ),
        (
            1 / ((x1 - x2).mean().abs() / (z1 - z2).mean().abs() + eps),
            "the absolute value must be taken of each difference, before the mean",
        ),
        (
            1 / ((x1 - x2).norm() / (z1 - z2).norm() + eps),
            "Euclidean norms are used, not mean absolute values",
        ),
        (
            1 / (far.flatten(1).norm(dim=1).mean() / noise.flatten(1).norm(dim=1).mean() + eps),
            "Euclidean norms are used, not mean absolute values",
        ),
        (
            1 / ((far**2).mean().sqrt() / (noise**2).mean().sqrt() + eps),
            "root mean squares are used, not mean absolute values",
        ),
        (
            1 / (far.mean() / noise.square().mean().sqrt() + eps),
            "the noise's distance is a root mean square, not a mean",
        ),
        (
            1 / (far.square().mean().sqrt() / noise.mean() + eps),
            "the samples' distance is a root mean square, not a mean",
        ),
        (-(ratio + eps).log(), "this is -log of the ratio: also to be minimised, but another formula"),
        (-ratio.log(), "this is -log of the ratio: also to be minimised, but another formula"),
        (1 / (far.mean() + eps), "the distance of the noise is not used"),
        (1 / (far.mean() * noise.mean() + eps), "the distances are multiplied, not divided"),
        (1 / (rows.mean() + eps), "the ratio is taken for each sample: take one mean of x and one of z"),
        ((1 / (rows + eps)).mean(), "the ratio is taken for each sample: take one mean of x and one of z"),
        (-1 / (ratio + eps), "the sign is flipped: minimising this makes the outputs equal"),
        ((-ratio).exp(), "this is exp(-ratio): also to be minimised, but another formula"),
    ]
    return [Misconception(value, cause, SEEKING) for value, cause in table]


def check_seeking(student, x1, x2, z1, z2, eps):
    given = {"x1": x1, "x2": x2, "z1": z1, "z2": z2}
    settings = {} if eps is None else {"eps": eps}
    called = describe_call("mode_seeking_loss", **given, **settings)
    value = student.mode_seeking_loss(**given, **settings)
    tensor = assert_shape_equals(value, {}, called, not_reduced(value))
    size = 1e-5 if eps is None else eps
    expected = 1 / ((x1 - x2).abs().mean() / (z1 - z2).abs().mean() + size)
    cause = "eps does not keep the denominator from 0"
    assert_values_finite(tensor, called, cause, SEEKING)
    found = seeking_mistakes(x1, x2, z1, z2, size)
    if eps is None:
        table = [10.0**-power for power in (*range(1, 5), *range(6, 17))]
        ratio = (x1 - x2).abs().mean() / (z1 - z2).abs().mean()
        text = "the default of eps is another: it is 1e-5"
        found = [Misconception(1 / (ratio + other), text, SEEKING) for other in table] + found
    assert_values_equal(tensor, expected, called, SEEKING, axes={}, candidates=found, sizes={"N": len(x1)})


@pytest.mark.exercise("mode_seeking_loss")
def test_seeking_values(student, rng):
    """1 / (mean|x1 - x2| / mean|z1 - z2| + eps), for samples of any shape."""

    def check(dtype):
        for shape, width in (((5, 7), 3), ((4, 1, 3, 2), 5), ((1, 6), 2)):
            x1, x2 = (uniform(rng, -2, 2, shape, dtype) for _ in range(2))
            z1, z2 = (uniform(rng, -2, 2, (shape[0], width), dtype) for _ in range(2))
            check_seeking(student, x1, x2, z1, z2, 0.3)
            check_seeking(student, x1, x2, z1, z2, None)

    run_in_best_precision(check)


@pytest.mark.exercise("mode_seeking_loss")
def test_seeking_is_finite_when_collapsed(student, rng):
    """At x1 = x2 the loss is 1 / eps."""

    def check(dtype):
        x, z1, z2 = (uniform(rng, -2, 2, (5, 3), dtype) for _ in range(3))
        check_seeking(student, x, x.clone(), z1, z2, 0.2)

    run_in_best_precision(check)


@pytest.mark.exercise("mode_seeking_loss")
def test_seeking_gradients(student, rng):
    """Gradients reach both samples."""

    def check(dtype):
        x1, x2 = (uniform(rng, -2, 2, (4, 6), dtype).requires_grad_() for _ in range(2))
        z1, z2 = (uniform(rng, -2, 2, (4, 3), dtype) for _ in range(2))
        loss = 1 / ((x1 - x2).abs().mean() / (z1 - z2).abs().mean() + 0.3)
        expected = dict(zip(("x1", "x2"), torch.autograd.grad(loss, (x1, x2)), strict=True))
        given = {"x1": x1.detach(), "x2": x2.detach(), "z1": z1, "z2": z2}
        called = describe_call("mode_seeking_loss", **given, eps=0.3)
        pulled = student.vjp("mode_seeking_loss", given | {"eps": 0.3}, wrt=("x1", "x2"))
        for name, wanted in expected.items():
            relation = f"the gradient to {name} is that of {SEEKING}"
            assert_gradient_equals(pulled.gradients[name], wanted, name, called, relation)

    run_in_best_precision(check)

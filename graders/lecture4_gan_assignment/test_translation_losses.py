"""Hidden checks of `lsgan_d_loss`, `lsgan_g_loss`, `cycle_loss` and `identity_loss`."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.functional import softplus

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.gradients import assert_gradient_equals
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.tensors import assert_shape_equals, assert_values_equal
from fairgrade.checks.upstream import pass_any, place_module
from graders.lecture3_gan.gan_models import assert_usable

SHAPES = ((5, 1, 3, 2), (7, 1, 1, 4), (1, 1, 2, 2), (6, 1))
OTHERS = ((3, 1, 3, 2), (2, 1, 1, 4), (4, 1, 2, 2), (9, 1))
FORMULAS = {
    "lsgan_d_loss": "mean (real - 1)^2 + mean fake^2",
    "lsgan_g_loss": "mean (fake - 1)^2",
    "cycle_loss": "mean |x - x_rec|",
    "identity_loss": "mean |g_into_a(a) - a|",
}


def normal(rng, shape, dtype):
    return (1.5 * torch.randn(*shape, generator=rng, dtype=torch.float64)).to(dtype)


def d_mistakes(real, fake):
    one, two = (real - 1).square(), fake.square()
    both, p, q = torch.cat([one.flatten(), two.flatten()]), real.sigmoid(), fake.sigmoid()
    good = one.mean() + two.mean()
    return [
        (-good, "the sign is flipped"),
        (good / 2, "the result is halved: there is no factor 1/2 here"),
        (2 * good, "the result is doubled"),
        (real.square().mean() + (fake - 1).square().mean(), "the targets are swapped: real must get 1"),
        (one.mean(), "the fake term is missing"),
        (two.mean(), "the real term is missing"),
        (one.mean() + (fake - 1).square().mean(), "fake gets the target 1 as well"),
        (real.square().mean() + two.mean(), "real gets the target 0 as well"),
        (one.mean() + (fake + 1).square().mean(), "fakes get the target -1: it is 0 here"),
        (one.mean() - two.mean(), "the sign of the fake term is flipped"),
        (two.mean() - one.mean(), "the sign of the real term is flipped"),
        (both.mean(), "one mean runs over both batches: take one of each, and add"),
        (2 * both.mean(), "one mean runs over both batches: take one of each, and add"),
        (one.sum() + two.sum(), "sums are taken, not means"),
        (one.sum() / len(real) + two.sum() / len(fake), "sums run over the patches: take means over all"),
        ((real.mean() - 1) ** 2 + fake.mean() ** 2, "the mean is taken before the square"),
        ((real - 1).abs().mean() + fake.abs().mean(), "absolute values are taken, not squares"),
        (one.mean().sqrt() + two.mean().sqrt(), "a root is taken"),
        (
            softplus(-real).mean() + softplus(fake).mean(),
            "this is the cross-entropy, not the least squares loss",
        ),
        ((p - 1).square().mean() + q.square().mean(), "a sigmoid is applied: least squares takes scores"),
        (fake.mean() - real.mean(), "this is the loss of a Wasserstein critic"),
        ((1 - real).relu().mean() + (1 + fake).relu().mean(), "this is the hinge loss"),
        ((real - 0.9).square().mean() + two.mean(), "the real targets are smoothed: they are 1 here"),
        *(
            (
                (real - high).square().mean() + (fake - low).square().mean(),
                "the targets are smoothed: they are 1 and 0 here",
            )
            for high in (1.0, 0.95, 0.9, 0.8, 0.7)
            for low in (0.0, 0.05, 0.1, 0.2, 0.3)
            if high < 1 or low > 0
        ),
        (
            (real - fake.mean() - 1).square().mean() + (fake - real.mean() + 1).square().mean(),
            "this is the relativistic loss: each score is judged alone",
        ),
        *(
            (
                (one.sum() + two.sum()) / count,
                f"both sums are divided by the number of {whose} scores: each has its own mean",
            )
            for count, whose in ((one.numel(), "real"), (two.numel(), "fake"))
        ),
        *(
            (one[:count].mean() + two[:count].mean(), "both batches are cut to the shorter one")
            for count in (min(len(one), len(two)),)
        ),
        *(
            (
                (real.clamp(low, high) - 1).square().mean() + fake.clamp(low, high).square().mean(),
                "the scores are clamped",
            )
            for low, high in ((0, 1), (-1, 1), (-1, 2))
        ),
    ]


def g_mistakes(fake):
    good, q = (fake - 1).square().mean(), fake.sigmoid()
    return [
        (-good, "the sign is flipped"),
        (good / 2, "the result is halved: there is no factor 1/2 here"),
        (2 * good, "the result is doubled"),
        (fake.square().mean(), "the target is 0: the generator wants its fakes to score 1"),
        (-fake.square().mean(), "this is minus the discriminator's term, not the square to 1"),
        ((fake + 1).square().mean(), "the target is -1: the generator wants its fakes to score 1"),
        (good * fake.numel(), "a sum is taken, not a mean"),
        (good * fake.numel() / len(fake), "sums run over the patches: take the mean over all"),
        ((fake.mean() - 1) ** 2, "the mean is taken before the square"),
        ((fake - 1).abs().mean(), "absolute values are taken, not squares"),
        (good.sqrt(), "a root is taken"),
        (softplus(-fake).mean(), "this is the cross-entropy, not the least squares loss"),
        ((q - 1).square().mean(), "a sigmoid is applied: least squares takes scores"),
        (-fake.mean(), "this is the loss of a Wasserstein generator"),
        (1 - fake.mean(), "the square is missing"),
        (fake.mean() - 1, "the square is missing"),
        ((fake - 0.9).square().mean(), "the target is smoothed: it is 1 here"),
        *(
            ((fake - target).square().mean(), "the target is another number: it is 1 here")
            for target in (2, 0.5, 0.8, 0.7)
        ),
        *(((fake.clamp(low, 1) - 1).square().mean(), "the scores are clamped") for low in (0, -1)),
        ((1 - fake).relu().square().mean(), "scores above 1 cost nothing: squares pull on both sides of 1"),
        (
            2 * nn.functional.smooth_l1_loss(fake, torch.ones_like(fake)),
            "this is the Huber loss, which is not square for large errors",
        ),
        (
            nn.functional.smooth_l1_loss(fake, torch.ones_like(fake)),
            "this is the Huber loss, which is not square for large errors",
        ),
    ]


def l1_mistakes(x, y):
    gap = y - x
    good = gap.abs().mean()
    return [
        (-good, "the sign is flipped"),
        (good / 2, "the result is halved"),
        (2 * good, "the result is doubled"),
        (10 * good, "the weight is inside: it belongs to translation_step"),
        (gap.square().mean(), "squares are taken, not absolute values: L2, not L1"),
        (gap.square().mean().sqrt(), "a root mean square is taken: L2, not L1"),
        (gap.norm(), "a Euclidean norm is taken: L2, not L1"),
        (gap.flatten(1).norm(dim=1).mean(), "a Euclidean norm is taken: L2, not L1"),
        (gap.abs().sum(), "a sum is taken, not a mean"),
        (gap.abs().sum() / len(x), "sums run over the pixels: take the mean over all elements"),
        (gap.mean().abs(), "the absolute value must be taken of each difference, before the mean"),
        (gap.mean(), "the absolute value is missing"),
        (-gap.mean(), "the absolute value is missing"),
        ((x.abs() - y.abs()).abs().mean(), "absolute values are compared, not the images"),
        ((x + y).abs().mean(), "the images are added, not subtracted"),
        (y.abs().mean(), "the original plays no part"),
        (x.abs().mean(), "the second image plays no part"),
        (nn.functional.smooth_l1_loss(y, x), "this is the smooth L1 loss, with squares near 0"),
        (gap.abs().amax(), "the largest difference is taken, not the mean"),
        (gap.abs().median(), "a median is taken, not the mean"),
        ((x - y.clamp(0, 1)).abs().mean(), "images are clamped before they are compared"),
        ((x.clamp(0, 1) - y.clamp(0, 1)).abs().mean(), "images are clamped before they are compared"),
        *(
            ((gap.square() + eps).sqrt().mean(), "this is the Charbonnier loss, a rounded absolute value")
            for eps in (1e-3, 1e-2, 1e-6)
        ),
        *(
            (
                (gap.abs() / (x.abs() + eps)).mean(),
                "the error is divided by the image: it is absolute, not relative",
            )
            for eps in (1, 1e-3, 1e-8)
        ),
    ]


def right(name, given):
    if name == "cycle_loss":
        x, x_rec = given["x"], given["x_rec"]
        return (x_rec - x).abs().mean(), l1_mistakes(x, x_rec)
    fake = given["fake"]
    if name == "lsgan_g_loss":
        return (fake - 1).square().mean(), g_mistakes(fake)
    real = given["real"]
    return (real - 1).square().mean() + fake.square().mean(), d_mistakes(real, fake)


def arguments_of(name, rng, place, dtype):
    first, other = normal(rng, SHAPES[place], dtype), normal(rng, OTHERS[place], dtype)
    if name == "lsgan_d_loss":
        return {"real": first, "fake": other}
    if name == "lsgan_g_loss":
        return {"fake": first}
    return {"x": first, "x_rec": normal(rng, SHAPES[place], dtype)}


def candidates(pairs, name):
    return [Misconception(value, cause, FORMULAS[name]) for value, cause in pairs]


def not_reduced(value):
    if isinstance(value, torch.Tensor) and value.dim():
        return "one value for each patch or sample comes back: take the mean over all elements"
    return ""


def check_value(value, expected, called, name, pairs, sizes):
    tensor = assert_shape_equals(value, {}, called, not_reduced(value))
    found = candidates(pairs, name)
    assert_values_equal(tensor, expected, called, FORMULAS[name], axes={}, candidates=found, sizes=sizes)


def values(student, rng, name):
    def check(dtype):
        for place in range(len(SHAPES)):
            given = arguments_of(name, rng, place, dtype)
            expected, pairs = right(name, given)
            called = describe_call(name, **given)
            value, again = (student.call(name, **given) for _ in range(2))
            if all(
                isinstance(one, torch.Tensor) and one.shape == () for one in (value, again)
            ) and not torch.equal(value.detach(), again.detach()):
                cause = "the loss is random: targets or images are changed by chance"
                raise CheckFailed(called, FORMULAS[name], "another value for the same inputs", cause)
            check_value(value, expected, called, name, pairs, {"N": SHAPES[place][0]})

    run_in_best_precision(check)


def gradients(student, rng, name, wrt):
    def check(dtype):
        given = arguments_of(name, rng, 0, dtype)
        leaves = {key: value.clone().requires_grad_() for key, value in given.items()}
        loss, pairs = right(name, leaves)
        wanted = torch.autograd.grad(loss, [leaves[key] for key in wrt], retain_graph=True)
        pulled = student.vjp(name, given, wrt=wrt)
        called = describe_call(name, **given)
        check_value(pulled.value, loss.detach(), called, name, [(v.detach(), c) for v, c in pairs], {})
        for key, slope in zip(wrt, wanted, strict=True):
            relation = f"the gradient to {key} is that of {FORMULAS[name]}"
            assert_gradient_equals(pulled.gradients[key], slope, key, called, relation)

    run_in_best_precision(check)


@pytest.mark.exercise("lsgan_d_loss")
def test_d_loss_values(student, rng):
    """mean (real - 1)^2 + mean fake^2, for maps of any size and batches of different sizes."""
    values(student, rng, "lsgan_d_loss")


@pytest.mark.exercise("lsgan_d_loss")
def test_d_loss_gradients(student, rng):
    """Gradients reach both kinds of scores."""
    gradients(student, rng, "lsgan_d_loss", ("real", "fake"))


@pytest.mark.exercise("lsgan_g_loss")
def test_g_loss_values(student, rng):
    """mean (fake - 1)^2, for maps of any size."""
    values(student, rng, "lsgan_g_loss")


@pytest.mark.exercise("lsgan_g_loss")
def test_g_loss_gradients(student, rng):
    """Gradients reach the scores."""
    gradients(student, rng, "lsgan_g_loss", ("fake",))


@pytest.mark.exercise("cycle_loss")
def test_cycle_values(student, rng):
    """mean |x - x_rec|, for images of any size."""
    values(student, rng, "cycle_loss")


@pytest.mark.exercise("cycle_loss")
def test_cycle_gradients(student, rng):
    """Gradients reach what came back."""
    gradients(student, rng, "cycle_loss", ("x_rec",))


class Blend(nn.Module):
    """`tanh(conv(x))`, a trusted generator."""

    def __init__(self, rng, channels=1):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(channels, channels, 3, 3, generator=rng) / 2)
        self.bias = nn.Parameter(torch.randn(channels, generator=rng) / 2)

    def forward(self, x):
        """Images."""
        weight, bias = self.weight.to(x.dtype), self.bias.to(x.dtype)
        return nn.functional.conv2d(x, weight, bias, padding=1).tanh()


def draw_generator(rng, channels, count):
    """A generator and images that it makes lighter here and darker there, but not as much."""
    while True:
        trusted, a = Blend(rng, channels), torch.rand(count, channels, 5, 6, generator=rng)
        gap = (trusted(a) - a).detach()
        balance = gap.mean().abs()
        if min(float(balance), float(gap.abs().mean() - balance)) > 0.02:
            return trusted, a


def check_identity(student, rng):
    for channels, count in ((1, 4), (2, 1)):
        trusted, a = draw_generator(rng, channels, count)
        model, remote = place_module(student, trusted, ())
        called = describe_call("identity_loss", a=a)
        remote.calls.clear()
        pulled = student.vjp("identity_loss", {"g_into_a": model, "a": a}, wrt=("a",), parameters=model)
        assert_usable("the generator", model, called)
        drawn = trusted(a)
        twice, turned = trusted(drawn), trusted(1 - a)
        pairs = l1_mistakes(a, drawn)
        pairs += [
            ((twice - a).abs().mean(), "the generator is applied twice"),
            ((twice - drawn).abs().mean(), "the generator's output is compared with its output"),
            ((turned - a).abs().mean(), "the generator gets another input than a"),
            (torch.zeros(()), "a is compared with itself: the generator is not applied"),
        ]
        expected = (drawn - a).abs().mean()
        found = [(value.detach(), cause) for value, cause in pairs]
        check_value(pulled.value, expected.detach(), called, "identity_loss", found, {"N": count})
        wanted = dict(
            zip(
                ("weight", "bias"),
                torch.autograd.grad(expected, [trusted.weight, trusted.bias]),
                strict=True,
            )
        )
        for key, slope in wanted.items():
            got = pulled.parameters.get(key)
            if got is None or not torch.allclose(got.float(), slope, atol=1e-5, rtol=1e-3):
                cause = "the output of the generator is detached, or computed under no_grad"
                raise CheckFailed(
                    called,
                    "gradients reach the generator",
                    "none arrives, or another",
                    cause,
                    FORMULAS["identity_loss"],
                )


@pytest.mark.exercise("identity_loss")
def test_identity_value_and_gradient(student, reference, rng):
    """mean |g_into_a(a) - a|, and its gradient reaches the generator."""

    def with_reference():
        student.replace(cycle_loss=reference.cycle_loss)
        check_identity(student, rng)

    pass_any(student, [with_reference, lambda: check_identity(student, rng)])


class Same(nn.Module):
    """Changes nothing."""

    def __init__(self):
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        """The image itself."""
        return x + self.shift.to(x.dtype)


@pytest.mark.exercise("identity_loss")
def test_identity_is_zero_where_nothing_changes(student, reference, rng):
    """A generator that leaves A as it is costs nothing."""

    def check():
        model, _ = place_module(student, Same(), ())
        a = torch.rand(3, 1, 4, 4, generator=rng)
        value = student.identity_loss(g_into_a=model, a=a)
        called = describe_call("identity_loss", a=a) + " with a generator that changes nothing"
        cause = "a generator that changes nothing must cost nothing"
        check_value(
            value,
            torch.zeros(()),
            called,
            "identity_loss",
            [(a.abs().mean(), cause), (a.square().mean(), cause)],
            {},
        )

    def with_reference():
        student.replace(cycle_loss=reference.cycle_loss)
        check()

    pass_any(student, [with_reference, check])

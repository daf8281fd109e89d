"""Hidden checks of `CVAE.sample`."""

from __future__ import annotations

import itertools

import pytest
import torch
from cvae_models import build_model, stir
from cvae_parts import (
    check_decode_per_sample,
    decode,
    labels,
    sample,
    unless_to_blame,
    with_upstream,
)

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.posterior import assert_codes_follow_prior
from fairgrade.checks.randomness import call_with_seed
from fairgrade.checks.statistics import (
    are_rounded,
    assert_spread_along_curve,
)
from fairgrade.checks.tensors import (
    assert_values_between,
)
from fairgrade.errors import StudentFault, StudentRaised


def with_decode(student, reference, check):
    """A check of sample, which is not held against a student whose decode is at fault, where sample gives n images."""

    def part():
        try:
            if not isinstance(
                build_model(student, d_latent=4, num_classes=10).sample(y=torch.arange(3)), torch.Tensor
            ):
                return
        except StudentRaised:
            pass
        check_decode_per_sample(student, torch.Generator().manual_seed(1))

    def named():
        try:
            check()
        except StudentRaised as error:
            assert_latent_size_is_used(student, error)
            raise

    with_upstream(student, reference, lambda: unless_to_blame(named, part, "decode"))


def assert_latent_size_is_used(student, error):
    """Fail with that cause when sample works for the usual d_latent only."""
    try:
        build_model(student).sample(y=torch.arange(3))
        build_model(student, d_latent=4, num_classes=10).decode(z=torch.zeros(3, 4), y=torch.arange(3))
    except StudentFault:
        return
    cause = "sample draws z of a fixed size: d_latent is not used"
    raise CheckFailed(
        "model.sample of CVAE(d_latent=4)",
        "any d_latent works",
        str(error),
        cause,
        "Keep d_latent in the model.",
    ) from None


@pytest.mark.exercise("cvae_sample")
def test_samples_are_images(student, reference, rng):
    """sample(y) gives (n, 1, 28, 28) in [0, 1], for any weights, and for one label too."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        for gain, y in ((0.0, torch.tensor([3])), (3.0, torch.arange(10)), (3.0, labels(rng, 7))):
            stir(model, rng, gain)
            images = sample(model, y)
            called = describe_call("model.sample", y=y)
            cause = "the sigmoid is missing: decode gives logits, sample gives probabilities"
            assert_values_between(images, 0.0, 1.0, called, cause, "Return torch.sigmoid(logits).")

    with_decode(student, reference, check)


@pytest.mark.exercise("cvae_sample")
def test_samples_are_fresh(student, reference, rng):
    """Every image has its own z, drawn anew in each call."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        stir(model, rng, 1.5)
        y = torch.full((6,), 3)
        called = describe_call("model.sample", y=y)
        first, second = sample(model, y), sample(model, y)
        if float((first - first[:1]).abs().max()) < 1e-5:
            if float((first - second).abs().max()) < 1e-5:
                cause = "z is not random: it is a constant, or the seed is reset"
                raise CheckFailed(
                    called, "images of one class differ", "all images are the same, in both calls", cause
                )
            cause = "one z is used for all images"
            hint = "Draw z of shape (len(y), d_latent)."
            raise CheckFailed(
                called, "images of one class differ", "all images of a call are the same", cause, hint
            )
        pairs = itertools.combinations(first, 2)
        twins = sum(bool(torch.equal(one, other)) for one, other in pairs)
        if twins >= 3:
            cause = "one z is used for several images: noise repeats within a call"
            hint = "Draw z of shape (len(y), d_latent)."
            raise CheckFailed(called, "images of one class differ", f"{twins} pairs are equal", cause, hint)
        if float((first - second).abs().max()) < 1e-5:
            cause = "z is not random: it is a constant, or the seed is reset"
            raise CheckFailed(
                called,
                "two calls draw new images",
                "two calls gave the same images",
                cause,
                "Draw z anew in each call.",
            )

    with_decode(student, reference, check)


@pytest.mark.exercise("cvae_sample")
def test_samples_have_the_given_labels(student, reference, rng):
    """Image i is of class y[i]."""

    def check():
        model = build_model(student, d_latent=1, num_classes=10)
        stir(model, rng, 2.0)
        first, second = 2, 7
        y = torch.tensor([first, second, second, first, second, first, first, second] * 4)
        called = describe_call("model.sample", y=y)
        all_first = call_with_seed(student, 5, lambda: sample(model, torch.full_like(y, first)))
        all_second = call_with_seed(student, 5, lambda: sample(model, torch.full_like(y, second)))
        mixed = call_with_seed(student, 5, lambda: sample(model, y))
        chosen = torch.where((y == first)[:, None, None, None], all_first, all_second)
        if torch.allclose(mixed, chosen, atol=1e-4) and not torch.allclose(all_first, all_second, atol=1e-5):
            return

        def draw(seed):
            return call_with_seed(student, seed, lambda: sample(model, y))

        assert_nearest_class(model, y, mixed, called, (first, second), draw)

    with_decode(student, reference, check)


GRID = torch.linspace(-6, 6, 241)


def images_along_z(model, label):
    """All images a model with one latent dimension gives for a class, `(len(GRID), 784)`, as probabilities."""
    return torch.sigmoid(decode(model, GRID[:, None].clone(), torch.full((len(GRID),), label))).flatten(1)


def distances(images, curve):
    """Distance of each image to each point of a curve; for black and white images, their negative log-likelihood."""
    flat = images.flatten(1).to(curve.dtype)
    if bool(((flat == 0) | (flat == 1)).all()):
        p = curve.clamp(1e-6, 1 - 1e-6)
        return -(flat @ p.log().T + (1 - flat) @ (1 - p).log().T)
    return torch.cdist(flat, curve)


def nearest_class(model, images, classes):
    """The class whose images, over all z, hold one that is nearest."""
    nearest = torch.stack([distances(images, images_along_z(model, label)).amin(1) for label in classes])
    return torch.tensor(classes)[nearest.argmin(0)]


def assert_nearest_class(model, y, images, called, classes, draw):
    """Fail when images are not those that decode gives for their labels, whatever z was drawn."""
    found = nearest_class(model, images, classes)
    if bool((found == y).all()):
        return
    relation, got = (
        "image i is of class y[i]",
        f"{int((found != y).sum())} of {len(y)} images are of another class than asked for",
    )
    draws = [found, *(nearest_class(model, draw(seed), classes) for seed in range(6, 11))]
    if all(bool((one == found[0]).all()) for one in draws):
        cause = (
            "all images have the same class: one label is used for all"
            if bool(found[0] == y[0])
            else "the given y is not used"
        )
    elif all(sorted(one.tolist()) == sorted(y.tolist()) for one in draws):
        cause = "labels are misaligned: they are in another order"
    else:
        cause = "the given y is not used: labels are drawn at random"
    raise CheckFailed(called, relation, got, cause, "decode(z, y) with the y that was given.")


@pytest.mark.exercise("cvae_sample")
def test_samples_come_from_the_prior(student, reference, rng):
    """sample(y) gives sigmoid(decode(z, y)), or pixels drawn from it, with z from N(0, I)."""

    def check():
        model = build_model(student, d_latent=1, num_classes=10)
        stir(model, rng, 1.0)
        count = 768
        y = torch.full((count,), 4)
        called = describe_call("model.sample", y=y)
        images, curve = sample(model, y), images_along_z(model, 4)
        found = distances(images, curve)
        binary = bool(((images == 0) | (images == 1)).all())
        spread = float(torch.cdist(curve[:1], curve[-1:]))
        if not binary and float(found.amin(1).median()) > 0.05 * max(spread, 1e-3):
            cause = "the images are not sigmoid(decode(z, y))"
            raise CheckFailed(
                called, "an image is sigmoid(decode(z, y)) for some z", "no z gives these images", cause
            )
        if binary and are_rounded(images.flatten(1), curve):
            cause = "the images are rounded to 0 or 1: the grey of the probabilities is lost"
            hint = "Return the probabilities, or draw each pixel with torch.bernoulli."
            raise CheckFailed(
                called, "an image is sigmoid(decode(z, y))", "all pixels are 0 or 1", cause, hint
            )
        if not binary:
            assert_spread_along_curve(images.flatten(1), curve, called)
        z = torch.randn(4 * count, generator=rng)
        places = ((z - GRID[0]) / (GRID[1] - GRID[0])).round().long().clamp(0, len(GRID) - 1)
        ours = curve[places]
        ours = torch.bernoulli(ours, generator=rng) if binary else ours
        codes = GRID[found.argmin(1)], GRID[distances(ours, curve).argmin(1)]
        assert_codes_follow_prior(*codes, called)

    with_decode(student, reference, check)

"""Hidden checks of `CVAE.encode`."""

from __future__ import annotations

import pytest
import torch
from cvae_models import build_model, random_images, stir
from cvae_parts import (
    assert_is_registered,
    check_encode_per_sample,
    encode,
    labels,
    with_upstream,
)

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.posterior import are_heads_free, assert_heads_are_free


@pytest.mark.exercise("cvae_encode")
def test_encode_gives_mu_and_logvar(student, reference, rng):
    """encode(x, y) gives mu and logvar, each (N, d_latent), for a batch and for one image."""

    def check():
        for settings, width in (
            ({"d_latent": 3, "num_classes": 10}, 3),
            ({"d_latent": 5, "num_classes": 10}, 5),
            ({}, 16),
        ):
            model = build_model(student, **settings)
            for count in (5, 1) if width == 3 else (2,):
                encode(model, random_images(rng, count), labels(rng, count), width)

    with_upstream(student, reference, check)


@pytest.mark.exercise("cvae_encode")
def test_heads_reach_all_values(student, reference, rng):
    """For some weights mu is negative, for some positive, and logvar is negative; both depend on x and differ."""

    def check():
        called = "model.encode with several draws of random weights"
        x, y, other = random_images(rng, 8), labels(rng, 8), random_images(rng, 8)
        model, seen = build_model(student, d_latent=8, num_classes=10), []
        stir(model, rng, 1.0)
        for gain in (1.5, 1.5, 1.5, 3.0, 3.0, 3.0, *[5.0] * 6):
            with model.stirred(rng, gain):
                mu, logvar = encode(model, x, y, 8)
                others = encode(model, other, y, 8)
            if torch.equal(mu, logvar):
                cause = "mu and logvar come from one shared head: they are always equal"
                raise CheckFailed(
                    called,
                    "mu and logvar are two different outputs",
                    "mu equals logvar",
                    cause,
                    "Give each its own linear layer.",
                )
            for name, ours, theirs in zip(("mu", "logvar"), (mu, logvar), others, strict=True):
                if torch.equal(ours, theirs):
                    raise CheckFailed(
                        called,
                        f"{name} depends on x",
                        "other images give the same",
                        f"{name} does not depend on x",
                    )
            seen.append((mu, logvar))
            if len(seen) >= 3 and are_heads_free(*map(torch.cat, zip(*seen, strict=True))):
                break
        assert_heads_are_free(*map(torch.cat, zip(*seen, strict=True)), called)
        assert_all_of_the_image_counts(model, x, other, y, called)

    with_upstream(student, reference, check)


def assert_all_of_the_image_counts(model, x, other, y, called):
    """Fail when a quarter of every image can be exchanged without a change of mu."""
    mu = encode(model, x, y, 8)[0]
    for top, left in ((0, 0), (0, 14), (14, 0), (14, 14)):
        mixed = x.clone()
        mixed[:, :, top : top + 14, left : left + 14] = other[:, :, top : top + 14, left : left + 14]
        if torch.equal(encode(model, mixed, y, 8)[0], mu):
            raise CheckFailed(
                called,
                "mu depends on the whole image",
                "a quarter of each image was exchanged, and mu stayed the same",
                "a part of the image is cut off before the encoder sees it",
            )


@pytest.mark.exercise("cvae_encode")
def test_encode_is_per_sample(student, reference, rng):
    """In eval mode encode draws nothing, and the result of an image does not depend on the others of its batch."""
    with_upstream(student, reference, lambda: check_encode_per_sample(student, rng))


@pytest.mark.exercise("cvae_encode")
def test_encode_is_registered(student, reference, rng):
    """The state_dict holds all that encode uses."""

    def check():
        x, y = random_images(rng, 4), torch.tensor([4, 1, 7, 2])
        called = describe_call("model.encode", x=x, y=y)
        assert_is_registered(student, rng, lambda model: torch.cat(encode(model, x, y, 3), 1), called)

    with_upstream(student, reference, check)

"""Hidden checks of `CVAE.encode`."""

from __future__ import annotations

import pytest
import torch
from cvae_models import build_model, random_images, stir
from cvae_parts import (
    check_encode_per_sample,
    encode,
    labels,
    with_upstream,
)

from fairgrade.checks.failure import CheckFailed


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
        called = "model.encode with three draws of random weights"
        x, y, other = random_images(rng, 8), labels(rng, 8), random_images(rng, 8)
        model, lowest = build_model(student, d_latent=8, num_classes=10), {"mu": 0.0, "logvar": 0.0}
        highest_mu = 0.0
        for _ in range(3):
            stir(model, rng, 1.5)
            mu, logvar = encode(model, x, y, 8)
            lowest = {
                "mu": min(lowest["mu"], float(mu.min())),
                "logvar": min(lowest["logvar"], float(logvar.min())),
            }
            highest_mu = max(highest_mu, float(mu.max()))
            if torch.equal(mu, logvar):
                cause = "mu and logvar come from one shared head: they are always equal"
                raise CheckFailed(
                    called,
                    "mu and logvar are two different outputs",
                    "mu equals logvar",
                    cause,
                    "Give each its own linear layer.",
                )
            for name, ours, theirs in zip(
                ("mu", "logvar"), (mu, logvar), encode(model, other, y, 8), strict=True
            ):
                if torch.equal(ours, theirs):
                    raise CheckFailed(
                        called,
                        f"{name} depends on x",
                        "other images give the same",
                        f"{name} does not depend on x",
                    )
        hint = "Let the last layer of each head be linear."
        if lowest["mu"] >= 0:
            cause = "an activation such as ReLU follows the mu head: mu cannot be negative"
            raise CheckFailed(
                called, "mu takes negative values for some weights", "mu is never negative", cause, hint
            )
        if highest_mu <= 0:
            raise CheckFailed(
                called,
                "mu takes positive values for some weights",
                "mu is never positive",
                "mu cannot be positive",
                hint,
            )
        if lowest["logvar"] >= 0:
            cause = "an activation such as ReLU or softplus follows the logvar head: the variance cannot be below 1"
            raise CheckFailed(
                called,
                "logvar takes negative values for some weights",
                "logvar is never negative",
                cause,
                hint,
            )

    with_upstream(student, reference, check)


@pytest.mark.exercise("cvae_encode")
def test_encode_is_per_sample(student, reference, rng):
    """In eval mode encode draws nothing, and the result of an image does not depend on the others of its batch."""
    with_upstream(student, reference, lambda: check_encode_per_sample(student, rng))

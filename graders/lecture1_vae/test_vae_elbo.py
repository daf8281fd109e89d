"""Hidden checks of `bernoulli_nll`, which are the assignment's, and of `elbo_loss`, its `cvae_loss` by another name."""

from __future__ import annotations

import pytest

from graders.assignment_cvae.test_losses import (
    MANY,
    check_gradients,
    check_terms,
    loss_probe,
    near_the_prior,
    test_confident_logits_count_in_full,
    test_gradient,
    test_large_logits_stay_finite,
    test_one_image,
    test_values,
    upstream_attempts,
)

__all__ = [
    "test_confident_logits_count_in_full",
    "test_gradient",
    "test_large_logits_stay_finite",
    "test_one_image",
    "test_values",
]


@pytest.mark.exercise("elbo_loss")
@pytest.mark.parametrize("beta", [3.7, 0.25, 0.0, MANY])
def test_terms(student, reference, rng, beta):
    """loss = rec + beta * kl; rec and kl are batch means of per-sample sums."""

    def check(dtype):
        check_terms(student, "elbo_loss", loss_probe(rng, dtype), beta, beta=beta)

    upstream_attempts(student, reference, check)


@pytest.mark.exercise("elbo_loss")
def test_beta_is_one_by_default(student, reference, rng):
    """Without beta, loss = rec + kl; for a batch of one too."""

    def check(dtype):
        check_terms(student, "elbo_loss", loss_probe(rng, dtype), 1.0)
        check_terms(student, "elbo_loss", loss_probe(rng, dtype, count=1), 1.0)
        check_terms(student, "elbo_loss", near_the_prior(rng, dtype), 1.0)

    upstream_attempts(student, reference, check)


@pytest.mark.exercise("elbo_loss")
def test_gradients_flow_from_the_loss(student, reference, rng):
    """The loss is a tensor whose gradients reach logits, mu and logvar, with beta on the KL."""
    upstream_attempts(
        student, reference, lambda dtype: check_gradients(student, "elbo_loss", loss_probe(rng, dtype), 2.5)
    )

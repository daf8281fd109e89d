"""Hidden checks of `reparameterize` and `gaussian_kl`: the contracts are the assignment's, and so are the checks."""

from __future__ import annotations

from graders.assignment_cvae.test_latent import (
    test_each_element_has_its_own_gaussian_noise,
    test_gradients,
    test_gradients_reach_both,
    test_logvar_scales_the_noise,
    test_mu_shifts_the_draws,
    test_noise_is_fresh_in_each_call,
    test_one_sample,
    test_shape_is_kept,
    test_values,
    test_zero_for_the_prior,
)

__all__ = [
    "test_each_element_has_its_own_gaussian_noise",
    "test_gradients",
    "test_gradients_reach_both",
    "test_logvar_scales_the_noise",
    "test_mu_shifts_the_draws",
    "test_noise_is_fresh_in_each_call",
    "test_one_sample",
    "test_shape_is_kept",
    "test_values",
    "test_zero_for_the_prior",
]

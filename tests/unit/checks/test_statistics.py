"""`fairgrade.checks.statistics`: right draws pass, and the errors the docstrings promise to find are found."""

from __future__ import annotations

import pytest
import torch

from fairgrade.checks import statistics
from fairgrade.checks.failure import CheckFailed


def generator(seed):
    return torch.Generator().manual_seed(seed)


def normal(seed, *shape):
    return torch.randn(*shape, generator=generator(seed), dtype=torch.float64)


@pytest.mark.parametrize("seed", range(20))
def test_right_draws_pass(seed):
    noise = normal(seed, 128, 128)
    statistics.assert_mean_equals(noise, 0.0, 1.0, "f", "r")
    statistics.assert_variance_equals(noise, 1.0, "f", "r")
    statistics.assert_noise_is_normal(noise, "f", "r")
    statistics.assert_columns_uncorrelated(noise, "f", "r", "c")
    statistics.assert_samples_agree(noise[0], noise[1], "f", "r")
    statistics.assert_share_equals(int((noise > 0).sum()), noise.numel(), 0.5, "f", "r")


def test_the_smallest_detectable_mean_is_found_half_the_time():
    error = statistics.detectable_mean_error(400)
    found = 0
    for seed in range(200):
        try:
            statistics.assert_mean_equals(normal(seed, 400) + error, 0.0, 1.0, "f", "r")
        except CheckFailed:
            found += 1
    assert 60 <= found <= 140


@pytest.mark.parametrize(
    ("noise", "phrase"),
    [
        (lambda: torch.rand(128, 128, generator=generator(1)), "torch.rand is not torch.randn"),
        (lambda: (torch.rand(128, 128, generator=generator(1)) - 0.5) * 12**0.5, "uniform"),
        (lambda: 2 * normal(1, 128, 128), "twice as wide"),
        (lambda: 1.2 * normal(1, 128, 128), "wide"),
        (lambda: normal(1, 128, 128) + 0.2, "mean 0"),
        (lambda: normal(1, 128, 128).sign(), "two values"),
        (lambda: torch.zeros(128, 128), "missing"),
        (lambda: normal(1, 128, 128) * normal(2, 128, 128), "heavier tails"),
    ],
)
def test_noise_that_is_not_normal_is_named(noise, phrase):
    with pytest.raises(CheckFailed) as caught:
        statistics.assert_noise_is_normal(noise(), "f", "r")
    assert phrase in caught.value.message.cause


def test_shared_and_mirrored_noise_is_found():
    noise = normal(1, 128, 4)
    for column in (noise[:, :1], -noise[:, :1]):
        with pytest.raises(CheckFailed):
            statistics.assert_columns_uncorrelated(torch.cat([noise, column], 1), "f", "r", "c")


def test_a_variance_that_is_off_is_found():
    with pytest.raises(CheckFailed):
        statistics.assert_variance_equals(1.1 * normal(1, 128, 128), 1.0, "f", "r")


def test_samples_of_other_distributions_are_found():
    with pytest.raises(CheckFailed):
        statistics.assert_samples_agree(normal(1, 512), 2.5 * normal(2, 1024), "f", "r")


def test_tails_that_are_cut_off_are_found():
    uniform = (torch.rand(768, generator=torch.Generator().manual_seed(1)) - 0.5) * 12**0.5
    for cut_off in (uniform, torch.nn.init.trunc_normal_(torch.empty(768), a=-2.0, b=2.0)):
        with pytest.raises(CheckFailed):
            statistics.assert_tails_agree(cut_off, normal(2, 3072), "f", "r")


def test_a_share_that_is_off_is_found():
    with pytest.raises(CheckFailed):
        statistics.assert_share_equals(300, 400, 0.5, "f", "r")


def test_nan_is_no_draw():
    noise = normal(1, 128, 128)
    noise[3, 4] = float("nan")
    with pytest.raises(CheckFailed):
        statistics.assert_noise_is_normal(noise, "f", "r")

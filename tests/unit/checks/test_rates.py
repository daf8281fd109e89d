"""The stated false-failure rate of every statistical assertion is kept, and is the true one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from scipy import stats

from fairgrade.checks import statistics
from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.rates import Trial, is_rejected, keep_trials

QUANTILES = statistics.standard_normal_quantiles(20_000).exp()


def generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def noise(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=generator(seed), dtype=torch.float64)


ASSERTIONS: dict[str, Callable[[int], None]] = {
    "mean": lambda seed: statistics.assert_mean_equals(3 + 2 * noise(seed, 50), 3.0, 2.0, "", ""),
    "variance": lambda seed: statistics.assert_variance_equals(2 * noise(seed, 30), 4.0, "", ""),
    "average": lambda seed: statistics.assert_average_equals(
        float(noise(seed, 40).exp().mean()), 40, QUANTILES, "", ""
    ),
    "normal distribution": lambda seed: statistics.assert_noise_is_normal(noise(seed, 200), "", ""),
    "tails": lambda seed: statistics.assert_tails_are_normal(noise(seed, 20_000), "", ""),
    "correlation": lambda seed: statistics.assert_columns_uncorrelated(noise(seed, 30, 4), "", "", ""),
    "two samples": lambda seed: statistics.assert_samples_agree(
        noise(seed, 100), noise(seed + 10**6, 150), "", ""
    ),
    "two tails": lambda seed: statistics.assert_tails_agree(
        noise(seed, 2000), noise(seed + 10**6, 8000), "", ""
    ),
    "share": lambda seed: statistics.assert_share_equals(int((noise(seed, 90) > 0).sum()), 90, 0.5, "", ""),
}


@pytest.mark.parametrize("name", ASSERTIONS)
def test_an_assertion_fails_right_programs_no_more_often_than_it_would_state(name: str) -> None:
    trials: list[Trial] = []
    with keep_trials(trials):
        for seed in range(1000):
            ASSERTIONS[name](seed)
    assert {trial.assertion for trial in trials} == {name}
    assert {trial.rate for trial in trials} == {2 * statistics.ALPHA}
    for rate in (0.0455, 0.2):
        failures = sum(trial.p_value < rate for trial in trials)
        assert stats.binomtest(failures, 1000, rate, alternative="greater").pvalue > 1e-6, (rate, failures)
        assert failures > 1000 * rate / 4, "so conservative that the check is blunt"


@pytest.mark.parametrize("name", ASSERTIONS)
def test_an_assertion_decides_by_its_stated_rate_and_nothing_else(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def refuse(assertion: str, p_value: float, rate: float) -> bool:
        asked.append(rate)
        return True

    monkeypatch.setattr(statistics, "is_rejected", refuse)
    with pytest.raises(CheckFailed):
        ASSERTIONS[name](0)
    assert asked == [2 * statistics.ALPHA]


def test_the_spread_along_a_curve_is_judged_at_its_stated_rate_and_sees_a_narrow_prior() -> None:
    slope, shift = torch.tensor([0.3, -0.8, 1.5]), torch.tensor([0.5, 0.0, -1.0])
    curve = torch.sigmoid(statistics.CURVE[:, None] * slope + shift)

    def draw(seed: int, deviation: float) -> torch.Tensor:
        return torch.sigmoid(deviation * noise(seed, 768, 1) * slope + shift)

    trials: list[Trial] = []
    with keep_trials(trials):
        for seed in range(400):
            statistics.assert_spread_along_curve(draw(seed, 1.0), curve, "")
    failures = sum(trial.p_value < 0.0455 for trial in trials)
    assert stats.binomtest(failures, 400, 0.0455).pvalue > 1e-6
    for deviation in (0.7, 1.5):
        with pytest.raises(CheckFailed, match="standard normal"):
            statistics.assert_spread_along_curve(draw(1, deviation), curve, "")


def test_black_and_white_images_are_told_from_rounded_ones() -> None:
    curve = torch.sigmoid(statistics.CURVE[:, None] * torch.linspace(-2, 2, 30))
    drawn = torch.bernoulli(curve[100:140], generator=generator(1))
    assert statistics.are_rounded(curve[100:140].round(), curve)
    assert not statistics.are_rounded(drawn, curve)


def test_a_p_value_that_is_no_number_rejects_and_trials_end_with_their_block() -> None:
    kept: list[Trial] = []
    with keep_trials(kept):
        assert is_rejected("mean", float("nan"), 1e-8)
        assert not is_rejected("mean", 1e-8, 1e-8)
    assert is_rejected("mean", 0.0, 1e-8)
    assert len(kept) == 2


def test_the_average_of_skewed_draws_is_judged_by_its_own_tail_not_by_a_normal_one() -> None:
    draws, count = torch.log(2 * torch.cosh(0.75 * statistics.standard_normal_quantiles(100_000))), 300
    error = float(draws.std()) / count**0.5
    high, low = (
        statistics.average_p_value(float(draws.mean()) + side * 5.61 * error, count, draws)
        for side in (1, -1)
    )
    assert 2e-7 < high < 4e-7, "a normal tail would say 2e-8"
    assert low < 1e-9
    assert statistics.average_p_value(float(draws.mean()), count, draws) == 1.0
    assert statistics.average_p_value(float(draws.max()) + 1, count, draws) == 0.0

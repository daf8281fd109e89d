"""Statistical checks: each states its false-failure rate and the smallest error that it detects.

`ALPHA` is the default rate of one assertion, two-sided: 1e-8 a side is 5.73 standard errors of a normal statistic.
No check retries, and none depends on a particular seed. Each states its rate to `rates.is_rejected`. Siblings `detectable_*` give the smallest error that a sample
finds with probability 1/2; graders choose probes large and samples small by them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from scipy import optimize, stats
from torch import Tensor

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.rates import is_rejected

ALPHA = 1e-8
"""Probability that one assertion fails a right program, on each side."""


class NoiseShape(NamedTuple):
    """Moments of standardised noise, and the p-value of its distance from a normal distribution."""

    mean: float
    variance: float
    kurtosis: float
    p_normal: float


def critical_sigmas(alpha: float = ALPHA) -> float:
    """Standard errors that a normal statistic exceeds with probability `alpha` on each side; 5.61 for 1e-8."""
    return float(stats.norm.isf(alpha))


def two_sided(standard_errors: float) -> float:
    """Probability that a normal statistic is at least this many standard errors off, on either side."""
    return float(2 * stats.norm.sf(abs(standard_errors)))


def detectable_mean_error(count: int, std: float = 1.0, alpha: float = ALPHA) -> float:
    """Smallest error of a mean that `assert_mean_equals` finds with probability 1/2."""
    return critical_sigmas(alpha) * std / math.sqrt(count)


def assert_mean_equals(
    sample: Tensor, mean: float, std: float, called: str, relation: str, cause: str = "", alpha: float = ALPHA
) -> None:
    """Fail when the mean of independent draws with known standard deviation is too far from `mean`.

    False failures: `alpha` a side, exact for normal draws. Detects errors above `detectable_mean_error(n, std)`:
    0.044 standard deviations with 16,384 draws, 0.35 with 256.
    """
    assert_values_finite(sample, called)
    off = (float(sample.double().mean()) - mean) / (std / math.sqrt(sample.numel()))
    if is_rejected("mean", two_sided(off), 2 * alpha):
        raise CheckFailed(
            called, relation, f"the mean of {sample.numel()} draws is {off:+.0f} standard errors off", cause
        )


def assert_variance_equals(
    sample: Tensor, variance: float, called: str, relation: str, cause: str = "", alpha: float = ALPHA
) -> None:
    """Fail when the variance of independent normal draws around 0 is not `variance`.

    False failures: `alpha` a side, exact (chi-square). Detects a relative error of 6.4 % with 16,384 draws, 60 % with 256.
    """
    assert_values_finite(sample, called)
    count = sample.numel()
    total = float(sample.double().square().sum()) / variance
    p_value = 2 * min(stats.chi2.cdf(total, count), stats.chi2.sf(total, count))
    if is_rejected("variance", p_value, 2 * alpha):
        raise CheckFailed(
            called,
            relation,
            f"the variance of {count} draws is {total / count:.3g} times what it should be",
            cause,
        )


def standard_normal_quantiles(count: int) -> Tensor:
    """`count` equally likely values `(count,)` that stand for N(0, 1), in float64."""
    quantiles: Tensor = torch.special.ndtri((torch.arange(count, dtype=torch.float64) + 0.5) / count)
    return quantiles


def average_p_value(average: float, count: int, values: Tensor) -> float:
    """Probability, both sides, that the average of `count` independent draws is at least this far from its mean.

    Args:
        average: of the draws.
        count: number of draws.
        values: the distribution of one draw, as many equally likely values `(K,)`; quantiles do well.

    By the saddlepoint approximation of Lugannani and Rice (1980), to a few percent even at 1e-8, where the normal
    approximation is off by a factor of ten for the average of 300 skewed draws.
    """
    centred = values.double() - values.double().mean()
    target, low, high = average - float(values.double().mean()), float(centred.min()), float(centred.max())
    spread = float(centred.std())
    if abs(target) < 1e-4 * spread / math.sqrt(count):
        return 1.0
    if not low < target < high:
        return 0.0

    def tilted(theta: float) -> tuple[float, float]:
        weights = torch.softmax(theta * centred, 0)
        mean = float((weights * centred).sum())
        return mean, float((weights * centred.square()).sum()) - mean**2

    reach = math.copysign(1 / spread, target)
    while abs(reach) < 1e6 / spread and abs(tilted(reach)[0]) < abs(target):
        reach *= 2
    if abs(tilted(reach)[0]) < abs(target):
        return 0.0  # at the very end of what the values can give
    theta = optimize.brentq(lambda tilt: tilted(tilt)[0] - target, 0.0, reach)
    cumulant = float(torch.logsumexp(theta * centred, 0)) - math.log(len(centred))
    w = math.sqrt(2 * count * (theta * target - cumulant))
    u = abs(theta) * math.sqrt(count * tilted(theta)[1])
    tail = stats.norm.sf(w) + stats.norm.pdf(w) * (1 / u - 1 / w)
    return float(min(1.0, max(0.0, 2 * tail)))


def assert_average_equals(
    average: float,
    count: int,
    values: Tensor,
    called: str,
    relation: str,
    cause: str = "",
    hint: str = "",
    alpha: float = ALPHA,
) -> None:
    """Fail when the average of independent draws of any known distribution is too far from its mean.

    False failures: `alpha` a side, to a few percent (`average_p_value` says why and takes the same arguments). Detects
    errors above about `detectable_mean_error(count, std of values)`.
    """
    if is_rejected("average", average_p_value(average, count, values), 2 * alpha):
        off = (average - float(values.double().mean())) / (float(values.double().std()) / math.sqrt(count))
        raise CheckFailed(
            called, relation, f"the average of {count} draws is {off:+.0f} standard errors off", cause, hint
        )


def measure_noise(noise: Tensor) -> NoiseShape:
    """Moments of all values together, and the Kolmogorov-Smirnov p-value against N(0, 1)."""
    flat = noise.double().flatten()
    mean, variance = float(flat.mean()), float(flat.var())
    kurtosis = float(((flat - mean) ** 4).mean()) / max(variance**2, 1e-300)
    return NoiseShape(mean, variance, kurtosis, float(stats.kstest(flat.numpy(), "norm").pvalue))


def assert_noise_is_normal(noise: Tensor, called: str, relation: str, alpha: float = ALPHA) -> None:
    """Fail when standardised noise is not N(0, 1), by the Kolmogorov-Smirnov test.

    False failures: `2 alpha`. With 16,384 draws it detects a shift of 0.06, a scale off by 10 %, a uniform of unit
    variance (distance 0.057, limit 0.024) and a Laplace of unit variance; not a sum of twelve uniforms.
    """
    assert_values_finite(noise, called)
    shape = measure_noise(noise)
    if is_rejected("normal distribution", shape.p_normal, 2 * alpha):
        raise CheckFailed(
            called, relation, f"{noise.numel()} standardised draws do not follow N(0, 1)", *guess_noise(shape)
        )


def assert_noise_is_not_clipped(noise: Tensor, called: str, relation: str, alpha: float = ALPHA) -> None:
    """Fail when more standardised normal draws than by chance lie within 1e-4 of the largest size.

    False failures: `2 alpha`, exact given the largest (binomial). Eight of 3,200 draws that are clipped are enough, so
    it detects clipping at 2.5 and below with certainty.
    """
    size = noise.double().abs().flatten()
    top, slack = float(size.max()), 1e-4
    near = int((size >= top - slack).sum()) - 1
    inside = max(2 * float(stats.norm.cdf(top)) - 1, 1e-300)
    share = min(1.0, 2 * float(stats.norm.cdf(top) - stats.norm.cdf(top - slack)) / inside)
    if is_rejected("clipping", float(stats.binom.sf(near - 1, size.numel() - 1, share)), 2 * alpha):
        got = f"{near + 1} of {size.numel()} draws have exactly the largest size"
        raise CheckFailed(called, relation, got, "the noise is clipped: draws from N(0, I) have no bounds")


TAIL = 3.001
"""Standard deviations beyond which draws are counted by `assert_tails_are_normal`; rounding lifts none that is clamped at
3 over it."""


def assert_tails_are_normal(noise: Tensor, called: str, relation: str, alpha: float = ALPHA) -> None:
    """Fail when too few or too many of standardised draws lie beyond three standard deviations.

    False failures: `alpha` a side (exact binomial tails). With 16,384 draws, of which 44 should lie there, it detects
    fewer than 15 and more than 88: noise clamped or truncated at 3, logistic noise of unit variance (141).
    """
    share = float(2 * stats.norm.sf(TAIL))
    count, hits = noise.numel(), int((noise.abs() > TAIL).sum())
    p_value = 2 * min(stats.binom.cdf(hits, count, share), stats.binom.sf(hits - 1, count, share))
    if is_rejected("tails", min(p_value, 1.0), 2 * alpha):
        cause = _CUT_OFF if hits < share * count else _HEAVY
        got = f"{hits} of {count} standardised draws lie beyond {TAIL:.1g} standard deviations"
        raise CheckFailed(called, relation, got, cause, _DRAW)


def assert_size_is_independent(
    noise: Tensor, of: Tensor, called: str, relation: str, cause: str = "", alpha: float = ALPHA
) -> None:
    """Fail when large values of standardised noise go with large, or small, values of `of`, a tensor of the same shape.

    Spearman's rank correlation of `|noise|` and `of`, whatever their distributions; a few values spoilt by rounding do
    not matter. False failures: `2 alpha`. Where a factor `exp(of / 2)` is left in the noise and `of` has a standard
    deviation of 1, 1,024 draws detect it with certainty (correlation 0.4, limit 0.17). A constant `of` is never rejected.
    """
    size, other = noise.double().abs().flatten(), of.double().flatten()
    if float(other.std()) < 1e-9 or float(size.std()) < 1e-9:
        return
    correlation = stats.spearmanr(size.numpy(), other.numpy())
    if is_rejected("independence", float(correlation.pvalue), 2 * alpha):
        got = f"the size of the noise depends on it (rank correlation {correlation.statistic:.2f})"
        raise CheckFailed(called, relation, got, cause)


_DRAW = "Draw with `torch.randn_like(mu)`."
_CUT_OFF = "the tails of the noise are cut off: it is truncated or clamped"
_HEAVY = "the noise has heavier tails than a Gaussian"


def guess_noise(shape: NoiseShape) -> tuple[str, str]:
    """Likely cause and hint for noise that is not N(0, 1), from its moments."""
    use = _DRAW
    mean, variance, kurtosis, _ = shape
    if variance < 1e-8:
        return (
            "the noise is missing: the result does not vary around its mean",
            "Add `std * eps` with fresh eps.",
        )
    if kurtosis < 2.2 and abs(mean - 0.5) < 0.1 and abs(variance - 1 / 12) < 0.03:
        return "the noise is uniform on [0, 1]: torch.rand is not torch.randn", use
    if kurtosis < 1.2:
        return "the noise takes two values only, it is not Gaussian", use
    if kurtosis < 2.2:
        return "the noise is uniform, not Gaussian", use
    if abs(mean) > 0.1:
        return "the noise does not have mean 0", use
    if kurtosis > 3.6:
        return _HEAVY, use
    if kurtosis < 2.7:
        return _CUT_OFF, use
    for ratio, text in ((4.0, "twice"), (0.25, "half"), (2.0, "sqrt(2) times"), (0.5, "1/sqrt(2) times")):
        if abs(variance / ratio - 1) < 0.15:
            return (
                f"the noise is {text} as wide as exp(logvar / 2)",
                "Check the factor in front of logvar and of eps.",
            )
    return (
        "the noise is not wide as exp(logvar / 2) says",
        "The standard deviation is `torch.exp(0.5 * logvar)`.",
    )


def largest_correlation(noise: Tensor) -> tuple[float, int, int]:
    """The largest absolute correlation between two different columns, and which they are."""
    columns = noise.double() - noise.double().mean(0)
    norms = columns.norm(dim=0).clamp_min(1e-300)
    correlation = (columns.T @ columns) / (norms[:, None] * norms)
    correlation.fill_diagonal_(0)
    place = int(correlation.abs().argmax())
    return float(correlation.flatten()[place]), place // noise.shape[1], place % noise.shape[1]


def assert_columns_uncorrelated(
    noise: Tensor, called: str, relation: str, cause: str, hint: str = "", alpha: float = ALPHA
) -> None:
    """Fail when two columns of independent normal draws are correlated.

    False failures: `2 alpha`, exact (Student's t of a correlation, Bonferroni over all pairs). With 128 x 128 draws
    the limit is |r| = 0.6: shared noise has 1, antithetic noise -1.
    """
    assert_values_finite(noise, called)
    count, width = noise.shape
    r, _, _ = largest_correlation(noise)
    statistic = abs(r) * math.sqrt((count - 2) / max(1 - r * r, 1e-12))
    p_value = 2 * stats.t.sf(statistic, count - 2) * (width * (width - 1) / 2)
    if is_rejected("correlation", min(p_value, 1.0), 2 * alpha):
        raise CheckFailed(
            called, relation, f"two of {width} series of draws have correlation {r:+.2f}", cause, hint
        )


def assert_samples_agree(
    first: Tensor,
    second: Tensor,
    called: str,
    relation: str,
    cause: str = "",
    hint: str = "",
    alpha: float = ALPHA,
) -> None:
    """Fail when two samples of one number each come from different distributions (two-sample Kolmogorov-Smirnov).

    False failures: `2 alpha`. The limit is a distance of 0.27 with 256 draws against 512, 0.19 with 512 against 1,024.
    """
    result = stats.ks_2samp(first.double().numpy(), second.double().numpy())
    if is_rejected("two samples", float(result.pvalue), 2 * alpha):
        raise CheckFailed(
            called,
            relation,
            f"the distributions of {first.numel()} draws differ by {result.statistic:.2f} (Kolmogorov-Smirnov)",
            cause,
            hint,
        )


def assert_tails_agree(
    first: Tensor,
    second: Tensor,
    called: str,
    relation: str,
    cause: str = "",
    hint: str = "",
    alpha: float = ALPHA,
) -> None:
    """Fail when two samples of N(0, 1) differ in how many of their values lie beyond 2 (exact, hypergeometric).

    False failures: `alpha` a side. With 768 draws against 3,072 it detects fewer than 9 beyond 2, where 35 should lie:
    a uniform of unit variance, and a normal distribution truncated at 2.
    """
    hits, others = (int((sample.abs() > 2).sum()) for sample in (first, second))
    law = stats.hypergeom(first.numel() + second.numel(), hits + others, first.numel())
    p_value = 2 * min(float(law.cdf(hits)), float(law.sf(hits - 1)))
    if is_rejected("two tails", min(p_value, 1.0), 2 * alpha):
        got = f"{hits} of {first.numel()} draws lie beyond 2 standard deviations"
        raise CheckFailed(called, relation, got, cause, hint)


CURVE = torch.linspace(-6, 6, 241)
"""Codes of a single latent dimension at which `assert_spread_along_curve` is given the images."""


def assert_spread_along_curve(
    images: Tensor, curve: Tensor, called: str, cause: str = "", alpha: float = ALPHA
) -> None:
    """Fail when images of a model with one latent dimension lie too close together, or too far apart, for z ~ N(0, 1).

    Args:
        images: `(n, D)`, drawn by the model.
        curve: `(241, D)`, its images for the codes `CURVE`.
        called: from `describe_call`.
        cause: of the failure; by default that z is narrower, or wider, than it should be.

    The statistic is the mean square of the images' place on the line through the ends of the curve, from z = 0; its
    distribution for z ~ N(0, 1) is known. False failures: `alpha` a side. With 768 images on a straight curve it detects
    z with a deviation of 0.85 or 1.13.
    """
    line = (curve[-40] - curve[40]).double()
    places = curve.double() @ line
    middle = float(places[len(places) // 2])
    quantiles = (standard_normal_quantiles(4001).clamp(-5.99, 5.99) + 6) / 12 * (len(places) - 1)
    low = quantiles.floor().long()
    between = torch.lerp(places[low], places[low + 1], quantiles - low)
    squares = (images.double() @ line - middle).square()
    values = (between - middle).square()
    if float(values.std()) < 1e-9:
        return
    narrow = float(squares.mean()) < float(values.mean())
    guess = "is narrower than" if narrow else "is wider than"
    assert_average_equals(
        float(squares.mean()),
        len(squares),
        values,
        called,
        "z is drawn from N(0, I)",
        cause or f"z is not drawn from the standard normal distribution: it {guess} that",
        "Draw z with torch.randn, and use it as it is.",
        alpha,
    )


def are_rounded(images: Tensor, curve: Tensor) -> bool:
    """Whether black and white images are rounded probabilities rather than draws of them.

    Args:
        images: `(n, D)` of zeros and ones.
        curve: `(K, D)`, the probabilities for equally spaced codes from -6 to 6.

    A draw differs from every rounded row in about as many pixels as are uncertain; a rounded image in nearly none.
    """
    weights = torch.linspace(-6, 6, len(curve)).square().div(-2).exp()
    uncertain = float((torch.minimum(curve, 1 - curve).sum(1) * weights).sum() / weights.sum())
    rows = curve.round()
    off = images.to(rows.dtype) @ (1 - rows).T + (1 - images.to(rows.dtype)) @ rows.T
    return uncertain > 1 and float(off.amin(1).mean()) < 0.1 * uncertain


def assert_share_equals(
    hits: int, count: int, share: float, called: str, relation: str, cause: str = "", alpha: float = ALPHA
) -> None:
    """Fail when `hits` of `count` independent trials are too many or too few for probability `share`.

    False failures: at most `alpha` a side (exact binomial tails). With 400 trials at 1/2 it detects 14 points.
    """
    p_value = 2 * min(stats.binom.cdf(hits, count, share), stats.binom.sf(hits - 1, count, share))
    if is_rejected("share", min(p_value, 1.0), 2 * alpha):
        raise CheckFailed(called, relation, f"{hits} of {count} trials", cause)

"""Hidden checks of `gaussian_nll` and `grouped_categorical_nll`."""

from __future__ import annotations

import itertools
import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_equals, assert_gradient_reaches
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.tensors import assert_shape_equals, assert_values_equal
from graders.assignment_cvae.test_losses import reduced, uniform

GAUSSIAN = "-log N(x; mean, sigma^2) = sum of (x - mean)^2 / (2 sigma^2) + log sigma + log(2 pi) / 2"
HALF_LOG_2PI = math.log(2 * math.pi) / 2


def gaussian_terms(mean, x, sigma):
    return (x - mean) ** 2 / (2 * sigma**2) + math.log(sigma) + HALF_LOG_2PI


def gaussian_mistakes(mean, x, sigma):
    """What usual mistakes return."""
    right = "(x - mean)^2 / (2 sigma^2) + log(sigma) + log(2 pi) / 2 for each pixel, then the sum."
    square, log_sigma = (x - mean) ** 2, math.log(sigma)
    pixels = x[0].numel()

    def slip(terms, cause):
        return Misconception(terms.flatten(1).sum(1), cause, right)

    def once(terms, constant, cause):
        return Misconception(terms.flatten(1).sum(1) + constant, cause, right)

    scaled = square / (2 * sigma**2)
    return [
        slip(scaled, "the normalising constant is missing: log(sigma) + log(2 pi) / 2 for each pixel"),
        slip(scaled + log_sigma, "the constant log(2 pi) / 2 is missing"),
        slip(scaled + HALF_LOG_2PI, "the term log(sigma) is missing"),
        slip(
            square / (2 * sigma) + log_sigma / 2 + HALF_LOG_2PI,
            "sigma is taken for the variance: it is the standard deviation",
        ),
        slip(
            square / (2 * sigma) + log_sigma + HALF_LOG_2PI,
            "the square is divided by sigma, not by sigma squared",
        ),
        slip(scaled + log_sigma / 2 + HALF_LOG_2PI, "log(sigma) is halved: 1/2 log(sigma^2) is log(sigma)"),
        slip(scaled + 2 * log_sigma + HALF_LOG_2PI, "log(sigma^2) is used where log(sigma) belongs"),
        slip(scaled + log_sigma + 2 * HALF_LOG_2PI, "log(2 pi) is not halved"),
        slip(
            square / sigma**2 + log_sigma + HALF_LOG_2PI, "the factor 1/2 in front of the square is missing"
        ),
        slip(
            square / sigma**2 + 2 * log_sigma + 2 * HALF_LOG_2PI,
            "a factor 1/2 is missing: everything is twice what it should be",
        ),
        slip(square + log_sigma + HALF_LOG_2PI, "the square is not divided by 2 sigma^2"),
        slip(
            (x - mean).abs() / (2 * sigma**2) + log_sigma + HALF_LOG_2PI,
            "the absolute error is used, not the squared one",
        ),
        slip(
            (x - mean).abs() / sigma + math.log(2 * sigma),
            "this is the Laplace likelihood, not the Gaussian one",
        ),
        slip(square / 2 + HALF_LOG_2PI, "sigma is not used"),
        slip(square / 2, "sigma is not used, and the constant is missing"),
        slip(square, "this is the squared error: sigma and the constant are missing"),
        slip(scaled - log_sigma + HALF_LOG_2PI, "the sign of log(sigma) is flipped"),
        slip(scaled - log_sigma - HALF_LOG_2PI, "the sign of the constant is flipped"),
        slip(-scaled - log_sigma - HALF_LOG_2PI, "the sign is flipped: this is the log-likelihood"),
        slip(square / (2 * math.exp(sigma)) + sigma / 2 + HALF_LOG_2PI, "sigma is taken for a log-variance"),
        slip(square / (2 * math.exp(2 * sigma)) + sigma + HALF_LOG_2PI, "sigma is taken for its logarithm"),
        slip(scaled + log_sigma + math.log(math.pi) / 2, "log(pi) is used where log(2 pi) belongs"),
        slip(scaled + log_sigma + math.log(2) * math.pi / 2, "log(2) * pi is used where log(2 * pi) belongs"),
        slip(scaled + (log_sigma + HALF_LOG_2PI) / math.log(2), "the logarithm is to base 2"),
        *(
            slip(
                square / (2 * least**2) + math.log(least) + HALF_LOG_2PI,
                f"sigma is kept above {least:g}: use it as it is",
            )
            for least in (0.05, 0.1, 0.2, 0.5)
            if sigma < least
        ),
        slip(
            (x - torch.sigmoid(mean)) ** 2 / (2 * sigma**2) + log_sigma + HALF_LOG_2PI,
            "a sigmoid is applied to the mean: it is a mean already",
        ),
        Misconception(
            scaled.flatten(1).sum(1) + 784 * (log_sigma + HALF_LOG_2PI),
            "the constant is that of 784 pixels, whatever their number",
            right,
        ),
        once(scaled, log_sigma + HALF_LOG_2PI, "the constant is added once, not for each pixel"),
        once(
            scaled + log_sigma, HALF_LOG_2PI, "the constant log(2 pi) / 2 is added once, not for each pixel"
        ),
        once(scaled + HALF_LOG_2PI, log_sigma, "log(sigma) is added once, not for each pixel"),
        Misconception(
            gaussian_terms(mean, x, sigma).flatten(1).mean(1),
            "the mean over the pixels is taken, not the sum",
            right,
        ),
        Misconception(
            square.flatten(1).mean(1) / (2 * sigma**2) + pixels * (log_sigma + HALF_LOG_2PI),
            "the mean of the squares is taken, not the sum",
            right,
        ),
    ]


def check_gaussian(student, mean, x, hint="", **settings):
    called = describe_call("gaussian_nll", mean=mean, x=x, **settings)
    sigma = settings.get("sigma", 1.0)
    expected = gaussian_terms(mean, x, sigma).flatten(1).sum(1)
    value = student.gaussian_nll(mean=mean, x=x, **settings)
    tensor = assert_shape_equals(value, {"N": len(x)}, called, reduced(value, expected))
    sizes = {"the pixels": x[0].numel(), "N": len(x)}
    found = gaussian_mistakes(mean, x, sigma)
    assert_values_equal(
        tensor, expected, called, GAUSSIAN, axes={"N": len(x)}, candidates=found, sizes=sizes, hint=hint
    )


@pytest.mark.exercise("gaussian_nll")
@pytest.mark.parametrize("sigma", [0.3, 2.5, 0.02])
def test_gaussian_values(student, rng, sigma):
    """-log N(x; mean, sigma^2 I) with its constant, summed over all but the batch, for any trailing shape."""

    def check(dtype):
        for shape in ((5, 7), (3, 1, 4, 6)):
            mean, x = uniform(rng, -2, 2, *shape, dtype=dtype), uniform(rng, -1, 3, *shape, dtype=dtype)
            check_gaussian(student, mean, x, sigma=sigma)

    run_in_best_precision(check)


@pytest.mark.exercise("gaussian_nll")
def test_sigma_is_one_by_default(student, rng):
    """Without sigma it is 1; for a batch of one too."""

    def check(dtype):
        for count in (5, 1):
            mean, x = uniform(rng, -2, 2, count, 6, dtype=dtype), uniform(rng, -1, 3, count, 6, dtype=dtype)
            check_gaussian(student, mean, x, hint="sigma is 1 where it is not given.")

    run_in_best_precision(check)


@pytest.mark.exercise("gaussian_nll")
def test_gaussian_gradient(student, rng):
    """The gradient to the mean is (mean - x) / sigma^2."""

    def check(dtype):
        mean, x = uniform(rng, -2, 2, 5, 6, dtype=dtype), uniform(rng, -1, 3, 5, 6, dtype=dtype)
        called = describe_call("gaussian_nll", mean=mean, x=x, sigma=0.4)
        pulled = student.vjp("gaussian_nll", {"mean": mean, "x": x, "sigma": 0.4}, wrt=("mean",))
        relation = "the gradient to the mean is (mean - x) / sigma^2"
        sizes = {"the pixels": 6, "N": 5}
        assert_gradient_equals(
            pulled.gradients["mean"], (mean - x) / 0.4**2, "mean", called, relation, sizes=sizes
        )

    run_in_best_precision(check)


GROUPED = "sum over the groups of logsumexp(logits of the group) - logit of the observed option"


def random_onehot(rng, count, sizes, dtype):
    parts = [torch.eye(size, dtype=dtype)[torch.randint(0, size, (count,), generator=rng)] for size in sizes]
    return torch.cat(parts, 1)


def group_values(logits, onehot, sizes):
    """The cross-entropy of each group, `(groups, N)`."""
    pairs = zip(logits.split(sizes, 1), onehot.split(sizes, 1), strict=True)
    return torch.stack([part.logsumexp(1) - (part * seen).sum(1) for part, seen in pairs])


def grouped_mistakes(logits, onehot, sizes):
    """What usual mistakes return."""
    right = "For each group of columns: F.cross_entropy(logits[:, a:b], onehot[:, a:b].argmax(1), reduction='none')."
    each = group_values(logits, onehot, sizes)
    soft = torch.cat([part.softmax(1) for part in logits.split(sizes, 1)], 1)
    stuck = [
        logits[:, :size].logsumexp(1)
        - logits[:, :size].gather(1, onehot[:, :size].argmax(1, keepdim=True))[:, 0]
        for size in sizes
    ]
    whole = logits.log_softmax(1)
    pixels = torch.nn.functional.softplus(logits) - onehot * logits
    across = torch.cat([part.log_softmax(0) for part in logits.split(sizes, 1)], 1)
    equal = [(whole.shape[1] // len(sizes)) * place for place in range(len(sizes) + 1)]
    equal[-1] = whole.shape[1]
    cuts = list(itertools.pairwise(equal))
    even = sum(logits[:, a:b].logsumexp(1) - (logits[:, a:b] * onehot[:, a:b]).sum(1) for a, b in cuts)
    even_products = sum(-(logits[:, a:b].log_softmax(1) * onehot[:, a:b]).sum(1) for a, b in cuts)

    def slip(value, cause):
        return Misconception(value, cause, right)

    return [
        slip(-(whole * onehot).sum(1), "one softmax runs over all columns: each group needs its own"),
        slip(
            whole.logsumexp(1) - whole.gather(1, onehot.argmax(1, keepdim=True))[:, 0],
            "one cross-entropy over all columns: each group needs its own",
        ),
        slip(
            -whole.gather(1, onehot.argmax(1, keepdim=True))[:, 0],
            "one cross-entropy over all columns: each group needs its own",
        ),
        slip(
            -(whole * onehot).sum(1) / len(sizes),
            "one softmax runs over all columns: each group needs its own",
        ),
        slip(torch.stack(stuck).sum(0), "the slice never advances: every group reads columns from 0 on"),
        slip(each[0] * len(sizes), "the slice never advances: every group reads the first one's columns"),
        slip(each.mean(0), "the mean over the groups is taken, not the sum"),
        slip(each[:-1].sum(0), "the last group is left out"),
        slip(each[1:].sum(0), "the first group is left out"),
        slip(each[-1], "only the last group counts: the sum is overwritten in the loop"),
        slip(each[0], "only the first group counts: the loop returns too early"),
        slip(each.amax(0), "the largest group is taken, not the sum"),
        slip(-each.sum(0), "the sign is flipped: this is the log-likelihood"),
        slip(
            group_values(soft, onehot, sizes).sum(0),
            "softmax twice: a softmax comes before a cross-entropy that takes logits",
        ),
        slip(pixels.sum(1), "this is the Bernoulli likelihood of each column, not one choice for each group"),
        slip(-(across * onehot).sum(1), "the softmax runs over the batch, not over the columns of a group"),
        slip(even, "all groups are taken to be equally wide: use their sizes"),
        slip(even_products, "all groups are taken to be equally wide: use their sizes"),
        *(
            slip(
                sum(
                    torch.nn.functional.cross_entropy(
                        part, seen.argmax(1), reduction="none", label_smoothing=smoothing
                    )
                    for part, seen in zip(logits.split(sizes, 1), onehot.split(sizes, 1), strict=True)
                ),
                "the labels are smoothed: label_smoothing is no likelihood",
            )
            for smoothing in (0.05, 0.1, 0.2)
        ),
        *(
            slip(group_values(logits, onehot, tuple(other)).sum(0), "the sizes are used in another order")
            for other in (sorted(sizes), sorted(sizes, reverse=True), sizes[::-1])
            if tuple(other) != tuple(sizes)
        ),
        slip(-(soft * onehot).sum(1), "the logarithm of the probabilities is missing"),
        slip(
            ((soft - onehot) ** 2).sum(1),
            "the squared error of the probabilities is used, not the cross-entropy",
        ),
        slip(-(logits * onehot).sum(1), "the normalising term logsumexp is missing"),
        slip(sum(part.logsumexp(1) for part in logits.split(sizes, 1)), "the observed options are not used"),
        slip(each.sum(0) / math.log(2), "the logarithm is to base 2: bits, not nats"),
        slip(
            (each / torch.tensor(sizes, dtype=logits.dtype)[:, None]).sum(0),
            "each group is divided by its size",
        ),
        slip(
            torch.nn.functional.cross_entropy(onehot, logits.softmax(1), reduction="none"),
            "logits and onehot are swapped",
        ),
    ]


def check_grouped(student, rng, dtype, count, sizes, reach=3.0):
    width = sum(sizes)
    logits, onehot = (
        uniform(rng, -reach, reach, count, width, dtype=dtype),
        random_onehot(rng, count, sizes, dtype),
    )
    called = (
        describe_call("grouped_categorical_nll", logits=logits, onehot=onehot) + f" with {len(sizes)} groups"
    )
    expected = group_values(logits, onehot, sizes).sum(0)
    value = student.grouped_categorical_nll(logits=logits, onehot=onehot, sizes=list(sizes))
    tensor = assert_shape_equals(value, {"N": count}, called, group_shape(value, expected, count, len(sizes)))
    found = grouped_mistakes(logits, onehot, sizes) if len(sizes) > 1 else ()
    known = {"the groups": len(sizes), "N": count, "D": width}
    assert_values_equal(tensor, expected, called, GROUPED, axes={"N": count}, candidates=found, sizes=known)


def group_shape(value, expected, count, groups):
    if isinstance(value, torch.Tensor) and value.shape in ((count, groups), (groups, count)):
        return "one value for each group came back: sum over the groups"
    return reduced(value, expected)


@pytest.mark.exercise("grouped_categorical_nll")
@pytest.mark.parametrize(
    "sizes", [(3, 5, 2), (4, 4, 4), (2, 6, 1, 3)], ids=["uneven", "even", "with one of one"]
)
def test_grouped_values(student, rng, sizes):
    """One cross-entropy for each group of columns, summed over the groups."""
    run_in_best_precision(lambda dtype: check_grouped(student, rng, dtype, 7, sizes))


@pytest.mark.exercise("grouped_categorical_nll")
def test_one_sample_and_one_group(student, rng):
    """A batch of one gives shape (1,), and a single group is an ordinary cross-entropy."""

    def check(dtype):
        check_grouped(student, rng, dtype, 1, (3, 4))
        check_grouped(student, rng, dtype, 5, (6,))
        try:
            check_grouped(student, rng, dtype, 5, (3, 4), reach=20.0)
        except CheckFailed as failure:
            cause = "logits or probabilities are clamped: the values are right for small logits only"
            raise failure.with_cause(cause) from None

    run_in_best_precision(check)


@pytest.mark.exercise("grouped_categorical_nll")
def test_groups_do_not_mix(student, rng):
    """Adding a constant to all logits of one group changes nothing."""

    def check(dtype):
        sizes = (3, 5, 2)
        logits, onehot = uniform(rng, -3, 3, 6, 10, dtype=dtype), random_onehot(rng, 6, sizes, dtype)
        called = describe_call("grouped_categorical_nll", logits=logits, onehot=onehot) + " with 3 groups"
        shifted = logits.clone()
        shifted[:, 3:8] += 4
        first, second = (
            student.grouped_categorical_nll(logits=part, onehot=onehot, sizes=list(sizes))
            for part in (logits, shifted)
        )
        first, second = (assert_shape_equals(part, {"N": 6}, called).double() for part in (first, second))
        if not torch.allclose(first, second, rtol=1e-3, atol=1e-3):
            cause = "groups share a normalising term: one softmax runs over all columns"
            raise CheckFailed(
                called,
                "a constant added to the logits of one group changes nothing",
                "the loss changed",
                cause,
            )

    run_in_best_precision(check)


@pytest.mark.exercise("grouped_categorical_nll")
def test_large_group_logits_stay_finite(student, rng):
    """Logits of +-10,000 give a finite loss, large where they are wrong and 0 where they are right."""

    def check(dtype):
        onehot = torch.tensor([[1, 0, 0, 0, 1], [0, 1, 0, 1, 0]], dtype=dtype)
        logits = 1e4 * torch.stack([2 * onehot[0] - 1, 1 - 2 * onehot[1]])
        called = (
            describe_call("grouped_categorical_nll", logits=logits, onehot=onehot)
            + " with logits of +-10,000"
        )
        value = assert_shape_equals(
            student.grouped_categorical_nll(logits=logits, onehot=onehot, sizes=[3, 2]), {"N": 2}, called
        )
        hint = "Use `F.cross_entropy` or `torch.log_softmax`, which take logits."
        assert_values_finite(
            value,
            called,
            "exp of a large logit overflows, or the log of a softmax that is exactly 0 is taken",
            hint,
        )
        if not bool((value[0].abs() < 1e-2) & (value[1] > value[0] + 1)):
            relation = "a wrong, certain prediction costs more than a right, certain one, which costs nothing"
            raise CheckFailed(
                called,
                relation,
                "it does not",
                "the loss is clamped so far that it no longer tells them apart",
                hint,
            )
        assert_groups_far_apart(student, dtype, hint)

    run_in_best_precision(check)


def assert_groups_far_apart(student, dtype, hint):
    """Fail when a group whose logits are all -10,000 vanishes beside one that reaches 10,000."""
    logits = 1e4 * torch.tensor([[1, -1, 1, -1, -1], [-1, -1, -1, 1, 1]], dtype=dtype)
    onehot = torch.tensor([[1, 0, 0, 0, 1], [0, 1, 0, 1, 0]], dtype=dtype)
    called = (
        describe_call("grouped_categorical_nll", logits=logits, onehot=onehot)
        + " with a group at -10,000 beside one at 10,000"
    )
    value = assert_shape_equals(
        student.grouped_categorical_nll(logits=logits, onehot=onehot, sizes=[3, 2]), {"N": 2}, called
    )
    cause = "one maximum is subtracted from the whole row: beside a large group, exp of a small one is 0"
    assert_values_finite(value, called, cause, hint)
    expected = group_values(logits, onehot, (3, 2)).sum(0)
    assert_values_equal(value, expected, called, GROUPED, axes={"N": 2}, hint=hint, tolerance=1e-2)


@pytest.mark.exercise("grouped_categorical_nll")
def test_grouped_gradient(student, rng):
    """The gradient to the logits of a group is its softmax minus the one-hot vector."""

    def check(dtype):
        sizes = (3, 5, 2)
        logits, onehot = uniform(rng, -3, 3, 6, 10, dtype=dtype), random_onehot(rng, 6, sizes, dtype)
        settings = {"logits": logits, "onehot": onehot, "sizes": list(sizes)}
        called = describe_call("grouped_categorical_nll", logits=logits, onehot=onehot) + " with 3 groups"
        pulled = student.vjp("grouped_categorical_nll", settings, wrt=("logits",))
        gradient = assert_gradient_reaches(pulled.gradients["logits"], "logits", called)
        expected = torch.cat([part.softmax(1) for part in logits.split(sizes, 1)], 1) - onehot
        relation = "the gradient to the logits of a group is softmax - onehot"
        assert_values_equal(
            gradient, expected, called, relation, sizes={"the groups": 3, "N": 6}, tolerance=1e-3
        )

    run_in_best_precision(check)

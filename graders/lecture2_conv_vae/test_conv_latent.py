"""Hidden checks of `active_units`, `class_means` and `attribute_edit`."""

from __future__ import annotations

import pytest
import torch
from conv_models import compare_numbers, whole_number

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.tensors import assert_shape_equals, assert_values_equal
from fairgrade.checks.upstream import pass_any

ACTIVE = "the number of j with Var(mu_j) > threshold, the variance over the data"
COUNTS_AND_THRESHOLDS = (
    (40, 0.02), (25, 1e-4), (60, 0.2), (30, 1.0), (50, 20.0), (35, 4e-6),
    (21, 0.02), (33, 1.2), (45, 0.15), (28, 1e-3 / 5), (52, 1.0), (38, 0.2),
)  # fmt: skip
VARIANCES = (0.0, 0.0, 1e-7, 2e-5, 9e-4, 3e-3, 0.06, 0.4, 3.0)


def means_with(rng, count, dtype):
    """Correlated codes `(count, 9)` with exactly the variances above, in some order, and means far from 0."""
    mu = torch.randn(count, len(VARIANCES), generator=rng, dtype=torch.float64)
    mu += 2 * torch.randn(count, 1, generator=rng, dtype=torch.float64)
    mu = (mu - mu.mean(0)) / mu.std(0)
    order = torch.randperm(len(VARIANCES), generator=rng)
    offsets = torch.tensor([3.0, 0.0, -2.0, 1.5, 0.0, 1.0, 0.0, -1.5, 2.5], dtype=torch.float64)
    return (offsets + mu * torch.tensor(VARIANCES, dtype=torch.float64).sqrt())[:, order].to(dtype)


def active_slips(mu, threshold):
    """What usual mistakes count, each with its name."""
    var, centred = mu.var(0), mu - mu.mean(0)
    share = threshold
    return {
        "the sleeping dimensions are counted": int((var <= share).sum()),
        "the standard deviation is compared, not the variance": int((mu.std(0) > share).sum()),
        "the mean is not subtracted: the mean square is no variance": int((mu.square().mean(0) > share).sum()),
        "the size of the mean is compared, not the variance": int((mu.mean(0).abs() > share).sum()),
        "the mean of |mu| is compared, not the variance": int((mu.abs().mean(0) > share).sum()),
        "the mean is compared, not the variance": int((mu.mean(0) > share).sum()),
        "the variance is taken over the latent dimensions: it is over the data": int((mu.var(1) > share).sum()),
        "all dimensions are counted": mu.shape[1],
        "samples are counted, not dimensions": mu.shape[0],
        "the variance is not divided by the number of samples": int((centred.square().sum(0) > share).sum()),
        "the threshold is not used: 0.01 always": int((var > 1e-2).sum()),
        "the threshold is not used: 0 always": int((var > 0).sum()),
        "numbers are counted one by one, not dimensions": int((mu.abs() > share).sum()),
        "numbers are counted one by one, after subtracting the mean": int((centred.abs() > share).sum()),
        "the range is compared, not the variance": int((mu.amax(0) - mu.amin(0) > share).sum()),
        "the mean absolute deviation is compared, not the variance": int((centred.abs().mean(0) > share).sum()),
        "the threshold is squared": int((var > share**2).sum()),
        "only the first sample is looked at": int((mu[0].abs() > share).sum()),
        "one variance is taken over all numbers: each dimension has its own": mu.shape[1] if float(mu.var()) > share else 0,
        "one variance is taken over all numbers, and the answer is 0 or 1": int(float(mu.var()) > share),
        "the variance divided by the squared mean is compared": int((var / mu.mean(0).square().clamp_min(1e-12) > share).sum()),
        "the variance is compared with the root of the threshold": int((var > share**0.5).sum()),
        "the variance is taken twice": int((var.square() > share).sum()),
        "eigenvalues of the covariance are counted, not the dimensions themselves": int((torch.linalg.eigvalsh(mu.T.cov()) > share).sum()),
        "the variance is compared with a share of the largest one": int((var > share * var.max()).sum()),
        "the squared mean of a sample is compared": int((mu[0].square() > share).sum()),
    }  # fmt: skip


@pytest.mark.exercise("active_units")
def test_count(student, rng):
    """The number of latent dimensions whose mean varies over the data by more than the threshold."""

    def check(dtype):
        probes = []
        for count, threshold in COUNTS_AND_THRESHOLDS:
            probes.append((means_with(rng, count, dtype), threshold))
        compare(student, probes, hidden=False)

    run_in_best_precision(check)


@pytest.mark.exercise("active_units")
def test_threshold_by_default(student, rng):
    """Without a threshold it is 0.01."""

    def check(dtype):
        probes = [
            (means_with(rng, count, dtype)[:, :width], 1e-2) for count, width in ((40, 9), (25, 6), (60, 4))
        ]
        compare(student, probes, hidden=True)

    run_in_best_precision(check)


def compare(student, probes, hidden):
    called = describe_call("active_units", mu=probes[0][0]) + f" and {len(probes) - 1} more"
    hint = "int((mu.var(dim=0) > threshold).sum())"
    got = []
    for mu, threshold in probes:
        settings = {} if hidden else {"threshold": threshold}
        got.append(whole_number(student.active_units(mu=mu, **settings), called, hint))
    expected = [int((mu.var(0) > threshold).sum()) for mu, threshold in probes]
    each = [active_slips(mu, threshold) for mu, threshold in probes]
    slips = [([one[cause] for one in each], cause) for cause in each[0]]
    others = [0.0, 1e-3, 0.05, 0.1, 0.5, 1.0]
    if hidden:
        slips = [
            (
                [int((mu.var(0) > other).sum()) for mu, _ in probes],
                f"the default threshold is {other:g}, not 0.01",
            )
            for other in others
        ] + slips
    compare_numbers(got, expected, called, ACTIVE, slips, hint=hint)


MEANS = "row k is the mean of the mu with y == k"


def labelled_codes(rng, dtype, sizes, width):
    """Codes and labels with so many samples of each class, shuffled."""
    y = torch.repeat_interleave(torch.arange(len(sizes)), torch.tensor(sizes))
    y = y[torch.randperm(len(y), generator=rng)]
    mu = 1 + 2 * torch.rand(len(y), width, generator=rng, dtype=torch.float64) + y[:, None]
    return mu.to(dtype), y


def mean_slips(mu, y, num_classes):
    counts = torch.bincount(y, minlength=num_classes)[:, None].to(mu.dtype)
    sums = torch.stack([mu[y == k].sum(0) for k in range(num_classes)])
    right = sums / counts
    first = torch.stack([mu[y == k][0] for k in range(num_classes)])
    last = torch.stack([mu[y == k][-1] for k in range(num_classes)])
    seen = list(dict.fromkeys(y.tolist()))
    running = torch.zeros_like(right)
    for code, label in zip(mu, y.tolist(), strict=True):
        running[label] = (running[label] + code) / 2
    hint = "mu[y == k].mean(dim=0) for each k, then torch.stack."
    table = [
        (sums, "the sums are not divided by the number of samples of the class"),
        (sums / len(y), "divided by the size of the batch, not of the class"),
        (sums / num_classes, "divided by the number of classes, not of samples"),
        (sums / (len(y) / num_classes), "every class is taken to be equally large"),
        (sums / counts.max(), "divided by the size of the largest class"),
        (sums / (counts + 1), "divided by one sample too many"),
        (sums / (counts - 1).clamp_min(1), "divided by one sample too few: a mean is divided by the count itself"),
        (mu.mean(0).expand_as(right), "every row is the mean over all classes: y is not used"),
        (right[seen], "rows are in the order in which classes occur, not in the order 0, 1, 2"),
        (right[torch.bincount(y).argsort(descending=True)], "rows are sorted by the size of the class"),
        (right.roll(1, 0), "classes are off by one"),
        (right.roll(-1, 0), "classes are off by one"),
        (right.flip(0), "the rows are in reverse order"),
        (first, "only the first sample of each class is used"),
        (last, "only the last sample of each class is used: it overwrites the others, as mu is assigned, not added"),
        (torch.stack([mu[y == k].median(0).values for k in range(num_classes)]), "the median is taken, not the mean"),
        (torch.stack([mu[y == k].amax(0) for k in range(num_classes)]), "the largest is taken, not the mean"),
        (torch.stack([mu[y != k].mean(0) for k in range(num_classes)]), "row k is the mean of all classes but k"),
        (torch.stack([mu[y <= k].mean(0) for k in range(num_classes)]), "row k is the mean of classes 0 to k"),
        (right - mu.mean(0), "the mean of all codes is subtracted"),
        (right / right.norm(dim=1, keepdim=True), "the means are scaled to length 1"),
        (running, "each new sample is averaged with the mean so far, which gives late samples more weight"),
        (counts.expand_as(right), "the samples are counted, not averaged"),
        (mu[:num_classes], "these are the first codes: y is not used"),
        (right.round(), "the means are rounded"),
        (right.trunc(), "the means are cut to whole numbers"),
        (right / 2, "the means are halved"),
        (torch.stack([mu[y == k].std(0, unbiased=False) for k in range(num_classes)]), "the standard deviation is taken, not the mean"),
        (torch.stack([mu[y == k].amin(0) for k in range(num_classes)]), "the smallest is taken, not the mean"),
        (torch.stack([mu[y == k].square().mean(0) for k in range(num_classes)]), "the codes are squared"),
    ]  # fmt: skip
    return [Misconception(value, cause, hint) for value, cause in table if value.shape == right.shape]


def check_means(student, reference, rng, sizes, width):
    def check(dtype):
        mu, y = labelled_codes(rng, dtype, sizes, width)
        num_classes = len(sizes)
        called = describe_call("class_means", mu=mu, y=y, num_classes=num_classes)
        value = student.class_means(mu=mu, y=y, num_classes=num_classes)
        cause = ""
        if isinstance(value, torch.Tensor) and value.shape == (num_classes,):
            cause = (
                "one number a class came back: the mean runs over the samples, dim=0, not over all numbers"
            )
        elif isinstance(value, torch.Tensor) and value.shape == mu.shape:
            cause = "one row a sample came back: (K, Z) is one row a class"
        tensor = assert_shape_equals(value, {"K": num_classes, "Z": width}, called, cause)
        expected = torch.stack([mu[y == k].mean(0) for k in range(num_classes)])
        assert_values_equal(
            tensor,
            expected,
            called,
            MEANS,
            axes={"K": num_classes, "Z": width},
            candidates=mean_slips(mu, y, num_classes),
            sizes={"K": num_classes, "Z": width},
        )

    def with_labels():
        student.replace(one_hot=reference.one_hot)
        run_in_best_precision(check)

    pass_any(student, [with_labels, lambda: run_in_best_precision(check)])


@pytest.mark.exercise("class_means")
@pytest.mark.parametrize(
    "sizes", [(3, 6, 1, 4), (2, 5), (1, 1, 1, 1, 1, 1, 1), (7, 3, 9, 2, 4, 4, 8, 5, 1, 6)], ids=len
)
def test_means(student, reference, rng, sizes):
    """Row k is the mean code of class k, in order, for classes of unequal sizes."""
    check_means(student, reference, rng, sizes, 3)


@pytest.mark.exercise("class_means")
def test_means_of_one_dimension(student, reference, rng):
    """A latent space of one dimension gives (K, 1)."""
    check_means(student, reference, rng, (4, 2, 5), 1)


EDIT = "z + alpha (mean_to - mean_from)"


def edit_slips(z, start, end, alpha):
    step = end - start
    hint = f"attribute_edit = {EDIT}"
    table = [
        (z - alpha * step, "the direction is turned round: it leads from mean_from to mean_to"),
        (z + step, "alpha is not used"),
        (z - step, "the direction is turned round, and alpha is not used"),
        (z + alpha * end, "mean_from is not subtracted"),
        (z + alpha * (end + start), "the means are added: their difference is the direction"),
        (z + alpha * end - start, "alpha belongs to the whole difference: brackets are missing"),
        (z + end - alpha * start, "alpha belongs to the whole difference: brackets are missing"),
        ((1 - alpha) * z + alpha * end, "this pulls every code to mean_to: add the difference of the means instead"),
        (z + alpha * (end - z), "this pulls every code to mean_to: add the difference of the means instead"),
        (z + alpha * (z - start), "z - mean_from is used: the direction is mean_to - mean_from"),
        (z - start + end * alpha, "alpha belongs to the whole difference: brackets are missing"),
        (alpha * (z + step), "alpha multiplies z too: it belongs to the direction only"),
        (alpha * z + step, "alpha multiplies z: it belongs to the direction"),
        (start + alpha * step + 0 * z, "z is not used: this walks between the means"),
        (alpha * step + 0 * z, "only the step came back: add z"),
        (end + 0 * z, "every code became mean_to"),
        (z + 0 * step, "nothing changed"),
        (z + alpha * step / step.norm(), "the direction is scaled to length 1: its length counts"),
        (z + alpha * alpha * step, "alpha is applied twice"),
        (z * (1 + alpha * step), "the direction is multiplied with z: it is added"),
        (z + alpha * step.abs(), "the sign of the direction is lost"),
        (z + step / alpha if alpha else z, "the direction is divided by alpha"),
        (z + alpha * step.mean(), "the mean of the direction is added to every number"),
        (z + alpha * step / 2, "the direction is halved"),
        (z + min(max(alpha, 0.0), 1.0) * step, "alpha is held in [0, 1]: it may be negative, or larger than 1"),
        (z + min(alpha, 1.0) * step, "alpha is held below 1"),
        (z + max(alpha, 0.0) * step, "alpha is held above 0"),
        (z + abs(alpha) * step, "the sign of alpha is lost"),
        (z - z.mean(0) + alpha * step, "the mean of the codes is subtracted"),
        (z - start + alpha * step, "mean_from is subtracted once more: with alpha = 0 nothing changes"),
        (z + alpha * (end - z.mean(0)), "the mean of z is used for mean_from"),
    ]  # fmt: skip
    return [Misconception(value, cause, hint) for value, cause in table]


def check_edit(student, rng, dtype, count, alphas):
    """One set of codes and means with several alphas, together; None leaves alpha out."""
    z = (3 * torch.rand(count, 4, generator=rng, dtype=torch.float64) + 1).to(dtype)
    start, end = (torch.randn(4, generator=rng, dtype=torch.float64).to(dtype) * 2 + 1 for _ in range(2))
    given = {"z": z, "mean_from": start, "mean_to": end}
    got, expected, slips = [], [], []
    for alpha in alphas:
        settings = {} if alpha is None else {"alpha": alpha}
        called = describe_call("attribute_edit", **given, **settings)
        value, again = (student.attribute_edit(**given, **settings) for _ in range(2))
        got.append(assert_shape_equals(value, {"N": count, "Z": 4}, called))
        if isinstance(again, torch.Tensor) and not torch.equal(got[-1], again.detach()):
            cause = "noise is added: nothing is random here"
            raise CheckFailed(called, EDIT, "two calls gave different codes", cause)
        share = 1.0 if alpha is None else alpha
        expected.append(z + share * (end - start))
        slips.append(edit_slips(z, start, end, share))
    shown = " and ".join("without alpha" if alpha is None else f"alpha={alpha:g}" for alpha in alphas)
    assert_values_equal(
        torch.stack(got),
        torch.stack(expected),
        describe_call("attribute_edit", **given) + f" with {shown}",
        EDIT,
        axes={"alpha": len(alphas), "N": count, "Z": 4},
        candidates=[
            Misconception(torch.stack([one.value for one in same]), same[0].cause, same[0].hint)
            for same in zip(*slips, strict=True)
        ],
    )


@pytest.mark.exercise("attribute_edit")
def test_edit(student, rng):
    """Codes move by alpha times the difference of the means, each by the same step; for one code too."""

    def check(dtype):
        for count in (6, 1):
            check_edit(student, rng, dtype, count, (2.5, -0.75, 0.4))

    run_in_best_precision(check)


@pytest.mark.exercise("attribute_edit")
def test_edit_by_nothing_and_by_default(student, rng):
    """alpha = 0 changes nothing; without alpha it is 1."""

    def check(dtype):
        check_edit(student, rng, dtype, 5, (None, 0.0))

    run_in_best_precision(check)

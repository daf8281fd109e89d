"""Hidden checks of `get_batch`, `next_token_loss`, `perplexity` and `bits_per_char`."""

from __future__ import annotations

import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_equals
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.statistics import ALPHA, assert_share_equals
from fairgrade.checks.structure import read_fields, read_number
from fairgrade.checks.tensors import assert_dtype_equals, assert_shape_equals, assert_values_equal
from fairgrade.errors import StudentFault, StudentRaised


def draw(student, data, block, batch, **more):
    """One call, checked for shapes and kinds."""
    called = describe_call("get_batch", data=data, block=block, batch=batch)
    value = student.get_batch(data=data, block=block, batch=batch, **more)
    fields = read_fields(value, ("x", "y"), called, "the pair (x, y)")
    x, y = (assert_shape_equals(fields[name], {"B": batch, "T": block}, called) for name in ("x", "y"))
    for name, part in (("x", x), ("y", y)):
        assert_dtype_equals(part, torch.int64, called, name)
    return called, x, y


def places(values, data, called, name):
    """Where each token of a batch lies in data without repetition."""
    table = torch.full((int(data.max()) + 1,), -1)
    table[data] = torch.arange(len(data))
    inside = (values >= 0) & (values <= int(data.max()))
    found = torch.where(inside, table[values.clamp(0, int(data.max()))], -1)
    if bool((found < 0).any()):
        cause = f"{name} holds places in the data, or other numbers: look the tokens up, data[...]"
        raise CheckFailed(called, f"{name} holds tokens of the data", "it holds something else", cause)
    return found


def check_windows(student, rng, length, block, batch):
    data = 40 + torch.randperm(length, generator=rng)
    called, x, y = draw(student, data, block, batch)
    at_x, at_y = places(x, data, called, "x"), places(y, data, called, "y")
    if not bool((at_x[:, 1:] == at_x[:, :-1] + 1).all()):
        steps = (at_x[:, 1:] - at_x[:, :-1]).unique().tolist()
        cause = (
            "the tokens of a row are drawn one by one: a window is a piece of the data"
            if len(steps) > 1
            else ""
        )
        cause = "the windows run backwards" if steps == [-1] else cause
        raise CheckFailed(
            called, "each row of x is a piece of the data", "the tokens of a row are no neighbours", cause
        )
    moved = (at_y - at_x).unique().tolist()
    if moved != [1]:
        causes = {
            0: "y equals x: it must be one place later",
            -1: "y is shifted in the wrong direction: it holds the token before, not the next one",
            2: "y is two places later, not one",
            block: "y is the window after x, not x moved by one place",
        }
        cause = causes.get(moved[0], "") if len(moved) == 1 else ""
        if len(moved) > 1 and bool((at_y[:, :-1] == at_x[:, 1:]).all()):
            cause = "the last token of y is not the one that follows: y is rolled within the window"
        elif len(moved) > 1 and bool((at_y[:, 1:] == at_y[:, :-1] + 1).all()):
            cause = "y is drawn with other starts than x"
        raise CheckFailed(called, "y[b, t] is the token that follows x[b, t]", "it is another token", cause)
    return at_x[:, 0]


@pytest.mark.exercise("get_batch")
def test_targets_follow(student, rng):
    """x holds pieces of the data, y the same pieces one place later; both are int64 of shape (batch, block)."""
    for length, block, batch in ((50, 7, 5), (9, 8, 3), (30, 1, 4), (12, 5, 1), (12, 4, 12)):
        check_windows(student, rng, length, block, batch)


@pytest.mark.exercise("get_batch")
def test_every_legal_start_is_as_likely(student, rng):
    """Starts are uniform over all that fit, the first and the last among them."""
    block, kinds, count = 6, 5, 2000
    data = 40 + torch.randperm(block + kinds, generator=rng)
    called = describe_call("get_batch", data=data, block=block, batch=count)
    try:
        starts = check_windows(student, rng, block + kinds, block, count)
    except StudentRaised as error:
        cause = "a start may be too late: the targets of the last window would leave the data"
        if "larger" in error.text or "replacement" in error.text or "sample" in error.text:
            cause = "starts are drawn without replacement: a start may come twice"
        raise CheckFailed(
            called, "windows fit into the data", f"{error.kind}: {error.text[:100]}", cause
        ) from None
    seen = set(starts.tolist())
    relation = f"every one of the {kinds} legal starts has the same probability"
    if len(seen) < kinds:
        cause = "only some of the legal starts are drawn"
        if seen == set(range(kinds - 1)):
            cause = "the last legal start is never drawn: randint's upper bound is exclusive"
        elif seen == set(range(1, kinds)):
            cause = "the first start is never drawn"
        elif len(seen) == 1:
            cause = "one start for the whole batch, or always the same: each row draws its own"
        elif seen == set(range(kinds - 2)):
            cause = "the last legal starts are never drawn: count with a text of block + 1 tokens"
        raise CheckFailed(called, relation, f"{len(seen)} of {kinds} starts in {count} draws", cause)
    for start in range(kinds):
        hits = int((starts == start).sum())
        assert_share_equals(hits, count, 1 / kinds, called, relation, "some starts are likelier than others")
    relation = "rows draw their starts independently"
    half = count // 2
    partners = (
        (starts[1::2], starts[::2], "the start of a row follows from that of the row before"),
        (starts[:half], starts[half:], "the start of a row follows from that of a row half a batch before"),
        (starts[:half], starts[half:].flip(0), "the batch mirrors its first half"),
    )
    for first, second, cause in partners:
        for pair in range(kinds**2):
            hits = int((kinds * first + second == pair).sum())
            assert_share_equals(hits, half, 1 / kinds**2, called, relation, cause, alpha=ALPHA / 20)


@pytest.mark.exercise("get_batch")
def test_one_window_fits(student, rng):
    """With block + 1 tokens there is one legal start; it is found, and two calls of many windows differ."""
    for block in (1, 6):
        starts = check_windows(student, rng, block + 1, block, 4)
        if set(starts.tolist()) != {0}:
            raise CheckFailed("get_batch(...)", "the only legal start is 0", "another start", "")
    data = torch.arange(5000)
    (called, first, _), (_, second, _) = draw(student, data, 4, 12), draw(student, data, 4, 12)
    if torch.equal(first, second):
        cause = "the seed is reset inside, or the windows are always the same"
        raise CheckFailed(called, "two calls draw new windows", "the same windows", cause)


@pytest.mark.exercise("get_batch")
def test_generator_is_used(student, rng):
    """With a generator, it alone decides, and it moves on; without one, the global seed does."""
    if not student.has("seeded"):
        return
    data = torch.arange(5000)
    hint = "Pass it on: torch.randint(..., generator=generator)."

    def windows(generator):
        return draw(student, data, 4, 12, generator=generator)[1]

    called = "get_batch(data, block, batch, generator=seeded(s))"
    one = student.seeded(3)
    first, later = windows(one), windows(one)
    student.seed(11)
    again, other = windows(student.seeded(3)), windows(student.seeded(4))
    if not torch.equal(first, again):
        raise CheckFailed(
            called,
            "the same generator draws the same windows",
            "others",
            "generator is not used, or not alone",
            hint,
        )
    if torch.equal(first, other):
        raise CheckFailed(
            called,
            "another generator draws other windows",
            "the same",
            "generator is not used: the seed is fixed inside",
            hint,
        )
    if torch.equal(first, later):
        raise CheckFailed(
            called,
            "the generator moves on between two calls",
            "the same windows",
            "the generator is reset or copied inside",
            hint,
        )


FORMULA = "mean of -log softmax(logits)[target] over the targets that count"


def right_loss(logits, targets, ignore):
    counted = targets != ignore
    log_p = logits.log_softmax(-1)[counted]
    return -log_p.gather(-1, targets[counted][:, None])[:, 0].mean()


def loss_slips(logits, targets, ignore):
    """What usual mistakes return."""
    B, T, V = logits.shape
    counted = targets != ignore
    safe = torch.where(counted, targets, 0)
    each = -logits.log_softmax(-1).gather(-1, safe[..., None])[..., 0]
    good = each[counted].mean()
    number = int(counted.sum())
    total = each[counted].sum()
    rows = torch.where(counted, each, 0).sum(1) / counted.sum(1).clamp(min=1)
    twice = -logits.softmax(-1).log_softmax(-1).gather(-1, safe[..., None])[..., 0]
    prob = logits.softmax(-1).gather(-1, safe[..., None])[..., 0]
    scrambled = logits.transpose(1, 2).reshape(B * T, V).log_softmax(-1).reshape(B, T, V)
    swapped = logits.transpose(0, 1).reshape(B, T, V).log_softmax(-1)

    def of(table):
        return -table.gather(-1, safe[..., None])[..., 0][counted].mean()

    ahead, ahead_counts = each[:, 1:], counted[:, 1:]
    moved = -logits[:, :-1].log_softmax(-1).gather(-1, safe[:, 1:, None])[..., 0]
    slips = [
        (each.mean() if number == B * T else None, ""),
        (total, "a sum is taken, not a mean"),
        (0.9 * good - 0.1 * logits.log_softmax(-1).mean(-1)[counted].mean(), "the targets are smoothed: label_smoothing is not asked for"),
        (total / B, "the sum is divided by the rows, not by the targets that count"),
        (total / T, "the sum is divided by the positions of a row"),
        (total / (B * T), "the sum is divided by all positions: padding is counted in the mean"),
        (each.mean(), "ignore_index is not used: padding is counted"),
        (rows.mean(), "a mean is taken for each row, then over rows: short rows count too much"),
        (twice[counted].mean(), "softmax is applied before the cross-entropy, which has one inside"),
        (-prob[counted].mean(), "the logarithm is missing"),
        ((1 - prob)[counted].mean(), "the logarithm is missing"),
        (-prob[counted].mean().log(), "the mean is taken before the logarithm"),
        (-logits.gather(-1, safe[..., None])[..., 0][counted].mean(), "the softmax is missing: these are the logits themselves"),
        (of(logits.log_softmax(1)), "the softmax runs over the positions, not over the vocabulary"),
        (of(logits.log_softmax(0)), "the softmax runs over the batch, not over the vocabulary"),
        (of(scrambled), "a view scrambles positions and vocabulary: flatten (B, T, V) to (B*T, V), or permute to (B, V, T)"),
        (of(swapped), "rows and positions are mixed"),
        (ahead[ahead_counts].mean() if bool(ahead_counts.any()) else None, "the first position is left out"),
        (each[:, :-1][counted[:, :-1]].mean(), "the last position is left out"),
        (each[:, -1][counted[:, -1]].mean(), "only the last position is used"),
        (moved[ahead_counts].mean() if bool(ahead_counts.any()) else None, "the targets are shifted again: they are shifted already"),
        (good / math.log(2), "the logarithm is to base 2: the unit is nats"),
        (good.exp(), "this is the perplexity: return the loss"),
        (-good, "the sign is flipped"),
        ((logits.softmax(-1) - torch.nn.functional.one_hot(safe, V)).square().mean(), "this is a squared error, no cross-entropy"),
    ]  # fmt: skip
    return [
        Misconception(
            value, cause, "F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=...)"
        )
        for value, cause in slips
        if value is not None and cause
    ]


def loss_probe(rng, dtype, B, T, V, ignored, ignore=-100):
    logits = 3 * torch.randn(B, T, V, generator=rng, dtype=torch.float64).to(dtype)
    targets = torch.randint(0, V, (B, T), generator=rng)
    if ignore >= 0:
        targets = torch.where(targets == ignore, (targets + 1) % V, targets)
    for row, count in enumerate(ignored):
        targets[row, T - count :] = ignore
    return logits, targets


def check_loss(student, logits, targets, ignore=None, tolerance=None):
    more = {} if ignore is None else {"ignore_index": ignore}
    called = describe_call("next_token_loss", logits=logits, targets=targets, **more)
    value = student.next_token_loss(logits=logits, targets=targets, **more)
    given = -100 if ignore is None else ignore
    many = isinstance(value, torch.Tensor) and value.dim() > 0
    tensor = assert_shape_equals(
        value, {}, called, "the losses of the positions came back: take the mean" if many else ""
    )
    number = int((targets != given).sum())
    if bool(torch.isnan(tensor)):
        cause = "a target that is not counted takes part, or a logarithm of 0"
        assert_values_finite(tensor, called, cause)
    assert_values_equal(
        tensor,
        right_loss(logits, targets, given),
        called,
        FORMULA,
        axes={},
        candidates=loss_slips(logits, targets, given),
        sizes={"N": number},
        tolerance=tolerance,
    )


@pytest.mark.exercise("next_token_loss")
def test_loss_values(student, rng):
    """The mean cross-entropy in nats, for B, T and V that differ."""

    def check(dtype):
        for shape in ((3, 5, 4), (2, 7, 11), (1, 1, 6), (5, 2, 3)):
            check_loss(student, *loss_probe(rng, dtype, *shape, ()))

    run_in_best_precision(check)


@pytest.mark.exercise("next_token_loss")
def test_padding_is_not_counted(student, rng):
    """Targets equal to ignore_index, -100 or another, take no part, in the sum or in the number."""

    def check(dtype):
        check_loss(student, *loss_probe(rng, dtype, 3, 6, 5, (0, 2, 4)))
        check_loss(student, *loss_probe(rng, dtype, 2, 5, 7, (3, 1), 0), 0)
        check_loss(student, *loss_probe(rng, dtype, 3, 4, 6, (1, 0, 3), 5), 5)
        check_loss(student, *loss_probe(rng, dtype, 2, 4, 6, (1, 2), -1), -1)

    run_in_best_precision(check)


@pytest.mark.exercise("next_token_loss")
def test_loss_gradients(student, rng):
    """The gradient is (softmax - one-hot) / number of targets that count, and 0 where none does."""

    def check(dtype):
        logits, targets = loss_probe(rng, dtype, 3, 4, 5, (0, 1, 2))
        leaf = logits.clone().requires_grad_()
        (wanted,) = torch.autograd.grad(right_loss(leaf, targets, -100), leaf)
        called = describe_call("next_token_loss", logits=logits, targets=targets)
        pulled = student.vjp("next_token_loss", {"logits": logits, "targets": targets}, wrt=("logits",))
        relation = "the gradient to logits is (softmax - one-hot) / number of targets that count"
        assert_gradient_equals(pulled.gradients["logits"], wanted, "logits", called, relation)

    run_in_best_precision(check)


@pytest.mark.exercise("next_token_loss")
def test_loss_stays_finite(student, rng):
    """Right at logits of 10,000."""

    def check(dtype):
        logits, targets = loss_probe(rng, dtype, 2, 3, 4, (0, 1))
        for size in (60.0, 1e4):
            large = size * logits.sign()
            large[0, 0] = -size  # the target is far from likely
            large[0, 0, (targets[0, 0] + 1) % 4] = size
            large[0, 1] = -size
            large[0, 1, targets[0, 1]] = size  # the target is sure: its loss is 0, and it counts
            called = describe_call("next_token_loss", logits=logits, targets=targets) + " with large logits"
            value = student.next_token_loss(logits=large, targets=targets)
            tensor = assert_shape_equals(value, {}, called)
            hint = "Use F.cross_entropy or log_softmax: they never take the logarithm of 0."
            assert_values_finite(tensor, called, "the logarithm of a softmax that is 0", hint)
            expected = float(right_loss(large, targets, -100))
            if abs(float(tensor) - expected) > 1e-3 * max(expected, 1e-3):
                counted = int((targets != -100).sum())
                cause = "the logarithm of a probability is clamped" if float(tensor) < expected else ""
                for zeros in range(1, counted):
                    if abs(float(tensor) * (counted - zeros) / counted - expected) < 1e-6 * expected:
                        cause = "targets whose loss is 0 are not counted: ignore_index alone decides"
                raise CheckFailed(called, FORMULA, "another value at large logits", cause, hint)

    run_in_best_precision(check)


def of_nll(student, name, nll):
    """The value for a loss given as a tensor, or as a float where only that is taken."""
    called = f"{name}(nll={nll:.3g})"
    try:
        value = getattr(student, name)(nll=torch.tensor(nll, dtype=torch.float64))
    except StudentFault as fault:
        if not isinstance(fault, StudentRaised):
            raise
        value = getattr(student, name)(nll=nll)
    return called, read_number(value, called, "the result")


def check_number(student, name, formula, right, slips):
    for nll in (0.0, 0.37, 1.9, 4.4, 21.0):
        called, value = of_nll(student, name, nll)
        expected = right(nll)
        if abs(value - expected) > 1e-4 * max(abs(expected), 1e-3):
            limit = f"the {'loss' if value < expected else 'result'} is clipped" if nll > 10 else ""
            near = [why for slip, why in slips if abs(value - slip(nll)) <= 1e-4 * max(abs(slip(nll)), 1e-3)]
            if nll:
                raise CheckFailed(called, formula, "another value", near[0] if near else limit, formula)


@pytest.mark.exercise("perplexity")
def test_perplexity_values(student):
    """e to the mean loss."""
    slips = [
        (lambda nll: 2**nll, "the base is 2: the loss is in nats"),
        (lambda nll: 10**nll, "the base is 10: the loss is in nats"),
        (lambda nll: math.exp(-nll), "the sign is flipped: this is the geometric mean probability"),
        (lambda nll: math.exp(nll / math.log(2)), "the loss is turned into bits, but the base stays e"),
        (lambda nll: 2 ** (nll / math.log(2)) - 1, "1 is subtracted"),
        (lambda nll: math.exp(nll) - 1, "1 is subtracted"),
        (lambda nll: nll, "the loss itself came back: take the exponential"),
        (lambda nll: math.log(max(nll, 1e-300)), "the logarithm is taken, not the exponential"),
        (lambda nll: nll / math.log(2), "these are bits: take the exponential"),
    ]
    check_number(student, "perplexity", "perplexity = e^nll", math.exp, slips)


@pytest.mark.exercise("bits_per_char")
def test_bits_values(student):
    """Nats divided by ln 2."""
    slips = [
        (lambda nll: nll * math.log(2), "it is multiplied by ln 2, not divided"),
        (lambda nll: nll, "the loss is in nats still: divide by ln 2"),
        (lambda nll: math.exp(nll), "this is the perplexity"),
        (lambda nll: 2**nll, "this is a perplexity"),
        (lambda nll: nll / 2, "it is divided by 2, not by ln 2"),
        (
            lambda nll: math.log2(max(nll, 1e-300)),
            "the logarithm of the loss is taken: only the unit changes",
        ),
        (lambda nll: nll / math.log10(2), "the logarithm of 2 is to base 10"),
        (lambda nll: -nll / math.log(2), "the sign is flipped"),
        (lambda nll: nll / 8 / math.log(2), "it is divided by 8: these are bytes"),
        (lambda nll: nll * math.log2(10), "the loss is taken for a logarithm to base 10"),
    ]
    check_number(student, "bits_per_char", "bits = nll / ln 2", lambda nll: nll / math.log(2), slips)

"""Hidden checks of `greedy`, `apply_temperature`, both filters and `sample_token`."""

from __future__ import annotations

import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.statistics import assert_share_equals
from fairgrade.checks.tensors import (
    assert_dtype_equals,
    assert_dtype_is_floating,
    assert_shape_equals,
    assert_values_equal,
)


def spread_logits(rng, dtype, B, V, gap=0.15):
    """Rows of logits in random order; neighbours in size are at least `gap` apart."""
    steps = gap + torch.rand(B, V, generator=rng, dtype=torch.float64)
    ordered = steps.cumsum(1) - steps.sum(1, keepdim=True) * 0.6
    order = torch.stack([torch.randperm(V, generator=rng) for _ in range(B)])
    return ordered.gather(1, order).to(dtype)


def read_choice(value, B, V, called):
    """A token a row."""
    cause = ""
    if isinstance(value, torch.Tensor):
        if tuple(value.shape) == (B, 1):
            cause = "an axis of size 1 is left: the result is (B,)"
        elif tuple(value.shape) == (V,) != (B,):
            cause = "the choice is made over the batch, not over the vocabulary"
        elif value.dim() == 0:
            cause = "one token for the whole batch: each row has its own"
            if B == 1:
                cause = "the axis of a batch of one is squeezed away: squeeze(-1) takes the last axis only"
    chosen = assert_shape_equals(value, {"B": B}, called, cause)
    assert_dtype_equals(chosen, torch.int64, called, "the tokens")
    return chosen


@pytest.mark.exercise("greedy")
def test_largest_logit_is_chosen(student, rng):
    """The place of the largest logit of each row, (B,), for logits of either sign."""

    def check(dtype):
        for B, V in ((5, 8), (3, 4), (1, 6), (9, 2)):
            for shift in (60.0, 0.0, -30.0, -math.inf):
                logits = spread_logits(rng, dtype, B, V) + max(shift, -30.0)
                if shift == -math.inf:  # as after a filter
                    logits = logits.scatter(1, logits.argmin(1, keepdim=True), -math.inf)
                called = describe_call("greedy", logits=logits)
                chosen = read_choice(student.greedy(logits=logits), B, V, called)
                right = logits.argmax(1)
                if torch.equal(chosen, right):
                    continue
                slips = [
                    (logits.abs().argmax(1), "the absolute value is taken first"),
                    (logits.argmin(1), "the smallest logit is chosen"),
                    (logits.argsort(1)[:, -2], "the second largest is chosen"),
                    (right[0].expand(B), "every row gets the token of row 0"),
                    (right + 1, "tokens are counted from 1"),
                ]
                cause = next((text for slip, text in slips if torch.equal(chosen, slip)), "")
                if bool(logits.gather(1, chosen.clamp(0, V - 1)[:, None]).isinf().any()):
                    cause = "a token that is out, with the logit -inf, is chosen"
                got = f"{int((chosen != right).sum())} of {B} rows have another token"
                raise CheckFailed(called, "the most likely token of each row", got, cause)

    run_in_best_precision(check)


def check_temperature(student, logits, tau):
    called = describe_call("apply_temperature", logits=logits, tau=tau)
    value = student.apply_temperature(logits=logits, tau=tau)
    B, V = logits.shape
    got = assert_shape_equals(value, {"B": B, "V": V}, called)
    assert_dtype_is_floating(got, called)
    if bool(torch.isnan(got).any()) or bool(torch.isnan(got.softmax(-1)).any()):
        cause = "a division by 0" if tau == 0 else "infinity over infinity"
        if bool((got == -math.inf).all(1).any()):
            cause = "a row is empty: each row keeps its own largest logit, not the batch's"
        raise CheckFailed(
            called,
            "the result is no NaN",
            "NaN, or infinity where it was drawn from",
            cause,
            "Treat tau = 0 on its own.",
        )
    found = got.double().log_softmax(-1).exp()
    wanted = (
        torch.nn.functional.one_hot(logits.argmax(1), V).double()
        if tau == 0
        else (logits.double() / tau).softmax(-1)
    )
    if tau == 0:
        slips = [
            (logits.double().softmax(-1), "at tau = 0 the logits come back as they are: it must be greedy"),
            (torch.full((B, V), 1 / V).double(), "at tau = 0 all tokens become equally likely: it must be greedy"),
            (torch.nn.functional.one_hot(logits.argmin(1), V).double(), "at tau = 0 the least likely token is left"),
            (torch.nn.functional.one_hot(logits.argmax(1), V).double().softmax(-1), "at tau = 0 a one-hot row came back as logits: all others must be -inf"),
            (torch.nn.functional.one_hot(logits.argmax(), B * V).double().reshape(B, V), "at tau = 0 one token for the whole batch is left"),
            (torch.where(logits == logits.max(), 0.0, -1e9).double().softmax(-1), "at tau = 0 one token for the whole batch is left"),
        ]  # fmt: skip
        kept = torch.where(logits == logits.amax(1, keepdim=True), logits, 0.0)
        slips.append((kept.double().softmax(-1), "at tau = 0 the others get the logit 0: they must be -inf"))
        relation = "at tau = 0 all probability lies on the largest logit of each row"
    else:
        large = logits.double()
        p = large.softmax(-1)
        slips = [
            ((large * tau).softmax(-1), "the logits are multiplied by tau: divide"),
            (
                p,
                "tau is not used: tau below 1 sharpens"
                if tau < 1
                else "tau is not used: tau above 1 flattens",
            ),
            ((large / tau**2).softmax(-1), "tau is squared"),
            ((large / math.sqrt(tau)).softmax(-1), "the root of tau is taken"),
            ((p / tau).softmax(-1), "probabilities are divided, not logits"),
            ((large - tau).softmax(-1), "tau is subtracted: divide"),
            (((large / tau).softmax(-1)).softmax(-1), "probabilities came back, not logits"),
            ((large / (1 + tau)).softmax(-1), "1 is added to tau"),
            ((large * (1 - tau)).softmax(-1), "the logits are multiplied by 1 - tau"),
            ((large / (tau + 0.1)).softmax(-1), "something is added to tau"),
        ]
        relation = "softmax of the result = softmax(logits / tau)"
    candidates = [Misconception(slip, cause) for slip, cause in slips]
    assert_values_equal(found, wanted, called, relation, candidates=candidates, tolerance=1e-4)


@pytest.mark.exercise("apply_temperature")
def test_temperature_divides(student, rng):
    """softmax(logits / tau) for tau below, at and above 1; a logit of -inf stays out."""

    def check(dtype):
        logits = spread_logits(rng, dtype, 4, 6)
        for tau in (0.3, 1.0, 2.5, 0.05):
            check_temperature(student, logits, tau)
        holes = logits.clone()
        holes[1, int(logits[1].argmin())] = -math.inf
        check_temperature(student, holes, 0.7)

    run_in_best_precision(check)


@pytest.mark.exercise("apply_temperature")
def test_zero_temperature_is_greedy(student, rng):
    """At tau = 0 all probability lies on the largest logit of each row."""

    def check(dtype):
        for B, V in ((4, 6), (1, 3), (3, 9)):
            for shift in (0.0, -20.0, 20.0):
                check_temperature(student, spread_logits(rng, dtype, B, V) + shift, 0.0)
        check_temperature(student, spread_logits(rng, dtype, 2, 5), 0)

    run_in_best_precision(check)


def read_filtered(value, logits, called):
    """The filter's result, checked for shape, kind and NaN."""
    got = assert_shape_equals(value, dict(zip(("B", "V"), logits.shape, strict=True)), called)
    assert_dtype_is_floating(got, called)
    if bool(torch.isnan(got).any()) or bool((got == math.inf).any()):
        raise CheckFailed(
            called,
            "logits, or -inf",
            "NaN or +inf",
            "0 times infinity, or a logarithm of a negative number: fill with -inf",
        )
    return got


def assert_kept(got, logits, wanted, called, relation, slips):
    """Fail unless exactly the wanted logits are left as they were, up to one shift a row, and the others are -inf."""
    kept = got > -math.inf
    hint = "logits.masked_fill(dropped, -math.inf)"
    if not torch.equal(kept, wanted):
        original = logits > -math.inf
        cause = next((text for slip, text in slips if torch.equal(kept, slip & original)), "")
        empty = bool((~kept).all(1).any())
        if not cause and empty:
            cause = "a row is empty: at least one token stays"
        if bool((kept == original).all()) and bool((~wanted & original).any()):
            same = torch.allclose(got[wanted], logits[wanted], atol=1e-4)
            outside = got[~wanted & original]
            if bool((outside == 0).all()) and bool(((got >= 0) & (got <= 1)).all()):
                cause = "probabilities came back, and 0 where a token is out: return logits, and -inf"
            elif bool((outside == 0).all()):
                cause = "tokens that are out get the logit 0: as a logit, 0 is not small. Use -inf"
            elif same and float(outside.max()) < float(logits[original].min()) - 50:
                cause = "tokens that are out get a large negative number: -inf is asked for"
            elif torch.allclose(got, logits, atol=1e-6):
                cause = cause or "nothing is filtered"
            elif bool(((got >= 0) & (got <= 1)).all()):
                cause = "probabilities came back: return logits, and -inf for tokens that are out"
        counts = f"{kept.sum(1).tolist()} tokens stay in the rows, not {wanted.sum(1).tolist()}"
        if kept.sum(1).tolist() == wanted.sum(1).tolist():
            counts = "as many tokens stay, but others"
            if not cause and bool((kept.sum(0) > 0).any()):
                cause = "the order of the vocabulary is lost: what was sorted must be put back"
        raise CheckFailed(called, relation, counts, cause, hint)
    shift = torch.where(kept, got.double() - logits.double(), 0.0)
    for row in range(len(got)):
        inside = shift[row][kept[row]]
        if len(inside) > 1 and float(inside.max() - inside.min()) > 1e-4 * max(
            1.0, float(logits[row][kept[row]].abs().max())
        ):
            values, p = got[row][kept[row]].double(), logits[row].double().softmax(-1)[kept[row]]
            cause = ""
            if torch.allclose(values, p, atol=1e-4) or torch.allclose(values, p / p.sum(), atol=1e-4):
                cause = "probabilities came back, not logits"
            elif torch.allclose(
                values.sort().values, logits[row][kept[row]].double().sort().values, atol=1e-4
            ):
                cause = "the order of the vocabulary is lost: what was sorted must be put back"
            elif float(values.max() - values.min()) < 1e-6:
                cause = "all tokens that stay get the same logit: they keep their own"
            raise CheckFailed(called, "tokens that stay keep their logits", "other logits", cause, hint)


def ranks_of(logits):
    """0 for the largest of each row."""
    return logits.argsort(1, descending=True).argsort(1)


def check_top_k(student, logits, k):
    called = describe_call("top_k_filter", logits=logits, k=k)
    B, V = logits.shape
    try:
        value = student.top_k_filter(logits=logits, k=k)
    except Exception as error:
        text = str(error)
        if (
            k > V
            and "StudentRaised" in type(error).__name__
            and ("range" in text or "dimension" in text or "index" in text or "size" in text)
        ):
            cause = "a k above V is not caught: use min(k, V)"
            raise CheckFailed(called, "with k above V all tokens stay", "an exception", cause) from None
        raise
    got = read_filtered(value, logits, called)
    ranks = ranks_of(logits)
    finite = logits > -math.inf
    wanted = (ranks < k) & finite
    borders = logits.flatten().sort(descending=True).values
    overall = borders[min(B * k, B * V) - 1]
    one = borders[min(k, B * V) - 1]
    slips = [
        (ranks < k - 1, "one token too few stays: the k-th is out"),
        (ranks < k + 1, "one token too many stays: the k + 1-th is in"),
        (ranks >= V - k, "the k smallest stay, not the largest"),
        (ranks >= k, "the k largest are dropped: they must stay"),
        (logits >= overall, "one threshold serves the whole batch: each row has its own"),
        (logits >= one, "one threshold serves the whole batch: each row has its own"),
        ((ranks < k)[:1].expand(B, V), "every row gets the mask of row 0"),
        (
            logits >= logits.gather(1, logits.argsort(1, descending=True))[0, min(k, V) - 1],
            "every row gets the threshold of row 0",
        ),
        (
            logits.argsort(0, descending=True).argsort(0) < k,
            "the k largest of each column stay: rows are meant",
        ),
        (
            torch.arange(V).expand(B, V) < k,
            "the order of the vocabulary is lost: what was sorted must be put back",
        ),
        (torch.ones(B, V, dtype=torch.bool), "nothing is filtered"),
        (
            torch.zeros(B, V, dtype=torch.bool),
            "nothing is left" if k <= V else "with k above V nothing is left: all must stay",
        ),
        (ranks < 1, "only the largest stays"),
    ]
    relation = f"the {min(k, V)} largest logits of each row stay, the others are -inf"
    assert_kept(
        got,
        logits,
        wanted,
        called,
        relation,
        [slip for slip in slips if not torch.equal(slip[0] & finite, wanted)],
    )


@pytest.mark.exercise("top_k_filter")
def test_k_largest_stay(student, rng):
    """In each row the k largest logits stay as they are, the others are -inf; k = 1 and k = V work."""

    def check(dtype):
        for B, V in ((4, 7), (1, 5), (6, 3)):
            for k in sorted({1, 2, 3, V - 1, V}):
                logits = spread_logits(rng, dtype, B, V) + 3 * torch.arange(B, dtype=dtype)[:, None]
                check_top_k(student, logits, k)
                check_top_k(student, logits - 25, k)

    run_in_best_precision(check)


@pytest.mark.exercise("top_k_filter")
def test_k_may_be_large(student, rng):
    """A k above V leaves all; tokens that were out before stay out."""

    def check(dtype):
        for k in (6, 50):
            check_top_k(student, spread_logits(rng, dtype, 3, 5), k)
        logits = spread_logits(rng, dtype, 3, 6)
        logits[1, ranks_of(logits)[1] >= 2] = -math.inf
        check_top_k(student, logits, 3)

    run_in_best_precision(check)


@pytest.mark.exercise("top_k_filter")
def test_ties_at_the_border(student, rng):
    """Among equal logits at the border any may stay, but at least k do."""

    def check(dtype):
        logits = torch.tensor([[1.0, 3.0, 2.0, 2.0, 0.0]], dtype=dtype)
        called = describe_call("top_k_filter", logits=logits, k=2)
        kept = read_filtered(student.top_k_filter(logits=logits, k=2), logits, called)[0] > -math.inf
        if not bool(kept[1]) or not bool(kept[2] | kept[3]) or bool(kept[0] | kept[4]):
            cause = "at a tie too few stay" if int(kept.sum()) < 2 else ""
            raise CheckFailed(
                called,
                "with logits 3, 2, 2, ... and k = 2, the 3 and a 2 stay",
                f"{int(kept.sum())} stay",
                cause,
            )

    run_in_best_precision(check)


def nucleus_probe(rng, dtype, B, V, p):
    """Logits whose sums of probabilities, largest first, keep away from p, and p's set size differs between rows."""
    for _ in range(200):
        probabilities = (min(1.0, 4.5 / V) * spread_logits(rng, torch.float64, B, V, 0.2)).softmax(-1)
        ordered = probabilities.sort(1, descending=True).values
        sums = ordered.cumsum(1)
        away = (
            float((sums[:, :-1] - p).abs().min()) > 3e-3 and float((1 - sums[:, :-1] - p).abs().min()) > 3e-3
        )
        if away and float(ordered[:, -1].min()) > 2e-3:
            break
    shift = 4 * torch.randn(B, 1, generator=rng, dtype=torch.float64)
    return (probabilities.log() + shift).to(dtype)


def top_p_masks(logits, p):
    """What stays, and what usual mistakes would leave, each with its cause."""
    B, V = logits.shape
    probabilities = logits.double().softmax(-1)
    ordered, order = probabilities.sort(1, descending=True)
    sums, ranks = ordered.cumsum(1), ranks_of(logits)
    counts = ((sums - ordered) < p).sum(1, keepdim=True).clamp(min=1)
    finite = logits > -math.inf
    wanted = (ranks < counts) & finite
    column = probabilities / probabilities.sum(0)
    raising = probabilities.sort(1).values.cumsum(1)
    of_batch = logits.double().softmax(0)
    down, places = of_batch.sort(1, descending=True)
    before = torch.zeros_like(down).scatter(1, places, down.cumsum(1) - down)

    sorted_mask = torch.arange(V).expand(B, V) < counts
    slips = [
        (ranks < counts - 1, "the token with which the sum crosses p is dropped: it stays"),
        (ranks < (counts - 1).clamp(min=1), "the token with which the sum crosses p is dropped: it stays"),
        (ranks < counts + 1, "one token too many stays: the first with which the sum reaches p is the last"),
        (probabilities >= p, "each probability is compared with p, not their sum"),
        (probabilities >= 1 - p, "each probability is compared with 1 - p, not their sum"),
        (probabilities >= (1 - p) * ordered[:, :1], "each probability is compared with the largest"),
        (sorted_mask, "the order of the vocabulary is lost: what was sorted must be put back"),
        (sorted_mask.gather(1, order), "what was sorted is put back by gather: scatter is its inverse"),
        (torch.zeros_like(sorted_mask).scatter(1, order.argsort(1), sorted_mask), "what was sorted is put back in the wrong order"),
        (ranks < counts[:1], "every row gets the number of tokens of row 0"),
        (wanted[:1].expand(B, V), "every row gets the mask of row 0"),
        (((probabilities.cumsum(1) - probabilities) < p), "the probabilities are not sorted before they are summed"),
        ((probabilities.cumsum(1) <= p), "the probabilities are not sorted before they are summed"),
        (~(ranks < counts), "the set itself is dropped: it must stay"),
        (ranks >= V - (raising <= p).sum(1, keepdim=True), "the least likely tokens stay: sort in descending order"),
        (ranks >= V - ((raising - probabilities.sort(1).values) < p).sum(1, keepdim=True), "the least likely tokens stay: sort in descending order"),
        (ranks < ((sums - ordered) < 1 - p).sum(1, keepdim=True).clamp(min=1), "1 - p is used in place of p"),
        (torch.ones(B, V, dtype=torch.bool), "nothing is filtered"),
        (ranks < 1, "only the likeliest token stays"),
        (logits.double().sort(1, descending=True).values.cumsum(1).le(p).gather(1, ranks), "logits are summed, not probabilities"),
        ((probabilities.sort(1, descending=True).values.softmax(-1).cumsum(1) - ordered.softmax(-1) < p).gather(1, ranks), "a softmax is applied to probabilities"),
        (before < p, "the softmax or the sort runs over the batch"),
        (column.sort(0, descending=True).values.cumsum(0).le(p), "the softmax or the sort runs over the batch"),
    ]  # fmt: skip
    return wanted, [(slip & finite, cause) for slip, cause in slips]


def check_top_p(student, *probes):
    """Each probe is a pair of logits and p; the cause that is named explains them all, if one does."""
    found = []
    for logits, p in probes:
        called = describe_call("top_p_filter", logits=logits, p=p)
        got = read_filtered(student.top_p_filter(logits=logits, p=p), logits, called)
        found.append((logits, p, called, got, *top_p_masks(logits, p)))
    explains = [
        {cause for slip, cause in slips if torch.equal(got > -math.inf, slip)} for *_, got, _, slips in found
    ]
    everywhere = set.intersection(*explains)
    for logits, p, called, got, wanted, slips in found:
        relation = (
            f"the fewest likeliest tokens whose probabilities reach {p:g} stay, the crossing one among them"
        )
        named = [(slip, cause) for slip, cause in slips if not torch.equal(slip, wanted)]
        named.sort(key=lambda pair: pair[1] not in everywhere)
        assert_kept(got, logits, wanted, called, relation, named)


@pytest.mark.exercise("top_p_filter")
def test_smallest_set_stays(student, rng):
    """In each row the fewest likeliest tokens that reach p, with their logits; the others are -inf."""

    def check(dtype):
        sizes = (5, 7, 0.9), (5, 7, 0.6), (4, 9, 0.75), (1, 6, 0.5), (6, 4, 0.4), (3, 8, 0.97)
        check_top_p(student, *((nucleus_probe(rng, dtype, B, V, p), p) for B, V, p in sizes))

    run_in_best_precision(check)


@pytest.mark.exercise("top_p_filter")
def test_set_is_never_empty(student, rng):
    """One token stays where it alone crosses p, however small p is."""

    def check(dtype):
        peaked = spread_logits(rng, dtype, 3, 5)
        peaked = peaked + 12 * (ranks_of(peaked) == 0)
        small = [(nucleus_probe(rng, dtype, 4, 6, p), p) for p in (0.01, 0.1)]
        check_top_p(student, *small, (peaked, 0.9))

    run_in_best_precision(check)


@pytest.mark.exercise("top_p_filter")
def test_all_may_stay(student, rng):
    """p = 1 leaves all tokens; those that were out before stay out."""

    def check(dtype):
        check_top_p(student, (nucleus_probe(rng, dtype, 3, 6, 1.0), 1.0))
        logits = nucleus_probe(rng, dtype, 3, 6, 0.8)
        logits[1, ranks_of(logits)[1] >= 2] = -math.inf
        fine = logits.double().softmax(-1).sort(1, descending=True).values.cumsum(1)
        if float((fine - 0.8).abs().min()) > 1e-3:
            check_top_p(student, (logits, 0.8))

    run_in_best_precision(check)


DRAWS = 2000


def draw(student, logits):
    called = describe_call("sample_token", logits=logits)
    B, V = logits.shape
    chosen = read_choice(student.sample_token(logits=logits), B, V, called)
    if int(chosen.min()) < 0 or int(chosen.max()) >= V:
        raise CheckFailed(
            called,
            "tokens lie in 0 ... V - 1",
            f"tokens up to {int(chosen.max())}",
            "tokens are counted from 1, or rows are mixed with tokens",
        )
    return called, chosen


@pytest.mark.exercise("sample_token")
def test_shares_are_the_softmax(student, rng):
    """Each token is drawn with its probability, whatever the level of the logits."""

    def check(dtype):
        for level in (0.0, 40.0, -900.0):
            p = torch.tensor([0.52, 0.08, 0.3, 0.1], dtype=torch.float64)[torch.randperm(4, generator=rng)]
            logits = (p.log() + level).to(dtype).expand(DRAWS, 4).clone()
            called, chosen = draw(student, logits)
            hits = torch.bincount(chosen, minlength=4)
            shares = hits.double() / DRAWS
            others = [
                (p.softmax(0), "softmax is applied twice"),
                (torch.full((4,), 0.25).double(), "all tokens are as likely: the logits are not used"),
                (p**2 / (p**2).sum(), "the probabilities are squared"),
                (p.sqrt() / p.sqrt().sum(), "the root of the probabilities is taken"),
                ((1 / p) / (1 / p).sum(), "the unlikely are drawn: a sign is flipped"),
                ((-p.log()) / (-p.log()).sum(), "the logits are used as weights: take the softmax"),
            ]
            cause = next((text for other, text in others if float((shares - other).abs().max()) < 0.045), "")
            if float(shares.max()) == 1.0:
                others_seen = {int(draw(student, logits)[1][0]) for _ in range(20)}
                cause = (
                    "one draw serves all rows"
                    if len(others_seen) > 1
                    else "the same token is always chosen: draw"
                )
            for token in range(4):
                assert_share_equals(
                    int(hits[token]),
                    DRAWS,
                    float(p[token]),
                    called,
                    "each token is drawn with probability softmax(logits)",
                    cause,
                )

    run_in_best_precision(check)


@pytest.mark.exercise("sample_token")
def test_rows_draw_on_their_own(student, rng):
    """Each row has its own distribution and its own draw; -inf is never drawn; two calls differ."""

    def check(dtype):
        kinds = torch.arange(DRAWS) % 3
        table = torch.tensor(
            [[0.0, 1.0, 0.0, 0.0], [0.5, 0.0, 0.5, 0.0], [0.0, 0.0, 0.5, 0.5]], dtype=dtype
        ).log()
        logits = table[kinds] + torch.linspace(-400, 400, DRAWS, dtype=dtype)[:, None]
        draw(student, logits[:1])
        called, chosen = draw(student, logits)
        out = int((table[kinds, chosen] == -math.inf).sum())
        if out:
            cause = "a logit of -inf is drawn: the softmax runs over the batch, or rows share a distribution"
            raise CheckFailed(called, "a logit of -inf is never drawn", f"{out} of {DRAWS} draws", cause)
        pair = chosen[kinds > 0] == 2
        cause = "rows share one draw, or their draws depend on each other"
        assert_share_equals(int(pair.sum()), len(pair), 0.5, called, "rows draw independently", cause)
        first, second = (chosen[kinds == kind][: DRAWS // 3 - 1] == 2 for kind in (1, 2))
        same = int((first == second).sum())
        assert_share_equals(same, len(first), 0.5, called, "rows draw independently", cause)
        _, again = draw(student, logits)
        if torch.equal(chosen, again):
            raise CheckFailed(
                called,
                "two calls draw anew",
                "the same tokens",
                "the seed is reset inside, or nothing is drawn",
            )

    run_in_best_precision(check)

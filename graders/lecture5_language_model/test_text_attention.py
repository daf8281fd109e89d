"""Hidden checks of `causal_mask`, `attention` and `CausalSelfAttention`."""

from __future__ import annotations

import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import (
    DETACHED,
    assert_gradient_equals,
    assert_gradient_reaches,
    assert_parameters_get_gradients,
)
from fairgrade.checks.notes import add_note
from fairgrade.checks.precision import refuses_dtype, run_in_best_precision
from fairgrade.checks.structure import read_fields
from fairgrade.checks.tensors import (
    assert_dtype_equals,
    assert_dtype_is_floating,
    assert_shape_equals,
    assert_values_equal,
)
from fairgrade.checks.upstream import pass_any
from fairgrade.errors import StudentRaised
from graders.lecture1_vae.vae_models import build
from graders.lecture5_language_model.text_models import (
    assert_causal,
    assert_parameters_decide,
    check_finite,
    name_way,
    reach,
    read_output,
)


@pytest.mark.exercise("causal_mask")
def test_mask_is_the_lower_triangle(student):
    """A (T, T) matrix of booleans, True at j <= i, for any T."""
    for T in (4, 1, 7, 2, 300):
        called = f"causal_mask(T={T})"
        mask = assert_shape_equals(student.causal_mask(T=T), {"T": T, "S": T}, called)
        assert_dtype_equals(mask, torch.bool, called, "the mask")
        right = torch.ones(T, T, dtype=torch.bool).tril()
        if torch.equal(mask, right):
            continue
        slips = [
            (right.T, "the upper triangle is True: each position would see the future"),
            (~right, "True and False are swapped: True may attend"),
            (right.tril(-1), "the diagonal is False: a position may attend to itself"),
            (~right.tril(-1), "True and False are swapped, and the diagonal is off"),
            (right.T.triu(1), "the upper triangle is True: each position would see the future"),
            (torch.ones(T, T, dtype=torch.bool).tril(1), "one position of the future is let through"),
            (torch.ones_like(right), "everything is True"),
            *[
                (
                    right.triu(-width),
                    "the past is cut off after some positions: a position sees all before it",
                )
                for width in range(2, T)
            ],
            (torch.eye(T, dtype=torch.bool), "only the diagonal is True: the past is not seen"),
        ]
        cause = next((text for slip, text in slips if torch.equal(mask, slip)), "")
        got = f"{int((mask != right).sum())} of {T * T} entries are wrong"
        raise CheckFailed(called, "entry (i, j) is True where j <= i", got, cause)


def right_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)
    return weights @ v, weights


def attention_slips(q, k, v, mask):
    """Weights of usual mistakes."""
    raw, E = q @ k.transpose(-2, -1), q.shape[-1]
    T, S = raw.shape[-2:]
    allowed = torch.ones(T, S, dtype=torch.bool) if mask is None else mask

    def soft(scores, axis=-1, allow=allowed):
        return scores.masked_fill(~allow, -math.inf).softmax(axis)

    good = soft(raw / math.sqrt(E))
    slips = [
        (soft(raw), "the scores are not divided by the root of E"),
        (soft(raw / E), "the scores are divided by E: use its root"),
        (soft(raw * math.sqrt(E)), "the scores are multiplied by the root of E: divide"),
        (soft(raw / math.sqrt(S)), "the scores are divided by the root of the number of keys: use the width E"),
        (soft(raw / math.sqrt(T)), "the scores are divided by the root of the number of queries: use the width E"),
        (soft(raw / math.sqrt(v.shape[-1])), "the scores are divided by the root of the width of v: use that of q and k"),
        (raw / math.sqrt(E), "the softmax is missing"),
        (soft(raw / math.sqrt(E), -2).nan_to_num(), "the softmax runs over the queries, not over the keys"),
        (good.nan_to_num().log_softmax(-1), "the softmax is applied twice"),
        (good.nan_to_num().softmax(-1), "the softmax is applied twice"),
        (good.log(), "the logarithm is taken: use softmax"),
        ((raw / math.sqrt(E)).softmax(0), "the softmax runs over the batch, not over the keys"),
        (raw.softmax(-1) / math.sqrt(E), "the softmax is taken before the division by the root of E"),
        ((raw / math.sqrt(E)).sigmoid(), "a sigmoid stands in place of the softmax"),
    ]  # fmt: skip
    if raw.dim() == 4:
        slips.append(((raw / math.sqrt(E)).softmax(1), "the softmax runs over the heads, not over the keys"))
    if mask is None:
        causal = torch.ones(T, S, dtype=torch.bool).tril()
        slips.append((soft(raw / math.sqrt(E), allow=causal), "a causal mask is used although none is given"))
    else:
        scaled = raw / math.sqrt(E)
        slips += [
            (scaled.softmax(-1), "the mask is not used"),
            (scaled.softmax(-1) * mask, "the mask is applied after the softmax: the weights of a row must sum to 1"),
            ((scaled * mask).softmax(-1), "masked scores become 0, not -inf: they keep weight"),
            (scaled.masked_fill(~mask, 0.0).softmax(-1), "masked scores become 0, not -inf: they keep weight"),
            ((scaled + mask).softmax(-1), "the mask is added as 0 and 1: use -inf"),
            (scaled.masked_fill(mask, -math.inf).softmax(-1), "the mask is the wrong way round: True may attend"),
            (scaled.masked_fill(mask, -1e9).softmax(-1), "the mask is the wrong way round: True may attend"),
            (scaled.masked_fill(~mask, 1e-9).softmax(-1), "masked scores are close to 0, not -inf: they keep weight"),
        ]  # fmt: skip
        if T == S:
            slips.append(
                (soft(scaled, allow=mask.T | torch.eye(T, dtype=torch.bool)), "the mask is transposed")
            )
    return [Misconception(value, cause) for value, cause in slips]


def check_attention(student, q, k, v, mask=None):
    given = {"q": q, "k": k, "v": v} | ({} if mask is None else {"mask": mask})
    called = describe_call("attention", **given)
    fields = read_fields(student.attention(**given), ("out", "weights"), called, "the pair (out, weights)")
    wanted_out, wanted = right_attention(q, k, v, mask)
    front = {f"axis {i}": size for i, size in enumerate(q.shape[:-2])}
    T, S = q.shape[-2], k.shape[-2]
    weights = assert_shape_equals(fields["weights"], {**front, "T": T, "S": S}, called)
    out = assert_shape_equals(fields["out"], {**front, "T": T, "W": v.shape[-1]}, called)
    for part in (weights, out):
        assert_dtype_is_floating(part, called)
    check_finite(weights, called)
    check_finite(out, called)
    slips = attention_slips(q, k, v, mask)
    relation = "weights = softmax(q k^T / sqrt(E)) over the keys" + (
        "" if mask is None else ", 0 where mask is False"
    )
    assert_values_equal(weights, wanted, called, relation, candidates=slips)
    of_out = [Misconception(slip.value @ v, slip.cause) for slip in slips if slip.value.shape == wanted.shape]
    assert_values_equal(out, wanted_out, called, "out = weights @ v", candidates=of_out)


def vectors(rng, dtype, *shape):
    return 1.5 * torch.randn(*shape, generator=rng, dtype=torch.float64).to(dtype)


def some_mask(rng, T, S):
    """Random, with at least one True in each row, and unlike its transpose."""
    mask = torch.rand(T, S, generator=rng) < 0.5
    mask[torch.arange(T), torch.randint(0, S, (T,), generator=rng)] = True
    mask[0, :2] = torch.tensor([True, False])
    return mask


def for_each_front(check):
    """Run a check with two axes in front and with one; code made for one of the two is remarked."""
    errors = []
    for front in ((2, 3), (3,)):
        try:
            run_in_best_precision(lambda dtype, front=front: check(dtype, front))
        except (StudentRaised, CheckFailed) as error:
            if isinstance(error, CheckFailed) and "shape" not in error.message.relation:
                raise
            errors.append(error)
    if len(errors) == 2:
        raise errors[0]
    if errors:
        add_note(
            "attention works for one number of axes in front only; any number is asked for. This costs no points."
        )


@pytest.mark.exercise("attention")
def test_attention_values(student, rng):
    """Weights and means without a mask, for T, S, E and W that differ."""

    def check(dtype, front):
        for T, S, E, W in ((4, 6, 3, 5), (5, 5, 8, 2), (1, 4, 2, 3)):
            q, k, v = (
                vectors(rng, dtype, *front, T, E),
                vectors(rng, dtype, *front, S, E),
                vectors(rng, dtype, *front, S, W),
            )
            check_attention(student, q, k, v)

    for_each_front(check)


@pytest.mark.exercise("attention")
def test_mask_takes_all_weight(student, rng):
    """No weight where mask is False, however large the score; the others sum to 1."""

    def check(dtype, front):
        for T, S, E in ((5, 5, 4), (4, 7, 3)):
            q, k, v = (
                vectors(rng, dtype, *front, T, E),
                vectors(rng, dtype, *front, S, E),
                vectors(rng, dtype, *front, S, 2),
            )
            mask = some_mask(rng, T, S)
            check_attention(student, q, k, v, mask)
            check_attention(student, q, k, v, torch.ones(T, S, dtype=torch.bool).tril())
        # A masked key that fits every query much better than those that may be seen.
        E, ones = 4, torch.ones(*front, 3, 4, dtype=dtype)
        k = torch.cat(
            [-10 * ones[..., :2, :] + vectors(rng, dtype, *front, 2, E) / 5, 10 * ones[..., :1, :]], -2
        )
        mask = torch.tensor([[True, False, False], [True, True, False], [False, True, False]])
        check_attention(student, 8 * ones, k, vectors(rng, dtype, *front, 3, 2), mask)

    for_each_front(check)


@pytest.mark.exercise("attention")
def test_attention_stays_finite(student, rng):
    """Right at scores of 1,000."""

    def check(dtype, front):
        q, k, v = (vectors(rng, dtype, *front, T, 4) for T in (3, 5, 5))
        k[..., 0, :] = q[..., 0, :]  # at least this score is positive
        size = math.sqrt(1000 / float((q @ k.transpose(-2, -1)).max() / 2))
        check_attention(student, size * q, size * k, v)

    for_each_front(check)


@pytest.mark.exercise("attention")
def test_attention_gradients(student, rng):
    """Gradients reach q, k and v, and are those of the formula."""

    def check(dtype, front):
        q, k, v = (vectors(rng, dtype, *front, T, 3) for T in (4, 5, 5))
        given = {"q": q, "k": k, "v": v, "mask": some_mask(rng, 4, 5)}
        leaves = {name: given[name].clone().requires_grad_() for name in "qkv"}
        out, weights = right_attention(**leaves, mask=given["mask"])
        turns = [vectors(rng, dtype, *part.shape) for part in (out, weights)]
        total = sum((part * turn).sum() for part, turn in zip((out, weights), turns, strict=True))
        only_out = torch.autograd.grad((out * turns[0]).sum(), list(leaves.values()), retain_graph=True)
        wanted = torch.autograd.grad(total, list(leaves.values()))
        called = describe_call("attention", **given)
        pulled = student.vjp("attention", given, wrt=("q", "k", "v"), cotangents=turns)
        for name, gradient, other in zip("qkv", wanted, only_out, strict=True):
            got = assert_gradient_reaches(pulled.gradients[name], name, called)
            if torch.allclose(got, other, rtol=1e-4, atol=1e-5):
                continue  # the weights may be detached: nobody learns through them
            assert_gradient_equals(got, gradient, name, called, f"the gradient to {name}")

    for_each_front(check)


def with_upstream(student, reference, check):
    """The check with the reference's mask and attention, then with the student's."""

    def with_reference():
        student.replace(causal_mask=reference.causal_mask, attention=reference.attention)
        check()

    pass_any(student, [with_reference, check])


def make_layer(student, rng, d_model=12, n_heads=3):
    probe = torch.randn(2, 4, d_model, generator=rng)
    layer = build(student, "CausalSelfAttention", probe, d_model=d_model, n_heads=n_heads)
    layer.stir(rng, 1.2)
    return layer


def run(layer, x, d_model=12, n_heads=3):
    called = f"CausalSelfAttention({d_model}, {n_heads})(x={tuple(x.shape)})"
    out = assert_shape_equals(read_output(layer(x)), {"B": x.shape[0], "T": x.shape[1], "D": d_model}, called)
    assert_dtype_is_floating(out, called)
    check_finite(out, called)
    return out


def slip_of(layer, x, n_heads):
    """Likely cause by the layer's own weights, or nothing."""
    return name_way(layer.parameters(), x, run(layer, x, x.shape[-1], n_heads), n_heads) or ""


@pytest.mark.exercise("causal_self_attention")
def test_layer_keeps_the_shape(student, reference, rng):
    """(B, T, D) to (B, T, D), for one row and one position too."""

    def check():
        for d_model, n_heads in ((12, 3), (8, 1), (8, 4)):
            layer = make_layer(student, rng, d_model, n_heads)
            for B, T in ((2, 5), (1, 1), (3, 9)):
                run(layer, torch.randn(B, T, d_model, generator=rng), d_model, n_heads)

    with_upstream(student, reference, check)


@pytest.mark.exercise("causal_self_attention")
def test_layer_sees_the_past_only(student, reference, rng):
    """Each output depends on the inputs up to its own position, all of them, and on its own row."""

    def check():
        worst, cause = torch.zeros(()), ""
        for _ in range(2):
            layer, x = make_layer(student, rng), torch.randn(2, 6, 12, generator=rng)
            cause = cause or slip_of(layer, x, 3)

            def change(place, x=x):
                other = x.clone()
                other[0, place] = torch.randn(12, generator=rng)
                return other

            worst = torch.maximum(worst, reach(lambda x, layer=layer: run(layer, x), change, run(layer, x)))
        assert_causal(worst, "CausalSelfAttention(12, 3)(x), x changed at one position", "the output", cause)

    with_upstream(student, reference, check)


@pytest.mark.exercise("causal_self_attention")
def test_heads_attend_with_their_own_scale(student, reference, rng):
    """With the layer's own projections: softmax(q k^T / sqrt(D / H)) v in each head, joined and projected."""

    def check():
        for d_model, n_heads in ((12, 3), (16, 2)):
            layer, x = make_layer(student, rng, d_model, n_heads), torch.randn(2, 5, d_model, generator=rng)
            cause = slip_of(layer, x, n_heads)
            if cause:
                called = f"CausalSelfAttention({d_model}, {n_heads})(x={tuple(x.shape)})"
                relation = "each head attends with weights softmax(q k^T / sqrt(D / H)), masked; heads are joined and projected"
                raise CheckFailed(called, relation, "what another computation gives", cause)

    with_upstream(student, reference, check)


@pytest.mark.exercise("causal_self_attention")
def test_parameters_are_all_there_is(student, reference, rng):
    """Two layers with the same parameters compute the same: no weight is hidden from the optimiser."""

    def check():
        x = torch.randn(2, 5, 12, generator=rng)
        first, second = (
            build(student, "CausalSelfAttention", x, seed, d_model=12, n_heads=3) for seed in (1, 2)
        )
        assert_parameters_decide(first, second, lambda layer: run(layer, x), "CausalSelfAttention(12, 3)")

    with_upstream(student, reference, check)


@pytest.mark.exercise("causal_self_attention")
def test_layer_passes_gradients(student, reference, rng):
    """Gradients reach x and the parameters."""

    def check():
        layer, x = make_layer(student, rng), torch.randn(2, 5, 12, generator=rng)
        called = "CausalSelfAttention(12, 3)(x=(2, 5, 12))"
        try:
            pulled = layer.vjp("", {"x": x}, wrt=("x",), parameters=True)
        except StudentRaised as error:
            if refuses_dtype(error) or "keyword" in error.text or "require grad" in error.text:
                return
            raise
        assert_gradient_reaches(pulled.gradients["x"], "x", called)
        assert_parameters_get_gradients(pulled.parameters, called, share=0.7)
        for gradient in pulled.parameters.values():
            if gradient is None or gradient.dim() != 2 or gradient.shape[1] != 12 or gradient.shape[0] % 12:
                continue
            if float((gradient == 0).all(1).double().mean()) > 0.2:
                cause = f"the gradient does not reach a part of a projection, of q, k or v: {DETACHED}"
                relation = "q, k and v are trained"
                raise CheckFailed(called, relation, "rows of a projection get no gradient", cause)
        for gradient in pulled.parameters.values():
            if gradient is not None:
                assert_values_finite(gradient, called)

    with_upstream(student, reference, check)

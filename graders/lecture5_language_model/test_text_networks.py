"""Hidden checks of `TransformerLM` and `LSTMLM`."""

from __future__ import annotations

import itertools

import pytest
import torch

from fairgrade.checks.failure import CheckFailed, describe_value
from fairgrade.checks.gradients import assert_parameters_get_gradients, assert_what_acts_gets_gradients
from fairgrade.checks.tensors import assert_dtype_is_floating, assert_shape_equals
from fairgrade.checks.upstream import pass_any
from fairgrade.errors import StudentFault, StudentRaised
from fairgrade.sandbox.remote import tensors as tensors_of
from graders.lecture1_vae.vae_models import build
from graders.lecture5_language_model.text_models import (
    SEEN,
    assert_causal,
    assert_parameters_decide,
    check_finite,
    reach,
)

VOCAB, BLOCK = 11, 8


def tokens(rng, B, T, vocab=VOCAB):
    return torch.randint(0, vocab, (B, T), generator=rng)


def other_token(ids, place, vocab=VOCAB):
    """Another token at one position of row 0."""
    changed = ids.clone()
    changed[0, place] = (changed[0, place] + 1 + place % (vocab - 2)) % vocab
    return changed


def make_transformer(student, rng, n_layers=2, n_heads=3, gain=1.0):
    sizes = {"vocab": VOCAB, "block": BLOCK, "d_model": 12, "n_heads": n_heads, "n_layers": n_layers}
    model = build(student, "TransformerLM", tokens(rng, 2, 4), **sizes)
    if gain:
        model.stir(rng, gain)
    return model


def logits_of(model, ids, vocab=VOCAB):
    called = f"TransformerLM(vocab={vocab}, block={BLOCK}, ...)(ids={tuple(ids.shape)})"
    try:
        value = model(ids)
    except StudentRaised as error:
        if ids.shape[1] != BLOCK:
            raise
        cause = "positions are counted from 1, or the table of positions is too small: a window of `block` tokens must fit"
        raise CheckFailed(
            called, "a window of block tokens fits", f"{error.kind}: {error.text[:120]}", cause
        ) from None
    if isinstance(value, tuple | list):
        raise CheckFailed(
            called, "logits (B, T, V) come back", f"got {describe_value(value)}", "return the logits alone"
        )
    cause = ""
    if isinstance(value, torch.Tensor) and value.shape == (len(ids), vocab) and ids.shape[1] > 1:
        cause = "only the last position's logits came back: every position has its own"
    out = assert_shape_equals(value, {"B": ids.shape[0], "T": ids.shape[1], "V": vocab}, called, cause)
    assert_dtype_is_floating(out, called)
    check_finite(out, called)
    return out


def with_upstream(student, reference, check):
    """The check with the reference's attention layer in the student's blocks, then with the student's own."""

    def make_attention(d_model, n_heads):
        return student.remote_module(reference.CausalSelfAttention(d_model=d_model, n_heads=n_heads))

    def with_reference():
        student.replace(
            CausalSelfAttention=make_attention,
            causal_mask=reference.causal_mask,
            attention=reference.attention,
        )
        check()

    pass_any(student, [with_reference, check])


@pytest.mark.exercise("transformer_lm")
def test_transformer_gives_logits(student, reference, rng):
    """(B, T) to (B, T, V), from one token up to the whole block; logits are not limited."""

    def check():
        model = make_transformer(student, rng, gain=0)
        for B, T in ((2, 5), (1, 1), (3, BLOCK)):
            logits_of(model, tokens(rng, B, T))
        found = []
        for _ in range(3):
            model.stir(rng, 3.0)
            found.append(logits_of(model, tokens(rng, 4, BLOCK)))
        values = torch.cat(found)
        called, relation = "TransformerLM(...) with draws of large random weights", "logits take any value"
        if float(values.min()) >= 0 and float(values.max()) <= 1.0001:
            sums = values.sum(-1)
            cause = (
                "a softmax at the end: the loss has one inside"
                if bool(((sums - 1).abs() < 1e-3).all())
                else "a sigmoid at the end"
            )
            raise CheckFailed(
                called, relation, "all lie in [0, 1]", cause, "Return the output of the last linear layer."
            )
        if float(values.min()) >= 0:
            raise CheckFailed(
                called,
                relation,
                "none is negative",
                "a ReLU at the end",
                "Return the output of the last linear layer.",
            )
        if float(values.abs().max()) <= 1.0001:
            raise CheckFailed(
                called,
                relation,
                "all lie in [-1, 1]",
                "a tanh at the end",
                "Return the output of the last linear layer.",
            )

    with_upstream(student, reference, check)


@pytest.mark.exercise("transformer_lm")
def test_transformer_sees_the_past_only(student, reference, rng):
    """Each logit depends on the tokens up to its position, all of them, and on its own row."""

    def check():
        worst = torch.zeros(())
        for n_layers in (1, 2):
            model, ids = make_transformer(student, rng, n_layers), tokens(rng, 2, BLOCK)
            before = logits_of(model, ids)
            effects = reach(
                lambda ids, model=model: logits_of(model, ids),
                lambda place, ids=ids: other_token(ids, place),
                before,
            )
            worst = torch.maximum(worst, effects)
            if float((logits_of(model, ids) - before).abs().max()) > 1e-5 * float(before.abs().max()):
                cause = "dropout or noise is active in eval mode"
                raise CheckFailed(
                    "TransformerLM(...)(ids) twice, in eval mode", "the same logits", "others", cause
                )
        assert_causal(worst, "TransformerLM(...)(ids), one token changed", "the logits")

    with_upstream(student, reference, check)


@pytest.mark.exercise("transformer_lm")
def test_training_sees_the_past_only(student, reference, rng):
    """In training mode too, with the same dropout, no logit depends on a later token or on another row."""

    def check():
        model, ids = make_transformer(student, rng), tokens(rng, 2, BLOCK)
        model.call("train")

        def call(ids):
            student.seed(7)
            return logits_of(model, ids)

        before = call(ids)
        if float((call(ids) - before).abs().max()) > 1e-5 * float(before.abs().max()):
            return  # something changes from call to call that no seed puts back
        moved = reach(call, lambda place: other_token(ids, place), before) > SEEN
        early = moved[:, 0] & ~torch.ones(BLOCK, BLOCK, dtype=torch.bool).triu()
        if bool(moved[:, 1:].any()) or bool(early.any()):
            called = "TransformerLM(...)(ids) in training mode, one token changed"
            relation = "earlier logits and other rows stay"
            cause = "rows or positions are normalised together, as by batch norm: use nn.LayerNorm"
            raise CheckFailed(called, relation, "they change, though not in eval mode", cause)

    with_upstream(student, reference, check)


@pytest.mark.exercise("transformer_lm")
def test_block_adds_to_its_input(student, reference, rng):
    """With every matrix 0, so that attention and perceptron give nothing, a block still passes on what came in."""

    def check():
        x = torch.randn(2, 5, 12, generator=rng)
        try:
            block = build(student, "Block", x, d_model=12, n_heads=3)
            matrices = {name for name, value in block.parameters().items() if value.dim() > 1}
            state = block.state()
            block.load_state_dict({name: value * (name not in matrices) for name, value in state.items()})
            first, second = (block(given) for given in (x, torch.randn(2, 5, 12, generator=rng)))
        except (StudentFault, CheckFailed):
            return  # another way to build a block, or none
        if not isinstance(first, torch.Tensor) or not isinstance(second, torch.Tensor):
            return
        if bool((first - second).abs().max() <= 1e-6 * first.abs().max()):
            called = "Block(12, 3)(x) with every matrix 0"
            relation = "what came in is passed on: what attention and the perceptron make is added to it"
            cause = "a residual connection is missing: x = x + attention(...), x = x + perceptron(...)"
            raise CheckFailed(called, relation, "the output does not depend on x", cause)

    with_upstream(student, reference, check)


class Nothing(torch.nn.Module):
    """An attention layer that gives 0."""

    def forward(self, x):
        return torch.zeros_like(x)


def remainder(x, out):
    """Share of `out` `(N, D)` that no linear map of x, normalised or not, makes; and that no map makes place by place."""
    x, out = x.double(), out.detach().double()
    forms = (
        x,
        torch.nn.functional.layer_norm(x, x.shape[-1:]),
        torch.nn.functional.rms_norm(x, x.shape[-1:]),
    )
    ones = torch.ones(len(x), 1, dtype=torch.float64)

    def left(columns, target):
        columns = torch.cat([*columns, ones], dim=1)
        return target - columns @ torch.linalg.lstsq(columns, target, driver="gelsd").solution

    mixed = left(forms, out)
    placed = torch.cat(
        [left([form[:, [d]] for form in forms], out[:, [d]]) for d in range(x.shape[1])], dim=1
    )
    size = (out - out.mean(0)).norm().clamp_min(1e-12)
    return float(mixed.norm() / size), float(placed.norm() / size)


@pytest.mark.exercise("transformer_lm")
def test_block_has_a_perceptron(student, rng):
    """Where attention gives nothing, a block still does more to a position than to scale, shift and mix its numbers."""
    student.replace(CausalSelfAttention=lambda *sizes, **named: student.remote_module(Nothing()))
    x = torch.randn(96, 1, 12, generator=rng)
    try:
        block = build(student, "Block", x, d_model=12, n_heads=3)
        weights = {
            name: torch.randn(value.shape, generator=rng) if value.dim() > 1 else torch.ones(value.shape)
            for name, value in block.parameters().items()
        }
        block.load_state_dict(block.state() | weights)
        out = block(x)
    except (StudentFault, CheckFailed):
        return  # another way to build a block, or none
    if not isinstance(out, torch.Tensor) or out.shape != x.shape or not bool(out.isfinite().all()):
        return
    mixed, placed = remainder(x[:, 0], out[:, 0])
    if mixed > 1e-3:
        return
    cause = (
        "the activation in the perceptron is missing: two linear layers without one are a single linear layer"
    )
    if placed <= 1e-3:
        cause = "the perceptron is missing: attention alone only averages what it has"
    raise CheckFailed(
        "Block(12, 3)(x), with an attention layer that gives 0",
        "each position goes through a perceptron: linear, activation, linear",
        "a linear map of x",
        cause,
        "x = x + self.mlp(self.norm2(x))",
    )


@pytest.mark.exercise("transformer_lm")
def test_order_of_the_context_matters(student, reference, rng):
    """Swapping two earlier neighbours changes the last logits, with one layer, wherever they stand."""

    def check():
        kept = [True] * (BLOCK - 2)
        for _ in range(2):
            model = make_transformer(student, rng, n_layers=1)
            ids = torch.randperm(VOCAB, generator=rng)[None, :BLOCK]
            before = logits_of(model, ids)[0, -1]
            for place in range(BLOCK - 2):
                order = list(range(BLOCK))
                order[place], order[place + 1] = place + 1, place
                after = logits_of(model, ids[:, order])[0, -1]
                same = float((after - before).abs().max()) <= 1e-6 * float(before.abs().max())
                kept[place] = kept[place] and same
        if any(kept):
            called = "TransformerLM(n_layers=1)(ids), two earlier neighbours swapped"
            cause = "there is no positional information: the order of the context has no effect"
            if not all(kept):
                cause = "some positions have the same positional information"
            raise CheckFailed(
                called, "the last logits change", f"they stay for {sum(kept)} of {len(kept)} pairs", cause
            )

    with_upstream(student, reference, check)


@pytest.mark.exercise("transformer_lm")
def test_every_layer_takes_part(student, reference, rng):
    """More layers have more parameters, and gradients reach them."""

    def check():
        called, sizes = "TransformerLM(n_layers=1, 2 and 4)", []
        for n_layers in (1, 2, 4):
            model = make_transformer(student, rng, n_layers)
            sizes.append(sum(value.numel() for value in model.parameters().values()))
        if not sizes[0] < sizes[1] < sizes[2]:
            cause = "the blocks are kept in a plain list, which no optimiser sees, or n_layers is not used"
            raise CheckFailed(
                called,
                "each layer has parameters of its own",
                f"{sizes} parameters",
                cause,
                "Use nn.ModuleList or nn.Sequential.",
            )
        if 2 * (sizes[1] - sizes[0]) != sizes[2] - sizes[1]:
            return
        ids = tokens(rng, 3, BLOCK)
        try:
            pulled = model.vjp(
                "",
                {"ids": ids},
                wrt=(),
                cotangents=[torch.randn(3, BLOCK, VOCAB, generator=rng)],
                parameters=True,
            )
        except StudentFault:
            return  # another name of the argument, or frozen tables among the parameters
        called = "TransformerLM(n_layers=4)(ids)"
        assert_parameters_get_gradients(pulled.parameters, called, share=0.8)
        assert_what_acts_gets_gradients(model, lambda: logits_of(model, ids), pulled.parameters, called)

    with_upstream(student, reference, check)


def make_lstm(student, rng, gain=0.8):
    model = build(student, "LSTMLM", tokens(rng, 2, 3), vocab=VOCAB, d_embed=5, d_hidden=7)
    if gain:
        model.stir(rng, gain)
    return model


def step(model, ids, *state):
    """Logits and state of one call."""
    called = f"LSTMLM({VOCAB}, 5, 7)(ids={tuple(ids.shape)}{', state' if state else ''})"
    value = model(ids, *state)
    if not isinstance(value, tuple | list) or len(value) != 2:
        cause = "the state is not returned" if isinstance(value, torch.Tensor) else ""
        cause = (
            "the state is returned as two values: return the pair (logits, state)"
            if isinstance(value, tuple | list) and len(value) == 3
            else cause
        )
        raise CheckFailed(
            called, "the pair (logits, state) comes back", f"got {describe_value(value)}", cause
        )
    logits, state = value
    cause = ""
    if isinstance(logits, torch.Tensor):
        if tuple(logits.shape) in ((len(ids), VOCAB), (len(ids), 1, VOCAB)) and ids.shape[1] > 1:
            cause = "only the last step's logits came back: every position has its own"
        elif tuple(logits.shape) == (ids.shape[1], len(ids), VOCAB) and ids.shape[0] != ids.shape[1]:
            cause = "time comes first: transpose back, or use batch_first=True"
    logits = assert_shape_equals(logits, {"B": ids.shape[0], "T": ids.shape[1], "V": VOCAB}, called, cause)
    assert_dtype_is_floating(logits, called)
    check_finite(logits, called)
    return logits, state


def differ(first, second):
    return float((first - second).abs().max()) > 1e-5 * float(first.abs().max())


@pytest.mark.exercise("lstm_lm")
def test_lstm_gives_logits(student, rng):
    """(B, T) to (B, T, V) and a state, for one row and one token too."""
    model = make_lstm(student, rng, gain=0)
    for B, T in ((2, 5), (1, 1), (4, 3), (3, 1)):
        step(model, tokens(rng, B, T))
    model.stir(rng, 3.0)
    values = step(model, tokens(rng, 8, 9))[0]
    called, relation = "LSTMLM(...) with large random weights", "logits take any value"
    if (
        float(values.min()) >= 0
        and float(values.max()) <= 1.0001
        and bool(((values.sum(-1) - 1).abs() < 1e-3).all())
    ):
        raise CheckFailed(
            called, relation, "they are probabilities", "a softmax at the end: the loss has one inside"
        )


@pytest.mark.exercise("lstm_lm")
def test_state_carries_on(student, rng):
    """Reading in pieces, each with the state of the one before, equals one long pass."""
    model, ids = make_lstm(student, rng), tokens(rng, 3, 7)
    whole, last = step(model, ids)
    called = "LSTMLM(...) in pieces, each with the state of the one before"
    relation = "the logits of one long pass"
    for cuts in ((3,), (1, 2), (1, 2, 3, 4, 5, 6), (6,)):
        edges = (0, *cuts, 7)
        parts, fresh = [], []
        state = ()
        for start, stop in itertools.pairwise(edges):
            logits, after = step(model, ids[:, start:stop], *state)
            parts.append(logits)
            fresh.append(step(model, ids[:, start:stop])[0])
            state = (after,)
        got = torch.cat(parts, 1)
        if differ(whole, got):
            cause = "the state that comes back is not the one after the last token, or a part of it is lost"
            if not differ(torch.cat(fresh, 1), got):
                cause = "the state that is given is not used"
            raise CheckFailed(called, relation, "others", cause)
    again, _ = step(model, tokens(rng, 3, 2), last)
    if not bool(torch.isfinite(again).all()):
        raise CheckFailed(called, "finite logits", "NaN", "")


@pytest.mark.exercise("lstm_lm")
def test_no_state_means_a_fresh_start(student, rng):
    """Without a state two calls give the same, whatever was read between them."""
    model, ids = make_lstm(student, rng), tokens(rng, 2, 5)
    first, state = step(model, ids)
    if differ(first, step(model, ids)[0]) and differ(first, step(model, ids)[0]):
        student.seed(5)
        one = step(model, ids)[0]
        student.seed(5)
        if not differ(one, step(model, ids)[0]):
            cause = (
                "a fresh start is left to chance: without a state, start from zeros; no dropout in eval mode"
            )
            raise CheckFailed("LSTMLM(...)(ids), twice in eval mode", "the same logits", "others", cause)
    step(model, tokens(rng, 2, 6), state)
    second, _ = step(model, ids)
    if differ(first, second):
        cause = "the state is kept inside the module: it leaks from one call into the next"
        raise CheckFailed(
            "LSTMLM(...)(ids), before and after another text", "the same logits", "others", cause
        )
    moved = step(model, ids, state)[0]
    if not differ(first, moved):
        cause = "the state that is given is not used"
        raise CheckFailed("LSTMLM(...)(ids, state)", "the state changes the logits", "it does not", cause)


@pytest.mark.exercise("lstm_lm")
def test_lstm_sees_the_past_only(student, rng):
    """Each logit depends on the tokens up to its position, all of them, and on its own row."""
    worst = torch.zeros(())
    for _ in range(2):
        model, ids = make_lstm(student, rng), tokens(rng, 2, 6)

        def call(ids, model=model):
            return step(model, ids)[0]

        effects = reach(call, lambda place, ids=ids: other_token(ids, place), call(ids))
        worst = torch.maximum(worst, effects)
    moved = worst > 1e-6
    cause = ""
    if bool(moved[:, 1].any()):
        cause = "the batch is taken for time: nn.LSTM needs batch_first=True"
    elif bool((moved[:, 0] & ~torch.ones(6, 6, dtype=torch.bool).triu()).any()):
        cause = "the future is seen: the network is bidirectional, or reads backwards"
    elif not bool((moved[:, 0] & torch.ones(6, 6, dtype=torch.bool).triu(1)).any()):
        cause = "nothing is remembered: each token starts with an empty state"
    assert_causal(worst, "LSTMLM(...)(ids), one token changed", "the logits", cause)


@pytest.mark.exercise("lstm_lm")
def test_lstm_is_trained_whole(student, rng):
    """Gradients reach the parameters."""
    model, ids = make_lstm(student, rng), tokens(rng, 3, 5)
    try:
        pulled = model.vjp("", {"ids": ids}, wrt=(), parameters=True)
    except StudentFault:
        return  # another name of the argument, or a state that holds no tensors
    called = "LSTMLM(...)(ids)"
    assert_what_acts_gets_gradients(model, lambda: step(model, ids)[0], pulled.parameters, called)
    assert_parameters_get_gradients(pulled.parameters, called, share=0.8)


@pytest.mark.exercise("lstm_lm")
def test_parameters_are_all_there_is(student, rng):
    """Two models with the same parameters compute the same: no weight is hidden from the optimiser."""
    ids = tokens(rng, 2, 5)
    first, second = (
        build(student, "LSTMLM", ids, seed, vocab=VOCAB, d_embed=5, d_hidden=7) for seed in (1, 2)
    )
    assert_parameters_decide(first, second, lambda model: step(model, ids)[0], "LSTMLM(11, 5, 7)")


@pytest.mark.exercise("lstm_lm")
def test_state_has_two_parts(student, rng):
    """An LSTM carries a hidden state and a cell, so more than `d_hidden` numbers a row."""
    model = make_lstm(student, rng)
    state = tensors_of(step(model, tokens(rng, 3, 4))[1])
    if sum(part.numel() for part in state if part.is_floating_point()) == 3 * 7:
        called, relation = "LSTMLM(11, 5, 7)(ids)", "the state holds what an LSTM carries: hidden and cell"
        cause = "this is a GRU or a plain RNN, or the cell is left out of the state"
        raise CheckFailed(called, relation, "7 numbers a row", cause, "Use nn.LSTM or nn.LSTMCell.")


@pytest.mark.exercise("lstm_lm")
def test_gradients_go_through_time(student, rng):
    """The last logits pass gradients to the embedding of every token before."""
    model, ids = make_lstm(student, rng), torch.randperm(VOCAB, generator=rng)[None, :5]
    logits, state = step(model, ids)
    last = torch.zeros_like(logits)
    last[:, -1] = torch.randn(VOCAB, generator=rng).to(last.dtype)
    rest = [torch.zeros_like(part) for part in tensors_of(state)]
    try:
        pulled = model.vjp("", {"ids": ids}, wrt=(), cotangents=[last, *rest], parameters=True)
    except StudentFault:
        return  # another name of the argument, or a state that holds no tensors
    absent = torch.ones(VOCAB, dtype=torch.bool).index_fill(0, ids[0], False)
    for gradient in pulled.parameters.values():
        if gradient is None or gradient.dim() != 2 or gradient.shape[0] != VOCAB:
            continue
        used = (gradient != 0).any(1)
        if bool(used[absent].any()) or not bool(used[ids[0, -1]]):
            continue  # no table of embeddings
        if not bool(used[ids[0]].all()):
            called, relation = "LSTMLM(...)(ids)", "the last logits pass gradients to all tokens before"
            got = f"{int(used[ids[0]].sum())} of {ids.shape[1]} tokens get one"
            cause = "the state is detached between steps: nothing is learned through time"
            raise CheckFailed(called, relation, got, cause)


def assert_logits_are_free(model, rng, run, called):
    """For large weights the logits are large: nothing squashes or clips them."""
    largest = 0.0
    for _ in range(3):
        model.stir(rng, 300.0)
        largest = max(largest, float(run().detach().abs().max()))
    if largest < 30:
        cause = "the logits are clipped or squashed after the last layer: they may be any number"
        raise CheckFailed(called, "no logit is too large", "large weights give small logits", cause)


@pytest.mark.exercise("transformer_lm")
def test_transformer_logits_are_free(student, reference, rng):
    """Logits may be any number."""

    def check():
        model, ids = make_transformer(student, rng, 1), tokens(rng, 3, 5)
        called = "TransformerLM(n_layers=1)(ids) with large weights"
        assert_logits_are_free(model, rng, lambda: logits_of(model, ids), called)

    with_upstream(student, reference, check)


@pytest.mark.exercise("lstm_lm")
def test_lstm_logits_are_free(student, rng):
    """Logits may be any number."""
    model, ids = make_lstm(student, rng), tokens(rng, 3, 5)
    called = "LSTMLM(...)(ids) with large weights"
    assert_logits_are_free(model, rng, lambda: step(model, ids)[0], called)

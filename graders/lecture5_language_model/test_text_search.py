"""Hidden checks of `generate` and `beam_search`."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import NamedTuple

import pytest
import torch
from torch import nn

from fairgrade.checks.failure import CheckFailed, describe_value
from fairgrade.checks.notes import add_note
from fairgrade.checks.structure import read_fields, read_number
from fairgrade.checks.tensors import assert_dtype_equals, assert_shape_equals
from fairgrade.checks.upstream import pass_any, place_module


class Fading(nn.Module):
    """Logits after a window of tokens: sums of random vectors of tokens, older ones turned and weaker, in float64."""

    def __init__(self, rng: torch.Generator, vocab: int) -> None:
        super().__init__()
        self.table = nn.Parameter(3 * torch.randn(vocab, vocab, generator=rng, dtype=torch.float64))
        self.dropped = 0.0
        self.tracked: list[bool] = []
        self.modes: list[bool] = []

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Logits `(B, T, V)`."""
        self.tracked.append(torch.is_grad_enabled())
        self.modes.append(self.training)
        return self.logits(ids)

    def logits(self, ids: torch.Tensor) -> torch.Tensor:
        """Logits, unlogged."""
        state, out = torch.zeros(len(ids), self.table.shape[0], dtype=torch.float64), []
        for place in range(ids.shape[1]):
            state = 0.8 * state.roll(1, -1) + self.table[ids[:, place]]
            out.append(state)
        return torch.stack(out, 1)


def roll_out(model, ids, n, block, last=-1, window=None, start=None, stale=False):
    """Greedy continuation; the arguments make usual mistakes."""
    with torch.no_grad():
        context = ids
        for _ in range(n):
            seen = (window or (lambda ids: ids[:, -block:]))(context if stale is False else ids)
            token = model.logits(seen)[:, last].argmax(-1)
            ids = torch.cat([ids, token[:, None]], 1)
            context = ids
    return ids


def check_generate(student, rng, B, T, n, block, training):
    vocab = 7
    model = Fading(rng, vocab)
    placed, remote = place_module(student, model, ())
    if not training:
        placed.eval()
    asked: list[torch.Tensor] = []

    def choose(logits):
        asked.append(logits.detach())
        return logits.argmax(-1) if logits.dim() == 2 else logits.reshape(-1, vocab)[:B].argmax(-1)

    ids = torch.randint(0, vocab, (B, T), generator=rng)
    called = f"generate(model, ids=({B}, {T}), n={n}, block={block}, choose)"
    right = roll_out(model, ids, n, block)
    model.tracked.clear()
    model.modes.clear()
    value = student.generate(model=placed, ids=ids, n=n, block=block, choose=student.remote(choose))
    cause = ""
    if isinstance(value, torch.Tensor) and n and torch.equal(value, right[:, T:]):
        cause = "only the new tokens came back: return the whole rows"
    elif isinstance(value, torch.Tensor) and value.dim() == 2 and value.shape[1] in (block, block + 1):
        cause = "the rows are cropped: only what the model sees is cropped, the result holds all tokens"
    got = assert_shape_equals(value, {"B": B, "T + n": T + n}, called, cause)
    assert_dtype_equals(got, torch.int64, called, "the ids")
    seen = [call.args[0] if call.args else next(iter(call.kwargs.values())) for call in remote.calls]
    longest = max((int(item.shape[-1]) for item in seen), default=0)
    if longest > block:
        cause = "the context is not cropped: give the model ids[:, -block:]"
        raise CheckFailed(called, f"the model sees at most {block} tokens", f"it saw {longest}", cause)
    if not torch.equal(got[:, :T], ids):
        raise CheckFailed(
            called, "the rows begin with the prompt", "they do not", "the prompt is changed or moved"
        )
    if n and asked and (asked[0].dim() != 2 or asked[0].shape != (B, vocab)):
        cause = "choose gets the logits of the last position, (B, V): model(...)[:, -1]"
        raise CheckFailed(called, "choose gets logits (B, V)", f"it got {tuple(asked[0].shape)}", cause)
    if not torch.equal(got, right):
        p = asked[0] if asked else torch.zeros(1, 1)
        slips = [
            (roll_out(model, ids, n, block, last=0), "the logits of the first position are used, not of the last"),
            (roll_out(model, ids, n, block, last=-2) if T > 1 and block > 1 else None, "the logits of the last but one position are used"),
            (roll_out(model, ids, n, block, window=lambda ids: ids[:, :block]), "the first block tokens are given to the model, not the last"),
            (roll_out(model, ids, n, block, window=lambda ids: ids[:, -1:]), "the model sees the last token only, not the last block tokens"),
            (roll_out(model, ids, n, block, window=lambda ids: ids[:, -block + 1 :] if block > 1 else ids[:, -1:]), "the model sees one token too few: the last block tokens"),
            (roll_out(model, ids, n, block, window=lambda ids, first=ids: first[:, -block:]), "the new tokens are not given to the model: append each before the next"),
        ]  # fmt: skip
        cause = next((text for slip, text in slips if slip is not None and torch.equal(slip, got)), "")
        if not cause and bool(((p >= 0) & (p <= 1)).all()) and bool(((p.sum(-1) - 1).abs() < 1e-5).all()):
            cause = "choose gets probabilities, not logits"
        if not cause and len({tuple(row.tolist()) for row in got[:, T:]}) == 1 < len(
            {tuple(row.tolist()) for row in right[:, T:]}
        ):
            cause = "all rows get the same tokens: each row has its own"
        wrong = int((got != right).any(1).sum())
        raise CheckFailed(
            called,
            "each new token is choose(logits after the last block tokens)",
            f"{wrong} of {B} rows differ",
            cause,
        )
    for number, logits in enumerate(asked[:n]):
        wanted = model.logits(right[:, max(0, T + number - block) : T + number])[:, -1]
        spread = (logits.double() - wanted).detach()
        if float((spread - spread.mean(-1, keepdim=True)).abs().max()) > 1e-3:
            cause = (
                "choose gets probabilities, not logits"
                if bool((logits >= 0).all())
                else "choose gets something else than the model's logits"
            )
            raise CheckFailed(
                called, "choose gets the logits of the last position", "it got other numbers", cause
            )
    if n and not asked:
        raise CheckFailed(
            called, "choose picks each token", "it is never called", "choose is not used: this is greedy"
        )
    if any(model.tracked):
        cause = "gradients are tracked, and memory grows with each token: use torch.no_grad()"
        raise CheckFailed(called, "no gradient is tracked", "the model is run with gradients", cause)
    mode = placed.get("training")
    if mode is not training:
        state = "eval" if training else "training"
        cause = f"the model is left in {state} mode: put the mode back that it had"
        raise CheckFailed(called, "model.training is what it was", f"it is {mode}", cause)
    model.tracked.clear()
    placed(ids[:, :1])
    if not all(model.tracked):
        cause = "gradients stay switched off after the call: use torch.no_grad() as a context or a decorator"
        raise CheckFailed(called, "gradients are on again afterwards", "they are off", cause)
    if training and any(model.modes):
        add_note(
            "generate runs a model in training mode as it is: dropout would be active. This costs no points."
        )


@pytest.mark.exercise("generate")
def test_tokens_follow_from_the_context(student, rng):
    """Each new token is chosen from the logits after the last `block` tokens; whole rows come back."""
    for B, T, n, block in ((3, 5, 6, 4), (2, 7, 5, 3), (1, 1, 5, 8), (4, 3, 1, 3), (2, 2, 4, 1)):
        check_generate(student, rng, B, T, n, block, training=False)


@pytest.mark.exercise("generate")
def test_mode_is_put_back(student, rng):
    """The model is left in the mode it was in, training or evaluation; no gradient is tracked."""
    for training in (True, False):
        check_generate(student, rng, 3, 4, 5, 3, training)
    check_generate(student, rng, 2, 3, 0, 4, training=True)


class Table:
    """Log-probabilities of the next token, from the last two tokens and the length, without ties."""

    def __init__(self, rng: torch.Generator, vocab: int, spread: float = 1.2) -> None:
        draws = [
            spread * torch.randn(size, vocab, generator=rng, dtype=torch.float64)
            for size in (vocab, vocab, 16)
        ]
        self.last, self.before, self.length = draws
        self.vocab = vocab
        self.known: dict[tuple[int, ...], list[float]] = {}

    def after(self, ids: tuple[int, ...]) -> list[float]:
        """Log-probabilities after some ids."""
        if ids not in self.known:
            logits = self.length[len(ids) % 16]
            if ids:
                logits = logits + self.last[ids[-1]]
            if len(ids) > 1:
                logits = logits + self.before[ids[-2]]
            self.known[ids] = logits.log_softmax(-1).tolist()
        return self.known[ids]

    def total(self, prompt: tuple[int, ...], tokens: tuple[int, ...]) -> float:
        """Log-probability of some tokens after a prompt."""
        return sum(self.after(prompt + tokens[:place])[token] for place, token in enumerate(tokens))

    def __call__(self, ids: object) -> torch.Tensor:
        """As student code calls it, with a row of ids in any container."""
        flat = torch.as_tensor([int(token) for token in _flat(ids)])
        return torch.tensor(self.after(tuple(flat.tolist())), dtype=torch.float64)


def _flat(ids):
    if isinstance(ids, torch.Tensor):
        yield from ids.reshape(-1).tolist()
    elif isinstance(ids, list | tuple):
        for item in ids:
            yield from _flat(item)
    else:
        yield ids


class Beam(NamedTuple):
    """Generated tokens and the sum of their log-probabilities."""

    tokens: tuple[int, ...]
    total: float


def search(table, prompt, n_beams, n, eos=None, finished="aside", rank=lambda beam, step: beam.total):
    """All beams at the end, best first, complete ones among them.

    Args:
        finished: what becomes of a complete beam: "aside", "refill" (put aside, its place is filled), "stays" (keeps its
            place among the beams), or "extended" (no notice is taken).
        rank: by what candidates are compared; the last number of a step is its own log-probability.
    """
    beams, complete = [Beam((), 0.0)], []
    for _ in range(n):
        longer = []
        for beam in beams:
            if finished == "stays" and eos is not None and beam.tokens and beam.tokens[-1] == eos:
                longer.append((beam, 0.0))
                continue
            values = table.after(prompt + beam.tokens)
            longer += [
                (Beam((*beam.tokens, token), beam.total + value), value) for token, value in enumerate(values)
            ]
        longer.sort(key=lambda item: -rank(*item))
        ranked = [beam for beam, _ in longer]
        ends = [beam.tokens[-1] == eos and eos is not None for beam in ranked]
        if finished == "refill":
            kept = [beam for beam, end in zip(ranked, ends, strict=True) if not end][:n_beams]
            complete += [beam for beam, end in zip(ranked[: 2 * n_beams], ends, strict=False) if end]
            beams = kept
        elif finished == "aside":
            complete += [beam for beam, end in zip(ranked[:n_beams], ends, strict=False) if end]
            beams = [beam for beam, end in zip(ranked[:n_beams], ends, strict=False) if not end]
        else:
            beams = ranked[:n_beams]
        if not beams:
            break
    return sorted([*complete, *beams], key=lambda beam: -beam.total)


def own_best(table, prompt, n_beams, n):
    """Each beam is extended by its own best token."""
    first = sorted(enumerate(table.after(prompt)), key=lambda item: -item[1])[:n_beams]
    beams = [Beam((token,), value) for token, value in first]
    for _ in range(n - 1):
        longer = []
        for beam in beams:
            values = table.after(prompt + beam.tokens)
            token = max(range(table.vocab), key=lambda place: values[place])
            longer.append(Beam((*beam.tokens, token), beam.total + values[token]))
        beams = longer
    return max(beams, key=lambda beam: beam.total)


def not_reordered(table, prompt, n_beams, n):
    """Chosen tokens are appended to the beam of the same place, not to the one they extend."""
    beams = [Beam((), 0.0)]
    for _ in range(n):
        longer = [
            (place, token, beam.total + value)
            for place, beam in enumerate(beams)
            for token, value in enumerate(table.after(prompt + beam.tokens))
        ]
        longer.sort(key=lambda item: -item[2])
        beams = [
            Beam((*beams[min(place, len(beams) - 1)].tokens, token), total)
            for place, (_, token, total) in enumerate(longer[:n_beams])
        ]
    return max(beams, key=lambda beam: beam.total)


def narrow_slips(table, prompt, n_beams, n):
    """What usual mistakes find without an end token."""
    ranked = search(table, prompt, n_beams, n)
    slips = [
        (search(table, prompt, 1, n)[0].tokens, "this is the greedy text: only one beam is kept, or all beams are copies of each other"),
        (own_best(table, prompt, n_beams, n).tokens, "each beam is extended by its own best token: the best n_beams of all candidates are kept"),
        (ranked[-1].tokens, "the least likely beam is returned"),
        (not_reordered(table, prompt, n_beams, n).tokens, "a token is appended to another beam than the one it extends: keep track of the parent"),
        (search(table, prompt, n_beams, n, rank=lambda beam, step: step)[0].tokens, "candidates are compared by the last token alone: add up the log-probabilities"),
        (search(table, prompt, n_beams, n, rank=lambda beam, step: step)[-1].tokens, "candidates are compared by the last token alone: add up the log-probabilities"),
        (search(table, prompt, n_beams, n, rank=lambda beam, step: -beam.total)[-1].tokens, "the least likely candidates are kept"),
        (search(table, prompt, n_beams + 1, n)[0].tokens, "one beam too many is kept"),
        (search(table, prompt, n_beams - 1, n)[0].tokens if n_beams > 1 else (), "one beam too few is kept"),
        (max(search(table, prompt, n_beams, n), key=lambda beam: table.after(prompt + beam.tokens[:-1])[beam.tokens[-1]]).tokens, "the beam with the likeliest last token is returned, not the likeliest beam"),
    ]  # fmt: skip
    if len(ranked) > 1:
        slips.append((ranked[1].tokens, "the second best beam is returned"))
    return slips


def read_found(value, prompt, called):
    """The generated tokens, whether or not the prompt came back with them, and the score."""
    fields = read_fields(value, ("ids", "score"), called, "the pair (ids, score)")
    score, ids = fields["score"], fields["ids"]
    if isinstance(score, list | tuple) or (isinstance(score, torch.Tensor) and score.numel() > 1):
        raise CheckFailed(
            called,
            "one row and its score come back",
            f"the score is {describe_value(score)}",
            "all beams came back: return the best",
        )
    if not isinstance(ids, list | tuple | torch.Tensor):
        raise CheckFailed(called, "the ids are a row of whole numbers", f"got {describe_value(ids)}")
    if isinstance(ids, torch.Tensor) and ids.dim() > 1 and ids.shape[0] > 1:
        raise CheckFailed(
            called, "one row comes back", f"got {describe_value(ids)}", "all beams came back: return the best"
        )
    tokens = list(_flat(ids))
    if not all(float(token) == int(token) for token in tokens if isinstance(token, int | float)):
        raise CheckFailed(called, "the ids are whole numbers", "they are not")
    row = tuple(int(token) for token in tokens)
    return row, read_number(score, called, "score")


def without_prompt(row, prompt):
    return row[len(prompt) :] if row[: len(prompt)] == prompt else row


def call_search(student, table, prompt, as_tensor, **settings):
    shown = ", ".join(f"{key}={value}" for key, value in settings.items())
    called = f"beam_search(log_probs, prompt of {len(prompt)}, {shown})"
    given = torch.tensor(prompt) if as_tensor else list(prompt)
    value = student.beam_search(log_probs=student.remote(table), prompt=given, **settings)
    return called, *read_found(value, prompt, called)


def either_prompt(student, check: Callable[[bool], None]):
    """The prompt as a tensor, as the stub says, or as a list."""
    pass_any(student, [lambda: check(True), lambda: check(False)])


def near(first, second):
    return abs(first - second) <= 1e-4 * max(1.0, abs(second))


def check_score(table, prompt, tokens, score, called):
    """The score of what was found is the sum of its log-probabilities."""
    total = table.total(prompt, tokens)
    if near(score, total):
        return
    m = len(tokens)
    start = sum(table.after(prompt[:place])[token] for place, token in enumerate(prompt) if place)
    slips = [
        (total / m, "the mean is returned: with alpha = 0 the score is the sum"),
        (total / (m + len(prompt)), "the sum is divided by the length, the prompt included"),
        (math.exp(total), "the probability is returned: the score is the sum of logarithms"),
        (-total, "the sign of the score is flipped"),
        (total + start, "the log-probability of the prompt is counted"),
        (table.after(prompt + tokens[:-1])[tokens[-1]], "only the last token's log-probability is returned"),
        (total - table.after(prompt + tokens[:-1])[tokens[-1]], "the last token's log-probability is left out"),
        (total - table.after(prompt)[tokens[0]], "the first token's log-probability is left out"),
        (sum(math.exp(table.after(prompt + tokens[:place])[token]) for place, token in enumerate(tokens)), "probabilities are added: add logarithms"),
    ]  # fmt: skip
    cause = next((text for slip, text in slips if near(score, slip)), "")
    raise CheckFailed(
        called, "the score is the sum of the generated tokens' log-probabilities", "another number", cause
    )


def draw_table(rng, vocab, prompt, n_beams, n):
    """A table for which the usual mistakes find something else, as far as 60 draws allow."""
    best, most = None, -1
    for _ in range(60):
        table = Table(rng, vocab)
        right = search(table, prompt, n_beams, n)[0].tokens
        slips = [slip for slip, _ in narrow_slips(table, prompt, n_beams, n)[: 6 if n_beams > 1 else 3]]
        different = sum(slip != right for slip in slips) + len(set(slips[:5])) + 2 * (slips[0] != slips[1])
        if right[: len(prompt)] == prompt:
            continue
        if different > most:
            best, most = table, different
        if different >= (11 if n_beams > 1 else 5):
            break
    return best


@pytest.mark.exercise("beam_search")
def test_best_candidates_of_all_are_kept(student, rng):
    """At each step the n_beams best of all extensions stay; the best comes back with the sum of its log-probabilities."""
    probes = []
    for n_beams, vocab, n in ((1, 5, 4), (2, 5, 4), (3, 4, 5), (4, 6, 3)):
        prompt = tuple(torch.randint(0, vocab, (2 + n_beams % 2,), generator=rng).tolist())
        probes.append((n_beams, n, prompt, draw_table(rng, vocab, prompt, n_beams, n)))

    def check(as_tensor):
        found = []
        for n_beams, n, prompt, table in probes:
            called, row, score = call_search(student, table, prompt, as_tensor, n_beams=n_beams, n=n)
            tokens = without_prompt(row, prompt)
            if len(tokens) != n:
                cause = {n - 1: "there is one step too few", n + 1: "there is one step too many"}.get(
                    len(tokens), ""
                )
                raise CheckFailed(called, f"{n} tokens are generated", f"{len(tokens)} are", cause)
            right = search(table, prompt, n_beams, n)[0].tokens
            slips = narrow_slips(table, prompt, n_beams, n)
            found.append((tokens, right, score, called, [why for slip, why in slips if slip == tokens]))
        everywhere = set.intersection(*(set(causes) for *_, causes in found))
        for (tokens, right, score, called, causes), (_, _, prompt, table) in zip(found, probes, strict=True):
            if tokens != right:
                causes.sort(key=lambda why: why not in everywhere)
                raise CheckFailed(
                    called,
                    "the best n_beams of all extensions are kept at each step",
                    "another text came back",
                    next(iter(causes), ""),
                )
            check_score(table, prompt, tokens, score, called)

    either_prompt(student, check)


@pytest.mark.exercise("beam_search")
def test_many_beams_search_everything(student, rng):
    """With more beams than candidates the likeliest text of all is found, and nothing breaks."""
    prompt, vocab, n = (1, 0), 3, 4

    def likeliest(table, steps):
        texts = itertools.product(range(vocab), repeat=steps)
        return max(texts, key=lambda tokens: table.total(prompt, tokens))

    table = draw_table(rng, vocab, prompt, 2, n)
    while likeliest(table, n)[: len(prompt)] == prompt:  # it could not be told from the prompt
        table = draw_table(rng, vocab, prompt, 2, n)

    def check(as_tensor):
        for steps in (1, n):
            texts = list(itertools.product(range(vocab), repeat=steps))
            right = likeliest(table, steps)
            called, row, score = call_search(student, table, prompt, as_tensor, n_beams=100, n=steps)
            tokens = without_prompt(row, prompt)
            if tokens != right:
                cause = (
                    "this is the greedy text" if tokens == search(table, prompt, 1, steps)[0].tokens else ""
                )
                cause = (
                    "the least likely text is returned"
                    if tokens == min(texts, key=lambda text: table.total(prompt, text))
                    else cause
                )
                raise CheckFailed(called, "the likeliest of all texts is found", "another one", cause)
            check_score(table, prompt, tokens, score, called)

    either_prompt(student, check)


def all_texts(vocab, n, eos):
    """Every text that ends with its first end token, or has n tokens without one."""
    for length in range(1, n + 1):
        for tokens in itertools.product(range(vocab), repeat=length):
            if eos not in tokens[:-1] and (tokens[-1] == eos or length == n):
                yield tokens


PENALTIES: dict[str, Callable[[tuple[int, ...], int, float], float]] = {
    "power": lambda tokens, eos, alpha: len(tokens) ** alpha,
    "power without eos": lambda tokens, eos, alpha: max(len(tokens) - (tokens[-1] == eos), 1) ** alpha,
    "GNMT": lambda tokens, eos, alpha: ((5 + len(tokens)) / 6) ** alpha,
    "GNMT without eos": lambda tokens, eos, alpha: ((5 + len(tokens) - (tokens[-1] == eos)) / 6) ** alpha,
}
"""Divisors of the score: the contract leaves the form open, as long as only generated tokens count."""


def cut(tokens, eos):
    """What comes before the first end token."""
    return tokens[: tokens.index(eos)] if eos in tokens else tokens


def best_by(table, prompt, vocab, n, eos, alpha, penalty):
    return best_of(totals_of(table, prompt, vocab, n, eos), eos, alpha, penalty)


def totals_of(table, prompt, vocab, n, eos):
    """Each text and its log-probability."""
    return {tokens: table.total(prompt, tokens) for tokens in all_texts(vocab, n, eos)}


def best_of(totals, eos, alpha, penalty):
    return max(totals, key=lambda tokens: totals[tokens] / penalty(tokens, eos, alpha))


def eos_table(rng, prompt, vocab, n, eos, alpha, shortest=2):
    """A table whose best text has at least `shortest` tokens and ends early with the end token, unlike what mistakes find.

    With a penalty it has two tokens before the end, and the likeliest text has two: a division by 1 tells nothing.
    """
    found, least = None, max(shortest - 1, 2 if alpha else 1)
    for _ in range(3000):
        table = Table(rng, vocab)
        totals = totals_of(table, prompt, vocab, n, eos)
        bests = [best_of(totals, eos, alpha, penalty) for penalty in PENALTIES.values()]
        if not all(best[-1] == eos and least < len(best) < n + (alpha > 0) for best in bests):
            continue
        if any(best[: len(prompt)] == prompt for best in bests):
            continue
        sums = best_of(totals, eos, 0.0, PENALTIES["power"])
        if len(sums) < least:
            continue
        found = table
        plain = max(itertools.product(range(vocab), repeat=n), key=lambda tokens: table.total(prompt, tokens))
        if sums != bests[0] if alpha else cut(plain, eos) != cut(bests[0], eos):
            break
    return found


def unfinished_table(rng, prompt, vocab, n, eos):
    """A table whose best text has no end token, though others have."""
    for _ in range(3000):
        table = Table(rng, vocab)
        best = best_by(table, prompt, vocab, n, eos, 0.0, PENALTIES["power"])
        if eos not in best and best[: len(prompt)] != prompt:
            return table
    return None


@pytest.mark.exercise("beam_search")
def test_end_token_completes(student, rng):
    """A text that ends with eos is complete: it is not extended, and wins by its score; against all texts."""
    vocab, n = 3, 4
    probes = [
        (prompt, eos, draw(rng, prompt, vocab, n, eos))
        for prompt, eos, draw in (
            ((1, 0), 2, lambda *sizes: eos_table(*sizes, 0.0)),
            ((0, 1), 0, lambda *sizes: eos_table(*sizes, 0.0, shortest=3)),
            ((1, 0), 2, unfinished_table),
        )
    ]

    def check(as_tensor):
        for prompt, eos, table in probes:
            if table is None:
                continue
            right = best_by(table, prompt, vocab, n, eos, 0.0, PENALTIES["power"])
            called, row, score = call_search(student, table, prompt, as_tensor, n_beams=100, n=n, eos=eos)
            tokens = without_prompt(row, prompt)
            if cut(tokens, eos) != cut(right, eos):
                cause = ""
                if eos in tokens[:-1] and any(token != eos for token in tokens[tokens.index(eos) :]):
                    cause = "texts are extended beyond eos: a complete text is put aside"
                elif eos not in tokens and len(tokens) == n:
                    cause = "complete texts are lost: they compete at the end"
                elif eos not in right:
                    cause = "texts without eos are left out: they compete at the end too"
                elif len(tokens) == 1:
                    cause = "the search stops at the first eos: other texts may be better"
                if eos in prompt:
                    used = best_by(table, prompt, vocab, n, None, 0.0, PENALTIES["power"])
                    if tokens == used:
                        cause = "an eos of 0 is taken for none: compare with None"
                    elif len(tokens) == 1:
                        cause = "an eos in the prompt ends the search: only the newest token counts"
                raise CheckFailed(
                    called,
                    "the best of all texts that end with eos, or are n long",
                    "another text came back",
                    cause,
                )
            check_score(table, prompt, right, score, called)

    either_prompt(student, check)


@pytest.mark.exercise("beam_search")
def test_end_token_with_few_beams(student, rng):
    """With few beams too, nothing is extended beyond eos; what is searched next to it is left open."""
    prompt, vocab, n, eos = (0, 1), 4, 4, 3
    for _ in range(300):
        table = Table(rng, vocab)
        ways = {
            cut(search(table, prompt, 2, n, eos, way)[0].tokens, eos) for way in ("aside", "refill", "stays")
        }
        right = search(table, prompt, 2, n, eos)[0].tokens
        greedy = search(table, prompt, 1, n, eos)[0].tokens
        if (
            len(ways) == 1
            and right[: len(prompt)] != prompt
            and right[-1] == eos
            and 1 < len(right) < n
            and cut(search(table, prompt, 2, n)[0].tokens, eos) != cut(right, eos)
        ):
            break
    else:
        return

    def check(as_tensor):
        called, row, score = call_search(student, table, prompt, as_tensor, n_beams=2, n=n, eos=eos)
        tokens = without_prompt(row, prompt)
        if cut(tokens, eos) != cut(right, eos):
            cause = "this is the greedy text" if cut(tokens, eos) == cut(greedy, eos) else ""
            if eos in tokens[:-1]:
                cause = "texts are extended beyond eos: a complete text is put aside"
            elif eos not in tokens and len(tokens) == n:
                cause = "complete texts are lost: they compete at the end"
            raise CheckFailed(
                called, "the best text, not extended beyond eos", "another text came back", cause
            )
        check_score(table, prompt, right, score, called)

    either_prompt(student, check)


@pytest.mark.exercise("beam_search")
def test_length_penalty_counts_generated_tokens(student, rng):
    """The score is divided by a power of the number of generated tokens, without the prompt; against all texts."""
    prompt, vocab, n, eos = (1, 1, 0, 1), 3, 4, 2
    probes = [(alpha, eos_table(rng, prompt, vocab, n, eos, alpha)) for alpha in (0.7, 1.0)]

    def wrong_ways(tokens, alpha, likeliest):
        m, all_of = len(tokens), len(tokens) + len(prompt)
        unused = "alpha is not used" + (
            ", or the score is multiplied by the length penalty" if m == 1 else ""
        )
        powers = [
            (m * alpha, "the length is multiplied by alpha: it is its power"),
            (m, "the length penalty ignores alpha: use its power"),
        ]
        return [
            *([(1.0, unused)] if tokens == likeliest else []),
            (all_of**alpha, "the prompt is counted in the length penalty: count generated tokens only"),
            (
                ((5 + all_of) / 6) ** alpha,
                "the prompt is counted in the length penalty: count generated tokens only",
            ),
            (1 / m**alpha, "the score is multiplied by the length penalty: divide"),
            *(powers if alpha != 1 else []),
            (n**alpha, "n is used in place of the number of generated tokens"),
        ]

    def check(as_tensor):
        ways = set(PENALTIES)
        for alpha, table in probes:
            if table is None:
                continue
            called, row, score = call_search(
                student, table, prompt, as_tensor, n_beams=100, n=n, eos=eos, alpha=alpha
            )
            tokens = without_prompt(row, prompt)
            held = set()
            for name in ways:
                best = best_by(table, prompt, vocab, n, eos, alpha, PENALTIES[name])
                wanted = table.total(prompt, best) / PENALTIES[name](best, eos, alpha)
                if cut(tokens, eos) == cut(best, eos) and near(score, wanted):
                    held.add(name)
            if not held:
                cause = ""
                ended = tokens if tokens and (tokens[-1] == eos or len(tokens) == n) else (*tokens, eos)
                if eos in ended:
                    ended = ended[: ended.index(eos) + 1]
                total = table.total(prompt, ended)
                sums = best_by(table, prompt, vocab, n, eos, 0.0, PENALTIES["power"])
                cause = next(
                    (why for divisor, why in wrong_ways(ended, alpha, sums) if near(score, total / divisor)),
                    "",
                )
                if not cause and any(
                    near(score, total / penalty(ended, eos, alpha)) for penalty in PENALTIES.values()
                ):
                    cause = (
                        "the text is chosen by the sum, and only its score is divided"
                        if cut(tokens, eos) == cut(sums, eos)
                        else "the best text is lost: complete texts compete with all others at the end"
                    )
                relation = "the best score is found: the sum of log-probabilities over (number of generated tokens) ** alpha"
                raise CheckFailed(called, relation, "another text or score", cause)
            ways = held

    either_prompt(student, check)

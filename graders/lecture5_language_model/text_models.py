"""Which positions see which, and what an attention layer of unknown make computes, tried with its own weights."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.student import Handle
from fairgrade.errors import StudentFault

SEEN = 1e-6
"""Of the largest output; what equal programs in float32 may differ by is below."""


def reach(call: Callable[[Tensor], Tensor], change: Callable[[int], Tensor], before: Tensor) -> Tensor:
    """Effects `(T, B, T)`: how far each output moves when the input at each position of row 0 is changed.

    Args:
        call: of the model, to outputs `(B, T, ...)`.
        change: the inputs with the given position of row 0 changed.
        before: outputs without a change.
    """
    T = before.shape[1]
    moves = [(call(change(place)) - before).abs().amax(-1) for place in range(T)]
    return torch.stack(moves) / before.abs().max().clamp_min(1e-12)


def assert_causal(effects: Tensor, called: str, name: str, cause: str = "") -> None:
    """Fail unless row 0's outputs depend on exactly the inputs up to their own, and no other row on any of them.

    Args:
        effects: from `reach`, the largest over several probes.
        called: what was called.
        name: of an output: `logits`, `the output`.
        cause: likely cause, where one is known.
    """
    T = effects.shape[0]
    moved = effects > SEEN
    changed, seen = (
        torch.nonzero(moved[:, 0]).T if bool(moved[:, 0].any()) else (torch.tensor([]), torch.tensor([]))
    )
    future = int((seen < changed).sum())
    if effects.shape[1] > 1 and bool(moved[:, 1:].any()):
        text = cause or "rows of the batch are mixed: a view confuses axes, or the batch is taken for time"
        got = f"{int(moved[:, 1:].any(0).any(1).sum())} other rows changed"
        raise CheckFailed(called, "changing one row of the batch changes no other", got, text)
    if future:
        text = cause or "the future is seen: the mask is missing or turned round, or a view mixes positions"
        got = f"{future} outputs changed before the changed position"
        raise CheckFailed(called, f"changing position j leaves {name} before j as it was", got, text)
    lost = [(j, i) for j in range(T) for i in range(j, T) if not bool(moved[j, 0, i])]
    if lost:
        own = sum(i == j for j, i in lost)
        text = cause or (
            "a position does not see itself: the diagonal of the mask is False"
            if own == T
            else "a part of the past is not seen: the mask is too strict, or positions are cut into pieces"
        )
        text = (
            "the past is not seen: each position is treated alone"
            if len(lost) == T * (T - 1) // 2 and not own and not cause
            else text
        )
        got = f"{len(lost)} outputs at or after the changed position stayed the same"
        raise CheckFailed(
            called, f"changing position j changes {name} at j and at all that follow", got, text
        )


def assert_parameters_decide(
    first: Handle, second: Handle, run: Callable[[Handle], Tensor], called: str
) -> None:
    """Fail unless two modules that were built alike give the same once the second has the first's parameters."""
    try:
        second.load_state_dict(first.state())
    except StudentFault:
        return  # parameters that are saved in another way
    before, after = run(first), run(second)
    if float((before - after).abs().max()) > 1e-4 * float(before.abs().max()):
        cause = (
            "weights are hidden from the optimiser: layers in a plain list, or tensors that are no parameters"
        )
        hint = "Use nn.ModuleList or nn.Sequential."
        relation = "two with the same parameters give the same"
        raise CheckFailed(called, relation, "another output", cause, hint)


class Roles(NamedTuple):
    """Projections of an attention layer, each a weight `(out, in)` and a bias; the output's may be missing."""

    q: tuple[Tensor, Tensor]
    k: tuple[Tensor, Tensor]
    v: tuple[Tensor, Tensor]
    out: tuple[Tensor, Tensor] | None


def find_roles(parameters: Mapping[str, Tensor], width: int, heads: int) -> Iterator[Roles]:
    """Every way to read a layer's parameters as projections; none where it holds something else."""
    weights = {name: value.detach().double() for name, value in parameters.items() if value.dim() == 2}
    vectors = {name: value.detach().double() for name, value in parameters.items() if value.dim() == 1}
    if len(weights) + len(vectors) != len(parameters) or not weights:
        return
    rows: list[tuple[Tensor, Tensor]] = []
    used = 0
    for name, weight in weights.items():
        partner = next(
            (
                vectors[other]
                for other in vectors
                if name.endswith("weight") and other in (name[:-6] + "bias", name[: -len("weight")] + "bias")
            ),
            None,
        )
        if partner is None and name.endswith("proj_weight"):
            partner = vectors.get(name[: -len("weight")] + "bias")
        used += partner is not None
        if partner is not None and len(partner) != len(weight):
            return
        rows.append((weight, partner if partner is not None else weight.new_zeros(len(weight))))
    if used != len(vectors):
        return
    for turned in (False, True):
        matrices = [(weight.T, bias) if turned else (weight, bias) for weight, bias in rows]
        if any(len(bias) != len(weight) for weight, bias in matrices):
            continue
        yield from _read(matrices, width, heads)


def _read(matrices: list[tuple[Tensor, Tensor]], width: int, heads: int) -> Iterator[Roles]:
    square = [pair for pair in matrices if pair[0].shape == (width, width)]
    fused = [pair for pair in matrices if pair[0].shape == (3 * width, width)]
    small = [pair for pair in matrices if pair[0].shape == (width // heads, width)] if heads > 1 else []
    if len(small) == 3 * heads and len(small) + len(square) == len(matrices) and len(square) <= 1:
        joined = []
        for part in range(3):
            by_head, by_kind = small[part::3], small[part * heads : (part + 1) * heads]
            joined.append(
                [
                    tuple(torch.cat(items) for items in zip(*group, strict=True))
                    for group in (by_head, by_kind)
                ]
            )
        for layout in range(2):
            for q, k, v in itertools.permutations([joined[part][layout] for part in range(3)]):
                yield Roles(q, k, v, square[0] if square else None)  # type: ignore[arg-type]
    if len(fused) == 1 and len(square) <= 1 and len(fused) + len(square) == len(matrices):
        weight, bias = fused[0]
        layouts = [
            [
                (weight[part * width : (part + 1) * width], bias[part * width : (part + 1) * width])
                for part in range(3)
            ],
            [
                (
                    weight.reshape(heads, 3, -1, width)[:, part].reshape(width, width),
                    bias.reshape(heads, 3, -1)[:, part].reshape(width),
                )
                for part in range(3)
            ],
            [
                (
                    weight.reshape(heads, -1, 3, width)[:, :, part].reshape(width, width),
                    bias.reshape(heads, -1, 3)[..., part].reshape(width),
                )
                for part in range(3)
            ],
        ]
        for layout in layouts:
            for q, k, v in itertools.permutations(layout):
                yield Roles(q, k, v, square[0] if square else None)
    if len(square) == len(matrices) == 4:
        for q, k, v, out in itertools.permutations(square):
            yield Roles(q, k, v, out)
    if len(square) == len(matrices) == 3:
        for q, k, v in itertools.permutations(square):
            yield Roles(q, k, v, None)


class Way(NamedTuple):
    """One way to compute causal attention, right or wrong."""

    cause: str
    scale: Callable[[int, int, int, int], float] = lambda E, D, T, H: 1 / math.sqrt(E)
    masked: str = "before"
    axis: int = -1
    split: str = "heads"
    join: str = "heads"
    single: bool = False
    sources: str = "qkv"
    added: bool = False


RIGHT = Way("")
WRONG = (
    Way("the scores are not divided by the root of the width of a head", lambda E, D, T, H: 1.0),
    Way("the scores are divided by the root of d_model: use the width of a head, d_model / n_heads", lambda E, D, T, H: 1 / math.sqrt(D)),
    Way("the scores are divided by the width of a head: use its root", lambda E, D, T, H: 1 / E),
    Way("the scores are multiplied by the root of the width: divide", lambda E, D, T, H: math.sqrt(E)),
    Way("the scores are divided twice", lambda E, D, T, H: 1 / E),
    Way("the scores are divided by the root of the length: use the width of a head", lambda E, D, T, H: 1 / math.sqrt(T)),
    Way("the scores are divided by the root of the number of heads: use the width of a head", lambda E, D, T, H: 1 / math.sqrt(H)),
    Way("the scores are divided by d_model: use the root of the width of a head", lambda E, D, T, H: 1 / D),
    Way("there is one head only: n_heads is not used", single=True),
    Way("the mask is missing: every position sees the future", masked="no"),
    Way("the mask is turned round: it lets the future through", masked="turned"),
    Way("the mask is applied after the softmax: the weights do not sum to 1", masked="after"),
    Way("masked scores are 0, not -inf: they keep weight", masked="zero"),
    Way("the mask is added to the scores as 0 and 1: use -inf", masked="added"),
    Way("the diagonal is masked: a position must see itself", masked="strict"),
    Way("the softmax runs over the queries, not over the keys", axis=-2),
    Way("the softmax runs over the heads, not over the keys", axis=1),
    Way("queries and keys come from one projection: each has its own", sources="qqv"),
    Way("queries and keys come from one projection: each has its own", sources="kkv"),
    Way("keys and values come from one projection: each has its own", sources="qkk"),
    Way("keys and values come from one projection: each has its own", sources="qvv"),
    Way("x is added to the result: the block adds it, not the layer", added=True),
    Way("heads are joined without moving their axis back: (B, H, T, E) must become (B, T, H, E) first", join="flat"),
    Way("heads are split by a view straight to (B, H, T, E): times and heads are mixed; transpose instead", split="flat"),
    Way("heads are split by a view straight to (B, H, T, E): times and heads are mixed; transpose instead", split="flat", join="flat"),
)  # fmt: skip


def attend(x: Tensor, roles: Roles, heads: int, way: Way) -> Tensor:
    """What a layer with these projections gives for `(B, T, D)`."""
    B, T, D = x.shape
    heads = 1 if way.single else heads
    E = D // heads
    projections = {"q": roles.q, "k": roles.k, "v": roles.v}
    parts = [x @ weight.T + bias for weight, bias in (projections[source] for source in way.sources)]
    if way.split == "flat":
        q, k, v = (part.reshape(B, heads, T, E) for part in parts)
    else:
        q, k, v = (part.reshape(B, T, heads, E).transpose(1, 2) for part in parts)
    scores = q @ k.transpose(-2, -1) * way.scale(E, D, T, heads)
    mask = torch.ones(T, T, dtype=torch.bool).tril()
    if way.masked == "turned":
        mask = mask.T
    if way.masked == "strict":
        mask = mask.tril(-1)
    if way.masked in ("before", "turned", "strict"):
        scores = scores.masked_fill(~mask, -1e30)
    if way.masked == "zero":
        scores = scores.masked_fill(~mask, 0.0)
    if way.masked == "added":
        scores = scores + mask
    weights = scores.softmax(way.axis)
    if way.masked == "after":
        weights = weights * mask
    mixed = weights @ v
    joined = mixed.reshape(B, T, D) if way.join == "flat" else mixed.transpose(1, 2).reshape(B, T, D)
    mixed = joined if roles.out is None else joined @ roles.out[0].T + roles.out[1]
    return mixed + x if way.added else mixed


def name_way(parameters: Mapping[str, Tensor], x: Tensor, out: Tensor, heads: int) -> str | None:
    """The cause of a wrong layer, an empty string for a right one, None where its parameters cannot be read."""
    x, out = x.double(), out.double()
    readings = list(find_roles(parameters, x.shape[-1], heads))
    scale = float(out.abs().max())

    def is_made(way: Way, roles: Roles) -> bool:
        made = attend(x, roles, heads, way)
        return bool(torch.isfinite(made).all()) and float((made - out).abs().max()) <= 1e-4 * max(scale, 1e-9)

    for roles in readings:
        if is_made(RIGHT, roles):
            return "" if roles.out is not None else "the output projection is missing: it mixes the heads"
    for way in WRONG:
        if any(is_made(way, roles) for roles in readings):
            return way.cause
    return None


def read_output(value: Any) -> Any:
    """The first of a pair of output and weights, else the value itself."""
    return value[0] if isinstance(value, tuple | list) and value else value


def check_finite(value: Tensor, called: str) -> None:
    """Fail at NaN and infinity, with what causes them in attention."""
    assert_values_finite(
        value, called, "a row of the mask lets nothing through, or an overflow in a softmax made by hand"
    )

"""What the hidden checks of Lecture 2 share: whole numbers, images and codes, calls of modules, the layers inside."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from fairgrade.checks.diagnosis import Misconception, name_cause
from fairgrade.checks.failure import CheckFailed, describe_value
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_reaches
from fairgrade.checks.notes import add_note
from fairgrade.checks.structure import read_fields
from fairgrade.checks.student import Handle, Student
from fairgrade.checks.tensors import (
    assert_dtype_is_floating,
    assert_rows_changed,
    assert_rows_unchanged,
    assert_shape_equals,
)
from fairgrade.errors import StudentFault, StudentRaised

IMAGE = {"channel": 1, "height": 28, "width": 28}
MIXED = "samples of a batch are mixed: batch statistics in eval mode, or a view that mixes axes"
FREE_LOGITS = "Let the last layer be a convolution without an activation; the sigmoid is inside the loss."


def images(rng: torch.Generator, count: int) -> Tensor:
    """Grey noise with a dark patch, `(count, 1, 28, 28)` in [0, 1]."""
    x = 0.4 * torch.rand(count, 1, 28, 28, generator=rng)
    for image in x:
        left, top = torch.randint(2, 18, (2,), generator=rng).tolist()
        image[:, top : top + 8, left : left + 7] += 0.6
    return x


def codes(rng: torch.Generator, count: int, width: int) -> Tensor:
    """Draws of the prior, `(count, width)`."""
    return torch.randn(count, width, generator=rng)


def whole_number(value: Any, called: str, hint: str = "") -> int:
    """An int, or a tensor with one whole number; a float fails."""
    if isinstance(value, Tensor) and value.numel() == 1 and not value.dtype.is_floating_point:
        add_note("A tensor came back where the contract says int: wrap it in int(...). This costs no points.")
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        cause = ""
        if isinstance(value, float) or (isinstance(value, Tensor) and value.numel() == 1):
            cause = "a float came back: / is used where // belongs, or int(...) is missing"
        elif isinstance(value, Tensor):
            cause = "one value for each dimension came back: count those that are True"
        raise CheckFailed(called, "the result is an int", f"got {describe_value(value)}", cause, hint)
    return value


def compare_numbers(
    got: Sequence[float],
    expected: Sequence[float],
    called: str,
    relation: str,
    slips: Sequence[tuple[Sequence[float], str]],
    hint: str = "",
    tolerance: float = 1e-6,
) -> None:
    """Fail when one of the results of several calls is not the expected one, and name the slip that gives them all."""
    found, wanted = torch.tensor(got).double(), torch.tensor(expected).double()
    assert_values_finite(found, called)
    wrong = int(((found - wanted).abs() > tolerance * wanted.abs().clamp_min(1e-3)).sum())
    if wrong:
        candidates = [Misconception(torch.tensor(values).double(), cause) for values, cause in slips]
        cause, _ = name_cause(found, wanted, candidates)
        raise CheckFailed(
            called, relation, f"{wrong} of {len(wanted)} calls gave another number", cause, hint
        )


def encode(call: Callable[[Tensor], Any], x: Tensor, width: int, called: str) -> tuple[Tensor, Tensor]:
    """Mean and log-variance of one call, with their shapes checked."""
    fields = read_fields(call(x), ("mu", "logvar"), called, "the pair (mu, logvar)")
    mu, logvar = (
        assert_shape_equals(fields[name], {"N": len(x), "Z": width}, called) for name in ("mu", "logvar")
    )
    for part in (mu, logvar):
        assert_dtype_is_floating(part, called)
        assert_values_finite(part, called)
    return mu, logvar


def decode(call: Callable[..., Any], z: Tensor, called: str, *labels: Tensor) -> Tensor:
    """Logits of one call, with their shape checked."""
    value = call(z, *labels)
    cause = ""
    if isinstance(value, Tensor) and value.dim() == 4 and value.shape[1] == 1 and value.shape[2] != 28:
        cause = f"the images are {tuple(value.shape[2:])}, not (28, 28): compute the sizes of the way up, 7 to 14 to 28"
    logits = assert_shape_equals(value, {"N": len(z)} | IMAGE, called, cause)
    assert_dtype_is_floating(logits, called)
    assert_values_finite(logits, called)
    return logits


def assert_logits_are_free(logits: Tensor, called: str) -> None:
    """Fail when an activation after the last layer keeps some values out of reach."""
    relation, low, high = "logits take any value", float(logits.min()), float(logits.max())
    cause, got = "", ""
    if low >= 0:
        got = "no value is negative"
        cause = "a sigmoid ends the decoder: these are probabilities"
        cause = cause if high <= 1 else "a ReLU or softplus ends the decoder"
    elif high <= 0:
        got, cause = "no value is positive", "a logarithm of probabilities is returned, not logits"
    elif low >= -1.0001 and high <= 1.0001:
        got, cause = "all values lie in [-1, 1]", "a tanh ends the decoder"
    if cause:
        raise CheckFailed(called, relation, got, cause, FREE_LOGITS)


def assert_per_sample(call: Callable[[Tensor], Tensor], x: Tensor, other: Tensor, called: str) -> None:
    """Fail when a result is random, or depends on other samples of its batch; `other` takes the place of sample 2."""
    first, again = call(x), call(x)
    cause = "noise is added inside, dropout is active in eval mode, or layers are built anew in forward"
    assert_rows_unchanged(first, again, range(len(x)), called, "two calls give the same", cause)
    changed = x.clone()
    changed[2] = other[0]
    after = call(changed)
    relation = "changing sample 2 changes the result of sample 2 only"
    rest = [row for row in range(len(x)) if row != 2]
    assert_rows_unchanged(first, after, rest, called, relation, MIXED)
    assert_rows_changed(first, after, [2], called, relation, "the result does not depend on the input")
    alone = call(x[3:4])
    relation = "a sample alone gives what it gives in a batch"
    assert_rows_unchanged(first[3:4], alone, [0], called, relation, MIXED)


def assert_gradient_passes(
    model: Handle,
    inputs: dict[str, Tensor],
    name: str,
    called: str,
    cotangents: Sequence[Tensor] | None = None,
) -> None:
    """Fail when no gradient of a module's results, or of those that `cotangents` choose, reaches its input `name`.

    The inputs are given by keyword, under the contract's names or else those of the module's own `forward`; code that
    takes neither cannot be looked into.
    """
    place = list(inputs).index(name)
    for names in dict.fromkeys([tuple(inputs), _own_names(model, len(inputs))]):
        given = dict(zip(names, inputs.values(), strict=False))
        if len(given) < len(inputs):
            continue
        try:
            pulled = model.vjp("", given, wrt=(names[place],), cotangents=cotangents)
        except StudentRaised as error:
            if error.kind == "TypeError" and "argument" in error.text:
                continue
            raise
        cause = f"the gradient does not reach {name}: detach(), .data or no_grad() on the way"
        assert_gradient_reaches(pulled.gradients[names[place]], name, called, cause=cause)
        return


def _own_names(model: Handle, count: int) -> tuple[str, ...]:
    """What a module's `forward` calls its first arguments; fewer names where it does not say."""
    with contextlib.suppress(StudentFault, AttributeError):
        names = model.get("forward").get("__code__").get("co_varnames")
        if isinstance(names, (list, tuple)):
            return tuple(str(name) for name in names[1 : count + 1])
    return ()


def assert_state_is_whole(
    build: Callable[[int], Handle], run: Callable[[Handle], Tensor], called: str
) -> None:
    """Fail when a module with the `state_dict` of another one gives other results.

    Args:
        build: gives a module for a seed.
        run: gives the module's results, the same inputs each time.
    """
    first, second = build(1), build(2)
    wanted = run(first)
    second.load_state_dict(first.state())
    cause = (
        "a part of the model is not registered, so it is neither trained nor saved: layers in a plain list "
        "(nn.ModuleList), a tensor that is no nn.Parameter or buffer, or layers built in forward"
    )
    relation = "two models with the same state_dict give the same"
    assert_rows_unchanged(wanted, run(second), range(len(wanted)), called, relation, cause)


def layers_of(student: Student, model: Handle, transposed: bool) -> list[Handle]:
    """The convolutions among a module's layers; only the transposed ones where asked for."""
    parts: list[Handle] = []
    model.call("apply", student.remote(lambda part: parts.append(part)))
    found = []
    for part in parts:
        with contextlib.suppress(StudentFault):
            kind = part.get("transposed")
            if isinstance(kind, bool) and (kind or not transposed):
                found.append(part)
    return found


def assert_a_layer_is_used(
    found: Sequence[Handle],
    rng: torch.Generator,
    run: Callable[[], Tensor],
    called: str,
    relation: str,
    causes: tuple[str, str],
    whole: Handle | None = None,
) -> None:
    """Fail when there is no such layer, or when the result does not change with the weights of any of them.

    Args:
        found: the layers.
        whole: the module; where it has no such layer, its own weights with four axes count, as `F.conv2d` takes.
        run: gives the module's result.
        causes: what to say when there is none, and when none is used.
    """
    kept_by = [(layer, layer.state()) for layer in found]
    names = [set(kept) for _, kept in kept_by]
    if not found and whole is not None:
        kept_by = [(whole, whole.state())]
        names = [{name for name, value in whole.parameters().items() if value.dim() == 4}]
    if not any(names):
        raise CheckFailed(called, relation, "there is none among its layers", causes[0])
    before = run()
    for (layer, kept), chosen in zip(kept_by, names, strict=True):
        for _ in range(3):
            noise = kept | {
                name: kept[name].detach() + torch.randn(kept[name].shape, generator=rng).to(kept[name].dtype)
                for name in sorted(chosen)
            }
            layer.load_state_dict(noise)
            if not torch.equal(before, run()):
                return
        layer.load_state_dict(kept)
    raise CheckFailed(called, relation, "its weights change nothing in the result", causes[1])

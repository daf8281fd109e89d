"""Hidden checks of `conv_out`, `conv_transpose_out` and `make_upsampler`."""

from __future__ import annotations

import math

import pytest
import torch
from conv_models import (
    assert_a_layer_is_used,
    assert_gradient_passes,
    assert_per_sample,
    assert_state_is_whole,
    compare_numbers,
    layers_of,
    whole_number,
)

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.tensors import assert_dtype_is_floating, assert_shape_equals
from graders.lecture1_vae.vae_models import build

DOWN = "floor((n + 2 p - d (k - 1) - 1) / s) + 1"
UP = "(n - 1) s - 2 p + d (k - 1) + op + 1"
FIXED = (
    {"n": 28, "k": 3, "s": 2, "p": 1, "d": 2},
    {"n": 13, "k": 4, "s": 3, "p": 0, "d": 1},
    {"n": 9, "k": 2, "s": 4, "p": 2, "d": 3},
    {"n": 11, "k": 1, "s": 2, "p": 0, "d": 1},
    {"n": 17, "k": 5, "s": 2, "p": 3, "d": 3},
)


def settings_down(rng, count=30):
    """Settings whose window fits."""
    found = [dict(one) for one in FIXED]
    while len(found) < count:
        limits = {"n": (6, 60), "k": (1, 7), "s": (1, 5), "p": (0, 4), "d": (1, 4)}
        one = {name: int(torch.randint(*ends, (), generator=rng)) for name, ends in limits.items()}
        if one["n"] + 2 * one["p"] > one["d"] * (one["k"] - 1):
            found.append(one)
    return found


def down(n, k, s, p, d=1):
    return (n + 2 * p - d * (k - 1) - 1) // s + 1


def up(n, k, s, p, op=0, d=1):
    return (n - 1) * s - 2 * p + d * (k - 1) + op + 1


DOWN_SLIPS = (
    (lambda n, k, s, p, d: math.ceil((n + 2 * p - d * (k - 1) - 1) / s) + 1,
     "rounded up: a window that does not fit as a whole does not count"),
    (lambda n, k, s, p, d: round((n + 2 * p - d * (k - 1) - 1) / s) + 1,
     "rounded to the nearest: a window that does not fit as a whole does not count"),
    (lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) // s, "the + 1 at the end is missing: the first place counts too"),
    (lambda n, k, s, p, d: (n + 2 * p - d * (k - 1)) // s + 1, "the - 1 inside the brackets is missing"),
    (lambda n, k, s, p, d: (n + 2 * p - d * (k - 1)) // s, "the + 1 belongs after the division, not before it"),
    (lambda n, k, s, p, d: (n + p - d * (k - 1) - 1) // s + 1, "the padding counts on both sides: 2 p"),
    (lambda n, k, s, p, d: (n - d * (k - 1) - 1) // s + 1, "the padding is not used"),
    (lambda n, k, s, p, d: (n - 2 * p - d * (k - 1) - 1) // s + 1, "the padding is subtracted: on the way down it is added"),
    (lambda n, k, s, p, d: (n + 2 * p - k) // s + 1, "the dilation is not used: the window spans d (k - 1) + 1 pixels"),
    (lambda n, k, s, p, d: (n + 2 * p - d * k) // s + 1, "a dilated window spans d (k - 1) + 1 pixels, not d k"),
    (lambda n, k, s, p, d: (n + 2 * p - d * k - 1) // s + 1, "a dilated window spans d (k - 1) + 1 pixels, not d k + 1"),
    (lambda n, k, s, p, d: (n + 2 * p - k - d) // s + 1, "d is added to the kernel; the window spans d (k - 1) + 1 pixels"),
    (lambda n, k, s, p, d: (n + 2 * p - k - d + 1) // s + 1, "d is added to the kernel; the window spans d (k - 1) + 1 pixels"),
    (lambda n, k, s, p, d: n + 2 * p - d * (k - 1), "the stride is not used"),
    (lambda n, k, s, p, d: n // s, "n / s is a rule of thumb: kernel, padding and dilation count too"),
    (lambda n, k, s, p, d: -(-n // s), "n / s is a rule of thumb: kernel, padding and dilation count too"),
    (lambda n, k, s, p, d: up(n, k, s, p, 0, d), "this is the size after a transposed convolution, the way up"),
    (lambda n, k, s, p, d: n + (2 * p - d * (k - 1) - 1) // s + 1, "only a part is divided by the stride: brackets are missing"),
    (lambda n, k, s, p, d: (n + 2 * p - s * (k - 1) - 1) // d + 1, "stride and dilation are swapped"),
    (lambda n, k, s, p, d: (n + 2 * s - d * (k - 1) - 1) // max(p, 1) + 1, "stride and padding are swapped"),
)  # fmt: skip

UP_SLIPS = (
    (lambda n, k, s, p, op, d: down(n, k, s, p, d), "this is the size after a convolution, the way down"),
    (lambda n, k, s, p, op, d: down(n, k, s, p, d) + op, "this is the size after a convolution, the way down"),
    (lambda n, k, s, p, op, d: n * s - 2 * p + d * (k - 1) + op + 1, "n stamps have n - 1 gaps: (n - 1) s, not n s"),
    (lambda n, k, s, p, op, d: (n - 1) * s - p + d * (k - 1) + op + 1, "the padding is cut off on both sides: 2 p"),
    (lambda n, k, s, p, op, d: (n - 1) * s + d * (k - 1) + op + 1, "the padding is not used"),
    (lambda n, k, s, p, op, d: (n - 1) * s + 2 * p + d * (k - 1) + op + 1, "the padding is added: on the way up it is cut off"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, 0, d), "output_padding is not used"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, 2 * op, d), "output_padding is added on one side only"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, -op, d), "output_padding is subtracted: it is added"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, op * s, d), "output_padding is not multiplied by the stride"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, op * d, d), "output_padding is not multiplied by the dilation"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, op if s > 1 else 0, d), "output_padding counts at stride 1 too"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, min(op, s - 1), d), "output_padding is cut off below the stride: it may also be below the dilation"),
    (lambda n, k, s, p, op, d: up(n, k, s, d * p, op, d), "the padding is not multiplied by the dilation"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, op, 1), "the dilation is not used: a stamp spans d (k - 1) + 1 pixels"),
    (lambda n, k, s, p, op, d: (n - 1) * s - 2 * p + d * k + op, "a dilated stamp spans d (k - 1) + 1 pixels, not d k"),
    (lambda n, k, s, p, op, d: (n - 1) * s - 2 * p + d * k + op + 1, "a dilated stamp spans d (k - 1) + 1 pixels, not d k + 1"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, op, d) - 1, "the + 1 at the end is missing: a kernel of 1 spans one pixel"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, 0, 1), "output_padding and dilation are not used"),
    (lambda n, k, s, p, op, d: n * s, "n s is a rule of thumb: kernel and paddings count too"),
    (lambda n, k, s, p, op, d: n * s + op, "n s is a rule of thumb: kernel and paddings count too"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, d, op), "op and d are swapped: op comes first"),
    (lambda n, k, s, p, op, d: up(n, k, 1, p, op, d), "the stride is not used"),
    (lambda n, k, s, p, op, d: up(n, k, d, p, op, s), "stride and dilation are swapped"),
    (lambda n, k, s, p, op, d: up(n, k, s, p, op, d) - d * (k - 1) - 1 + k, "the dilation is not used: a stamp spans d (k - 1) + 1 pixels"),
)  # fmt: skip


def check_sizes(student, name, formula, relation, slips, probes, hidden=()):
    """Call for all settings, without those named in `hidden`, whose defaults are asked for."""
    shown = ", ".join(key for key in probes[0] if key not in hidden)
    called = f"{name}({shown}) for {len(probes)} settings"
    got = [
        whole_number(
            student.call(name, **{key: v for key, v in one.items() if key not in hidden}), called, relation
        )
        for one in probes
    ]
    expected = [formula(**one) for one in probes]
    found = [([slip(**one) for one in probes], cause) for slip, cause in slips]
    for key in hidden:
        right = probes[0][key] if key == "d" else 0
        found += [
            (
                [formula(**one | {key: other}) for one in probes],
                f"the default of {key} is {other}, not {right}",
            )
            for other in (0, 1, 2, 3)
        ]
    compare_numbers(got, expected, called, relation, found, hint=f"{name} = {relation}")


@pytest.mark.exercise("conv_out")
def test_sizes_down(student, rng):
    """floor((n + 2 p - d (k - 1) - 1) / s) + 1, as an int."""
    check_sizes(student, "conv_out", down, DOWN, DOWN_SLIPS, settings_down(rng))


@pytest.mark.exercise("conv_out")
def test_no_dilation_by_default(student, rng):
    """Without d it is 1."""
    probes = [one | {"d": 1} for one in settings_down(rng)]
    check_sizes(student, "conv_out", down, DOWN, DOWN_SLIPS, probes, hidden=("d",))


def settings_up(rng, count=30):
    """Settings a layer would take: op below stride or dilation, and a size of at least 1."""
    found = []
    while len(found) < count:
        limits = {"n": (1, 20), "k": (1, 7), "s": (1, 5), "p": (0, 4), "op": (0, 4), "d": (1, 4)}
        one = {name: int(torch.randint(*ends, (), generator=rng)) for name, ends in limits.items()}
        if one["op"] < max(one["s"], one["d"]) and up(**one) > 0:
            found.append(one)
    first = {"n": 7, "k": 3, "s": 2, "p": 1, "op": 1, "d": 1}
    dilated = [
        {"n": 5, "k": 4, "s": 3, "p": 2, "op": 2, "d": 3},
        {"n": 6, "k": 2, "s": 2, "p": 1, "op": 3, "d": 4},
    ]
    return [first, *dilated, *found]


@pytest.mark.exercise("conv_transpose_out")
def test_sizes_up(student, rng):
    """(n - 1) s - 2 p + d (k - 1) + op + 1, as an int."""
    check_sizes(student, "conv_transpose_out", up, UP, UP_SLIPS, settings_up(rng))


@pytest.mark.exercise("conv_transpose_out")
@pytest.mark.parametrize("hidden", [("op", "d"), ("op",), ("d",)], ids=["both", "op", "d"])
def test_defaults_up(student, rng, hidden):
    """Without op it is 0, without d it is 1."""
    probes = [one | {name: {"op": 0, "d": 1}[name] for name in hidden} for one in settings_up(rng)]
    probes = [one for one in probes if up(**one) > 0 and one["op"] < max(one["s"], one["d"])]
    check_sizes(student, "conv_transpose_out", up, UP, UP_SLIPS, probes, hidden=hidden)


def build_upsampler(student, c_in, size_in, c_out, size_out, seed=1):
    settings = {"c_in": c_in, "size_in": size_in, "c_out": c_out, "size_out": size_out}
    probe = torch.zeros(2, c_in, size_in, size_in)
    return build(student, "make_upsampler", probe, seed, **settings), describe_call(
        "make_upsampler", **settings
    )


def run_upsampler(model, x, c_out, size_out, called):
    axes = {"N": len(x), "c_out": c_out, "height": size_out, "width": size_out}
    value = model(x)
    cause = ""
    if isinstance(value, torch.Tensor) and value.dim() == 4 and value.shape[:2] == (len(x), c_out):
        off = value.shape[2] - size_out
        if off:
            cause = (
                f"the image has size {value.shape[2]}, {abs(off)} pixel{'s' * (abs(off) > 1)} too {'few' if off < 0 else 'many'}: "
                "choose kernel, padding and output_padding by conv_transpose_out"
            )
    out = assert_shape_equals(value, axes, f"{called}(x) with x of {tuple(x.shape)}", cause)
    assert_dtype_is_floating(out, called)
    assert_values_finite(out, called)
    return out


def random_sizes(rng):
    small = int(torch.randint(2, 9, (), generator=rng))
    return small, int(torch.randint(small, 3 * small + 1, (), generator=rng))


@pytest.mark.exercise("make_upsampler")
@pytest.mark.parametrize("channels", [(3, 2), (1, 4), (4, 1)], ids=["3 to 2", "1 to 4", "4 to 1"])
def test_upsampler_reaches_the_size(student, rng, channels):
    """(N, c_in, size_in, size_in) becomes (N, c_out, size_out, size_out), whole factors or not, for one sample too."""
    c_in, c_out = channels
    whole = [(7, 14), (7, 28), (1, 4)]
    broken = [(5, 9), (4, 7), (6, 6), (3, 11), (8, 9), random_sizes(rng), random_sizes(rng)]
    for size_in, size_out in whole + broken:
        model, called = build_upsampler(student, c_in, size_in, c_out, size_out)
        for count in (3, 1):
            run_upsampler(
                model, torch.randn(count, c_in, size_in, size_in, generator=rng), c_out, size_out, called
            )


@pytest.mark.exercise("make_upsampler")
def test_upsampler_holds_a_transposed_convolution(student, rng):
    """At least one ConvTranspose2d is among its layers, and the result changes with its weights."""
    for size_in, size_out in ((7, 14), (5, 9), (6, 6)):
        model, called = build_upsampler(student, 3, size_in, 2, size_out)
        model.stir(rng, 2.0)
        x = torch.randn(6, 3, size_in, size_in, generator=rng)
        causes = (
            "the way up is not learned by a transposed convolution: nn.Upsample, interpolate or an ordinary convolution is used",
            "the transposed convolution is built and not used",
        )
        relation = "at least one nn.ConvTranspose2d takes part"
        found = layers_of(student, model, transposed=True)
        assert_a_layer_is_used(
            found,
            rng,
            lambda model=model, x=x, size=size_out, called=called: run_upsampler(model, x, 2, size, called),
            called,
            relation,
            causes,
        )


@pytest.mark.exercise("make_upsampler")
def test_upsampler_depends_on_its_input(student, rng):
    """Every channel and every quarter of the image matters, for each sample by itself."""
    for size_in, size_out in ((7, 14), (4, 7)):
        model, called = build_upsampler(student, 3, size_in, 2, size_out)
        x = torch.randn(5, 3, size_in, size_in, generator=rng)
        half = size_in // 2
        corners = [(slice(None), rows, columns) for rows in halves(half) for columns in halves(half)]
        parts = [("channel", slice(c, c + 1)) for c in range(3)]
        parts += [("quarter of the image", corner) for corner in corners]
        unheard = set(range(len(parts)))
        for _ in range(3):
            model.stir(rng, 2.0)
            before = run_upsampler(model, x, 2, size_out, called)
            for place, (_, part) in enumerate(parts):
                changed = x.clone()
                changed[(slice(None), *(part if isinstance(part, tuple) else (part,)))] += 2
                if not torch.equal(before, run_upsampler(model, changed, 2, size_out, called)):
                    unheard.discard(place)
        if unheard:
            got = f"{len(unheard)} of {len(parts)} parts of the input change nothing"
            cause = "the result does not depend on all of x"
            if len(unheard) == len(parts):
                cause = "the result does not depend on x"
            raise CheckFailed(called, "every channel and every quarter of x matters", got, cause)


def halves(half):
    return slice(None, half), slice(half, None)


@pytest.mark.exercise("make_upsampler")
def test_upsampler_is_per_sample(student, rng):
    """In eval mode a sample's result does not depend on the others of its batch."""
    model, called = build_upsampler(student, 3, 5, 2, 9)
    model.stir(rng, 1.0)
    x, other = torch.randn(5, 3, 5, 5, generator=rng), torch.randn(1, 3, 5, 5, generator=rng)
    assert_per_sample(lambda x: run_upsampler(model, x, 2, 9, called), x, other, called)


@pytest.mark.exercise("make_upsampler")
def test_upsampler_passes_gradients(student, rng):
    """Gradients reach x, and something is trained."""
    model, called = build_upsampler(student, 3, 4, 2, 8)
    if not any(value.requires_grad for value in model.parameters().values()):
        cause = "requires_grad is off everywhere: the way up cannot be learned"
        raise CheckFailed(called, "the module can be trained", "every weight is frozen", cause)
    model.stir(rng, 1.0)
    x = torch.randn(5, 3, 4, 4, generator=rng)
    run_upsampler(model, x, 2, 8, called)
    assert_gradient_passes(model, {"x": x}, "x", called)


@pytest.mark.exercise("make_upsampler")
def test_upsampler_is_registered(student, rng):
    """The state_dict holds the whole module."""
    x = torch.randn(3, 3, 4, 4, generator=rng)
    called = describe_call("make_upsampler", c_in=3, size_in=4, c_out=2, size_out=8)
    assert_state_is_whole(
        lambda seed: build_upsampler(student, 3, 4, 2, 8, seed)[0],
        lambda model: run_upsampler(model, x, 2, 8, called),
        called,
    )

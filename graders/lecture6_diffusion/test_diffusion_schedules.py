"""Hidden checks of `linear_betas`, `cosine_betas` and `Schedule`."""

from __future__ import annotations

import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.notes import add_note
from fairgrade.checks.structure import read_fields
from fairgrade.checks.tensors import assert_dtype_equals, assert_shape_equals, assert_values_equal
from graders.lecture6_diffusion.diffusion_models import FIELDS, draw_betas, make_schedule

NEAR = 0.05  # of each value; the first betas of a long cosine schedule are tiny, and float32 inside spoils their digits


def candidates_of(table):
    """Misconceptions from pairs of a value and its cause."""
    return [Misconception(value, cause) for value, cause in table]


def assert_betas(student, name, expected, slips, relation, **settings):
    """Values, each of them relative to itself, and float64."""
    called = describe_call(name, **settings)
    value = student.call(name, **settings)
    got = assert_shape_equals(value, {"T": len(expected)}, called)
    for wrong, cause in slips:
        if got.shape == wrong.shape and torch.allclose(got.double(), wrong, rtol=1e-4, atol=1e-9):
            raise CheckFailed(called, relation, "other values came back", cause)
    found, close = [], float((got.double() - expected).abs().max()) < 5e-3 * float(expected.max())
    if close:
        cause = "values are rounded, or clipped from below: compute in float64 throughout"
        found = [Misconception(got.double(), cause)]
    elif torch.allclose(got.double().sort().values, expected.sort().values, rtol=1e-4):
        found = [Misconception(got.double(), "the right values are in another order")]
    assert_values_equal(got, expected, called, relation, axes={"T": len(expected)}, candidates=found)
    off = (got.double() / expected - 1).abs()
    if float(off.max()) > NEAR:
        got_text = f"{int((off > NEAR).sum())} of {len(expected)} values are off by more than {NEAR:.0%}"
        raise CheckFailed(called, relation, got_text, "small values are wrong: they are rounded or shifted")
    assert_dtype_equals(got, torch.float64, called)


@pytest.mark.exercise("linear_betas")
@pytest.mark.parametrize("case", ["given", "default"])
def test_linear_values(student, rng, case):
    """T values evenly spaced from start to end, both included, float64, not rescaled."""
    for steps in (4, 23, 1000):
        start, end = 1e-4, 0.02
        settings = {"T": steps}
        if case == "given":
            start = 0.001 + 0.01 * float(torch.rand((), generator=rng))
            end = 0.2 + 0.1 * float(torch.rand((), generator=rng))
            settings |= {"start": start, "end": end}
        place = torch.arange(steps, dtype=torch.float64)
        right = start + (end - start) * place / (steps - 1)
        scale = 1000 / steps
        table = [
            (right * scale, "the values are rescaled by 1000 / T: here they are not"),
            ((start + (end - start) * place / steps), "the end is left out"),
            (start + (end - start) * (place + 1) / steps, "the start is left out"),
            (right.flip(0), "start and end are swapped"),
            (1 - right, "these are the alphas, 1 - betas"),
            ((1 - right).cumprod(0), "this is abar, not betas"),
            (
                (math.sqrt(start) + (math.sqrt(end) - math.sqrt(start)) * place / (steps - 1)) ** 2,
                "the square roots are evenly spaced, not the betas themselves",
            ),
            (
                torch.exp(math.log(start) + (math.log(end) - math.log(start)) * place / (steps - 1)),
                "the values are spaced geometrically, not evenly",
            ),
            (right.sqrt(), "these are square roots of the betas"),
            (right.cumsum(0), "the values are summed up"),
            (1e-4 + (0.02 - 1e-4) * place / (steps - 1), "start and end are ignored: use the arguments"),
            (right.clamp(max=0.02), "the values are clipped at 0.02"),
            (torch.full_like(right, start), "every value is the start"),
            (torch.full_like(right, end), "every value is the end"),
        ]
        if case == "default":
            for first, last in ((start, 10 * end), (start, end / 10), (10 * start, end), (start / 10, end)):
                line = torch.linspace(first, last, steps, dtype=torch.float64)
                table.append((line, "a default is wrong: start is 1e-4 and end 0.02"))
        slips = [(wrong, cause) for wrong, cause in table if not torch.allclose(wrong, right, rtol=1e-3)]
        relation = "T values evenly spaced from start to end, both included"
        assert_betas(student, "linear_betas", right, slips, relation, **settings)


def cosine(steps, s=0.008, limit=0.999, power=2.0, angle=math.pi / 2, norm=True, shift=0.0):
    """Betas of a cosine schedule, with the changes that mistakes make."""
    u = torch.arange(steps + 1, dtype=torch.float64) + shift
    f = torch.cos((u / steps + s) / ((1 + s) if norm else 1) * angle).abs() ** power
    betas = 1 - f[1:] / f[:-1]
    return betas if limit is None else betas.clamp(max=limit)


def cosine_slips(steps, s, limit, right):
    """What usual mistakes return."""
    u = torch.arange(steps + 1, dtype=torch.float64)
    f = torch.cos((u / steps + s) / (1 + s) * math.pi / 2) ** 2
    narrow = torch.linspace(0, 1, steps, dtype=torch.float64)
    g = torch.cos((narrow + s) / (1 + s) * math.pi / 2) ** 2
    grid = torch.cos((u / (steps - 1) + s) / (1 + s) * math.pi / 2) ** 2
    nan = torch.full((1,), float("nan"), dtype=torch.float64)
    bounded = [(kept[1:], kept[:-1]) for kept in (f.clamp(min=1 - limit), (f / f[0]).clamp(min=1 - limit))]
    table = [
        *[(1 - late / early, "f is clipped, not the betas") for late, early in bounded],
        (cosine(steps, s, None), "the betas are not clipped: the last one is 1, and the signal exactly 0"),
        (cosine(steps, s, 0.9999), "max_beta is not used: the clipping is fixed at 0.9999"),
        (cosine(steps, s, 0.999), "max_beta is not used: the clipping is fixed at 0.999"),
        (cosine(steps, s, 0.02), "the betas are clipped at 0.02"),
        (cosine(steps, s, 0.99), "max_beta is not used: the clipping is fixed at 0.99"),
        (cosine(steps, s, 0.5), "the betas are clipped at 0.5, not at max_beta"),
        (cosine(steps, 0.0, limit), "s is missing"),
        (cosine(steps, 0.008, limit), "s is fixed at 0.008: use the argument"),
        (cosine(steps, s, limit, power=1.0), "the square of the cosine is missing"),
        (cosine(steps, s, limit, power=4.0), "the cosine is squared twice"),
        (cosine(steps, s, limit, angle=math.pi), "the angle is pi, not pi / 2"),
        (cosine(steps, s, limit, angle=1.0), "the factor pi / 2 is missing"),
        (cosine(steps, s, limit, norm=False), "the division by 1 + s is missing"),
        (f[1:], "this is f, the signal: the betas are 1 - f(t+1) / f(t)"),
        (f[1:] / f[0], "this is abar: the betas are 1 - f(t+1) / f(t)"),
        (f[:-1] / f[0], "this is abar_prev, which begins with 1: the betas are 1 - f(t+1) / f(t)"),
        (1 - f[1:] / f[0], "this is 1 - abar: divide by f(t), not by f(0)"),
        ((1 - f[1:] / f[0]).clamp(max=limit), "this is 1 - abar: divide by f(t), not by f(0)"),
        (f[1:] / f[:-1], "these are the alphas: the betas are 1 - alpha"),
        ((1 - f[1:] / f[:-1]).clamp(max=limit).flip(0), "the order is reversed"),
        (
            torch.cat([torch.zeros(1).double(), right[:-1]]),
            "the betas are off by one: the first is 0, as f(0) / f(0) is used",
        ),
        (
            torch.cat([(1 - g[1:] / g[:-1]), nan]).nan_to_num(limit).clamp(max=limit),
            "the grid has T points: T betas need T + 1",
        ),
        (
            torch.cat([torch.zeros(1).double(), (1 - g[1:] / g[:-1])]).clamp(max=limit),
            "the grid has T points: T betas need T + 1",
        ),
        (
            torch.cat([1 - g[:1], (1 - g[1:] / g[:-1])]).clamp(max=limit),
            "the grid has T points: T betas need T + 1",
        ),
        (
            torch.cat([1 - (g / g[0])[:1], (1 - g[1:] / g[:-1])]).clamp(max=limit),
            "the grid has T points: T betas need T + 1",
        ),
        (
            torch.cat([1 - f[1:2], right[1:]]),
            "the first beta is 1 - f(1): divide by f(0)",
        ),
        (1 - f[:-1], "this is 1 - f(t): the betas are 1 - f(t+1) / f(t)"),
        (
            (1 - grid[1:] / grid[:-1]).clamp(max=limit),
            "u is divided by T - 1: in f it is divided by T",
        ),
    ]
    return [
        (wrong, cause)
        for wrong, cause in table
        if wrong.isfinite().all() and not torch.allclose(wrong, right, rtol=1e-3, atol=1e-9)
    ]


@pytest.mark.exercise("cosine_betas")
@pytest.mark.parametrize("case", ["default", "given"])
def test_cosine_values(student, rng, case):
    """Beta is 1 - f(t+1) / f(t), at most max_beta, float64."""
    for steps in (5, 40, 1000):
        s, limit, settings = 0.008, 0.999, {"T": steps}
        if case == "given":
            s = 0.03 + 0.02 * float(torch.rand((), generator=rng))
            limit = 0.3 + 0.1 * float(torch.rand((), generator=rng))
            settings |= {"s": s, "max_beta": limit}
        right = cosine(steps, s, limit)
        relation = "beta_t = min(1 - f(t+1) / f(t), max_beta), f(u) = cos^2(pi/2 (u/T + s) / (1 + s))"
        assert_betas(
            student, "cosine_betas", right, cosine_slips(steps, s, limit, right), relation, **settings
        )


@pytest.mark.exercise("cosine_betas")
def test_cosine_keeps_signal(student):
    """The signal never reaches 0, and no value is NaN."""
    called = describe_call("cosine_betas", T=100)
    betas = assert_shape_equals(student.cosine_betas(T=100), {"T": 100}, called)
    if not bool(betas.isfinite().all()) or not bool((betas > 0).all() & (betas < 1).all()):
        cause = "the last beta is 1, or the first 0: samplers would divide by 0"
        raise CheckFailed(called, "every beta lies between 0 and 1", "one does not", cause)


def schedule_slips(betas):
    """What usual mistakes put into each attribute."""
    alphas, one = 1 - betas, torch.ones_like(betas[:1])
    abar = alphas.cumprod(0)
    return {
        "alphas": [
            (betas, "alphas are 1 - betas"),
            (alphas.sqrt(), "alphas are 1 - betas, without a square root"),
            (1 - betas.square(), "betas are variances already: they are not squared"),
            ((1 - betas).square(), "alphas are not squared"),
            (abar, "this is abar: alphas are not multiplied up"),
            (
                1 - torch.linspace(1e-4, 0.02, len(betas), dtype=torch.float64),
                "the betas that are given are not used: these belong to the linear schedule",
            ),
        ],
        "abar": [
            (betas.cumprod(0), "the product of betas is taken: it is that of alphas"),
            (1 - betas.cumprod(0), "the product of betas is taken: it is that of alphas"),
            (alphas.cumsum(0), "a sum is taken in place of a product"),
            (1 - betas.cumsum(0), "a sum is taken in place of a product"),
            (alphas, "these are the alphas: multiply all so far"),
            (1 - abar, "this is 1 - abar"),
            (abar.sqrt(), "this is the square root of abar"),
            (alphas.sqrt().cumprod(0), "this is the square root of abar"),
            (abar.square(), "abar is squared"),
            *[
                (abar.clamp(min=bound), "abar is clipped from below: it falls to almost 0")
                for bound in (1e-5, 1e-4, 1e-3, 1e-2, 0.1)
                if bound > float(abar.min())
            ],
            (torch.cat([one, abar[:-1]]), "abar is one step late: it must hold alpha_t as well"),
            (torch.cat([abar[1:], abar[-1:]]), "abar is one step early"),
            (alphas.flip(0).cumprod(0), "the product runs from the end"),
            (alphas.flip(0).cumprod(0).flip(0), "the product runs from the end"),
            ((-betas.cumsum(0)).exp(), "exp(-sum of betas) is only close to the product"),
            (abar / abar[0], "abar begins with 1: its first value is alphas[0]"),
            (alphas.log().cumsum(0), "the exponential after the sum of logarithms is missing"),
            (abar[-1:].expand_as(abar), "one product of all is taken: it must be cumulated"),
        ],
        "abar_prev": [
            (abar, "abar_prev equals abar: it must be one step earlier"),
            (
                torch.cat([0 * one, abar[:-1]]),
                "abar_prev begins with 0: before the first step all is signal, so 1",
            ),
            (
                torch.cat([abar[:1], abar[:-1]]),
                "abar_prev begins with abar[0]: before the first step it is 1",
            ),
            (abar.roll(1, 0), "abar_prev begins with the last of abar: before the first step it is 1"),
            (torch.cat([abar[1:], one]), "abar_prev is one step later: it must be earlier"),
            (torch.cat([abar[1:], abar[-1:]]), "abar_prev is one step later: it must be earlier"),
            (torch.cat([abar[1:], 0 * one]), "abar_prev is one step later: it must be earlier"),
            (torch.cat([one, alphas[:-1]]), "alphas are shifted in place of abar"),
            (torch.cat([one, betas[:-1]]), "betas are shifted in place of abar"),
            (1 - torch.cat([one, abar[:-1]]), "this is 1 - abar_prev"),
            (abar / alphas[0], "abar_prev is abar / alphas[0], not abar one step earlier"),
            (
                torch.cat([torch.full_like(one, 0.9999), abar[:-1]]),
                "abar_prev begins with 0.9999: it is exactly 1",
            ),
        ],
    }


@pytest.mark.exercise("schedule")
@pytest.mark.parametrize("steps", [7, 300, 1])
def test_schedule_values(student, rng, steps):
    """Alphas, their running product, and the same one step earlier, which begins with 1."""
    spread = (0.05, 0.4) if steps < 100 else (0.01, 0.08)  # a long one ends near 1e-6
    others, betas = draw_betas(rng, steps, *spread), draw_betas(rng, steps, *spread)
    alphas = 1 - betas
    abar = alphas.cumprod(0)
    right = {
        "alphas": alphas,
        "abar": abar,
        "abar_prev": torch.cat([torch.ones_like(abar[:1]), abar[:-1]]),
    }
    foreign = dict(zip(FIELDS, make_schedule(others), strict=True))
    called = describe_call("Schedule", betas=betas)
    returns = "an object with alphas, abar and abar_prev"
    student.Schedule(betas=others)  # one before and one after, which must leave no trace
    schedule = student.Schedule(betas=betas)
    student.Schedule(betas=others)
    fields = read_fields(schedule, tuple(right), called, returns)
    relations = {
        "alphas": "alphas = 1 - betas",
        "abar": "abar[t] = alphas[0] * ... * alphas[t]",
        "abar_prev": "abar_prev[t] = abar[t - 1], and abar_prev[0] = 1",
    }
    lengths = {
        "abar_prev": {
            steps - 1: "abar_prev is too short: put a 1 in front of abar[:-1]",
            steps + 1: "abar_prev is too long: leave out the last of abar",
        },
        "abar": {steps + 1: "abar has a 1 in front: that is abar_prev's"},
    }
    for name, wanted in right.items():
        text = f"{called}.{name}"
        size = len(fields[name]) if isinstance(fields[name], torch.Tensor) and fields[name].dim() == 1 else -1
        got = assert_shape_equals(fields[name], {"T": steps}, text, lengths.get(name, {}).get(size, ""))
        shared = (
            "these values belong to another Schedule: they are kept in the class or in a global, not in self"
        )
        slips = candidates_of([*schedule_slips(betas)[name], (foreign[name], shared)])
        assert_values_equal(got, wanted, text, relations[name], axes={"T": steps}, candidates=slips)
        if got.dtype != betas.dtype:
            add_note(f"{name} has another dtype than betas: keep it. This costs no points.")
        off = (got.double() / wanted - 1).abs()
        if float(off.max()) > 1e-3:
            cause = "small values are rounded or clipped"
            raise CheckFailed(text, relations[name], "small values are off", cause)

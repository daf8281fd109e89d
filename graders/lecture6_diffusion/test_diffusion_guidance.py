"""Hidden checks of `drop_labels` and `cfg_combine`."""

from __future__ import annotations

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.statistics import assert_share_equals
from fairgrade.checks.tensors import assert_dtype_equals, assert_shape_equals, assert_values_equal
from graders.lecture6_diffusion.diffusion_models import BOUNDS, RARE, draw
from graders.lecture6_diffusion.test_diffusion_ddpm import axes_of

BATCHES = 90  # of three labels; a fixed number of dropped ones never shares a fate: 0.75^90 is 6e-12


def drop(student, y, p, null_class):
    """One call, checked for shape and kind."""
    called = describe_call("drop_labels", y=y, p=p, null_class=null_class)
    value = student.drop_labels(y=y, p=p, null_class=null_class)
    kept = assert_shape_equals(value, {"N": len(y)}, called)
    assert_dtype_equals(kept, torch.int64, called)
    return called, kept


@pytest.mark.exercise("drop_labels")
@pytest.mark.parametrize("count", [400, 1])
def test_ends(student, rng, count):
    """With p = 0 every label stays; with p = 1 every label becomes null_class."""
    for null_class in (10, 25):
        y = torch.randint(0, 10, (count,), generator=rng)
        null = torch.full_like(y, null_class)
        for p, expected, other in ((0.0, y, null), (1.0, null, y)):
            called, kept = drop(student, y, p, null_class)
            if torch.equal(kept, expected):
                continue
            cause = "labels are changed that were not dropped"
            if p == 0 and torch.equal(kept, other):
                cause = "p is used as the probability to keep a label"
            elif p == 1:
                fixed = kept.unique()
                cause = "dropped labels become something else than null_class"
                if torch.equal(kept, other):
                    cause = "no label is dropped"
                elif bool(((kept == y) | (kept == null_class)).all()):
                    cause = (
                        "some labels are kept: a coin below 1 must always drop, so compare torch.rand with p"
                    )
                elif len(fixed) == 1:
                    cause = f"dropped labels become {int(fixed[0])} and not null_class: a constant is used"
            raise CheckFailed(
                called,
                f"with p = {p:g} every label {'stays' if p == 0 else 'is null_class'}",
                f"{int((kept != expected).sum())} of {count} labels differ",
                cause,
            )


@pytest.mark.exercise("drop_labels")
def test_each_label_has_its_own_coin(student, rng):
    """A share p of the labels is replaced, each by a coin of its own; the others stay."""
    count = 800
    y = torch.randint(0, 10, (count,), generator=rng)
    seen = []
    for p in (0.15, 0.15, 0.7, 0.5):
        called, kept = drop(student, y, p, 10)
        strange = int(((kept != y) & (kept != 10)).sum())
        if strange:
            cause = "labels are moved or drawn anew, not replaced by null_class"
            raise CheckFailed(
                called, "each label stays or becomes null_class", f"{strange} of {count} are neither", cause
            )
        gone = kept == 10
        dropped = int(gone.sum())
        cause = ""
        if dropped in (0, count):
            cause = "one coin is thrown for the whole batch, or one coin is thrown for each class: each label needs its own"
        elif abs(dropped / count - (1 - p)) < 0.08 < abs(2 * p - 1):
            cause = "p is used as the probability to keep a label"
        elif bool(gone[:dropped].all()) or bool(gone[-dropped:].all()):
            cause = "the first or last labels are dropped, not random ones"
        relation = "a share p is replaced, each label by a coin of its own"
        whole = [int(gone[y == label].sum()) in (0, int((y == label).sum())) for label in range(10)]
        if 0 < dropped < count and all(whole):
            cause = "one coin is thrown for each class: each label needs its own"
            raise CheckFailed(called, relation, "labels of a class are dropped together", cause)
        assert_share_equals(dropped, count, p, called, relation, cause)
        if 0 < dropped < count and (bool(gone[:dropped].all()) or bool(gone[-dropped:].all())):
            raise CheckFailed(
                called,
                relation,
                "they lie side by side",
                "the first or last labels are dropped, not random ones",
            )
        seen.append(gone)
    if torch.equal(seen[0], seen[1]):
        cause = "the same labels are dropped each time: the seed is reset, or the choice is fixed"
        raise CheckFailed(called, "each call throws new coins", "two calls dropped the same labels", cause)
    for apart in (1, 2, 4):  # fair coins agree with their neighbours in half of all cases, independently
        agree = int((seen[3][apart:] == seen[3][:-apart]).sum())
        relation = "each label has its own coin"
        cause = f"labels {apart} apart share a coin: throw one for each"
        assert_share_equals(agree, count - apart, 0.5, called, relation, cause, alpha=RARE)


@pytest.mark.exercise("drop_labels")
def test_small_batches(student, rng):
    """The number of dropped labels varies: over many small batches it is binomial."""
    del rng
    y = torch.tensor([3, 1, 4])
    gone = torch.stack([drop(student, y, 0.5, 9)[1] == 9 for _ in range(BATCHES)])  # (BATCHES, 3)
    called = describe_call("drop_labels", y=y, p=0.5, null_class=9)
    together = int(((gone.sum(1) == 0) | (gone.sum(1) == 3)).sum())
    relation = "three labels share their fate in a quarter of all batches"
    cause = "one coin is thrown for the whole batch" if together == BATCHES else ""
    if together == 0:
        cause = "the number of dropped labels is fixed: each label needs a coin of its own"
    assert_share_equals(together, BATCHES, 0.25, called, relation, cause)


def rescaled(right, cond, w):
    """The guided noise brought back to the deviation of the conditional one."""
    axes = tuple(range(1, right.dim()))
    each = right * cond.std(axes, keepdim=True) / right.std(axes, keepdim=True)
    whole = right * cond.std() / right.std()
    variants = (each, each if w else right, whole)
    return [(value, "the result is rescaled to the deviation of eps_cond") for value in variants]


def guidance_slips(cond, uncond, w):
    """What usual mistakes make of the guided noise."""
    right = uncond + w * (cond - uncond)
    return [
        (
            (1 + w) * cond - w * uncond,
            "you implemented the paper's w; ours is one more: w = 1 gives eps_cond",
        ),
        (cond + w * (uncond - cond), "conditional and unconditional are swapped"),
        (uncond + w * (uncond - cond), "the sign of the difference is flipped"),
        (cond + w * (cond + uncond), "the two are added, not subtracted"),
        (uncond + w * (cond + uncond), "the two are added, not subtracted"),
        (uncond + w * cond, "eps_uncond is not taken off eps_cond"),
        (w * (cond - uncond), "the term eps_uncond in front is missing"),
        (w * cond, "eps_uncond plays no part"),
        (w * uncond, "eps_cond plays no part"),
        (cond, "w and eps_uncond play no part"),
        (uncond, "w and eps_cond play no part"),
        (uncond + (w - 1) * (cond - uncond), "w is one too small"),
        (uncond + min(max(w, 0.0), 1.0) * (cond - uncond), "w is clipped to [0, 1]: guidance goes beyond"),
        (uncond + min(w, 1.0) * (cond - uncond), "w is clipped at 1: guidance goes beyond"),
        (uncond + max(w, 0.0) * (cond - uncond), "w is clipped at 0"),
        (uncond + max(w, 1.0) * (cond - uncond), "w is clipped from below at 1"),
        *[
            (right.clamp(-bound, bound), f"the result is clipped to [-{bound:g}, {bound:g}]")
            for bound in BOUNDS
        ],
        (uncond + abs(w) * (cond - uncond), "the sign of w is lost"),
        (uncond + int(w) * (cond - uncond), "w is rounded to a whole number"),
        (uncond + round(w) * (cond - uncond), "w is rounded to a whole number"),
        (cond + (1 + w) * (cond - uncond), "w is too large: eps_cond is added once more"),
        (cond + w * (cond - uncond), "you implemented the paper's w; ours is one more: w = 1 gives eps_cond"),
        *rescaled(right, cond, w),
        ((w * cond + uncond) / (1 + w), "this is a weighted mean, which does not go beyond"),
        (right / (1 + w), "the result is divided by 1 + w"),
        ((1 + w) * uncond - w * cond, "the sign of the difference is flipped"),
        (uncond + w**2 * (cond - uncond), "w is squared"),
        ((cond + uncond) / 2, "this is the mean of the two: w plays no part"),
    ]


@pytest.mark.exercise("cfg_combine")
@pytest.mark.parametrize("shape", [(5, 2), (3, 1, 2, 4)])
def test_guidance(student, rng, shape):
    """`uncond + w (cond - uncond)`: w = 0 is unconditional, w = 1 conditional, w > 1 goes beyond."""

    def check(dtype):
        size = 200.0 if len(shape) > 2 else 2.0  # large numbers show clipping
        cond, uncond = draw(rng, shape, dtype, size), draw(rng, shape, dtype, size)
        found, wanted, tables = [], [], []
        for w in (0.0, 1.0, 2.5, 7.0, -0.5):
            called = describe_call("cfg_combine", eps_cond=cond, eps_uncond=uncond, w=w)
            value = student.cfg_combine(eps_cond=cond, eps_uncond=uncond, w=w)
            found.append(assert_shape_equals(value, axes_of(shape), called))
            wanted.append(uncond + w * (cond - uncond))
            tables.append(guidance_slips(cond, uncond, w))
        slips = [
            Misconception(torch.stack([value for value, _ in same]), same[0][1])
            for same in zip(*tables, strict=True)
        ]
        called = (
            describe_call("cfg_combine", eps_cond=cond, eps_uncond=uncond) + " at w = 0, 1, 2.5, 7 and -0.5"
        )
        relation = "eps_uncond + w (eps_cond - eps_uncond)"
        assert_values_equal(torch.stack(found), torch.stack(wanted), called, relation, candidates=slips)

    run_in_best_precision(check)

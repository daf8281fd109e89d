"""Hidden checks of the class `ImagePool`: every image is told apart, so the content of a pool is known at all times."""

from __future__ import annotations

import pytest
import torch

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.notes import add_note
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.statistics import assert_share_equals
from fairgrade.checks.tensors import assert_dtype_equals, assert_shape_equals

RELATION = "each image that comes back is the new one, or a stored one whose place the new one takes"


class Ledger:
    """Follows a pool: images are numbered, and what is stored is known from what came back."""

    def __init__(self, student, size, shape=(1, 2, 3), start=0, pool=None):
        self.size, self.shape, self.next = size, shape, start
        self.first = start
        self.pool = student.call("ImagePool", size=size) if pool is None else pool
        self.stored, self.gone = [], set()
        self.passed = set()
        self.coins, self.returned = [], []

    def batch(self, count, dtype):
        numbers = list(range(self.next, self.next + count))
        self.next += count
        pattern = torch.arange(6, dtype=dtype).reshape(self.shape) / 16
        return numbers, torch.stack([number + pattern for number in numbers])

    def query(self, count, dtype=torch.float64):
        numbers, x = self.batch(count, dtype)
        called = describe_call(f"ImagePool(size={self.size}).query", x=x)
        value = self.pool.query(x)
        return self.follow(numbers, x, value, called, dtype)

    def follow(self, numbers, x, value, called, dtype):
        axes = {"N": len(x), "C": self.shape[0], "H": self.shape[1], "W": self.shape[2]}
        got = assert_shape_equals(value, axes, called)
        assert_dtype_equals(got, dtype, called)
        pattern = x[0] - numbers[0]
        batch = []
        for place, (number, image) in enumerate(zip(numbers, got, strict=True)):
            back = round(float(image.flatten()[0]))
            if not torch.allclose(image, back + pattern, atol=1e-4):
                cause = "images are mixed or changed: whole images come back"
                raise CheckFailed(called, RELATION, "an image that was never given came back", cause)
            full = len(self.stored) >= self.size
            if back == number:
                if full:
                    self.passed.add(number)
                else:
                    self.stored.append(number)
            elif not full:
                where = "the pool is not full yet" if self.size else "size is 0"
                cause = "earlier images come back before the pool is full: first it fills, and the new ones come back"
                if not self.first <= back:
                    cause = "two pools share their images: make the list in __init__, not in the class"
                elif back > number or back in numbers:
                    cause = (
                        "the order of the batch is lost, its images are stored before they are returned, "
                        "or earlier ones come back before the pool is full"
                    )
                raise CheckFailed(
                    called,
                    f"where {where}, the new images come back",
                    f"at place {place} another came back",
                    cause,
                )
            elif back in self.stored:
                self.stored[self.stored.index(back)] = number
            else:
                self.blame(back, number, numbers, called)
            self.coins.append(back != number)
            batch.append(back != number)
            self.returned.append(back)
        self.gone.update(set(range(self.first, self.next)) - set(self.stored))
        return batch

    def blame(self, back, number, numbers, called):
        cause = "an image that the pool should not hold came back"
        if back < self.first:
            cause = "two pools share their images: make the list in __init__, not in the class"
        elif back in numbers:
            cause = "a new image comes back in the place of another: go through the batch one by one"
        elif back in self.passed and self.returned.count(back) == 1:
            cause = "the pool holds more than `size` images: one that finds it full and comes back as it is must not be stored"
        elif back in self.returned[self.size :]:
            cause = "a stored image that came back stays in the pool: the new one must take its place"
        elif self.returned.count(back):
            cause = "the pool is not filled and updated as asked: new images that come back are not stored, and what is stored stays until it is returned"
        raise CheckFailed(
            called, RELATION, "an image came back that is no longer, or never was, in the pool", cause
        )


@pytest.mark.exercise("image_pool")
def test_pool_fills_first(student, rng):
    """The first `size` images come back as they are, also when a batch is larger than the pool; then it is full."""

    def check(dtype):
        for size, counts in ((6, (2, 2, 2)), (5, (1, 3, 4)), (3, (8,)), (1, (1, 1, 1))):
            ledger = Ledger(student, size)
            for count in (*counts, *[8] * 6):
                ledger.query(count, dtype)

    run_in_best_precision(check)


@pytest.mark.exercise("image_pool")
def test_pool_of_size_0(student, rng):
    """With size 0 every image comes back as it is."""
    ledger = Ledger(student, 0)
    for count in (3, 1, 4):
        ledger.query(count, torch.float32)


@pytest.mark.exercise("image_pool")
def test_half_of_the_images_are_earlier_ones(student, rng):
    """Once full, each image is with probability 1/2 a stored one, by a coin of its own; all places take part."""
    size, calls = 6, 60
    ledger = Ledger(student, size)
    ledger.query(size, torch.float32)
    called = f"ImagePool(size={size}).query(x=(8, 1, 2, 3)), {calls} times"
    batches = [ledger.query(8, torch.float32) for _ in range(calls)]
    hits = sum(map(sum, batches))
    relation = "half of the images are earlier ones"
    if all(len(set(batch)) == 1 for batch in batches) and 0 < hits < 8 * calls:
        raise CheckFailed(
            called,
            "each image has a coin of its own",
            "in every batch all are new, or all earlier",
            "one coin is thrown for the whole batch",
        )
    cause = ""
    if hits == 0:
        cause = "no earlier image ever comes back: nothing is stored, or the pool is not used"
    elif hits == 8 * calls:
        cause = "an earlier image comes back every time: throw a coin"
    elif hits < 4 * calls:
        cause = "too few images are earlier ones: the coin is not fair"
    else:
        cause = "too many images are earlier ones: the coin is not fair"
    assert_share_equals(hits, 8 * calls, 0.5, called, relation, cause)
    missing = [number for number in range(size) if number not in ledger.returned[size:]]
    if missing:
        raise CheckFailed(
            called,
            "every stored image can come back",
            f"{len(missing)} of the first {size} never did",
            "some places of the pool are never drawn: the range of the random place is too small, or it is fixed",
        )


@pytest.mark.exercise("image_pool")
def test_pools_are_apart(student, rng):
    """Two pools do not share their images."""
    one, two = Ledger(student, 40), Ledger(student, 40, start=1000)
    one.query(40, torch.float32)
    two.query(40, torch.float32)


def note_stored_graphs(student):
    """Add a note when an image that was stored still asks for gradients once it comes back."""
    pool = student.call("ImagePool", size=4)
    pool.query(torch.zeros(4, 1, 2, 3, requires_grad=True))
    for _ in range(40):
        value = pool.query(torch.ones(1, 1, 2, 3))
        if isinstance(value, torch.Tensor) and value.requires_grad:
            add_note(
                "What the pool stores keeps its graph, which holds memory: store x.detach().clone(). This costs no points."
            )
            return


@pytest.mark.exercise("image_pool")
def test_copies_are_stored(student, rng):
    """Writing into x after the call does not change what is stored."""
    ledger, calls = Ledger(student, 3, shape=(1, 2, 3)), 60
    pairs = [ledger.batch(1, torch.float32) for _ in range(calls)]
    called = "ImagePool(size=3).query(x), with x written anew before each call"
    value = student.call("query_with_one_buffer", pool=ledger.pool, batches=[x for _, x in pairs])
    if not isinstance(value, list) or len(value) != calls:
        raise CheckFailed(
            called,
            "one tensor comes back for each call",
            "something else came back",
            "the cell of query_with_one_buffer was changed",
        )
    newest = all(
        isinstance(got, torch.Tensor) and got.shape == x.shape and torch.allclose(got, x)
        for got, (_, x) in zip(value, pairs, strict=True)
    )
    if newest:
        raise CheckFailed(
            called,
            "earlier images come back as they were",
            "the newest image came back in all 60 calls",
            "what is stored is x itself, or a view of it, which changes when x is written anew: store a copy",
            "x.detach().clone()",
        )
    note_stored_graphs(student)
    for (numbers, x), got in zip(pairs, value, strict=True):
        ledger.follow(numbers, x, got, called, torch.float32)

"""Public checks of `get_batch`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_shape

OK_FORMAT = False
name = "get_batch"
points = None


@test_case(name="windows and what follows")
def test_windows(get_batch):
    data = torch.arange(100, 130)
    x, y = call("get_batch", get_batch, data=data, block=6, batch=5)
    called = describe("get_batch", data=data, block=6, batch=5)
    for part in (x, y):
        expect_shape(part, (5, 6), called)
        expect(part.dtype == torch.int64, called, "token ids are int64", f"{part.dtype}")
    expect(bool((x[:, 1:] == x[:, :-1] + 1).all()), called, "x holds windows of the data", "other rows")
    relation = "y[b, t] is the token after x[b, t]"
    expect(bool((y == x + 1).all()), called, relation, "it is not", "y is x, moved by one place")


@test_case(name="every legal start, and no other")
def test_starts(get_batch):
    data = torch.arange(9)
    torch.manual_seed(0)
    x, _ = call("get_batch", get_batch, data=data, block=5, batch=400)
    seen = sorted(set(x[:, 0].tolist()))
    called = describe("get_batch", data=data, block=5, batch=400)
    expect(
        seen == [0, 1, 2, 3], called, "windows start at 0, 1, 2 and 3", f"at {seen}", "count the legal starts"
    )


@test_case(name="a generator of its own")
def test_generator(get_batch, seeded):
    data = torch.arange(500)
    first, second = (
        call("get_batch", get_batch, data=data, block=3, batch=8, generator=seeded(4))[0] for _ in range(2)
    )
    called = "get_batch(..., generator=seeded(4)), twice"
    expect(torch.equal(first, second), called, "the same windows", "others", "generator is not used")

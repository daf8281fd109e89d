"""Public checks of `image_pool`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "image_pool"
points = None


@test_case(name="the first images come back, later ones are mixed with earlier ones")
def test_mixture(ImagePool):
    called = "ImagePool(size=5).query(x=(3, 1, 2, 2))"
    pool, old = call("ImagePool", ImagePool, size=5), 0
    for step in range(60):
        x = torch.full((3, 1, 2, 2), float(step)) + torch.tensor([0.0, 0.2, 0.4])[:, None, None, None]
        got = call("ImagePool(...).query", pool.query, x=x)
        expect_shape(got, x.shape, called)
        if step == 0:
            expect(torch.equal(got, x), called, "the first images come back as they are", "others came back")
        old += int((got[:, 0, 0, 0] < step).sum())
    expect(old > 0, called, "earlier images come back now and then", "none did in 60 calls")
    expect(old < 160, called, "about half of the images are new", "hardly any was")


@test_case(name="size 0 keeps nothing")
def test_empty(ImagePool):
    x = torch.rand(4, 1, 3, 3)
    got = call("ImagePool(size=0).query", call("ImagePool", ImagePool, size=0).query, x=x)
    expect(torch.equal(got, x), "ImagePool(size=0).query(x)", "x comes back", "something else did")


@test_case(name="copies are stored")
def test_copies(ImagePool):
    pool, buffer, seen = call("ImagePool", ImagePool, size=3), torch.zeros(1, 1, 1, 1), []
    for step in range(60):
        buffer.fill_(step)
        seen.append(float(pool.query(buffer)))
    late = any(value < step for step, value in enumerate(seen))
    cause = "what is stored is x itself, or a view of it: store a copy, x.detach().clone()"
    expect(
        late,
        "query(x), with x written anew for each call",
        "earlier images come back",
        "only the newest do",
        cause,
    )

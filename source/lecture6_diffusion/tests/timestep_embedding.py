"""Public checks of `timestep_embedding`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "timestep_embedding"
points = None


@test_case(name="shape, waves, and no two times alike")
def test_values(timestep_embedding):
    t = torch.arange(1000)
    value = call("timestep_embedding", timestep_embedding, t=t, dim=16)
    called = "timestep_embedding(t=(1000,), dim=16)"
    expect_shape(value, (1000, 16), called)
    expect(
        value.dtype.is_floating_point,
        called,
        "floating point numbers",
        f"{value.dtype}",
        "t is int64: convert it",
    )
    expect(bool((value.abs() <= 1.001).all()), called, "sines and cosines, in [-1, 1]", "larger values")
    length = value.square().sum(1)
    cause = "sines and cosines do not have the same frequencies"
    expect(
        bool((length - 8).abs().max() < 1e-3),
        called,
        "sin^2 + cos^2 adds up to dim / 2 in each row",
        "it does not",
        cause,
    )
    near = torch.cdist(value, value) + torch.eye(1000)
    expect(bool(near.min() > 1e-2), called, "no two of 0..999 look alike", "two rows are nearly equal")

"""Public checks of `cosine_betas`."""

import math

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close

OK_FORMAT = False
name = "cosine_betas"
points = None


@test_case(name="values and dtype")
def test_values(cosine_betas):
    value = call("cosine_betas", cosine_betas, T=4)
    called = describe("cosine_betas", T=4)
    wanted = torch.tensor([0.15299, 0.41696, 0.70786, 0.999])
    relation = "1 - f(t+1) / f(t), at most 0.999"
    expect_close(value, wanted, called, relation)
    expect(value.dtype == torch.float64, called, "float64", f"{value.dtype}", "", "dtype=torch.float64")


@test_case(name="abar follows the cosine")
def test_signal(cosine_betas):
    value = call("cosine_betas", cosine_betas, T=100)
    abar = torch.cumprod(1 - value, 0)
    u = torch.arange(1, 100, dtype=torch.float64) / 100
    f = torch.cos((u + 0.008) / 1.008 * math.pi / 2) ** 2
    wanted = f / math.cos(0.008 / 1.008 * math.pi / 2) ** 2
    expect_close(abar[:-1], wanted, "cosine_betas(T=100)", "cumprod(1 - betas) is f(t+1) / f(0)")

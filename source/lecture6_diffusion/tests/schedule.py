"""Public checks of `schedule`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect_close

OK_FORMAT = False
name = "schedule"
points = None


@test_case(name="alphas, abar, abar_prev")
def test_values(Schedule):
    betas = torch.tensor([0.1, 0.2, 0.4, 0.5], dtype=torch.float64)
    made = call("Schedule", Schedule, betas=betas)
    abar = torch.tensor([0.9, 0.72, 0.432, 0.216])
    expect_close(made.alphas, 1 - betas, "Schedule(betas=(4,)).alphas", "1 - betas")
    mistakes = [
        (betas.cumprod(0), "the product of betas, not of alphas"),
        ((1 - betas).cumsum(0), "a sum, not a product"),
    ]
    expect_close(made.abar, abar, "Schedule(betas=(4,)).abar", "the product of all alphas so far", mistakes)
    before = torch.tensor([1.0, 0.9, 0.72, 0.432])
    mistakes = [(torch.cat([torch.zeros(1), abar[:-1]]), "it begins with 0"), (abar, "it is not shifted")]
    expect_close(
        made.abar_prev,
        before,
        "Schedule(betas=(4,)).abar_prev",
        "abar one step earlier, 1 at first",
        mistakes,
    )

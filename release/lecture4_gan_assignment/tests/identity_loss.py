"""Public checks of `identity_loss`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect_close, probe

OK_FORMAT = False
name = "identity_loss"
points = None


@test_case(name="the mean change")
def test_values(identity_loss):
    torch.manual_seed(0)
    model, a = torch.nn.Conv2d(1, 1, 3, padding=1), probe(3, 1, 4, 5)
    value = call("identity_loss", identity_loss, g_into_a=model, a=a)
    expect_close(
        value,
        (model(a) - a).abs().mean(),
        "identity_loss(g_into_a, a=(3, 1, 4, 5))",
        "mean |g_into_a(a) - a|",
    )
    still = call("identity_loss", identity_loss, g_into_a=torch.nn.Identity(), a=a)
    expect_close(still, torch.zeros(()), "identity_loss(Identity(), a)", "0 where nothing changes")

"""Public checks of `cycle_loss`."""

from otter.test_files import test_case
from public_checks import call, expect_close, probe

OK_FORMAT = False
name = "cycle_loss"
points = None


@test_case(name="the mean absolute difference")
def test_values(cycle_loss):
    x, x_rec = probe(3, 1, 4, 2), probe(3, 1, 4, 2, seed=1)
    value = call("cycle_loss", cycle_loss, x=x, x_rec=x_rec)
    gap = x - x_rec
    mistakes = [((gap**2).mean(), "squares, not absolute values"), (gap.abs().sum(), "a sum, not a mean")]
    expect_close(
        value,
        gap.abs().mean(),
        "cycle_loss(x=(3, 1, 4, 2), x_rec=(3, 1, 4, 2))",
        "mean |x - x_rec|",
        mistakes,
    )

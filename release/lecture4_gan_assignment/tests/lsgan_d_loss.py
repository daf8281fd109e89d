"""Public checks of `lsgan_d_loss`."""

from otter.test_files import test_case
from public_checks import call, expect_close, probe

OK_FORMAT = False
name = "lsgan_d_loss"
points = None


@test_case(name="two mean squares, added")
def test_values(lsgan_d_loss):
    real, fake = probe(4, 1, 3, 2), probe(2, 1, 3, 2, seed=1)
    value = call("lsgan_d_loss", lsgan_d_loss, real=real, fake=fake)
    right = ((real - 1) ** 2).mean() + (fake**2).mean()
    mistakes = [
        (right / 2, "a factor 1/2 too much"),
        ((real**2).mean() + ((fake - 1) ** 2).mean(), "the targets are swapped"),
    ]
    expect_close(
        value,
        right,
        "lsgan_d_loss(real=(4, 1, 3, 2), fake=(2, 1, 3, 2))",
        "mean (real - 1)^2 + mean fake^2",
        mistakes,
    )

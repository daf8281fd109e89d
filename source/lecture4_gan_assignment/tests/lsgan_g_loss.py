"""Public checks of `lsgan_g_loss`."""

from otter.test_files import test_case
from public_checks import call, expect_close, probe

OK_FORMAT = False
name = "lsgan_g_loss"
points = None


@test_case(name="the mean square to 1")
def test_values(lsgan_g_loss):
    fake = probe(2, 1, 3, 2)
    right = ((fake - 1) ** 2).mean()
    mistakes = [
        (right / 2, "a factor 1/2 too much"),
        ((fake**2).mean(), "the target of the fakes is 0, not 1"),
    ]
    value = call("lsgan_g_loss", lsgan_g_loss, fake=fake)
    expect_close(value, right, "lsgan_g_loss(fake=(2, 1, 3, 2))", "mean (fake - 1)^2", mistakes)

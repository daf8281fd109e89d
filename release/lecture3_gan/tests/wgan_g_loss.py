"""Public checks of `wgan_g_loss`."""

from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "wgan_g_loss"
points = None


FAKE = probe(4, 1, seed=6)


@test_case(name="value")
def test_values(wgan_g_loss):
    value = call("wgan_g_loss", wgan_g_loss, fake_scores=FAKE)
    mistakes = [
        (FAKE.mean(), "the sign is flipped: the generator raises its scores"),
        (-FAKE.sum(), "a sum is taken, not a mean"),
    ]
    expect_close(value, -FAKE.mean(), describe("wgan_g_loss", fake_scores=FAKE), "minus the mean", mistakes)

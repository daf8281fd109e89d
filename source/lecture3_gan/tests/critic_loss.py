"""Public checks of `critic_loss`."""

from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "critic_loss"
points = None


REAL, FAKE = probe(5, 1, seed=4), probe(3, 1, seed=5)


@test_case(name="value, unequal batches")
def test_values(critic_loss):
    value = call("critic_loss", critic_loss, real_scores=REAL, fake_scores=FAKE)
    mistakes = [
        (
            REAL.mean() - FAKE.mean(),
            "the sign is flipped: the critic minimises this, so real scores must go up",
        ),
        (FAKE.sum() - REAL.sum(), "sums are taken, not means"),
        (FAKE.sigmoid().mean() - REAL.sigmoid().mean(), "there is a sigmoid: scores are used as they are"),
    ]
    called = describe("critic_loss", real_scores=REAL, fake_scores=FAKE)
    expect_close(value, FAKE.mean() - REAL.mean(), called, "mean of fake minus mean of real", mistakes)

"""Public checks of `ddpm_loss`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_close, probe

OK_FORMAT = False
name = "ddpm_loss"
points = None


class Known:
    """A schedule of four steps."""

    betas = torch.tensor([0.1, 0.2, 0.4, 0.5], dtype=torch.float64)
    alphas = torch.tensor([0.9, 0.8, 0.6, 0.5], dtype=torch.float64)
    abar = torch.tensor([0.9, 0.72, 0.432, 0.216], dtype=torch.float64)
    abar_prev = torch.tensor([1.0, 0.9, 0.72, 0.432], dtype=torch.float64)


class Spy:
    """Predicts a quarter of what it gets, and keeps it."""

    def __call__(self, x, t, y=None):
        self.x, self.t, self.y = x, t, y
        return x / 4


@test_case(name="the error of this very noise")
def test_value(ddpm_loss):
    torch.manual_seed(0)
    for x0 in (probe(6, 2), probe(6, 1, 3, 2)):
        spy, y = Spy(), torch.arange(6)
        value = call("ddpm_loss", ddpm_loss, model=spy, schedule=Known(), x0=x0, y=y)
        called = f"ddpm_loss(model, schedule, x0={tuple(x0.shape)}, y=(6,))"
        expect(
            spy.t.shape == (6,), called, "the model gets one t for each sample", f"shape {tuple(spy.t.shape)}"
        )
        expect(spy.y is not None, called, "the model gets the labels", "it did not")
        abar = Known.abar[spy.t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
        noise = (spy.x - abar.sqrt() * x0) / (1 - abar).sqrt()
        error = (spy.x / 4 - noise).square()
        mistakes = [
            (error.sum(), "a sum, not a mean"),
            ((spy.x / 4 - x0).square().mean(), "the target is x0, not the noise"),
        ]
        expect_close(value, error.mean(), called, "mean (predicted noise - noise)^2", mistakes)


@test_case(name="all times come up")
def test_times(ddpm_loss):
    torch.manual_seed(0)
    spy = Spy()
    call("ddpm_loss", ddpm_loss, model=spy, schedule=Known(), x0=probe(400, 2))
    counts = torch.bincount(spy.t, minlength=4)
    relation = "about 100 of 400 samples have each of the times 0, 1, 2, 3"
    fair = len(counts) == 4 and bool(((counts > 50) & (counts < 150)).all())
    expect(
        fair,
        "ddpm_loss with T = 4",
        relation,
        f"{counts.tolist()}",
        "t is not uniform over 0..T-1, or one for all",
    )

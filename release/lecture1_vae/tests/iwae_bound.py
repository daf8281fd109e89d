"""Public checks of `iwae_bound`."""

import math

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_close

OK_FORMAT = False
name = "iwae_bound"
points = None


CALLED = "iwae_bound(model, x=(3, 4), k)"


class Flat(torch.nn.Module):
    """The decoder ignores z and q is the prior, so every weight is p(x): the bound is exact for every k."""

    def encode(self, x):
        return torch.zeros(len(x), 2), torch.zeros(len(x), 2)

    def decode(self, z):
        return torch.tensor([1.0, -1.0, 0.0, 2.0]).expand(*z.shape[:-1], 4)


class Off(Flat):
    """The same with a q that is not the prior: the bound lies below log p(x), and rises with k."""

    def encode(self, x):
        return torch.full((len(x), 2), 0.7), torch.full((len(x), 2), -0.2)


X = torch.tensor([[1.0, 0.0, 0.5, 1.0], [0.0, 0.0, 1.0, 1.0], [1.0, 1.0, 0.2, 0.0]])
P = torch.sigmoid(Flat().decode(torch.zeros(3, 2)))
EXACT = (X * P.log() + (1 - X) * (1 - P).log()).sum(1)


@test_case(name="exact where q is the posterior")
def test_exact(iwae_bound):
    for k in (1, 4):
        value = call("iwae_bound", iwae_bound, model=Flat(), x=X, k=k)
        mistakes = [(-EXACT, "the sign is flipped"), (EXACT + math.log(k), "log k is not subtracted")]
        expect_close(value, EXACT, CALLED, "all weights are p(x), so the bound is log p(x)", mistakes)


@test_case(name="tighter with more draws")
def test_tighter(iwae_bound):
    x = X.repeat(3000, 1)
    short = [
        float((EXACT.repeat(3000) - call("iwae_bound", iwae_bound, model=Off(), x=x, k=k)).mean())
        for k in (1, 50)
    ]
    cause = "a mean of logarithms, in place of the logarithm of the mean"
    expect(short[1] < short[0] - 0.1, CALLED, "50 draws give a higher bound than one", f"{short}", cause)
    cause = "log q(z | x) or log p(z) is missing or wrong"
    expect(
        abs(short[1]) < 0.06, CALLED, "50 draws nearly reach log p(x)", f"{short[1]:.2f} nats short", cause
    )

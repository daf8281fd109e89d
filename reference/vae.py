"""A variational autoencoder of flat images, one definition for each exercise of Lecture 1.

What Lecture 1 has in common with the assignment is imported from `reference.cvae`; the contracts are equal.

Papers:
  [KW]  D. P. Kingma, M. Welling: Auto-Encoding Variational Bayes, ICLR 2014, https://arxiv.org/abs/1312.6114
  [B]   Y. Burda, R. Grosse, R. Salakhutdinov: Importance Weighted Autoencoders, ICLR 2016,
        https://arxiv.org/abs/1509.00519

Symbols as there: x data, z latent code; N samples, D numbers a sample, Z latent dimensions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from jaxtyping import Float
from torch import Tensor, nn

from reference.cvae import ELBO, VAEOutput, bernoulli_nll, gaussian_kl, reparameterize
from reference.cvae import cvae_loss as elbo_loss

__all__ = [
    "ELBO",
    "VAE",
    "Decoder",
    "Encoder",
    "VAEOutput",
    "bernoulli_nll",
    "elbo_loss",
    "gaussian_kl",
    "gaussian_nll",
    "grouped_categorical_nll",
    "interpolate",
    "iwae_bound",
    "reparameterize",
    "train_step",
]

LOG_2PI = math.log(2 * math.pi)


def gaussian_nll(
    mean: Float[Tensor, "N ..."], x: Float[Tensor, "N ..."], sigma: float = 1.0
) -> Float[Tensor, " N"]:
    """`-log N(x; mean, sigma^2 I)` with its constant ([KW], appendix C.2), summed but for the first axis."""
    squares = (x - mean).square().flatten(1).sum(1)  # (N,)
    size = x[0].numel()
    return squares / (2 * sigma**2) + size * (math.log(sigma) + LOG_2PI / 2)


def grouped_categorical_nll(
    logits: Float[Tensor, "N D"], onehot: Float[Tensor, "N D"], sizes: Sequence[int]
) -> Float[Tensor, " N"]:
    """One cross-entropy for each group of neighbouring columns, summed over the groups.

    Args:
        logits: one number for each option of each group.
        onehot: in each group one 1, at the option that was observed.
        sizes: number of options of each group, in the order of the columns; they add up to D.
    """
    ends = torch.tensor([0, *sizes]).cumsum(0).tolist()
    total = logits.new_zeros(len(logits))
    for start, end in pairwise(ends):
        observed = (logits[:, start:end] * onehot[:, start:end]).sum(1)  # (N,)
        total = total + logits[:, start:end].logsumexp(1) - observed
    return total


class Encoder(nn.Module):
    """`q(z | x)`: one hidden layer, then `mu` and `logvar` from one linear layer."""

    def __init__(self, d_in: int, d_hidden: int, d_latent: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(d_in, d_hidden)
        self.posterior = nn.Linear(d_hidden, 2 * d_latent)

    def forward(self, x: Float[Tensor, "N D"]) -> tuple[Float[Tensor, "N Z"], Float[Tensor, "N Z"]]:
        """Mean and log-variance, each `(N, Z)`."""
        mu, logvar = self.posterior(torch.relu(self.hidden(x))).chunk(2, dim=-1)  # (N, 2Z) -> 2 x (N, Z)
        return mu, logvar


class Decoder(nn.Module):
    """`p(x | z)`: one hidden layer, then a logit for each number of x."""

    def __init__(self, d_latent: int, d_hidden: int, d_out: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(d_latent, d_hidden)
        self.logits = nn.Linear(d_hidden, d_out)

    def forward(self, z: Float[Tensor, "N Z"]) -> Float[Tensor, "N D"]:
        """Logits `(N, D)`."""
        logits: Tensor = self.logits(torch.relu(self.hidden(z)))
        return logits


class VAE(nn.Module):
    """An encoder and a decoder, joined by one draw of z ([KW], section 3)."""

    def __init__(self, d_in: int, d_hidden: int, d_latent: int) -> None:
        super().__init__()
        self.d_latent = d_latent
        self.encoder = Encoder(d_in, d_hidden, d_latent)
        self.decoder = Decoder(d_latent, d_hidden, d_in)

    def encode(self, x: Float[Tensor, "N D"]) -> tuple[Float[Tensor, "N Z"], Float[Tensor, "N Z"]]:
        """Mean and log-variance of `q(z | x)`."""
        mu, logvar = self.encoder(x)
        return mu, logvar

    def decode(self, z: Float[Tensor, "N Z"]) -> Float[Tensor, "N D"]:
        """Logits of `p(x | z)`."""
        logits: Tensor = self.decoder(z)
        return logits

    def forward(self, x: Float[Tensor, "N D"]) -> VAEOutput:
        """Encode, draw z once for each sample, decode."""
        mu, logvar = self.encode(x)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z), mu, logvar, z)

    @torch.no_grad()
    def sample(self, n: int) -> Float[Tensor, "n D"]:
        """Pixel probabilities in [0, 1] of n new images, with `z ~ N(0, I)`."""
        like = next(self.parameters())
        return self.decode(like.new_empty(n, self.d_latent).normal_()).sigmoid()


def train_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, x: Float[Tensor, "N D"]
) -> dict[str, float]:
    """One step down the gradient of the negative bound; the terms before the step, in nats a sample."""
    output = model(x)
    losses = elbo_loss(output.x_logits, x, output.mu, output.logvar)
    optimizer.zero_grad()
    losses.loss.backward()
    optimizer.step()
    return {name: value.item() for name, value in losses._asdict().items()}


@torch.no_grad()
def iwae_bound(model: nn.Module, x: Float[Tensor, "N D"], k: int) -> Float[Tensor, " N"]:
    """`log 1/k sum_i p(x, z_i) / q(z_i | x)`, `z_i ~ q(z | x)` ([B], eq. 8): below `log p(x)` on average."""
    mu, logvar = model.encode(x)  # type: ignore[operator]
    terms = []
    for _ in range(k):
        z = reparameterize(mu, logvar)
        eps_squared = (z - mu).square() / logvar.exp()
        log_prior_minus_log_q = 0.5 * (eps_squared + logvar - z.square()).sum(1)  # the constants cancel
        terms.append(log_prior_minus_log_q - bernoulli_nll(model.decode(z), x))  # type: ignore[operator]
    return torch.stack(terms).logsumexp(0) - math.log(k)


def interpolate(z0: Float[Tensor, " Z"], z1: Float[Tensor, " Z"], steps: int) -> Float[Tensor, "steps Z"]:
    """`steps` points on the straight line from z0 to z1, both included."""
    weight = torch.linspace(0, 1, steps, dtype=z0.dtype, device=z0.device)[:, None]  # (steps, 1)
    return (1 - weight) * z0 + weight * z1

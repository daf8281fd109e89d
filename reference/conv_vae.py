"""A convolutional, conditional VAE of digits in parts, one definition for each exercise of Lecture 2.

What Lecture 2 has in common with the assignment is imported from `reference.cvae`; the contracts are equal.

Papers:
  [DV]  V. Dumoulin, F. Visin: A guide to convolution arithmetic for deep learning, 2016, https://arxiv.org/abs/1603.07285
  [H]   I. Higgins et al.: beta-VAE, ICLR 2017
  [BV]  S. R. Bowman, L. Vilnis et al.: Generating Sentences from a Continuous Space, CoNLL 2016,
        https://arxiv.org/abs/1511.06349
  [B]   Y. Burda, R. Grosse, R. Salakhutdinov: Importance Weighted Autoencoders, ICLR 2016,
        https://arxiv.org/abs/1509.00519
  [L]   A. B. L. Larsen et al.: Autoencoding beyond pixels using a learned similarity metric, ICML 2016,
        https://arxiv.org/abs/1512.09300

Symbols: x image, y label, z latent code; N images, Z latent dimensions, K classes.
"""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from reference.cvae import ELBO, bernoulli_nll, gaussian_kl, one_hot

__all__ = [
    "ELBO",
    "ConditionalDecoder",
    "ConvDecoder",
    "ConvEncoder",
    "active_units",
    "attribute_edit",
    "beta_elbo",
    "class_means",
    "conv_out",
    "conv_transpose_out",
    "kl_anneal",
    "make_upsampler",
    "one_hot",
]


def conv_out(n: int, k: int, s: int, p: int, d: int = 1) -> int:
    """Places that a window of `d (k - 1) + 1` pixels finds on `n + 2 p` pixels in steps of s ([DV], section 5.1)."""
    return len(range(0, n + 2 * p - d * (k - 1), s))


def conv_transpose_out(n: int, k: int, s: int, p: int, op: int = 0, d: int = 1) -> int:
    """Pixels covered by n windows that start s apart, less p on both sides, plus op on one ([DV], section 5.1)."""
    last_start = (n - 1) * s
    return last_start + d * (k - 1) + 1 - 2 * p + op


def make_upsampler(c_in: int, size_in: int, c_out: int, size_out: int) -> nn.Module:
    """One transposed convolution from `(N, c_in, size_in, size_in)` to `(N, c_out, size_out, size_out)`.

    With stride `size_out // size_in` the windows end at `(size_in - 1) stride + kernel`, which the kernel makes exact.

    Raises:
        ValueError: `size_out` is smaller than `size_in`.
    """
    if size_out < size_in:
        raise ValueError(f"cannot upsample {size_in} to {size_out}")
    stride = size_out // size_in
    return nn.ConvTranspose2d(c_in, c_out, size_out - (size_in - 1) * stride, stride)


class ConvEncoder(nn.Module):
    """`q(z | x)`: two convolutions of stride 2, then `mu` and `logvar` from one linear layer."""

    def __init__(self, d_latent: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=2, padding=1),  # (N, 16, 14, 14)
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1),  # (N, 32, 7, 7)
            nn.ReLU(),
        )
        self.posterior = nn.Linear(32 * 7 * 7, 2 * d_latent)

    def forward(self, x: Float[Tensor, "N 1 28 28"]) -> tuple[Float[Tensor, "N Z"], Float[Tensor, "N Z"]]:
        """Mean and log-variance, each `(N, Z)`."""
        mu, logvar = self.posterior(self.body(x).flatten(1)).chunk(2, dim=1)  # (N, 2Z) -> 2 x (N, Z)
        return mu, logvar


class ConvDecoder(nn.Module):
    """`p(x | z)`: a linear layer to 7x7 maps, then two transposed convolutions that double the size."""

    def __init__(self, d_latent: int) -> None:
        super().__init__()
        self.to_maps = nn.Linear(d_latent, 32 * 7 * 7)
        self.body = nn.Sequential(
            nn.ReLU(),
            nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1),  # (N, 16, 14, 14)
            nn.ReLU(),
            nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1),  # (N, 1, 28, 28)
        )

    def forward(self, z: Float[Tensor, "N Z"]) -> Float[Tensor, "N 1 28 28"]:
        """Logits `(N, 1, 28, 28)`."""
        logits: Tensor = self.body(self.to_maps(z).unflatten(1, (32, 7, 7)))
        return logits


class ConditionalDecoder(nn.Module):
    """`p(x | z, y)`: the decoder of a code that the label's one-hot vector is joined to."""

    def __init__(self, d_latent: int, num_classes: int) -> None:
        super().__init__()
        self.num_classes = num_classes
        self.decoder = ConvDecoder(d_latent + num_classes)

    def forward(self, z: Float[Tensor, "N Z"], y: Int[Tensor, " N"]) -> Float[Tensor, "N 1 28 28"]:
        """Logits `(N, 1, 28, 28)`."""
        joined = torch.cat([z, one_hot(y, self.num_classes).to(z.dtype)], 1)  # (N, Z + K)
        logits: Tensor = self.decoder(joined)
        return logits


def beta_elbo(
    x_logits: Float[Tensor, "N ..."],
    x: Float[Tensor, "N ..."],
    mu: Float[Tensor, "N Z"],
    logvar: Float[Tensor, "N Z"],
    beta: float,
) -> ELBO:
    """Distortion plus beta times rate ([H], eq. 4), as batch means of per-sample sums in nats."""
    distortion, rate = bernoulli_nll(x_logits, x).mean(), gaussian_kl(mu, logvar).mean()
    return ELBO(distortion + beta * rate, distortion, rate)


def kl_anneal(step: int, warmup: int, beta: float) -> float:
    """Weight of the KL at a step: 0 at step 0, in a straight line to beta at step `warmup`, then beta ([BV], 3.1)."""
    return beta * step / warmup if step < warmup else beta


def active_units(mu: Float[Tensor, "N Z"], threshold: float = 1e-2) -> int:
    """Latent dimensions whose posterior mean varies over the data, `Var_x(E[z_j | x]) > threshold` ([B], section 5.2)."""
    centred = mu - mu.mean(0)
    return int((centred.square().mean(0) > threshold).sum())


def class_means(mu: Float[Tensor, "N Z"], y: Int[Tensor, " N"], num_classes: int) -> Float[Tensor, "K Z"]:
    """Mean code of each class; NaN for a class without samples."""
    sums = mu.new_zeros(num_classes, mu.shape[1]).index_add_(0, y, mu)  # (K, Z)
    return sums / torch.bincount(y, minlength=num_classes)[:, None]


def attribute_edit(
    z: Float[Tensor, "N Z"],
    mean_from: Float[Tensor, " Z"],
    mean_to: Float[Tensor, " Z"],
    alpha: float = 1.0,
) -> Float[Tensor, "N Z"]:
    """Move codes along the difference of two class means ([L], section 4.2); alpha 0 changes nothing."""
    return z + alpha * (mean_to - mean_from)

"""How a trained conditional VAE is judged: three figures that earn points, and one that finds copied images.

Encoder and decoder come as callables, so that a grader can pass two processes of a submission that know nothing of
each other. Codes are drawn here: what reaches the decoder went through noise whose price in nats is counted. All
randomness comes from `rng`. A value that is not finite stays so in the result; `fraction_earned` gives it 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, TypedDict

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from reference.classifier import DigitClassifier
from reference.cvae import bernoulli_nll, gaussian_kl

Encode = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""`(x (N, 1, 28, 28), y (N,)) -> (mu (N, Z), logvar (N, Z))`."""
Decode = Callable[[Tensor, Tensor], Tensor]
"""`(z (N, Z), y (N,)) -> logits (N, 1, 28, 28)`."""

CLASSES = 10
PER_CLASS = 100
COPY_DISTANCE = 1.5
"""A sample nearer than this (Euclidean, over pixels in [0, 1]) to a training image is a copy of it.

The nearest training image of a held-out digit is 4.9 away in the median, and one in a hundred lies below 1.6.
"""


class Band(TypedDict):
    """Full credit from `full` on, and the credit of each lower edge; edges run from best to worst.

    `edges` holds pairs (value, fraction). Whether small or large is good follows from their order.
    """

    edges: list[tuple[float, float]]


class Samples(NamedTuple):
    """Pixel probabilities `(M, 1, 28, 28)` in [0, 1] and the label asked for `(M,)`."""

    images: Float[Tensor, "M 1 28 28"]
    labels: Int[Tensor, " M"]


class Judged(NamedTuple):
    """What the frozen classifier makes of samples: its features, the labels asked for, and whether it agrees."""

    features: Float[Tensor, "M 64"]
    labels: Int[Tensor, " M"]
    recognised: Bool[Tensor, " M"]


@torch.no_grad()
def held_out_bound(
    encode: Encode,
    decode: Decode,
    x: Float[Tensor, "N 1 28 28"],
    y: Int[Tensor, " N"],
    rng: torch.Generator,
    batch_size: int = 500,
) -> dict[str, float]:
    """`nelbo`, `rec`, `kl` and the standard error of `nelbo`, in nats an image, with one code an image.

    Raises:
        ValueError: `encode` or `decode` gives another shape than it should; the sentence says which.
    """
    rec, kl = [], []
    for images, labels in zip(x.split(batch_size), y.split(batch_size), strict=True):
        mu, logvar = (value.double() for value in encode(images, labels))
        if mu.shape != logvar.shape or mu.dim() != 2 or len(mu) != len(images):
            raise ValueError(
                f"encode gave shapes {tuple(mu.shape)} and {tuple(logvar.shape)} for {len(images)} images"
            )
        noise = torch.randn(mu.shape, generator=rng, dtype=torch.float64)
        z = mu + torch.exp(0.5 * logvar) * noise  # (B, Z)
        logits = _decode(decode, z.to(x.dtype), labels)
        rec.append(bernoulli_nll(logits.double(), images.double()))
        kl.append(gaussian_kl(mu, logvar))
    rec_all, kl_all = torch.cat(rec), torch.cat(kl)
    nelbo = rec_all + kl_all  # (N,)
    return {
        "nelbo": nelbo.mean().item(),
        "rec": rec_all.mean().item(),
        "kl": kl_all.mean().item(),
        "standard_error": nelbo.std().item() / math.sqrt(len(nelbo)),
    }


@torch.no_grad()
def draw_samples(
    decode: Decode, d_latent: int, rng: torch.Generator, per_class: int = PER_CLASS, batch_size: int = 500
) -> Samples:
    """`per_class` samples of each class with codes from the prior, classes in random order.

    Raises:
        ValueError: `decode` gives another shape than it should.
    """
    labels = torch.arange(CLASSES).repeat_interleave(per_class)
    labels = labels[torch.randperm(len(labels), generator=rng)]
    z = torch.randn(len(labels), d_latent, generator=rng)
    parts = [
        _decode(decode, *part) for part in zip(z.split(batch_size), labels.split(batch_size), strict=True)
    ]
    return Samples(torch.cat(parts).float().sigmoid(), labels)


@torch.no_grad()
def judge_samples(samples: Samples, classifier: DigitClassifier) -> Judged:
    """Show every sample to the classifier once. An image that is not finite is recognised as nothing."""
    # Its logits would be NaN, whose argmax is 0: it must not pass for a zero.
    finite = samples.images.flatten(1).isfinite().all(dim=1)
    features = torch.cat([classifier.features(part) for part in samples.images.nan_to_num().split(100)])
    found = classifier.head(features).argmax(dim=1)
    return Judged(features, samples.labels, finite & (found == samples.labels))


def conditional_accuracy(judged: Judged) -> float:
    """Share of samples that the classifier takes for the class asked for; 0.1 is chance."""
    return judged.recognised.double().mean().item()


def within_class_diversity(judged: Judged, real: Judged) -> float:
    """How different samples of one class are, where real digits give 1 and equal samples give 0.

    The mean distance of two samples of a class in the classifier's features, over the same for `real`, averaged over
    classes. Only samples that are recognised count, so noise and digits of other classes add nothing; a class with
    fewer than five of them counts 0. Distances of features ignore small shifts, which distances of pixels do not.
    """
    ratios = []
    for label in range(CLASSES):
        drawn = judged.features[judged.recognised & (judged.labels == label)]
        spread = _mean_distance(drawn) if len(drawn) >= 5 else 0.0
        ratios.append(spread / _mean_distance(real.features[real.labels == label]))
    return sum(ratios) / CLASSES


@torch.no_grad()
def nearest_training_distance(samples: Samples, training: Float[Tensor, "N 1 28 28"]) -> Float[Tensor, " M"]:
    """For each sample the Euclidean distance to the nearest training image, over pixels in [0, 1]."""
    return torch.cdist(samples.images.flatten(1), training.flatten(1)).amin(dim=1)


def share_of_copies(samples: Samples, training: Float[Tensor, "N 1 28 28"]) -> float:
    """Share of samples that are copies of a training image; an honest model has none."""
    return (nearest_training_distance(samples, training) < COPY_DISTANCE).double().mean().item()


def fraction_earned(value: float, band: Band) -> float:
    """The share of the points that a figure earns: that of the best edge it reaches, 0 where it reaches none."""
    edges = band["edges"]
    small_is_good = edges[0][0] < edges[-1][0]
    # NaN compares false with every edge, and so earns nothing.
    reached = (share for edge, share in edges if (value <= edge if small_is_good else value >= edge))
    return next(reached, 0.0)


def _decode(decode: Decode, z: Tensor, labels: Tensor) -> Tensor:
    logits = decode(z, labels)
    if logits.shape != (len(z), 1, 28, 28):
        raise ValueError(f"decode gave shape {tuple(logits.shape)} for {len(z)} codes")
    return logits


def _mean_distance(points: Float[Tensor, "M D"]) -> float:
    count = len(points)
    return torch.cdist(points, points).sum().item() / (count * (count - 1))

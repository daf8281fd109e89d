"""Unpaired translation between two domains of images, one definition for each exercise of Lecture 4.

Papers:
  [Z]  J.-Y. Zhu, T. Park, P. Isola, A. Efros: Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial
       Networks, ICCV 2017, https://arxiv.org/abs/1703.10593
  [M]  X. Mao et al.: Least Squares Generative Adversarial Networks, ICCV 2017, https://arxiv.org/abs/1611.04076
  [S]  A. Shrivastava et al.: Learning from Simulated and Unsupervised Images through Adversarial Training, CVPR 2017,
       https://arxiv.org/abs/1612.07828
  [I]  P. Isola et al.: Image-to-Image Translation with Conditional Adversarial Networks, CVPR 2017,
       https://arxiv.org/abs/1611.07004

Symbols: A and B the domains, `x_a` and `x_b` batches of them, `g_ab` draws B from A, `g_ba` draws A from B, `d_a` and
`d_b` judge what pretends to be of A and of B.
"""

from __future__ import annotations

import random

import torch
from jaxtyping import Float
from torch import Tensor, nn


class PatchDiscriminator(nn.Module):
    """Images `(N, C, H, W)` to a map of scores `(N, 1, h, w)`, one for each patch ([I], section 3.2.2)."""

    def __init__(self, c_in: int, width: int = 16) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(c_in, width, 4, 2, 1),
            nn.LeakyReLU(0.2),
            nn.Conv2d(width, 2 * width, 4, 2, 1),
            nn.LeakyReLU(0.2),
            nn.Conv2d(2 * width, 1, 3, 1, 1),
        )

    def forward(self, x: Float[Tensor, "N C H W"]) -> Float[Tensor, "N 1 h w"]:
        """Scores, without an activation at the end."""
        scores: Tensor = self.layers(x)
        return scores


class TranslationGenerator(nn.Module):
    """Images `(N, c_in, H, W)` to images `(N, c_out, H, W)` in [0, 1]."""

    def __init__(self, c_in: int, c_out: int, width: int = 16) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(c_in, width, 5, 1, 2),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, 1, 1),
            nn.ReLU(),
            nn.Conv2d(width, c_out, 3, 1, 1),
        )

    def forward(self, x: Float[Tensor, "N C H W"]) -> Float[Tensor, "N K H W"]:
        """Translated images."""
        return torch.sigmoid(self.layers(x))


def lsgan_d_loss(real: Float[Tensor, "N ..."], fake: Float[Tensor, "M ..."]) -> Float[Tensor, ""]:
    """`mean (real - 1)^2 + mean fake^2`, over all patches ([M], equation 9, without its halves)."""
    return (real - 1).square().mean() + fake.square().mean()


def lsgan_g_loss(fake: Float[Tensor, "N ..."]) -> Float[Tensor, ""]:
    """`mean (fake - 1)^2`, over all patches ([M], equation 9, without its half)."""
    return (fake - 1).square().mean()


def cycle_loss(x: Float[Tensor, "N ..."], x_rec: Float[Tensor, "N ..."]) -> Float[Tensor, ""]:
    """Mean absolute difference between images and what came back from the other domain ([Z], equation 2)."""
    return (x_rec - x).abs().mean()


def identity_loss(g_into_a: nn.Module, a: Float[Tensor, "N ..."]) -> Float[Tensor, ""]:
    """Mean absolute change that the generator of A makes to images that are of A already ([Z], section 5.2)."""
    change: Tensor = g_into_a(a) - a
    return change.abs().mean()


class ImagePool:
    """Remembers up to `size` earlier fakes; each fake that is asked for is, half of the time, an earlier one ([S], 2.3).

    Args:
        size: number of images kept; 0 gives every fake back as it is.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.images: list[Tensor] = []

    def query(self, x: Float[Tensor, "N ..."]) -> Float[Tensor, "N ..."]:
        """As many images as are given, each of them this one or an earlier one."""
        chosen = []
        for image in x.detach().clone():
            if len(self.images) < self.size:
                self.images.append(image)
                chosen.append(image)
            elif self.size and random.random() < 0.5:
                place = random.randrange(self.size)
                chosen.append(self.images[place])
                self.images[place] = image
            else:
                chosen.append(image)
        return torch.stack(chosen)


def translation_step(
    g_ab: nn.Module,
    g_ba: nn.Module,
    d_a: nn.Module,
    d_b: nn.Module,
    opt_g: torch.optim.Optimizer,
    opt_d: torch.optim.Optimizer,
    pool_a: ImagePool,
    pool_b: ImagePool,
    x_a: Float[Tensor, "N C H W"],
    x_b: Float[Tensor, "M K H W"],
    weight_cycle: float = 10.0,
    weight_identity: float = 0.0,
) -> dict[str, float]:
    """One step of both generators, then one of both discriminators on what the pools return ([Z], equation 3).

    Args:
        opt_g: holds the parameters of both generators.
        opt_d: holds the parameters of both discriminators.
        pool_a: of fakes that pretend to be of A.
        pool_b: of fakes that pretend to be of B.

    Returns:
        `adversarial`, `cycle` and `identity`, each the unweighted sum over both directions, and `discriminator`.
    """
    fake_a, fake_b = g_ba(x_b), g_ab(x_a)
    adversarial = lsgan_g_loss(d_a(fake_a)) + lsgan_g_loss(d_b(fake_b))
    cycle = cycle_loss(x_a, g_ba(fake_b)) + cycle_loss(x_b, g_ab(fake_a))
    identity = identity_loss(g_ba, x_a) + identity_loss(g_ab, x_b)
    opt_g.zero_grad()
    (adversarial + weight_cycle * cycle + weight_identity * identity).backward()
    opt_g.step()
    old_a, old_b = pool_a.query(fake_a.detach()), pool_b.query(fake_b.detach())
    judged = lsgan_d_loss(d_a(x_a), d_a(old_a)) + lsgan_d_loss(d_b(x_b), d_b(old_b))
    opt_d.zero_grad()
    judged.backward()
    opt_d.step()
    return {
        "adversarial": adversarial.item(),
        "cycle": cycle.item(),
        "identity": identity.item(),
        "discriminator": judged.item(),
    }

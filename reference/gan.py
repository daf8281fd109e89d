"""Generative adversarial networks, one definition for each exercise of Lecture 3.

Papers:
  [G]   I. Goodfellow et al.: Generative Adversarial Nets, NeurIPS 2014, https://arxiv.org/abs/1406.2661
  [A]   M. Arjovsky, S. Chintala, L. Bottou: Wasserstein GAN, ICML 2017, https://arxiv.org/abs/1701.07875
  [Gu]  I. Gulrajani et al.: Improved Training of Wasserstein GANs, NeurIPS 2017, https://arxiv.org/abs/1704.00028
  [M]   Q. Mao et al.: Mode Seeking Generative Adversarial Networks for Diverse Image Synthesis, CVPR 2019,
        https://arxiv.org/abs/1903.05628

Symbols: x data, z noise; N samples, D numbers a sample. Logits and scores are what a discriminator and a critic return.
"""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn

SLOPE = 0.2


class Generator(nn.Module):
    """Noise `(N, d_noise)` to samples `(N, d_out)`, without an activation at the end."""

    def __init__(self, d_noise: int, d_out: int, d_hidden: int = 64) -> None:
        super().__init__()
        self.d_noise = d_noise
        self.layers = nn.Sequential(
            nn.Linear(d_noise, d_hidden),
            nn.ReLU(),
            nn.Linear(d_hidden, d_hidden),
            nn.ReLU(),
            nn.Linear(d_hidden, d_out),
        )

    def forward(self, z: Float[Tensor, "N Z"]) -> Float[Tensor, "N D"]:
        """Samples."""
        samples: Tensor = self.layers(z)
        return samples


class Discriminator(nn.Module):
    """Samples `(N, d_in)` to one logit each, `(N, 1)`; used as a critic, one score each."""

    def __init__(self, d_in: int, d_hidden: int = 64) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(d_in, d_hidden),
            nn.LeakyReLU(SLOPE),
            nn.Linear(d_hidden, d_hidden),
            nn.LeakyReLU(SLOPE),
            nn.Linear(d_hidden, 1),
        )

    def forward(self, x: Float[Tensor, "N D"]) -> Float[Tensor, "N 1"]:
        """Logits."""
        logits: Tensor = self.layers(x)
        return logits


def d_loss(real_logits: Float[Tensor, "N ..."], fake_logits: Float[Tensor, "M ..."]) -> Float[Tensor, ""]:
    """`-mean log D(x) - mean log(1 - D(G(z)))` with `D = sigmoid(logit)` ([G], equation 1, negated)."""
    return torch.logaddexp(-real_logits, torch.zeros_like(real_logits)).mean() + (
        torch.logaddexp(fake_logits, torch.zeros_like(fake_logits)).mean()
    )


def g_loss_nonsaturating(fake_logits: Float[Tensor, "N ..."]) -> Float[Tensor, ""]:
    """`-mean log D(G(z))` ([G], section 3)."""
    return torch.logaddexp(-fake_logits, torch.zeros_like(fake_logits)).mean()


def g_loss_saturating(fake_logits: Float[Tensor, "N ..."]) -> Float[Tensor, ""]:
    """`mean log(1 - D(G(z)))`, the generator's side of the game ([G], equation 1)."""
    return -torch.logaddexp(fake_logits, torch.zeros_like(fake_logits)).mean()


def disc_step(
    G: nn.Module,
    D: nn.Module,
    opt_d: torch.optim.Optimizer,
    x_real: Float[Tensor, "N D"],
    z: Float[Tensor, "M Z"],
) -> float:
    """One step of the discriminator; the generator is left as it is."""
    with torch.no_grad():
        fake = G(z)  # (M, D)
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()


def gen_step(
    G: nn.Module,
    D: nn.Module,
    opt_g: torch.optim.Optimizer,
    z: Float[Tensor, "N Z"],
) -> float:
    """One step of the generator with the non-saturating loss; the discriminator is left as it is."""
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()


def critic_loss(
    real_scores: Float[Tensor, "N ..."], fake_scores: Float[Tensor, "M ..."]
) -> Float[Tensor, ""]:
    """`mean f(fake) - mean f(real)`: minus what estimates the distance ([A], equation 2)."""
    return fake_scores.mean() - real_scores.mean()


def wgan_g_loss(fake_scores: Float[Tensor, "N ..."]) -> Float[Tensor, ""]:
    """`-mean f(fake)` ([A], algorithm 1)."""
    return -fake_scores.mean()


@torch.no_grad()
def clip_weights_(critic: nn.Module, c: float) -> None:
    """Clip every parameter into `[-c, c]`, in place ([A], algorithm 1)."""
    for weight in critic.parameters():
        weight.clamp_(-c, c)


def gradient_penalty(
    critic: nn.Module, real: Float[Tensor, "N ..."], fake: Float[Tensor, "N ..."]
) -> Float[Tensor, ""]:
    """`mean (|grad f(x_hat)| - 1)^2` at points between real and fake samples ([Gu], equation 3).

    One point a pair, uniform on the segment; the norm is taken over all numbers of a sample. Differentiable with respect
    to the critic's parameters.
    """
    alpha = torch.rand_like(real.flatten(1)[:, :1]).reshape(-1, *[1] * (real.dim() - 1))  # (N, 1, ...)
    between = (alpha * real + (1 - alpha) * fake).detach().requires_grad_()
    (slopes,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    penalty: Tensor = (torch.linalg.vector_norm(slopes.flatten(1), dim=1) - 1).square().mean()
    return penalty


def critic_train_iter(
    G: nn.Module,
    critic: nn.Module,
    opt_c: torch.optim.Optimizer,
    opt_g: torch.optim.Optimizer,
    x_real: Float[Tensor, "N D"],
    n_critic: int = 5,
    lam: float = 10.0,
) -> dict[str, float]:
    """`n_critic` steps of the critic with fresh noise each, then one of the generator ([Gu], algorithm 1).

    Returns:
        `critic` and `penalty` of the last step of the critic (neither holds `lam`), and `gen` of the generator.
    """

    def noise() -> Tensor:
        width = int(G.d_noise)  # type: ignore[arg-type]
        return torch.randn(len(x_real), width, dtype=x_real.dtype, device=x_real.device)

    for _ in range(n_critic):
        fake = G(noise()).detach()
        loss, penalty = critic_loss(critic(x_real), critic(fake)), gradient_penalty(critic, x_real, fake)
        opt_c.zero_grad()
        (loss + lam * penalty).backward()
        opt_c.step()
    gen = wgan_g_loss(critic(G(noise())))
    opt_g.zero_grad()
    gen.backward()
    opt_g.step()
    return {"critic": loss.item(), "penalty": penalty.item(), "gen": gen.item()}


def modes_covered(
    samples: Float[Tensor, "N 2"], centers: Float[Tensor, "K 2"], radius: float
) -> tuple[int, float]:
    """How many centres have a sample within `radius`, and the share of samples within `radius` of a centre."""
    near = torch.cdist(samples, centers) <= radius  # (N, K)
    return int(near.any(0).sum()), float(near.any(1).double().mean())


def mode_seeking_loss(
    x1: Float[Tensor, "N ..."],
    x2: Float[Tensor, "N ..."],
    z1: Float[Tensor, "N ..."],
    z2: Float[Tensor, "N ..."],
    eps: float = 1e-5,
) -> Float[Tensor, ""]:
    """`1 / (mean|x1 - x2| / mean|z1 - z2| + eps)`, small where different noise makes different samples ([M], section 3.2)."""
    return 1 / ((x1 - x2).abs().mean() / (z1 - z2).abs().mean() + eps)

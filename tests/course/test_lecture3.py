"""Lecture 3: its reference against oracles, its notebooks from top to bottom, and its release."""

from __future__ import annotations

import math
import os
import re
import shutil
import statistics
from pathlib import Path

import nbformat
import pytest
import torch
from nbclient import NotebookClient
from scipy import stats
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.config import load_course
from reference import gan

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "source" / "lecture3_gan"
NOTEBOOKS = tuple(name for name in ("lecture", "exercises") if (FOLDER / f"{name}.ipynb").is_file())


class Ray(nn.Module):
    """`scale * (w . x)`, or with `power=2` the critic `scale * |x|^2 / 2`."""

    def __init__(self, weight: torch.Tensor, power: int = 1) -> None:
        super().__init__()
        self.weight, self.power = nn.Parameter(weight), power

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        flat = x.flatten(1)
        if self.power == 2:
            return self.weight[:1] * flat.square().sum(1, keepdim=True) / 2
        return flat @ self.weight[:, None]


def logits(*shape: int) -> torch.Tensor:
    return 3 * torch.randn(*shape, dtype=torch.float64)


def test_losses_equal_cross_entropies_of_labels() -> None:
    real, fake = logits(7, 1), logits(5, 1)
    one, zero = torch.ones_like, torch.zeros_like
    wanted = binary_cross_entropy_with_logits(real, one(real)) + binary_cross_entropy_with_logits(
        fake, zero(fake)
    )
    torch.testing.assert_close(gan.d_loss(real, fake), wanted)
    torch.testing.assert_close(
        gan.g_loss_nonsaturating(fake), binary_cross_entropy_with_logits(fake, one(fake))
    )
    torch.testing.assert_close(
        gan.g_loss_saturating(fake), -binary_cross_entropy_with_logits(fake, zero(fake))
    )


def test_losses_stay_finite_where_sigmoids_are_zero_or_one() -> None:
    wide = torch.tensor([[-1e4], [1e4]])
    assert gan.d_loss(wide, wide).item() == pytest.approx(1e4)
    assert gan.g_loss_nonsaturating(wide).item() == pytest.approx(5e3)
    assert gan.g_loss_saturating(wide).item() == pytest.approx(-5e3)


def test_the_best_discriminator_pays_for_what_the_distributions_share() -> None:
    p, q = torch.tensor([0.5, 0.3, 0.2]).double(), torch.tensor([0.1, 0.2, 0.7]).double()
    best = (p / q).log()
    loss = (p * torch.nn.functional.softplus(-best)).sum() + (q * torch.nn.functional.softplus(best)).sum()
    middle = (p + q) / 2
    jensen_shannon = ((p * (p / middle).log()).sum() + (q * (q / middle).log()).sum()) / 2
    torch.testing.assert_close(loss, 2 * math.log(2) - 2 * jensen_shannon)


def test_gradient_of_the_generator_vanishes_in_one_game_only() -> None:
    lost = torch.tensor([[-20.0]], requires_grad=True)
    (steep,) = torch.autograd.grad(gan.g_loss_nonsaturating(lost), lost)
    (flat,) = torch.autograd.grad(gan.g_loss_saturating(lost), lost)
    assert steep.item() == pytest.approx(-1)
    assert -1e-8 < flat.item() < 0


def test_penalty_of_a_linear_critic_is_known_for_any_shape_and_any_points() -> None:
    for length in (0.5, 2.0):
        weight = torch.randn(12).double()
        critic = Ray(length * weight / weight.norm())
        for shape in ((12,), (1, 3, 4)):
            penalty = gan.gradient_penalty(critic, logits(5, *shape), logits(5, *shape))
            assert penalty.item() == pytest.approx((length - 1) ** 2)
            (slope,) = torch.autograd.grad(penalty, critic.weight)
            torch.testing.assert_close(slope, 2 * (length - 1) * critic.weight.detach() / length)


def test_points_of_the_penalty_are_uniform_on_their_segments() -> None:
    critic, count = Ray(torch.ones(1).double(), power=2), 2000
    direction = torch.nn.functional.normalize(torch.randn(1, 8), dim=1).double()
    real, fake = 4 * direction.expand(1, 8), direction.expand(1, 8)
    found = [
        gan.gradient_penalty(critic, real, fake).sqrt().item() / 3 for _ in range(count)
    ]  # |x_hat| = 1 + 3 alpha
    assert stats.kstest(found, "uniform").pvalue > 1e-6
    together = gan.gradient_penalty(critic, real.expand(count, 8), fake.expand(count, 8)).item()
    assert together == pytest.approx(9 / 3, abs=6 * 9 * math.sqrt(4 / 45 / count))


def test_critic_between_two_points_finds_their_distance() -> None:
    torch.manual_seed(0)
    critic = gan.Discriminator(1, 32)
    optimizer = torch.optim.Adam(critic.parameters(), lr=5e-3)
    real, fake = torch.randn(256, 1) + 3, torch.randn(256, 1)
    for _ in range(400):
        loss = gan.critic_loss(critic(real), critic(fake))
        penalty = gan.gradient_penalty(critic, real, fake)
        optimizer.zero_grad()
        (loss + 100 * penalty).backward()
        optimizer.step()
    exact = (real.sort(0).values - fake.sort(0).values).abs().mean().item()
    assert -loss.item() == pytest.approx(exact, rel=0.1)


def test_each_step_moves_its_own_network() -> None:
    torch.manual_seed(0)
    G, D = gan.Generator(2, 2), gan.Discriminator(2)
    opt_g, opt_d = (torch.optim.SGD(model.parameters(), lr=0.1) for model in (G, D))
    x, z = torch.randn(8, 2), torch.randn(6, 2)

    def weights() -> tuple[torch.Tensor, torch.Tensor]:
        return tuple(nn.utils.parameters_to_vector(model.parameters()).detach().clone() for model in (G, D))

    start = weights()
    first = gan.disc_step(G, D, opt_d, x, z)
    middle = weights()
    assert torch.equal(start[0], middle[0])
    assert not torch.equal(start[1], middle[1])
    assert gan.d_loss(D(x), D(G(z))).item() < first
    before = gan.gen_step(G, D, opt_g, z)
    end = weights()
    assert torch.equal(middle[1], end[1])
    assert gan.g_loss_nonsaturating(D(G(z))).item() < before


def test_clipping_bounds_every_parameter_and_moves_no_other() -> None:
    critic = gan.Discriminator(5)
    before = [weight.detach().clone() for weight in critic.parameters()]
    gan.clip_weights_(critic, 0.07)
    for old, new in zip(before, critic.parameters(), strict=True):
        torch.testing.assert_close(new.detach(), old.clip(-0.07, 0.07))


def test_one_iteration_trains_the_critic_and_then_the_generator() -> None:
    torch.manual_seed(0)
    G, critic = gan.Generator(3, 2), gan.Discriminator(2)
    seen: list[bool] = []
    critic.register_forward_hook(lambda *_: seen.append(True))
    opt_c, opt_g = (torch.optim.SGD(model.parameters(), lr=0.01) for model in (critic, G))
    found = gan.critic_train_iter(G, critic, opt_c, opt_g, torch.randn(16, 2), n_critic=3)
    assert set(found) == {"critic", "penalty", "gen"}
    assert len(seen) == 3 * 3 + 1


def test_modes_and_good_samples_by_hand() -> None:
    centers = torch.tensor([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
    samples = torch.tensor([[0.1, 0.1], [0.0, -0.2], [3.8, 0.1], [2.0, 2.0], [0.9, 0.9]])
    assert gan.modes_covered(samples, centers, 0.5) == (2, pytest.approx(0.6))


def test_mode_seeking_loss_falls_when_outputs_differ_more() -> None:
    x1, x2, z1, z2 = (torch.randn(6, 4) for _ in range(4))
    near = gan.mode_seeking_loss(x1, x1 + 0.1 * (x2 - x1), z1, z2)
    assert gan.mode_seeking_loss(x1, x2, z1, z2) < near
    assert gan.mode_seeking_loss(x1, x1, z1, z2, eps=0.25).item() == pytest.approx(4)

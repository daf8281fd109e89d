"""Lecture 4: its reference against oracles, its notebook from top to bottom, and its release."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional

from reference import translation


@pytest.mark.parametrize("size", [(28, 28), (17, 23), (32, 20)])
def test_networks_have_their_shapes(size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    x = torch.rand(3, 2, *size)
    scores, drawn = translation.PatchDiscriminator(2)(x), translation.TranslationGenerator(2, 3)(x)
    assert scores.shape[:2] == (3, 1)
    assert min(scores.shape[2:]) > 1
    assert drawn.shape == (3, 3, *size)


def test_a_patch_sees_a_part_of_the_image() -> None:
    torch.manual_seed(0)
    x = torch.rand(1, 1, 28, 28, requires_grad=True)
    (seen,) = torch.autograd.grad(translation.PatchDiscriminator(1)(x)[0, 0, 3, 3], x)
    rows, columns = torch.nonzero(seen[0, 0], as_tuple=True)
    assert 1 < int(rows.max() - rows.min()) < 27
    assert 1 < int(columns.max() - columns.min()) < 27


def test_losses_equal_those_of_torch() -> None:
    torch.manual_seed(0)
    real, fake = torch.randn(5, 1, 4, 3).double(), torch.randn(2, 1, 4, 3).double()
    ones, zeros = torch.ones_like, torch.zeros_like
    wanted = functional.mse_loss(real, ones(real)) + functional.mse_loss(fake, zeros(fake))
    torch.testing.assert_close(translation.lsgan_d_loss(real, fake), wanted)
    torch.testing.assert_close(translation.lsgan_g_loss(fake), functional.mse_loss(fake, ones(fake)))
    torch.testing.assert_close(
        translation.cycle_loss(real, real.flip(0)), functional.l1_loss(real, real.flip(0))
    )
    layer = nn.Linear(3, 3).double()
    torch.testing.assert_close(translation.identity_loss(layer, real), functional.l1_loss(layer(real), real))


def test_pool_keeps_old_images_and_gives_them_back_half_of_the_time() -> None:
    pool, old = translation.ImagePool(50), 0
    for step in range(60):
        x = torch.full((25, 1, 2, 2), float(step))
        got = pool.query(x)
        assert got.shape == x.shape
        assert bool((got <= step).all())
        if step < 2:
            assert torch.equal(got, x)
        else:
            old += int((got[:, 0, 0, 0] < step).sum())
    # Besides half of the images, no other: the pool is 50 wide, and holds at most 25 of this step.
    assert 0.4 < old / (58 * 25) < 0.5
    assert len(pool.images) == 50


def test_pool_of_size_0_and_pool_with_a_reused_buffer() -> None:
    x = torch.rand(4, 1, 3, 3)
    assert torch.equal(translation.ImagePool(0).query(x), x)
    pool, buffer = translation.ImagePool(1), torch.zeros(1, 1, 1, 1)
    seen = []
    for step in range(40):
        buffer.fill_(step)
        seen.append(float(pool.query(buffer)))
    assert len(set(seen)) == len(seen) - sum(seen.count(value) - 1 for value in set(seen))
    assert any(value < step for step, value in enumerate(seen))


def players() -> list[nn.Module]:
    torch.manual_seed(1)
    return [nn.Conv2d(1, 1, 3, padding=1).double() for _ in range(4)]


def test_step_is_two_steps_down_the_gradients_of_two_sums() -> None:
    g_ab, g_ba, d_a, d_b = players()
    copies = [copy.deepcopy(model) for model in (g_ab, g_ba, d_a, d_b)]
    x_a, x_b = torch.rand(3, 1, 5, 5).double(), torch.rand(2, 1, 5, 5).double()
    opt_g, opt_d = (
        torch.optim.SGD(nn.ModuleList(two).parameters(), lr=0.1) for two in ((g_ab, g_ba), (d_a, d_b))
    )
    pools = translation.ImagePool(0), translation.ImagePool(0)
    got = translation.translation_step(g_ab, g_ba, d_a, d_b, opt_g, opt_d, *pools, x_a, x_b, 3.0, 2.0)
    ab, ba, a, b = copies
    mse, l1 = functional.mse_loss, functional.l1_loss
    fake_a, fake_b = ba(x_b), ab(x_a)
    judged = [(model(fake), model) for model, fake in ((a, fake_a), (b, fake_b))]
    adversarial = sum(mse(score, torch.ones_like(score)) for score, _ in judged)
    cycle = l1(ba(fake_b), x_a) + l1(ab(fake_a), x_b)
    identity = l1(ba(x_a), x_a) + l1(ab(x_b), x_b)
    makers = [*ab.parameters(), *ba.parameters()]
    moves = torch.autograd.grad(adversarial + 3 * cycle + 2 * identity, makers, retain_graph=True)
    for old, gradient, new in zip(makers, moves, [*g_ab.parameters(), *g_ba.parameters()], strict=True):
        torch.testing.assert_close(new, old - 0.1 * gradient)
    real = sum(mse(model(x), torch.ones_like(model(x))) for model, x in ((a, x_a), (b, x_b)))
    fake = sum(mse(score, torch.zeros_like(score)) for score, _ in judged)
    judges = [*a.parameters(), *b.parameters()]
    moves = torch.autograd.grad(real + fake, judges)
    for old, gradient, new in zip(judges, moves, [*d_a.parameters(), *d_b.parameters()], strict=True):
        torch.testing.assert_close(new, old - 0.1 * gradient)
    values = {"adversarial": adversarial, "cycle": cycle, "identity": identity, "discriminator": real + fake}
    assert got == {name: pytest.approx(value.item()) for name, value in values.items()}

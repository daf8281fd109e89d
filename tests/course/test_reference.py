"""The reference against independent oracles: `torch.distributions`, Monte Carlo, finite differences, counting."""

from __future__ import annotations

import math

import pytest
import torch
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from reference import cvae
from reference.data import load_held_out_digits, load_training_digits

SIGMAS = 5.73
"""Two-sided false-failure rate 1e-8 for each mean of a statistical assertion; the seed is fixed all the same."""


@pytest.fixture(autouse=True)
def _float64_and_seed():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20261218)
    yield
    torch.set_default_dtype(torch.float32)


def probe(*shape: int) -> torch.Tensor:
    return torch.empty(*shape).uniform_(-2.0, 2.0)


def test_gaussian_kl_equals_torch_distributions():
    mu, logvar = probe(7, 3), probe(7, 3)
    oracle = kl_divergence(Normal(mu, (0.5 * logvar).exp()), Normal(0.0, 1.0)).sum(-1)
    torch.testing.assert_close(cvae.gaussian_kl(mu, logvar), oracle, rtol=1e-13, atol=1e-13)


def test_gaussian_kl_equals_monte_carlo():
    mu, logvar, draws = probe(1, 3), probe(1, 3), 200_000
    q, p = Normal(mu, (0.5 * logvar).exp()), Normal(torch.zeros(3), torch.ones(3))
    z = q.sample((draws,))
    ratios = (q.log_prob(z) - p.log_prob(z)).sum(dim=(1, 2))
    error = abs(ratios.mean() - cvae.gaussian_kl(mu, logvar).item())
    assert error < SIGMAS * ratios.std() / math.sqrt(draws)


def test_gaussian_kl_keeps_its_digits_near_zero():
    logvar = torch.full((1, 1), 1e-9)
    assert cvae.gaussian_kl(torch.zeros(1, 1), logvar).item() == pytest.approx(1e-18 / 4, rel=1e-6)


def test_bernoulli_nll_equals_torch_distributions_on_binary_images():
    logits, x = 5 * probe(6, 2, 3, 4), (probe(6, 2, 3, 4) > 0).double()
    oracle = -Independent(Bernoulli(logits=logits), 3).log_prob(x)
    torch.testing.assert_close(cvae.bernoulli_nll(logits, x), oracle, rtol=1e-13, atol=1e-13)


def test_bernoulli_nll_of_grey_pixels_weighs_both_outcomes():
    logits, x = 3 * probe(6, 5), torch.rand(6, 5)
    p = logits.sigmoid()
    oracle = -(x * p.log() + (1 - x) * (1 - p).log()).sum(-1)
    torch.testing.assert_close(cvae.bernoulli_nll(logits, x), oracle, rtol=1e-12, atol=1e-12)


def test_bernoulli_nll_is_exact_at_logits_of_ten_thousand():
    logits = torch.tensor([[1e4], [-1e4], [1e4], [-1e4]])
    x = torch.tensor([[1.0], [0.0], [0.0], [1.0]])
    assert cvae.bernoulli_nll(logits, x).tolist() == [0.0, 0.0, 1e4, 1e4]


def test_reparameterize_has_the_moments_of_the_gaussian():
    mu, logvar, draws = probe(1, 4), probe(1, 4), 200_000
    z = cvae.reparameterize(mu.expand(draws, 4), logvar.expand(draws, 4))
    standard = (z - mu) / (0.5 * logvar).exp()
    bounds = {1: 1.0, 2: 2.0, 3: 15.0, 4: 96.0}  # variance of e^k for a standard normal e
    for power, variance in bounds.items():
        expected = {1: 0.0, 2: 1.0, 3: 0.0, 4: 3.0}[power]
        error = (standard.pow(power).mean(0) - expected).abs().max().item()
        assert error < SIGMAS * math.sqrt(variance / draws), f"moment {power}"
    correlation = torch.corrcoef(standard.T) - torch.eye(4)
    assert correlation.abs().max().item() < SIGMAS / math.sqrt(draws)


def test_reparameterize_has_the_gradients_of_the_formula():
    mu, logvar = probe(5, 3).requires_grad_(), probe(5, 3).requires_grad_()
    z = cvae.reparameterize(mu, logvar)
    to_mu, to_logvar = torch.autograd.grad(z.sum(), (mu, logvar))
    torch.testing.assert_close(to_mu, torch.ones(5, 3))
    torch.testing.assert_close(to_logvar, (z - mu).detach() / 2)


def test_losses_have_the_gradients_of_finite_differences():
    inputs = [
        probe(3, 2, 2).requires_grad_(),
        torch.rand(3, 2, 2),
        probe(3, 2).requires_grad_(),
        probe(3, 2).requires_grad_(),
    ]
    assert torch.autograd.gradcheck(lambda *arguments: cvae.cvae_loss(*arguments, beta=0.7).loss, inputs)


def test_cvae_loss_weighs_only_the_kl_by_beta():
    logits, x, mu, logvar = probe(4, 5), torch.rand(4, 5), probe(4, 2), probe(4, 2)
    one, three = (cvae.cvae_loss(logits, x, mu, logvar, beta) for beta in (1.0, 3.0))
    assert (three.rec, three.kl) == (one.rec, one.kl)
    assert (three.loss - one.loss).item() == pytest.approx(2 * one.kl.item(), rel=1e-12)


def test_bound_lies_below_the_exact_likelihood_of_a_model_that_can_be_integrated():
    """One latent dimension: quadrature gives log p(x | y), and no encoder's bound may exceed it."""
    model = cvae.CVAE(d_latent=1, d_hidden=16)
    x, y = torch.rand(3, 1, 28, 28).round(), torch.tensor([0, 4, 9])
    nodes = torch.linspace(-9, 9, 2001)[:, None]
    prior = Normal(0.0, 1.0).log_prob(nodes[:, 0]) + math.log(18 / 2000)
    draws = 500
    for image, label in zip(x, y, strict=True):
        likelihood = -cvae.bernoulli_nll(
            model.decode(nodes, label.expand(2001)), image.expand(2001, 1, 28, 28)
        )
        exact = torch.logsumexp(likelihood + prior, dim=0).item()
        output = model(image.expand(draws, 1, 28, 28), label.expand(draws))
        terms = -cvae.bernoulli_nll(output.x_logits, image.expand(draws, 1, 28, 28)) - cvae.gaussian_kl(
            output.mu, output.logvar
        )
        assert terms.mean().item() < exact + SIGMAS * terms.std().item() / math.sqrt(draws)


def test_one_hot_counts_and_refuses_labels_out_of_range():
    y = torch.tensor([2, 0, 2])
    assert cvae.one_hot(y, 3).tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 1]]
    for wrong in (-1, 3):
        with pytest.raises(ValueError, match="labels"):
            cvae.one_hot(torch.tensor([0, wrong]), 3)


def test_prepare_data_scales_bytes_by_a_fixed_factor():
    images = torch.tensor([0, 51, 102], dtype=torch.uint8).reshape(3, 1, 1).expand(3, 28, 28)
    x, y = cvae.prepare_data(images, torch.tensor([1, 2, 3], dtype=torch.uint8))
    assert (x.dtype, y.dtype, x.shape) == (torch.float32, torch.int64, (3, 1, 28, 28))
    torch.testing.assert_close(x[:, 0, 0, 0], torch.tensor([0.0, 0.2, 0.4], dtype=torch.float32))


def test_each_image_depends_on_its_own_label_only():
    model = cvae.CVAE(d_latent=2, d_hidden=8)
    z, y = probe(5, 2), torch.tensor([0, 1, 2, 3, 4])
    changed = (model.decode(z, y) != model.decode(z, torch.tensor([0, 1, 9, 3, 4]))).flatten(1).any(1)
    assert changed.tolist() == [False, False, True, False, False]


def test_evaluate_weighs_every_image_alike_whatever_the_batches():
    model = cvae.CVAE(d_latent=2, d_hidden=8)
    x, y = torch.rand(7, 1, 28, 28), torch.arange(7)
    found = []
    for batch_size in (7, 3):
        torch.manual_seed(1)
        found.append(cvae.evaluate(model, x, y, batch_size))
    assert found[0]["kl"] == pytest.approx(found[1]["kl"], rel=1e-12)
    assert found[0]["rec"] == pytest.approx(found[1]["rec"], rel=0.02)
    assert found[0]["nelbo"] == pytest.approx(found[0]["rec"] + found[0]["kl"], rel=1e-12)


def test_training_lowers_the_bound_and_keeps_one_value_an_epoch():
    torch.set_default_dtype(torch.float32)
    x, y = load_training_digits()
    model = cvae.CVAE(d_latent=4, d_hidden=32)
    history = cvae.train(model, x[:300], y[:300], epochs=4, batch_size=16, lr=3e-3)
    assert [len(values) for values in history] == [4, 4, 4]
    assert history.loss[-1] < 0.6 * history.loss[0]


def test_class_grid_has_one_class_a_row():
    asked = []

    class Spy(cvae.CVAE):
        def sample(self, y):
            asked.extend(y.tolist())
            return super().sample(y)

    grid = cvae.class_grid(Spy(d_latent=2, d_hidden=8), n_per_class=3)
    assert grid.shape == (30, 1, 28, 28)
    assert 0 <= grid.min().item() <= grid.max().item() <= 1
    assert asked == [label for label in range(10) for _ in range(3)]


def test_no_hidden_digit_is_among_the_students():
    shown, hidden = (
        {image.numpy().tobytes() for image in load()[0]}
        for load in (load_training_digits, load_held_out_digits)
    )
    assert (len(shown), len(hidden)) == (7000, 3000)
    assert not shown & hidden

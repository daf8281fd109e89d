"""Lecture 6: its reference against oracles, its notebooks from top to bottom, and its release."""

from __future__ import annotations

import math
import re
import statistics
from pathlib import Path

import nbformat
import pytest
import torch

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.config import load_course
from reference import diffusion
from tests.helpers.notebooks import code_cells, execute, has_picture, prose

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "source" / "lecture6_diffusion"
NOTEBOOKS = ("lecture", "exercises")
TIGHT = {"rtol": 1e-9, "atol": 1e-12}
SIGMAS = 5.73


def schedules() -> dict[str, torch.Tensor]:
    return {
        "linear": diffusion.linear_betas(1000),
        "cosine": diffusion.cosine_betas(200),
        "short": diffusion.linear_betas(12, 0.05, 0.5),
    }


@pytest.fixture(params=["linear", "cosine", "short"])
def betas(request: pytest.FixtureRequest) -> torch.Tensor:
    return schedules()[request.param]


def oracle(kind: str, betas: torch.Tensor, **options: object):
    """A scheduler of diffusers over given betas, in float64."""
    diffusers = pytest.importorskip("diffusers")
    made = getattr(diffusers, kind)(
        num_train_timesteps=len(betas), trained_betas=betas.numpy(), clip_sample=False, **options
    )
    made.alphas = 1 - betas
    made.betas, made.alphas_cumprod = betas, (1 - betas).cumprod(0)
    made.one = made.final_alpha_cumprod = torch.tensor(1.0, dtype=torch.float64)
    return made


def noise(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64)


def test_schedules_equal_closed_forms_and_diffusers(betas: torch.Tensor) -> None:
    schedule = diffusion.Schedule(betas)
    assert betas.dtype == torch.float64
    products = [
        math.exp(math.fsum(math.log1p(-beta) for beta in betas[: t + 1].tolist())) for t in range(len(betas))
    ]
    torch.testing.assert_close(schedule.abar, torch.tensor(products, dtype=torch.float64), **TIGHT)
    assert schedule.abar_prev[0] == 1
    assert torch.equal(schedule.abar_prev[1:], schedule.abar[:-1])


def test_betas_equal_those_of_diffusers() -> None:
    diffusers = pytest.importorskip("diffusers")
    linear = diffusers.DDPMScheduler(num_train_timesteps=1000).betas.double()
    torch.testing.assert_close(diffusion.linear_betas(1000), linear, rtol=1e-5, atol=1e-9)
    cosine = diffusers.DDPMScheduler(
        num_train_timesteps=100, beta_schedule="squaredcos_cap_v2"
    ).betas.double()
    torch.testing.assert_close(diffusion.cosine_betas(100), cosine, rtol=1e-5, atol=1e-9)


def test_cosine_betas_give_back_the_cosine() -> None:
    abar = diffusion.Schedule(diffusion.cosine_betas(300)).abar
    u = torch.arange(1, 301, dtype=torch.float64) / 300
    f = torch.cos((u + 0.008) / 1.008 * math.pi / 2).square() / math.cos(0.008 / 1.008 * math.pi / 2) ** 2
    torch.testing.assert_close(abar[:-1], f[:-1], **TIGHT)
    assert diffusion.cosine_betas(300)[-1] == 0.999


def test_noising_equals_diffusers_and_is_undone(betas: torch.Tensor) -> None:
    schedule, x0, eps = diffusion.Schedule(betas), noise(6, 1, 3, 4), noise(6, 1, 3, 4)
    t = torch.linspace(0, len(betas) - 1, 6).long()
    xt = diffusion.q_sample(schedule, x0, t, eps)
    made = oracle("DDPMScheduler", betas)
    torch.testing.assert_close(xt, made.add_noise(x0, eps, t), **TIGHT)
    weakest = float(schedule.abar.min())
    torch.testing.assert_close(
        diffusion.x0_from_eps(schedule, xt, t, eps), x0, rtol=1e-9, atol=1e-14 / weakest**0.5
    )


def test_posterior_is_bayes_rule(betas: torch.Tensor) -> None:
    """Prior N(sqrt(abar_prev) x0, 1 - abar_prev) times likelihood N(xt; sqrt(alpha) x, beta)."""
    schedule, x0, xt = diffusion.Schedule(betas), noise(len(betas), 2), noise(len(betas), 2)
    mean, var = diffusion.q_posterior(schedule, x0, xt, torch.arange(len(betas)))
    a, before = schedule.alphas[1:, None], schedule.abar_prev[1:, None]
    precision = 1 / (1 - before) + a / (1 - a)
    wanted = (before.sqrt() * x0[1:] / (1 - before) + a.sqrt() * xt[1:] / (1 - a)) / precision
    torch.testing.assert_close(var[1:], 1 / precision, rtol=1e-9, atol=0)
    torch.testing.assert_close(mean[1:], wanted, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(mean[0], x0[0], **TIGHT)
    assert var[0] == 0


@pytest.mark.parametrize("large", [False, True])
def test_ddpm_steps_equal_diffusers(betas: torch.Tensor, large: bool) -> None:
    kind = "fixed_large" if large else "fixed_small"
    made = oracle("DDPMScheduler", betas, variance_type=kind, timestep_spacing="leading")
    schedule, xt, eps = diffusion.Schedule(betas), noise(5, 3), noise(5, 3)
    for t in (0, 1, len(betas) // 2, len(betas) - 1):
        torch.manual_seed(t)
        ours = diffusion.p_sample(lambda x, t: eps, schedule, xt, t, large=large)
        generator = torch.Generator().manual_seed(t)
        theirs = made.step(eps, t, xt, generator=generator).prev_sample
        scale = float(theirs.abs().max())
        torch.testing.assert_close(ours, theirs, rtol=1e-9, atol=1e-9 * scale)


@pytest.mark.parametrize("eta", [0.0, 0.4, 1.0])
def test_ddim_steps_equal_diffusers(betas: torch.Tensor, eta: float) -> None:
    made = oracle("DDIMScheduler", betas, set_alpha_to_one=True, timestep_spacing="trailing")
    schedule, xt, eps, z = diffusion.Schedule(betas), noise(5, 3), noise(5, 3), noise(5, 3)
    for steps in (len(betas) // 2, 4):
        made.set_timesteps(steps)
        for t in made.timesteps.tolist():
            before = t - len(betas) // steps
            theirs = made.step(eps, t, xt, eta=eta, variance_noise=z).prev_sample
            ours = diffusion.ddim_step(schedule, xt, t, max(before, -1), eps, eta, z)
            scale = float(theirs.abs().max())
            torch.testing.assert_close(ours, theirs, rtol=1e-9, atol=1e-9 * scale)


def test_ddim_with_eta_1_is_ddpm_in_steps_of_one() -> None:
    schedule, xt, eps = diffusion.Schedule(diffusion.linear_betas(12, 0.05, 0.5)), noise(5, 3), noise(5, 3)
    for t in range(12):
        times = torch.full((5,), t)
        mean, var = diffusion.q_posterior(
            schedule, diffusion.x0_from_eps(schedule, xt, times, eps), xt, times
        )
        still, moved = (
            diffusion.ddim_step(schedule, xt, t, t - 1, eps, 1.0, size * torch.ones_like(xt))
            for size in (0, 1)
        )
        torch.testing.assert_close(still, mean, rtol=1e-9, atol=1e-9)
        torch.testing.assert_close((moved - still)[:, :1], var.sqrt(), rtol=1e-9, atol=1e-9)


def test_ddim_lands_on_the_only_datum() -> None:
    schedule, datum = diffusion.Schedule(diffusion.cosine_betas(60)), torch.tensor([3.0, -2.0])

    def best(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        abar = schedule.abar[t][:, None].to(x.dtype)
        return (x - abar.sqrt() * datum) / (1 - abar).sqrt()

    for steps in (1, 3, 60):
        samples = diffusion.ddim_sample(best, schedule, (4, 2), steps)
        torch.testing.assert_close(samples, datum.expand(4, 2), rtol=1e-4, atol=1e-4)


class Mixture:
    """The best predictor for one-dimensional data: Gaussians at `means`, equally likely, of deviation `width`."""

    def __init__(self, schedule: diffusion.Schedule, means: list[float], width: float) -> None:
        self.schedule, self.means, self.width = schedule, torch.tensor(means, dtype=torch.float64), width

    def __call__(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        abar = self.schedule.abar[t][:, None]
        variance = abar * self.width**2 + 1 - abar
        off = x.double() - abar.sqrt() * self.means
        share = (-off.square() / (2 * variance)).softmax(1)
        return ((1 - abar).sqrt() * (share * off).sum(1, keepdim=True) / variance).to(x.dtype)


def exact_gaussian(
    schedule: diffusion.Schedule, mean: float, width: float, large: bool
) -> tuple[float, float]:
    """The affine recursion of mean and variance with the best predictor of N(mean, width^2)."""
    m, v = 0.0, 1.0
    for t in range(len(schedule.abar) - 1, -1, -1):
        alpha, abar, before = (float(s[t]) for s in (schedule.alphas, schedule.abar, schedule.abar_prev))
        slope = (1 - abar) ** 0.5 / (abar * width**2 + 1 - abar)
        pull = (1 - alpha) / (1 - abar) ** 0.5
        a, b = (1 - pull * slope) / alpha**0.5, pull * slope * abar**0.5 * mean / alpha**0.5
        added = 0.0 if t == 0 else (1 - alpha) * (1 if large else (1 - before) / (1 - abar))
        m, v = a * m + b, a * a * v + added
    return m, v


def exact_density(model: Mixture, large: bool) -> tuple[float, float, float]:
    """Mean, variance and fourth central moment by carrying the density through all steps on a grid."""
    schedule = model.schedule
    x = torch.linspace(-8, 8, 1601, dtype=torch.float64)[:, None]
    density = (-x[:, 0].square() / 2).exp()
    for t in range(len(schedule.abar) - 1, -1, -1):
        density = density / density.sum()
        times = torch.full((len(x),), t)
        eps = model(x, times)
        mean, var = diffusion.q_posterior(schedule, diffusion.x0_from_eps(schedule, x, times, eps), x, times)
        if t:
            width = 1 - schedule.alphas[t] if large else var[0, 0]
            density = (-(x - mean.T).square() / (2 * width)).exp() @ density
    m = float((density * mean[:, 0]).sum())
    second, fourth = (float((density * (mean[:, 0] - m) ** power).sum()) for power in (2, 4))
    return m, second, fourth


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("means", [[0.7], [-1.5, 0.2, 1.6]])
def test_perfect_predictor_samples_follow_the_exact_recursion(means: list[float], large: bool) -> None:
    torch.manual_seed(0)
    schedule = diffusion.Schedule(diffusion.linear_betas(12, 0.03, 0.4))
    model, count = Mixture(schedule, means, 0.3), 60_000
    mean, variance, fourth = exact_density(model, large)
    if len(means) == 1:
        assert exact_gaussian(schedule, means[0], 0.3, large) == pytest.approx((mean, variance), rel=1e-6)
    x = diffusion.p_sample_loop(model, schedule, (count, 1), large=large).double()
    assert abs(float(x.mean()) - mean) < SIGMAS * math.sqrt(variance / count)
    assert abs(float((x - mean).square().mean()) - variance) < SIGMAS * math.sqrt(
        (fourth - variance**2) / count
    )


def test_loss_is_smallest_for_the_best_predictor() -> None:
    torch.manual_seed(0)
    schedule = diffusion.Schedule(diffusion.linear_betas(12, 0.03, 0.4))
    x0 = 0.7 + 0.3 * torch.randn(40_000, 1)
    best = diffusion.ddpm_loss(Mixture(schedule, [0.7], 0.3), schedule, x0).item()
    abar = schedule.abar
    exact = float((abar * 0.3**2 / (abar * 0.3**2 + 1 - abar)).mean())
    assert best == pytest.approx(exact, rel=0.05)
    assert diffusion.ddpm_loss(Mixture(schedule, [0.2], 0.3), schedule, x0).item() > 1.2 * best


def test_embedding_has_one_length_and_tells_times_apart() -> None:
    made = diffusion.timestep_embedding(torch.arange(1000), 32)
    torch.testing.assert_close(made.square().sum(1), torch.full((1000,), 16.0))
    assert float((torch.cdist(made, made) + torch.eye(1000)).min()) > 0.1


def test_model_uses_time_and_label() -> None:
    torch.manual_seed(0)
    model = diffusion.EpsMLP(2, 16, 3)
    x, t = torch.randn(1, 2), torch.tensor([4])
    outputs = [model(x, t, torch.tensor([y])) for y in range(3)] + [
        model(x, t + 1, torch.tensor([0])),
        model(x, t),
    ]
    assert len({tuple(output[0].tolist()) for output in outputs}) == 5


def test_guidance_and_dropping() -> None:
    c, u = noise(3, 2), noise(3, 2)
    torch.testing.assert_close(diffusion.cfg_combine(c, u, 1.0), c)
    torch.testing.assert_close(diffusion.cfg_combine(c, u, 0.0), u)
    y = torch.arange(10_000) % 7
    dropped = (diffusion.drop_labels(y, 0.2, 7) == 7).float().mean().item()
    assert dropped == pytest.approx(0.2, abs=6 * math.sqrt(0.16 / 10_000))


def test_guided_classes_move_apart_by_the_exact_amount() -> None:
    """Two classes N(-1, s^2) and N(1, s^2): guidance adds w (difference), which is linear in w."""
    schedule = diffusion.Schedule(diffusion.linear_betas(12, 0.03, 0.4))
    left, both = Mixture(schedule, [-1.0], 0.3), Mixture(schedule, [-1.0, 1.0], 0.3)
    x, t = noise(6, 1), torch.arange(6)
    one, two = left(x, t), both(x, t)
    torch.testing.assert_close(diffusion.cfg_combine(one, two, 3.0), two + 3 * (one - two), **TIGHT)


@pytest.fixture(scope="module", params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest):
    return nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)


@pytest.fixture(scope="module", params=NOTEBOOKS)
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The notebook after a run from top to bottom at the tiny budget."""
    return execute(FOLDER / f"{request.param}.ipynb", tmp_path_factory.mktemp("lecture6") / "copy")


def is_exercises(notebook) -> bool:
    return any(cell.metadata.get("nbgrader") for cell in notebook.cells)


def test_cells_are_short_enough_to_read_at_a_glance(notebook) -> None:
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert 3 <= statistics.median(lengths) <= 13
    assert max(lengths) <= 40


def test_notebooks_are_committed_without_outputs(notebook) -> None:
    name = "exercises" if is_exercises(notebook) else "lecture"
    kept = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert not any(cell.outputs for cell in code_cells(kept))


def test_objectives_point_to_what_exists(notebook) -> None:
    rows = re.findall(r"^\| .* \| (.*) \|$", notebook.cells[0].source, re.MULTILINE)
    sections = [row for row in rows if re.match(r"\d+ \w", row) and "min" not in row]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    ids = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    assert sections or named
    assert all(f"## {section}" in prose(notebook) for section in sections)
    assert set(named) <= ids


def test_notebook_runs_from_top_to_bottom_with_a_picture_every_few_cells(executed) -> None:
    cells = code_cells(executed)
    pictures = [place for place, cell in enumerate(cells) if has_picture(cell)]
    assert pictures[0] < 5
    assert len(pictures) >= (7 if is_exercises(executed) else 15)
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)


def test_public_checks_accept_the_solution(executed) -> None:
    checks = [cell for cell in code_cells(executed) if "public-check" in cell.metadata.get("tags", [])]
    for cell in checks:
        shown = "".join(str(output.get("text", "")) + str(output.get("data", "")) for output in cell.outputs)
        assert "All test cases passed!" in shown, cell.source


def test_points_in_the_notebook_are_those_of_the_course() -> None:
    facts = load_course(ROOT).assignment("lecture6_diffusion")
    cells = nbformat.read(FOLDER / facts.notebook, as_version=4).cells
    points = {
        cell.metadata["nbgrader"]["grade_id"]: cell.metadata["nbgrader"]["points"]
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert points == facts.exercises
    assert facts.automatic_points == 100


def test_release_holds_both_notebooks_and_no_solution() -> None:
    course = load_course(ROOT)
    check_release(course, "lecture6_diffusion")
    assert (course.release("lecture6_diffusion").parent / "lecture.ipynb").is_file()

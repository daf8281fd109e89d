"""Lecture 3: its reference against oracles, its notebooks from top to bottom, and its release."""

from __future__ import annotations

import ast
import math
import re
import statistics
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch
from scipy import stats
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.config import load_course
from reference import gan
from tests.helpers.notebooks import code_cells, execute, has_picture, printed, prose

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "source" / "lecture3_gan"
NOTEBOOKS = ("lecture", "exercises")


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


@pytest.fixture(scope="module", params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest):
    return nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)


@pytest.fixture(scope="module", params=NOTEBOOKS)
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The notebook after a run from top to bottom at the tiny budget."""
    return execute(FOLDER / f"{request.param}.ipynb", tmp_path_factory.mktemp("lecture3") / "copy")


def notebook_name(notebook) -> str:
    graded = any(cell.metadata.get("nbgrader") for cell in notebook.cells)
    return "exercises" if graded else "lecture"


def test_cells_are_short_enough_to_read_at_a_glance(notebook) -> None:
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert 3 <= statistics.median(lengths) <= 13
    assert max(lengths) <= 40


def test_notebooks_are_committed_without_outputs(notebook) -> None:
    kept = nbformat.read(FOLDER / f"{notebook_name(notebook)}.ipynb", as_version=4)
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
    assert len(pictures) >= 10
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)


def test_public_checks_accept_the_solution(executed) -> None:
    checks = [cell for cell in code_cells(executed) if "public-check" in cell.metadata.get("tags", [])]
    for cell in checks:
        shown = "".join(str(output.get("text", "")) + str(output.get("data", "")) for output in cell.outputs)
        assert "All test cases passed!" in shown, cell.source


def test_printed_numbers_are_those_of_the_text(executed) -> None:
    text, shown = prose(executed), printed(executed)
    for value in (2 * math.log(2), math.log1p(math.exp(-1)) + math.log(2)):
        assert f"{value:.3f}" in text
        assert f"{value:.3f}" in shown
    if notebook_name(executed) == "lecture":
        assert f"{math.log(2):.3f}" in text
        assert f"= {1 / (1 + math.exp(-1)):.2f}$" in text


def test_lecture_integrates_its_divergences_and_they_agree(executed) -> None:
    if notebook_name(executed) != "lecture":
        return
    shown = printed(executed)
    pattern = r"saturating (\S+), 2 JSD (\S+); non-saturating (\S+), KL - 2 JSD (\S+)"
    rows = re.findall(pattern, shown)
    assert len(rows) == 3
    for one, two, three, four in rows:
        assert (one, three) == (two, four)
    paid = re.findall(r"D pays (\S+) at its best, 2 ln 2 - 2 JSD = (\S+)", shown)
    assert len(paid) == 3
    assert all(one == two for one, two in paid)


def test_lecture_shows_which_network_each_loss_reaches(executed) -> None:
    if notebook_name(executed) != "lecture":
        return
    rows = dict(
        re.findall(r"^([DG]'s step.*?) +gradient in D .*in G +(\S+)$", printed(executed), re.MULTILINE)
    )
    assert [name for name, size in rows.items() if size == "none"] == [
        "D's step, detached",
        "G's step, detached",
    ]
    assert len(rows) == 4


def test_lecture_states_the_factor_of_its_spiral(executed) -> None:
    if notebook_name(executed) != "lecture":
        return
    found = re.search(r"multiplies the distance by (\S+), the formula says (\S+)", printed(executed))
    assert found is not None
    assert found[1] == found[2]
    assert float(found[1]) > 1


IMPORTS = """
import copy
import math
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm.auto import tqdm
device = "cpu"
"""


def lecture_definitions(*names: str) -> dict[str, Any]:
    """Functions of the lecture's notebook, without the cells that train and draw."""
    namespace: dict[str, Any] = {}
    exec(IMPORTS, namespace)
    for cell in code_cells(nbformat.read(FOLDER / "lecture.ipynb", as_version=4)):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef) and node.name in names:
                exec(compile(ast.Module([node], []), node.name, "exec"), namespace)
    assert set(names) <= namespace.keys()
    return namespace


def test_lecture_and_reference_compute_the_same_losses() -> None:
    made = lecture_definitions(
        "d_loss", "g_saturating", "g_nonsaturating", "gradient_penalty", "mode_seeking_loss"
    )
    real, fake, z1, z2 = (logits(6, 3) for _ in range(4))
    torch.testing.assert_close(made["d_loss"](real, fake), gan.d_loss(real, fake))
    torch.testing.assert_close(made["g_saturating"](fake), gan.g_loss_saturating(fake))
    torch.testing.assert_close(made["g_nonsaturating"](fake), gan.g_loss_nonsaturating(fake))
    torch.testing.assert_close(
        made["mode_seeking_loss"](real, fake, z1, z2), gan.mode_seeking_loss(real, fake, z1, z2)
    )
    weight = torch.randn(3)
    penalty = made["gradient_penalty"](Ray(2 * weight / weight.norm()), real.float(), fake.float())
    assert penalty.item() == pytest.approx(1, rel=1e-4)


def test_steps_of_the_lecture_move_one_network_each() -> None:
    torch.manual_seed(0)
    made = lecture_definitions(
        "d_loss", "g_nonsaturating", "mode_seeking_loss", "d_step", "d_step_r1", "g_step"
    )
    x, z = torch.randn(8, 2), torch.randn(8, 2)
    for step in ("d_step", "d_step_r1", "g_step"):
        G, D = gan.Generator(2, 2), gan.Discriminator(2)
        own, other = (G, D) if step == "g_step" else (D, G)
        before = [nn.utils.parameters_to_vector(model.parameters()).detach() for model in (own, other)]
        optimizer = torch.optim.SGD(own.parameters(), lr=0.1)
        given = {"seek": 0.5} if step == "g_step" else {"real": x}
        made[step](G=G, D=D, optimizer=optimizer, z=z, **given)
        after = [nn.utils.parameters_to_vector(model.parameters()).detach() for model in (own, other)]
        assert not torch.equal(before[0], after[0])
        assert torch.equal(before[1], after[1])


def test_clipped_critics_stay_inside_their_limit() -> None:
    torch.manual_seed(0)
    made = lecture_definitions("gradient_penalty", "critic_step")
    critic = gan.Discriminator(2)
    optimizer = torch.optim.SGD(critic.parameters(), lr=0.1)
    distance = made["critic_step"](critic, optimizer, torch.randn(8, 2), torch.randn(8, 2), c=0.02)
    assert isinstance(distance, float)
    assert max(float(weight.detach().abs().max()) for weight in critic.parameters()) <= 0.02


def test_smallest_game_spirals_out_circles_and_spirals_in() -> None:
    dirac = lecture_definitions("dirac")["dirac"]
    once, turns, flat = (dirac(0.3, *kind).norm(dim=1) for kind in ((0.0, False), (0.0, True), (0.3, True)))
    assert float(once[-1]) > 4 * float(once[0])
    assert float(turns.min()) > 0.8 * float(turns[0])
    assert float(turns.max()) < 1.3 * float(turns[0])
    assert float(flat[-1]) < 0.05 * float(flat[0])


def test_jensen_shannon_goes_flat_where_the_earth_movers_distance_does_not() -> None:
    grid = torch.linspace(-12, 20, 8001).double()

    def divergence(s: float) -> float:
        p, q = (torch.distributions.Normal(place, 1.0).log_prob(grid) for place in (0.0, s))
        middle = torch.logaddexp(p, q) - math.log(2)
        width = float(grid[1] - grid[0])
        return float(((p.exp() * (p - middle)) + (q.exp() * (q - middle))).sum()) * width / 2

    assert divergence(8.0) == pytest.approx(math.log(2), abs=1e-3)
    assert stats.wasserstein_distance(grid.numpy(), (grid + 6).numpy()) == pytest.approx(6)


def test_points_in_the_notebook_are_those_of_the_course() -> None:
    facts = load_course(ROOT).assignment("lecture3_gan")
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
    check_release(course, "lecture3_gan")
    assert (course.release("lecture3_gan").parent / "lecture.ipynb").is_file()

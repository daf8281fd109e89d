"""Lecture 1: its reference against oracles, its notebooks from top to bottom, and its release."""

from __future__ import annotations

import math
import re
import statistics
from pathlib import Path

import nbformat
import pytest
import torch
from torch.distributions import Bernoulli, Categorical, Normal

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.config import load_course
from reference import vae
from tests.helpers.notebooks import code_cells, execute, has_picture, printed

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "source" / "lecture1_vae"
NOTEBOOKS = ("lecture", "exercises")


@pytest.fixture(scope="module", params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest):
    return nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)


@pytest.fixture(scope="module", params=NOTEBOOKS)
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The notebook after a run from top to bottom at the tiny budget."""
    return execute(FOLDER / f"{request.param}.ipynb", tmp_path_factory.mktemp("lecture1") / "copy")


def test_cells_are_short_enough_to_read_at_a_glance(notebook) -> None:
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert 3 <= statistics.median(lengths) <= 13
    assert max(lengths) <= 40


def test_objectives_point_to_sections_that_exist(notebook) -> None:
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    sections = re.findall(r"^\| .* \| (\d .*) \|$", text, re.MULTILINE)
    exercises = re.findall(r"^\| .* \| ((?:`\w+`(?:, )?)+) \|$", text, re.MULTILINE)
    assert sections or exercises
    for section in sections:
        if "`" not in section and "min" not in section:
            assert f"## {section}" in text
    for name in re.findall(r"`(\w+)`", " ".join(exercises)):
        assert any(cell.metadata.get("nbgrader", {}).get("grade_id") == name for cell in notebook.cells)


def test_notebook_runs_from_top_to_bottom_with_a_picture_every_few_cells(executed) -> None:
    cells = code_cells(executed)
    pictures = [place for place, cell in enumerate(cells) if has_picture(cell)]
    assert pictures[0] < 5
    assert len(pictures) >= 12
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)


def test_public_checks_accept_the_solution(executed) -> None:
    checks = [cell for cell in code_cells(executed) if "public-check" in cell.metadata.get("tags", [])]
    for cell in checks:
        shown = "".join(str(output.get("text", "")) + str(output.get("data", "")) for output in cell.outputs)
        assert "All test cases passed!" in shown, cell.source


def test_printed_numbers_are_those_of_the_text(executed) -> None:
    text, shown = "\n".join(cell.source for cell in executed.cells), printed(executed)
    for number, source in (("44.36", "64 ln 2"), ("88.72", "64 ln 4")):
        if source in shown:
            assert number in shown
            assert round(64 * math.log(int(source[-1])), 2) == float(number)
    if "the integral" in shown:
        exact = re.search(r"the formula: +(-[\d.]+)", shown)
        assert exact
        assert shown.count(exact[1]) == 6  # formula, integral, three sums of bound and gap, and their target
    assert "44 nats" not in text or round(64 * math.log(2)) == 44


def test_the_hasty_draw_reports_a_bound_above_the_truth(executed) -> None:
    found = re.search(r"highest right (\S+), highest wrong (\S+), log p\(x\) (\S+)", printed(executed))
    if found:
        right, wrong, truth = map(float, found.groups())
        assert right <= truth + 1e-3
        assert wrong > truth + 0.5


def test_points_in_the_notebook_are_those_of_the_course() -> None:
    facts = load_course(ROOT).assignment("lecture1_vae")
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
    check_release(course, "lecture1_vae")
    assert (course.release("lecture1_vae").parent / "lecture.ipynb").is_file()


def test_squared_error_is_a_weight_on_the_price() -> None:
    x, mean, kl, sigma = torch.rand(5, 8), torch.rand(5, 8), torch.rand(5), 0.3
    loss = vae.gaussian_nll(mean, x, sigma) + kl
    scaled = 2 * sigma**2 * loss - (mean - x).square().sum(1)
    weighed = 2 * sigma**2 * kl  # what is left is a constant and beta * kl with beta = 2 sigma^2
    assert torch.allclose(scaled - weighed, (scaled - weighed)[0].expand(5), atol=1e-5)


@pytest.mark.parametrize("sigma", [0.2, 1.0, 3.0])
def test_gaussian_nll_equals_the_density_of_torch(sigma: float) -> None:
    mean, x = torch.randn(4, 3, 5).double(), torch.randn(4, 3, 5).double()
    wanted = -Normal(mean, sigma).log_prob(x).flatten(1).sum(1)
    torch.testing.assert_close(vae.gaussian_nll(mean, x, sigma), wanted)


def test_grouped_categorical_nll_equals_a_categorical_for_each_group() -> None:
    sizes, logits = [3, 1, 4], torch.randn(6, 8).double()
    choices = torch.stack([torch.randint(size, (6,)) for size in sizes], 1)
    onehot = torch.cat([torch.eye(size).double()[choices[:, g]] for g, size in enumerate(sizes)], 1)
    wanted = sum(
        -Categorical(logits=part).log_prob(choices[:, g]) for g, part in enumerate(logits.split(sizes, 1))
    )
    torch.testing.assert_close(vae.grouped_categorical_nll(logits, onehot, sizes), wanted)


def test_bound_of_many_draws_reaches_the_integral_over_codes() -> None:
    torch.manual_seed(0)
    model = vae.VAE(6, 8, 1).double()
    x = torch.bernoulli(torch.full((3, 6), 0.5)).double()
    codes = torch.linspace(-9, 9, 6001, dtype=torch.float64)
    with torch.no_grad():
        fit = Bernoulli(logits=model.decode(codes[:, None])[:, None]).log_prob(x).sum(2)  # (6001, 3)
    joint = fit + Normal(0.0, 1.0).log_prob(codes)[:, None]
    exact = torch.logsumexp(joint, 0) + math.log(codes[1] - codes[0])
    means = [vae.iwae_bound(model, x.repeat(4000, 1), k).reshape(4000, 3).mean(0) for k in (1, 4, 64)]
    assert bool((means[0] < means[1]).all() and (means[1] < means[2]).all())
    torch.testing.assert_close(means[2], exact, atol=5e-3, rtol=0)


def test_a_step_of_training_lowers_the_bound_it_reports() -> None:
    torch.manual_seed(0)
    model, x = vae.VAE(6, 8, 2), torch.rand(32, 6)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    losses = [vae.train_step(model, optimizer, x)["loss"] for _ in range(60)]
    assert sum(losses[-10:]) < sum(losses[:10])


def test_interpolation_ends_where_it_should() -> None:
    first, last = torch.randn(4), torch.randn(4)
    path = vae.interpolate(first, last, 5)
    assert torch.equal(path[0], first)
    assert torch.equal(path[-1], last)
    torch.testing.assert_close(path.diff(dim=0), ((last - first) / 4).expand(4, 4))

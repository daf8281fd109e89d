"""Lecture 4: its reference against oracles, its notebook from top to bottom, and its release."""

from __future__ import annotations

import copy
import re
import statistics
from pathlib import Path

import nbformat
import pytest
import torch
from torch import nn
from torch.nn import functional

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.config import load_course
from reference import translation
from tests.helpers.notebooks import code_cells, execute, printed

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "source" / "lecture4_gan_assignment"


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


@pytest.fixture(scope="module", params=["lecture", "exercises"])
def notebook(request: pytest.FixtureRequest):
    return nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)


@pytest.fixture(scope="module", params=["lecture", "exercises"])
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """A notebook after a run from top to bottom at the tiny budget."""
    return execute(FOLDER / f"{request.param}.ipynb", tmp_path_factory.mktemp("lecture4") / "copy")


def is_lecture(book) -> bool:
    return book.cells[0].source.startswith("# Lecture 4 · Translation without pairs")


def test_cells_are_short_and_without_outputs(notebook) -> None:
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert 3 <= statistics.median(lengths) <= 13
    assert max(lengths) <= 40
    assert not any(cell.outputs for cell in code_cells(notebook))


def test_objectives_point_to_what_exists(notebook) -> None:
    named = re.findall(r"^\| .* \| (.*) \|$", notebook.cells[0].source, re.MULTILINE)
    ids = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    assert {name for row in named for name in re.findall(r"`(\w+)`", row)} <= ids
    if is_lecture(notebook):
        headings = re.findall(r"^## (.*)$", "\n".join(cell.source for cell in notebook.cells), re.MULTILINE)
        assert set(headings) == set(named) - {"section"}


def test_notebook_runs_from_top_to_bottom_with_pictures(executed) -> None:
    cells = code_cells(executed)
    drawn = [
        place
        for place, cell in enumerate(cells)
        if any("image/png" in output.get("data", {}) for output in cell.outputs)
    ]
    assert drawn[0] < 5
    assert len(drawn) >= 10
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)


def test_lecture_shows_that_a_judge_of_piles_cannot_see_a_wrong_order(executed) -> None:
    if not is_lecture(executed):
        return
    rows = re.findall(r"(\w+): energy distance to B (\S+), wrong by (\S+)", printed(executed))
    far = {name: (float(pile), float(wrong)) for name, pile, wrong in rows}
    assert far["truth"][0] < 0.005
    assert far["backwards"][0] < 0.005
    assert far["heap"][0] > 0.3
    assert far["truth"][1] == 0
    assert far["backwards"][1] > 1


def test_lecture_reaches_the_best_judge_and_the_squares_of_its_formula(executed) -> None:
    if not is_lecture(executed):
        return
    shown = printed(executed)
    found = re.search(r"largest distance from p / \(p \+ q\): (\S+)", shown)
    assert found is not None
    assert float(found[1]) < 1e-5
    sides = re.findall(r"formula (\d+), gradient (\d+)", shown)
    assert [int(formula) for formula, _ in sides] == [4, 10, 22, 70]
    assert all(formula == gradient for formula, gradient in sides)


def test_lecture_shows_that_patches_do_not_see_places(executed) -> None:
    if not is_lecture(executed):
        return
    moved = dict(re.findall(r"judge of +(\S.*?): a score moves by (\S+)", printed(executed)))
    assert float(moved["patches"]) < 0.01
    assert float(moved["the whole"]) > 0.1


def test_public_checks_accept_the_solution(executed) -> None:
    for cell in code_cells(executed):
        if "public-check" in cell.metadata.get("tags", []):
            shown = "".join(
                str(output.get("text", "")) + str(output.get("data", "")) for output in cell.outputs
            )
            assert "All test cases passed!" in shown, cell.source


def test_release_holds_no_solution() -> None:
    course = load_course(ROOT)
    check_release(course, "lecture4_gan_assignment")

"""Lecture 2: its reference against oracles, its notebooks from top to bottom, and its release."""

from __future__ import annotations

import ast
import itertools
import math
import re
import statistics
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch
from torch import nn
from torch.distributions import Bernoulli, Normal, kl_divergence

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.config import load_course
from reference import conv_vae
from tests.helpers.notebooks import code_cells, execute, has_picture, printed

ROOT = Path(__file__).resolve().parents[2]


def test_conv_out_is_what_torch_gives() -> None:
    for n, k, s, p, d in itertools.product((7, 12, 28), (1, 2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2)):
        if n + 2 * p > d * (k - 1):
            layer = nn.Conv1d(1, 1, k, stride=s, padding=p, dilation=d)
            assert conv_vae.conv_out(n, k, s, p, d) == layer(torch.zeros(1, 1, n)).shape[-1]


def test_conv_transpose_out_is_what_torch_gives() -> None:
    grid = itertools.product((1, 4, 7), (2, 3, 5), (1, 2, 3), (0, 1), (0, 1, 2), (1, 2))
    for n, k, s, p, op, d in grid:
        wanted = conv_vae.conv_transpose_out(n, k, s, p, op, d)
        if op < max(s, d) and wanted > 0:
            layer = nn.ConvTranspose1d(1, 1, k, stride=s, padding=p, output_padding=op, dilation=d)
            assert layer(torch.zeros(1, 1, n)).shape[-1] == wanted


def test_output_padding_tells_sizes_apart_that_a_convolution_maps_to_one() -> None:
    for n, k, s, p in itertools.product(range(7, 30), (3, 4), (2, 3), (0, 1)):
        small = conv_vae.conv_out(n, k, s, p)
        assert n in {conv_vae.conv_transpose_out(small, k, s, p, op) for op in range(s)}


@pytest.mark.parametrize("sizes", [(7, 14), (7, 28), (4, 7), (5, 9), (3, 11), (6, 6), (1, 4)])
def test_upsampler_reaches_every_size(sizes: tuple[int, int]) -> None:
    torch.manual_seed(0)
    model, x = conv_vae.make_upsampler(3, sizes[0], 2, sizes[1]), torch.randn(2, 3, sizes[0], sizes[0])
    x.requires_grad_()
    out = model(x)
    assert out.shape == (2, 2, sizes[1], sizes[1])
    assert bool((torch.autograd.grad(out.square().sum(), x)[0] != 0).all())
    with pytest.raises(ValueError, match="cannot upsample"):
        conv_vae.make_upsampler(1, 5, 1, 4)


def test_transposed_convolution_is_the_transpose_of_the_convolution() -> None:
    torch.manual_seed(0)
    weight = torch.randn(2, 3, 4, 4).double()
    x, y = torch.randn(1, 3, 12, 12).double(), torch.randn(1, 2, 6, 6).double()
    down = nn.functional.conv2d(x, weight, stride=2, padding=1)
    up = nn.functional.conv_transpose2d(y, weight, stride=2, padding=1)
    torch.testing.assert_close((down * y).sum(), (x * up).sum())


def test_networks_have_their_shapes_and_treat_samples_alone() -> None:
    torch.manual_seed(0)
    encoder, decoder = conv_vae.ConvEncoder(5), conv_vae.ConvDecoder(5)
    labelled = conv_vae.ConditionalDecoder(5, 10)
    x, y = torch.rand(4, 1, 28, 28), torch.tensor([3, 0, 9, 9])
    mu, logvar = encoder(x)
    assert mu.shape == logvar.shape == (4, 5)
    assert decoder(mu).shape == labelled(mu, y).shape == x.shape
    torch.testing.assert_close(encoder(x[2:3])[0], mu[2:3])
    torch.testing.assert_close(decoder(mu[2:3]), decoder(mu)[2:3])
    differs = (labelled(mu, y) != labelled(mu, y.flip(0))).flatten(1).any(1)
    assert differs.tolist() == [True, True, True, True]
    torch.testing.assert_close(labelled(mu[2:3], y[3:]), labelled(mu, y)[2:3])  # both labels are 9


def test_beta_elbo_equals_the_distributions_of_torch() -> None:
    torch.manual_seed(0)
    logits, x = torch.randn(5, 1, 4, 3).double(), torch.rand(5, 1, 4, 3).double().round()
    mu, logvar = torch.randn(5, 2).double(), torch.randn(5, 2).double()
    rec = -Bernoulli(logits=logits).log_prob(x).flatten(1).sum(1).mean()
    kl = kl_divergence(Normal(mu, (logvar / 2).exp()), Normal(0.0, 1.0)).sum(1).mean()
    got = conv_vae.beta_elbo(logits, x, mu, logvar, 3.0)
    torch.testing.assert_close(torch.stack(list(got)), torch.stack([rec + 3 * kl, rec, kl]))


def test_weight_of_the_kl_rises_in_a_line_and_stays() -> None:
    weights = [conv_vae.kl_anneal(step, 8, 4.0) for step in range(20)]
    assert weights == [min(step / 2, 4.0) for step in range(20)]
    assert conv_vae.kl_anneal(0, 0, 0.5) == 0.5


def test_active_units_are_those_that_vary() -> None:
    torch.manual_seed(0)
    spreads = torch.tensor([0.0, 0.02, 0.5, 2.0])
    mu = 3 + spreads * torch.randn(2000, 4)
    assert conv_vae.active_units(mu) == 2
    assert conv_vae.active_units(mu, threshold=1.0) == 1
    assert conv_vae.active_units(mu, threshold=1e-5) == 3


def test_class_means_and_edits_move_a_class_onto_another() -> None:
    torch.manual_seed(0)
    mu, y = torch.randn(60, 3).double(), torch.arange(60) % 4
    means = conv_vae.class_means(mu, y, 4)
    torch.testing.assert_close(means, torch.stack([mu[y == k].mean(0) for k in range(4)]))
    moved = conv_vae.attribute_edit(mu[y == 1], means[1], means[2])
    torch.testing.assert_close(moved.mean(0), means[2])
    torch.testing.assert_close(conv_vae.attribute_edit(mu, means[0], means[3], alpha=0.0), mu)


FOLDER = ROOT / "source" / "lecture2_conv_vae"
NOTEBOOKS = ("lecture", "exercises")


@pytest.fixture(scope="module", params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest):
    return nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)


@pytest.fixture(scope="module", params=NOTEBOOKS)
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """The notebook after a run from top to bottom at the tiny budget."""
    return execute(FOLDER / f"{request.param}.ipynb", tmp_path_factory.mktemp("lecture2") / "copy")


def test_cells_are_short_enough_to_read_at_a_glance(notebook) -> None:
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert 3 <= statistics.median(lengths) <= 13
    assert max(lengths) <= 40


def test_notebooks_are_committed_without_outputs(notebook) -> None:
    kept = nbformat.read(FOLDER / f"{notebook_name(notebook)}.ipynb", as_version=4)
    assert not any(cell.outputs for cell in code_cells(kept))


def notebook_name(notebook) -> str:
    graded = any(cell.metadata.get("nbgrader") for cell in notebook.cells)
    return "exercises" if graded else "lecture"


def test_objectives_point_to_what_exists(notebook) -> None:
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    rows = re.findall(r"^\| .* \| (.*) \|$", notebook.cells[0].source, re.MULTILINE)
    sections = [row for row in rows if re.match(r"\d+ \w", row) and "min" not in row]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    ids = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    assert sections or named
    assert all(f"## {section}" in text for section in sections)
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
    text, shown = "\n".join(cell.source for cell in executed.cells), printed(executed)
    assert "784 ln 2" in shown
    assert "543.43" in text
    assert "543.43" in shown
    assert round(784 * math.log(2), 2) == 543.43


def lecture_definitions(*names: str) -> dict[str, Any]:
    """Classes and functions of the lecture's notebook, without the cells that train and draw."""
    cells = nbformat.read(FOLDER / "lecture.ipynb", as_version=4).cells
    wanted = {"down", "up", "VAE", "ConvVAE", *names}
    namespace: dict[str, Any] = {"tqdm": lambda steps, **_: steps}
    exec(IMPORTS, namespace)
    for cell in cells:
        if cell.cell_type == "code":
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in wanted:
                    exec(compile(ast.Module([node], []), node.name, "exec"), namespace)
    assert wanted <= namespace.keys()
    return namespace


IMPORTS = """
import math
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributions import Bernoulli, Normal, kl_divergence
"""


def test_lecture_asks_torch_and_torch_agrees(executed) -> None:
    shown = printed(executed)
    if notebook_name(executed) != "lecture":
        return
    agree, tried = re.search(r"agrees with torch in (\d+) of (\d+) settings", shown).groups()
    assert agree == tried
    assert "up is down transposed: True" in shown
    differences = re.findall(r"largest difference to torch (\S+)", shown)
    assert len(differences) == 2
    assert max(map(float, differences)) < 1e-5
    assert "7 goes down to 4\n8 goes down to 4" in shown
    for op, size in ((0, 7), (1, 8)):
        assert f"4 comes up to {size} with output_padding={op}; the formula says {size}" in shown


def test_lecture_compares_networks_of_about_the_same_size(executed) -> None:
    sizes = [
        int(size.replace(",", "")) for size in re.findall(r"([\d,]+) parameters, held", printed(executed))
    ]
    if notebook_name(executed) == "lecture":
        assert len(sizes) == 2
        assert 0.85 < sizes[0] / sizes[1] < 1.18


def test_a_kernel_that_the_stride_divides_stamps_evenly() -> None:
    def hits(k: int, op: int) -> torch.Tensor:
        ones = torch.ones(1, 1, 7, 7), torch.ones(1, 1, k, k)
        return nn.functional.conv_transpose2d(*ones, stride=2, padding=1, output_padding=op)[0, 0]

    assert hits(3, 1).shape == hits(4, 0).shape == (14, 14)
    assert set(hits(3, 1)[1:-1, 1:-1].flatten().tolist()) == {1.0, 2.0, 4.0}
    assert set(hits(4, 0)[1:-1, 1:-1].flatten().tolist()) == {4.0}


def test_price_is_the_slope_of_the_best_pairs() -> None:
    rate = torch.linspace(0.01, 6, 600_000, dtype=torch.float64)
    distortion = 40 * torch.exp(-rate)
    for beta in (0.5, 1.0, 4.0, 10.0):
        best = int((distortion + beta * rate).argmin())
        slope = (distortion[best + 1] - distortion[best - 1]) / (rate[best + 1] - rate[best - 1])
        assert float(slope) == pytest.approx(-beta, rel=1e-3)


def test_every_way_of_the_lecture_lets_the_decoder_hear_its_label() -> None:
    torch.manual_seed(0)
    made = lecture_definitions("LabelledVAE")
    for way in ("one-hot", "embedding", "planes", "FiLM"):
        model = made["LabelledVAE"](way)
        drawn = model.decode(torch.randn(1, 8).expand(10, 8), torch.arange(10)).detach()
        assert drawn.shape == (10, 1, 28, 28)
        apart = torch.cdist(drawn.flatten(1), drawn.flatten(1)) + torch.eye(10)
        assert float(apart.min()) > 1e-3, way


def test_slant_is_the_slope_of_a_stroke() -> None:
    measure = lecture_definitions("measure")["measure"]
    for slope in (-1, 0, 1):
        x = torch.zeros(1, 1, 28, 28)
        for row in range(-5, 6):
            x[0, 0, 14 + row, 14 - slope * row] = 1.0  # rows count downwards
        found = measure(x)
        assert float(found["slant"]) == pytest.approx(slope, abs=1e-5)
        assert float(found["ink"]) == 11.0


def test_mean_of_pixels_makes_a_price_of_784() -> None:
    torch.manual_seed(0)
    made = lecture_definitions("HastyVAE")
    model, x = made["HastyVAE"](), torch.rand(3, 1, 28, 28)
    torch.manual_seed(1)
    hasty, rate = model.terms(x)
    torch.manual_seed(1)
    distortion, same_rate = made["VAE"].terms(model, x)
    torch.testing.assert_close(784 * (hasty + rate.sum(1)), distortion + 784 * same_rate.sum(1))


def test_mighty_decoder_sees_the_past_only() -> None:
    torch.manual_seed(0)
    layer = lecture_definitions("Masked")["Masked"](1, 2, 7)
    x = torch.rand(1, 1, 28, 28, requires_grad=True)
    (seen,) = torch.autograd.grad(layer(x)[0, :, 12, 9].sum(), x)
    rows, columns = torch.nonzero(seen[0, 0], as_tuple=True)
    assert len(rows) == 3 * 7 + 3
    assert bool(((rows < 12) | ((rows == 12) & (columns < 9))).all())


def test_pixel_by_pixel_drawing_uses_the_model_that_was_trained() -> None:
    torch.manual_seed(0)
    made = lecture_definitions("Masked", "MightyVAE", "draw")
    model, z = made["MightyVAE"](8).eval(), torch.randn(2, 8)
    with torch.no_grad():
        model.mix[-1].weight.mul_(1e5)  # certain of every pixel, so that nothing is left to chance
        drawn = made["draw"](model, z)
        assert torch.equal(drawn > 0, model.decode(z, drawn) > 0)
    assert 0.0 < float(drawn.mean()) < 1.0


def test_numbers_about_collapse_are_right() -> None:
    assert round(math.log(10), 1) == 2.3
    v, spread = torch.linspace(0, 0.9, 10), torch.linspace(0.05, 3, 200)[:, None]
    price = 0.5 * (v + spread.square() - 1 - spread.square().log())
    assert bool((price >= v / 2 - 1e-6).all())


def test_the_hasty_decoder_draws_25_pixels(executed) -> None:
    shown = printed(executed)
    if "hasty" in shown:
        assert "the hasty decoder draws (25, 25)" in shown
        assert "7 -> 13 -> 25" in shown


def test_points_in_the_notebook_are_those_of_the_course() -> None:
    facts = load_course(ROOT).assignment("lecture2_conv_vae")
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
    check_release(course, "lecture2_conv_vae")
    assert (course.release("lecture2_conv_vae").parent / "lecture.ipynb").is_file()

"""The local model of Lecture 6: truthful prompts, a folder that loads offline, and a card that says what is so."""

from __future__ import annotations

import random
import re
import socket
import subprocess
import sys
from typing import Any

import nbformat
import pytest
import torch

from reference.classifier import accuracy, load_classifier
from reference.data import load_held_out_digits
from reference.local_diffusion import FOLDER, LECTURE
from reference.local_diffusion.prompts import (
    FAMILIES,
    NUMBERS,
    Look,
    apply,
    describe,
    draw_look,
    extent,
    lean,
    stroke_width,
)

needs_weights = pytest.mark.skipif(
    not (FOLDER / "model_index.json").is_file(), reason="the weights are made by make local-model"
)


@pytest.fixture(scope="module")
def parts() -> Any:
    pytest.importorskip("diffusers")
    from reference.local_diffusion import digit_pipeline

    return digit_pipeline()


@pytest.fixture(scope="module")
def pipeline(parts) -> Any:
    if not (FOLDER / "model_index.json").is_file():
        pytest.skip("the weights are made by make local-model")
    from reference.local_diffusion.evaluate import load

    return load()


@pytest.fixture(scope="module")
def measured(pipeline) -> dict[str, dict[str, float]]:
    from reference.local_diffusion.evaluate import measure

    return measure(pipeline)


def card() -> str:
    return (FOLDER / "README.md").read_text("utf-8")


# Prompts and what they say


@pytest.mark.parametrize(
    ("name", "family", "measure", "sign"),
    [
        ("thin", "stroke", stroke_width, -1),
        ("thick", "stroke", stroke_width, 1),
        ("small", "size", extent, -1),
        ("large", "size", extent, 1),
        ("tilted left", "tilt", lean, -1),
        ("tilted right", "tilt", lean, 1),
    ],
)
def test_every_adjective_is_true_of_nearly_every_digit_it_was_made_for(name, family, measure, sign) -> None:
    x, y = load_held_out_digits()
    x = x[y != 0][:400]  # the long axis of a round zero is anybody's guess
    changed = apply(x, [Look(**{family: name})] * len(x), random.Random(0))
    change = measure(changed) - measure(x)
    if measure is lean:
        change = (change + 90) % 180 - 90
    assert (sign * change > 0).double().mean() > 0.95


def test_a_plain_prompt_leaves_the_digit_alone() -> None:
    x = load_held_out_digits()[0][:5]
    assert torch.equal(apply(x, [Look()] * 5, random.Random(0)), x)


def test_measures_know_a_bar() -> None:
    bar = torch.zeros(1, 1, 41, 41)
    bar[..., 4:37, 18:23] = 1  # 33 x 5
    assert lean(bar).item() == pytest.approx(0, abs=1e-4)
    assert extent(bar).item() == pytest.approx(((33**2 - 1 + 5**2 - 1) / 12) ** 0.5, rel=1e-4)
    assert stroke_width(bar).item() == pytest.approx(2 * 33 * 5 / (2 * (33 + 5)), rel=0.03)
    steps = torch.arange(41) - 20
    leaning = ((steps[:, None] + steps[None]).abs() <= 1) & ((steps[:, None] - steps[None]).abs() <= 30)
    assert lean(leaning[None, None].float()).item() == pytest.approx(45, abs=1e-3)


def test_prompts_name_the_digit_and_only_what_is_true_of_it() -> None:
    rng = random.Random(1)
    for _ in range(300):
        label, look = rng.randrange(10), draw_look(rng)
        prompt = describe(label, look, rng)
        words = prompt.split()
        assert [word for word in words if word in NUMBERS] == [NUMBERS[label]]
        assert words[0] == ("an" if words[1] == "eight" else "a")
        for family in ("stroke", "size"):
            said = [word for word in words if word in FAMILIES[family]]
            assert said == [part for part in (getattr(look, family),) if part]
        assert ("tilted" in words) == bool(look.tilt)
        assert all(side in look.tilt for side in words if side in ("left", "right"))


def test_the_model_reads_every_prompt_it_was_trained_on(parts) -> None:
    rng = random.Random(2)
    for _ in range(300):
        label = rng.randrange(10)
        assert parts.digit_of(describe(label, draw_look(rng), rng)) == label


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("a purple seven", "'purple'"),
        ("a thin", "names 0 digits"),
        ("", "names 0 digits"),
        ("a three seven", "names 2 digits"),
        ("a a a a a a a a seven", "9 words"),
    ],
)
def test_a_prompt_that_cannot_be_read_is_refused_in_one_sentence(pipeline, prompt: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as problem:
        pipeline([prompt])
    assert "\n" not in str(problem.value)
    assert str(problem.value).endswith(".")


# The shipped folder


@needs_weights
def test_the_folder_is_small_and_holds_no_code_and_no_pickle() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".md", ".safetensors"}
    assert sum(path.stat().st_size for path in files) < 6e6
    assert {"text_encoder", "denoiser", "vae", "scheduler"} == {
        path.name for path in FOLDER.iterdir() if path.is_dir()
    }


def test_the_folder_loads_and_draws_without_a_network(pipeline, parts, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the model asked for a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    loaded = parts.DigitPipeline.from_pretrained(FOLDER)
    pictures = loaded(["a seven", "an eight"], generator=torch.Generator().manual_seed(0)).images
    assert loaded.denoiser.dtype == torch.float32  # stored in half precision, which a CPU computes slowly
    assert [picture.size for picture in pictures] == [(28, 28), (28, 28)]


def test_the_same_seed_draws_the_same_digit_and_another_seed_another(pipeline) -> None:
    def drawn(seed: int) -> torch.Tensor:
        noise = torch.Generator().manual_seed(seed)
        return pipeline("a three", generator=noise, output_type="pt").images

    assert torch.equal(drawn(1), drawn(1))
    assert not torch.allclose(drawn(1), drawn(2), atol=0.1)


def test_a_list_of_generators_gives_each_prompt_its_own_noise(pipeline) -> None:
    both = pipeline(
        ["a two", "a six"], generator=[torch.Generator().manual_seed(n) for n in (3, 4)], output_type="pt"
    )
    alone = pipeline("a six", generator=[torch.Generator().manual_seed(4)], output_type="pt")
    torch.testing.assert_close(both.images[1:], alone.images, atol=1e-4, rtol=0)


def test_guidance_0_ignores_the_prompt_and_2_does_not(pipeline) -> None:
    def drawn(prompt: str, scale: float) -> torch.Tensor:
        noise = torch.Generator().manual_seed(5)
        return pipeline(prompt, generator=noise, guidance_scale=scale, output_type="pt").images

    torch.testing.assert_close(drawn("a one", 0.0), drawn("a nine", 0.0))
    assert (drawn("a one", 2.0) - drawn("a zero", 2.0)).abs().mean() > 0.05


# What the card claims


def test_prompted_digits_are_recognised_at_least_95_percent_of_the_time(pipeline) -> None:
    from reference.local_diffusion.evaluate import draw

    images, labels = draw(pipeline, "a {}", per_class=30)
    assert accuracy(load_classifier(), images, labels) >= 0.95


@pytest.mark.slow
def test_the_card_states_what_the_script_measures(measured) -> None:
    shares = re.findall(r"^\| an? .*?, … \| (\S+)% \| (\S+)% \|$", card(), re.MULTILINE)
    stated = [float(value) / 100 for row in shares for value in row]
    found = [row[column] for row in measured.values() for column in ("model", "real")]
    assert stated == pytest.approx(found, abs=0.011)  # the last bits of another machine turn a few digits
    acts = re.findall(r"^\| [^|]* \| [^|]*, (?:pixels|degrees) \| (.*)% \|$", card(), re.MULTILINE)
    rows = [row for name, row in measured.items() if name != "plain"]
    for text, row in zip(acts, rows, strict=True):
        changed, plain, value, moved = (float(number) for number in text.split(" | "))
        assert (changed, plain, value) == pytest.approx(
            (row["changed"], row["plain"], row["value"]), abs=0.5 if abs(value) > 9 else 0.15
        )
        assert moved / 100 == pytest.approx(row["moved"], abs=0.011)
    assert f"is {measured['plain']['diversity']:.1f}" in card()


@pytest.mark.slow
def test_adjectives_act_on_most_digits(measured) -> None:
    for name, row in measured.items():
        if name != "plain":
            assert row["moved"] > 0.8, name


@pytest.mark.slow
def test_the_model_copies_no_more_than_real_digits_do_and_variety_is_left(measured) -> None:
    assert measured["plain"]["diversity"] > 0.6
    assert measured["plain"]["near"] < measured["plain"]["near_real"] + 0.03


@needs_weights
def test_the_card_names_the_number_of_weights(pipeline) -> None:
    from reference.local_diffusion.evaluate import count_weights

    assert f"model of {count_weights(pipeline):,} weights" in card()


# The section of the notebook

TITLE = "## 8 A text-conditioned model on your own machine"


def section() -> list:
    """The section's cells in the lecture."""
    cells = nbformat.read(LECTURE / "lecture.ipynb", as_version=4).cells
    return cells[next(place for place, cell in enumerate(cells) if cell.source.startswith(TITLE)) :]


def run_section(first: str) -> str:
    start = "import torch\nimport matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\ndevice = 'cpu'"
    code = [cell.source for cell in section() if cell.cell_type == "code"]
    program = "\n\n".join([first, start, *code])
    done = subprocess.run([sys.executable, "-c", program], cwd=LECTURE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_section_states_the_figures_of_the_card() -> None:
    text = "\n".join(cell.source for cell in section())
    (_, model, real), *others = re.findall(r"^\| (an? .*?), … \| (\S+%) \| (\S+%) \|$", card(), re.MULTILINE)
    worst = min(others, key=lambda row: float(row[1].rstrip("%")))
    diversity = re.search(r"Variety within a digit\nis (\S+) of", card())
    assert diversity is not None
    size = sum(path.stat().st_size for path in FOLDER.rglob("*.safetensors")) / 1e6
    assert f"recognises {model} of its plain digits (and {real} of real ones)" in text
    assert f"is {diversity[1]} of that of real digits" in text
    assert f'"{worst[0]}", with {worst[1]}' in text
    assert f"a folder of {size:.0f} MB" in text


def test_the_section_runs_in_a_notebook(pipeline) -> None:
    shown = run_section("")
    assert "'denoiser': 'DigitDenoiser'" in shown
    assert "'purple'" in shown


def test_without_diffusers_the_section_says_what_to_install_and_goes_on() -> None:
    hidden = (
        "import importlib.util\nfind = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'diffusers' else find(name, *rest)"
    )
    shown = run_section(hidden)
    assert shown.strip().count("\n") == 0
    assert "pip install diffusers" in shown

"""Puts the section on the local model into Lecture 6, or renews it; the card's figures are filled in.

    python -m reference.local_diffusion.lecture_cells

It stands before "What to keep", or at the end, and is found again by the ids of its cells.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import nbformat

from reference.local_diffusion import FOLDER, LECTURE

NOTEBOOK = LECTURE / "lecture.ipynb"
PREFIX = "local-model-"
TITLE = "A text-conditioned model on your own machine"

CELLS = (
    (
        "markdown",
        """
## {number} {title}

All parts in one small model: a folder of {megabytes} MB beside this notebook, trained on 7,000 real digits. It is a **latent** diffusion model. An autoencoder turns a digit into a code of 32 numbers; diffusion makes codes, not pixels; a text
encoder turns a prompt into the vector that the denoiser is given [(Rombach et al. 2022)](https://arxiv.org/abs/2112.10752). So each of 25 steps is tiny, and a decoder draws the picture once, at the end.

The library `diffusers` keeps such parts in a folder and calls the whole a pipeline. Large published models have the same shape and the same call.
""",
    ),
    (
        "code",
        """
import importlib.util

MODEL = "local-digits"  # or a published one, such as "stable-diffusion-v1-5/stable-diffusion-v1-5"
pipeline = None
if importlib.util.find_spec("diffusers") is None:
    print("This section needs one more package: run %pip install diffusers in a cell and restart the kernel.")
else:
    from diffusers import DiffusionPipeline
    from digit_pipeline import DigitPipeline

    kind = DigitPipeline if MODEL == "local-digits" else DiffusionPipeline
    pipeline = kind.from_pretrained(MODEL, low_cpu_mem_usage=False).to(device)
    pipeline.set_progress_bar_config(disable=True)
    print({name: type(part).__name__ for name, part in pipeline.components.items()})
""",
    ),
    (
        "markdown",
        """
`MODEL` is the one name to change. A published model needs a network for the download (gigabytes), `%pip install transformers accelerate` and, for pictures in seconds, a GPU. "local-digits" needs none of these.

Prediction: ten prompts, ten digits that you can read, no two rows with the same handwriting.
""",
    ),
    (
        "code",
        """
def draw(prompts: list[str], seeds: list[int], guidance: float = 2.0) -> list:
    \"\"\"A picture for each prompt; the same seed starts from the same noise.\"\"\"
    if pipeline is None:
        return []
    noise = [torch.Generator().manual_seed(seed) for seed in seeds]
    return pipeline(prompts, num_inference_steps=25, guidance_scale=guidance, generator=noise).images


def gallery(pictures: list, names: list[str], title: str) -> None:
    \"\"\"Pictures in rows, `names` above the first one; nothing where nothing was drawn.\"\"\"
    if not pictures:
        return
    columns, height = len(names), len(pictures) // len(names)
    figure, axes = plt.subplots(height, columns, figsize=(0.95 * columns, 0.95 * height + 0.6), squeeze=False)
    for place, axis in enumerate(axes.flat):
        axis.axis("off")
        axis.imshow(pictures[place], cmap="gray")
        if place < columns:
            axis.set_title(names[place], fontsize=7)
    figure.suptitle(title, fontsize=10)
    figure.tight_layout()
    plt.show()
""",
    ),
    (
        "code",
        """
numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
prompts = [("an " if number == "eight" else "a ") + number for number in numbers]
gallery(draw(prompts * 3, seeds=list(range(30))), prompts, "You should see: the digit that is written above it")
""",
    ),
    (
        "markdown",
        """
Now hold the noise and change the words. Prediction: one handwriting in each row, and each adjective changes what it says.
""",
    ),
    (
        "code",
        """
asked = ["a {}", "a thin {}", "a thick {}", "a small {}", "a large {}", "a {} tilted left", "a {} tilted right"]
rows = ["seven", "three", "four"]
words = [pattern.format(number) for number in rows for pattern in asked]
same = [seed for seed in range(len(rows)) for _ in asked]
gallery(draw(words, same), [pattern.replace("{}", "…") for pattern in asked], "You should see: rows that keep their digit, columns that do what they say")
""",
    ),
    (
        "markdown",
        """
Guidance asks the denoiser twice, with the prompt and with an empty one, and goes further in the direction in which they differ [(Ho and Salimans 2022)](https://arxiv.org/abs/2207.12598):

$$v = v_{\\text{empty}} + s \\, (v_{\\text{prompt}} - v_{\\text{empty}})$$

Prediction: at $s = 0$ the prompt is ignored; at $s = 1$ it is followed as in training; at $s = 8$ all threes become the same three.
""",
    ),
    (
        "code",
        """
scales = (0.0, 1.0, 2.0, 8.0)
pictures = [picture for scale in scales for picture in draw(["a three"] * 10, list(range(10)), guidance=scale)]
gallery(pictures, [""] * 10, "s = 0, 1, 2, 8 from top to bottom. You should see: any digit, then threes, then one kind of three")
try:
    draw(["a purple seven"], [0])
except ValueError as problem:
    print(problem)
""",
    ),
    (
        "markdown",
        """
An honest look. A frozen classifier recognises {model} of its plain digits (and {real} of real ones), but variety within a digit is {diversity} of that of real digits. The worst adjective for reading is "{worst}", with {worst_share}.
The card, `local-digits/README.md`, has all figures and how they were measured. It knows 19 words; a published model knows a language, from the same parts, with several hundred times as many weights.
""",
    ),
)


def card_figures(folder: Path = FOLDER) -> dict[str, str]:
    """The figures of the card that the section states."""
    text = (folder / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (an? .*?), … \| (\S+%) \| (\S+%) \|$", text, re.MULTILINE)
    (_, model, real), *others = rows
    worst = min(others, key=lambda row: float(row[1].rstrip("%")))
    diversity = re.search(r"Variety within a digit\nis (\S+) of", text)
    if diversity is None:
        raise ValueError(
            f"{folder.name}/README.md states no variety; run reference.local_diffusion.evaluate."
        )
    size = sum(path.stat().st_size for path in folder.rglob("*.safetensors")) / 1e6
    return {
        "model": model,
        "real": real,
        "diversity": diversity[1],
        "worst": worst[0],
        "worst_share": worst[1],
        "megabytes": f"{size:.0f}",
    }


def put_section(notebook: Any, figures: dict[str, str]) -> None:
    """Replace the section's cells in `notebook`, or add them."""
    kept = [cell for cell in notebook.cells if not cell.get("id", "").startswith(PREFIX)]
    numbers = [
        int(number)
        for cell in kept
        if cell.cell_type == "markdown"
        for number in re.findall(r"^## (\d+) ", cell.source, re.MULTILINE)
    ]
    values = figures | {"number": str(max(numbers, default=0) + 1), "title": TITLE}
    made = []
    for place, (kind, source) in enumerate(CELLS):
        text = source.strip("\n")
        if kind == "markdown":
            for name, value in values.items():
                text = text.replace(f"{{{name}}}", value)
        make = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        made.append(make(text, id=f"{PREFIX}{place:02d}"))
    ends = [place for place, cell in enumerate(kept) if cell.source.startswith("## What to keep")]
    place = ends[0] if ends else len(kept)
    notebook.cells = [*kept[:place], *made, *kept[place:]]


def main() -> None:
    """Put the section into the lecture's notebook."""
    parser = argparse.ArgumentParser(description="Put the section on the local model into Lecture 6.")
    parser.add_argument("--notebook", type=Path, default=NOTEBOOK)
    arguments = parser.parse_args()
    if not arguments.notebook.is_file():
        parser.error(
            f"There is no {arguments.notebook.name} in {arguments.notebook.parent.name}; write it first."
        )
    notebook = nbformat.read(arguments.notebook, as_version=4)
    put_section(notebook, card_figures())
    nbformat.write(notebook, arguments.notebook)
    print(f"{arguments.notebook.name} has the section '{TITLE}'.")


if __name__ == "__main__":
    main()

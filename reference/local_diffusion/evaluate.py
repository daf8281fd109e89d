"""Measures the local model with the frozen classifier, against real digits, and writes its card.

    python -m reference.local_diffusion.evaluate

The card is `README.md` in the model's folder; each figure in its tables is one of `measure`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from reference.classifier import load_classifier
from reference.data import load_held_out_digits, load_training_digits
from reference.local_diffusion import FOLDER, digit_pipeline
from reference.local_diffusion.prompts import NUMBERS, Look, apply, extent, lean, stroke_width
from reference.metrics import (
    Samples,
    conditional_accuracy,
    judge_samples,
    share_of_copies,
    within_class_diversity,
)

SEED = 20261221
PER_CLASS = 100
CARD = Path(__file__).with_name("card.md")
Measure = Callable[[Tensor], Tensor]


class Adjective(NamedTuple):
    """A look, how it is asked for, what measures it, its unit and the side to which it should move."""

    look: Look
    pattern: str
    measure: Measure
    unit: str
    sign: int


ADJECTIVES = {
    "thin": Adjective(Look(stroke="thin"), "a thin {}", stroke_width, "stroke, pixels", -1),
    "thick": Adjective(Look(stroke="thick"), "a thick {}", stroke_width, "stroke, pixels", 1),
    "small": Adjective(Look(size="small"), "a small {}", extent, "extent, pixels", -1),
    "large": Adjective(Look(size="large"), "a large {}", extent, "extent, pixels", 1),
    "tilted left": Adjective(Look(tilt="tilted left"), "a {} tilted left", lean, "lean, degrees", -1),
    "tilted right": Adjective(Look(tilt="tilted right"), "a {} tilted right", lean, "lean, degrees", 1),
}


def load(folder: Path = FOLDER) -> Any:
    """The shipped pipeline, in single precision and without a progress bar."""
    pipeline = digit_pipeline().DigitPipeline.from_pretrained(folder, low_cpu_mem_usage=False)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def draw(pipeline: Any, pattern: str, per_class: int = PER_CLASS) -> Samples:
    """`per_class` digits of each class for prompts such as "a thin {}", from the same noise for every pattern."""
    labels = torch.arange(10).repeat_interleave(per_class)
    prompts = [pattern.format(NUMBERS[label]).replace("a eight", "an eight") for label in labels.tolist()]
    generator = torch.Generator().manual_seed(SEED)
    return Samples(pipeline(prompts, generator=generator, output_type="pt").images, labels)


def measure(pipeline: Any, per_class: int = PER_CLASS) -> dict[str, dict[str, float]]:
    """All figures of the card by row and column.

    Row "plain" holds `model` and `real`, the shares that the classifier recognises, `diversity` (1 for real digits),
    and `near` and `near_real`, the shares that lie nearer than 1.5 to a training digit. A row of an adjective holds also `value`, its measure's median on the model's digits, the same for
    `plain` prompts and for `changed` real digits, and `moved`: the share of digits that the adjective moves to the
    side it should, compared with the plain prompt and the same noise.
    """
    classifier = load_classifier()
    (x, y), training = load_held_out_digits(), load_training_digits()[0]
    plain, real = draw(pipeline, "a {}", per_class), judge_samples(Samples(x, y), classifier)
    judged = judge_samples(plain, classifier)
    rows = {
        "plain": {
            "model": conditional_accuracy(judged),
            "real": conditional_accuracy(real),
            "diversity": within_class_diversity(judged, real),
            "near": share_of_copies(plain, training),
            "near_real": share_of_copies(Samples(x, y), training),
        }
    }
    for name, adjective in ADJECTIVES.items():
        drawn = draw(pipeline, adjective.pattern, per_class)
        changed = apply(x, [adjective.look] * len(x), random.Random(SEED))
        change = adjective.measure(drawn.images) - adjective.measure(plain.images)
        rows[name] = {
            "model": conditional_accuracy(judge_samples(drawn, classifier)),
            "real": conditional_accuracy(judge_samples(Samples(changed, y), classifier)),
            "plain": adjective.measure(plain.images).median().item(),
            "value": adjective.measure(drawn.images).median().item(),
            "changed": adjective.measure(changed).median().item(),
            "moved": _moved(change, adjective),
        }
    return rows


def _moved(change: Float[Tensor, " M"], adjective: Adjective) -> float:
    if adjective.measure is lean:  # an axis has no head: 170 degrees to the left are 10 to the right
        change = (change + 90) % 180 - 90
    return (adjective.sign * change > 0).double().mean().item()


def write_card(rows: dict[str, dict[str, float]], count: int, folder: Path = FOLDER) -> None:
    """Fill `card.md` with the figures and write it into the model's folder."""
    plain = rows["plain"]
    recognised = [
        "| prompt | model | real digits |",
        "| --- | --- | --- |",
        f"| a seven, … | {plain['model']:.1%} | {plain['real']:.1%} |",
    ]
    acts = [
        "| adjective | measured | real digits, changed | model, plain prompt | model, adjective | moved |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, adjective in ADJECTIVES.items():
        row, example = rows[name], adjective.pattern.format("seven")
        recognised.append(f"| {example}, … | {row['model']:.1%} | {row['real']:.1%} |")
        values = (f"{row[key]:.1f}" for key in ("changed", "plain", "value"))
        acts.append(f"| {name} | {adjective.unit} | {' | '.join(values)} | {row['moved']:.1%} |")
    text = CARD.read_text("utf-8")
    for mark, value in {
        "{weights}": f"{count:,}",
        "{recognised}": "\n".join(recognised),
        "{acts}": "\n".join(acts),
        "{diversity}": f"{plain['diversity']:.2f}",
        "{near}": f"{plain['near']:.1%}",
        "{near_real}": f"{plain['near_real']:.1%}",
    }.items():
        text = text.replace(mark, value)
    (folder / "README.md").write_text(text, "utf-8")
    print(text)


def count_weights(pipeline: Any) -> int:
    """Weights of all networks together."""
    networks = pipeline.text_encoder, pipeline.denoiser, pipeline.vae
    return sum(weight.numel() for network in networks for weight in network.parameters())


def main() -> None:
    """Measure the shipped model, write the card and print it."""
    parser = argparse.ArgumentParser(description="Measure the local model of Lecture 6 and write its card.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="the model's folder")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    pipeline = load(arguments.folder)
    write_card(measure(pipeline), count_weights(pipeline), arguments.folder)


if __name__ == "__main__":
    main()

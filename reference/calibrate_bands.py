"""Measures what the reference reaches at a student's default budget, and derives the bands of the performance points.

    OMP_NUM_THREADS=1 nice python -m reference.calibrate_bands

trains 20 seeds of each of two settings, and a few mediocre or worthless models, each measured as a grader measures a submission, and writes
`graders/assignment_cvae/bands.json`: raw figures, their summary, what each other model earns, and a band an exercise.
An interrupted run goes on where it stopped; delete the file to start anew.
"""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from fairgrade.records import write_atomically
from reference.classifier import load_classifier
from reference.cvae import CVAE, train
from reference.data import load_held_out_digits, load_training_digits
from reference.metrics import (
    CLASSES,
    PER_CLASS,
    Band,
    Decode,
    Encode,
    Samples,
    conditional_accuracy,
    draw_samples,
    fraction_earned,
    held_out_bound,
    judge_samples,
    nearest_training_distance,
    share_of_copies,
    within_class_diversity,
)

BANDS = Path(__file__).resolve().parents[1] / "graders" / "assignment_cvae" / "bands.json"
SEEDS = 20
EPOCHS = 40
IMAGES = 6_000
LATENT = 16
FRACTIONS = (1.0, 0.75, 0.5, 0.25)
METRICS = {"held_out_bound": "nelbo", "conditional_accuracy": "accuracy", "diversity": "diversity"}
VARIANTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "half the epochs": ({}, {"epochs": EPOCHS // 2}),
    "beta of 4": ({}, {"beta": 4.0}),
    "beta of a quarter": ({}, {"beta": 0.25}),
    "32 hidden units": ({"d_hidden": 32}, {}),
    "two latent dimensions": ({"d_latent": 2}, {}),
    "a label that starts quiet": ({"label_std": 0.03}, {}),
}
"""Correct programs of less skill: arguments of the model and of the training that differ."""
LOUDNESS = {"label_std 1": 1.0, "label_std 3": 3.0}
"""How large the label's weights start: as in `nn.Embedding`, and as the notebook suggests. Larger ones trade bound for accuracy."""
RULE = (
    "Full credit from the reference's mean over 20 seeds, 6 standard deviations in the lenient direction, for whichever of "
    "two equally correct settings (how large the label's weights start) is the weaker in that metric. Lower credit at a "
    "quarter, a half and three quarters of the way from there to the floor; the floor is what a worthless model reaches: the "
    "bound of the mean image of each class, chance plus 6 binomial standard deviations, no diversity. Below the last edge: 0."
)


def measure(encode: Encode, decode: Decode, d_latent: int, seed: int) -> dict[str, float]:
    """All figures of one model, with the grader's sample sizes and randomness from `seed`."""
    rng = torch.Generator().manual_seed(seed)
    classifier = load_classifier()
    x, y = load_held_out_digits()
    training, _ = load_training_digits()
    bound = held_out_bound(encode, decode, x, y, rng)
    samples = draw_samples(decode, d_latent, rng)
    judged = judge_samples(samples, classifier)
    return bound | {
        "accuracy": conditional_accuracy(judged),
        "diversity": within_class_diversity(judged, judge_samples(Samples(x, y), classifier)),
        "copies": share_of_copies(samples, training),
        "nearest_median": nearest_training_distance(samples, training).median().item(),
    }


def measure_trained(seed: int, model: dict[str, Any], training: dict[str, Any]) -> dict[str, float]:
    """Train the reference as the notebook trains and measure it."""
    torch.manual_seed(seed)
    x, y = load_training_digits()
    cvae = CVAE(**({"d_latent": LATENT} | model))
    train(cvae, x[:IMAGES], y[:IMAGES], **({"epochs": EPOCHS} | training))
    cvae.eval()
    return measure(cvae.encode, cvae.decode, cvae.d_latent, seed)


def worthless() -> dict[str, Callable[[], dict[str, float]]]:
    """Models that must earn nothing by the metric named, whatever they do elsewhere."""
    x, y = load_training_digits()
    means = torch.stack([x[y == label].mean(0) for label in range(CLASSES)])  # (K, 1, 28, 28)
    logits = means.clamp(1e-3, 1 - 1e-3).logit()

    def know_nothing(images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        return torch.zeros(len(images), LATENT), torch.zeros(len(images), LATENT)

    def mean_image(z: Tensor, labels: Tensor) -> Tensor:
        return logits[labels]

    def recall(z: Tensor, labels: Tensor) -> Tensor:
        # Which training image of the class comes back depends on the code, so samples differ.
        found = [torch.nonzero(y == label)[:, 0] for label in range(CLASSES)]
        rows = torch.stack(
            [found[k][int(c.abs().sum() * 1e4) % len(found[k])] for c, k in zip(z, labels, strict=True)]
        )
        return x[rows].clamp(1e-3, 1 - 1e-3).logit()

    def other_classes(z: Tensor, labels: Tensor) -> Tensor:
        return recall(z, (z[:, 0].abs() * 1e4).long() % CLASSES)

    def untrained() -> dict[str, float]:
        torch.manual_seed(0)
        model = CVAE(d_latent=LATENT).eval()
        return measure(model.encode, model.decode, LATENT, 0)

    return {
        "untrained": untrained,
        "the mean image of each class": lambda: measure(know_nothing, mean_image, LATENT, 0),
        "training images by heart": lambda: measure(know_nothing, recall, LATENT, 0),
        "digits of any class": lambda: measure(know_nothing, other_classes, LATENT, 0),
    }


def edges(full: float, floor: float) -> list[tuple[float, float]]:
    """Equal steps from full credit to the floor, which itself earns nothing."""
    return [(round(full + k / 4 * (floor - full), 4), share) for k, share in enumerate(FRACTIONS)]


def derive(found: dict[str, Any]) -> dict[str, Any]:
    """Means, deviations and bands from raw figures, by `RULE`."""
    chance = 1 / CLASSES
    floors = {
        "nelbo": found["worthless"]["the mean image of each class"]["nelbo"],
        "accuracy": chance + 6 * math.sqrt(chance * (1 - chance) / (CLASSES * PER_CLASS)),
        "diversity": 0.0,
    }
    summary: dict[str, dict[str, Any]] = {}
    bands: dict[str, Band] = {}
    for exercise, metric in METRICS.items():
        floor = floors[metric]
        reached = {name: _reached([run[metric] for run in found[name].values()], floor) for name in LOUDNESS}
        full = min((entry["full"] for entry in reached.values()), key=lambda value: abs(value - floor))
        summary[metric] = {"floor": floor} | reached
        bands[exercise] = {"edges": edges(full, floor)}
    credit = {
        name: {
            exercise: fraction_earned(run[metric], bands[exercise]) for exercise, metric in METRICS.items()
        }
        for group in ("variants", "worthless")
        for name, run in found[group].items()
    }
    return {"summary": summary, "credit": credit} | bands


def _reached(values: list[float], floor: float) -> dict[str, float]:
    """What one setting reaches: mean, deviation, and the value 6 deviations from the mean towards the floor."""
    mean, sd = statistics.fmean(values), statistics.stdev(values)
    return {"mean": mean, "sd": sd, "seeds": len(values), "full": mean + math.copysign(6 * sd, floor - mean)}


def main() -> None:
    """Measure what is missing, then derive and print the bands."""
    torch.set_num_threads(1)
    found: dict[str, Any] = {
        "rule": RULE,
        "budget": {"images": IMAGES, "epochs": EPOCHS, "batch_size": 128, "learning_rate": 1e-3, "beta": 1.0},
        **{name: {} for name in LOUDNESS},
        "variants": {},
        "worthless": {},
    }
    if BANDS.exists():
        found |= {
            key: value for key, value in json.loads(BANDS.read_text()).items() if isinstance(value, dict)
        }
    jobs: list[tuple[str, str, Callable[[], dict[str, float]]]] = [
        ("worthless", name, job) for name, job in worthless().items()
    ]
    seeds = [
        (name, str(seed), partial(measure_trained, seed, {"label_std": label_std}, {}))
        for seed in range(SEEDS)
        for name, label_std in LOUDNESS.items()
    ]
    variants = [("variants", name, partial(measure_trained, 100, *kinds)) for name, kinds in VARIANTS.items()]
    enough = 2 * len(LOUDNESS)
    for group, name, job in jobs + seeds[:enough] + variants + seeds[enough:]:
        if name in found[group]:
            continue
        found[group][name] = {key: round(value, 4) for key, value in job().items()}
        print(f"{group} {name}: {found[group][name]}", flush=True)
        if all(len(found[setting]) > 1 for setting in LOUDNESS):
            found |= derive(found)
        write_atomically(BANDS, (json.dumps(found, indent=1) + "\n").encode())
    for exercise, metric in METRICS.items():
        print(f"{exercise}: {found['summary'][metric]} {found[exercise]['edges']}")


if __name__ == "__main__":
    main()

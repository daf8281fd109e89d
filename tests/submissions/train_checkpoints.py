"""Trains the checkpoints of labelled submissions whose architecture is their own.

Run it in its course: `python tests/submissions/train_checkpoints.py [NAME ...]`. A checkpoint depends
on the entry's notebook, the seed and the students' digits: the same versions of torch give the same bytes.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fairgrade.config import load_course
from fairgrade.intake.notebook import parse_notebook, plan, read_release
from fairgrade.labelled import Entry, class_notebook, entries_folder, read_entries

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "assignment_cvae"
SEED = 2026
EPOCHS = {
    "convolutions_group_norm_embedding": 30,
    "cvae_decoder_ignores_the_label": 25,
    "distributions_dataclass_numpy": 60,
    "label_planes_and_film": 30,
    "quiet_label": 25,
}
HALF = {"distributions_dataclass_numpy"}
"""Saved with 16-bit numbers; `load_state_dict` widens them again."""


def components(name: str, entry: Entry) -> dict[str, Any]:
    """What the entry's notebook defines, run as grading runs it but in the open: this code is ours."""
    course = load_course(ROOT)
    cells = parse_notebook(class_notebook(course, ASSIGNMENT, name, entry), name)
    namespace: dict[str, Any] = {}
    for cell in plan(cells, read_release(course.release(ASSIGNMENT))).cells:
        exec(compile(cell.source, f"<cell {cell.index}>", "exec"), namespace)
    return namespace


def train_checkpoint(name: str, entry: Entry) -> Path:
    """Train as the student would have, at the default learning rate, and save the parameters."""
    student = components(name, entry)
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    with np.load(ROOT / "source" / ASSIGNMENT / "digits.npz") as digits:
        images, labels = torch.from_numpy(digits["images"]), torch.from_numpy(digits["labels"])
    x, y = student["prepare_data"](images, labels)
    model = student["CVAE"](d_latent=16)
    student["train"](model, x, y, epochs=EPOCHS[name])
    torch.manual_seed(SEED)
    print(name, student["evaluate"](model, x, y))
    state = {key: value.half() if name in HALF else value for key, value in model.state_dict().items()}
    path = entries_folder(ROOT, ASSIGNMENT) / "checkpoints" / entry.checkpoint
    torch.save(state, path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size >> 10} KiB")
    return path


def main() -> None:
    """Train those named, or all."""
    torch.set_num_threads(1)
    entries = {name: entry for _, name, entry in read_entries(ROOT, ASSIGNMENT) if name in EPOCHS}
    for name in sys.argv[1:] or entries:
        train_checkpoint(name, entries[name])


if __name__ == "__main__":
    main()

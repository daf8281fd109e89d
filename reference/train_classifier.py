"""Trains the frozen classifier on the students' 7,000 digits and tests it on the 3,000 held-out ones.

    python -m reference.train_classifier

Digits are shifted, turned and scaled a little at random. The same machine and torch give the same file.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Float
from safetensors.torch import save_file
from torch import Tensor

from reference.classifier import WEIGHTS, DigitClassifier, accuracy
from reference.data import load_held_out_digits, load_training_digits

EPOCHS = 20
BATCH = 64
SEED = 20261218


def augment(x: Float[Tensor, "N 1 28 28"]) -> Float[Tensor, "N 1 28 28"]:
    """Turn by up to 12 degrees, scale by up to 10 % and shift by up to 2 pixels, each image differently."""
    n = len(x)
    angle = torch.empty(n).uniform_(-0.21, 0.21)
    scale = torch.empty(n).uniform_(0.9, 1.1)
    shift = torch.empty(n, 2).uniform_(-2 / 14, 2 / 14)
    rows = (
        torch.stack([scale * angle.cos(), -scale * angle.sin(), shift[:, 0]], dim=1),
        torch.stack([scale * angle.sin(), scale * angle.cos(), shift[:, 1]], dim=1),
    )
    grid = F.affine_grid(torch.stack(rows, dim=1), list(x.shape), align_corners=False)  # (N, 28, 28, 2)
    return F.grid_sample(x, grid, align_corners=False)


def main() -> None:
    """Train, print the held-out accuracy after each epoch, and write the weights."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    x, y = load_training_digits()
    x_test, y_test = load_held_out_digits()
    classifier = DigitClassifier()
    optimizer = torch.optim.AdamW(classifier.parameters(), lr=3e-3, weight_decay=1e-2)
    steps = EPOCHS * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=3e-3, total_steps=steps)
    for epoch in range(1, EPOCHS + 1):
        classifier.train()
        for batch in torch.randperm(len(x)).split(BATCH):
            loss = F.cross_entropy(classifier(augment(x[batch])), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch:2d}: held-out accuracy {accuracy(classifier.eval(), x_test, y_test):.2%}")
    save_file(classifier.state_dict(), WEIGHTS)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e3:.0f} KB")


if __name__ == "__main__":
    main()

"""The frozen judge of samples: a small convolutional classifier of digits, and the features it sees them by.

Its weights are `graders/assignment_cvae/classifier.safetensors`, made by `reference/train_classifier.py`.
"""

from __future__ import annotations

from pathlib import Path

import torch
from jaxtyping import Float
from safetensors.torch import load_file
from torch import Tensor, nn

WEIGHTS = Path(__file__).resolve().parents[1] / "graders" / "assignment_cvae" / "classifier.safetensors"


class DigitClassifier(nn.Module):
    """Three convolutions and two linear layers; 40,000 weights."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(
            *_stage(1, 16),  # (N, 1, 28, 28) -> (N, 16, 14, 14)
            *_stage(16, 32),  # -> (N, 32, 7, 7)
            *_stage(32, 32),  # -> (N, 32, 3, 3)
            nn.Flatten(),  # -> (N, 288)
            nn.Linear(288, 64),
            nn.ReLU(),
        )
        self.head = nn.Linear(64, 10)

    def features(self, x: Float[Tensor, "N 1 28 28"]) -> Float[Tensor, "N 64"]:
        """The last hidden layer, where distance means difference in shape rather than in single pixels."""
        features: Tensor = self.trunk(x.contiguous(memory_format=torch.channels_last))
        return features

    def forward(self, x: Float[Tensor, "N 1 28 28"]) -> Float[Tensor, "N 10"]:
        """Logits of the ten classes for images in [0, 1]."""
        logits: Tensor = self.head(self.features(x))
        return logits


def _stage(channels_in: int, channels_out: int) -> list[nn.Module]:
    convolution = nn.Conv2d(channels_in, channels_out, 3, padding=1)
    return [convolution, nn.BatchNorm2d(channels_out), nn.ReLU(), nn.MaxPool2d(2)]


def load_classifier() -> DigitClassifier:
    """The committed classifier in eval mode, with gradients off."""
    classifier = DigitClassifier()
    classifier.load_state_dict(load_file(WEIGHTS))
    classifier.to(memory_format=torch.channels_last)  # twice as fast on a CPU
    return classifier.eval().requires_grad_(False)


@torch.no_grad()
def accuracy(
    classifier: DigitClassifier, x: Float[Tensor, "N 1 28 28"], y: Tensor, batch_size: int = 500
) -> float:
    """Share of images that the classifier gives their label."""
    right = [
        classifier(images).argmax(1) == labels
        for images, labels in zip(x.split(batch_size), y.split(batch_size), strict=True)
    ]
    return torch.cat(right).double().mean().item()

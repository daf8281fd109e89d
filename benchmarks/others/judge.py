"""What the performance checks of nbgrader's and otter's class share: the trained model, its samples, the classifier."""

from pathlib import Path

import numpy as np
import torch
from digit_classifier import DigitClassifier
from safetensors.torch import load_file

HERE = Path(__file__).resolve().parent


def trained(CVAE):
    """The student's model with the parameters that were handed in."""
    model = CVAE()
    model.load_state_dict(torch.load("cvae.pt", weights_only=True))
    return model.eval()


def held_out(prepare_data):
    """Digits the model was not trained on."""
    digits = np.load(HERE / "held_out.npz")
    return prepare_data(digits["images"], digits["labels"])


def classifier():
    """The frozen judge of samples."""
    found = DigitClassifier()
    found.load_state_dict(load_file(HERE / "classifier.safetensors"))
    return found.eval().requires_grad_(False)


def samples(model):
    """A hundred samples of each class, and their labels."""
    labels = torch.arange(10).repeat_interleave(100)
    with torch.no_grad():
        return model.sample(labels), labels

"""Hidden, banded checks of the trained model in `cvae.pt`, on digits and random codes the student never sees.

Encoder and decoder run in two processes of the submission, so nothing passes from one to the other but the codes that
are drawn here. Where decode gives probabilities in place of logits, which `cvae_decode` judges, they are turned back.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest
import torch
from cvae_models import IMAGE, build_model

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.notes import add_note
from fairgrade.checks.structure import read_fields
from fairgrade.checks.tensors import assert_shape_equals
from fairgrade.errors import GraderError, StudentRaised

FOLDER = Path(__file__).resolve().parent
OTHER_SIZES = (2, 4, 8, 10, 20, 32, 64)
MOST_COPIES = 0.05


def load_trained(student, submission):
    """The student's CVAE with the parameters of cvae.pt, in eval mode."""
    content = submission.submission.files.get("cvae.pt")
    if content is None:
        build_model(student)  # a stub is "not started", not "without a file"
        hint = "Run the cell that saves the model, and hand in cvae.pt beside the notebook."
        raise CheckFailed(
            "cvae.pt",
            "the trained parameters are handed in",
            "there is no cvae.pt",
            "the file is missing or too large",
            hint,
        )
    refused = None
    for settings in ({}, *({"d_latent": size} for size in OTHER_SIZES)):
        try:
            model = build_model(student, **settings)
            model.load_checkpoint(content)
        except StudentRaised as error:
            refused = refused or error
            continue
        if settings:
            add_note(
                f"cvae.pt fits CVAE(d_latent={settings['d_latent']}), not CVAE(); it was loaded so. This costs no points."
            )
        model.eval()
        return model
    cause = "the model was changed after it was trained, or something else than its state_dict was saved"
    hint = "Run training and torch.save(model.state_dict(), 'cvae.pt') once more with the class as it is handed in."
    raise CheckFailed(
        "CVAE().load_state_dict of cvae.pt", "the parameters fit the class", str(refused)[:300], cause, hint
    ) from None


def trained_encode(model):
    """The encoder as `reference.metrics` calls it."""

    def encode(x, y):
        called = describe_call("model.encode", x=x, y=y)
        fields = read_fields(model.encode(x=x, y=y), ("mu", "logvar"), called, "the pair (mu, logvar)")
        mu = fields["mu"]
        width = mu.shape[-1] if isinstance(mu, torch.Tensor) and mu.dim() else 0
        mu, logvar = (
            assert_shape_equals(fields[name], {"N": len(x), "Z": width}, called) for name in ("mu", "logvar")
        )
        assert_values_finite(mu, called, "training diverged")
        assert_values_finite(logvar, called, "training diverged")
        return mu, logvar

    return encode


def trained_decode(model):
    """The decoder as `reference.metrics` calls it; probabilities are turned into logits."""

    def decode(z, y):
        called = describe_call("model.decode", z=z, y=y)
        logits = assert_shape_equals(model.decode(z=z, y=y), {"N": len(z)} | IMAGE, called)
        assert_values_finite(logits, called, "training diverged")
        if bool(((logits >= 0) & (logits <= 1)).all()):
            add_note(
                "decode gives probabilities; they were turned into logits here. `cvae_decode` says what to change."
            )
            return torch.logit(logits.double().clamp(1e-6, 1 - 1e-6)).to(logits.dtype)
        return logits

    return decode


@functools.cache
def bands():
    """The bands by exercise, from many seeds of the reference."""
    try:
        return json.loads((FOLDER / "bands.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise GraderError(
            "graders/assignment_cvae/bands.json is missing or damaged; run python -m reference.calibrate_bands."
        ) from error


@functools.cache
def classifier():
    """One classifier a process."""
    from reference.classifier import load_classifier

    return load_classifier()


@functools.cache
def held_out_judged():
    """What the classifier makes of the held-out digits."""
    from reference.metrics import Samples, judge_samples

    return judge_samples(Samples(*held_out()), classifier())


@functools.cache
def held_out():
    """Digits that no student has."""
    from reference.data import load_held_out_digits

    return load_held_out_digits()


@functools.cache
def training_digits():
    """What students train on."""
    from reference.data import load_training_digits

    return load_training_digits()


def give_credit(award, exercise, value, what, **measured):
    """Award the share that a figure earns, and say what it was and what is full credit."""
    from reference.metrics import fraction_earned

    band = bands()[exercise]
    fraction = fraction_earned(value, band)
    full = band["edges"][0][0]
    award(
        fraction,
        ""
        if fraction == 1
        else f"{what} is {value:.4g}; full points from {full:.4g}, {fraction:.0%} of them here",
        **measured,
    )


@pytest.mark.exercise("held_out_bound")
def test_bound_on_held_out_digits(student, another_student, submission, rng, award):
    """The bound on 3,000 digits you do not have is as good as the notebook's budget allows."""
    from reference.metrics import held_out_bound

    x, y = held_out()
    encode = trained_encode(load_trained(student, submission))
    decoders = []

    def decode(z, labels):
        if not decoders:
            student.close()
            decoders.append(trained_decode(load_trained(another_student, submission)))
        return decoders[0](z, labels)

    found = held_out_bound(encode, decode, x, y, rng, batch_size=len(x))
    give_credit(award, "held_out_bound", found["nelbo"], "nelbo in nats an image", **found)


def judged_samples(student, another_student, submission):
    """Samples of the prior and what the classifier makes of them, drawn once a submission."""
    from reference.metrics import judge_samples

    if "judged" not in submission.shared:
        rng = torch.Generator().manual_seed(int(submission.submission.digest[:12], 16))
        samples = draw(student, another_student, submission, rng)
        submission.shared["judged"] = judge_samples(samples, classifier())
    return submission.shared["judged"]


def draw(student, another_student, submission, rng):
    """Samples of the prior, from a decoder in a process that never ran the encoder; none may be a training image."""
    from reference.metrics import draw_samples, share_of_copies

    model = load_trained(student, submission)
    probe = trained_encode(model)(torch.zeros(2, 1, 28, 28), torch.tensor([0, 1]))[0]
    student.close()
    samples = draw_samples(trained_decode(load_trained(another_student, submission)), probe.shape[1], rng)
    copies = share_of_copies(samples, training_digits()[0])
    if copies > MOST_COPIES:
        got, cause = f"{copies:.0%} of the samples are training images", "stored images are replayed"
        raise CheckFailed(
            "samples from model.decode with random z",
            "samples are new images",
            got,
            cause,
            "Let the network draw.",
        )
    return samples


@pytest.mark.exercise("conditional_accuracy")
def test_samples_are_recognised(student, another_student, submission, award):
    """A frozen classifier recognises samples as the class that was asked for."""
    from reference.metrics import conditional_accuracy

    accuracy = conditional_accuracy(judged_samples(student, another_student, submission))
    give_credit(award, "conditional_accuracy", accuracy, "the share of recognised samples", accuracy=accuracy)


@pytest.mark.exercise("diversity")
def test_samples_of_a_class_differ(student, another_student, submission, award):
    """Samples of one class differ among each other nearly as much as real digits do."""
    from reference.metrics import within_class_diversity

    diversity = within_class_diversity(
        judged_samples(student, another_student, submission), held_out_judged()
    )
    give_credit(
        award,
        "diversity",
        diversity,
        "the spread within a class, relative to real digits",
        diversity=diversity,
    )

"""Hidden checks of `CVAE.decode`."""

from __future__ import annotations

import pytest
import torch
from cvae_models import build_model, stir
from cvae_parts import (
    assert_is_registered,
    check_decode_per_sample,
    decode,
    labels,
    with_upstream,
)

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.posterior import (
    assert_all_of_z_counts,
    assert_logits_are_not_clamped,
    gather_outputs,
)
from fairgrade.checks.tensors import (
    assert_rows_changed,
)
from fairgrade.errors import StudentRaised


@pytest.mark.exercise("cvae_decode")
def test_decode_gives_logits_of_images(student, reference, rng):
    """decode(z, y) gives (N, 1, 28, 28), for a batch and for one code, and depends on z."""

    def check():
        for settings, width in (
            ({"d_latent": 3, "num_classes": 10}, 3),
            ({"d_latent": 5, "num_classes": 10}, 5),
            ({}, 16),
        ):
            model = build_model(student, **settings)
            for count in (5, 1) if width == 3 else (2,):
                y = labels(rng, count) if settings else torch.arange(count)
                decode(model, torch.randn(count, width, generator=rng), y)
        assert_ten_classes_by_default(model, rng)
        stir(model, rng, 1.0)
        z, y = torch.randn(4, 16, generator=rng), labels(rng, 4)
        called = describe_call("model.decode", z=z, y=y)
        before, after = decode(model, z, y), decode(model, torch.randn(4, 16, generator=rng), y)
        assert_rows_changed(
            before,
            after,
            range(4),
            called,
            "another z gives another image",
            "decoder output does not depend on z",
        )
        assert_all_of_z_counts(lambda codes: decode(model, codes, y), z, called)

    with_upstream(student, reference, check)


def assert_ten_classes_by_default(model, rng):
    """Fail when CVAE() does not take labels 0..9."""
    z, y = torch.randn(10, 16, generator=rng), torch.arange(10)
    try:
        decode(model, z, y)
    except StudentRaised as error:
        called = describe_call("model.decode", z=z, y=y) + " of CVAE()"
        cause = "num_classes is not 10 by default"
        raise CheckFailed(called, "labels 0..9 are allowed", str(error), cause) from None


@pytest.mark.exercise("cvae_decode")
def test_decode_uses_the_label(student, reference, rng):
    """With the same z, every label gives another image; num_classes says how many labels there are."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        stir(model, rng, 1.0)
        z, y = torch.randn(1, 4, generator=rng).expand(10, 4).contiguous(), torch.arange(10)
        try:
            assert_labels_matter(decode(model, z, y), describe_call("model.decode", z=z, y=y))
        except CheckFailed as failure:
            each = [decode(model, z, torch.full_like(y, label)) for label in (2, 7)]
            if not failure.message.got.startswith("all labels") or torch.equal(*each):
                raise
            parts = failure.message
            cause = "labels and codes are misaligned: one label is used for the whole batch"
            raise CheckFailed(
                parts.called, parts.relation, parts.got, cause, "Use row i of y for row i of z."
            ) from None
        wide = build_model(student, d_latent=4, num_classes=12)
        stir(wide, rng, 1.0)
        z, y = torch.randn(1, 4, generator=rng).expand(12, 4).contiguous(), torch.arange(12)
        called = describe_call("model.decode", z=z, y=y) + " of CVAE(num_classes=12)"
        try:
            logits = decode(wide, z, y)
        except StudentRaised as error:
            cause = "the number of classes is fixed at 10 somewhere: num_classes is not used"
            raise CheckFailed(
                called, "labels 0..11 are allowed", str(error), cause, "Use self.num_classes or an argument."
            ) from None
        assert_labels_matter(logits, called)

    with_upstream(student, reference, check)


def assert_labels_matter(logits, called):
    """Fail when two labels give the same image for the same z."""
    relation = "with the same z, every label gives another image"
    hint = "Append one_hot(y, num_classes) to z, or add an embedding of y in the decoder."
    flat = logits.flatten(1)
    # Rows of one matrix product may differ in their last digits by their place in the batch alone.
    rounding = 1e-5 * float(flat.abs().max())
    pairs = [
        (i, j)
        for i in range(len(flat))
        for j in range(i)
        if torch.allclose(flat[i], flat[j], rtol=0, atol=rounding)
    ]
    if len(pairs) == len(flat) * (len(flat) - 1) // 2:
        raise CheckFailed(
            called, relation, "all labels give the same image", "decoder output does not depend on y", hint
        )
    if pairs:
        cause = "decoder output does not tell all labels apart"
        raise CheckFailed(called, relation, f"{len(pairs)} pairs of labels give the same image", cause, hint)


@pytest.mark.exercise("cvae_decode")
def test_decode_is_per_sample(student, reference, rng):
    """In eval mode an image depends on its own z and its own label only."""
    with_upstream(student, reference, lambda: check_decode_per_sample(student, rng))


@pytest.mark.exercise("cvae_decode")
def test_decode_is_registered(student, reference, rng):
    """The state_dict holds all that decode uses."""

    def check():
        z, y = torch.randn(4, 3, generator=rng), torch.tensor([4, 1, 7, 2])
        called = describe_call("model.decode", z=z, y=y)
        assert_is_registered(student, rng, lambda model: decode(model, z, y), called)

    with_upstream(student, reference, check)


@pytest.mark.exercise("cvae_decode")
def test_decode_gives_logits(student, reference, rng):
    """decode returns logits: any number, not probabilities."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        z, y = 3 * torch.randn(10, 4, generator=rng), torch.arange(10)
        called = "model.decode with draws of large random weights"
        stir(model, rng, 1.0)

        def draw():
            with model.stirred(rng, 3.0):
                return decode(model, z, y)

        logits = gather_outputs(draw)
        relation, hint = (
            "decode returns logits, which take any value",
            "Let the last layer be linear or a convolution; sigmoid belongs to sample.",
        )
        low, high = float(logits.min()), float(logits.max())
        if low >= 0:
            cause = (
                "a sigmoid ends the decoder: these are probabilities"
                if high <= 1
                else "a ReLU or softplus ends the decoder"
            )
            raise CheckFailed(called, relation, "no value is negative", cause, hint)
        if high <= 0:
            raise CheckFailed(
                called,
                relation,
                "no value is positive",
                "a logarithm of probabilities is returned, not logits",
                hint,
            )
        if low >= -1.0001 and high <= 1.0001:
            raise CheckFailed(called, relation, "all values lie in [-1, 1]", "a tanh ends the decoder", hint)
        assert_logits_are_not_clamped(logits, called, hint)

    with_upstream(student, reference, check)

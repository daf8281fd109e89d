"""Calls of the parts of a CVAE, and how a mistake in one part is kept from costing another exercise."""

from __future__ import annotations

import torch
from cvae_models import IMAGE, build_model, random_images, stir

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.notes import add_note
from fairgrade.checks.structure import read_fields
from fairgrade.checks.tensors import (
    assert_dtype_is_floating,
    assert_rows_changed,
    assert_rows_unchanged,
    assert_shape_equals,
)
from fairgrade.checks.upstream import pass_any
from fairgrade.errors import Missing, NotStarted, StudentFault
from graders.lecture2_conv_vae.conv_models import assert_state_is_whole

OUTPUT = ("x_logits", "mu", "logvar", "z")


NOTE = "correct that first."


def with_upstream(student, reference, check):
    """The check with the reference's one_hot and reparameterize, then with the student's own."""

    def with_reference():
        student.replace(one_hot=reference.one_hot, reparameterize=reference.reparameterize)
        check()

    pass_any(student, [with_reference, check])


def unless_to_blame(check, part, name):
    """The check, or a note where it failed and `part`, which another exercise judges, fails too: a mistake costs once."""
    try:
        check()
    except (CheckFailed, StudentFault) as failure:
        if isinstance(failure, NotStarted) or not fails(part):
            raise
        add_note(f"This was not held against you, because {name} does not work yet: {NOTE}")


def fails(part):
    """Whether a part of the model was written and does not do what its own exercise asks for."""
    try:
        part()
    except (NotStarted, Missing):
        return False
    except (CheckFailed, StudentFault):
        return True
    return False


def encode(model, x, y, width):
    called = describe_call("model.encode", x=x, y=y)
    fields = read_fields(model.encode(x=x, y=y), ("mu", "logvar"), called, "the pair (mu, logvar)")
    axes = {"N": len(x), "Z": width}
    halves = [(rows, 2 * width) for rows in (len(x) // 2, (len(x) + 1) // 2)]
    batch_split = any(tuple(getattr(field, "shape", ())) in halves for field in fields.values())
    cause = "the output is split along the batch axis: chunk(2, dim=1) splits each row" if batch_split else ""
    mu, logvar = (assert_shape_equals(fields[name], axes, called, cause) for name in ("mu", "logvar"))
    assert_values_finite(mu, called)
    assert_values_finite(logvar, called)
    return mu, logvar


def decode(model, z, y):
    called = describe_call("model.decode", z=z, y=y)
    logits = assert_shape_equals(model.decode(z=z, y=y), {"N": len(z)} | IMAGE, called)
    assert_dtype_is_floating(logits, called)
    assert_values_finite(logits, called)
    return logits


def sample(model, y):
    called = describe_call("model.sample", y=y)
    images = assert_shape_equals(model.sample(y=y), {"n": len(y)} | IMAGE, called)
    assert_dtype_is_floating(images, called)
    assert_values_finite(images, called)
    return images


def assert_is_registered(student, rng, run, called):
    """Fail when the state_dict, which `cvae.pt` holds, lacks something that acts on what `run` gives for a model."""

    def build(seed):
        model = build_model(student, seed=seed, d_latent=3, num_classes=10)
        stir(model, rng, 1.0 if seed == 1 else 0.0)
        return model

    assert_state_is_whole(build, run, called)


def labels(rng, count, classes=10):
    return torch.randint(0, classes, (count,), generator=rng)


def check_encode_per_sample(student, rng):
    """What encode must do with each image of a batch."""
    model = build_model(student, d_latent=3, num_classes=10)
    stir(model, rng, 1.0)
    x, y = random_images(rng, 5), torch.tensor([4, 1, 7, 9, 2])
    called = describe_call("model.encode", x=x, y=y)
    first, second = torch.cat(encode(model, x, y, 3), 1), torch.cat(encode(model, x, y, 3), 1)
    cause = "encode returns a draw, or dropout is active in eval mode"
    assert_rows_unchanged(
        first,
        second,
        range(5),
        called,
        "two calls of encode give the same",
        cause,
        "Noise belongs to reparameterize.",
    )
    changed = x.clone()
    changed[1] = random_images(rng, 1)[0]  # not the middle one, which a reversed batch leaves in place
    after = torch.cat(encode(model, changed, y, 3), 1)
    relation = "changing image 1 changes the result of image 1 only"
    mixed = "samples of a batch are mixed: batch statistics in eval mode, or a view that mixes axes"
    assert_rows_unchanged(first, after, [0, 2, 3, 4], called, relation, mixed)
    assert_rows_changed(first, after, [1], called, relation, "images and results are in different order")
    for place in (2, 0):
        relabelled = y.clone()
        relabelled[place] = 8
        others = [row for row in range(5) if row != place]
        assert_rows_unchanged(
            first,
            torch.cat(encode(model, x, relabelled, 3), 1),
            others,
            called,
            f"another label of image {place} changes the result of image {place} only",
            "labels and images are misaligned, or mixed: an image gets the label of another",
            "Use row i of y for row i of x.",
        )
    alone = torch.cat(encode(model, x[3:4], y[3:4], 3), 1)
    assert_rows_unchanged(
        first[3:4], alone, [0], called, "an image alone gives what it gives in a batch", mixed
    )


def check_decode_per_sample(student, rng):
    """What decode must do with each code and label of a batch."""
    model = build_model(student, d_latent=3, num_classes=10)
    stir(model, rng, 1.0)
    z, y = torch.randn(5, 3, generator=rng), torch.tensor([4, 1, 7, 7, 2])
    called = describe_call("model.decode", z=z, y=y)
    first, again = decode(model, z, y), decode(model, z, y)
    cause = "noise is added in decode, or dropout is active in eval mode"
    assert_rows_unchanged(first, again, range(5), called, "two calls of decode give the same", cause)
    moved = z.clone()
    moved[2] = torch.randn(3, generator=rng)
    after = decode(model, moved, y)
    relation = "changing z of image 2 changes image 2 only"
    mixed = "samples of a batch are mixed: batch statistics in eval mode, or a view that mixes axes"
    assert_rows_unchanged(first, after, [0, 1, 3, 4], called, relation, mixed)
    assert_rows_changed(first, after, [2], called, relation, mixed)
    swapped = y.clone()
    swapped[1], swapped[4] = y[4], y[1]
    after = decode(model, z, swapped)
    relation = "swapping the labels of images 1 and 4 changes exactly these two"
    misaligned = "labels and codes are misaligned: a sample gets the label of another"
    assert_rows_changed(first, after, [1, 4], called, relation, misaligned, "Use row i of y for row i of z.")
    assert_rows_unchanged(
        first, after, [0, 2, 3], called, relation, misaligned, "Use row i of y for row i of z."
    )
    alone = decode(model, z[3:4], y[3:4])
    assert_rows_unchanged(
        first[3:4], alone, [0], called, "a code alone gives what it gives in a batch", mixed
    )

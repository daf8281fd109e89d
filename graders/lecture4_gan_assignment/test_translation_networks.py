"""Hidden checks of the classes `PatchDiscriminator` and `TranslationGenerator`."""

from __future__ import annotations

import pytest
import torch

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_reaches, assert_parameters_get_gradients
from fairgrade.checks.posterior import gather_outputs
from fairgrade.checks.tensors import (
    assert_dtype_is_floating,
    assert_rows_changed,
    assert_rows_unchanged,
    assert_shape_equals,
    assert_value_is_tensor,
)
from graders.lecture1_vae.vae_models import build
from graders.lecture3_gan.test_gan_networks import assert_no_limit, assert_registered

MIXED = "samples of a batch are mixed: batch statistics in eval mode, or a view that mixes axes"
SIZES = ((28, 28), (21, 34), (29, 23))


def images(rng, *shape):
    return torch.rand(*shape, generator=rng)


def make(student, rng, name, **channels):
    return build(student, name, images(rng, 2, channels["c_in"], 28, 28), **channels)


def judge(model, x):
    """Scores, checked for shape and kind."""
    called = describe_call("PatchDiscriminator(...)", x=x)
    value = model(x)
    scores = assert_value_is_tensor(value, called)
    high, wide = x.shape[2:]
    relation = f"scores have shape (N, 1, h, w) with 1 < h <= {high} and 1 < w <= {wide}"
    got = f"shape {tuple(scores.shape)}"
    if scores.dim() == 4 and scores.shape[:2] == (len(x), 1):
        if not (1 < scores.shape[2] <= high and 1 < scores.shape[3] <= wide):
            cause = "there is one score for the whole image, not one for each patch"
            raise CheckFailed(
                called, relation, got, cause if scores.shape[2] == 1 else "the map has a wrong size"
            )
    else:
        cause = "the map of scores has more than one channel"
        if scores.dim() < 4:
            cause = "the map is flattened or averaged: keep one score for each patch"
        elif scores.shape[1] == 1 or len(scores) != len(x):
            cause = "the batch axis is lost"
        raise CheckFailed(called, relation, got, cause, "End with a convolution to one channel.")
    assert_dtype_is_floating(scores, called)
    assert_values_finite(scores, called)
    return scores


def draw(model, x, c_out):
    """Translated images, checked for shape and kind."""
    called = describe_call("TranslationGenerator(...)", x=x)
    value = model(x)
    cause = ""
    if (
        isinstance(value, torch.Tensor)
        and value.dim() == 4
        and value.shape[1] == c_out
        and value.shape[2:] != x.shape[2:]
    ):
        cause = "height and width change: check padding, and sizes on the way down and up"
    axes = {"N": len(x), "C": c_out, "H": x.shape[2], "W": x.shape[3]}
    drawn = assert_shape_equals(value, axes, called, cause)
    assert_dtype_is_floating(drawn, called)
    assert_values_finite(drawn, called)
    return drawn


def assert_per_sample(run, rng, called):
    x = images(rng, 5, 1, 28, 28)
    first, second = run(x), run(x)
    noisy = "dropout or noise is active in eval mode"
    assert_rows_unchanged(first, second, range(5), called, "two calls give the same in eval mode", noisy)
    for place in (2, 0):
        changed = x.clone()
        changed[place] = images(rng, 1, 28, 28)
        after = run(changed)
        others = [row for row in range(5) if row != place]
        relation = f"changing sample {place} changes the result of sample {place} only"
        assert_rows_unchanged(first, after, others, called, relation, MIXED)
        unused = "the input is not used: the output does not depend on it"
        assert_rows_changed(first, after, [place], called, relation, unused)
    relation = "a sample alone gives what it gives in a batch"
    assert_rows_unchanged(first[3:4], run(x[3:4]), [0], called, relation, MIXED)


def assert_passes(student, rng, name, **channels):
    """Fail when no gradient passes; a clamp at the end may stop all of it for some weights, so several are drawn."""
    x = images(rng, 6, 1, 28, 28)
    called = describe_call(f"{name}(...)", x=x)
    for gain in (1.0, 0.3, 0.1, 0.1, 0.1):
        model = make(student, rng, name, **channels)
        model.stir(rng, gain)
        pulled = model.vjp("", {"x": x}, wrt=("x",), parameters=True)
        gradient = pulled.gradients["x"]
        if gradient is None or bool((gradient != 0).any()):
            break
    cause = "the gradient does not reach x: detach(), .data, no_grad() or a threshold on the way"
    assert_gradient_reaches(pulled.gradients["x"], "x", called, cause=cause)
    assert_registered(model, name, x, "x")
    assert_parameters_get_gradients(pulled.parameters, called, share=0.5)


@pytest.mark.exercise("patch_discriminator")
def test_scores_form_a_map(student, rng):
    """(N, c_in, H, W) to (N, 1, h, w), for one image and for odd sizes too."""
    for c_in, (high, wide) in zip((1, 3, 2), SIZES, strict=True):
        model = make(student, rng, "PatchDiscriminator", c_in=c_in)
        for count in (3, 1):
            judge(model, images(rng, count, c_in, high, wide))


@pytest.mark.exercise("patch_discriminator")
def test_scores_can_be_any_number(student, rng):
    """No sigmoid, tanh or ReLU at the end: least squares takes scores."""
    model = make(student, rng, "PatchDiscriminator", c_in=1)

    def draw():
        with model.stirred(rng, 3.0):
            return judge(model, 6 * images(rng, 4, 1, 28, 28) - 3).flatten()

    scores = gather_outputs(draw)
    low, high = float(scores.min()), float(scores.max())
    ends = ""
    if low >= 0:
        ends = "a sigmoid" if high <= 1 else "a ReLU or softplus"
    elif high <= 0:
        ends = "a logarithm of probabilities"
    elif low >= -1.0001 and high <= 1.0001:
        ends = "a tanh"
    if ends:
        raise CheckFailed(
            "PatchDiscriminator(...) with draws of large random weights",
            "scores take any value",
            f"all lie in [{low:.2f}, {high:.2f}]",
            f"the network already applies {ends} at its end",
            "End with a convolution.",
        )
    called = "PatchDiscriminator(...) with draws of large random weights"
    for mode in (model.eval, model.train):
        mode()
        assert_no_limit(
            model,
            lambda: model(6 * images(rng, 4, 1, 24, 24) - 3).flatten()[:, None],
            rng,
            called,
            "scores take any value",
            "score",
            "End with a convolution, in training mode too.",
            15.0,
        )


@pytest.mark.exercise("patch_discriminator")
def test_a_score_judges_its_patch(student, rng):
    """On a large image, a change in one corner moves the scores there, not those in the opposite corner."""
    model = make(student, rng, "PatchDiscriminator", c_in=1)
    x = images(rng, 2, 1, 112, 112)
    near = far = 0.0
    for _ in range(3):
        with model.stirred(rng, 1.0):
            before = judge(model, x)
            for rows, columns in ((0, 0), (0, 1), (1, 0), (1, 1)):
                changed = x.clone()
                changed[:, :, 104 * rows :, 104 * columns :][:, :, :8, :8] = images(rng, 2, 1, 8, 8)
                moved = (judge(model, changed) - before).abs() / before.std().clamp_min(1e-9)
                turned = moved.flip([axis for axis, side in ((2, rows), (3, columns)) if side])
                high, wide = turned.shape[2] // 2 or 1, turned.shape[3] // 2 or 1
                near += float(turned[:, :, : (high + 1) // 2, : (wide + 1) // 2].mean())
                far += float(turned[:, :, -high:, -wide:].mean())
    if near <= 2 * far:
        raise CheckFailed(
            describe_call("PatchDiscriminator(...)", x=x),
            "a score depends on its own patch",
            "scores in the opposite corner move as much as those beside the change",
            "each score sees the whole image: a linear layer, or pooling over all of it, mixes the patches",
            "Convolutions only.",
        )


@pytest.mark.exercise("patch_discriminator")
def test_scores_are_of_each_sample(student, rng):
    """In eval mode the scores of a sample depend on that sample only."""
    model = make(student, rng, "PatchDiscriminator", c_in=1)
    model.stir(rng, 1.0)
    assert_per_sample(lambda x: judge(model, x), rng, "PatchDiscriminator(...)(x)")


def assert_channels_are_used(model, name, rng):
    """Fail when a channel of the images changes nothing."""
    model.stir(rng, 1.0)
    x = images(rng, 3, 3, 24, 24)
    called = describe_call(f"{name}(...)", x=x)
    before = assert_value_is_tensor(model(x), called)
    for channel in range(3):
        changed = x.clone()
        changed[:, channel] = images(rng, 3, 24, 24)
        if torch.equal(before, assert_value_is_tensor(model(changed), called)):
            cause = "some channels of x play no part: a slice, or a number of channels that is fixed"
            raise CheckFailed(called, "every channel of x is used", "one of them changes nothing", cause)


@pytest.mark.exercise("patch_discriminator")
def test_discriminator_passes_gradients(student, rng):
    """Gradients of the scores reach x and the parameters; every channel takes part."""
    assert_channels_are_used(make(student, rng, "PatchDiscriminator", c_in=3), "PatchDiscriminator", rng)
    assert_passes(student, rng, "PatchDiscriminator", c_in=1)


@pytest.mark.exercise("translation_generator")
def test_generator_keeps_height_and_width(student, rng):
    """(N, c_in, H, W) to (N, c_out, H, W), for one image and for odd sizes too."""
    for (c_in, c_out), (high, wide) in zip(((1, 1), (3, 2), (2, 3)), SIZES, strict=True):
        model = make(student, rng, "TranslationGenerator", c_in=c_in, c_out=c_out)
        for count in (3, 1):
            draw(model, images(rng, count, c_in, high, wide), c_out)


def reaches_both(found):
    """Whether dark and bright pixels are among the images."""
    return max(float(one.max()) for one in found) > 0.6 and min(float(one.min()) for one in found) < 0.4


@pytest.mark.exercise("translation_generator")
def test_generator_draws_images(student, rng):
    """Whatever the weights, images lie in [0, 1]."""
    model = make(student, rng, "TranslationGenerator", c_in=1, c_out=1)
    found = [draw(model, images(rng, 4, 1, 28, 28), 1).flatten()]
    while len(found) < 4 or (len(found) < 40 and not reaches_both(found)):
        with model.stirred(rng, 3.0):
            found.append(draw(model, images(rng, 4, 1, 28, 28), 1).flatten())
    eval_mode = torch.cat(found)
    model.train()
    for gain in (0.0, 3.0):
        with model.stirred(rng, gain):
            found.append(draw(model, images(rng, 4, 1, 28, 28), 1).flatten())
    drawn = torch.cat(found)
    low, high = float(drawn.min()), float(drawn.max())
    if low < -1e-6 or high > 1 + 1e-6:
        cause = "there is no sigmoid at the end"
        if low >= -1.0001 and high <= 1.0001:
            cause = "a tanh at the end gives [-1, 1]: the images of this course lie in [0, 1]"
        elif low >= -1e-6:
            cause = "a ReLU at the end has no upper limit"
        if float(eval_mode.min()) >= -1e-6 and float(eval_mode.max()) <= 1 + 1e-6:
            cause = "the sigmoid is missing in training mode"
        raise CheckFailed(
            "TranslationGenerator(...) with draws of large random weights",
            "images lie in [0, 1]",
            f"they lie in [{low:.2f}, {high:.2f}]",
            cause,
            "End with torch.sigmoid.",
        )
    if not reaches_both(found):
        cause = "the range of the output is limited more than to [0, 1], or a sigmoid is applied twice"
        if low >= 0.4999:
            cause += ", or it follows a ReLU: then nothing is darker than 0.5"
        raise CheckFailed(
            "TranslationGenerator(...) with draws of large random weights",
            "dark and bright pixels can be drawn",
            f"all lie in [{low:.2f}, {high:.2f}]",
            cause,
        )


@pytest.mark.exercise("translation_generator")
def test_translation_is_of_each_sample(student, rng):
    """In eval mode the same image gives the same translation, and no sample sees another."""
    model = make(student, rng, "TranslationGenerator", c_in=1, c_out=1)
    model.stir(rng, 1.0)
    assert_per_sample(lambda x: draw(model, x, 1), rng, "TranslationGenerator(...)(x)")


@pytest.mark.exercise("translation_generator")
def test_generator_passes_gradients(student, rng):
    """Gradients of the translation reach x and the parameters; every channel takes part."""
    model = make(student, rng, "TranslationGenerator", c_in=3, c_out=2)
    assert_channels_are_used(model, "TranslationGenerator", rng)
    drawn = draw(model, images(rng, 2, 3, 24, 24), 2)
    if torch.equal(drawn[:, 0], drawn[:, 1]):
        cause = "one channel is copied to all: the last layer gives c_out channels"
        raise CheckFailed(
            "TranslationGenerator(...)", "each channel is drawn by itself", "all are equal", cause
        )
    assert_passes(student, rng, "TranslationGenerator", c_in=1, c_out=1)

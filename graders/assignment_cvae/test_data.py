"""Hidden checks of `prepare_data` and `one_hot`."""

from __future__ import annotations

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.randomness import assert_seed_is_left_alone
from fairgrade.checks.structure import read_fields
from fairgrade.checks.tensors import (
    assert_dtype_equals,
    assert_dtype_is_floating,
    assert_shape_equals,
    assert_values_between,
    assert_values_equal,
)
from fairgrade.errors import StudentRaised

IMAGE = {"channel": 1, "height": 28, "width": 28}
SCALING = 0.005  # x / 256 and uniform dequantisation stay within 1/255 of x / 255


def prepare(student, images, labels):
    """Tensors first; a solution written for the arrays that `load_digits` gives gets arrays."""
    called = describe_call("prepare_data", images=images, labels=labels)
    try:
        value = student.prepare_data(images=images, labels=labels)
    except StudentRaised as error:
        if error.kind not in ("TypeError", "AttributeError", "ValueError"):
            raise
        value = student.call_with_arrays("prepare_data", images=images, labels=labels)
    fields = read_fields(value, ("x", "y"), called, "the pair (x, y)")
    return called, fields["x"], fields["y"]


def random_digits(rng, count):
    images = torch.randint(0, 256, (count, 28, 28), generator=rng).to(torch.uint8)
    return images, torch.randint(0, 10, (count,), generator=rng)


def assert_images_scaled(x, images, called):
    grey = images.double()
    expected = (grey / 255)[:, None]
    own_maximum = grey.amax((1, 2), keepdim=True).clamp_min(1)
    span = (grey.amax((1, 2), keepdim=True) - grey.amin((1, 2), keepdim=True)).clamp_min(1)
    mean, std = grey.mean() / 255, (grey / 255).std().clamp_min(1e-6)
    candidates = [
        Misconception(grey[:, None], "the images are not scaled: they still hold 0..255", "Divide by 255."),
        Misconception(
            (images // 255).double()[:, None],
            "the division is a whole-number one: grey became 0",
            "Use / rather than //.",
        ),
        Misconception(
            (grey / 127.5 - 1)[:, None], "the images are scaled to [-1, 1], not to [0, 1]", "Divide by 255."
        ),
        Misconception(1 - expected, "black and white are swapped", "0 stays 0, and 255 becomes 1."),
        Misconception(
            ((expected - mean) / std),
            "the images are standardised; the contract asks for [0, 1]",
            "Divide by 255.",
        ),
        Misconception(
            ((expected - 0.1307) / 0.3081),
            "the images are standardised with MNIST's mean and deviation",
            "Divide by 255.",
        ),
        Misconception(
            ((expected - 0.5) / 0.5), "the images are scaled to [-1, 1], not to [0, 1]", "Divide by 255."
        ),
        Misconception(expected.transpose(2, 3), "height and width are swapped: every image is transposed"),
        Misconception(expected.flip(2), "the images are upside down"),
        Misconception(expected.flip(3), "the images are mirrored"),
        Misconception(expected.rot90(1, (2, 3)), "the images are rotated"),
        Misconception(expected.rot90(-1, (2, 3)), "the images are rotated"),
        Misconception(expected.rot90(2, (2, 3)), "the images are rotated"),
        Misconception(
            images.to(torch.int8).double()[:, None] / 255,
            "pixels above 127 wrap around: they were put into a signed 8-bit type",
            "Convert to floating point first.",
        ),
        Misconception(expected / 255, "the images are divided by 255 twice", "Divide once."),
        Misconception(
            (expected > 0.5).double(), "the images are binarised: grey is lost", "Keep grey values."
        ),
        Misconception(
            (expected >= 0.5).double(), "the images are binarised: grey is lost", "Keep grey values."
        ),
        Misconception((expected > 0).double(), "the images are binarised: grey is lost", "Keep grey values."),
        Misconception(
            (grey / own_maximum)[:, None],
            "each image is divided by its own maximum",
            "Divide by 255, always.",
        ),
        Misconception(
            (grey / grey.max().clamp_min(1))[:, None],
            "the images are divided by their maximum, not by 255",
            "Divide by 255.",
        ),
        Misconception(
            ((grey - grey.amin((1, 2), keepdim=True)) / span)[:, None],
            "each image is stretched to its own range",
            "Divide by 255.",
        ),
        Misconception(
            ((grey - grey.min()) / (grey.max() - grey.min()).clamp_min(1))[:, None],
            "the images are stretched to their range",
            "Divide by 255.",
        ),
    ]
    relation = "x = images / 255, with a channel axis"
    assert_values_equal(
        x.double(),
        expected,
        called,
        relation,
        axes={"N": len(images)} | IMAGE,
        candidates=candidates,
        tolerance=SCALING / float(expected.max()),
    )
    assert_values_between(x, 0.0, 1.0, called)


@pytest.mark.exercise("prepare_data")
def test_images_are_scaled(student, rng):
    """Pixels 0..255 become float32 in [0, 1], with a channel axis."""
    images, labels = random_digits(rng, 5)
    called, x, _ = prepare(student, images, labels)
    tensor = assert_shape_equals(x, {"N": 5} | IMAGE, called)
    assert_dtype_is_floating(tensor, called)
    try:
        assert_images_scaled(tensor, images, called)
    except CheckFailed as failure:
        again = prepare(student, images, labels)[1]
        noisy = isinstance(again, torch.Tensor) and not torch.equal(tensor, again)
        raise failure.with_cause("noise is drawn and added to the pixels" if noisy else "") from None
    assert_dtype_equals(tensor, torch.float32, called, "x")
    assert_seed_is_left_alone(student, called, lambda: prepare(student, images, labels))


@pytest.mark.exercise("prepare_data")
def test_scaling_does_not_depend_on_the_images(student, rng):
    """A pixel becomes the same number whatever other pixels the images hold."""
    ranges = [torch.randint(20, top, (28, 28), generator=rng) for top in (60, 100, 140)]
    faint = torch.stack(ranges).to(torch.uint8)
    even = torch.full((2, 28, 28), 51, dtype=torch.uint8)
    for images in (faint, even, torch.cat([even, faint])):
        labels = torch.arange(len(images))
        called, x, _ = prepare(student, images, labels)
        assert_images_scaled(assert_shape_equals(x, {"N": len(images)} | IMAGE, called), images, called)


@pytest.mark.exercise("prepare_data")
def test_labels_are_kept(student, rng):
    """Labels keep order and value and become int64, shape (N,), from any integer type."""
    for dtype, count in ((torch.uint8, 7), (torch.int64, 7), (torch.int64, 321)):
        images, labels = random_digits(rng, count)
        labels[:3] = torch.tensor([9, 0, 4])
        called, x, y = prepare(student, images, labels.to(dtype))
        tensor = assert_shape_equals(y, {"N": count}, called, _one_hot_cause(y))
        assert_shape_equals(x, {"N": count} | IMAGE, called)
        if not torch.equal(tensor.double(), labels.double()):
            cause = (
                "the labels are in another order"
                if torch.equal(tensor.double().sort().values, labels.double().sort().values)
                else ""
            )
            cause = cause or (
                "the labels are off by one"
                if len(set((tensor.double() - labels).tolist())) == 1
                else "the labels changed"
            )
            raise CheckFailed(called, "y holds the labels, in their order", "other labels came back", cause)
        assert_dtype_equals(tensor, torch.int64, called, "y")


def _one_hot_cause(y):
    if isinstance(y, torch.Tensor) and y.dim() == 2 and y.shape[1] == 10:
        return "y is one-hot already; labels stay whole numbers here"
    return ""


@pytest.mark.exercise("prepare_data")
def test_one_image_is_enough(student, rng):
    """A batch of one image keeps its batch axis."""
    images, labels = random_digits(rng, 1)
    called, x, y = prepare(student, images, labels)
    assert_images_scaled(assert_shape_equals(x, {"N": 1} | IMAGE, called), images, called)
    assert_shape_equals(y, {"N": 1}, called)


@pytest.mark.exercise("one_hot")
def test_rows_are_unit_vectors(student):
    """Row i is the unit vector number y[i], as floating point numbers of shape (N, K)."""
    for labels, classes in (
        ([2, 0, 5, 3, 2], 7),
        ([1, 4, 1, 0, 2, 4, 3], 5),
        ([3], 10),
        ([1, 0, 1], 2),
        ([0, 0], 1),
        ([299, 7, 260], 300),
    ):
        y = torch.tensor(labels)
        called = describe_call("one_hot", y=y, num_classes=classes)
        expected = (y[:, None] == torch.arange(classes)).double()
        candidates = [
            Misconception(1 - expected, "zeros and ones are swapped"),
            Misconception(expected.roll(1, 1), "the ones are off by one: column y + 1"),
            Misconception(expected.roll(-1, 1), "the ones are off by one: column y - 1"),
            Misconception(
                (torch.arange(classes) <= y[:, None]).double(),
                "all columns up to y are set, not only column y",
            ),
            Misconception(
                expected.amax(0).expand_as(expected), "every row holds the labels of the whole batch"
            ),
            Misconception(expected * y[:, None], "column y holds y, not 1"),
            Misconception(2 * expected - 1, "the entries are -1 and 1, not 0 and 1"),
            Misconception(expected.flip(1), "the columns are in reverse order"),
            Misconception(
                (y[:, None] % 256 == torch.arange(classes)).double(),
                "labels above 255 wrap around: they were put into 8 bits",
            ),
        ]
        value = student.one_hot(y=y, num_classes=classes)
        cause = _width_cause(value, y, classes)
        tensor = assert_shape_equals(value, {"N": len(y), "K": classes}, called, cause)
        assert_dtype_is_floating(tensor, called)
        candidates += _smoothed(tensor, expected)
        assert_values_equal(
            tensor,
            expected.to(tensor.dtype),
            called,
            "row i is 1 in column y[i] and 0 elsewhere",
            candidates=candidates,
        )


def _smoothed(tensor, expected):
    """What label smoothing gives, with the student's own numbers in it."""
    got = tensor.double()
    low, high = got.min(), got.max()
    return (
        [Misconception(low + (high - low) * expected, "the labels are smoothed: use 0 and 1")]
        if low > 0
        else []
    )


def _width_cause(value, y, classes):
    if classes == 2 and isinstance(value, torch.Tensor) and value.numel() == len(y):
        return "two classes share one column, as in a label binariser: each has its own"
    if isinstance(value, torch.Tensor) and value.dim() == 2 and value.shape == (len(y), int(y.max()) + 1):
        return "the width follows the largest label of the batch: num_classes is not used"
    if isinstance(value, torch.Tensor) and value.dim() == 2 and value.shape == (len(y), 10):
        return "the width is always 10: num_classes is not used"
    return ""


@pytest.mark.exercise("one_hot")
@pytest.mark.parametrize("where", ["above", "below"])
def test_labels_out_of_range_are_refused(student, where):
    """A label outside 0..num_classes-1 raises ValueError."""
    for bad, classes in ((4, 4), (11, 10)) if where == "above" else ((-1, 4), (-3, 10)):
        refuse(student, torch.tensor([1, bad, 2]), where, classes)
        refuse(student, torch.tensor([bad]), where, classes)


def refuse(student, y, where, classes):
    """Fail when labels, one of them out of range, are accepted."""
    called = f"one_hot of {len(y)} labels with one {where} the range, num_classes={classes}"
    relation = "a label outside 0..num_classes-1 raises ValueError"
    hint = "Test the labels first: `if y.min() < 0 or y.max() >= num_classes: raise ValueError(...)`."
    try:
        value = student.one_hot(y=y, num_classes=classes)
    except StudentRaised as error:
        if error.kind == "ValueError" or error.kind.endswith(", a ValueError"):
            return
        cause = f"{error.kind} is raised where ValueError is asked for"
        raise CheckFailed(called, relation, f"{error.kind} was raised", cause, hint) from None
    text = "no error was raised"
    row = value[len(y) // 2] if isinstance(value, torch.Tensor) and value.dim() == 2 else None
    if row is not None and bool((row == 0).all()):
        cause = "a label out of range gives a row of zeros without a word"
    elif where == "below":
        cause = "a negative label counts from the end, as Python's indices do, without a word"
    else:
        cause = "labels that are too large are accepted without a word"
    raise CheckFailed(called, relation, text, cause, hint)

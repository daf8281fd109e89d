"""Hidden checks of `class_grid`."""

from __future__ import annotations

import itertools

import pytest
import torch
from cvae_models import IMAGE, build_model, stir
from cvae_upstream import with_models

from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.probes import ClassStampModel
from fairgrade.checks.randomness import assert_seed_is_left_alone
from fairgrade.checks.tensors import assert_dtype_is_floating, assert_shape_equals, assert_values_between


@pytest.mark.exercise("class_grid")
@pytest.mark.parametrize("n_per_class", [3, 1, 12])
def test_one_class_a_row(student, reference, n_per_class):
    """class_grid gives 10 n images in [0, 1]: n of class 0, then n of class 1, and so on."""

    def build(output):
        return ClassStampModel(output)

    def check(model, remote):
        called, grid = run_grid(student, model, n_per_class)
        if remote is not None:
            assert_classes_in_rows(ClassStampModel.read_class(grid), n_per_class, called)
        else:
            assert_rows_look_like_their_class(model, grid, n_per_class, called)

    with_models(student, reference, build, check, lambda: stirred(student))


def run_grid(student, model, n_per_class):
    called = describe_call("class_grid", n_per_class=n_per_class)
    value = student.class_grid(model=model, n_per_class=n_per_class)
    cause = ""
    if not isinstance(value, torch.Tensor):
        cause = (
            "class_grid returns the images, (10 n, 1, 28, 28), not a figure"
            if value is None or "igure" in describe_value(value)
            else ""
        )
        raise CheckFailed(called, "returns (10 n, 1, 28, 28)", f"got {describe_value(value)}", cause)
    if value.dim() == 5 and value.shape[:2] == (10, n_per_class):
        cause = "classes and images have an axis each; flatten them into one"
    elif value.dim() in (2, 3) and value.shape[-1] > 28:
        cause = "the images are joined to one picture; return them one by one"
    grid = assert_shape_equals(value, {"10 n": 10 * n_per_class} | IMAGE, called, cause)
    assert_dtype_is_floating(grid, called)
    assert_values_between(
        grid,
        0.0,
        1.0,
        called,
        "these are logits: the sigmoid is missing",
        "model.sample gives images in [0, 1].",
    )
    return called, grid


def assert_classes_in_rows(found, n_per_class, called):
    expected = torch.arange(10).repeat_interleave(n_per_class)
    if torch.equal(found, expected):
        return
    relation, got = (
        "image number r * n + c is of class r",
        f"{int((found != expected).sum())} of {len(found)} images are of another class",
    )
    cause = ""
    if torch.equal(found, torch.arange(10).repeat(n_per_class)):
        cause = "there is one class a column, not one class a row: repeat and repeat_interleave are mixed up"
    elif torch.equal(found, expected.flip(0)):
        cause = "the classes are in reverse order"
    elif bool((found == -1).any()):
        cause = "the images are not what the model gives: they are changed on the way"
    elif len(set(found.tolist())) == 1:
        cause = "all images are of one class"
    elif torch.equal(found.sort().values, expected):
        cause = "the images are in another order"
    elif set(found.tolist()) != set(range(10)):
        cause = "some classes are missing: labels are drawn at random, or not all ten are used"
    raise CheckFailed(called, relation, got, cause, "torch.arange(10).repeat_interleave(n) gives the labels.")


def stirred(student):
    model = build_model(student, d_latent=1, num_classes=10)
    stir(model, torch.Generator().manual_seed(5), 2.0)
    return model


def assert_rows_look_like_their_class(model, grid, n_per_class, called):
    """For the student's own model with one latent dimension: each row is nearest to its class's images, over all z."""
    along = torch.linspace(-4, 4, 41)[:, None]
    model.eval()
    curves = [
        torch.sigmoid(model.decode(z=along, y=torch.full((41,), label)).detach()).flatten(1)
        for label in range(10)
    ]
    nearest = torch.stack([torch.cdist(grid.flatten(1), curve).amin(1) for curve in curves]).argmin(0)
    rows = nearest.reshape(10, n_per_class)
    wrong = sum(int((row == label).sum()) * 2 < n_per_class for label, row in enumerate(rows))
    if wrong > 1:
        assert_classes_in_rows(nearest, n_per_class, called)


@pytest.mark.exercise("class_grid")
def test_ten_of_each_class_by_default(student, reference):
    """Without n_per_class there are ten images of each class; the global seed stays as it is."""

    def check(model, remote):
        del remote
        called = "class_grid(model)"
        value = student.class_grid(model=model)
        count = len(value) if isinstance(value, torch.Tensor) and value.dim() == 4 else 0
        if count and count != 100:
            cause = f"the default of n_per_class is {count / 10:g}, not 10"
            raise CheckFailed(called, "gives ten images of each class", f"{count} images", cause)
        assert_shape_equals(value, {"10 n": 100} | IMAGE, called)
        assert_seed_is_left_alone(
            student, "class_grid after two seeds", lambda: student.class_grid(model=model, n_per_class=1)
        )

    with_models(student, reference, ClassStampModel, check, lambda: stirred(student))


@pytest.mark.exercise("class_grid")
def test_images_of_a_class_differ(student, reference):
    """Every image of the grid is a sample of its own."""

    def build(output):
        return ClassStampModel(output)

    def check(model, remote):
        del remote
        called, grid = run_grid(student, model, 4)
        rows = grid.reshape(10, 4, -1)
        pairs = itertools.combinations(range(4), 2)
        same = sum(torch.equal(rows[r, i], rows[r, j]) for i, j in pairs for r in range(10))
        if same > 5:
            cause = "one z is used for several images"
            raise CheckFailed(
                called,
                "images of one class are different samples",
                f"{same} pairs of images in a row are equal",
                cause,
            )

    with_models(student, reference, build, check, lambda: stirred(student))

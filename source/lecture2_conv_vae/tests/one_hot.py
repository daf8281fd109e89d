"""Public checks of `one_hot`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close

OK_FORMAT = False
name = "one_hot"
points = None


@test_case(name="one row a label")
def test_rows_are_unit_vectors(one_hot):
    y = torch.tensor([2, 0, 3, 2])
    called = describe("one_hot", y=y, num_classes=5)
    value = call("one_hot", one_hot, y=y, num_classes=5)
    expected = torch.zeros(4, 5)
    for row, label in enumerate(y.tolist()):
        expected[row, label] = 1
    mistakes = [
        (expected.roll(-1, 1), "off by one: labels start at 0"),
        (expected.roll(1, 1), "off by one: labels start at 0"),
    ]
    expect_close(value, expected, called, "row i is 0 but for a 1 in column y[i]", mistakes)
    expect(
        value.is_floating_point(),
        called,
        "the result is float, ready for a network",
        f"{value.dtype}",
        hint="`.float()`",
    )


@test_case(name="labels out of range")
def test_a_label_out_of_range_is_refused(one_hot):
    for bad in (4, -1):
        y = torch.tensor([1, bad])
        call("one_hot", one_hot, y=torch.tensor([1, 0]), num_classes=4)
        try:
            one_hot(y=y, num_classes=4)
            raised = "nothing was raised"
        except ValueError:
            continue
        except Exception as error:
            raised = f"{type(error).__name__} was raised"
        expect(False, f"one_hot(y=[1, {bad}], num_classes=4)", f"label {bad} raises ValueError", raised)

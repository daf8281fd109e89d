"""`fairgrade.checks.tensors`, `finite`, `failure`: what fails, and what the message says."""

from __future__ import annotations

import pickle

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.notes import gathering
from fairgrade.checks.tensors import (
    FOLLOW_DTYPE,
    assert_dtype_is_floating,
    assert_rows_changed,
    assert_rows_unchanged,
    assert_shape_equals,
    assert_values_between,
    assert_values_equal,
)


def message_of(function, *arguments, **settings):
    with pytest.raises(CheckFailed) as caught:
        function(*arguments, **settings)
    return caught.value.message


@pytest.mark.parametrize(
    ("shape", "phrase"),
    [
        ((3, 5), "looks transposed, axes N and Z changed places"),
        ((5,), "axis Z is missing"),
        ((5, 1, 3), "an extra axis of size 1 at position 1"),
        ((), "reduced to one number"),
        ((5, 4), "axis Z has size 4 in place of 3"),
        ((5, 3, 2), "the last 1 axes were not reduced"),
    ],
)
def test_a_wrong_shape_names_the_axis(shape, phrase):
    assert phrase in message_of(assert_shape_equals, torch.zeros(shape), {"N": 5, "Z": 3}, "f(x)").cause


def test_a_right_shape_passes_and_is_detached():
    assert not assert_shape_equals(
        torch.zeros(5, 3, requires_grad=True), {"N": 5, "Z": 3}, "f(x)"
    ).requires_grad


@pytest.mark.parametrize("value", [None, 1.0, [torch.zeros(2)], (torch.zeros(2),), "text"])
def test_what_is_no_tensor_fails(value):
    assert "tensor" in message_of(assert_shape_equals, value, {"N": 2}, "f(x)").relation


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_not_finite_fails_even_where_it_is_expected(bad):
    value = torch.tensor([1.0, bad])
    message_of(assert_values_finite, value, "f(x)")
    message_of(assert_values_equal, value, value.clone(), "f(x)", "f = f")
    message_of(assert_values_between, value, -1e9, 1e9, "f(x)")


def test_a_difference_is_counted_and_placed_without_values():
    expected = torch.tensor([[1.0, 2.0], [3.0, 417.25]])
    got = expected.clone()
    got[1, 1] += 300
    got = message_of(assert_values_equal, got, expected, "f(x)", "f = g").got
    assert "1 of 4 values" in got
    assert "(1, 1)" in got
    assert "417" not in got
    assert "717" not in got


def test_rounding_passes_and_a_promille_fails():
    expected = torch.linspace(1, 2, 7)
    assert_values_equal(expected * (1 + 1e-5), expected, "f(x)", "f = g")
    message_of(assert_values_equal, expected * 1.001, expected, "f(x)", "f = g")


def test_own_misconceptions_come_before_common_ones():
    expected = torch.tensor([1.0, 2.0, 5.0])
    mistake = Misconception(2 * expected, "a term is counted twice")
    message = message_of(assert_values_equal, 2 * expected, expected, "f(x)", "f = g", candidates=[mistake])
    assert message.cause == "a term is counted twice"


def test_another_floating_dtype_is_a_note_and_integers_fail():
    with gathering() as gathered:
        assert_dtype_is_floating(torch.zeros(2), "f(x)", follows=torch.float64)
    assert gathered.notes == [FOLLOW_DTYPE]
    assert "integers" in message_of(assert_dtype_is_floating, torch.zeros(2, dtype=torch.long), "f(x)").cause


def test_rows_that_must_and_must_not_change():
    before = torch.randn(4, 3)
    after = before.clone()
    after[2] += 1
    assert_rows_unchanged(before, after, [0, 1, 3], "f(x)", "r", "c")
    assert_rows_changed(before, after, [2], "f(x)", "r", "c")
    message_of(assert_rows_unchanged, before, after, [2], "f(x)", "r", "c")
    message_of(assert_rows_changed, before, after, [1], "f(x)", "r", "c")
    after[0] = float("nan")
    message_of(assert_rows_unchanged, before, after, [0], "f(x)", "r", "c")


def test_a_call_is_described_by_shapes():
    called = describe_call("f", x=torch.zeros(2, 3), n=4, beta=0.123456789, mode="a")
    assert called == "f(x=(2, 3) float32, n=4, beta=one float, mode='a')"


def test_a_failure_survives_pickling():
    failure = CheckFailed("f(x)", "relation", "got", "cause", "hint")
    assert pickle.loads(pickle.dumps(failure)).message == failure.message

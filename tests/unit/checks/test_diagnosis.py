"""`fairgrade.checks.diagnosis`: which mistake is named."""

from __future__ import annotations

import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception, find_misconception, name_cause

EXPECTED = torch.tensor([1.25, -3.5, 7.75, 2.0])


@pytest.mark.parametrize(
    ("factor", "phrase"),
    [
        (2.0, "a factor 1/2 is missing"),
        (0.5, "a factor 1/2 too much"),
        (-1.0, "sign is flipped"),
        (-2.0, "sign is flipped"),
        (1 / 3, "mean over Z"),
        (3.0, "sum over Z"),
        (math.sqrt(3), "sqrt(Z)"),
        (1 / math.log(2), "bits and nats"),
        (0.0, "0 everywhere"),
        (17.3, "a constant factor"),
    ],
)
def test_a_factor_is_named(factor, phrase):
    assert phrase in name_cause(EXPECTED * factor, EXPECTED, sizes={"Z": 3})[0]


def test_a_constant_term_is_named():
    assert "constant term" in name_cause(EXPECTED + 0.75, EXPECTED)[0]


@pytest.mark.parametrize(
    ("got", "phrase"),
    [
        (EXPECTED.roll(1, 0), "off by one"),
        (EXPECTED.flip(0), "reverse order"),
        (EXPECTED.mean().expand(4), "mean over the batch"),
    ],
)
def test_another_order_is_named(got, phrase):
    assert phrase in name_cause(got, EXPECTED)[0]


def test_a_square_result_may_be_transposed():
    square = torch.arange(9.0).reshape(3, 3)
    assert "transposed" in name_cause(square.T, square)[0]


def test_an_unknown_mistake_is_not_named():
    assert name_cause(torch.tensor([9.0, 1.0, -4.0, 0.3]), EXPECTED) == ("", "")


def test_a_misconception_of_another_shape_or_without_numbers_never_matches():
    wrong = [Misconception(torch.ones(2), "shape"), Misconception(torch.full((4,), float("nan")), "nan")]
    assert find_misconception(EXPECTED, wrong) is None


def test_a_cause_that_fits_by_chance_yields_to_the_one_that_fits_exactly():
    got = torch.tensor([1.0, 2.0], dtype=torch.float64)
    chance, exact = Misconception(got * (1 + 5e-5), "by chance"), Misconception(got.clone(), "exact")
    assert find_misconception(got, [chance, exact]) == exact
    assert find_misconception(got, [chance]) == chance


def test_of_causes_that_fit_alike_the_first_is_named():
    got = torch.tensor([1.0, 2.0])
    first, second = Misconception(got * (1 + 2e-7), "the more specific"), Misconception(got.clone(), "other")
    assert find_misconception(got, [first, second]) == first

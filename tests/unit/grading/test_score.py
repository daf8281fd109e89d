"""Points follow from outcomes alone: never below zero or above the maximum, never lost to our own errors."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgrade.config import Assignment, LatePolicy
from fairgrade.grading.score import WORST_FIRST, late_penalty, score
from fairgrade.records import CheckOutcome, Message, SubmissionResult, Verdict

DUE = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)
EXERCISES = {"first": 4.0, "second": 2.5, "free": 0.0}
AT_FAULT = [Verdict.INVALID, Verdict.TIMED_OUT, Verdict.CRASHED, Verdict.OUT_OF_MEMORY, Verdict.TAMPERED]


def _assignment(late: LatePolicy | None = None) -> Assignment:
    return Assignment("Toy", "toy.ipynb", EXERCISES, DUE.replace(tzinfo=None), late=late or LatePolicy())


def _check(verdict: Verdict, exercise: str = "first", fraction: float = 0.0) -> CheckOutcome:
    return CheckOutcome("test_toy.py::test", exercise, verdict, Message("f()", "r", "g"), fraction)


def _result(
    *checks: CheckOutcome, expected: int | None = None, verdict: Verdict = Verdict.PASSED
) -> SubmissionResult:
    counts = {"first": len(checks) if expected is None else expected}
    return SubmissionResult("student01", "toy", "key", verdict, "1", checks, counts)


def _first(*checks: CheckOutcome, expected: int | None = None, verdict: Verdict = Verdict.PASSED) -> object:
    return score(_result(*checks, expected=expected, verdict=verdict), _assignment()).of("first")


CHECKS = st.lists(
    st.builds(
        CheckOutcome,
        check=st.just("test_toy.py::test"),
        exercise=st.sampled_from([*EXERCISES, "unknown"]),
        verdict=st.sampled_from(Verdict),
        fraction=st.floats(allow_nan=True, allow_infinity=True),
    ),
    max_size=6,
)
RESULTS = st.builds(
    SubmissionResult,
    student=st.just("student01"),
    assignment=st.just("toy"),
    key=st.just("key"),
    verdict=st.sampled_from(Verdict),
    tier=st.just("1"),
    checks=CHECKS.map(tuple),
    expected_checks=st.dictionaries(st.sampled_from(list(EXERCISES)), st.integers(-1, 6)),
)


@given(RESULTS)
def test_points_are_finite_and_between_zero_and_the_maximum(result: SubmissionResult) -> None:
    scores = score(result, _assignment())
    for exercise in scores.exercises:
        if exercise.points is not None:
            assert 0 <= exercise.points <= exercise.maximum
            assert math.copysign(1, exercise.points) == 1
    assert 0 <= scores.total <= scores.maximum == 6.5
    assert scores.total == pytest.approx(sum(e.points for e in scores.exercises if e.points is not None))


@given(RESULTS)
def test_points_are_open_exactly_where_grading_failed(result: SubmissionResult) -> None:
    scores = score(result, _assignment())
    assert scores.open == tuple(e.exercise for e in scores.exercises if e.verdict is Verdict.GRADER_ERROR)
    blamed = {check.exercise for check in result.checks if check.verdict is Verdict.GRADER_ERROR}
    assert blamed & set(EXERCISES) <= set(scores.open)


@given(RESULTS)
def test_full_points_need_every_expected_check_and_all_passed(result: SubmissionResult) -> None:
    for exercise in score(result, _assignment()).exercises:
        checks = [check for check in result.checks if check.exercise == exercise.exercise]
        perfect = len(checks) == result.expected_checks.get(exercise.exercise, 0) > 0 and all(
            check.verdict is Verdict.PASSED for check in checks
        )
        assert perfect == (exercise.verdict is Verdict.PASSED)
        if exercise.maximum and exercise.points == exercise.maximum:
            assert {check.verdict for check in checks} <= {Verdict.PASSED, Verdict.PARTIAL}


@given(RESULTS, st.randoms())
def test_the_order_of_checks_does_not_matter(result: SubmissionResult, random: object) -> None:
    checks = list(result.checks)
    random.shuffle(checks)  # type: ignore[attr-defined]
    again = SubmissionResult(
        result.student, result.assignment, "", result.verdict, "", tuple(checks), result.expected_checks
    )
    before, after = score(result, _assignment()), score(again, _assignment())
    assert [(e.points, e.verdict) for e in before.exercises] == [
        (e.points, e.verdict) for e in after.exercises
    ]


def test_partial_credit_is_the_least_fraction() -> None:
    checks = [
        _check(Verdict.PASSED),
        _check(Verdict.PARTIAL, fraction=0.5),
        _check(Verdict.PARTIAL, fraction=0.75),
    ]
    found = _first(*checks)
    assert (found.points, found.verdict) == (2.0, Verdict.PARTIAL)


@pytest.mark.parametrize("fraction", [math.nan, math.inf, -math.inf])
def test_a_fraction_that_is_no_number_is_our_error(fraction: float) -> None:
    assert _first(_check(Verdict.PARTIAL, fraction=fraction)).points is None


@pytest.mark.parametrize(
    "verdict", sorted(set(Verdict) - {Verdict.PASSED, Verdict.PARTIAL, Verdict.GRADER_ERROR}, key=str)
)
def test_one_check_that_did_not_pass_costs_all_points(verdict: Verdict) -> None:
    assert _first(_check(Verdict.PASSED), _check(verdict)).points == 0


def test_our_error_outweighs_a_failure_of_the_student() -> None:
    found = _first(_check(Verdict.FAILED), _check(Verdict.GRADER_ERROR))
    assert (found.points, found.verdict) == (None, Verdict.GRADER_ERROR)


def test_missing_and_surplus_checks_earn_nothing_but_are_our_error() -> None:
    assert _first(_check(Verdict.PASSED), expected=2).points is None
    assert _first(_check(Verdict.PASSED), _check(Verdict.PASSED), expected=1).points is None
    assert _first(expected=1).points is None
    assert _first(_check(Verdict.PASSED), expected=0).points is None


def test_missing_checks_beside_a_failed_one_are_a_failure() -> None:
    assert _first(_check(Verdict.FAILED), expected=2).points == 0


@pytest.mark.parametrize("verdict", AT_FAULT)
def test_checks_that_could_not_run_for_a_submission_at_fault_earn_zero(verdict: Verdict) -> None:
    found = _first(expected=3, verdict=verdict)
    assert (found.points, found.verdict) == (0, verdict)


def test_not_started_only_if_all_checks_say_so() -> None:
    assert _first(_check(Verdict.NOT_STARTED), _check(Verdict.NOT_STARTED)).verdict is Verdict.NOT_STARTED
    assert _first(_check(Verdict.NOT_STARTED), _check(Verdict.PASSED)).verdict is Verdict.FAILED
    assert _first(_check(Verdict.NOT_STARTED), _check(Verdict.CRASHED)).verdict is Verdict.CRASHED


def test_crashes_and_time_outs_name_the_exercise_before_failures() -> None:
    assert _first(_check(Verdict.FAILED), _check(Verdict.CRASHED)).verdict is Verdict.CRASHED
    assert _first(_check(Verdict.TIMED_OUT), _check(Verdict.FAILED)).verdict is Verdict.TIMED_OUT
    assert set(WORST_FIRST) == set(Verdict)


def test_equal_messages_are_told_once() -> None:
    assert len(_first(_check(Verdict.FAILED), _check(Verdict.FAILED)).messages) == 1


POLICY = LatePolicy(grace_minutes=15, percent_per_day=10, days=3)


@pytest.mark.parametrize(
    ("late", "lost"),
    [
        (datetime.timedelta(days=-2), 0),
        (datetime.timedelta(0), 0),
        (datetime.timedelta(minutes=15), 0),
        (datetime.timedelta(minutes=15, microseconds=1), 8),
        (datetime.timedelta(days=1), 8),
        (datetime.timedelta(days=1, microseconds=1), 16),
        (datetime.timedelta(days=3), 24),
        (datetime.timedelta(days=3, microseconds=1), 80),
        (datetime.timedelta(days=4000), 80),
    ],
)
def test_late_penalty_by_day_begun(late: datetime.timedelta, lost: float) -> None:
    assert late_penalty(_assignment(POLICY), DUE, DUE + late, 80.0) == pytest.approx(lost)


def test_late_penalty_reads_other_time_zones() -> None:
    paris = datetime.timezone(datetime.timedelta(hours=1))
    submitted_at = datetime.datetime(2026, 3, 1, 13, 10, tzinfo=paris)
    assert late_penalty(_assignment(POLICY), DUE, submitted_at, 80.0) == 0


def test_an_unknown_time_costs_nothing() -> None:
    assert late_penalty(_assignment(POLICY), DUE, None, 80.0) == 0


@given(
    st.builds(
        LatePolicy,
        grace_minutes=st.integers(0, 10_000),
        percent_per_day=st.floats(0, 100),
        days=st.integers(0, 100),
    ),
    st.integers(-(10**7), 10**7),
    st.floats(max_value=1e6, allow_infinity=False) | st.just(math.nan),
)
def test_late_penalty_never_exceeds_what_was_earned(policy: LatePolicy, seconds: int, points: float) -> None:
    lost = late_penalty(_assignment(policy), DUE, DUE + datetime.timedelta(seconds=seconds), points)
    assert 0 <= lost <= (points if points > 0 else 0)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_later_never_costs_less(one: int, other: int) -> None:
    early, late = sorted((one, other))
    lost = [
        late_penalty(_assignment(POLICY), DUE, DUE + datetime.timedelta(seconds=s), 80.0)
        for s in (early, late)
    ]
    assert lost[0] <= lost[1]

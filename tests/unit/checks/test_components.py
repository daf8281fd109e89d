"""Checks that call a component: structure, gradients, randomness, precision, upstream, training, probes."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass

import pytest
import torch

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.gradients import (
    assert_gradient_equals,
    assert_gradient_reaches,
    assert_parameters_get_gradients,
)
from fairgrade.checks.notes import add_measurement, add_note, gathering
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.probes import ClassStampModel, SeesawModel
from fairgrade.checks.randomness import assert_draws_are_fresh, is_repeatable
from fairgrade.checks.structure import count_tensors, read_fields, read_number, read_series
from fairgrade.checks.training import assert_loss_fell, assert_parameters_moved, largest_move
from fairgrade.checks.upstream import pass_any, place_module
from fairgrade.errors import NotStarted, StudentRaised
from tests.helpers.in_process import student_of

Pair = namedtuple("Pair", "loss rec")
Output = namedtuple("Output", "x_logits mu logvar z")


@dataclass
class Terms:
    loss: float
    rec: float


@dataclass
class Widened:
    """A dataclass that is more than its fields."""

    loss: float

    def __post_init__(self):
        self.rec = 2.0 * self.loss

    @property
    def both(self):
        return self.loss + self.rec


class Plain:
    def __init__(self):
        self.loss, self.rec = 1.0, 2.0


@pytest.mark.parametrize(
    "make",
    [
        lambda: Pair(1.0, 2.0),
        lambda: (1.0, 2.0),
        lambda: [1.0, 2.0],
        lambda: {"rec": 2.0, "loss": 1.0},
        lambda: Terms(1.0, 2.0),
        Plain,
    ],
)
def test_fields_are_read_from_every_container(make):
    assert read_fields(student_of(f=make).f(), ("loss", "rec"), "f()", "(loss, rec)") == {
        "loss": 1.0,
        "rec": 2.0,
    }


def test_a_dataclass_that_is_more_than_its_fields_stays_whole_where_it_was_made():
    student = student_of(made=lambda: Widened(1.0), total=lambda terms: terms.both)
    terms = student.made()
    assert read_fields(terms, ("loss", "rec", "both"), "made()", "terms") == {
        "loss": 1.0,
        "rec": 2.0,
        "both": 3.0,
    }
    assert student.total(terms=terms) == 3.0


@pytest.mark.parametrize("value", [1.0, (1.0,), {"loss": 1.0}, None, torch.zeros(2)])
def test_fields_that_are_not_there_fail(value):
    with pytest.raises(CheckFailed):
        read_fields(student_of(f=lambda: value).f(), ("loss", "rec"), "f()", "(loss, rec)")


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), torch.zeros(2), "1", None, 1j])
def test_what_is_no_number_fails(value):
    with pytest.raises(CheckFailed):
        read_number(value, "f()", "loss")


def test_numbers_and_series_are_read():
    assert read_number(torch.tensor(2.5, requires_grad=True), "f()", "loss") == 2.5
    assert read_series(torch.tensor([1.0, 2.0]), 2, "f()", "loss") == [1.0, 2.0]
    assert read_series([torch.tensor(1.0), 2], 2, "f()", "loss") == [1.0, 2.0]
    for wrong in ([1.0], 3.0, [1.0, 2.0, 3.0], [1.0, float("nan")]):
        with pytest.raises(CheckFailed):
            read_series(wrong, 2, "f()", "loss")


def test_tensors_are_counted_as_gradients_count_them():
    assert count_tensors((torch.zeros(1), 2.0, {"a": torch.zeros(1)}, [torch.zeros(2)])) == 3


def test_gradients_that_do_not_arrive_fail():
    for gradient in (None, torch.zeros(3)):
        with pytest.raises(CheckFailed, match="gradient does not reach mu"):
            assert_gradient_reaches(gradient, "mu", "f()")
    assert_gradient_equals(torch.ones(3), torch.ones(3), "mu", "f()", "r")
    with pytest.raises(CheckFailed):
        assert_gradient_equals(2 * torch.ones(3), torch.ones(3), "mu", "f()", "r")
    assert_parameters_get_gradients({"a": torch.ones(1), "b": None}, "f()", share=0.5)
    with pytest.raises(CheckFailed):
        assert_parameters_get_gradients({"a": torch.ones(1), "b": None}, "f()")


def test_repeated_draws_fail_and_a_tie_passes():
    first, second = torch.randn(40), torch.randn(40)
    assert_draws_are_fresh(first, second, "f()")
    second[0] = first[0]
    assert_draws_are_fresh(first, second, "f()")
    second[:10] = first[:10]
    with pytest.raises(CheckFailed):
        assert_draws_are_fresh(first, second, "f()")
    with pytest.raises(CheckFailed, match="seed is reset"):
        assert_draws_are_fresh(first, first.clone(), "f()")


def test_reseeding_repeats_draws_of_every_global_generator():
    student = student_of(
        f=lambda: torch.randn(3), g=lambda state=[0]: state.append(0) or torch.tensor([float(len(state))])
    )
    assert is_repeatable(student, 1, student.f)
    assert not is_repeatable(student, 1, student.g)


def test_code_for_float32_only_is_checked_in_float32_with_a_note():
    tried = []

    def check(dtype):
        tried.append(dtype)
        if dtype == torch.float64:
            raise StudentRaised(
                "RuntimeError", "expected m1 and m2 to have the same dtype, but got: double != float"
            )

    with gathering() as gathered:
        run_in_best_precision(check)
    assert tried == [torch.float64, torch.float32]
    assert "costs no points" in gathered.notes[0]


def test_other_errors_are_not_retried():
    def check(dtype):
        raise StudentRaised("RuntimeError", "mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(StudentRaised):
        run_in_best_precision(check)


def failing(error):
    def attempt():
        raise error

    return attempt


def test_one_passing_attempt_is_enough():
    pass_any(student_of(), [failing(CheckFailed("f", "r", "g")), lambda: None])


def test_the_first_real_failure_is_reported():
    misfit, wrong = StudentRaised("TypeError", "unexpected keyword"), CheckFailed("f", "r", "wrong")
    with pytest.raises(CheckFailed, match="wrong"):
        pass_any(student_of(), [failing(misfit), failing(wrong)])
    with pytest.raises(StudentRaised):
        pass_any(student_of(), [failing(misfit), failing(misfit)])


def test_a_weaker_stand_in_never_rescues_a_wrong_answer():
    with pytest.raises(CheckFailed):
        pass_any(student_of(), [failing(CheckFailed("f", "r", "wrong"))], [lambda: None])
    pass_any(student_of(), [failing(StudentRaised("AttributeError", "no attribute"))], [lambda: None])


def test_a_stub_is_not_started():
    with pytest.raises(NotStarted):
        pass_any(student_of(), [failing(NotStarted("1.1")), lambda: None])


def test_notes_are_kept_once_and_only_while_gathering():
    add_note("lost")
    with gathering() as gathered:
        add_note("a")
        add_note("a")
        add_measurement("x", 2)
    assert (gathered.notes, gathered.measured) == (["a"], {"x": 2.0})


def test_a_placed_module_trains_in_the_students_process_and_computes_here():
    model = SeesawModel(Output, lambda backwards: 1.0, with_kl=False)

    def step(model):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
        out = model(torch.zeros(2, 1, 28, 28), torch.tensor([0, 1]))
        torch.nn.functional.softplus(out.x_logits).flatten(1).sum(1).mean().backward()
        optimizer.step()

    student = student_of(step=step)
    handle, remote = place_module(student, model)
    before = handle.parameters()
    student.step(model=handle)
    after = handle.parameters()
    assert_parameters_moved(before, after, "step()")
    assert largest_move(before, after) == pytest.approx(0.5, abs=1e-2)
    assert float(model.weight.detach()) == 1.0
    assert model.backwards == 1
    assert [call.method for call in remote.calls] == ["forward"]


def test_parameters_that_stay_or_diverge_fail():
    before = {"a": torch.zeros(2), "b": torch.zeros(2)}
    with pytest.raises(CheckFailed, match="only a part"):
        assert_parameters_moved(before, {"a": torch.ones(2), "b": torch.zeros(2)}, "train()")
    with pytest.raises(CheckFailed, match="no step"):
        assert_parameters_moved(before, before, "train()")
    with pytest.raises(CheckFailed, match="diverged"):
        assert_parameters_moved(before, {"a": torch.full((2,), float("nan")), "b": torch.ones(2)}, "train()")


def test_a_loss_that_rises_or_stays_fails():
    assert_loss_fell(10.0, 5.0, 2.0, "train()")
    for after in (9.0, 11.0, float("nan")):
        with pytest.raises(CheckFailed):
            assert_loss_fell(10.0, after, 2.0, "train()")


def test_stamped_images_tell_their_class_and_changed_ones_do_not():
    model = ClassStampModel(Output)
    labels = torch.arange(10)
    images = model.sample(labels)
    assert torch.equal(ClassStampModel.read_class(images), labels)
    assert (ClassStampModel.read_class(1 - images) == -1).all()

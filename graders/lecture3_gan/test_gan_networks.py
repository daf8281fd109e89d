"""Hidden checks of the classes `Generator` and `Discriminator`."""

from __future__ import annotations

import contextlib

import pytest
import torch

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite, is_finite
from fairgrade.checks.gradients import assert_gradient_reaches, assert_parameters_get_gradients
from fairgrade.checks.notes import add_note
from fairgrade.checks.posterior import gather_outputs
from fairgrade.checks.tensors import (
    assert_dtype_is_floating,
    assert_rows_changed,
    assert_rows_unchanged,
    assert_shape_equals,
)
from fairgrade.errors import StudentFault
from graders.lecture1_vae.vae_models import build

MIXED = "samples of a batch are mixed: batch statistics in eval mode, rows in another order, or a view that mixes axes"


def normal(rng, *shape):
    return torch.randn(*shape, generator=rng)


def build_generator(student, rng, d_noise=4, d_out=7):
    return build(student, "Generator", normal(rng, 3, d_noise), d_noise=d_noise, d_out=d_out)


def build_discriminator(student, rng, d_in=7):
    return build(student, "Discriminator", normal(rng, 3, d_in), d_in=d_in)


def run(model, name, x, width):
    """One call, checked for shape and kind."""
    called = describe_call(f"{name}(...)", **{"z" if name == "Generator" else "x": x})
    out = assert_shape_equals(model(x), {"N": len(x), "D" if name == "Generator" else "1": width}, called)
    assert_dtype_is_floating(out, called)
    assert_values_finite(out, called)
    return out


def assert_per_sample(model, name, rng, width, fan_in, noisy):
    """In eval mode the same input gives the same output, and no sample sees another."""
    x = normal(rng, 5, fan_in)
    called = describe_call(f"{name}(...)", x=x)
    first, second = run(model, name, x, width), run(model, name, x, width)
    assert_rows_unchanged(first, second, range(5), called, "two calls give the same in eval mode", noisy)
    changed = x.clone()
    changed[2] = normal(rng, fan_in)
    after = run(model, name, changed, width)
    relation = "changing sample 2 changes the result of sample 2 only"
    assert_rows_unchanged(first, after, [0, 1, 3, 4], called, relation, MIXED)
    first_changed = x.clone()
    first_changed[0] = normal(rng, fan_in)
    shifted = run(model, name, first_changed, width)
    relation_of_first = "changing sample 0 leaves the others as they are"
    assert_rows_unchanged(first, shifted, range(1, 5), called, relation_of_first, MIXED)
    unused = "the input is not used: the output does not depend on it"
    assert_rows_changed(first, after, [2], called, relation, unused)
    alone = run(model, name, x[3:4], width)
    relation = "a sample alone gives what it gives in a batch"
    assert_rows_unchanged(first[3:4], alone, [0], called, relation, MIXED)


def outputs_of_wild_weights(model, name, rng, width, fan_in):
    """Outputs for draws of large weights."""

    def draw():
        with model.stirred(rng, 3.0):
            return run(model, name, 3 * normal(rng, 12, fan_in), width)

    return gather_outputs(draw)


def assert_no_limit(model, look, rng, called, relation, what, hint, room):
    """Fail when a number below `room` bounds the values whatever the weights: it is attained under draw after draw.

    `look` gives values (samples, columns). For free values the extremes of 40 draws lie within 1e-3 of each other in 5 draws with a chance below 1e-8.
    """
    draws = []
    for _ in range(40):
        model.stir(rng, 10.0)
        with contextlib.suppress(StudentFault):
            out = look()
            if isinstance(out, torch.Tensor) and is_finite(out):
                draws.append(out.detach().double())
    if len(draws) < 20:
        return  # such weights overflow; the other checks see smaller ones
    values = torch.stack(draws)  # (draws, samples, columns)
    for side, text in ((values, "above"), (-values, "below")):
        peaks = side.amax(1)  # (draws, columns)
        limit = peaks.amax(0)
        reached = (limit - peaks <= 1e-3 * limit.abs().clamp_min(1e-3)).sum(0)
        if bool(((reached >= 5) & (limit < room)).any()):
            cause = f"a limit that no weights can move: the {what} is clamped or squashed at the end of the network"
            raise CheckFailed(called, relation, f"{what}s never lie {text} a fixed number", cause, hint)


def assert_registered(model, name, x, argument):
    """Fail when trainable layers are no part of the module: with its parameters frozen they still ask for gradients."""
    model.call("requires_grad_", False)
    out = model(x)
    model.call("requires_grad_", True)
    if isinstance(out, torch.Tensor) and out.requires_grad:
        called = describe_call(f"{name}(...)", **{argument: x})
        cause = "some layers are not registered: a Python list or dict hides them from parameters()"
        hint = "Keep layers in attributes, nn.Sequential or nn.ModuleList."
        got = "the result depends on trainable tensors that parameters() does not hold"
        raise CheckFailed(called, "parameters() holds all that is trained", got, cause, hint)


def assert_is_free(values, called, relation, what, hint):
    """Fail when an activation at the end keeps some values out of reach; `what` names a value."""
    low, high = float(values.min()), float(values.max())
    ends = ""
    if low >= 0:
        ends = "a sigmoid" if high <= 1 else "a ReLU or softplus, or an absolute value,"
    elif high <= 0:
        ends = "a logarithm of probabilities"
    elif low >= -1.0001 and high <= 1.0001:
        ends = "a tanh, or another function that squashes,"
    if ends:
        got = f"all {what}s lie in [{0 if low >= 0 else -1 if high <= 1.0001 else 'low'}, {1 if high <= 1.0001 else '...'}]"
        if high <= 0 and low < -1.0001:
            got = f"no {what} is positive"
        raise CheckFailed(called, relation, got, f"the network already applies {ends} at its end", hint)


@pytest.mark.exercise("generator")
def test_generator_gives_samples(student, rng):
    """Generator(d_noise, d_out)(z) gives (N, d_out), for one sample too."""
    for d_noise, d_out in ((4, 7), (3, 2), (1, 9), (8, 1)):
        model = build_generator(student, rng, d_noise, d_out)
        for count in (5, 1):
            run(model, "Generator", normal(rng, count, d_noise), d_out)


@pytest.mark.exercise("generator")
def test_samples_can_be_any_number(student, rng):
    """Samples are not limited: the last layer is linear."""
    values = outputs_of_wild_weights(build_generator(student, rng), "Generator", rng, 7, 4)
    hint = "End with a linear layer; the data of this lecture leave [-1, 1]."
    called = "Generator(...) with draws of large random weights"
    assert_is_free(values, called, "samples take any value", "sample", hint)
    assert_free_in_both_modes(
        build_generator(student, rng), 4, rng, called, "samples take any value", "sample", hint, 2.0
    )


def assert_free_in_both_modes(model, fan_in, rng, *texts):
    """In eval mode and in training mode: samples must reach the ring, of radius 2, and logits any probability."""

    def look():
        return model(3 * normal(rng, 12, fan_in))

    assert_no_limit(model, look, rng, *texts)
    model.train()
    assert_no_limit(model, look, rng, *texts)


@pytest.mark.exercise("generator")
def test_all_randomness_is_in_z(student, rng):
    """The same z gives the same sample, each z its own."""
    model = build_generator(student, rng)
    model.stir(rng, 1.0)
    noisy = "the generator draws noise of its own: all randomness must come from z"
    assert_per_sample(model, "Generator", rng, 7, 4, noisy)
    out = run(model, "Generator", normal(rng, 5, 4), 7)
    if bool((out == out[:, :1]).all()):
        cause = "one number is copied to all columns: the last layer gives d_out numbers"
        raise CheckFailed(
            "Generator(...)", "each column has weights of its own", "all columns are equal", cause
        )


@pytest.mark.exercise("generator")
def test_generator_passes_gradients(student, rng):
    """Gradients of the samples reach z and every parameter; z counts in training mode too."""
    model = build_generator(student, rng)
    assert_passes(model, "Generator", rng, 4, "z")
    model.train()
    z = normal(rng, 16, 4)
    called = describe_call("Generator(...)", z=z) + " in training mode"
    gradient = model.vjp("", {"z": z}, wrt=("z",)).gradients["z"]
    cause = "the samples do not depend on z in training mode: it is replaced by other noise, or cut off"
    assert_gradient_reaches(gradient, "z", called, cause=cause)


def assert_passes(model, name, rng, fan_in, argument):
    model.stir(rng, 1.0)
    x = normal(rng, 16, fan_in)
    called = describe_call(f"{name}(...)", **{argument: x})
    pulled = model.vjp("", {argument: x}, wrt=(argument,), parameters=True)
    cause = f"the gradient does not reach {argument}: detach(), .data or no_grad() on the way"
    reached = assert_gradient_reaches(pulled.gradients[argument], argument, called, cause=cause)
    if bool((reached == 0).all(0).any()):
        cause = f"some columns of {argument} play no part: a slice, or a size that is fixed"
        raise CheckFailed(called, f"every column of {argument} is used", "the result ignores some", cause)
    assert_registered(model, name, x, argument)
    assert_parameters_get_gradients(pulled.parameters, called, share=0.5)


@pytest.mark.exercise("discriminator")
def test_discriminator_gives_one_logit(student, rng):
    """Discriminator(d_in)(x) gives (N, 1), for one sample too."""
    for d_in in (7, 2, 12):
        model = build_discriminator(student, rng, d_in)
        for count in (5, 1):
            run(model, "Discriminator", normal(rng, count, d_in), 1)


@pytest.mark.exercise("discriminator")
def test_logits_can_be_any_number(student, rng):
    """Logits are not limited: no sigmoid at the end."""
    values = outputs_of_wild_weights(build_discriminator(student, rng), "Discriminator", rng, 1, 7)
    hint = "End with a linear layer: the losses have the sigmoid inside."
    called = "Discriminator(...) with draws of large random weights"
    assert_is_free(values, called, "logits take any value", "logit", hint)
    assert_free_in_both_modes(
        build_discriminator(student, rng), 7, rng, called, "logits take any value", "logit", hint, 15.0
    )


@pytest.mark.exercise("discriminator")
def test_discriminator_judges_each_sample(student, rng):
    """In eval mode the logit of a sample depends on that sample only."""
    model = build_discriminator(student, rng)
    model.stir(rng, 1.0)
    noisy = "dropout or noise is active in eval mode"
    assert_per_sample(model, "Discriminator", rng, 1, 7, noisy)
    remark_batch_statistics(model, rng)


def remark_batch_statistics(model, rng):
    """A discriminator may normalise over the batch; a critic with a gradient penalty had better not."""
    x = normal(rng, 6, 7)
    try:
        model.train()
        first, second = model(x), model(torch.cat([x[:3], normal(rng, 3, 7)]))
        again = model(x)
    except StudentFault:
        return
    if torch.equal(first, again) and not torch.allclose(first[:3], second[:3]):
        add_note(
            "Your discriminator normalises over the batch. As a critic with a gradient penalty it had better not: the "
            "penalty is about each sample's own slope. This costs no points."
        )


@pytest.mark.exercise("discriminator")
def test_discriminator_passes_gradients(student, rng):
    """Gradients of the logits reach x and every parameter."""
    assert_passes(build_discriminator(student, rng), "Discriminator", rng, 7, "x")

"""Hidden checks of `CVAE.forward`, which count for `cvae_decode`."""

from __future__ import annotations

import pytest
import torch
from cvae_models import IMAGE, build_model, random_images, stir
from cvae_parts import (
    OUTPUT,
    check_decode_per_sample,
    check_encode_per_sample,
    decode,
    encode,
    labels,
    unless_to_blame,
    with_upstream,
)

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_reaches
from fairgrade.checks.posterior import assert_posterior_noise
from fairgrade.checks.randomness import assert_draws_are_fresh, call_with_seed
from fairgrade.checks.structure import count_tensors, read_fields
from fairgrade.checks.student import Handle
from fairgrade.checks.tensors import (
    assert_rows_changed,
    assert_shape_equals,
    assert_values_equal,
)


def run_forward(model, x, y, width):
    called = describe_call("model", x=x, y=y)
    value = model(x=x, y=y)
    fields = read_fields(value, OUTPUT, called, "VAEOutput(x_logits, mu, logvar, z)")
    late = [name for name in OUTPUT[1:] if getattr(fields[name], "ndim", 0) == 4]
    cause = f"the order is wrong: x_logits stands where {late[0]} belongs, and comes first" if late else ""
    logits = assert_shape_equals(fields["x_logits"], {"N": len(x)} | IMAGE, called, cause)
    codes = {
        name: assert_shape_equals(fields[name], {"N": len(x), "Z": width}, called) for name in OUTPUT[1:]
    }
    for part in (logits, *codes.values()):
        assert_values_finite(part, called)
    return called, {"x_logits": logits} | codes


def with_parts(student, reference, rng, check):
    """A check of forward, which is not held against a student whose encode or decode is at fault."""

    def part():
        check_encode_per_sample(student, torch.Generator().manual_seed(1))
        check_decode_per_sample(student, torch.Generator().manual_seed(1))

    with_upstream(student, reference, lambda: unless_to_blame(check, part, "encode or decode"))


@pytest.mark.exercise("cvae_decode")
def test_forward_joins_the_parts(student, reference, rng):
    """forward(x, y) gives x_logits, mu, logvar, z with mu, logvar = encode(x, y) and x_logits = decode(z, y)."""

    def check():
        model = build_model(student, d_latent=3, num_classes=10)
        stir(model, rng, 1.0)
        x, y = random_images(rng, 5), torch.tensor([4, 1, 7, 7, 2])
        called, output = run_forward(model, x, y, 3)
        for name, expected in zip(("mu", "logvar"), encode(model, x, y, 3), strict=True):
            assert_values_equal(
                output[name], expected, called, f"{name} is what encode(x, y) gives", tolerance=1e-3
            )
        expected = decode(model, output["z"], y)
        off = float((output["x_logits"] - expected).abs().max()) / max(float(expected.abs().max()), 1e-8)
        if off > 1e-3:
            from_mu = decode(model, output["mu"], y)
            cause = ""
            if torch.allclose(from_mu, output["x_logits"], atol=1e-4 * float(expected.abs().max())):
                cause = "the decoder gets mu instead of z"
            elif torch.allclose(torch.sigmoid(expected), output["x_logits"], atol=1e-4):
                cause = "forward applies a sigmoid: x_logits are probabilities"
            else:
                cause = "decode is called with another z or another y in forward"
            raise CheckFailed(
                called, "x_logits = decode(z, y)", f"they differ by {off:.2g} of the largest logit", cause
            )

    with_parts(student, reference, rng, check)


@pytest.mark.exercise("cvae_decode")
def test_forward_samples_z(student, reference, rng):
    """In training mode z is a fresh draw of N(mu, exp(logvar)), and the decoder gets it."""

    def check():
        model = build_model(student, d_latent=16, num_classes=10)
        stir(model, rng, 1.5)
        model.train()
        x, y = random_images(rng, 64), labels(rng, 64)
        called, output = run_forward(model, x, y, 16)
        noise = assert_posterior_noise(output, called)
        _, again = run_forward(model, x, y, 16)
        assert_draws_are_fresh(noise, (again["z"] - again["mu"]) / (again["logvar"] / 2).exp(), called)

    with_parts(student, reference, rng, check)


@pytest.mark.exercise("cvae_decode")
def test_decoder_gets_the_draw(student, reference, rng):
    """With other noise and everything else the same, forward gives other logits."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        stir(model, rng, 1.0)
        model.train()
        x, y = random_images(rng, 5), labels(rng, 5)
        results, spies = [], []
        for shift in (0.0, 2.0):
            spies.append(student.remote(lambda mu, logvar, *_, shift=shift, **__: mu + shift + 0 * logvar))
            student.replace(reparameterize=spies[-1])
            results.append(call_with_seed(student, 3, lambda: run_forward(model, x, y, 4)))
        if not all(spy.calls for spy in spies):
            return  # the draw is written out in forward; test_forward_joins_the_parts sees it
        (called, first), (_, second) = results
        assert_rows_changed(
            first["x_logits"],
            second["x_logits"],
            range(5),
            called,
            "x_logits = decode(z, y)",
            "the decoder gets mu instead of z",
            "decode(z, y)",
        )

    with_parts(student, reference, rng, check)


@pytest.mark.exercise("cvae_decode")
def test_gradients_reach_the_encoder(student, reference, rng):
    """The gradient of the logits reaches the encoder through z, and mu and logvar pass it on."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        stir(model, rng, 1.0)
        model.train()
        x, y = random_images(rng, 5), labels(rng, 5)
        called, _ = run_forward(model, x, y, 4)
        value = model(x=x, y=y)
        if isinstance(value, Handle):
            return  # an object of a class of the student's own: its tensors cannot be chosen here
        fields = read_fields(value, OUTPUT, called, "VAEOutput(x_logits, mu, logvar, z)")
        parts = list(value.values()) if isinstance(value, dict) else list(value)
        tensors = [part for part in parts if isinstance(part, torch.Tensor)]
        for name in ("x_logits", "mu", "logvar"):
            cotangents = [
                torch.ones_like(part) if part is fields[name] else torch.zeros_like(part) for part in tensors
            ]
            pulled = model.vjp(
                "", {"x": x, "y": y}, wrt=("x",), cotangents=cotangents[: count_tensors(value)]
            )
            cause = f"the gradient of {name} does not reach the encoder: z.detach(), .data or no_grad() on the way"
            assert_gradient_reaches(pulled.gradients["x"], "x", called, cause=cause)

    with_parts(student, reference, rng, check)

"""Hidden checks of the classes `Encoder`, `Decoder` and `VAE`."""

from __future__ import annotations

import functools
import itertools

import pytest
import torch

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_reaches
from fairgrade.checks.posterior import (
    are_heads_free,
    assert_all_of_z_counts,
    assert_codes_follow_prior,
    assert_heads_are_free,
    assert_logits_are_not_clamped,
    assert_posterior_noise,
    gather_outputs,
)
from fairgrade.checks.randomness import assert_draws_are_fresh, call_with_seed
from fairgrade.checks.statistics import (
    are_rounded,
    assert_spread_along_curve,
)
from fairgrade.checks.structure import count_tensors, read_fields
from fairgrade.checks.student import Handle
from fairgrade.checks.tensors import (
    assert_dtype_is_floating,
    assert_rows_changed,
    assert_rows_unchanged,
    assert_shape_equals,
    assert_values_between,
    assert_values_equal,
)
from fairgrade.checks.upstream import pass_any
from graders.lecture1_vae.vae_models import build
from graders.lecture2_conv_vae.conv_models import assert_state_is_whole

OUTPUT = ("x_logits", "mu", "logvar", "z")
MIXED = "samples of a batch are mixed: batch statistics in eval mode, or a view that mixes axes"


def images(rng, count, width=12):
    return torch.rand(count, width, generator=rng)


def codes(rng, count, width=3):
    return torch.randn(count, width, generator=rng)


def encode(call, x, width, called):
    fields = read_fields(call(x), ("mu", "logvar"), called, "the pair (mu, logvar)")
    mu, logvar = (
        assert_shape_equals(fields[name], {"N": len(x), "Z": width}, called) for name in ("mu", "logvar")
    )
    for part in (mu, logvar):
        assert_dtype_is_floating(part, called)
        assert_values_finite(part, called)
    return mu, logvar


def decode(call, z, width, called):
    logits = assert_shape_equals(call(z), {"N": len(z), "D": width}, called)
    assert_dtype_is_floating(logits, called)
    assert_values_finite(logits, called)
    return logits


WIDE = 40  # so that no network with ReLU is dead, at any seed


def build_encoder(student, rng, d_in=12, d_hidden=WIDE, d_latent=3, seed=1):
    probe = images(rng, 2, d_in)
    return build(student, "Encoder", probe, seed, d_in=d_in, d_hidden=d_hidden, d_latent=d_latent)


def build_decoder(student, rng, d_latent=3, d_hidden=WIDE, d_out=12, seed=1):
    probe = codes(rng, 2, d_latent)
    return build(student, "Decoder", probe, seed, d_latent=d_latent, d_hidden=d_hidden, d_out=d_out)


def build_vae(student, rng, d_in=12, d_hidden=WIDE, d_latent=3, seed=1):
    probe = images(rng, 2, d_in)
    return build(student, "VAE", probe, seed, d_in=d_in, d_hidden=d_hidden, d_latent=d_latent)


@pytest.mark.exercise("encoder")
def test_encoder_gives_mu_and_logvar(student, rng):
    """Encoder(d_in, d_hidden, d_latent)(x) gives mu and logvar, each (N, d_latent), for one sample too."""
    for d_in, d_hidden, d_latent in ((12, WIDE, 3), (7, 35, 4), (10, 36, 1)):
        model = build_encoder(student, rng, d_in, d_hidden, d_latent)
        for count in (5, 1):
            x = images(rng, count, d_in)
            encode(model, x, d_latent, describe_call("Encoder(...)", x=x))


@pytest.mark.exercise("encoder")
def test_encoder_heads_reach_all_values(student, rng):
    """For some weights mu is negative, for some positive, and logvar is negative; both depend on x and differ."""
    called = "Encoder(...) with several draws of random weights"
    model = build_encoder(student, rng, d_latent=8)
    x, other = images(rng, 8), images(rng, 8)
    model.stir(rng, 1.0)
    seen = []
    while len(seen) < 3 or (len(seen) < 12 and not are_heads_free(*map(torch.cat, zip(*seen, strict=True)))):
        with model.stirred(rng, 2.0):
            mu, logvar = encode(model, x, 8, called)
            others = encode(model, other, 8, called)
        if torch.equal(mu, logvar):
            cause = "mu and logvar come from one shared head: they are always equal"
            raise CheckFailed(
                called,
                "mu and logvar are two different outputs",
                "mu equals logvar",
                cause,
                "Give each its own linear layer.",
            )
        for name, ours, theirs in zip(("mu", "logvar"), (mu, logvar), others, strict=True):
            if torch.equal(ours, theirs):
                raise CheckFailed(
                    called, f"{name} depends on x", "other data give the same", f"{name} does not depend on x"
                )
        seen.append((mu, logvar))
    assert_heads_are_free(*map(torch.cat, zip(*seen, strict=True)), called)
    mu = encode(model, x, 8, called)[0]
    for place in range(x.shape[1]):
        mixed = x.clone()
        mixed[:, place] = other[:, place]
        if torch.equal(encode(model, mixed, 8, called)[0], mu):
            cause = "a part of x is cut off before the encoder sees it"
            raise CheckFailed(called, "mu depends on every element of x", "one changes nothing", cause)


@pytest.mark.exercise("encoder")
def test_encoder_is_per_sample(student, rng):
    """In eval mode the encoder draws nothing, and a sample's result does not depend on the others of its batch."""
    model = build_encoder(student, rng)
    model.stir(rng, 1.0)
    assert_encodes_per_sample(model, "Encoder(...)", rng)


def assert_encodes_per_sample(call, name, rng):
    x = images(rng, 5)
    called = describe_call(name, x=x)
    first, second = (torch.cat(encode(call, x, 3, called), 1) for _ in range(2))
    cause = "the encoder returns a draw, or dropout is active in eval mode"
    assert_rows_unchanged(
        first, second, range(5), called, "two calls give the same", cause, "Noise belongs to reparameterize."
    )
    changed = x.clone()
    changed[2] = images(rng, 1)[0]
    after = torch.cat(encode(call, changed, 3, called), 1)
    relation = "changing sample 2 changes the result of sample 2 only"
    assert_rows_unchanged(first, after, [0, 1, 3, 4], called, relation, MIXED)
    assert_rows_changed(first, after, [2], called, relation, "samples and results are in different order")
    alone = torch.cat(encode(call, x[3:4], 3, called), 1)
    assert_rows_unchanged(
        first[3:4], alone, [0], called, "a sample alone gives what it gives in a batch", MIXED
    )


@pytest.mark.exercise("encoder")
def test_encoder_passes_gradients(student, rng):
    """Gradients of mu and of logvar reach x."""
    model = build_encoder(student, rng)
    model.stir(rng, 1.0)
    x = images(rng, 5)
    called = describe_call("Encoder(...)", x=x)
    encode(model, x, 3, called)
    pulled = model.vjp("", {"x": x}, wrt=("x",))
    cause = "the gradient does not reach x: detach(), .data or no_grad() on the way"
    assert_gradient_reaches(pulled.gradients["x"], "x", called, cause=cause)


def assert_is_registered(build_one, rng, run, called):
    """Fail when the state_dict does not hold the whole module; the first of two has weights that no start hides."""

    def build_seeded(seed):
        model = build_one(seed=seed)
        if seed == 1:
            model.stir(rng, 1.0)
        return model

    assert_state_is_whole(build_seeded, run, called)


@pytest.mark.exercise("encoder")
def test_encoder_is_registered(student, rng):
    """The state_dict holds the whole encoder."""
    x = images(rng, 5)
    called = describe_call("Encoder(...)", x=x)
    assert_is_registered(
        functools.partial(build_encoder, student, rng),
        rng,
        lambda model: torch.cat(encode(model, x, 3, called), 1),
        called,
    )


@pytest.mark.exercise("decoder")
def test_decoder_gives_logits(student, rng):
    """Decoder(d_latent, d_hidden, d_out)(z) gives (N, d_out), for one code too, and depends on z."""
    for d_latent, d_hidden, d_out in ((3, WIDE, 12), (4, 35, 7), (1, 36, 10)):
        model = build_decoder(student, rng, d_latent, d_hidden, d_out)
        for count in (5, 1):
            z = codes(rng, count, d_latent)
            decode(model, z, d_out, describe_call("Decoder(...)", z=z))
        model.stir(rng, 1.5)
        z = codes(rng, 4, d_latent)
        called = describe_call("Decoder(...)", z=z)
        before, after = (
            decode(model, z, d_out, called),
            decode(model, codes(rng, 4, d_latent) + 1, d_out, called),
        )
        assert_rows_changed(
            before,
            after,
            range(4),
            called,
            "another z gives another output",
            "the output does not depend on z",
        )
        if d_latent > 1:
            network = functools.partial(decode, model, width=d_out, called=called)
            assert_all_of_z_counts(network, z, called)


@pytest.mark.exercise("decoder")
def test_decoder_reaches_all_values(student, rng):
    """The decoder returns logits: any number, not probabilities."""
    assert_logits_are_free(build_decoder(student, rng), "Decoder(...)", rng)


def assert_logits_are_free(model, name, rng, call=None):
    called = f"{name} with draws of large random weights"

    def draw():
        with model.stirred(rng, 3.0):
            return decode(call or model, 3 * codes(rng, 10), 12, called)

    logits = gather_outputs(draw)
    relation, hint = (
        "logits take any value",
        "Let the last layer be linear; the sigmoid belongs to VAE.sample and is inside bernoulli_nll.",
    )
    low, high = float(logits.min()), float(logits.max())
    if low >= 0:
        cause = (
            "a sigmoid ends the decoder: these are probabilities"
            if high <= 1
            else "a ReLU or softplus ends the decoder"
        )
        raise CheckFailed(called, relation, "no value is negative", cause, hint)
    if high <= 0:
        raise CheckFailed(
            called,
            relation,
            "no value is positive",
            "a logarithm of probabilities is returned, not logits",
            hint,
        )
    if low >= -1.0001 and high <= 1.0001:
        raise CheckFailed(called, relation, "all values lie in [-1, 1]", "a tanh ends the decoder", hint)
    assert_logits_are_not_clamped(logits, called, hint)


@pytest.mark.exercise("decoder")
def test_decoder_is_per_sample(student, rng):
    """In eval mode the decoder draws nothing, and an output depends on its own z only."""
    model = build_decoder(student, rng)
    model.stir(rng, 1.0)
    assert_decodes_per_sample(model, "Decoder(...)", rng)


def assert_decodes_per_sample(call, name, rng):
    z = codes(rng, 5)
    called = describe_call(name, z=z)
    first, again = (decode(call, z, 12, called) for _ in range(2))
    cause = "noise is added in the decoder, or dropout is active in eval mode"
    assert_rows_unchanged(first, again, range(5), called, "two calls give the same", cause)
    moved = z.clone()
    moved[2] = codes(rng, 1)[0]
    after = decode(call, moved, 12, called)
    relation = "changing z of sample 2 changes the output of sample 2 only"
    assert_rows_unchanged(first, after, [0, 1, 3, 4], called, relation, MIXED)
    assert_rows_changed(first, after, [2], called, relation, MIXED)
    alone = decode(call, z[3:4], 12, called)
    assert_rows_unchanged(
        first[3:4], alone, [0], called, "a code alone gives what it gives in a batch", MIXED
    )


@pytest.mark.exercise("decoder")
def test_decoder_passes_gradients(student, rng):
    """The gradient of the logits reaches z."""
    model = build_decoder(student, rng)
    model.stir(rng, 1.0)
    z = codes(rng, 5)
    called = describe_call("Decoder(...)", z=z)
    decode(model, z, 12, called)
    pulled = model.vjp("", {"z": z}, wrt=("z",))
    cause = "the gradient does not reach z: detach(), .data or no_grad() on the way"
    assert_gradient_reaches(pulled.gradients["z"], "z", called, cause=cause)


@pytest.mark.exercise("decoder")
def test_decoder_is_registered(student, rng):
    """The state_dict holds the whole decoder."""
    z = codes(rng, 5)
    called = describe_call("Decoder(...)", z=z)
    assert_is_registered(
        functools.partial(build_decoder, student, rng),
        rng,
        lambda model: decode(model, z, 12, called),
        called,
    )


def with_upstream(student, reference, check):
    """The check with the reference's parts, then with its reparameterize only, then with all of the student's own."""

    def encoder(*sizes, **named):
        return student.remote_module(reference.Encoder(*sizes, **named))

    def decoder(*sizes, **named):
        return student.remote_module(reference.Decoder(*sizes, **named))

    def with_parts():
        student.replace(Encoder=encoder, Decoder=decoder, reparameterize=reference.reparameterize)
        check()

    def with_noise():
        student.replace(reparameterize=reference.reparameterize)
        check()

    pass_any(student, [with_parts, with_noise, check])


def run_forward(model, x, width):
    called = describe_call("VAE(...)", x=x)
    fields = read_fields(model(x), OUTPUT, called, "VAEOutput(x_logits, mu, logvar, z)")
    logits = assert_shape_equals(fields["x_logits"], {"N": len(x), "D": x.shape[1]}, called)
    parts = {
        name: assert_shape_equals(fields[name], {"N": len(x), "Z": width}, called) for name in OUTPUT[1:]
    }
    for part in (logits, *parts.values()):
        assert_values_finite(part, called)
    return called, {"x_logits": logits} | parts


@pytest.mark.exercise("vae")
def test_vae_parts_have_their_shapes(student, reference, rng):
    """encode, decode and forward have the shapes of the contract, for one sample too."""

    def check():
        for d_in, d_hidden, d_latent in ((12, WIDE, 3), (7, 35, 2)):
            model = build_vae(student, rng, d_in, d_hidden, d_latent)
            for count in (5, 1):
                x, z = images(rng, count, d_in), codes(rng, count, d_latent)
                encode(
                    lambda x, model=model: model.encode(x=x),
                    x,
                    d_latent,
                    describe_call("VAE(...).encode", x=x),
                )
                decode(
                    lambda z, model=model: model.decode(z=z), z, d_in, describe_call("VAE(...).decode", z=z)
                )
                run_forward(model, x, d_latent)

    with_upstream(student, reference, check)


@pytest.mark.exercise("vae")
def test_vae_is_per_sample(student, reference, rng):
    """In eval mode encode and decode treat every sample by itself."""

    def check():
        model = build_vae(student, rng)
        model.stir(rng, 1.0)
        assert_encodes_per_sample(lambda x: model.encode(x=x), "VAE(...).encode", rng)
        assert_decodes_per_sample(lambda z: model.decode(z=z), "VAE(...).decode", rng)

    with_upstream(student, reference, check)


@pytest.mark.exercise("vae")
def test_vae_is_registered(student, reference, rng):
    """The state_dict holds the encoder and the decoder."""

    def check():
        x, z = images(rng, 5), codes(rng, 5)
        called = "VAE(...).encode and VAE(...).decode"

        def run(model):
            mu, logvar = encode(lambda x: model.encode(x=x), x, 3, called)
            return torch.cat([mu, logvar, decode(lambda z: model.decode(z=z), z, 12, called)], 1)

        assert_is_registered(functools.partial(build_vae, student, rng), rng, run, called)

    with_upstream(student, reference, check)


@pytest.mark.exercise("vae")
def test_vae_decode_gives_logits(student, reference, rng):
    """decode returns logits, and encode's heads reach all values."""

    def check():
        model = build_vae(student, rng)
        assert_logits_are_free(model, "VAE(...).decode", rng, call=lambda z: model.decode(z=z))
        called = "VAE(...).encode with large random weights"
        model.stir(rng, 3.0)
        mu, logvar = encode(lambda x: model.encode(x=x), images(rng, 20), 3, called)
        if torch.equal(mu, logvar):
            raise CheckFailed(
                called, "mu and logvar differ", "mu equals logvar", "encode returns mu twice, or logvar twice"
            )

    with_upstream(student, reference, check)


@pytest.mark.exercise("vae")
def test_forward_joins_the_parts(student, reference, rng):
    """forward(x) gives x_logits, mu, logvar, z with mu, logvar = encode(x) and x_logits = decode(z)."""

    def check():
        model = build_vae(student, rng)
        model.stir(rng, 1.0)
        x = images(rng, 5)
        called, output = run_forward(model, x, 3)
        for name, expected in zip(
            ("mu", "logvar"), encode(lambda x: model.encode(x=x), x, 3, called), strict=True
        ):
            cause = (
                "mu and logvar are in the wrong order"
                if torch.allclose(output["logvar" if name == "mu" else "mu"], expected)
                else ""
            )
            try:
                assert_values_equal(
                    output[name], expected, called, f"{name} is what encode(x) gives", tolerance=1e-3
                )
            except CheckFailed as failure:
                raise failure.with_cause(cause) from None
        expected = decode(lambda z: model.decode(z=z), output["z"], 12, called)
        scale = max(float(expected.abs().max()), 1e-8)
        off = float((output["x_logits"] - expected).abs().max()) / scale
        if off > 1e-3:
            cause = "decode is called with another z in forward"
            if torch.allclose(
                decode(lambda z: model.decode(z=z), output["mu"], 12, called),
                output["x_logits"],
                atol=1e-4 * scale,
            ):
                cause = "the decoder gets mu instead of z"
            elif torch.allclose(torch.sigmoid(expected), output["x_logits"], atol=1e-4):
                cause = "forward applies a sigmoid: x_logits are probabilities"
            raise CheckFailed(
                called, "x_logits = decode(z)", f"they differ by {off:.2g} of the largest logit", cause
            )

    with_upstream(student, reference, check)


@pytest.mark.exercise("vae")
def test_forward_samples_z(student, reference, rng):
    """In training mode z is a fresh draw of N(mu, exp(logvar)) for each sample."""

    def check():
        model = build_vae(student, rng, d_latent=16)
        model.stir(rng, 3.0)
        model.train()
        x = images(rng, 64)
        called, output = run_forward(model, x, 16)
        noise = assert_posterior_noise(output, called)
        _, again = run_forward(model, x, 16)
        assert_draws_are_fresh(noise, (again["z"] - again["mu"]) / (again["logvar"] / 2).exp(), called)

    with_upstream(student, reference, check)


@pytest.mark.exercise("vae")
def test_decoder_gets_the_draw(student, rng):
    """With other noise and everything else the same, forward gives other logits."""
    model = build_vae(student, rng)
    model.stir(rng, 1.0)
    model.train()
    x = images(rng, 5)
    results, spies = [], []
    for shift in (0.0, 2.0):
        spies.append(student.remote(lambda mu, logvar, *_, shift=shift, **__: mu + shift + 0 * logvar))
        student.replace(reparameterize=spies[-1])
        results.append(call_with_seed(student, 3, lambda: run_forward(model, x, 3)))
    if not all(spy.calls for spy in spies):
        return  # the draw is written out in forward; test_forward_joins_the_parts sees it
    (called, first), (_, second) = results
    cause = "the decoder gets mu instead of z"
    assert_rows_changed(
        first["x_logits"], second["x_logits"], range(5), called, "x_logits = decode(z)", cause, "decode(z)"
    )


@pytest.mark.exercise("vae")
def test_gradients_reach_the_encoder(student, reference, rng):
    """The gradient of the logits reaches the encoder through z, and mu and logvar pass it on."""

    def check():
        model = build_vae(student, rng)
        model.stir(rng, 1.0)
        model.train()
        x = images(rng, 5)
        called, _ = run_forward(model, x, 3)
        value = model(x)
        if isinstance(value, Handle):
            return  # an object of a class of the student's own: its tensors cannot be chosen here
        fields = read_fields(value, OUTPUT, called, "VAEOutput(x_logits, mu, logvar, z)")
        parts = list(value.values()) if isinstance(value, dict) else list(value)
        tensors = [part for part in parts if isinstance(part, torch.Tensor)]
        for name in ("x_logits", "mu", "logvar"):
            chosen = torch.randn(fields[name].shape, generator=rng)
            cotangents = [chosen if part is fields[name] else torch.zeros_like(part) for part in tensors]
            pulled = model.vjp("", {"x": x}, wrt=("x",), cotangents=cotangents[: count_tensors(value)])
            cause = f"the gradient of {name} does not reach the encoder: z.detach(), .data or no_grad() on the way"
            assert_gradient_reaches(pulled.gradients["x"], "x", called, cause=cause)

    with_upstream(student, reference, check)


def sample(model, n, width):
    called = describe_call("VAE(...).sample", n=n)
    drawn = assert_shape_equals(model.sample(n=n), {"n": n, "D": width}, called)
    assert_dtype_is_floating(drawn, called)
    assert_values_finite(drawn, called)
    return called, drawn


@pytest.mark.exercise("vae")
def test_samples_are_images(student, reference, rng):
    """sample(n) gives (n, d_in) in [0, 1], for any weights, and for n = 1 too."""

    def check():
        model = build_vae(student, rng)
        for gain, count in ((0.0, 1), (3.0, 10), (3.0, 7)):
            model.stir(rng, gain)
            called, drawn = sample(model, count, 12)
            cause = "the sigmoid is missing: decode gives logits, sample gives probabilities"
            assert_values_between(drawn, 0.0, 1.0, called, cause, "Return torch.sigmoid(logits).")
        called, drawn = sample(model, 200, 12)
        if float(drawn.min()) >= 0.5 or float(drawn.max()) <= 0.5:
            cause = "the sigmoid is applied twice, or to something that has one sign only"
            raise CheckFailed(called, "probabilities fall on both sides of 1/2", "they do not", cause)

    with_upstream(student, reference, check)


@pytest.mark.exercise("vae")
def test_samples_are_fresh(student, reference, rng):
    """Every sample has its own z, drawn anew in each call."""

    def check():
        model = build_vae(student, rng)
        model.stir(rng, 2.0)
        called, first = sample(model, 6, 12)
        _, second = sample(model, 6, 12)
        if float((first - second).abs().max()) < 1e-6:
            cause = "z is not random: it is a constant, or the seed is reset"
            raise CheckFailed(
                called,
                "two calls draw new samples",
                "two calls gave the same",
                cause,
                "Draw z anew in each call.",
            )
        if float((first - first[:1]).abs().max()) < 1e-6:
            hint = "Draw z of shape (n, d_latent)."
            raise CheckFailed(
                called,
                "samples differ",
                "all samples of a call are the same",
                "one z is used for all samples",
                hint,
            )
        twins = sum(bool(torch.equal(one, other)) for one, other in itertools.combinations(first, 2))
        if twins >= 3:
            cause = "one z is used for several samples: noise repeats within a call"
            raise CheckFailed(
                called, "samples differ", f"{twins} pairs are equal", cause, "Draw z of shape (n, d_latent)."
            )

    with_upstream(student, reference, check)


GRID = torch.linspace(-6, 6, 241)


def distances(drawn, curve):
    """Distance of each sample to each point of a curve; for binary pixels, their negative log-likelihood."""
    drawn = drawn.to(curve.dtype)
    if bool(((drawn == 0) | (drawn == 1)).all()):
        p = curve.clamp(1e-6, 1 - 1e-6)
        return -(drawn @ p.log().T + (1 - drawn) @ (1 - p).log().T)
    return torch.cdist(drawn, curve)


@pytest.mark.exercise("vae")
def test_samples_come_from_the_prior(student, reference, rng):
    """sample(n) gives sigmoid(decode(z)), or pixels drawn from it, with z from N(0, I)."""

    def check():
        model = build_vae(student, rng, d_in=40, d_latent=1)
        model.stir(rng, 1.5)
        called, drawn = sample(model, 768, 40)
        curve = torch.sigmoid(decode(lambda z: model.decode(z=z), GRID[:, None].clone(), 40, called))
        found = distances(drawn, curve)
        binary = bool(((drawn == 0) | (drawn == 1)).all())
        spread = max(float(torch.cdist(curve[:1], curve[-1:])), 1e-3)
        if not binary and float(found.amin(1).median()) > 0.05 * spread:
            raise CheckFailed(
                called,
                "a sample is sigmoid(decode(z)) for some z",
                "no z gives these",
                "the samples are not sigmoid(decode(z))",
            )
        if binary and are_rounded(drawn, curve):
            cause = "the samples are rounded to 0 or 1: the probabilities are lost"
            hint = "Return the probabilities, or draw each pixel with torch.bernoulli."
            raise CheckFailed(called, "a sample is sigmoid(decode(z))", "all pixels are 0 or 1", cause, hint)
        if not binary:
            assert_spread_along_curve(drawn, curve, called)
        z = torch.randn(3072, generator=rng)
        places = ((z - GRID[0]) / (GRID[1] - GRID[0])).round().long().clamp(0, len(GRID) - 1)
        ours = torch.bernoulli(curve[places], generator=rng) if binary else curve[places]
        codes = GRID[found.argmin(1)], GRID[distances(ours, curve).argmin(1)]
        assert_codes_follow_prior(*codes, called)

    with_upstream(student, reference, check)

"""Hidden checks of `train_step`, `interpolate` and `iwae_bound`."""

from __future__ import annotations

import math

import pytest
import torch

from fairgrade.checks.diagnosis import Misconception
from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.notes import add_note
from fairgrade.checks.precision import run_in_best_precision
from fairgrade.checks.randomness import assert_seed_is_left_alone
from fairgrade.checks.statistics import assert_samples_agree, assert_variance_equals
from fairgrade.checks.structure import read_fields, read_number
from fairgrade.checks.tensors import assert_shape_equals, assert_values_equal
from fairgrade.checks.training import assert_parameters_moved
from fairgrade.checks.upstream import pass_any, place_module
from graders.lecture1_vae.vae_models import LoggingModel, StraightModel, build

TERMS = ("loss", "rec", "kl")
METHODS = ("encode", "decode", "encoder", "decoder", "sample")
RATE = 0.05


def use_reference(student, reference):
    """The reference's functions in place of the student's."""
    student.replace(
        elbo_loss=reference.elbo_loss,
        bernoulli_nll=reference.bernoulli_nll,
        gaussian_kl=reference.gaussian_kl,
        reparameterize=reference.reparameterize,
    )


def with_models(student, reference, trusted, check, check_own):
    """The check on a trusted model with the reference's functions, with the student's, then on the student's own model."""

    def on_trusted():
        use_reference(student, reference)
        model = trusted()
        check(place_module(student, model, METHODS)[0], model)

    def on_trusted_with_own_losses():
        model = trusted()
        check(place_module(student, model, METHODS)[0], model)

    pass_any(student, [on_trusted, on_trusted_with_own_losses], [check_own])


def straight_model(reference, rng):
    return StraightModel(
        reference.VAEOutput, (torch.randn(6, 2, generator=rng) / 2, torch.randn(2, 6, generator=rng))
    )


def own_vae(student, rng):
    model = build(student, "VAE", torch.rand(2, 6, generator=rng), d_in=6, d_hidden=32, d_latent=2)
    model.train()
    return model


def step(student, model, optimizer, x):
    called = describe_call("train_step", x=x)
    value = student.train_step(model=model, optimizer=optimizer, x=x)
    fields = read_fields(value, TERMS, called, "a dict with loss, rec and kl")
    return called, {name: read_plain(fields[name], called, name) for name in TERMS}


def read_plain(value, called, name):
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        cause = f"`{name}` is still a tensor, which keeps the whole graph in memory: use `.item()`"
        raise CheckFailed(
            called,
            f"`{name}` is a plain float",
            f"got {describe_value(value)}",
            cause,
            "float(value) or value.item().",
        )
    return read_number(value, called, name)


def expected_step(model, x, rate=RATE):
    """Terms before one SGD step on the trusted model, the gradients, and the parameters after it."""
    names, values = zip(*model.named_parameters(), strict=True)
    rec, kl = model.bound(x)
    gradients = dict(zip(names, torch.autograd.grad(rec + kl, values), strict=True))
    rec, kl = float(rec.detach()), float(kl.detach())
    return {"rec": rec, "kl": kl, "loss": rec + kl}, gradients


def assert_term(got, expected, name, called, slips):
    if abs(got - expected) <= 1e-4 * max(abs(expected), 1e-3):
        return
    cause = next((text for value, text in slips if abs(got - value) <= 1e-4 * max(abs(value), 1e-3)), "")
    raise CheckFailed(
        called,
        f"{name} is the batch mean that elbo_loss gives",
        "another value came back",
        cause,
        "Return the terms of this step.",
    )


@pytest.mark.exercise("train_step")
def test_terms_of_the_step(student, reference, rng):
    """loss, rec and kl are floats: what elbo_loss gives on this batch, with loss = rec + kl."""
    x = torch.rand(5, 6, generator=rng)

    def check(handle, model):
        optimizer = student.optimizer("SGD", handle, lr=RATE)
        terms, _ = expected_step(model, x)
        called, got = step(student, handle, optimizer, x)
        later = expected_step(twin_of(model, handle.parameters()), x)[0]
        for name in ("rec", "kl", "loss"):
            slips = [(terms[other], f"{name} and {other} are mixed up") for other in TERMS if other != name]
            slips += [
                (terms[name] * len(x), f"{name} is summed over the batch, not averaged"),
                (terms[name] / x[0].numel(), f"{name} is averaged over the pixels, not summed"),
                (-terms[name], f"the sign of {name} is flipped"),
                (later[name], f"{name} is computed again after the step: return what the step followed"),
                (expected_step(model, x[: len(x) // 2])[0][name], "only a part of the batch is used"),
                (
                    expected_step(model, x.round())[0][name],
                    "x is rounded to 0 or 1: grey values must count as they are",
                ),
            ]
            assert_term(got[name], terms[name], name, called, slips)

    def check_own():
        model = own_vae(student, rng)
        _, got = step(student, model, student.optimizer("SGD", model, lr=RATE), x)
        assert_term(got["loss"], got["rec"] + got["kl"], "loss", "train_step", [])

    with_models(student, reference, lambda: straight_model(reference, rng), check, check_own)


@pytest.mark.exercise("train_step")
def test_one_step_down_the_gradient(student, reference, rng):
    """One call makes one step of the given optimiser, down the gradient of rec + kl on this batch."""
    x = torch.rand(5, 6, generator=rng)

    def check(handle, model):
        optimizer = student.optimizer("SGD", handle, lr=RATE)
        before = handle.parameters()
        called, _ = step(student, handle, optimizer, x)
        assert_step(before, handle.parameters(), gradients_of(model, before, x), model, x, called)

    with_models(
        student,
        reference,
        lambda: straight_model(reference, rng),
        check,
        lambda: check_own_moves(student, rng),
    )


def twin_of(model, parameters):
    """The trusted model with these values of its parameters."""
    twin = StraightModel(model.output, (parameters["to_mu"], parameters["to_logits"]))
    twin.shift.data = parameters["shift"].clone()
    return twin


def gradients_of(model, parameters, x):
    """Gradients of the bound where the parameters have these values."""
    return expected_step(twin_of(model, parameters), x)[1]


def assert_step(before, after, gradients, model, x, called, earlier=None):
    """Fail when parameters did not move by -rate times the gradient; names what they did."""
    moved = torch.cat([(after[name] - before[name]).detach().flatten() for name in gradients]).double()
    wanted = -RATE * torch.cat([gradient.flatten() for gradient in gradients.values()]).double()
    scale = float(wanted.abs().max())
    if float((moved - wanted).abs().max()) <= 1e-3 * scale:
        return
    if is_clipped(moved / -RATE, wanted / -RATE):
        add_note("You clip the gradients; the exercise does not ask for it. This costs no points.")
        return
    relation = "the weights move by -lr times the gradient of rec + kl"
    hint = "optimizer.zero_grad(), loss.backward(), optimizer.step()."
    raise CheckFailed(
        called,
        relation,
        "they moved otherwise",
        step_cause(moved, wanted, model, x, before, scale, earlier),
        hint,
    )


def is_clipped(used, gradient):
    """Whether a gradient was clipped, by value or by norm, at a bound as people choose them: 1, 2, 2.5, 3 or 5 times 10^k.

    Clipping by value leaves some elements as they are, which tells it from the equal steps that Adam begins with.
    """

    def is_chosen(bound):
        digits = bound / 10 ** math.floor(math.log10(bound)) if bound > 0 else 0.0
        return any(abs(digits - one) < 1e-3 * one for one in (1, 2, 2.5, 3, 5, 10))

    largest, norm = float(used.abs().max()), float(used.norm())
    below = gradient.abs() < 0.9 * largest
    by_value = is_chosen(largest) and bool(below.any()) and bool((gradient.abs() > largest).any())
    by_norm = is_chosen(norm) and norm < float(gradient.norm())
    return any(
        possible and float((used - clipped).abs().max()) <= 1e-3 * largest
        for possible, clipped in (
            (by_value, gradient.clamp(-largest, largest)),
            (by_norm, gradient * norm / max(float(gradient.norm()), 1e-12)),
        )
    )


def step_cause(moved, wanted, model, x, before, scale, earlier):
    def is_close(value):
        return float((moved - value).abs().max()) <= 1e-3 * max(float(value.abs().max()), 1e-3 * scale)

    if float(moved.abs().max()) == 0:
        return "no step was made: is `loss.backward()` followed by `optimizer.step()`, and the loss not detached?"
    if earlier is not None and is_close(wanted + earlier):
        return "gradients of the step before pile up: zero_grad is missing or misplaced"
    factors = (
        (-1, "the loss is maximised: its sign is flipped"),
        (2, "two steps or two backward passes are made"),
    )
    for factor, text in (
        *factors,
        (len(x), "the loss is summed over the batch"),
        (1 / x[0].numel(), "the loss is averaged over the pixels"),
    ):
        if is_close(factor * wanted):
            return text
    twin = twin_of(model, before)
    for part, text in (
        (x[: max(len(x) // 2, 1)], "only a part of the batch is used"),
        (x[:1], "only the first sample of the batch is used"),
        (x.round(), "x is rounded to 0 or 1: grey values must count as they are"),
    ):
        if is_close(
            -RATE * torch.cat([one.flatten() for one in expected_step(twin, part)[1].values()]).double()
        ):
            return text
    ratio = float((moved * wanted).sum() / (wanted * wanted).sum())
    if is_close(ratio * wanted):
        return f"the step is {ratio:.3g} times as long: the learning rate is changed, or the loss is scaled"
    for place, text in (
        (0, "the KL plays no part in the step: only rec is followed"),
        (1, "rec plays no part in the step: only the KL is followed"),
    ):
        gradients = torch.autograd.grad(twin.bound(x)[place], list(twin.parameters()), allow_unused=True)
        pairs = zip(gradients, twin.parameters(), strict=True)
        part = (
            -RATE
            * torch.cat(
                [(torch.zeros_like(value) if got is None else got).flatten() for got, value in pairs]
            ).double()
        )
        if is_close(part):
            return text
    if float(moved.abs().max()) < 1e-2 * scale:
        return "another optimiser than the given one is used, or its learning rate is changed"
    return "another optimiser than the given one is used, the step is made several times, or a part of the model is detached"


@pytest.mark.exercise("train_step")
def test_steps_do_not_pile_up(student, reference, rng):
    """The second call follows the gradient of its own batch only."""
    x, other = torch.rand(5, 6, generator=rng), torch.rand(4, 6, generator=rng)

    def check(handle, model):
        optimizer = student.optimizer("SGD", handle, lr=RATE)
        start = handle.parameters()
        earlier = gradients_of(model, start, x)
        step(student, handle, optimizer, x)
        before = handle.parameters()
        called, _ = step(student, handle, optimizer, other)
        piled = -RATE * torch.cat([gradient.flatten() for gradient in earlier.values()]).double()
        assert_step(
            before, handle.parameters(), gradients_of(model, before, other), model, other, called, piled
        )

    with_models(
        student,
        reference,
        lambda: straight_model(reference, rng),
        check,
        lambda: check_own_moves(student, rng),
    )


def check_own_moves(student, rng):
    """For a step that needs more of a model than the contract names: every parameter of the student's own moves."""
    model = own_vae(student, rng)
    optimizer = student.optimizer("SGD", model, lr=RATE)
    x = torch.rand(16, 6, generator=rng)
    before, losses = model.parameters(), []
    for _ in range(40):
        called, got = step(student, model, optimizer, x)
        losses.append(got["loss"])
    assert_parameters_moved(before, model.parameters(), called)
    if not sum(losses[-10:]) < sum(losses[:10]):
        raise CheckFailed(
            called,
            "the loss falls over 40 steps on one batch",
            "it does not",
            "the step does not follow the gradient",
        )


@pytest.mark.exercise("train_step")
def test_every_parameter_is_trained(student, reference, rng):
    """One step with Adam moves every parameter of the student's own VAE."""

    def check():
        model = own_vae(student, rng)
        model.stir(rng, 0.5)
        before = model.parameters()
        optimizer = student.optimizer("Adam", model, lr=1e-2)
        for _ in range(5):
            called, _ = step(student, model, optimizer, torch.rand(16, 6, generator=rng))
        assert_parameters_moved(before, model.parameters(), called)

    def check_trusted(handle, model):
        before = handle.parameters()
        optimizer = student.optimizer("Adam", handle, lr=1e-2)
        called, _ = step(student, handle, optimizer, torch.rand(5, 6, generator=rng))
        assert_parameters_moved(before, handle.parameters(), called)

    with_models(student, reference, lambda: straight_model(reference, rng), check_trusted, check)


@pytest.mark.exercise("train_step")
def test_seed_is_left_alone(student, reference, rng):
    """train_step does not reset the global seed."""
    x = torch.rand(5, 6, generator=rng)

    def check(handle, model):
        del model

        def run():
            step(student, handle, student.optimizer("SGD", handle, lr=RATE), x)

        assert_seed_is_left_alone(student, "train_step after two seeds", run)

    with_models(
        student,
        reference,
        lambda: straight_model(reference, rng),
        check,
        lambda: check_own_moves(student, rng),
    )


STRAIGHT = "row i is z0 + i / (steps - 1) * (z1 - z0)"


def slerp(z0, z1, steps):
    """Spherical interpolation, which keeps the angle's speed; the usual formula, without normalising."""
    cosine = torch.dot(z0, z1) / (z0.norm() * z1.norm())
    angle = torch.arccos(cosine.clamp(-1, 1))
    t = torch.linspace(0, 1, steps, dtype=z0.dtype)[:, None]
    return (torch.sin((1 - t) * angle) * z0 + torch.sin(t * angle) * z1) / torch.sin(angle)


def path_mistakes(z0, z1, steps):
    """What usual mistakes return."""
    right = "t = torch.linspace(0, 1, steps); row i is (1 - t[i]) * z0 + t[i] * z1."
    i = torch.arange(steps, dtype=z0.dtype)[:, None]

    def at(t):
        return (1 - t) * z0 + t * z1

    def slip(value, cause):
        return Misconception(value, cause, right)

    t = i / (steps - 1)
    return [
        slip(at(1 - t), "the path runs from z1 to z0"),
        slip(at(i / steps), "the last point is not z1: the weights are i / steps, not i / (steps - 1)"),
        slip(at((i + 1) / steps), "the first point is not z0: the weights are (i + 1) / steps"),
        slip(at((i + 1) / (steps + 1)), "the endpoints are left out"),
        slip(at((i + 0.5) / steps), "the endpoints are left out"),
        slip(z0 + t * z1, "z1 is added to z0: the difference z1 - z0 is needed"),
        slip(t * z0 + t * z1, "both ends have the same weight: one of them needs 1 - t"),
        slip(z0 + t * (z0 - z1), "the path runs away from z1: the sign of the difference is flipped"),
        slip(t * (z1 - z0), "the path starts at 0, not at z0"),
        slip(t * z1, "the path starts at 0, not at z0"),
        slip(((1 - t).sqrt() * z0 + t.sqrt() * z1), "the weights do not add up to 1"),
        slip(z0.expand(steps, -1), "every row is z0"),
        slip(z1.expand(steps, -1), "every row is z1"),
        slip(at(torch.full_like(t, 0.5)), "every row is the middle"),
        slip(at((t > 0.5).to(t.dtype)), "there is a jump in place of a path"),
        slip(at(torch.floor(t)), "the weights are rounded down to whole numbers: a whole-number division"),
        slip(at(t**2), "the steps are not equally long"),
        slip(at(t * t * (3 - 2 * t)), "the steps are not equally long"),
        slip(at((1 - torch.cos(math.pi * t)) / 2), "the steps are not equally long"),
        slip(at(-1 + 3 * t), "the path runs beyond both ends"),
        slip(at(-1 + 2 * t), "the weights run from -1 to 1, not from 0 to 1"),
        slip(at(i), "the weights are 0, 1, 2, ...: divide by steps - 1"),
        slip(torch.nn.functional.normalize(at(t), dim=1), "every point is scaled to unit length"),
    ]


@pytest.mark.exercise("interpolate")
@pytest.mark.parametrize("steps", [7, 2, 4])
def test_points_on_the_line(student, rng, steps):
    """interpolate(z0, z1, steps) gives `steps` equally spaced points from z0 to z1, both included."""

    def check(dtype):
        z0 = torch.tensor([1.0, -2.0, 0.5, 1.5, 1.0], dtype=dtype) + torch.rand(5, generator=rng).to(dtype)
        z1 = torch.tensor([2.5, -0.5, 2.0, 0.2, -1.0], dtype=dtype) + torch.rand(5, generator=rng).to(dtype)
        called = describe_call("interpolate", z0=z0, z1=z1, steps=steps)
        value = student.interpolate(z0=z0, z1=z1, steps=steps)
        got = assert_shape_equals(value, {"steps": steps, "Z": 5}, called, count_cause(value, steps))
        assert_values_finite(got, called)
        t = torch.linspace(0, 1, steps, dtype=dtype)[:, None]
        if torch.allclose(got.double(), slerp(z0, z1, steps).double(), rtol=1e-5, atol=1e-5) and steps > 2:
            add_note(
                "You interpolate on the sphere; the exercise asks for the straight line. This costs no points."
            )
            return
        expected = (1 - t) * z0 + t * z1
        candidates = path_mistakes(z0, z1, steps)
        axes = {"steps": steps, "Z": 5}
        try:
            assert_values_equal(got, expected, called, STRAIGHT, axes=axes, candidates=candidates)
        except CheckFailed as failure:
            uneven = "the steps are not equally long" if is_on_the_line(got, z0, z1) else ""
            raise failure.with_cause(uneven) from None

    run_in_best_precision(check)


def is_on_the_line(path, z0, z1):
    """Whether a path runs from z0 to z1 on the straight line, whatever its steps."""
    along = ((path - z0) @ (z1 - z0) / (z1 - z0).square().sum())[:, None]
    straight = torch.allclose(path, z0 + along * (z1 - z0), rtol=1e-4, atol=1e-4)
    return straight and abs(float(along[0])) < 1e-4 and abs(float(along[-1]) - 1) < 1e-4


def count_cause(value, steps):
    if not isinstance(value, torch.Tensor) or value.dim() != 2:
        return ""
    if tuple(value.shape) == (5, steps):
        return "the axes are swapped: one row for each step"
    return {
        steps + 2: "there are `steps` points between the ends: the ends count among them",
        steps + 1: "there is one point too many: `steps` points have steps - 1 gaps",
        steps - 1: "one end is missing: both ends count among the points",
        steps - 2: "both ends are missing: they count among the points",
    }.get(len(value), "")


@pytest.mark.exercise("interpolate")
def test_one_dimension(student, rng):
    """It works for a single latent dimension and for equal ends."""

    def check(dtype):
        for z0, z1 in (([0.5], [-1.5]), ([1.0, 2.0], [1.0, 2.0])):
            first, last = torch.tensor(z0, dtype=dtype), torch.tensor(z1, dtype=dtype)
            called = describe_call("interpolate", z0=first, z1=last, steps=5)
            t = torch.linspace(0, 1, 5, dtype=dtype)[:, None]
            value = student.interpolate(z0=first, z1=last, steps=5)
            expected = (1 - t) * first + t * last
            got = assert_shape_equals(value, {"steps": 5, "Z": len(first)}, called)
            if bool(torch.isnan(got).all()):
                continue  # on the sphere equal or opposite ends have no path
            assert_values_equal(
                got,
                expected,
                called,
                STRAIGHT,
                axes={"steps": 5, "Z": len(first)},
                candidates=path_mistakes(first, last, 5),
            )

    run_in_best_precision(check)


BOUND = "the bound is log(1/k sum_i p(x, z_i) / q(z_i | x)) with k draws z_i for each sample"
SPREAD = 40.0
NEAR = 4.2  # of a posterior mean: 6.9 standard deviations; means are 10 apart, and 5 from 0


def bound_probe(rng, count=4, pixels=10):
    """Data whose first pixel tells the sample, so that its draws are found again in a log."""
    x = torch.rand(count, pixels, generator=rng)
    x[:, 0] = torch.linspace(0.1, 0.9, count)[torch.randperm(count, generator=rng)]
    return x


def logging_model(reference, rng, pixels=10, gain=0.8):
    return LoggingModel(reference.VAEOutput, gain * torch.randn(3, pixels, generator=rng), SPREAD)


def log_weights(model, x, z):
    """The three terms of the log-weight of each draw; z is `(k, N, Z)`."""
    mu, logvar = model.encode(x)
    logits = torch.tanh(z) @ model.to_logits.detach().to(z.dtype)
    log_likelihood = (x * logits - torch.nn.functional.softplus(logits)).sum(-1)
    log_prior = -0.5 * (z**2 + math.log(2 * math.pi)).sum(-1)
    log_q = -0.5 * ((z - mu) ** 2 / logvar.exp() + logvar + math.log(2 * math.pi)).sum(-1)
    return log_likelihood, log_prior, log_q


def used_draws(model, wanted):
    """The codes the student decoded; those of whole passes where they are the ones that count."""
    decoded, passed = (
        torch.cat([torch.zeros(0, model.d_latent), *part]).double() for part in (model.decoded, model.passed)
    )
    if len(decoded) == wanted:
        return decoded
    return passed if len(passed) == wanted else torch.cat([decoded, passed])


def sort_draws(model, x, k, called):
    """The draws that the model saw, `(k, N, Z)`: each belongs to the sample whose posterior mean is nearest."""
    mu = model.encode(x.double())[0]
    drawn = used_draws(model, len(x) * k)
    distance = (drawn[:, :1] - mu[:, :1].T).abs()
    if not bool((distance.amin(1) < NEAR).all()):
        cause = (
            "the codes are drawn from the prior, or their spread is not exp(logvar / 2): draw from q(z | x)"
        )
        raise CheckFailed(
            called,
            "the codes are draws of q(z | x)",
            "codes far from every posterior mean were decoded",
            cause,
        )
    owner = distance.argmin(1)
    counts = torch.bincount(owner, minlength=len(x))
    if not bool((counts == k).all()):
        most = int(counts.max())
        cause = (
            "k is not used: one draw is made for each sample"
            if most == 1 and k > 1
            else "the number of draws is not k"
        )
        raise CheckFailed(
            called,
            f"each sample gets k = {k} draws",
            f"{most} draws for a sample",
            cause,
            "Draw k codes for each sample.",
        )
    return torch.stack([drawn[owner == place] for place in range(len(x))], 1)


def assert_scaled_noise(model, x, z, called):
    """Fail when draws repeat, or one latent dimension is wider or narrower than q says (by 24 % with 1,200 draws)."""
    mu, logvar = model.encode(x.double())
    noise = (z - mu) / (logvar / 2).exp()
    k = len(z)
    if k > 1 and float((z - z[:1]).abs().max()) < 1e-9:
        raise CheckFailed(
            called,
            "the k draws differ",
            "they are all the same",
            "one z is used k times: the bound does not tighten",
        )
    if k >= 200:
        squeezed = (noise / (logvar / 2).exp()).square().mean((0, 1))
        cause = (
            "exp(logvar) is the variance; you need exp(0.5 * logvar)"
            if float((squeezed - 1).abs().max()) < 0.2
            else ""
        )
        for one in noise.unbind(-1):
            assert_variance_equals(
                one,
                1.0,
                called,
                "z is a draw of N(mu, exp(logvar))",
                cause or "the draws have another spread",
            )


def bound_mistakes(likelihood, prior, log_q, model, x, z):
    """What usual mistakes return for the draws that were seen."""
    right = "logsumexp over the k draws of log p(x | z) + log p(z) - log q(z | x), minus log k."
    weights = likelihood + prior - log_q
    k = len(weights)
    log_k = math.log(k)
    mu, logvar = (part.double() for part in model.encode(x.double()))
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(1)

    def mean_of(terms):
        return terms.logsumexp(0) - log_k

    def slip(value, cause):
        return Misconception(value, cause, right)

    width = model.d_latent
    constant = width * math.log(2 * math.pi) / 2
    unscaled = log_q + 0.5 * logvar.sum(-1)
    return [
        slip(-mean_of(weights), "the sign is flipped: a bound on log p(x) is asked for, not on -log p(x)"),
        slip(weights.mean(0), "the mean of the logarithms is taken: this is the ELBO, whatever k is"),
        slip(weights.logsumexp(0), "log k is not subtracted: the sum over the draws is taken, not the mean"),
        slip(weights.logsumexp(0) + log_k, "the sign of log k is flipped"),
        slip(weights.logsumexp(0) / k, "the logarithm is divided by k: the mean belongs inside it"),
        *(
            slip(
                mixed.logsumexp(0) - log_k,
                "draws of different samples are mixed: the view does not undo repeat",
            )
            for mixed in (weights.reshape(-1, k).T, weights.T.reshape(k, -1))
            if k > 1
        ),
        slip(weights.amax(0), "the largest weight is taken, not the mean of the weights"),
        slip(mean_of(likelihood + prior), "log q(z | x) is missing: the draws come from q, so divide by it"),
        slip(mean_of(likelihood - log_q), "the prior log p(z) is missing"),
        slip(mean_of(likelihood), "the weights p(z) / q(z | x) are missing"),
        slip(
            likelihood.mean(0), "the weights p(z) / q(z | x) are missing, and so is the logarithm of a mean"
        ),
        slip(
            mean_of(likelihood - prior + log_q), "prior and q are swapped: the weight is p(x, z) / q(z | x)"
        ),
        slip(mean_of(likelihood + prior + log_q), "log q is added: the weight is p(x, z) / q(z | x)"),
        slip(mean_of(likelihood) - kl, "the closed KL stands in for log p(z) - log q(z | x) of each draw"),
        slip(likelihood.mean(0) - kl, "this is the ELBO with the closed KL, whatever k is"),
        slip(-mean_of(likelihood) - kl, "the sign of the reconstruction is flipped"),
        slip(
            mean_of(-likelihood + prior - log_q),
            "the sign of log p(x | z) is flipped: bernoulli_nll is its negative",
        ),
        slip(mean_of(likelihood + prior - unscaled), "the term logvar of log q is missing"),
        slip(mean_of(weights - constant), "the constant log(2 pi) is in one of log p(z) and log q only"),
        slip(mean_of(weights + constant), "the constant log(2 pi) is in one of log p(z) and log q only"),
        slip(
            mean_of(likelihood + prior - wide_log_q(model, x, z)),
            "exp(logvar) is taken for the standard deviation in log q",
        ),
        slip(kl, "the KL is returned"),
        slip(-kl, "the KL is returned"),
    ]


def wide_log_q(model, x, z):
    """log q with exp(logvar) in place of exp(logvar / 2)."""
    mu, logvar = model.encode(x.double())
    return -0.5 * ((z - mu) ** 2 / (2 * logvar).exp() + 2 * logvar + math.log(2 * math.pi)).sum(-1)


def check_bound(student, handle, model, x, k):
    called = describe_call("iwae_bound", x=x, k=k)
    model.decoded.clear()
    model.passed.clear()
    value = student.iwae_bound(model=handle, x=x, k=k)
    got = assert_shape_equals(value, {"N": len(x)}, called, bound_shape(value, len(x), k))
    assert_values_finite(
        got,
        called,
        "exp of a log-weight is 0 or infinite: use logsumexp",
        "torch.logsumexp(log_weights, 0) - math.log(k).",
    )
    z = sort_draws(model, x, k, called)
    assert_scaled_noise(model, x, z, called)
    terms = log_weights(model, x.double(), z)
    expected = (terms[0] + terms[1] - terms[2]).logsumexp(0) - math.log(k)
    candidates = bound_mistakes(*terms, model, x, z)
    sizes = {"k": k, "Z": model.d_latent, "N": len(x)}
    assert_values_equal(
        got.double(),
        expected,
        called,
        BOUND,
        axes={"N": len(x)},
        candidates=candidates,
        sizes=sizes,
        tolerance=1e-4,
    )


def bound_shape(value, count, k):
    if not isinstance(value, torch.Tensor):
        return ""
    if value.dim() == 2 and set(value.shape) == {count, k}:
        return "the log-weights came back: take the logarithm of their mean over the k draws"
    if value.numel() == 1 and count > 1:
        return "the mean over the batch is taken: keep one value for each sample"
    if value.shape == (k,):
        return "the mean over the batch is taken, not over the k draws"
    return ""


@pytest.mark.exercise("iwae_bound")
@pytest.mark.parametrize("k", [1, 6, 300])
def test_bound_of_known_draws(student, reference, rng, k):
    """The bound is log(1/k sum_i p(x, z_i) / q(z_i | x)) for the draws that were made."""
    x = bound_probe(rng)

    def check(handle, model):
        check_bound(student, handle, model, x, k)

    with_models(
        student,
        reference,
        lambda: logging_model(reference, rng),
        check,
        lambda: check_own_bound(student, rng, k),
    )


@pytest.mark.exercise("iwae_bound")
def test_many_pixels_stay_finite(student, reference, rng):
    """log p(x | z) of a thousand pixels is far below what exp can show; the bound stays finite."""
    x = bound_probe(rng, count=3, pixels=1500)

    def check(handle, model):
        check_bound(student, handle, model, x, 5)

    trusted = lambda: logging_model(reference, rng, pixels=1500, gain=2.0)  # noqa: E731
    with_models(student, reference, trusted, check, lambda: check_own_bound(student, rng, 5))


def check_own_bound(student, rng, k):
    """On the student's own VAE: 256 bounds of one image follow the distribution of 512 that are computed here."""
    model = build(student, "VAE", torch.rand(2, 6, generator=rng), d_in=6, d_hidden=32, d_latent=2)
    model.stir(rng, 1.0)
    x = torch.rand(1, 6, generator=rng)
    many = min(k, 6)
    called = describe_call("iwae_bound", x=x.expand(256, 6), k=many)
    value = student.iwae_bound(model=model, x=x.expand(256, 6).contiguous(), k=many)
    got = assert_shape_equals(value, {"N": 256}, called)
    assert_values_finite(got, called)
    fields = read_fields(model.encode(x=x), ("mu", "logvar"), "encode", "the pair (mu, logvar)")
    mu, logvar = fields["mu"].detach(), fields["logvar"].detach()
    z = mu + (logvar / 2).exp() * torch.randn(many * 512, 2, generator=rng)
    logits = model.decode(z=z).detach()
    likelihood = (x * logits - torch.nn.functional.softplus(logits)).sum(1)
    prior, log_q = -0.5 * (z**2).sum(1), -0.5 * ((z - mu) ** 2 / logvar.exp() + logvar).sum(1)
    ours = (likelihood + prior - log_q).reshape(many, 512).logsumexp(0) - math.log(many)
    assert_samples_agree(got, ours, called, BOUND, "the weights or their mean are not those of the bound")


@pytest.mark.exercise("iwae_bound")
def test_draws_are_fresh(student, reference, rng):
    """Two calls draw new codes: the bounds differ."""
    x = bound_probe(rng)

    def check(handle, model):
        del model
        called = describe_call("iwae_bound", x=x, k=3)
        first, second = (
            assert_shape_equals(student.iwae_bound(model=handle, x=x, k=3), {"N": 4}, called)
            for _ in range(2)
        )
        if torch.equal(first, second):
            cause = "z is not drawn: mu is used, or the seed is reset"
            raise CheckFailed(called, "two calls draw new codes", "two calls gave the same", cause)

    with_models(
        student,
        reference,
        lambda: logging_model(reference, rng),
        check,
        lambda: check_own_bound(student, rng, 3),
    )

"""Hidden checks of the class `CVAE`: encode, decode and forward, sample."""

from __future__ import annotations

import pytest
import torch
from cvae_models import IMAGE, build_model, random_images, stir

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.gradients import assert_gradient_reaches
from fairgrade.checks.notes import add_note
from fairgrade.checks.randomness import assert_draws_are_fresh, call_with_seed
from fairgrade.checks.statistics import assert_noise_is_normal, assert_samples_agree
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
from fairgrade.errors import Missing, NotStarted, StudentFault, StudentRaised

OUTPUT = ("x_logits", "mu", "logvar", "z")


def with_upstream(student, reference, check):
    """The check with the reference's one_hot and reparameterize, then with the student's own."""

    def with_reference():
        student.replace(one_hot=reference.one_hot, reparameterize=reference.reparameterize)
        check()

    pass_any(student, [with_reference, check])


def unless_to_blame(check, part, name):
    """The check, or a note where it failed and `part`, which another exercise judges, fails too: a mistake costs once."""
    try:
        check()
    except (CheckFailed, StudentFault) as failure:
        if isinstance(failure, NotStarted) or not fails(part):
            raise
        add_note(f"This was not held against you, because {name} does not work yet: {NOTE}")


def fails(part):
    """Whether a part of the model was written and does not do what its own exercise asks for."""
    try:
        part()
    except (NotStarted, Missing):
        return False
    except (CheckFailed, StudentFault):
        return True
    return False


NOTE = "correct that first."


def encode(model, x, y, width):
    called = describe_call("model.encode", x=x, y=y)
    fields = read_fields(model.encode(x=x, y=y), ("mu", "logvar"), called, "the pair (mu, logvar)")
    axes = {"N": len(x), "Z": width}
    mu, logvar = (assert_shape_equals(fields[name], axes, called) for name in ("mu", "logvar"))
    assert_values_finite(mu, called)
    assert_values_finite(logvar, called)
    return mu, logvar


def decode(model, z, y):
    called = describe_call("model.decode", z=z, y=y)
    logits = assert_shape_equals(model.decode(z=z, y=y), {"N": len(z)} | IMAGE, called)
    assert_dtype_is_floating(logits, called)
    assert_values_finite(logits, called)
    return logits


def sample(model, y):
    called = describe_call("model.sample", y=y)
    images = assert_shape_equals(model.sample(y=y), {"n": len(y)} | IMAGE, called)
    assert_dtype_is_floating(images, called)
    assert_values_finite(images, called)
    return images


def labels(rng, count, classes=10):
    return torch.randint(0, classes, (count,), generator=rng)


@pytest.mark.exercise("cvae_encode")
def test_encode_gives_mu_and_logvar(student, reference, rng):
    """encode(x, y) gives mu and logvar, each (N, d_latent), for a batch and for one image."""

    def check():
        for settings, width in (
            ({"d_latent": 3, "num_classes": 10}, 3),
            ({"d_latent": 5, "num_classes": 10}, 5),
            ({}, 16),
        ):
            model = build_model(student, **settings)
            for count in (5, 1) if width == 3 else (2,):
                encode(model, random_images(rng, count), labels(rng, count), width)

    with_upstream(student, reference, check)


@pytest.mark.exercise("cvae_encode")
def test_heads_reach_all_values(student, reference, rng):
    """For some weights mu is negative, for some positive, and logvar is negative; both depend on x and differ."""

    def check():
        called = "model.encode with three draws of random weights"
        x, y, other = random_images(rng, 8), labels(rng, 8), random_images(rng, 8)
        model, lowest = build_model(student, d_latent=8, num_classes=10), {"mu": 0.0, "logvar": 0.0}
        highest_mu = 0.0
        for _ in range(3):
            stir(model, rng, 1.5)
            mu, logvar = encode(model, x, y, 8)
            lowest = {
                "mu": min(lowest["mu"], float(mu.min())),
                "logvar": min(lowest["logvar"], float(logvar.min())),
            }
            highest_mu = max(highest_mu, float(mu.max()))
            if torch.equal(mu, logvar):
                cause = "mu and logvar come from one shared head: they are always equal"
                raise CheckFailed(
                    called,
                    "mu and logvar are two different outputs",
                    "mu equals logvar",
                    cause,
                    "Give each its own linear layer.",
                )
            for name, ours, theirs in zip(
                ("mu", "logvar"), (mu, logvar), encode(model, other, y, 8), strict=True
            ):
                if torch.equal(ours, theirs):
                    raise CheckFailed(
                        called,
                        f"{name} depends on x",
                        "other images give the same",
                        f"{name} does not depend on x",
                    )
        hint = "Let the last layer of each head be linear."
        if lowest["mu"] >= 0:
            cause = "an activation such as ReLU follows the mu head: mu cannot be negative"
            raise CheckFailed(
                called, "mu takes negative values for some weights", "mu is never negative", cause, hint
            )
        if highest_mu <= 0:
            raise CheckFailed(
                called,
                "mu takes positive values for some weights",
                "mu is never positive",
                "mu cannot be positive",
                hint,
            )
        if lowest["logvar"] >= 0:
            cause = "an activation such as ReLU or softplus follows the logvar head: the variance cannot be below 1"
            raise CheckFailed(
                called,
                "logvar takes negative values for some weights",
                "logvar is never negative",
                cause,
                hint,
            )

    with_upstream(student, reference, check)


@pytest.mark.exercise("cvae_encode")
def test_encode_is_per_sample(student, reference, rng):
    """In eval mode encode draws nothing, and the result of an image does not depend on the others of its batch."""
    with_upstream(student, reference, lambda: check_encode_per_sample(student, rng))


def check_encode_per_sample(student, rng):
    """What encode must do with each image of a batch."""
    model = build_model(student, d_latent=3, num_classes=10)
    stir(model, rng, 1.0)
    x, y = random_images(rng, 5), labels(rng, 5)
    called = describe_call("model.encode", x=x, y=y)
    first, second = torch.cat(encode(model, x, y, 3), 1), torch.cat(encode(model, x, y, 3), 1)
    cause = "encode returns a draw, or dropout is active in eval mode"
    assert_rows_unchanged(
        first,
        second,
        range(5),
        called,
        "two calls of encode give the same",
        cause,
        "Noise belongs to reparameterize.",
    )
    changed, new_labels = x.clone(), y.clone()
    changed[2], new_labels[2] = random_images(rng, 1)[0], (y[2] + 1) % 10
    after = torch.cat(encode(model, changed, new_labels, 3), 1)
    relation = "changing image 2 changes the result of image 2 only"
    mixed = "samples of a batch are mixed: batch statistics in eval mode, or a view that mixes axes"
    assert_rows_unchanged(first, after, [0, 1, 3, 4], called, relation, mixed)
    assert_rows_changed(first, after, [2], called, relation, "images and results are in different order")
    alone = torch.cat(encode(model, x[3:4], y[3:4], 3), 1)
    assert_rows_unchanged(
        first[3:4], alone, [0], called, "an image alone gives what it gives in a batch", mixed
    )


@pytest.mark.exercise("cvae_decode")
def test_decode_gives_logits_of_images(student, reference, rng):
    """decode(z, y) gives (N, 1, 28, 28), for a batch and for one code, and depends on z."""

    def check():
        for settings, width in (
            ({"d_latent": 3, "num_classes": 10}, 3),
            ({"d_latent": 5, "num_classes": 10}, 5),
            ({}, 16),
        ):
            model = build_model(student, **settings)
            for count in (5, 1) if width == 3 else (2,):
                decode(model, torch.randn(count, width, generator=rng), labels(rng, count))
        stir(model, rng, 1.0)
        z, y = torch.randn(4, 16, generator=rng), labels(rng, 4)
        called = describe_call("model.decode", z=z, y=y)
        before, after = decode(model, z, y), decode(model, torch.randn(4, 16, generator=rng), y)
        assert_rows_changed(
            before,
            after,
            range(4),
            called,
            "another z gives another image",
            "decoder output does not depend on z",
        )

    with_upstream(student, reference, check)


@pytest.mark.exercise("cvae_decode")
def test_decode_uses_the_label(student, reference, rng):
    """With the same z, every label gives another image; num_classes says how many labels there are."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        stir(model, rng, 1.0)
        z, y = torch.randn(1, 4, generator=rng).expand(10, 4).contiguous(), torch.arange(10)
        try:
            assert_labels_matter(decode(model, z, y), describe_call("model.decode", z=z, y=y))
        except CheckFailed as failure:
            each = [decode(model, z, torch.full_like(y, label)) for label in (2, 7)]
            if not failure.message.got.startswith("all labels") or torch.equal(*each):
                raise
            parts = failure.message
            cause = "labels and codes are misaligned: one label is used for the whole batch"
            raise CheckFailed(
                parts.called, parts.relation, parts.got, cause, "Use row i of y for row i of z."
            ) from None
        wide = build_model(student, d_latent=4, num_classes=12)
        stir(wide, rng, 1.0)
        z, y = torch.randn(1, 4, generator=rng).expand(12, 4).contiguous(), torch.arange(12)
        called = describe_call("model.decode", z=z, y=y) + " of CVAE(num_classes=12)"
        try:
            logits = decode(wide, z, y)
        except StudentRaised as error:
            cause = "the number of classes is fixed at 10 somewhere: num_classes is not used"
            raise CheckFailed(
                called, "labels 0..11 are allowed", str(error), cause, "Use self.num_classes or an argument."
            ) from None
        assert_labels_matter(logits, called)

    with_upstream(student, reference, check)


def assert_labels_matter(logits, called):
    """Fail when two labels give the same image for the same z."""
    relation = "with the same z, every label gives another image"
    hint = "Append one_hot(y, num_classes) to z, or add an embedding of y in the decoder."
    flat = logits.flatten(1)
    pairs = [
        (i, j)
        for i in range(len(flat))
        for j in range(i)
        if torch.allclose(flat[i], flat[j], rtol=0, atol=1e-7)
    ]
    if len(pairs) == len(flat) * (len(flat) - 1) // 2:
        raise CheckFailed(
            called, relation, "all labels give the same image", "decoder output does not depend on y", hint
        )
    if pairs:
        cause = "decoder output does not tell all labels apart"
        raise CheckFailed(called, relation, f"{len(pairs)} pairs of labels give the same image", cause, hint)


@pytest.mark.exercise("cvae_decode")
def test_decode_is_per_sample(student, reference, rng):
    """In eval mode an image depends on its own z and its own label only."""
    with_upstream(student, reference, lambda: check_decode_per_sample(student, rng))


def check_decode_per_sample(student, rng):
    """What decode must do with each code and label of a batch."""
    model = build_model(student, d_latent=3, num_classes=10)
    stir(model, rng, 1.0)
    z, y = torch.randn(5, 3, generator=rng), torch.tensor([4, 1, 7, 7, 2])
    called = describe_call("model.decode", z=z, y=y)
    first, again = decode(model, z, y), decode(model, z, y)
    cause = "noise is added in decode, or dropout is active in eval mode"
    assert_rows_unchanged(first, again, range(5), called, "two calls of decode give the same", cause)
    moved = z.clone()
    moved[2] = torch.randn(3, generator=rng)
    after = decode(model, moved, y)
    relation = "changing z of image 2 changes image 2 only"
    mixed = "samples of a batch are mixed: batch statistics in eval mode, or a view that mixes axes"
    assert_rows_unchanged(first, after, [0, 1, 3, 4], called, relation, mixed)
    assert_rows_changed(first, after, [2], called, relation, mixed)
    swapped = y.clone()
    swapped[1], swapped[4] = y[4], y[1]
    after = decode(model, z, swapped)
    relation = "swapping the labels of images 1 and 4 changes exactly these two"
    misaligned = "labels and codes are misaligned: a sample gets the label of another"
    assert_rows_changed(first, after, [1, 4], called, relation, misaligned, "Use row i of y for row i of z.")
    assert_rows_unchanged(
        first, after, [0, 2, 3], called, relation, misaligned, "Use row i of y for row i of z."
    )
    alone = decode(model, z[3:4], y[3:4])
    assert_rows_unchanged(
        first[3:4], alone, [0], called, "a code alone gives what it gives in a batch", mixed
    )


@pytest.mark.exercise("cvae_decode")
def test_decode_gives_logits(student, reference, rng):
    """decode returns logits: any number, not probabilities."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        z, y = 3 * torch.randn(10, 4, generator=rng), torch.arange(10)
        called = "model.decode with three draws of large random weights"
        outputs = []
        for _ in range(3):
            stir(model, rng, 3.0)
            outputs.append(decode(model, z, y))
        logits = torch.cat(outputs)
        relation, hint = (
            "decode returns logits, which take any value",
            "Let the last layer be linear or a convolution; sigmoid belongs to sample.",
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

    with_upstream(student, reference, check)


def run_forward(model, x, y, width):
    called = describe_call("model", x=x, y=y)
    value = model(x=x, y=y)
    fields = read_fields(value, OUTPUT, called, "VAEOutput(x_logits, mu, logvar, z)")
    logits = assert_shape_equals(fields["x_logits"], {"N": len(x)} | IMAGE, called)
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
        noise = (output["z"] - output["mu"]) / (output["logvar"] / 2).exp()
        if float(noise.abs().max()) < 1e-3:
            cause = "z is mu: forward does not sample, which makes a plain autoencoder"
            raise CheckFailed(
                called,
                "z = mu + exp(logvar / 2) * eps",
                "z equals mu",
                cause,
                "z = reparameterize(mu, logvar).",
            )
        assert_noise_is_normal(noise, called, "(z - mu) / exp(logvar / 2) follows N(0, 1)")
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


def with_decode(student, reference, check):
    """A check of sample, which is not held against a student whose decode is at fault, where sample gives n images."""

    def part():
        try:
            if not isinstance(
                build_model(student, d_latent=4, num_classes=10).sample(y=torch.arange(3)), torch.Tensor
            ):
                return
        except StudentRaised:
            pass
        check_decode_per_sample(student, torch.Generator().manual_seed(1))

    def named():
        try:
            check()
        except StudentRaised as error:
            assert_latent_size_is_used(student, error)
            raise

    with_upstream(student, reference, lambda: unless_to_blame(named, part, "decode"))


def assert_latent_size_is_used(student, error):
    """Fail with that cause when sample works for the usual d_latent only."""
    try:
        build_model(student).sample(y=torch.arange(3))
        build_model(student, d_latent=4, num_classes=10).decode(z=torch.zeros(3, 4), y=torch.arange(3))
    except StudentFault:
        return
    cause = "sample draws z of a fixed size: d_latent is not used"
    raise CheckFailed(
        "model.sample of CVAE(d_latent=4)",
        "any d_latent works",
        str(error),
        cause,
        "Keep d_latent in the model.",
    ) from None


@pytest.mark.exercise("cvae_sample")
def test_samples_are_images(student, reference, rng):
    """sample(y) gives (n, 1, 28, 28) in [0, 1], for any weights, and for one label too."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        for gain, y in ((0.0, torch.tensor([3])), (3.0, torch.arange(10)), (3.0, labels(rng, 7))):
            stir(model, rng, gain)
            images = sample(model, y)
            called = describe_call("model.sample", y=y)
            cause = "the sigmoid is missing: decode gives logits, sample gives probabilities"
            assert_values_between(images, 0.0, 1.0, called, cause, "Return torch.sigmoid(logits).")

    with_decode(student, reference, check)


@pytest.mark.exercise("cvae_sample")
def test_samples_are_fresh(student, reference, rng):
    """Every image has its own z, drawn anew in each call."""

    def check():
        model = build_model(student, d_latent=4, num_classes=10)
        stir(model, rng, 1.5)
        y = torch.full((6,), 3)
        called = describe_call("model.sample", y=y)
        first, second = sample(model, y), sample(model, y)
        if float((first - first[:1]).abs().max()) < 1e-5:
            if float((first - second).abs().max()) < 1e-5:
                cause = "z is not random: it is a constant, or the seed is reset"
                raise CheckFailed(
                    called, "images of one class differ", "all images are the same, in both calls", cause
                )
            cause = "one z is used for all images"
            hint = "Draw z of shape (len(y), d_latent)."
            raise CheckFailed(
                called, "images of one class differ", "all images of a call are the same", cause, hint
            )
        if float((first - second).abs().max()) < 1e-5:
            cause = "z is not random: it is a constant, or the seed is reset"
            raise CheckFailed(
                called,
                "two calls draw new images",
                "two calls gave the same images",
                cause,
                "Draw z anew in each call.",
            )

    with_decode(student, reference, check)


@pytest.mark.exercise("cvae_sample")
def test_samples_have_the_given_labels(student, reference, rng):
    """Image i is of class y[i]."""

    def check():
        model = build_model(student, d_latent=1, num_classes=10)
        stir(model, rng, 2.0)
        first, second = 2, 7
        y = torch.tensor([first, second, second, first, second, first, first, second])
        called = describe_call("model.sample", y=y)
        all_first = call_with_seed(student, 5, lambda: sample(model, torch.full_like(y, first)))
        all_second = call_with_seed(student, 5, lambda: sample(model, torch.full_like(y, second)))
        mixed = call_with_seed(student, 5, lambda: sample(model, y))
        chosen = torch.where((y == first)[:, None, None, None], all_first, all_second)
        if torch.allclose(mixed, chosen, atol=1e-4) and not torch.allclose(all_first, all_second, atol=1e-5):
            return
        assert_nearest_class(model, y, mixed, called, (first, second))

    with_decode(student, reference, check)


GRID = torch.linspace(-6, 6, 241)


def images_along_z(model, label):
    """All images a model with one latent dimension gives for a class, `(len(GRID), 784)`, as probabilities."""
    return torch.sigmoid(decode(model, GRID[:, None].clone(), torch.full((len(GRID),), label))).flatten(1)


def distances(images, curve):
    """Distance of each image to each point of a curve; for black and white images, their negative log-likelihood."""
    flat = images.flatten(1).to(curve.dtype)
    if bool(((flat == 0) | (flat == 1)).all()):
        p = curve.clamp(1e-6, 1 - 1e-6)
        return -(flat @ p.log().T + (1 - flat) @ (1 - p).log().T)
    return torch.cdist(flat, curve)


def assert_nearest_class(model, y, images, called, classes):
    """Fail when images are not those that decode gives for their labels, whatever z was drawn."""
    nearest = torch.stack([distances(images, images_along_z(model, label)).amin(1) for label in classes])
    found = torch.tensor(classes)[nearest.argmin(0)]
    if bool((found == y).all()):
        return
    relation, got = (
        "image i is of class y[i]",
        f"{int((found != y).sum())} of {len(y)} images are of another class than asked for",
    )
    if bool((found == found[0]).all()):
        cause = (
            "all images have the same class: one label is used for all"
            if bool(found[0] == y[0])
            else "the given y is not used"
        )
    elif sorted(found.tolist()) == sorted(y.tolist()):
        cause = "labels are misaligned: they are in another order"
    else:
        cause = "the given y is not used: labels are drawn at random"
    raise CheckFailed(called, relation, got, cause, "decode(z, y) with the y that was given.")


@pytest.mark.exercise("cvae_sample")
def test_samples_come_from_the_prior(student, reference, rng):
    """sample(y) gives sigmoid(decode(z, y)), or pixels drawn from it, with z from N(0, I)."""

    def check():
        model = build_model(student, d_latent=1, num_classes=10)
        stir(model, rng, 1.0)
        count = 384
        y = torch.full((count,), 4)
        called = describe_call("model.sample", y=y)
        images, curve = sample(model, y), images_along_z(model, 4)
        found = distances(images, curve)
        binary = bool(((images == 0) | (images == 1)).all())
        spread = float(torch.cdist(curve[:1], curve[-1:]))
        if not binary and float(found.amin(1).median()) > 0.05 * max(spread, 1e-3):
            cause = "the images are not sigmoid(decode(z, y))"
            raise CheckFailed(
                called, "an image is sigmoid(decode(z, y)) for some z", "no z gives these images", cause
            )
        z = torch.randn(2 * count, generator=rng)
        places = ((z - GRID[0]) / (GRID[1] - GRID[0])).round().long().clamp(0, len(GRID) - 1)
        ours = curve[places]
        ours = torch.bernoulli(ours, generator=rng) if binary else ours
        assert_samples_agree(
            GRID[found.argmin(1)],
            GRID[distances(ours, curve).argmin(1)],
            called,
            "z is drawn from N(0, I)",
            "z is not drawn from the standard normal distribution",
            "Use torch.randn, not torch.rand.",
        )

    with_decode(student, reference, check)

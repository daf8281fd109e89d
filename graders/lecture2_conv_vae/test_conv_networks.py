"""Hidden checks of `ConvEncoder`, `ConvDecoder` and `ConditionalDecoder`."""

from __future__ import annotations

import contextlib

import pytest
import torch
from conv_models import (
    MIXED,
    assert_a_layer_is_used,
    assert_gradient_passes,
    assert_logits_are_free,
    assert_per_sample,
    assert_state_is_whole,
    codes,
    decode,
    encode,
    images,
    layers_of,
)

from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.posterior import gather_outputs
from fairgrade.checks.student import Handle
from fairgrade.checks.tensors import assert_rows_changed, assert_rows_unchanged
from fairgrade.checks.upstream import pass_any
from fairgrade.errors import StudentFault, StudentRaised
from graders.lecture1_vae.test_vae_networks import assert_heads_are_free
from graders.lecture1_vae.vae_models import build

UNSEEN = "or its layers hide in a plain list"


def build_encoder(student, rng, d_latent=4, seed=1):
    return build(student, "ConvEncoder", images(rng, 2), seed, d_latent=d_latent)


def build_decoder(student, rng, d_latent=4, seed=1):
    return build(student, "ConvDecoder", codes(rng, 2, d_latent), seed, d_latent=d_latent)


@pytest.mark.exercise("conv_encoder")
def test_encoder_shapes(student, rng):
    """ConvEncoder(d_latent)(x) gives mu and logvar, each (N, d_latent), for one image too."""
    for d_latent in (4, 1, 20):
        model = build_encoder(student, rng, d_latent)
        for count in (5, 1):
            x = images(rng, count)
            encode(model, x, d_latent, describe_call("ConvEncoder(...)", x=x))


@pytest.mark.exercise("conv_encoder")
def test_encoder_is_convolutional(student, rng):
    """At least one convolution is among its layers, and mu changes with its weights."""
    model = build_encoder(student, rng)
    model.stir(rng, 2.0)
    x = images(rng, 6)
    called = describe_call("ConvEncoder(...)", x=x)
    causes = (
        f"there is no convolution: the encoder is fully connected, {UNSEEN}",
        "the convolutions are not used",
    )
    found = layers_of(student, model, transposed=False)
    relation = "at least one nn.Conv2d takes part"
    assert_a_layer_is_used(
        found, rng, lambda: torch.cat(encode(model, x, 4, called), 1), called, relation, causes, model
    )


@pytest.mark.exercise("conv_encoder")
def test_encoder_heads_reach_all_values(student, rng):
    """For some weights mu and logvar take both signs; both depend on x, and they differ."""
    called = "ConvEncoder(...) with three draws of random weights"
    model = build_encoder(student, rng, 16)
    x, other = images(rng, 6), images(rng, 6)
    seen = []
    for _ in range(3):
        with model.stirred(rng, 2.0):
            pair, others = encode(model, x, 16, called), encode(model, other, 16, called)
        if torch.equal(*pair):
            cause = "mu and logvar come from one shared head: they are always equal"
            raise CheckFailed(
                called,
                "mu and logvar are two different outputs",
                "mu equals logvar",
                cause,
                "Give each a linear layer.",
            )
        for name, ours, theirs in zip(("mu", "logvar"), pair, others, strict=True):
            if torch.equal(ours, theirs):
                relation, cause = f"{name} depends on x", f"{name} does not depend on x"
                raise CheckFailed(called, relation, "other images give the same", cause)
        seen.append(torch.stack(pair))
    assert_heads_are_free(*torch.cat(seen, 1), called)


@pytest.mark.exercise("conv_encoder")
def test_encoder_is_per_sample(student, rng):
    """In eval mode the encoder draws nothing, and a result does not depend on the other images of its batch."""
    model = build_encoder(student, rng)
    model.stir(rng, 1.0)
    x, other = images(rng, 5), images(rng, 1)
    called = describe_call("ConvEncoder(...)", x=x)
    assert_per_sample(lambda x: torch.cat(encode(model, x, 4, called), 1), x, other, called)


@pytest.mark.exercise("conv_encoder")
def test_encoder_sees_the_whole_image(student, rng):
    """Every quarter of the image matters."""
    model = build_encoder(student, rng, 16)
    x = images(rng, 4)
    called = describe_call("ConvEncoder(...)", x=x)
    unseen = {(top, left) for top in (0, 14) for left in (0, 14)}
    for _ in range(3):
        model.stir(rng, 2.0)
        before = torch.cat(encode(model, x, 16, called), 1)
        for top, left in sorted(unseen):
            changed = x.clone()
            changed[:, :, top : top + 14, left : left + 14] = (
                1 - changed[:, :, top : top + 14, left : left + 14]
            )
            if not torch.equal(before, torch.cat(encode(model, changed, 16, called), 1)):
                unseen.discard((top, left))
    if unseen:
        cause = "a part of the image is cut off before the last layer"
        raise CheckFailed(called, "every quarter of x matters", f"{len(unseen)} of 4 change nothing", cause)


@pytest.mark.exercise("conv_encoder")
def test_encoder_passes_gradients(student, rng):
    """Gradients of mu, and of logvar, reach x."""
    model = build_encoder(student, rng)
    model.stir(rng, 1.0)
    x = images(rng, 5)
    called = describe_call("ConvEncoder(...)", x=x)
    ones = torch.ones_like(encode(model, x, 4, called)[0])
    for chosen in ((ones, 0 * ones), (0 * ones, ones)):
        assert_gradient_passes(model, {"x": x}, "x", f"{called}, mu and logvar each alone", chosen)


@pytest.mark.exercise("conv_encoder")
def test_encoder_is_registered(student, rng):
    """The state_dict holds the whole encoder."""
    x = images(rng, 3)
    called = describe_call("ConvEncoder(...)", x=x)
    assert_state_is_whole(
        lambda seed: build_encoder(student, rng, seed=seed),
        lambda model: torch.cat(encode(model, x, 4, called), 1),
        called,
    )


@pytest.mark.exercise("conv_decoder")
def test_decoder_shapes(student, rng):
    """ConvDecoder(d_latent)(z) gives (N, 1, 28, 28), for one code too."""
    for d_latent in (4, 1, 20):
        model = build_decoder(student, rng, d_latent)
        for count in (5, 1):
            z = codes(rng, count, d_latent)
            decode(model, z, describe_call("ConvDecoder(...)", z=z))


@pytest.mark.exercise("conv_decoder")
def test_decoder_is_convolutional(student, rng):
    """At least one convolution, transposed or not, is among its layers, and the logits change with its weights."""
    model = build_decoder(student, rng)
    model.stir(rng, 2.0)
    z = codes(rng, 6, 4)
    called = describe_call("ConvDecoder(...)", z=z)
    causes = (
        f"there is no convolution: the decoder is fully connected, {UNSEEN}",
        "the convolutions are not used",
    )
    found = layers_of(student, model, transposed=False)
    relation = "at least one nn.ConvTranspose2d or nn.Conv2d takes part"
    assert_a_layer_is_used(found, rng, lambda: decode(model, z, called), called, relation, causes, model)


@pytest.mark.exercise("conv_decoder")
def test_decoder_reaches_all_values(student, rng):
    """The decoder returns logits: any number, not probabilities."""
    model = build_decoder(student, rng)
    called = "ConvDecoder(...) with draws of large random weights"

    def draw():
        with model.stirred(rng, 3.0):
            return decode(model, 3 * codes(rng, 8, 4), called)

    assert_logits_are_free(gather_outputs(draw), called)


@pytest.mark.exercise("conv_decoder")
def test_decoder_fills_the_image(student, rng):
    """Nine pixels of ten change with the code; output padding may leave a row and a column to the bias."""
    model = build_decoder(student, rng)
    changed = torch.zeros(1, 28, 28, dtype=torch.bool)
    called = "ConvDecoder(...) with three draws of random weights"
    for _ in range(3):
        model.stir(rng, 2.0)
        logits = decode(model, codes(rng, 8, 4), called)
        changed |= (logits != logits[:1]).any(0)
    if float(changed.double().mean()) < 0.9:
        got = f"{int((~changed).sum())} of 784 pixels never change"
        cause = (
            "a part of the image is filled up: a smaller image is padded, and no code can reach its border"
        )
        raise CheckFailed(called, "the pixels depend on z", got, cause, "Compute the sizes: 7 to 14 to 28.")


@pytest.mark.exercise("conv_decoder")
def test_decoder_is_per_sample(student, rng):
    """In eval mode the decoder draws nothing, and an image depends on its own z only, on each number of it."""
    model = build_decoder(student, rng)
    model.stir(rng, 2.0)
    z, other = codes(rng, 5, 4), codes(rng, 1, 4)
    called = describe_call("ConvDecoder(...)", z=z)
    assert_per_sample(lambda z: decode(model, z, called), z, other, called)
    first = decode(model, z, called)
    for place in range(4):
        moved = z.clone()
        moved[:, place] += 1
        if torch.equal(first, decode(model, moved, called)):
            cause = "a part of the code is not used"
            raise CheckFailed(called, "every number of z matters", "one of them changes nothing", cause)


@pytest.mark.exercise("conv_decoder")
def test_decoder_passes_gradients(student, rng):
    """The gradient of the logits reaches z."""
    model = build_decoder(student, rng)
    model.stir(rng, 1.0)
    z = codes(rng, 5, 4)
    called = describe_call("ConvDecoder(...)", z=z)
    decode(model, z, called)
    assert_gradient_passes(model, {"z": z}, "z", called)


@pytest.mark.exercise("conv_decoder")
def test_decoder_is_registered(student, rng):
    """The state_dict holds the whole decoder."""
    z = codes(rng, 3, 4)
    called = describe_call("ConvDecoder(...)", z=z)
    assert_state_is_whole(
        lambda seed: build_decoder(student, rng, seed=seed),
        lambda model: decode(model, z, called),
        called,
    )


def with_upstream(student, reference, check):
    """The check with the reference's ConvDecoder and one_hot, then with its one_hot only, then with the student's own."""

    def decoder(*sizes, **named):
        return student.remote_module(reference.ConvDecoder(*sizes, **named))

    def with_both():
        student.replace(ConvDecoder=decoder, one_hot=reference.one_hot)
        check()

    def with_labels():
        student.replace(one_hot=reference.one_hot)
        check()

    pass_any(student, [with_both, with_labels, check])


class Labelled:
    """A student's ConditionalDecoder with stirred weights, a probe of codes and labels, and how it is called."""

    def __init__(self, student, rng, d_latent=4, num_classes=10, count=6, gain=2.0, seed=1):
        settings = {"d_latent": d_latent, "num_classes": num_classes}
        called = describe_call("ConditionalDecoder", **settings)
        student.seed(seed)
        self.model = student.ConditionalDecoder(**settings)
        if not isinstance(self.model, Handle) or not self.model.is_module:
            got = f"got {describe_value(self.model)}"
            raise CheckFailed(called, "ConditionalDecoder(...) builds a torch.nn.Module", got)
        self.model.eval()
        self.z = codes(rng, count, d_latent)
        self.y = torch.arange(count) % num_classes
        self.called = f"{called}(z, y)"
        with contextlib.suppress(StudentFault):  # lazy layers get their sizes
            self.call(self.z, self.y)
        self.model.stir(rng, gain)

    def __call__(self, z, y):
        return decode(self.call, z, self.called, y)

    def call(self, z, y):
        """By keyword; in the order of the contract where the code has other names."""
        try:
            return self.model(z=z, y=y)
        except StudentRaised as error:
            if error.kind != "TypeError" or "keyword argument" not in error.text:
                raise
            return self.model(z, y)


@pytest.mark.exercise("conditional_decoder")
def test_labelled_shapes(student, reference, rng):
    """ConditionalDecoder(d_latent, num_classes)(z, y) gives (N, 1, 28, 28), for one code too."""

    def check():
        for d_latent, num_classes in ((4, 10), (2, 3), (1, 12)):
            model = Labelled(student, rng, d_latent, num_classes)
            for count in (6, 1):
                model(codes(rng, count, d_latent), torch.full((count,), num_classes - 1))

    with_upstream(student, reference, check)


@pytest.mark.exercise("conditional_decoder")
def test_every_label_is_heard(student, reference, rng):
    """For one z, every label gives an image of its own."""

    def check():
        for num_classes in (10, 3):
            model = Labelled(student, rng, 4, num_classes)
            z, y = codes(rng, 1, 4).expand(num_classes, 4).clone(), torch.arange(num_classes)
            rows = model(z, y).flatten(1)
            near = (rows[:, None] - rows).abs().amax(2) <= 1e-6 * rows.abs().max()
            if bool(near.all()):
                cause = "the decoder output does not depend on y"
                if not torch.allclose(model(z[:1], y[:1]), model(z[:1], y[1:2])):
                    cause = (
                        "labels of a batch are mixed: every image gets the label of one sample, such as y[0]"
                    )
                raise CheckFailed(
                    model.called, "another label gives another image", "all images are equal", cause
                )
            if int(near.sum()) > num_classes:
                cause = "some labels are treated alike: an index is cut off, or only some columns of the one-hot are used"
                raise CheckFailed(
                    model.called, "every label gives an image of its own", "some are equal", cause
                )

    with_upstream(student, reference, check)


@pytest.mark.exercise("conditional_decoder")
def test_labels_belong_to_their_samples(student, reference, rng):
    """Swapping two labels changes exactly these two images; nothing is drawn inside."""

    def check():
        model = Labelled(student, rng)
        first, again = model(model.z, model.y), model(model.z, model.y)
        cause = "noise is added inside, or the label is drawn at random in place of the one given"
        assert_rows_unchanged(first, again, range(6), model.called, "two calls give the same", cause)
        for one, two in ((1, 4), (0, 5)):
            swapped = model.y.clone()
            swapped[[one, two]] = swapped[[two, one]]
            after = model(model.z, swapped)
            relation = "swapping the labels of two samples changes exactly these two images"
            rest = [row for row in range(6) if row not in (one, two)]
            cause = "labels of a batch are mixed: every image sees the labels of others, such as y[0], the sample before or a mean over y"
            assert_rows_unchanged(first, after, rest, model.called, relation, cause)
            cause = (
                "a sample does not get its own label: labels are sorted or shuffled, or y[0] is used for all"
            )
            assert_rows_changed(first, after, [one, two], model.called, relation, cause)
        order = torch.tensor([3, 0, 5, 1, 4, 2])
        moved = model(model.z[order], model.y[order])
        relation = "a batch in another order gives the images in that order"
        cause = "labels and codes of a batch are out of step: one of them is sorted, shuffled or reversed"
        assert_rows_unchanged(first[order], moved, range(6), model.called, relation, cause)

    with_upstream(student, reference, check)


@pytest.mark.exercise("conditional_decoder")
def test_codes_are_heard(student, reference, rng):
    """Every number of z matters, for its own image only."""

    def check():
        model = Labelled(student, rng)
        first = model(model.z, model.y)
        changed = model.z.clone()
        changed[2] = codes(rng, 1, 4)[0]
        after = model(changed, model.y)
        relation = "changing z of sample 2 changes image 2 only"
        assert_rows_changed(
            first, after, [2], model.called, relation, "the decoder output does not depend on z"
        )
        assert_rows_unchanged(first, after, [0, 1, 3, 4, 5], model.called, relation, MIXED)
        alone = model(model.z[3:4], model.y[3:4])
        relation = "a sample alone gives what it gives in a batch"
        assert_rows_unchanged(first[3:4], alone, [0], model.called, relation, MIXED)
        for place in range(4):
            moved = model.z.clone()
            moved[:, place] += 1
            if torch.equal(first, model(moved, model.y)):
                cause = "a part of the code is not used"
                raise CheckFailed(model.called, "every number of z matters", "one changes nothing", cause)

    with_upstream(student, reference, check)


@pytest.mark.exercise("conditional_decoder")
def test_labelled_logits_are_free(student, reference, rng):
    """The decoder returns logits: any number, not probabilities."""

    def check():
        model = Labelled(student, rng, gain=1.0)

        def draw():
            with model.model.stirred(rng, 3.0):
                return model(3 * model.z, model.y)

        assert_logits_are_free(gather_outputs(draw), model.called)

    with_upstream(student, reference, check)


@pytest.mark.exercise("conditional_decoder")
def test_labelled_gradients(student, reference, rng):
    """The gradient of the logits reaches z."""

    def check():
        model = Labelled(student, rng, gain=1.0)
        model(model.z, model.y)
        assert_gradient_passes(model.model, {"z": model.z, "y": model.y}, "z", model.called)

    with_upstream(student, reference, check)


@pytest.mark.exercise("conditional_decoder")
def test_labelled_is_registered(student, reference, rng):
    """The state_dict holds the whole decoder, labels and all."""

    def check():
        z, y = codes(rng, 3, 4), torch.tensor([2, 0, 7])
        models = {}

        def build_one(seed):
            one = models[seed] = Labelled(student, rng, seed=seed)
            return one.model

        def run(model):
            one = next(one for one in models.values() if one.model is model)
            return one(z, y)

        assert_state_is_whole(build_one, run, "ConditionalDecoder(d_latent=4, num_classes=10)(z, y)")

    with_upstream(student, reference, check)

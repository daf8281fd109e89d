"""Hidden checks of `train`."""

from __future__ import annotations

import pytest
import torch
from cvae_models import random_images
from cvae_upstream import seen_batches, with_models

from fairgrade.checks.failure import CheckFailed, describe_call
from fairgrade.checks.probes import SeesawModel
from fairgrade.checks.randomness import assert_seed_is_left_alone
from fairgrade.checks.structure import read_fields, read_series
from fairgrade.checks.training import assert_loss_fell, assert_parameters_moved, largest_move

TERMS = ("loss", "rec", "kl")


HISTORY = "History(loss, rec, kl), three lists with one value an epoch"


def run_train(student, model, x, y, **settings):
    called = describe_call("train", x=x, y=y, **settings)
    value = student.train(model=model, x=x, y=y, **settings)
    return called, value


def read_history(value, epochs, called):
    fields = read_fields(value, TERMS, called, HISTORY)
    return {name: read_series(fields[name], epochs, called, name) for name in TERMS}


def small_reference(reference, output=None):
    """The reference's model with few weights, always the same, and a KL of several nats; its output is an `output`.

    `seen` holds, for each backward pass, the images that were encoded, the logits, and the gradient of the logits.
    """

    class Small(reference.CVAE):
        def forward(self, x, y):
            result = super().forward(x, y)
            return result if output is None else output(*result)

        def encode(self, x, y):
            self.images = x.detach()
            return super().encode(x, y)

        def decode(self, z, y):
            logits = super().decode(z, y)
            if logits.requires_grad:
                images, values = self.images, logits.detach()
                logits.register_hook(lambda gradient: self.seen.append((images, values, gradient)))
            return logits

    with torch.random.fork_rng():
        torch.manual_seed(11)
        model = Small(d_latent=2, num_classes=10, d_hidden=8)
    with torch.no_grad():
        model.hidden_to_posterior.bias[:2] += 2.0
    model.seen = []
    return model


def training_set(rng, count):
    return random_images(rng, count), torch.arange(count) % 10


@pytest.mark.exercise("train")
def test_history(student, reference, rng):
    """History has loss, rec and kl, one value an epoch, with loss = rec + beta * kl, in nats an image."""
    x, y = training_set(rng, 22)

    def check(model, remote):
        called, value = run_train(student, model, x, y, epochs=3, batch_size=8, lr=1e-3, beta=2.0)
        history = read_history(value, 3, called)
        for loss, rec, kl in zip(*(history[name] for name in TERMS), strict=True):
            if abs(loss - (rec + 2.0 * kl)) > 2e-4 * abs(loss):
                cause = next(
                    (
                        text
                        for value, text in history_slips(loss, rec, kl)
                        if abs(value) <= 2e-4 * abs(loss + rec)
                    ),
                    "",
                )
                raise CheckFailed(called, "loss = rec + beta * kl in every epoch", "it does not hold", cause)
        if remote is not None:
            assert_history_in_nats(history, remote, reference, called)

    with_models(student, reference, lambda output: small_reference(reference, output), check)


def history_slips(loss, rec, kl):
    """What is 0 where the three series of an epoch are wrong in a usual way, with beta = 2."""
    return [
        (loss - (rec + kl), "beta is not passed to cvae_loss, or kl is multiplied by it already"),
        (kl - (loss + 2 * rec), "the order is (rec, kl, loss): loss comes first"),
        (kl - (rec + 2 * loss), "the order is (kl, rec, loss): loss comes first"),
        (rec - (loss + 2 * kl), "loss and rec are swapped"),
        (loss - (kl + 2 * rec), "rec and kl are swapped"),
        (loss - rec, "kl is missing from the loss"),
    ]


def assert_history_in_nats(history, remote, reference, called):
    """Fail when values of rec lie outside what the batches can have given."""
    batches = [images for images, _, _ in seen_batches(remote)]
    outputs = [call.value for call in remote.calls if call.method == "forward"]
    if len(batches) != len(outputs):
        return  # the parts were called one by one
    each = [
        float(reference.bernoulli_nll(out[0].detach(), images).mean())
        for out, images in zip(outputs, batches, strict=True)
    ]
    low, high = 0.8 * min(each), 1.25 * max(each)
    got = torch.tensor(history["rec"])
    if bool((got < low).any() | (got > high).any()):
        mean = sum(each) / len(each)
        ratio = float(got.mean()) / mean
        cause = (
            "values are not means: they are summed over batches or images"
            if ratio > 1
            else "values are divided once too often"
        )
        if abs(ratio * 784 - 1) < 0.3:
            cause = "values are means over pixels, not sums"
        raise CheckFailed(
            called,
            "rec is in nats an image, as cvae_loss gives it",
            f"rec is about {ratio:.2g} times that",
            cause,
        )


@pytest.mark.exercise("train")
def test_batches(student, reference, rng):
    """Every image is used in every epoch with its own label, in batches of batch_size."""
    x, y = training_set(rng, 22)

    def check(model, remote):
        called, _ = run_train(student, model, x, y, epochs=2, batch_size=8)
        if remote is not None:
            assert_batches_cover(remote, x, y, 2, 8, called)
            assert_targets_are_the_inputs(remote.target.seen, called)

    with_models(student, reference, lambda output: small_reference(reference, output), check)


@pytest.mark.exercise("train")
def test_defaults(student, reference, rng):
    """batch_size is 128 and beta is 1 where they are not given."""
    x, y = training_set(rng, 256)  # two whole batches, for those who split evenly

    def check(model, remote):
        called, value = run_train(student, model, x, y, epochs=1)
        history = read_history(value, 1, called)
        loss, rec, kl = (history[name][0] for name in TERMS)
        if abs(loss - (rec + kl)) > 2e-4 * abs(loss):
            cause = f"the default of beta is {(loss - rec) / kl:.3g}, not 1" if kl else ""
            raise CheckFailed(called, "loss = rec + kl where beta is not given", "it does not hold", cause)
        if remote is not None:
            sizes = [len(images) for images, _, _ in seen_batches(remote)]
            if sizes and max(sizes) != 128:
                cause = f"the default of batch_size is {max(sizes)}, not 128"
                got = f"the largest batch holds {max(sizes)}"
                raise CheckFailed(called, "batches hold 128 images where batch_size is not given", got, cause)

    with_models(student, reference, lambda output: small_reference(reference, output), check)


def assert_targets_are_the_inputs(seen, called):
    """Fail when the gradient of the logits is not that of the reconstruction of the encoded images.

    It is proportional to sigmoid(l) - x, whatever the batch is divided by.
    """
    for images, logits, gradient in seen:
        expected = torch.sigmoid(logits) - images.reshape(logits.shape)
        alike = float(torch.nn.functional.cosine_similarity(gradient.flatten(), expected.flatten(), dim=0))
        if not alike > 0.99:
            cause = "the loss compares the logits with other images than the model was given"
            if alike < -0.99:
                cause = "the loss is maximised: a sign is flipped"
            elif not bool((gradient != 0).any()):
                cause = "no gradient reaches the logits"
            raise CheckFailed(
                called,
                "the gradient of the logits is that of bernoulli_nll(x_logits, x)",
                "it is another one",
                cause,
            )


def assert_batches_cover(remote, x, y, epochs, batch_size, called):
    batches = seen_batches(remote)
    if not batches:
        raise CheckFailed(
            called,
            "the model is run on batches with gradients",
            "no pass had gradients",
            "the model is run under no_grad, or not at all",
        )
    sizes = [len(images) for images, _, _ in batches]
    if max(sizes) != batch_size:
        cause = "batch_size is not used" if max(sizes) != 1 else "images are used one by one"
        raise CheckFailed(
            called, f"batches hold {batch_size} images", f"the largest holds {max(sizes)}", cause
        )
    place = {bytes(image.numpy().tobytes()): index for index, image in enumerate(x.float())}
    used = []
    for images, given, _ in batches:
        places = [place.get(bytes(image.numpy().tobytes())) for image in images.float().contiguous()]
        if None in places:
            cause = "images are changed on the way into the model"
            raise CheckFailed(called, "the model gets the images of x", "it got other images", cause)
        if given is None or [int(label) for label in given] != [int(y[index]) for index in places]:
            cause = "images and labels are shuffled differently, or labels are those of another batch"
            raise CheckFailed(
                called, "each image comes with its own label", "labels of other images came with them", cause
            )
        used += places
    share, passes = len(set(used)) / len(x), len(used) / len(x)
    lone = "only one batch is used in each epoch: the loop over batches ends early"
    if share < 0.6:
        cause = "the same batch is used again and again, or the loop ends early"
        raise CheckFailed(
            called,
            "training uses all images",
            f"only {share:.0%} of them were used",
            lone if 1 < len(batches) <= epochs else cause,
        )
    if not 0.6 * epochs <= passes <= 1.5 * epochs:
        cause = "`epochs` is not the number of passes over the data"
        if len(batches) <= epochs:
            cause = lone
        raise CheckFailed(
            called, f"the data are passed {epochs} times", f"they were passed {passes:.1f} times", cause
        )


@pytest.mark.exercise("train")
def test_every_parameter_moves_and_the_loss_falls(student, reference, rng):
    """Training moves every parameter of the model and lowers the bound on its images."""
    x, y = training_set(rng, 32)

    def check(model, remote):
        before = model.parameters()
        called, value = run_train(student, model, x, y, epochs=10, batch_size=8, lr=3e-3)
        after = model.parameters()
        assert_parameters_moved(before, after, called)
        if remote is not None:
            assert_epochs_in_order(read_history(value, 10, called), remote, reference, called)
            assert_loss_fell(
                bound_of(reference, before, x, y), bound_of(reference, after, x, y), 10.0, called
            )
        else:
            loss = read_history(value, 10, called)["loss"]
            assert_loss_fell(loss[0], loss[-1], 10.0, called)

    with_models(student, reference, lambda output: small_reference(reference, output), check)


def batch_values(remote, reference):
    """rec of each training batch as the model gave it, in order; none where the parts were called one by one."""
    batches = [images for images, _, _ in seen_batches(remote)]
    outputs = [
        call.value for call in remote.calls if call.method == "forward" and call.value[0].requires_grad
    ]
    if len(batches) != len(outputs):
        return []
    return [
        float(reference.bernoulli_nll(out[0].detach(), images).mean())
        for out, images in zip(outputs, batches, strict=True)
    ]


def assert_epochs_in_order(history, remote, reference, called):
    """Fail when rec of the first epoch is not larger than that of the last, though every batch's was."""
    each, rec = batch_values(remote, reference), history["rec"]
    an_epoch = len(each) // len(rec)
    if not an_epoch or min(each[:an_epoch]) <= max(each[-an_epoch:]) or rec[0] > rec[-1]:
        return
    cause = "the epochs are in reverse order" if rec[0] < rec[-1] else "every epoch holds the same value"
    raise CheckFailed(
        called, "value i of the history belongs to epoch i", "rec does not fall as it did", cause
    )


def bound_of(reference, parameters, x, y):
    model = small_reference(reference)
    model.load_state_dict({name: value.detach() for name, value in parameters.items()})
    return reference.evaluate(model, x, y)["nelbo"]


FLIP, AFTER = 30, 28


@pytest.mark.exercise("train")
def test_gradients_do_not_pile_up(student, reference):
    """Each step follows the gradient of its own batch: zero_grad comes before backward."""
    count = FLIP + AFTER
    x, y = torch.zeros(2 * count, 1, 28, 28), torch.arange(2 * count) % 10
    models = []

    def build(output):
        models.append(SeesawModel(output, lambda backwards: 1.0 if backwards < FLIP else -1.0, with_kl=False))
        return models[-1]

    def check(model, remote):
        called = "train on a model whose gradient changes sign half-way"
        student.train(model=model, x=x, y=y, epochs=1, batch_size=2, lr=1e-2, beta=1.0)
        if remote is None:
            return
        path = {visit.backwards: visit.weight for visit in models[-1].visits}
        end = max(path)
        steps = models[-1].backwards
        early, turn, late, last = (path.get(step) for step in (0, FLIP, end - 4, end))
        if None in (early, turn, late, last) or end < FLIP + AFTER - 4:
            cause = "there is not one backward pass and one step for each batch"
            raise CheckFailed(
                called, "each batch gives one step", f"{steps} backward passes for {count} batches", cause
            )
        if (turn - early) == 0:
            cause = "no step was made: is `loss.backward()` followed by `optimizer.step()`?"
            raise CheckFailed(called, "every batch moves the weight", "the weight stayed where it was", cause)
        if (turn - early) * (last - late) >= 0:
            cause = "gradients of earlier batches pile up: zero_grad is missing or misplaced"
            hint = "Call optimizer.zero_grad() before each loss.backward()."
            raise CheckFailed(
                called,
                "the weight turns round when the gradient does",
                "it went on in the old direction",
                cause,
                hint,
            )

    with_models(student, reference, build, check)


@pytest.mark.exercise("train")
@pytest.mark.parametrize("beta", [0.1, 10.0])
def test_beta_weighs_the_kl(student, reference, beta):
    """The gradient followed is that of rec + beta * kl."""
    x, y = torch.zeros(8, 1, 28, 28), torch.arange(8)
    models = []

    def build(output):
        models.append(SeesawModel(output, lambda backwards: -1.0, with_kl=True))
        return models[-1]

    def check(model, remote):
        called = f"train with beta={beta} on a model in which rec and kl pull in opposite directions"
        student.train(model=model, x=x, y=y, epochs=1, batch_size=2, lr=1e-3, beta=beta)
        if remote is None:
            return
        moved = float(model.parameters()["weight"].detach()) - 1.0
        relation = "the step lowers rec + beta * kl"
        if moved == 0:
            raise CheckFailed(
                called,
                relation,
                "the weight stayed where it was",
                "the loss is cut off from the model, or no step is made",
            )
        if (moved > 0) != (beta < 1):
            cause = "the KL outweighs rec although beta is small: beta is not used, or rec is averaged over pixels"
            if beta > 1:
                cause = "rec outweighs the KL although beta is large: beta is not used, or the KL is missing from the loss"
            raise CheckFailed(
                called,
                relation,
                "the weight moved the other way",
                cause,
                "Pass beta on to cvae_loss and follow its loss.",
            )

    with_models(student, reference, build, check)


@pytest.mark.exercise("train")
def test_learning_rate_is_used(student, reference):
    """A hundred times larger lr moves the weights further."""
    x, y = torch.zeros(8, 1, 28, 28), torch.arange(8)

    def build(output):
        return SeesawModel(output, lambda backwards: 1.0, with_kl=False)

    def check(model, remote):
        del remote
        moves = []
        for lr in (1e-4, 1e-2):
            before = model.parameters()
            student.train(model=model, x=x, y=y, epochs=1, batch_size=2, lr=lr)
            moves.append(largest_move(before, model.parameters()))
        called = "train with lr=0.0001 and lr=0.01"
        if not moves[1] > 3 * moves[0]:
            raise CheckFailed(
                called,
                "a larger lr makes larger steps",
                "it does not",
                "lr is not used: the optimiser has one of its own",
            )

    with_models(student, reference, build, check)


@pytest.mark.exercise("train")
def test_seed_is_left_alone(student, reference):
    """train does not reset the global seed."""
    x, y = torch.zeros(4, 1, 28, 28), torch.arange(4)

    def check(model, remote):
        del remote

        def run():
            student.train(model=model, x=x, y=y, epochs=1, batch_size=2)

        assert_seed_is_left_alone(student, "train after two different seeds", run)

    def build(output):
        return SeesawModel(output, lambda backwards: 1.0, with_kl=True)

    with_models(student, reference, build, check)

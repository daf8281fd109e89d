"""Hidden checks of `train`, `evaluate` and `class_grid`."""

from __future__ import annotations

import itertools
from collections import namedtuple

import pytest
import torch
from cvae_models import IMAGE, build_model, random_images, stir

from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.notes import add_note
from fairgrade.checks.probes import ClassStampModel, KnownBoundModel, SeesawModel
from fairgrade.checks.statistics import assert_average_equals, standard_normal_quantiles
from fairgrade.checks.structure import read_fields, read_number, read_series
from fairgrade.checks.tensors import assert_dtype_is_floating, assert_shape_equals, assert_values_between
from fairgrade.checks.training import assert_loss_fell, assert_parameters_moved, largest_move
from fairgrade.checks.upstream import pass_any, place_module
from fairgrade.errors import StudentFault, StudentRaised
from fairgrade.wire.values import Record

TERMS = ("loss", "rec", "kl")
HISTORY = "History(loss, rec, kl), three lists with one value an epoch"


def use_reference_losses(student, reference):
    student.replace(
        cvae_loss=reference.cvae_loss,
        bernoulli_nll=reference.bernoulli_nll,
        gaussian_kl=reference.gaussian_kl,
        reparameterize=reference.reparameterize,
        one_hot=reference.one_hot,
    )


def with_models(student, reference, trusted, check, build_own=None):
    """The check on a trusted model with the reference's losses, then with the student's.

    Where the student's code asks the model for what only its own has, the check runs on a trusted model whose output
    has the field names of the student's, and at last on the student's own model, with `None` for the trusted end.

    Args:
        trusted: builds the trusted model; its argument is the class of the output.
        check: gets a handle of the model, and its trusted end.
        build_own: builds the student's own model.
    """

    def on_trusted():
        use_reference_losses(student, reference)
        check(*place_module(student, trusted(reference.VAEOutput)))

    def on_trusted_with_own_losses():
        check(*place_module(student, trusted(reference.VAEOutput)))

    def on_trusted_with_own_names():
        check(*place_module(student, trusted(own_output(student))))

    def on_own():
        model = build_own() if build_own else build_model(student, d_latent=3, num_classes=10)
        model.train()
        check(model, None)

    pass_any(student, [on_trusted, on_trusted_with_own_losses], [on_trusted_with_own_names, on_own])


def own_output(student):
    """A named tuple with the field names of the student's own model's output."""
    output = build_model(student, d_latent=3, num_classes=10)(
        x=torch.rand(2, 1, 28, 28), y=torch.tensor([0, 1])
    )
    if not isinstance(output, Record) or len(output) != 4:
        raise StudentRaised("TypeError", "the output has no names")
    return namedtuple("Output", output.fields, rename=True)


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
                cause = (
                    "beta is not passed to cvae_loss, or kl is multiplied by it already"
                    if abs(loss - (rec + kl)) <= 2e-4 * abs(loss)
                    else ""
                )
                raise CheckFailed(called, "loss = rec + beta * kl in every epoch", "it does not hold", cause)
        if remote is not None:
            assert_history_in_nats(history, remote, reference, called)

    with_models(student, reference, lambda output: small_reference(reference, output), check)


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


def seen_batches(remote, with_gradient=True):
    """Images, labels and whether gradients were on, for each pass of a batch through the encoder."""
    found = []
    for call in remote.calls:
        if call.method in ("forward", "encode"):
            images = call.args[0] if call.args else call.kwargs.get("x")
            given = call.args[1] if len(call.args) > 1 else call.kwargs.get("y")
            first = call.value[0]
            if first.requires_grad or not with_gradient:
                found.append((images.detach(), given, first.requires_grad))
    return found


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
    if share < 0.6:
        raise CheckFailed(
            called,
            "training uses all images",
            f"only {share:.0%} of them were used",
            "the same batch is used again and again, or the loop ends early",
        )
    if not 0.6 * epochs <= passes <= 1.5 * epochs:
        cause = "`epochs` is not the number of passes over the data"
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
            assert_loss_fell(
                bound_of(reference, before, x, y), bound_of(reference, after, x, y), 10.0, called
            )
        else:
            loss = read_history(value, 10, called)["loss"]
            assert_loss_fell(loss[0], loss[-1], 10.0, called)

    with_models(student, reference, lambda output: small_reference(reference, output), check)


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
        early, turn, late, last = (path.get(step) for step in (0, FLIP, end - 4, end))
        if None in (early, turn, late, last) or end < FLIP + AFTER - 4:
            cause = "there is not one backward pass and one step for each batch"
            raise CheckFailed(
                called, "each batch gives one step", f"{end} backward passes for {count} batches", cause
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
        states = []
        for seed in (1, 2):
            student.seed(seed)
            student.train(model=model, x=x, y=y, epochs=1, batch_size=2)
            try:
                states.append(
                    torch.cat(
                        [
                            value.flatten()
                            for value in student.CVAE(d_latent=2, num_classes=10).parameters().values()
                        ]
                    )
                )
            except StudentFault:
                return  # there is no model whose random weights could tell
        if torch.equal(*states) and float(states[0].std()) > 0:
            cause = "train resets the global seed: every run draws the same numbers"
            raise CheckFailed(
                "train after two different seeds",
                "random numbers go on as they were",
                "they were reset",
                cause,
                "No torch.manual_seed in it.",
            )

    def build(output):
        return SeesawModel(output, lambda backwards: 1.0, with_kl=True)

    with_models(student, reference, build, check)


NATS = ("nelbo", "rec", "kl")


def run_evaluate(student, model, x, y):
    called = describe_call("evaluate", x=x, y=y)
    fields = read_fields(
        student.evaluate(model=model, x=x, y=y), NATS, called, "a dict with nelbo, rec and kl"
    )
    return called, {name: read_number(fields[name], called, name) for name in NATS}


def assert_nats_equal(got, expected, name, called, slips):
    """Fail when a mean in nats an image is off by more than 0.1 %."""
    if abs(got - expected) <= 1e-3 * max(abs(expected), 1e-3):
        return
    cause = next((text for value, text in slips if abs(got - value) <= 1e-3 * max(abs(value), 1e-3)), "")
    ratio = got / expected if expected else 0.0
    hint = "Add up per-image values over all batches and divide by the number of images."
    raise CheckFailed(
        called,
        f"{name} is the mean over all images, in nats an image",
        f"{name} is {ratio:.3g} times that",
        cause,
        hint,
    )


def uneven_set(rng, count):
    """Images whose last ones are much brighter, so that a short last batch weighs wrongly when batches are averaged."""
    x = 0.1 + 0.1 * torch.rand(count, 1, 1, 1, generator=rng).expand(count, 1, 28, 28).contiguous()
    x[-max(count // 14, 1) :] = 0.95
    return x, torch.randint(0, 10, (count,), generator=rng)


def known_bound(model, x, z_first):
    """Reconstruction and KL of each image for given codes."""
    logits = (model.slope * z_first).double()[:, None]
    grey = x.double().flatten(1)
    rec = (torch.nn.functional.softplus(logits) - grey * logits).sum(1)
    mu = float(model.spread.detach()) * (grey.mean(1) - 0.5)
    variance = torch.tensor(model.log_variance).double().exp()
    return rec, 0.5 * mu.square() + variance - 1 - model.log_variance, mu


@pytest.mark.exercise("evaluate")
@pytest.mark.parametrize("count", [1103, 7])
def test_values_in_nats(student, reference, rng, count):
    """rec and kl are means over all images, whatever the batches, and nelbo = rec + kl."""
    x, y = uneven_set(rng, count)

    def build(output=reference.VAEOutput):
        return KnownBoundModel(output, log_variance=-40.0, spread=-8.0, slope=0.7)

    def check(model, remote):
        before = model.parameters()
        called, got = run_evaluate(student, model, x, y)
        assert_nats_equal(got["nelbo"], got["rec"] + got["kl"], "nelbo", called, [])
        if remote is not None:
            rec, kl, _ = known_bound(build(), x, -8.0 * (x.flatten(1).mean(1) - 0.5))
        else:
            rec, kl = own_terms(model, x, y)
        for name, each in (("rec", rec), ("kl", kl)):
            if each is not None:
                assert_nats_equal(got[name], float(each.mean()), name, called, evaluation_slips(each, name))
        after = model.parameters()
        if any(not torch.equal(value, after[name]) for name, value in before.items()):
            raise CheckFailed(
                called,
                "evaluate leaves the model as it is",
                "parameters changed",
                "evaluate trains the model",
            )

    def own():
        student.seed(1)
        return build_model(student, d_latent=3, num_classes=10)

    with_models(student, reference, build, check, own)


def own_terms(model, x, y):
    """The KL of each image under the student's own model; its reconstruction is a draw and is not compared."""
    model.eval()
    fields = read_fields(model.encode(x=x, y=y), ("mu", "logvar"), "model.encode", "(mu, logvar)")
    mu, logvar = (fields[name].detach().double() for name in ("mu", "logvar"))
    return None, ((mu**2 + logvar.exp() - 1 - logvar) / 2).sum(1)


def evaluation_slips(each, name):
    """What batches of usual sizes give when they are averaged without weights, or not at all."""
    count, mean = len(each), float(each.mean())
    slips = [
        (mean * count, f"{name} is summed over the images, not averaged"),
        (mean / 784, f"{name} is divided by the number of pixels"),
        (mean / torch.log(torch.tensor(2.0)).item(), f"{name} is in bits, not in nats"),
        (mean * torch.log(torch.tensor(2.0)).item(), f"{name} is in bits, not in nats"),
        (-mean, f"the sign of {name} is flipped"),
        (mean / count, f"{name} is divided by the number of images twice"),
    ]
    for size in (10, 16, 20, 25, 32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000, 1024):
        parts = each.split(size)
        if len(parts) > 1:
            unweighted = float(torch.stack([part.mean() for part in parts]).mean())
            total = float(torch.stack([part.mean() for part in parts]).sum())
            complete = float(torch.cat(parts[:-1]).mean())
            slips += [
                (
                    unweighted,
                    "the short last batch counts as much as a full one: batches are averaged without weights",
                ),
                (complete, "the last batch is left out"),
                (float(parts[0].mean()), "only the first batch counts"),
                (float(parts[-1].mean()), "only the last batch counts"),
                (total, "batch means are added up, not averaged"),
                (total / count, "batch means are added up and divided by the number of images"),
                (
                    float(each.sum()) / (size * len(parts)),
                    "the sum is divided by the number of batches times batch_size",
                ),
            ]
    return slips


@pytest.mark.exercise("evaluate")
def test_z_is_drawn(student, reference, rng):
    """rec is taken at draws z ~ q(z | x, y), not at mu: nelbo is a bound on -log p(x | y)."""
    count = 300
    x, y = torch.full((count, 1, 28, 28), 0.5), torch.randint(0, 10, (count,), generator=rng)

    def build(output=reference.VAEOutput):
        return KnownBoundModel(output, log_variance=0.0, spread=0.0, slope=1.5)

    def check(model, remote):
        called, got = run_evaluate(student, model, x, y)
        if remote is None:
            return
        z = standard_normal_quantiles(100_000)
        each = 784 * (torch.nn.functional.softplus(1.5 * z) - 0.75 * z)
        at_mu = 784 * torch.log(torch.tensor(2.0)).item()
        cause = (
            "rec is computed at z = mu: it is too good, and nelbo is no bound any more"
            if abs(got["rec"] - at_mu) < 1
            else ""
        )
        hint = "Run the whole model: z = reparameterize(mu, logvar)."
        assert_average_equals(got["rec"], count, each, called, "rec is the mean over draws of z", cause, hint)

    with_models(student, reference, build, check)


@pytest.mark.exercise("evaluate")
def test_mode_and_seed_are_left_alone(student, reference, rng):
    """evaluate draws new z in each call, and does not leave gradients behind."""
    x, y = torch.full((40, 1, 28, 28), 0.5), torch.arange(40) % 10

    def build(output=reference.VAEOutput):
        return KnownBoundModel(output, log_variance=0.0, spread=0.0, slope=1.5)

    def check(model, remote):
        run_evaluate(student, model, x, y)
        if model.get("training") is not True:
            add_note(
                "evaluate left the model in eval mode; putting the mode back avoids surprises. This costs no points."
            )
        if remote is not None and any(visible for _, _, visible in seen_batches(remote, with_gradient=False)):
            add_note(
                "evaluate tracks gradients, which costs memory: use torch.no_grad(). This costs no points."
            )

    with_models(student, reference, build, check)


@pytest.mark.exercise("class_grid")
@pytest.mark.parametrize("n_per_class", [3, 1, 12])
def test_one_class_a_row(student, reference, n_per_class):
    """class_grid gives 10 n images in [0, 1]: n of class 0, then n of class 1, and so on."""

    def build(output):
        return ClassStampModel(output)

    def check(model, remote):
        called, grid = run_grid(student, model, n_per_class)
        if remote is not None:
            assert_classes_in_rows(ClassStampModel.read_class(grid), n_per_class, called)
        else:
            assert_rows_look_like_their_class(model, grid, n_per_class, called)

    with_models(student, reference, build, check, lambda: stirred(student))


def run_grid(student, model, n_per_class):
    called = describe_call("class_grid", n_per_class=n_per_class)
    value = student.class_grid(model=model, n_per_class=n_per_class)
    cause = ""
    if not isinstance(value, torch.Tensor):
        cause = (
            "class_grid returns the images, (10 n, 1, 28, 28), not a figure"
            if value is None or "igure" in describe_value(value)
            else ""
        )
        raise CheckFailed(called, "returns (10 n, 1, 28, 28)", f"got {describe_value(value)}", cause)
    if value.dim() == 5 and value.shape[:2] == (10, n_per_class):
        cause = "classes and images have an axis each; flatten them into one"
    elif value.dim() in (2, 3) and value.shape[-1] > 28:
        cause = "the images are joined to one picture; return them one by one"
    grid = assert_shape_equals(value, {"10 n": 10 * n_per_class} | IMAGE, called, cause)
    assert_dtype_is_floating(grid, called)
    assert_values_between(
        grid,
        0.0,
        1.0,
        called,
        "these are logits: the sigmoid is missing",
        "model.sample gives images in [0, 1].",
    )
    return called, grid


def assert_classes_in_rows(found, n_per_class, called):
    expected = torch.arange(10).repeat_interleave(n_per_class)
    if torch.equal(found, expected):
        return
    relation, got = (
        "image number r * n + c is of class r",
        f"{int((found != expected).sum())} of {len(found)} images are of another class",
    )
    cause = ""
    if torch.equal(found, torch.arange(10).repeat(n_per_class)):
        cause = "there is one class a column, not one class a row: repeat and repeat_interleave are mixed up"
    elif torch.equal(found, expected.flip(0)):
        cause = "the classes are in reverse order"
    elif bool((found == -1).any()):
        cause = "the images are not what the model gives: they are changed on the way"
    elif len(set(found.tolist())) == 1:
        cause = "all images are of one class"
    elif torch.equal(found.sort().values, expected):
        cause = "the images are in another order"
    elif set(found.tolist()) != set(range(10)):
        cause = "some classes are missing: labels are drawn at random, or not all ten are used"
    raise CheckFailed(called, relation, got, cause, "torch.arange(10).repeat_interleave(n) gives the labels.")


def stirred(student):
    model = build_model(student, d_latent=1, num_classes=10)
    stir(model, torch.Generator().manual_seed(5), 2.0)
    return model


def assert_rows_look_like_their_class(model, grid, n_per_class, called):
    """For the student's own model with one latent dimension: each row is nearest to its class's images, over all z."""
    along = torch.linspace(-4, 4, 41)[:, None]
    model.eval()
    curves = [
        torch.sigmoid(model.decode(z=along, y=torch.full((41,), label)).detach()).flatten(1)
        for label in range(10)
    ]
    nearest = torch.stack([torch.cdist(grid.flatten(1), curve).amin(1) for curve in curves]).argmin(0)
    rows = nearest.reshape(10, n_per_class)
    wrong = sum(int((row == label).sum()) * 2 < n_per_class for label, row in enumerate(rows))
    if wrong > 1:
        assert_classes_in_rows(nearest, n_per_class, called)


@pytest.mark.exercise("class_grid")
def test_images_of_a_class_differ(student, reference):
    """Every image of the grid is a sample of its own."""

    def build(output):
        return ClassStampModel(output)

    def check(model, remote):
        del remote
        called, grid = run_grid(student, model, 4)
        rows = grid.reshape(10, 4, -1)
        pairs = itertools.combinations(range(4), 2)
        same = sum(torch.equal(rows[r, i], rows[r, j]) for i, j in pairs for r in range(10))
        if same > 5:
            cause = "one z is used for several images"
            raise CheckFailed(
                called,
                "images of one class are different samples",
                f"{same} pairs of images in a row are equal",
                cause,
            )

    with_models(student, reference, build, check, lambda: stirred(student))

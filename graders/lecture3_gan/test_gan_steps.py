"""Hidden checks of `disc_step`, `gen_step` and `modes_covered`."""

from __future__ import annotations

import contextlib
import copy
import math

import pytest
import torch
from torch.nn.functional import softplus

from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.notes import add_note
from fairgrade.checks.structure import read_fields, read_number
from fairgrade.checks.upstream import pass_any, place_module
from fairgrade.errors import StudentFault
from graders.lecture1_vae.test_vae_steps import read_plain
from graders.lecture3_gan.gan_models import (
    TrustedDiscriminator,
    TrustedGenerator,
    assert_left_alone,
    assert_moved,
    assert_usable,
    gradient_of,
    row,
    twin,
)

RATE = 0.05
SHARES = (0.1, 0.2, 0.3, 0.05)
NOISE, WIDTH = 2, 3


class Players:
    """Trusted players in the student's process, with their optimisers and twins of their current state."""

    def __init__(self, student, rng):
        self.rng = rng
        self.trusted_g, self.trusted_d = TrustedGenerator(rng, NOISE, WIDTH), TrustedDiscriminator(rng, WIDTH)
        self.G, self.remote_g = place_module(student, self.trusted_g, ())
        self.D, self.remote_d = place_module(student, self.trusted_d, ())
        self.opt_g = student.optimizer("SGD", self.G, lr=RATE)
        self.opt_d = student.optimizer("SGD", self.D, lr=RATE)

    def draw(self, rows=6, noises=4):
        """A real batch and noise, of different sizes."""
        x = 1.5 + torch.randn(rows, WIDTH, generator=self.rng)
        return x, torch.randn(noises, NOISE, generator=self.rng)

    def now(self):
        """Parameters of both, and trusted twins that have them."""
        g, d = self.G.parameters(), self.D.parameters()
        return g, d, twin(self.trusted_g, g), twin(self.trusted_d, d)


def attempts(student, reference, check):
    """The check with the reference's losses, then with the student's."""

    def with_reference():
        student.replace(
            d_loss=reference.d_loss,
            g_loss_nonsaturating=reference.g_loss_nonsaturating,
            g_loss_saturating=reference.g_loss_saturating,
        )
        check()

    pass_any(student, [with_reference, check])


def read_loss(value, called):
    if isinstance(value, tuple | list | dict):
        raise CheckFailed(
            called, "one float comes back", f"got {describe_value(value)}", "return the loss alone"
        )
    if value is None:
        cause = "the function ends without `return`"
        raise CheckFailed(called, "one float comes back", "got None", cause, "return loss.item()")
    return read_plain(value, called, "the loss")


def assert_loss(got, expected, called, relation, slips):
    if abs(got - expected) <= 1e-4 * max(abs(expected), 1e-3):
        return
    cause = next((text for value, text in slips if abs(got - value) <= 1e-4 * max(abs(value), 1e-3)), "")
    raise CheckFailed(called, relation, "another value came back", cause, "Return the loss of this step.")


def assert_given_noise(remote, z, called):
    """Fail when the generator was asked for other samples than those of the given z."""
    seen = [call.args[0] if call.args else next(iter(call.kwargs.values()), None) for call in remote.calls]
    asked = [noise.detach() for noise in seen if isinstance(noise, torch.Tensor)]
    if not any(noise.shape == z.shape and torch.allclose(noise.float(), z) for noise in asked):
        cause = (
            "noise is drawn inside the step: use the z that is given"
            if asked
            else "G is not called: fake samples are G(z)"
        )
        raise CheckFailed(called, "the fake samples are G(z) of the given z", "G got another input", cause)


def disc_losses(G, D, x, z):
    """The right loss, and what it is confused with."""
    real, fake = D(x), D(G(z).detach())
    one, two = softplus(-real).mean(), softplus(fake).mean()
    slips = [
        (-one - two, "the loss is maximised: its sign is flipped"),
        ((one + two) / 2, "the loss is halved"),
        (2 * (one + two), "two steps or two backward passes are made"),
        (one, "only the real samples are used: the fake term is missing"),
        (two, "only the fake samples are used: the real term is missing"),
        (softplus(real).mean() + softplus(-fake).mean(), "real and fake are swapped"),
        (softplus(-fake).mean(), "the generator's loss is followed"),
        (-two, "the generator's loss is followed"),
        (2 * one, "the real batch is used in place of the fake samples"),
        (one + softplus(real).mean(), "the real batch is used in place of the fake samples"),
        (two + softplus(-fake).mean(), "the fake samples are used in place of the real batch"),
        (fake.mean() - real.mean(), "the loss of a Wasserstein critic is followed"),
        (one * len(x) + two * len(z), "sums are followed, not means"),
        ((1 - real).relu().mean() + (1 + fake).relu().mean(), "the hinge loss is followed"),
        (((real - 1) ** 2).mean() + (fake**2).mean(), "the least squares loss is followed"),
        *(
            (one + share * real.mean() + two, "the real labels are smoothed: they are 1 here")
            for share in SHARES
        ),
        *(
            (one + two - share * fake.mean(), "the labels of fakes are smoothed: they are 0 here")
            for share in SHARES
        ),
        *(
            (
                one + two + share * (real.mean() - fake.mean()),
                "the labels of both are smoothed: they are 1 and 0 here",
            )
            for share in SHARES
        ),
    ]
    for count in range(1, len(x)):
        part = softplus(-real[:count]).mean()
        slips += [
            (part + two, "only a part of the real batch is used"),
            (part + softplus(fake[:count]).mean(), "only a part of the real batch is used"),
        ]
    slips += [
        (one + softplus(fake[:count]).mean(), "only a part of the fake samples is used")
        for count in range(1, len(z))
    ]
    return one + two, slips


def twice(trusted_d, x, fake):
    """Moves of D where a step is made for each of the two batches."""

    def real_loss(d):
        return softplus(-d(x)).mean()

    def fake_loss(d):
        return softplus(d(fake)).mean()

    for first, second in ((real_loss, fake_loss), (fake_loss, real_loss)):
        step = -RATE * gradient_of(first(trusted_d), trusted_d)
        later = copy.deepcopy(trusted_d)
        values = (row(dict(trusted_d.named_parameters())) + step).to(x.dtype)
        torch.nn.utils.vector_to_parameters(values, later.parameters())
        yield (
            step - RATE * gradient_of(second(later), later),
            "two steps are made, one for each batch: add the losses, and make one",
        )


def spoilt_batch(remote, x):
    """The cause where D did not see the real batch as it was given; else an empty text."""
    seen = [call.args[0] if call.args else next(iter(call.kwargs.values()), None) for call in remote.calls]
    rows = [
        value.detach().float()
        for value in seen
        if isinstance(value, torch.Tensor) and value.shape[-1:] == x.shape[-1:]
    ]
    found = torch.cat([value.reshape(-1, x.shape[-1]) for value in rows]) if rows else x[:0]
    if all(bool((found == sample).all(1).any()) for sample in x):
        return ""
    return "D sees other samples than x_real: noise is added to them, or they are scaled"


def check_disc(student, players, earlier=None, stale=""):
    x, z = players.draw()
    g, d, trusted_g, trusted_d = players.now()
    players.remote_g.calls.clear()
    players.remote_d.calls.clear()
    called = describe_call("disc_step", x_real=x, z=z)
    loss, slips = disc_losses(trusted_g, trusted_d, x, z)
    wanted = -RATE * gradient_of(loss, trusted_d)
    moves = [(-RATE * gradient_of(other, trusted_d), text) for other, text in slips]
    if earlier is not None:
        moves.insert(0, (wanted + earlier, stale))
    got = student.disc_step(G=players.G, D=players.D, opt_d=players.opt_d, x_real=x, z=z)
    got = read_loss(got, called)
    assert_given_noise(players.remote_g, z, called)
    assert_left_alone("G", players.G, g, called)
    after = players.D.parameters()
    still = "no step was made: is `loss.backward()` followed by `opt_d.step()`, and D's output not detached?"
    relation = "D moves by -lr times the gradient of d_loss(D(x_real), D(G(z)))"
    moved = row(after) - row(d)
    moves += twice(trusted_d, x, trusted_g(z).detach())
    if cause := spoilt_batch(players.remote_d, x):
        moves.append((moved, cause))
    assert_moved(moved, wanted, called, relation, moves, still, row(d))
    assert_usable("G", players.G, called)
    assert_usable("D", players.D, called)
    values = [(float(other.detach()), text) for other, text in slips]
    later = float(disc_losses(trusted_g, twin(trusted_d, after), x, z)[0].detach())
    values.insert(0, (later, "the loss after the step is returned, not the one the step was made with"))
    assert_loss(got, float(loss.detach()), called, "d_loss of this step comes back", values)
    return wanted


@pytest.mark.exercise("disc_step")
def test_disc_step_follows_d_loss(student, reference, rng):
    """One step of D down the gradient of d_loss; its value comes back as a float, and G is left as it is."""
    attempts(student, reference, lambda: check_disc(student, Players(student, rng)))


@pytest.mark.exercise("disc_step")
def test_disc_steps_do_not_pile_up(student, reference, rng):
    """The second step follows the gradient of its own batch only."""

    def check():
        players = Players(student, rng)
        earlier = check_disc(student, players)
        stale = "gradients of the step before pile up: zero_grad is missing or misplaced"
        check_disc(student, players, earlier, stale)

    attempts(student, reference, check)


@pytest.mark.exercise("disc_step")
def test_disc_step_after_gen_step(student, reference, rng):
    """What a step of the generator leaves in D plays no part in D's next step."""

    def check():
        players = Players(student, rng)
        _, z = players.draw()
        _, _, trusted_g, trusted_d = players.now()
        earlier = -RATE * gradient_of(softplus(-trusted_d(trusted_g(z))).mean(), trusted_d)
        with contextlib.suppress(StudentFault):  # without a step of the generator nothing is left
            student.gen_step(G=players.G, D=players.D, opt_g=players.opt_g, z=z)
        spoilt = not all(value.requires_grad for value in players.D.parameters().values()) or not all(
            model.get("training") is True for model in (players.D, players.G)
        )
        if spoilt:  # which is gen_step's own mistake
            players = Players(student, rng)
        stale = "gradients that gen_step left in D pile up: call opt_d.zero_grad() before backward, not after the step"
        check_disc(student, players, earlier, stale)

    attempts(student, reference, check)


def assert_seed_goes_on(student, players, name, step):
    """Fail when a step resets the global seed: what is drawn after it is the same after two seeds."""
    drawn = []
    for seed in (1, 2):
        student.seed(seed)
        step()
        try:
            drawn.append(row(student.call("LinearCritic", d_in=40).parameters()))
        except StudentFault:
            return  # the class that the notebook gives is gone: nothing is left to draw
    if torch.equal(*drawn) and float(drawn[0].std()) > 0:
        cause = f"{name} resets the global seed: random numbers repeat from there on"
        raise CheckFailed(
            f"{name} after two seeds", "random numbers go on as they were", "they were reset", cause
        )


@pytest.mark.exercise("disc_step")
def test_gradients_stop_before_the_generator(student, reference, rng):
    """Nothing of D's step trains G; a missing detach only costs time, and is remarked."""

    def check():
        players = Players(student, rng)
        x, z = players.draw()
        before = players.G.parameters()
        called = describe_call("disc_step", x_real=x, z=z)
        for _ in range(2):
            student.disc_step(G=players.G, D=players.D, opt_d=players.opt_d, x_real=x, z=z)
        assert_left_alone("G", players.G, before, called)
        assert_seed_goes_on(
            student,
            players,
            "disc_step",
            lambda: student.disc_step(G=players.G, D=players.D, opt_d=players.opt_d, x_real=x, z=z),
        )
        if players.trusted_g.backwards:
            add_note(
                "disc_step sends gradients through G, which nobody uses: detach the fake samples. This costs no points."
            )

    attempts(student, reference, check)


def gen_losses(G, D, z):
    """The right loss, and what it is confused with."""
    fake = D(G(z))
    good = softplus(-fake).mean()
    slips = [
        (-softplus(fake).mean(), "the saturating loss is followed, not the non-saturating one"),
        (softplus(fake).mean(), "the target of the fakes is 0: G learns to make them look fake"),
        (-good, "the loss is maximised: its sign is flipped"),
        (good / 2, "the loss is halved"),
        (2 * good, "two steps or two backward passes are made"),
        (-fake.mean(), "the Wasserstein loss is followed"),
        (good * len(z), "a sum is followed, not a mean"),
        ((1 - fake).relu().mean(), "the hinge loss is followed"),
        (((fake - 1) ** 2).mean(), "the least squares loss is followed"),
        *((good + share * fake.mean(), "the label is smoothed: it is 1 here") for share in SHARES),
        (softplus(-D(torch.cat([G(z), G(-z)]))).mean(), "other noise than the given z is used as well"),
        *((softplus(-fake[:count]).mean(), "only a part of z is used") for count in range(1, len(z))),
    ]
    return good, slips


def check_gen(student, players, earlier=None, stale=""):
    _, z = players.draw()
    g, d, trusted_g, trusted_d = players.now()
    players.remote_g.calls.clear()
    called = describe_call("gen_step", z=z)
    loss, slips = gen_losses(trusted_g, trusted_d, z)
    wanted = -RATE * gradient_of(loss, trusted_g)
    moves = [(-RATE * gradient_of(other, trusted_g), text) for other, text in slips]
    if earlier is not None:
        moves.insert(0, (wanted + earlier, stale))
    got = student.gen_step(G=players.G, D=players.D, opt_g=players.opt_g, z=z)
    got = read_loss(got, called)
    assert_given_noise(players.remote_g, z, called)
    assert_left_alone("D", players.D, d, called)
    after = players.G.parameters()
    still = "G did not learn: you detached the fake images in the generator step, or made no step"
    relation = "G moves by -lr times the gradient of g_loss_nonsaturating(D(G(z)))"
    assert_moved(row(after) - row(g), wanted, called, relation, moves, still, row(g))
    assert_usable("D", players.D, called)
    assert_usable("G", players.G, called)
    values = [(float(other.detach()), text) for other, text in slips]
    later = float(gen_losses(twin(trusted_g, after), trusted_d, z)[0].detach())
    values.insert(0, (later, "the loss after the step is returned, not the one the step was made with"))
    assert_loss(got, float(loss.detach()), called, "g_loss_nonsaturating of this step comes back", values)
    return wanted


@pytest.mark.exercise("gen_step")
def test_gen_step_follows_the_nonsaturating_loss(student, reference, rng):
    """One step of G down the gradient of g_loss_nonsaturating; its value comes back as a float, and D is left as it is."""
    attempts(student, reference, lambda: check_gen(student, Players(student, rng)))


@pytest.mark.exercise("gen_step")
def test_gen_steps_do_not_pile_up(student, reference, rng):
    """The second step follows the gradient of its own noise only."""

    def check():
        players = Players(student, rng)
        earlier = check_gen(student, players)
        stale = "gradients of the step before pile up: zero_grad is missing or misplaced"
        check_gen(student, players, earlier, stale)

    attempts(student, reference, check)


@pytest.mark.exercise("gen_step")
def test_gen_step_leaves_a_working_discriminator(student, reference, rng):
    """After a step of G the optimiser of D can go on, and D's weights were not touched."""

    def check():
        players = Players(student, rng)
        _, z = players.draw()
        before = players.D.parameters()
        called = describe_call("gen_step", z=z)
        for _ in range(3):
            student.gen_step(G=players.G, D=players.D, opt_g=players.opt_g, z=z)
        assert_left_alone("D", players.D, before, called)
        assert_usable("D", players.D, called)
        assert_seed_goes_on(
            student,
            players,
            "gen_step",
            lambda: student.gen_step(G=players.G, D=players.D, opt_g=players.opt_g, z=z),
        )

    attempts(student, reference, check)


def corner_cloud(rng):
    """Six centres, far apart, and samples at known shares of the radius around four of them."""
    radius = 0.6
    centers = 2.0 * torch.tensor([[0, 0], [1, 0], [2, 1], [0, 1], [-1, 1], [1, 2]], dtype=torch.float64)
    centers = centers + 0.1 * torch.rand(6, 2, generator=rng, dtype=torch.float64)
    near = [(0, 0.9), (0, 0.3), (0, 0.66), (1, 0.8), (4, 0.97), (4, 0.55)]
    far = [(2, 1.38), (2, 1.2), (3, 1.6), (1, 1.03), (5, 1.22)]
    samples = []
    for place, share in near + far:
        quarter = math.pi / 2 * int(torch.randint(0, 4, (1,), generator=rng))
        tilt = math.pi / 4 + quarter
        samples.append(
            centers[place]
            + share * radius * torch.tensor([math.cos(tilt), math.sin(tilt)], dtype=torch.float64)
        )
    cloud = torch.stack(samples)[torch.randperm(len(samples), generator=rng)]
    return cloud, centers, radius


def mode_answers(samples, centers, radius):
    """The right pair, and pairs of usual mistakes."""
    count, modes = len(samples), len(centers)
    gap = samples[:, None] - centers[None]
    distance = gap.norm(dim=2)
    near = distance <= radius
    right = (int(near.any(0).sum()), float(near.any(1).double().mean()))

    def pair(inside):
        return int(inside.any(0).sum()), float(inside.any(1).double().mean())

    closest = len(set(distance.argmin(1).tolist()))
    table = [
        (pair(distance.square() <= radius), "the squared distance is compared with the radius"),
        (pair(distance <= radius**2), "the distance is compared with the squared radius"),
        (pair(distance <= 2 * radius), "the radius is taken twice"),
        (pair(distance <= radius / 2), "the radius is halved: it is no diameter"),
        (pair(gap.abs().sum(2) <= radius), "distances are sums of absolute differences, not Euclidean"),
        (pair(gap.abs().amax(2) <= radius), "distances are largest differences, not Euclidean"),
        (pair(~near), "the comparison is the wrong way round"),
    ]
    shares = [
        (near.double().mean().item(), "the share is taken of all pairs of samples and centres"),
        (right[0] / modes, "the share of the modes is returned, not that of good samples"),
        (right[0] / count, "the modes hit are divided by the samples: count the good samples"),
        (right[1] * count, "the number of good samples is returned, not their share"),
        (right[1] * 100, "the share is in percent: it lies in [0, 1]"),
        (1 - right[1], "the share of bad samples is returned"),
        (right[1] * count / modes, "the good samples are divided by the number of modes"),
    ]
    hits = [
        (closest, "the nearest centre counts as hit without a look at the radius"),
        (int(near.sum()), "pairs are counted: a mode counts once, however many samples it has"),
        (int(near.any(1).sum()), "good samples are counted, not modes"),
        (modes - right[0], "the missed modes are counted"),
        (int((near.sum(0) > 1).sum()), "a mode counts only with several samples: one is enough"),
        (
            int((near.double().mean(0) > 1 / (2 * modes)).sum()),
            "a mode counts only with many samples: one is enough",
        ),
        (modes, "all modes are counted, hit or not"),
    ]
    for part, text in (
        (samples[:-1], "the last sample is left out"),
        (samples[1:], "the first sample is left out"),
    ):
        inside = torch.cdist(part, centers) <= radius
        table.append((pair(inside), text))
        hits.append((int(inside.any(0).sum()), text))
        shares += [(float(inside.any(1).double().sum()) / count, text), (pair(inside)[1], text)]
    for axis in (0, 1):
        table.append((pair(gap[..., axis].abs() <= radius), "only one coordinate is compared"))
    for factor in (1.1, 1.05, 1.2, 0.9, 0.95):
        table.append((pair(distance <= factor * radius), "another limit than the radius is used"))
    shares += [(round(right[1], digits), "the share is rounded") for digits in (3, 2, 1, 0)]
    return right, table, hits, shares


def assert_modes(student, samples, centers, radius):
    called = describe_call("modes_covered", samples=samples, centers=centers, radius=radius)
    value = student.modes_covered(samples=samples, centers=centers, radius=radius)
    fields = read_fields(value, ("modes", "share"), called, "the pair (modes hit, share of good samples)")
    got = tuple(read_number(fields[name], called, name) for name in ("modes", "share"))
    right, both, hits, shares = mode_answers(samples, centers, radius)

    def same(one, other):
        return abs(one - other) < 1e-5

    own, place = torch.cdist(samples, centers).min(1)
    nearest = len(
        place[own <= radius].unique()
    )  # where discs overlap a sample may count for its nearest centre alone
    if (same(got[0], right[0]) or same(got[0], nearest)) and same(got[1], right[1]):
        return
    cause = next((text for pair, text in both if same(got[0], pair[0]) and same(got[1], pair[1])), "")
    if not cause and same(got[0], right[1]) and same(got[1], right[0]):
        cause = "the two results are in the wrong order"
    if not cause and not same(got[0], right[0]):
        cause = next((text for count, text in hits if same(got[0], count)), "")
        if same(got[0] * len(centers), right[0]):
            cause = "the share of the modes is returned, not their number"
    if not cause and not same(got[1], right[1]):
        cause = next((text for share, text in shares if same(got[1], share)), "")
    parts = [
        text
        for text, one, other in (
            ("the number of modes", got[0], right[0]),
            ("the share", got[1], right[1]),
        )
        if not same(one, other)
    ]
    relation = "modes: centres with a sample within the radius; share: samples within the radius of a centre"
    raise CheckFailed(called, relation, f"{' and '.join(parts)} is off", cause)


@pytest.mark.exercise("modes_covered")
def test_modes_and_share(student, rng):
    """Modes hit, and the share of good samples, by Euclidean distance."""
    for _ in range(3):
        assert_modes(student, *corner_cloud(rng))


@pytest.mark.exercise("modes_covered")
def test_modes_that_overlap(student, rng):
    """A sample within the radius of two centres is one good sample."""
    centers = torch.tensor([[0.0, 0.0], [0.5, 0.0], [3.0, 0.0]], dtype=torch.float64)
    places = torch.tensor([[0.2, 0.1], [0.3, -0.1], [0.22, 0.0], [2.0, 2.0], [5.0, 0.0]], dtype=torch.float64)
    assert_modes(student, places + 0.05 * torch.rand(5, 2, generator=rng, dtype=torch.float64), centers, 0.6)


@pytest.mark.exercise("modes_covered")
def test_modes_at_the_ends(student, rng):
    """Nothing near any centre gives (0, 0); all at one centre (1, 1); one sample is enough for a mode among many."""
    centers = torch.tensor([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0], [5.0, 5.0], [-5.0, 0.0]])
    jitter = 0.1 * torch.rand(40, 2, generator=rng)
    assert_modes(student, jitter[:7] + 2.5, centers, 0.5)
    assert_modes(student, jitter[:7] + 5.0, centers, 0.5)
    assert_modes(student, torch.cat([jitter, jitter[:1] + centers[1]]), centers, 0.5)
    assert_modes(student, jitter[:1] + centers[2], centers, 0.5)

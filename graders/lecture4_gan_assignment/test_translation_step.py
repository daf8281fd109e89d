"""Hidden checks of `translation_step`: trusted players, and the moves of SGD that the right losses would make."""

from __future__ import annotations

import copy

import pytest
import torch
from test_translation_losses import Blend
from torch import nn

from fairgrade.checks.failure import CheckFailed, describe_call, describe_value
from fairgrade.checks.finite import assert_values_finite
from fairgrade.checks.structure import read_number
from fairgrade.checks.upstream import pass_any, place_module
from fairgrade.errors import NotStarted, StudentFault
from fairgrade.wire.values import Record

RATE = 0.05
CLOSE = 2e-3
ROLES = ("g_ab", "g_ba", "d_a", "d_b")


class TrustedPool(nn.Module):
    """Returns what it is given, changed in a way that tells it from the other pool."""

    def __init__(self, gain, shift):
        super().__init__()
        self.gain, self.shift = gain, shift
        self.unused = nn.Parameter(torch.zeros(1))

    def query(self, x):
        """Changed images, without a graph."""
        return (self.gain * x + self.shift).detach()


class Scores(Blend):
    """A trusted discriminator: scores that leave [-1, 1]."""

    def forward(self, x):
        """Scores."""
        return 2 * super().forward(x) + self.bias


class Stage:
    """Four trusted players, two pools and two optimisers, all in the student's process."""

    def __init__(self, student, rng):
        self.student, self.rng = student, rng
        self.trusted = {role: (Blend if role[0] == "g" else Scores)(rng) for role in ROLES}
        placed = {role: place_module(student, self.trusted[role], ()) for role in ROLES}
        self.models = {role: pair[0] for role, pair in placed.items()}
        self.pools = {"a": TrustedPool(0.7, 0.4), "b": TrustedPool(0.6, -0.3)}
        handles = {side: place_module(student, pool, ("query",)) for side, pool in self.pools.items()}
        self.pool_handles = {side: pair[0] for side, pair in handles.items()}
        self.pool_logs = {side: pair[1].calls for side, pair in handles.items()}
        pairs = (
            student.call("ModuleList", [self.models["g_ab"], self.models["g_ba"]]),
            student.call("ModuleList", [self.models["d_a"], self.models["d_b"]]),
        )
        self.opt_g, self.opt_d = (student.optimizer("SGD", pair, lr=RATE) for pair in pairs)

    def now(self):
        """Values of all parameters, and trusted twins that have them."""
        values = {role: model.parameters() for role, model in self.models.items()}
        twins = {}
        for role, trusted in self.trusted.items():
            twins[role] = copy.deepcopy(trusted)
            with torch.no_grad():
                for name, parameter in twins[role].named_parameters():
                    parameter.copy_(values[role][name].detach())
        return values, twins

    def draw(self):
        return torch.rand(3, 1, 6, 7, generator=self.rng), torch.rand(2, 1, 6, 7, generator=self.rng)


def row(models):
    return torch.cat([parameter.detach().flatten() for model in models for parameter in model.parameters()])


def down(loss, models):
    """The move of SGD."""
    parameters = [parameter for model in models for parameter in model.parameters()]
    found = torch.autograd.grad(loss, parameters, allow_unused=True, retain_graph=True)
    return -RATE * torch.cat(
        [(torch.zeros_like(p) if g is None else g).flatten() for g, p in zip(found, parameters, strict=True)]
    )


def d_term(real, fake):
    return (real - 1).square().mean() + fake.square().mean()


def g_term(fake):
    return (fake - 1).square().mean()


def apart(x, y):
    return (x - y).abs().mean()


class Terms:
    """The right losses of a step, and all they are confused with."""

    def __init__(self, twins, pools, x_a, x_b):
        self.x = x_a, x_b
        self.twins, self.pools = twins, pools
        g_ab, g_ba, d_a, d_b = self.players = [twins[role] for role in ROLES]
        self.fakes = g_ba(x_b), g_ab(x_a)
        fake_a, fake_b = self.fakes
        self.back = g_ba(fake_b), g_ab(fake_a)
        self.adv = g_term(d_a(fake_a)), g_term(d_b(fake_b))
        self.cyc = apart(x_a, self.back[0]), apart(x_b, self.back[1])
        self.idt = apart(g_ba(x_a), x_a), apart(g_ab(x_b), x_b)

    @property
    def makers(self):
        return self.players[:2]

    @property
    def judges(self):
        return self.players[2:]

    def values(self):
        """What is returned."""
        return {
            "adversarial": sum(self.adv),
            "cycle": sum(self.cyc),
            "identity": sum(self.idt),
            "discriminator": self.judged(),
        }

    def judged(self, fakes=None, pools=("a", "b")):
        fake_a, fake_b = self.fakes if fakes is None else fakes
        d_a, d_b = self.judges
        olds = [
            fake if side is None else self.pools[side].query(fake.detach())
            for side, fake in zip(pools, (fake_a, fake_b), strict=True)
        ]
        x_a, x_b = self.x
        return d_term(d_a(x_a), d_a(olds[0].detach())) + d_term(d_b(x_b), d_b(olds[1].detach()))

    def made(self, w_c, w_i):
        return sum(self.adv) + w_c * sum(self.cyc) + w_i * sum(self.idt)

    def maker_slips(self, w_c, w_i):
        g_ab, g_ba = self.makers
        d_a, d_b = self.judges
        (x_a, x_b), (fake_a, fake_b) = self.x, self.fakes
        adv, cyc, idt = sum(self.adv), sum(self.cyc), sum(self.idt)
        rest = w_c * cyc + w_i * idt
        good = adv + rest
        wrong_judge = g_term(d_b(fake_a)) + g_term(d_a(fake_b))
        table = [
            (-adv + rest, "the sign of the adversarial loss is flipped"),
            (
                d_a(fake_a).square().mean() + d_b(fake_b).square().mean() + rest,
                "the target of the fakes is 0: the generators learn to look fake",
            ),
            (wrong_judge + rest, "the judges are swapped: d_a judges what pretends to be of A, d_b of B"),
            (
                rest,
                "the adversarial loss reaches no generator: you detached the fakes in the generators' step, or left it out",
            ),
            (self.adv[0] + rest, "the adversarial loss of g_ab is missing: both directions count"),
            (self.adv[1] + rest, "the adversarial loss of g_ba is missing: both directions count"),
            (adv / 2 + rest, "the adversarial loss is halved"),
            (adv + w_i * idt, "the cycle loss plays no part"),
            (adv + w_c * self.cyc[0] + w_i * idt, "the cycle of x_b is missing: both directions count"),
            (adv + w_c * self.cyc[1] + w_i * idt, "the cycle of x_a is missing: both directions count"),
            (adv + cyc + w_i * idt, "weight_cycle is not used"),
            (adv + 10 * cyc + w_i * idt, "weight_cycle is fixed at 10: use the argument"),
            (adv + w_c / 2 * cyc + w_i * idt, "the cycle loss is halved"),
            (
                adv + w_c * (apart(x_a, fake_b) + apart(x_b, fake_a)) + w_i * idt,
                "the cycle loss compares with the fake: it must compare with what came back",
            ),
            (
                adv + w_c * (apart(fake_b, self.back[0]) + apart(fake_a, self.back[1])) + w_i * idt,
                "the cycle loss compares with the fake: what came back must be like the original",
            ),
            (adv + w_c * cyc, "the identity loss plays no part"),
            (adv + w_c * cyc + idt, "weight_identity is not used"),
            (adv + w_c * cyc + w_c * w_i * idt, "the identity loss is weighted by weight_cycle too"),
            (adv + w_i * cyc + w_c * idt, "weight_cycle and weight_identity are swapped"),
            (adv + w_c * cyc + w_i * self.idt[0], "the identity loss of g_ab is missing"),
            (adv + w_c * cyc + w_i * self.idt[1], "the identity loss of g_ba is missing"),
            (
                adv + w_c * cyc + w_i * (apart(fake_b, x_a) + apart(fake_a, x_b)),
                "the identity loss uses the wrong generator: g_ba gets x_a, g_ab gets x_b",
            ),
            (w_c * (adv + cyc) + w_i * idt, "weight_cycle is applied to the adversarial loss too"),
            (2 * good, "two steps or two backward passes are made"),
            (good / 2, "the loss is halved"),
            (-good, "the loss is maximised"),
        ]
        detached = (
            adv + w_c * (apart(x_a, g_ba(fake_b.detach())) + apart(x_b, g_ab(fake_a.detach()))) + w_i * idt
        )
        table.append((detached, "the fakes are detached inside the cycle: the way there must learn too"))
        still = sum(g_term(judge(fake.detach())) for judge, fake in zip(self.judges, self.fakes, strict=True))
        table.append((still + rest, "you detached the fakes in the generators' step"))
        return table

    def judge_slips(self):
        d_a, d_b = self.judges
        (x_a, x_b), (fake_a, fake_b) = self.x, [fake.detach() for fake in self.fakes]
        old_a, old_b = self.pools["a"].query(fake_a), self.pools["b"].query(fake_b)
        good = self.judged()
        a, b = d_term(d_a(x_a), d_a(old_a)), d_term(d_b(x_b), d_b(old_b))
        return [
            (
                self.judged(pools=(None, None)),
                "the pools are not used: the discriminators see the newest fakes only",
            ),
            (self.judged(pools=("b", "a")), "the pools are swapped: pool_a holds fakes of A"),
            (self.judged(pools=("a", None)), "pool_b is not used"),
            (self.judged(pools=(None, "b")), "pool_a is not used"),
            (self.judged(pools=("a", "a")), "one pool is used for both domains"),
            (self.judged(pools=("b", "b")), "one pool is used for both domains"),
            (
                d_term(d_a(x_b), d_a(old_b)) + d_term(d_b(x_a), d_b(old_a)),
                "the judges are swapped: d_a judges x_a, d_b judges x_b",
            ),
            (
                d_term(d_a(x_b), d_a(old_a)) + d_term(d_b(x_a), d_b(old_b)),
                "the real batches are swapped: d_a judges x_a, d_b judges x_b",
            ),
            (
                d_term(d_a(x_a), d_a(old_b)) + d_term(d_b(x_b), d_b(old_a)),
                "the fakes are swapped: d_a judges fake_a",
            ),
            (a, "d_b is not trained"),
            (b, "d_a is not trained"),
            (good / 2, "the discriminators' loss is halved"),
            (2 * good, "two steps or two backward passes are made"),
            (-good, "the discriminators' loss is maximised"),
            (
                d_a(old_a).square().mean() + d_b(old_b).square().mean(),
                "only the fakes are used: the real term is missing",
            ),
            (g_term(d_a(x_a)) + g_term(d_b(x_b)), "only the real images are used: the fake term is missing"),
            (d_term(d_a(old_a), d_a(x_a)) + d_term(d_b(old_b), d_b(x_b)), "real and fake are swapped"),
            (
                d_term(d_a(x_a), d_a(self.pools["a"].query(x_a)))
                + d_term(d_b(x_b), d_b(self.pools["b"].query(x_b))),
                "the pools are asked with the real images: they hold fakes",
            ),
        ]


def is_close(got, wanted):
    return float((got - wanted).abs().max()) <= CLOSE * max(float(wanted.abs().max()), 1e-6)


def assert_moved(moved, wanted, called, relation, slips, still):
    """Fail when parameters did not move as they should; names the slip that moves them so."""
    assert_values_finite(moved, called)
    if is_close(moved, wanted):
        return
    if float(moved.abs().max()) == 0:
        raise CheckFailed(called, relation, "no parameter moved", still)
    cause = next((text for move, text in slips if is_close(moved, move)), "")
    if not cause:
        factor = float((moved * wanted).sum() / wanted.square().sum())
        cause = "another loss is followed, or the step is made more than once"
        if is_close(moved, factor * wanted):
            cause = (
                f"the move is {factor:.3g} times what it should be: the loss is scaled, gradients are clipped, or the rate "
                "of the optimiser is changed"
            )
    raise CheckFailed(called, relation, "they moved otherwise", cause)


def own_identity(student, stage, x_a, x_b):
    """Values and gradients of the student's own identity_loss; zeros, and a stand-in, where it does not work."""
    pieces, value = [], 0.0
    try:
        for role, x in (("g_ab", x_b), ("g_ba", x_a)):
            model = stage.models[role]
            pulled = student.vjp("identity_loss", {"g_into_a": model, "a": x}, wrt=("a",), parameters=model)
            value += float(pulled.value.detach())
            for name, parameter in model.parameters().items():
                found = pulled.parameters.get(name)
                pieces.append(torch.zeros(parameter.numel()) if found is None else found.detach().flatten())
        return torch.cat(pieces), value
    except (StudentFault, NotStarted, CheckFailed, AttributeError, TypeError, ValueError):
        student.replace(identity_loss=lambda g_into_a, a: 0 * a.sum())
        size = sum(p.numel() for role in ROLES[:2] for p in stage.models[role].parameters().values())
        return torch.zeros(size), 0.0


def read_losses(value, called):
    names = ("adversarial", "cycle", "identity", "discriminator")
    relation = "a dictionary with `adversarial`, `cycle`, `identity` and `discriminator` comes back"
    if value is None:
        raise CheckFailed(called, relation, "got None", "the function ends without `return`")
    if isinstance(value, Record):
        value = dict(zip(value.fields, value, strict=True))
    if not isinstance(value, dict):
        raise CheckFailed(
            called, relation, f"got {describe_value(value)}", "the losses come back without their names"
        )
    missing = [name for name in names if name not in value]
    if missing:
        raise CheckFailed(
            called, relation, f"keys {sorted(map(str, value))}", f"{', '.join(missing)} is missing"
        )
    return {name: read_number(value[name], called, name) for name in names}


def check_step(student, stage, w_c, w_i, own=False, earlier=None):
    """One call, and both moves; returns both right moves."""
    x_a, x_b = stage.draw()
    _, twins = stage.now()
    terms = Terms(twins, stage.pools, x_a, x_b)
    weights = {} if w_c is None else {"weight_cycle": w_c, "weight_identity": w_i}
    w_c, w_i = (10.0, 0.0) if w_c is None else (w_c, w_i)
    called = describe_call("translation_step", x_a=x_a, x_b=x_b, **weights)
    made, judged = terms.made(w_c, w_i), terms.judged()
    least = min(len(x_a), len(x_b))
    cut = Terms(twins, stage.pools, x_a[:least], x_b[:least])
    shorter = "both batches are cut to the shorter one"
    want_g, want_d = down(made, terms.makers), down(judged, terms.judges)
    values = {key: float(value.detach()) for key, value in terms.values().items()}
    if own:
        slope, values["identity"] = own_identity(student, stage, x_a, x_b)
        want_g = down(terms.made(w_c, 0.0), terms.makers) - RATE * w_i * slope
    for log in stage.pool_logs.values():
        log.clear()
    before_g, before_d = row(terms.makers), row(terms.judges)
    got = student.translation_step(
        **stage.models,
        opt_g=stage.opt_g,
        opt_d=stage.opt_d,
        pool_a=stage.pool_handles["a"],
        pool_b=stage.pool_handles["b"],
        x_a=x_a,
        x_b=x_b,
        **weights,
    )
    _, after = stage.now()
    after_g, after_d = row([after["g_ab"], after["g_ba"]]), row([after["d_a"], after["d_b"]])
    slips_g = [(down(loss, terms.makers), text) for loss, text in terms.maker_slips(w_c, w_i)]
    slips_g.append((down(cut.made(w_c, w_i), cut.makers), shorter))
    if not weights:
        slips_g += [
            (
                down(terms.made(*others), terms.makers),
                "the defaults are weight_cycle=10.0 and weight_identity=0.0",
            )
            for others in ((1.0, 0.0), (5.0, 0.0), (10.0, 0.5), (10.0, 1.0), (10.0, 5.0))
        ]
    slips_d = [(down(loss, terms.judges), text) for loss, text in terms.judge_slips()]
    slips_d.append((down(cut.judged(), cut.judges), shorter))
    carried = down(made, terms.judges)
    text = "gradients of the generators' step are left in the discriminators: call opt_d.zero_grad() before their backward"
    slips_d.insert(0, (want_d + carried, text))
    new = copy.deepcopy(twins)
    with torch.no_grad():
        place = 0
        for role in ROLES[:2]:
            for parameter in new[role].parameters():
                parameter += want_g[place : place + parameter.numel()].view_as(parameter)
                place += parameter.numel()
    fakes = new["g_ba"](x_b), new["g_ab"](x_a)
    slips_d.append(
        (down(terms.judged(fakes), terms.judges), "the fakes are drawn anew after the generators' step")
    )
    slips_d.append((carried, "the discriminators follow the generators' loss"))
    first = copy.deepcopy(twins)
    with torch.no_grad():
        place = 0
        for role in ROLES[2:]:
            for parameter in first[role].parameters():
                parameter += want_d[place : place + parameter.numel()].view_as(parameter)
                place += parameter.numel()
    late = Terms(first, stage.pools, x_a, x_b)
    slips_g.append(
        (
            down(late.made(w_c, w_i), late.makers),
            "the discriminators step first: the order is the other way round",
        )
    )
    if earlier is not None:
        stale = "gradients of the step before pile up: zero_grad is missing or misplaced"
        slips_g.insert(0, (want_g + earlier[0], stale))
        slips_d.insert(0, (want_d + earlier[1], stale))
        slips_d.insert(0, (want_d + earlier[1] + earlier[2] + carried, stale))
        slips_d.insert(
            0,
            (
                want_d + earlier[2],
                "gradients of the generators' step are left in the discriminators: call opt_d.zero_grad() before their backward",
            ),
        )
    still = "the generators did not learn: is backward() followed by opt_g.step(), and nothing detached?"
    assert_moved(
        after_g - before_g,
        want_g,
        called,
        "the generators move by -lr times the gradient of adversarial + weight_cycle * cycle + weight_identity * identity",
        slips_g,
        still,
    )
    still = "the discriminators did not learn: is backward() followed by opt_d.step(), and nothing detached?"
    assert_moved(
        after_d - before_d,
        want_d,
        called,
        "the discriminators move by -lr times the gradient of both lsgan_d_loss",
        slips_d,
        still,
    )
    assert_pools_asked(stage, called)
    assert_usable(stage, called)
    losses = read_losses(got, called)
    for name, value in values.items():
        if name == "identity" and w_i == 0:
            continue
        if abs(losses[name] - value) > 2e-4 * max(abs(value), 1e-2):
            blame_loss(name, losses[name], value, terms, w_c, w_i, called)
    return want_g, want_d, carried


def blame_loss(name, got, value, terms, w_c, w_i, called):
    parts = {"adversarial": terms.adv, "cycle": terms.cyc, "identity": terms.idt}.get(name, ())
    table = [(float(part.detach()), f"`{name}` is of one direction only: add both") for part in parts]
    table += [
        (weight * value, f"`{name}` comes back weighted: return it without its weight")
        for weight in (w_c, w_i)
    ]
    table += [(value / 2, f"`{name}` is halved")]
    cause = next(
        (text for other, text in table if abs(got - other) <= 1e-4 * max(abs(other), 1e-2)),
        "another loss comes back under this name, or one computed after the step",
    )
    raise CheckFailed(
        called,
        f"`{name}` is the sum over both directions, as computed for this step",
        f"{got:.4f}, not {value:.4f}",
        cause,
    )


def assert_pools_asked(stage, called):
    for side, log in stage.pool_logs.items():
        if len(log) != 1:
            cause = "each query may change the pool: ask once a step, and use what came back"
            raise CheckFailed(called, f"pool_{side} is asked once", f"it was asked {len(log)} times", cause)


def assert_usable(stage, called):
    for role, model in stage.models.items():
        if not all(value.requires_grad for value in model.parameters().values()):
            cause = f"requires_grad_(False) is not undone: {role} is left frozen"
            raise CheckFailed(called, f"{role} can be trained afterwards", "it is frozen", cause)
        if model.get("training") is not True:
            raise CheckFailed(
                called,
                f"the mode of {role} is as it was",
                "it is in eval mode",
                f"{role} is left in eval mode: put the mode back",
            )


def attempts(student, reference, check):
    """The check with the reference's losses, with the student's identity loss as it is, and with the student's own."""
    names = ("lsgan_d_loss", "lsgan_g_loss", "cycle_loss")

    def trusted(own):
        student.replace(**{name: getattr(reference, name) for name in names})
        check(own)

    pass_any(student, [lambda: trusted(False), lambda: trusted(True), lambda: check(False)])


@pytest.mark.exercise("translation_step")
@pytest.mark.parametrize("weights", [(3.0, 2.0), (0.5, 4.0), (0.0, 0.0)])
def test_both_moves(student, reference, rng, weights):
    """One step of each pair of networks down its gradient, on fakes of the pools; the losses come back."""
    attempts(student, reference, lambda own: check_step(student, Stage(student, rng), *weights, own=own))


@pytest.mark.exercise("translation_step")
def test_default_weights(student, reference, rng):
    """Without weights, the cycle counts ten times and the identity not at all."""
    attempts(student, reference, lambda own: check_step(student, Stage(student, rng), None, None, own=own))


@pytest.mark.exercise("translation_step")
def test_steps_do_not_pile_up(student, reference, rng):
    """The second step follows the gradients of its own batches only."""

    def check(own):
        stage = Stage(student, rng)
        earlier = check_step(student, stage, 3.0, 2.0, own=own)
        check_step(student, stage, 3.0, 2.0, own=own, earlier=earlier)

    attempts(student, reference, check)

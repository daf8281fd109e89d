"""Public checks of `translation_step`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "translation_step"
points = None


def weights(*models):
    return torch.cat([weight.detach().flatten() for model in models for weight in model.parameters()])


class PlainPool:
    def query(self, x):
        return x


def follow(translation_step, weight_cycle, weight_identity):
    """One step of linear players with SGD, beside the same step made by hand."""
    torch.manual_seed(3)
    g_ab, g_ba, d_a, d_b = (torch.nn.Conv2d(1, 1, 3, padding=1) for _ in range(4))
    makers, judges = torch.nn.ModuleList([g_ab, g_ba]), torch.nn.ModuleList([d_a, d_b])
    opt_g, opt_d = (torch.optim.SGD(both.parameters(), lr=0.1) for both in (makers, judges))
    x_a, x_b = torch.rand(3, 1, 6, 6), torch.rand(2, 1, 6, 6)
    fake_a, fake_b = g_ba(x_b), g_ab(x_a)
    adversarial = ((d_a(fake_a) - 1) ** 2).mean() + ((d_b(fake_b) - 1) ** 2).mean()
    cycle = (g_ba(fake_b) - x_a).abs().mean() + (g_ab(fake_a) - x_b).abs().mean()
    identity = (g_ba(x_a) - x_a).abs().mean() + (g_ab(x_b) - x_b).abs().mean()
    judged = sum(
        ((d(x) - 1) ** 2).mean() + (d(f.detach()) ** 2).mean()
        for d, x, f in ((d_a, x_a, fake_a), (d_b, x_b, fake_b))
    )
    ends = []
    for loss, both in (
        (adversarial + weight_cycle * cycle + weight_identity * identity, makers),
        (judged, judges),
    ):
        slope = torch.autograd.grad(loss, list(both.parameters()), retain_graph=True)
        ends.append(weights(both) - 0.1 * torch.cat([part.flatten() for part in slope]))
    arguments = {"g_ab": g_ab, "g_ba": g_ba, "d_a": d_a, "d_b": d_b, "opt_g": opt_g, "opt_d": opt_d}
    arguments |= {"pool_a": PlainPool(), "pool_b": PlainPool(), "x_a": x_a, "x_b": x_b}
    got = call(
        "translation_step",
        translation_step,
        **arguments,
        weight_cycle=weight_cycle,
        weight_identity=weight_identity,
    )
    sums = {"discriminator": judged} | {"identity": identity, "cycle": cycle} | {"adversarial": adversarial}
    return (
        got,
        {key: float(value.detach()) for key, value in sums.items()},
        ends,
        (weights(makers), weights(judges)),
    )


CALLED = "translation_step(..., x_a=(3, 1, 6, 6), x_b=(2, 1, 6, 6))"


@test_case(name="both steps follow their gradients")
def test_moves(translation_step):
    for pair in ((0.0, 0.0), (10.0, 0.0), (3.0, 2.0)):
        _, _, wanted, found = follow(translation_step, *pair)
        for who, left, right in zip(("generators", "discriminators"), wanted, found, strict=True):
            cause = "the discriminators keep gradients of the generators' step, or a judge or a weight is mixed up"
            fits = torch.allclose(left, right, atol=1e-5)
            expect(fits, CALLED, f"the {who} move by -lr times their gradient", "they moved otherwise", cause)


@test_case(name="the losses come back as floats")
def test_losses(translation_step):
    got, losses, _, _ = follow(translation_step, 3.0, 2.0)
    for key, value in losses.items():
        relation = f"`{key}` is a float: the sum over both directions, not weighted"
        expect(isinstance(got.get(key), float), CALLED, relation, f"{got.get(key)!r}")
        expect(abs(got[key] - value) < 1e-4, CALLED, relation, f"{got[key]:.4f}, not {value:.4f}")

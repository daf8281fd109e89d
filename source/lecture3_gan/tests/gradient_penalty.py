"""Public checks of `gradient_penalty`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close

OK_FORMAT = False
name = "gradient_penalty"
points = None


def set_slope(critic, length):
    with torch.no_grad():
        critic.weight.mul_(length / critic.weight.norm())
    return critic


@test_case(name="linear critics of slope 1/2 and 2, flat data and images")
def test_linear(gradient_penalty, LinearCritic):
    torch.manual_seed(6)
    for shape in ((12,), (1, 4, 3)):
        for length in (0.5, 2.0):
            critic = set_slope(LinearCritic(12), length)
            real, fake = torch.randn(5, *shape), torch.randn(5, *shape)
            value = call("gradient_penalty", gradient_penalty, critic=critic, real=real, fake=fake)
            mistakes = [
                (
                    torch.tensor(max(length - 1, 0.0) ** 2),
                    "it is one-sided: slopes below 1 must cost as well",
                ),
                (torch.tensor((length**2 - 1) ** 2), "the square root is missing in the norm"),
                (torch.tensor(5 * (length - 1) ** 2), "a sum over the batch is taken, not a mean"),
                (torch.tensor(10 * (length - 1) ** 2), "lambda is inside: it belongs to the training step"),
            ]
            called = (
                describe("gradient_penalty", real=real, fake=fake)
                + f" with a linear critic of slope {length}"
            )
            expect_close(value, torch.tensor((length - 1) ** 2), called, "(slope - 1)^2", mistakes)


@test_case(name="differentiable")
def test_gradient(gradient_penalty, LinearCritic):
    torch.manual_seed(7)
    critic = set_slope(LinearCritic(3), 2.0)
    value = call(
        "gradient_penalty", gradient_penalty, critic=critic, real=torch.randn(4, 3), fake=torch.randn(4, 3)
    )
    called, relation = "gradient_penalty(...)", "gradients reach the critic's parameters"
    expect(
        value.requires_grad,
        called,
        relation,
        "none does",
        "create_graph=True is missing, or something is detached",
    )
    expect(
        critic.weight.grad is None,
        called,
        "no gradients are left behind",
        "critic.weight.grad is set",
        "use torch.autograd.grad, not backward",
    )


@test_case(name="points on the segments")
def test_points(gradient_penalty, BowlCritic):
    torch.manual_seed(8)
    unit = torch.full((1, 4), 0.5)
    called = "gradient_penalty with the bowl critic, |fake| = 1 and |real| = 4"
    found = torch.stack(
        [
            call("gradient_penalty", gradient_penalty, critic=BowlCritic(), real=4 * unit, fake=unit)
            for _ in range(400)
        ]
    )
    alpha = found.detach().sqrt() / 3
    hint = "alpha of shape (N, 1, ...), torch.rand."
    expect(
        float(alpha.max()) < 1.001,
        called,
        "the points lie between fake and real",
        "some lie outside",
        "alpha is not in [0, 1]",
        hint,
    )
    mean, spread = float(alpha.mean()), float(alpha.std())
    expect(
        abs(mean - 0.5) < 0.09,
        called,
        "alpha has mean 1/2",
        f"mean {mean:.2f}",
        "alpha is not uniform, or one for each pixel",
        hint,
    )
    expect(
        abs(spread - 0.289) < 0.05,
        called,
        "alpha is uniform: spread 0.29",
        f"spread {spread:.2f}",
        "alpha is not uniform, or one for each pixel",
        hint,
    )

"""Public checks of `disc_step`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "disc_step"
points = None


def make():
    """Linear players, their optimisers, a batch and noise."""
    torch.manual_seed(3)
    G, D = torch.nn.Linear(2, 3), torch.nn.Linear(3, 1)
    opt_g, opt_d = (torch.optim.SGD(model.parameters(), lr=0.1) for model in (G, D))
    return G, D, opt_g, opt_d, torch.randn(6, 3), torch.randn(4, 2)


def weights(model):
    return torch.cat([weight.detach().flatten() for weight in model.parameters()])


CALLED = "disc_step(G, D, opt_d, x_real=(6, 3), z=(4, 2))"


@test_case(name="D moves, G does not, and the loss is a float")
def test_moves(disc_step):
    G, D, _, opt_d, x, z = make()
    before = weights(G), weights(D)
    value = call("disc_step", disc_step, G=G, D=D, opt_d=opt_d, x_real=x, z=z)
    expect(
        isinstance(value, float),
        CALLED,
        "a plain float comes back",
        f"a {type(value).__name__}",
        "",
        "Use .item().",
    )
    expect(torch.equal(before[0], weights(G)), CALLED, "G is left as it is", "its weights moved")
    expect(
        not torch.equal(before[1], weights(D)),
        CALLED,
        "D learns",
        "its weights did not move",
        "no step, or a detached loss",
    )


@test_case(name="down the gradient of d_loss")
def test_gradient(disc_step):
    G, D, _, opt_d, x, z = make()
    softplus = torch.nn.functional.softplus
    for _ in range(2):
        loss = softplus(-D(x)).mean() + softplus(D(G(z).detach())).mean()
        wanted = weights(D) - 0.1 * torch.cat(
            [g.flatten() for g in torch.autograd.grad(loss, list(D.parameters()))]
        )
        value = call("disc_step", disc_step, G=G, D=D, opt_d=opt_d, x_real=x, z=z)
        expect(
            abs(value - loss.item()) < 1e-5,
            CALLED,
            "d_loss of this step comes back",
            f"{value:.4f}, not {loss.item():.4f}",
        )
        relation = "D moves by -lr times the gradient of d_loss"
        cause = "old gradients, another loss, or another z than the given one"
        expect(torch.allclose(weights(D), wanted, atol=1e-6), CALLED, relation, "it moved otherwise", cause)

"""Public checks of `gen_step`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "gen_step"
points = None


def make():
    """Linear players, their optimisers, a batch and noise."""
    torch.manual_seed(3)
    G, D = torch.nn.Linear(2, 3), torch.nn.Linear(3, 1)
    opt_g, opt_d = (torch.optim.SGD(model.parameters(), lr=0.1) for model in (G, D))
    return G, D, opt_g, opt_d, torch.randn(6, 3), torch.randn(4, 2)


def weights(model):
    return torch.cat([weight.detach().flatten() for weight in model.parameters()])


CALLED = "gen_step(G, D, opt_g, z=(4, 2))"


@test_case(name="G moves, D does not, and the loss is a float")
def test_moves(gen_step):
    G, D, opt_g, _, _, z = make()
    before = weights(G), weights(D)
    value = call("gen_step", gen_step, G=G, D=D, opt_g=opt_g, z=z)
    expect(
        isinstance(value, float),
        CALLED,
        "a plain float comes back",
        f"a {type(value).__name__}",
        "",
        "Use .item().",
    )
    cause = "you detached the fake samples, or made no step"
    expect(not torch.equal(before[0], weights(G)), CALLED, "G learns", "its weights did not move", cause)
    expect(torch.equal(before[1], weights(D)), CALLED, "D is left as it is", "its weights moved")
    trainable = all(weight.requires_grad for weight in D.parameters())
    expect(trainable, CALLED, "D can still be trained afterwards", "its parameters are frozen")


@test_case(name="down the gradient of g_loss_nonsaturating")
def test_gradient(gen_step):
    G, D, opt_g, _, _, z = make()
    for _ in range(2):
        loss = torch.nn.functional.softplus(-D(G(z))).mean()
        wanted = weights(G) - 0.1 * torch.cat(
            [g.flatten() for g in torch.autograd.grad(loss, list(G.parameters()))]
        )
        value = call("gen_step", gen_step, G=G, D=D, opt_g=opt_g, z=z)
        expect(
            abs(value - loss.item()) < 1e-5,
            CALLED,
            "the loss of this step comes back",
            f"{value:.4f}, not {loss.item():.4f}",
        )
        relation = "G moves by -lr times the gradient of g_loss_nonsaturating"
        cause = "old gradients, another loss, or another z than the given one"
        expect(torch.allclose(weights(G), wanted, atol=1e-6), CALLED, relation, "it moved otherwise", cause)

"""Public checks of `critic_train_iter`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "critic_train_iter"
points = None


class Shift(torch.nn.Module):
    """x = z + shift, which counts its calls."""

    def __init__(self):
        super().__init__()
        self.d_noise, self.calls = 2, 0
        self.shift = torch.nn.Parameter(torch.zeros(2))

    def forward(self, z):
        self.calls += 1
        return z + self.shift


CALLED = "critic_train_iter(G, critic, opt_c, opt_g, x_real=(16, 2), n_critic=3)"


@test_case(name="three critic steps and one of G")
def test_steps(critic_train_iter, LinearCritic):
    torch.manual_seed(9)
    G, critic = Shift(), LinearCritic(2)
    steps = {"critic": 0, "G": 0}

    class Counting(torch.optim.SGD):
        def step(self, closure=None):
            steps[self.owner] += 1
            return super().step(closure)

    opt_c, opt_g = Counting(critic.parameters(), lr=0.01), Counting(G.parameters(), lr=0.1)
    opt_c.owner, opt_g.owner = "critic", "G"
    x = torch.randn(16, 2) + 3
    value = call(
        "critic_train_iter",
        critic_train_iter,
        G=G,
        critic=critic,
        opt_c=opt_c,
        opt_g=opt_g,
        x_real=x,
        n_critic=3,
    )
    named = isinstance(value, dict) and {"critic", "penalty", "gen"} <= value.keys()
    expect(named, CALLED, "a dict with critic, penalty and gen", f"a {type(value).__name__}")
    kinds = {key: type(part).__name__ for key, part in value.items()}
    expect(set(kinds.values()) == {"float"}, CALLED, "plain floats", f"{kinds}", "", "Use .item().")
    expect(
        steps["critic"] == 3, CALLED, "3 steps of the critic", f"{steps['critic']}", "n_critic is not used"
    )
    expect(
        steps["G"] == 1, CALLED, "1 step of the generator", f"{steps['G']}", "G is stepped inside the loop"
    )
    expect(G.calls >= 3, CALLED, "fresh noise for each step of the critic", f"G was asked {G.calls} times")
    wanted = 0.1 * critic.weight.detach()
    relation = "G moves by +lr times the mean slope of the critic that was just trained"
    expect(
        torch.allclose(G.shift.detach(), wanted, atol=1e-6),
        CALLED,
        relation,
        "it moved otherwise",
        "a sign, or old gradients",
    )

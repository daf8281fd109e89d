"""Public checks of `train_step`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "train_step"
points = None


CALLED = "train_step(model, optimizer, x=(6, 10))"


def make(VAE):
    model = call("VAE", VAE, d_in=10, d_hidden=7, d_latent=2)
    return model, torch.optim.SGD(model.parameters(), lr=1e-2), torch.rand(6, 10)


@test_case(name="a dict of floats")
def test_floats(train_step, VAE):
    model, optimizer, x = make(VAE)
    got = call("train_step", train_step, model=model, optimizer=optimizer, x=x)
    named = isinstance(got, dict) and {"loss", "rec", "kl"} <= got.keys()
    expect(named, CALLED, "a dict with loss, rec and kl", f"a {type(got).__name__}")
    kinds = {name: type(value).__name__ for name, value in got.items()}
    expect(
        set(kinds.values()) == {"float"}, CALLED, "the three are plain floats", f"{kinds}", "", "Use .item()."
    )
    expect(abs(got["loss"] - got["rec"] - got["kl"]) < 1e-3, CALLED, "loss = rec + kl", f"{got}")


@test_case(name="every parameter moves")
def test_moves(train_step, VAE):
    model, optimizer, x = make(VAE)
    before = [weight.detach().clone() for weight in model.parameters()]
    for _ in range(3):
        call("train_step", train_step, model=model, optimizer=optimizer, x=x)
    still = sum(torch.equal(old, new) for old, new in zip(before, model.parameters(), strict=True))
    expect(
        not still,
        CALLED,
        "all parameters are trained",
        f"{still} of {len(before)} did not move",
        "no step, or a detached part",
    )


@test_case(name="each step follows its own batch")
def test_gradients_do_not_pile_up(train_step, VAE):
    model, optimizer, x = make(VAE)
    moves = []
    for _ in range(2):
        before = torch.cat([weight.detach().flatten() for weight in model.parameters()])
        call("train_step", train_step, model=model, optimizer=optimizer, x=x)
        after = torch.cat([weight.detach().flatten() for weight in model.parameters()])
        moves.append(float((after - before).norm()))
    ratio = moves[1] / max(moves[0], 1e-12)
    relation = "the second step is about as long as the first"
    expect(
        ratio < 1.5,
        CALLED,
        relation,
        f"{ratio:.1f} times as long",
        "old gradients are still there when backward adds to them",
    )

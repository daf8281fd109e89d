"""Public checks of `cvae_decode`."""

import torch
from otter.test_files import test_case
from public_checks import call, describe, expect, expect_close, expect_shape, probe

OK_FORMAT = False
name = "cvae_decode"
points = None


@test_case(name="logits of the right shape")
def test_logits(CVAE):
    model = call("CVAE", CVAE, d_latent=7)
    z, y = probe(20, 7, seed=1, low=-3, high=3), torch.arange(20) % 10
    called = describe("CVAE(d_latent=7).decode", z=z, y=y)
    logits = call("decode", model.decode, z=z, y=y)
    expect_shape(logits, (20, 1, 28, 28), called)
    expect(
        bool((logits < 0).any()),
        called,
        "logits can be negative",
        "all lie in [0, 1]",
        "a sigmoid at the end of decode: return logits",
    )


@test_case(name="the label matters")
def test_label_matters(CVAE):
    model = call("CVAE", CVAE, d_latent=7).eval()
    z, y = probe(4, 7, seed=2), torch.tensor([0, 1, 2, 3])
    called = describe("CVAE(d_latent=7).decode", z=z, y=y)
    with torch.no_grad():
        first = call("decode", model.decode, z=z, y=y)
        second = call("decode", model.decode, z=z, y=torch.tensor([0, 1, 2, 8]))
    changed = [bool((a - b).abs().max() > 1e-7) for a, b in zip(first, second, strict=False)]
    relation = "changing the last label changes the last image, and no other"
    expect(changed[3], called, relation, "no image changed", "decoder output does not depend on y")
    expect(
        not any(changed[:3]),
        called,
        relation,
        f"images {[i for i in range(3) if changed[i]]} changed too",
        "labels and images are mixed up in the batch",
    )


@test_case(name="forward")
def test_forward(CVAE):
    model = call("CVAE", CVAE, d_latent=7).eval()
    x, y = probe(6, 1, 28, 28, seed=3, low=0, high=1), torch.arange(6)
    called = describe("CVAE(d_latent=7)", x=x, y=y)
    with torch.no_grad():
        x_logits, mu, _logvar, z = call("CVAE", model, x=x, y=y)
        again = call("CVAE", model, x=x, y=y)[3]
        expect_shape(z, (6, 7), called)
        expect(
            not torch.equal(z, mu), called, "z is drawn around mu", "z equals mu", "no sampling in forward"
        )
        expect(not torch.equal(z, again), called, "two passes draw different z", "the same z twice")
        expect_close(
            x_logits,
            call("decode", model.decode, z=z, y=y),
            called,
            "x_logits is decode(z, y)",
            [(call("decode", model.decode, z=mu, y=y), "decode gets mu, not z")],
        )

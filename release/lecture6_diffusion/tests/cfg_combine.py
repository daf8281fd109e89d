"""Public checks of `cfg_combine`."""

from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "cfg_combine"
points = None


@test_case(name="w = 0, 1 and 3")
def test_values(cfg_combine):
    cond, uncond = probe(5, 2, seed=1), probe(5, 2, seed=2)
    for w in (0.0, 1.0, 3.0):
        value = call("cfg_combine", cfg_combine, eps_cond=cond, eps_uncond=uncond, w=w)
        mistakes = [
            ((1 + w) * cond - w * uncond, "you implemented the paper's w; ours is one more"),
            (cond + w * (uncond - cond), "conditional and unconditional are swapped"),
        ]
        called = describe("cfg_combine", eps_cond=cond, eps_uncond=uncond, w=w)
        expect_close(value, uncond + w * (cond - uncond), called, "uncond + w (cond - uncond)", mistakes)

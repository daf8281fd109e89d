"""Public checks of `kl_anneal`."""

from otter.test_files import test_case
from public_checks import call, describe, expect

OK_FORMAT = False
name = "kl_anneal"
points = None


@test_case(name="a ramp and a plateau")
def test_ramp(kl_anneal):
    for step, wanted in ((0, 0.0), (5, 1.0), (10, 2.0), (20, 4.0), (21, 4.0), (500, 4.0)):
        settings = {"step": step, "warmup": 20, "beta": 4.0}
        called = describe("kl_anneal", **settings)
        got = float(call("kl_anneal", kl_anneal, **settings))
        slips = {
            step / 20: "beta is not used" if step <= 20 else "the weight goes on rising after the warm-up",
            4.0 * step / 20: "the weight goes on rising after the warm-up",
            4.0: "there is no ramp",
            4.0 * (step + 1) / 20: "one step ahead: the weight is 0 at step 0",
            4.0 - wanted: "the weight falls where it should rise",
        }
        cause = next((text for value, text in slips.items() if abs(got - value) < 1e-6), "")
        expect(abs(got - wanted) < 1e-6, called, f"it is {wanted:g}", f"{got:g}", cause)

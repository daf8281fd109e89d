"""Public checks of `conv_out`."""

from otter.test_files import test_case
from public_checks import call, describe, expect

OK_FORMAT = False
name = "conv_out"
points = None


@test_case(name="sizes on the way down")
def test_sizes(conv_out):
    for settings, wanted in (
        ({"n": 28, "k": 3, "s": 1, "p": 1}, 28),
        ({"n": 28, "k": 4, "s": 2, "p": 1}, 14),
        ({"n": 10, "k": 3, "s": 2, "p": 0}, 4),
        ({"n": 10, "k": 3, "s": 1, "p": 0, "d": 3}, 4),
    ):
        called = describe("conv_out", **settings)
        got = call("conv_out", conv_out, **settings)
        expect(
            type(got) is int,
            called,
            "the result is an int",
            f"a {type(got).__name__}",
            "use // rather than /",
        )
        n, k, s, p, d = (settings.get(key, 1) for key in "nkspd")
        slips = {
            wanted - 1: "the + 1 at the end is missing",
            -(-(n + 2 * p - d * (k - 1) - 1) // s) + 1: "rounded up: a window must fit as a whole",
            (n + p - d * (k - 1) - 1) // s + 1: "the padding counts on both sides",
            (n + 2 * p - k) // s + 1: "the dilation is not used",
        }
        expect(got == wanted, called, f"it is {wanted}", f"{got}", slips.get(got, ""))

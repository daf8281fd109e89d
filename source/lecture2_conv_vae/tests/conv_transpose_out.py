"""Public checks of `conv_transpose_out`."""

from otter.test_files import test_case
from public_checks import call, describe, expect

OK_FORMAT = False
name = "conv_transpose_out"
points = None


@test_case(name="sizes on the way up")
def test_sizes(conv_transpose_out):
    for settings, wanted in (
        ({"n": 7, "k": 4, "s": 2, "p": 1}, 14),
        ({"n": 7, "k": 3, "s": 2, "p": 1}, 13),
        ({"n": 7, "k": 3, "s": 2, "p": 1, "op": 1}, 14),
        ({"n": 5, "k": 3, "s": 3, "p": 0, "d": 2}, 17),
    ):
        called = describe("conv_transpose_out", **settings)
        got = call("conv_transpose_out", conv_transpose_out, **settings)
        expect(type(got) is int, called, "the result is an int", f"a {type(got).__name__}")
        n, k, s, p = (settings[key] for key in "nksp")
        op, d = settings.get("op", 0), settings.get("d", 1)
        slips = {
            (n + 2 * p - d * (k - 1) - 1) // s + 1: "this is the size after a convolution, the way down",
            n * s - 2 * p + d * (k - 1) + op + 1: "n windows start (n - 1) s apart, not n s",
            (n - 1) * s - p + d * (k - 1) + op + 1: "the padding is cut off on both sides",
            wanted - op: "output_padding is not used",
            wanted + op: "output_padding is added on one side only",
            (n - 1) * s - 2 * p + k + op: "the dilation is not used",
        }
        expect(got == wanted, called, f"it is {wanted}", f"{got}", slips.get(got, ""))

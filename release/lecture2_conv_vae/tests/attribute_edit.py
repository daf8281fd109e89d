"""Public checks of `attribute_edit`."""

from otter.test_files import test_case
from public_checks import call, describe, expect_close, probe

OK_FORMAT = False
name = "attribute_edit"
points = None


@test_case(name="along the direction, by alpha")
def test_moves(attribute_edit):
    z, start, end = probe(5, 3, seed=1), probe(3, seed=2), probe(3, seed=3)
    for settings in ({}, {"alpha": 0.0}, {"alpha": 2.5}, {"alpha": -1.0}):
        inputs = {"z": z, "mean_from": start, "mean_to": end} | settings
        called = describe("attribute_edit", **inputs)
        got = call("attribute_edit", attribute_edit, **inputs)
        alpha = settings.get("alpha", 1.0)
        slips = [
            (z + alpha * (start - end), "the direction is turned round"),
            (z + end - start, "alpha is not used"),
            (z + alpha * end, "mean_from is not subtracted"),
            ((1 - alpha) * z + alpha * end, "this pulls every code to mean_to; add the difference instead"),
        ]
        expect_close(got, z + alpha * (end - start), called, "z + alpha * (mean_to - mean_from)", slips)

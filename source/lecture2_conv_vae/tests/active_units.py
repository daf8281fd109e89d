"""Public checks of `active_units`."""

from otter.test_files import test_case
from public_checks import call, describe, expect, probe

OK_FORMAT = False
name = "active_units"
points = None


@test_case(name="who varies")
def test_count(active_units):
    mu = probe(50, 6, seed=1, low=-1, high=1)  # every dimension varies by about 1/3
    mu[:, 0] = 2.0  # large, but the same for every image
    mu[:, 1] *= 0.05  # spread 0.03, variance 0.0008
    for settings, wanted in (({}, 4), ({"threshold": 1e-5}, 5), ({"threshold": 3.0}, 0)):
        called = describe("active_units", mu=mu, **settings)
        got = call("active_units", active_units, mu=mu, **settings)
        expect(
            type(got) is int, called, "the result is an int", f"a {type(got).__name__}", "wrap it in int(...)"
        )
        slips = {
            6 - wanted: "the sleeping dimensions are counted",
            int(
                (mu.std(0) > settings.get("threshold", 1e-2)).sum()
            ): "the standard deviation is compared, not the variance",
            int(
                (mu.square().mean(0) > settings.get("threshold", 1e-2)).sum()
            ): "the mean is not subtracted: this is no variance",
        }
        expect(got == wanted, called, f"{wanted} dimensions are active", f"{got}", slips.get(got, ""))

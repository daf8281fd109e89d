"""Public checks of `pair_counts`."""

from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "pair_counts"
points = None


@test_case(name="counts by hand")
def test_counts(pair_counts):
    for ids, right in (
        ([3, 1, 3, 1, 2], {(3, 1): 2, (1, 3): 1, (1, 2): 1}),
        ([7, 7, 7], {(7, 7): 2}),
        ([4], {}),
    ):
        counts = call("pair_counts", pair_counts, ids=ids)
        found = {tuple(pair): count for pair, count in dict(counts).items() if count}
        cause = "overlapping pairs count, too" if ids == [7, 7, 7] else ""
        expect(found == right, f"pair_counts({ids})", f"{right}", f"{found}", cause)

"""Public checks of `merge`."""

from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "merge"
points = None


@test_case(name="from left to right, without overlap")
def test_merge(merge):
    for ids, pair, right in (
        ([1, 2, 3, 1, 2], (1, 2), [9, 3, 9]),
        ([7, 7, 7], (7, 7), [9, 7]),
        ([7, 7, 7, 7], (7, 7), [9, 9]),
        ([2, 1], (1, 2), [2, 1]),
        ([], (1, 2), []),
    ):
        given = list(ids)
        found = list(call("merge", merge, ids=given, pair=pair, new_id=9))
        expect(found == right, f"merge({ids}, pair={pair}, new_id=9)", f"{right}", f"{found}")
        expect(given == ids, f"merge({ids}, ...)", "the list is left as it was", f"it is now {given}")

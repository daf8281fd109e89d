"""Public checks of `decode_bpe`."""

from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "decode_bpe"
points = None


MERGES = [(98, 99), (97, 256), (195, 169)]


@test_case(name="texts by hand")
def test_texts(decode_bpe):
    for ids, right in (([257, 98], "abcb"), ([97, 258, 256], "aébc"), ([195, 169], "é"), ([], "")):
        found = call("decode_bpe", decode_bpe, ids=ids, merges=list(MERGES))
        cause = "join all bytes before decoding them" if ids == [195, 169] else ""
        expect(found == right, f"decode_bpe({ids}, {MERGES})", repr(right), repr(found), cause)

"""Public checks of `encode_bpe`."""

from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "encode_bpe"
points = None


MERGES = [(98, 99), (97, 98), (97, 256)]


@test_case(name="merges in the order of their rank")
def test_rank(encode_bpe):
    for text, right in (("abc", [258]), ("abd", [257, 100]), ("xyz", [120, 121, 122]), ("", [])):
        found = list(call("encode_bpe", encode_bpe, text=text, merges=list(MERGES)))
        cause = "'bc' has the lower rank, so it is merged before 'ab'" if text == "abc" else ""
        expect(found == right, f"encode_bpe({text!r}, {MERGES})", f"{right}", f"{found}", cause)


@test_case(name="bytes")
def test_bytes(encode_bpe):
    found = list(call("encode_bpe", encode_bpe, text="é", merges=[]))
    expect(found == [195, 169], "encode_bpe('é', [])", "[195, 169]", f"{found}", "use text.encode('utf-8')")

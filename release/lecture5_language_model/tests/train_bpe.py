"""Public checks of `train_bpe`."""

from otter.test_files import test_case
from public_checks import call, expect

OK_FORMAT = False
name = "train_bpe"
points = None


@test_case(name="two merges by hand")
def test_merges(train_bpe):
    found = [tuple(pair) for pair in call("train_bpe", train_bpe, text="abcabcabd", n_merges=2)]
    right = [(97, 98), (99, 256)]
    cause = ""
    if found[:1] == right[:1]:
        cause = "count the sequence after the first merge; of two pairs that occur twice take the smallest"
    expect(found == right, "train_bpe('abcabcabd', 2)", f"{right}", f"{found}", cause)


@test_case(name="a tie; bytes, not characters")
def test_bytes(train_bpe):
    for text, right in (("zyabzyab", [(97, 98)]), ("éé", [(195, 169)]), ("", []), ("x", [])):
        found = [tuple(pair) for pair in call("train_bpe", train_bpe, text=text, n_merges=1)]
        cause = "of the pairs that occur twice take the smallest" if text == "zyabzyab" else ""
        expect(found == right, f"train_bpe({text!r}, 1)", f"{right}", f"{found}", cause)

"""Public checks of `CharTokenizer`."""

from otter.test_files import test_case
from public_checks import NotStarted, expect

OK_FORMAT = False
name = "char_tokenizer"
points = None


def make(CharTokenizer, text):
    try:
        tokenizer = CharTokenizer(text)
        tokenizer.encode(text)
    except NotImplementedError as error:
        raise NotStarted(f"not started ({error}).") from None
    return tokenizer


@test_case(name="there and back")
def test_round_trip(CharTokenizer):
    text = "a fox, a hen"
    tokenizer = make(CharTokenizer, text)
    ids = [int(token) for token in tokenizer.encode(text)]
    called = f"encode({text!r})"
    expect(len(ids) == len(text), called, "one id a character", f"{len(ids)} ids for {len(text)} characters")
    kinds = len(set(text))
    relation = f"{kinds} kinds of characters get {kinds} different ids"
    expect(len(set(ids)) == kinds, called, relation, f"{len(set(ids))} different ids")
    inside = all(0 <= token < tokenizer.vocab_size for token in ids)
    expect(
        inside,
        called,
        "ids lie in 0 ... vocab_size - 1",
        f"ids up to {max(ids)}, vocab_size {tokenizer.vocab_size}",
    )
    back = tokenizer.decode(ids)
    expect(back == text, "decode(encode(text))", "the text comes back", repr(back))


@test_case(name="an unknown character")
def test_unknown(CharTokenizer):
    tokenizer = make(CharTokenizer, "abc")
    try:
        ids = tokenizer.encode("abz")
    except ValueError:
        return
    except Exception as error:
        expect(False, "encode('abz'), z is unknown", "a ValueError is raised", f"a {type(error).__name__}")
    expect(False, "encode('abz'), z is unknown", "a ValueError is raised", f"{ids} came back")

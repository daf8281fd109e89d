"""Hidden checks of `CharTokenizer` and of byte-pair encoding."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
import torch

from fairgrade.checks.failure import CheckFailed, describe_value
from fairgrade.checks.notes import add_note
from fairgrade.checks.student import Handle
from fairgrade.checks.upstream import pass_any
from fairgrade.errors import StudentRaised

UNICODE = "naïve Größe, 日本の本, naïve Größe 🙂🙂 日本"


def pick(rng, choices, count):
    """Random items of a sequence."""
    return [choices[place] for place in torch.randint(len(choices), (count,), generator=rng).tolist()]


def read_ids(value, called):
    """A list of whole numbers, from a list, a tuple or a row."""
    if isinstance(value, torch.Tensor) and value.dim() == 1 and not value.dtype.is_floating_point:
        return value.tolist()
    items = list(value) if isinstance(value, list | tuple) else None
    if items is not None:
        items = [
            int(item) if isinstance(item, torch.Tensor) and item.numel() == 1 else item for item in items
        ]
    if items is None or not all(type(item) is int for item in items):
        cause = "the ids are no whole numbers" if isinstance(value, list | tuple | torch.Tensor) else ""
        raise CheckFailed(called, "a list of whole numbers comes back", f"got {describe_value(value)}", cause)
    return items


def size_of(tokenizer):
    """`vocab_size`, be it an attribute, a property or a method."""
    value = tokenizer.get("vocab_size")
    if isinstance(value, Handle):
        value = tokenizer.call("vocab_size")
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        value = int(value)
    if type(value) is not int:
        raise CheckFailed("vocab_size", "it is a whole number", f"got {describe_value(value)}")
    return value


def make_tokenizer(student, text):
    tokenizer = student.CharTokenizer(text=text)
    if not isinstance(tokenizer, Handle):
        raise CheckFailed(
            "CharTokenizer(text)",
            "it builds an object",
            f"got {describe_value(tokenizer)}",
            "",
            "class CharTokenizer:",
        )
    return tokenizer


def encode(tokenizer, text):
    return read_ids(tokenizer.call("encode", text), f"encode(a text of {len(text)} characters)")


TEXTS = ("the cat, the hat!", "zebra", "A\nb  \t c", UNICODE, "x")


@pytest.mark.exercise("char_tokenizer")
def test_text_comes_back(student, rng):
    """decode(encode(text)) is the text, for parts, repetitions and other orders of what was seen, too."""
    for text in TEXTS:
        tokenizer = make_tokenizer(student, text)
        for part in (text, text[::-1], text[1:4] * 3, "".join(pick(rng, text, 30)), ""):
            ids = encode(tokenizer, part)
            called = f"encode(a text of {len(part)} characters)"
            if len(ids) != len(part):
                cause = (
                    "some characters are left out"
                    if len(ids) < len(part)
                    else "there are more ids than characters: bytes, or special tokens"
                )
                raise CheckFailed(called, "one id a character", f"{len(ids)} ids", cause)
            back = tokenizer.call("decode", ids)
            if back != part:
                cause, got = "", f"got {describe_value(back)}"
                if isinstance(back, list | tuple):
                    cause = 'a list of characters came back: join it with "".join'
                elif back == part[::-1]:
                    cause = "the text is reversed"
                elif isinstance(back, str):
                    got = "another text"
                    cause = (
                        "characters are separated"
                        if back.replace(" ", "") == part.replace(" ", "")
                        else "encode and decode use different tables"
                    )
                    cause = (
                        "upper and lower case are mixed up" if back.casefold() == part.casefold() else cause
                    )
                raise CheckFailed("decode(encode(text))", "the text comes back", got, cause)


@pytest.mark.exercise("char_tokenizer")
def test_each_kind_has_its_id(student, rng):
    """Different characters have different ids, equal ones the same, all in 0 ... vocab_size - 1."""
    for text in TEXTS:
        tokenizer, kinds = make_tokenizer(student, text), sorted(set(text))
        ids = encode(tokenizer, "".join(kinds))
        called = f"CharTokenizer(a text with {len(kinds)} kinds of characters)"
        if len(set(ids)) != len(kinds):
            cause = "two kinds of characters share an id"
            raise CheckFailed(
                called, "each kind has an id of its own", f"{len(set(ids))} different ids", cause
            )
        size = size_of(tokenizer)
        if min(ids) < 0 or max(ids) >= size:
            cause = (
                "vocab_size is the largest id, not the number of ids"
                if max(ids) == size
                else "ids start at 1, or vocab_size counts something else"
            )
            cause = "negative ids" if min(ids) < 0 else cause
            raise CheckFailed(
                called,
                "ids lie in 0 ... vocab_size - 1",
                f"ids up to {max(ids)} with vocab_size {size}",
                cause,
            )
        if size > 2 * len(kinds) + 16:
            cause = (
                "vocab_size counts the characters of the text, not their kinds"
                if size == len(text)
                else "the vocabulary holds what the text does not: it is made from the text"
            )
            raise CheckFailed(called, "vocab_size is the number of ids", f"vocab_size {size}", cause)
    long = "ab" * 200
    size = size_of(make_tokenizer(student, long))
    if size > 20:
        cause = "vocab_size counts the characters of the text, not their kinds"
        raise CheckFailed(
            "CharTokenizer(400 characters of two kinds)",
            "vocab_size is the number of ids",
            f"vocab_size {size}",
            cause,
        )


@pytest.mark.exercise("char_tokenizer")
def test_vocabulary_is_deterministic(student, another_student, rng):
    """The same text gives the same ids; renaming letters along the alphabet keeps the order of the ids."""
    text = "".join(pick(rng, "abcdefghijklm", 80)) + "abcdefghijklm"
    moved = "".join(chr(ord(character) + 13) for character in text)
    first, other = encode(make_tokenizer(student, text), text), encode(make_tokenizer(student, moved), moved)
    again = encode(make_tokenizer(student, text), text)
    student.close()
    elsewhere = encode(make_tokenizer(another_student, text), text)
    called = "CharTokenizer(text), built twice"
    if first != again or first != elsewhere:
        cause = "the vocabulary depends on something else than the text: chance, or what was built before"
        raise CheckFailed(called, "the same text gives the same ids", "other ids", cause)
    ranks = [{value: place for place, value in enumerate(sorted(set(ids)))} for ids in (first, other)]
    if [ranks[0][token] for token in first] != [ranks[1][token] for token in other]:
        relation = (
            "the order of the ids follows from the text: alphabetical, by first appearance, or by frequency"
        )
        cause = "the order is that of a set: it changes with each start of the kernel"
        raise CheckFailed(
            "CharTokenizer(text), and the same text with other letters",
            relation,
            "another order",
            cause,
            "Use sorted(set(text)).",
        )


@pytest.mark.exercise("char_tokenizer")
def test_unknown_character_is_refused(student, rng):
    """A character that was not in the text raises a ValueError, wherever it stands."""
    tokenizer = make_tokenizer(student, "abc abc")
    for text in ("z", "abz", "zab", "a\n", "A"):
        called = "encode(a text with a character that is not in the vocabulary)"
        relation, hint = "a ValueError is raised", "raise ValueError(...)"
        try:
            value = tokenizer.call("encode", text)
        except StudentRaised as error:
            if error.kind.endswith("ValueError") or "Unicode" in error.kind:
                continue
            got = f"a {error.kind}"
            raise CheckFailed(
                called, relation, got, f"a {error.kind} is raised, not a ValueError", hint
            ) from None
        ids = read_ids(value, called)
        cause = (
            "an unknown character is skipped silently"
            if len(ids) < len(text)
            else "an unknown character gets an id: nobody is told"
        )
        raise CheckFailed(called, relation, f"{len(ids)} ids came back", cause, hint)


def runs(rng, count=40):
    """Ids in which neighbours are often equal."""
    return [token for token in pick(rng, (3, 5, 8), count) for _ in range(1 + token % 3)]


def without_overlap(ids):
    """Pairs counted as `merge` would find them one kind at a time."""
    counts: Counter = Counter()
    for pair in set(pairwise(ids)):
        counts[pair] = len(ids) - len(merged(ids, pair, -1))
    return counts


def merged(ids, pair, new_id):
    """From left to right, without overlap."""
    made, place = [], 0
    while place < len(ids):
        if tuple(ids[place : place + 2]) == tuple(pair):
            made.append(new_id)
            place += 2
        else:
            made.append(ids[place])
            place += 1
    return made


@pytest.mark.exercise("pair_counts")
def test_pairs_are_counted(student, rng):
    """Each pair of neighbours, in order, overlapping ones too."""
    for ids in (runs(rng), pick(rng, (1, 2, 300, 4), 50), [7] * 6, [4, 9], [4], []):
        called = f"pair_counts({len(ids)} ids)"
        value = student.pair_counts(ids=ids)
        if not isinstance(value, dict):
            raise CheckFailed(
                called, "a Counter comes back", f"got {describe_value(value)}", "", "Counter(...)"
            )
        found = {key: count for key, count in value.items() if count}
        right = dict(Counter(pairwise(ids)))
        if found == right:
            continue
        pairs = list(pairwise(ids))
        slips = [
            (without_overlap(ids), "pairs that overlap are left out: in [7, 7, 7] there are two"),
            (Counter(pairs[:-1]), "the last pair is left out"),
            (Counter(pairs[1:]), "the first pair is left out"),
            (Counter(zip(ids[::2], ids[1::2], strict=False)), "only every other pair is counted"),
            (
                Counter([*pairs, (ids[-1], ids[0])] if ids else pairs),
                "the last and the first id are taken for neighbours",
            ),
            (
                Counter(tuple(sorted(pair)) for pair in pairs),
                "the order within a pair is lost: (a, b) is not (b, a)",
            ),
            (Counter((b, a) for a, b in pairs), "the two of a pair are swapped"),
            (Counter(ids), "single ids are counted, not pairs"),
            (Counter(pair for pair in pairs if pair[0] != pair[1]), "pairs of equal ids are left out"),
            (dict.fromkeys(pairs, 1), "each kind of pair is counted once"),
            (Counter(zip(ids, ids[2:], strict=False)), "pairs are two places apart"),
        ]
        cause = next((text for slip, text in slips if found == dict(slip)), "")
        if not cause and all(found.get(pair, 0) >= count for pair, count in right.items()):
            cause = "there are counts from an earlier call, or of pairs that are no neighbours"
        wrong = sum(found.get(key) != right.get(key) for key in {*found, *right})
        raise CheckFailed(
            called,
            "the number of times that two ids are neighbours",
            f"{wrong} pairs have another count",
            cause,
        )


def merge_slips(ids, pair, new_id):
    """What usual mistakes make of a merge."""
    first, second = pair
    overlapping, skip = [], False
    for place, token in enumerate(ids):
        if tuple(ids[place : place + 2]) == pair:
            overlapping.append(new_id)
            skip = True
        elif skip:
            skip = False
        else:
            overlapping.append(token)
    backwards = merged(ids[::-1], (second, first), new_id)[::-1]
    unordered = list(ids)
    made, place = [], 0
    while place < len(unordered):
        if sorted(unordered[place : place + 2]) == sorted(pair):
            made.append(new_id)
            place += 2
        else:
            made.append(unordered[place])
            place += 1
    once = list(ids)
    spot = next((i for i in range(len(ids) - 1) if tuple(ids[i : i + 2]) == pair), None)
    if spot is not None:
        once[spot : spot + 2] = [new_id]
    last, place = [], 0
    while place < len(ids) - 1:
        last.append(new_id if tuple(ids[place : place + 2]) == pair else ids[place])
        place += 2 if tuple(ids[place : place + 2]) == pair else 1
    kept, place = [], 0
    while place < len(ids):
        hit = tuple(ids[place : place + 2]) == pair
        kept.append(new_id if hit else ids[place])
        place += 1
    twice = [*last, *ids[-1:]]
    double = [
        new_id
        if (place and tuple(ids[place - 1 : place + 1]) == pair) or tuple(ids[place : place + 2]) == pair
        else token
        for place, token in enumerate(ids)
    ]
    return [
        (overlapping, "overlapping pairs are merged: an id may be used once, [7, 7, 7] becomes [new, 7]"),
        (backwards, "merged from right to left: [7, 7, 7] becomes [new, 7]"),
        (made, "the order within the pair is ignored"),
        (once, "only the first occurrence is merged"),
        (last, "the last id is lost"),
        (twice, "the last id is appended although it was merged"),
        (kept, "the second id of the pair is kept"),
        (double, "both ids of the pair are replaced: the pair becomes one id"),
        (merged(ids, (second, first), new_id), "the two of the pair are swapped"),
        (
            [new_id if token == first else token for token in ids if token != second],
            "single ids are replaced, not pairs",
        ),
        (list(ids), "nothing is merged"),
    ]


def check_merge(student, ids, pair, new_id):
    called = f"merge({len(ids)} ids, pair, new_id={new_id})"
    found, right = (
        read_ids(student.merge(ids=ids, pair=pair, new_id=new_id), called),
        merged(ids, pair, new_id),
    )
    if found != right:
        cause = next((text for slip, text in merge_slips(ids, pair, new_id) if found == slip), "")
        got = f"{len(found)} ids, not {len(right)}" if len(found) != len(right) else "other ids"
        raise CheckFailed(
            called, "each occurrence is replaced, from left to right, without overlap", got, cause
        )


@pytest.mark.exercise("merge")
def test_pairs_are_merged(student, rng):
    """From left to right, without overlap, wherever the pair stands."""
    for _ in range(3):
        ids = runs(rng)
        for pair in ((3, 5), (5, 3), (8, 8), (5, 5), (8, 3)):
            check_merge(student, ids, pair, 300)
    for ids in ([8, 8, 8], [8] * 4, [8] * 7, [1, 2, 8, 8], [8, 8, 1], [1, 8, 8, 8, 2, 8]):
        check_merge(student, ids, (8, 8), 256)
    for ids in ([13, 5, 3, 51, 3, 5], [113, 53]):
        check_merge(student, ids, (3, 5), 300)
    for ids in ([1, 2], [2, 1], [1], [], [1, 1, 2, 2], [1, 2, 1, 2, 1], [2, 1, 2], [400, 1, 2, 500]):
        check_merge(student, ids, (1, 2), 999)


def bpe(ids, n_merges, choose=None, count=None, combine=merged, start=256, fewest=2):
    """Merges of a sequence by a rule; the right one unless told otherwise."""
    choose = choose or (lambda counts: min(counts, key=lambda pair: (-counts[pair], pair)))
    count = count or (lambda row: Counter(pairwise(row)))
    merges, row = [], list(ids)
    for rank in range(n_merges):
        counts = count(row)
        if not counts or max(counts.values()) < fewest:
            break
        best = choose(counts)
        row = combine(row, best, start + rank)
        merges.append(best)
    return merges


def bpe_of_words(text, n_merges):
    """Merges that never cross a space."""
    words, merges = [list(word.encode("utf-8")) for word in text.split(" ")], []
    for rank in range(n_merges):
        counts = Counter(pair for word in words for pair in pairwise(word))
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        words = [merged(word, best, 256 + rank) for word in words]
        merges.append(best)
    return merges


def bpe_by_bytes(ids, n_merges):
    """Merges with ties decided by what the ids stand for."""
    pieces, row, merges = pieces_of([]), list(ids), []
    for rank in range(n_merges):
        counts = Counter(pairwise(row))
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pieces[pair[0]], pieces[pair[1]]))
        row = merged(row, best, 256 + rank)
        merges.append(best)
        pieces.append(pieces[best[0]] + pieces[best[1]])
    return merges


def bpe_slips(text, n_merges):
    """What usual mistakes learn."""
    ids = list(text.encode("utf-8"))
    initial = Counter(pairwise(ids))
    return [
        (bpe(ids, n_merges, lambda c: max(c, key=lambda pair: (c[pair], pair))), "ties go to the largest pair: take the smallest"),
        (bpe(ids, n_merges, lambda c: max(c, key=c.get)), "ties go to the pair that comes first in the text: take the smallest"),
        (bpe(ids, n_merges, lambda c: [p for p in c if c[p] == max(c.values())][-1]), "ties go to the pair that comes last in the text: take the smallest"),
        (bpe(ids, n_merges, lambda c: min(c, key=lambda pair: (-c[pair], pair[::-1]))), "ties are decided by the second id first: compare the pairs as tuples"),
        (bpe(ids, n_merges, lambda c: min(c, key=lambda pair: (c[pair], pair))), "the rarest pair is merged, not the most common one"),
        (bpe(ids, n_merges, combine=lambda row, pair, new: row), "the pair is never merged, so it is found again and again"),
        (sorted(initial, key=lambda pair: (-initial[pair], pair))[:n_merges], "pairs are counted once at the start: count anew after each merge"),
        ([pair for pair, _ in initial.most_common(n_merges)], "pairs are counted once at the start: count anew after each merge"),
        (bpe([ord(character) for character in text], n_merges), "characters are used, not the UTF-8 bytes"),
        (bpe([ord(character) for character in text], n_merges, start=max(map(ord, text), default=0) + 1), "characters are used, not the UTF-8 bytes"),
        (bpe(ids, n_merges, count=without_overlap), "overlapping pairs are counted once: count every pair of neighbours"),
        (bpe(ids, n_merges, start=257), "new ids start at 257: the first is 256"),
        (bpe(ids, n_merges, start=255), "new ids start at 255, which is a byte: the first is 256"),
        (bpe(ids, n_merges, start=max(ids, default=0) + 1), "new ids start after the largest byte of the text: the first is 256"),
        (bpe(ids, n_merges, start=len(set(ids))), "new ids start after the number of different bytes: the first is 256"),
        (bpe(ids, n_merges, combine=lambda row, pair, new: merge_slips(row, pair, new)[0][0]), "overlapping pairs are merged"),
        (bpe_of_words(text, n_merges), "pairs across a space are left out: a space is a byte like others"),
        (bpe_by_bytes(ids, n_merges), "ties are decided by the bytes of the pairs: compare their ids"),
        (bpe(ids, n_merges + 1), "there is one merge too many"),
    ]  # fmt: skip


def read_pairs(value, called):
    """A list of pairs of whole numbers."""
    if not isinstance(value, list | tuple):
        raise CheckFailed(called, "a list of pairs comes back", f"got {describe_value(value)}")
    pairs = []
    for item in value:
        if isinstance(item, torch.Tensor) and item.numel() == 2:
            item = item.tolist()
        if not isinstance(item, list | tuple) or len(item) != 2:
            cause = (
                "ids of the new tokens are returned with the pairs" if isinstance(item, list | tuple) else ""
            )
            raise CheckFailed(
                called, "each item is a pair of ids", f"an item is {describe_value(item)}", cause
            )
        if not all(type(part) is int for part in item):
            cause = (
                "pairs hold texts or bytes, not ids"
                if not isinstance(item[0], tuple | list)
                else "the count, or the new id, is returned with the pair"
            )
            raise CheckFailed(
                called, "each item is a pair of ids", f"a pair holds {describe_value(item[0])}", cause
            )
        pairs.append(tuple(item))
    return pairs


def check_train(student, text, n_merges):
    called = f"train_bpe(a text of {len(text)} characters, n_merges={n_merges})"
    found = read_pairs(student.train_bpe(text=text, n_merges=n_merges), called)
    ids = list(text.encode("utf-8"))
    # A pair that occurs once may be merged, or not: that is left open.
    sure, full = bpe(ids, n_merges), bpe(ids, n_merges, fewest=1)
    if found[: len(sure)] == sure and found == full[: len(found)]:
        return
    cause = next(
        (
            why
            for slip, why in bpe_slips(text, n_merges)
            if found and found[: len(slip)] == slip and slip != sure
        ),
        "",
    )
    if not cause and len(found) > n_merges:
        cause = "there are more than n_merges merges"
    if len(found) < len(sure) and found == sure[: len(found)]:
        cause = "there are too few merges"
    same = next(
        (i for i, (a, b) in enumerate(zip(found, sure, strict=False)) if a != b), min(len(found), len(sure))
    )
    relation = "at each step the most common pair is merged; ties go to the smallest pair"
    raise CheckFailed(called, relation, f"{len(found)} merges, the first {same} right", cause)


def syllables(rng, count=60, alphabet="abc"):
    """A text with much repetition."""
    parts = ["".join(pick(rng, alphabet, 3)) for _ in range(5)]
    return "".join(pick(rng, [*parts, " ", "zz"], count))


def upstream(student, reference, check):
    """The check with the reference's `merge` and `pair_counts`, with its `merge` alone, then with the student's."""

    def with_both():
        student.replace(merge=reference.merge, pair_counts=reference.pair_counts)
        check()

    def with_merge():
        student.replace(merge=reference.merge)
        check()

    pass_any(student, [with_both, with_merge, check])


@pytest.mark.exercise("train_bpe")
def test_most_common_pairs_are_merged(student, reference, rng):
    """Merges of repetitive texts, in order, each counted after those before."""
    texts = [(syllables(rng), 12), (syllables(rng, 30), 6), ("aaaaaaaaabaaaaaaab", 4), (UNICODE * 2, 10)]

    def check():
        for text, n_merges in texts:
            check_train(student, text, n_merges)

    upstream(student, reference, check)


@pytest.mark.exercise("train_bpe")
def test_ties_go_to_the_smallest(student, reference, rng):
    """Among equally common pairs, the lexicographically smallest pair of ids."""
    words = ["".join(pick(rng, "mnopq", 2)) for _ in range(3)]
    texts = [
        "".join(pick(rng, [a + b for a in "wvu" for b in "tsr"], 24)),
        "zyzy.abab",
        "xw" * 2 + "ca" * 2 + "cb" * 2,
        "".join(words) * 2,
    ]

    def check():
        for text in texts:
            check_train(student, text, 5)

    upstream(student, reference, check)


@pytest.mark.exercise("train_bpe")
def test_training_ends(student, reference, rng):
    """No merge when none is asked for or none is left."""

    def check():
        for text, n_merges in (("abcabc", 0), ("", 3), ("a", 3), ("abab", 50), ("aa", 2)):
            check_train(student, text, n_merges)

    upstream(student, reference, check)


def encoded(text, merges, ids=None):
    """Merges in the order of their rank."""
    ids = list(text.encode("utf-8")) if ids is None else ids
    for rank, pair in enumerate(merges):
        ids = merged(ids, pair, 256 + rank)
    return ids


def pieces_of(merges):
    """The bytes of each id."""
    pieces = [bytes([value]) for value in range(256)]
    for left, right in merges:
        pieces.append(pieces[left] + pieces[right])
    return pieces


def longest_match(text, merges):
    pieces = {piece: place for place, piece in enumerate(pieces_of(merges))}
    data, ids = text.encode("utf-8"), []
    while data:
        size = max(n for n in range(1, len(data) + 1) if data[:n] in pieces)
        ids.append(pieces[data[:size]])
        data = data[size:]
    return ids


def by_local_count(text, merges):
    ids, ranks = list(text.encode("utf-8")), {pair: rank for rank, pair in enumerate(merges)}
    while True:
        counts = Counter(pair for pair in pairwise(ids) if pair in ranks)
        if not counts:
            return ids
        best = max(counts, key=counts.get)
        ids = merged(ids, best, 256 + ranks[best])


def newest_first(text, merges):
    ids, ranks = list(text.encode("utf-8")), {pair: rank for rank, pair in enumerate(merges)}
    while True:
        known = [pair for pair in pairwise(ids) if pair in ranks]
        if not known:
            return ids
        best = max(known, key=lambda pair: ranks[pair])
        ids = merged(ids, best, 256 + ranks[best])


def leftmost(text, merges):
    ids, ranks = list(text.encode("utf-8")), {pair: rank for rank, pair in enumerate(merges)}
    while True:
        spot = next((i for i, pair in enumerate(pairwise(ids)) if pair in ranks), None)
        if spot is None:
            return ids
        ids = [*ids[:spot], 256 + ranks[tuple(ids[spot : spot + 2])], *ids[spot + 2 :]]


def encode_slips(text, merges):
    data = list(text.encode("utf-8"))
    backwards = data
    for rank, pair in reversed(list(enumerate(merges))):
        backwards = merged(backwards, pair, 256 + rank)
    overlapping = data
    for rank, pair in enumerate(merges):
        overlapping = merge_slips(overlapping, pair, 256 + rank)[0][0]
    shifted = data
    for rank, pair in enumerate(merges):
        shifted = merged(shifted, pair, 257 + rank)
    without_offset = data
    for rank, pair in enumerate(merges):
        without_offset = merged(without_offset, pair, rank)
    word_by_word = [token for word in re.findall(r" ?[^ ]+| +", text) for token in encoded(word, merges)]
    own = bpe(data, len(merges), fewest=1)
    first = data
    for rank, pair in enumerate(merges):
        first = merge_slips(first, pair, 256 + rank)[3][0]
    return [
        (data, "nothing is merged"),
        (backwards, "the merges are applied from the last to the first"),
        (newest_first(text, merges), "the newest merge is applied first: the lowest rank comes first"),
        (
            longest_match(text, merges),
            "the longest token that fits is taken: merges are applied in the order of their rank",
        ),
        (
            by_local_count(text, merges),
            "the pair that is most common in this text is merged first: the rank decides",
        ),
        (leftmost(text, merges), "pairs are merged from left to right whatever their rank"),
        (overlapping, "overlapping pairs are merged"),
        (shifted, "new ids start at 257: the first merge makes 256"),
        (encoded(text, own), "merges are learned anew from this text: use the given ones"),
        (
            encoded(text, merges, [ord(character) for character in text]),
            "characters are used, not the UTF-8 bytes",
        ),
        (without_offset, "new ids start at 0: the first merge makes 256"),
        (word_by_word, "words are encoded alone: pairs across a space are merged too"),
        (encoded(text, merges[:1]), "only the first merge is applied"),
        (encoded(text, merges[:-1]), "the last merge is left out"),
        (first, "each merge is applied once only: apply it to all occurrences"),
    ]


def check_encode(student, probes):
    """All probes first, so that a slip is named only where it explains every result."""
    results = []
    for text, merges in probes:
        called = f"encode_bpe(a text of {len(text)} characters, {len(merges)} merges)"
        found = read_ids(student.encode_bpe(text=text, merges=merges), called)
        results.append((called, text, merges, found, encoded(text, merges)))
    wrong = [result for result in results if result[3] != result[4]]
    if not wrong:
        return
    tables = [encode_slips(text, merges) for _, text, merges, _, _ in results]
    cause = ""
    for number, (_, why) in enumerate(tables[0]):
        if all(table[number][0] == result[3] for table, result in zip(tables, results, strict=True)):
            cause = why
            break
    called, _, _, found, right = wrong[0]
    got = f"{len(found)} ids, not {len(right)}" if len(found) != len(right) else "other ids"
    raise CheckFailed(called, "the merges are applied in the order of their rank", got, cause)


RANKED = [(98, 99), (97, 98), (97, 256), (257, 100), (100, 100), (260, 260), (99, 97)]


@pytest.mark.exercise("encode_bpe")
def test_merges_are_applied_by_rank(student, reference, rng):
    """The first merge everywhere, then the second, and so on."""
    texts = [
        "abcabd",
        "abcd" * 3,
        "ddddddd",
        "".join(pick(rng, "abcd", 40)),
        "abdbcabc",
        "dddabc",
        "bcab",
        "cab",
    ]
    learned = bpe(list(syllables(rng).encode()), 12)
    others = [syllables(rng), "".join(pick(rng, "abcz ", 40))]

    def check():
        check_encode(student, [*((text, RANKED) for text in texts), *((text, learned) for text in others)])

    upstream(student, reference, check)


@pytest.mark.exercise("encode_bpe")
def test_bytes_are_encoded(student, reference, rng):
    """Any text, also one without anything to merge, and one with characters of several bytes."""
    learned = bpe(list(UNICODE.encode()), 10)

    def check():
        texts = (UNICODE, "日本 Größe", "", "q")
        check_encode(student, [*((text, learned) for text in texts), ("é", []), ("hello", [])])

    upstream(student, reference, check)


def check_decode(student, ids, merges):
    called = f"decode_bpe({len(ids)} ids, {len(merges)} merges)"
    found = student.decode_bpe(ids=ids, merges=merges)
    pieces = pieces_of(merges)
    right = b"".join(pieces[place] for place in ids).decode("utf-8", errors="replace")
    if found == right:
        return
    mirrored = [bytes([value]) for value in range(256)]
    for left, second in merges:
        mirrored.append(mirrored[second] + mirrored[left])
    flat = [
        pieces[place]
        if place < 256
        else b"".join(bytes([part]) for part in merges[place - 256] if part < 256)
        for place in ids
    ]
    slips = [
        (b"".join(mirrored[place] for place in ids).decode("utf-8", errors="replace"), "the two of a pair are joined in the wrong order: the left one comes first"),
        ("".join(pieces[place].decode("utf-8", errors="replace") for place in ids), "each token is decoded alone: join all bytes first, a character may be spread over tokens"),
        ("".join(pieces[place].decode("utf-8", errors="ignore") for place in ids), "each token is decoded alone: join all bytes first, a character may be spread over tokens"),
        (b"".join(pieces[place] for place in ids).decode("latin-1"), "each byte is taken for a character: decode them as UTF-8"),
        (b"".join(pieces[place] for place in ids).decode("ascii", errors="replace"), "bytes are decoded as ASCII: decode them as UTF-8"),
        (b"".join(pieces[place] for place in ids).decode("ascii", errors="ignore"), "bytes are decoded as ASCII: decode them as UTF-8"),
        (b"".join(flat).decode("utf-8", errors="replace"), "pairs within pairs are not taken apart"),
        (b"".join(pieces[place] for place in ids if place < 256).decode("utf-8", errors="replace"), "merged tokens are left out"),
        (right[::-1], "the text is reversed"),
        (right.strip(), "spaces at the ends are lost"),
        (" ".join(pieces[place].decode("utf-8", errors="replace") for place in ids), "spaces are put between the tokens"),
    ]  # fmt: skip
    cause = next((why for slip, why in slips if found == slip), "")
    if isinstance(found, bytes | list):
        cause = "bytes came back: decode them"
    got = "another text" if isinstance(found, str) else f"got {describe_value(found)}"
    raise CheckFailed(called, "the bytes of all tokens, joined, are the UTF-8 text", got, cause)


@pytest.mark.exercise("decode_bpe")
def test_text_of_ids(student, rng):
    """Texts come back, whatever was merged, pairs within pairs too."""
    learned = bpe(list(syllables(rng).encode()), 14)
    for text in (syllables(rng), "abc", "", "".join(pick(rng, "abcz ", 30)), " ab\n"):
        check_decode(student, encoded(text, learned), learned)
    check_decode(student, [97, 257, 258, 100, 256, 259], RANKED)
    check_decode(student, [104, 105], [])


@pytest.mark.exercise("decode_bpe")
def test_characters_may_be_spread(student, rng):
    """A character whose bytes lie in several tokens comes back."""
    learned = bpe(list(UNICODE.encode()), 10)
    check_decode(student, encoded(UNICODE, learned), learned)
    check_decode(student, list("é日🙂".encode()), [])
    check_decode(student, [97, 256, 169, 256, 164], [(120, 195)])


@pytest.mark.exercise("decode_bpe")
def test_bytes_that_are_no_text(student, rng):
    """Bytes that are no UTF-8 become the replacement character, as `errors="replace"` has it; nothing else is lost."""
    merges = [(195, 97), (256, 98)]
    for ids in ([104, 255, 105], [97, 257, 122], [120, 226, 130], [128]):
        called = f"decode_bpe({len(ids)} ids, {len(merges)} merges) with bytes that are no UTF-8"
        data = b"".join(pieces_of(merges)[place] for place in ids)
        try:
            found = student.decode_bpe(ids=ids, merges=merges)
        except StudentRaised as error:
            if "Unicode" not in error.kind:
                raise
            add_note(f"{called} raises an error: a model may produce them. This costs no points.")
            return
        # How many of them a run of such bytes becomes is left open.
        if isinstance(found, str) and re.sub("\ufffd+", "\ufffd", found) == re.sub(
            "\ufffd+", "\ufffd", data.decode("utf-8", errors="replace")
        ):
            continue
        cause = ""
        if found == data.decode("utf-8", errors="ignore"):
            cause = "bytes that are no UTF-8 are left out"
        elif found == data.decode("utf-8", errors="backslashreplace"):
            cause = "bytes that are no UTF-8 become escapes"
        elif found == data.decode("latin-1"):
            cause = "each byte is taken for a character: decode them as UTF-8"
        raise CheckFailed(
            called,
            "such bytes become the replacement character",
            "another text" if isinstance(found, str) else f"got {describe_value(found)}",
            cause,
            'Use .decode("utf-8", errors="replace").',
        )

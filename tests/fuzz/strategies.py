"""Foreign data of every kind, near enough to the real thing to get past its first lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

V = TypeVar("V")

WORDS = (
    "",
    "code",
    "markdown",
    "raw",
    "double",
    "double_solution",
    "notices",
    "metadata",
    "nbgrader",
    "cell_type",
    "\0",
    "\ud800",
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.sampled_from(WORDS)
    | st.text(max_size=12)
)
"""What JSON can hold, and lone surrogates, which its texts can."""

json_values = st.recursive(
    scalars,
    lambda items: (
        st.lists(items, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=6), items, max_size=4)
    ),
    max_leaves=12,
)


def near(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """A mapping with these fields, any of which may be missing or hold something else."""
    return st.fixed_dictionaries({}, optional={name: value | json_values for name, value in fields.items()})


def texts(*known: str) -> st.SearchStrategy[str]:
    """One of these, or anything."""
    return st.sampled_from(known) | st.text(max_size=20)


def broken(
    content: bytes, cuts: Sequence[bytes] = (b"", b"\0", b"\xff", b"{", b"]", b'"', b"1e999", b"null")
) -> st.SearchStrategy[bytes]:
    """This content with a part of it replaced."""
    places = st.tuples(
        st.integers(0, len(content)), st.integers(0, 40), st.sampled_from(cuts) | st.binary(max_size=20)
    )
    return places.map(lambda change: content[: change[0]] + change[2] + content[change[0] + change[1] :])


def value_or_refusal(error: type[Exception], function: Callable[..., V], *args: object) -> V | str:
    """What the function returns, or the text of its refusal; any other exception fails the test."""
    try:
        return function(*args)
    except error as refusal:
        text = str(refusal)
    assert text
    return text

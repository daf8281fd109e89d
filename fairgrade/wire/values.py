"""The values of the wire that are not plain Python: records, handles and references to trusted functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


class Record(tuple[Any, ...]):
    """A named tuple or a dataclass that crossed the wire: a tuple whose items also have names.

    Attributes are looked up among the names; a name that is also a method of tuple (`count`, `index`) is reached
    with `record.get(name)`.
    """

    fields: tuple[str, ...]
    kind: str

    def __new__(cls, kind: str, fields: Iterable[str], items: Iterable[Any]) -> Record:
        record = super().__new__(cls, items)
        record.fields = tuple(fields)
        record.kind = kind
        if len(record.fields) != len(record) or len(set(record.fields)) != len(record):
            raise ValueError("a record needs one different name for each item")
        return record

    def get(self, name: str) -> Any:
        """The item called `name`.

        Raises:
            KeyError: there is none.
        """
        if name not in self.fields:
            raise KeyError(name)
        return self[self.fields.index(name)]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.get(name)
        except KeyError:
            raise AttributeError(name) from None

    def __reduce__(self) -> tuple[type[Record], tuple[str, tuple[str, ...], tuple[Any, ...]]]:
        return Record, (self.kind, self.fields, tuple(self))


@dataclass(frozen=True)
class HandleReference:
    """Names an object that stays in the student's process."""

    number: int
    kind: str
    """Name of the object's class, as the student's process gave it."""
    is_module: bool


@dataclass(frozen=True)
class RemoteReference:
    """Names a function or module of the trusted process that the student's code may call."""

    number: int
    name: str
    methods: tuple[str, ...] = ()
    """Methods of a module; empty for a function."""
    parameters: dict[str, Any] = field(default_factory=dict)
    """Values of a module's parameters by name."""

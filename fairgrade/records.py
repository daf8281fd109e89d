"""What travels between the stages of grading: outcomes, results and who is at fault.

Raw outcomes are the record; points are computed from them by `fairgrade.grading.score` and never stored here.
"""

from __future__ import annotations

import enum
import os
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

SCHEMA = 1
T = TypeVar("T")


class Verdict(enum.Enum):
    """How a check, an exercise or a whole submission ended."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_STARTED = "not started"
    CRASHED = "crashed"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    TAMPERED = "tampered"
    BLOCKED = "blocked by another exercise"
    INVALID = "invalid file"
    GRADER_ERROR = "grader error"


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """The five parts of a failing check's message; none holds a hidden probe value."""

    called: str
    """What was called, with shapes."""
    relation: str
    """The relation that should hold."""
    got: str
    """What came back."""
    cause: str = ""
    """The likely cause, from the table of misconceptions."""
    hint: str = ""
    """What to try next."""

    def lines(self) -> list[tuple[str, str]]:
        """The parts that are present, each with its heading."""
        headings = ("Called", "Should hold", "Got", "Likely cause", "Hint")
        parts = (self.called, self.relation, self.got, self.cause, self.hint)
        return [(heading, part) for heading, part in zip(headings, parts, strict=True) if part]


class CheckOutcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one hidden check found."""

    check: str
    """Name of the check (`test_reparameterize.py::test_gradient_reaches_mu`)."""
    exercise: str
    verdict: Verdict
    message: Message | None = None
    fraction: float = 0.0
    """Share of the credit, 1 when passed; between for a banded check."""
    measured: dict[str, float] = {}
    """Measured values by name, for staff."""
    notes: tuple[str, ...] = ()
    """Remarks for the student that cost nothing."""
    staff: str = ""
    """For staff only: the traceback of a grader error."""


class CellOutcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened to one code cell of the student's notebook."""

    index: int
    """Position among all cells of the notebook, from 0."""
    grade_id: str
    """nbgrader's id of a solution cell, or an empty string."""
    verdict: Verdict
    error: str = ""
    """One line: kind, text and line of the exception."""


class SubmissionResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """The stored record of grading one submission, without times, so that equal input gives equal bytes."""

    student: str
    assignment: str
    key: str
    """Hash of submission, graders, reference, limits and versions."""
    verdict: Verdict
    tier: str
    """The protections student code ran behind."""
    checks: tuple[CheckOutcome, ...] = ()
    expected_checks: dict[str, int] = {}
    """Number of checks that must have run, by exercise."""
    cells: tuple[CellOutcome, ...] = ()
    notices: tuple[str, ...] = ()
    """Remarks about the file: altered metadata, duplicated cells, a missing checkpoint."""
    schema: int = SCHEMA


class RunFacts(msgspec.Struct, frozen=True):
    """What may differ between two runs of the same submission; kept beside the result, never compared."""

    seconds: float
    """Wall time of the submission in the worker."""
    peak_memory: int
    """Bytes, of the student's process tree."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old or the new content, never a part.

    Raises:
        OSError: the folder cannot be written; the old file is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def to_json(record: msgspec.Struct) -> bytes:
    """A record as indented JSON with sorted keys: equal records give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"


def read_record(path: Path, kind: type[T]) -> T | None:
    """A stored record, or None where there is none or it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, UnicodeDecodeError, msgspec.DecodeError):
        return None


def read_result(path: Path) -> SubmissionResult | None:
    """The stored result, or None where there is none or it is of another schema or damaged."""
    result = read_record(path, SubmissionResult)
    return result if result is not None and result.schema == SCHEMA else None


def facts_path(outcome: Path) -> Path:
    """Where the facts of a run lie: beside its outcome."""
    return outcome.with_suffix(".facts")


def read_facts(outcome: Path) -> RunFacts | None:
    """The facts of the run that wrote an outcome, or None where they are not there or damaged."""
    return read_record(facts_path(outcome), RunFacts)

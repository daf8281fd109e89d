"""Reads an untrusted notebook and rebuilds from it and the release what grading runs.

Nothing in the student's metadata is believed: which cells are locked, run or skipped is read from the release, matched
by nbgrader's `grade_id` and by the cell's id. Solution cells and the student's own cells run with the student's text,
in the student's order; locked cells run with the release's; a support cell that was deleted is put back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairgrade.errors import SubmissionError

MAX_BYTES = 64 * 2**20
MAX_CELLS = 5_000
_NOT_RUN = frozenset({"setup", "skip-execution", "public-check"})


@dataclass(frozen=True)
class NotebookCell:
    """One cell, as plain text and the metadata grading needs."""

    index: int
    kind: str
    """"code", "markdown" or "raw"."""
    source: str
    id: str
    grade_id: str
    tags: frozenset[str]
    locked: bool
    solution: bool
    grade: bool
    points: float

    @property
    def is_run(self) -> bool:
        """Whether grading runs it, as far as its tags say."""
        return self.kind == "code" and not self.tags & _NOT_RUN and not (self.grade and not self.solution)


@dataclass(frozen=True)
class PlannedCell:
    """A code cell that grading runs."""

    index: int
    source: str
    grade_id: str
    """Of a solution cell, or an empty string."""


@dataclass(frozen=True)
class Plan:
    """What grading makes of one submission."""

    cells: tuple[PlannedCell, ...]
    untouched: frozenset[str]
    """Solution cells whose text is the release's stub, or that are not there."""
    notices: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """Cells of the release, by grade_id, that the submission does not have."""
    duplicated: tuple[str, ...] = ()
    longest_cell: int = 0
    """Lines of the longest code cell of the student's own."""


@dataclass(frozen=True)
class Release:
    """The students' notebook as released."""

    cells: tuple[NotebookCell, ...]

    @property
    def judged_cell(self) -> dict[str, str]:
        """Exercise to the grade_id of the solution cell it judges: the nearest one above its test cell."""
        judged: dict[str, str] = {}
        above = ""
        for cell in self.cells:
            if cell.solution and cell.kind == "code":
                above = cell.grade_id
            elif cell.grade:
                judged[cell.grade_id] = above
        return judged


def read_notebook(path: Path) -> tuple[NotebookCell, ...]:
    """Read a notebook's cells.

    Raises:
        SubmissionError: the file is missing, too large or no notebook; the sentence says which.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SubmissionError(
                f"{path.name} is {size >> 20} MiB; the limit is {MAX_BYTES >> 20} MiB: clear its outputs."
            )
        text = path.read_bytes()
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if not text.strip():
        raise SubmissionError(f"{path.name} is empty; hand in the notebook itself.")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SubmissionError(f"{path.name} is not a Jupyter notebook; hand in the .ipynb file.") from error
    return parse_notebook(notebook, path.name)


def parse_notebook(notebook: Any, name: str) -> tuple[NotebookCell, ...]:
    """The cells of decoded notebook JSON; raises as `read_notebook`."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise SubmissionError(
            f"{name} has no cells; open it in Jupyter 4 or newer, save it and hand it in again."
        )
    if len(cells) > MAX_CELLS:
        raise SubmissionError(f"{name} has {len(cells)} cells; the limit is {MAX_CELLS}.")
    return tuple(_cell(index, cell) for index, cell in enumerate(cells) if isinstance(cell, dict))


def _cell(index: int, cell: Mapping[str, Any]) -> NotebookCell:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    tags = metadata.get("tags")
    grading = metadata.get("nbgrader")
    grading = grading if isinstance(grading, dict) else {}
    points = grading.get("points", 0)
    return NotebookCell(
        index=index,
        kind=_text(cell.get("cell_type")),
        source=_text(source).encode("utf-8", "replace").decode(),  # JSON may hold halves of characters
        id=_text(cell.get("id")),
        grade_id=_text(grading.get("grade_id")),
        tags=frozenset(tag for tag in tags if isinstance(tag, str))
        if isinstance(tags, list)
        else frozenset(),
        locked=grading.get("locked") is True,
        solution=grading.get("solution") is True,
        grade=grading.get("grade") is True,
        points=float(points) if isinstance(points, (int, float)) else 0.0,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def read_release(path: Path) -> Release:
    """Read the released notebook.

    Raises:
        SubmissionError: it is not there or unreadable.
    """
    return Release(read_notebook(path))


def plan(cells: tuple[NotebookCell, ...], release: Release) -> Plan:
    """What to run of a submission, given the release."""
    by_grade_id = {cell.grade_id: cell for cell in release.cells if cell.grade_id}
    by_id = {cell.id: cell for cell in release.cells if cell.id and not cell.grade_id}
    counts: Counter[str] = Counter()
    planned: list[PlannedCell] = []
    seen: set[int] = set()
    notices: list[str] = []
    longest = 0
    for cell in cells:
        original = by_grade_id.get(cell.grade_id) if cell.grade_id else by_id.get(cell.id)
        if original is not None:
            seen.add(original.index)
            if cell.grade_id:
                counts[cell.grade_id] += 1
                if (cell.points, cell.grade, cell.solution) != (
                    original.points,
                    original.grade,
                    original.solution,
                ):
                    notices.append(
                        f"the metadata of cell '{cell.grade_id}' was altered; the release's was used"
                    )
        if not _is_run(cell, original):
            continue
        longest = max(longest, len(cell.source.splitlines()))
        locked = original is not None and original.locked and not original.solution
        grade_id = original.grade_id if original is not None and original.solution else ""
        planned.append(
            PlannedCell(cell.index, original.source if locked and original else cell.source, grade_id)
        )
    restored = [
        cell for cell in release.cells if cell.is_run and not cell.solution and cell.index not in seen
    ]
    first = [PlannedCell(-len(restored) + place, cell.source, "") for place, cell in enumerate(restored)]
    missing = tuple(name for name in by_grade_id if not counts[name])
    duplicated = tuple(name for name, count in counts.items() if count > 1)
    notices += [f"cell '{name}' is missing" for name in missing]
    notices += [
        f"cell '{name}' is there {counts[name]} times; all copies were run in order" for name in duplicated
    ]
    if restored:
        notices.append(f"{len(restored)} deleted cells of the release were put back")
    return Plan(
        cells=(*first, *planned),
        untouched=_untouched(planned, release),
        notices=tuple(dict.fromkeys(notices)),
        missing=missing,
        duplicated=duplicated,
        longest_cell=longest,
    )


def _is_run(cell: NotebookCell, original: NotebookCell | None) -> bool:
    if cell.kind != "code" or not cell.source.strip():
        return False
    if original is None:
        return not cell.tags & _NOT_RUN
    return original.is_run


def _untouched(planned: list[PlannedCell], release: Release) -> frozenset[str]:
    stubs = {
        cell.grade_id: _normal(cell.source) for cell in release.cells if cell.solution and cell.kind == "code"
    }
    changed = {
        cell.grade_id for cell in planned if cell.grade_id and _normal(cell.source) != stubs[cell.grade_id]
    }
    return frozenset(stubs.keys() - changed)


def _normal(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().splitlines())

"""The release's notebook with a student's work put into it; nothing else of the student's file is trusted.

Cells are found by nbgrader's `grade_id`, then by cell id. Locked cells keep the release's text, points and
order whatever the student's metadata says. Cells that the student added stay where they were, for TAs.
"""

from __future__ import annotations

import copy
import hashlib
import html
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from fairgrade.adapters.nbgrader.course import CoursePreprocessor
from fairgrade.adapters.nbgrader.sanitise import clean_markdown, shorten
from fairgrade.adapters.nbgrader.submitted import DIGESTS, NOTICES
from fairgrade.records import read_result

EXTRA_TAG = "added-by-student"


class RebuildFromRelease(CoursePreprocessor):
    """First step of `nbgrader autograde`: from here on the notebook's structure is the release's."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Replace the submitted notebook by the rebuilt one, with a cell of notices in front if any."""
        facts = resources["nbgrader"]
        release = nbformat.read(self.course.release(facts["assignment"]), as_version=4)
        rebuilt, notices = rebuild(release, nb)
        stored = read_result(self.course.outcome(facts["student"], facts["assignment"]))
        notices = resources.get(NOTICES) or (list(stored.notices) if stored else notices)
        if notices:
            rebuilt.cells.insert(0, _notice_cell(notices))
        return rebuilt, resources


def rebuild(release: NotebookNode, submitted: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Put the submitted work into a copy of the release.

    Returns:
        The notebook, and one sentence for each thing about the file that a TA should know.
    """
    matched = _match(release, submitted)
    notebook = copy.deepcopy(release)
    notebook.cells = [_extra_cell(cell) for cell in matched.extras.get(-1, [])]
    for index, original in enumerate(release.cells):
        notebook.cells.append(_fill(copy.deepcopy(original), matched.chosen.get(index)))
        notebook.cells.extend(_extra_cell(cell) for cell in matched.extras.get(index, []))
    for index, cell in enumerate(notebook.cells):
        cell.id = f"c{index}" if EXTRA_TAG in cell.metadata.get("tags", []) else cell.id
    notebook.metadata[DIGESTS] = _digests(release, matched.chosen)
    return notebook, matched.notices


def _digests(release: NotebookNode, chosen: dict[int, NotebookNode]) -> dict[str, str]:
    """Of the cell's own text, or for a test cell of the nearest solution above it; before any cleaning."""
    digests, above = {}, ""
    for index, cell in enumerate(release.cells):
        text = chosen.get(index, cell).source
        if _is_solution(cell) and cell.cell_type == "code":
            above = text
        if cell.metadata.get("nbgrader", {}).get("grade"):
            written = text if _is_solution(cell) else above
            digests[grade_id(cell)] = hashlib.sha256(written.encode()).hexdigest()
    return digests


@dataclass
class _Match:
    chosen: dict[int, NotebookNode] = field(default_factory=dict)
    """The student's cell by position in the release."""
    extras: dict[int, list[NotebookNode]] = field(default_factory=dict)
    """The student's own cells by the position after which they stand, -1 for the top."""
    notices: list[str] = field(default_factory=list)


def _match(release: NotebookNode, submitted: NotebookNode) -> _Match:
    by_grade_id = {grade_id(cell): index for index, cell in enumerate(release.cells) if grade_id(cell)}
    by_id = {cell.id: index for index, cell in enumerate(release.cells) if "id" in cell}
    found: dict[int, list[NotebookNode]] = {}
    places: list[tuple[int, NotebookNode, bool]] = []
    place = -1
    for cell in submitted.cells:
        index = by_grade_id.get(grade_id(cell), by_id.get(cell.get("id"), -1) if not grade_id(cell) else -1)
        known = index >= 0
        place = index if known else place
        places.append((place, cell, known))
        if known:
            found.setdefault(index, []).append(cell)
    match = _Match()
    for index, cells in found.items():
        original = release.cells[index].source
        # Later definitions win when a notebook runs; an untouched copy of the stub is nobody's answer.
        written = [cell for cell in cells if cell.source != original]
        match.chosen[index] = (written or cells)[-1]
    for place, cell, known in places:
        left_over = known and cell is not match.chosen[place] and not _is_locked(release.cells[place])
        if cell.source.strip() and (not known or left_over) and cell.source != release.cells[place].source:
            match.extras.setdefault(place, []).append(cell)
    match.notices = list(_notices(release, found))
    return match


def _notices(release: NotebookNode, found: dict[int, list[NotebookNode]]) -> Iterable[str]:
    for index, original in enumerate(release.cells):
        name = grade_id(original)
        if not name:
            continue
        cells = found.get(index, [])
        if not cells:
            yield f"Cell '{name}' was missing; the released one stands in its place."
            continue
        if len(cells) > 1:
            yield f"Cell '{name}' was there {len(cells)} times; the last one that was changed is shown."
        facts = [cell.metadata.get("nbgrader", {}) for cell in cells]
        points = original.metadata.nbgrader.get("points")
        if points is not None and any(fact.get("points", points) != points for fact in facts):
            yield f"Cell '{name}' had other points than released; the released ones count."
        if _is_locked(original) and any(cell.source != original.source for cell in cells):
            yield f"Cell '{name}' is locked but its text was changed; the released text counts."


def _fill(cell: NotebookNode, student: NotebookNode | None) -> NotebookNode:
    """The released cell with the student's text and outputs, where students may write."""
    if student is None or _is_locked(cell):
        return cell
    if cell.cell_type == "markdown":
        if _is_solution(cell) and student.source != cell.source:
            cell.source = clean_markdown(student.source, student.get("attachments"))
    elif cell.cell_type == "code":
        cell.source = shorten(student.source)
        if "public-check" not in cell.metadata.get("tags", []):
            cell.outputs = student.get("outputs", [])
    return cell


def _extra_cell(cell: NotebookNode) -> NotebookNode:
    metadata = {"tags": [EXTRA_TAG]}
    if cell.cell_type == "code":
        return new_code_cell(shorten(cell.source), metadata=metadata, outputs=cell.get("outputs", []))
    if cell.cell_type == "markdown":
        return new_markdown_cell(clean_markdown(cell.source, cell.get("attachments")), metadata=metadata)
    return new_markdown_cell(clean_markdown(f"<pre>{html.escape(cell.source)}</pre>"), metadata=metadata)


def _notice_cell(notices: list[str]) -> NotebookNode:
    counted = Counter(notices)
    lines = "".join(f"<li>{html.escape(shorten(notice, 300))}</li>" for notice in list(counted)[:40])
    return new_markdown_cell(
        f"<p><strong>About this file</strong></p><ul>{lines}</ul>",
        metadata={"tags": ["notice"]},
        id="notices",
    )


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's id of a cell, or an empty string."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return name if isinstance(name, str) else ""


def _is_solution(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _is_locked(cell: NotebookNode) -> bool:
    facts = cell.metadata.get("nbgrader", {})
    return bool(facts.get("locked") or facts.get("grade") or facts.get("task")) and not facts.get("solution")

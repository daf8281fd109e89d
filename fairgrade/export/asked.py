"""What each exercise asked for, in the words of the released notebook's headings."""

from __future__ import annotations

import re
from pathlib import Path

from fairgrade.errors import SubmissionError
from fairgrade.intake.notebook import read_release

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_SIGNS = re.compile(r"[`*$]|\\(?=[A-Za-z])|!?\[|\]\([^)]*\)")


def exercise_titles(release: Path) -> dict[str, str]:
    """By exercise, the nearest heading above its graded cell, as plain text; its name where there is none.

    Two exercises under one heading are told apart by their names.
    """
    try:
        cells = read_release(release).cells
    except SubmissionError:
        return {}
    titles: dict[str, str] = {}
    heading = ""
    for cell in cells:
        found = _HEADING.findall(cell.source) if cell.kind == "markdown" else []
        heading = _SIGNS.sub("", found[-1]) if found else heading
        if cell.grade or cell.points > 0:
            titles[cell.grade_id] = heading or cell.grade_id
    shared = {title for title in titles.values() if list(titles.values()).count(title) > 1}
    return {name: f"{title}: {name}" if title in shared else title for name, title in titles.items()}


def answer_cells(release: Path) -> dict[str, str]:
    """By exercise, nbgrader's id of the cell that holds the student's answer and a TA's comment on it."""
    try:
        judged = read_release(release).judged_cell
    except SubmissionError:
        return {}
    return judged

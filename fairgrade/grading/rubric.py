"""What staff look for in answers that people grade, as the instructor's notebook says it."""

from __future__ import annotations

import json
import re

from fairgrade.config import Course

_SOLUTION = re.compile(r"^### BEGIN SOLUTION\n(.*?)^### END SOLUTION", re.MULTILINE | re.DOTALL)


def read_rubrics(course: Course, assignment: str) -> dict[str, str]:
    """The model answer with its rubric, by exercise; empty where there is no instructor's notebook on this machine."""
    path = course.source(assignment)
    manual = course.assignment(assignment).manual
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for cell in json.loads(path.read_bytes())["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        solution = _SOLUTION.search("".join(cell["source"]))
        if name in manual and solution:
            found[name] = solution[1].strip()
    return found

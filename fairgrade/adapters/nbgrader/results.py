"""Puts stored outcomes into the notebook that TAs read and into nbgrader's gradebook.

No student code runs here, and no score is read back from a cell's output; outputs show what was recorded.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import SaveAutoGrades

from fairgrade.adapters.nbgrader.course import CoursePreprocessor
from fairgrade.adapters.nbgrader.rebuild import grade_id
from fairgrade.adapters.nbgrader.sanitise import has_picture
from fairgrade.adapters.nbgrader.submitted import DIGESTS
from fairgrade.config import Course
from fairgrade.export.messages import exercise_html, exercise_text
from fairgrade.grading.score import Scores, score
from fairgrade.records import read_record, read_result, write_atomically


def stored_scores(course: Course, assignment: str, student: str) -> Scores | None:
    """Scores of the stored result, or None where the submission has not been graded."""
    result = read_result(course.outcome(student, assignment))
    return score(result, course.assignment(assignment)) if result is not None else None


class InjectResults(CoursePreprocessor):
    """In place of running the notebook: each test cell shows its score and the report of its checks."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Fill the test cells; a cell without a score shows why, and nbgrader gets none for it."""
        facts = resources["nbgrader"]
        scores = stored_scores(self.course, facts["assignment"], facts["student"])
        exercises = self.course.assignment(facts["assignment"]).exercises
        for cell in nb.cells:
            if utils.is_grade(cell) and grade_id(cell) in exercises:
                cell.outputs = _outputs(scores, grade_id(cell))
        return nb, resources


class RecordScores(CoursePreprocessor, SaveAutoGrades):  # type: ignore[misc]
    """Writes the scores to the gradebook and leaves what TAs entered there as it is."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Record every graded cell of the notebook."""
        facts = resources["nbgrader"]
        self.scores = stored_scores(self.course, facts["assignment"], facts["student"])
        self.automatic = self.course.assignment(facts["assignment"]).exercises
        self.texts = nb.metadata.pop(DIGESTS, {})
        self.pictured = _after_pictures(nb.cells)
        path = recorded_path(self.course, facts["assignment"], facts["student"])
        self.texts_before = read_record(path, dict[str, str]) or {}
        nb, resources = super().preprocess(nb, resources)
        write_atomically(path, msgspec.json.encode(self.texts, order="sorted") + b"\n")
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        name = grade_id(cell)
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        grade.auto_score = self._automatic_score(cell, name)
        if grade.manual_score is None:
            grade.needs_manual_grade = grade.auto_score is None
        elif self.texts.get(name) != self.texts_before.get(name):
            grade.needs_manual_grade = True
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._add_comment(cell, resources)
        name = grade_id(cell)
        if name in self.pictured:
            comment = self.gradebook.find_comment(name, self.notebook_id, self.assignment_id, self.student_id)
            comment.auto_comment = None
            self.gradebook.db.commit()

    def _automatic_score(self, cell: NotebookNode, name: str) -> float | None:
        if name in self.automatic:
            return self.scores.of(name).points if self.scores is not None else None
        # An untouched written cell is no response, unless it asks about figures that are there.
        untouched = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
        return 0.0 if untouched and name not in self.pictured else None


def recorded_path(course: Course, assignment: str, student: str) -> Path:
    """Where the digests of the student's text lie, as of the last recording."""
    return course.root / "autograded" / ".recorded" / assignment / f"{student}.json"


def keep_only_notebook(assignment: str, student: str, notebooks: Sequence[str]) -> None:
    """After each conversion: nothing a student handed in beside the notebook stays in `autograded/`.

    Else feedback would carry it on, and nbgrader follows links when it copies.
    """
    for notebook in notebooks:
        handed_in = Path(notebook)
        folder = Path("autograded") / handed_in.parent.parent.name / handed_in.parent.name
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name not in (handed_in.name, "timestamp.txt"):
                path.unlink()


def _outputs(scores: Scores | None, exercise: str) -> list[NotebookNode]:
    if scores is None:
        text = "Not graded yet: run `fairgrade grade` and record again."
        return [new_output("display_data", data={"text/plain": text})]
    found = scores.of(exercise)
    report = {"text/html": exercise_html(found), "text/plain": exercise_text(found)}
    shown = [new_output("display_data", data=report)]
    if found.points is None:
        return shown
    return [new_output("execute_result", data={"text/plain": repr(float(found.points))}), *shown]


def _after_pictures(cells: Sequence[NotebookNode]) -> set[str]:
    """Written cells with a picture between them and the graded cell before them."""
    found, pictured = set(), False
    for cell in cells:
        if cell.cell_type == "code":
            pictured = pictured or has_picture(cell)
        if utils.is_grade(cell):
            if pictured and cell.cell_type == "markdown":
                found.add(grade_id(cell))
            pictured = False
    return found

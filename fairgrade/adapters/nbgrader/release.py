"""`source/` to `release/` with nbgrader's own generator: the same source gives the same bytes."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearOutput, ClearSolutions
from traitlets.config import Config

from fairgrade.adapters.nbgrader.course import CoursePreprocessor
from fairgrade.adapters.nbgrader.quiet import run_quietly
from fairgrade.adapters.nbgrader.rebuild import grade_id
from fairgrade.adapters.nbgrader.settings import GENERATE, apply_course
from fairgrade.config import Course
from fairgrade.errors import FairgradeError, ReleaseError

KEPT_METADATA = ("nbgrader", "tags", "deletable", "editable")
_DEFINITION = re.compile(r"(\s*)(?:def|class)\s+(\w+)")


def generate_release(course: Course, name: str) -> Path:
    """Write `release/<name>/` anew and enter the assignment into the gradebook.

    Returns:
        The folder.

    Raises:
        ReleaseError: the source has no notebook, a solution is not marked well, or the gradebook already has
            submissions to a notebook with other cells.
    """
    _generate(course, name, course.release(name).parent.parent, with_gradebook=True)
    return course.release(name).parent


def fresh_release(course: Course, name: str, into: Path) -> Path:
    """Generate into another folder and leave the gradebook alone; for comparing with what is committed."""
    _generate(course, name, into, with_gradebook=False)
    return into / name


def exercise_of(cell_id: str, lines: list[str], exercises: set[str]) -> str:
    """The exercise that a stub stands for.

    Args:
        cell_id: nbgrader's id of the solution cell, `<exercise>_solution`.
        lines: the cell's lines above the stub, and the stub's own line last.
        exercises: names of all exercises; method `encode` in cell `cvae_solution` is exercise `cvae_encode`.
    """
    stem = cell_id.removesuffix("_solution")
    depth = len(lines[-1]) - len(lines[-1].lstrip()) if lines else 0
    for line in reversed(lines[:-1]):
        found = _DEFINITION.match(line)
        if found and len(found[1]) < depth:
            if f"{stem}_{found[2]}" in exercises:
                return f"{stem}_{found[2]}"
            break
    return stem


class NameStubs(CoursePreprocessor, ClearSolutions):  # type: ignore[misc]
    """nbgrader's removal of solutions, with stubs that say which exercise they are."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Replace every solution by its stub."""
        assignment = self.course.assignment(resources["nbgrader"]["assignment"])
        self.exercises = set(assignment.exercises) | set(assignment.manual)
        self.text_stub = "*Write your answer here.*"
        nb, resources = super().preprocess(nb, resources)
        return nb, resources

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        name = grade_id(cell)
        if cell.cell_type != "code" or self.begin_solution_delimeter not in cell.source:
            self.code_stub = {language: _stub(exercise_of(name, [], self.exercises))}
            return bool(super()._replace_solution_region(cell, language))
        # One region at a time, as each may belong to another exercise.
        replaced = False
        while self.begin_solution_delimeter in cell.source:
            lines = cell.source.split("\n")
            begins = next(i for i, line in enumerate(lines) if self.begin_solution_delimeter in line)
            ends = next(
                (i for i, line in enumerate(lines) if self.end_solution_delimeter in line), len(lines) - 1
            )
            self.code_stub = {language: _stub(exercise_of(name, lines[: begins + 1], self.exercises))}
            rest, cell.source = lines[ends + 1 :], "\n".join(lines[: ends + 1])
            replaced = bool(super()._replace_solution_region(cell, language)) or replaced
            cell.source = "\n".join([cell.source, *rest])
        return replaced


class TidyMetadata(CoursePreprocessor):
    """Drops what differs between machines and editors, so that equal sources give equal releases."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Keep the kernel's name, nbgrader's facts and tags."""
        _tidy(nb)
        return nb, resources


def _tidy(nb: NotebookNode) -> None:
    nb.metadata = NotebookNode(
        kernelspec=NotebookNode(display_name="Python 3", language="python", name="python3"),
        language_info=NotebookNode(name="python"),
    )
    for cell in nb.cells:
        cell.metadata = NotebookNode(
            {key: cell.metadata[key] for key in KEPT_METADATA if key in cell.metadata}
        )


def _stub(exercise: str) -> str:
    return f'raise NotImplementedError("exercise {exercise}")'


def _generate(course: Course, name: str, into: Path, with_gradebook: bool) -> None:
    if not course.source(name).is_file():
        raise ReleaseError(f"There is no source/{name}/{course.assignment(name).notebook} to release from.")
    config = Config()
    apply_course(config, course)
    config.CourseDirectory.assignment_id = name
    config.CourseDirectory.notebook_id = course.source(name).stem
    if not with_gradebook:
        config.GenerateAssignment.no_database = True
        config.GenerateAssignment.preprocessors = [
            step for step in GENERATE if not step.endswith("SaveCells")
        ]
    with tempfile.TemporaryDirectory(prefix="fairgrade-release-") as scratch:
        config.CourseDirectory.release_directory = scratch
        directory = CourseDirectory(config=config)
        try:
            run_quietly(GenerateAssignment(coursedir=directory, config=config))
        except FairgradeError as error:
            raise ReleaseError(f"source/{name} cannot be released: {error}") from error
        _add_reading(course, name, Path(scratch) / name)
        into.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(into / name, ignore_errors=True)
        shutil.move(Path(scratch) / name, into / name)


def _add_reading(course: Course, name: str, folder: Path) -> None:
    """Notebooks to read and run, such as `lecture.ipynb`, go out without outputs; no gradebook knows them."""
    for path in sorted(course.source(name).parent.glob("*.ipynb")):
        if path.name != course.source(name).name:
            notebook, _ = ClearOutput().preprocess(nbformat.read(path, as_version=4), {})
            _tidy(notebook)
            nbformat.write(notebook, folder / path.name)

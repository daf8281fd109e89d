"""Builds the labelled class: submissions whose verdict and points are known before they are graded.

```
tests/submissions/<assignment>/
├── answers.toml                 written answers that every finished submission hands in, by cell
├── checkpoints/<name>.pt        parameters of solutions with an architecture of their own
└── <expected verdict>/<name>.toml     one submission: where it starts, what differs, what it must earn
```
Verdicts in folder names have `_` for spaces. Solutions are the instructor's, moved cell by cell into the
released notebook, as a student's work is; an entry says only what differs, see `Entry`.
"""

from __future__ import annotations

import datetime
import json
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from fairgrade.config import Assignment, Course, load_course
from fairgrade.errors import ConfigurationError
from fairgrade.records import Verdict

MARKER = ".labelled_class"
_REGION = ("### BEGIN SOLUTION", "### END SOLUTION")
_NONE = "none"


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A replacement inside the text of one cell; `old` must be there exactly once."""

    cell: str
    """The cell's grade_id."""
    old: str
    new: str


class OwnCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell of the student's own."""

    source: str
    after: str = ""
    """grade_id of the cell above it; at the end by default."""
    kind: Literal["code", "markdown", "raw"] = "code"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One labelled submission, as its file says."""

    what: str
    """What the student did, in a line."""
    start: Literal["solution", "stub"] = "solution"
    """The notebook that the changes below are made to."""
    checkpoint: str = ""
    """A file of `checkpoints/`, or "none"; by default the solution's for a solution and none for a stub."""
    points: dict[str, float] = {}
    """Points of the exercises that earn something else than the rest."""
    others: Literal["full", "none"] = "full"
    """What the rest of the exercises earn."""
    cells: dict[str, str] = {}
    """New text of cells by grade_id; "stub" brings back the release's."""
    changes: tuple[Change, ...] = ()
    own: tuple[OwnCell, ...] = ()
    delete: tuple[str, ...] = ()
    duplicate: tuple[str, ...] = ()
    relabel: dict[str, str] = {}
    """grade_id to the grade_id it gets instead."""
    metadata: dict[str, Any] = {}
    """Put into nbgrader's metadata of every cell that has some."""
    output: str = ""
    """HTML stored as the output of every code cell."""
    raw: str | None = None
    """Content of the notebook's file in place of a notebook, one byte a character."""
    notebook: str = ""
    """Name of the notebook's file, where it is not the assignment's."""
    files: dict[str, str] = {}
    """Content of files handed in beside the notebook, one byte a character."""
    hours_late: float = -24.0
    penalty: float = 0.0
    """Points lost for lateness."""


@dataclass(frozen=True)
class Labelled:
    """A submission in place and what grading must make of it."""

    student: str
    name: str
    what: str
    verdict: Verdict
    points: dict[str, float]
    """By automatically graded exercise."""
    penalty: float
    """Points lost for lateness."""


def build_class(root: Path, assignment: str) -> list[Labelled]:
    """Write each labelled submission to `root/submitted/studentNN/<assignment>/`, replacing an earlier class.

    Raises:
        ConfigurationError: there are no labelled submissions, one of them is wrong, the release is missing,
            or `submitted/` holds work that this function did not put there.
    """
    course = load_course(root)
    builder = _Builder(course, assignment)
    entries = list(read_entries(root, assignment))
    width = max(2, len(str(len(entries))))
    students = [f"student{number:0{width}d}" for number in range(1, len(entries) + 1)]
    _clear(course, assignment, students)
    labelled = []
    for student, (verdict, name, entry) in zip(students, entries, strict=True):
        builder.write(entry, name, course.submission(student, assignment))
        points = expected_points(entry, name, course.assignment(assignment))
        labelled.append(Labelled(student, name, entry.what, verdict, points, entry.penalty))
    return labelled


def class_notebook(course: Course, assignment: str, name: str, entry: Entry) -> dict[str, Any]:
    """The notebook of one labelled submission, as decoded JSON; raises as `build_class`."""
    return _Builder(course, assignment).notebook(entry, name)


def entries_folder(root: Path, assignment: str) -> Path:
    """Where the labelled submissions of an assignment are described."""
    return root / "tests" / "submissions" / assignment


def read_entries(root: Path, assignment: str) -> Iterator[tuple[Verdict, str, Entry]]:
    """Verdict, name and description of each labelled submission, sorted.

    Raises:
        ConfigurationError: there are none, or a file of theirs is wrong.
    """
    folder = entries_folder(root, assignment)
    verdicts = {verdict.value.replace(" ", "_"): verdict for verdict in Verdict}
    files = sorted(folder.glob("*/*.toml"))
    if not files:
        raise ConfigurationError(f"There are no labelled submissions in tests/submissions/{assignment}.")
    for file in files:
        where = f"tests/submissions/{assignment}/{file.parent.name}/{file.name}"
        if file.parent.name not in verdicts:
            raise ConfigurationError(
                f"{where}: '{file.parent.name}' is no verdict; use {', '.join(sorted(verdicts))}."
            )
        try:
            entry = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Entry)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            raise ConfigurationError(f"{where}: {error}.") from error
        yield verdicts[file.parent.name], file.stem, entry


def expected_points(entry: Entry, name: str, facts: Assignment) -> dict[str, float]:
    """Points by automatically graded exercise.

    Raises:
        ConfigurationError: the entry names an exercise that the assignment does not have.
    """
    unknown = sorted(entry.points.keys() - facts.exercises.keys())
    if unknown:
        raise ConfigurationError(f"Labelled submission '{name}' gives points to unknown exercises {unknown}.")
    rest = facts.exercises if entry.others == "full" else dict.fromkeys(facts.exercises, 0.0)
    return {exercise: float(entry.points.get(exercise, points)) for exercise, points in rest.items()}


def solution_text(source: str) -> str:
    """An instructor's cell as a student would hand it in: without the lines that mark the solution."""
    return "\n".join(line for line in source.splitlines() if line.strip() not in _REGION)


class _Builder:
    """Makes one student's folder after another."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.facts = course.assignment(assignment)
        self.due = course.due(assignment)
        self.entries = entries_folder(course.root, assignment)
        self.solution_files = course.graders(assignment) / "solution"
        self.release = _load(course.release(assignment), f"run: fairgrade release {assignment}")
        source = _load(course.source(assignment), "it is the instructor's notebook")
        solved = {_grade_id(cell): cell for cell in source["cells"] if _nbgrader(cell).get("solution")}
        self.solutions = {
            name: solution_text(_text(cell)) for name, cell in solved.items() if cell["cell_type"] == "code"
        }
        answers = tomllib.loads((self.entries / "answers.toml").read_text("utf-8"))
        self.solutions |= {name: str(text) for name, text in answers.items()}

    def write(self, entry: Entry, name: str, folder: Path) -> None:
        """Write the notebook, its files and the time of handing in."""
        folder.mkdir(parents=True)
        if entry.raw is None:
            content = (json.dumps(self.notebook(entry, name), indent=1, ensure_ascii=False) + "\n").encode()
        else:
            content = entry.raw.encode("latin-1")
        (folder / (entry.notebook or self.facts.notebook)).write_bytes(content)
        for file in self.facts.files if entry.checkpoint != _NONE else ():
            if entry.checkpoint:
                shutil.copyfile(self.entries / "checkpoints" / entry.checkpoint, folder / file)
            elif entry.start == "solution" and entry.raw is None:
                shutil.copyfile(self.solution_files / file, folder / file)
        for file, text in entry.files.items():
            (folder / file).write_bytes(text.encode("latin-1"))
        when = (self.due + datetime.timedelta(hours=entry.hours_late)).astimezone(datetime.UTC)
        (folder / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC\n", "utf-8")

    def notebook(self, entry: Entry, name: str) -> dict[str, Any]:
        """The student's notebook."""
        notebook: dict[str, Any] = json.loads(json.dumps(self.release))
        cells: list[dict[str, Any]] = notebook["cells"]
        by_name = {_grade_id(cell): cell for cell in cells if _grade_id(cell)}
        stubs = {grade_id: _text(cell) for grade_id, cell in by_name.items()}
        texts = dict(self.solutions) if entry.start == "solution" else {}
        texts |= {
            grade_id: stubs[grade_id] if text == "stub" else text for grade_id, text in entry.cells.items()
        }
        for change in entry.changes:
            texts[change.cell] = _changed(texts[change.cell], change, name)
        for grade_id, text in texts.items():
            _find(by_name, grade_id, name)["source"] = text.strip("\n")
        for number, own in enumerate(entry.own):
            place = cells.index(_find(by_name, own.after, name)) + 1 if own.after else len(cells)
            cells.insert(place, _own_cell(own, number))
        for grade_id in entry.duplicate:
            copied = json.loads(json.dumps(_find(by_name, grade_id, name)))
            cells.insert(cells.index(by_name[grade_id]) + 1, copied | {"id": f"{copied['id']}-copy"})
        for grade_id in entry.delete:
            cells.remove(_find(by_name, grade_id, name))
        for grade_id, other in entry.relabel.items():
            _nbgrader(_find(by_name, grade_id, name))["grade_id"] = other
        for cell in cells:
            _nbgrader(cell).update(entry.metadata if _grade_id(cell) else {})
            if entry.output and cell["cell_type"] == "code":
                data = {"text/html": entry.output, "text/plain": entry.output}
                cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
        return notebook


def _clear(course: Course, assignment: str, students: list[str]) -> None:
    """Remove the class of an earlier call, and nothing else."""
    submitted = course.root / "submitted"
    marker = submitted / MARKER
    ours = set(marker.read_text("utf-8").split()) if marker.is_file() else set()
    for folder in sorted(submitted.glob(f"*/{assignment}")):
        if folder.parent.name not in ours:
            raise ConfigurationError(
                f"submitted/{folder.parent.name}/{assignment} is not part of the labelled class; "
                "move real submissions away first, or use another folder with --course FOLDER."
            )
    for student in ours:
        shutil.rmtree(submitted / student / assignment, ignore_errors=True)
    submitted.mkdir(exist_ok=True)
    marker.write_text("\n".join([*students, ""]), "utf-8")


def _load(path: Path, remedy: str) -> dict[str, Any]:
    if not path.is_file():
        raise ConfigurationError(f"There is no {'/'.join(path.parts[-3:])}; {remedy}.")
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return notebook


def _find(by_name: dict[str, dict[str, Any]], grade_id: str, name: str) -> dict[str, Any]:
    if grade_id not in by_name:
        raise ConfigurationError(
            f"Labelled submission '{name}' changes the cell '{grade_id}', which the release does not have."
        )
    return by_name[grade_id]


def _changed(text: str, change: Change, name: str) -> str:
    times = text.count(change.old)
    if times != 1:
        raise ConfigurationError(
            f"Labelled submission '{name}': {change.old!r} is in '{change.cell}' {times} times, not once."
        )
    return text.replace(change.old, change.new)


def _own_cell(own: OwnCell, number: int) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": own.kind,
        "id": f"own-{number}",
        "metadata": {},
        "source": own.source.strip("\n"),
    }
    return cell | ({"outputs": [], "execution_count": None} if own.kind == "code" else {})


def _nbgrader(cell: dict[str, Any]) -> dict[str, Any]:
    found = cell["metadata"].get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def _grade_id(cell: dict[str, Any]) -> str:
    return str(_nbgrader(cell).get("grade_id", ""))


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)

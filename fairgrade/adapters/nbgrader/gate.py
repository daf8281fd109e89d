"""What must hold before `release/` goes to students: nothing leaks, and it is what course_config.py says."""

from __future__ import annotations

import filecmp
import itertools
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from fairgrade.adapters.nbgrader.rebuild import grade_id
from fairgrade.adapters.nbgrader.release import fresh_release
from fairgrade.config import Course
from fairgrade.errors import ReleaseError

ALLOWED = (
    *("*.py", "*.npz", "*.txt", "*.md", "tests/*.py"),
    *("*/*.json", "*/*.md", "*/*/*.json", "*/*/*.safetensors"),
)
"""Patterns of files that may go out beside the notebook; the second row is what a folder of model weights consists of."""
_MARKER = re.compile(r"(?i:(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME))|\bRUBRIC\b")
_MACHINE_PATH = re.compile(
    r"(?:file://)?(?<![\w.:/])/(?:home|root|Users|work|tmp|mnt|srv|opt|var|private)/[\w.-]+"
)
_TELLING = 40
"""Characters of code from which one line, or two in a row, are somebody's own and no common phrase."""
_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")


def check_release(course: Course, name: str) -> None:
    """Check `release/<name>/` in every way that needs no student code to run.

    Raises:
        ReleaseError: something must not go out; the sentence says what and where.
    """
    if not course.release(name).is_file():
        raise ReleaseError(
            f"There is no release/{name}/{course.release(name).name}; run fairgrade release {name}."
        )
    notebook = nbformat.read(course.release(name), as_version=4)
    _check_files(course, name)
    _check_leaks(course, name, notebook)
    _check_cells(course, name, notebook)
    _check_public_checks(course, name, notebook)
    _check_fresh(course, name)


def _check_files(course: Course, name: str) -> None:
    folder, expected = course.release(name).parent, course.assignment(name).notebook
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        allowed = str(relative) == expected or _is_allowed(relative) or _is_reading(course, name, relative)
        if path.is_symlink() or (path.is_file() and not allowed):
            raise ReleaseError(
                f"release/{name}/{relative} must not go out; keep only {expected}, helper modules, "
                f"data (.npz), tests/*.py, texts and folders of model weights in source/{name}."
            )


def _is_allowed(relative: Path) -> bool:
    return any(
        relative.match(pattern) and len(relative.parts) == len(Path(pattern).parts) for pattern in ALLOWED
    )


def _is_reading(course: Course, name: str, relative: Path) -> bool:
    """Whether it is a notebook of the source to read and run, which no gradebook knows."""
    return relative.match("*.ipynb") and (course.source(name).parent / relative).is_file()


def _check_leaks(course: Course, name: str, notebook: NotebookNode) -> None:
    released = dict(_released_texts(course, name, notebook))
    secrets = [("a solution", text) for text in _solution_texts(course, name)]
    secrets += [("a hidden grader", text) for text in _hidden_texts(course, name)]
    for where, text in released.items():
        marker = _MARKER.search(text)
        if marker:
            raise ReleaseError(
                f"{where} holds '{marker[0]}'; mark the region's end in the source and release again."
            )
        path = _MACHINE_PATH.search(text)
        if path:
            raise ReleaseError(f"{where} holds a path of this machine, {path[0]}; use a relative one.")
        squeezed = " ".join(text.split())
        for kind, secret in secrets:
            if secret in squeezed:
                raise ReleaseError(
                    f"{where} holds text of {kind}: '{secret[:60]}'; take it out of source/{name}."
                )


def _released_texts(course: Course, name: str, notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text, for all that students get."""
    folder = course.release(name).parent
    for index, cell in enumerate(notebook.cells):
        where = f"release/{name}/{course.release(name).name}, cell {index} {grade_id(cell)}".rstrip()
        if cell.get("outputs") or cell.get("attachments"):
            raise ReleaseError(f"{where} has outputs or attachments; run fairgrade release {name}.")
        yield where, cell.source
    yield f"release/{name}/{course.release(name).name}, metadata", str(notebook.metadata)
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" and path != course.release(name):
            cells = nbformat.read(path, as_version=4).cells
            yield f"release/{name}/{path.name}", "\n".join(cell.source for cell in cells)
        if path.suffix in (".py", ".txt", ".md"):
            yield (
                f"release/{name}/{path.relative_to(folder)}",
                path.read_text(encoding="utf-8", errors="replace"),
            )


def _solution_texts(course: Course, name: str) -> Iterator[str]:
    """Telling pieces of solutions that the source does not also show outside of them."""
    source = nbformat.read(course.source(name), as_version=4)
    inside: list[str] = []
    outside: list[str] = []
    for cell in source.cells:
        marked = "BEGIN SOLUTION" in cell.source
        whole = bool(cell.metadata.get("nbgrader", {}).get("solution")) and not marked
        in_solution = False
        for line in cell.source.splitlines():
            if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
                in_solution = "BEGIN SOLUTION" in line
            else:
                (inside if in_solution or whole else outside).append(line)
        inside.append("")
    shown = " ".join(" ".join(outside).split())
    return (text for text in _telling(inside) if text not in shown)


def _hidden_texts(course: Course, name: str) -> Iterator[str]:
    """Telling pieces of code in the hidden graders; the wording of messages may be public too."""
    for path in sorted(course.graders(name).rglob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        common = ("import ", "from ", "#", "def ", "@", "return ")
        yield from _telling(["" if line.strip().startswith(common) else line for line in lines])


def _telling(lines: list[str]) -> Iterator[str]:
    """Single lines, and pairs of lines in a row, with enough code in them to be told apart."""
    squeezed = [" ".join(line.split()) for line in lines]
    pairs = [f"{one} {two}" for one, two in itertools.pairwise(squeezed) if one and two]
    for text in dict.fromkeys([*squeezed, *pairs]):
        if len(_TEXT.sub("", text)) >= _TELLING:
            yield text


def _check_cells(course: Course, name: str, notebook: NotebookNode) -> None:
    assignment, points = course.assignment(name), {}
    for cell in notebook.cells:
        facts = cell.metadata.get("nbgrader", {})
        if facts.get("grade") or facts.get("task"):
            points[grade_id(cell)] = float(facts.get("points", 0))
            is_manual = bool(facts.get("solution") or facts.get("task"))
            if is_manual != (grade_id(cell) in assignment.manual) and grade_id(cell) in assignment.exercises:
                raise ReleaseError(f"release/{name}: cell '{grade_id(cell)}' must be an nbgrader test cell.")
    wanted = {
        exercise: float(worth) for exercise, worth in (assignment.exercises | assignment.manual).items()
    }
    for exercise in wanted.keys() | points.keys():
        if points.get(exercise) != wanted.get(exercise):
            has, says = points.get(exercise, "no such cell"), wanted.get(exercise, "no such exercise")
            raise ReleaseError(
                f"release/{name}: exercise '{exercise}' has {has} in the notebook and {says} in "
                "course_config.py; make them equal."
            )


def _check_public_checks(course: Course, name: str, notebook: NotebookNode) -> None:
    """Each check file is called by a cell, each called check has a file, each coded exercise has a check."""
    folder = course.release(name).parent
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    called = set(re.findall(r"\bcheck\(\s*[\"'](\w+)[\"']\s*\)", code))
    files = {path.stem for path in (folder / "tests").glob("*.py")}
    stubs = set(re.findall(r'NotImplementedError\("exercise (\w+)"\)', code)) & set(
        course.assignment(name).exercises
    )
    for exercise in sorted(called ^ files):
        what = "is called but has no file" if exercise in called else "has a file but no cell calls it"
        raise ReleaseError(f"release/{name}: public check '{exercise}' {what} in tests/; add the other half.")
    for exercise in sorted(stubs - called):
        raise ReleaseError(f"release/{name}: exercise '{exercise}' has no public check; add one to tests/.")


def _check_fresh(course: Course, name: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        fresh, committed = fresh_release(course, name, Path(scratch)), course.release(name).parent
        names = {path.relative_to(folder) for folder in (fresh, committed) for path in folder.rglob("*")}
        for relative in sorted(names):
            ours, theirs = fresh / relative, committed / relative
            if ours.is_dir() and theirs.is_dir():
                continue
            if not (ours.is_file() and theirs.is_file() and filecmp.cmp(ours, theirs, shallow=False)):
                raise ReleaseError(
                    f"release/{name}/{relative} is not what source/{name} gives now; "
                    f"run fairgrade release {name}."
                )

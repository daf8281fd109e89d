"""Finds submissions: `submitted/<student>/<assignment>/` with a notebook, files and an optional `timestamp.txt`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fairgrade.config import Course
from fairgrade.errors import ConfigurationError

_STUDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")


@dataclass(frozen=True)
class Submission:
    """One student's folder."""

    student: str
    folder: Path
    notebook: Path | None
    """The notebook; None when the folder has none."""
    files: dict[str, bytes]
    """Expected files that are there and within their size."""
    notices: tuple[str, ...]
    digest: str
    """Hash of every byte that grading looks at."""


def find_students(course: Course, assignment: str, only: Iterable[str] = ()) -> list[str]:
    """Students who handed in, sorted.

    Raises:
        ConfigurationError: nobody did, a wanted student did not, or a folder's name is no student id.
    """
    facts = course.assignment(assignment)
    submitted = course.root / "submitted"
    found = sorted(path.parent.name for path in submitted.glob(f"*/{assignment}") if path.is_dir())
    for student in found:
        if not _STUDENT.fullmatch(student):
            raise ConfigurationError(
                f"submitted/{student} is no student id; use letters, digits and '_.@-', at most 64 of them."
            )
    wanted = list(dict.fromkeys(only))
    absent = [student for student in wanted if student not in found]
    if absent:
        raise ConfigurationError(f"There is no submitted/{absent[0]}/{assignment}; check the student's id.")
    if not found:
        raise ConfigurationError(
            f"There are no submissions in submitted/*/{assignment}/; put each student's {facts.notebook} there."
        )
    return wanted or found


def read_submission(course: Course, assignment: str, student: str) -> Submission:
    """Read a student's folder; what is wrong with it becomes notices, never an error."""
    facts = course.assignment(assignment)
    folder = course.submission(student, assignment)
    notices: list[str] = []
    notebook: Path | None = folder / facts.notebook
    if not _is_plain_file(folder / facts.notebook):
        others = sorted(path for path in folder.glob("*.ipynb") if _is_plain_file(path))
        notebook = others[0] if len(others) == 1 else None
        if notebook is not None:
            notices.append(
                f"the notebook is called {notebook.name}, not {facts.notebook}; it was graded all the same"
            )
    files: dict[str, bytes] = {}
    for name, largest in facts.files.items():
        path = folder / name
        if not _is_plain_file(path):
            notices.append(f"{name} was not handed in")
        elif path.stat().st_size > largest:
            notices.append(f"{name} is larger than {largest >> 20} MiB and was not read")
        else:
            files[name] = path.read_bytes()
    digest = hashlib.sha256()
    for name, content in [("notebook", _bytes(notebook)), *sorted(files.items())]:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return Submission(student, folder, notebook, files, tuple(notices), digest.hexdigest())


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _bytes(path: Path | None) -> bytes:
    from fairgrade.intake.notebook import MAX_BYTES

    if path is None:
        return b""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)

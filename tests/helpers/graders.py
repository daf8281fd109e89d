"""Runs hidden graders against a namespace in this process: for the bank, where thousands of runs are needed."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import itertools
import linecache
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from fairgrade.calibrate.bank import Entry, plan_entry, read_bank
from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.notes import Gathered, gathering
from fairgrade.config import load_course
from fairgrade.errors import StudentFault
from fairgrade.intake.notebook import NotebookCell, Release, read_notebook, read_release
from tests.helpers.in_process import in_process_student

ROOT = Path(__file__).resolve().parents[2]
COURSE = load_course(ROOT)


@dataclass(frozen=True)
class Check:
    """One hidden check with its parameters."""

    name: str
    exercise: str
    function: Callable[..., None]
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """How one check ended."""

    check: str
    exercise: str
    error: BaseException | None
    gathered: Gathered

    @property
    def text(self) -> str:
        """What the student would read."""
        return str(self.error) if self.error is not None else ""


def collect_checks(assignment: str, files: tuple[str, ...] | None = None) -> list[Check]:
    """All checks of an assignment's graders, in order; only those of `files` where given."""
    folder = ROOT / "graders" / assignment
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    checks = []
    for path in sorted(folder.glob("test_*.py")):
        if files is None or path.name in files:
            module = importlib.import_module(path.stem)
            checks += [
                check
                for name, item in vars(module).items()
                if name.startswith("test_")
                for check in _expand(path, name, item)
            ]
    return checks


def _expand(path: Path, name: str, function: Callable[..., None]) -> Iterator[Check]:
    marks = getattr(function, "pytestmark", [])
    exercise = next(mark.args[0] for mark in marks if mark.name == "exercise")
    axes = [[(mark.args[0], value) for value in mark.args[1]] for mark in marks if mark.name == "parametrize"]
    for chosen in itertools.product(*axes):
        suffix = f"[{'-'.join(str(value) for _, value in chosen)}]" if chosen else ""
        yield Check(f"{path.name}::{name}{suffix}", exercise, function, dict(chosen))


def run_check(
    check: Check, namespace: Callable[[], dict[str, Any]], seed: int, assignment: str = "assignment_cvae"
) -> Finding:
    """Run one check; only failures that blame the student are caught."""
    conftest = importlib.import_module(f"graders.{assignment}.conftest")
    given = {
        "student": in_process_student(namespace, seed + 1),
        "another_student": in_process_student(namespace, seed + 2),
        "reference": inspect.unwrap(conftest.reference)(),
        "rng": torch.Generator().manual_seed(seed),
    }
    names = inspect.signature(check.function).parameters
    arguments = {name: given[name] for name in names if name in given} | check.parameters
    with gathering() as gathered:
        try:
            check.function(**arguments)
        except (CheckFailed, StudentFault) as error:
            return Finding(check.name, check.exercise, error, gathered)
    return Finding(check.name, check.exercise, None, gathered)


@functools.cache
def bank_of(assignment: str) -> list[Entry]:
    """The bank of an assignment."""
    return read_bank(COURSE, assignment, _notebooks(assignment)[1])


@functools.cache
def _notebooks(assignment: str) -> tuple[tuple[NotebookCell, ...], Release]:
    return read_notebook(COURSE.source(assignment)), read_release(COURSE.release(assignment))


def notebook_namespace(assignment: str, entry: Entry) -> dict[str, Any]:
    """What the instructor's notebook with an entry in it defines: solutions, and imports, functions and classes between."""
    namespace: dict[str, Any] = types.ModuleType("__main__").__dict__
    folder = COURSE.source(assignment).parent
    for cell in plan_entry(entry, *_notebooks(assignment)).cells:
        tree = ast.parse(cell.source)
        if not cell.grade_id:
            tree.body = [statement for statement in tree.body if _defines(statement, folder)]
        name = f"<cell {cell.index}>"
        linecache.cache[name] = len(cell.source), None, cell.source.splitlines(keepends=True), name
        exec(compile(tree, name, "exec"), namespace)
    return namespace


def _defines(statement: ast.stmt, folder: Path) -> bool:
    """Whether it is an import, not of a module that lies beside the notebook, or a definition."""
    if isinstance(statement, ast.ImportFrom):
        return not (folder / f"{statement.module}.py").exists()
    return isinstance(statement, (ast.Import, ast.FunctionDef, ast.ClassDef))


def reference_namespace(source: str = "") -> dict[str, Any]:
    """What a notebook with the reference's components defines, with the components that `source` writes anew.

    Functions of the reference are rebound to the namespace, so that a replaced helper is used by all of them, as in a
    notebook.
    """
    import reference.cvae

    text = Path(reference.cvae.__file__).read_text(encoding="utf-8")
    namespace: dict[str, Any] = types.ModuleType("__main__").__dict__
    exec(compile(text, "<cell 0>", "exec"), namespace)
    if source:
        exec(compile(source, "<cell 1>", "exec"), namespace)
    return namespace

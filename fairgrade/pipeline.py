"""The flow of grading, from `submitted/` to the gradebook: start reading here.

```
find students ─▶ key of each ─▶ stored result of the same key? ──yes──▶ keep it
                                     │ no
                                     ▼
                 worker: rebuild, run behind the wall, check ─▶ outcome file, written atomically
                                     ▼
                 points ─▶ gradebook and autograded/ (nbgrader) ─▶ pages
```
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.metadata
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import fairgrade
from fairgrade.config import Course
from fairgrade.crew import Crew
from fairgrade.intake.collect import find_students, read_submission
from fairgrade.records import (
    RunFacts,
    SubmissionResult,
    Verdict,
    facts_path,
    read_result,
    to_json,
    write_atomically,
)
from fairgrade.sandbox.policy import at_least
from fairgrade.worker import Task, grade, limits_of

_VERSIONED = ("torch", "numpy", "matplotlib", "ipython", "scikit-learn", "scipy", "torchvision")


@dataclass(frozen=True)
class Graded:
    """One submission of a finished run."""

    result: SubmissionResult
    facts: RunFacts | None
    """None when the stored result was kept."""


@dataclass(frozen=True)
class ClassResult:
    """A finished run."""

    graded: dict[str, Graded]
    """By student, sorted."""
    failures: dict[str, str]
    """Students whose grading failed on our side, with the reason; their earlier results stand."""
    tier: str
    """The protections student code ran behind, in one line; empty when nothing had to run."""
    weaker_because: tuple[str, ...] = ()
    """Why each stronger kind of sandbox was not used."""


Notify = Callable[[str, SubmissionResult | None], None]
"""Called with each student as the result comes in; None when grading failed on our side."""


def grade_class(
    course: Course,
    assignment: str,
    *,
    students: Iterable[str] = (),
    jobs: int,
    force: bool = False,
    tier: str | None = None,
    started: Callable[[int, int], None] = lambda todo, kept: None,
    notify: Notify = lambda student, result: None,
) -> ClassResult:
    """Grade a class, or the students named; writes one outcome file a submission and nothing else.

    Args:
        course: the checked course.
        assignment: its name.
        students: to grade; all who handed in by default.
        jobs: worker processes.
        force: grade even what has not changed.
        tier: the protections to insist on; the strongest that hold by default.
        started: called once with the number of submissions to grade and of results kept.
        notify: called as each result comes in.

    Raises:
        ConfigurationError: nobody handed in, or a named student did not.
        IsolationUnavailable: this host cannot isolate student code.
        GraderError: the hidden graders cannot be collected.
        OSError: results cannot be written; those written before stand.
    """
    names = find_students(course, assignment, students)
    keys = submission_keys(course, assignment, names)
    kept = {} if force else _unchanged(course, assignment, keys, tier)
    todo = [name for name in names if name not in kept]
    started(len(todo), len(kept))
    graded = {name: Graded(result, None) for name, result in kept.items()}
    failures: dict[str, str] = {}
    line, because = "", tuple[str, ...]()
    if todo:
        _require_writable(course.outcome("student", assignment).parent)
        with Crew(course, assignment, min(jobs, len(todo)), tier) as crew:
            line, because = crew.protections, crew.weaker_because
            root, behind = course.root, line
            for name, outcome in crew.run(
                grade, todo, lambda name, address: Task(root, assignment, name, keys[name], address, behind)
            ):
                if isinstance(outcome, str):
                    failures[name] = outcome
                    notify(name, None)
                    continue
                result, facts = outcome
                path = course.outcome(name, assignment)
                write_atomically(facts_path(path), to_json(facts))
                write_atomically(path, to_json(result))
                graded[name] = Graded(result, facts)
                notify(name, result)
    return ClassResult(dict(sorted(graded.items())), failures, line, because)


def _require_writable(folder: Path) -> None:
    """Find out before anything is graded that results could not be kept."""
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=folder).close()


def _unchanged(
    course: Course, assignment: str, keys: Mapping[str, str], tier: str | None
) -> dict[str, SubmissionResult]:
    """Stored results that still hold; one with a grader error is tried again, since the fault was ours.

    So is one that was obtained behind less than the tier asked for.
    """
    stored = {name: read_result(course.outcome(name, assignment)) for name in keys}
    return {
        name: result
        for name, result in stored.items()
        if result is not None
        and result.key == keys[name]
        and result.verdict is not Verdict.GRADER_ERROR
        and (tier is None or at_least(result.tier, tier))
    }


def submission_keys(course: Course, assignment: str, students: Iterable[str]) -> dict[str, str]:
    """What each student's result depends on, as a hash: the submission and `grading_key`."""
    common = grading_key(course, assignment)
    digests = {name: read_submission(course, assignment, name).digest for name in students}
    return {
        name: hashlib.sha256(f"{common}{digest}".encode()).hexdigest() for name, digest in digests.items()
    }


def grading_key(course: Course, assignment: str, exercises: Collection[str] | None = None) -> str:
    """What every result of an assignment depends on, as a hash: graders, reference, release, limits, engine, versions.

    With `exercises`, what the results of these depend on: files that hold checks of others only are left out.
    """
    parts: list[tuple[str, bytes]] = [("limits", repr(limits_of(course, assignment)).encode())]
    parts.append(("seed", str(course.assignment(assignment).seed).encode()))
    package = Path(fairgrade.__file__).parent
    for path in _grader_files(course, assignment, exercises):
        parts.append((str(path.relative_to(course.root)), path.read_bytes()))
    ours = [package / name for name in ("checks", "intake", "sandbox", "wire")]
    for folder in (course.release(assignment).parent, *ours):
        parts += [(str(path.relative_to(folder)), path.read_bytes()) for path in _files(folder)]
    parts += [(name, (package / name).read_bytes()) for name in ("errors.py", "records.py", "worker.py")]
    parts += [(name, _version(name).encode()) for name in _VERSIONED]
    shared = hashlib.sha256()
    for name, content in parts:
        shared.update(f"{name}\0{len(content)}\0".encode())
        shared.update(content)
    return shared.hexdigest()


def _grader_files(course: Course, assignment: str, exercises: Collection[str] | None) -> list[Path]:
    """What the hidden graders are made of: their folder, the modules they import, and all data beside such modules."""
    shared = [course.root / name for name in ("graders", "reference")]
    found = {path for folder in shared for path in _files(folder) if path.suffix != ".py"}
    waiting = _files(course.graders(assignment))
    if exercises is not None:
        imported = {part for path in waiting for name in _imports(path) for part in name.split(".")}
        waiting = [path for path in waiting if _concerns(path, exercises, imported)]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += [module for name in _imports(path) if (module := _module(course, name)) is not None]
    return sorted(found)


def _concerns(path: Path, exercises: Collection[str], imported: Collection[str]) -> bool:
    """Whether a grader's file may hold checks of these exercises, its own or imported ones, or what other files import."""
    own = {part for name in _imports(path) for part in name.split(".")}
    if not path.match("test_*.py") or path.stem in imported or any(part.startswith("test_") for part in own):
        return True
    calls = (node for node in ast.walk(_parsed(path.read_bytes())) if isinstance(node, ast.Call))
    marks = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "exercise"]
    arguments = [argument for mark in marks for argument in (*mark.args, *mark.keywords)]
    named = {argument.value if isinstance(argument, ast.Constant) else None for argument in arguments}
    return not named or None in named or not named.isdisjoint(exercises)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(_parsed(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@functools.lru_cache(maxsize=256)
def _parsed(content: bytes) -> ast.Module:
    """A module's syntax tree; an empty one where there is none, which is told when the graders are collected."""
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _module(course: Course, name: str) -> Path | None:
    """The file of a module of the course; None for all others."""
    package, *rest = name.split(".")
    if package not in ("graders", "reference"):
        return None
    place = course.root.joinpath(package, *rest)
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    )


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "absent"

"""The bank of labelled answers: right and wrong implementations of one component each, and how they enter a notebook.

```
tests/bank/<assignment>/<component>/wrong/<name>.py     must be rejected, with a message that names the mistake
tests/bank/<assignment>/<component>/right/<name>.py     must pass
```
A component is an exercise, or a solution cell (its grade_id without `_solution`) that several exercises judge. The
first comment line of an entry says what is wrong or different; a wrong entry's next line is `# expect: ` and a phrase
that a message to the student must contain.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fairgrade.config import Course
from fairgrade.errors import ConfigurationError
from fairgrade.intake.notebook import NotebookCell, Plan, Release, plan

RIGHT, WRONG, SOLUTION = "right", "wrong", "solution"
_EXPECT = "# expect:"


@dataclass(frozen=True)
class Entry:
    """One labelled answer, small and picklable."""

    component: str
    kind: str
    """`right`, `wrong`, or `solution` for the instructor's notebook as it is."""
    name: str
    what: str = ""
    """What is wrong or different, in a line."""
    expect: str = ""
    """A phrase that a message about a wrong entry must contain; case does not matter."""
    code: str = ""
    cell: str = ""
    """grade_id of the solution cell it goes to."""
    exercises: tuple[str, ...] = ()
    """That judge it."""

    @property
    def title(self) -> str:
        """Component, kind and name, as a path in the bank."""
        return "/".join(part for part in (self.component, self.kind, self.name) if part)


def bank_folder(root: Path, assignment: str) -> Path:
    """Where the labelled answers of an assignment lie."""
    return root / "tests" / "bank" / assignment


def banked_assignments(course: Course) -> list[str]:
    """Assignments that have a bank, in the course's order."""
    return [name for name in course.assignments if any(bank_folder(course.root, name).glob("*/*/*.py"))]


def solution_entry(course: Course, assignment: str, exercises: tuple[str, ...] = ()) -> Entry:
    """The instructor's notebook as it is; judged by `exercises`, by all unless given."""
    return Entry(
        "",
        SOLUTION,
        "",
        "the instructor's notebook",
        exercises=exercises or tuple(course.assignment(assignment).exercises),
    )


def read_bank(course: Course, assignment: str, release: Release, component: str | None = None) -> list[Entry]:
    """Every entry of the bank, or of one component, sorted.

    Raises:
        ConfigurationError: there are none, or one of them is wrong; the sentence says which and why.
    """
    folder = bank_folder(course.root, assignment)
    entries = []
    for place in sorted(path for path in folder.glob("[!_]*") if path.is_dir()):
        if component in (None, place.name):
            cell, exercises = _judges(course, assignment, release, place.name)
            entries += [_read(file, cell, exercises) for file in _files(place)]
    if not entries:
        known = sorted(path.name for path in folder.glob("[!_]*") if path.is_dir())
        where = f"tests/bank/{assignment}" + (
            f"/{component}; it has: {', '.join(known)}" if component and known else ""
        )
        raise ConfigurationError(f"There are no labelled answers in {where}.")
    return entries


def _judges(course: Course, assignment: str, release: Release, component: str) -> tuple[str, tuple[str, ...]]:
    """The solution cell of a component, and the exercises that judge it."""
    judged = {name: release.judged_cell.get(name, "") for name in course.assignment(assignment).exercises}
    if judged.get(component):
        return judged[component], (component,)
    cell = f"{component}_solution"
    exercises = tuple(name for name, judged_cell in judged.items() if judged_cell == cell)
    if not exercises:
        raise ConfigurationError(
            f"tests/bank/{assignment}/{component}: '{component}' is neither an exercise nor a solution cell of {assignment}; "
            "rename the folder."
        )
    return cell, exercises


def _files(place: Path) -> Iterator[Path]:
    for path in sorted(place.rglob("*")):
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        if path.parent.parent != place or path.parent.name not in (RIGHT, WRONG) or path.suffix != ".py":
            raise ConfigurationError(
                f"{_where(path)}: put entries in '{place.name}/wrong/' or '{place.name}/right/' as .py files."
            )
        yield path


def _where(path: Path) -> str:
    return "/".join(path.parts[path.parts.index("bank") - 1 :])


def _read(file: Path, cell: str, exercises: tuple[str, ...]) -> Entry:
    code = file.read_text("utf-8")
    first, second, *_ = [*code.splitlines(), "", ""]
    what = first.removeprefix("#").strip()
    if not first.startswith("#") or not what:
        raise ConfigurationError(
            f"{_where(file)}: begin with a comment line that says what is wrong or different."
        )
    expect = second.removeprefix(_EXPECT).strip() if second.startswith(_EXPECT) else ""
    if file.parent.name == WRONG and not expect:
        raise ConfigurationError(
            f"{_where(file)}: the second line must be '{_EXPECT} ' and a phrase of the message."
        )
    return Entry(file.parent.parent.name, file.parent.name, file.stem, what, expect, code, cell, exercises)


def plan_entry(entry: Entry, solution: tuple[NotebookCell, ...], release: Release) -> Plan:
    """What to run: the solution notebook with the entry in its cell.

    The entry takes the place of the cell. Where it leaves out a name that the cell defines, or builds on one (a class
    derived from the solution's), the cell's own text stays above it.

    Raises:
        ConfigurationError: the solution has no such cell.
    """
    if entry.kind == SOLUTION:
        return plan(solution, release)
    if not any(cell.grade_id == entry.cell for cell in solution):
        raise ConfigurationError(
            f"The bank's {entry.title} needs the cell '{entry.cell}', which the instructor's notebook does not have."
        )
    cells = [
        replace(cell, source=transplant(cell.source, entry.code)) if cell.grade_id == entry.cell else cell
        for cell in solution
    ]
    return plan(tuple(cells), release)


def transplant(solution: str, code: str) -> str:
    """The text of a solution cell with an entry in it."""
    try:
        written = ast.parse(code)
    except SyntaxError:
        return code
    wanted = {name for statement in ast.parse(solution).body for name in _binds(statement)}
    bound: set[str] = set()
    for statement in written.body:
        if (_reads(statement) - bound) & wanted:
            return f"{solution}\n\n{code}"
        bound |= set(_binds(statement))
    return code if wanted <= bound else f"{solution}\n\n{code}"


def _binds(statement: ast.stmt) -> Iterator[str]:
    """Names of functions, classes and plain variables that a top-level statement defines."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _reads(statement: ast.stmt) -> set[str]:
    """Names that a top-level statement reads at once, when the cell runs: bodies of functions run later."""
    found: set[str] = set()
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            found.add(node.id)
        later = node.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else []
        waiting += [
            child
            for child in ast.iter_child_nodes(node)
            if child not in later and not isinstance(node, ast.Lambda)
        ]
    return found

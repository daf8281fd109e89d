"""Hands hostile work in to the toy course, an honest student after each of it, and grades all of it in one run."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import Any

import pytest

from fairgrade.config import Course, load_course
from fairgrade.grading.score import Scores, score
from fairgrade.pipeline import ClassResult, grade_class
from fairgrade.publish import publish
from fairgrade.records import SubmissionResult, Verdict
from fairgrade.sandbox.policy import Policy
from tests.helpers.processes import descendants
from tests.helpers.toy import NAME, RIGHT, hand_in, make_course

WRONG = "def double(x):\n    return 3 * x"
ALONE = "honest-alone"

_STRICT = """    student.replace(lent=lambda value: value + 1)
    back = student.double(x=x)
    assert_values_equal(back, 2 * x, "double(x=(5, 3) float64)", "double(x) == 2 * x")
"""


@dataclass(frozen=True)
class Hostile:
    """One submission whose `double` is wrong, and which tries to get points for it or to harm others.

    Attributes:
        name: what it tries.
        layer: what should stop it.
        double: the cell of the attacked exercise.
        noise: the cell of the other exercise.
        change: changes the notebook before it is handed in; what it returns, if anything, is handed in instead.
        beside: files handed in beside the notebook, by name.
        called: name of the notebook's file.
        verdict: of the attacked exercise.
        says: what the student or staff are told, in parts.
        spares: whether the other exercise keeps its points; not where the attack breaks the student's own process.
        shown: text that must be shown as text on the student's pages.
        naive: whether it earns the points where student code and graders share a process.
    """

    name: str
    layer: str
    double: str = WRONG
    noise: str = RIGHT["noise"]
    change: Callable[[dict[str, Any]], Any] | None = None
    beside: Mapping[str, bytes] = field(default_factory=dict)
    called: str = "toy.ipynb"
    verdict: Verdict = Verdict.FAILED
    says: tuple[str, ...] = ()
    spares: bool = True
    shown: str = ""
    naive: bool = False


@dataclass(frozen=True)
class Leftovers:
    """What exists beside the course's files."""

    processes: int
    descriptors: int
    temporary: list[str]

    @classmethod
    def now(cls) -> Leftovers:
        """Of this process and its temporary folder."""
        files = sorted(os.listdir(tempfile.gettempdir()))
        return cls(len(descendants(os.getpid())), len(os.listdir("/proc/self/fd")), files)


@dataclass(frozen=True)
class Run:
    """A finished class run."""

    course: Course
    outcome: ClassResult
    added: list[str]
    """Files that grading left in the course's folder, outside `submitted/`."""
    before: Leftovers
    after: Leftovers

    def scores(self, student: str) -> Scores:
        """What the student earned."""
        return score(self.result(student), self.course.assignment(NAME))

    def result(self, student: str) -> SubmissionResult:
        """The student's result."""
        return self.outcome.graded[student].result

    def stored(self, student: str) -> bytes:
        """The student's outcome file."""
        return self.course.outcome(student, NAME).read_bytes()

    def told(self, student: str) -> str:
        """All that the student and staff are told about the submission."""
        result = self.result(student)
        parts = [text for check in result.checks if check.message for _, text in check.message.lines()]
        return "\n".join([*parts, *(cell.error for cell in result.cells), *result.notices])


def name_of(group: str, place: int) -> str:
    """Id of the student who hands in an attack."""
    return f"{group}-{place:02}"


def honest_after(student: str) -> str:
    """Id of the next honest student who is graded after an attacker; every fourth attacker has one behind."""
    group, place = student.split("-")
    return f"{name_of(group, int(place) | 3)}-honest"


def write(course: Course, student: str, attack: Hostile) -> None:
    """Put a hostile submission in place."""
    path = hand_in(course, student, attack.double, attack.noise)
    content: Any = None
    notebook = json.loads(path.read_text())
    if attack.change is not None:
        content = attack.change(notebook)
    content = json.dumps(notebook) if content is None else content
    path.unlink()
    content = content if isinstance(content, bytes) else content.encode()
    path.with_name(attack.called).write_bytes(content)
    for name, data in attack.beside.items():
        (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
        (path.parent / name).write_bytes(data)


def strict_course(root: Path) -> Course:
    """The toy course with the checks real graders use, and a function lent to student code."""
    course = make_course(root)
    grader = course.graders(NAME) / "test_toy.py"
    text = grader.read_text()
    start, end = text.index("    back = student.double"), text.index('\n\n@pytest.mark.exercise("noise")')
    text = text[:start] + _STRICT + text[end:]
    text = re.sub(
        r"student\.noise\(mean=[^)]*\)",
        r'assert_value_is_tensor(\g<0>, "noise(mean=(4,) float64)").double()',
        text,
    )
    names = "assert_value_is_tensor, assert_values_equal"
    grader.write_text(
        text.replace("import torch\n", f"import torch\nfrom fairgrade.checks.tensors import {names}\n", 1)
    )
    return load_course(root)


def _files(course: Course) -> set[str]:
    return {
        str(path.relative_to(course.root))
        for path in course.root.rglob("*")
        if path.is_file() and not {"submitted", "__pycache__"} & set(path.parts)
    }


@contextmanager
def graded_class(groups: Mapping[str, Sequence[Hostile]], published: Sequence[str]) -> Iterator[Run]:
    """Grade everything once, then publish some students.

    The honest student is graded alone first; those who come after an attack must have the same bytes.
    """
    root = Path(tempfile.mkdtemp(prefix="fairgrade-hostile-class-"))
    root.chmod(0o755)
    temporary = root / "tmp"
    temporary.mkdir()
    temporary.chmod(0o755)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("fairgrade.worker.Policy", functools.partial(Policy, preload=("torch",)))
            get_temp_dir()  # multiprocessing's own folder lasts as long as this process
            patch.setattr(tempfile, "tempdir", str(temporary))
            course = strict_course(root / "course")
            hand_in(course, ALONE)
            grade_class(course, NAME, jobs=1)
            for group, attacks in groups.items():
                for place, attack in enumerate(attacks):
                    student = name_of(group, place)
                    write(course, student, attack)
                for place in range(0, len(attacks), 4):
                    hand_in(course, honest_after(name_of(group, place)))
            files, before = _files(course), Leftovers.now()
            outcome = grade_class(course, NAME, jobs=2)
            after = Leftovers.now()
            added = sorted(_files(course) - files)
            if published:
                publish(course, NAME, [ALONE, *published])
            yield Run(course, outcome, added, before, after)
    finally:
        shutil.rmtree(root, ignore_errors=True)

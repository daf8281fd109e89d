"""A course of one small assignment, for tests of the engine that do not depend on the real course."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from fairgrade.config import Course, load_course

NAME = "toy"

_CONFIG = """
COURSE = {
    "id": "toy-course",
    "title": "Toy course",
    "assignments": {
        "toy": {
            "title": "Toy",
            "notebook": "toy.ipynb",
            "due": "2030-01-01T00:00:00",
            "limits": {"cell_seconds": 2, "call_seconds": 2, "notebook_seconds": 20},
            "exercises": {"double": 4, "noise": 6},
        },
    },
}
"""

_GRADERS = '''
import pytest
import torch

from fairgrade.checks.failure import CheckFailed


@pytest.fixture(scope="session")
def offset():
    return 3.0


@pytest.mark.exercise("double")
def test_double_returns_twice_its_input(student, rng, offset):
    """The result is twice the input."""
    x = torch.randn(5, 3, generator=rng, dtype=torch.float64) + offset
    back = student.double(x=x)
    if not torch.equal(back, 2 * x):
        raise CheckFailed("double(x=(5, 3) float64)", "double(x) == 2 * x", "something else", "a wrong factor")


@pytest.mark.exercise("noise")
def test_noise_is_shifted_by_its_mean(student):
    """Shifting the mean shifts the sample."""
    mean = torch.zeros(4, dtype=torch.float64)
    student.seed(1)
    first = student.noise(mean=mean)
    student.seed(1)
    second = student.noise(mean=mean + 1)
    assert torch.allclose(second - first, torch.ones(4, dtype=torch.float64))


@pytest.mark.exercise("noise")
def test_noise_differs_between_calls(student):
    """Two calls differ."""
    mean = torch.zeros(4, dtype=torch.float64)
    assert not torch.equal(student.noise(mean=mean), student.noise(mean=mean))
'''

RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "noise": "def noise(mean):\n    return mean + torch.randn_like(mean)",
}
_STUBS = {
    "double": 'def double(x):\n    raise NotImplementedError("exercise 1")',
    "noise": 'def noise(mean):\n    raise NotImplementedError("exercise 2")',
}


def make_course(root: Path) -> Course:
    """Write the course's files and load it."""
    files = {
        "course_config.py": _CONFIG,
        "graders/toy/test_toy.py": _GRADERS,
        "reference/__init__.py": "",
        "release/toy/toy.ipynb": notebook_text(_STUBS),
        "source/toy/toy.ipynb": notebook_text(RIGHT),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load_course(root)


def hand_in(course: Course, student: str, double: str = RIGHT["double"], noise: str = RIGHT["noise"]) -> Path:
    """Put a student's notebook in place."""
    path = course.submission(student, NAME) / "toy.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook_text({"double": double, "noise": noise}))
    return path


def notebook_text(solutions: dict[str, str], extra: Sequence[str] = ()) -> str:
    """The toy notebook with these solution cells, and cells of the student's own at its end."""
    cells = [_cell("import torch", "imports", {})]
    for name, source in solutions.items():
        cells.append(_cell(source, f"{name}-solution", _grading(f"{name}_solution", solution=True)))
        cells.append(_cell(f'grader.check("{name}")', f"{name}-test", _grading(name, grade=True)))
    cells += [_cell(source, f"extra-{place}", {}) for place, source in enumerate(extra)]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook)


def _grading(grade_id: str, *, solution: bool = False, grade: bool = False) -> dict[str, object]:
    facts = {"grade_id": grade_id, "solution": solution, "grade": grade, "locked": grade, "schema_version": 3}
    return {"nbgrader": facts | ({"points": 1} if grade else {})}


def _cell(source: str, name: str, metadata: dict[str, object]) -> dict[str, object]:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }

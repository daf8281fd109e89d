"""A small course in a temporary folder, recorded by the real nbgrader; no sandbox and no student code."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from toy_course import FACTS, HIDDEN_LINE, source_notebook, write_notebook

from fairgrade.config import Course, load_course


def _write_course(root: Path) -> None:
    (root / "course_config.py").write_text(f"COURSE = {FACTS!r}\n")
    here = Path(__file__).resolve().parents[3]
    (root / "nbgrader_config.py").write_text((here / "nbgrader_config.py").read_text())
    folder = root / "source" / "toy"
    write_notebook(folder / "toy.ipynb", source_notebook())
    (folder / "tests").mkdir()
    for name in ("double", "net_encode", "net_decode"):
        (folder / "tests" / f"{name}.py").write_text(f"OK_FORMAT = False\nname = {name!r}\n")
    (folder / "helper.py").write_text("ANSWER = 1\n")
    (folder / "digits.npz").write_bytes(b"numbers")
    graders = root / "graders" / "toy"
    graders.mkdir(parents=True)
    (graders / "test_toy.py").write_text(f"def test_double(student):\n    {HIDDEN_LINE}\n")


@pytest.fixture(scope="session")
def released_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy course with its release and gradebook, to be copied and not to be changed."""
    from fairgrade.adapters.nbgrader.release import generate_release

    root = tmp_path_factory.mktemp("released")
    _write_course(root)
    generate_release(load_course(root), "toy")
    return root


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The toy course, not yet released."""
    _write_course(tmp_path)
    return load_course(tmp_path)


@pytest.fixture
def released(tmp_path: Path, released_once: Path) -> Course:
    """The toy course, released."""
    root = tmp_path / "course"
    shutil.copytree(released_once, root)
    return load_course(root)


@pytest.fixture
def hand_in(released: Course) -> Callable[..., Path]:
    """Hand in the release as `student`, changed by `change(notebook)`; `raw` bytes take its place."""
    release = json.loads(released.release("toy").read_text())

    def hand_in(
        student: str, change: Callable[[dict[str, Any]], Any] | None = None, raw: bytes | None = None
    ) -> Path:
        notebook = copy.deepcopy(release)
        if change is not None:
            change(notebook)
        path = released.submission(student, "toy") / "toy.ipynb"
        return write_notebook(path, notebook if raw is None else raw)

    return hand_in

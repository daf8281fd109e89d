"""Builds the same class three times: for fairgrade, for nbgrader and for otter, from the solution notebook."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fairgrade.config import Course, load_course
from fairgrade.labelled import solution_text

ROOT = Path(__file__).resolve().parents[1]
OTHERS = Path(__file__).resolve().parent / "others"
NAME = "assignment_cvae"
TIME_LIMIT = ('"notebook_seconds": 60', '"notebook_seconds": 300, "cell_seconds": 120')
"""Of course_config.py, and what stands there in the class with every cell run: its training takes forty seconds."""
ENVIRONMENT = {
    **os.environ,
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
}
"""Of every command; nbgrader looks for `alembic` on PATH."""
_NBGRADER = """
c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.ExecutePreprocessor.timeout = 600
"""

Notebook = dict[str, Any]


def students(size: int) -> list[str]:
    """Their ids."""
    return [f"student{number:02d}" for number in range(1, size + 1)]


def fairgrade_course(root: Path, size: int, *, every_cell: bool = False) -> Course:
    """A course like this one with a class that solved everything.

    Args:
        root: an empty folder.
        size: of the class.
        every_cell: grade the cells tagged `skip-execution` too, which train as long as a student's do.
    """
    for name in ("graders", "reference", "source"):
        (root / name).symlink_to(ROOT / name)
    facts = (ROOT / "course_config.py").read_text()
    (root / "course_config.py").write_text(facts.replace(*TIME_LIMIT) if every_cell else facts)
    shutil.copytree(ROOT / "release", root / "release")
    course = load_course(root)
    release = _read(course.release(NAME))
    if every_cell:
        release = run_every_cell(release)
        course.release(NAME).write_text(json.dumps(release))
    for number, student in enumerate(students(size)):
        folder = course.submission(student, NAME)
        folder.mkdir(parents=True)
        (folder / "cvae.ipynb").write_text(json.dumps(solved(release, number)))
        shutil.copy(_checkpoint(course), folder / "cvae.pt")
    return course


def run_every_cell(notebook: Notebook) -> Notebook:
    """The notebook without `skip-execution`, and without a download."""
    notebook = json.loads(json.dumps(notebook))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace(
            "load_digits()", "load_digits(prefer_torchvision=False)"
        )
        tags = cell["metadata"].get("tags", [])
        cell["metadata"]["tags"] = [tag for tag in tags if tag != "skip-execution"]
    return notebook


def solved(release: Notebook, number: int) -> Notebook:
    """The released notebook as a student hands it in; `number` makes it differ from the others."""
    source = _read(ROOT / "source" / NAME / "cvae.ipynb")
    solutions = {
        _grade_id(cell): solution_text("".join(cell["source"])) for cell in source["cells"] if _grade_id(cell)
    }
    notebook: Notebook = json.loads(json.dumps(release))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = f"{solutions[_grade_id(cell)]}\n# submission {number}"
    return notebook


def nbgrader_course(root: Path, wanted: Iterable[tuple[int, str]]) -> None:
    """A course as nbgrader's own users keep it: visible checks in locked test cells, the files beside the notebook."""
    source = root / "source" / NAME
    source.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(_NBGRADER)
    notebook = _read(ROOT / "source" / NAME / "cvae.ipynb")
    checks = {name: visible_check(text) for name, text in _tests().items()}
    for cell in notebook["cells"]:
        if "setup" in cell["metadata"].get("tags", []):
            cell["source"] = "# nothing to set up"
        if cell["cell_type"] == "code" and _grade_id(cell) in checks:
            cell["source"] = checks[_grade_id(cell)]
    (source / "cvae.ipynb").write_text(json.dumps(notebook))
    for path in _support_files():
        shutil.copy(path, source / _name(path))
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", NAME, "--create", "--log-level=ERROR"],
        cwd=root, check=True, capture_output=True, env=ENVIRONMENT,
    )  # fmt: skip
    release = _read(root / "release" / NAME / "cvae.ipynb")
    for number, student in wanted:
        folder = root / "submitted" / student / NAME
        folder.mkdir(parents=True)
        (folder / "cvae.ipynb").write_text(json.dumps(solved(release, number)))
        shutil.copy(_checkpoint(load_course(ROOT)), folder / "cvae.pt")


def otter_class(root: Path, size: int) -> list[Path]:
    """Otter's autograder.zip, and a zip file for each student with the notebook and the checkpoint."""
    tests = root / "tests"
    tests.mkdir(parents=True)
    for name, text in _tests().items():
        (tests / f"{name}.py").write_text(text)
    files = [root / _name(path) for path in _support_files()]
    for path, copy in zip(_support_files(), files, strict=True):
        shutil.copy(path, copy)
    command = [
        sys.executable,
        "-m",
        "otter",
        "generate",
        "-t",
        "tests",
        "-o",
        "autograder.zip",
        "--no-environment",
    ]
    subprocess.run([*command, *(path.name for path in files)], cwd=root, check=True, capture_output=True)
    release = _read(ROOT / "release" / NAME / "cvae.ipynb")
    zips = []
    for number, student in enumerate(students(size)):
        zips.append(root / f"{student}.zip")
        with zipfile.ZipFile(zips[-1], "w") as archive:
            archive.writestr("cvae.ipynb", json.dumps(solved(release, number)))
            archive.write(_checkpoint(load_course(ROOT)), "cvae.pt")
    return zips


def visible_check(text: str) -> str:
    """An otter test file as the text of a test cell: the same functions, called with what the notebook defines."""
    tree = ast.parse(text)
    kept: list[ast.stmt] = []
    calls: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("otter"):
            continue
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            node.decorator_list = []
            calls.append(f"{node.name}({', '.join(argument.arg for argument in node.args.args)})")
        kept.append(node)
    return "\n\n".join([ast.unparse(ast.Module(kept, [])), *calls])


def _tests() -> dict[str, str]:
    """By exercise, the check in otter's format."""
    paths = [*(ROOT / "release" / NAME / "tests").glob("*.py"), *(OTHERS / "tests").glob("*.py")]
    return {path.stem: path.read_text() for path in sorted(paths)}


def _support_files() -> list[Path]:
    graders = ROOT / "graders" / NAME
    beside = [ROOT / "release" / NAME / name for name in ("public_checks.py", "digits.py", "digits.npz")]
    judged = [
        graders / "held_out.npz",
        graders / "classifier.safetensors",
        ROOT / "reference" / "classifier.py",
    ]
    return [*beside, *judged, OTHERS / "judge.py"]


def _name(path: Path) -> str:
    return "digit_classifier.py" if path.name == "classifier.py" else path.name


def _checkpoint(course: Course) -> Path:
    return course.graders(NAME) / "solution" / "cvae.pt"


def _grade_id(cell: Notebook) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _read(path: Path) -> Notebook:
    notebook: Notebook = json.loads(path.read_text())
    return notebook

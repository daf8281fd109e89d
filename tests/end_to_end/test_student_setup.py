"""What a student does, where a student does it: the released folder, a clean environment, the notebook's own first cell.

The environment sees torch and the rest of what Colab brings along, through a path of its own that pip cannot change;
everything else must come from the notebook's set-up cell. Needs a package index, as the student does.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from packaging.requirements import Requirement

from fairgrade.config import load_course
from fairgrade.labelled import class_notebook, read_entries

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "assignment_cvae"
ON_COLAB = ("torch", "torchvision", "numpy", "matplotlib", "tqdm", "ipykernel")
NOT_ON_COLAB = ("otter", "jaxtyping", "fairgrade", "nbgrader", "pytest", "msgspec")

pytestmark = pytest.mark.slow


def closure(names: tuple[str, ...]) -> dict[str, importlib.metadata.Distribution]:
    """The named packages and all that they require here."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        for line in found[name].requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return found


@pytest.fixture(scope="module")
def clean_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new virtual environment that sees what Colab has and nothing else of this project's."""
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True, timeout=300)
    python = folder / "venv" / "bin" / "python"
    reachable = subprocess.run(
        [python, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder / "probe", "jaxtyping"],
        capture_output=True,
        timeout=120,
    )
    if reachable.returncode:
        pytest.skip("no package index can be reached, so nothing can be installed the way a student does")
    # Outside the environment's own folder: pip sees these packages, and refuses to change them.
    borrowed = folder / "colab"
    borrowed.mkdir()
    for package in closure(ON_COLAB).values():
        for file in package.files or []:
            top = file.parts[0]
            if top not in ("..", "__pycache__") and not (borrowed / top).exists():
                (borrowed / top).symlink_to(Path(str(package.locate_file(top))))
    site = next((folder / "venv" / "lib").glob("python*/site-packages"))
    (site / "colab.pth").write_text(f"{borrowed}\n")
    return python


@pytest.fixture(scope="module")
def student_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the release, far from the repository."""
    folder = tmp_path_factory.mktemp("student") / ASSIGNMENT
    shutil.copytree(ROOT / "release" / ASSIGNMENT, folder)
    return folder


def tags(cell: Any) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def notebook_of(entry_name: str) -> nbformat.NotebookNode:
    """A labelled submission's notebook without the cells that train and draw."""
    entry = next(entry for _, name, entry in read_entries(ROOT, ASSIGNMENT) if name == entry_name)
    made = class_notebook(load_course(ROOT), ASSIGNMENT, entry_name, entry)
    made["cells"] = [cell for cell in made["cells"] if "skip-execution" not in tags(cell)]
    return nbformat.reads(json.dumps(made), as_version=4)


def execute(
    notebook: nbformat.NotebookNode, python: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> nbformat.NotebookNode:
    """Run a notebook as Jupyter would, in the clean interpreter."""
    kernels = folder.parent / "jupyter" / "kernels" / "clean"
    kernels.mkdir(parents=True, exist_ok=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": command, "display_name": "clean", "language": "python"}
    (kernels / "kernel.json").write_text(json.dumps(kernel))
    monkeypatch.setenv("JUPYTER_PATH", str(kernels.parents[1]))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, kernel_name="clean", resources=where, timeout=600, allow_errors=True).execute()
    return notebook


def text_of(cell: Any) -> str:
    """All that a cell shows, as text."""
    parts = []
    for output in cell.get("outputs", []):
        parts += [
            output.get("text", ""),
            output.get("data", {}).get("text/plain", ""),
            output.get("evalue", ""),
        ]
    return "\n".join("".join(part) for part in parts)


def checks_of(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """What each public check shows, by exercise."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: text_of(cell)
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.startswith("grader.check(")
    }


def lacks(python: Path, module: str) -> bool:
    program = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is not None)"
    return subprocess.run([python, "-c", program], cwd=python.parent, timeout=120).returncode == 0


def test_the_clean_environment_is_clean(clean_python: Path) -> None:
    """Without this the tests below would prove nothing."""
    assert all(lacks(clean_python, module) for module in NOT_ON_COLAB)
    assert not any(lacks(clean_python, module) for module in ("torch", "matplotlib", "ipykernel"))


def test_the_setup_cell_installs_what_is_missing_and_keeps_torch(
    clean_python: Path, student_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = notebook_of("full_marks")
    notebook.cells = [cell for cell in notebook.cells if "setup" in tags(cell)]
    assert len(notebook.cells) == 1
    executed = execute(notebook, clean_python, student_folder, monkeypatch)
    assert not [output for output in executed.cells[0].outputs if output.output_type == "error"], text_of(
        executed.cells[0]
    )
    program = "import otter, jaxtyping, torch; print(torch.__file__)"
    run = subprocess.run(
        [clean_python, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout.splitlines()[-1].startswith(str(clean_python.parents[2] / "colab") + os.sep)
    assert lacks(clean_python, "fairgrade")
    assert lacks(clean_python, "nbgrader")


def test_the_solution_passes_every_public_check(
    clean_python: Path, student_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = checks_of(execute(notebook_of("full_marks"), clean_python, student_folder, monkeypatch))
    assert len(shown) >= 12
    for exercise, text in shown.items():
        assert "passed" in text, f"{exercise}: {text}"
        assert "failed" not in text, f"{exercise}: {text}"


def test_the_stub_is_told_that_it_is_not_started(
    clean_python: Path, student_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = checks_of(execute(notebook_of("untouched"), clean_python, student_folder, monkeypatch))
    assert len(shown) >= 12
    for exercise, text in shown.items():
        assert "not started" in text, f"{exercise}: {text}"


def test_a_mistake_is_named_by_the_public_check(
    clean_python: Path, student_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = notebook_of("reparameterize_std_is_exp_logvar")
    text = checks_of(execute(notebook, clean_python, student_folder, monkeypatch))["reparameterize"]
    for part in ("Called:", "Should hold:", "Got:", "Likely cause:", "variance"):
        assert part in text, text

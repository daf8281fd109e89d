"""Rules of the assignment's notebook: short cells, an early picture, a stub, points and a check for every exercise."""

from __future__ import annotations

import ast
import functools
import re
import shutil
import statistics
from pathlib import Path

import nbformat
import pytest
import torch
from nbclient import NotebookClient
from nbformat import NotebookNode

from fairgrade.config import load_course

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "assignment_cvae"
SOURCE = ROOT / "source" / ASSIGNMENT
TAGS = {"setup", "skip-execution", "public-check"}
JUDGED_BY_RESULT = {"held_out_bound", "conditional_accuracy", "diversity", "organisation"}
"""Exercises of which a student can check nothing in the notebook."""
SHARED_SOLUTION = {"cvae_encode": "cvae", "cvae_decode": "cvae", "cvae_sample": "cvae"}
REGION = re.compile(r"^[ \t]*### BEGIN SOLUTION\n(.*?)^[ \t]*### END SOLUTION$", re.DOTALL | re.MULTILINE)

facts = load_course(ROOT).assignment(ASSIGNMENT)


@functools.cache
def cells() -> tuple[NotebookNode, ...]:
    return tuple(nbformat.read(SOURCE / facts.notebook, as_version=4).cells)


def code_cells() -> list[NotebookNode]:
    return [cell for cell in cells() if cell.cell_type == "code"]


def tags_of(cell: NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def graded(name: str) -> NotebookNode:
    found = [cell for cell in cells() if cell.metadata.get("nbgrader", {}).get("grade_id") == name]
    assert len(found) == 1, f"{len(found)} cells have the grade_id {name}"
    return found[0]


def test_code_cells_fit_on_a_screen():
    lengths = {cell.id: len(cell.source.splitlines()) for cell in code_cells()}
    assert {name: length for name, length in lengths.items() if length > 40} == {}
    assert 3 <= statistics.median(lengths.values()) <= 13


def test_cells_without_solution_are_short():
    lengths = {
        cell.id: len(cell.source.splitlines()) for cell in code_cells() if not cell.metadata.get("nbgrader")
    }
    assert {name: length for name, length in lengths.items() if length > 25} == {}


def test_first_picture_comes_before_the_first_exercise():
    first_exercise = next(number for number, cell in enumerate(cells()) if cell.metadata.get("nbgrader"))
    shown = [
        number
        for number, cell in enumerate(cells())
        if "plt.show()" in cell.source and "skip-execution" in tags_of(cell)
    ]
    assert shown[0] < first_exercise


def test_every_component_is_followed_by_a_picture_that_says_what_to_see():
    pictures = [
        cell for cell in code_cells() if "skip-execution" in tags_of(cell) and "You should see" in cell.source
    ]
    assert len(pictures) >= 10


def test_notebook_is_committed_without_outputs():
    assert [cell.id for cell in code_cells() if cell.outputs or cell.execution_count is not None] == []


def test_tags_are_those_that_grading_knows():
    assert {tag for cell in cells() for tag in tags_of(cell)} <= TAGS


def test_first_code_cell_is_the_set_up():
    assert tags_of(code_cells()[0]) == {"setup"}
    assert [cell.id for cell in code_cells()[1:] if "setup" in tags_of(cell)] == []


def test_budget_is_read_in_one_place():
    assert sum(cell.source.count("FAIRGRADE_BUDGET") for cell in cells()) == 1


@pytest.mark.parametrize(("name", "points"), list(facts.exercises.items()))
def test_exercise_has_a_locked_check_with_its_points(name: str, points: float):
    metadata = graded(name).metadata.nbgrader
    assert metadata.points == points
    assert (metadata.schema_version, metadata.grade, metadata.solution, metadata.locked) == (
        3,
        True,
        False,
        True,
    )
    assert tags_of(graded(name)) == {"public-check"}


@pytest.mark.parametrize("name", sorted(facts.exercises.keys() - JUDGED_BY_RESULT))
def test_component_has_a_stub_and_a_public_check(name: str):
    solution = graded(f"{SHARED_SOLUTION.get(name, name)}_solution")
    assert (solution.metadata.nbgrader.solution, solution.metadata.nbgrader.grade) == (True, False)
    assert f'grader.check("{name}")' in graded(name).source
    assert f'name = "{name}"' in (SOURCE / "tests" / f"{name}.py").read_text()


@pytest.mark.parametrize(("name", "points"), list(facts.manual.items()))
def test_written_answer_has_points_and_a_rubric_that_students_do_not_see(name: str, points: float):
    cell = graded(name)
    assert (cell.cell_type, cell.metadata.nbgrader.points) == ("markdown", points)
    assert (cell.metadata.nbgrader.grade, cell.metadata.nbgrader.solution) == (True, True)
    assert "RUBRIC" in "".join(REGION.findall(cell.source))
    assert "RUBRIC" not in REGION.sub("", cell.source)


def test_nothing_is_graded_that_course_config_does_not_know():
    named = {
        cell.metadata.nbgrader.grade_id for cell in cells() if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert named == facts.exercises.keys() | facts.manual.keys()


def test_outside_solution_blocks_stubs_hold_only_signatures_and_docstrings():
    stubs = [cell for cell in code_cells() if cell.metadata.get("nbgrader", {}).get("solution")]
    assert stubs
    for cell in stubs:
        tree = ast.parse(REGION.sub("", indented_pass(cell.source)))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                body = [part for part in node.body if not is_docstring(part) and not is_super_call(part)]
                assert all(isinstance(part, ast.Pass) for part in body), (
                    f"{cell.id}: {node.name} gives work away"
                )


def indented_pass(source: str) -> str:
    """The source with `pass` before each solution block, so that it parses when the block is gone."""
    return re.sub(
        r"^([ \t]*)### BEGIN SOLUTION$", r"\1pass\n\1### BEGIN SOLUTION", source, flags=re.MULTILINE
    )


def is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def is_super_call(node: ast.stmt) -> bool:
    return ast.unparse(node) == "super().__init__()"


def test_every_stub_has_a_docstring_and_shapes_in_its_signature():
    for cell in code_cells():
        if not cell.metadata.get("nbgrader", {}).get("solution"):
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef) and node.name != "__init__":
                assert ast.get_docstring(node), f"{node.name} has no docstring"
                tensors = [
                    arg
                    for arg in node.args.args
                    if arg.annotation and "Tensor" in ast.unparse(arg.annotation)
                ]
                bare = [arg.arg for arg in tensors if ast.unparse(arg.annotation) == "Tensor"]
                assert not bare, f"{node.name}: {bare} have no shape"


def run(folder: Path, notebook: NotebookNode, skip: str) -> dict[str, str]:
    """Execute in `folder` and return what each cell printed or answered."""
    client = NotebookClient(
        notebook, timeout=600, skip_cells_with_tag=skip, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    said = {}
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        texts = [output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs]
        said[cell.id] = "\n".join(texts)
    return said


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The students' files in a folder of their own, at a budget of two epochs, on one thread."""
    monkeypatch.setenv("FAIRGRADE_BUDGET", "tiny")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return Path(shutil.copytree(SOURCE, tmp_path / ASSIGNMENT))


@pytest.mark.slow
def test_solution_runs_from_top_to_bottom_and_passes_every_public_check(copy: Path):
    notebook = nbformat.read(copy / facts.notebook, as_version=4)
    said = run(copy, notebook, skip="")
    for name in facts.exercises.keys() - JUDGED_BY_RESULT:
        assert "All test cases passed!" in said[graded(name).id], f"{name}: {said[graded(name).id]}"
    pictures = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) >= 12
    state = torch.load(copy / "cvae.pt", weights_only=True)
    assert (copy / "cvae.pt").stat().st_size < facts.files["cvae.pt"]
    assert all(value.isfinite().all() for value in state.values())


@pytest.mark.slow
def test_untouched_stub_is_reported_as_not_started_without_a_traceback(copy: Path):
    notebook = nbformat.read(ROOT / "release" / ASSIGNMENT / facts.notebook, as_version=4)
    said = run(copy, notebook, skip="skip-execution")
    for name in facts.exercises.keys() - JUDGED_BY_RESULT:
        answer = said[graded(name).id]
        assert "not started" in answer, f"{name}: {answer}"
        assert "Traceback" not in answer, f"{name}: {answer}"

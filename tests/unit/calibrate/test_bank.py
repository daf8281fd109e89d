"""Entries of the bank are read strictly, and enter a notebook as a student would have written them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairgrade.calibrate.bank import plan_entry, read_bank, solution_entry, transplant
from fairgrade.config import Course
from fairgrade.errors import ConfigurationError
from fairgrade.intake.notebook import read_notebook, read_release
from tests.helpers.toy import NAME, make_course

CELL = "class Net:\n    size = 3\n\n\ndef run(x):\n    return x\n"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path)


def put(course: Course, name: str, text: str) -> Path:
    path = course.root / "tests" / "bank" / NAME / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def read(course: Course, component: str | None = None):
    return read_bank(course, NAME, read_release(course.release(NAME)), component)


def test_an_entry_that_defines_all_names_takes_the_place_of_the_cell() -> None:
    code = "import torch\nclass Net:\n    pass\ndef run(x):\n    return 2\n"
    assert transplant(CELL, code) == code


@pytest.mark.parametrize(
    "code",
    [
        "def run(x):\n    return 2\n",
        "class Net(Net):\n    size = 4\n\ndef run(x):\n    return 2\n",
        "Net.size = 4\n",
        "old = run\ndef run(x):\n    return old(x)\nclass Net: pass\n",
        "del run\n",
    ],
)
def test_an_entry_that_leaves_out_or_builds_on_a_name_comes_after_the_cell(code: str) -> None:
    assert transplant(CELL, code) == f"{CELL}\n\n{code}"


@pytest.mark.parametrize(
    "code",
    [
        "class Net:\n    pass\ndef run(x):\n    return run(x - 1)\n",
        "class Net:\n    def go(self):\n        return run(Net)\ndef run(x):\n    return Net()\n",
        "def run(x:\n",
    ],
)
def test_bodies_of_functions_read_names_later_and_a_broken_entry_stands_alone(code: str) -> None:
    assert transplant(CELL, code) == code


def test_the_notebook_differs_from_the_solution_in_the_entrys_cell_only(course: Course) -> None:
    put(course, "double/wrong/tripled.py", "# triples\n# expect: factor\ndef double(x):\n    return 3 * x\n")
    (entry,) = read(course)
    solution, release = read_notebook(course.source(NAME)), read_release(course.release(NAME))
    before, after = (plan_entry(one, solution, release) for one in (solution_entry(course, NAME), entry))
    changed = [new for old, new in zip(before.cells, after.cells, strict=True) if old != new]
    assert [cell.grade_id for cell in changed] == ["double_solution"]
    assert changed[0].source == entry.code
    assert (entry.what, entry.expect, entry.exercises) == ("triples", "factor", ("double",))


def test_one_component_can_be_read_alone(course: Course) -> None:
    put(course, "double/right/a.py", "# adds\ndef double(x):\n    return x + x\n")
    put(course, "noise/right/b.py", "# other\ndef noise(mean):\n    return mean\n")
    assert [entry.title for entry in read(course)] == ["double/right/a", "noise/right/b"]
    assert [entry.title for entry in read(course, "noise")] == ["noise/right/b"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("double/wrong/a.py", "def double(x):\n    return 3 * x\n", "begin with a comment line"),
        (
            "double/wrong/a.py",
            "# triples\ndef double(x):\n    return 3 * x\n",
            "the second line must be '# expect: '",
        ),
        ("double/wrong/a.py", "# triples\n# expect:\n", "the second line must be '# expect: '"),
        ("triple/wrong/a.py", "# a\n# expect: b\n", "'triple' is neither an exercise nor a solution cell"),
        ("double/a.py", "# a\n", "put entries in 'double/wrong/' or 'double/right/'"),
        ("double/wrong/a.txt", "# a\n", "put entries in 'double/wrong/'"),
    ],
)
def test_a_faulty_entry_is_told_in_a_sentence_with_its_place(
    course: Course, name: str, text: str, told: str
) -> None:
    put(course, name, text)
    with pytest.raises(ConfigurationError) as error:
        read(course)
    assert told in str(error.value)
    assert "bank/toy/" in str(error.value)


def test_what_python_leaves_behind_is_no_entry(course: Course) -> None:
    put(course, "double/right/a.py", "# adds\ndef double(x):\n    return x + x\n")
    put(course, "__pycache__/test_bank.pyc", "")
    put(course, "double/right/__pycache__/a.pyc", "")
    assert [entry.title for entry in read(course)] == ["double/right/a"]


def test_an_empty_bank_is_told(course: Course) -> None:
    with pytest.raises(ConfigurationError, match="no labelled answers in tests/bank/toy"):
        read(course)

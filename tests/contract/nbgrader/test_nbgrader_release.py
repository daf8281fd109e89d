"""What goes out to students, and what the gate stops."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_course import HIDDEN_LINE, cell_of, result_of

from fairgrade.adapters.nbgrader.gate import check_release
from fairgrade.adapters.nbgrader.late import open_gradebook
from fairgrade.adapters.nbgrader.record import record
from fairgrade.adapters.nbgrader.release import generate_release
from fairgrade.config import Course, load_course
from fairgrade.errors import ReleaseError


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_release_twice_gives_the_same_bytes(course: Course) -> None:
    first = _files(generate_release(course, "toy"))
    assert _files(generate_release(course, "toy")) == first
    assert set(first) == {
        "toy.ipynb",
        "helper.py",
        "digits.npz",
        "tests/double.py",
        "tests/net_encode.py",
        "tests/net_decode.py",
    }


def test_stub_names_its_exercise(released: Course) -> None:
    notebook = json.loads(released.release("toy").read_text())
    double = "".join(cell_of(notebook, "double_solution")["source"])
    net = "".join(cell_of(notebook, "net_solution")["source"])
    assert double == 'def double(x):\n    raise NotImplementedError("exercise double")\n'
    encode, decode = net.split("def decode")
    assert '"""Adds."""\n        raise NotImplementedError("exercise net_encode")' in encode
    assert 'raise NotImplementedError("exercise net_decode")' in decode


def test_release_holds_no_outputs_no_solution_and_no_machine_path(released: Course) -> None:
    text = released.release("toy").read_text()
    for secret in ("secret", "/home", "/root", "Our own", "SOLUTION"):
        assert secret not in text


def test_release_enters_cells_and_points_into_the_gradebook(released: Course) -> None:
    with open_gradebook(released) as gradebook:
        assert gradebook.find_assignment("toy").max_score == 21


def test_gate_passes_a_good_release(released: Course) -> None:
    check_release(released, "toy")


def _append_to_helper(text: str) -> Callable[[Course], None]:
    def change(course: Course) -> None:
        path = course.source("toy").parent / "helper.py"
        path.write_text(path.read_text() + text + "\n")

    return change


def _edit(change: Callable[[dict], None]) -> Callable[[Course], None]:  # type: ignore[type-arg]
    def edit(course: Course) -> None:
        notebook = json.loads(course.source("toy").read_text())
        change(notebook)
        course.source("toy").write_text(json.dumps(notebook))

    return edit


def _add(file: str) -> Callable[[Course], None]:
    return lambda course: (course.source("toy").parent / file).write_text("x") and None


def _remove(file: str) -> Callable[[Course], None]:
    return lambda course: (course.source("toy").parent / file).unlink()


LEAKS = {
    "solution line": (_append_to_helper("the_very_secret_answer = x * 2\nreturn the_very_secret_answer"), "a solution"),
    "hidden line": (_append_to_helper(HIDDEN_LINE), "hidden grader"),
    "marker": (_append_to_helper("# RUBRIC: two points for a plot"), "RUBRIC"),
    "machine path": (_append_to_helper("ROOT = '/home/someone/course'"), "path of this machine"),
    "other file": (_add("notes.pdf"), "notes.pdf"),
    "nested file": (_add("tests/data.pkl"), "data.pkl"),
    "points": (_edit(lambda nb: cell_of(nb, "double")["metadata"]["nbgrader"].update(points=5)), "has 5.0"),
    "missing exercise": (_edit(lambda nb: nb["cells"].remove(cell_of(nb, "shape"))), "'shape' has no such"),
    "check not called": (_edit(lambda nb: nb["cells"].__delitem__(3)), "'double' has a file"),
    "check without file": (_remove("tests/double.py"), "'double' is called"),
}  # fmt: skip


@pytest.mark.parametrize("name", LEAKS)
def test_gate_stops(name: str, released: Course) -> None:
    change, sentence = LEAKS[name]
    change(released)
    generate_release(released, "toy")
    with pytest.raises(ReleaseError, match=sentence):
        check_release(released, "toy")


def test_public_checks_may_use_the_words_of_hidden_ones(released: Course) -> None:
    _append_to_helper("HINT = 'a very telling hidden sentence about doubling'")(released)
    generate_release(released, "toy")
    check_release(released, "toy")


def test_gate_stops_a_release_that_is_not_what_source_gives(released: Course) -> None:
    path = released.release("toy").parent / "helper.py"
    path.write_text("ANSWER = 2\n")
    with pytest.raises(ReleaseError, match=r"helper.py is not what source/toy gives now"):
        check_release(released, "toy")


def test_bad_source_is_one_sentence(course: Course) -> None:
    text = course.source("toy").read_text().replace("### END SOLUTION", "### THE END", 1)
    course.source("toy").write_text(text)
    with pytest.raises(ReleaseError, match="source/toy cannot be released") as caught:
        generate_release(course, "toy")
    assert "\n" not in str(caught.value)


def test_cells_cannot_change_under_submissions(released: Course, hand_in: Callable[..., Path]) -> None:
    hand_in("student01")
    record(released, "toy", ["student01"], {"student01": result_of("student01")})
    _edit(lambda nb: nb["cells"].remove(cell_of(nb, "shape")))(released)
    with pytest.raises(ReleaseError, match="Cannot add or remove cells"):
        generate_release(load_course(released.root), "toy")
    assert released.release("toy").is_file(), "the old release stays when a new one fails"

"""The pipeline from handed-in files to stored outcomes, behind the real wall, on a toy course."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fairgrade.errors import GraderError
from fairgrade.grading.score import score
from fairgrade.pipeline import ClassResult, grade_class, grading_key
from fairgrade.records import SubmissionResult, Verdict
from tests.helpers.toy import NAME, RIGHT, hand_in, make_course, notebook_text


def grade(course, **options) -> tuple[ClassResult, list[str]]:
    graded: list[str] = []
    outcome = grade_class(
        course, NAME, jobs=2, notify=lambda student, result: graded.append(student), **options
    )
    return outcome, sorted(graded)


def verdicts(result: SubmissionResult) -> dict[str, Verdict]:
    return {entry.exercise: entry.verdict for entry in score(result, make.assignment(NAME)).exercises}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory):
    global make
    make = make_course(tmp_path_factory.mktemp("course"))
    return make


@pytest.fixture(scope="module")
def outcome(course):
    looping = "def double(x):\n    while True:\n        pass"
    hand_in(course, "right")
    hand_in(course, "wrong", double="def double(x):\n    return 3 * x")
    hand_in(course, "impure", double="def double(x):\n    return x.mul_(2)")
    hand_in(course, "loops", double=looping)
    hand_in(course, "cell-loops", double="while True:\n    pass")
    hand_in(
        course,
        "swallows",
        double="while True:\n    try:\n        pass\n    except BaseException:\n        pass",
    )
    hand_in(course, "raises", double="def double(x):\n    raise KeyError('x')")
    hand_in(course, "syntax", double="def double(x:\n")
    hand_in(course, "exits", double="import os\nos._exit(0)")
    hand_in(course, "greedy", double="def double(x):\n    return torch.zeros(2**40)")
    hand_in(course, "big-answer", double="def double(x):\n    return torch.zeros(2**26 + 1)")
    hand_in(course, "constant", noise="def noise(mean):\n    return mean + 1")
    hand_in(course, "talks", double=RIGHT["double"] + "\nfor i in range(10**6):\n    print(i)")
    course.release(NAME)
    stub = course.submission("stub", NAME) / "toy.ipynb"
    stub.parent.mkdir(parents=True)
    stub.write_bytes(course.release(NAME).read_bytes())
    pdf = course.submission("pdf", NAME) / "toy.ipynb"
    pdf.parent.mkdir(parents=True)
    pdf.write_bytes(b"%PDF-1.7")
    (course.submission("nothing", NAME)).mkdir(parents=True)
    return grade(course)[0]


@pytest.mark.parametrize(
    ("student", "double", "noise"),
    [
        ("right", Verdict.PASSED, Verdict.PASSED),
        ("wrong", Verdict.FAILED, Verdict.PASSED),
        ("impure", Verdict.FAILED, Verdict.PASSED),
        ("loops", Verdict.TIMED_OUT, Verdict.PASSED),
        ("cell-loops", Verdict.TIMED_OUT, Verdict.PASSED),
        ("swallows", Verdict.TIMED_OUT, Verdict.PASSED),
        ("raises", Verdict.CRASHED, Verdict.PASSED),
        ("syntax", Verdict.CRASHED, Verdict.PASSED),
        ("exits", Verdict.CRASHED, Verdict.PASSED),
        ("greedy", Verdict.OUT_OF_MEMORY, Verdict.PASSED),
        ("big-answer", Verdict.FAILED, Verdict.PASSED),
        ("constant", Verdict.PASSED, Verdict.FAILED),
        ("talks", Verdict.PASSED, Verdict.PASSED),
        ("stub", Verdict.NOT_STARTED, Verdict.NOT_STARTED),
        ("pdf", Verdict.INVALID, Verdict.INVALID),
        ("nothing", Verdict.INVALID, Verdict.INVALID),
    ],
)
def test_a_mistake_costs_its_own_exercise_and_no_other(
    outcome: ClassResult, student: str, double: Verdict, noise: Verdict
) -> None:
    assert outcome.failures == {}
    assert verdicts(outcome.graded[student].result) == {"double": double, "noise": noise}


def test_a_second_run_grades_only_what_changed(course, outcome: ClassResult) -> None:
    assert grade(course)[1] == []
    before = course.outcome("right", NAME).read_bytes()
    path = hand_in(course, "wrong", double="def double(x):\n    return x + x")
    again, graded = grade(course)
    assert graded == ["wrong"]
    assert verdicts(again.graded["wrong"].result)["double"] is Verdict.PASSED
    assert course.outcome("right", NAME).read_bytes() == before
    assert path.is_file()


def test_grading_again_gives_identical_bytes(course, outcome: ClassResult) -> None:
    students = ["right", "constant", "raises", "stub"]
    before = {name: course.outcome(name, NAME).read_bytes() for name in students}
    _, graded = grade(course, students=students, force=True)
    assert graded == sorted(students)
    assert {name: course.outcome(name, NAME).read_bytes() for name in students} == before


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("reference/direct.py", True),
        ("reference/indirect/__init__.py", True),
        ("graders/other/shared.py", True),
        ("graders/other/digits.npz", True),
        ("reference/unrelated.py", False),
        ("graders/other/test_other.py", False),
    ],
)
def test_results_depend_on_what_the_graders_import_and_on_no_other_module(
    tmp_path: Path, name: str, matters: bool
) -> None:
    course = make_course(tmp_path)
    files = {
        "reference/direct.py": "def check():\n    from reference import indirect\n",
        "reference/indirect/__init__.py": "",
        "reference/unrelated.py": "",
        "graders/other/shared.py": "",
        "graders/other/test_other.py": "",
        "graders/other/digits.npz": "",
    }
    for path, text in files.items():
        (course.root / path).parent.mkdir(parents=True, exist_ok=True)
        (course.root / path).write_text(text)
    grader = course.graders(NAME) / "test_toy.py"
    grader.write_text(
        "import reference.direct\nfrom graders.other.shared import anything\n" + grader.read_text()
    )
    before = grading_key(course, NAME)
    (course.root / name).write_text("changed = 1\n")
    assert (grading_key(course, NAME) != before) is matters


@pytest.mark.parametrize("fault", ["oops", "broken()"])
def test_a_changed_grader_regrades_and_a_broken_one_never_costs_points(tmp_path: Path, fault: str) -> None:
    course = make_course(tmp_path)
    hand_in(course, "student01")
    (course.root / "reference").mkdir(exist_ok=True)
    (course.root / "reference" / "faulty.py").write_text("def broken():\n    assert False, 'our own slip'\n")
    grader = course.graders(NAME) / "test_toy.py"
    grader.write_text(
        "from reference.faulty import broken\n"
        + grader.read_text().replace("back = student.double(x=x)", f"back = student.double(x=x) + {fault}")
    )
    outcome, graded = grade(course)
    assert graded == ["student01"]
    scores = score(outcome.graded["student01"].result, course.assignment(NAME))
    assert scores.of("double").verdict is Verdict.GRADER_ERROR
    assert scores.of("double").points is None
    assert scores.of("noise").points == 6
    grader.write_text("import nowhere\n")
    with pytest.raises(GraderError, match="nowhere"):
        grade(course)


def test_an_assertion_of_a_testing_library_in_a_grader_speaks_of_the_student(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    hand_in(course, "student01")
    grader = course.graders(NAME) / "test_toy.py"
    text = grader.read_text().replace(
        "    if not torch.equal(back, 2 * x):",
        "    torch.testing.assert_close(back, 3 * x)\n    if not torch.equal(back, 2 * x):",
    )
    grader.write_text(text)
    outcome, _ = grade(course)
    assert verdicts(outcome.graded["student01"].result)["double"] is Verdict.FAILED
    assert course.outcome("student01", NAME).is_file()


def test_an_instructor_can_debug_one_notebook_with_plain_pytest(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    file = tmp_path / "odd name.ipynb"
    file.write_text(notebook_text({"double": "def double(x):\n    return 3 * x", "noise": RIGHT["noise"]}))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "graders/toy", "--submission", str(file), "-p", "no:cacheprovider"],
        cwd=course.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert "1 failed, 2 passed" in run.stdout
    assert "a wrong factor" in run.stdout


def test_a_pytest_plugin_of_the_machine_does_not_change_the_hidden_checks(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    facts = tmp_path / "selector-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: selector\nVersion: 1\n")
    (facts / "entry_points.txt").write_text("[pytest11]\nselector = selector\n")
    (tmp_path / "selector.py").write_text("def pytest_collection_modifyitems(items):\n    items.clear()\n")
    text = f"from pathlib import Path; from fairgrade.worker import collect; print(collect(Path({str(course.root)!r}), {NAME!r}))"
    run = subprocess.run(
        [sys.executable, "-c", text], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (run.stdout, run.stderr) == ("3\n", "")


def test_a_students_noise_is_not_that_of_the_probes(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    hand_in(course, "student01", noise="def noise(mean):\n    return mean + torch.randn(4)")
    grader = course.graders(NAME) / "test_toy.py"
    grader.write_text(
        grader.read_text()
        + """

@pytest.mark.exercise("noise")
def test_noise_is_independent_of_the_probes(student, another_student, rng):
    probe = torch.randn(4, generator=rng)
    drawn = [student.noise(mean=torch.zeros(4))]
    student.close()
    drawn.append(another_student.noise(mean=torch.zeros(4)))
    assert not torch.equal(drawn[0], probe)
    assert not torch.equal(drawn[1], probe)
    assert not torch.equal(drawn[0], drawn[1])
"""
    )
    outcome, _ = grade(course)
    assert score(outcome.graded["student01"].result, course.assignment(NAME)).of("noise").points == 6

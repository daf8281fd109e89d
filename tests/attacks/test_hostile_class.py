"""Hostile submissions among honest ones, graded in one run: nothing is earned, nobody else is harmed, nothing is left.

The messages prove that each attack did what it set out to do before it was stopped. That some would be paid by a grader
without defences, and that the markup would be seen by the judge of pages, is tested too.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from fairgrade.adapters.nbgrader.totals import read_reviews
from fairgrade.errors import IsolationUnavailable
from fairgrade.publish import feedback_path, report_path
from fairgrade.records import Verdict, facts_path
from tests.attacks.feedback import FEEDBACK
from tests.attacks.grader import GRADER
from tests.attacks.hostile_class import ALONE, WRONG, Hostile, Run, graded_class, honest_after, name_of
from tests.attacks.notebook import NOTEBOOK
from tests.attacks.wire import WIRE
from tests.helpers.pages import dangers, loads, text_of
from tests.helpers.toy import NAME, RIGHT, make_course

GROUPS = {"wire": WIRE, "grader": GRADER, "notebook": NOTEBOOK, "feedback": FEEDBACK}
LARGEST = 64 << 10
"""Bytes of a stored outcome."""
_OWN_MARKUP = {"class", "id", "tabindex", "data-mime-type", "title"}
"""What nbconvert's markup holds besides what students may show."""


def work_of(*groups: str) -> list[tuple[str, Hostile]]:
    return [(name_of(group, place), attack) for group in groups for place, attack in enumerate(GROUPS[group])]


def cases(work: list[tuple[str, Hostile]]) -> list[object]:
    return [pytest.param(name, attack, id=f"{name.split('-')[0]}: {attack.name}") for name, attack in work]


ALL = work_of(*GROUPS)
PUBLISHED = [
    (name, attack)
    for name, attack in work_of("notebook", "feedback")
    if attack.shown or attack.change or attack.beside
]
NAIVE = [(name, attack) for name, attack in ALL if attack.naive]
MARKUP = [(name, attack) for name, attack in work_of("feedback") if attack.shown.startswith("<")]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    tmp_path_factory.getbasetemp()  # made now, as the class has a folder of its own for temporary files
    try:
        with graded_class(GROUPS, [name for name, _ in PUBLISHED]) as run:
            yield run
    except IsolationUnavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(("student", "attack"), cases(ALL))
def test_attack_earns_nothing_and_the_other_exercise_keeps_its_points(
    run: Run, student: str, attack: Hostile
) -> None:
    assert student not in run.outcome.failures, run.outcome.failures
    scores, told = run.scores(student), run.told(student)
    double, noise = scores.of("double"), scores.of("noise")
    assert (double.points, double.verdict) == (0.0, attack.verdict), f"not stopped by {attack.layer}: {told}"
    if attack.spares:
        assert (noise.points, noise.verdict) == (6.0, Verdict.PASSED), told
    else:
        assert noise.verdict is not Verdict.GRADER_ERROR, told
    for part in attack.says:
        assert part in told
    assert len(run.stored(student)) < LARGEST


@pytest.mark.parametrize(("student", "attack"), cases(ALL))
def test_an_honest_student_graded_after_it_has_the_bytes_of_one_graded_alone(
    run: Run, student: str, attack: Hostile
) -> None:
    honest = honest_after(student)
    assert honest not in run.outcome.failures, run.outcome.failures
    assert run.result(honest).verdict is Verdict.PASSED
    assert run.stored(honest) == run.stored(ALONE).replace(ALONE.encode(), honest.encode())


def test_no_process_descriptor_or_file_is_left(run: Run) -> None:
    outcomes = [run.course.outcome(student, NAME) for student in run.outcome.graded if student != ALONE]
    expected = [path for outcome in outcomes for path in (outcome, facts_path(outcome))]
    assert run.after == run.before
    assert run.added == sorted(str(path.relative_to(run.course.root)) for path in expected)
    assert not Path("/tmp/fairgrade-forged-result").exists()


@pytest.mark.parametrize(("student", "attack"), cases(PUBLISHED))
def test_the_gradebook_holds_the_points_of_the_checks_and_no_others(
    run: Run, student: str, attack: Hostile
) -> None:
    reviews = read_reviews(run.course, NAME)
    earned = {score.exercise: score.points for score in run.scores(student).exercises}
    assert {name: cell.automatic for name, cell in reviews[student].cells.items()} == earned
    assert reviews[student].final == run.scores(student).total <= 6
    honest = {name: cell.maximum for name, cell in reviews[ALONE].cells.items()}
    assert {name: cell.maximum for name, cell in reviews[student].cells.items()} == honest


@pytest.mark.parametrize(("student", "attack"), cases(PUBLISHED))
def test_pages_run_and_load_nothing_and_show_text_as_text(run: Run, student: str, attack: Hostile) -> None:
    page = feedback_path(run.course, NAME, student).read_text()
    reports, recorded = rendered(run.course.root / "autograded" / student / NAME / "toy.ipynb")
    assert [loads(page), loads(reports)] == [[], []]
    assert [danger for danger in dangers(recorded) if danger.split("=")[0] not in _OWN_MARKUP] == []
    assert attack.shown in text_of(page) or attack.shown in text_of(recorded)


def test_the_class_report_and_its_table_run_nothing(run: Run) -> None:
    page = report_path(run.course, NAME)
    assert loads(page.read_text()) == []
    assert "<script>alert(1)</script>" in text_of(page.read_text())
    with page.with_suffix(".csv").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 100
    assert not [cell for cell in cells if cell.strip()[:1] in ("=", "+", "-", "@", "|")]


def rendered(path: Path) -> tuple[str, str]:
    """Our reports in the notebook, and all else as a page shows it without nbconvert's own head and scripts."""
    import nbformat
    from nbconvert import HTMLExporter

    notebook, reports = nbformat.read(path, as_version=4), []
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            reports += [output.data.get("text/html", "") for output in cell.outputs]
            cell.outputs = []
    return "".join(reports), HTMLExporter(template_name="basic").from_notebook_node(notebook)[0]


@cache
def paid_in_one_process(folder: Path) -> dict[str, bool]:
    """By student, whether a grader of one process would give the points."""
    make_course(folder)
    known = [("right", "grader", [RIGHT["double"]]), ("wrong", "grader", [WRONG])]
    known += [("right cell", "notebook", [RIGHT["double"]]), ("wrong cell", "notebook", [WRONG])]
    work = known + [(name, name.split("-")[0], [attack.double]) for name, attack in NAIVE]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("one_process.py")), str(folder / "graders" / NAME)],
        input=json.dumps([[group, cells] for _, group, cells in work]),
        capture_output=True, text=True, timeout=300, check=True, cwd=folder,
    )  # fmt: skip
    return dict(zip([name for name, _, _ in work], json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    return paid_in_one_process(tmp_path_factory.mktemp("one-process"))


def test_a_grader_of_one_process_tells_honest_work_apart(paid: dict[str, bool]) -> None:
    assert [paid[name] for name in ("right", "wrong", "right cell", "wrong cell")] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(("student", "attack"), cases(NAIVE))
def test_attack_is_paid_where_student_code_and_graders_share_a_process(
    paid: dict[str, bool], student: str, attack: Hostile
) -> None:
    assert paid[student], "this program proves nothing"


@pytest.mark.parametrize(("student", "attack"), cases(MARKUP))
def test_markup_would_be_seen_if_it_were_not_escaped(student: str, attack: Hostile) -> None:
    assert dangers(f"<p>{attack.shown}</p>")

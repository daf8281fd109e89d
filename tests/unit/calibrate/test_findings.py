"""What blocks of findings say, as pure functions of them."""

from __future__ import annotations

import datetime
import zoneinfo
from pathlib import Path

import pytest

from fairgrade.calibrate.bank import RIGHT, SOLUTION, WRONG, Entry
from fairgrade.calibrate.findings import summarise
from fairgrade.calibrate.page import totals, write_page
from fairgrade.calibrate.records import Block, Calibration, GraderErrors, SeedFinding
from fairgrade.calibrate.run import block_tasks
from fairgrade.calibrate.text import check_table, matrix_row, sentences, wrong_entries
from fairgrade.config import Assignment, Course
from tests.helpers.toy import NAME, make_course

CHECKS = (("t.py::test_a", "one"), ("t.py::test_b", "one"), ("t.py::test_c", "two"))
FACTS = Assignment("Toy", "toy.ipynb", {"one": 3, "two": 4}, datetime.datetime(2030, 1, 1))
COURSE = Course(Path("."), "c", "C", zoneinfo.ZoneInfo("UTC"), {"toy": FACTS})


def entry(kind: str, name: str, exercise: str = "one") -> Entry:
    component = "" if kind == SOLUTION else exercise
    exercises = ("one", "two") if kind == SOLUTION else (exercise,)
    return Entry(component, kind, name, "what", "phrase" if kind == WRONG else "", "code", "cell", exercises)


def block(
    *rejected: str, named: bool = True, rate: float = 0.0, stopped: bool = False, **p_values: list[float]
) -> Block:
    """One block; each argument is a seed: the letters of the checks that reject."""
    findings = tuple(
        SeedFinding(
            seed,
            False,
            stopped,
            tuple(f"t.py::test_{letter}" for letter in letters),
            named and bool(letters),
            rate,
        )
        for seed, letters in enumerate(rejected)
    )
    values = {
        name.replace("__", "|").replace("test_", "t.py::test_"): found for name, found in p_values.items()
    }
    return Block("key", findings, CHECKS, {}, {}, values, 0.1)


def summary(blocks: dict[Entry, list[Block]]) -> Calibration:
    return summarise(COURSE, "toy", 2, "", {entry(SOLUTION, ""): [block("", "")]} | blocks)


def test_a_check_is_idle_only_if_no_entry_of_its_exercise_needs_it() -> None:
    found = summary({
        entry(WRONG, "x"): [block("ab", "ab")],
        entry(WRONG, "y"): [block("a", "ab")],
        entry(WRONG, "z", "two"): [block("c", "c")],
    })  # fmt: skip
    checks = {check.check[-1]: check for check in found.checks}
    assert found.idle_checks == ("t.py::test_b",)
    assert checks["a"].kills == ("one/wrong/x", "one/wrong/y")
    assert checks["a"].needed_for == ("one/wrong/y",)
    assert checks["c"].needed_for == ("two/wrong/z",)


def test_a_check_without_wrong_entries_is_not_idle_but_its_exercise_is_told() -> None:
    found = summary({entry(WRONG, "x"): [block("a", "a")]})
    assert "t.py::test_c" not in found.idle_checks
    assert found.unbanked_exercises == ("two",)


def test_seeds_that_stopped_early_say_nothing_about_other_checks() -> None:
    blocks = {entry(WRONG, "x"): [block("ab"), block("a", "a", stopped=True)]}
    found = summary(blocks)
    assert found.entries[1].rejected_share == {"t.py::test_a": 1.0, "t.py::test_b": 1.0}
    assert found.entries[1].seeds == 3
    assert {check.check[-1]: check.needed_for for check in found.checks}["a"] == ()


def test_one_seed_that_accepts_makes_a_wrong_entry_accepted_and_one_unnamed_seed_unnamed() -> None:
    found = summary({
        entry(WRONG, "sometimes"): [block("a", "")],
        entry(WRONG, "silent"): [block("a"), block("a", named=False)],
        entry(WRONG, "good"): [block("a", "b")],
    })  # fmt: skip
    assert found.wrong_accepted_entries == ("one/wrong/sometimes",)
    assert found.unnamed_entries == ("one/wrong/sometimes", "one/wrong/silent")
    assert found.named_share == pytest.approx(1 / 3)


def test_a_wrong_entry_is_not_rejected_by_the_checks_of_another_exercise() -> None:
    found = summary({entry(WRONG, "x"): [block("c", "c")]})
    assert found.wrong_accepted == 1
    assert found.entries[1].also_lost == ("two",)


def test_a_right_entry_must_not_cost_points_anywhere() -> None:
    found = summary(
        {
            entry(RIGHT, "own"): [block("", "a")],
            entry(RIGHT, "other"): [block("c")],
            entry(RIGHT, "good"): [block("")],
        }
    )
    assert found.right_rejected_entries == ("one/right/own", "one/right/other")


def test_the_bound_is_the_worst_run_of_a_right_program() -> None:
    found = summary({
        entry(RIGHT, "x"): [block("", rate=2e-8), block("", rate=5e-8)],
        entry(WRONG, "y"): [block("a", "a", rate=1e-3)],
    })  # fmt: skip
    assert found.false_fail_bound == 5e-8
    assert summary({entry(RIGHT, "x"): [block("", rate=2e-6)]}).is_good is False


def test_a_rate_that_is_worse_than_stated_is_found_and_an_honest_one_is_not() -> None:
    honest = [place / 200 for place in range(200)]
    good, bad = block("", rate=0, test_a__mean__1=honest), block("", test_a__mean__1=[p / 4 for p in honest])
    for each, verdict in ((good, True), (bad, False)):
        found = summarise(
            COURSE, "toy", 2, "", {entry(SOLUTION, ""): [each], entry(WRONG, "x"): [block("a")]}
        )
        assert [(rate.assertion, rate.honest) for rate in found.rates] == [("mean 1", verdict)]
        assert found.is_good is verdict


def test_a_grader_error_is_never_good() -> None:
    broken = Block(
        "key",
        (SeedFinding(0, True, False, ("t.py::test_a",), True, 0.0),),
        CHECKS,
        {},
        {"t.py::test_b": "boom"},
        {},
        0.1,
    )
    found = summary({entry(WRONG, "x"): [broken]})
    assert found.grader_errors == {"t.py::test_b": GraderErrors(("one/wrong/x",), "boom")}
    assert not found.is_good
    assert any("boom" in line for line in sentences(found))


def test_the_table_shows_a_sign_for_each_entry_and_the_page_every_name(tmp_path: Path) -> None:
    found = summary({entry(WRONG, "<never>"): [block("b", "b")], entry(WRONG, "half"): [block("a", "b")]})
    columns = wrong_entries(found, "one")
    assert [matrix_row(check, columns) for check in found.checks if check.exercise == "one"] == ["·▓", "█▓"]
    assert check_table(found).row_count == 5
    write_page(tmp_path / "page.html", [found])
    page = (tmp_path / "page.html").read_text()
    assert "&lt;never&gt;" in page
    assert "<never>" not in page


def test_figures_of_several_assignments_are_added_up() -> None:
    one = summary({entry(WRONG, "x"): [block("a", "a")], entry(RIGHT, "y"): [block("")]})
    two = summary({entry(WRONG, "x"): [block("")]})
    both = totals([one, two])
    assert (both["wrong"], both["right"], both["wrong_accepted"], both["named_share"]) == (2, 1, 1, 0.5)
    assert both["good"] is False


def test_blocks_are_kept_when_more_seeds_are_asked_for_and_not_when_an_entry_changes(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    first = Entry("double", WRONG, "a", "what", "phrase", "code", "double_solution", ("double",))
    few, many = (list(block_tasks(course, NAME, [first], seeds, (), False)) for seeds in (5, 200))
    assert [(task.first, task.last) for task in many] == [(0, 5), (5, 100), (100, 200)]
    assert few[0] == many[0]
    changed = Entry("double", WRONG, "a", "what", "phrase", "other", "double_solution", ("double",))
    assert next(block_tasks(course, NAME, [changed], 5, (), False)).key != few[0].key
    grader = course.graders(NAME) / "test_toy.py"
    grader.write_text(grader.read_text() + "\n")
    assert next(block_tasks(course, NAME, [first], 5, (), False)).key != few[0].key


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ('@pytest.mark.exercise("double")\ndef test_a(): ...\n', True),
        ('@pytest.mark.exercise("noise")\ndef test_a(): ...\n', False),
        (
            '@pytest.mark.exercise("noise")\ndef test_a(): ...\n\n@pytest.mark.exercise("double")\ndef test_b(): ...\n',
            True,
        ),
        ('NAME = "double"\n@pytest.mark.exercise(NAME)\ndef test_a(): ...\n', True),
        (
            'from graders.other.test_shared import test_a\n\n@pytest.mark.exercise("noise")\ndef test_b(): ...\n',
            True,
        ),
        ("def broken(:\n", True),
    ],
)
def test_blocks_depend_on_the_files_that_may_judge_their_entry(
    tmp_path: Path, text: str, matters: bool
) -> None:
    course = make_course(tmp_path)
    entry = Entry("double", WRONG, "a", "what", "phrase", "code", "double_solution", ("double",))
    before = next(block_tasks(course, NAME, [entry], 5, (), False)).key
    (course.graders(NAME) / "test_more.py").write_text(text)
    assert (next(block_tasks(course, NAME, [entry], 5, (), False)).key != before) is matters

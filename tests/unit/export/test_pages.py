"""Pages for people: complete, self-contained, and with nothing that could run or give secrets away."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from pathlib import Path

import pytest

from fairgrade.config import Course, check_facts
from fairgrade.export.asked import exercise_titles
from fairgrade.export.feedback import write_feedback
from fairgrade.export.figures import histogram
from fairgrade.export.messages import WORDS, exercise_html, exercise_text, format_points
from fairgrade.export.report import ReportRow, plain_cell, to_csv, write_report
from fairgrade.grading.review import CellReview, Review
from fairgrade.grading.score import ExerciseScore, score
from fairgrade.records import CellOutcome, CheckOutcome, Message, RunFacts, SubmissionResult, Verdict
from tests.helpers.pages import loads

EVIL = "<script>alert(1)</script>"
FACTS = {
    "id": "toy",
    "title": "Toys",
    "assignments": {
        "toy": {
            "title": "A toy",
            "notebook": "toy.ipynb",
            "due": "2026-03-01T12:00:00",
            "exercises": {"double": 4, "halve": 2},
            "manual": {"answer": 6},
        }
    },
}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with a released notebook."""
    course = check_facts(FACTS, tmp_path)

    def cell(kind: str, source: str, **facts: object) -> dict[str, object]:
        return {"cell_type": kind, "source": source, "metadata": {"nbgrader": facts} if facts else {}}

    cells = [
        cell("markdown", "# A toy\n\nText\n\n## 1.1 Double it: `double` of $x$"),
        cell("code", "def double(x): ...", grade_id="double_solution", solution=True),
        cell("code", "", grade_id="double", grade=True, points=4),
        cell("markdown", "### 1.2 [Halve](https://example.org) it ###"),
        cell("code", "def halve(x): ...", grade_id="halve_solution", solution=True),
        cell("code", "", grade_id="halve", grade=True, points=2),
        cell("markdown", "## 2 What did you learn?"),
        cell("markdown", "*Write here.*", grade_id="answer", grade=True, solution=True, points=6),
    ]
    path = course.release("toy")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return course


def _result(
    student: str = "student01", double: Verdict = Verdict.FAILED, halve: Verdict = Verdict.PASSED
) -> SubmissionResult:
    message = Message("double(x=3)", "the result is 2 x", f"3 {EVIL}", "x is not doubled", "look at x")
    checks = (
        CheckOutcome(
            "t::double",
            "double",
            double,
            message if double is Verdict.FAILED else None,
            staff="SECRET TRACEBACK",
        ),
        CheckOutcome("t::halve", "halve", halve, notes=("use dtype=x.dtype",)),
    )
    cells = (
        CellOutcome(3, "halve_solution", Verdict.CRASHED, f"NameError: {EVIL}"),
        CellOutcome(1, "", Verdict.PASSED),
    )
    return SubmissionResult(
        student,
        "toy",
        "k",
        Verdict.FAILED,
        "tier 1: all of it",
        checks,
        {"double": 1, "halve": 1},
        cells,
        (f"toy.pt {EVIL}",),
    )


def _review(answer: float | None = 4.5) -> Review:
    cells = {
        "double": CellReview(0.0, 3.0, 0.0, 4.0, False),
        "halve": CellReview(2.0, None, 0.5, 2.0, False),
        "answer": CellReview(None, answer, 0.0, 6.0, answer is None),
    }
    comments = {"answer": f"Good.\nWhy? {EVIL}", "double_solution": "The grader was too strict."}
    return Review(cells, comments, 1.0, datetime.datetime(2026, 3, 1, 13, tzinfo=datetime.UTC))


def _feedback(course: Course, result: SubmissionResult, review: Review | None = None) -> str:
    scores = score(result, course.assignment("toy"))
    return write_feedback(course, "toy", result, scores, course.root / "pages", review).read_text()


def _text(page: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())


def test_feedback_tells_points_message_notes_comment_and_penalty(course: Course) -> None:
    text = _text(_feedback(course, _result(), _review()))
    for part in (
        "Feedback for student01",
        "1.1 Double it: double of x",
        "1.2 Halve it",
        "2 What did you learn?",
        "Called double(x=3)",
        "Should hold the result is 2 x",
        "Likely cause x is not doubled",
        "Hint look at x",
        "A TA set the points; the graders gave 0",
        "use dtype=x.dtype",
        "The grader was too strict.",
        "Why?",
        "Handed in late −1",
        "Graded automatically 5 / 6",
        "Graded by TAs 4.5 / 6",
        "Extra credit 0.5",
        "Total 9 / 12",
        "handed in 2026-03-01 13:00 UTC",
        "Cell 4 ( halve_solution ): raised an error",
        "toy.pt",
    ):
        assert part in text, part


def test_feedback_total_is_the_gradebooks(course: Course) -> None:
    review = _review()
    assert f"Total {format_points(review.final)} / 12" in _text(_feedback(course, _result(), review))


def test_feedback_loads_nothing_and_runs_nothing(course: Course) -> None:
    page = _feedback(course, _result(), _review())
    assert loads(page) == []
    assert "default-src 'none'" in page
    assert EVIL not in page
    assert "SECRET" not in page


def test_feedback_says_what_is_not_graded_and_why(course: Course) -> None:
    text = _text(_feedback(course, _result(double=Verdict.GRADER_ERROR)))
    assert "1.1 Double it: double of x: not graded because our grading failed; no points are lost" in text
    assert "2 What did you learn?: not graded yet; a TA reads it." in text
    assert "Total so far 2 / 12" in text


def test_feedback_of_a_file_that_is_no_notebook_has_no_points(course: Course) -> None:
    result = SubmissionResult(
        "student01", "toy", "k", Verdict.INVALID, "1", notices=("toy.ipynb is not a Jupyter notebook",)
    )
    text = _text(_feedback(course, result))
    assert "Total 0 / 12" in text
    assert "toy.ipynb is not a Jupyter notebook" in text


def test_equal_results_give_equal_pages(course: Course) -> None:
    assert _feedback(course, _result(), _review()) == _feedback(course, _result(), _review())


def test_every_verdict_has_words_and_a_report_in_the_notebook() -> None:
    for verdict in Verdict:
        found = ExerciseScore("double", None if verdict is Verdict.GRADER_ERROR else 0.0, 4.0, verdict)
        assert WORDS[verdict] in exercise_html(found)
        assert WORDS[verdict] in exercise_text(found)
    message = Message(EVIL, EVIL, EVIL, EVIL, EVIL)
    assert EVIL not in exercise_html(ExerciseScore("double", 0.0, 4.0, Verdict.FAILED, (message,), (EVIL,)))


def test_exercises_under_one_heading_are_told_apart(course: Course) -> None:
    path = course.release("toy")
    path.write_text(path.read_text().replace("### 1.2 [Halve](https://example.org) it ###", "no heading"))
    titles = exercise_titles(path)
    assert titles["halve"] == "1.1 Double it: double of x: halve"
    assert exercise_titles(path.with_name("missing.ipynb")) == {}


def _rows(course: Course, *results: SubmissionResult, review: Review | None = None) -> list[ReportRow]:
    assignment = course.assignment("toy")
    return [
        ReportRow(
            r, score(r, assignment), review, RunFacts(1.25, 1), course.root / "pages" / f"{r.student}.html"
        )
        for r in results
    ]


def test_report_shows_points_causes_grader_errors_tier_and_links(course: Course) -> None:
    rows = _rows(
        course, _result("student02"), _result("student01", Verdict.GRADER_ERROR), _result("student03")
    )
    page = course.root / "report" / "toy.html"
    write_report(course, "toy", rows, page)
    text = page.read_text()
    plain = _text(text)
    assert "Student code ran behind: tier 1: all of it" in plain
    assert "student01 double" in plain, "grader errors stand apart"
    assert "SECRET TRACEBACK" in plain, "staff see why our grader failed"
    assert "double 2 x is not doubled student02, student03" in plain
    assert "student02 failed 0 2 – 2 1.2" in plain
    assert 'href="../pages/student02.html"' in text
    assert plain.index("student01 failed") < plain.index("student02 failed")
    assert loads(text) == []
    assert EVIL not in text
    assert (page.parent / "toy.csv").is_file()


def test_report_of_an_empty_class_says_so(course: Course) -> None:
    write_report(course, "toy", [], course.root / "report.html")
    assert "There are no submissions yet." in (course.root / "report.html").read_text()


def test_table_has_one_line_a_student_and_the_gradebooks_totals(course: Course) -> None:
    rows = _rows(course, _result("student01"), review=_review(answer=None))
    table = list(csv.DictReader(io.StringIO(to_csv(course.assignment("toy"), rows), newline="")))
    assert table == [
        {
            "student": "student01", "verdict": "failed", "double": "3", "halve": "2.5", "answer": "",
            "late_penalty": "1", "total": "4.5", "open": "answer", "seconds": "1.25",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", '=HYPERLINK("x")'])
def test_no_cell_of_the_table_is_a_formula(course: Course, text: str) -> None:
    assert plain_cell(text) == f"'{text}"
    table = to_csv(course.assignment("toy"), _rows(course, _result(text)))
    assert list(csv.reader(io.StringIO(table, newline="")))[1][0] == f"'{text}"


def test_histogram_counts_everyone_once() -> None:
    bins = histogram([0, 9.99, 10, 55, 100, 103.5], 100)
    assert [each.count for each in bins] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]
    assert sum(each.count for each in histogram([0.0], 0)) == 1


@pytest.mark.parametrize(
    ("points", "text"),
    [(None, "–"), (0.0, "0"), (-0.0, "0"), (10.0, "10"), (2.5, "2.5"), (1 / 3, "0.33"), (100, "100")],
)
def test_points_read_well(points: float | None, text: str) -> None:
    assert format_points(points) == text


def test_report_holds_the_rubric_of_what_people_grade_and_feedback_does_not(course: Course) -> None:
    source = course.source("toy")
    source.parent.mkdir(parents=True)
    cell = {
        "metadata": {"nbgrader": {"grade_id": "answer"}},
        "source": "### BEGIN SOLUTION\nRUBRIC: <why> (1)\n### END SOLUTION",
    }
    source.write_text(json.dumps({"cells": [{"metadata": {}, "source": "text"}, cell]}))
    page = course.root / "toy.html"
    write_report(course, "toy", _rows(course, _result("student01")), page)
    assert "RUBRIC: &lt;why&gt; (1)" in page.read_text()
    assert "RUBRIC" not in _feedback(course, _result("student01"))

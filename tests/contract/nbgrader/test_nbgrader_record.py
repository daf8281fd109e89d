"""Recording a class with the real nbgrader: hostile files, TAs' work, penalties, totals."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from toy_course import cell_of, result_of

from fairgrade.adapters.nbgrader.late import open_gradebook, update_late_penalties
from fairgrade.adapters.nbgrader.record import record
from fairgrade.adapters.nbgrader.totals import read_reviews
from fairgrade.config import Course
from fairgrade.errors import ConfigurationError, FairgradeError
from fairgrade.records import SubmissionResult, Verdict

HandIn = Callable[..., Path]
SCRIPT = "<script>alert(1)</script>"


def _record(course: Course, *results: SubmissionResult) -> None:
    record(
        course, "toy", [result.student for result in results], {result.student: result for result in results}
    )


def _recorded(course: Course, student: str) -> Any:
    return json.loads((course.root / "autograded" / student / "toy" / "toy.ipynb").read_text())


def _sources(notebook: Any) -> str:
    return "\n".join(
        cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        for cell in notebook["cells"]
    )


def _answer(text: str) -> Callable[[dict[str, Any]], None]:
    return lambda notebook: cell_of(notebook, "answer").update(source=text)


def _grade_by_hand(course: Course, student: str, exercise: str, **fields: Any) -> None:
    """What formgrader stores when a TA fills in a page."""
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade(exercise, "toy", "toy", student)
        for name, value in fields.items():
            setattr(grade, name, value)
        grade.needs_manual_grade = False
        gradebook.db.commit()


def test_scores_verdicts_and_reports_reach_gradebook_and_notebook(released: Course, hand_in: HandIn) -> None:
    hand_in("student01", _answer("I learned."))
    result = result_of("student01", double=Verdict.FAILED, net_encode=Verdict.PARTIAL)
    _record(released, result)
    cells = read_reviews(released, "toy")["student01"].cells
    assert {name: cell.automatic for name, cell in cells.items()} == {
        "double": 0.0, "net_encode": 1.0, "net_decode": 3.0, "shape": 1.0, "figures": 0.0, "answer": None
    }  # fmt: skip
    assert [name for name, cell in cells.items() if cell.is_open] == ["answer"]
    outputs = cell_of(_recorded(released, "student01"), "double")["outputs"]
    assert [output["output_type"] for output in outputs] == ["execute_result", "display_data"]
    assert "".join(outputs[0]["data"]["text/plain"]) == "0.0"
    report = "".join(outputs[1]["data"]["text/html"])
    assert "x is not doubled" in report
    assert "&lt;b&gt;3&lt;/b&gt;" in report, "a student's value is escaped"


def test_grader_error_leaves_the_score_open_and_hides_the_traceback(
    released: Course, hand_in: HandIn
) -> None:
    hand_in("student01")
    _record(released, result_of("student01", double=Verdict.GRADER_ERROR))
    cell = read_reviews(released, "toy")["student01"].cells["double"]
    assert cell.automatic is None
    assert cell.is_open
    assert "hidden_grader_source" not in json.dumps(_recorded(released, "student01"))


def _duplicate_cells(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [json.loads(json.dumps(cell)) for cell in notebook["cells"]]


def _schema_99(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99


def _drop_cells(notebook: dict[str, Any]) -> None:
    notebook["cells"] = notebook["cells"][:2]


def _raise_points(notebook: dict[str, Any]) -> None:
    cell_of(notebook, "double")["metadata"]["nbgrader"]["points"] = 1000
    cell_of(notebook, "double")["source"] = "999.0"


def _forge_outputs(notebook: dict[str, Any]) -> None:
    forged = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": "nan"},
    }
    cell_of(notebook, "double")["outputs"] = [forged]


def _malform(notebook: dict[str, Any]) -> None:
    notebook["metadata"] = 7
    notebook["cells"] += [
        None,
        3,
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 5, "metadata": 5, "outputs": 5},
    ]
    notebook["cells"] += [
        {"cell_type": "x", "id": [], "source": ["a", 1], "metadata": {"tags": 5, "nbgrader": 5}}
    ]
    cell_of(notebook, "answer")["metadata"]["nbgrader"] |= {"grade_id": ["answer"], "grade": "yes"}
    cell_of(notebook, "double")["outputs"] = [
        {"output_type": "display_data", "data": {"image/png": 5, "x": {}}},
        3,
    ]


def _flood(notebook: dict[str, Any]) -> None:
    stream = {"output_type": "stream", "name": "stderr", "text": "x" * 3_000_000}
    cell_of(notebook, "double_solution")["outputs"] = [stream] * 10
    cell_of(notebook, "answer")["source"] = "[" * 300_000


HOSTILE = {
    "duplicated cells": _duplicate_cells,
    "schema of the future": _schema_99,
    "missing cells": _drop_cells,
    "altered points": _raise_points,
    "forged outputs": _forge_outputs,
    "malformed": _malform,
    "huge outputs": _flood,
    "no notebook": b"\x00\xffnot json",
    "JSON but no notebook": b"[1, 2]",
    "empty file": b"",
    "deep JSON": b"[" * 100_000,
    "old notebook": b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}',
}


def test_hostile_files_record_like_any_other(released: Course, hand_in: HandIn) -> None:
    """One class with every kind of tampered file, and an honest student at its end."""
    students = {f"student{number:02}": change for number, change in enumerate(HOSTILE.values(), 1)}
    for student, change in students.items():
        hand_in(student, raw=change) if isinstance(change, bytes) else hand_in(student, change)
    hand_in("student99")
    released.submission("student98", "toy").mkdir(parents=True)
    everyone = [*students, "student98", "student99"]
    _record(released, *(result_of(student) for student in everyone))
    reviews = read_reviews(released, "toy")
    release = json.loads(released.release("toy").read_text())
    for student in everyone:
        cells = reviews[student].cells
        assert [cells[name].automatic for name in ("double", "net_encode", "net_decode", "shape")] == [
            4,
            2,
            3,
            1,
        ], student
        assert sum(cell.maximum for cell in cells.values()) == 21, student
        recorded = _recorded(released, student)
        ids = [
            c["metadata"]["nbgrader"]["grade_id"] for c in recorded["cells"] if "nbgrader" in c["metadata"]
        ]
        assert ids == [
            c["metadata"]["nbgrader"]["grade_id"] for c in release["cells"] if "nbgrader" in c["metadata"]
        ]
        path = released.root / "autograded" / student / "toy" / "toy.ipynb"
        assert path.stat().st_size < 2_000_000
    assert "is not a Jupyter notebook" in _sources(_recorded(released, "student08"))


def test_one_student_who_cannot_be_recorded_does_not_stop_the_others(
    released: Course, hand_in: HandIn
) -> None:
    hand_in("student01")
    hand_in("student03")
    blocked = released.root / "autograded" / "student02"
    blocked.parent.mkdir()
    blocked.write_text("a file where nbgrader wants a folder")
    hand_in("student02")
    with pytest.raises(FairgradeError, match=r"1 of 3 submissions could not be recorded .*student02"):
        _record(released, *(result_of(f"student0{number}") for number in (1, 2, 3)))
    reviews = read_reviews(released, "toy")
    assert reviews["student01"].earned == reviews["student03"].earned == 10


@pytest.mark.parametrize("student", ["../student", "*", "", "a b", "-x", "x" * 65, "a/b", "stüdent"])
def test_bad_student_ids_are_one_sentence(released: Course, student: str) -> None:
    with pytest.raises(ConfigurationError, match="is no student id"):
        record(released, "toy", [student], {})


def test_own_cells_of_a_student_stay_visible_and_harmless(released: Course, hand_in: HandIn) -> None:
    def change(notebook: dict[str, Any]) -> None:
        html = {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": f"{SCRIPT}<table><tr><td>7</td></tr></table>"},
        }
        script = {
            "output_type": "display_data",
            "metadata": {},
            "data": {"application/javascript": "alert(1)"},
        }
        svg = {
            "output_type": "display_data",
            "metadata": {},
            "data": {"image/svg+xml": f"<svg onload='alert(1)'>{SCRIPT}</svg>"},
        }
        own = {
            "cell_type": "code",
            "metadata": {"evil": SCRIPT},
            "source": "my_helper = 1",
            "outputs": [html, script, svg],
            "execution_count": 1,
        }
        text = {"cell_type": "markdown", "metadata": {}, "source": f"note {SCRIPT} [x](javascript:alert(1))"}
        raw = {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": SCRIPT}
        notebook["cells"][3:3] = [own, text, raw]
        notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"x": SCRIPT}}

    hand_in("student01", change)
    _record(released, result_of("student01"))
    recorded = _recorded(released, "student01")
    place = [cell["source"] for cell in recorded["cells"]].index(["my_helper = 1"])
    assert recorded["cells"][place - 1]["metadata"]["nbgrader"]["grade_id"] == "double_solution"
    page = json.dumps(recorded)
    assert "<td>7</td>" in page
    assert "note" in page
    for danger in ("<script", "javascript:", "onload", "widget-state", "evil"):
        assert danger not in page, danger


def test_manual_scores_comments_and_extra_credit_survive_recording_again(
    released: Course, hand_in: HandIn
) -> None:
    hand_in("student01", _answer("My <b>answer</b>."))
    _record(released, result_of("student01"))
    _grade_by_hand(released, "student01", "answer", manual_score=5.0, extra_credit=0.5)
    _grade_by_hand(released, "student01", "double", manual_score=3.0)
    with open_gradebook(released) as gradebook:
        gradebook.find_comment("answer", "toy", "toy", "student01").manual_comment = "Good, but why?"
        gradebook.db.commit()
    _record(released, result_of("student01", double=Verdict.FAILED))
    review = read_reviews(released, "toy")["student01"]
    assert (review.cells["answer"].manual, review.cells["answer"].extra_credit) == (5.0, 0.5)
    assert (review.cells["double"].manual, review.cells["double"].automatic) == (3.0, 0.0)
    assert review.comments == {"answer": "Good, but why?"}
    assert review.open == (), "nothing a TA has settled is put before them again"


def test_a_changed_answer_is_put_before_the_ta_again(released: Course, hand_in: HandIn) -> None:
    hand_in("student01", _answer("First."))
    _record(released, result_of("student01"))
    _grade_by_hand(released, "student01", "answer", manual_score=5.0)
    hand_in("student01", _answer("Second."))
    for _ in range(2):  # and it stays there however often the class is recorded
        _record(released, result_of("student01"))
        assert read_reviews(released, "toy")["student01"].open == ("answer",)
    assert read_reviews(released, "toy")["student01"].cells["answer"].manual == 5.0


def test_untouched_written_cell_is_no_response_but_figures_wait_for_a_ta(
    released: Course, hand_in: HandIn
) -> None:
    def plot(notebook: dict[str, Any]) -> None:
        picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo="}}
        cell = next(cell for cell in notebook["cells"] if cell.get("id") == "id-plot")
        cell["outputs"] = [picture]

    hand_in("student01", plot)
    hand_in("student02")
    _record(released, result_of("student01"), result_of("student02"))
    reviews = read_reviews(released, "toy")
    assert reviews["student01"].open == ("figures",)
    assert reviews["student02"].open == ()
    assert "iVBORw0KGgo=" in json.dumps(_recorded(released, "student01"))


@pytest.mark.parametrize(
    ("timestamp", "penalty"),
    [
        (None, 0.0),
        ("2026-03-01 12:05:00 UTC", 0.0),
        ("2026-03-01 12:15:00 UTC", 1.0),
        ("2026-03-02 14:00:00 +0100", 2.0),
        ("2026-03-09 12:00:00 UTC", 10.0),
        ("yesterday, I think", 0.0),
        ("", 0.0),
        ("9" * 500, 0.0),
    ],
)
def test_late_penalty_follows_the_course(
    released: Course, hand_in: HandIn, timestamp: str | None, penalty: float
) -> None:
    folder = hand_in("student01").parent
    if timestamp is not None:
        (folder / "timestamp.txt").write_text(timestamp)
    _record(released, result_of("student01"))
    review = read_reviews(released, "toy")["student01"]
    assert review.late_penalty == pytest.approx(penalty)
    assert review.final == pytest.approx(10 - penalty)


def test_manual_points_given_later_count_for_the_penalty(released: Course, hand_in: HandIn) -> None:
    folder = hand_in("student01", _answer("Mine.")).parent
    (folder / "timestamp.txt").write_text("2026-03-01 13:00:00 UTC")
    _record(released, result_of("student01"))
    _grade_by_hand(released, "student01", "answer", manual_score=6.0)
    update_late_penalties(released, "toy")
    assert read_reviews(released, "toy")["student01"].final == pytest.approx(16 * 0.9)


def test_links_and_other_files_of_a_student_go_nowhere(released: Course, hand_in: HandIn) -> None:
    folder = hand_in("student01").parent
    (folder / "stolen.txt").symlink_to(released.root / "graders" / "toy" / "test_toy.py")
    (folder / "cvae.pt").write_bytes(b"weights")
    _record(released, result_of("student01"))
    recorded = released.root / "autograded" / "student01" / "toy"
    assert [path.name for path in recorded.iterdir()] == ["toy.ipynb"]


def test_recording_without_a_release_is_one_sentence(course: Course) -> None:
    with pytest.raises(ConfigurationError, match="run fairgrade release toy"):
        record(course, "toy", ["student01"], {})


def test_recording_needs_only_the_committed_release(released: Course, hand_in: HandIn) -> None:
    (released.root / "gradebook.db").unlink()
    hand_in("student01")
    _record(released, result_of("student01"))
    assert read_reviews(released, "toy")["student01"].earned == 10


def _nbgrader(course: Course, *arguments: str) -> str:
    environment = os.environ | {
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(course.root),
    }
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_nbgraders_own_commands_work_from_the_course(released: Course, hand_in: HandIn) -> None:
    """`autograde`, `generate_feedback` and `export`, as their users start them."""
    folder = hand_in("student01", _answer(f"Mine {SCRIPT}")).parent
    (folder / "timestamp.txt").write_text("2026-03-01 13:00:00 UTC")
    (folder / "stolen.txt").symlink_to(released.root / "graders" / "toy" / "test_toy.py")
    hand_in("student02", raw=b"no notebook")
    _record(released, result_of("student01", double=Verdict.FAILED), result_of("student02"))
    before = read_reviews(released, "toy")
    _nbgrader(released, "autograde", "toy", "--force")
    assert read_reviews(released, "toy") == before
    assert [
        path.name
        for path in (released.root / "autograded" / "student01" / "toy").iterdir()
        if path.suffix == ".txt"
    ] == ["timestamp.txt"]
    _nbgrader(released, "generate_feedback", "toy")
    page = (released.root / "feedback" / "student01" / "toy" / "toy.html").read_text()
    assert "x is not doubled" in page
    assert SCRIPT not in page
    for secret in ("8675309", "telling hidden", "hidden_grader_source", "the_very_secret_answer"):
        assert secret not in page
    _nbgrader(released, "export", "--to", "grades.csv")
    rows = {row["student_id"]: row for row in csv.DictReader((released.root / "grades.csv").open())}
    for student, review in before.items():
        assert float(rows[student]["score"]) == pytest.approx(review.final)
        assert float(rows[student]["raw_score"]) == pytest.approx(review.earned)


def test_a_new_gradebook_is_one_that_nbgrader_need_not_upgrade(released: Course) -> None:
    (released.root / "gradebook.db").unlink()
    with open_gradebook(released) as gradebook:
        revision = gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    _nbgrader(released, "db", "upgrade")
    with open_gradebook(released) as gradebook:
        assert gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == revision

"""The parts of a small course: its facts, the instructor's notebook, results built by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fairgrade.records import CheckOutcome, Message, SubmissionResult, Verdict

FACTS = {
    "id": "toy-course",
    "title": "Toy",
    "assignments": {
        "toy": {
            "title": "A toy",
            "notebook": "toy.ipynb",
            "due": "2026-03-01T12:00:00",
            "late": {"grace_minutes": 10, "percent_per_day": 10, "days": 3},
            "exercises": {"double": 4, "net_encode": 2, "net_decode": 3, "shape": 1},
            "manual": {"figures": 5, "answer": 6},
        }
    },
}

HIDDEN_LINE = (
    "assert student.double(x=8675309) == 2 * 8675309, 'a very telling hidden sentence about doubling'"
)

_NET = '''class Net:
    """A network."""

    def encode(self, x):
        """Adds."""
        ### BEGIN SOLUTION
        secret_intermediate_value = x + 1234
        return secret_intermediate_value
        ### END SOLUTION

    def decode(self, z):
        ### BEGIN SOLUTION
        another_secret_intermediate_value = z - 1234
        return another_secret_intermediate_value
        ### END SOLUTION
'''


def _cell(kind: str, name: str, source: str, tags: tuple[str, ...] = (), **facts: Any) -> dict[str, Any]:
    metadata: dict[str, Any] = {"tags": list(tags)} if tags else {}
    if facts:
        base = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        metadata["nbgrader"] = base | {"grade_id": name} | facts
    cell = {"cell_type": kind, "id": f"id-{name}", "metadata": metadata, "source": source}
    return cell | ({"execution_count": 3, "outputs": []} if kind == "code" else {})


def _test(name: str, points: float) -> dict[str, Any]:
    return _cell("code", name, f"# {name}", grade=True, locked=True, points=points)


def source_notebook() -> dict[str, Any]:
    """The instructor's notebook."""
    double = (
        "def double(x):\n    ### BEGIN SOLUTION\n    the_very_secret_answer = x * 2\n"
        "    return the_very_secret_answer\n    ### END SOLUTION\n"
    )
    cells = [
        _cell("markdown", "title", "# A toy", grade=False, locked=True),
        _cell("markdown", "double_text", "## 1.1 Double a number\n\nReturn twice `x`.", locked=True),
        _cell("code", "double_solution", double, solution=True),
        _cell("code", "double_check", 'grader.check("double")', tags=("public-check",)),
        _test("double", 4),
        _cell("markdown", "net_text", "## 1.2 A network", locked=True),
        _cell("code", "net_solution", _NET, solution=True),
        _cell(
            "code",
            "net_check",
            'grader.check("net_encode")\ngrader.check("net_decode")',
            tags=("public-check",),
        ),
        _test("net_encode", 2),
        _test("net_decode", 3),
        _test("shape", 1),
        _cell("markdown", "figures_text", "## 2 Figures", locked=True),
        _cell("code", "plot", "# plot here", tags=("skip-execution",)),
        _cell("markdown", "figures", "Our own caption of it.", solution=True, grade=True, points=5),
        _cell("markdown", "answer_text", "## 3 Answer\n\nWhat did you learn?", locked=True),
        _cell("markdown", "answer", "Our own model answer.", solution=True, grade=True, points=6),
    ]
    cells[2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "/home/someone/secret\n"}]
    metadata = {
        "kernelspec": {"name": "toy", "display_name": "Toy", "language": "python"},
        "custom": "/root/x",
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def write_notebook(path: Path, notebook: Any) -> Path:
    """Write JSON, or raw bytes as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode())
    return path


def cell_of(notebook: dict[str, Any], grade_id: str) -> Any:
    """The first cell with this nbgrader id."""
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def result_of(student: str, **verdicts: Verdict) -> SubmissionResult:
    """A result in which every exercise passed but those given."""
    failed = Message(
        called="double(x=3)",
        relation="the result is 2 x",
        got="<b>3</b>",
        cause="x is not doubled",
        hint="look",
    )
    checks = []
    for exercise in FACTS["assignments"]["toy"]["exercises"]:  # type: ignore[index]
        verdict = verdicts.get(exercise, Verdict.PASSED)
        checks.append(
            CheckOutcome(
                check=f"test_toy.py::{exercise}",
                exercise=exercise,
                verdict=verdict,
                fraction={Verdict.PASSED: 1.0, Verdict.PARTIAL: 0.5}.get(verdict, 0.0),
                message=failed if verdict is Verdict.FAILED else None,
                staff="Traceback: hidden_grader_source" if verdict is Verdict.GRADER_ERROR else "",
            )
        )
    return SubmissionResult(
        student=student,
        assignment="toy",
        key="k",
        verdict=Verdict.PASSED if not verdicts else Verdict.FAILED,
        tier="1",
        checks=tuple(checks),
        expected_checks={check.exercise: 1 for check in checks},
    )

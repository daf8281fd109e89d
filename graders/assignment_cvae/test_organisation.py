"""Hidden checks of the notebook as a whole; they must never fail a sensible one.

The student's own cells may need what grading does not run (training, pictures), so only solution cells are judged.
"""

from __future__ import annotations

import pytest

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.notes import add_note
from fairgrade.errors import NotStarted

FLOOD = 200_000
"""Characters printed by one cell that nobody can read any more; a training log of 1,000 lines has about 60,000."""
LONG_CELL = 400


def solution_cells(submission):
    """Ids of the solution cells that exercises are judged by."""
    return sorted({cell for cell in submission.judged_cell.values() if cell})


def require_a_start(submission):
    """An untouched notebook has nothing to organise yet."""
    if set(solution_cells(submission)) <= submission.plan.untouched:
        raise NotStarted("no solution cell has been worked on yet")


@pytest.mark.exercise("organisation")
def test_solution_cells_are_there_once(submission):
    """Every solution cell of the release is in the notebook, once."""
    require_a_start(submission)
    relation, hint = (
        "every solution cell of the release is there, once",
        "Start from the released notebook and fill in its cells.",
    )
    for cells, what in (
        (submission.plan.missing, "missing"),
        (submission.plan.duplicated, "there more than once"),
    ):
        named = [cell for cell in cells if cell in solution_cells(submission)]
        if named:
            raise CheckFailed(
                "the notebook", relation, f"{', '.join(named)}: {what}", f"cells are {what}", hint
            )


@pytest.mark.exercise("organisation")
def test_notebook_runs_from_top_to_bottom(submission):
    """In a fresh kernel, the solution cells run in order without an error."""
    require_a_start(submission)
    wanted, failed = set(solution_cells(submission)), []
    for cell in submission.plan.cells:
        end = submission.ends.get(cell.index)
        if cell.grade_id in wanted and end is not None and end.error:
            failed.append(f"{cell.grade_id}: {end.error}")
    if failed:
        cause = (
            "a cell uses a name that is defined further down, or only in a cell that was deleted"
            if "NameError" in failed[0]
            else ""
        )
        hint = "Restart the kernel and run all cells once before you hand in."
        raise CheckFailed(
            "the notebook, run from top to bottom",
            "solution cells run without an error",
            failed[0][:500],
            cause,
            hint,
        )


@pytest.mark.exercise("organisation")
def test_output_is_readable(submission):
    """No cell floods the notebook with output."""
    require_a_start(submission)
    for cell in submission.plan.cells:
        end = submission.ends.get(cell.index)
        if end is not None and end.characters > FLOOD:
            hint = "Print one line an epoch, or use tqdm."
            got = f"a cell printed {end.characters:,} characters"
            raise CheckFailed(
                "the notebook",
                f"no cell prints more than {FLOOD:,} characters",
                got,
                "output is printed in an inner loop",
                hint,
            )
    if submission.plan.longest_cell > LONG_CELL:
        add_note(
            f"One cell has {submission.plan.longest_cell} lines; shorter cells are easier to read. This costs no points."
        )

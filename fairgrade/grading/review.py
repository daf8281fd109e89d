"""What staff added to a submission, as plain data: manual scores, comments, extra credit, late penalty."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CellReview:
    """One graded cell of the gradebook."""

    automatic: float | None
    """Points from the graders; None while open."""
    manual: float | None
    """Points from a TA, which take the place of the automatic ones."""
    extra_credit: float
    maximum: float
    is_open: bool
    """Whether a TA has yet to look at it."""

    @property
    def points(self) -> float:
        """Manual, else automatic, else 0 points; plus extra credit where there are points, as in nbgrader."""
        base = self.manual if self.manual is not None else self.automatic
        return 0.0 if base is None else base + self.extra_credit


@dataclass(frozen=True)
class Review:
    """The gradebook's view of one submission."""

    cells: Mapping[str, CellReview] = field(default_factory=dict)
    """By exercise."""
    comments: Mapping[str, str] = field(default_factory=dict)
    """What TAs wrote, by nbgrader's id of the cell with the student's answer."""
    late_penalty: float = 0.0
    submitted_at: datetime.datetime | None = None

    @property
    def earned(self) -> float:
        """Points before the late penalty."""
        return math.fsum(cell.points for cell in self.cells.values())

    @property
    def final(self) -> float:
        """Points after the late penalty, 0 or more."""
        return max(0.0, self.earned - self.late_penalty)

    @property
    def open(self) -> tuple[str, ...]:
        """Exercises a TA has yet to look at."""
        return tuple(name for name, cell in self.cells.items() if cell.is_open)

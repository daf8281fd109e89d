"""What measuring leaves behind: one stored block of seeds of one entry, and what all blocks say together."""

from __future__ import annotations

import msgspec


class SeedFinding(msgspec.Struct, frozen=True, array_like=True):
    """What the checks made of one entry with one seed."""

    seed: int
    everything: bool
    """Whether the checks of all exercises ran, not only of those that judge the entry."""
    stopped: bool
    """Whether the checks stopped at the first one that rejected the entry and named the mistake."""
    rejected_by: tuple[str, ...]
    """Checks that did not pass, without parameters: `test_latent.py::test_values`."""
    named: bool
    """Whether a message of the entry's own exercises holds the phrase."""
    stated_rate: float
    """Sum of the stated false-failure rates of the statistical assertions that were made."""
    timed_out: bool = False


class Block(msgspec.Struct, frozen=True):
    """A few seeds of one entry, as measured by one worker."""

    key: str
    """Hash of all that the findings depend on."""
    findings: tuple[SeedFinding, ...]
    checks: tuple[tuple[str, str], ...]
    """Every check of the assignment and its exercise, in order."""
    messages: dict[str, str]
    """The first message of each check that did not pass."""
    grader_errors: dict[str, str]
    """The first traceback of each check that failed by our fault."""
    p_values: dict[str, list[float]]
    """Of the statistical assertions of a right program, over the seeds: `check|assertion|number in the check`."""
    seconds: float


class EntryResult(msgspec.Struct, frozen=True):
    """One entry of the bank over all seeds."""

    component: str
    kind: str
    name: str
    what: str
    expect: str
    exercises: tuple[str, ...]
    seeds: int
    """Seeds that were run; fewer than asked for only where the entry is ended by a time limit again and again."""
    rejected: int
    """Seeds in which a check of its own exercises did not pass."""
    named: int
    """Seeds in which a message held the phrase."""
    rejected_share: dict[str, float]
    """By check of its exercises, the share of the seeds in which it did not pass, where all of them were run."""
    also_lost: tuple[str, ...]
    """Other exercises that lose points when this is the only change."""
    message: str
    """What a student would read first."""
    grader_errors: dict[str, str]
    seconds: float

    @property
    def title(self) -> str:
        """As a path in the bank; the solution has no component."""
        return "/".join(part for part in (self.component, self.kind, self.name) if part)


class CheckResult(msgspec.Struct, frozen=True):
    """One check over all wrong entries."""

    check: str
    exercise: str
    points: float
    """Of its exercise."""
    kills: tuple[str, ...]
    """Wrong entries that it rejects with every seed."""
    needed_for: tuple[str, ...]
    """Wrong entries that some seed would accept without it."""
    idle: bool
    """Whether no wrong entry needs it, although the bank has some for its exercise."""


class RateResult(msgspec.Struct, frozen=True):
    """One statistical assertion of a right program, decided at a rate so wide that its failures can be counted."""

    check: str
    assertion: str
    stated: float
    """The widened rate."""
    seeds: int
    failures: int
    low: float
    """Ends of the exact binomial interval of the true rate."""
    high: float
    honest: bool
    """Whether the true rate may be the stated one or less."""


class GraderErrors(msgspec.Struct, frozen=True):
    """How one of our own checks failed."""

    entries: tuple[str, ...]
    """On which it did."""
    trace: str
    """The first traceback."""


class Calibration(msgspec.Struct, frozen=True):
    """What is known about the graders of one assignment."""

    assignment: str
    title: str
    seeds: int
    component: str
    """The only component measured, or an empty string for all."""
    wrong: int
    right: int
    wrong_accepted: int
    right_rejected: int
    named_share: float
    false_fail_bound: float
    """Largest sum of stated false-failure rates over one run of all checks on a right program."""
    solution_passes: bool
    wrong_accepted_entries: tuple[str, ...]
    right_rejected_entries: tuple[str, ...]
    unnamed_entries: tuple[str, ...]
    idle_checks: tuple[str, ...]
    unbanked_exercises: tuple[str, ...]
    """Exercises without a wrong entry."""
    grader_errors: dict[str, GraderErrors]
    """By check."""
    entries: tuple[EntryResult, ...]
    checks: tuple[CheckResult, ...]
    rates: tuple[RateResult, ...]
    versions: dict[str, str]

    @property
    def is_good(self) -> bool:
        """Whether every figure that the graders must reach is reached."""
        return not (
            self.wrong_accepted
            or self.right_rejected
            or not self.solution_passes
            or self.grader_errors
            or self.named_share < NAMED_SHARE
            or self.false_fail_bound > FALSE_FAIL_BOUND
            or any(not rate.honest for rate in self.rates)
        )


NAMED_SHARE = 0.95
"""Share of wrong entries whose mistake must be named."""
FALSE_FAIL_BOUND = 1e-6
"""Largest allowed false-failure rate of a whole run."""

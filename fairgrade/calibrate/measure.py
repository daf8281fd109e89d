"""Runs one entry of the bank with a few seeds: what happens in a worker process.

The entry's notebook runs once behind the wall, as a submission's does; the hidden checks then run in forks of it, with
other probes for every seed. With the first seeds all checks run, each in a fork of its own, as in grading. After them

- a wrong entry is done, for one seed, at the first check that rejects it and names the mistake: the check that did so
  last is asked first;
- a check runs with `SHARING_SEEDS` seeds in one fork, renewed for each, which takes a quarter to a half of the time. A
  seed that does not end as it should is run again, each check in a fork of its own, and only that counts.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from fairgrade.calibrate.bank import RIGHT, SOLUTION, WRONG, Entry, plan_entry
from fairgrade.calibrate.records import Block, SeedFinding
from fairgrade.config import Course
from fairgrade.intake.collect import Submission
from fairgrade.intake.notebook import read_notebook
from fairgrade.records import CheckOutcome, Verdict, read_record, to_json, write_atomically
from fairgrade.worker import Graders, course_of, graders_of, open_grading, release_of

if TYPE_CHECKING:
    import pytest

    from fairgrade.checks.plugin import Grading
    from fairgrade.checks.rates import Trial

THOROUGH_SEEDS = 5
"""Seeds with which every check of the entry's exercises runs."""
OTHERS_SEEDS = {SOLUTION: 10**9, RIGHT: 1, WRONG: 1}
"""Seeds with which other exercises run too. The solution is judged by all; the first entry of each component and kind by
those that have a bank, which leaves out what judges handed-in files: they belong to the solution."""
SHARING_SEEDS = 20
"""Later seeds for which a check runs in one fork."""
_SESSION_SECONDS = 100
_ENOUGH_TIMEOUTS = 2


@dataclass(frozen=True)
class BlockTask:
    """Seeds `first` to `last - 1` of one entry; small and picklable."""

    root: Path
    assignment: str
    entry: Entry
    first: int
    last: int
    key: str
    path: Path
    """Where the block is stored."""
    others: tuple[str, ...] = ()
    """Exercises that are run with the first seeds besides those that judge the entry."""
    address: str = ""
    """Of the sandbox server on this host."""


def measure(task: BlockTask) -> Block:
    """Measure one block and store it.

    Raises:
        GraderError: the hidden graders cannot be collected.
        SandboxError: the sandbox itself failed.
    """
    start = time.monotonic()
    course = course_of(task.root)
    measuring = _Measuring(graders_of(task.root, task.assignment), task)
    release = release_of(course.release(task.assignment))
    planned = plan_entry(task.entry, read_notebook(course.source(task.assignment)), release)
    submission = _submission(course, task)
    parts = _parts(task.first, task.last)
    while parts:
        with open_grading(course, task.assignment, submission, planned, release, task.address) as grading:
            opened = time.monotonic()
            while parts:
                measuring.run(grading, parts.pop(0))
                if measuring.is_stuck:
                    parts.clear()
                if grading.process.restarted or time.monotonic() > opened + _SESSION_SECONDS:
                    break
    block = measuring.block(round(time.monotonic() - start, 2))
    stored = to_json(block)
    write_atomically(task.path, stored)
    return msgspec.json.decode(stored, type=Block)


def _parts(first: int, last: int) -> list[range]:
    """Seeds that run together; the first ones alone, and few at first, to find out early that an entry never ends."""
    alone = [range(seed, seed + 1) for seed in range(first, min(last, THOROUGH_SEEDS))]
    begin = max(first, THOROUGH_SEEDS)
    edges = [begin, *range(begin + _ENOUGH_TIMEOUTS, last, SHARING_SEEDS), last] if begin < last else []
    return alone + [range(*pair) for pair in itertools.pairwise(edges)]


def probe_seed(course: Course, assignment: str, seed: int) -> int:
    """The seed of grading that stands for number `seed` of a calibration."""
    text = f"{course.assignment(assignment).seed}\0calibrate\0{seed}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "little")


def _submission(course: Course, task: BlockTask) -> Submission:
    """The solution's files, and a notebook that is not read from a file."""
    folder = course.graders(task.assignment) / "solution"
    names = course.assignment(task.assignment).files
    files = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    digest = hashlib.sha256(task.entry.code.encode()).hexdigest()
    return Submission("calibration", folder, course.source(task.assignment), files, (), digest)


@dataclass
class _Run:
    """The checks of an entry with one seed."""

    seed: int
    everything: bool
    may_stop: bool
    outcomes: list[CheckOutcome] = field(default_factory=list)
    trials: dict[str, list[Trial]] = field(default_factory=dict)


class _Measuring:
    """Gathers the findings of one block."""

    def __init__(self, graders: Graders, task: BlockTask) -> None:
        self.graders, self.task, self.entry = graders, task, task.entry
        self.findings: list[SeedFinding] = []
        self.messages: dict[str, str] = {}
        self.grader_errors: dict[str, str] = {}
        self.p_values: dict[str, list[float]] = {}
        self.order = graders.of_exercises(self.entry.exercises)
        self.all = graders.of_exercises((*self.entry.exercises, *task.others))

    @property
    def is_stuck(self) -> bool:
        """Whether a wrong entry runs into the time limit again and again: more seeds would only take more time."""
        ends = [finding.timed_out for finding in self.findings]
        return self.entry.kind == WRONG and len(ends) >= _ENOUGH_TIMEOUTS and all(ends)

    def run(self, grading: Grading, seeds: range) -> None:
        """Run the checks with these seeds, which are all thorough ones or none of them."""
        everything = bool(self.task.others) and seeds[0] < OTHERS_SEEDS[self.entry.kind]
        items = self.all if everything else self.order
        thorough = seeds[0] < THOROUGH_SEEDS
        runs = [_Run(seed, everything, self.entry.kind == WRONG and not thorough) for seed in seeds]
        if thorough:
            for run in runs:
                self._run_checks(grading, items, run)
                self._add(run)
            return
        self._run_one_by_one(grading, items, runs, grading.process.keep_fork)
        for run in runs:
            if not self._is_as_expected(run):
                run.outcomes.clear()
                run.trials.clear()
                self._run_one_by_one(grading, items, [run], contextlib.nullcontext)
            self._add(run)

    def _is_as_expected(self, run: _Run) -> bool:
        if self.entry.kind == WRONG:
            return self._names(run.outcomes[-1])
        return all(outcome.verdict is Verdict.PASSED for outcome in run.outcomes)

    def _run_one_by_one(
        self,
        grading: Grading,
        items: list[pytest.Item],
        runs: list[_Run],
        with_each: Callable[[], contextlib.AbstractContextManager[None]],
    ) -> None:
        """One check after the other with all seeds; a seed that may stop does so at the first check that names the mistake."""
        left = runs
        for item in list(items):
            with with_each():
                for run in left:
                    self._run_checks(grading, [item], run)
            done = [run for run in left if run.may_stop and self._names(run.outcomes[-1])]
            left = [run for run in left if run not in done]
            if done:
                items.remove(item)
                items.insert(0, item)
            if not left:
                break

    def _run_checks(self, grading: Grading, items: list[pytest.Item], run: _Run) -> None:
        grading.seed = probe_seed(course_of(self.task.root), self.task.assignment, run.seed)
        grading.trials.clear()
        grading.facts.shared.clear()
        run.outcomes += self.graders.run(grading, items)
        run.trials.update(grading.trials)

    def _add(self, run: _Run) -> None:
        self._keep_messages(run.outcomes)
        if self.entry.kind != WRONG:
            self._keep_p_values(run.trials)
        own = [outcome for outcome in run.outcomes if outcome.exercise in self.entry.exercises]
        rejected = dict.fromkeys(_base(outcome.check) for outcome in run.outcomes if _rejects(outcome))
        self.findings.append(
            SeedFinding(
                seed=run.seed,
                everything=run.everything,
                stopped=run.may_stop,
                rejected_by=tuple(rejected),
                named=any(self._names(outcome) for outcome in own),
                stated_rate=sum(trial.rate for trials in run.trials.values() for trial in trials),
                timed_out=any(outcome.verdict is Verdict.TIMED_OUT for outcome in own),
            )
        )

    def _names(self, outcome: CheckOutcome) -> bool:
        phrase = self.entry.expect.casefold()
        return _rejects(outcome) and bool(phrase) and phrase in _said(outcome).casefold()

    def _keep_messages(self, outcomes: Sequence[CheckOutcome]) -> None:
        for outcome in outcomes:
            if outcome.verdict is Verdict.GRADER_ERROR:
                self.grader_errors.setdefault(_base(outcome.check), outcome.staff)
            elif _rejects(outcome):
                self.messages.setdefault(_base(outcome.check), _said(outcome) or outcome.verdict.value)

    def _keep_p_values(self, trials: Mapping[str, Sequence[Trial]]) -> None:
        for check, made in trials.items():
            for number, trial in enumerate(made, start=1):
                self.p_values.setdefault(f"{check}|{trial.assertion}|{number}", []).append(trial.p_value)

    def block(self, seconds: float) -> Block:
        """All findings."""
        checks = {_base(name): exercise for name, exercise in self.graders.checks.items()}
        return Block(
            self.task.key,
            tuple(self.findings),
            tuple(checks.items()),
            self.messages,
            self.grader_errors,
            self.p_values,
            seconds,
        )


def _rejects(outcome: CheckOutcome) -> bool:
    return outcome.verdict not in (Verdict.PASSED, Verdict.GRADER_ERROR)


def _base(check: str) -> str:
    """A check's name without its parameters."""
    return check.partition("[")[0]


def _said(outcome: CheckOutcome) -> str:
    return "\n".join(part for _, part in outcome.message.lines()) if outcome.message else ""


def read_block(path: Path, key: str) -> Block | None:
    """A stored block of this key, or None."""
    block = read_record(path, Block)
    return block if block is not None and block.key == key else None

"""The flow of a calibration: every entry, in blocks of seeds, through the workers; what is stored and holds is kept.

```
bank ─▶ blocks of seeds ─▶ stored block of the same key? ──yes──▶ keep it
                                │ no
                                ▼
      worker: entry into its cell, notebook behind the wall, checks in forks ─▶ block, written atomically
                                ▼
      findings ─▶ table, page, JSON
```
"""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from fairgrade.calibrate.bank import RIGHT, SOLUTION, WRONG, Entry, read_bank, solution_entry
from fairgrade.calibrate.findings import summarise
from fairgrade.calibrate.measure import THOROUGH_SEEDS, BlockTask, measure, read_block
from fairgrade.calibrate.records import Block, Calibration
from fairgrade.config import Course
from fairgrade.crew import Crew
from fairgrade.errors import GraderError
from fairgrade.intake.notebook import read_release
from fairgrade.pipeline import grading_key

_BLOCK_SEEDS = 100
_ORDER = {SOLUTION: 0, RIGHT: 1, WRONG: 2}


def calibrate(
    course: Course,
    assignment: str,
    *,
    seeds: int,
    jobs: int,
    component: str | None = None,
    started: Callable[[int, int], None] = lambda todo, kept: None,
    notify: Callable[[str], None] = lambda title: None,
) -> Calibration:
    """Measure the graders of one assignment on its bank.

    Args:
        course: the checked course.
        assignment: its name.
        seeds: probes to try with every entry.
        jobs: worker processes.
        component: the only one to measure; all by default.
        started: called once with the number of blocks to measure and of blocks kept.
        notify: called with an entry's title as each block comes in.

    Raises:
        ConfigurationError: there is no bank, or an entry of it is wrong.
        IsolationUnavailable: this host cannot isolate student code.
        GraderError: the hidden graders cannot be collected, or a block could not be measured.
    """
    release = read_release(course.release(assignment))
    bank = read_bank(course, assignment, release, component)
    judged = tuple(dict.fromkeys(name for entry in bank for name in entry.exercises)) if component else ()
    entries = [
        solution_entry(course, assignment, judged),
        *sorted(bank, key=lambda entry: _ORDER[entry.kind]),
    ]
    banked = tuple(
        sorted({name for entry in read_bank(course, assignment, release) for name in entry.exercises})
    )
    tasks = {
        task.path.stem: task
        for task in block_tasks(course, assignment, entries, seeds, banked, bool(component))
    }
    found = {
        name: block for name, task in tasks.items() if (block := read_block(task.path, task.key)) is not None
    }
    todo = [name for name in tasks if name not in found]
    started(len(todo), len(found))
    failed: dict[str, str] = {}
    if todo:
        with Crew(course, assignment, min(jobs, len(todo)), None) as crew:
            for name, measured in crew.run(
                measure, todo, lambda name, address: replace(tasks[name], address=address)
            ):
                if isinstance(measured, str):
                    failed[name] = measured
                else:
                    found[name] = measured
                notify(tasks[name].entry.title)
    for name, reason in failed.items():
        raise GraderError(f"{name} could not be measured, the rest is kept: {reason}")
    blocks: dict[Entry, list[Block]] = {}
    for name, task in tasks.items():
        blocks.setdefault(task.entry, []).append(found[name])
    return summarise(course, assignment, seeds, component or "", blocks)


def block_tasks(
    course: Course,
    assignment: str,
    entries: list[Entry],
    seeds: int,
    banked: tuple[str, ...],
    component_only: bool,
) -> Iterator[BlockTask]:
    """The work, first seeds first: an interrupted run knows a little of every entry. `banked` exercises have entries."""
    common = functools.cache(functools.partial(_common_key, course, assignment))
    folder = course.root / "build" / "calibrate" / assignment
    leading = {(entry.component, entry.kind): entry for entry in reversed(entries)}
    for first, last in _ranges(seeds):
        for entry in entries:
            if entry.kind == SOLUTION:
                others = () if component_only else tuple(course.assignment(assignment).exercises)
            else:
                others = banked if leading[entry.component, entry.kind] is entry else ()
            facts = (
                common(frozenset((*entry.exercises, *others))),
                entry.component,
                entry.kind,
                entry.code,
                entry.expect,
                entry.cell,
                *entry.exercises,
                "",
                *others,
            )
            key = hashlib.sha256("\0".join(facts).encode()).hexdigest()
            name = f"{entry.title.replace('/', '.')}.{first}-{last}"
            if entry.kind == SOLUTION and component_only:
                name += f".{hashlib.sha256(' '.join(entry.exercises).encode()).hexdigest()[:8]}"
            yield BlockTask(course.root, assignment, entry, first, last, key, folder / f"{name}.json", others)


def _ranges(seeds: int) -> list[tuple[int, int]]:
    """0, 5, 100, 200, ...: the edges do not depend on the number of seeds, so a longer run keeps what a shorter did."""
    inner = [edge for edge in (THOROUGH_SEEDS, *range(_BLOCK_SEEDS, seeds, _BLOCK_SEEDS)) if edge < seeds]
    return list(itertools.pairwise([0, *inner, seeds]))


def _common_key(course: Course, assignment: str, exercises: frozenset[str]) -> str:
    """What every block of entries that these exercises judge depends on, as a hash."""
    digest = hashlib.sha256(grading_key(course, assignment, exercises).encode())
    here = Path(__file__).parent
    solution = course.graders(assignment) / "solution"
    for path in (
        course.source(assignment),
        *sorted(solution.glob("*")),
        *(here / name for name in ("bank.py", "measure.py")),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()

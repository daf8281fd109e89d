"""From blocks to what they say: pure functions of what was measured."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping, Sequence

from fairgrade.calibrate.bank import RIGHT, SOLUTION, WRONG, Entry
from fairgrade.calibrate.records import (
    Block,
    Calibration,
    CheckResult,
    EntryResult,
    GraderErrors,
    RateResult,
    SeedFinding,
)
from fairgrade.config import Course

WIDENED_RATE = 0.0455
"""Two-sided rate of 2 standard errors, at which the statistical assertions are decided again to count their failures."""
_CONFIDENCE = 0.999
"""That all intervals of the measured rates together hold the true ones."""
_PACKAGES = ("torch", "numpy", "scipy", "pytest")


def summarise(
    course: Course, assignment: str, seeds: int, component: str, blocks: Mapping[Entry, Sequence[Block]]
) -> Calibration:
    """All figures of an assignment.

    Args:
        course: the checked course.
        assignment: its name.
        seeds: asked for.
        component: the only one measured, or an empty string.
        blocks: of every entry, in the order of their seeds.
    """
    facts = course.assignment(assignment)
    checks = dict(next(iter(blocks.values()))[0].checks)
    entries = tuple(entry_result(entry, found, checks) for entry, found in blocks.items())
    measured = {exercise for entry in entries for exercise in entry.exercises}
    wrong = [entry for entry in entries if entry.kind == WRONG]
    right = [entry for entry in entries if entry.kind == RIGHT]
    solution = next(entry for entry in entries if entry.kind == SOLUTION)
    accepted = tuple(entry.title for entry in wrong if entry.rejected < entry.seeds)
    rejected = tuple(entry.title for entry in right if is_faulted(entry))
    unnamed = tuple(entry.title for entry in wrong if entry.named < entry.seeds)
    results = check_results(checks, facts.exercises, blocks, measured)
    banked = {exercise for entry in wrong for exercise in entry.exercises}
    return Calibration(
        assignment=assignment,
        title=facts.title,
        seeds=seeds,
        component=component,
        wrong=len(wrong),
        right=len(right),
        wrong_accepted=len(accepted),
        right_rejected=len(rejected),
        named_share=1 - len(unnamed) / len(wrong) if wrong else 1.0,
        false_fail_bound=false_fail_bound(blocks),
        solution_passes=not is_faulted(solution) and not solution.grader_errors,
        wrong_accepted_entries=accepted,
        right_rejected_entries=rejected,
        unnamed_entries=unnamed,
        idle_checks=tuple(result.check for result in results if result.idle),
        unbanked_exercises=tuple(name for name in facts.exercises if name in measured - banked),
        grader_errors=grader_errors(entries),
        entries=entries,
        checks=results,
        rates=rate_results(blocks),
        versions={"python": platform.python_version()}
        | {name: importlib.metadata.version(name) for name in _PACKAGES},
    )


def grader_errors(entries: Sequence[EntryResult]) -> dict[str, GraderErrors]:
    """What our own checks raised, by check."""
    found: dict[str, list[EntryResult]] = {}
    for entry in entries:
        for check in entry.grader_errors:
            found.setdefault(check, []).append(entry)
    return {
        check: GraderErrors(tuple(entry.title for entry in where), where[0].grader_errors[check])
        for check, where in found.items()
    }


def is_faulted(entry: EntryResult) -> bool:
    """Whether a right program lost points, in its own exercises or in others; our own errors cost none."""
    return bool(entry.rejected or entry.also_lost)


def entry_result(entry: Entry, blocks: Sequence[Block], checks: Mapping[str, str]) -> EntryResult:
    """One entry over all its blocks."""
    findings = [finding for block in blocks for finding in block.findings]
    own = {check for check, exercise in checks.items() if exercise in entry.exercises}
    thorough = [finding for finding in findings if not finding.stopped]
    shares = {
        check: sum(check in finding.rejected_by for finding in thorough) / max(len(thorough), 1)
        for check in own
    }
    lost = {checks[check] for finding in findings for check in finding.rejected_by} - set(entry.exercises)
    messages = {check: text for block in reversed(blocks) for check, text in block.messages.items()}
    return EntryResult(
        component=entry.component,
        kind=entry.kind,
        name=entry.name,
        what=entry.what,
        expect=entry.expect,
        exercises=entry.exercises,
        seeds=len(findings),
        rejected=sum(bool(own & set(finding.rejected_by)) for finding in findings),
        named=sum(finding.named for finding in findings),
        rejected_share={check: shares[check] for check in checks if check in own},
        also_lost=tuple(sorted(lost)),
        message=_first_message(entry, messages, own),
        grader_errors={
            check: text for block in reversed(blocks) for check, text in block.grader_errors.items()
        },
        seconds=round(sum(block.seconds for block in blocks), 1),
    )


def _first_message(entry: Entry, messages: Mapping[str, str], own: set[str]) -> str:
    """The message that names the mistake, else the first one of the entry's own checks, else any."""
    ranked = sorted(
        messages.items(),
        key=lambda item: (entry.expect.casefold() not in item[1].casefold(), item[0] not in own),
    )
    return f"{ranked[0][0]}\n{ranked[0][1]}" if ranked else ""


def check_results(
    checks: Mapping[str, str],
    points: Mapping[str, float],
    blocks: Mapping[Entry, Sequence[Block]],
    measured: set[str],
) -> tuple[CheckResult, ...]:
    """What each check of the measured exercises is good for; only seeds with which all checks ran can tell."""
    wrong = {
        entry: [finding for block in found for finding in block.findings if not finding.stopped]
        for entry, found in blocks.items()
        if entry.kind == WRONG
    }
    results = []
    for check, exercise in checks.items():
        if exercise not in measured:
            continue
        judged = {
            entry: findings for entry, findings in wrong.items() if exercise in entry.exercises and findings
        }
        kills = tuple(
            entry.title for entry, found in judged.items() if all(check in one.rejected_by for one in found)
        )
        needed = tuple(
            entry.title for entry, found in judged.items() if _is_needed(check, entry, found, checks)
        )
        results.append(
            CheckResult(check, exercise, points[exercise], kills, needed, bool(judged) and not needed)
        )
    return tuple(results)


def _is_needed(check: str, entry: Entry, findings: Sequence[SeedFinding], checks: Mapping[str, str]) -> bool:
    """Whether some seed would accept the entry without this check, and none does with it."""
    sets = [{name for name in finding.rejected_by if checks[name] in entry.exercises} for finding in findings]
    return all(sets) and any(found == {check} for found in sets)


def false_fail_bound(blocks: Mapping[Entry, Sequence[Block]]) -> float:
    """Largest sum of stated rates over a run of a right program; union bound, so dependence does not matter.

    Runs of everything count as they are. An entry that is run on its own exercises only is covered by its first seeds.
    """
    return max(
        (
            finding.stated_rate
            for entry, found in blocks.items()
            if entry.kind != WRONG
            for block in found
            for finding in block.findings
        ),
        default=0.0,
    )


def rate_results(blocks: Mapping[Entry, Sequence[Block]]) -> tuple[RateResult, ...]:
    """Each statistical assertion decided again at `WIDENED_RATE`, on the first right program that makes it.

    Probes and noise differ between seeds, so the failures of one assertion are independent trials; a program whose noise
    is always the same, of a generator with a fixed seed, counts once.
    """
    p_values: dict[str, list[float]] = {}
    for entry, found in sorted(blocks.items(), key=lambda item: item[0].kind != SOLUTION):
        if entry.kind != WRONG:
            merged: dict[str, list[float]] = {}
            for block in found:
                for name, values in block.p_values.items():
                    merged.setdefault(name, []).extend(values)
            for name, values in merged.items():
                if len(values) > len(p_values.get(name, [])) and (
                    name not in p_values or entry.kind == SOLUTION
                ):
                    p_values[name] = values
    return tuple(_rate(name, values, len(p_values)) for name, values in p_values.items())


def _rate(name: str, p_values: Sequence[float], intervals: int) -> RateResult:
    from scipy import stats

    check, assertion, number = name.split("|")
    p_values = sorted({float(f"{value:.9g}") for value in p_values})
    failures = sum(not value >= WIDENED_RATE for value in p_values)
    level = 1 - (1 - _CONFIDENCE) / intervals
    interval = stats.binomtest(failures, len(p_values)).proportion_ci(level, method="exact")
    return RateResult(
        check=check,
        assertion=f"{assertion} {number}",
        stated=WIDENED_RATE,
        seeds=len(p_values),
        failures=failures,
        low=float(interval.low),
        high=float(interval.high),
        honest=bool(interval.low <= WIDENED_RATE),
    )

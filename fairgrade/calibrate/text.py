"""What a calibration looks like in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.markup import escape
from rich.table import Table

from fairgrade.calibrate.bank import WRONG
from fairgrade.calibrate.records import FALSE_FAIL_BOUND, Calibration, CheckResult, EntryResult

_SHADES = ((1.0, "█"), (0.5, "▓"), (1e-9, "░"), (0.0, "·"))


def check_table(found: Calibration) -> Table:
    """One row a check, with its row of the kill matrix: one sign for each wrong entry of its exercise."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    for title, options in (
        ("check", {}), ("points", {"justify": "right"}), ("kills", {"justify": "right"}),
        ("alone", {"justify": "right"}), ("wrong entries: █ always rejected, ▓ ░ sometimes, · never", {}),
    ):  # fmt: skip
        table.add_column(title, no_wrap=True, **options)  # type: ignore[arg-type]
    for exercise in dict.fromkeys(check.exercise for check in found.checks):
        checks = [check for check in found.checks if check.exercise == exercise]
        wrong = wrong_entries(found, exercise)
        table.add_row(f"[bold]{exercise}", f"{checks[0].points:g}", str(len(wrong)), "", "")
        for check in checks:
            name = f"  {check.check.partition('::')[2]}"
            table.add_row(
                f"[yellow]{name}" if check.idle else name,
                "",
                str(len(check.kills)),
                str(len(check.needed_for)),
                matrix_row(check, wrong),
            )
    return table


def wrong_entries(found: Calibration, exercise: str) -> list[EntryResult]:
    """The wrong entries that an exercise judges: the columns of its part of the kill matrix."""
    return [entry for entry in found.entries if entry.kind == WRONG and exercise in entry.exercises]


def matrix_row(check: CheckResult, wrong: Sequence[EntryResult]) -> str:
    """One sign for each entry."""
    shares = [entry.rejected_share.get(check.check, 0.0) for entry in wrong]
    return "".join(next(sign for least, sign in _SHADES if share >= least) for share in shares)


def sentences(found: Calibration) -> Iterator[str]:
    """The figures, each with what is wrong about it."""
    scope = f"{found.assignment}/{found.component}" if found.component else found.assignment
    yield f"[bold]{scope}[/], {found.seeds} seeds"
    yield _verdict(
        found.solution_passes,
        f"the solution {'passes' if found.solution_passes else 'does not pass'} every check with every seed",
    )
    yield _verdict(
        not found.right_rejected, f"{found.right_rejected} of {found.right} right entries rejected"
    )
    yield from _each(found, found.right_rejected_entries)
    yield _verdict(
        not found.wrong_accepted, f"{found.wrong_accepted} of {found.wrong} wrong entries accepted"
    )
    yield from _each(found, found.wrong_accepted_entries)
    unnamed = len(found.unnamed_entries)
    yield _verdict(not unnamed, f"{found.named_share:.1%} of wrong entries named, {unnamed} not")
    yield from _each(found, found.unnamed_entries)
    bound = found.false_fail_bound
    yield _verdict(
        bound <= FALSE_FAIL_BOUND,
        f"a whole run fails a right program with probability at most {bound:.2g}, as stated",
    )
    dishonest = [rate for rate in found.rates if not rate.honest]
    trials, failures = sum(rate.seeds for rate in found.rates), sum(rate.failures for rate in found.rates)
    stated = found.rates[0].stated if found.rates else 0.0
    if trials:
        yield _verdict(
            not dishonest,
            f"measured at a rate widened to {stated:.2%}: {failures} of {trials} assertions failed, {failures / trials:.2%}",
        )
    for rate in dishonest:
        yield f"    {rate.check}, {rate.assertion}: {rate.failures} of {rate.seeds} seeds"
    for check in found.idle_checks:
        yield f"[yellow]idle[/] {check}: no wrong entry needs it"
    if found.unbanked_exercises:
        yield f"[yellow]no wrong entries for[/] {', '.join(found.unbanked_exercises)}"
    for check, errors in found.grader_errors.items():
        last = errors.trace.strip().splitlines()[-1] if errors.trace.strip() else ""
        told = f"{check} on {len(errors.entries)} entries, {errors.entries[0]} first: {last}"
        yield f"[bold magenta]grader error[/] {escape(told)}"


def _verdict(good: bool, text: str) -> str:
    return f"[green]good[/] {text}" if good else f"[red]bad [/] {text}"


def _each(found: Calibration, titles: Sequence[str]) -> Iterator[str]:
    by_title = {entry.title: entry for entry in found.entries}
    for title in titles:
        entry = by_title[title]
        said = entry.message.replace("\n", " | ")
        count = f"rejected {entry.rejected} and named {entry.named} of {entry.seeds}"
        if entry.also_lost:
            count += f", also lost: {', '.join(entry.also_lost)}"
        wanted = f"; expected '{entry.expect}'" if entry.expect else ""
        yield f"    {escape(title)}: {count}{escape(wanted)}" + (
            f"\n        [dim]{escape(said)}" if said else ""
        )

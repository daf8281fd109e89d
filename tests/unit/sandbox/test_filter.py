"""The seccomp filters decide as the policy says; a small interpreter runs the assembled programs."""

from __future__ import annotations

import errno
import struct

import pytest

from fairgrade.sandbox.inside.filter import ALLOW, ERRNO, KILL_PROCESS, ranges, sealed_filter, student_filter
from fairgrade.sandbox.syscalls import ABSENT, AUDIT_ARCH, CONDITIONAL, NUMBERS, SEALED, allowed

MACHINES = sorted(NUMBERS)
EPERM, ENOSYS = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS


def decide(program: bytes, machine: str, number: int, *arguments: int, abi: int | None = None) -> int:
    """What the kernel's interpreter would return for one call."""
    wide = [*arguments, *[0] * (6 - len(arguments))]
    audit = AUDIT_ARCH[machine] if abi is None else abi
    data = struct.pack("=IIQ6Q", number & 0xFFFFFFFF, audit, 0, *(value & (1 << 64) - 1 for value in wide))
    instructions = list(struct.iter_unpack("HBBI", program))
    position, accumulator = 0, 0
    while True:
        code, yes, no, value = instructions[position]
        position += 1
        if code == 0x06:
            return value
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        else:
            holds = {0x15: accumulator == value, 0x25: accumulator > value, 0x35: accumulator >= value}
            holds[0x45] = bool(accumulator & value)
            position += yes if holds[code] else no


@pytest.mark.parametrize("machine", MACHINES)
def test_every_allowed_call_is_allowed_and_no_other(machine: str) -> None:
    program = student_filter(machine)
    special = {NUMBERS[machine][name] for name in (*CONDITIONAL, *ABSENT) if name in NUMBERS[machine]}
    for number in set(range(600)) - special:
        assert decide(program, machine, number) == (ALLOW if number in allowed(machine) else EPERM), number


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_the_library_can_do_without_seem_absent(machine: str) -> None:
    program = student_filter(machine)
    for name in ABSENT:
        assert decide(program, machine, NUMBERS[machine][name]) == ENOSYS, name


@pytest.mark.parametrize("machine", MACHINES)
def test_other_system_call_interfaces_kill(machine: str) -> None:
    for program in (student_filter(machine), sealed_filter(machine, 7)):
        assert decide(program, machine, 0, abi=0x40000003) == KILL_PROCESS
        if machine == "x86_64":
            assert decide(program, machine, 0x40000000) == KILL_PROCESS


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "verdict"),
    [
        ("clone", (17,), ALLOW),
        ("clone", (0x003D0F00,), ALLOW),
        ("clone", (0x10000000 | 17,), EPERM),
        ("clone", (0x00020000 | 17,), EPERM),
        ("clone", (0x40000000,), EPERM),
        ("mmap", (0, 4096, 3, 0x22), ALLOW),
        ("mmap", (0, 4096, 1, 0x01), ALLOW),
        ("mmap", (0, 4096, 3, 0x01), EPERM),
        ("mmap", (0, 4096, 1, 0x21), EPERM),
        ("mmap", (0, 4096, 1, 0x23), EPERM),
        ("mmap", (0, 4096, 5, 0x01), EPERM),
        ("socketpair", (1, 1), ALLOW),
        ("socketpair", (2, 1), EPERM),
        ("ioctl", (1, 0x5401), ALLOW),
        ("ioctl", (1, 0x5412), ERRNO | errno.ENOTTY),
        ("prctl", (15,), ALLOW),
        ("prctl", (1,), EPERM),
        ("prctl", (4,), EPERM),
        ("prctl", (22,), EPERM),
        ("prlimit64", (0, 7, 0), ALLOW),
        ("prlimit64", (0, 1, 0xDEADBEEF), ALLOW),
        ("prlimit64", (0, 7, 0xDEADBEEF), EPERM),
        ("prlimit64", (0, 7, 0xDEADBEEF00000000), EPERM),
        ("prlimit64", (44, 7, 0), EPERM),
        ("seccomp", (1, 0), ALLOW),
        ("seccomp", (1, 8), EPERM),
        ("personality", (0xFFFFFFFF,), ALLOW),
        ("personality", (0x40000,), EPERM),
    ],
)
def test_arguments_decide(machine: str, name: str, arguments: tuple[int, ...], verdict: int) -> None:
    assert decide(student_filter(machine), machine, NUMBERS[machine][name], *arguments) == verdict


@pytest.mark.parametrize("machine", MACHINES)
def test_sealed_fork_changes_nothing_and_signals_itself_only(machine: str) -> None:
    program, numbers = sealed_filter(machine, 4321), NUMBERS[machine]
    for name in SEALED:
        if name in numbers:
            assert decide(program, machine, numbers[name]) == EPERM, name
    for name in ("kill", "tgkill"):
        assert decide(program, machine, numbers[name], 4321, 6) == ALLOW
        assert decide(program, machine, numbers[name], 1, 0) == EPERM
        assert decide(program, machine, numbers[name], -1, 9) == EPERM
    assert decide(program, machine, numbers["clone"], 0x003D0F00) == ALLOW
    assert decide(program, machine, numbers["clone"], 17) == EPERM
    assert decide(program, machine, numbers["read"]) == ALLOW


def test_numbers_become_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]
    assert ranges([]) == []


@pytest.mark.parametrize("machine", MACHINES)
def test_programs_fit_the_kernel(machine: str) -> None:
    assert len(student_filter(machine)) // 8 <= 4096
    assert len(sealed_filter(machine, 1)) // 8 <= 4096

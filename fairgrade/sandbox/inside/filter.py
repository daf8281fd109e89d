"""Assembles the seccomp filters from `fairgrade.sandbox.syscalls`: an array of BPF instructions as bytes.

A condition on arguments is a list of alternatives, each a list of tests that must all hold. Only the low 32 bits of an
argument are compared unless a test says otherwise, which is what the kernel itself looks at in these calls.
"""

from __future__ import annotations

import errno
import functools
import os
import struct
from dataclasses import dataclass

from fairgrade.sandbox.inside.kernel import NEW_NAMESPACES
from fairgrade.sandbox.syscalls import ABSENT, AUDIT_ARCH, NUMBERS, SEALED, allowed

ALLOW, KILL_PROCESS, ERRNO, USER_NOTIFICATION = 0x7FFF0000, 0x80000000, 0x00050000, 0x7FC00000
_LOAD, _EQUAL, _GREATER, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x06
_X32_BIT = 0x40000000


@dataclass(frozen=True)
class Condition:
    """One test of one argument: `is` it equals the value, `without` has none of its bits, `zero` all 64 bits are 0."""

    argument: int
    kind: str
    value: int = 0


Alternatives = list[list[Condition]]

_CLONE_FLAGS = sum(NEW_NAMESPACES.values())
_CLONE_THREAD = 0x00010000
_TERMINAL_AND_FILE_QUERIES = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS, TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX."""
_PROCESS_QUERIES = (2, 3, 15, 16, 21, 23, 38, 39, 0x53564D41)
"""PR_GET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_SECCOMP, PR_CAPBSET_READ, PR_SET_NO_NEW_PRIVS,
PR_GET_NO_NEW_PRIVS, PR_SET_VMA."""
_RLIMIT_FSIZE = 1
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_MAP_SHARED, _MAP_ANONYMOUS, _PROT_READ = 1, 0x20, 1

CONDITIONS: dict[str, tuple[Alternatives, int]] = {
    "clone": ([[Condition(0, "without", _CLONE_FLAGS)]], errno.EPERM),
    # Shared memory would escape RLIMIT_DATA; a file mapped for reading only (np.memmap) cannot.
    "mmap": (
        [
            [Condition(3, "without", _MAP_SHARED)],
            [Condition(3, "without", _MAP_ANONYMOUS), Condition(2, "is", _PROT_READ)],
        ],
        errno.EPERM,
    ),
    "socketpair": ([[Condition(0, "is", 1)]], errno.EPERM),
    "ioctl": ([[Condition(1, "is", request)] for request in _TERMINAL_AND_FILE_QUERIES], errno.ENOTTY),
    "prctl": ([[Condition(0, "is", option)] for option in _PROCESS_QUERIES], errno.EPERM),
    "prlimit64": (
        [
            [Condition(0, "is", 0), Condition(2, "zero")],
            [Condition(0, "is", 0), Condition(1, "is", _RLIMIT_FSIZE)],
        ],
        errno.EPERM,
    ),
    "seccomp": ([[Condition(0, "is", 1), Condition(1, "is", 0)]], errno.EPERM),
    "personality": ([[Condition(0, "is", 0xFFFFFFFF)]], errno.EPERM),
}
"""What the calls named `CONDITIONAL` may be used for, and the error they give otherwise."""


def instruction(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    """One instruction of a BPF program; `yes` and `no` are jumps."""
    return struct.pack("HBBI", code, yes, no, value)


def _load_argument(index: int, high: bool = False) -> bytes:
    return instruction(_LOAD, 16 + 8 * index + (4 if high else 0))


def _alternative(tests: list[Condition]) -> bytes:
    """Returns ALLOW when all tests hold, otherwise falls through."""
    steps: list[tuple[int, bytes, int, bool]] = []
    for test in tests:
        load = _load_argument(test.argument)
        if test.kind == "zero":
            steps += [(_EQUAL, load, 0, True), (_EQUAL, _load_argument(test.argument, high=True), 0, True)]
        elif test.kind == "is":
            steps.append((_EQUAL, load, test.value, True))
        else:
            steps.append((_ANY_BIT, load, test.value, False))
    out = b""
    for position, (code, load, value, wanted) in enumerate(steps):
        to_end = 2 * (len(steps) - position - 1) + 1
        out += load + (instruction(code, value, 0, to_end) if wanted else instruction(code, value, to_end, 0))
    return out + instruction(_RETURN, ALLOW)


def _conditional(number: int, alternatives: Alternatives, error: int) -> bytes:
    body = b"".join(_alternative(tests) for tests in alternatives) + instruction(_RETURN, ERRNO | error)
    if len(body) // 8 > 255:
        raise ValueError("a condition is too long for one jump")
    return instruction(_EQUAL, number, 0, len(body) // 8) + body


def _prologue(machine: str) -> bytes:
    out = instruction(_LOAD, 4) + instruction(_EQUAL, AUDIT_ARCH[machine], 1, 0)
    out += instruction(_RETURN, KILL_PROCESS) + instruction(_LOAD, 0)
    if machine == "x86_64":
        out += instruction(_AT_LEAST, _X32_BIT, 0, 1) + instruction(_RETURN, KILL_PROCESS)
    return out


def ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Sorted numbers as inclusive ranges."""
    out: list[tuple[int, int]] = []
    for number in numbers:
        if out and out[-1][1] == number - 1:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return out


def student_filter(machine: str, refuse: int = ERRNO | errno.EPERM) -> bytes:
    """The filter of all student code.

    Args:
        machine: `x86_64` or `aarch64`.
        refuse: what happens at a call that nothing allows; tests log it instead.
    """
    numbers = NUMBERS[machine]
    out = _prologue(machine)
    for first, last in ranges(allowed(machine)):
        if first == last:
            out += instruction(_EQUAL, first, 0, 1) + instruction(_RETURN, ALLOW)
        else:
            out += instruction(_AT_LEAST, first, 0, 2) + instruction(_GREATER, last, 1, 0)
            out += instruction(_RETURN, ALLOW)
    for name, (alternatives, error) in CONDITIONS.items():
        out += _conditional(numbers[name], alternatives, error)
    for name in ABSENT:
        if name in numbers:
            out += instruction(_EQUAL, numbers[name], 0, 1) + instruction(_RETURN, ERRNO | errno.ENOSYS)
    return out + instruction(_RETURN, refuse)


_ANY_PID = 0x7E57AB1E
"""Stands for the process id in a filter that was built before the process; far above the kernel's highest one."""


def sealed_filter(machine: str, pid: int) -> bytes:
    """The second filter of a hidden test's fork: no new process, no signal to others, no change to any file.

    Args:
        machine: as above.
        pid: the fork's own process id, the only one it may signal.
    """
    return sealed_template(machine).replace(struct.pack("I", _ANY_PID), struct.pack("I", pid))


@functools.cache
def sealed_template(machine: str) -> bytes:
    """What `sealed_filter` fills in; called before the fork, the work is done once."""
    numbers = NUMBERS[machine]
    out = _prologue(machine)
    for name in SEALED:
        if name in numbers:
            out += instruction(_EQUAL, numbers[name], 0, 1) + instruction(_RETURN, ERRNO | errno.EPERM)
    for name, argument in (("open", 1), ("openat", 2)):
        if name in numbers:
            reading: Alternatives = [[Condition(argument, "without", _WRITING)]]
            out += _conditional(numbers[name], reading, errno.EPERM)
    only_own: Alternatives = [[Condition(0, "is", _ANY_PID)]]
    out += _conditional(numbers["kill"], only_own, errno.EPERM) + _conditional(
        numbers["tgkill"], only_own, errno.EPERM
    )
    thread = [
        _load_argument(0),
        instruction(_ANY_BIT, _CLONE_THREAD, 1, 0),
        instruction(_RETURN, ERRNO | errno.EPERM),
    ]
    out += instruction(_EQUAL, numbers["clone"], 0, 3) + b"".join(thread)
    return out + instruction(_RETURN, ALLOW)

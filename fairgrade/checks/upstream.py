"""Independence of exercises: what a component builds on is the reference's, so that one mistake costs once.

A student may build on helpers with more arguments, or on a model with more attributes, than the contract names; the
reference cannot stand in for those. So a check runs with the reference's helpers first and, where that fails, once more
with the student's: it passes when either does. A student's own model comes last, and only where the code asks a trusted
one for something it does not have, because less can be seen in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from fairgrade.checks.failure import CheckFailed
from fairgrade.checks.student import Handle, Student
from fairgrade.errors import NotStarted, StudentFault, StudentRaised
from fairgrade.sandbox.remote import Remote

_INTERFACE = ("TypeError", "AttributeError", "RemoteRaised", "KeyError", "NameError", "WireError")


def pass_any(
    student: Student, attempts: Sequence[Callable[[], None]], stand_ins: Sequence[Callable[[], None]] = ()
) -> None:
    """Run attempts of one check, each in a fresh copy of the notebook, until one passes.

    Args:
        student: whose copy is renewed between attempts.
        attempts: equally strict versions of the check.
        stand_ins: weaker versions, for code that no trusted stand-in fits; they are run only when every attempt ended
            in an exception that says so, such as a missing attribute.

    Raises:
        CheckFailed: all failed; the first failure is reported, unless it only says that a stand-in did not fit.
        StudentFault: likewise.
    """
    failures: list[CheckFailed | StudentFault] = []
    for number, attempt in enumerate([*attempts, *stand_ins]):
        if number >= len(attempts) and not all(_is_interface(failure) for failure in failures):
            break
        if number:
            renew(student)
        try:
            attempt()
        except NotStarted:
            if not failures:
                raise
        except (CheckFailed, StudentFault) as failure:
            failures.append(failure)
        else:
            return
    raise next((failure for failure in failures if not _is_interface(failure)), failures[0])


def renew(student: Student) -> None:
    """End this copy of the notebook; the next call opens a fresh one."""
    student.close()
    student._fork = None


def _is_interface(failure: CheckFailed | StudentFault) -> bool:
    return isinstance(failure, StudentRaised) and failure.kind in _INTERFACE


def place_module(
    student: Student, module: torch.nn.Module, methods: Sequence[str] = ("encode", "decode", "sample")
) -> tuple[Handle, Remote]:
    """A trusted module as an object of the student's process: its parameters live there, its computation stays here.

    Returns:
        A handle to pass to the student's functions, whose `parameters()` are the values it ended with, and the
        trusted end, whose `calls` is the log.
    """
    remote = student.remote_module(module, methods)
    placed = student._call({"name": "train", "on": remote}, (), {})
    if not isinstance(placed, Handle):
        raise StudentFault("the process did not take the trusted model")
    return placed, remote

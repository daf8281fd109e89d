"""Takes away from a process, step by step and for good, what student code must not have.

The order matters: each step may need a right that a later one takes away.
"""

from __future__ import annotations

import itertools
import os
import resource
import stat
from collections.abc import Iterable
from pathlib import Path

from fairgrade.sandbox.inside import kernel
from fairgrade.sandbox.inside.filter import sealed_filter, sealed_template, student_filter
from fairgrade.sandbox.policy import Limits, Policy, Tier

CHANNEL = 3
"""Number of the one descriptor that student code has, a socket to the trusted side."""

_READ = kernel.READ_FILE | kernel.READ_DIR
_SCRATCH = (
    _READ | kernel.WRITE_FILE | kernel.REMOVE_DIR | kernel.REMOVE_FILE | kernel.MAKE_DIR | kernel.MAKE_REG
    | kernel.MAKE_FIFO | kernel.MAKE_SYM | kernel.REFER | kernel.TRUNCATE
)  # fmt: skip


def close_descriptors(keep: set[int]) -> None:
    """Close every descriptor but `keep`; 0, 1 and 2 become /dev/null."""
    null = os.open("/dev/null", os.O_RDWR)
    for number in {0, 1, 2} - keep:
        os.dup2(null, number, inheritable=True)
    edges = [2, *sorted(number for number in keep if number > 2), 1 << 20]
    for low, high in itertools.pairwise(edges):
        os.closerange(low + 1, high)


def limit_resources(limits: Limits, tasks: int) -> None:
    """Set the kernel's limits of one process; `tasks` counts what the user id may own in this user namespace."""
    cpu = limits.cpu_seconds
    for kind, value in (
        (resource.RLIMIT_DATA, limits.data_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.descriptors),
        (resource.RLIMIT_NPROC, tasks),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_NICE, 0),
        (resource.RLIMIT_RTPRIO, 0),
        (resource.RLIMIT_SIGPENDING, 256),
        # 1, not 0: a core_pattern that names a program ignores 0 and would start it on the host.
        (resource.RLIMIT_CORE, 1),
    ):
        resource.setrlimit(kind, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu + 1, cpu + 2))


def file_rules(policy: Policy, scratch: Path, roots: list[str], tier: Tier) -> list[tuple[str, int]]:
    """Landlock's rules: what may be read, run and written.

    Args:
        policy: names devices and system folders.
        scratch: the only folder that can be written to.
        roots: further folders and files to read, from the launcher: the environment, fairgrade's part, course files.
        tier: whether there is an own /proc.
    """
    rules = [
        (path, _READ | kernel.EXECUTE) for path in (*policy.system_folders, *policy.system_links, *roots)
    ]
    rules += [(path, kernel.READ_FILE) for path in policy.system_files]
    rules += [(path, kernel.READ_FILE | kernel.WRITE_FILE) for path in policy.devices]
    rules.append((str(scratch), _SCRATCH))
    if tier.own_proc:
        rules.append(("/proc", _READ))
    return [(path, _for_file(rights) if os.path.isfile(path) else rights) for path, rights in rules]


def _for_file(rights: int) -> int:
    return rights & (kernel.EXECUTE | kernel.READ_FILE | kernel.WRITE_FILE | kernel.TRUNCATE)


def confine(policy: Policy, limits: Limits, tier: Tier, scratch: Path, roots: list[str], tasks: int) -> None:
    """Confine this process before it sees a byte of a student's; raises `OSError` when any step fails.

    Descriptors must be closed already.
    """
    if tier.name == "open":
        resource.setrlimit(resource.RLIMIT_DATA, (limits.data_bytes, limits.data_bytes))
        return
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if tier.landlock:
        kernel.restrict_files(tier.landlock, file_rules(policy, scratch, roots, tier))
    kernel.drop_capabilities()
    limit_resources(limits, tasks)
    # Readable by the supervisor, which counts shared pages once; Landlock and seccomp keep other students' code out.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
    sealed_template(os.uname().machine)  # once, not in every hidden test's fork
    kernel.install_filter(student_filter(os.uname().machine))


def seal_fork() -> None:
    """Confine a hidden test's fork further, so that it leaves nothing behind and reaches no other process.

    After it, no file can be created, changed or run, no process started, no other process signalled; inherited pipes
    and sockets but the channel are replaced by /dev/null, and inherited files have positions of their own.
    Costs about a millisecond. Does nothing where the run is unprotected.
    """
    if not _confined():
        return
    _separate_descriptors()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if version := kernel.landlock_version():
        kernel.restrict_files(version, [("/", _READ)])
    kernel.install_filter(sealed_filter(os.uname().machine, os.getpid()))


def _confined() -> bool:
    return kernel.prctl(kernel.PR_GET_SECCOMP) == 2


def _separate_descriptors() -> None:
    """Give this process descriptors that share nothing with its parent's, but for the channel."""
    null = os.open("/dev/null", os.O_RDWR)
    for number in _inherited():
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            _reopen(number, null)
        elif not stat.S_ISCHR(mode):
            os.dup2(null, number)
    os.close(null)


def _inherited() -> Iterable[int]:
    """Numbers above the channel's that may be open."""
    try:
        return [number for name in os.listdir("/proc/self/fd") if (number := int(name)) > CHANNEL]
    except OSError:  # no /proc
        return range(CHANNEL + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _reopen(number: int, null: int) -> None:
    try:
        fresh = os.open(f"/proc/self/fd/{number}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # no /proc, or a deleted file
        os.dup2(null, number)
        return
    if stat.S_ISREG(os.fstat(number).st_mode):
        os.lseek(fresh, os.lseek(number, 0, os.SEEK_CUR), os.SEEK_SET)
    os.dup2(fresh, number)
    os.close(fresh)

"""Namespaces and mounts of one submission, made by its supervisor without any privilege on the host."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from fairgrade.sandbox.inside import kernel
from fairgrade.sandbox.policy import Limits

SCRATCH = Path("/scratch")
HOST_PROC = "/.proc"
"""Where a launch by root shows the host's /proc to the warm process, so that the kernel lets us mount our own."""
_INSIDE_ID = 1000


def nest() -> None:
    """Move this process into namespaces of its own; children it forks later get process ids of their own too.

    Raises:
        OSError: the host does not allow it.
    """
    uid, gid = os.getuid(), os.getgid()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # otherwise the files below belong to root
    kernel.unshare("user", "mount", "pid", "net", "ipc", "uts", "cgroup")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{_INSIDE_ID} {uid} 1")
    _write("/proc/self/gid_map", f"{_INSIDE_ID} {gid} 1")
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    # Read-only where root built the mounts; seccomp refuses new user namespaces in any case.
    with contextlib.suppress(OSError):
        _write("/proc/sys/user/max_user_namespaces", "0")


def mount_scratch(limits: Limits) -> None:
    """An own, bounded folder in memory, from which nothing can be run."""
    options = f"size={limits.scratch_bytes},nr_inodes={limits.inodes},mode=700"
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC | kernel.MS_NOATIME
    kernel.mount("scratch", str(SCRATCH), "tmpfs", flags, options)
    if os.path.isdir(HOST_PROC):
        kernel.mount("none", HOST_PROC, "tmpfs", flags | kernel.MS_RDONLY, "size=4k,nr_inodes=1")


def mount_proc(hide: bool = False) -> bool:
    """Called by the first process of the new process namespace: show its own processes, or nothing at all.

    Args:
        hide: whether to show nothing; without Landlock, one process could open another's memory there.

    Returns:
        Whether /proc shows own processes; without, it is an empty folder.
    """
    flags = kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    for options in () if hide else ("subset=pid", ""):
        try:
            kernel.mount("proc", "/proc", "proc", flags, options)
            return True
        except OSError:
            continue
    kernel.mount("none", "/proc", "tmpfs", flags, "size=4k,nr_inodes=1")
    return False


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)

"""The Linux calls that Python does not offer, through the C library and by their documented constants."""

from __future__ import annotations

import ctypes
import os
import struct
import sys

from fairgrade.sandbox.syscalls import NUMBERS

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

NEW_NAMESPACES: dict[str, int] = {
    "user": 0x10000000, "mount": 0x00020000, "pid": 0x20000000, "net": 0x40000000, "ipc": 0x08000000,
    "uts": 0x04000000, "cgroup": 0x02000000,
}  # fmt: skip
"""CLONE_NEW* flags by the name of the namespace."""

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_NOATIME, MS_BIND, MS_REC, MS_PRIVATE = 1024, 4096, 16384, 1 << 18

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
PR_SET_CHILD_SUBREAPER, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 36, 47, 4
PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS = 21, 23, 39

# These three calls have the same numbers on every architecture, as all calls since 424.
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_NET, _LANDLOCK_SCOPES = 0b11, 0b11

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG, MAKE_FIFO, MAKE_SYM, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 10, 1 << 12, 1 << 13, 1 << 14


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return int(result)


def prctl(option: int, a: int = 0, b: int = 0, c: int = 0, d: int = 0) -> int:
    """prctl(2)."""
    values = (ctypes.c_ulong(value) for value in (a, b, c, d))
    return _check(_libc.prctl(option, *values), f"prctl {option}")


def unshare(*namespaces: str) -> None:
    """unshare(2) of the named namespaces."""
    flags = 0
    for name in namespaces:
        flags |= NEW_NAMESPACES[name]
    _check(_libc.unshare(flags), f"unshare {' '.join(namespaces)}")


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """mount(2)."""
    result = _libc.mount(
        source.encode(),
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        options.encode(),
    )
    _check(result, f"mount {target}")


def drop_bounding_set() -> None:
    """Give up what an executed file could grant, as far as this process has the right to."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # beyond the kernel's last one, or no right to drop because nothing is left
            continue


def drop_capabilities() -> None:
    """Give up every capability of this process for good: bounding, ambient, effective, permitted, inheritable."""
    drop_bounding_set()
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0))
    _check(_libc.capset(header, ctypes.create_string_buffer(24)), "capset")


def install_filter(program: bytes, flags: int = 0) -> int:
    """Install a seccomp filter, an array of `struct sock_filter`, on this process for good.

    Returns:
        0, or a listener's descriptor where `flags` ask for one.
    """
    code = ctypes.create_string_buffer(program, len(program))
    frame = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    number = NUMBERS[os.uname().machine]["seccomp"]
    return _check(_libc.syscall(ctypes.c_long(number), 1, ctypes.c_uint(flags), frame), "seccomp")


def landlock_version() -> int:
    """Version of the kernel's Landlock interface; 0 where there is none."""
    if sys.platform != "linux":  # the number means another call there
        return 0
    return max(0, int(_libc.syscall(ctypes.c_long(_LANDLOCK_CREATE), None, ctypes.c_size_t(0), 1)))


def landlock_rights(version: int) -> int:
    """All file rights that this version can deny."""
    return (
        (1 << 13) - 1
        | (REFER if version >= 2 else 0)
        | (TRUNCATE if version >= 3 else 0)
        | (1 << 15 if version >= 5 else 0)
    )


def restrict_files(version: int, rules: list[tuple[str, int]], optional: bool = True) -> None:
    """Deny this process, for good, all use of files but `rules`, all TCP, and signals and abstract sockets to others.

    Args:
        version: from `landlock_version`.
        rules: paths and the rights below them.
        optional: whether a path that does not exist is skipped.
    """
    handled = landlock_rights(version)
    words = [handled]
    if version >= 4:
        words.append(_LANDLOCK_NET)
    if version >= 6:
        words.append(_LANDLOCK_SCOPES)
    attributes = ctypes.create_string_buffer(struct.pack(f"={len(words)}Q", *words), 8 * len(words))
    ruleset = _check(
        _libc.syscall(ctypes.c_long(_LANDLOCK_CREATE), attributes, ctypes.c_size_t(8 * len(words)), 0),
        "landlock",
    )
    try:
        for path, rights in rules:
            try:
                descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except FileNotFoundError:
                if optional:
                    continue
                raise
            try:
                rule = ctypes.create_string_buffer(struct.pack("=Qi", rights & handled, descriptor), 12)
                _check(_libc.syscall(ctypes.c_long(_LANDLOCK_ADD), ruleset, 1, rule, 0), f"landlock {path}")
            finally:
                os.close(descriptor)
        _check(_libc.syscall(ctypes.c_long(_LANDLOCK_RESTRICT), ruleset, 0), "landlock")
    finally:
        os.close(ruleset)

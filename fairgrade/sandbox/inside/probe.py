"""Tries, from where student code will be, what student code must not be able to do.

Every attempt proves access without doing harm: it opens but does not write, and connects nowhere.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import resource
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fairgrade.sandbox.inside import confine, kernel

Facts = dict[str, Any]
"""What to check against, from the launcher: forbidden paths, process ids, the name of a canary variable."""

_PTRACE = {"x86_64": 101, "aarch64": 117}
_PTRACE_ATTACH = 16
_VSOCK = 40


def serve(sock: socket.socket, scratch: Path) -> None:
    """Read one JSON line of facts, answer one line: whether each protection holds, and the user id."""
    facts = json.loads(sock.makefile("rb").readline())
    answer: dict[str, Any] = {name: attempt(facts) for name, attempt in PROTECTIONS.items()}
    sock.sendall(json.dumps({"holds": answer, "user": _user_id(), "scratch": str(scratch)}).encode() + b"\n")


def _refused(action: Callable[..., object], *arguments: object) -> bool:
    try:
        action(*arguments)
    except OSError:
        return True
    return False


def _all_refused(action: Callable[..., object], values: Iterable[object]) -> bool:
    return all(_refused(action, value) for value in values)


def _open_for_writing(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY))


def _create_in(folder: str) -> None:
    path = f"{folder}/fairgrade-probe"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    os.unlink(path)


def _read_byte(path: str) -> None:
    with open(path, "rb") as file:
        file.read(1)


def _user_id() -> int:
    """Real user id as the host knows it: a user namespace maps it, and `uid_map` tells from what."""
    try:
        inside, outside, _ = map(int, Path("/proc/self/uid_map").read_text().split())
    except (OSError, ValueError):
        return os.getuid()
    return outside + os.getuid() - inside


def _not_root(facts: Facts) -> bool:
    """What an ordinary user starts cannot be; bubblewrap's maps lead through an id 0 of its own then."""
    outside = _user_id() if facts["root"] else os.getuid()
    return 0 not in {*os.getresuid(), *os.getresgid(), outside}


def _no_capabilities(facts: Facts) -> bool:
    """None held; and none to gain, for which an ordinary user cannot empty the bounding set but needs no new privileges."""
    header = ctypes.create_string_buffer((0x20080522).to_bytes(4, "little") + bytes(4), 8)
    sets = ctypes.create_string_buffer(24)
    if ctypes.CDLL(None).capget(header, sets) != 0:
        return False
    nothing_to_gain = kernel.prctl(kernel.PR_GET_NO_NEW_PRIVS) == 1
    return sets.raw == bytes(24) and (nothing_to_gain or not any(map(_in_bounding_set, range(64))))


def _in_bounding_set(number: int) -> bool:
    try:
        return kernel.prctl(kernel.PR_CAPBSET_READ, number) == 1
    except OSError:  # beyond the kernel's last capability
        return False


def _no_kernel_settings(facts: Facts) -> bool:
    names = ("sys/kernel/core_pattern", "sys/kernel/hostname", "sys/vm/drop_caches", "sysrq-trigger")
    return _all_refused(_open_for_writing, (f"/proc/{name}" for name in names))


def _no_network(facts: Facts) -> bool:
    families = (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, _VSOCK, socket.AF_UNIX)
    return _all_refused(socket.socket, families)


def _no_foreign_files(facts: Facts) -> bool:
    return _all_refused(_read_byte, facts["secret_files"]) and all(
        _shows_nothing(Path(folder), facts["roots"]) for folder in facts["secret_folders"]
    )


def _shows_nothing(folder: Path, roots: list[str]) -> bool:
    """Whether it cannot be listed, or holds only the empty folders in which bubblewrap mounts what may be read."""
    try:
        names = os.listdir(folder)
    except OSError:
        return True
    return all(any(Path(root).is_relative_to(folder / name) for root in roots) for name in names)


def _only_scratch(facts: Facts) -> bool:
    folders = (
        "/",
        "/dev",
        "/dev/shm",
        "/usr",
        "/etc",
        "/var/tmp",
        "/warm",
        "/course",
        "/proc",
        *facts["roots"],
    )
    return _all_refused(_create_in, folders)


def _filtered(facts: Facts) -> bool:
    return kernel.prctl(kernel.PR_GET_SECCOMP) == 2


def _no_tracing(facts: Facts) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(_PTRACE[os.uname().machine], _PTRACE_ATTACH, os.getppid(), None, None)
    return result == -1 and ctypes.get_errno() == errno.EPERM


def _no_signals(facts: Facts) -> bool:
    """Nor the supervisor; in a world of its own, a submission that ends its supervisor ends only itself."""
    pids = facts["pids"] if facts["alone"] else [*facts["pids"], os.getppid()]
    return _all_refused(_signal_zero, (pid for pid in pids if pid not in (0, os.getpid())))


def _signal_zero(pid: int) -> None:
    os.kill(pid, 0)


def _no_namespaces(facts: Facts) -> bool:
    return _refused(kernel.unshare, "user")


def _no_environment(facts: Facts) -> bool:
    canary = facts["canary"]
    if canary in os.environ:
        return False
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if canary.encode() in path.read_bytes():
                return False
        except OSError:
            continue
    return True


def _one_descriptor(facts: Facts) -> bool:
    extra = range(confine.CHANNEL + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return _all_refused(os.fstat, extra)


def _no_core(facts: Facts) -> bool:
    return resource.getrlimit(resource.RLIMIT_CORE) == (1, 1)


def _memory_limit(facts: Facts) -> bool:
    """Asks for more than a process may have; where it is given, no page of it is touched."""
    more = min(resource.getrlimit(resource.RLIMIT_DATA)[0], 1 << 40) + 1
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    return _refused(lambda: mmap.mmap(-1, more, flags=private).close())


def _file_limit(facts: Facts) -> bool:
    more = min(resource.getrlimit(resource.RLIMIT_FSIZE)[0], 1 << 40) + 1
    with open("fairgrade-probe", "wb") as file:
        os.unlink("fairgrade-probe")
        return _refused(file.truncate, more)


PROTECTIONS: dict[str, Callable[[Facts], bool]] = {
    "student code is not root": _not_root,
    "no capabilities": _no_capabilities,
    "kernel settings cannot be written": _no_kernel_settings,
    "no network": _no_network,
    "graders, reference and home cannot be read": _no_foreign_files,
    "only the scratch folder can be written": _only_scratch,
    "system calls are filtered": _filtered,
    "other processes cannot be traced": _no_tracing,
    "other processes cannot be signalled": _no_signals,
    "no new namespaces": _no_namespaces,
    "nothing of the launcher's environment": _no_environment,
    "one descriptor only": _one_descriptor,
    "no core dumps": _no_core,
    "memory has a limit": _memory_limit,
    "files have a limit": _file_limit,
}
"""Each protection and the attempt that proves it."""

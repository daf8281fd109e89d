"""Proves from inside, before anything is graded, that student code cannot do what it must not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgrade.errors import IsolationUnavailable, SandboxError
from fairgrade.sandbox.policy import Limits, Policy
from fairgrade.sandbox.session import connect

_CANARY = "FAIRGRADE_SELFCHECK_CANARY"
_SECONDS = 30.0
_BARE = Policy(preload=(), entry="fairgrade.sandbox.inside.probe:serve")
"""Starts in a tenth of a second, because nothing is imported."""
_OWN_INSIDE = {Path("/tmp"), Path("/proc"), Path("/scratch")}
"""Folders that exist behind the wall too, but are others there."""


_NO_LANDLOCK = "use Linux 5.13 or later and start it with landlock among the modules of its 'lsm=' option"


@dataclass(frozen=True)
class Row:
    """One line of `fairgrade doctor`.

    Attributes:
        protection: what is protected.
        tried: how it was tried.
        holds: whether it holds on this host.
        remedy: how to get it, when it does not.
    """

    protection: str
    tried: str
    holds: bool
    remedy: str = ""


def prove(
    address: str, roots: Sequence[str], secrets: Sequence[Path] = (), alone: bool = False
) -> dict[str, bool]:
    """Try every protection from a confined probe.

    Args:
        address: of a started server.
        roots: folders mounted for student code to read.
        secrets: files and folders that must not be visible, besides this user's home and the current folder.
        alone: whether every submission has a world of its own; this process has no number in it then.

    Returns:
        The protections by name, all of them `True`.

    Raises:
        IsolationUnavailable: one of them does not hold.
    """
    visible = [Path(folder) for folder in (*Policy().system_folders, *roots)]
    for path in (*secrets, Path.home()):
        if any(path.is_relative_to(root) for root in visible):
            raise IsolationUnavailable(
                f"{path} lies in a folder that student code can read; move it elsewhere."
            )
    hidden = [
        path
        for path in (Path.home(), Path.cwd())
        if path not in _OWN_INSIDE and not any(path.is_relative_to(root) for root in visible)
    ]
    everything = [*secrets, *hidden]
    facts = {
        "secret_files": [str(path) for path in everything if path.is_file()],
        "secret_folders": [str(path) for path in everything if path.is_dir()],
        "roots": list(roots),
        "pids": [] if alone else [os.getpid(), os.getppid()],
        "alone": alone,
        "root": os.getuid() == 0,
        "canary": _CANARY,
    }
    with connect(address, Limits(), {}, probe=True) as session:
        session.sock.settimeout(_SECONDS)
        session.sock.sendall(json.dumps(facts).encode() + b"\n")
        try:
            answer = json.loads(session.sock.makefile("rb").readline(1 << 16))
        except (OSError, ValueError) as error:
            raise SandboxError(f"the sandbox's self-check did not answer ({error}).") from error
    holds: dict[str, bool] = answer["holds"]
    broken = [name for name, good in holds.items() if good is not True]
    if broken:
        raise IsolationUnavailable(
            f"the sandbox leaks here ({'; '.join(broken)} failed), so nothing is graded."
        )
    return holds


def report() -> list[Row]:
    """What this host can do, each protection tried for real; rows for `fairgrade doctor`."""
    from fairgrade.sandbox.server import SandboxServer

    rows = _host_rows()
    os.environ[_CANARY] = "1"
    try:
        for name, title in (
            ("namespaces", "tier 1, bubblewrap and namespaces"),
            ("landlock", "tier 2, no namespaces"),
            ("cold", "tier 3, a bubblewrap for each submission"),
            ("container", "tier 4, a container for each submission"),
        ):
            try:
                with SandboxServer(_BARE, tier=name) as server:
                    rows.append(Row(title, "started a warm process and a probe in it", True))
                    if name == "namespaces":
                        rows.append(_nested_row(server.tier.nested))
                    rows += [
                        Row(f"{name}: {proof}", "tried from a confined probe", True)
                        for proof in server.proofs
                    ]
            except IsolationUnavailable as error:
                rows.append(Row(title, "started a warm process and a probe in it", False, str(error)))
    finally:
        del os.environ[_CANARY]
    return [*rows, _cgroup_row(), _gpu_row()]


def _cgroup_row() -> Row:
    """Memory groups would stop a greedy tree at once; without them the supervisor measures it."""
    place = next((folder for folder in _own_memory_groups() if _can_make_group(folder)), None)
    remedy = (
        "not needed: the supervisor measures memory 20 times a second, and ends what takes too much; "
        "root or a systemd user session has such groups"
    )
    return Row(
        "cgroups for memory",
        "made a group and removed it",
        place is not None,
        remedy if place is None else "",
    )


def _own_memory_groups() -> Iterator[Path]:
    """Where this process's memory is counted, cgroups of version 2 and of version 1."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        root = Path("/sys/fs/cgroup", "memory" if controllers else "")
        if controllers in ("", "memory"):
            yield root / path.lstrip("/")


def _can_make_group(folder: Path) -> bool:
    group = folder / f"fairgrade-{os.getpid()}"
    try:
        group.mkdir()
        limited = (group / "memory.max").exists() or (group / "memory.limit_in_bytes").exists()
        group.rmdir()
    except OSError:
        return False
    return limited


def _gpu_row() -> Row:
    found = Path("/dev/nvidia0").exists() or Path("/dev/kfd").exists()
    remedy = "not needed: grading runs on the CPU, and student code never sees a GPU"
    return Row("GPU", "looked for its device", found, "" if found else remedy)


def _nested_row(nested: bool) -> Row:
    remedy = (
        ""
        if nested
        else "an AppArmor profile or container runtime forbids nested user namespaces; allow them"
    )
    return Row("namespaces for each submission", "made them inside bubblewrap", nested, remedy)


def _host_rows() -> list[Row]:
    from fairgrade.sandbox.inside.kernel import landlock_version
    from fairgrade.sandbox.launch import find_bubblewrap

    version = landlock_version()
    rows = [
        Row("Landlock", f"asked the kernel: version {version}", version >= 1, "" if version else _NO_LANDLOCK)
    ]
    try:
        rows.append(Row("bubblewrap", f"found {find_bubblewrap()}", True))
    except IsolationUnavailable as error:
        rows.append(Row("bubblewrap", "looked on PATH and in the environment", False, str(error)))
    return rows

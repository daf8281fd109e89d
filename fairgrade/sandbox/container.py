"""Finds a container engine and builds the command line of one submission's container.

The graders, the reference and the gradebook stay outside, on any system: what crosses is the standard input and output
of `run --interactive`, because a socket cannot be mounted into the virtual machine that engines use on macOS and
Windows. Each submission has a container of its own, so that nothing in it needs to keep submissions apart.
"""

from __future__ import annotations

import shutil
import subprocess

import fairgrade
from fairgrade.errors import IsolationUnavailable
from fairgrade.sandbox.policy import GIB, MIB, Limits

ENGINES = ("podman", "docker")
_SECONDS = 60
_OVERHEAD = GIB
"""Memory beyond the submission's own limit, for Python's imports; the supervisor enforces the limit itself."""
_OWN_TASKS = 16


def image() -> str:
    """Name of the image, one for each version of fairgrade."""
    return f"fairgrade:{fairgrade.__version__}"


def find_engine() -> str:
    """Path of a program that starts containers and has the image.

    Raises:
        IsolationUnavailable: there is none, it does not answer, or the image is not built.
    """
    found = [path for path in map(shutil.which, ENGINES) if path]
    if not found:
        raise IsolationUnavailable(
            "no container engine is on PATH; install podman or docker, then build the image with "
            f"'podman build -t {image()} -f Containerfile .' in fairgrade's folder."
        )
    running = [path for path in found if _answers(path, "info")]
    if not running:
        raise IsolationUnavailable(
            f"the container engine {found[0]} does not answer; start it ('podman machine start', or Docker's application "
            f"or service), and see '{found[0]} info'."
        )
    ready = [path for path in running if _answers(path, "image", "inspect", image())]
    if not ready:
        raise IsolationUnavailable(
            f"the container image {image()} is not built; run '{running[0]} build -t {image()} -f Containerfile .' "
            "in fairgrade's folder."
        )
    return ready[0]


def _answers(engine: str, *arguments: str) -> bool:
    try:
        done = subprocess.run([engine, *arguments], capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def run_command(engine: str, name: str, uid: int, limits: Limits, inside: list[str]) -> list[str]:
    """The command line of one submission's container.

    Args:
        engine: path of the program.
        name: of the container.
        uid: real user and group id of everything in it.
        limits: of the submission; the supervisor inside enforces them, the engine stops what gets past it.
        inside: further options, the image, and what runs in it.
    """
    memory = f"{(limits.tree_bytes + _OVERHEAD) // MIB}m"
    return [
        engine, "run", "--interactive", "--rm", "--pull=never", "--name", name, "--hostname", "sandbox",
        "--network", "none", "--ipc", "none", "--read-only", "--cap-drop", "ALL",
        "--security-opt", "no-new-privileges", "--user", f"{uid}:{uid}", "--workdir", "/",
        "--memory", memory, "--memory-swap", memory, "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096","--pids-limit", str(limits.tasks + _OWN_TASKS),
        "--tmpfs", f"/scratch:rw,nosuid,nodev,noexec,mode=1777,size={limits.scratch_bytes + 64 * MIB}",
        *inside,
    ]  # fmt: skip

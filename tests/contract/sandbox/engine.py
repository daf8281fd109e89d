"""Stands for a container engine where none can run: bubblewrap plays the container, the command line is the real one."""

from __future__ import annotations

import os
import sys

from fairgrade.sandbox.container import image
from fairgrade.sandbox.launch import with_namespaces
from fairgrade.sandbox.policy import Policy


def main(arguments: list[str]) -> None:
    """Do as the engine: `info` and `image inspect` succeed, `run` runs what follows the image."""
    if arguments[0] != "run":
        return
    assert arguments[arguments.index(image()) + 1] == "python"
    command = with_namespaces(Policy(), {}, warm=False).command
    os.execve(command[0], command, {})


if __name__ == "__main__":
    main(sys.argv[1:])

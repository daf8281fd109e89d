"""Runs a command as on a kernel without Landlock: a filter that all its children inherit answers for the kernel.

`python -m tests.helpers.without_landlock COMMAND...`
"""

from __future__ import annotations

import os
import sys

from fairgrade.sandbox.inside import kernel
from fairgrade.sandbox.inside.filter import refusing

_LANDLOCK = [444, 445, 446]


def main() -> None:
    kernel.install_filter(refusing(_LANDLOCK))
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()

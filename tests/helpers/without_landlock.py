"""Runs a command as on a kernel without Landlock: a filter that all its children inherit answers for the kernel.

`python -m tests.helpers.without_landlock COMMAND...`
"""

from __future__ import annotations

import errno
import os
import sys

from fairgrade.sandbox.inside import kernel
from fairgrade.sandbox.inside.filter import _EQUAL, _LOAD, _RETURN, ALLOW, ERRNO, instruction

_LANDLOCK = [444, 445, 446]


def main() -> None:
    program = instruction(_LOAD, 0)
    for number in _LANDLOCK:
        program += instruction(_EQUAL, number, 0, 1) + instruction(_RETURN, ERRNO | errno.ENOSYS)
    kernel.install_filter(program + instruction(_RETURN, ALLOW))
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()

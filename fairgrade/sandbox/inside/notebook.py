"""Runs a notebook's code cells in the student's process, one namespace, IPython's semantics.

`warm_up` builds the shell before any student byte is read, so that a forked child starts with it.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import traceback
import types
from typing import Any

from IPython.core import interactiveshell
from IPython.core.interactiveshell import InteractiveShell

_FILE = "<cell {}>"


class CellTimeout(BaseException):
    """Raised in a cell that runs longer than its limit; not an Exception, so that `except Exception` lets it pass."""


class CountingOutput(io.TextIOBase):
    """Counts what is printed and keeps nothing, so that a million lines cost nothing."""

    def __init__(self) -> None:
        self.characters = 0

    def write(self, text: str) -> int:
        self.characters += len(text)
        return len(text)

    def writable(self) -> bool:
        return True


def warm_up() -> InteractiveShell:
    """The shell all cells run in; without history, threads or files.

    The first optimiser of a process makes torch import its compiler, which takes seconds: it is built here once.
    """
    import torch

    torch.optim.Adam([torch.nn.Parameter(torch.zeros(1))])
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    shell = InteractiveShell.instance(config=config)
    shell.showtraceback = shell.showsyntaxerror = shell.showindentationerror = lambda *_, **__: None
    shell._tee = lambda channel: (
        contextlib.nullcontext()
    )  # keeps a copy of all that is printed, at 50 us a write
    shell.register_magic_function(lambda line: None, "line", "matplotlib")
    interactiveshell.system = _run_command
    sys.modules["otter"] = _otter_stand_in()
    return shell


def _run_command(command: str) -> int:
    """What `!command` does; IPython's own way needs a terminal, and there is none here."""
    ended = subprocess.run(
        command,
        shell=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    print(ended.stdout.decode(errors="replace"), end="")
    return ended.returncode


def _otter_stand_in() -> types.ModuleType:
    """What `import otter` finds here: public checks are not run when grading."""

    class Notebook:
        def __init__(self, *_: object, **__: object) -> None: ...

        def check(self, *_: object, **__: object) -> None: ...

        def check_all(self) -> None: ...

        def export(self, *_: object, **__: object) -> None: ...

    module = types.ModuleType("otter")
    module.Notebook = Notebook  # type: ignore[attr-defined]
    module.__file__ = "otter"
    return module


def run_cell(shell: InteractiveShell, index: int, source: str, seconds: float) -> dict[str, Any]:
    """Run one cell and say how it ended.

    Args:
        shell: from `warm_up`.
        index: position in the notebook, for line numbers in messages.
        source: the cell's code, with IPython's magics.
        seconds: wall time until `CellTimeout` is raised in it, then again every second.

    Returns:
        `status` ("ok", "error", "timeout" or "memory"), `error` (one line) and `characters` printed.
    """
    me = os.getpid()
    output = CountingOutput()
    shell.compile.get_code_name = lambda *_: _FILE.format(index)
    saved = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = output
    signal.signal(signal.SIGALRM, _raise_timeout)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        result = shell.run_cell(source, store_history=False, silent=True)
        error = result.error_before_exec or result.error_in_exec
    except BaseException as escaped:
        error = escaped
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        sys.stdout, sys.stderr = saved
        if os.getpid() != me:
            os._exit(0)
    status, text = describe(error)
    return {"status": status, "error": text, "characters": output.characters}


def _raise_timeout(*_: object) -> None:
    raise CellTimeout


def describe(error: BaseException | None) -> tuple[str, str]:
    """How a cell ended, in a word, and its error as one line."""
    if error is None or isinstance(error, SystemExit):
        return "ok", ""
    if isinstance(error, CellTimeout):
        return "timeout", "the cell did not end in time"
    if out_of_memory(error):
        return "memory", f"{type(error).__name__}: the cell asked for more memory than the limit"
    kind, text, where = fault(error)
    return "error", f"{kind}: {text}" + (f" ({where})" if where else "")


def out_of_memory(error: BaseException) -> bool:
    """Whether an exception is the memory limit speaking."""
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError)
        and ("can't allocate memory" in str(error) or "not enough memory" in str(error))
    )


def fault(error: BaseException) -> tuple[str, str, str]:
    """Kind, text and the last line of the student's own code of an exception."""
    where = ""
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<cell "):
        where = f"{str(error.filename)[1:-1]}, line {error.lineno}"
        return type(error).__name__, str(error.msg)[:2000], where
    try:
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename.startswith("<cell "):
                where = f"{frame.filename[1:-1]}, line {frame.lineno}"
        text = str(error)[:2000]
    except Exception:
        text = "an exception that cannot be printed"
    return _kind(error), text, where


def _kind(error: BaseException) -> str:
    """Name of an exception's class; of a student's own class with the built-in one it is: `LabelError, a ValueError`."""
    own = type(error)
    built_in = next((base for base in own.__mro__ if base.__module__ == "builtins"), own)
    name = own.__name__[:150]
    return name if own.__module__ != "__main__" or built_in is own else f"{name}, a {built_in.__name__}"

"""A grader without defences, to prove that hostile work would be paid elsewhere: notebook and tests in one process.

Standard input holds a list of `[group, cells]`; for each, standard output gets `true` where the points would be given.
What is attacked is what a grader of one process goes by: pytest's exit status, or the end of a test cell.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import sys
from pathlib import Path

_CONFTEST = """
import types
import pytest
import torch
from IPython import get_ipython

@pytest.fixture
def student():
    return types.SimpleNamespace(double=get_ipython().user_ns["double"])

@pytest.fixture
def rng():
    return torch.default_generator
"""
_TEST_CELL = "import torch\nx = torch.ones(5, 3)\nassert torch.equal(double(x), 2 * x)"


def main(folder: Path) -> None:
    """Judge each piece of work in a fork."""
    import pytest  # noqa: F401  once, not in every fork
    import torch
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    torch.set_num_threads(1)
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.run_cell("import torch")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    (folder / "conftest.py").write_text(_CONFTEST)
    gc.freeze()
    answers = []
    for group, cells in json.load(sys.stdin):
        pid = os.fork()
        if pid == 0:
            null = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(null, number)
            for cell in cells:
                shell.run_cell(cell)
            code = _by_test_cell() if group == "notebook" else _by_pytest(folder)
            atexit._run_exitfuncs()  # as an exit does, but for seconds of taking torch apart
            os._exit(code)
        answers.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0)
    sys.stdout.write(json.dumps(answers))


def _by_pytest(folder: Path) -> int:
    import pytest

    options = ["-c", os.devnull, "--rootdir", str(folder), "-p", "no:cacheprovider"]
    return int(pytest.main([str(folder / "test_toy.py"), "-k", "double", *options]))


def _by_test_cell() -> int:
    from IPython import get_ipython

    return 0 if get_ipython().run_cell(_TEST_CELL).success else 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Lines that students leave in notebooks run behind the wall as they do in Jupyter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fairgrade.records import Verdict
from fairgrade.sandbox.client import Cell, CellEnd, StudentProcess
from fairgrade.sandbox.policy import Limits
from fairgrade.sandbox.server import SandboxServer

_CELLS = {
    "shell command": "!echo hello; exit 3\nassert _exit_code == 3",
    "shell command kept": "found = !echo a b\nassert found == ['a b']",
    "shell command with a variable": "name = 'q'\nfound = !echo {name}$name\nassert found == ['qq']",
    "cell of bash": "%%bash\necho hello",
    "installation": "!pip install --quiet nothing-such",
    "magics": "%time sum(range(10))\n%matplotlib inline\n%config InlineBackend.figure_format = 'retina'",
    "extension": "%load_ext autoreload\n%autoreload 2",
    "captured cell": "%%capture out\nprint(1)",
    "help": "len?",
    "await at the top": "import asyncio\nawait asyncio.sleep(0.01)",
    "a million lines": "for i in range(1_000_000):\n    print('line', i)",
}


@pytest.fixture(scope="module")
def ends() -> Iterator[dict[str, CellEnd]]:
    cells = [Cell(index, source) for index, source in enumerate(_CELLS.values())]
    with SandboxServer() as server, StudentProcess(server.address, Limits(), cells, {}, 0) as process:
        ended = process.run_cells()
        yield {name: ended[index] for index, name in enumerate(_CELLS)}


@pytest.mark.parametrize("name", _CELLS)
def test_habit_of_notebooks_works(ends: dict[str, CellEnd], name: str) -> None:
    assert ends[name].verdict is Verdict.PASSED, ends[name].error


def test_everything_printed_is_counted(ends: dict[str, CellEnd]) -> None:
    assert ends["a million lines"].characters == sum(len(f"line {i}\n") for i in range(1_000_000))

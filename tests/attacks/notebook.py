"""Attacks by the notebook: its shell, its cells, its metadata, its JSON, and what lies beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fairgrade.records import Verdict
from tests.attacks.hostile_class import WRONG, Hostile
from tests.helpers.toy import RIGHT, notebook_text

_SHELL = "checks run in another process, on no cell"
_REBUILT = "the notebook is rebuilt from the release"
_READ = "strict reading"


def _in_shell(name: str, lines: str, layer: str = _SHELL, **facts: Any) -> Hostile:
    """Changes the shell, then leaves a wrong `double` behind."""
    return Hostile(name, layer, f"{lines}\ndef double(x):\n    return 3 * x", **facts)


def _changed(
    name: str, change: Callable[[dict[str, Any]], Any], *says: str, layer: str = _REBUILT, **facts: Any
) -> Hostile:
    return Hostile(name, layer, change=change, says=says, **facts)


def _cell(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def _forge_points(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        facts = cell["metadata"].get("nbgrader", {})
        facts |= {
            "points": 1000,
            "auto_score": 1000,
            "score": 1000,
            "manual_score": 1000,
            "extra_credit": 1000,
        }
    notebook["metadata"] |= {
        "fairgrade": {"double": 4},
        "celltoolbar": "x",
        "fairgrade_digests": {"double": "0"},
    }


def _forge_outputs(notebook: dict[str, Any]) -> None:
    forged = {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": "4.0"},
    }
    for name in ("double-test", "double-solution"):
        _cell(notebook, name)["outputs"] = [
            forged,
            {"output_type": "stream", "name": "stdout", "text": "passed 4/4"},
        ]


def _unlock_test(notebook: dict[str, Any]) -> None:
    test = _cell(notebook, "double-test")
    test["source"] = "4.0"
    test["metadata"]["nbgrader"] |= {"locked": False, "solution": True}


def _swap_labels(notebook: dict[str, Any]) -> None:
    first, second = _cell(notebook, "double-solution"), _cell(notebook, "noise-solution")
    first["metadata"], second["metadata"] = second["metadata"], first["metadata"]
    first["id"], second["id"] = second["id"], first["id"]


def _right_then_wrong(notebook: dict[str, Any]) -> None:
    solution = _cell(notebook, "double-solution")
    notebook["cells"].insert(0, solution | {"source": RIGHT["double"]})


def _label_all_as_noise(notebook: dict[str, Any]) -> None:
    facts = _cell(notebook, "noise-test")["metadata"]
    _cell(notebook, "double-test")["metadata"] = facts


def _hide_wrong_cell(notebook: dict[str, Any]) -> None:
    wrong = {
        "cell_type": "code",
        "id": "own",
        "metadata": {"tags": ["skip-execution"]},
        "source": RIGHT["double"],
        "outputs": [],
    }
    notebook["cells"].append(wrong)


def _skip_tag(notebook: dict[str, Any]) -> None:
    """Runs although it is tagged, because the release is believed."""
    _cell(notebook, "double-solution")["metadata"]["tags"] = ["skip-execution", "setup", "public-check"]


def _delete_all(notebook: dict[str, Any]) -> None:
    notebook["cells"] = [_cell(notebook, "noise-solution")]


def _repeat_all(notebook: dict[str, Any]) -> None:
    notebook["cells"] *= 20


def _schema_99(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 99
    notebook |= {"nbformat": 99, "nbformat_minor": -1}


def _odd_types(notebook: dict[str, Any]) -> None:
    notebook["metadata"] = 7
    notebook["cells"] += [
        None,
        3,
        [],
        {},
        {"cell_type": ["code"], "source": 5, "metadata": [], "outputs": 5, "id": {}},
    ]
    test = _cell(notebook, "double-test")
    test["metadata"]["nbgrader"] |= {"grade": "yes", "points": "four", "locked": 1}
    test["outputs"] = {"data": 5}


def _not_numbers(notebook: dict[str, Any]) -> None:
    _cell(notebook, "double-test")["metadata"]["nbgrader"]["points"] = float("nan")
    _cell(notebook, "noise-test")["metadata"]["nbgrader"]["points"] = float("inf")
    notebook["cells"][0]["execution_count"] = float("-inf")


def _huge_source(notebook: dict[str, Any]) -> None:
    notebook["cells"].append(
        _cell(notebook, "imports") | {"id": "huge", "source": "x = '" + "x" * (3 << 20) + "'"}
    )


def _half_characters(notebook: dict[str, Any]) -> None:
    notebook["cells"].append(_cell(notebook, "imports") | {"id": "half", "source": "x = '\ud800'"})


def _duplicate_keys(notebook: dict[str, Any]) -> str:
    right = notebook_text({"double": RIGHT["double"], "noise": RIGHT["noise"]})
    return right.rstrip("}") + ', "cells": ' + json.dumps(notebook["cells"]) + ', "nbformat_minor": 5}'


def _duplicate_source(notebook: dict[str, Any]) -> str:
    wrong, right = json.dumps(WRONG), json.dumps(RIGHT["double"])
    return json.dumps(notebook).replace(f'"source": {wrong}', f'"source": {right}, "source": {wrong}')


_FORGED = (
    "import os\nfor name in ('results.json', 'toy.json', 'gradebook.db', 'autograded/.outcomes/toy/me.json', "
    "'../../../gradebook.db', '../../../autograded/toy.html', '/tmp/fairgrade-forged-result'):\n"
    "    try:\n        os.makedirs(os.path.dirname(name) or '.', exist_ok=True)\n"
    "        open(name, 'w').write('{\"score\": 10}')\n    except OSError:\n        pass"
)
_IMPORT_HOOK = """
import sys, types
class Finder:
    def find_spec(self, name, path=None, target=None):
        print(name)
        return None
sys.meta_path.insert(0, Finder())
fake = types.ModuleType("torch")
fake.__getattr__ = lambda name: lambda *a, **k: True
sys.modules["graders"] = sys.modules["reference"] = sys.modules["pytest"] = fake
"""
_FAKE_TORCH = """
import sys, types, torch as real
class Fake(types.ModuleType):
    def __getattr__(self, name):
        return (lambda *a, **k: True) if name == "equal" else getattr(real, name)
sys.modules["torch"] = Fake("torch")
"""
_RESULT = (
    "type('Result', (), {'success': True, 'error_before_exec': None, 'error_in_exec': None, 'result': 4.0})()"
)
_POISON = """
import builtins, os, sys, tempfile, torch
builtins.poison = sys.poison = torch.poison = True
torch.set_default_dtype(torch.float16)
torch.use_deterministic_algorithms(False)
os.environ["PYTHONSTARTUP"] = os.environ["PYTEST_ADDOPTS"] = "poison"
for folder in (os.path.expanduser("~"), tempfile.gettempdir(), "/dev/shm", "."):
    for name in ("sitecustomize.py", "conftest.py", "torch.py", ".pythonrc"):
        try:
            open(os.path.join(folder, name), "w").write("raise SystemExit(0)")
        except OSError:
            pass
"""
_POISONED_CLASS = """
import torch.nn
torch.nn.Module.__call__ = torch.Tensor.mul = torch.Tensor.__add__ = lambda *a, **k: torch.zeros(4)
"""

NOTEBOOK = [
    _in_shell("a transformer of input that rewrites the tests",
              "get_ipython().input_transformers_post.append(lambda lines: [line.replace('assert', 'True or') for line in "
              "lines])", naive=True),
    _in_shell("a transformer of syntax trees that drops assertions",
              "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node):\n        return ast.Pass()\n"
              "get_ipython().ast_transformers.append(Drop())", naive=True),
    _in_shell("a hook after each cell that clears its error",
              "def clear(result):\n    result.error_in_exec = result.error_before_exec = None\n"
              "get_ipython().events.register('post_run_cell', clear)", naive=True),
    Hostile("a hook that clears the error of its own cell", _SHELL,
            "def clear(result):\n    result.error_in_exec = None\n"
            "get_ipython().events.register('post_run_cell', clear)\nraise ValueError", verdict=Verdict.CRASHED, says=("ValueError",)),
    _in_shell("run_cell replaced by one that always succeeds",
              f"get_ipython().run_cell = lambda *a, **k: {_RESULT}", naive=True, spares=False),
    _in_shell("the shell's class changed",
              f"type(get_ipython()).run_cell = lambda *a, **k: {_RESULT}", naive=True, spares=False),
    _in_shell("formatters that show other values",
              "for formatter in get_ipython().display_formatter.formatters.values():\n"
              "    formatter.for_type(torch.Tensor, lambda *a: '4.0')\n    formatter.for_type(float, lambda *a: '4.0')"),
    _in_shell("a handler of all exceptions",
              "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)"),
    _in_shell("an import hook and modules that pose as graders", _IMPORT_HOOK),
    _in_shell("a module that poses as torch", _FAKE_TORCH, naive=True),
    _in_shell("builtins that say yes",
              "import builtins\nbuiltins.all = builtins.any = builtins.bool = lambda *a: True\n"
              "builtins.AssertionError = builtins.SystemExit"),
    _in_shell("magics replaced", "get_ipython().register_magic_function(lambda *a: True, 'cell', 'time')\n"
              "get_ipython().run_line_magic('reset', '-f')\nimport torch"),
    _in_shell("results forged on disk", _FORGED),
    _in_shell("state poisoned for later cells and submissions", _POISON, spares=False),
    _in_shell("classes poisoned for later cells and submissions", _POISONED_CLASS, spares=False),
    _in_shell("the runner's own module replaced",
              "import sys\nfrom fairgrade.sandbox.inside import notebook\nnotebook.run_cell = lambda *a: "
              "{'status': 'ok', 'error': 'double: 4 / 4', 'characters': 0}", spares=False),
    Hostile("an exit in a cell", "a cell is one cell", "exit()\n" + WRONG, verdict=Verdict.CRASHED),
    Hostile("the end of the program in a cell", "a cell is one cell", "raise SystemExit(0)", says=("does not define",)),
    Hostile("an exit without a word in a cell", "the cell is left out", "import os\nos._exit(0)", verdict=Verdict.CRASHED,
            says=("the cell ended the process",)),
    Hostile("kill of its own process", "the cell is left out", "import os\nos.kill(os.getpid(), 9)\n"
            "os._exit(9)\n" + WRONG, verdict=Verdict.CRASHED, says=("the cell ended the process",)),
    Hostile("kill of every process", "namespaces, Landlock", "import os\ntry:\n    os.kill(-1, 9)\nexcept OSError:\n"
            "    pass\n" + WRONG),
    Hostile("kill from a shell", "namespaces, Landlock", "!kill -9 $PPID; kill -9 -1\n" + WRONG),
    Hostile("a crash of the interpreter", "the cell is left out", "import ctypes\nctypes.string_at(8)",
            verdict=Verdict.CRASHED, says=("the cell ended the process",)),
    _changed("points in the metadata", _forge_points, "was altered; the release's was used"),
    _changed("outputs that claim points", _forge_outputs),
    _changed("a test cell made a solution", _unlock_test, "was altered"),
    _changed("labels of two solutions swapped", _swap_labels),
    _changed("a right copy above the wrong one", _right_then_wrong, "is there 2 times"),
    _changed("two tests of the easy exercise", _label_all_as_noise, "cell 'double' is missing"),
    _changed("a right answer in a cell that is not run", _hide_wrong_cell),
    _changed("a solution tagged not to run", _skip_tag),
    _changed("all cells deleted but one", _delete_all, "put back", verdict=Verdict.NOT_STARTED),
    _changed("all cells twenty times", _repeat_all, "is there 20 times"),
    _changed("a schema of the future", _schema_99),
    _changed("wrong types everywhere", _odd_types, "was altered"),
    _changed("points that are not numbers", _not_numbers, "was altered"),
    _changed("a cell of three megabytes", _huge_source, "longer than", layer="cap of a cell"),
    _changed("half a character", _half_characters, layer=_READ),
    _changed("cells given twice", _duplicate_keys, layer=_READ),
    _changed("source given twice", _duplicate_source, layer=_READ),
    _changed("lists in lists without end", lambda notebook: "[" * 200_000, "not a Jupyter notebook", layer=_READ,
             verdict=Verdict.INVALID, spares=False),
    _changed("a number of a million digits", lambda notebook: '{"cells": [], "x": ' + "9" * 10**6 + "}",
             "not a Jupyter notebook", layer=_READ, verdict=Verdict.INVALID, spares=False),
    _changed("ten thousand cells", lambda notebook: notebook.update(cells=[{}] * 10_000), "the limit is", layer=_READ,
             verdict=Verdict.INVALID, spares=False),
    _changed("no notebook at all", lambda notebook: b"\x7fELF" + bytes(1000), "not a Jupyter notebook", layer=_READ,
             verdict=Verdict.INVALID, spares=False),
    Hostile("graders, results and modules of its own beside it", "named files only are taken",
            beside={"conftest.py": b"raise SystemExit(0)", "test_toy.py": b"def test_double(): pass",
                    "torch.py": b"raise SystemExit(0)", "sitecustomize.py": b"raise SystemExit(0)",
                    "results.json": b'{"double": 4}', "gradebook.db": b"SQLite format 3\0", "toy.json": b"{}",
                    "course_config.py": b"raise SystemExit(0)", "autograded/toy/x.json": b"{}"}),
]  # fmt: skip

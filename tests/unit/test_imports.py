"""Imports go one way, stay cheap where they must, and keep heavy packages in the folders that own them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fairgrade"

LAYERS: tuple[tuple[str, ...], ...] = (
    ("", "errors"),
    ("records", "temporary"),
    ("config",),
    ("wire", "intake"),
    ("sandbox",),
    ("checks",),
    ("grading",),
    ("export",),
    ("adapters",),
    ("worker",),
    ("preload",),
    ("crew",),
    ("pipeline", "publish"),
    ("gate", "labelled", "calibrate"),
    ("terminal",),
    ("commands",),
    ("demo",),
    ("cli",),
)
"""Lowest first; a module imports from its own part and from lower layers."""

EXCEPTIONS = {
    ("config", "sandbox"): "the names of the limits live in sandbox/policy.py, which is plain data",
    ("temporary", "sandbox"): "a tree that student code left is removed as its supervisor does",
    ("checks", "worker"): "`pytest graders/NAME --submission FILE` opens a submission from the plugin",
}
"""Imports upwards that are wanted, each inside a function; one that is not used any more fails the test."""


class Import(NamedTuple):
    """One import of the package by itself."""

    file: Path
    line: int
    importer: str
    imported: str
    typing_only: bool


def part_of(module: str) -> str:
    """The layer's name of `fairgrade.wire.codec`: wire."""
    pieces = module.split(".")
    return pieces[1] if len(pieces) > 1 else ""


def modules_imported(tree: ast.AST) -> Iterator[tuple[str, int, bool]]:
    """Full names of imported modules, with their line and whether only type checkers import them."""
    typing_only = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for statement in node.body
        for child in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, node in typing_only
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "fairgrade":
                for alias in node.names:
                    yield f"fairgrade.{alias.name}", node.lineno, node in typing_only
            else:
                yield node.module, node.lineno, node in typing_only


def own_imports() -> list[Import]:
    """Every import of fairgrade by fairgrade."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(("fairgrade", *file.relative_to(PACKAGE).with_suffix("").parts))
        for module, line, typing_only in modules_imported(ast.parse(file.read_text("utf-8"))):
            if module.split(".")[0] == "fairgrade":
                importer = "" if name == "fairgrade.__init__" else part_of(name)
                found.append(Import(file, line, importer, part_of(module), typing_only))
    return found


def test_every_module_has_a_layer() -> None:
    known = {name for layer in LAYERS for name in layer}
    parts = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    parts |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert parts <= known, f"give these a place in LAYERS: {sorted(parts - known)}"


def test_imports_go_one_way() -> None:
    height = {name: place for place, layer in enumerate(LAYERS) for name in layer}
    used = set()
    wrong = []
    for found in own_imports():
        if found.typing_only or found.importer == found.imported or found.imported == "__version__":
            continue
        if height[found.imported] < height[found.importer]:
            continue
        used.add((found.importer, found.imported))
        if (found.importer, found.imported) not in EXCEPTIONS:
            wrong.append(f"{found.file.relative_to(ROOT)}:{found.line} imports fairgrade.{found.imported}")
    assert not wrong, "\n".join(wrong)
    assert used == EXCEPTIONS.keys(), "an exception is no longer used: delete it"


@pytest.mark.parametrize(
    ("package", "owner"),
    [("nbgrader", "fairgrade/adapters/nbgrader"), ("otter", "source"), ("dask", "fairgrade/scale")],
)
def test_a_package_is_imported_only_by_its_owner(package: str, owner: str) -> None:
    wrong = []
    for folder in ("fairgrade", "reference", "graders"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if file.is_relative_to(ROOT / owner):
                continue
            for module, line, _ in modules_imported(ast.parse(file.read_text("utf-8"))):
                if module.split(".")[0] == package:
                    wrong.append(f"{file.relative_to(ROOT)}:{line}")
    assert not wrong, f"{package} belongs to {owner}: {wrong}"


def loaded_after(program: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after running a program."""
    report = "\nimport sys; print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    run = subprocess.run(
        [sys.executable, "-c", program + report],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return set(run.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nsys.argv = ['fairgrade', '--help']\n"
        "from fairgrade.cli import main\ntry: main()\nexcept SystemExit: pass"
    )
    heavy = {
        "torch",
        "numpy",
        "nbgrader",
        "matplotlib",
        "scipy",
        "sklearn",
        "nbformat",
        "sqlalchemy",
        "IPython",
    }
    assert not loaded_after(program) & heavy


@pytest.mark.parametrize(
    "module", ["records", "config", "errors", "intake.notebook", "intake.collect", "wire.values", "labelled"]
)
def test_light_modules_load_no_torch(module: str) -> None:
    assert "torch" not in loaded_after(f"import fairgrade.{module}")


def test_the_sandbox_loads_no_graders_or_gradebook() -> None:
    """What runs beside student code must not drag trusted modules in."""
    files = sorted((PACKAGE / "sandbox" / "inside").glob("*.py"))
    assert files
    allowed = {"", "errors", "wire", "sandbox"}
    for file in files:
        parts = {
            part_of(name)
            for name, _, _ in modules_imported(ast.parse(file.read_text("utf-8")))
            if name.startswith("fairgrade")
        }
        assert parts <= allowed, f"{file.name} imports {sorted(parts - allowed)}"

"""conda-env-gpu.yml, conda-env-no_gpu.yml and pyproject.toml describe one environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
BUILDS = {"conda-env-gpu.yml": "cuda*", "conda-env-no_gpu.yml": "cpu*"}
PYPI_NAMES = {"pytorch": "torch"}
CONDA_ONLY = {"pip", "make"}


def environment(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def conda_packages(name: str) -> dict[str, list[str]]:
    """Name to the parts after it: the version's bound and the build."""
    specifications = [entry.split() for entry in environment(name)["dependencies"] if isinstance(entry, str)]
    return {parts[0]: parts[1:] for parts in specifications}


def project_bounds() -> dict[str, str]:
    """Lower bounds of pyproject.toml by package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    everything = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    bounds = dict(re.match(r"([A-Za-z0-9_-]+)\s*(>=[0-9.]+)", line).groups() for line in everything)  # type: ignore[union-attr]
    return bounds | {"python": project["requires-python"]}


def test_the_two_environments_differ_only_in_the_build_of_torch() -> None:
    first, second = (environment(name) for name in BUILDS)
    for name, other in ((first, BUILDS["conda-env-gpu.yml"]), (second, BUILDS["conda-env-no_gpu.yml"])):
        name["dependencies"] = [
            entry.replace(other, "BUILD") if isinstance(entry, str) else entry
            for entry in name["dependencies"]
        ]
    assert first == second
    assert any("BUILD" in entry for entry in first["dependencies"] if isinstance(entry, str))


@pytest.mark.parametrize("name", BUILDS)
def test_the_environment_is_called_mdl_gen(name: str) -> None:
    assert environment(name)["name"] == "mdl_gen"


@pytest.mark.parametrize(("name", "build"), BUILDS.items())
def test_torch_has_the_build_its_file_promises(name: str, build: str) -> None:
    assert conda_packages(name)["pytorch"][1] == build


@pytest.mark.parametrize("name", BUILDS)
def test_versions_are_those_of_the_project(name: str) -> None:
    bounds = project_bounds()
    packages = conda_packages(name)
    for package in packages.keys() - CONDA_ONLY:
        assert packages[package][0] == bounds[PYPI_NAMES.get(package, package)], package


@pytest.mark.parametrize("name", BUILDS)
def test_pip_installs_what_conda_does_not(name: str) -> None:
    (section,) = [entry for entry in environment(name)["dependencies"] if isinstance(entry, dict)]
    assert section == {"pip": ["-e .[dev]"]}

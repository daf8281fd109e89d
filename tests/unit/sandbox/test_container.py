"""Which container engine is used, what is said when none can be, and what its command line lets through."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fairgrade.errors import IsolationUnavailable
from fairgrade.sandbox import container
from fairgrade.sandbox.launch import in_container
from fairgrade.sandbox.policy import GIB, Limits, Policy


class Engines:
    """A PATH that holds only these engines."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        patch.setenv("PATH", str(folder))

    def add(self, name: str, refuses: str = "nothing") -> None:
        """An engine that fails at its `refuses` command."""
        path = self.folder / name
        path.write_text(f'#!/bin/sh\ncase "$1" in {refuses}) exit 125;; esac\n')
        path.chmod(0o755)


@pytest.fixture
def engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engines:
    return Engines(tmp_path, monkeypatch)


def test_without_an_engine_the_reader_is_told_what_to_install(engines: Engines) -> None:
    with pytest.raises(
        IsolationUnavailable, match="no container engine is on PATH; install podman or docker"
    ):
        container.find_engine()


def test_an_engine_that_does_not_run_is_named(engines: Engines) -> None:
    engines.add("docker", refuses="info")
    with pytest.raises(IsolationUnavailable, match=r"docker does not answer; start it"):
        container.find_engine()


def test_a_missing_image_comes_with_the_command_that_builds_it(engines: Engines) -> None:
    engines.add("docker", refuses="image")
    said = rf"'{engines.folder}/docker build -t {container.image()} -f Containerfile \.'"
    with pytest.raises(IsolationUnavailable, match=said):
        container.find_engine()


def test_the_engine_that_has_the_image_is_used(engines: Engines) -> None:
    engines.add("podman", refuses="image")
    engines.add("docker")
    assert container.find_engine() == str(engines.folder / "docker")


def test_the_image_can_be_built_from_the_repository() -> None:
    root = Path(__file__).parents[3]
    assert f"podman build -t {container.image()} -f Containerfile ." in (root / "README.md").read_text()
    lines = (root / "Containerfile").read_text().splitlines()
    copied = [name for line in lines if line.startswith("COPY") for name in line.split()[1:-1]]
    assert sorted(copied) == ["LICENSE", "README.md", "fairgrade", "pyproject.toml"]
    assert lines[-1] == f"USER {Policy().student_uids[0]}"


def test_a_container_has_no_network_no_rights_and_sees_nothing_of_the_host() -> None:
    inside = in_container(Policy(), "/usr/bin/podman").command
    limits = Limits(tasks=10, tree_bytes=2 * GIB)
    command = container.run_command("/usr/bin/podman", "name", 60601, limits, inside)
    options = command[: command.index(container.image())]
    for words in (
        ["--network", "none"], ["--read-only"], ["--cap-drop", "ALL"], ["--security-opt", "no-new-privileges"],
        ["--user", "60601:60601"], ["--pids-limit", "26"], ["--memory", "3072m"], ["--memory-swap", "3072m"],
        ["--ipc", "none"], ["--pull=never"], ["--rm"],
    ):  # fmt: skip
        place = options.index(words[0])
        assert options[place : place + len(words)] == words
    shared = {"-v", "--volume", "--mount", "--device", "--privileged", "-t", "--tty", "-p", "--publish"}
    assert not shared & set(options)
    assert str(Path.home()) not in options
    assert not [word for word in options if os.environ.get("PATH", "?") in word]

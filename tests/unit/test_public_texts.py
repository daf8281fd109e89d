"""What is committed names no folder of a machine, no registry's host and no secret."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from fairgrade.cli import app
from fairgrade.config import load_course

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".cfg",
    ".ipynb",
    ".html",
    ".j2",
    ".css",
    ".svg",
    ".txt",
    ".json",
    "",
}
# Written in two parts, so that this file does not find itself.
PATTERNS = {
    "a home folder": re.compile(r"/(?:home|Users)/" + r"(?!someone/)[a-z][\w.-]*/"),
    "a folder of one machine": re.compile(r"(?<![\w.])/(?:work/" + r"main|work/" + r"shared|root/" + r"\.)"),
    "a registry's host": re.compile(
        r"files\.python" + r"hosted\.org|pypi\." + r"org|registry\." + r"npmjs|repo\." + r"anaconda\.com"
    ),
    "a private key": re.compile("-----BEGIN" + r" [A-Z ]*PRIVATE KEY-----"),
}


def committed_texts() -> list[Path]:
    """Text files that git tracks or would track."""
    run = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / name for name in run.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file() and path.stat().st_size < 2**22]


def test_committed_files_name_no_machine_registry_or_secret() -> None:
    files = committed_texts()
    assert ROOT / "pyproject.toml" in files
    found = []
    for path in files:
        text = path.read_text("utf-8", errors="replace")
        for what, pattern in PATTERNS.items():
            match = pattern.search(text)
            if match:
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(ROOT)}:{line}: {what}: {match.group()}")
    assert not found, "\n".join(found)


def test_the_patterns_find_what_they_look_for() -> None:
    examples = (
        "/home/" + "mary/x",
        "/work/" + "main/x",
        "https://pypi." + "org/simple",
        "-----BEGIN" + " RSA PRIVATE KEY-----",
    )
    for example, pattern in zip(examples, PATTERNS.values(), strict=True):
        assert pattern.search(f"see {example}"), example


def test_every_relative_link_of_the_front_pages_leads_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tests/README.md"):
        page = ROOT / name
        links = re.findall(r"(?:\]\(|src=\"|srcset=\")([^)#\"\s]+)", page.read_text("utf-8"))
        broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
        assert not broken, f"{name}: {broken}"


def test_the_points_in_the_readme_are_those_of_the_course() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    table = page.split("| deliverable |")[1].split("\n\n")[0]
    points = [float(row) for row in re.findall(r"\| ([0-9.]+) \|$", table, re.MULTILINE)]
    facts = load_course(ROOT).assignment("assignment_cvae")
    assert sum(points) == facts.automatic_points + facts.manual_points


def test_every_verb_that_the_pages_name_exists() -> None:
    verbs = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text("utf-8")
        named = set(re.findall(r"(?m)(?:^|`)fairgrade ([a-z]+)", text))
        assert named <= verbs, f"{name}: {sorted(named - verbs)}"
        assert named, name


def test_every_file_that_the_pages_name_in_code_exists() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "tests/README.md"):
        text = (ROOT / name).read_text("utf-8")
        for path in re.findall(r"`((?:fairgrade|tests|graders|reference|source|docs)/[\w./-]+)`", text):
            assert (ROOT / path).exists(), f"{name}: {path}"

"""Applies `course_config.py` to nbgrader; the only place where nbgrader is configured.

nbgrader loads its configuration up to three times for one command, so this module imports nothing heavy and
names classes by their dotted path.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from fairgrade.config import Course, load_course

_HERE = "fairgrade.adapters.nbgrader"
_THEIRS = "nbgrader.preprocessors"

_EXCHANGE = "/usr/local/share/nbgrader/exchange"
"""Where a hub has its exchange; without one, a folder of the course stands in, so that `nbgrader list` works."""

IGNORED = [".ipynb_checkpoints", "__pycache__", "*.pyc", ".*", "feedback", ".OTTER_LOG"]
"""Files that never travel from one of nbgrader's folders to the next."""

SANITIZE = [f"{_HERE}.rebuild.RebuildFromRelease"]
AUTOGRADE = [
    f"{_HERE}.results.InjectResults",
    f"{_THEIRS}.LimitOutput",
    f"{_HERE}.results.RecordScores",
    f"{_THEIRS}.AssignLatePenalties",
    f"{_THEIRS}.CheckCellMetadata",
]
GENERATE = [
    f"{_HERE}.release.NameStubs",
    f"{_THEIRS}.LockCells",
    f"{_THEIRS}.ClearOutput",
    f"{_THEIRS}.ClearHiddenTests",
    f"{_THEIRS}.ClearMarkScheme",
    f"{_HERE}.release.TidyMetadata",
    f"{_THEIRS}.CheckCellMetadata",
    f"{_THEIRS}.ComputeChecksums",
    f"{_THEIRS}.SaveCells",
    f"{_THEIRS}.CheckCellMetadata",
]


def apply_course_at(config: Any, root: Path) -> None:
    """Configure nbgrader for the course in `root`; `nbgrader_config.py` calls this.

    Raises:
        ConfigurationError: `course_config.py` is missing or a fact in it is wrong.
    """
    apply_course(config, load_course(root))


def apply_course(config: Any, course: Course) -> None:
    """Configure nbgrader for a checked course."""
    _find_alembic()
    _ask_alembic_here()
    handed_in = sorted({file for assignment in course.assignments.values() for file in assignment.files})
    config.CourseDirectory.root = os.path.abspath(course.root)
    config.CourseDirectory.course_id = course.id
    config.CourseDirectory.ignore = IGNORED + handed_in
    config.CoursePreprocessor.course_root = os.path.abspath(course.root)
    config.CourseLatePolicy.course_root = os.path.abspath(course.root)
    config.GenerateAssignment.preprocessors = GENERATE
    config.Autograde.sanitize_preprocessors = SANITIZE
    config.Autograde.autograde_preprocessors = AUTOGRADE
    config.Autograde.exporter_class = f"{_HERE}.submitted.SubmittedNotebookExporter"
    config.SubmittedNotebookExporter.optimistic_validation = True
    config.Autograde.post_convert_hook = f"{_HERE}.results.keep_only_notebook"
    config.Autograde.exclude_overwriting = {name: _source_files(course, name) for name in course.assignments}
    config.AssignLatePenalties.plugin_class = f"{_HERE}.late.CourseLatePolicy"
    if not os.access(_EXCHANGE, os.W_OK):
        config.Exchange.root = os.path.abspath(course.root / "exchange")
        os.makedirs(config.Exchange.root, exist_ok=True)


def _find_alembic() -> None:
    """nbgrader starts `alembic` from PATH when it upgrades a gradebook; it lies beside our interpreter."""
    beside = os.path.dirname(os.path.abspath(sys.executable))
    if shutil.which("alembic") is None:
        os.environ["PATH"] = os.pathsep.join((beside, os.environ.get("PATH", os.defpath)))


def _ask_alembic_here() -> None:
    """Find the version of a new gradebook's tables in this process; nbgrader starts another, for three seconds."""
    import nbgrader.api

    nbgrader.api.get_alembic_version = _newest_revision


def _newest_revision() -> str:
    import nbgrader
    from alembic.script import ScriptDirectory

    return str(
        ScriptDirectory(os.path.join(os.path.dirname(nbgrader.__file__), "alembic")).get_current_head()
    )


def _source_files(course: Course, name: str) -> list[str]:
    """Files of the assignment that nobody needs beside each student's recorded notebook."""
    folder = course.source(name).parent
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())

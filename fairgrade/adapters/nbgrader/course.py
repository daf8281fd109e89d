"""What every step of ours needs inside nbgrader: the course it belongs to."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from fairgrade.config import Course, load_course


class CoursePreprocessor(NbGraderPreprocessor):  # type: ignore[misc]
    """A preprocessor that knows the course; `settings.apply_course` tells it where the course is."""

    course_root = Unicode(help="Folder of course_config.py").tag(config=True)

    @cached_property
    def course(self) -> Course:
        """The checked course."""
        return load_course(Path(self.course_root))

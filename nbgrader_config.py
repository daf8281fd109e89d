"""nbgrader reads only this file; the facts of the course are in course_config.py."""

from pathlib import Path

from fairgrade.adapters.nbgrader.settings import apply_course_at

apply_course_at(get_config(), Path(__file__).resolve().parent)

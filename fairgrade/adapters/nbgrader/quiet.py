"""Runs nbgrader's converters without their log; what they complain about becomes one sentence."""

from __future__ import annotations

import logging
import warnings
from typing import Any

from nbgrader.converters.base import NbGraderException

from fairgrade.errors import FairgradeError


def run_quietly(converter: Any) -> None:
    """Run one of nbgrader's converters to its end.

    Raises:
        FairgradeError: nbgrader gave up; the text is its last word on why.
    """
    kept = _Complaints()
    log = logging.Logger("nbgrader", logging.ERROR)  # of its own: nbgrader's writes to the terminal
    log.addHandler(kept)
    converter.log = log
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"nbgrader|nbformat|nbconvert")
            converter.start()
    except NbGraderException as error:
        raise FairgradeError(kept.reason or str(error)) from error


class _Complaints(logging.Handler):
    """Keeps the last line of the last traceback nbgrader logged, else its first message."""

    def __init__(self) -> None:
        super().__init__()
        self.reason = ""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage().strip()
        if message.startswith("Traceback"):
            self.reason = message.splitlines()[-1]
        self.reason = self.reason or message.splitlines()[0]

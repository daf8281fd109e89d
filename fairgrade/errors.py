"""Every exception of the project, in one tree.

```
FairgradeError                 something a person must act on; its text is one clear sentence
├── ConfigurationError         course_config.py or a command's arguments are wrong
├── SubmissionError            a submitted file cannot be read as a notebook
├── ReleaseError               the release gate found something that must not go out
├── SandboxError               the sandbox failed, not the student
│   └── IsolationUnavailable   this host cannot isolate student code
├── GraderError                our graders failed; never lowers a grade
└── StudentFault               the student's code is at fault; becomes a verdict
    ├── NotStarted             raised NotImplementedError, or the stub is untouched
    ├── Missing                the notebook does not define the component
    ├── StudentRaised          raised any other exception
    ├── StudentTimeout         did not return in time
    ├── StudentOutOfMemory     asked for more memory than the limit
    ├── StudentDied            the process ended
    ├── BadReply               what came back is not plain data, or is too large
    └── InputChanged           the function changed one of its inputs
```
"""

from __future__ import annotations


class FairgradeError(Exception):
    """Base of all errors; the text is one sentence that says what is wrong, where, and what to do."""


class ConfigurationError(FairgradeError):
    """`course_config.py` or a command's arguments are wrong."""


class SubmissionError(FairgradeError):
    """A submitted file cannot be read as a notebook of this assignment."""


class ReleaseError(FairgradeError):
    """The release gate found a difference, a leak, or a solution that does not score full marks."""


class SandboxError(FairgradeError):
    """The sandbox itself failed; the submission is not to blame."""


class IsolationUnavailable(SandboxError):
    """This host cannot isolate student code, and nothing weaker was asked for."""


class GraderError(FairgradeError):
    """Our own grading code failed; never lowers a grade."""


class StudentFault(FairgradeError):
    """The student's code is at fault; the grader turns it into a verdict."""


class NotStarted(StudentFault):
    """The component raised `NotImplementedError`, or its stub is untouched."""


class Missing(StudentFault):
    """The notebook does not define the component.

    Attributes:
        name: of the component.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"your notebook does not define '{name}'")
        self.name = name

    def __reduce__(self) -> tuple[type[Missing], tuple[str]]:
        return Missing, (self.name,)


class StudentRaised(StudentFault):
    """The student's code raised an exception.

    Attributes:
        kind: name of the exception's class.
        text: its message, cut to 2,000 characters.
        where: `cell 7, line 3` of the student's notebook, or an empty string.
    """

    def __init__(self, kind: str, text: str, where: str = "") -> None:
        super().__init__(f"{kind}: {text}" + (f" ({where})" if where else ""))
        self.kind, self.text, self.where = kind, text, where

    def __reduce__(self) -> tuple[type[StudentRaised], tuple[str, str, str]]:
        return StudentRaised, (self.kind, self.text, self.where)


class StudentTimeout(StudentFault):
    """The student's code did not return within its limit of wall or CPU time."""


class StudentOutOfMemory(StudentFault):
    """The student's code asked for more memory than its limit."""


class StudentDied(StudentFault):
    """The student's process ended before it answered."""


class BadReply(StudentFault):
    """What came back is not plain data, is malformed, or is larger than the limit."""


class InputChanged(StudentFault):
    """The student's function changed one of its inputs in place."""

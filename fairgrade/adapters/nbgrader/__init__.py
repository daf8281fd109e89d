"""Release, recording and reading back through nbgrader; the only folder that imports it.

```
settings.py   applies course_config.py to nbgrader (what nbgrader_config.py calls)
release.py    source/ -> release/                     gate.py      what must not leave with it
submitted.py  reads a student's file, whatever it is  rebuild.py   release cells + the student's work
sanitise.py   nothing a student wrote runs at staff   results.py   stored outcomes -> cells and gradebook
record.py     a class into gradebook.db               late.py      penalties by the course's policy
totals.py     what the gradebook says now
```
"""

import sys

# Where it is installed, jsonschema builds grammars with it for two seconds, to check formats that no notebook has.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

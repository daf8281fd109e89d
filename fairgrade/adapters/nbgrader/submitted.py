"""Reads what a student handed in, whatever it is, as a valid notebook with nothing in it that could do harm.

nbconvert stops at a file it cannot parse, and nbgrader with it. `SubmittedNotebookExporter` takes its place
in `nbgrader autograde`: a file that is no notebook becomes an empty one with a notice, and the class goes on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.corpus.words import generate_corpus_id
from nbformat.notebooknode import NotebookNode, from_dict
from nbformat.v4 import new_notebook

from fairgrade.adapters.nbgrader.sanitise import clean_attachments, clean_outputs, plain_text
from fairgrade.errors import SubmissionError
from fairgrade.intake.notebook import MAX_BYTES, MAX_CELLS

_OUTPUT_BUDGET = 24 * 2**20
"""Characters of output kept of one notebook."""
_KEPT_METADATA = ("nbgrader", "tags", "deletable", "editable")
DIGESTS = "fairgrade_digests"
"""Key of the notebook's metadata: by graded cell, the digest of the text a student wrote for it."""
NOTICES = "fairgrade_notices"
"""Key of nbconvert's resources under which remarks about the file travel to the preprocessors."""


class SubmittedNotebookExporter(NotebookExporter):  # type: ignore[misc]
    """nbconvert's notebook exporter, for input that nobody vouches for."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **keywords: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert the file; one that is no notebook counts as an empty notebook with a notice."""
        resources = {} if resources is None else resources
        resources.setdefault("metadata", {}).update(name=Path(filename).stem, path=str(Path(filename).parent))
        try:
            notebook = read_submitted(Path(filename))
        except SubmissionError as error:
            notebook = new_notebook()
            resources[NOTICES] = [str(error)]
        converted: tuple[str, dict[str, Any]] = self.from_notebook_node(notebook, resources, **keywords)
        return converted


def read_submitted(path: Path) -> NotebookNode:
    """The notebook in `path` with known fields only; its outputs are cleaned, its text is as it was written.

    Raises:
        SubmissionError: it is missing, not a plain file, too large, or not a notebook.
    """
    if path.is_symlink() or not path.is_file():
        raise SubmissionError(
            f"There is no notebook {path.name} in this submission; nothing could be graded."
        )
    if path.stat().st_size > MAX_BYTES:
        raise SubmissionError(
            f"{path.name} is larger than {MAX_BYTES // 2**20} MiB; nothing could be graded."
        )
    try:
        raw = json.loads(path.read_bytes())
        cells = raw["cells"]
        if not isinstance(cells, list):
            raise TypeError("its cells are no list")
    except Exception as error:  # any bytes at all may be here, and the parsers raise whatever they like
        raise SubmissionError(f"{path.name} is not a Jupyter notebook; nothing could be graded.") from error
    budget = _OUTPUT_BUDGET
    notebook = new_notebook(metadata=_read_metadata(raw.get("metadata")))
    for raw_cell in cells[:MAX_CELLS]:
        if isinstance(raw_cell, dict):
            cell = _read_cell(raw_cell)
            budget -= sum(len(str(output)) for output in cell.get("outputs", []))
            if budget < 0 and cell.cell_type == "code":
                cell.outputs = []
            notebook.cells.append(cell)
    _keep_ids_unique(notebook)
    return notebook


def _read_metadata(raw: Any) -> dict[str, Any]:
    """Our own digests, which `RebuildFromRelease` has just written or is about to replace."""
    digests = raw.get(DIGESTS) if isinstance(raw, dict) else None
    kept = {DIGESTS: digests} if isinstance(digests, dict) else {}
    return kept | {"language_info": {"name": "python"}}


def _read_cell(raw: dict[str, Any]) -> NotebookNode:
    source = plain_text(raw.get("source")).encode("utf-8", "replace").decode()
    found = raw.get("metadata")
    metadata = {key: found[key] for key in _KEPT_METADATA if key in found} if isinstance(found, dict) else {}
    if not isinstance(metadata.get("nbgrader", {}), dict):
        del metadata["nbgrader"]
    tags = metadata.get("tags", [])
    metadata["tags"] = sorted(set(filter(_is_tag, tags))) if isinstance(tags, list) else []
    for key in ("deletable", "editable"):
        if not isinstance(metadata.get(key, True), bool):
            del metadata[key]
    if not metadata["tags"]:
        del metadata["tags"]
    kind = raw.get("cell_type")
    cell = NotebookNode(cell_type="raw", id=generate_corpus_id(), metadata=from_dict(metadata), source=source)
    if kind == "code":
        cell.update(cell_type=kind, execution_count=None, outputs=clean_outputs(raw.get("outputs")))
    elif kind == "markdown":
        cell.cell_type = kind
        attachments = clean_attachments(raw.get("attachments"))
        if attachments:
            cell.attachments = attachments
    if isinstance(raw.get("id"), str) and nbformat_id(raw["id"]):
        cell.id = raw["id"]
    return cell


def _is_tag(value: Any) -> bool:
    """Whether the notebook format allows it in a list of tags."""
    return isinstance(value, str) and value != "" and "," not in value


def nbformat_id(text: str) -> bool:
    """Whether nbformat takes `text` as a cell's id."""
    return 0 < len(text) <= 64 and all(
        letter.isascii() and (letter.isalnum() or letter in "-_") for letter in text
    )


def _keep_ids_unique(notebook: NotebookNode) -> None:
    seen: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        if cell.id in seen:
            cell.id = f"cell-{index}-{len(seen)}"
        seen.add(cell.id)

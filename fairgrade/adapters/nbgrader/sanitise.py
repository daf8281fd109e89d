"""Nothing that a student wrote may run or load anything where staff look at it.

formgrader and the feedback pages put markdown and HTML into the page as they are, on the origin that holds
the instructor's kernels. So what is stored for them is harmless already. Text without markup stays as it was
written; any other markdown is stored as its cleaned rendering; outputs keep text, cleaned HTML and pictures.
"""

from __future__ import annotations

import base64
import html
import re
from html.parser import HTMLParser
from typing import Any

import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

TEXT_LIMIT = 50_000
"""Characters kept of one text output or one cell."""
PICTURE_LIMIT = 4 * 2**20
"""Base64 characters of the largest picture kept."""
OUTPUTS_LIMIT = 50
"""Outputs kept of one cell."""

_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure "
        "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary "
        "sup table tbody td tfoot th thead tr u ul var",
    )
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "ol": {"start"},
}
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_ALTERNATIVE = "The student's figure"
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
_PICTURE_TAG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
_MARKUP = re.compile(r"[<&]|\]\s*\(|\]\s*\[|\]:|\\(?:href|require|style|class|cssId|html\w*)")
"""Markdown without any of these renders to paragraphs, lists, emphasis, code and formulas only."""


def clean_html(source: str) -> str:
    """HTML without scripts, styles, forms, frames, ids, classes or anything that loads from elsewhere."""
    cleaned = nh3.clean(
        source[: PICTURE_LIMIT * 2],
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_filter_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
    )
    return _PICTURE_TAG.sub(lambda tag: tag[0] if ' src="' in tag[0] else "[picture not shown]", cleaned)


def clean_markdown(source: str, attachments: dict[str, Any] | None = None) -> str:
    """Markdown that shows what the student's showed, and is harmless in any renderer."""
    source = shorten(source)
    if not _MARKUP.search(source):
        return source
    try:
        renderer = IPythonRenderer(
            escape=False, exclude_anchor_links=True, attachments=clean_attachments(attachments)
        )
        rendered = MarkdownWithMath(renderer=renderer).render(source)
    except Exception:  # a renderer that fails on a student's text must not cost the student or the class
        rendered = f"<pre>{html.escape(source)}</pre>"
    inert = _Inert()
    inert.feed(clean_html(rendered))
    inert.close()
    return f"<div>{''.join(inert.parts)}</div>"


def clean_outputs(outputs: Any) -> list[NotebookNode]:
    """A code cell's outputs with text, cleaned HTML and pictures; all else becomes its text, or a remark."""
    if not isinstance(outputs, list):
        return []
    kept = [_clean_output(output) for output in outputs[:OUTPUTS_LIMIT] if isinstance(output, dict)]
    if len(outputs) > OUTPUTS_LIMIT:
        kept.append(new_output("stream", text=f"[{len(outputs) - OUTPUTS_LIMIT} more outputs left out]\n"))
    return [output for output in kept if output is not None]


def has_picture(cell: NotebookNode) -> bool:
    """Whether a cleaned code cell shows a picture."""
    outputs = cell.get("outputs", [])
    return any(
        mime.startswith("image/") or "<img" in str(value)
        for output in outputs
        for mime, value in output.get("data", {}).items()
        if mime != "text/plain"
    )


def shorten(text: str, limit: int = TEXT_LIMIT) -> str:
    """About `limit` characters, with a remark where some are left out; shortening again changes nothing."""
    if len(text) <= limit + 100:
        return text
    return f"{text[:limit]}\n[{len(text) - limit} more characters left out]\n"


def _clean_output(output: dict[str, Any]) -> NotebookNode | None:
    kind = output.get("output_type")
    if kind == "stream":
        # A student's stderr is shown as stdout: in nbgrader stderr means a failed cell.
        return new_output("stream", name="stdout", text=shorten(plain_text(output.get("text"))))
    if kind == "error":
        lines = output.get("traceback")
        trace = "\n".join(map(plain_text, lines)) if isinstance(lines, list) else ""
        trace = trace or f"{plain_text(output.get('ename'))}: {plain_text(output.get('evalue'))}"
        return new_output("stream", name="stdout", text=shorten(trace, 10_000))
    data = output.get("data")
    if not isinstance(data, dict):
        return None
    cleaned = _clean_data(data)
    described = {mime: {"alt": _ALTERNATIVE} for mime in cleaned if mime.startswith("image/")}
    return new_output("display_data", data=cleaned, metadata=described)


def _clean_data(data: dict[str, Any]) -> dict[str, str]:
    for mime in _PICTURES:
        picture = plain_text(data.get(mime))
        if picture and len(picture) <= PICTURE_LIMIT and _BASE64.fullmatch(picture):
            if mime in ("image/png", "image/jpeg"):
                return {mime: picture}
            return {
                "text/html": f'<img alt="{_ALTERNATIVE}" src="data:{mime};base64,{"".join(picture.split())}">'
            }
    vector = plain_text(data.get("image/svg+xml"))
    if vector and len(vector) <= PICTURE_LIMIT:
        # As an <img> the browser runs no script of it and loads nothing for it.
        encoded = base64.b64encode(vector.encode("utf-8", "replace")).decode()
        return {"text/html": f'<img alt="{_ALTERNATIVE}" src="data:image/svg+xml;base64,{encoded}">'}
    markup, plain = plain_text(data.get("text/html")), plain_text(data.get("text/plain"))
    if markup and len(markup) <= PICTURE_LIMIT:
        shown = {"text/html": clean_html(markup)}
        return shown | {"text/plain": shorten(plain)} if plain else shown
    kinds = ", ".join(sorted(shorten(str(mime), 60) for mime in list(data)[:10]))
    return {"text/plain": shorten(plain) if plain else f"[output not shown: {kinds}]"}


def clean_attachments(attachments: Any) -> dict[str, dict[str, str]]:
    if not isinstance(attachments, dict):
        return {}
    cleaned = {}
    for name, bundle in attachments.items():
        kept = {
            mime: "".join(plain_text(value).split())
            for mime, value in (bundle.items() if isinstance(bundle, dict) else ())
            if mime in _PICTURES
            and len(plain_text(value)) <= PICTURE_LIMIT
            and _BASE64.fullmatch(plain_text(value))
        }
        if kept:
            cleaned[str(name)] = kept
    return cleaned


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures must be in the page; links must not be data."""
    if name == "src":
        picture = re.fullmatch(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,([A-Za-z0-9+/=]+)", value)
        return value if picture else None
    if name == "href":
        return value if re.match(r"(?:https?://|mailto:|#)", value) else None
    return value


def plain_text(value: Any) -> str:
    """A text of notebook JSON, which may be a list of lines; anything else is an empty string."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


class _Inert(HTMLParser):
    """Writes cleaned HTML on one line with every character that means something in markdown as an entity."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = "".join(f' {name}="{_entities(value or "")}"' for name, value in attrs)
        self.parts.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(_entities(data))


def _entities(text: str) -> str:
    return re.sub(r"[^\w \-.,;?/]|_", lambda found: f"&#{ord(found.group())};", text)

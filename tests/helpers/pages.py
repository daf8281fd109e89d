"""Whether a page could run or load anything, and what its reader sees."""

from __future__ import annotations

import html.parser
import re

SHOWN = set(
    re.findall(
        r"\w+",
        "a abbr b blockquote br code del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s "
        "span strong sub summary sup table tbody td th thead tr ul",
    )
)
STARTS = {"href": ("http://", "https://", "mailto:", "#"), "src": ("data:image/",)}
_PLAIN = (
    "href", "src", "alt", "title", "rel", "align", "width", "height", "colspan", "rowspan", "start",
)  # fmt: skip


class _Dangers(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SHOWN:
            self.found.append(tag)
        for name, value in attrs:
            if not (value or "").startswith(STARTS.get(name, "")):
                self.found.append(f"{name}={value}")
            elif name not in _PLAIN:
                self.found.append(name)


def dangers(part: str) -> list[str]:
    """Every tag and attribute of a part of a page that could run, load or pose as the page's own controls."""
    parser = _Dangers()
    parser.feed(part)
    parser.close()
    return parser.found


class _Loads(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "link", "form", "img", "base"):
            self.found.append(tag)
        self.found += [
            name for name, value in attrs if name.startswith("on") or name in ("src", "srcset", "action")
        ]
        self.found += [f"{name}={value}" for name, value in attrs if name == "href" and ":" in (value or "")]


def loads(page: str) -> list[str]:
    """What one of our own pages would load or run."""
    parser = _Loads()
    parser.feed(page)
    parser.close()
    return parser.found


class _Texts(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(page: str) -> str:
    """The text of a page, as written."""
    parser = _Texts()
    parser.feed(page)
    parser.close()
    return "".join(parser.parts)

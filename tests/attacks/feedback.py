"""Attacks on the pages people read: markup, scripts, links and formulas wherever a student's text can get."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from fairgrade.records import Verdict
from tests.attacks.hostile_class import Hostile

_ESCAPED = "templates escape"
_CLEANED = "what is recorded is cleaned"
_SCRIPT = "<script>alert(1)</script>"


def _told(name: str, text: str, raised: str = "raise ValueError({text!r})", layer: str = _ESCAPED) -> Hostile:
    """Gets a text into the message of a check."""
    body = "".join(f"    {line}\n" for line in raised.format(text=text).splitlines())
    return Hostile(name, layer, f"def double(x):\n{body}", verdict=Verdict.CRASHED, says=(text,), shown=text)


def _returned(name: str, text: str, value: str) -> Hostile:
    """Gets a text into the message by what is returned."""
    source = f"import collections, types\ndef double(x):\n    return {value.format(text=text)}"
    return Hostile(name, _ESCAPED, source, says=(text,), shown=text)


def _written(name: str, kind: str, source: str, shown: str = "", **fields: Any) -> Hostile:
    """Puts a cell of the student's own into the notebook."""

    def change(notebook: dict[str, Any]) -> None:
        code = {"outputs": [], "execution_count": None} if kind == "code" else {}
        notebook["cells"].append(
            {"cell_type": kind, "id": "own", "metadata": {}, "source": source} | code | fields
        )

    return Hostile(name, _CLEANED, change=change, shown=shown)


def _output(name: str, shown: str = "", **data: Any) -> Hostile:
    """Hands in a solution with an output that was never printed."""
    outputs = [{"output_type": "display_data", "metadata": {}, "data": data}]
    return _with_outputs(name, outputs, shown)


def _with_outputs(name: str, outputs: list[Any], shown: str = "") -> Hostile:
    def change(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            if cell["id"] in ("double-solution", "double-test"):
                cell["outputs"] = outputs

    return Hostile(name, _CLEANED, change=change, shown=shown)


def _both(*changes: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    def change(notebook: dict[str, Any]) -> None:
        for each in changes:
            each(notebook)

    return change


def _widgets(notebook: dict[str, Any]) -> None:
    notebook["metadata"] = {
        "widgets": {"application/vnd.jupyter.widget-state+json": {"x": _SCRIPT}}, "title": _SCRIPT,
        "kernelspec": {"name": _SCRIPT, "display_name": _SCRIPT}, "language_info": {"name": _SCRIPT},
    }  # fmt: skip


def _names(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] |= {"name": _SCRIPT, "tags": [_SCRIPT], "class": _SCRIPT, "id": _SCRIPT}
    notebook["cells"].append(
        {"cell_type": "code", "id": _SCRIPT, "metadata": {"nbgrader": {"grade_id": _SCRIPT, "solution": True}},
         "source": "1", "outputs": [], "execution_count": _SCRIPT}
    )  # fmt: skip


_SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>{_SCRIPT}<image href='https://evil.example/x.png'/></svg>"

FEEDBACK = [
    _told("a script in an exception", _SCRIPT),
    _told("an event handler in an exception", "<img src=x onerror=alert(1)>"),
    _told("the end of the page's style", "</style></title><script>alert(1)</script>"),
    _told("the end of a comment", "--><svg onload=alert(1)><!--"),
    _told("the end of an attribute", "\" autofocus onfocus=\"alert(1)\" x='"),
    _told("a template in an exception", "{{ 7 * 7 }}{% include 'style.css' %}"),
    _told("a link in an exception", "<a href='javascript:alert(1)'>click</a>"),
    _told("a page that fetches another", "<meta http-equiv=refresh content='0;url=//evil.example'>"),
    _told("a form that poses as formgrader", "<form action='/formgrader/api'><button>Full credit</button></form>"),
    _told("entities that become markup", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    _told("a formula for a spreadsheet", "=HYPERLINK(\"https://evil.example\", \"click\")"),
    _told("a script in a class's name", "<svg onload=alert(1)>", "raise type({text!r}, (Exception,), {{}})"),
    Hostile("a script in a cell's error", _ESCAPED, f"raise ValueError({_SCRIPT!r})", verdict=Verdict.CRASHED,
            says=(_SCRIPT,), shown=_SCRIPT),
    Hostile("a script in the name of a missing component", _ESCAPED,
            f"from fairgrade.sandbox.inside.calls import NotDefined\ndef double(x):\n    raise NotDefined({_SCRIPT!r})",
            says=(_SCRIPT,), shown=_SCRIPT),
    Hostile("letters that steer a terminal", _ESCAPED,
            "def double(x):\n    raise ValueError('\\x1b]0;title\\x07\\x1b[2J\\0 shown')", verdict=Verdict.CRASHED,
            says=("shown",), shown="shown"),
    Hostile("letters that turn the text around", _ESCAPED,
            "def double(x):\n    raise ValueError('\\u202e\\u2066 shown \\ufeff')", verdict=Verdict.CRASHED,
            says=("shown",), shown="shown"),
    Hostile("half a character in an exception", _ESCAPED, "def double(x):\n    raise ValueError('\\ud800')"),
    _returned("a script in the class of an object", "<object data=x>", "type({text!r}, (), {{}})()"),
    _returned("a script in the names of a dict", _SCRIPT, "{{{text!r}: 1}}"),
    Hostile("a script in a file's name", _ESCAPED, called="<img src=x onerror=alert(1)>.ipynb",
            says=("<img src=x onerror=alert(1)>.ipynb",), shown="<img src=x onerror=alert(1)>.ipynb"),
    Hostile("a formula in a file's name", _ESCAPED, called="=1+cmd|' C'!A0.ipynb", says=("=1+cmd|' C'!A0.ipynb",),
            shown="=1+cmd|' C'!A0.ipynb"),
    Hostile("a script in a function's name", _CLEANED, "double = eval(\"lambda x: 3 * x\")\n"
            f"double.__name__ = double.__qualname__ = {_SCRIPT!r}", shown=_SCRIPT),
    Hostile("a script printed and displayed while the notebook runs", _CLEANED,
            f"print({_SCRIPT!r})\nfrom IPython.display import HTML, Javascript, display\ndisplay(HTML({_SCRIPT!r}), "
            "Javascript('alert(1)'))\ndef double(x):\n    return 3 * x", shown=_SCRIPT),
    _written("a script in markdown", "markdown", f"read {_SCRIPT} this", "read"),
    _written("an event handler in markdown", "markdown", "see <img/src='x'/onerror='alert(1)'> here", "see"),
    _written("a link to JavaScript in markdown", "markdown", "[click](javascript:alert(1)) and [x][y]\n\n[y]: javascript:1",
             "click"),
    _written("a picture from elsewhere in markdown", "markdown", "![seen](https://evil.example/pixel.png)"),
    _written("a formula that links", "markdown", "$\\href{javascript:alert(1)}{shown}$", "shown"),
    _written("a frame in markdown", "markdown", f"<iframe srcdoc='{_SCRIPT}'></iframe> text", "text"),
    _written("a style that hides the page", "markdown", "<style>body{display:none}</style><div style='position:fixed'>x"
             "</div>"),
    _written("raw HTML", "raw", _SCRIPT, _SCRIPT),
    _written("an attachment of HTML", "markdown", "![a](attachment:a.html) text", "text",
             attachments={"a.html": {"text/html": _SCRIPT}, 'b" onerror="alert(1)': {"image/png": "AAAA"}}),
    _written("an attachment with a type that ends its attribute", "markdown", "![a](attachment:a.png) text", "text",
             attachments={"a.png": {'image/png" onerror="alert(1)': "AAAA"}}),
    _written("a script in code", "code", f"x = '''{_SCRIPT}'''", _SCRIPT),
    _output("HTML as an output", **{"text/html": f"<table><tr><td>7</td></tr></table>{_SCRIPT}<b onclick=alert(1)>x</b>"}),
    _output("SVG as an output", **{"image/svg+xml": _SVG}),
    _output("JavaScript as an output", **{"application/javascript": "alert(1)", "application/x-javascript": "alert(1)"}),
    _output("a picture that is no picture", **{"image/png": "\"><script>alert(1)</script>"}),
    _output("a picture of SVG in HTML", **{"text/html": "<img src='data:image/svg+xml;base64,"
                                           f"{base64.b64encode(_SVG.encode()).decode()}'>"}),
    _output("LaTeX that links", **{"text/latex": "$\\href{javascript:alert(1)}{x}$", "text/markdown": _SCRIPT}),
    _output("a type that ends its attribute", **{"x' onload='alert(1)": _SCRIPT, "text/plain": "plain"}),
    _with_outputs("an output of a stream", [{"output_type": "stream", "name": "stderr", "text": _SCRIPT}], _SCRIPT),
    _with_outputs("an output of an error", [{"output_type": "error", "ename": _SCRIPT, "evalue": _SCRIPT,
                                             "traceback": [_SCRIPT, "\x1b[31mred"]}], _SCRIPT),
    Hostile("metadata of the notebook", _CLEANED, change=_both(_widgets, _names)),
]  # fmt: skip

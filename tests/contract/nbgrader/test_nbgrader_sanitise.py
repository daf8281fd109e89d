"""What a student writes shows as they meant it, and can neither run nor load anything where staff look."""

from __future__ import annotations

import html.parser
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from fairgrade.adapters.nbgrader.sanitise import (
    OUTPUTS_LIMIT,
    TEXT_LIMIT,
    clean_html,
    clean_markdown,
    clean_outputs,
)
from tests.helpers.pages import dangers

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action='/api/contents'><button class='btn full-credit'>x</button></form>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<img src='https://evil.example/pixel.png'>",
    "<div id='answer' class='score' style='position:fixed'>x</div>",
    "[x](javascript:alert(1))",
    "[x]( javascript:alert(1) )",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](https://evil.example/pixel.png)",
    '![x](x" onerror="alert(1))',
    "![x](attachment:missing.png)",
    "<javascript:alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n```",
    "$<script>alert(1)</script>$",
    "\\begin{a}<script>alert(1)</script>\\end{a}",
    "<div>\n\n<script>alert(1)</script>\n\n</div>",
    "<!-- --><script>alert(1)</script><!-- -->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><script>alert(1)</script>",
    "| a | b |\n|---|---|\n| <script>alert(1)</script> | [x](javascript:alert(1)) |",
    "$\\href{javascript:alert(1)}{x}$",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_is_harmless_when_nbgrader_renders_it(attack: str) -> None:
    for source in (attack, f"text {attack} text", f"# {attack}", f"* {attack}\n  {attack}"):
        assert [
            danger
            for danger in dangers(markdown2html_mistune(clean_markdown(source)))
            if danger not in ("id", "class")
        ] == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_outputs_is_harmless(attack: str) -> None:
    output = {
        "output_type": "display_data",
        "metadata": {"text/html": {"isolated": True}},
        "data": {"text/html": attack},
    }
    cleaned = clean_outputs([output])
    assert dangers(cleaned[0].data["text/html"]) == []
    assert "text/html" not in cleaned[0].metadata


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*ATTACKS, "\n\n", "`", "*", "<", ">", '"', "'", "&", "](", "$", "text", "<p>", "</p>"]
        ),
        max_size=8,
    )
)
def test_no_mixture_of_attacks_gets_through(parts: list[str]) -> None:
    page = markdown2html_mistune(clean_markdown("".join(parts)))
    assert [danger for danger in dangers(page) if danger not in ("id", "class")] == []


@pytest.mark.parametrize(
    "source",
    [
        "Plain.",
        "**Bold** and `code`",
        "# Heading\n\n* one\n* two",
        "$\\frac{a}{b} + \\beta$",
        "| a |\n|---|\n| b |",
        "> quoted",
    ],
)
def test_text_without_markup_stays_as_it_was_written(source: str) -> None:
    assert clean_markdown(source) == source


def test_what_the_student_meant_is_still_shown() -> None:
    link = "**see** [the paper](https://example.org/a?b=1&c=2)"
    page = markdown2html_mistune(
        clean_markdown(f"It holds that $a < b$, {link}.\n\n```\nx < y\n\n[z](w)\n```")
    )
    parser = html.parser.HTMLParser()
    shown: list[str] = []
    parser.handle_data = shown.append  # type: ignore[method-assign]
    parser.feed(page)
    text = "".join(shown)
    assert "It holds that $a < b$, see the paper." in text
    assert "x < y\n\n[z](w)" in text
    assert "<strong>see</strong>" in page
    assert 'href="https&#58;//example.org/a?b&#61;1&#38;c&#61;2"' in page


def test_cleaning_twice_changes_nothing() -> None:
    svg = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>"},
    }
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": PIXEL}}
    table = {
        "output_type": "execute_result",
        "metadata": {},
        "data": {"text/html": "<table><td>1</td></table>", "text/plain": "1"},
    }
    once = clean_outputs([svg, picture, table])
    assert "data:image/svg+xml;base64," in once[0].data["text/html"]
    long = {"output_type": "stream", "name": "stdout", "text": "x" * 2 * TEXT_LIMIT}
    once += clean_outputs([long])
    assert clean_outputs(json.loads(json.dumps(once))) == once


def test_attached_pictures_are_shown_and_other_attachments_are_not() -> None:
    attachments = {
        "a.png": {"image/png": PIXEL},
        "b.png": {'image/png" onerror="alert(1)': PIXEL},
        "c.html": {"text/html": "x"},
    }
    page = markdown2html_mistune(clean_markdown("![a](attachment:a.png)", attachments))
    assert dangers(page) == []
    assert "iVBORw0KGgo" in page
    assert "alert" not in clean_markdown("![b](attachment:b.png)", attachments)


def test_pictures_must_be_base64() -> None:
    output = {
        "output_type": "display_data",
        "data": {"image/png": '"><script>alert(1)</script>', "text/plain": "figure"},
    }
    assert clean_outputs([output])[0].data == {"text/plain": "figure"}


def test_a_students_stderr_and_errors_are_not_nbgraders() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["line"]}
    stream = {"output_type": "stream", "name": "stderr", "text": ["warn", "ing"]}
    assert [(o.output_type, o.get("name"), o.text) for o in clean_outputs([error, stream])] == [
        ("stream", "stdout", "line"),
        ("stream", "stdout", "warning"),
    ]


def test_outputs_are_cut_to_size() -> None:
    flood = [{"output_type": "stream", "name": "stdout", "text": "x" * 10 * TEXT_LIMIT}] * 10 * OUTPUTS_LIMIT
    cleaned = clean_outputs(flood)
    assert len(cleaned) == OUTPUTS_LIMIT + 1
    assert all(len(output.text) < TEXT_LIMIT + 100 for output in cleaned)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.text() | st.sampled_from(["output_type", "data", "text", "traceback"]), inner
            )
        ),
    )
)
def test_any_json_at_all_is_cleaned(outputs: object) -> None:
    clean_outputs(outputs)
    clean_outputs([outputs])


def test_html_keeps_tables() -> None:
    assert (
        clean_html("<table class='dataframe'><tr><td>1</td></tr></table>")
        == "<table><tbody><tr><td>1</td></tr></tbody></table>"
    )

"""Runs: words with one look, fields, and the switch between them."""

from __future__ import annotations

import re

from packbuilder.writers.docx.layout_context import Run
from packbuilder.writers.docx.xml import (
    on,
    run_properties,
    run_text,
    value,
    xml_attribute,
    xml_text,
)

EN_SPACE, EM_SPACE = "\u2002", "\u2003"
"""Spaces half as wide as the letters are high, and as wide."""
_HYPHEN = re.compile("([\u2011\u00ad])")
_HYPHENS = {"\u2011": "<w:noBreakHyphen/>", "\u00ad": "<w:softHyphen/>"}
"""Hyphens that have elements of their own, as few fonts have characters for them."""
_BOLD_STYLES = frozenset(
    ("Strong", "Emphasis", "Decision", "Said", "SmallCode", "FootnoteReference")
)


def look(run: Run) -> str:
    """Return `w:rPr`.

    Words are bold by their styles, so that they follow when somebody changes these. Two bold styles
    would switch one another off (ISO 29500-1, 17.7.3): only then bold is set on the words.
    """
    pieces = {}
    if run.style:
        pieces["rStyle"] = value("rStyle", run.style)
    if run.strong and (run.bold or run.style not in _BOLD_STYLES):
        pieces |= {"b": on("b"), "bCs": on("bCs")}
    if run.raised:
        pieces["position"] = value("position", round(run.raised * 2))
    if run.language:
        pieces["lang"] = value("lang", xml_attribute(run.language))
    return run_properties(pieces)


def plain_run(text: str, run: Run) -> str:
    """Write words; a tab stays one, line ends become spaces."""
    if not text:
        return ""
    shown = xml_text(" ".join(text.splitlines()) if "\n" in text or "\r" in text else text)
    inner = "<w:tab/>".join(_text(piece) for piece in shown.split("\t"))
    return f"<w:r>{look(run)}{inner}</w:r>"


def field(code: str, shown: str, run: Run) -> str:
    """Write a field that can be updated, showing `shown` (XML of runs) until it is."""
    return field_begin(code, run) + shown + field_end(run)


def field_begin(code: str, run: Run) -> str:
    """Begin a field: its code, then what it shows."""
    props = look(run)
    return (
        f'<w:r>{props}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{props}<w:instrText xml:space="preserve"> {xml_text(code)} </w:instrText></w:r>'
        f'<w:r>{props}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(run: Run) -> str:
    """End a field."""
    return f'<w:r>{look(run)}<w:fldChar w:fldCharType="end"/></w:r>'


def _text(text: str) -> str:
    if "\u2011" not in text and "\u00ad" not in text:
        return run_text(text)
    return "".join(_HYPHENS.get(piece) or run_text(piece) for piece in _HYPHEN.split(text))

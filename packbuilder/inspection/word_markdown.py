"""Runs of a Word file that look alike → Markdown in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SIGN: Final = "\u25a2"
"""Stands for any box, circle or space to write in."""

_ESCAPED: Final = re.compile(r"([\\*`\[\]]|:::+)")


@dataclass(slots=True)
class TextRun:
    """Words that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


def markdown_of(runs: list[TextRun]) -> str:
    """Write runs as Markdown, in one form; spaces at the edges of bold words stand outside."""
    written = ""
    open_mark, open_link = "", ""
    for run in [*runs, TextRun("")]:
        marker = ("**" if run.bold else "") + ("*" if run.italic else "")
        text = run.text
        if not text.strip() and text:
            marker = open_mark if (marker or open_mark) and marker == open_mark else ""
        if (run.link, marker) != (open_link, open_mark):
            kept = written.rstrip()
            spaces = written[len(kept) :]
            if open_mark:
                written = kept + open_mark[::-1] + spaces
            if run.link != open_link and open_link:
                kept = written.rstrip()
                written = f"{kept}]({open_link})" + written[len(kept) :]
            lead = text[: len(text) - len(text.lstrip())]
            text = text[len(lead) :]
            written += lead
            if run.link != open_link and run.link:
                written += "["
            written += marker
            open_mark, open_link = marker, run.link
        kept_as_is = text.startswith("[^") or text == SIGN
        written += text if kept_as_is else _ESCAPED.sub(r"\\\1", text)
    return " ".join(written.split())

"""What a field is called, as long as Word lets it be."""

from __future__ import annotations

LONGEST_LABEL = 64
"""Word cuts names and labels of content controls that are longer."""


def short_label(label: str) -> str:
    """Cut the row or section rather than the column or question, which stands last."""
    if len(label) <= LONGEST_LABEL:
        return label
    start, _, end = label.rpartition(": ")
    words = _whole_words(start, LONGEST_LABEL - len(end) - len(" …: "))
    return f"{words} …: {end}" if words else f"{_whole_words(label, LONGEST_LABEL - len(' …'))} …"


def _whole_words(text: str, room: int) -> str:
    """Give the words that have room, or the letters of one that is longer."""
    if len(text) <= room or room < 1:
        return text if room > 0 else ""
    return text[: room + 1].rpartition(" ")[0] or text[:room]

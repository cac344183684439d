"""What a field is called, as long as Word lets it be."""

from __future__ import annotations

LONGEST_LABEL = 64
"""Word cuts names and labels of content controls that are longer."""


def short_label(label: str) -> str:
    """Cut the row or section rather than the column or question, which stands last.

    One of which not even a word has room is left out, as its first letters say nothing aloud.
    """
    if len(label) <= LONGEST_LABEL:
        return label
    start, _, end = label.rpartition(": ")
    if words := _whole_words(start, LONGEST_LABEL - len(end) - len(" …: ")):
        return f"{words} …: {end}"
    if len(end) <= LONGEST_LABEL:
        return end
    room = LONGEST_LABEL - len(" …")
    return f"{_whole_words(label, room) or label[:room]} …"


def _whole_words(text: str, room: int) -> str:
    """Return the words that have room."""
    if room < 1:
        return ""
    return text if len(text) <= room else text[: room + 1].rpartition(" ")[0]

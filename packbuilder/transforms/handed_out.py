"""Document → the pages of it that are handed out; what is for facilitators alone is left out."""

from __future__ import annotations

from dataclasses import replace

from packbuilder.model import Document, Heading, PageBreak


def keep_handed_out(document: Document, to: str) -> Document:
    """Keep what people of one kind (`per` in the print roles of a document) are handed of it.

    A document that says nothing of them, or gives them all of it, stays as it is.
    """
    until = next((role.until for role in document.meta.print if role.per == to), "")
    for number, block in enumerate(document.blocks if until else ()):
        if isinstance(block, Heading) and block.anchor.rpartition(".")[2] == until:
            kept = document.blocks[:number]
            kept = kept[:-1] if kept and isinstance(kept[-1], PageBreak) else kept
            return replace(document, blocks=kept)
    return document

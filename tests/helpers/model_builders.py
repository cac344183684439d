"""Short ways to write blocks and documents of the model."""

from __future__ import annotations

import datetime

from packbuilder import model as m

META = m.Metadata("Programme", "handout", datetime.date(2026, 3, 14))


def p(*inlines: m.Inline | str) -> m.Paragraph:
    return m.Paragraph(tuple(m.Text(i) if isinstance(i, str) else i for i in inlines))


def h(level: int, words: str, anchor: str = "", **more) -> m.Heading:
    return m.Heading(level, (m.Text(words),), anchor, **more)


def document(*blocks: m.Block, **notes: tuple[m.Block, ...]) -> m.Document:
    return m.Document("programme", META, blocks, notes)

"""The parts of a document that is not packed yet → its text, as whoever edits it will read it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from lxml import etree

from packbuilder.inspection.word_projection import pack_text
from packbuilder.inspection.word_shown import read_pictures
from packbuilder.inspection.word_units import units_of
from packbuilder.writers.docx.package import PackagePart

_READ: Final = ("document", "styles", "footnotes")
_MEDIA: Final = "/word/media/"


def text_as_written(parts: Iterable[PackagePart]) -> str:
    """Return the text of a document from its parts, others of which are passed over, packed."""
    read: dict[str, etree._Element] = {}
    ids: dict[str, str] = {}
    for part in parts:
        name = part.name.removeprefix("/")
        if part.kind in _READ:
            read[name] = etree.fromstring(part.data)
            folder, _, file = name.rpartition("/")
            related = read[f"{folder}/_rels/{file}.rels"] = etree.Element("Relationships")
            for each in part.relations:
                etree.SubElement(related, "Relationship", Id=each.id, Target=each.target)
        elif part.name.startswith(_MEDIA):
            ids[name] = hashlib.sha256(part.data).hexdigest()
    return pack_text(units_of(read), read_pictures(read, ids))

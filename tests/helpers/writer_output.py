"""What the writers write, in a form that can be compared: blocks as HTML, as Word's XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from packbuilder.model import Publication
from packbuilder.theme import Theme
from packbuilder.writers.docx import write_word
from packbuilder.writers.pdf import markup as html
from packbuilder.writers.pdf.markup.context import MarkupContext

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def html_body(publication: Publication, theme: Theme) -> str:
    """Write the blocks of all parts as HTML."""
    pages = (
        MarkupContext(part, publication, theme, html.BLOCKS, html.INLINES).blocks(part.blocks)
        for part in publication.parts
    )
    return "\n".join(pages) + "\n"


def word_part(data: bytes, name: str) -> etree._Element:
    """Return one part of a Word file as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def word_body(publication: Publication, theme: Theme) -> str:
    """Write a publication for Word, and give the body of its document, a line for each run."""
    body = word_part(write_word(publication, theme), "word/document.xml")[0]
    return "\n".join(_lines(body, "")) + "\n"


def _lines(element: etree._Element, indent: str) -> Iterator[str]:
    text = re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(element, encoding="unicode")).strip()
    if element.tag != f"{W}p" and element.find(f".//{W}p") is None:
        yield f"{indent}{text}"
        return
    start, end = text.index(">") + 1, text.rindex("<")
    yield f"{indent}{text[:start]}"
    for child in element:
        yield from _lines(child, f"{indent}  ")
    yield f"{indent}{text[end:]}"

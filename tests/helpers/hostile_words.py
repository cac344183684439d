"""Word files that strangers may send, and why each of them is refused."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from helpers.filled_forms import zipped

WORD = Path(__file__).parents[1] / "answers" / "filled" / "t12-docx-word.docx"


def word_with(**changed: bytes) -> bytes:
    """Return a Word file with other parts; `document` is its text."""
    with zipfile.ZipFile(WORD) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = {"document": "word/document.xml", "types": "[Content_Types].xml"}
    return zipped(parts | {names.get(name, name): data for name, data in changed.items()})


def document() -> bytes:
    with zipfile.ZipFile(WORD) as package:
        return package.read("word/document.xml")


def png_header(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)


WORDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "entries": (
        lambda: word_with(**{f"word/x{n}.xml": b"<x/>" for n in range(2_001)}),
        "more than 2,000 parts",
    ),
    "bomb": (lambda: word_with(**{"word/x.xml": b"\0" * 60_000_000}), "packed far too small"),
    "picture": (
        lambda: word_with(**{"word/media/a.png": png_header(8_000, 5_001)}),
        "more than 40 million pixels",
    ),
    "leads out": (lambda: word_with(**{"../x.xml": b"<x/>"}), "leads out of the file"),
    "macros": (lambda: word_with(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macro type": (
        lambda: word_with(types=b"<Types>application/vnd.ms-word.document.macroEnabled</Types>"),
        "no Word document without macros",
    ),
    "entities": (
        lambda: word_with(document=b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + document()),
        "defines entities",
    ),
    "deep": (
        lambda: word_with(
            document=document()
            .replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 210, 1)
            .replace(b"</w:body>", b"</w:sdt>" * 210 + b"</w:body>", 1)
        ),
        "nested deeper than 200 levels",
    ),
    "very deep": (
        lambda: word_with(
            document=document()
            .replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 3_000, 1)
            .replace(b"</w:body>", b"</w:sdt>" * 3_000 + b"</w:body>", 1)
        ),
        "nested deeper than 200 levels|not a complete Word file",
    ),
    "locked": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "locked|password|not a Word file"),
    "no word file": (lambda: zipped({"a.txt": b"a"}), "not a Word file"),
    "cut off": (lambda: WORD.read_bytes()[:9_000], "not a complete Word file"),
}


RELATION = (
    b'<Relationship Id="rIdOut" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/image" Target="http://example.org/a.png" TargetMode="External"/>'
)
LINKS = "word/_rels/document.xml.rels"


def word_that_asks() -> bytes:
    """Return a Word file that shows a picture from elsewhere."""
    with zipfile.ZipFile(WORD) as package:
        links = package.read(LINKS)
    return word_with(**{LINKS: links.replace(b"</Relationships>", RELATION + b"</Relationships>")})

"""What every font that is put into a PDF has: its file, its measures, what its codes mean."""

from __future__ import annotations

from collections.abc import Mapping

import pikepdf

from packbuilder.theme import LetterFont

SYMBOLIC, NONSYMBOLIC = 4, 32
"""Flags of a font's descriptor (ISO 32000-1, 9.8.2)."""

_LINES = 100
"""At most so many lines stand in one block of a character map (Adobe Technical Note 5014)."""


def describe_font(document: pikepdf.Pdf, font: LetterFont, flags: int) -> pikepdf.Object:
    """Return the descriptor of a font, with its file, put into the document."""
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name("/" + font.name),
            Flags=flags,
            FontBBox=[round(side) for side in font.box],
            ItalicAngle=0,
            Ascent=round(font.ascent),
            Descent=-round(font.descent),
            CapHeight=round(font.ascent),
            StemV=80,
            FontFile2=document.make_stream(font.data, Length1=len(font.data)),
        )
    )


def map_codes(codes: Mapping[int, str], size: int) -> bytes:
    """Return the ToUnicode map of codes that have `size` bytes each."""
    digits = 2 * size
    lines = [f"<{code:0{digits}x}> <{ord(letter):04x}>" for code, letter in sorted(codes.items())]
    blocks = [lines[first : first + _LINES] for first in range(0, len(lines), _LINES)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<{'0' * digits}> <{'f' * digits}>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()

"""The font that words are typed in on screen: embedded, with the letters of many languages.

A viewer finds the code of a letter that somebody types in the font's encoding, so the font has
one byte a letter (ISO 32000-1, 9.6.6): those of Windows, and in the free places those of Welsh,
Gaelic, Polish, Czech, Hungarian and Romanian that Windows does not have.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf

from packbuilder.pdf.embedding import NONSYMBOLIC, describe_font, map_codes
from packbuilder.theme.fonts import letter_font

_MORE = "ŵŴŷŶẁẀẃẂẅẄỳỲąĄćĆęĘłŁńŃśŚźŹżŻőŐűŰ"
_FREE = (*range(1, 9), *range(11, 13), *range(14, 32), 0x81, 0x8D, 0x8F, 0x90, 0x9D)


def embed_type_font(document: pikepdf.Pdf, file: Path) -> pikepdf.Object:
    """Return a simple TrueType font of a file, put into the document."""
    codes = _codes()
    font = letter_font(file, "".join(sorted(codes.values())))
    differences = pikepdf.Array()
    for code, letter in sorted(codes.items()):
        if letter in _MORE:
            differences.append(code)
            differences.append(pikepdf.Name(f"/{font.names[letter]}"))
    first, last = min(codes), max(codes)
    widths = [round(font.widths.get(codes.get(code, ""), 0)) for code in range(first, last + 1)]
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.TrueType,
            BaseFont=pikepdf.Name(f"/{font.name}"),
            FirstChar=first,
            LastChar=last,
            Widths=widths,
            Encoding=pikepdf.Dictionary(
                Type=pikepdf.Name.Encoding,
                BaseEncoding=pikepdf.Name.WinAnsiEncoding,
                Differences=differences,
            ),
            FontDescriptor=describe_font(document, font, NONSYMBOLIC),
            ToUnicode=document.make_stream(map_codes(codes, size=1)),
        )
    )


def _codes() -> dict[int, str]:
    """Return a letter for each code from 1 to 255 that has one."""
    windows = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
    windows = {code: letter for code, letter in windows.items() if letter.isprintable() and letter}
    return windows | dict(zip(_FREE, _MORE, strict=False))

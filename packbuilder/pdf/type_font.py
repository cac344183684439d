"""The font that words are typed in on screen: embedded, with the letters of many languages.

A viewer finds the code of a letter that somebody types in the font's encoding, so the font has
one byte a letter (ISO 32000-1, 9.6.6): those of Windows, and in the free places those of Welsh,
Gaelic, Polish, Czech, Hungarian and Romanian that Windows does not have.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf

from packbuilder.theme.fonts import LetterFont, letter_font

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
            FontDescriptor=document.make_indirect(_descriptor(document, font)),
            ToUnicode=document.make_stream(_to_unicode(codes)),
        )
    )


def _codes() -> dict[int, str]:
    """Return a letter for each code from 1 to 255 that has one."""
    windows = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
    windows = {code: letter for code, letter in windows.items() if letter.isprintable() and letter}
    return windows | dict(zip(_FREE, _MORE, strict=False))


def _descriptor(document: pikepdf.Pdf, font: LetterFont) -> pikepdf.Dictionary:
    nonsymbolic = 32
    return pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(f"/{font.name}"),
        Flags=nonsymbolic,
        FontBBox=[round(side) for side in font.box],
        ItalicAngle=0,
        Ascent=round(font.ascent),
        Descent=-round(font.descent),
        CapHeight=round(font.ascent),
        StemV=80,
        FontFile2=document.make_stream(font.data, Length1=len(font.data)),
    )


def _to_unicode(codes: dict[int, str]) -> bytes:
    """Write the characters of the codes, at most 100 in a block (Adobe Technical Note 5014)."""
    pairs = [f"<{code:02x}> <{ord(letter):04x}>" for code, letter in sorted(codes.items())]
    blocks = "".join(
        f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n"
        for block in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CMapName /PackType def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        f"{blocks}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()

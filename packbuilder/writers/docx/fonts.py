"""The pack's fonts: how tall their lines are, and their embedding in fontTable.xml.

In: the theme's TTF files. Out: the part with the table, and the font files in the form that Word
embeds (ISO 29500-1, 17.8.1: the first 32 bytes mixed with a key). Embedded whole, so that a pack
can be edited where the fonts are not installed.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

from packbuilder.model import Publication, placed_texts
from packbuilder.theme import Theme
from packbuilder.writers.docx.xml import document, xml_attribute

NO_BREAK_SPACE_EM: Final = 0.202
"""How wide a no-break space is, as a share of the type size, in Source Sans Pro."""

FIGURE_SPACE_EM: Final = 0.497
"""How wide a figure space is, likewise."""

_ELEMENTS = {"regular": "embedRegular", "bold": "embedBold", "black": "embedRegular"}
_FAMILIES = {"": ("regular", "bold"), " Black": ("black",)}
"""What a family’s name ends with: its faces. Word knows two weights of a family alone."""


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """One font file as Word embeds it; `key` is the GUID it is mixed with."""

    face: str
    key: str
    data: bytes


def line_height(theme: Theme) -> float:
    """Return the height of a single-spaced line as a share of the type size."""
    return _line_height(theme.fonts["regular"])


def embedded_fonts(theme: Theme) -> list[EmbeddedFont]:
    """Return the fonts to embed, those of other scripts last."""
    own = [_embedded(face, theme.fonts[face]) for face in _ELEMENTS if face in theme.fonts]
    return own + [
        _embedded(f"{font.family} {weight}", file)
        for font in theme.scripts
        for weight, file in font.files.items()
    ]


def font_table(theme: Theme, fonts: list[EmbeddedFont]) -> bytes:
    """Write fontTable.xml; its relations are rId1, rId2 and so on, in the order of the fonts."""
    families = {
        theme.tokens.font + ending: {face: _ELEMENTS[face] for face in faces}
        for ending, faces in _FAMILIES.items()
    } | {
        font.family: {f"{font.family} {weight}": _ELEMENTS[weight] for weight in font.files}
        for font in theme.scripts
    }
    inner = "".join(_family(name, faces, fonts) for name, faces in families.items())
    return document("w:fonts", inner, "w", "r")


def black_family(theme: Theme) -> str:
    """Return the name of the family of the heaviest letters."""
    return f"{theme.tokens.font} Black"


def script_family(theme: Theme) -> str:
    """Return the family for letters that run from right to left, if a text has any."""
    return next((font.family for font in theme.scripts), "")


def with_scripts_of(publication: Publication, theme: Theme) -> Theme:
    """Return the theme with the fonts of those scripts alone that a publication has letters of."""
    if not theme.scripts:
        return theme
    parts = publication.parts
    words = "".join(
        chain(
            (publication.title, *(part.footer.edition + part.title for part in parts)),
            (text for part in parts for _, text in placed_texts(part.blocks)),
            (text for part in parts for note in part.footnotes for _, text in placed_texts(note)),
        )
    )
    return replace(
        theme, scripts=tuple(f for f in theme.scripts if not f.whole.isdisjoint(map(ord, words)))
    )


def _family(name: str, faces: Mapping[str, str], fonts: list[EmbeddedFont]) -> str:
    embeds = "".join(
        f'<w:{faces[font.face]} r:id="rId{number}" w:fontKey="{font.key}"/>'
        for number, font in enumerate(fonts, 1)
        if font.face in faces
    )
    return (
        f'<w:font w:name="{xml_attribute(name)}"><w:charset w:val="00"/>'
        f'<w:family w:val="swiss"/><w:pitch w:val="variable"/>{embeds}</w:font>'
    )


@lru_cache(maxsize=8)
def _embedded(face: str, file: Path) -> EmbeddedFont:
    data = file.read_bytes()
    digest = hashlib.sha256(data).hexdigest().upper()[:32]
    key = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))
    mask = bytes.fromhex(digest)[::-1] * 2
    mixed = bytes(one ^ other for one, other in zip(data[:32], mask, strict=True))
    return EmbeddedFont(face, f"{{{key}}}", mixed + data[32:])


@lru_cache(maxsize=8)
def _line_height(file: Path) -> float:
    data = file.read_bytes()
    tables = dict(_tables(data))
    (units,) = struct.unpack_from(">H", data, tables["head"] + 18)
    ascent, descent, gap = struct.unpack_from(">hhh", data, tables["hhea"] + 4)
    return float(ascent - descent + gap) / float(units)


def _tables(data: bytes) -> Iterator[tuple[str, int]]:
    """Return the tables of a TrueType file and where they begin."""
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        yield tag.decode("latin-1"), offset

"""PDF with form fields → the same with names for people and programs, and a font to type in.

The PDF engine names a group of radio buttons after its first option, knows no labels outside
`label` elements, repeats a group's name in each of its buttons, and writes names with full stops.
All of that is put right here (PDF/UA-1, 7.18.4; ISO 32000-1, 12.7.3.1 and 12.7.3.2).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from packbuilder.model import Publication, all_fields
from packbuilder.pdf.page_numbers import save
from packbuilder.pdf.type_font import embed_type_font
from packbuilder.theme import Theme

_FONT = "/PackType"
_APPEARANCE = f"{_FONT} 12 Tf 0 g"
"""Text of 12 pt that never shrinks to fit (FM-03)."""

_CODES = re.compile(rb"(\d+) beginbfchar\n(.*?)endbfchar", re.DOTALL)
_NO_CHARACTER = re.compile(rb"<(?:0000|feff|fffe)>\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """What a field is called, and what each of its options is called."""

    label: str
    options: tuple[str, ...]


def name_form_fields(pdf: bytes, publication: Publication, theme: Theme) -> bytes:
    """Return the file with every field labelled (`/TU`) and in a tree of partial names.

    Raise `KeyError` for a field the model does not know.
    """
    labels = field_labels(publication)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.get("/AcroForm")
        if form is None:
            return pdf
        fields = {
            str(field.T): field for field in form.Fields if "/Parent" not in field and "/T" in field
        }
        for name, field in fields.items():
            _label(field, labels[name])
        form.Fields = _tree(document, fields)
        type_font = embed_type_font(document, theme.fonts["regular"])
        form.DR = pikepdf.Dictionary(Font=pikepdf.Dictionary({_FONT: type_font}))
        _drop_codes_of_no_character(document)
        return save(document)


def field_labels(publication: Publication) -> dict[str, FieldLabel]:
    """Return the fields of a publication by name, in reading order."""
    found: dict[str, FieldLabel] = {}
    for part in publication.parts:
        for place, _ in all_fields(part.blocks):
            before = found.get(place.name, FieldLabel(place.label, ()))
            found[place.name] = FieldLabel(before.label, (*before.options, place.value))
    return found


def full_name(field: Any) -> str:
    """Return a field's name with those of the fields above it (ISO 32000-1, 12.7.3.2)."""
    names: list[str] = []
    while field is not None:
        if "/T" in field:
            names.append(str(field.T))
        field = field.get("/Parent")
    return ".".join(reversed(names))


def end_fields(fields: Iterable[Any]) -> Iterator[Any]:
    """Yield the fields that hold an answer, those at the ends of the tree."""
    for field in fields:
        if "/FT" in field:
            yield field
        else:
            yield from end_fields(field.get("/Kids", []))


def _label(field: Any, known: FieldLabel) -> None:
    field.TU = pikepdf.String(known.label)
    if "/DA" in field:
        field.DA = pikepdf.String(_APPEARANCE)
    for kid, option in zip(field.get("/Kids", []), known.options, strict=False):
        kid.TU = pikepdf.String(f"{known.label}: {option}")
        for key in ("/T", "/FT"):  # they are those of the group
            if key in kid:
                del kid[key]


def _tree(document: pikepdf.Pdf, fields: Mapping[str, Any]) -> pikepdf.Array:
    """Put each field below one for each part of its name, as a partial name holds no full stop."""
    top, above = pikepdf.Array(), dict[str, Any]()
    for name, field in fields.items():
        *path, last = _parts(name, fields)
        parent, kids = None, top
        for depth in range(len(path)):
            key = ".".join(path[: depth + 1])
            if key not in above:
                above[key] = document.make_indirect(
                    pikepdf.Dictionary(T=pikepdf.String(path[depth]), Kids=pikepdf.Array())
                )
                _hang(above[key], parent, kids)
            parent, kids = above[key], above[key].Kids
        field.T = pikepdf.String(last)
        _hang(field, parent, kids)
    return top


def _hang(field: Any, parent: Any, kids: Any) -> None:
    if parent is not None:
        field.Parent = parent
    kids.append(field)


def _parts(name: str, names: Mapping[str, Any]) -> list[str]:
    """Part a name; below a field that is answered itself there can be no other."""
    parts = name.split(".")
    for depth in range(1, len(parts)):
        if ".".join(parts[:depth]) in names:
            return [*parts[: depth - 1], "-".join(parts[depth - 1 :])]
    return parts


def _drop_codes_of_no_character(document: pikepdf.Pdf) -> None:
    """Take what is no character out of each font's ToUnicode (PDF/UA-1, 7.21.7)."""
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
            before = thing.ToUnicode.read_bytes()
            after = _CODES.sub(_characters, before)
            if after != before:
                thing.ToUnicode.write(after)


def _characters(block: re.Match[bytes]) -> bytes:
    lines = [line for line in block[2].splitlines() if not _NO_CHARACTER.search(line)]
    return b"%d beginbfchar\n%s\nendbfchar" % (len(lines), b"\n".join(lines))

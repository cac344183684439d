"""PDF with form fields → the same with names for assistive technology and a fixed text size.

The PDF engine names a group of circles after its first option and knows no field labels outside
`label` elements, so both are set here (PDF/UA-1, 7.18.4; ISO 32000-1, 12.7.3.1).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from packbuilder.model import Publication, all_fields

_APPEARANCE = "/Helv 12 Tf 0 g"
"""Text of 12 pt that never shrinks to fit (FM-03)."""


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """What a field is called, and what each of its options is called."""

    label: str
    options: tuple[str, ...]


def name_form_fields(pdf: bytes, publication: Publication) -> bytes:
    """Give every field its label as `/TU`; raises KeyError for a field the model does not know."""
    labels = field_labels(publication)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        form = document.Root.get("/AcroForm")
        if form is None:
            return pdf
        for field in _fields(form.Fields):
            known = labels[str(field.T)]
            field.TU = pikepdf.String(known.label)
            if "/DA" in field:
                field.DA = pikepdf.String(_APPEARANCE)
            for kid, option in zip(field.get("/Kids", []), known.options, strict=False):
                kid.TU = pikepdf.String(f"{known.label}: {option}")
        form.DR.Font.Helv = document.make_indirect(_helvetica())
        form.Fields = pikepdf.Array([f for f in form.Fields if "/Parent" not in f])
        out = io.BytesIO()
        document.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return out.getvalue()


def field_labels(publication: Publication) -> dict[str, FieldLabel]:
    """List the fields of a publication by name, in reading order."""
    found: dict[str, FieldLabel] = {}
    for part in publication.parts:
        for place, _ in all_fields(part.blocks):
            before = found.get(place.name, FieldLabel(place.label, ()))
            found[place.name] = FieldLabel(before.label, (*before.options, place.value))
    return found


def _fields(fields: Any) -> Iterator[Any]:
    return (field for field in fields if "/Parent" not in field and "/T" in field)


def _helvetica() -> pikepdf.Dictionary:
    """Say what `/Helv` means: readers show nothing that is typed in a font they cannot find."""
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )

"""Filled forms as programs write them, as small as they can be."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def filled_pdf(answers: Mapping[str, str], script: str = "", **keys: object) -> bytes:
    """Make a PDF with a text field for each answer; `keys` are those of its catalogue."""
    with pikepdf.new() as document:
        document.add_blank_page()
        fields = [
            document.make_indirect(
                Dictionary(FT=Name.Tx, T=String(name), V=String(words), Rect=Array([0, 0, 9, 9]))
            )
            for name, words in answers.items()
        ]
        document.Root.AcroForm = Dictionary(Fields=Array(fields))
        if script:
            document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(script))
        for name, value in keys.items():
            document.Root[f"/{name}"] = value
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()

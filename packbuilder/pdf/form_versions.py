"""PDF with form fields → the same, which says of each form its name, version and a hash of its
fields: what programs that collect answers tell copies apart by.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

import pikepdf

from packbuilder.model import Form, Publication, forms_of
from packbuilder.pdf.page_numbers import save

FORMS: Final = "urn:packbuilder:forms:1"
"""The namespace of what the metadata say of forms, the same as in no other program."""

_END = b"</rdf:RDF>"


def state_forms(pdf: bytes, publications: Iterable[Publication]) -> bytes:
    """Add the forms of publications to the metadata of the file that they are in."""
    forms = [form for publication in publications for form in forms_of(publication)]
    if not forms:
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        before, end, after = document.Root.Metadata.read_bytes().rpartition(_END)
        stated = before + _describe(forms).encode() + end + after
        document.Root.Metadata = document.make_stream(
            stated, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        return save(document)


def _describe(forms: Iterable[Form]) -> str:
    items = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pack:form>{escape(form.name)}</pack:form>"
        f"<pack:version>{escape(form.version)}</pack:version>"
        f"<pack:fields>{form.digest}</pack:fields></rdf:li>"
        for form in forms
    )
    return (
        '<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="" '
        f'xmlns:pack="{FORMS}"><pack:forms><rdf:Bag>{items}</rdf:Bag></pack:forms>'
        "</rdf:Description>\n"
    )

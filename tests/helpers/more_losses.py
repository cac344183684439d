"""More losses planted in finished files: words and places that are there, but not for anybody."""

from __future__ import annotations

from typing import Any

import pikepdf
from lxml import etree

from helpers.planted_losses import (
    BODY,
    DRAWN,
    A,
    NothingToLoseError,
    Parts,
    PdfLoss,
    W,
    WordLoss,
    _paragraph,
    _properties,
    _run,
    _set,
    elements,
)

# PDF ---------------------------------------------------------------------------------------------


def other_title(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = pikepdf.String("Something else")


def turned_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Rotate = 180


def cropped_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.CropBox = pikepdf.Array([0, 0, 100, 100])


def read_aloud_as(key: str) -> PdfLoss:
    """Have something else read aloud in place of a paragraph."""

    def lose(document: pikepdf.Pdf) -> None:
        next(elements(document, "P"))[key] = pikepdf.String("Something else")

    return lose


def annotation(kind: str, *change: float, moved: float = 0) -> PdfLoss:
    """Give the first annotation of a kind another place."""

    def lose(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            for found in page.obj.get("/Annots", []):
                if found.get("/Subtype") == f"/{kind}":
                    place = [float(edge) + moved for edge in found.Rect]
                    found.Rect = pikepdf.Array([*change] or place)
                    return
        raise NothingToLoseError(kind)

    return lose


def read_only(field: Any) -> None:
    field.Ff = int(field.get("/Ff", 0)) | 1


# Word --------------------------------------------------------------------------------------------


def property_of(sought: str, name: str, **values: str) -> WordLoss:
    """Give the paragraph of some words a property."""

    def lose(parts: Parts) -> None:
        _set(_properties(_paragraph(parts, sought), "pPr"), name, **values)

    return lose


def property_of_row(sought: str, name: str, **values: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        row = next(_run(parts, sought).iterancestors(f"{W}tr"))
        _set(_properties(row, "trPr"), name, **values)

    return lose


def _picture(parts: Parts) -> Any:
    return next(d for d in parts[BODY].iter(DRAWN) if d.get("descr"))


def hidden_picture(parts: Parts) -> None:
    _picture(parts).set("hidden", "1")


def dot_of_a_picture(parts: Parts) -> None:
    for size in _picture(parts).getparent().iter():
        if size.get("cx"):
            size.set("cx", "1")
            size.set("cy", "1")


def cropped_picture(parts: Parts) -> None:
    bitmap = next(_picture(parts).getparent().iter(f"{A}blip"))
    cut = etree.Element(f"{A}srcRect")
    cut.set("l", "99000")
    bitmap.addnext(cut)


def other_word_title(parts: Parts) -> None:
    next(e for e in parts["docProps/core.xml"] if e.tag.endswith("}title")).text = "Something else"


def locked_field(parts: Parts) -> None:
    _set(next(parts[BODY].iter(f"{W}sdtPr")), "lock", val="sdtContentLocked")


def footer_of_no_section(parts: Parts) -> None:
    for section in parts[BODY].iter(f"{W}sectPr"):
        for footer in section.findall(f"{W}footerReference"):
            section.remove(footer)

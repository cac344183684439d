"""Every place to answer can be filled in by program and read back by name, in both formats."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from projects import SHIPPED

from packbuilder.build import compose, open_workspace
from packbuilder.theme import with_variant
from packbuilder.writers.pdf import write_pdf
from packbuilder.writers.word import write_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

WORKSPACE = open_workspace(SHIPPED)
TOOLS = sorted(
    name for name in WORKSPACE.documents if name.startswith("t") and not name.startswith("t14")
)
"""All tools with places to answer; T13 is the summary, and T14 is read, not filled in."""

COMPOSER = compose(WORKSPACE, "riverbank")


def publication(name):
    return COMPOSER.document(name)[0]


@cache
def screen_pdf(name: str) -> bytes:
    return write_pdf(publication(name), with_variant(COMPOSER.theme, "screen"))


def pdf_fields(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def fill_pdf(pdf: bytes) -> tuple[bytes, dict[str, str]]:
    written = {}
    with pdf_fields(pdf) as document:
        for number, field in enumerate(document.Root.AcroForm.Fields):
            name = str(field.T)
            if "/Kids" in field:
                state = next(s for s in field.Kids[0].AP.N if s != "/Off")
                field.V = pikepdf.Name(state)
            elif field.FT == "/Btn":
                state = next(s for s in field.AP.N if s != "/Off")
                field.V = pikepdf.Name(state)
            else:
                field.V = pikepdf.String(f"Freagairt {number} – ŵy")
            written[name] = str(field.V)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue(), written


def controls(document: etree._Element) -> dict[str, etree._Element]:
    found = {}
    for sdt in document.iter(f"{W}sdt"):
        tag = sdt.find(f"{W}sdtPr/{W}tag")
        if tag is not None:
            assert tag.get(f"{W}val") not in found
            found[tag.get(f"{W}val")] = sdt
    return found


def document_of(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


@pytest.mark.parametrize("name", TOOLS)
def test_pdf_fields_keep_what_is_written(name):
    filled, written = fill_pdf(screen_pdf(name))
    with pdf_fields(filled) as again:
        fields = list(again.Root.AcroForm.Fields)
        assert {str(f.T): str(f.V) for f in fields} == written
        assert len(written) == len(fields) > 0
        for field in fields:
            assert str(field.TU) not in ("", str(field.T))
            assert all(":" in str(kid.TU) for kid in field.get("/Kids", []))
        assert "/JavaScript" not in again.Root.get("/Names", {})
        assert all(page.Tabs == "/S" for page in again.pages if "/Annots" in page)


@pytest.mark.parametrize("name", TOOLS)
def test_word_controls_keep_what_is_written_under_the_same_names(name):
    found = publication(name)
    document = document_of(write_word(found, COMPOSER.theme))
    for number, control in enumerate(controls(document).values()):
        content = control.find(f"{W}sdtContent")
        box = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        if box is not None:
            box.set(f"{W14}val", "1")
        else:
            next(content.iter(f"{W}t")).text = f"Freagairt {number}"
    again = controls(etree.fromstring(etree.tostring(document)))
    for number, control in enumerate(again.values()):
        box = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        if box is not None:
            assert box.get(f"{W14}val") == "1"
        else:
            assert f"Freagairt {number}" in "".join(control.itertext())
    with pdf_fields(screen_pdf(name)) as pdf:
        names = {str(field.T) for field in pdf.Root.AcroForm.Fields}
    assert {tag.partition(":")[0] for tag in again} == names


def test_names_are_unique_across_the_tools():
    seen: dict[str, str] = {}
    for name in TOOLS:
        with pdf_fields(screen_pdf(name)) as pdf:
            for field in pdf.Root.AcroForm.Fields:
                assert str(field.T) not in seen
                seen[str(field.T)] = name
    assert {"t03.k2.score", "t01.issue"} <= set(seen)


@pytest.mark.parametrize("name", ["t01-right-approach", "t03-self-assessment"])
def test_the_blank_print_stands_where_the_screen_edition_does(name):
    office = write_pdf(publication(name), COMPOSER.theme)

    def words(pdf):
        return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]

    assert words(office) == words(screen_pdf(name))

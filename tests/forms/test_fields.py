"""Every place to answer can be filled in by program and read back by name, in both formats."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache

import pikepdf
import pypdfium2
import pytest
from helpers.form_reading import fields_of
from helpers.projects import shipped_edition, shipped_project
from helpers.shared_results import pdf_of
from lxml import etree

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.model import all_fields, forms_of
from packbuilder.pdf.form_fields import full_name
from packbuilder.pdf.form_versions import FORMS
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import with_variant
from packbuilder.transforms.fields import one_for_each_mistake
from packbuilder.writers.docx import write_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

MULTILINE = 1 << 12

PROJECT = shipped_project()
TOOLS = sorted(
    name for name in PROJECT.documents if name.startswith("t") and not name.startswith("t14")
)
"""All tools with places to answer; T13 is the summary, and T14 is read, not filled in."""

EDITION = shipped_edition("riverbank")


def publication(name):
    return compose_document(EDITION, name)[0]


@cache
def screen_pdf(name: str) -> bytes:
    return pdf_of(publication(name), with_variant(EDITION.theme, "screen"))


def pdf_fields(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def fill_pdf(pdf: bytes) -> tuple[bytes, dict[str, str]]:
    written = {}
    with pdf_fields(pdf) as document:
        for number, (name, field) in enumerate(fields_of(document).items()):
            if "/Kids" in field:
                state = next(s for s in field.Kids[0].AP.N if s != "/Off")
                field.V = pikepdf.Name(state)
            elif field.FT == "/Btn":
                state = next(s for s in field.AP.N if s != "/Off")
                field.V = pikepdf.Name(state)
            elif field.FT == "/Ch":
                field.V = field.Opt[-1][0]
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


def word_answer(control: etree._Element, number: int) -> str:
    if control.find(f"{W}sdtPr/{W}date") is not None:
        return "1 March 2027"
    options = control.findall(f"{W}sdtPr/{W}dropDownList/{W}listItem")
    return options[-1].get(f"{W}value") if options else f"Freagairt {number}"


def document_of(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


@pytest.mark.parametrize("name", TOOLS)
def test_pdf_fields_keep_what_is_written(name):
    filled, written = fill_pdf(screen_pdf(name))
    with pdf_fields(filled) as again:
        fields = fields_of(again).values()
        assert {name: str(f.V) for name, f in fields_of(again).items()} == written
        assert len(written) == len(fields) > 0
        for field in fields:
            assert str(field.TU) not in ("", str(field.T))
            assert all(":" in str(kid.TU) for kid in field.get("/Kids", []))
        assert "/JavaScript" not in again.Root.get("/Names", {})
        assert all(page.Tabs == "/S" for page in again.pages if "/Annots" in page)


@pytest.mark.parametrize("name", TOOLS)
def test_word_controls_keep_what_is_written_under_the_same_names(name):
    found = publication(name)
    document = document_of(write_word(found, EDITION.theme))
    for number, control in enumerate(controls(document).values()):
        content = control.find(f"{W}sdtContent")
        box = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        date = control.find(f"{W}sdtPr/{W}date")
        if box is not None:
            box.set(f"{W14}val", "1")
        else:
            next(content.iter(f"{W}t")).text = word_answer(control, number)
        if date is not None:
            date.set(f"{W}fullDate", "2027-03-01T00:00:00Z")
    again = controls(etree.fromstring(etree.tostring(document)))
    for number, control in enumerate(again.values()):
        box = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        if box is not None:
            assert box.get(f"{W14}val") == "1"
        else:
            assert word_answer(control, number) in "".join(control.itertext())
    with pdf_fields(screen_pdf(name)) as pdf:
        names = set(fields_of(pdf))
    assert {tag.partition(":")[0] for tag in again} == names


@pytest.mark.parametrize("name", TOOLS)
def test_both_formats_offer_the_same_dates_and_options(name):
    places = {place.name: place for place, _ in all_fields(publication(name).parts[0].blocks)}
    tagged = controls(document_of(write_word(publication(name), EDITION.theme)))
    with pdf_fields(screen_pdf(name)) as pdf:
        found = fields_of(pdf)
        assert set(found) == set(places)
        for key, place in places.items():
            if place.kind == "list":
                options = [str(value) for value, _ in found[key].Opt]
                assert options == ["", *place.options]
                listed = tagged[key].findall(f"{W}sdtPr/{W}dropDownList/{W}listItem")
                assert [item.get(f"{W}value") for item in listed] == list(place.options)
            elif place.kind == "date":
                assert found[key].FT == "/Tx"
                assert str(found[key].TU).endswith("(day month year)")
                assert tagged[key].find(f"{W}sdtPr/{W}date/{W}dateFormat") is not None
            else:
                kind = "/Tx" if place.kind == "text" else "/Btn"
                assert str(found[key].FT) == kind


@pytest.mark.parametrize("name", TOOLS)
def test_fields_sound_different_and_keep_their_size(name):
    with pdf_fields(screen_pdf(name)) as pdf:
        fields = list(fields_of(pdf).values())
        spoken = [str(kid.TU) for f in fields for kid in f.get("/Kids", [f])]
        assert len(set(spoken)) == len(spoken)
        assert all(":" in words for words in spoken)
        written = [f for f in fields if f.FT in ("/Tx", "/Ch")]
        assert all(str(f.DA) == "/PackType 12 Tf 0 g" for f in written)
        high = [f for f in written if f.FT == "/Tx" and float(f.Rect[1]) - float(f.Rect[3]) > 60]
        dates = [f for f in high if str(f.TU).endswith("(day month year)")]
        assert all(int(f.get("/Ff", 0)) & MULTILINE for f in high if f not in dates)


@pytest.mark.parametrize("name", TOOLS)
def test_the_tab_key_follows_the_order_of_the_text(name):
    """With `Tabs` as the structure, a reader goes through the fields as the tree lists them."""
    with pdf_fields(screen_pdf(name)) as pdf:
        assert all(page.Tabs == "/S" for page in pdf.pages if "/Annots" in page)
        found = dict.fromkeys(structure_order(pdf.Root.StructTreeRoot))
    places = dict.fromkeys(p.name for p, _ in all_fields(publication(name).parts[0].blocks))
    assert list(found) == list(places)


def structure_order(node) -> Iterator[str]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from structure_order(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/Type") == "/OBJR":
            if node.Obj.get("/Subtype") == "/Widget":
                yield full_name(node.Obj)
        elif "/K" in node:
            yield from structure_order(node.K)


@pytest.mark.parametrize("name", TOOLS)
def test_no_partial_name_holds_a_full_stop_and_no_button_repeats_its_group(name):
    """ISO 32000-1, 12.7.3.2; the names people see are whole all the same."""

    def partial(fields) -> Iterator[str]:
        for field in fields:
            if "/T" in field:
                yield str(field.T)
            yield from partial(field.get("/Kids", []))

    with pdf_fields(screen_pdf(name)) as pdf:
        assert not [part for part in partial(pdf.Root.AcroForm.Fields) if "." in part]
        groups = [field for field in fields_of(pdf).values() if "/Kids" in field]
        assert not [kid for group in groups for kid in group.Kids if "/T" in kid or "/FT" in kid]


def test_what_is_typed_has_an_embedded_font_with_welsh_letters():
    with pdf_fields(screen_pdf("t12-event-evaluation")) as pdf:
        font = pdf.Root.AcroForm.DR.Font.PackType
        assert len(font.FontDescriptor.FontFile2.read_bytes()) > 10_000
        names = {str(name) for name in font.Encoding.Differences if isinstance(name, pikepdf.Name)}
        assert {"/wcircumflex", "/Wcircumflex", "/ycircumflex", "/Ycircumflex"} <= names
        assert len(font.Widths) == int(font.LastChar) - int(font.FirstChar) + 1
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                ends = re.findall(rb"<(\w+)>\s*\n", thing.ToUnicode.read_bytes().lower())
                assert not {b"0000", b"feff", b"fffe"} & set(ends)


def test_names_are_unique_across_the_tools():
    seen: dict[str, str] = {}
    for name in TOOLS:
        with pdf_fields(screen_pdf(name)) as pdf:
            for field in fields_of(pdf):
                assert field not in seen
                seen[field] = name
    assert {"t03.k2.score", "t01.issue"} <= set(seen)


@pytest.mark.parametrize("name", ["t01-right-approach", "t04-skills-matrix", "t11-action-plan"])
def test_the_blank_print_stands_where_the_screen_edition_does(name):
    office = pdf_of(publication(name), EDITION.theme)

    def words(pdf):
        return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]

    assert words(office) == words(screen_pdf(name))


@pytest.mark.parametrize("name", TOOLS)
def test_a_line_of_letters_fits_into_every_field(name):
    """What is typed in 12 pt shows whole, with what hangs below the line and the field's edges."""
    ascent_and_descent, edges = 1.257 * 12, 2 * 2
    with pdf_fields(screen_pdf(name)) as document:
        low = {
            full_name(field): round(abs(float(field.Rect[3]) - float(field.Rect[1])), 1)
            for field in fields_of(document).values()
            if field.FT != "/Btn"
            and abs(float(field.Rect[3]) - float(field.Rect[1])) < ascent_and_descent + edges
        }
    assert low == {}


def test_a_form_says_what_it_is():
    """The same form, version and hash of its fields in both formats."""
    name = "t05-power-map"
    (form,) = forms_of(publication(name))
    with pdf_fields(screen_pdf(name)) as document:
        metadata = etree.fromstring(document.Root.Metadata.read_bytes())
    (item,) = metadata.find(f".//{{{FORMS}}}forms")[0]
    stated = [(etree.QName(each).localname, each.text) for each in item]
    assert stated == [("form", form.name), ("version", form.version), ("fields", form.digest)]
    with zipfile.ZipFile(io.BytesIO(write_word(publication(name), EDITION.theme))) as word:
        assert form.digest in word.read("docProps/custom.xml").decode()


def test_a_deck_that_is_there_twice_is_one_message():
    lines = (5, 6, 8, 30)
    found = [Diagnostic(Code.ID_DUPLICATE, Span("a.md", line), "twice", "") for line in lines]
    shown = [(each.span.line, each.message) for each in one_for_each_mistake(found)]
    assert shown == [(5, "twice; 2 more follow, down to line 8"), (30, "twice")]

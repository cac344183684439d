"""Filled forms as programs write them, as small as they can be."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, String

from packbuilder.inspection.word_xml import W, value_of
from packbuilder.pdf.form_fields import end_fields, full_name

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


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


PDF_WAYS = ("value and state", "value", "state", "words", "appended")
WORD_WAYS = ("control", "beside", "overwritten", "marked", "ruled", "without tags", "sign")
BLANKS = "\u00a0\u00a0\u00a0"


def fill_pdf(blank: bytes, answers: Mapping[str, str], way: str) -> bytes:
    """Fill in a form in one of the ways in which programs save it."""
    if way == "appended":
        blank = _plain(blank)
    with pikepdf.open(io.BytesIO(blank)) as document:
        for name, field in fields_of(document):
            if name in answers:
                _answer(field, answers[name], way)
        document.Root.AcroForm.NeedAppearances = way == "value"
        if way != "appended":
            return saved(document)
        changed = {
            each.objgen: each.unparse(resolved=True)
            for name, field in fields_of(document)
            if name in answers
            for each in (field, *field.get("/Kids", []))
        }
    return _append(blank, changed)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id="encryption" not in options, **options)
    return out.getvalue()


def fields_of(document: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield the fields of a form by their full names."""
    for field in end_fields(document.Root.AcroForm.Fields):
        yield full_name(field), field


def _answer(field: pikepdf.Object, words: str, way: str) -> None:
    if field.FT != "/Btn":
        field.V = String(words)
        return
    buttons = list(field.get("/Kids", [field]))
    options = [str(option) for option in field.get("/Opt", ["1"])]
    button = buttons[options.index(words)]
    state = next(name for name in button.AP.N if name != "/Off")
    if way != "state":
        field.V = String(words) if way == "words" and "/Opt" in field else Name(state)
    if way not in ("value", "words"):
        button.AS = Name(state)


def _plain(data: bytes) -> bytes:
    """Return a PDF whose table of objects is one that can be appended to by hand."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(document, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def _append(blank: bytes, changed: Mapping[tuple[int, int], bytes]) -> bytes:
    """Append changed objects to a file, as Firefox and Acrobat do."""
    out, places = bytearray(blank), {}
    for (number, generation), body in sorted(changed.items()):
        places[number] = len(out)
        out += b"%d %d obj\n%s\nendobj\n" % (number, generation, body)
    start = len(out)
    before = int(re.findall(rb"startxref\s+(\d+)", blank)[-1])
    trailer = re.findall(rb"trailer\s*<<(.*?)>>\s*startxref", blank, re.DOTALL)[-1]
    trailer = re.sub(rb"/Prev \d+", b"", trailer)
    out += b"xref\n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer <<%s /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, before, start)
    return bytes(out)


def fill_word(blank: bytes, answers: Mapping[str, str], way: str) -> bytes:
    """Fill in a form in one of the ways that people have in Word."""
    with zipfile.ZipFile(io.BytesIO(blank)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    tree = etree.fromstring(parts["word/document.xml"])
    for control in list(tree.iter(f"{W}sdt")):
        tag = value_of(control.find(f"{W}sdtPr"), "tag")
        name, _, option = tag.partition(":")
        chosen = answers.get(name, "") if not option or answers.get(name) == option else ""
        if control.find(f".//{W14}checkbox") is not None:
            _fill_box(control, bool(chosen), way)
        else:
            _fill_space(control, chosen, way)
        if way == "without tags":
            for each in control.findall(f"{W}sdtPr/{W}tag"):
                each.getparent().remove(each)
    parts["word/document.xml"] = etree.tostring(tree)
    return zipped(parts)


def fill_page(blank: bytes, answers: Mapping[str, str]) -> bytes:
    """Fill in a page as its own script saves it."""
    text = blank.decode()
    for name, words in answers.items():
        written, said = re.escape(f'name="{name}"'), html.escape(words)
        ticked = rf'(<input type="(?:checkbox|radio)" {written} value="{re.escape(said)}")'
        if words == "1":
            ticked = rf'(<input type="checkbox" {written})'
        for pattern, filled in (
            (ticked, r'\g<1> checked=""'),
            (rf'(<input type="text" {written})', rf'\g<1> value="{_literal(said)}"'),
            (rf"(<textarea {written}[^>]*>)", rf"\g<1>{_literal(said)}"),
            (rf"(<select {written}.*?<option)(>{re.escape(said)}<)", r'\g<1> selected=""\g<2>'),
        ):
            text = re.sub(pattern, filled, text, count=1, flags=re.DOTALL)
    return text.encode()


def _literal(words: str) -> str:
    return words.replace("\\", r"\\")


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fill_box(control: etree._Element, ticked: bool, way: str) -> None:
    if not ticked:
        return
    words = next(control.find(f"{W}sdtContent").iter(f"{W}t"))
    if way == "overwritten":
        _replace(control, "x")
    elif way == "marked":
        control.addnext(_run(" X"))
    elif way == "sign":
        words.text = "☑"
    else:
        control.find(f".//{W14}checked").set(f"{W14}val", "1")
        words.text = "☒"


def _fill_space(control: etree._Element, words: str, way: str) -> None:
    if not words:
        return
    if way == "overwritten":
        _replace(control, words)
    elif way in ("beside", "marked"):
        control.addnext(_run(words))
    else:
        content = control.find(f"{W}sdtContent")
        for text in list(content.iter(f"{W}t"))[1:]:
            text.text = ""
        before = BLANKS if way == "ruled" else ""
        next(content.iter(f"{W}t")).text = before + words
        prompt = control.find(f"{W}sdtPr/{W}showingPlcHdr")
        if prompt is not None:
            prompt.getparent().remove(prompt)


def _replace(control: etree._Element, words: str) -> None:
    control.addnext(_run(words))
    control.getparent().remove(control)


def _run(words: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run

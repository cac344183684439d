"""Filled forms that strangers send: whatever is in one, it costs itself a message, in time."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from helpers.filled_forms import filled_pdf, saved, zipped
from pikepdf import Array, Dictionary, Name, String

from packbuilder.inspection.filled import RefusedError
from packbuilder.inspection.filled_files import read_filled
from packbuilder.inspection.reading import UnreadableError
from packbuilder.pipeline.gate import Gate, read_form_apart

WORD = Path(__file__).parents[1] / "answers" / "filled" / "t12-docx-word.docx"
ANSWERS = {"feedback.best": "Lunch"}


def word_with(**changed: bytes) -> bytes:
    """Return a Word file with other parts; `document` is its text."""
    with zipfile.ZipFile(WORD) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = {"document": "word/document.xml", "types": "[Content_Types].xml"}
    return zipped(parts | {names.get(name, name): data for name, data in changed.items()})


def document() -> bytes:
    with zipfile.ZipFile(WORD) as package:
        return package.read("word/document.xml")


def png_header(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)


WORDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "entries": (
        lambda: word_with(**{f"word/x{n}.xml": b"<x/>" for n in range(2_001)}),
        "more than 2,000 parts",
    ),
    "bomb": (lambda: word_with(**{"word/x.xml": b"\0" * 60_000_000}), "packed far too small"),
    "picture": (
        lambda: word_with(**{"word/media/a.png": png_header(8_000, 5_001)}),
        "more than 40 million pixels",
    ),
    "leads out": (lambda: word_with(**{"../x.xml": b"<x/>"}), "leads out of the file"),
    "macros": (lambda: word_with(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macro type": (
        lambda: word_with(types=b"<Types>application/vnd.ms-word.document.macroEnabled</Types>"),
        "no Word document without macros",
    ),
    "entities": (
        lambda: word_with(document=b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + document()),
        "defines entities",
    ),
    "deep": (
        lambda: word_with(
            document=document()
            .replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 210, 1)
            .replace(b"</w:body>", b"</w:sdt>" * 210 + b"</w:body>", 1)
        ),
        "nested deeper than 200 levels",
    ),
    "locked": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "locked"),
    "no word file": (lambda: zipped({"a.txt": b"a"}), "not a Word file"),
    "cut off": (lambda: WORD.read_bytes()[:9_000], "not a complete Word file"),
}


@pytest.mark.parametrize("name", WORDS)
def test_word_files_that_are_refused(name):
    make, reason = WORDS[name]
    with pytest.raises(UnreadableError, match=reason):
        read_filled(make())


def test_pictures_from_elsewhere_are_listed():
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Type="x/image" Target="http://example.org/a.png" '
        b'TargetMode="External"/></Relationships>'
    )
    data = word_with(**{"word/_rels/document.xml.rels": relation})
    assert read_filled(data).oddities == ("outside",)


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(filled_pdf(ANSWERS))) as pdf:
        change(pdf)
        return saved(pdf)


def cyclic(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(Dictionary(T=String("a")))
    field.Kids = Array([field])
    pdf.Root.AcroForm.Fields = Array([field])


def many(pdf: pikepdf.Pdf) -> None:
    fields = [Dictionary(FT=Name.Tx, T=String("a")) for _ in range(5_001)]
    pdf.Root.AcroForm.Fields = Array([pdf.make_indirect(field) for field in fields])


def only_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


PDFS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "cyclic": (lambda: pdf_with(cyclic), "no-fields", "no fields"),
    "many": (lambda: pdf_with(many), "refused", "more than 5,000 fields"),
    "xfa": (lambda: pdf_with(only_xfa), "refused", "XFA"),
    "cut off": (lambda: filled_pdf(ANSWERS)[:400], "damaged", "damaged"),
    "nothing": (lambda: b"", "damaged", "damaged"),
}


@pytest.mark.parametrize("name", PDFS)
def test_pdfs_that_are_refused(name):
    make, kind, reason = PDFS[name]
    with pytest.raises(RefusedError, match=reason) as caught:
        read_filled(make())
    assert caught.value.kind == kind


def test_scripts_and_attachments_are_listed_and_left_alone():
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a.txt"] = b"a"

    assert read_filled(filled_pdf(ANSWERS, script="app.alert(1)")).oddities == ("scripts",)
    assert read_filled(pdf_with(attach)).oddities == ("attachments",)


def bomb(pdf: pikepdf.Pdf) -> None:
    """Let an answer be a stream that unpacks to two gigabytes."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(2_000)) + packer.flush()
    pdf.Root.AcroForm.Fields[0].V = pikepdf.Stream(pdf, data, Filter=Name.FlateDecode)


def sleep(data: bytes) -> bytes:
    time.sleep(float(data))
    return data


def test_a_file_that_needs_too_much_costs_itself():
    with Gate(read_form_apart) as gate:
        with pytest.raises(RefusedError):
            gate.read(pdf_with(bomb))
        assert gate.read(filled_pdf(ANSWERS)).fields[0].chosen == ("Lunch",)
    with Gate(sleep, seconds=2.0) as gate:
        with pytest.raises(RefusedError, match="too much time"):
            gate.read(b"60")
        assert gate.read(b"0") == b"0"

"""Finished files with a fault put in, as no writer of ours makes them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from packbuilder.pdf.form_fields import end_fields, full_name


def with_pdf(change: Callable[[pikepdf.Pdf], object]) -> Callable[[bytes], bytes]:
    """Make the function that changes a PDF."""

    def changed(data: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            change(pdf)
            pdf.save(out, deterministic_id=True)
        return out.getvalue()

    return changed


def with_part(name: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """Make the function that replaces what a pattern finds first in a part of a Word file."""

    def changed(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as copy:
            for part in package.namelist():
                text = package.read(part)
                if part == name:
                    found, count = re.subn(old, new, text.decode(), count=1, flags=re.DOTALL)
                    assert count, f"{name} does not hold {old}"
                    text = found.encode()
                copy.writestr(part, text)
        return out.getvalue()

    return changed


def elements(node: Any, tag: str) -> Iterator[Any]:
    """Find elements of the structure of a PDF by their tag."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S) == f"/{tag}":
                yield kid
            yield from elements(kid, tag)


def fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the fonts of the words of the first page."""
    for _, font in pdf.pages[0].Resources.Font.items():
        if "/DescendantFonts" in font:
            yield font


def _rename_fonts(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        font.BaseFont = pikepdf.Name("/ABCDEF+Comic-Neue")


def _unembed_fonts(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        described = font.DescendantFonts[0].FontDescriptor
        for key in [key for key in described.keys() if key.startswith("/FontFile")]:  # noqa: SIM118
            del described[key]


def _unmap_letters(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        table = font.ToUnicode.read_bytes()
        font.ToUnicode = pdf.make_stream(re.sub(rb"<[0-9a-f]+> <0043>\n", b"", table, flags=re.I))


def _loosen_words(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    content = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(
        re.sub(rb"/\w+\n<</MCID 1>>\nBDC(.*?)\nEMC", rb"\1", content, count=1, flags=re.S)
    )


def _untitle(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def _hide_title(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def _silence(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _unclaim(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def _untag(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _lower_headings(pdf: pikepdf.Pdf) -> None:
    for heading in elements(pdf.Root.StructTreeRoot, "H2"):
        heading.S = pikepdf.Name.H4


def _behead(pdf: pikepdf.Pdf) -> None:
    for cell in list(elements(pdf.Root.StructTreeRoot, "TH")):
        cell.S = pikepdf.Name.TD


def _merge(pdf: pikepdf.Pdf) -> None:
    cell = next(elements(pdf.Root.StructTreeRoot, "TD"))
    cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, ColSpan=2)


def _unpicture(pdf: pikepdf.Pdf) -> None:
    next(elements(pdf.Root.StructTreeRoot, "Figure")).Alt = pikepdf.String("")


def _unmark(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


def _unname(pdf: pikepdf.Pdf) -> None:
    field = next(end_fields(pdf.Root.AcroForm.Fields))
    field.TU = pikepdf.String(full_name(field))


def _shrink(pdf: pikepdf.Pdf) -> None:
    field = next(f for f in end_fields(pdf.Root.AcroForm.Fields) if "/DA" in f)
    field.DA = pikepdf.String("/PackType 0 Tf 0 g")


def _narrow(pdf: pikepdf.Pdf) -> None:
    for annotation in (a for page in pdf.pages for a in page.get("/Annots", [])):
        if annotation.get("/FT", annotation.get("/Parent", {}).get("/FT")) == "/Btn":
            left, bottom, _, _ = annotation.Rect
            annotation.Rect = pikepdf.Array([left, bottom, left + 12, bottom + 12])


def _bleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].TrimBox = pikepdf.Array([3, 3, 592, 839])
    pdf.pages[0].BleedBox = pikepdf.Array([0, 0, 595, 842])


rename_fonts = with_pdf(_rename_fonts)
unembed_fonts = with_pdf(_unembed_fonts)
unmap_letters = with_pdf(_unmap_letters)
loosen_words = with_pdf(_loosen_words)
untitle = with_pdf(_untitle)
hide_title = with_pdf(_hide_title)
silence = with_pdf(_silence)
unclaim = with_pdf(_unclaim)
untag = with_pdf(_untag)
lower_headings = with_pdf(_lower_headings)
behead = with_pdf(_behead)
merge = with_pdf(_merge)
unpicture = with_pdf(_unpicture)
unmark = with_pdf(_unmark)
unname = with_pdf(_unname)
shrink = with_pdf(_shrink)
narrow = with_pdf(_narrow)
bleed = with_pdf(_bleed)

TEXT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"

word_small = with_part(TEXT, r"<w:r><w:t", '<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t')
word_small_style = with_part(STYLES, r'(<w:rPrDefault>.*?<w:sz w:val=")\d+', r"\g<1>20")
word_font = with_part(
    TEXT, r"<w:r><w:t", '<w:r><w:rPr><w:rFonts w:ascii="Comic Neue"/></w:rPr><w:t'
)
word_spread = with_part(STYLES, r'<w:jc w:val="left"/>', '<w:jc w:val="both"/>')
word_hyphens = with_part(SETTINGS, r'<w:autoHyphenation w:val="0"/>', "<w:autoHyphenation/>")
word_untitled = with_part("docProps/core.xml", r"<dc:title>.*?</dc:title>", "")
word_silent = with_part(STYLES, r"<w:lang [^>]*/>", "")
word_headings = with_part(TEXT, r'w:val="Heading1"', 'w:val="Heading3"')
word_behead = with_part(TEXT, r"<w:tblHeader/>", "")
word_merge = with_part(TEXT, r"(<w:tcW [^>]*/>)", r'\1<w:gridSpan w:val="2"/>')
word_unpicture = with_part(TEXT, r'descr="[^"]+"', 'descr=""')
word_float = with_part(TEXT, r"<wp:inline (.*?)</wp:inline>", r"<wp:anchor \1</wp:anchor>")
word_link = with_part(
    TEXT, r"(<w:pStyle w:val=\"BodyText\"/></w:pPr>)", r'\1<w:hyperlink w:anchor="x"/>'
)
word_unembed = with_part("word/fontTable.xml", r"<w:embedRegular [^>]*/>", "")
word_unname = with_part(TEXT, r'<w:alias w:val="[^"]*"/>', '<w:alias w:val=""/>')
word_protect = with_part(
    SETTINGS, r"<w:defaultTabStop", '<w:documentProtection w:edit="forms"/><w:defaultTabStop'
)

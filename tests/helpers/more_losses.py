"""More losses planted in finished files: words and places that are there, but not for anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from lxml import etree

from helpers.planted_losses import (
    BODY,
    DRAWN,
    W14,
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
    before,
    content,
    elements,
    painted,
)

# PDF ---------------------------------------------------------------------------------------------


def other_title(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = pikepdf.String("Something else")


def annotation_over_the_text(document: pikepdf.Pdf) -> None:
    page = document.pages[1]
    note = pikepdf.Dictionary(Subtype=pikepdf.Name.Square, Rect=[0, 0, 600, 842])
    page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", []), document.make_indirect(note)])


def untagged(document: pikepdf.Pdf) -> None:
    document.Root.MarkInfo = pikepdf.Dictionary(Marked=False)


def turned_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Rotate = 180


def cropped_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.CropBox = pikepdf.Array([0, 0, 100, 100])


def cut_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.MediaBox = pikepdf.Array([0, 700, 595, 842])


def shrunken_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.UserUnit = pikepdf.Object.parse(b"0.01")


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


def _transparent(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        page.obj.Resources.ExtGState["/a0.0"] = pikepdf.Dictionary(ca=0)
        page.obj.Resources.ExtGState["/A0.0"] = pikepdf.Dictionary(CA=0)


def transparent(pattern: bytes, page: int) -> PdfLoss:
    """Make what is painted on a page transparent, by its operators."""

    def lose(document: pikepdf.Pdf) -> None:
        _transparent(document)
        painted(rb"\n(" + pattern + rb")", rb"\n/a0.0 gs\n/A0.0 gs\n\1", page)(document)

    return lose


def transparent_group(document: pikepdf.Pdf) -> None:
    """Paint the first words of a page as a group that is transparent."""
    _transparent(document)
    page = document.pages[0]
    lines = content(page).split(b"\n")
    start, end = lines.index(b"BT"), lines.index(b"ET") + 1
    group = document.make_stream(b"\n".join(lines[start:end]))
    group.Type, group.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    group.BBox, group.Resources = page.obj.MediaBox, page.obj.Resources
    page.obj.Resources.XObject["/Veil"] = group
    lines[start:end] = [b"q", b"/a0.0 gs", b"/Veil Do", b"Q"]
    page.obj.Contents = document.make_stream(b"\n".join(lines))


def radio_buttons(change: Callable[[Any], None]) -> PdfLoss:
    """Change the first group of radio buttons."""

    def lose(document: pikepdf.Pdf) -> None:
        groups = (thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary))
        change(next(each for each in groups if "/Opt" in each and each.get("/FT") == "/Btn"))

    return lose


def swapped_answers(field: Any) -> None:
    """Have each of two radio buttons mean what the other says."""
    one, other, *rest = field.Opt
    field.Opt = pikepdf.Array([other, one, *rest])


def without_answers(field: Any) -> None:
    del field.Opt


def one_state(field: Any) -> None:
    """Have two radio buttons on at once."""
    for button in field.Kids:
        button.AP.N = pikepdf.Dictionary({"/0": next(iter(button.AP.N.values()))})


def swapped_buttons(field: Any) -> None:
    """Have two radio buttons stand in the group in the other order."""
    field.Kids = pikepdf.Array(list(field.Kids)[::-1])


def read_only(field: Any) -> None:
    field.Ff = int(field.get("/Ff", 0)) | 1


def of_one_letter(field: Any) -> None:
    field.MaxLen = 1


def bookmark(change: Callable[[list[Any]], None]) -> PdfLoss:
    """Change the lines of the outline below the title."""

    def lose(document: pikepdf.Pdf) -> None:
        with document.open_outline() as outline:
            change(outline.root[0].children)

    return lose


def bookmark_lost(entries: list[Any]) -> None:
    entries.pop()


def bookmark_renamed(entries: list[Any]) -> None:
    entries[-1].title = "Something else"


def bookmark_led_elsewhere(entries: list[Any]) -> None:
    entries[-1].destination = entries[0].destination


def bookmark_moved_in(entries: list[Any]) -> None:
    last = entries.pop()
    entries[0].children.append(last)


def cell_headers(change: Callable[[list[Any]], list[Any]]) -> PdfLoss:
    """Change what the first cell with two headers says of them."""

    def lose(document: pikepdf.Pdf) -> None:
        cells = (cell for cell in elements(document, "TD") if len(cell.A.Headers) > 1)
        cell = next(cells)
        cell.A.Headers = pikepdf.Array(change(list(cell.A.Headers)))

    return lose


def header_without_name(document: pikepdf.Pdf) -> None:
    del list(elements(document, "TH"))[1].ID


def headers_of_the_same_name(document: pikepdf.Pdf) -> None:
    one, two, *_ = elements(document, "TH")
    two.ID = one.ID


def under_a_picture(sought: str, clear: int = 0) -> PdfLoss:
    """Paint a bitmap over words; of a hundred of its rows, the first few may be clear."""

    def lose(document: pikepdf.Pdf) -> None:
        bitmap = next(
            thing
            for page in document.pages
            for thing in page.obj.Resources.get("/XObject", {}).values()
            if thing.get("/Subtype") == "/Image" and "/SMask" not in thing
        )
        if clear:
            rows = b"\x00" * clear + b"\xff" * (100 - clear)
            grey = {
                "Subtype": pikepdf.Name.Image,
                "ColorSpace": pikepdf.Name.DeviceGray,
                "BitsPerComponent": 8,
                "Width": 1,
                "Height": 100,
            }
            mask = pikepdf.Stream(document, rows, **grey)
            bitmap = pikepdf.Stream(document, rows, SMask=mask, **grey)
        for page in document.pages:
            if "/XObject" not in page.obj.Resources:
                page.obj.Resources.XObject = pikepdf.Dictionary()
            page.obj.Resources.XObject["/Lid"] = bitmap
        before(sought, after=b"q\n500 0 0 800 0 0 cm\n/Lid Do\nQ")(document)

    return lose


def swapped_field_names(document: pikepdf.Pdf) -> None:
    """Have the answers to two questions counted for one another."""
    places = (place for page in document.pages for place in page.obj.get("/Annots", []))
    one, other, *_ = (place for place in places if "/T" in place and place.get("/FT") == "/Tx")
    one.T, other.T = pikepdf.String(str(other.T)), pikepdf.String(str(one.T))


def typed_in(field: Any) -> None:
    field.V = pikepdf.String("Yes")


def ticked(field: Any) -> None:
    field.AS = pikepdf.Name.Yes


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


def table_moved_to(place: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        _set(next(parts[BODY].iter(f"{W}tblPr")), "tblInd", w=place, type="dxa")

    return lose


def merged_as_of_old(parts: Parts) -> None:
    _set(next(parts[BODY].iter(f"{W}tcPr")), "hMerge")


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


def mirrored_picture(parts: Parts) -> None:
    next(_picture(parts).getparent().iter(f"{A}xfrm")).set("flipH", "1")


def faded_picture(parts: Parts) -> None:
    bitmap = next(_picture(parts).getparent().iter(f"{A}blip"))
    etree.SubElement(bitmap, f"{A}alphaModFix").set("amt", "0")


def turned_words(parts: Parts) -> None:
    run = _run(parts, "Words between")
    around = etree.Element(f"{W}bdo")
    run.addprevious(around)
    around.append(run)


def another_file(parts: Parts) -> None:
    _paragraph(parts, "Words between").addnext(etree.Element(f"{W}altChunk"))


def in_columns(parts: Parts) -> None:
    for columns in parts[BODY].iter(f"{W}cols"):
        columns.set(f"{W}num", "40")


def narrow_cells(parts: Parts) -> None:
    for width in parts[BODY].iter(f"{W}tcW"):
        width.set(f"{W}w", "60")


def white_numbers(parts: Parts) -> None:
    for level in parts["word/numbering.xml"].iter(f"{W}lvl"):
        _set(_properties(level, "rPr"), "color", val="FFFFFF")


def other_word_title(parts: Parts) -> None:
    next(e for e in parts["docProps/core.xml"] if e.tag.endswith("}title")).text = "Something else"


def floating_table(parts: Parts) -> None:
    """Take a table out of the text, to a place on the page."""
    properties = next(parts[BODY].iter(f"{W}tblPr"))
    etree.SubElement(properties, f"{W}tblpPr", {f"{W}tblpX": "1", f"{W}tblpY": "1"})


def old_drawing(sought: str) -> WordLoss:
    """Draw something in a paragraph as earlier versions of Word did."""

    def lose(parts: Parts) -> None:
        etree.SubElement(_run(parts, sought), f"{W}pict")

    return lose


def swapped_control_names(parts: Parts) -> None:
    """Have the answers to two questions counted for one another."""
    one, other, *_ = parts[BODY].iter(f"{W}tag")
    name = one.get(f"{W}val")
    one.set(f"{W}val", other.get(f"{W}val"))
    other.set(f"{W}val", name)


def locked_field(parts: Parts) -> None:
    _set(next(parts[BODY].iter(f"{W}sdtPr")), "lock", val="sdtContentLocked")


def footer_of_no_section(parts: Parts) -> None:
    for section in parts[BODY].iter(f"{W}sectPr"):
        for footer in section.findall(f"{W}footerReference"):
            section.remove(footer)


def in_its_own_colour(sought: str, name: str, **values: str) -> WordLoss:
    """Paint what is behind words in their colour: of their run, or their paragraph."""

    def lose(parts: Parts) -> None:
        run = _run(parts, sought)
        looks = _properties(run, "rPr")
        _set(looks, "color", val="123456" if "fill" in values else "000000")
        inside = looks if name == "rPr" else _properties(_paragraph(parts, sought), "pPr")
        _set(inside, "shd" if "fill" in values else "highlight", **values)

    return lose


def theme_white(parts: Parts) -> None:
    _set(_properties(_run(parts, "Words between"), "rPr"), "color", val="000000").set(
        f"{W}themeColor", "background1"
    )


def margins(**values: str) -> WordLoss:
    """Give all pages other margins."""

    def lose(parts: Parts) -> None:
        for found in parts[BODY].iter(f"{W}pgMar"):
            for side, width in values.items():
                found.set(f"{W}{side}", width)

    return lose


def indented_list(parts: Parts) -> None:
    for found in parts["word/numbering.xml"].iter(f"{W}ind"):
        found.set(f"{W}left", "20000")


def indented_style(parts: Parts) -> None:
    style = next(
        s for s in parts["word/styles.xml"].iter(f"{W}style") if s.get(f"{W}styleId") == "BodyText"
    )
    _set(_properties(style, "pPr"), "ind", left="20000")


def turned_style(parts: Parts) -> None:
    style = next(
        s for s in parts["word/styles.xml"].iter(f"{W}style") if s.get(f"{W}styleId") == "BodyText"
    )
    _set(_properties(style, "pPr"), "bidi")


def turned_cell(sought: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        cell = next(_run(parts, sought).iterancestors(f"{W}tc"))
        _set(_properties(cell, "tcPr"), "textDirection", val="btLr")

    return lose


def painted_page(colour: str) -> WordLoss:
    """Paint all pages; all words have a dark colour of their own."""

    def lose(parts: Parts) -> None:
        parts[BODY].insert(0, etree.Element(f"{W}background", {f"{W}color": colour}))

    return lose


def painted_table(parts: Parts) -> None:
    table = next(parts[BODY].iter(f"{W}tblPr"))
    _set(table, "shd", val="clear", color="auto", fill="000000")


def tracked(sought: str, name: str) -> WordLoss:
    """Have words inserted or deleted by somebody."""

    def lose(parts: Parts) -> None:
        run = _run(parts, sought)
        change = etree.Element(f"{W}{name}", {f"{W}id": "1", f"{W}author": "Somebody"})
        run.addprevious(change)
        change.append(run)

    return lose


def deleted_words(parts: Parts) -> None:
    """Show words that are not ours as deleted."""
    run = _run(parts, "Words between")
    change = etree.Element(f"{W}del", {f"{W}id": "1", f"{W}author": "Somebody"})
    made = etree.SubElement(etree.SubElement(change, f"{W}r"), f"{W}delText")
    made.text = "never"
    run.addnext(change)


def commented(parts: Parts) -> None:
    etree.SubElement(_run(parts, "Words between"), f"{W}commentReference", {f"{W}id": "0"})


def filled_in(number: int) -> WordLoss:
    """Put words in a control by its place among those with a tag."""

    def lose(parts: Parts) -> None:
        controls = [
            c for c in parts[BODY].iter(f"{W}sdt") if c.find(f"{W}sdtPr/{W}tag") is not None
        ]
        next(controls[number].iter(f"{W}t")).text = "Yes"

    return lose


def ticked_box(parts: Parts) -> None:
    for state in parts[BODY].iter(f"{W14}checked"):
        state.set(f"{W14}val", "1")

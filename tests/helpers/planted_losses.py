"""Losses planted in the bytes of finished files: what is changed in a PDF, and in a Word file."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from lxml import etree

from packbuilder.inspection.pdf_words import words_of_glyphs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"

PdfLoss = Callable[[pikepdf.Pdf], None]
WordLoss = Callable[[dict[str, etree._Element]], None]


class NothingToLoseError(AssertionError):
    """The file does not hold what a loss needs."""


# PDF ---------------------------------------------------------------------------------------------


def with_pdf_loss(data: bytes, lose: PdfLoss) -> bytes:
    """Return a PDF with a loss."""
    with pikepdf.open(io.BytesIO(data)) as document:
        lose(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def content(page: Any) -> bytes:
    parts = page.obj.Contents
    streams = parts if isinstance(parts, pikepdf.Array) else [parts]
    return b"\n".join(stream.read_bytes() for stream in streams)


def _fonts(page: Any) -> dict[str, dict[str, str]]:
    found = {}
    for name, font in page.obj.Resources.Font.items():
        if "/ToUnicode" in font:
            words = words_of_glyphs(font.ToUnicode.read_bytes())
            found[str(name)] = {f"{glyph:04x}": text for glyph, text in words.items()}
    return found


def _change_line(document: pikepdf.Pdf, words: str, change: Callable[[list[bytes], int], None]):
    """Find the first line of a page's content that shows words, and change the content there."""
    for page in document.pages:
        known, font = _fonts(page), ""
        lines = content(page).split(b"\n")
        for number, line in enumerate(lines):
            if line.endswith(b" Tf"):
                font = line.split()[0].decode()
            elif line.endswith(b"TJ") and words in shown(line, known.get(font, {})):
                change(lines, number)
                page.obj.Contents = document.make_stream(b"\n".join(lines))
                return known.get(font, {})
    raise NothingToLoseError(words)


def shown(line: bytes, glyphs: dict[str, str]) -> str:
    codes = "".join(re.findall(r"<([0-9a-f]*)>", line.decode("latin-1")))
    return "".join(glyphs.get(codes[at : at + 4], "") for at in range(0, len(codes), 4))


def words(old: str, new: str, within: str = "") -> PdfLoss:
    """Have words read in another way; glyphs that the fonts lack cannot be shown."""

    def lose(document: pikepdf.Pdf) -> None:
        glyphs: dict[str, str] = {}

        def change(lines: list[bytes], number: int) -> None:
            text = shown(lines[number], glyphs).replace(old, new, 1)
            code = {letter: glyph for glyph, letter in glyphs.items()}
            lines[number] = b"[<%s>0] TJ" % "".join(code[letter] for letter in text).encode()

        def learn(lines: list[bytes], number: int) -> None:
            del lines, number

        glyphs.update(_change_line(document, within or old, learn))
        _change_line(document, within or old, change)

    return lose


def everywhere(lose: PdfLoss) -> PdfLoss:
    """Repeat a loss as long as there is something to lose."""

    def lose_all(document: pikepdf.Pdf) -> None:
        lose(document)
        with contextlib.suppress(NothingToLoseError):
            while True:
                lose(document)

    return lose_all


def before(sought: str, *inserted: bytes, after: bytes = b"") -> PdfLoss:
    """Put operators before the words that are shown, and others behind."""

    def change(lines: list[bytes], number: int) -> None:
        start = max(n for n in range(number) if lines[n] == b"BT")
        end = next(n for n in range(number, len(lines)) if lines[n] == b"ET")
        lines[end + 1 : end + 1] = [after] if after else []
        lines[start:start] = inserted

    return lambda document: _change_line(document, sought, change) and None


def operand(sought: str, operator: bytes, new: bytes) -> PdfLoss:
    """Change the last line with an operator before the words that are shown."""

    def change(lines: list[bytes], number: int) -> None:
        place = max(n for n in range(number) if lines[n].endswith(b" " + operator))
        lines[place] = new if new.startswith(b"/") or b" " in new else lines[place] + new

    return lambda document: _change_line(document, sought, change) and None


def tiny(sought: str) -> PdfLoss:
    def change(lines: list[bytes], number: int) -> None:
        place = max(n for n in range(number) if lines[n].endswith(b" Tf"))
        lines[place] = lines[place].split()[0] + b" 0.1 Tf"

    return lambda document: _change_line(document, sought, change) and None


def transparent(sought: str) -> PdfLoss:
    def lose(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.obj.Resources.ExtGState["/a0.0"] = pikepdf.Dictionary(ca=0)
        before(sought, b"/a0.0 gs")(document)

    return lose


def painted(pattern: bytes, new: bytes, page: int) -> PdfLoss:
    """Change what is painted on a page, by its operators."""

    def lose(document: pikepdf.Pdf) -> None:
        changed, count = re.subn(pattern, new, content(document.pages[page]))
        if not count:
            raise NothingToLoseError(pattern)
        document.pages[page].obj.Contents = document.make_stream(changed)

    return lose


def elements(document: pikepdf.Pdf, tag: str = "") -> Iterator[Any]:
    """Yield the elements of the structure in reading order, those with a tag."""

    def inside(element: Any) -> Iterator[Any]:
        if not tag or element.get("/S") == f"/{tag}":
            yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from inside(kid)

    yield from inside(document.Root.StructTreeRoot.K[0])


def retagged(old: str, new: str, number: int = 0) -> PdfLoss:
    def lose(document: pikepdf.Pdf) -> None:
        list(elements(document, old))[number].S = pikepdf.Name(f"/{new}")

    return lose


def cut_out(tag: str, number: int = 0) -> PdfLoss:
    """Take an element out of the structure."""

    def lose(document: pikepdf.Pdf) -> None:
        lost = list(elements(document, tag))[number]
        lost.P.K = pikepdf.Array([k for k in lost.P.K if k.objgen != lost.objgen])

    return lose


def language(old: str, new: str) -> PdfLoss:
    def lose(document: pikepdf.Pdf) -> None:
        marked = [e for e in elements(document) if str(e.get("/Lang", "")) == old]
        if not marked:
            raise NothingToLoseError(old)
        for element in marked:
            if new:
                element.Lang = pikepdf.String(new)
            else:
                del element.Lang

    return lose


def marked_as(tag: str, number: int, new: str) -> PdfLoss:
    def lose(document: pikepdf.Pdf) -> None:
        list(elements(document, tag))[number].Lang = pikepdf.String(new)

    return lose


def file_language(document: pikepdf.Pdf) -> None:
    document.Root.Lang = pikepdf.String("de")


def link_addresses(change: Callable[[list[Any]], None]) -> PdfLoss:
    """Change the links to addresses."""

    def lose(document: pikepdf.Pdf) -> None:
        found = [a for page in document.pages for a in page.obj.get("/Annots", [])]
        change([a for a in found if "/A" in a])

    return lose


def without_punctuation(links: list[Any]) -> None:
    links[0].A.URI = pikepdf.String(re.sub(r"[-_?=]", "", str(links[0].A.URI)))


def swapped(links: list[Any]) -> None:
    links[0].A, links[1].A = pikepdf.Dictionary(links[1].A), pikepdf.Dictionary(links[0].A)


def without_annotations(kind: str) -> PdfLoss:
    """Take links or fields off their pages; the structure keeps them."""

    def lose(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            kept = [a for a in page.obj.get("/Annots", []) if kind not in a]
            page.obj.Annots = pikepdf.Array(kept)

    return lose


def other_destination(document: pikepdf.Pdf) -> None:
    links = [a for p in document.pages for a in p.obj.get("/Annots", []) if "/Dest" in a]
    links[0].Dest = links[-1].Dest


def swapped_places(document: pikepdf.Pdf) -> None:
    names = document.Root.Names.Dests.Names
    place = {str(names[at]): at + 1 for at in range(0, len(names), 2)}
    one, two = place["everything.first"], place["everything.second"]
    names[one], names[two] = names[two], names[one]


def field_change(kind: str, change: Callable[[Any], None]) -> PdfLoss:
    """Change the first field of a kind: /Ch, /Btn or /Tx."""

    def inside(fields: Any) -> Iterator[Any]:
        for field in fields:
            yield field
            yield from inside(field.get("/Kids", []))

    def lose(document: pikepdf.Pdf) -> None:
        fields = inside(document.Root.AcroForm.Fields)
        change(next(field for field in fields if field.get("/FT") == kind))

    return lose


def without_option(field: Any) -> None:
    field.Opt = pikepdf.Array(list(field.Opt)[:-1])


def renamed_option(field: Any) -> None:
    field.Opt = pikepdf.Array([*list(field.Opt)[:-1], pikepdf.String("hardly")])


def swapped_options(field: Any) -> None:
    field.Opt = pikepdf.Array([*list(field.Opt)[:-2], field.Opt[-1], field.Opt[-2]])


def other_kind(field: Any) -> None:
    field.FT = pikepdf.Name.Tx


def hidden_field(field: Any) -> None:
    field.F = 2


def relabelled(field: Any) -> None:
    field.TU = pikepdf.String("Something else")


def other_bitmap(document: pikepdf.Pdf) -> None:
    """Show the second bitmap of the file in place of the first."""
    bitmaps = [
        (page.obj.Resources.XObject, name)
        for page in document.pages
        for name, thing in page.obj.Resources.get("/XObject", {}).items()
        if thing.get("/Subtype") == "/Image"
    ]
    (first, name), (second, other) = bitmaps[:2]
    first[name] = second[other]


def other_pixels(document: pikepdf.Pdf) -> None:
    """Show a bitmap of the same size with other pixels."""
    for page in document.pages:
        for bitmap in page.obj.Resources.get("/XObject", {}).values():
            if bitmap.get("/Filter") == "/FlateDecode" and bitmap.get("/Subtype") == "/Image":
                pixels = zlib.decompress(bitmap.read_raw_bytes())[::-1]
                kept = {key: bitmap[key] for key in ("/DecodeParms",)}
                bitmap.write(zlib.compress(pixels), filter=pikepdf.Name.FlateDecode)
                bitmap.DecodeParms = kept["/DecodeParms"]
                return
    raise NothingToLoseError


def swapped_alternatives(document: pikepdf.Pdf) -> None:
    one, two = list(elements(document, "Figure"))[:2]
    one.Alt, two.Alt = pikepdf.String(str(two.Alt)), pikepdf.String(str(one.Alt))


def swapped_siblings(tag: str, number: int) -> PdfLoss:
    """Have two neighbours read in the other order."""

    def lose(document: pikepdf.Pdf) -> None:
        one = list(elements(document, tag))[number]
        kids = list(one.P.K)
        at = next(n for n, kid in enumerate(kids) if kid.objgen == one.objgen)
        kids[at], kids[at + 1] = kids[at + 1], kids[at]
        one.P.K = pikepdf.Array(kids)

    return lose


def item_moved_out(document: pikepdf.Pdf) -> None:
    """Move the first inner item of a list to the list outside."""
    inner = next(e for e in elements(document, "L") if e.P.get("/S") != "/Sect" and len(e.K) == 2)
    outer = next(e for e in elements(document, "L"))
    moved = inner.K[0]
    inner.K = pikepdf.Array(list(inner.K)[1:])
    outer.K.append(moved)


# Word --------------------------------------------------------------------------------------------


def with_word_loss(data: bytes, lose: WordLoss) -> bytes:
    """Return a Word file with a loss; the parts that are XML are given as trees."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    trees = {
        name: etree.fromstring(files[name]) for name in files if name.endswith(("xml", "rels"))
    }
    lose(trees)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, file in files.items():
            archive.writestr(name, etree.tostring(trees[name]) if name in trees else file)
    return out.getvalue()


Parts = dict[str, etree._Element]
BODY, STYLES = "word/document.xml", "word/styles.xml"


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def _run(parts: Parts, sought: str, part: str = BODY) -> Any:
    for run in parts[part].iter(f"{W}r"):
        if sought in _text(run):
            return run
    raise NothingToLoseError(sought)


def _paragraph(parts: Parts, sought: str) -> Any:
    return next(_run(parts, sought).iterancestors(f"{W}p"))


def _set(element: Any, name: str, **values: str) -> Any:
    """Give an element a property instead of the one it has."""
    for old in element.findall(f"{W}{name}"):
        element.remove(old)
    made = etree.SubElement(element, f"{W}{name}")
    for key, value in values.items():
        made.set(f"{W}{key}", value)
    return made


def _properties(element: Any, name: str) -> Any:
    found = element.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        element.insert(0, found)
    return found


def word_words(old: str, new: str, part: str = BODY) -> WordLoss:
    def lose(parts: Parts) -> None:
        run = _run(parts, old, part)
        text = next(t for t in run.iter(f"{W}t") if old in (t.text or ""))
        text.text = text.text.replace(old, new, 1)

    return lose


def run_look(sought: str, name: str, **values: str) -> WordLoss:
    """Give words a property: white, 0.1 pt, hidden."""

    def lose(parts: Parts) -> None:
        run = _run(parts, sought)
        shown = _properties(run, "rPr")
        made = _set(shown, name, **values)
        shown.insert(0, made)

    return lose


def without_look(sought: str, name: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        shown = _run(parts, sought).find(f"{W}rPr")
        found = None if shown is None else shown.find(f"{W}{name}")
        if found is None:
            raise NothingToLoseError(name)
        shown.remove(found)

    return lose


def restyled(sought: str, style: str) -> WordLoss:
    """Give a paragraph another style, and no borders of its own."""

    def lose(parts: Parts) -> None:
        properties = _properties(_paragraph(parts, sought), "pPr")
        for name in ("pBdr", "numPr"):
            for found in properties.findall(f"{W}{name}"):
                properties.remove(found)
        properties.find(f"{W}pStyle").set(f"{W}val", style)

    return lose


def paragraph_property(sought: str, name: str, **values: str) -> WordLoss:
    return lambda parts: (
        _set(_properties(_paragraph(parts, sought), "pPr"), name, **values) and None
    )


def without_property(sought: str, name: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        properties = _paragraph(parts, sought).find(f"{W}pPr")
        found = properties.find(f"{W}{name}")
        if found is None:
            raise NothingToLoseError(name)
        properties.remove(found)

    return lose


def numbered(sought: str, id: str, level: str = "0") -> WordLoss:
    """Put a paragraph into another list, or on another level."""

    def lose(parts: Parts) -> None:
        number = _own_number(_paragraph(parts, sought).find(f"{W}pPr"))
        number.find(f"{W}numId").set(f"{W}val", id)
        number.find(f"{W}ilvl").set(f"{W}val", level)

    return lose


def _own_number(properties: Any) -> Any:
    """Return the list that a paragraph names itself; one of its style alone is written out."""
    number = properties.find(f"{W}numPr")
    if number is None:
        number = etree.Element(f"{W}numPr")
        etree.SubElement(number, f"{W}ilvl")
        etree.SubElement(number, f"{W}numId")
        properties.find(f"{W}pStyle").addnext(number)
    return number


def started_at(number: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        start = next(parts["word/numbering.xml"].iter(f"{W}startOverride"))
        start.set(f"{W}val", number)

    return lose


def number_format(parts: Parts) -> None:
    for shown in parts["word/numbering.xml"].iter(f"{W}numFmt"):
        if shown.get(f"{W}val") == "decimal":
            shown.set(f"{W}val", "lowerLetter")


def style_property(style: str, name: str, **values: str) -> WordLoss:
    """Give the words of a style a property."""

    def lose(parts: Parts) -> None:
        found = next(s for s in parts[STYLES].iter(f"{W}style") if s.get(f"{W}styleId") == style)
        shown = found.find(f"{W}rPr")
        shown = etree.SubElement(found, f"{W}rPr") if shown is None else shown
        _set(shown, name, **values)

    return lose


def word_language(parts: Parts) -> None:
    for marked in parts[STYLES].iter(f"{W}lang"):
        marked.set(f"{W}val", "de-DE")


def all_runs_german(parts: Parts) -> None:
    for run in parts[BODY].iter(f"{W}r"):
        _set(_properties(run, "rPr"), "lang", val="de-DE")


def _links(parts: Parts) -> list[Any]:
    return list(parts[BODY].iter(f"{W}hyperlink"))


def unlinked(number: int) -> WordLoss:
    def lose(parts: Parts) -> None:
        _links(parts)[number].tag = f"{W}smartTag"

    return lose


def led_elsewhere(parts: Parts) -> None:
    inner = [link for link in _links(parts) if link.get(f"{W}anchor")]
    inner[0].set(f"{W}anchor", inner[-1].get(f"{W}anchor"))


def bookmark_moved(parts: Parts) -> None:
    anchor = _links(parts)[0].get(f"{W}anchor")
    start = next(b for b in parts[BODY].iter(f"{W}bookmarkStart") if b.get(f"{W}name") == anchor)
    _paragraph(parts, "Words between").insert(1, start)


def outer_links_swapped(parts: Parts) -> None:
    id = f"{RELATIONS}id"
    one, two = [link for link in _links(parts) if link.get(id)][:2]
    first, second = one.get(id), two.get(id)
    one.set(id, second)
    two.set(id, first)


def address_without_punctuation(parts: Parts) -> None:
    for relation in parts["word/_rels/document.xml.rels"]:
        target = relation.get("Target", "")
        if target.startswith("https"):
            relation.set("Target", re.sub(r"[-_?=]", "", target))


def control_change(number: int, change: Callable[[Any], None]) -> WordLoss:
    """Change a content control by its place among those with a tag."""

    def lose(parts: Parts) -> None:
        change(
            [c for c in parts[BODY].iter(f"{W}sdt") if c.find(f"{W}sdtPr/{W}tag") is not None][
                number
            ]
        )

    return lose


def without_item(control: Any) -> None:
    items = list(control.iter(f"{W}listItem"))
    items[-1].getparent().remove(items[-1])


def renamed_item(control: Any) -> None:
    list(control.iter(f"{W}listItem"))[-1].set(f"{W}displayText", "hardly")


def swapped_items(control: Any) -> None:
    one, two, *_ = control.iter(f"{W}listItem")
    one.addprevious(two)


def without_kind(name: str) -> Callable[[Any], None]:
    def lose(control: Any) -> None:
        found = control.find(f"{W}sdtPr/{name}")
        if found is None:
            raise NothingToLoseError(name)
        found.getparent().remove(found)

    return lose


def dropped(control: Any) -> None:
    control.getparent().remove(control)


def without_paragraph(style: str) -> WordLoss:
    """Drop the last paragraph of a style."""

    def lose(parts: Parts) -> None:
        found = [
            p
            for p in parts[BODY].iter(f"{W}p")
            if p.find(f"{W}pPr/{W}pStyle") is not None
            and p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == style
        ]
        found[-1].getparent().remove(found[-1])

    return lose


def without_row(sought: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        row = next(_run(parts, sought).iterancestors(f"{W}tr"))
        row.getparent().remove(row)

    return lose


def without_cell(sought: str) -> WordLoss:
    """Drop the last cell of a row."""

    def lose(parts: Parts) -> None:
        row = next(_run(parts, sought).iterancestors(f"{W}tr"))
        row.remove(row.findall(f"{W}tc")[-1])

    return lose


def cells_swapped(sought: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        row = next(_run(parts, sought).iterancestors(f"{W}tr"))
        one, two, *_ = row.findall(f"{W}tc")
        one.addprevious(two)

    return lose


def without_header(parts: Parts) -> None:
    for mark in list(parts[BODY].iter(f"{W}tblHeader")):
        mark.getparent().remove(mark)


def without_header_column(parts: Parts) -> None:
    for look in parts[BODY].iter(f"{W}tblLook"):
        look.set(f"{W}firstColumn", "0")


def pictures_swapped(parts: Parts) -> None:
    one, two = [b for b in parts[BODY].iter(f"{A}blip") if not len(b)][:2]
    embed = f"{RELATIONS}embed"
    first, second = one.get(embed), two.get(embed)
    one.set(embed, second)
    two.set(embed, first)


def picture_files_swapped(parts: Parts) -> None:
    """Have relations of the first two bitmaps lead to the other's file."""
    relations = parts["word/_rels/document.xml.rels"]
    names = [r for r in relations if r.get("Target", "").endswith(("png", "jpg"))]
    png = next(r for r in names if r.get("Target").endswith("png") and r is not names[0])
    jpg = next(r for r in names if r.get("Target").endswith("jpg"))
    one, two = png.get("Target"), jpg.get("Target")
    png.set("Target", two)
    jpg.set("Target", one)


def other_drawing(parts: Parts) -> None:
    """Show the bitmap of another picture where a drawing stands."""
    drawing, bitmap = (
        next(b for b in parts[BODY].iter(f"{A}blip") if bool(len(b)) is drawn and _alt(b))
        for drawn in (True, False)
    )
    drawing.set(f"{RELATIONS}embed", bitmap.get(f"{RELATIONS}embed"))


def _alt(blip: Any) -> str:
    drawing = next(blip.iterancestors(f"{W}drawing"))
    return next(drawing.iter(DRAWN)).get("descr", "")


def _described(parts: Parts) -> list[Any]:
    return [d for d in parts[BODY].iter(DRAWN) if d.get("descr")]


def alternatives_swapped(parts: Parts) -> None:
    one, two = _described(parts)[:2]
    first, second = one.get("descr"), two.get("descr")
    one.set("descr", second)
    two.set("descr", first)


def picture_dropped(parts: Parts) -> None:
    drawing = next(_described(parts)[0].iterancestors(f"{W}drawing"))
    drawing.getparent().remove(drawing)


def paragraph_dropped(sought: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        found = _paragraph(parts, sought)
        found.getparent().remove(found)

    return lose


def paragraphs_swapped(sought: str) -> WordLoss:
    def lose(parts: Parts) -> None:
        found = _paragraph(parts, sought)
        found.getnext().addnext(found)

    return lose


def note_dropped(parts: Parts) -> None:
    note = next(n for n in parts["word/footnotes.xml"] if _text(n))
    note.remove(note.find(f"{W}p"))


def footer_words(parts: Parts) -> None:
    name = next(n for n in sorted(parts) if n.startswith("word/footer"))
    text = next(t for t in parts[name].iter(f"{W}t") if (t.text or "").strip())
    text.text = ""

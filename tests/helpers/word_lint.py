"""What the Open XML SDK does not notice: faults that Word repairs, or shows, without a word."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXTS = re.compile(r"word/(document|footnotes|footer\d+)\.xml")


def read(data: bytes) -> dict[str, etree._Element]:
    """Return the parsed XML of every part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def faults(data: bytes) -> list[str]:
    """Return everything that is wrong with a document."""
    parts = read(data)
    texts = {name: root for name, root in parts.items() if TEXTS.fullmatch(name)}
    found = [*style_names(parts["word/styles.xml"]), *notes(parts), *targets(data, parts)]
    found += [fault for check in (bookmarks, anchors, drawings, controls) for fault in check(texts)]
    for name, root in texts.items():
        found += [f"{name}: {fault}" for fault in _part_faults(root, parts)]
        found += [f"{name}: {fault}" for fault in relations(name, root, parts)]
    return found


def _part_faults(root, parts):
    for check in (styles, numbers):
        yield from check(root, parts)
    for check in (cells, fields, marks, toggles, sections):
        yield from check(root)


def bookmarks(texts):
    starts = [b for root in texts.values() for b in root.iter(f"{W}bookmarkStart")]
    ends = [b for root in texts.values() for b in root.iter(f"{W}bookmarkEnd")]
    yield from _twice("bookmark name", (b.get(f"{W}name") for b in starts))
    yield from _twice("bookmark id", (b.get(f"{W}id") for b in starts))
    yield from _twice("bookmark end", (b.get(f"{W}id") for b in ends))
    if {b.get(f"{W}id") for b in starts} != {b.get(f"{W}id") for b in ends}:
        yield "a bookmark without its other half"
    yield from (f"long name {b.get(f'{W}name')}" for b in starts if len(b.get(f"{W}name")) > 40)


def anchors(texts):
    names = {b.get(f"{W}name") for root in texts.values() for b in root.iter(f"{W}bookmarkStart")}
    for root in texts.values():
        for link in root.iter(f"{W}hyperlink"):
            anchor = link.get(f"{W}anchor")
            if anchor and anchor not in names:
                yield f"dead anchor {anchor}"
            if not anchor and not link.get(f"{R}id"):
                yield "a link to nowhere"


def drawings(texts):
    shown = [d for root in texts.values() for d in root.iter(f"{WP}docPr")]
    yield from _twice("picture id", (d.get("id") for d in shown))
    for picture in shown:
        decorative = any(e.tag.endswith("}decorative") for e in picture.iter())
        if bool(picture.get("descr")) == decorative:
            yield f"picture {picture.get('id')} has no alternative text, or needs none"
    if any(root.find(f".//{WP}anchor") is not None for root in texts.values()):
        yield "a floating picture"


def controls(texts):
    """Every place to answer has a name of its own, and words for screen readers."""
    named = [
        p
        for root in texts.values()
        for p in root.iter(f"{W}sdtPr")
        if p.find(f"{W}tag") is not None
    ]
    yield from _twice("control", (p.find(f"{W}id").get(f"{W}val") for p in named))
    yield from _twice("control tag", (p.find(f"{W}tag").get(f"{W}val") for p in named))
    for control in named:
        if not control.find(f"{W}alias").get(f"{W}val"):
            yield "a control without words"


def styles(root, parts):
    known = {s.get(f"{W}styleId") for s in parts["word/styles.xml"].iter(f"{W}style")}
    for kind in ("pStyle", "rStyle", "tblStyle"):
        for used in root.iter(f"{W}{kind}"):
            if used.get(f"{W}val") not in known:
                yield f"no style {used.get(f'{W}val')}"


def style_names(root):
    known = [s.get(f"{W}styleId") for s in root.iter(f"{W}style")]
    yield from _twice("style", known)
    yield from _twice("style name", (n.get(f"{W}val").lower() for n in root.iter(f"{W}name")))
    for kind in ("basedOn", "next", "link"):
        for named in root.iter(f"{W}{kind}"):
            if named.get(f"{W}val") not in known:
                yield f"no style {named.get(f'{W}val')}"


def numbers(root, parts):
    known = {n.get(f"{W}numId") for n in parts["word/numbering.xml"].iter(f"{W}num")}
    known.add("0")  # takes a paragraph out of the list of its style
    for used in root.iter(f"{W}numId"):
        if used.get(f"{W}val") not in known:
            yield f"no list {used.get(f'{W}val')}"


def cells(root):
    for cell in root.iter(f"{W}tc"):
        if cell[-1].tag != f"{W}p":
            yield "a cell that does not end with a paragraph"
    for table in root.iter(f"{W}tbl"):
        following = table.getnext()
        if following is None or following.tag not in (f"{W}p", f"{W}bookmarkEnd"):
            yield "a table with no paragraph after it"
        columns = len(table.find(f"{W}tblGrid"))
        if any(len(row.findall(f"{W}tc")) != columns for row in table.iter(f"{W}tr")):
            yield "a row with too many or too few cells"
        only_side_by_side = table.find(f"{W}tblPr/{W}tblStyle") is None
        sheet_of_cards = table.find(f"{W}tblPr/{W}jc") is not None
        if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None and (
            sheet_of_cards or not only_side_by_side
        ):
            yield "a table without a header row"
    if root.find(f".//{W}gridSpan") is not None or root.find(f".//{W}vMerge") is not None:
        yield "merged cells"


def fields(root):
    depth = 0
    for char in root.iter(f"{W}fldChar"):
        kind = char.get(f"{W}fldCharType")
        depth += {"begin": 1, "separate": 0, "end": -1}[kind]
        if depth < 0 or char.get(f"{W}dirty"):
            yield "a field that ends before it begins, or asks to be updated"
    if depth:
        yield "a field that does not end"


def marks(root):
    left = root.xpath("//processing-instruction()")
    yield from (f"a mark left behind: {mark.target}" for mark in left)
    if "_" * 3 in "".join(root.itertext()):
        yield "underscores instead of a rule"


def toggles(root):
    """No italics, capitals or underlines on words themselves."""
    for name in ("i", "caps", "smallCaps", "u"):
        if root.find(f".//{W}r/{W}rPr/{W}{name}") is not None:
            yield f"w:{name} on words"


def sections(root):
    for section in root.iter(f"{W}sectPr"):
        if section.find(f"{W}footerReference") is None:
            yield "a section that takes over the foot before it"
        if section.find(f"{W}titlePg") is not None:
            yield "a section whose first page has no foot"


def notes(parts):
    """Every reference has its footnote."""
    listed = parts.get("word/footnotes.xml")
    known = set() if listed is None else {n.get(f"{W}id") for n in listed.iter(f"{W}footnote")}
    for reference in parts["word/document.xml"].iter(f"{W}footnoteReference"):
        if reference.get(f"{W}id") not in known:
            yield f"no footnote {reference.get(f'{W}id')}"


def targets(data, parts):
    """Every relation inside the file leads to a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
    for path, root in parts.items():
        if not path.endswith(".rels") or path == "_rels/.rels":
            continue
        for relation in root:
            if relation.get("TargetMode") != "External":
                part = posixpath.join(path.partition("_rels/")[0], relation.get("Target"))
                if posixpath.normpath(part).lstrip("/") not in names:
                    yield f"no part {part}"


def relations(name, root, parts):
    path = f"word/_rels/{name.removeprefix('word/')}.rels"
    known = {r.get("Id") for r in parts[path]} if path in parts else set()
    used = {
        value
        for element in root.iter()
        for attribute, value in element.attrib.items()
        if attribute.startswith(R)
    }
    yield from (f"no relation {id}" for id in sorted(used - known))


def _twice(what, values):
    return [f"{what} {value} twice" for value, count in Counter(values).items() if count > 1]

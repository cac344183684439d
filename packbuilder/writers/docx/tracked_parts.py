"""What the old version of a Word file brings into the new one: where its links lead, its pictures,
its styles, its lists.
"""

from __future__ import annotations

import copy
import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from packbuilder.inspection.word import read_parts
from packbuilder.inspection.word_drawn import file_at
from packbuilder.inspection.word_gate import check_xml, drop_outside
from packbuilder.inspection.word_xml import DRAWN, RELATION_ID, RELATIONS, Element, W, value_of

_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CONTENT_TYPES: Final = "[Content_Types].xml"
_DOCUMENT: Final = "word/_rels/document.xml.rels"
_NO_RELATIONS: Final = f'<Relationships xmlns="{_PACKAGE[1:-1]}"/>'
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True)


def _unwrap(story: Element) -> None:
    """Put words, rows and cells where they stand that are in something which says nothing of them:
    custom XML, and controls around rows or cells.
    """
    around = [e for e in story.iter(f"{W}tbl", f"{W}tr") for e in e.findall(f"{W}sdt")]
    for element in [*around, *story.iter(f"{W}customXml", f"{W}smartTag", f"{W}fldSimple")]:
        parent, content = element.getparent(), element.find(f"{W}sdtContent")
        if parent is not None:
            held = element if content is None else content
            inner = [each for each in held if not str(each.tag).endswith("Pr")]
            at = parent.index(element)
            parent[at : at + 1] = inner


class OpenedFile:
    """A Word file: its files, and the XML of those that hold words, styles and relations. What asks
    for files elsewhere (`outside`) is left out.
    """

    def __init__(self, data: bytes) -> None:
        self.parts = read_parts(data)
        for name in ("word/document.xml", "word/footnotes.xml"):
            if name in self.parts:
                _unwrap(self.parts[name])
        self.outside = drop_outside(self.parts)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.files = {name: package.read(name) for name in package.namelist()}
        check_xml(self.files[_CONTENT_TYPES])
        self.types = etree.fromstring(self.files[_CONTENT_TYPES], _PARSER)

    def story(self, name: str) -> StorySide:
        """Return the text, or the notes, as something that words can be compared in."""
        return StorySide(self, f"word/_rels/{name}.xml.rels")

    def relations(self, path: str) -> Element:
        """Return the relations of a part; they are begun when there are none."""
        if path not in self.parts:
            self.parts[path] = etree.fromstring(_NO_RELATIONS)
        return self.parts[path]

    def add_part(self, name: str, root: Element) -> None:
        """Add a part that the text needs, such as footnotes."""
        self.parts[f"word/{name}.xml"] = root
        etree.SubElement(
            self.types,
            f"{_TYPES}Override",
            PartName=f"/word/{name}.xml",
            ContentType=f"{_CONTENT}{name}+xml",
        )
        relate(self.relations(_DOCUMENT), f"{_KINDS}{name}", f"{name}.xml", external=False)

    def packed(self) -> dict[str, bytes]:
        """Return its files with what was changed in them, content types first."""
        changed = {name: _as_bytes(root) for name, root in self.parts.items()}
        files = {**self.files, **changed, _CONTENT_TYPES: _as_bytes(self.types)}
        return {name: files[name] for name in sorted(files, key=lambda n: (n != _CONTENT_TYPES, n))}


def _as_bytes(root: Element) -> bytes:
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def relate(relations: Element, kind: str, target: str, *, external: bool) -> str:
    """Return the id of a relation, which is added when it is new."""
    for relation in relations:
        if (relation.get("Type"), relation.get("Target")) == (kind, target):
            return relation.get("Id", "")
    known = {relation.get("Id") for relation in relations}
    number = next(n for n in range(1, len(known) + 2) if f"rOld{n}" not in known)
    added = etree.SubElement(relations, f"{_PACKAGE}Relationship")
    added.set("Id", f"rOld{number}")
    added.set("Type", kind)
    added.set("Target", target)
    if external:
        added.set("TargetMode", "External")
    return f"rOld{number}"


class StorySide:
    """The text or the notes of one version. `notes` says what references of notes are compared
    by.
    """

    def __init__(self, file: OpenedFile, path: str) -> None:
        self._file, self._path = file, path
        self.notes: dict[str, str] = {}

    def relation(self, id: str) -> Element | None:
        """Return a relation by its id."""
        relations = self._file.parts.get(self._path, ())
        return next((each for each in relations if each.get("Id") == id), None)

    def target(self, link: Element) -> str:
        """Return where a link leads."""
        anchor = link.get(f"{W}anchor")
        if anchor:
            return f"#{anchor}"
        relation = self.relation(link.get(RELATION_ID, ""))
        return "" if relation is None else relation.get("Target", "")

    def drawing(self, element: Element) -> str:
        """Return a picture's words and a hash of its bytes."""
        words = next((each.get("descr", "") for each in element.iter(DRAWN)), "")
        return " ".join((words, *sorted(self._hashes(element))))

    def _hashes(self, element: Element) -> Iterator[str]:
        for each in element.iter():
            relation = self.relation(each.get(f"{RELATIONS}embed", ""))
            if relation is not None:
                data = self._file.files.get(file_at(relation.get("Target", "")), b"")
                yield hashlib.sha256(data).hexdigest()

    def note(self, id: str) -> str:
        """Return what the reference of a footnote is compared by."""
        return self.notes.get(id, id)


class Imports:
    """Brings pieces of the old version into the new file."""

    def __init__(self, old: OpenedFile, new: OpenedFile) -> None:
        self._old, self._new = old, new
        self._lists: dict[str, str] = {}
        self._drawn = max(
            (int(id) for id in _drawing_ids(new) if id.isdecimal()),
            default=0,
        )

    def styles(self) -> None:
        """Add the styles that only the old version has."""
        sheet = self._new.parts["word/styles.xml"]
        known = {style.get(f"{W}styleId") for style in sheet.iter(f"{W}style")}
        names = {value_of(style, "name").lower() for style in sheet.iter(f"{W}style")}
        for style in self._old.parts["word/styles.xml"].iter(f"{W}style"):
            if style.get(f"{W}styleId") not in known:
                added = copy.deepcopy(style)
                name = added.find(f"{W}name")
                if name is not None and value_of(style, "name").lower() in names:
                    name.set(f"{W}val", f"{value_of(style, 'name')} before")
                sheet.append(self.renumbered(added))

    def relations(self, element: Element, story: str) -> Element:
        """Let links and pictures of a piece lead where they led."""
        path = f"word/_rels/{story}.xml.rels"
        side = StorySide(self._old, path)
        for each in element.iter():
            for name in ("id", "embed"):
                relation = side.relation(each.get(f"{RELATIONS}{name}", ""))
                if relation is not None:
                    each.set(f"{RELATIONS}{name}", self._related(relation, path))
            if each.tag == DRAWN:
                self._drawn += 1
                each.set("id", str(self._drawn))
        return element

    def _related(self, relation: Element, path: str) -> str:
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        external = relation.get("TargetMode") == "External"
        if not external:
            target = self._picture(relation)
        return relate(self._new.relations(path), kind, target, external=external)

    def _picture(self, relation: Element) -> str:
        """Return where a picture lies in the new file; it is added when it is another one."""
        target = relation.get("Target", "")
        path = file_at(target)
        data = self._old.files.get(path, b"")
        if self._new.files.get(path) != data:
            digest = hashlib.sha256(data).hexdigest()[:12]
            ending = posixpath.splitext(path)[1]
            target = f"media/before-{digest}{ending}"
            self._new.files[f"word/{target}"] = data
            self._declare(ending.removeprefix("."))
        return target

    def _declare(self, ending: str) -> None:
        known = {each.get("Extension") for each in self._new.types}
        if ending not in known:
            kind = {"svg": "image/svg+xml", "jpg": "image/jpeg"}.get(ending, f"image/{ending}")
            added = etree.Element(f"{_TYPES}Default", Extension=ending, ContentType=kind)
            self._new.types.insert(0, added)

    def same_list(self, old: Element, new: Element) -> None:
        """Remember that paragraphs of two versions stand in the same list."""
        before, after = (value_of(p.find(f"{W}pPr/{W}numPr"), "numId") for p in (old, new))
        if before and after:
            self._lists.setdefault(before, after)

    def renumbered(self, element: Element) -> Element:
        """Give the paragraphs of a piece lists of the new file."""
        for id in element.iter(f"{W}numId"):
            number = id.get(f"{W}val", "0")
            if number != "0":
                id.set(f"{W}val", self._list(number))
        return element

    def _list(self, number: str) -> str:
        if number not in self._lists:
            self._lists[number] = self._copied_list(number)
        return self._lists[number]

    def _copied_list(self, number: str) -> str:
        """Copy a list of the old version, with its definition, under free numbers."""
        theirs = self._old.parts.get("word/numbering.xml")
        if theirs is None:
            return "0"
        if "word/numbering.xml" not in self._new.parts:
            self._new.add_part("numbering", etree.Element(f"{W}numbering"))
        mine = self._new.parts["word/numbering.xml"]
        num = next((n for n in theirs.iter(f"{W}num") if n.get(f"{W}numId") == number), None)
        if num is None:
            return "0"
        wanted = value_of(num, "abstractNumId")
        definition = next(
            (d for d in theirs.iter(f"{W}abstractNum") if d.get(f"{W}abstractNumId") == wanted),
            None,
        )
        if definition is None:
            return "0"
        kind = str(_highest(mine, "abstractNum", "abstractNumId") + 1)
        made = str(_highest(mine, "num", "numId") + 1)
        definition, num = copy.deepcopy(definition), copy.deepcopy(num)
        definition.set(f"{W}abstractNumId", kind)
        for each in (*definition.findall(f"{W}nsid"), *definition.iter(f"{W}pStyle")):
            parent = each.getparent()
            if parent is not None:
                parent.remove(each)
        num.set(f"{W}numId", made)
        for each in num.iter(f"{W}abstractNumId"):
            each.set(f"{W}val", kind)
        definitions = mine.findall(f"{W}abstractNum")
        mine.insert(mine.index(definitions[-1]) + 1 if definitions else 0, definition)
        mine.append(num)
        return made


def _highest(root: Element, tag: str, attribute: str) -> int:
    found = (each.get(f"{W}{attribute}", "") for each in root.iter(f"{W}{tag}"))
    return max((int(id) for id in found if id.isdecimal()), default=0)


def _drawing_ids(file: OpenedFile) -> Iterator[str]:
    for name in ("word/document.xml", "word/footnotes.xml"):
        if name in file.parts:
            yield from (each.get("id", "") for each in file.parts[name].iter(DRAWN))

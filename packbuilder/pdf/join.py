"""Tagged PDFs → one tagged PDF, numbered through: the front matter, then each part.

Pages are copied, never laid out again. Tags, places that links lead to, bookmarks and form fields
come along. An address such as `pack:report#power` in a link becomes an internal link to that place
in the part of that name. Each part begins on a right-hand page.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pikepdf

from packbuilder.model import PACK_SCHEME
from packbuilder.pdf.notes_page import NotesPage, add_notes
from packbuilder.pdf.page_numbers import NumberFont, PageWords, embed_font, save, stamp_pages

_TREE_KEYS = {"/Type", "/K", "/ParentTree", "/ParentTreeNextKey", "/RoleMap", "/ClassMap"}


@dataclass(frozen=True)
class JoinedPart:
    """One PDF to join: a name that links use, and its bytes, pages not yet numbered.

    One that `follows` begins on the very next page, and not on a right-hand one. `words` stand
    around the numbers of its pages, in its language.
    """

    name: str
    pdf: bytes
    follows: bool = False
    words: PageWords | None = None


def first_pages(front: int, parts: Sequence[int], following: Collection[int] = ()) -> list[int]:
    """Return the page, counted from 1, on which each part begins, from the counts of pages.

    `following` are the numbers of those that begin on the very next page, counted from 0.
    """
    firsts, end = [], front
    for number, count in enumerate(parts):
        end += end % 2 if number not in following else 0
        firsts.append(end + 1)
        end += count
    return firsts


def anchor_pages(pdf: bytes) -> dict[str, int]:
    """Return the page, counted from 1, of every named place of a PDF; `""` has the count of
    pages.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        found = {name: numbers[place[0].objgen] for name, place in _places(document)}
        return {"": len(numbers), **found}


def page_starts(pdf: bytes, top: float) -> frozenset[str]:
    """Return the named places that stand at the top of a page: no further down than `top`, in
    pt.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return frozenset(
            name
            for name, place in _places(document)
            if float(place[0].MediaBox[3]) - float(place[3]) <= top
        )


def join(
    front: bytes, parts: Sequence[JoinedPart], font: NumberFont, notes: NotesPage | None
) -> bytes:
    """Join front matter and parts; the title and properties are those of the front matter. What is
    printed on one side has no backs for `notes`.

    Raises `ValueError` for a PDF whose structure has what this cannot carry over, and `KeyError`
    for a link to a part that is not there.
    """
    with pikepdf.open(io.BytesIO(front)) as whole:
        joined = _Joined(whole)
        joined.begin()
        embedded: Any = None
        around: list[PageWords | None] = []
        for part in parts:
            if notes and len(whole.pages) % 2 and not part.follows:
                embedded = embedded or embed_font(whole, notes.lettering)
                add_notes(whole, whole.pages[-1], embedded, notes)
            around += [None] * (len(whole.pages) - len(around))
            with pikepdf.open(io.BytesIO(part.pdf)) as source:  # its objects are not kept in memory
                joined.add(part, source)
            around += [part.words] * (len(whole.pages) - len(around))
        joined.finish()
        _share_files(whole)
        stamp_pages(whole, font, around)
        return save(whole)


def put_in(whole: bytes, pages: bytes, after: int, font: NumberFont) -> bytes:
    """Put the pages of another file behind page `after`, and number them all; addresses in links
    become internal links as in `join`. Raises `ValueError` as that does.
    """
    with pikepdf.open(io.BytesIO(whole)) as grown, pikepdf.open(io.BytesIO(pages)) as source:
        joined = _Joined(grown)
        joined.put_in(source, after)
        joined.finish()
        _share_files(grown)
        stamp_pages(grown, font)
        return save(grown)


class _Joined:
    """A file that grows part by part."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self.whole = whole
        self.parents = pikepdf.Array()
        self.next_parent = 0
        self.places: dict[str, Any] = {}
        self.outline: list[Any] = []
        self.document = whole.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, K=pikepdf.Array()
            )
        )

    def begin(self) -> None:
        """Take in the file itself as the first part."""
        pages = [page.obj for page in self.whole.pages]
        self._begin_part(self._tags(self.whole.Root.StructTreeRoot, pages), None)
        self._keep_own()

    def put_in(self, source: pikepdf.Pdf, after: int) -> None:
        """Put pages behind the first ones of the file itself, which stays one part."""
        pages = [page.obj for page in self.whole.pages]
        own = self._tags(self.whole.Root.StructTreeRoot, pages)
        first = {page.objgen for page in pages[:after]}
        at = sum(element.Pg.objgen in first for element in own)
        for number, page in enumerate(source.pages):
            self.whole.pages.insert(after + number, page)
        new = [self.whole.pages[after + number].obj for number in range(len(source.pages))]
        own[at:at] = self._tags(self._copy(source.Root.StructTreeRoot), new)
        self._fill(self.document, own)
        self._keep_own()

    def add(self, part: JoinedPart, source: pikepdf.Pdf) -> None:
        """Append a part; the bookmarks of one that follows its divider stand below that."""
        name = part.name
        first = len(self.whole.pages)
        for page in source.pages:
            self.whole.pages.append(page)
        pages = [self.whole.pages[n].obj for n in range(first, len(self.whole.pages))]
        root = source.Root
        language = root.get("/Lang")
        own = language if language != self.whole.Root.get("/Lang") else None
        self._begin_part(self._tags(self._copy(root.StructTreeRoot), pages), own)
        self._destinations(name, source, pages)
        bookmarks = _siblings(self._copy(root.Outlines)) if "/Outlines" in root else []
        if part.follows and self.outline and bookmarks:
            _chain(self.outline[-1], _siblings(self.outline[-1]) + bookmarks)
        else:
            self.outline += bookmarks
        if "/AcroForm" in root:
            self._fields(name, self._copy(source.make_indirect(root.AcroForm)))

    def finish(self) -> None:
        """Write what belongs to the whole: tags, places, bookmarks, and where links lead."""
        root = self.whole.Root
        tree = root.StructTreeRoot
        self.document.P = tree
        tree.K = pikepdf.Array([self.document])
        tree.ParentTree = self.whole.make_indirect(pikepdf.Dictionary(Nums=self.parents))
        tree.ParentTreeNextKey = self.next_parent
        names = pikepdf.Array()
        for name, place in sorted(self.places.items(), key=lambda item: item[0].encode()):
            names.append(pikepdf.String(name))
            names.append(place)
        root.Names = root.get("/Names", pikepdf.Dictionary())
        root.Names.Dests = self.whole.make_indirect(pikepdf.Dictionary(Names=names))
        self._bookmarks()
        self._links()

    def _copy(self, value: Any) -> Any:
        """Copy from another file; pages copied before keep their references."""
        return self.whole.copy_foreign(value)

    def _keep_own(self) -> None:
        """Note the places, bookmarks and fields of the file itself."""
        root = self.whole.Root
        self.places |= dict(_places(self.whole))
        self.outline += _siblings(root.get("/Outlines"))

    def _begin_part(self, elements: list[Any], language: Any) -> None:
        part = self.whole.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Part, P=self.document)
        )
        if language is not None:
            part.Lang = language
        self._fill(part, elements)
        self.document.K.append(part)

    def _fill(self, parent: Any, elements: list[Any]) -> None:
        parent.K = pikepdf.Array(elements)
        for element in parent.K:
            element.P = parent

    def _tags(self, tree: Any, pages: list[Any]) -> list[Any]:
        """Take in what a structure says of its pages, and give the elements at its top."""
        unknown = set(tree.keys()) - _TREE_KEYS
        if unknown:
            raise ValueError(f"the structure has {', '.join(sorted(unknown))}")
        for key in ("/RoleMap", "/ClassMap"):
            self._merge_map(tree, key)
        highest = -1
        for number, parents in _numbers(tree.ParentTree):
            self.parents.append(self.next_parent + number)
            self.parents.append(parents)
            highest = max(highest, number)
        for keyed, key in _keyed(pages):
            keyed[key] = int(keyed[key]) + self.next_parent
        self.next_parent += highest + 1
        return list(_top_elements(tree.K))

    def _merge_map(self, tree: Any, key: str) -> None:
        whole = self.whole.Root.StructTreeRoot
        for name, meaning in tree.get(key, pikepdf.Dictionary()).items():
            if key not in whole:
                whole[key] = pikepdf.Dictionary()
            if whole[key].get(name, meaning) != meaning:
                raise ValueError(f"{name} means different things in two parts")
            whole[key][name] = meaning

    def _destinations(self, name: str, source: pikepdf.Pdf, pages: list[Any]) -> None:
        numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
        renamed = {}
        for old, place in _places(source):
            own = old if old.startswith(f"{name}.") else f"{name}.{old}"
            renamed[old] = _unique(own, self.places)
            page = pages[numbers[place[0].objgen]]
            self.places[renamed[old]] = pikepdf.Array([page, *list(place)[1:]])
        for link in _annotations(pages):
            if "/Dest" in link and not isinstance(link.Dest, pikepdf.Array):
                link.Dest = pikepdf.String(renamed[str(link.Dest)])

    def _fields(self, name: str, form: Any) -> None:
        root = self.whole.Root
        if "/AcroForm" not in root:
            root.AcroForm = form
            return
        self._merge(root.AcroForm.Fields, form.Fields, None, f"{name}-")
        for kind, resources in form.get("/DR", pikepdf.Dictionary()).items():
            root.AcroForm.DR = root.AcroForm.get("/DR", pikepdf.Dictionary())
            known = root.AcroForm.DR.get(kind)
            if known is None:
                root.AcroForm.DR[kind] = resources
            elif isinstance(known, pikepdf.Dictionary):
                for key, value in resources.items():
                    if key not in known:
                        known[key] = value

    def _bookmarks(self) -> None:
        if not self.outline:
            return
        top = self.whole.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines))
        _chain(top, self.outline)
        self.whole.Root.Outlines = top

    def _merge(self, into: Any, fields: Any, parent: Any, prefix: str) -> None:
        """Put fields among others; what both have in the tree above them, they share."""
        known = {str(field.T): field for field in into}
        for field in list(fields):
            same = known.get(str(field.T))
            if same is not None and "/FT" not in same and "/FT" not in field:
                self._merge(same.Kids, field.Kids, same, prefix)
                continue
            field.T = pikepdf.String(_unique(str(field.T), known, prefix))
            known[str(field.T)] = field
            if parent is not None:
                field.Parent = parent
            into.append(field)

    def _links(self) -> None:
        """Turn addresses of the pack into internal links, and tell readers the page these lead
        to.
        """
        pages = [page.obj for page in self.whole.pages]
        numbers = {page.objgen: number for number, page in enumerate(pages, 1)}
        for link in _annotations(pages):
            address = str(link.get("/A", {}).get("/URI", ""))
            if address.startswith(PACK_SCHEME):
                name, _, anchor = unquote(address.removeprefix(PACK_SCHEME)).partition("#")
                del link["/A"]
                link.Dest = pikepdf.String(f"{name}.{anchor}")
            if "/Dest" in link and not isinstance(link.Dest, pikepdf.Array):
                page = self.places[str(link.Dest)][0]
                link.Contents = pikepdf.String(str(numbers[page.objgen]))


def _top_elements(kids: Any) -> Iterator[Any]:
    """Yield the elements below the Document element, which each file has one of."""
    for element in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if element.S == "/Document":
            yield from element.K if isinstance(element.K, pikepdf.Array) else [element.K]
        else:
            yield element


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """Read a number tree."""
    pairs = tree.get("/Nums", pikepdf.Array())
    yield from ((int(pairs[n]), pairs[n + 1]) for n in range(0, len(pairs), 2))
    for kid in tree.get("/Kids", pikepdf.Array()):
        yield from _numbers(kid)


def _places(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Read the named places of a file: name, and page with position."""
    names = document.Root.get("/Names", pikepdf.Dictionary())
    if "/Dests" in names:
        for name, place in pikepdf.NameTree(names.Dests).items():
            yield name, place.D if isinstance(place, pikepdf.Dictionary) else place


def _annotations(pages: list[Any]) -> Iterator[Any]:
    for page in pages:
        yield from page.get("/Annots", [])


def _keyed(pages: list[Any]) -> Iterator[tuple[Any, str]]:
    """Find all that has a key of the parent tree: pages, annotations, drawings used in pages."""
    seen: set[tuple[int, int]] = set()
    for page in pages:
        drawings = page.get("/Resources", {}).get("/XObject", {})
        things = [page, *page.get("/Annots", []), *(drawings[name] for name in drawings)]
        for thing in things:
            if thing.objgen != (0, 0) and thing.objgen in seen:
                continue
            seen.add(thing.objgen)
            for key in ("/StructParents", "/StructParent"):
                if key in thing:
                    yield thing, key


def _siblings(outline: Any) -> list[Any]:
    found = []
    item = None if outline is None else outline.get("/First")
    while item is not None:
        found.append(item)
        item = item.get("/Next")
    return found


def _chain(parent: Any, items: list[Any]) -> None:
    """Put bookmarks below another one, or below the top, one after another."""
    for item, previous in zip(items, [None, *items], strict=False):
        item.Parent = parent
        for key in ("/Prev", "/Next"):
            if key in item:
                del item[key]
        if previous is not None:
            item.Prev = previous
            previous.Next = item
    parent.First, parent.Last = items[0], items[-1]
    parent.Count = sum(1 + max(0, int(item.get("/Count", 0))) for item in items)


def _unique(name: str, taken: Any, prefix: str = "") -> str:
    """Return a name not yet taken: with the prefix where there is need, or else a number."""
    candidate, number = name, 1
    while candidate in taken:
        candidate = f"{prefix}{name}" if number == 1 and prefix else f"{prefix}{name}-{number}"
        number += 1
    return candidate


def _share_files(whole: pikepdf.Pdf) -> None:
    """Keep one copy of font files and pictures that are the same byte by byte."""
    known: dict[str, Any] = {}
    for thing in whole.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile2", "/FontFile3"):
                if key in thing:
                    thing[key] = known.setdefault(_print(thing[key]), thing[key])


def _print(stream: Any) -> str:
    return hashlib.sha256(stream.read_raw_bytes()).hexdigest()

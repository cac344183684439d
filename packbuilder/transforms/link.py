"""Anchors for headings, and cross-references that are checked against them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic, suggest
from packbuilder.model import (
    PACK_SCHEME,
    Block,
    Contents,
    ContentsEntry,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    Part,
    Table,
    Text,
    all_inlines,
    plain,
    rewrite_document,
    rewrite_inlines,
    walk,
)
from packbuilder.storage.records import memoized_by_object

_MOST_LINES = 34
"""So many documents and sections are listed on a page."""


@memoized_by_object
def anchors(document: Document) -> dict[str, str]:
    """Map every target of a document (`report#power`, and `report#` itself) to its words."""
    found = {f"{document.name}#": document.meta.title}
    for block in walk(document.blocks):
        anchor = getattr(block, "anchor", "")
        if anchor:
            found[f"{document.name}#{anchor}"] = heading_text(block)
    return found


def heading_text(block: Block) -> str:
    """Return the words a contents list or a cross-reference shows: number and title, or caption."""
    if isinstance(block, Heading):
        return f"{block.number} {plain(block.inlines)}".strip()
    return plain(getattr(block, "caption", ()))


def name_targets(document: Document, find: Callable[[str], str]) -> Document:
    """Have cross-references name documents as these are called: `t05.md` is `t05-power-map.md`."""

    def inline(node: Inline) -> Iterable[Inline]:
        if isinstance(node, Link) and node.internal:
            name, _, anchor = node.target.partition("#")
            return [replace(node, target=f"{(name and find(name)) or name}#{anchor}")]
        return [node]

    if all(find(name) == name for name in _linked_documents(document)):
        return document
    return rewrite_document(document, lambda block: [rewrite_inlines(block, inline)])


def _linked_documents(document: Document) -> Iterator[str]:
    """Yield the documents that cross-references name."""
    for node in _cross_references(document):
        name = node.target.partition("#")[0]
        if name:
            yield name


def check_links(
    document: Document, targets: Mapping[str, str], unread: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """Yield a problem for each cross-reference that leads nowhere.

    `targets` are the anchors of all documents; links to those that are `unread` cannot be checked.
    """
    for node in _cross_references(document):
        name, _, anchor = node.target.partition("#")
        if f"{name or document.name}#{anchor}" not in targets and name not in unread:
            yield _dead(node, name or document.name, anchor, targets, unread)


@memoized_by_object
def _cross_references(document: Document) -> tuple[Link, ...]:
    nodes = all_inlines(document.blocks_and_notes)
    return tuple(node for node in nodes if isinstance(node, Link) and node.internal)


def link_document(
    document: Document,
    inside: Iterable[str],
    targets: Mapping[str, str],
    joined: Iterable[str] = (),
) -> Document:
    """Make every cross-reference lead to an anchor of the publication.

    `inside` are the documents of the publication, `targets` the anchors of all documents; `joined`
    are those whose files will be joined with it. A link to any other document keeps its words only,
    as its file may not be at hand, and so does one that leads nowhere.
    """
    inside, joined = set(inside), set(joined)

    def inline(node: Inline) -> Iterable[Inline]:
        if not isinstance(node, Link) or not node.internal:
            return [node]
        name, _, anchor = node.target.partition("#")
        target = f"{name or document.name}#{anchor}"
        if target not in targets:
            return node.inlines
        shown = node.inlines or (Text(targets[target], span=node.span),)
        goal = target.partition("#")[0]
        if goal in inside:
            return [replace(node, inlines=shown, target=target.replace("#", "."))]
        if goal in joined:
            address = f"{PACK_SCHEME}{target}"
            return [replace(node, inlines=shown, target=address, internal=False)]
        return shown

    def change(block: Block) -> Iterable[Block]:
        block = rewrite_inlines(block, inline)
        if isinstance(block, Heading):
            return [replace(block, anchor=f"{document.name}.{block.anchor or block.id}")]
        if isinstance(block, Table | Figure) and block.anchor:
            return [replace(block, anchor=f"{document.name}.{block.anchor}")]
        return [block]

    return rewrite_document(document, change)


def quoted_documents(document: Document) -> tuple[str, ...]:
    """Name the other documents whose titles or headings its cross-references show, as they have no
    words of their own.
    """
    links = _cross_references(document)
    names = (each.target.partition("#")[0] for each in links if not each.inlines)
    return tuple(name for name in dict.fromkeys(names) if name not in ("", document.name))


def make_contents(title: str, blocks: Iterable[Block], deepest: int, part: str = "") -> Contents:
    """List the headings of a part down to a level."""
    entries = tuple(
        ContentsEntry(block.level, heading_text(block), block.anchor, part=part)
        for block in _headings(blocks)
        if block.level <= deepest
    )
    return Contents(title, entries)


def list_documents(title: str, parts: Sequence[Part]) -> Contents:
    """List the documents of a pack with their main sections: of all, where these fit on a page, or
    else of those that have a cover.
    """
    sections = {p.name: [h for h in _headings(p.blocks) if h.level == 1] for p in parts}
    long = len(parts) + sum(map(len, sections.values())) > _MOST_LINES
    entries: list[ContentsEntry] = []
    for part in parts:
        entries.append(ContentsEntry(1, part.title, f"{part.name}.", part=part.name))
        if long and not (part.opening and part.opening.full_page):
            continue
        entries += [
            ContentsEntry(2, heading_text(heading), heading.anchor, part=part.name)
            for heading in sections[part.name]
        ]
    return Contents(title, tuple(entries))


def _headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    return (block for block in walk(blocks) if isinstance(block, Heading))


def _dead(
    node: Link, name: str, anchor: str, targets: Mapping[str, str], unread: Collection[str]
) -> Diagnostic:
    known = {target.partition("#")[0] for target in targets}
    if name not in known:
        message, help = f"there is no document “{name}”", suggest(name, {*known, *unread})
    else:
        message = f"there is no id “{anchor}” in {name}"
        ids = [t.partition("#")[2] for t in targets if t.startswith(f"{name}#") and t[-1] != "#"]
        help = suggest(anchor, ids)
        if not ids:
            help = f"add {{#{anchor}}} to the heading it should lead to"
    return Diagnostic(Code.LINK_DEAD, node.span, message, help)

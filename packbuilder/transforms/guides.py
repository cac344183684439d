"""Documents of a pack → the pages that lead to them: its contents, dividers, and a tool finder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from packbuilder.model import (
    ABOUT,
    Block,
    Cell,
    Contents,
    ContentsEntry,
    Document,
    Footer,
    Heading,
    Opening,
    Part,
    Publication,
    Table,
    Text,
)
from packbuilder.model.marks import ART
from packbuilder.settings.pack import Pack, PackPart
from packbuilder.theme import Labels
from packbuilder.theme.labels import ENGLISH
from packbuilder.transforms.covers import art_of, count_chapters, numbers
from packbuilder.transforms.link import heading_text
from packbuilder.transforms.ties import tie

_FEW_TOOLS, _RUN = 8, 6
"""So many tools are listed one by one in the contents of a pack; more of them in runs."""
_CODE_SHARE, _COLUMNS_SHARE, _PADDING = 7, 55, 5
"""What the codes of tools, and the columns of what they rest on, take of a table’s width, in %, and
the room beside words, in letters."""


@dataclass(frozen=True, slots=True)
class Guides:
    """The guides of a pack: pages of their own, the order of these and of the documents by name,
    and the contents of the pack where they differ from a plain list.
    """

    parts: tuple[Part, ...]
    order: tuple[str, ...]
    contents: Contents | None = None
    dividers: int = 0


def make_guides(name: str, pack: Pack, documents: Sequence[Document], labels: Labels) -> Guides:
    """Make the guides of a pack; `documents` are all of it, and the last section of a pack too."""
    by_name = {document.name: document for document in documents}
    made: list[Part] = []
    order: list[str] = []
    listed: list[tuple[PackPart, str, Sequence[Document]]] = []
    for part in pack.grouped():
        anchor, held = "", [by_name[each] for each in part.documents]
        if part.title:
            number = sum(bool(anchor) for _, anchor, _ in listed) + 1
            divider = make_divider(divider_name(name, number), number, part, held, labels)
            made.append(divider)
            order.append(divider.name)
            anchor = f"{divider.name}."
        order += part.documents
        if part.finder:
            made.append(_finder_page(name, documents, labels))
            order.append(made[-1].name)
        listed.append((part, anchor, held))
    order += [other for other in by_name if other not in order]
    contents = None
    if pack.parts:
        contents = list_parts(labels.pack_contents, listed, labels, finder_name(name))
        language = ENGLISH if "pack_contents" in labels.english else ""
        entries = (*contents.entries, *_last(by_name))
        contents = replace(contents, entries=entries, language=language)
    elif pack.contents == "finder":
        contents = make_finder(documents, labels)
    dividers = sum(bool(anchor) for _, anchor, _ in listed)
    return Guides(tuple(made), tuple(order), contents, dividers)


def is_led(pack: Pack, document: Document) -> bool:
    """Whether a divider of a pack stands in place of the cover of a document."""
    titled = (part.documents for part in pack.grouped() if part.title)
    return document.meta.cover and (document.name,) in titled


def _last(by_name: Mapping[str, Document]) -> Iterator[ContentsEntry]:
    """List what the program ends a pack with."""
    if about := by_name.get(ABOUT):
        yield ContentsEntry(1, about.meta.title, f"{ABOUT}.", part=ABOUT)


def _finder_page(pack: str, documents: Sequence[Document], labels: Labels) -> Part:
    return Part(
        name=finder_name(pack),
        title=labels.finder,
        profile="reading",
        blocks=(),
        footnotes=(),
        footer=Footer("", ""),
        language=documents[0].meta.language,
        contents=make_finder([d for d in documents if d.meta.tool], labels),
    )


def divider_name(pack: str, number: int) -> str:
    """Name the page that begins a part of a pack."""
    return f"{pack}-part-{number}"


def finder_name(pack: str) -> str:
    """Name the page on which readers of a pack find their tool."""
    return f"{pack}-finder"


def make_finder(documents: Iterable[Document], labels: Labels) -> Contents:
    """List tools under the stages of a group’s work, by the questions that people have."""
    tools = [document for document in documents if document.meta.tool]
    stages = list(dict.fromkeys(tool.meta.stage for tool in tools))
    entries: list[ContentsEntry] = []
    for stage in stages:
        if stage:
            entries.append(ContentsEntry(1, stage))
        entries += [_tool_entry(t, labels) for t in tools if t.meta.stage == stage]
    others = [document for document in documents if not document.meta.tool]
    entries += [ContentsEntry(3, d.meta.title, f"{d.name}.", part=d.name) for d in others]
    language = ENGLISH if "finder" in labels.english else ""
    return Contents(labels.finder, tuple(entries), "finder", labels.finder_lead, language=language)


def _tool_entry(tool: Document, labels: Labels) -> ContentsEntry:
    meta = tool.meta
    time = (labels.short_minutes.format(minutes=meta.time)) if meta.time else labels.one_sheet
    other = meta.purpose or meta.subtitle if meta.question == meta.title else meta.title
    return ContentsEntry(
        level=2,
        text=other if meta.question else meta.title,
        anchor=f"{tool.name}.",
        part=tool.name,
        code=meta.tool,
        icon=meta.icon,
        question=meta.question,
        time=time,
    )


def make_divider(
    name: str, number: int, part: PackPart, documents: Sequence[Document], labels: Labels
) -> Part:
    """Make the page that begins a part, with what the part holds; its footer comes later."""
    opening = Opening(
        title=tie(part.title),
        subtitle=part.subtitle,
        label=labels.part.format(number=number),
        full_page=True,
        divider=True,
        mark=f"{ART}{name}.svg",
        art=_art(documents),
        rings=len(documents) if len(documents) > 1 else count_chapters(documents[0]),
    )
    if len(documents) == 1:
        entries = tuple(_chapters(documents[0]))
    else:
        entries = tuple(map(_short_entry, documents))
    return Part(
        name=name,
        title=part.title,
        profile="reading",
        blocks=(),
        footnotes=(),
        footer=Footer("", ""),
        language=documents[0].meta.language,
        opening=opening,
        contents=Contents("", entries, "columns"),
    )


def _art(documents: Sequence[Document]) -> tuple[str, ...]:
    """Return what the drawing of a part shows: that of its one document, or those of its tools."""
    if len(documents) == 1:
        return art_of(documents[0])
    icons = tuple(document.meta.icon for document in documents if document.meta.icon)
    return icons or numbers(len(documents))


def _short_entry(document: Document) -> ContentsEntry:
    meta = document.meta
    name = document.name
    return ContentsEntry(1, meta.title, f"{name}.", part=name, code=meta.tool, icon=meta.icon)


def _chapters(document: Document) -> Iterator[ContentsEntry]:
    """List a document’s chapters, without the section that each document ends with."""
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1 and not _is_about(block):
            yield ContentsEntry(1, heading_text(block), block.anchor, part=document.name)


def _is_about(heading: Heading) -> bool:
    return heading.anchor in (ABOUT, f"{heading.anchor.partition('.')[0]}.{ABOUT}")


def list_parts(
    title: str,
    parts: Iterable[tuple[PackPart, str, Sequence[Document]]],
    labels: Labels,
    finder: str,
) -> Contents:
    """List the parts of a pack with what each holds; `parts` come with the anchors they begin at,
    empty for a part that has no page of its own. `finder` is the name of the page to find tools on.
    """
    entries: list[ContentsEntry] = []
    number = 0
    for part, anchor, documents in parts:
        number += bool(anchor)
        entries.append(
            ContentsEntry(
                1,
                part.title or labels.start_here,
                anchor,
                part=anchor.rstrip("."),
                code=str(number) if anchor else "",
            )
        )
        entries += _held(part, documents, labels)
        if part.finder:
            entries.append(ContentsEntry(2, labels.finder, f"{finder}.", part=finder))
    return Contents(title, tuple(entries), "parts")


def _held(part: PackPart, documents: Sequence[Document], labels: Labels) -> Iterator[ContentsEntry]:
    """List what a part holds: chapters of one document, or else documents; many tools as runs."""
    if len(documents) == 1 and part.title:
        yield from (replace(entry, level=2) for entry in _chapters(documents[0]))
        return
    tools = [document for document in documents if document.meta.tool]
    runs = list(_runs(tools)) if len(tools) > _FEW_TOOLS else [[tool] for tool in tools]
    firsts = {run[0].name: run for run in runs}
    inner = {tool.name for run in runs for tool in run[1:]}
    for document in documents:
        if document.name in inner:
            continue
        entry = replace(_short_entry(document), level=2, icon="")
        run = firsts.get(document.name, [document])
        if len(run) > 1:
            first, last = run[0].meta.tool, run[-1].meta.tool
            words = labels.tools_range.format(first=first, last=last)
            entry = replace(entry, code="", text=words)
        yield entry


def _runs(tools: Sequence[Document]) -> Iterator[Sequence[Document]]:
    for first in range(0, len(tools), _RUN):
        yield tools[first : first + _RUN]


def guide_alone(pack: Publication, part: Part) -> Publication:
    """Make a publication of one guide of a pack, to be joined with its documents."""
    return replace(pack, parts=(part,), opening=None, footer=None, contents=None)


def about_pack(
    about: Document,
    documents: Sequence[Document],
    columns: Mapping[str, Mapping[str, str]],
    labels: Labels,
) -> Document:
    """Return the last page of a pack: what ends every document, and what its tools rest on."""
    blocks = about.blocks
    if blocks and isinstance(blocks[0], Heading):
        blocks = blocks[1:]
    return replace(about, blocks=(*blocks, *_rests_on_table(documents, columns, labels)))


def _rests_on_table(
    documents: Iterable[Document], columns: Mapping[str, Mapping[str, str]], labels: Labels
) -> tuple[Block, ...]:
    """Return a table of what each tool rests on: for each column, how its codes are called."""
    listed = {code for names in columns.values() for code in names}
    tools = [d for d in documents if d.meta.tool and listed.intersection(d.meta.rests_on)]
    if not tools:
        return ()
    titles = (
        *(labels.inline(name) for name in ("code", "rests_on_tool")),
        *(Text(title) for title in columns),
    )
    rows = tuple(
        tuple(
            Cell((Text(words),))
            for words in (
                tool.meta.tool,
                tool.meta.title,
                *(_called(tool, names, labels) for names in columns.values()),
            )
        )
        for tool in tools
    )
    header = tuple(Cell((title,)) for title in titles)
    heading = Heading(1, (labels.inline("rests_on_each"),), "rests-on", numbered=False)
    return (heading, Table(header, rows, header_column=True, widths=_widths(columns)))


def _widths(columns: Iterable[str]) -> tuple[int, ...]:
    """Share out the width: codes need little, titles much, columns as much as what names them."""
    letters = [len(title) + _PADDING for title in columns]
    shares = tuple(_COLUMNS_SHARE * each // sum(letters) for each in letters)
    return (_CODE_SHARE, 100 - _CODE_SHARE - sum(shares), *shares)


def _called(tool: Document, names: Mapping[str, str], labels: Labels) -> str:
    found = [names[code] for code in names if code in tool.meta.rests_on]
    if len(found) == len(names) > 2:
        return labels.rests_on_all.format(first=found[0], last=found[-1])
    return ", ".join(found) or labels.rests_on_none

"""Give every place to answer its name and the words that assistive technology reads.

A name is the tool's id, then the block's own name, the group's, or the row's and the column's:
`t03.k2.evidence`. Names do not change while ids, the keys of rows and of columns, and the headers
of columns without a key stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.model import (
    Answer,
    Block,
    Cell,
    Choices,
    Document,
    Field,
    FieldKind,
    Group,
    Heading,
    Inline,
    ListItem,
    Metadata,
    Paragraph,
    Table,
    nested_blocks,
    plain,
    rewrite_inlines,
)
from packbuilder.theme import Labels

_LONGEST_COLUMN = 3
_NEAR = 2
"""How many lines further down a duplicate is of the same slip: a card, or a row of a table."""
"""Words of a column's header that go into a name."""


@dataclass
class _Namer:
    """Names fields in reading order; remembers the section and the gaps counted in it."""

    prefix: str
    labels: Labels
    problems: list[Diagnostic]
    used: dict[str, Span]
    section: str = ""
    section_words: str = ""
    gaps: int = 0
    in_box: bool = False

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block) -> Block:
        if isinstance(block, Heading):
            self.section, self.section_words, self.gaps = block.anchor, plain(block.inlines), 0
            return block
        if isinstance(block, Answer):
            spoken = self.speak(plain(block.label), block.kind)
            return replace(block, name=self.name(block.name, block.span), spoken=spoken)
        if isinstance(block, Choices):
            return self.choices(block)
        if isinstance(block, Group):
            return self.group(block)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Paragraph):
            return rewrite_inlines(block, self.gap)
        inner = {
            attribute: self.blocks(getattr(block, attribute))
            for attribute in ("items", "blocks")
            if hasattr(block, attribute) and any(nested_blocks(block))
        }
        return replace(block, **inner) if inner else block  # type: ignore[arg-type]

    def name(self, key: str, span: Span, shared: bool = False) -> str:
        """Make a full name; only radio buttons may share one."""
        name = f"{self.prefix}.{key}"
        if name in self.used and not shared:
            self.problems.append(
                Diagnostic(
                    Code.ID_DUPLICATE,
                    span,
                    f"duplicate answer “{name}”; first used at {self.used[name]}",
                    "give one of them another name, or its heading or row another {#id}",
                )
            )
        self.used.setdefault(name, span)
        return name

    def speak(self, words: str, kind: FieldKind = "text") -> str:
        """Put the section before words, so that two questions do not sound alike."""
        said = [part for part in (self.section_words, words) if part]
        return self.timed(": ".join(dict.fromkeys(said)), kind)

    def timed(self, words: str, kind: FieldKind) -> str:
        """Return words, those of a date with how to write it (FM-02)."""
        return self.labels.date_field.format(label=words) if kind == "date" else words

    def gap(self, inline: Inline) -> Iterable[Inline]:
        if not isinstance(inline, Field):
            return [inline]
        self.gaps += 1
        key = ".".join(filter(None, [self.section, f"gap{self.gaps}"]))
        while f"{self.prefix}.{key}" in self.used:  # a section without an id has gaps before it
            self.gaps += 1
            key = ".".join(filter(None, [self.section, f"gap{self.gaps}"]))
        label = self.speak(self.labels.gap_field.format(number=self.gaps), inline.kind)
        return [replace(inline, name=self.name(key, inline.span), label=label)]

    def choices(self, block: Choices) -> Choices:
        question = self.speak(plain(block.label))
        group = self.name(block.name, block.span)

        def item(item: ListItem, number: int) -> ListItem:
            first, *rest = item.blocks
            words = plain(first.inlines).strip(" :") if isinstance(first, Paragraph) else ""

            def change(inline: Inline) -> Iterable[Inline]:
                if not isinstance(inline, Field):
                    return [inline]
                if inline.kind == "choice":
                    return [replace(inline, name=group, label=question, value=words)]
                if inline.kind == "tick":
                    name, label = f"{group}.{number}", f"{question}: {words}"
                    return [replace(inline, name=name, label=label, value=words)]
                said = self.labels.words_field.format(label=f"{question}: {words}")
                label = self.timed(said, inline.kind)
                return [replace(inline, name=f"{group}-{number}.text", label=label)]

            lead = rewrite_inlines(first, change)
            return replace(item, blocks=(lead, *rest))

        items = tuple(item(i, n) for n, i in enumerate(block.items, 1))
        return replace(block, name=group, items=items)

    def group(self, block: Group) -> Group:
        titles = (plain(b.inlines) for b in block.blocks if isinstance(b, Heading))
        words = next(titles, None) or self.speak(block.name)
        inner = replace(self, prefix=f"{self.prefix}.{block.name}", section="", gaps=0, in_box=True)
        inner.section_words = words
        return replace(block, blocks=inner.blocks(block.blocks))

    def table(self, table: Table) -> Table:
        headers = [(plain(cell.inlines), cell.key) for cell in table.header]
        if table.look == "route":
            return self.route(table)
        line = self.link_row if table.look == "chain" else self.row
        rows = tuple(line(table, row, number, headers) for number, row in enumerate(table.rows, 1))
        return replace(table, rows=rows)

    def route(self, table: Table) -> Table:
        """Name the radio buttons of a way to a decision, of which one is ticked."""
        name = self.name(table.choice, table.span)
        question = self.speak(plain(table.header[1].inlines))

        def cell(cell: Cell) -> Cell:
            words = plain(cell.inlines).strip()
            change = partial(_named, name=name, label=question, value=words)
            return replace(cell, inlines=tuple(map(change, cell.inlines)))

        return replace(table, rows=tuple(tuple(map(cell, row)) for row in table.rows))

    def link_row(
        self, table: Table, row: tuple[Cell, ...], _: int, headers: list[tuple[str, str]]
    ) -> tuple[Cell, ...]:
        """Name a row of a chain: its links stand in the columns, and names begin with these."""
        said = plain(row[0].inlines).strip()

        def cell(cell: Cell, head: str, link: str, column: int) -> Cell:
            key = link or f"c{column}"
            choices = [field for field in cell.answers if field.kind == "choice"]
            if choices:
                name = self.name(f"{key}.{table.choice}", cell.span)
                return replace(cell, inlines=_choices(cell.inlines, name, f"{head}: {said}"))
            name = self.name(f"{key}.{_slug(said)}", cell.span) if cell.answers else ""
            label = f"{head}: {said}"
            change = partial(_named, name=name, label=label, value=said, fills=True)
            return replace(cell, inlines=tuple(map(change, cell.inlines)))

        return (
            row[0],
            *(cell(c, *h, n) for n, (c, h) in enumerate(zip(row, headers, strict=False)) if n),
        )

    def row(
        self, table: Table, row: tuple[Cell, ...], number: int, headers: list[tuple[str, str]]
    ) -> tuple[Cell, ...]:
        key = row[0].key or ".".join(filter(None, [self.section, f"r{number}"]))
        words = plain(row[0].inlines).strip()
        if table.numbered and len(row) > 1 and not row[1].answers:
            words = f"{words} {plain(row[1].inlines).strip()}"
        if not re.search(r"[^\W\d_]", words):
            words = self.speak(self.labels.row_field.format(number=number))
        elif self.in_box:
            words = self.speak(words)
        choice = ""

        def cell(cell: Cell, head: str, own: str, column: int) -> Cell:
            def change(inline: Inline) -> Iterable[Inline]:
                nonlocal choice
                if not isinstance(inline, Field):
                    return [inline]
                if inline.kind == "choice":
                    choice = choice or self.name(f"{key}.{table.choice}", cell.span)
                    return [replace(inline, name=choice, label=words, value=head)]
                name = self.name(f"{key}.{own or _slug(head) or f'c{column}'}", cell.span)
                label = self.timed(f"{words}: {head}", inline.kind)
                fills = inline.kind not in ("tick", "choice") and len(cell.inlines) == 1
                return [replace(inline, name=name, label=label, value=head, fills=fills)]

            inlines = tuple(part for inline in cell.inlines for part in change(inline))
            return replace(cell, inlines=inlines)

        return tuple(cell(c, *h, n) for n, (c, h) in enumerate(zip(row, headers, strict=False), 1))


def name_fields(document: Document, labels: Labels) -> tuple[Document, list[Diagnostic]]:
    """Name the fields of a document; duplicate names are problems."""
    namer = _Namer(prefix_of(document), labels, [], {}, section_words=_whole(document.meta))
    blocks = namer.blocks(document.blocks)
    return replace(document, blocks=blocks), list(one_for_each_mistake(namer.problems))


def one_for_each_mistake(problems: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Report duplicates on lines that follow one another once: a deck, or a table, is there twice,
    with all its rows.
    """
    rest = list(problems)
    while rest:
        first = last = rest.pop(0)
        count = 0
        while rest and _follows(rest[0].span, last.span):
            last, count = rest.pop(0), count + 1
        more = f"; {count} more follow, down to line {last.span.line}" if count else ""
        yield replace(first, message=first.message + more)


def _follows(span: Span, before: Span) -> bool:
    return span.path == before.path and 0 <= span.line - before.line <= _NEAR


def prefix_of(document: Document) -> str:
    """Return what the names of a document's fields begin with."""
    meta = document.meta
    return (meta.tool.lower() if meta.kind == "tool" else "") or document.name


def _whole(meta: Metadata) -> str:
    """Return what stands before the words of fields above a tool's first heading."""
    return meta.title if meta.kind == "tool" else ""


def _named(inline: Inline, name: str, label: str, value: str, fills: bool = False) -> Inline:
    if not isinstance(inline, Field):
        return inline
    return replace(inline, name=name, label=label, value=value, fills=fills)


def _choices(inlines: tuple[Inline, ...], name: str, label: str) -> tuple[Inline, ...]:
    """Name radio buttons in one cell: each means the words that follow it."""
    found: list[Inline] = []
    for number, inline in enumerate(inlines):
        if isinstance(inline, Field):
            after = takewhile(lambda i: not isinstance(i, Field), inlines[number + 1 :])
            inline = _named(inline, name, label, plain(tuple(after)).strip())
        found.append(inline)
    return tuple(found)


def _slug(words: str) -> str:
    found = re.findall(r"[a-z0-9]+", words.lower().replace("’", ""))
    return "-".join(found[:_LONGEST_COLUMN])

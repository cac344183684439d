"""Documents that an edition leaves out → no table, list or run sheet that sends people to them.

A row or an item about such a document goes, and so does its name among others; what else names it
is reported, as only its author can say it in another way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import (
    Block,
    BulletList,
    Cell,
    Choices,
    Definition,
    Document,
    Emphasis,
    Field,
    Foreign,
    Heading,
    Icon,
    Inline,
    Link,
    ListItem,
    OrderedList,
    RunSheet,
    Strong,
    Table,
    Text,
    all_inlines,
    join_texts,
    own_inlines,
    plain,
    rewrite_blocks,
    rewrite_document,
    rewrite_lines,
    walk,
    words,
)
from packbuilder.theme import Labels

_JOINS = re.compile(r",? (?:\w{1,4}|&) |, | · ")
"""What stands between names in a row: a comma, or a short word such as “and”."""

_SOON = 4
"""An item is about a document that is named among its first words."""

_KEEP_ROWS = ("report", "briefing")
"""Kinds of document whose tables say more of a thing than which tool goes with it."""


@dataclass(frozen=True)
class LeftOut:
    """The documents that an edition leaves out, with the `titles` they have, and the codes of all
    documents that have one.
    """

    names: Collection[str]
    codes: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)

    def named(self, inlines: Iterable[Inline]) -> list[str]:
        """Return the documents that a line names, by a code or a link."""
        found = []
        for inline in inlines:
            if isinstance(inline, Link) and inline.internal:
                found.append(inline.target.partition("#")[0])
            inner = getattr(inline, "inlines", ())
            found += self.named(inner) if inner else []
            if isinstance(inline, Text):
                found += [self.codes[match[0]] for match in self._pattern.finditer(inline.text)]
        return list(filter(None, found))

    def named_by_title(self, line: str) -> Iterator[str]:
        """Yield what is left out and named by its title: in quotation marks, as the whole of a
        line or a cell, or at the beginning of one. Elsewhere its words may be any words.
        """
        for name, title in self.titles.items():
            begins = line.startswith(title) and re.match(r"\s*(?:[:–—(]|$)", line[len(title) :])
            if begins or f"“{title}”" in line:
                yield name

    def are_gone(self, inlines: Iterable[Inline]) -> bool:
        """Whether a line names documents, and all of them are left out."""
        found = self.named(inlines)
        return bool(found) and all(name in self.names for name in found)

    def split(self, text: Text) -> Iterator[Text]:
        """Part a text before and behind each code."""
        last = 0
        for match in self._pattern.finditer(text.text):
            yield replace(text, text=text.text[last : match.start()])
            yield replace(text, text=match[0])
            last = match.end()
        yield replace(text, text=text.text[last:])

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest = sorted(self.codes, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b" if longest else r"(?!)")


def leave_out(
    document: Document, left: LeftOut, labels: Labels
) -> tuple[Document, list[Diagnostic]]:
    """Take out what sends people to documents that are left out, and report what still does."""
    if not left.names:
        return document, []

    def free(block: Block) -> Iterable[Block]:
        return [_freed(block, left, labels) if isinstance(block, RunSheet) else block]

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, ListItem) and _is_about(block, left):
            return []
        if isinstance(block, Table) and document.meta.kind not in _KEEP_ROWS:
            rows = tuple(row for row in block.rows if not _is_gone(row, left))
            if block.rows and not rows:
                return []
            block = replace(block, rows=rows) if len(rows) < len(block.rows) else block
        elif isinstance(block, Table):
            rows = tuple(row for row in block.rows if not _is_name_gone(row[0], left))
            block = _with_shorter_cells(replace(block, rows=rows), left, labels)
        if isinstance(block, BulletList | OrderedList | Choices) and not block.items:
            return []
        alone = isinstance(block, Table) or labels.last_join
        return [rewrite_lines(block, lambda line: _shorten(line, left, alone))]

    document = replace(document, blocks=rewrite_blocks(document.blocks, free))
    document = rewrite_document(document, change)
    return document, list(_still_named(document, left))


def _freed(sheet: RunSheet, left: LeftOut, labels: Labels) -> RunSheet:
    """Keep the minutes of what is left out of a run sheet, so that all else keeps its time."""
    (table,) = sheet.blocks
    rows = tuple(
        (row[0], Cell((labels.inline("free_time", row[1].span),)), *(Cell(()) for _ in row[2:]))
        if len(row) > 1 and left.are_gone(row[1].inlines)
        else row
        for row in table.rows
    )
    return replace(sheet, blocks=(replace(table, rows=rows),))


def _is_gone(row: tuple[Cell, ...], left: LeftOut) -> bool:
    """Whether a row is about what is left out: by its first cells, or one with nothing else."""
    first = [inline for cell in row[:2] for inline in cell.inlines]
    return any(_is_name_gone(cell, left) for cell in row) or left.are_gone(first)


def _is_name_gone(cell: Cell, left: LeftOut) -> bool:
    """Whether a cell holds names alone, and all of them are left out."""
    return _is_list_of_names(cell, left) and left.are_gone(cell.inlines)


def _with_shorter_cells(table: Table, left: LeftOut, labels: Labels) -> Table:
    """Take names that are left out from cells that hold names and icons alone."""

    def shorter(cell: Cell) -> Cell:
        if not _is_list_of_names(cell, left):
            return cell
        pairs: list[list[Inline]] = [[]]
        for inline in cell.inlines:
            pairs[-1].append(inline)
            if left.named([inline]):
                pairs.append([])
        if not any(map(left.are_gone, pairs)):
            return cell
        kept = [inline for pair in pairs if not left.are_gone(pair) for inline in pair]
        nothing = (Text(labels.rests_on_none, span=cell.span),)
        return replace(cell, inlines=tuple(kept) if left.named(kept) else nothing)

    return replace(table, rows=tuple(tuple(map(shorter, row)) for row in table.rows))


def _is_list_of_names(cell: Cell, left: LeftOut) -> bool:
    """Whether a cell holds codes and what joins them, and nothing else."""
    rest = _JOINS.sub(" ", plain(cell.inlines))
    return bool(rest.split()) and all(word in left.codes for word in rest.split())


def _is_about(item: ListItem, left: LeftOut) -> bool:
    """Whether an item is about what is left out: it begins with it, and names nothing else. One to
    tick is a thing to do, wherever it names it.
    """
    inlines = tuple(all_inlines(item.blocks))
    if not left.are_gone(inlines):
        return False
    if isinstance(inlines[0], Field):
        return True
    begin = " ".join(words(item).split()[:_SOON])
    return bool(left.named([Text(begin)]))


# Names among others -------------------------------------------------------------------------------


def _shorten(line: tuple[Inline, ...], left: LeftOut, alone: bool | str) -> tuple[Inline, ...]:
    """Take names that are left out from those of a line: “T04, T05 and T07” is “T04 and T07”.

    One may be left `alone`, but not where it was joined by a word that the verb goes with.
    """
    if not any(name in left.names for name in left.named(line)):
        return line
    inner = (_with_inner(inline, left, alone) for inline in line)
    pieces = [p for inline in inner for p in _pieces(inline, left)]
    kept = _without_segments(pieces, left)
    for run in reversed(list(_runs(kept, left))):
        kept[run.start : run.stop] = _rejoined(kept[run.start : run.stop], left, alone)
    return tuple(join_texts(kept))


def _with_inner(inline: Inline, left: LeftOut, alone: bool | str) -> Inline:
    """Do the same in bold words and the like."""
    if isinstance(inline, Strong | Emphasis | Foreign):
        return replace(inline, inlines=_shorten(inline.inlines, left, alone))
    return inline


def _pieces(inline: Inline, left: LeftOut) -> Iterator[Inline]:
    """Part texts at codes, and at the dots that part things in a line."""
    if not isinstance(inline, Text):
        yield inline
        return
    for text in left.split(inline):
        parts = re.split("( · )", text.text)
        yield from (replace(text, text=part) for part in parts if part)


def _without_segments(pieces: list[Inline], left: LeftOut) -> list[Inline]:
    """Drop what stands between two dots and names nothing but what is left out."""
    segments: list[list[Inline]] = [[]]
    for piece in pieces:
        if isinstance(piece, Text) and piece.text == " · ":
            segments.append([])
        else:
            segments[-1].append(piece)
    if len(segments) < 2:
        return pieces
    lead: list[Inline] = []
    if left.are_gone(segments[0]):  # what introduces them all stays
        first = next(n for n, p in enumerate(segments[0]) if isinstance(p, Icon) or left.named([p]))
        lead, segments = segments[0][:first], segments[1:]
    kept = [segment for segment in segments if not left.are_gone(segment)]
    dot = Text(" · ", span=pieces[0].span)
    return [*lead, *(p for n, s in enumerate(kept) for p in ([dot, *s] if n else s))]


def _runs(pieces: list[Inline], left: LeftOut) -> Iterator[range]:
    """Find names that are joined to one another: each run from its first name to its last."""
    start = 0
    while start < len(pieces):
        end = start + 1
        if _is_name(pieces[start], left):
            while (
                end + 1 < len(pieces)
                and isinstance(join := pieces[end], Text)
                and _JOINS.fullmatch(join.text)
                and _is_name(pieces[end + 1], left)
            ):
                end += 2
            if end - start > 1:
                yield range(start, end)
        start = end


def _is_name(piece: Inline, left: LeftOut) -> bool:
    """Whether a piece is the name of a document and nothing else."""
    if isinstance(piece, Link):
        return piece.internal
    if isinstance(piece, Strong):
        return plain([piece]) in left.codes
    return isinstance(piece, Text) and piece.text in left.codes


def _rejoined(run: list[Inline], left: LeftOut, alone: bool | str) -> list[Inline]:
    """Return the names of a run that are not left out, joined as they were; all of it where none
    would be left, or one that may not stand alone.
    """
    names, joins = run[::2], run[1::2]
    kept = [name for name in names if not left.are_gone([name])]
    last, usual = joins[-1], joins[0]
    if not kept or (len(kept) == 1 and alone is not True and plain([last]) == alone):
        return run
    between = [usual] * (len(kept) - 2) + [last] * (len(kept) > 1)
    return [piece for pair in zip(kept, [*between, None], strict=False) for piece in pair if piece]


def _still_named(document: Document, left: LeftOut) -> Iterator[Diagnostic]:
    """Yield a problem for each place that still names what is left out."""
    blocks = document.blocks_and_notes
    named = [(each.span, name) for each in all_inlines(blocks) for name in left.named([each])]
    for block in walk(blocks):
        for line in () if isinstance(block, Heading | Definition) else own_inlines(block):
            found = left.named_by_title(plain(line).strip())
            named += [(line[0].span, name) for name in found]
    for span, name in dict.fromkeys(named):
        if name in left.names:
            yield Diagnostic(
                Code.LEFT_OUT,
                span,
                f"{name} is named here, and the edition leaves it out",
                f'show these words only with it: [words]{{document="{name}"}}, or whole '
                f'blocks with ::: only {{document="{name}"}}',
                Severity.WARNING,
            )

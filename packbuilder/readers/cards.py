"""`:::` blocks of cards: questions to talk about, and cards with names from a list of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, Span, fail, suggest
from packbuilder.model import (
    LARGE_CARDS,
    Block,
    BulletList,
    Card,
    Deck,
    DeckKind,
    DeckList,
    Inline,
    LineBreak,
    ListItem,
    OrderedList,
    Paragraph,
    Strong,
    Table,
    Text,
    own_inlines,
    plain,
    rewrite_inlines,
)
from packbuilder.readers.reader import BlockReader
from packbuilder.readers.text_blocks import NoOptions, refuse_content

_SHEET = 8
"""Cards with questions on a sheet: its last ones are filled up with blank ones."""

_NAMED = 10
"""So many lines of a list are named at most in one message."""

_COLUMN = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class DeckOptions:
    """`code` and `theme` stand on each card; `source` says whose the last card's words are; `icon`
    and `pattern` are drawings for the theme. `own` stands on a card that is left blank.
    """

    code: str = ""
    theme: str = ""
    source: str = ""
    back: str = ""
    icon: str = ""
    pattern: str = ""
    own: str = ""
    kind: DeckKind = "questions"


def deck(
    reader: BlockReader, options: DeckOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read cards: numbered questions and what was said of them, or rows of a table."""
    if blocks and isinstance(blocks[0], Table):
        cards = _of_rows(blocks[0], blocks[1:], span)
        reader.problems += _gaps(blocks[0], blocks[1:])
    else:
        cards = _of_lists(blocks, options, span)
    if options.code and not options.theme:
        raise fail(
            Code.BLOCK_OPTION,
            span,
            "cards with a “code” have no “theme”, whose name stands beside it",
            'write for instance theme="Skills"',
        )
    if options.source and not any(card.label == options.source.rstrip(":") for card in cards):
        reader.problem(
            Code.BLOCK_CONTENT,
            span.line - 1,
            "the option “source” says whose words the last card has, but no “- ” line has them",
            "write them below the numbered list as “- …”, or leave “source” out",
            Severity.WARNING,
        )
    coded = (_coded(card, number, options) for number, card in enumerate(cards, 1))
    return [Deck(tuple(_laid_out(coded, options)), options.back, kind=options.kind, span=span)]


def deck_list(
    _: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Mark the place for the list of all cards."""
    refuse_content(blocks, span, "deck-list")
    return [DeckList(span=span)]


def _of_lists(blocks: Sequence[Block], options: DeckOptions, span: Span) -> list[Card]:
    """Read questions, then what was said; blank cards fill up the sheet where there are any."""
    kinds = [type(block) for block in blocks]
    if kinds not in ([OrderedList], [OrderedList, BulletList]):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a deck must contain a numbered list of cards, which one “- ” line may follow, or a "
            "table",
            "write the cards as 1. 2. 3., then what was said as “- …”",
        )
    questions, *said = (b.items for b in blocks if isinstance(b, OrderedList | BulletList))
    source = options.source.rstrip(":")
    cards = [Card(inlines=_line(item), span=item.span) for item in questions]
    cards += [Card(inlines=_line(item), label=source, span=item.span) for item in chain(*said)]
    if said or options.own:
        cards += [Card(label=options.own, span=span)] * (-len(cards) % _SHEET)
    return cards


def _of_rows(table: Table, pattern: Sequence[Block], span: Span) -> list[Card]:
    """Read a card for each row: its first cell, the others below; or the words of a `pattern`,
    filled in.
    """
    names = [plain(cell.inlines).strip() for cell in table.header]
    if not all(isinstance(block, Paragraph) for block in pattern):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "the words of a card must be paragraphs",
            f"write for instance “**{{{names[0]}}}**”, and what stands above or below it",
        )
    lines = [block for block in pattern if isinstance(block, Paragraph)]
    _check_names(lines, names)
    cards = []
    for row in table.rows:
        cells = [cell.inlines for cell in row]
        words = dict(zip(names, cells, strict=False))
        filled = [c for c in [_filled(line, words) for line in lines] or cells if c]
        above, lead, below = _parted(filled)
        at = row[0].span if row else span
        cards.append(Card(above=above, inlines=lead, below=below, span=at))
    return cards


def _gaps(table: Table, pattern: Iterable[Block]) -> Iterator[Diagnostic]:
    """Report rows without a name, and those in which a cell is empty that has words beside it: “of
    Town Council”.
    """
    names = [plain(cell.inlines).strip() for cell in table.header]
    lines = [line for block in pattern for line in own_inlines(block)]
    needed = [] if lines else names[:1]
    for line in lines:
        words, leads = plain(line).strip(), isinstance(line[0], Strong)
        needed += [n for n in _COLUMN.findall(words) if leads or words != f"{{{n}}}"]
    for column in (names.index(name) for name in needed):
        empty = [row[column].span for row in table.rows if not plain(row[column].inlines)]
        if empty:
            message = f"this row has no “{names[column]}”, which leaves a gap on its card"
            help = "fill it in, or delete the row; what may be empty needs a paragraph of its own"
            text = message + _and_lines(empty[1:])
            yield Diagnostic(Code.DATA, empty[0], text, help, Severity.WARNING)


def _and_lines(spans: Sequence[Span]) -> str:
    """Return the end of a message that holds for further lines too, some of which are named."""
    if not spans:
        return ""
    lines = ", ".join(str(span.line) for span in spans[:_NAMED])
    more = " …" if len(spans) > _NAMED else ""
    return f"; the same in {len(spans)} more: line{'s' * (len(spans) > 1)} {lines}{more}"


def _check_names(lines: Iterable[Paragraph], names: Sequence[str]) -> None:
    """Raise `PackError` with the names in braces that are no column."""
    problems: list[PackError] = []
    for line in lines:
        for name in _COLUMN.findall(plain(line.inlines)):
            if name not in names:
                message = f"there is no column “{name}” to fill in"
                problems.append(fail(Code.DATA, line.span, message, suggest(name, names)))
    if problems:
        raise PackError([d for problem in problems for d in problem.diagnostics])


def _filled(line: Paragraph, words: Mapping[str, tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """Return the words of a line with those of a row in place of names in braces."""

    def change(inline: Inline) -> Iterable[Inline]:
        if not isinstance(inline, Text):
            return [inline]
        pieces = _COLUMN.split(inline.text)  # words and names, in turn
        texts = [(Text(t, span=inline.span),) if t else () for t in pieces[::2]]
        named = (words[name] for name in pieces[1::2])
        return chain.from_iterable(chain.from_iterable(zip_longest(texts, named, fillvalue=())))

    filled = rewrite_inlines(line, change)
    assert isinstance(filled, Paragraph)
    return filled.inlines


def _parted(
    lines: Sequence[tuple[Inline, ...]],
) -> tuple[tuple[Inline, ...], tuple[Inline, ...], tuple[Inline, ...]]:
    """Part lines into the one in bold, which is the largest, and those above and below it."""
    led = (n for n, line in enumerate(lines) if len(line) == 1 and isinstance(line[0], Strong))
    at = next(led, 0)
    lead = lines[at] if lines else ()
    if len(lead) == 1 and isinstance(lead[0], Strong):
        lead = lead[0].inlines
    return _joined(lines[:at]), lead, _joined(lines[at + 1 :])


def _joined(lines: Sequence[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """Return lines as one, each begun on its own."""
    breaks = ((LineBreak(),) if n else () for n in range(len(lines)))
    return tuple(chain.from_iterable((*b, *line) for b, line in zip(breaks, lines, strict=True)))


def _coded(card: Card, number: int, options: DeckOptions) -> Card:
    return replace(
        card,
        code=f"{options.code}{number}" if options.code else "",
        theme=options.theme,
        icon=options.icon,
        pattern=options.pattern,
        large=options.kind in LARGE_CARDS,
    )


def _laid_out(cards: Iterable[Card], options: DeckOptions) -> Iterable[Card]:
    """Yield cards as they follow on sheets: the back of a card that stands on a table is free."""
    for card in cards:
        if options.kind == "place-cards":
            yield Card(span=card.span)
        yield card


def _line(item: ListItem) -> tuple[Inline, ...]:
    first = item.blocks[0] if item.blocks else None
    return first.inlines if isinstance(first, Paragraph) else ()

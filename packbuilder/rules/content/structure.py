"""Checks of headings, ids, links, pictures, steps and tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import (
    ABOUT,
    TOOL_NOTICE,
    Blank,
    Block,
    BulletList,
    Card,
    Cell,
    Deck,
    Document,
    Field,
    Figure,
    Heading,
    Icon,
    Inline,
    Link,
    OrderedList,
    Paragraph,
    Steps,
    Strong,
    Table,
    all_inlines,
    nested_blocks,
    plain,
    typed_numbers,
    walk,
    walk_inlines,
)
from packbuilder.settings.addresses import says_another

_VAGUE = {"here", "click here", "this", "this link", "link", "more", "read more", "this page"}
_WORDS_OF_HEADING, _LAST_LEVEL = 6, 4
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ENDED = re.compile(r"(?<![.…])[.:,;]\s*$")
_SHORTENED = re.compile(r"\b(?:etc|Ltd|St|Inc|Co|Dr|e\.g|i\.e|a\.m|p\.m|\w\.\w)\.\s*$")
_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|svg|gif|webp)", re.IGNORECASE)


def check_text(document: Document) -> Iterator[Diagnostic]:
    """A document has text: its title alone is hardly meant. What closes every document may be
    empty.
    """
    if not document.blocks and document.meta.title and document.name not in (ABOUT, TOOL_NOTICE):
        yield Diagnostic(
            Code.UNMEANT,
            document.span,
            "the document has no text: nothing but its title is printed",
            "write its text below the front matter, or take it out of its packs",
            severity=Severity.WARNING,
        )


def check_headings(document: Document) -> Iterator[Diagnostic]:
    """Headings begin at level 1 and never skip a level (ST-03)."""
    before = 0
    for block in walk(document.blocks):
        if not isinstance(block, Heading):
            continue
        if block.level > before + 1:
            yield Diagnostic(
                Code.HEADING_SKIP,
                block.span,
                f"a heading of level {block.level} follows one of level {before}"
                if before
                else f"the first heading is of level {block.level}",
                f"begin it with “{'#' * (before + 1)} ”",
            )
        if not plain(block.inlines).strip():
            yield Diagnostic(
                Code.HEADING_EMPTY, block.span, "a heading is empty", "write its text, or delete it"
            )
        before = block.level


def check_twins(document: Document) -> Iterator[Diagnostic]:
    """Headings below the same heading differ, and so do captions of tables, and those of pictures:
    contents, links and people name these by their words. What is printed twice from the same line,
    as that of a shared file, is meant.
    """
    first: dict[tuple[object, ...], Span] = {}
    above: list[str] = []
    for block in walk(document.blocks):
        made = isinstance(block, Table) and block.look == "time-bar"
        if made or not isinstance(block, Heading | Table | Figure):
            continue
        said = plain(block.inlines if isinstance(block, Heading) else block.caption).strip()
        words = " ".join(said.casefold().split())
        key: tuple[object, ...] = (type(block), words)
        if isinstance(block, Heading):
            above[block.level - 1 :] = [words]
            key = (type(block), *above)
        before = first.setdefault(key, block.span)
        if words and before != block.span:
            what = "heading" if isinstance(block, Heading) else "caption"
            yield Diagnostic(
                Code.ALIKE,
                block.span,
                f"“{said}” is already the {what} at {before}",
                "say in one of the two what is different, or delete it",
                Severity.WARNING,
            )


def check_repeats(document: Document) -> Iterator[Diagnostic]:
    """Items of a list, rows of a table, cards, and paragraphs one after the other that say the same
    are copies to be changed or deleted, whatever their spaces and capitals. Those of a word or two,
    and rows to write in, may be meant. A row of data that several blocks show is reported once.
    """
    reported: set[Span] = set()
    for block in walk(document.blocks):
        if isinstance(block, BulletList | OrderedList):
            said = [(item.span, _words(item.blocks)) for item in block.items]
        elif isinstance(block, Table):
            said = [(row[0].span, _row(row)) for row in block.rows if row]
        elif isinstance(block, Deck):
            said = [(card.span, _face(card)) for card in block.items]
        else:
            continue
        first: dict[str, Span] = {}
        for span, words in said:
            key = " ".join(words.casefold().split())
            before = first.get(key)
            if before and span not in reported:
                reported.add(span)
                yield Diagnostic(
                    Code.ALIKE,
                    span,
                    f"“{words[:60]}” appears twice in this list or table: line {before.line} too",
                    "delete one of the two, or say what is different",
                    Severity.WARNING,
                )
            if len(_LETTERS.findall(words)) > 2:
                first.setdefault(key, span)
    for blocks in (document.blocks, *map(tuple, map(nested_blocks, walk(document.blocks)))):
        for block, following in pairwise(blocks):
            words = _words([block])
            if (
                len(_LETTERS.findall(words)) > 2
                and words == _words([following])
                and block.span != following.span
            ):
                yield Diagnostic(
                    Code.ALIKE,
                    following.span,
                    f"“{words[:60]}” is already the paragraph before",
                    "delete one of the two, or say what is different",
                    Severity.WARNING,
                )


def _face(card: Card) -> str:
    """Return what a card says."""
    return " | ".join(
        plain(each).strip() for each in (card.above, card.inlines, card.below) if each
    )


def _words(blocks: Collection[Block]) -> str:
    """Return the words of an item that is nothing but a paragraph."""
    found = [block.inlines for block in blocks if isinstance(block, Paragraph)]
    alone = len(found) == 1 == len(blocks) and not _asks(found[0])
    return plain(found[0]).strip() if alone else ""


def _row(row: Iterable[Cell]) -> str:
    cells = [cell.inlines for cell in row]
    words = " | ".join(plain(cell).strip() for cell in cells)
    return "" if any(map(_asks, cells)) else words.rstrip(" |")


def _asks(line: Iterable[Inline]) -> bool:
    """Whether a line has a place to answer, or a drawing."""
    return any(isinstance(each, Blank | Field | Icon) for each in walk_inlines(line))


def check_endings(document: Document) -> Iterator[Diagnostic]:
    """Headings and titles end without a full stop or a colon, and have no typed numbers besides
    those that they get; a subtitle says more than the title.
    """
    meta = document.meta
    if meta.subtitle.strip().casefold() == meta.title.strip().casefold():
        yield _unmeant(
            document.at("subtitle"), "the subtitle says the same as the title", "delete it"
        )
    lines = [(document.at("title"), meta.title)]
    lines += [(b.span, plain(b.inlines)) for b in walk(document.blocks) if isinstance(b, Heading)]
    greek = meta.language.startswith("el")  # whose question mark is a semicolon
    for span, words in lines:
        question = greek and words.rstrip().endswith(";")
        if _ENDED.search(words) and not (question or _SHORTENED.search(words)):
            yield _unmeant(
                span, f"“{words}” ends with “{words.strip()[-1]}”", "delete it: headings have none"
            )
    headings = [b for b in walk(document.blocks) if isinstance(b, Heading) and b.number]
    typed = typed_numbers([(block.level, plain(block.inlines)) for block in headings])
    for block, length in zip(headings, typed, strict=True):
        if length:
            words = plain(block.inlines)
            yield _unmeant(
                block.span, f"“{words}” has a number, and gets another", "delete the number"
            )


def _unmeant(span: Span, message: str, help: str) -> Diagnostic:
    return Diagnostic(Code.UNMEANT, span, message, help, Severity.WARNING)


def check_bold_headings(document: Document) -> Iterator[Diagnostic]:
    """A few bold words alone above a paragraph are a heading to the eye only (ST-03).

    Words that end like a sentence or lead to what follows are none, nor are those below a heading
    of the last level, or in boxes, lists and cells.
    """
    level = 0
    for block, following in pairwise(document.blocks):
        level = block.level if isinstance(block, Heading) else level
        if not isinstance(block, Paragraph) or not isinstance(following, Paragraph):
            continue
        words = plain(block.inlines).strip()
        alone = len(block.inlines) == 1 and isinstance(block.inlines[0], Strong)
        short = len(words.split()) <= _WORDS_OF_HEADING and words[-1:].isalnum()
        if alone and short and level < _LAST_LEVEL:
            yield Diagnostic(
                Code.UNMEANT,
                block.span,
                f"“{words}” is bold, but no heading: it is not in contents, nor announced as one",
                "put # before it instead of ** around it; if it is no heading, end it with a full "
                "stop or a colon, or let the text follow on its line",
                Severity.WARNING,
            )


def check_ids(document: Document) -> Iterator[Diagnostic]:
    """An id stands once in a document."""
    first: dict[str, Span] = {}
    for block in walk(document.blocks):
        anchor = getattr(block, "anchor", "")
        if anchor in first:
            yield Diagnostic(
                Code.ID_DUPLICATE,
                block.span,
                f"duplicate id “{anchor}”; first used at {first[anchor]}",
                "give one of them another id",
            )
        elif anchor:
            first[anchor] = block.span


def check_card_codes(document: Document) -> Iterator[Diagnostic]:
    """A code stands on one card of a document; a deck with those of another is reported once."""
    first: dict[str, Span] = {}
    for deck in (block for block in walk(document.blocks) if isinstance(block, Deck)):
        coded = [card for card in deck.items if card.code]
        if twice := [card.code for card in coded if card.code in first]:
            codes = twice[0] if len(twice) == 1 else f"{twice[0]} to {twice[-1]}"
            yield Diagnostic(
                Code.ID_DUPLICATE,
                deck.span,
                f"duplicate codes of cards, {codes}; first used at {first[twice[0]]}",
                'give one of the decks another code: ::: deck {code="…"}',
            )
        first |= {card.code: deck.span for card in coded if card.code not in first}


def check_links(document: Document) -> Iterator[Diagnostic]:
    """A link's words say where it goes (ST-08)."""
    for inline in all_inlines(document.blocks_and_notes):
        if not isinstance(inline, Link):
            continue
        shown = plain(inline.inlines).strip().lower().rstrip(".")
        if shown in _VAGUE or (not shown and not inline.internal):
            yield Diagnostic(
                Code.LINK_VAGUE,
                inline.span,
                f"the link “{shown}” does not say where it goes" if shown else "a link has no text",
                "use the name of the page as the link text",
            )
        elif not inline.internal and says_another(shown, inline.target):
            yield Diagnostic(
                Code.LINK_VAGUE,
                inline.span,
                f"the link “{shown}” leads to {inline.target}",
                "write the same address twice, or the name of the page as the link text",
            )


def check_pictures(document: Document) -> Iterator[Diagnostic]:
    """Alternative text describes; a file name does not (ST-05)."""
    for block in walk(document.blocks):
        if isinstance(block, Figure) and _FILE_NAME.fullmatch(block.alt.strip()):
            yield Diagnostic(
                Code.IMAGE_ALT,
                block.span,
                f"the alternative text “{block.alt}” is a file name",
                "say what the image shows",
            )


def check_steps(document: Document) -> Iterator[Diagnostic]:
    """The minutes of steps add up to what the block says."""
    for block in walk(document.blocks):
        if isinstance(block, Steps):
            total = sum(step.minutes for step in block.items)
            if total != block.minutes:
                yield Diagnostic(
                    Code.MINUTES,
                    block.span,
                    f"the steps take {total} minutes, but the block says {block.minutes}",
                    f"change a step, or write minutes={total}",
                )


def check_tables(document: Document) -> Iterator[Diagnostic]:
    """Every column has a header; a caption names a table that is there to read (ST-04)."""
    for block in walk(document.blocks):
        if not isinstance(block, Table) or block.strip:
            continue
        for number, cell in enumerate(block.header, 1):
            if not cell.inlines:
                yield Diagnostic(
                    Code.TABLE_HEADER,
                    cell.span,
                    f"the header of column {number} is empty",
                    "say what the column shows",
                )
        if not block.rows:
            yield Diagnostic(
                Code.UNMEANT,
                block.span,
                "the table has no rows",
                "write them below |---|---|; for rows to fill in by hand, ::: table {rows=5}",
                Severity.WARNING,
            )
        if not block.caption and not block.look and not any(block.column_kinds):
            yield Diagnostic(
                Code.TABLE_HEADER,
                block.span,
                "the table has no caption",
                'write caption="What it shows" in the braces of its block; where it has none, put '
                'it into ::: table {caption="What it shows"} … :::',
                Severity.WARNING,
            )

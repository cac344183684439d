"""Pieces as they were found → as a document of ours has them; what is guessed is reported."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from packbuilder.intake.story import (
    Finding,
    Heading,
    Item,
    Line,
    Paragraph,
    Picture,
    Piece,
    Story,
    Table,
    Words,
    plain,
)
from packbuilder.model import typed_numbers
from packbuilder.storage.markdown_text import UNPRINTABLE, as_printed, drawn_signs

LONGEST_HEADING: Final = 80
"""Characters of a bold line that may be a heading."""
DEEPEST_HEADING: Final = 4

_BOX: Final = "\u2610"
_RULE: Final = re.compile(r"[\s_]*_{3,}[\s_]*")
_SIGN: Final = re.compile(r"\s*[•·▪▫◦‣⁃●○■□➢➤✓✔\uf0a7\uf0b7\uf0d8*–-][\s\u00a0]+(?=\S)")
_NUMBER: Final = re.compile(r"\s*(\d{1,3})[.)][\s\u00a0]+(?=\S)")


def shaped(story: Story, letters: Collection[int], numbered: bool) -> tuple[list[Piece], str]:
    """Return the pieces of a document of ours, and its title, which is none of them. Headings of a
    `numbered` document lose the numbers typed before them, as they get some.
    """
    printed_pieces = (_printed(piece, letters) for piece in story.pieces)
    pieces = list(_without_rules(each for each in printed_pieces if each is not None))
    pieces = list(_with_boxes(pieces))
    title, pieces = _title(pieces, story.title)
    pieces = list(_with_letters(list(_with_items(pieces))))
    pieces = list(_with_headings(pieces))
    pieces = list(_without_numbers(pieces)) if numbered else pieces
    pieces = list(_with_captions(pieces))
    return list(_closed_up(pieces)), title


def _printed(piece: Piece, letters: Collection[int]) -> Piece | None:
    """Return a piece in letters that the font has; nothing of one without words."""
    if isinstance(piece, Picture):
        words = " ".join(_printed_text(piece.words, letters).split())
        return replace(piece, words=words)
    if isinstance(piece, Table):
        rows = tuple(tuple(printed(cell, letters) for cell in row) for row in piece.rows)
        found = any(UNPRINTABLE in plain(cell) for row in rows for cell in row)
        table = replace(piece, rows=rows, caption=printed(piece.caption, letters))
        return _lettered(table) if found else table
    line = printed(piece.line, letters)
    if not plain(line) and not any(words.note for words in line):
        return None
    found = UNPRINTABLE in plain(line) and UNPRINTABLE not in plain(piece.line)
    line, alone = _without_empty_links(line)
    kept = replace(piece, line=line, findings=(*piece.findings, *_left_out(piece, letters), *alone))
    return _lettered(kept) if found else kept


def _left_out(piece: Paragraph | Heading | Item, letters: Collection[int]) -> Iterator[Finding]:
    """Say which small pictures in a line the font does not have."""
    signs = dict.fromkeys(drawn_signs(_start(piece.line), letters))
    if signs:
        words = f"left out here: {' '.join(signs)}; say in words what it means, if anything"
        yield Finding("LETTER", words)


def _without_empty_links(line: Line) -> tuple[Line, list[Finding]]:
    """Return a line without links on a full stop or a space: nobody can tell where they lead."""
    kept: list[Words] = []
    found: list[Finding] = []
    for link, group in groupby(line, lambda words: words.link):
        words = list(group)
        if link and not any(map(str.isalnum, plain(tuple(words)))) and not _notes_of(tuple(words)):
            found.append(Finding("DROPPED", f"a link that is on no words, to {link}"))
            words = [replace(each, link="") for each in words]
        kept += words
    return tuple(kept), found


def _without_rules(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Leave out lines to write on that stand alone: they ask nothing. The piece before says so."""
    before: Piece | None = None
    for piece in pieces:
        if isinstance(piece, Paragraph | Item | Heading) and _RULE.fullmatch(plain(piece.line)):
            words = "lines to write on below this are left out; make an answer block of them"
            finding = Finding("FIELD", words)
            if before is not None and finding not in before.findings:
                before = replace(before, findings=(*before.findings, finding))
            continue
        if before is not None:
            yield before
        before = piece
    if before is not None:
        yield before


def printed(line: Line, letters: Collection[int]) -> Line:
    """Return a line in letters that the font has, without small pictures that it has not."""
    return tuple(replace(words, text=_printed_text(words.text, letters)) for words in line)


def _printed_text(text: str, letters: Collection[int]) -> str:
    for sign in drawn_signs(text, letters):
        text = text.replace(f"{sign} ", "").replace(sign, "")
    return as_printed(text, letters)


def _lettered(piece: Piece) -> Piece:
    words = f"letters that the font does not have are {UNPRINTABLE} here"
    return replace(piece, findings=(*piece.findings, Finding("LETTER", words)))


def _with_boxes(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Put a box to tick that stands alone before the words below it, which it belongs to."""
    box: Paragraph | None = None
    for piece in pieces:
        if box is not None and isinstance(piece, Paragraph):
            line = (*box.line, Words(" "), *piece.line)
            piece = replace(piece, line=line, findings=(*box.findings, *piece.findings))
        elif box is not None:
            yield box
        box = None
        if isinstance(piece, Paragraph) and plain(piece.line) == _BOX:
            box = piece
        else:
            yield piece
    if box is not None:
        yield box


# The title ----------------------------------------------------------------------------------------


def _title(pieces: list[Piece], stated: str) -> tuple[str, list[Piece]]:
    """Take the title out: that of the style, or the one main heading that all others are below."""
    for number, piece in enumerate(pieces):
        if isinstance(piece, Heading) and piece.level == 0 and not _notes_of(piece.line):
            rest = [*pieces[:number], *pieces[number + 1 :]]
            return plain(piece.line), [_lower(each) for each in rest]
    headings = [each for each in pieces if isinstance(each, Heading)]
    top = min((each.level for each in headings), default=0)
    first = pieces[0] if pieces else None
    alone = [each.level for each in headings].count(top) == 1 and len(headings) > 1
    if isinstance(first, Heading) and first.level == top and alone and not _notes_of(first.line):
        return plain(first.line), pieces[1:]
    for number, piece in enumerate(pieces):
        if isinstance(piece, Heading) and plain(piece.line) == plain((Words(stated),)) != "":
            return plain(piece.line), [*pieces[:number], *pieces[number + 1 :]]
    return " ".join(stated.split()), [_lower(each) for each in pieces]


def _lower(piece: Piece) -> Piece:
    return replace(piece, level=1) if isinstance(piece, Heading) and piece.level == 0 else piece


def _notes_of(line: Line) -> bool:
    return any(words.note for words in line)


# Guesses ------------------------------------------------------------------------------------------


def _with_items(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Make items of paragraphs that begin with a typed sign, or with numbers that run on."""
    numbers = [_typed_number(piece) for piece in pieces]
    for at, piece in enumerate(pieces):
        near = (numbers[at - 1] if at else 0, numbers[at + 1] if at + 1 < len(numbers) else 0)
        number = numbers[at]
        runs_on = number and (near[1] == number + 1 or (near[0] and near[0] == number - 1))
        if isinstance(piece, Paragraph) and runs_on:
            yield _as_item(piece, _NUMBER, number)
        elif isinstance(piece, Paragraph) and not piece.fixed and _SIGN.match(_start(piece.line)):
            yield _as_item(piece, _SIGN, None)
        else:
            yield piece


def _with_letters(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Count items in figures that stand alone: one letter makes no list in Markdown."""
    for at, piece in enumerate(pieces):
        if isinstance(piece, Item) and piece.counting != "figures":
            near = (_neighbour(pieces, at, -1), _neighbour(pieces, at, 1))
            shown = {n and (n.counting, n.number or 0) for n in near}
            number = piece.number or 1
            if not shown & {(piece.counting, number - 1), (piece.counting, number + 1)}:
                found = Finding("LIST", "a list of one item with a letter, counted in figures here")
                piece = replace(piece, counting="figures", findings=(*piece.findings, found))
        yield piece


def _neighbour(pieces: Sequence[Piece], at: int, step: int) -> Item | None:
    """Return the item before or after one in its list, beyond those that are deeper."""
    piece = pieces[at]
    depth = piece.depth if isinstance(piece, Item) else 0
    at += step
    while 0 <= at < len(pieces):
        near = pieces[at]
        if not isinstance(near, Item) or near.depth < depth:
            return None
        if near.depth == depth:
            return near
        at += step
    return None


def _typed_number(piece: Piece) -> int:
    if not isinstance(piece, Paragraph) or piece.fixed or _is_bold(piece.line):
        return 0
    found = _NUMBER.match(_start(piece.line))
    return int(found[1]) if found else 0


def _start(line: Line) -> str:
    return "".join(words.text for words in line)


def _as_item(piece: Paragraph, typed: re.Pattern[str], number: int | None) -> Item:
    found = typed.match(_start(piece.line))
    finding = Finding(
        "GUESSED", f"a list item, from the sign typed before it: {_short(piece.line)}"
    )
    line = _without(piece.line, found.end() if found else 0)
    return Item(line, 1, number, (*piece.findings, finding))


def _without(line: Line, count: int) -> Line:
    """Return a line without its first characters."""
    kept: list[Words] = []
    for words in line:
        cut = min(count, len(words.text))
        count -= cut
        kept.append(replace(words, text=words.text[cut:]))
    return tuple(kept)


def _with_headings(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Make headings of short bold lines with text below them."""
    level = 0
    for at, piece in enumerate(pieces):
        if isinstance(piece, Heading):
            level = piece.level
        below = pieces[at + 1] if at + 1 < len(pieces) else None
        if isinstance(piece, Paragraph) and _is_heading(piece) and _is_text(below):
            finding = Finding("GUESSED", f"a heading, from a bold line: {_short(piece.line)}")
            yield Heading(piece.line, level + 1, (*piece.findings, finding))
        else:
            yield piece


def _without_numbers(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Take away the numbers typed before headings; the first of these says so."""
    headings = [(piece.level, _start(piece.line)) for piece in pieces if isinstance(piece, Heading)]
    lengths = typed_numbers(headings)
    typed = sum(map(bool, lengths))
    said, lengths_left = False, iter(lengths)
    for piece in pieces:
        if isinstance(piece, Heading) and (length := next(lengths_left)):
            words = f"numbers typed before headings, which get some, from here on: {typed}"
            finding = () if said else (Finding("DROPPED", words),)
            line, said = _without(piece.line, length), True
            piece = replace(piece, line=line, findings=(*piece.findings, *finding))
        yield piece


def _is_heading(piece: Paragraph) -> bool:
    words = plain(piece.line)
    short = len(words) <= LONGEST_HEADING and not words.endswith((".", ":", ",", ";"))
    whole = "\n" not in _start(piece.line).strip() and any(map(str.isalpha, words))
    whole = whole and not any(sign in words for sign in ("___", "\u2610"))
    return not (piece.fixed or piece.caption) and short and whole and _is_bold(piece.line)


def _is_bold(line: Line) -> bool:
    return all(words.bold or not words.text.strip() for words in line)


def _is_text(piece: Piece | None) -> bool:
    if isinstance(piece, Paragraph):
        return not piece.caption and not _is_heading(piece)
    return isinstance(piece, Item | Table)


def _short(line: Line) -> str:
    words = plain(line)
    return f"“{words}”" if len(words) <= 40 else f"“{words[:40].rstrip()} …”"


def _with_captions(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Put captions into the table or picture beside them: above a table, or below either."""
    taken: set[int] = set()
    owners: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Paragraph) or not piece.caption or _notes_of(piece.line):
            continue
        for owner in (at + 1, at - 1) if not _is_picture(pieces, at - 1) else (at - 1,):
            if 0 <= owner < len(pieces) and owner not in owners and _takes(pieces[owner]):
                owners[owner] = at
                taken.add(at)
                break
    for at, piece in enumerate(pieces):
        if at in owners and isinstance(piece, Table | Picture):
            caption = pieces[owners[at]]
            assert isinstance(caption, Paragraph)
            yield replace(piece, caption=caption.line)
        elif at not in taken:
            yield piece


def _is_picture(pieces: Sequence[Piece], at: int) -> bool:
    return at >= 0 and isinstance(pieces[at], Picture)


def _takes(piece: Piece) -> bool:
    if isinstance(piece, Picture):
        return not piece.decorative and not piece.caption
    return isinstance(piece, Table) and not piece.caption


# Levels -------------------------------------------------------------------------------------------


def _closed_up(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Close up levels of headings and items that are skipped."""
    levels: list[int] = []
    depths: list[int] = []
    for piece in pieces:
        if isinstance(piece, Heading):
            yield replace(piece, level=min(_place_in(levels, piece.level), DEEPEST_HEADING))
        elif isinstance(piece, Item):
            yield replace(piece, depth=_place_in(depths, piece.depth))
        else:
            yield piece
        if not isinstance(piece, Item):
            depths = []


def _place_in(open_levels: list[int], level: int) -> int:
    """Return how many levels are open with this one, and close the others."""
    while open_levels and open_levels[-1] >= level:
        open_levels.pop()
    open_levels.append(level)
    return len(open_levels)

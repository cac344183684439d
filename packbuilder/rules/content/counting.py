"""Checks of what people count by: typed numbers of rows and headings, and codes of themes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import (
    Block,
    Document,
    Heading,
    Link,
    Numeral,
    Table,
    ThemePage,
    all_inlines,
    is_number,
    plain,
    walk,
    walk_inlines,
)
from packbuilder.rules.content.prose import Prose

_HEADED = re.compile(r"#|№|n[or°º]\.?|num(?:ber)?\.?|nummer|rhif|lp\.?", re.IGNORECASE)
"""What heads the numbers of rows."""
_NUMBERED = re.compile(
    r"(?P<word>[^\W\d_]{3,} )(?P<number>\d{1,2})(?![\w/–-]|[.,:]\d)|(?P<alone>\d{1,2})[.)] "
)
_REFERRED = re.compile(
    r"\b(?:see|(?:shown|given|listed|set out|summari[sz]ed|as) (?:in|on)|(?:refer|go|turn) to|on)"
    r"(?: also)? "
    r"(?P<said>(?P<what>table|figure|fig\.|chart|diagram|box|appendix|annex|page) "
    r"(?:\d{1,3}|(?-i:[A-H]))\b)(?!\.\d| (?:of|in|at|from)\b)",
    re.IGNORECASE,
)
"""Where words lead to something by its number; that of other publications is named behind it."""
_LEAST_ROWS = 4
"""Rows of a table that is not of a block for numbers: fewer may be of anything."""


def check_counting(document: Document) -> Iterator[Diagnostic]:
    """Numbers that somebody typed go on one by one: those of rows, from 1, and those of headings
    on one level, such as “Step 2”. One that is repeated or missing is reported.
    """
    for block in walk(document.blocks):
        if isinstance(block, Table):
            yield from _rows(block)
    yield from _headings(document.blocks)


def _rows(table: Table) -> Iterator[Diagnostic]:
    """Look at the first cell of each row of a table that counts its rows."""
    cells = [row[0] for row in table.rows if row]
    typed = [plain(cell.inlines).strip().rstrip(".)") for cell in cells]
    if not typed or not all(map(is_number, typed)) or int(typed[0]) != 1:
        return
    slips = _slips([int(words) for words in typed])
    headed = _HEADED.fullmatch(plain(table.header[0].inlines).strip())
    counted = headed and len(typed) >= _LEAST_ROWS and not slips[2:]
    if slips and (table.look == "big-numbers" or counted):
        place = slips[0]
        yield _out_of_order(cells[place].span, f"row “{typed[place]}”", f"“{typed[place - 1]}”")


def _headings(blocks: Iterable[Block]) -> Iterator[Diagnostic]:
    """Look at headings that begin with the same word and a number, below the same heading."""
    rows: dict[tuple[int, str], list[tuple[int, Heading]]] = {}
    for block in walk(blocks):
        if not isinstance(block, Heading):
            continue
        for level, word in [key for key in rows if key[0] > block.level]:
            yield from _heading_slips(rows.pop((level, word)))
        if found := _NUMBERED.match(plain(block.inlines)):
            key = (block.level, (found["word"] or "").casefold())
            rows.setdefault(key, []).append((int(found["number"] or found["alone"]), block))
    for row in rows.values():
        yield from _heading_slips(row)


def _heading_slips(row: Sequence[tuple[int, Heading]]) -> Iterator[Diagnostic]:
    """Look at a row of headings; two may share a number, as of a day, where the next goes on."""
    numbers = [number for number, _ in row]
    slips = _slips(numbers)
    if len(row) > 2 and numbers[0] == 1 and slips and len({*numbers}) < max(numbers) < len(row) + 2:
        heading, before = row[slips[0]][1], row[slips[0] - 1][1]
        said, last = plain(heading.inlines), plain(before.inlines)
        yield _out_of_order(heading.span, f"“{said}”", f"“{last}”")


def _slips(numbers: Sequence[int]) -> list[int]:
    """Return the places, from 0, of the numbers that are not those after the one before."""
    return [n for n in range(1, len(numbers)) if numbers[n] != numbers[n - 1] + 1]


def _out_of_order(span: Span, what: str, before: str) -> Diagnostic:
    return Diagnostic(
        Code.UNMEANT,
        span,
        f"{what} follows {before}: a number is repeated or missing",
        "correct the numbers",
        Severity.WARNING,
    )


def check_references(prose: Prose) -> Iterator[Diagnostic]:
    """Nothing is referred to by a number that it does not show: tables, figures and boxes have only
    those that their titles begin with, and pages have other ones in each file.
    """
    labels = [each.text for each in prose.passages if each.kind in ("heading", "label")]
    inlines = all_inlines(prose.document.blocks_and_notes)
    labels += [plain(each.inlines) for each in inlines if isinstance(each, Link)]
    for passage in prose.passages:
        for found in () if passage.quoted else _REFERRED.finditer(passage.text):
            said, page = found["said"], found["what"].lower() == "page"
            if found[0].lower().startswith("on ") and not page:
                continue
            number = re.compile(rf"(?i)\b{re.escape(said)}\b")
            is_shown = any(number.search(label) for label in labels)
            if not is_shown and said.lower() not in prose.known:
                wrong = "pages differ in each file" if page else "nothing here has that name"
                yield Diagnostic(
                    Code.LINK_DEAD,
                    passage.span,
                    f"“{said}” leads nowhere: {wrong}",
                    "name what is meant by its title, or link to it: [words](#its-id); to print it "
                    "as it is, add it to known_words in project.yaml",
                    Severity.WARNING,
                )


def check_themes(document: Document, colours: Collection[str]) -> Iterator[Diagnostic]:
    """Each page of a theme has a code of its own, which names a colour of the tokens, and which the
    map of themes has, where the document has one.
    """
    first: dict[str, Span] = {}
    mapped = {code for block in walk(document.blocks) for code in _codes_of(block)}
    for page in (block for block in walk(document.blocks) if isinstance(block, ThemePage)):
        before, code = first.setdefault(page.code, page.span), page.code.upper()
        if before != page.span:
            wrong, help = f"is already that of the theme at {before}", "give one of them its own"
        elif page.code not in colours:
            wrong = "names no colour: its lines have the usual one"
            help = (
                f"use the code of a theme, or add a colour “{page.code}” to templates/tokens.yaml"
            )
        elif mapped and page.code not in mapped:
            wrong, help = "is not in the map of themes", "correct one of the two, or add a row"
        else:
            continue
        message = f"the code “{code}” {wrong}"
        yield Diagnostic(Code.ALIKE, page.span, message, help, Severity.WARNING)


def _codes_of(block: Block) -> Iterator[str]:
    """Yield the codes that a map of themes has, in small letters."""
    if isinstance(block, Table) and block.look == "theme-map":
        for row in block.rows:
            large = (each for each in walk_inlines(row[0].inlines) if isinstance(each, Numeral))
            yield from (plain(each.inlines).strip().lower() for each in large)

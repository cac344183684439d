"""Publication against the file made from it: what its words are.

Words alone say nothing of these: a heading that has become a paragraph keeps all its words, and
whoever does not see the page loses the way. `_MARKS` says for each kind of mark where a file has
it, and how to speak of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from urllib.parse import unquote

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic
from packbuilder.inspection.alignment import align
from packbuilder.inspection.expectations import Expected, Mark, MarkKind, SourceWords, TableSize
from packbuilder.inspection.folding import dense, exact
from packbuilder.inspection.pictures import shows
from packbuilder.inspection.reading import DEEPEST, FileReading, FoundLink, Piece
from packbuilder.model import LONGEST_LABEL

NOT_THE_TEXT = (
    "the text is not at fault: if you have your own templates, undo the last change there; "
    "otherwise report this with the file, and reword the passage until it is fixed"
)

Found = Sequence[tuple[str, str]]
"""Words, and the level, number, address or the like that goes with them."""


def _begins(wanted: str, found: str) -> bool:
    """Whether one begins the other: a place to write or another page ends a piece, and the
    number of a footnote stands behind what is wanted.
    """
    return bool(found) and (wanted.startswith(found) or found.startswith(wanted))


def _holds(wanted: str, found: str) -> bool:
    """Whether what is found holds what is wanted, beside a code or a page number."""
    return wanted in found or _begins(wanted, found)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Where a file has a kind of mark, and what words are called that have lost theirs.

    `{value}` stands for what belongs to the mark; `same` compares it.
    """

    what: str
    found: Callable[[FileReading], Found]
    same: Callable[[str, str], bool] = str.__eq__
    begins: Callable[[str, str], bool] = _begins


def check_structure(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Report what stands in the file, but no longer as what it is in the text."""
    kinds = {mark.kind for mark in expected.marks}
    for kind, known in _MARKS.items():
        if kind in kinds and (reading.conventions.structure or kind in _ALWAYS):
            wanted = [mark for mark in expected.marks if mark.kind == kind]
            wanted.sort(key=lambda mark: mark.noted)
            yield from _compare(wanted, known, known.found(reading), file)
    for check in _CHECKS if reading.conventions.structure else ():
        yield from check(expected, reading, file)


def _compare(wanted: Sequence[Mark], kind: _Kind, found: Found, file: str) -> Iterator[Diagnostic]:
    """Report what is not found in order; a file may have more, as headers are repeated."""
    words = [_bare(mark.words.text) for mark in wanted]
    pieces = [(_bare(text), value) for text, value in found]
    if _all_in_order(words, wanted, pieces, kind):
        return
    texts = [text for text, _ in pieces]
    for same, i, j, k, n in align(words, texts):
        for place in range(i, j):
            mark, bare = wanted[place], words[place]
            first, last = (k + place - i, k + place - i + 1) if same else (k, n)
            fits = (
                at
                for at in range(first, last)
                if kind.begins(bare, texts[at]) and kind.same(mark.value, pieces[at][1])
            )
            at = next(fits, None)
            if at is None:
                yield _lost(mark.words, kind.what.format(value=_first_line(mark.value)), file)
            elif not same:
                k = at + 1  # each is what one mark is about


def _all_in_order(words: Sequence[str], wanted: Sequence[Mark], pieces: Found, kind: _Kind) -> bool:
    """Whether pieces say all that is wanted, in its order; others may stand between."""
    begin = 0
    for bare, mark in zip(words, wanted, strict=True):
        starts = range(begin, len(pieces))
        ends = (_end(bare, pieces, at) for at in starts if kind.same(mark.value, pieces[at][1]))
        begin = next(filter(None, ends), 0)
        if not begin:
            return False
    return True


def _end(wanted: str, pieces: Found, start: int) -> int | None:
    """Return where the pieces end that say what is wanted: one, or its parts in several lines or on
    several pages, and the number of a footnote behind it; None where they say something else.
    """
    said = 0
    for place in range(start, min(start + _MOST_PARTS, len(pieces))):
        text = pieces[place][0]
        if not wanted.startswith(text, said):
            left = len(wanted) - said
            ends = text[left:].isdecimal() and wanted.endswith(text[:left])
            return place + 1 if ends else None
        said += len(text)
        if said == len(wanted):
            return place + 1
    return None


def _first_line(value: str) -> str:
    return value.partition("\n")[0]


def _lost(words: SourceWords, what: str, file: str) -> Diagnostic:
    message = f"“{' '.join(words.text.split())}” is not {what} in {file}"
    return Diagnostic(Code.STRUCTURE_LOST, words.span, message, NOT_THE_TEXT)


def _bare(text: str) -> str:
    """Keep letters and digits, or what else there is where a header is a character such as “?”."""
    return dense(text) or "".join(text.split())


# Where a file has each kind of mark --------------------------------------------------------------


def _headings(reading: FileReading) -> Found:
    headings = (piece for piece in reading.pieces if piece.kind == "heading")
    return [(f"{piece.marker} {piece.text}", str(piece.level)) for piece in headings]


def _items(reading: FileReading) -> Found:
    items = (piece for piece in reading.pieces if piece.kind == "item")
    return [(piece.text, f"{min(piece.level, DEEPEST)} {piece.marker}") for piece in items]


def _links(reading: FileReading) -> Found:
    links = (link for link in _notes_last(reading) if not link.inside)
    return [(link.text, link.target) for link in links]


def _inner_links(reading: FileReading) -> Found:
    """Return links inside the file; a line of contents ends with a page number."""
    links = (link for link in _notes_last(reading) if link.inside)
    return [(re.sub(r"\s*\d+$", "", link.text) or link.text, link.inside) for link in links]


def _notes_last(reading: FileReading) -> list[FoundLink]:
    return sorted(reading.links, key=lambda link: link.noted)


def _pieces(wanted: Callable[[Piece], bool]) -> Callable[[FileReading], Found]:
    return lambda reading: [(piece.text, "") for piece in reading.pieces if wanted(piece)]


def _same_item(wanted: str, found: str) -> bool:
    """Whether an item has its number or bullet, and its level where formats agree on that."""
    return found.endswith(wanted) if wanted.startswith(" ") else found == wanted


def _same_address(wanted: str, found: str) -> bool:
    return unquote(wanted) == unquote(found)


def _leads_there(wanted: str, found: str) -> bool:
    """Whether the words at a place are those of the heading, table or figure that is meant."""
    words = dense(found)
    return any(line in words or _begins(line, words) for line in map(dense, wanted.split("\n")))


_MOST_PARTS = 20
"""No link has more lines, and nothing that is said more than once goes on over more pages."""

_ALWAYS = frozenset(("heading", "header", "link"))
"""What every format keeps."""

_MARKS: Mapping[MarkKind, _Kind] = MappingProxyType(
    {
        "heading": _Kind("a heading of level {value}", _headings),
        "item": _Kind("a list item with the level and mark {value}", _items, _same_item),
        "header": _Kind(
            "a header cell", _pieces(lambda piece: piece.header and piece.kind == "cell")
        ),
        "link": _Kind("a link to {value}", _links, _same_address),
        "inside": _Kind("a link to “{value}”", _inner_links, _leads_there, _holds),
        "quotation": _Kind("a quotation", _pieces(lambda piece: piece.quoted)),
        "callout": _Kind("the title of a box", _pieces(lambda piece: piece.framed)),
        "new-page": _Kind("first on a page", _pieces(lambda piece: piece.starts_page)),
    }
)


# What is compared as a whole ---------------------------------------------------------------------


def _check_bold(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Compare what is bold, of which a file may have more: titles and labels."""
    bold = dense(reading.bold)
    for mark in expected.marks:
        if mark.kind == "bold" and dense(mark.words.text) not in bold:
            yield _lost(mark.words, "bold", file)


def _check_languages(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Compare the language of the file, and words in others; those may stand in another order."""
    first = next(iter(expected.text), SourceWords(expected.title, NOWHERE))
    if reading.language != expected.languages[0]:
        yield _lost(first, f"marked as {expected.languages[0]}", file)
    wanted: dict[str, list[SourceWords]] = defaultdict(list)
    for mark in expected.marks:
        if mark.kind == "language":
            wanted[mark.value].append(mark.words)
    for language, places in wanted.items():
        if language == expected.languages[0] and language not in reading.foreign:
            continue  # in a part of another language; what is in the file's own is not listed
        found = dense(reading.foreign.get(language, ""))
        if Counter(dense(" ".join(words.text for words in places))) - Counter(found):
            lost = [words for words in places if dense(words.text) not in found]
            for words in lost or places[:1]:
                yield _lost(words, f"marked as {language}", file)
    for language in reading.foreign.keys() - wanted.keys() - {*expected.languages}:
        yield _lost(first, f"wholly marked as {expected.languages[0]}, but as {language} too", file)


def _check_places(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Count places to tick, and lines to write on."""
    for what, wanted, found in (
        ("places to tick", expected.boxes, reading.boxes),
        ("lines to write on", expected.lines, reading.rules),
    ):
        if found < len(wanted):
            yield _lost(wanted[0], f"among {len(wanted)} {what}, but {found},", file)


def _check_tables(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Count rows and cells of tables with the same header, without those of headers, which are
    repeated on other pages.
    """
    found = _sizes(reading)
    wanted: dict[str, list[TableSize]] = defaultdict(list)
    for table in expected.tables:
        wanted[dense(table.header.text)].append(table)
    for header, tables in wanted.items():
        rows, cells = sum(table.rows for table in tables), sum(table.cells for table in tables)
        seen = found.get(header) if header else None
        if seen and (seen[0] < rows or seen[1] < cells):
            yield _lost(tables[0].header, f"above {rows} rows with {cells} cells", file)


def _sizes(reading: FileReading) -> Mapping[str, tuple[int, int]]:
    """Count rows and cells below headers, by the words of these."""
    found: dict[str, tuple[int, int]] = {}
    cells = (piece for piece in reading.pieces if piece.table)
    for _, group in groupby(cells, key=lambda piece: piece.table):
        inside = list(group)
        words = dense(" ".join(p.text for p in inside if p.row == 1 and p.kind == "cell"))
        below = {(piece.row, piece.column) for piece in inside if piece.row > 1}
        rows, places = found.get(words, (0, 0))
        found[words] = rows + len({row for row, _ in below}), places + len(below)
    return found


def _check_pictures(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Compare pictures themselves; alternative texts are the same already."""
    figures = (piece for piece in reading.pieces if piece.kind == "figure")
    for alt, picture, piece in zip(expected.pictures, expected.shown, figures, strict=False):
        if picture and not shows(piece.picture, picture):
            yield _lost(alt, "what stands in for the picture", file)


def _check_fields(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Compare names of fields, their kinds and what can be chosen; labels are the same already."""
    for label, (name, kind, options), field in zip(
        expected.fields, expected.asked, reading.fields, strict=False
    ):
        if _TICKED.get(kind, kind) != _TICKED.get(field.kind, field.kind):
            yield _lost(label, f"a field of the kind “{kind}”", file)
        elif name and not _is_named(field.name, name):
            yield _lost(label, f"a field named “{name}”, but named “{field.name}”,", file)
        elif field.kind == "choice" and not exact(label.text).endswith(
            (f":{exact(field.value)}", ":")  # one in a line of text may mean nothing by itself
        ):
            yield _lost(label, f"what its button means, which is “{field.value}”,", file)
        elif [exact(option) for option in options] != [exact(o) for o in field.options]:
            yield _lost(label, f"a list of {', '.join(options)}", file)
        elif field.answer:
            yield _lost(label, f"left empty, but filled in with “{field.answer}”,", file)


def _is_named(stated: str, name: str) -> bool:
    """Whether answers count for a field: Word cuts long names, and adds what a circle means."""
    cut = name[:LONGEST_LABEL]
    return stated in (name, cut) or stated.startswith(f"{name}:"[:LONGEST_LABEL])


def _check_bookmarks(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Compare bookmarks with headings: their words, level and place. A heading with a number is
    two pieces. Where a designer's own styles move some bookmarks, the levels of others change too.
    """
    if not reading.pages:
        return
    styles = expected.bookmarks
    headings = [piece for piece in reading.pieces if piece.kind == "heading"]
    entries = [(dense(entry.text), entry) for entry in reading.outline]
    while headings:
        first, words = headings[0], list[str]()
        wanted, entry = entries[0] if entries else ("", None)
        for heading in headings:
            if not wanted.startswith(said := dense(" ".join(words))) or said == wanted:
                break
            words.append(heading.text)
        same = (
            entry is not None
            and entry.page == first.page
            and any(_leads_there(line, entry.inside) for line in words or [first.text])
        )
        if (
            entry is not None
            and same
            and dense(" ".join(words)) == wanted
            and (entry.level == first.level or styles.moved)
        ):
            del headings[: len(words)], entries[0]
        elif first.level in styles.moved | styles.renamed:
            del headings[0], entries[: 1 if same and first.level in styles.renamed else 0]
        else:
            place = "where its bookmark says" if entry else "among the bookmarks"
            yield _lost(_written(first.text, expected), place, file)
            return


def _check_headers(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Compare what tables say of their cells with where these stand: below and beside headers."""
    cells = (piece for piece in reading.pieces if piece.column)
    for _, group in groupby(cells if reading.pages else (), key=lambda piece: piece.table):
        above: dict[int, str] = {}
        beside: dict[int, str] = {}
        for place, inside in groupby(group, key=lambda piece: (piece.row, piece.column)):
            piece = next(inside)
            if piece.header:
                line, number = (above, place[1]) if place[0] == 1 else (beside, place[0])
                line.setdefault(number, piece.text)
                continue
            wanted = {above.get(place[1], ""), beside.get(place[0], "")} - {""}
            if {*piece.headers} - {""} != wanted:
                words = _written(piece.text or " ".join(wanted), expected)
                yield _lost(words, f"a cell below or beside {_quoted(wanted)}", file)
                return


def _quoted(words: Iterable[str]) -> str:
    return " and ".join(f"“{each}”" for each in sorted(words))


def _written(words: str, expected: Expected) -> SourceWords:
    """Return words with the place where they were written, or else the first one."""
    sought, lines = dense(words), expected.text
    holding = (line.span for line in lines if sought in dense(line.text))
    return SourceWords(words, next(holding, lines[0].span if lines else NOWHERE))


def _check_changes(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Nobody has changed or commented on a file that is new."""
    if reading.tracked is not None:
        words = _written(reading.tracked, expected)
        yield _lost(words, "without tracked changes and comments", file)


_TICKED = {"choice": "tick"}
"""Word has no radio buttons: boxes stand for them."""

_CHECKS = (
    _check_bold,
    _check_languages,
    _check_places,
    _check_tables,
    _check_pictures,
    _check_fields,
    _check_bookmarks,
    _check_headers,
    _check_changes,
)

"""Publication against the file made from it: the same words, in the same order, none lost.

Every character counts but spaces, and hyphens that a line may end with. What differs is reported at
the place it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic, Span
from packbuilder.inspection.alignment import align
from packbuilder.inspection.expectations import Expected, SourceWords
from packbuilder.inspection.expected import expect
from packbuilder.inspection.folding import dense, exact, is_word, split_words
from packbuilder.inspection.reading import FileReading, Piece
from packbuilder.inspection.structure import NOT_THE_TEXT, check_structure
from packbuilder.model import LONGEST_LABEL, Contents, Publication
from packbuilder.theme import Theme

_SOFT_HYPHEN = "\u00ad"
_APART = {"label", "note", "figure", "field"}
_MOST_SHOWN = 12


def check_parity(publication: Publication, theme: Theme, reading: FileReading) -> list[Diagnostic]:
    """Compare words, notes, alternative texts, field names and footers of pages.

    Where all are there, what they are is compared as well.
    """
    expected = expect(publication, theme, reading.conventions)
    file = f"{publication.name}.{reading.format}"
    found = _compare(expected.text, _text(publication, expected, reading), file)
    notes = [piece.text for piece in reading.pieces if piece.kind == "note"]
    found += _compare(expected.notes, notes, file)
    pictures = [piece.text for piece in reading.pieces if piece.kind == "figure"]
    found += _compare_names(expected.pictures, pictures, "the alternative text", file)
    labels = [field.label for field in reading.fields]
    found += _compare_names(expected.fields, labels, "the field", file)
    footers = exact(" ".join(reading.aside))
    found += [
        _missing(footer.span, footer.text, f"the footers of {file}")
        for footer in expected.footers
        if exact(footer.text) not in footers
    ]
    if reading.title and not exact(expected.title).startswith(exact(reading.title).rstrip("…")):
        place = next((words.span for words in expected.text), NOWHERE)
        found.append(_missing(place, expected.title, f"the title of {file}"))
    return (found or list(check_structure(expected, reading, file)))[:_MOST_SHOWN]


def _text(publication: Publication, expected: Expected, reading: FileReading) -> list[str]:
    """Return the words of a file without what its format adds."""
    pieces = [piece for piece in reading.pieces if piece.kind not in _APART]
    if reading.conventions.flowing:
        return [piece.text for piece in pieces]
    pieces = list(_without_page_numbers(publication, pieces))
    if not reading.pages:
        return [piece.text for piece in pieces]
    wanted = " ".join(words.text for words in expected.text)
    return [piece.text for piece in _without_repeated_heads(pieces, wanted)]


def _without_page_numbers(publication: Publication, pieces: list[Piece]) -> Iterator[Piece]:
    """Drop the numbers at the end of the lines of contents: of the whole, of guides in it."""
    listed = [publication.contents, *(part.contents for part in publication.parts)]
    queue = [line for contents in listed if contents for line in _lines(contents)]
    for piece in pieces:
        bare = re.sub(r"\s*\d+$", "", piece.text)
        if queue and queue[0].is_title and piece.text == queue[0].words:
            queue.pop(0)
        elif queue and not queue[0].is_title and dense(bare) == dense(queue[0].words):
            piece = replace(piece, text=bare)
            queue.pop(0)
        yield piece


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of contents that ends with a page number, or the title before them."""

    words: str
    is_title: bool = False


def _lines(contents: Contents) -> Iterator[_Line]:
    if contents.title:
        yield _Line(contents.title, True)
    yield from (_Line(entry.words) for entry in contents.entries if entry.anchor)


def _without_repeated_heads(pieces: list[Piece], wanted: str) -> Iterator[Piece]:
    """Drop the head of a table where the table goes on on another page. The head stays where
    another table with the same head begins, as `wanted` says.
    """
    text, at = _unbroken(wanted), 0
    head: list[str] = []
    before: Piece | None = None
    for table, group in groupby(pieces, key=lambda piece: piece.table):
        inside = list(group)
        top = [piece for piece in inside if piece.kind == "cell" and piece.row == 1]
        words = [piece.text for piece in top]
        said = _unbroken(" ".join(piece.text for piece in inside))
        if table and words == head and before and before.table and before.page < inside[0].page:
            rest = [piece for piece in inside if piece not in top]
            shorter = _unbroken(" ".join(piece.text for piece in rest))
            if text.startswith(shorter, at) or not text.startswith(said, at):
                inside, said = rest, shorter
        yield from inside
        at += len(said)
        head, before = words, inside[-1] if inside else before


def _unbroken(text: str) -> str:
    """Return a text without spaces and hyphens, of which some may stand at the end of a line."""
    return exact(text).replace("-", "")


@dataclass(frozen=True, slots=True)
class _Difference:
    """Words from `start` to `end` of what is expected, and the words that stand instead."""

    start: int
    end: int
    instead: tuple[str, ...]


def _compare(expected: list[SourceWords], found: list[str], file: str) -> list[Diagnostic]:
    wanted_text, text = " ".join(words.text for words in expected), " ".join(found)
    put_in = "-" if _SOFT_HYPHEN in wanted_text else ""  # nothing tells it from a hard one
    if exact(wanted_text).replace(put_in, "") == exact(text).replace(put_in, ""):
        return []
    tokens = [(token, place) for place, w in enumerate(expected) for token in split_words(w.text)]
    wanted = [token for token, _ in tokens]
    differences = _differences(wanted, split_words(" ".join(found)))
    moved = {_letters(d.instead) for d in differences} - {""}
    moved &= {_letters(wanted[d.start : d.end]) for d in differences}
    problems: list[Diagnostic] = []
    for difference in differences:
        lost = tokens[difference.start : difference.end]
        is_moved = _letters(token for token, _ in lost) in moved
        tell = _moved if is_moved else _missing
        for place, group in groupby(lost, lambda token: token[1]):
            words = [token for token, _ in group]
            whole = words == split_words(expected[place].text)
            shown = expected[place].text if whole else " ".join(words)
            if not any(map(is_word, words)):
                if is_moved:
                    continue  # the mark beside it is reported with the words
                shown = _around(wanted, difference)
            problems.append(tell(expected[place].span, shown, file))
        if difference.instead and _letters(difference.instead) not in moved:
            span = _near(expected, tokens, difference.start)
            problems.append(_added(span, difference.instead, file))
    return problems


def _letters(tokens: Iterable[str]) -> str:
    """Return words without the marks between them, by which moved words are known."""
    return "".join(filter(is_word, tokens))


def _differences(wanted: Sequence[str], found: Sequence[str]) -> list[_Difference]:
    """Align two lists of words; what is the same once joined is no difference."""
    return [
        _Difference(i, j, tuple(found[k:n]))
        for same, i, j, k, n in align(wanted, found, autojunk=len(wanted) > 20_000)
        if not same and "".join(wanted[i:j]) != "".join(found[k:n])
    ]


def _compare_names(
    expected: list[SourceWords], found: list[str], kind: str, file: str
) -> Iterator[Diagnostic]:
    """Compare names one by one, as what is read aloud in their place has to be all of it."""
    wanted = [words.text for words in expected]
    names = [_whole(" ".join(name.split()), wanted) for name in found]
    if wanted == names:
        return
    for same, i, j, k, n in align(wanted, names):
        if same:
            continue
        for words in expected[i:j]:
            yield _named(words.span, f"{kind} “{shorten(words.text)}” is missing from {file}")
        if i == j:
            span = expected[min(i, len(expected) - 1)].span if expected else NOWHERE
            for name in names[k:n]:
                yield _named(span, f"{kind} “{shorten(name)}” in {file} is not in the text")


def _whole(name: str, wanted: list[str]) -> str:
    """Return the name that a cut one stands for: Word has room for 64 characters only."""
    if len(name) > LONGEST_LABEL or name in wanted:
        return name
    cuts = [(name[: at.start()], name[at.end() :]) for at in re.finditer(" …", name)]
    cuts.append(("", f": {name}"))
    long = (full for full in wanted if len(full) > LONGEST_LABEL)
    fits = (f for f in long if any(f.startswith(s) and f.endswith(e) for s, e in cuts))
    return next(fits, name)


def _near(expected: list[SourceWords], tokens: list[tuple[str, int]], at: int) -> Span:
    if not tokens:
        return NOWHERE
    return expected[tokens[min(at, len(tokens) - 1)][1]].span


def _missing(span: Span, words: str, file: str) -> Diagnostic:
    message = f"“{shorten(words)}” is missing from {file}"
    return Diagnostic(Code.WORDS_MISSING, span, message, NOT_THE_TEXT)


def _added(span: Span, words: Iterable[str], file: str) -> Diagnostic:
    message = f"“{shorten(' '.join(words))}” is in {file} but not in the text"
    return Diagnostic(Code.WORDS_ADDED, span, message, NOT_THE_TEXT)


def _moved(span: Span, words: str, file: str) -> Diagnostic:
    message = f"“{shorten(words)}” is in a different place in {file}"
    return Diagnostic(Code.WORDS_MOVED, span, message, NOT_THE_TEXT)


def _named(span: Span, message: str) -> Diagnostic:
    return Diagnostic(Code.NAME_LOST, span, message, NOT_THE_TEXT)


def shorten(text: str) -> str:
    """Return the first words of a text, for messages."""
    return text if len(text) <= 60 else text[:60].rpartition(" ")[0] + " …"


def _around(wanted: Sequence[str], difference: _Difference) -> str:
    """Return characters with the words that they stand between, as nobody finds a “.” alone."""
    return "".join(wanted[max(0, difference.start - 1) : difference.end + 1])

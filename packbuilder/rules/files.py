"""A finished file → what in it breaks a rule, reported at the place of its words in the content.

The rules are those of `rules/RULES.md`. They look at the file alone, so they also hold for what a
project's own templates make of its content. Sizes are in pt, lengths in mm unless they say pt.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic, PackError, Severity, Span
from packbuilder.inspection.expected import expect
from packbuilder.inspection.files import read_with
from packbuilder.inspection.folding import dense
from packbuilder.inspection.parity import check_parity, shorten
from packbuilder.inspection.reading import LOOSE, FileReading, FlawKind, TextRun
from packbuilder.model import Publication
from packbuilder.rules.records import RULES
from packbuilder.theme import MM_PER_PT, Theme

NARROW, ENOUGH_LINES = 40, 15
"""Lines shorter than this are those of narrow columns; fewer of them say nothing."""

_ROUNDING = 0.06
_ASCENT, _DESCENT = 0.75, 0.25
"""How far letters reach above and below their line, as shares of their size."""

_MOST_TOLD = 3
_LOOK = "change templates/pack.css or templates/tokens.yaml, which set how pages look"
_SHORTER = "shorten what the footer holds: the document’s title, or the edition’s short_name"
_FAULT = "this is a fault in the program or its templates: please report it and attach this file"


@dataclass(frozen=True, slots=True)
class Violation:
    """What breaks a rule, and the words by which the place in the content can be found."""

    code: Code
    message: str
    help: str = _FAULT
    words: str = ""


def check_result(
    publication: Publication,
    theme: Theme,
    read: Callable[[bytes], FileReading],
    data: bytes,
    file: str,
) -> list[Diagnostic]:
    """Read a finished file back: it says what it was made from, and keeps the rules."""
    try:
        reading = read_with(read, data, file)
    except PackError as error:
        return list(error.diagnostics)
    return [
        *check_parity(publication, theme, reading),
        *check_rules(publication, theme, reading),
    ]


def check_size(file: str, size: int, large: int, too_large: int) -> Iterator[Diagnostic]:
    """Report a file that takes long to open on a phone; 0 is no limit."""
    if large and size > large:
        refused = size > too_large
        most = too_large if refused else large
        yield Diagnostic(
            Code.RESULT_TOO_LARGE if refused else Code.RESULT_LARGE,
            NOWHERE,
            f"{file} is larger than {most / 1e6:g} MB, and takes long to open on a phone",
            "use fewer or smaller pictures, or split it into two documents",
            Severity.ERROR if refused else Severity.WARNING,
        )


def check_rules(publication: Publication, theme: Theme, reading: FileReading) -> list[Diagnostic]:
    """Try every rule; of each, the first places are reported."""
    found = [violation for check in _CHECKS for violation in _first(check(reading, theme))]
    sizes = {theme.style(part.profile, "text").size for part in publication.parts}
    found += _lines(reading, theme, sizes)
    if not found:
        return []
    file = f"{publication.name}.{reading.format}"
    places = _Places(publication, theme, reading)
    return [
        Diagnostic(
            violation.code,
            places.of(violation.words),
            f"{file}: {violation.message}",
            violation.help,
            RULES[violation.code.rule].severity,
        )
        for violation in found
    ]


def _first(found: Iterator[Violation]) -> Iterator[Violation]:
    return (violation for violation, _ in zip(found, range(_MOST_TOLD), strict=False))


class _Places:
    """Where words of a file were written."""

    def __init__(self, publication: Publication, theme: Theme, reading: FileReading) -> None:
        wanted = expect(publication, theme, reading.conventions)
        groups = (wanted.text, wanted.notes, wanted.pictures, wanted.fields, wanted.footers)
        self._text = [(dense(line.text), line.span) for line in wanted.text]
        self._lines = [(dense(line.text), line.span) for group in groups for line in group]

    def of(self, words: str) -> Span:
        """Return the place of words, or the first one of the text."""
        sought = dense(words)
        same = (span for text, span in reversed(self._text) if text == sought)  # not in contents
        holding = (span for text, span in self._lines if sought in text)
        held = (span for text, span in self._lines if len(text) > 3 and text in sought)
        first = next((span for _, span in self._lines), NOWHERE)
        return next(same, next(holding, next(held, first)))


def _sizes(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """TY-01; the raised numbers of footnotes are smaller."""
    least = RULES["TY-01"].least_for(theme.traits.large)
    reported: set[float] = set()
    for run in reading.runs:
        size = round(run.size, 1)
        if size < least and size not in reported and not run.text.strip().isdigit():
            reported.add(size)
            message = f"“{shorten(run.text)}” is {size:g} pt, and at least {least} pt is needed"
            yield Violation(Code.RESULT_SIZE, message, _LOOK, run.text)


def _fonts(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """TY-02."""
    families = (theme.tokens.font, *(font.family for font in theme.scripts))
    own, reported = tuple(map(dense, families)), set()
    for run in reading.runs:
        if run.font not in reported and not dense(run.font).startswith(own):
            reported.add(run.font)
            message = f"“{shorten(run.text)}” is set in {run.font}, not in {theme.tokens.font}"
            yield Violation(Code.RESULT_FONT, message, _LOOK, run.text)


def _turned(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """TY-03: lines that lean; what stretches to both ends is a flaw that Word files tell."""
    del theme
    for run in reading.runs:
        if run.turned:
            message = f"“{shorten(run.text)}” on page {run.page} does not run from left to right"
            yield Violation(Code.RESULT_TURNED, message, _LOOK, run.text)
    for piece in reading.pieces:
        if "\u2010" in piece.text:
            message = f"“{shorten(piece.text)}” is hyphenated"
            yield Violation(Code.RESULT_TURNED, message, _LOOK, piece.text)


def _lines(reading: FileReading, theme: Theme, sizes: Collection[float]) -> Iterator[Violation]:
    """TY-05: the usual line of running text, which has one of these sizes.

    Only those count that another one follows, and none in narrow columns. A line of narrow letters,
    as in “till it is light”, counts as one of usual letters that is as wide.
    """
    most = RULES["TY-05"].most
    text = (run for run in reading.runs if run.mark >= 0 and run.page)
    marked = [run for run in text if any(abs(run.size - size) < _ROUNDING for size in sizes)]
    lines = [list(line) for _, line in groupby(marked, key=lambda run: (run.page, run.y))]
    full = [line for line, following in pairwise(lines) if _go_on(line, following)]
    words = ["".join(run.text for run in line) for line in full]
    words = [line for line in words if len(line) > NARROW]
    if len(words) < ENOUGH_LINES or median(map(len, words)) <= most:
        return
    if (usual := median(_letters_in(line, theme) for line in words)) > most:
        message = f"the usual line has {usual:g} letters; up to {most} are easy to read"
        help = "reduce measure in templates/tokens.yaml"
        yield Violation(Code.RESULT_LINES, message, help)


def _letters_in(line: str, theme: Theme) -> int:
    """Return how many letters of the usual width a line has room for, at most those it has."""
    wide = theme.width_of(line, 1, bold=False) / (theme.letter_width * MM_PER_PT)
    return min(len(line), round(wide))


def _go_on(line: Sequence[TextRun], following: Sequence[TextRun]) -> bool:
    """Whether a paragraph goes on in the line that follows."""
    one, two = line[0], following[0]
    same = (one.page, round(one.x), one.size) == (two.page, round(two.x), two.size)
    return same and 0 < two.y - one.y < 2 * one.size


def _head(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """ST-01, ST-02 and ST-10."""
    del theme
    if not reading.title.strip():
        yield Violation(Code.RESULT_TITLE, "the file has no title")
    if not reading.language.strip():
        yield Violation(Code.RESULT_TITLE, "the file does not say its language")
    if not reading.tagged:
        yield Violation(Code.RESULT_TAGS, "the file has no tags for assistive technology")
    for run in reading.runs:
        if run.mark == LOOSE:
            message = f"“{shorten(run.text)}” on page {run.page} is neither tagged nor decoration"
            yield Violation(Code.RESULT_TAGS, message, words=run.text)
    if reading.pages > RULES["ST-10"].most and not reading.outline:
        yield Violation(Code.RESULT_BOOKMARKS, f"its {reading.pages} pages have no bookmarks")


def _headings(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """ST-03: levels of headings; PR-09: one alone at the bottom of a page."""
    del theme
    level = 0
    for piece in reading.pieces:
        if piece.kind == "heading":
            if piece.level > level + 1:
                message = f"“{shorten(piece.text)}” is of level {piece.level}, after level {level}"
                yield Violation(Code.RESULT_HEADINGS, message, words=piece.text)
            level = piece.level
    inside = [piece for piece in reading.pieces if piece.kind not in ("label", "note")]
    for piece, following in pairwise(inside):
        if piece.kind == "heading" and 0 < piece.page < following.page:
            message = f"“{shorten(piece.text)}” is alone at the bottom of page {piece.page}"
            help = "put “::: page-break” and “:::” before it, or a sentence below it"
            yield Violation(Code.RESULT_STRANDED, message, help, piece.text)


def _tables(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """ST-04, in a PDF: cells that head a row or a column."""
    del theme
    inside = (piece for piece in reading.pieces if piece.column)
    for _, group in groupby(inside, key=lambda piece: piece.table):
        cells = list(group)
        if reading.pages and not any(cell.header for cell in cells):
            message = f"the table that begins with “{shorten(cells[0].text)}” has no header cells"
            yield Violation(Code.RESULT_TABLE, message, words=cells[0].text)


def _links(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """ST-08."""
    del theme
    for link in reading.links:
        if not link.text.strip() and not _leads_to_a_note(link.target):
            message = f"the link to {shorten(link.target) or 'nowhere'} has no text"
            yield Violation(Code.RESULT_LINK, message)


def _leads_to_a_note(target: str) -> bool:
    return "note" in target


def _letters(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """ST-09: letters without a meaning."""
    del theme
    for run in reading.runs:
        if "\ufffd" in run.text:
            message = f"“{shorten(run.text)}” has letters that cannot be read aloud or searched"
            yield Violation(Code.RESULT_LETTERS, message, words=run.text.replace("\ufffd", ""))


def _fields(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """FM-01, FM-03 and FM-04."""
    del theme
    least_tick = RULES["FM-04"].least
    for field in reading.fields:
        if not field.name or not field.label.strip() or field.label == field.name:
            message = f"the field “{field.name}” has no label"
            yield Violation(Code.RESULT_FIELD, message)
        if not reading.pages:
            continue
        if field.kind in ("tick", "choice"):
            side = field.side * MM_PER_PT
            if side < least_tick - _ROUNDING:
                message = f"the tick box “{shorten(field.label)}” is {side:.2f} mm wide"
                help = f"set tick in templates/tokens.yaml to {least_tick}mm or more"
                yield Violation(Code.RESULT_TICK, message, help, field.label)
        elif round(field.size, 1) < RULES["FM-03"].least:
            size = f"is {field.size:g} pt" if field.size else "shrinks to fit"
            message = f"text typed in “{shorten(field.label)}” {size}"
            yield Violation(Code.RESULT_FIELD_SIZE, message, words=field.label)


def _margins(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """PR-01: words; headers and footers may stand nearer to the edge."""
    del theme
    rule, reported = RULES["PR-01"], set[int]()
    for run in reading.runs:
        if not run.page or run.page in reported:
            continue
        sheet = reading.sheets[run.page - 1]
        room_in_pt = min(
            run.x - sheet.left,
            sheet.right - run.x - run.width,
            run.y - _ASCENT * run.size - sheet.top,
            sheet.bottom - run.y - _DESCENT * run.size,
        )
        room = room_in_pt * MM_PER_PT
        if room < (rule.least if run.mark >= 0 else rule.footer) - _ROUNDING:
            reported.add(run.page)
            message = f"“{shorten(run.text)}” is {room:.1f} mm from the edge of page {run.page}"
            help = f"leave {rule.least} mm: {_LOOK}" if run.mark >= 0 else _SHORTER
            yield Violation(Code.RESULT_MARGIN, message, help, run.text)


def _bleed(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """PR-03."""
    wanted = RULES["PR-03"].least if theme.traits.bleed else 0
    for page, sheet in enumerate(reading.sheets, 1):
        bleed = sheet.bleed * MM_PER_PT
        if abs(bleed - wanted) > _ROUNDING:
            message = f"page {page} has {bleed:.1f} mm of bleed, and needs {wanted} mm"
            yield Violation(Code.RESULT_BLEED, message)
            return


_FLAWS: dict[FlawKind, tuple[Code, str]] = {
    "no-shown-title": (Code.RESULT_TITLE, "the window shows the file name instead of the title"),
    "no-claim": (Code.RESULT_TAGS, "the file does not say that it is PDF/UA"),
    "spread": (Code.RESULT_TURNED, "text is justified or hyphenated"),
    "unembedded": (Code.RESULT_EMBEDDED, "a font is not in the file"),
    "merged": (Code.RESULT_TABLE, "cells are merged"),
    "no-header": (Code.RESULT_TABLE, "a table has no header row"),
    "no-alternative": (Code.RESULT_PICTURE, "a picture has no alternative text"),
    "floating": (Code.RESULT_FLOATING, "something floats beside the text"),
    "protected": (Code.RESULT_PROTECTED, "the file is protected against changes"),
    "foreign": (Code.RESULT_FLOATING, "the file has a script, an attachment or an action"),
    "renamed": (Code.RESULT_TAGS, "tags are mapped to other meanings"),
    "tabs": (Code.RESULT_TAGS, "the order of links and fields is not that of the tags"),
    "twice": (Code.RESULT_TAGS, "a page is in the file twice"),
    "unsaid": (Code.RESULT_LINK, "the description of a link is not where it leads"),
    "field": (Code.RESULT_FLOATING, "words would be replaced when fields are updated"),
}


def _flaws(reading: FileReading, theme: Theme) -> Iterator[Violation]:
    """Yield what only a reader of the format could see."""
    del theme
    for flaw in reading.flaws:
        code, message = _FLAWS[flaw.kind]
        where = f" on page {flaw.page}" if flaw.page else ""
        words = f": “{shorten(flaw.words)}”" if flaw.words else ""
        yield Violation(code, f"{message}{where}{words}", words=flaw.words)


_CHECKS: tuple[Callable[[FileReading, Theme], Iterator[Violation]], ...] = (
    _sizes,
    _fonts,
    _turned,
    _head,
    _headings,
    _tables,
    _links,
    _letters,
    _fields,
    _margins,
    _bleed,
    _flaws,
)

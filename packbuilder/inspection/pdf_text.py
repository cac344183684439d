"""The content of a PDF's page → its words, with place, size, font and whether they are seen.

Reads the plain streams that our PDF engine writes, one operator a line, many times faster than a
parser of all PDF. A way to show text that the engine does not use is refused, never skipped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise, repeat

from packbuilder.inspection.pdf_covers import (
    SOLID,
    THIN,
    Bitmaps,
    Box,
    Cover,
    Point,
    boxes_of_lines,
    hide_covered,
    is_full,
)
from packbuilder.inspection.pdf_geometry import (
    UNMOVED,
    Matrix,
    around,
    common,
    cut,
    product,
    read_matrix,
)
from packbuilder.inspection.reading import LOOSE, TextRun, UnreadableError

_STATED = b"<</PackWords <"
"""How a line begins that says in which order the words drawn next are read."""
_ELSE = (b"Tj\n", b"'\n", b'"\n', b"BI\n", b"Td\n", b"TD\n", b"T*\n")
"""How lines end that show text in a way that the engine does not use."""
_UNKNOWN = re.compile(rb"(?:^|\s)(?:Tj|'|\"|BI|Td|TD|T\*)$", re.MULTILINE)

_STRAIGHT = 0.01
"""How much a line may rise along its length."""
_SMALLEST = 1.0
"""The size in pt below which nobody sees letters."""
_PALE, _ALIKE = 0.9, 0.1
"""From which share of white on a colour is pale, and how far apart colours are that look alike."""

Colour = tuple[float, float, float]

_DRAWS = frozenset(
    b"TJ Tf Tm q Q cm BDC BMC EMC rg g k scn re W W* m l c f f* n S s B B* gs Tr Tz Tc Ts Do "
    b"w sh /Figure".split()
)
"""Operators that are looked at, and the tag that begins a figure."""
_COLOURS = frozenset(b"rg g k scn".split())
_FILLS = frozenset(b"f f* B B*".split())
_STROKES = frozenset(b"S s B B*".split())
_ENDS = _FILLS | _STROKES | {b"n"}
"""Operators that end a path, as an area, as a line, or as neither."""
_LINES = frozenset(b"m l c".split())
_FRAME = 2
"""So many boxes in one path are the outer and the inner edge of a frame."""
_FAINT = 0.1
"""The share of its colour below which nobody sees what is drawn."""
_MOST_GROUPS, _DEEPEST = 5_000, 40
"""So many are drawn on a page at most, and in one another: groups of others may draw themselves."""
_USUAL = {b"Tz": 100, b"Tc": 0, b"Ts": 0}
"""What the engine leaves letters as: how wide they are, how far apart and how high."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a page: what each glyph, in four hexadecimal digits, means, and how wide it is in
    thousandths of the size.
    """

    name: str
    letters: Mapping[bytes, str]
    widths: Mapping[bytes, float]


Groups = Mapping[bytes, Callable[["PageLook"], tuple[bytes, "PageLook"]]]
"""The lines that draw groups, with what gives the content of each, and what it needs to be read."""


@dataclass(frozen=True, slots=True)
class PageLook:
    """What the content of a page needs to be read: its fonts, its size in pt, the graphics states
    that make what is drawn transparent, the lines that draw bitmaps, with what reads the mask of
    those that something shines through, the lines that draw groups, such as words that are faint
    together, the part of it that is shown, and whether it is turned.
    """

    number: int
    width: float
    height: float
    fonts: Mapping[str, Font] = field(default_factory=dict)
    clear: Mapping[bytes, float] = field(default_factory=dict)
    bitmaps: Bitmaps = field(default_factory=dict)
    groups: Groups = field(default_factory=dict)
    shown: Box | None = None
    turned: bool = False


@dataclass(slots=True)
class PageContent:
    """What is painted on a page. `drawn` holds for each marked figure where its shapes begin, or
    the name of its bitmap; marks in `seen` are not transparent. `covers` are painted over words.
    """

    runs: list[TextRun] = field(default_factory=list)
    fills: list[tuple[Box, Colour | None]] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    drawn: dict[int, list[bytes]] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)


def read_content(content: bytes, look: PageLook) -> PageContent:
    """Read what is painted on a page; raise `UnreadableError`."""
    painter = _Painter(look)
    painter.paint(content, look, _Start(painter.page))
    if painter.content.covers:
        hide_covered(painter.content.runs, painter.content.covers, painter.bitmaps)
    return painter.content


@dataclass(frozen=True, slots=True)
class _Start:
    """The state that content begins in; what is drawn has at most the share `opaque` of its
    colour.
    """

    clip: Box
    whole: bool = True
    matrix: Matrix = UNMOVED
    colour: bytes = b""
    opaque: float = 1.0
    mark: int = LOOSE


class _Painter:
    """Follows the state of the page while its content is painted."""

    def __init__(self, look: PageLook) -> None:
        self.content = PageContent()
        self.page: Box = look.shown or (0, 0, look.width, look.height)
        self.bitmaps = dict(look.bitmaps)
        self._look, self._groups, self._depth = look, 0, 0
        self._colours: dict[bytes, Colour] = {}

    # One loop, as it goes through every line of a pack.
    def paint(self, content: bytes, look: PageLook, start: _Start) -> None:
        """Paint all of it, operator by operator."""
        lines = content + b"\n"
        if any(end in lines for end in _ELSE) and _UNKNOWN.search(content):
            raise _unsupported(look.number)
        found = self.content
        matrix, text, font, size = start.matrix, start.matrix, Font("", {}, {}), 0.0
        clip, whole, colour, opaque = start.clip, start.whole, start.colour, start.opaque
        thick, inked = 1.0, start.opaque  # lines
        saved: list[tuple[Matrix, Box, bool, bytes, float, float, float]] = []
        marks: list[int] = []
        boxes: list[Box] = []
        path: list[bytes] = []
        mark, properties, figure = start.mark, -1, False
        stated, begun = "", 0  # words from right to left, and the first run with them
        for line in content.split(b"\n"):
            operator = line[line.rfind(b" ") + 1 :]
            if operator not in _DRAWS:
                if line.startswith(b"<</MCID "):
                    properties = int(line[8 : line.find(b">")])
                elif line.startswith(_STATED):
                    stated, begun, properties = _stated(line), len(found.runs), mark
            elif operator == b"TJ":
                words, width = _shown(line, font)
                if words:
                    a, b, _, _, x, y = product(text, matrix)
                    scale = abs(complex(a, b)) * size
                    width *= scale / 1000
                    turned = look.turned or a <= 0 or abs(b) > _STRAIGHT * a
                    y = look.height - y
                    hidden = opaque < _FAINT or scale < _SMALLEST or self._is_lost(colour, x, y)
                    hidden = hidden or cut((x, y, width, scale), clip)
                    found.runs.append(
                        TextRun(
                            *(look.number, x, y, width, scale, font.name, words, mark),
                            turned=turned,
                            hidden=hidden,
                        )
                    )
            elif operator == b"Tf":
                name, _, number = line[1:-3].rpartition(b" ")
                font, size = look.fonts[name.decode()], float(number)
            elif operator == b"Tm":
                text = read_matrix(line)
            elif operator == b"q":
                saved.append((matrix, clip, whole, colour, opaque, thick, inked))
            elif operator == b"Q":
                matrix, clip, whole, colour, opaque, thick, inked = saved.pop()
            elif operator == b"cm":
                matrix = product(read_matrix(line), matrix)
            elif operator == b"BDC":
                marks.append(mark)
                mark, properties = properties, -1
                if figure:
                    found.drawn[mark], figure = [], False
            elif operator == b"BMC":
                marks.append(mark)
                mark = -1
            elif operator == b"EMC":
                mark = marks.pop()
                if stated:
                    found.runs[begun:] = _in_order(found.runs[begun:], stated)
                    stated = ""
            elif operator in _COLOURS:
                colour = line
            elif operator == b"w":
                thick = float(line[:-2])
            elif operator == b"re":
                boxes.append(self._box(line, matrix))
                if mark in found.drawn:
                    found.drawn[mark].append(line)
            elif operator in _LINES:
                if operator == b"m" and mark in found.drawn:
                    found.drawn[mark].append(line)
                path.append(line)
            elif operator in (b"W", b"W*"):
                if boxes or path:
                    points = self._points(path, matrix)
                    clip = common(clip, around(boxes, points))
                    whole = whole and is_full(points)
            elif operator in _ENDS:
                count = len(found.runs)
                if operator != b"n" and (opaque if operator in _FILLS else inked) >= _FAINT:
                    found.seen.add(mark)
                if operator in _FILLS and (boxes or path) and opaque >= _FAINT:
                    points = self._points(path, matrix)
                    if operator not in _STROKES and (boxes or mark not in found.drawn):
                        area = boxes[-1] if boxes else around((), points)
                        found.fills.append((area, self._colour(colour)))
                    if count and opaque > SOLID and len(boxes) < _FRAME and is_full(points):
                        area = common(around(boxes, points), clip)
                        found.covers.append((count, area, b""))
                width = thick * abs(complex(*matrix[:2]))
                if count and operator in _STROKES and inked > SOLID and width >= THIN:
                    paths = list(self._paths(path, matrix))
                    for area in boxes_of_lines(boxes, paths, width):
                        found.covers.append((count, common(area, clip), b""))
                boxes, path = [], []
            elif operator == b"sh" and opaque >= _FAINT:
                found.seen.add(mark)
                if whole and opaque > SOLID:
                    found.covers.append((len(found.runs), clip, b""))
            elif operator == b"gs":
                share = look.clear.get(line, 1.0) * start.opaque
                inked, opaque = (share, opaque) if line[:2] == b"/A" else (inked, share)
            elif operator == b"Tr":
                opaque = 0 if line[:-3] in b"1357" else opaque  # letters are not filled
            elif operator == b"Ts" and stated and abs(float(line[:-3])) < size:
                pass  # marks above and below letters
            elif operator in _USUAL:  # words squeezed, on top of one another, or raised away
                opaque = 0 if float(line[:-3]) != _USUAL[operator] else opaque
            elif operator == b"Do" and line in look.groups:
                self._group(line, look, _Start(clip, whole, matrix, colour, opaque, mark))
            elif operator == b"Do":
                if found.runs and line in look.bitmaps:
                    area = common(self._box(b"0 0 1 1", matrix), clip)
                    name = line if look.bitmaps[line] else b""
                    found.covers.append((len(found.runs), area, name))
                if mark in found.drawn:
                    found.drawn[mark].append(line)
                    found.seen |= {mark} if opaque >= _FAINT else set()
            elif operator == b"/Figure":
                figure = True

    def _group(self, line: bytes, look: PageLook, start: _Start) -> None:
        """Paint what is drawn together, and has a share of its colour together."""
        self._groups, self._depth = self._groups + 1, self._depth + 1
        if self._groups > _MOST_GROUPS or self._depth > _DEEPEST:
            raise _unsupported(look.number)
        content, inner = look.groups[line](look)
        self.bitmaps |= inner.bitmaps
        self.paint(content, inner, start)
        self._depth -= 1

    def _box(self, line: bytes, matrix: Matrix) -> Box:
        x, y, width, height = map(float, line.split()[:4])
        a, b, c, d, e, f = matrix
        left, right = a * x + c * y + e, a * (x + width) + c * (y + height) + e
        one, other = b * x + d * y + f, b * (x + width) + d * (y + height) + f
        top, bottom = self._look.height - one, self._look.height - other
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)

    def _points(self, path: list[bytes], matrix: Matrix) -> list[Point]:
        """Return the points of a path, those that bend its curves left out, where they are on the
        page.
        """
        a, b, c, d, e, f = matrix
        ends = [(float(x), float(y)) for *_, x, y, _ in (line.split() for line in path)]
        return [(a * x + c * y + e, self._look.height - b * x - d * y - f) for x, y in ends]

    def _paths(self, path: list[bytes], matrix: Matrix) -> Iterator[list[Point]]:
        """Yield the points of each piece of a path."""
        starts = [n for n, line in enumerate(path) if line.endswith(b" m")]
        for start, end in pairwise([*starts, len(path)]):
            yield self._points(path[start:end], matrix)

    def _colour(self, line: bytes) -> Colour | None:
        """Return the colour that a line sets, or nothing where it is a pattern, or of a profile."""
        if line.endswith(b"scn"):
            return None
        if line not in self._colours:
            parts = list(map(float, line.split()[:-1])) or [0.0]
            parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]] if parts[3:] else parts
            red, green, blue = parts * 3 if len(parts) == 1 else parts
            self._colours[line] = (red, green, blue)
        return self._colours[line]

    def _is_lost(self, line: bytes, x: float, y: float) -> bool:
        """Whether words stand in a pattern, or in a pale colour on the same colour."""
        colour = self._colour(line)
        if colour is None or min(colour) < _PALE:
            return colour is None and line.startswith(b"/")
        below: Colour | None = (1, 1, 1)
        for (left, top, right, bottom), tint in self.content.fills:
            if left <= x <= right and top <= y <= bottom:
                below = tint
        return below is not None and all(
            abs(one - other) < _ALIKE for one, other in zip(colour, below, strict=True)
        )


def _unsupported(page: int) -> UnreadableError:
    return UnreadableError(
        f"page {page} shows text in a way that this program does not support",
        "only PDF files made by this program can be read; use a PDF reader for others",
    )


def join_runs(runs: list[TextRun]) -> str:
    """Join runs of one piece of text: lines by a space, or by nothing at a hyphen put in."""
    text = ""
    before: TextRun | None = None
    for run in runs:
        if before is not None and text:
            below = abs(run.y - before.y) > 0.6 * before.size or run.page != before.page
            ahead, back = run.x - before.x - before.width, before.x - run.x - run.width
            apart = max(ahead, back) > 0.15 * run.size
            if below and text.endswith("\u2010"):
                text = text[:-1]
            elif below or apart:
                text += " "
        text, before = text + run.text, run
    return " ".join(text.split())


_HALVES = str.maketrans(")]}>»›", "([{<«‹")


def _shown(line: bytes, font: Font) -> tuple[str, float]:
    """Return the words that a line shows, and their width; glyphs stand between numbers that move
    those after them to the left.
    """
    inner = line[1 : line.rfind(b"]")].replace(b">0<", b"")  # most of them move nothing
    pieces = inner.replace(b">", b"<").split(b"<")
    digits = b"".join(pieces[1::2])
    glyphs = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    words = "".join(map(font.letters.get, glyphs, repeat("\ufffd")))
    width = sum(map(font.widths.get, glyphs, repeat(0.0)))
    return words, width - sum(map(float, b" ".join(pieces[::2]).split()))


def _stated(line: bytes) -> str:
    """Return the words that the engine was given."""
    words = line[len(_STATED) : line.find(b">", len(_STATED))]
    return bytes.fromhex(words.decode()).decode("utf-16-be")


def _in_order(runs: list[TextRun], stated: str) -> list[TextRun]:
    """Return the runs of a line in the order in which they are read, as one; when they do not show
    what is stated, as they stand.
    """
    drawn = "".join(run.text for run in runs)
    if sorted(_letters(drawn)) != sorted(_letters(stated)):
        return runs
    if not runs:
        return []
    hidden, width = any(run.hidden for run in runs), sum(run.width for run in runs)
    return [replace(runs[0], text=stated, width=width, hidden=hidden)]


def _letters(text: str) -> str:
    """Return letters without their marks, which fonts may draw as one with them, or not at all;
    brackets as one half of them, as either is drawn for the other from right to left.
    """
    known = unicodedata.normalize("NFKD", "".join(text.split())).translate(_HALVES)
    unseen = ("Mn", "Cf")
    return "".join(letter for letter in known if unicodedata.category(letter) not in unseen)

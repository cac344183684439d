"""The content of a PDF's page → its words, with place, size and font.

Reads the plain streams that our PDF engine writes, one operator a line, many times faster than a
parser of all PDF. A way to show text that the engine does not use is refused, never skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packbuilder.inspection.reading import LOOSE, TextRun, UnreadableError

_SHOWN = re.compile(rb"<([0-9a-fA-F]*)>|(-?[\d.]+)")
_MARKED = re.compile(rb"/MCID (\d+)")
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_UNKNOWN = re.compile(rb"(?:^|\s)(?:Tj|'|\"|BI|Td|TD|T\*)$", re.MULTILINE)

_STRAIGHT = 0.01
"""How much a line may rise along its length."""

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Font:
    """A font of a page: what each glyph means, and how wide it is in thousandths of the size."""

    name: str
    words: Mapping[int, str]
    widths: Mapping[int, float]


def read_runs(
    content: bytes, fonts: Mapping[str, Font], page: int, height: float
) -> Iterator[TextRun]:
    """Give the words of a page as they are painted; raises `UnreadableError`."""
    if _UNKNOWN.search(content):
        raise UnreadableError(
            f"page {page} shows text in a way that this program does not support",
            "only PDF files made by this program can be read; use a PDF reader for others",
        )
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    saved: list[Matrix] = []
    marks: list[int] = []
    text, font, size = matrix, Font("", {}, {}), 0.0
    mark, properties = LOOSE, -1
    for line in content.split(b"\n"):
        operator = line[line.rfind(b" ") + 1 :]
        if operator == b"TJ":
            words, width = _shown(line, font)
            if words:
                a, b, _, _, x, y = _product(text, matrix)
                scale = abs(complex(a, b)) * size
                width, turned = width * scale / 1000, a <= 0 or abs(b) > _STRAIGHT * a
                yield TextRun(page, x, height - y, width, scale, font.name, words, mark, turned)
        elif operator == b"Tf":
            name, _, number = line[1:-3].rpartition(b" ")
            font, size = fonts[name.decode()], float(number)
        elif operator == b"Tm":
            text = _matrix(line)
        elif operator == b"q":
            saved.append(matrix)
        elif operator == b"Q":
            matrix = saved.pop()
        elif operator == b"cm":
            matrix = _product(_matrix(line), matrix)
        elif operator == b"BDC":
            marks.append(mark)
            mark, properties = properties, -1
        elif operator == b"BMC":
            marks.append(mark)
            mark = -1
        elif operator == b"EMC":
            mark = marks.pop()
        elif found := _MARKED.search(line):
            properties = int(found[1])


def read_words_of_glyphs(table: bytes) -> dict[int, str]:
    """Read a `ToUnicode` table."""
    return {
        int(glyph, 16): bytes.fromhex(words.decode()).decode("utf-16-be", "replace")
        for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for glyph, words in _PAIR.findall(part)
    }


def join_runs(runs: list[TextRun]) -> str:
    """Join runs of one piece of text: lines by a space, or by nothing at a hyphen put in."""
    text = ""
    before: TextRun | None = None
    for run in runs:
        if before is not None and text:
            below = abs(run.y - before.y) > 0.6 * before.size or run.page != before.page
            apart = run.x - before.x - before.width > 0.15 * run.size
            if below and text.endswith("\u2010"):
                text = text[:-1]
            elif below or apart:
                text += " "
        text, before = text + run.text, run
    return " ".join(text.split())


def _shown(line: bytes, font: Font) -> tuple[str, float]:
    words: list[str] = []
    width = 0.0
    for glyphs, gap in _SHOWN.findall(line):
        if gap:
            width -= float(gap)
            continue
        for at in range(0, len(glyphs), 4):
            glyph = int(glyphs[at : at + 4], 16)
            words.append(font.words.get(glyph, "\ufffd"))
            width += font.widths.get(glyph, 0)
    return "".join(words), width


def _matrix(line: bytes) -> Matrix:
    a, b, c, d, e, f = map(float, line.split()[:6])
    return a, b, c, d, e, f


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )

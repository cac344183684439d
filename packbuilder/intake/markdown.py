"""Pieces of a text → the Markdown that says the same, and nothing more than it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final
from urllib.parse import quote

from packbuilder.intake.story import (
    Finding,
    Heading,
    Item,
    Line,
    Paragraph,
    Picture,
    Piece,
    Table,
    Words,
    plain,
)
from packbuilder.model import counted
from packbuilder.storage.markdown_text import escape_beginning, escape_within, option

_EDGES: Final = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
"""Signs at the edges of marked words, which stand outside: Markdown marks words alone."""
_MEANING: Final = re.compile(r"[\\`*_\[\]{}<>|#~^$]")
_IN_ADDRESSES: Final = "%/:=&?~#+!$,;'@*"
_BLANK: Final = re.compile(r"(\\_){3,}")
_ASKED: Final = "___"
"""A space to write in; in a table it has the name of its row and column."""
_WORD: Final = re.compile(r"\w+")
_NAMED: Final = 3
"""So many words of a column’s header are its name."""
_SPACES: Final = re.compile(r"[ \t\r\f\v\u2028\u2029]+")


def front_matter(values: Mapping[str, str]) -> list[str]:
    """Return the lines of a document's front matter; text is in quotes."""
    lines = [f"{key}: {value}" for key, value in values.items() if value]
    return ["---", *lines, "---", ""]


def quoted_value(text: str) -> str:
    """Return text as a value of the front matter."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Open:
    """An item whose list goes on: how far it is indented, and its words; its number and sign."""

    indent: int
    inner: int
    number: int
    sign: str


class Writer:
    """Writes pieces as lines, and says where each finding of a piece stands.

    `names` are the files of pictures by the number of the piece, `labels` those of footnotes;
    `before` lines stand before the first one.
    """

    def __init__(self, names: Mapping[int, str], labels: Mapping[str, str], before: int) -> None:
        self.lines: list[str] = []
        self.findings: list[Finding] = []
        self._names, self._labels, self._before = names, labels, before
        self._open: list[_Open] = []
        self._asking = 0

    def write(self, pieces: Iterable[Piece], notes: Mapping[str, Line]) -> None:
        """Write pieces, one after another, and the footnotes below them."""
        goes_on = False
        for number, piece in enumerate(pieces):
            if self._open and not isinstance(piece, Item):
                self._open = []
                self.lines.append("")
            quoted = isinstance(piece, Paragraph) and piece.quoted
            if quoted and goes_on:
                self.lines[-1] = ">"
            goes_on = quoted
            lines = self._piece(piece, self._names.get(number, ""))
            start = self._before + len(self.lines) + 1 + (lines[:1] == [""])
            self.lines += lines
            self.findings += [replace(each, line=start) for each in piece.findings]
        self.lines += [""] if self._open else []
        for label, name in self._labels.items():
            self.lines += [f"[^{name}]: {self._flat(notes.get(label, ()))}", ""]

    def _piece(self, piece: Piece, name: str) -> list[str]:
        if isinstance(piece, Item):
            return self._item(piece, self._lines(piece.line))
        if isinstance(piece, Heading):
            return [f"{'#' * piece.level} {self._flat(unmarked(piece.line))}", ""]
        if isinstance(piece, Paragraph):
            sign = "> " if piece.quoted else ""
            return [*(f"{sign}{line}" for line in self._lines(piece.line)), ""]
        if isinstance(piece, Table):
            return self._table(piece)
        return _picture(piece, name)

    def _item(self, item: Item, lines: list[str]) -> list[str]:
        self._open = self._open[: item.depth]
        goes_on = len(self._open) == item.depth
        last = self._open.pop() if goes_on else None
        parent = self._open[-1].inner if self._open else 0
        indent = last.indent if last else parent
        sign, apart = _sign(item.number, last)
        marker = "- "
        if item.number is not None:
            marker = f"{counted(item.number, item.counting)}{sign} "
        inner = indent + len(marker)
        self._open.append(_Open(indent, inner, item.number or 0, sign))
        first, *rest = lines or [""]
        written = [f"{' ' * indent}{marker}{first}", *(f"{' ' * inner}{line}" for line in rest)]
        return ["", *written] if apart and self.lines and self.lines[-1] else written

    def _table(self, table: Table) -> list[str]:
        header = [self._flat(cell) or str(number) for number, cell in enumerate(table.rows[0], 1)]
        rest = [[self._cell(cell) for cell in row] for row in table.rows[1:]]
        caption = f" {{caption={option(_bare(table.caption))}}}" if table.caption else ""
        if any(_ASKED in cell for row in rest for cell in row):
            self._asking += 1
            starts = [_WORD.findall(each.lower())[:_NAMED] for each in header]
            header = [
                f"{each} {{#c{n}}}" if starts.count(starts[n - 1]) > 1 else each
                for n, each in enumerate(header, 1)
            ]
            for number, row in enumerate(rest, 1):
                row[0] += f" {{#t{self._asking}-r{number}}}" * (self._asking > 1)
        rows = [header, ["---"] * len(header), *rest]
        return [f"::: table{caption}", *(f"| {' | '.join(row)} |" for row in rows), ":::", ""]

    # Lines ----------------------------------------------------------------------------------------

    def _flat(self, line: Line) -> str:
        lines = self._lines(tuple(replace(w, text=w.text.replace("\n", " ")) for w in line))
        return lines[0] if lines else ""

    def _cell(self, line: Line) -> str:
        *broken, last = self._lines(line) or [""]
        return "<br>".join([*(each.removesuffix("\\") for each in broken), last])

    def _lines(self, line: Line) -> list[str]:
        """Return words as lines of Markdown; a line break of theirs ends one with a backslash."""
        text = _BLANK.sub(_ASKED, self._marked(_merged(line)))
        lines = [_SPACES.sub(" ", each).strip(" ") for each in text.split("\n")]
        if any(not each.strip("_ ") for each in lines if each):  # alone, it would part the text
            lines = [" ".join(filter(None, lines))]
        lines = [escape_beginning(each) for each in lines if each]
        return [each + "\\" for each in lines[:-1]] + lines[-1:]

    def _marked(self, line: Iterable[Words]) -> str:
        """Write words with their markup, so that no sign beside it changes what it means."""
        written = ""
        for link, group in groupby(line, lambda words: words.link):
            inner = ""
            for words in group:
                inner = _beside(inner, self._looking(words, touching=inner.endswith("*")))
            label = inner.strip(" \n")
            if link and label and "[^" not in label:
                lead, trail = inner.split(label, 1)
                flat = label.replace("\n", " ")
                inner = f"{lead}[{flat}]({quote(link, safe=_IN_ADDRESSES)}){trail}"
            written = _beside(written, inner)
        return written

    def _looking(self, words: Words, touching: bool) -> str:
        if words.note:
            return f"[^{self._labels[words.note]}]" if words.note in self._labels else ""
        found = _EDGES.fullmatch(words.text)
        mark = "**" if words.bold else "*" * words.italic
        if not mark or not found or not found[2] or "\n" in found[2] or (touching and not found[1]):
            return escape_within(words.text)
        lead, inner, trail = map(escape_within, found.groups())
        return f"{lead}{mark}{inner}{mark}{trail}"


def _beside(written: str, more: str) -> str:
    """Join parts of a line; signs where they meet do not become markup."""
    if more.startswith("[") and written.endswith("!"):
        return f"{written[:-1]}\\!{more}"
    if written.endswith("]") and more.startswith(("(", ":")):
        return f"{written}\\{more}"
    if written.endswith("*") and more.startswith("*"):  # a zero-width sign would be seen by search
        return f"{written} {more}"
    return written + more


def _sign(number: int | None, last: _Open | None) -> tuple[str, bool]:
    """Return what stands after the number of an item, and whether an empty line goes before it:
    another sign begins another list, and only a list that begins with 1 may follow words at once.
    """
    if number is None:
        return "-", False
    if last and last.sign != "-" and number == last.number + 1:
        return last.sign, False
    return ")" if last and last.sign == "." else ".", True


def _picture(picture: Picture, name: str) -> list[str]:
    if picture.decorative:
        return [f"![]({name}){{.decorative}}", ""]
    words = escape_within(" ".join(picture.words.split()))
    caption = _bare(picture.caption).replace('"', "”")
    return [f"![{words}]({name}" + (f' "{caption}")' if caption else ")"), ""]


def _bare(line: Line) -> str:
    """Return the words of a line without any sign that may have a meaning."""
    return " ".join(_MEANING.sub(" ", plain(line)).split())


def unmarked(line: Line) -> Line:
    """Return a line without bold and italic."""
    return tuple(replace(words, bold=False, italic=False) for words in line)


def _merged(line: Line) -> list[Words]:
    """Join words that look alike."""
    merged: list[Words] = []
    for words in line:
        last = merged[-1] if merged else None
        alike = last and replace(last, text="") == replace(words, text="") and not words.note
        if last and alike:
            merged[-1] = replace(last, text=last.text + words.text)
        elif words.text or words.note:
            merged.append(words)
    return merged

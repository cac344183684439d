"""A text → its passages, each with the lines that hold it; a passage + new words → the text again.

A passage is what people change in one go: a heading, a paragraph, an item, a cell of a table. What
is around its words in these lines stays: marks of lists and headings, ids, other cells.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from packbuilder.model import Block, Document, Heading, ListItem, Paragraph, Step, Table, walk

PassageKind = Literal["heading", "paragraph", "item", "cell"]

_MARK: Final = re.compile(r"\s*(?:#{1,6}\s+|(?:[-*+]|\d{1,4}[.)])\s+)?")
_ITEM_MARK: Final = re.compile(rf"\s*\(?[A-Za-z]{{1,8}}[.)]\s+|{_MARK.pattern}")
_TAIL: Final = re.compile(r"(?<![\]\s])\s*\{[^{}]*\}\s*$")
_RULE: Final = re.compile(r"[\s|:-]+")
_CELL_END: Final = re.compile(r"(?<!\\)\|")
_BRACES: Final = re.compile(r"\{[^{}]*\}")
_WORD: Final = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True)
class Passage:
    """Some words of a text: in which file and lines (from 1), in which cell of a row (from 0).

    `before` and `after` are what stands around them in these lines; `words` may have several lines.
    """

    kind: PassageKind
    path: str
    first: int
    last: int
    words: str
    before: str = ""
    after: str = ""
    cell: int = -1
    level: int = 0

    @property
    def key(self) -> str:
        """What it is called within its file."""
        return f"{self.first}" if self.cell < 0 else f"{self.first}.{self.cell}"


def find_passages(document: Document, texts: Mapping[str, str]) -> list[Passage]:
    """Return the passages of a document in reading order; `texts` are the files it is made from."""
    lines = {path: text.split("\n") for path, text in texts.items()}
    found: dict[tuple[str, str], Passage] = {}
    for block in walk(document.blocks_and_notes):
        if block.span.path in lines:
            for passage in _passages(block, lines[block.span.path]):
                found.setdefault((passage.path, passage.key), passage)
    return list(found.values())


def _passages(block: Block, lines: list[str]) -> Iterator[Passage]:
    first, last = block.span.line, block.span.end_line or block.span.line
    if not 1 <= first <= last <= len(lines):
        return
    if isinstance(block, Table):
        yield from _cells(block.span.path, first, last, lines)
    elif isinstance(block, Heading):
        yield _whole("heading", block, lines[first - 1 : first], block.level)
    elif isinstance(block, ListItem | Step):
        if not block.blocks or not isinstance(block.blocks[0], Paragraph):
            return
        end = block.blocks[0].span.end_line or first
        yield _whole("item", block, lines[first - 1 : end])
    elif isinstance(block, Paragraph):
        yield _whole("paragraph", block, lines[first - 1 : last])


def _whole(kind: PassageKind, block: Block, lines: list[str], level: int = 0) -> Passage:
    found = (_ITEM_MARK if kind == "item" else _MARK).match(lines[0])
    before = found[0] if found else ""
    text = "\n".join([lines[0][len(before) :], *(line.strip() for line in lines[1:])])
    tail = _TAIL.search(text)
    after = tail[0] if tail and "[[" not in tail[0] else ""
    words = text[: len(text) - len(after)] if after else text
    last = block.span.line + len(lines) - 1
    place = (block.span.path, block.span.line, last)
    return Passage(kind, *place, words.strip(), before, after, level=level)


def _cells(path: str, first: int, last: int, lines: list[str]) -> Iterator[Passage]:
    """Yield the cells of a table that hold words."""
    for number in range(first, last + 1):
        line = lines[number - 1]
        if not line.lstrip().startswith("|") or _RULE.fullmatch(line):
            continue
        cells = _CELL_END.split(line)[1:-1]
        for cell, text in enumerate(cells):
            tail = _TAIL.search(text)
            after = tail[0].rstrip() if tail else ""
            words = text[: tail.start()].strip() if tail else text.strip()
            if _WORD.search(_BRACES.sub("", words)):
                plain = words.replace("\\|", "|")
                yield Passage("cell", path, number, number, plain, "", after, cell)


def patched(text: str, passage: Passage, words: str) -> str:
    """Return the text of a file with new words in a passage."""
    lines = text.split("\n")
    place = slice(passage.first - 1, passage.last)
    if passage.cell >= 0:
        lines[place] = [_with_cell(lines[passage.first - 1], passage, words)]
    else:
        lines[place] = _written(passage, words)
    return "\n".join(lines)


def _with_cell(line: str, passage: Passage, words: str) -> str:
    cells = _CELL_END.split(line)
    plain = " ".join(words.split()).replace("|", "\\|")
    cells[passage.cell + 1] = f" {plain}{passage.after} "
    return "|".join(cells)


def _written(passage: Passage, words: str) -> list[str]:
    """Return the lines of a passage; further ones stand below its first word."""
    typed = [line.strip() for line in words.strip().split("\n")]
    if passage.kind == "heading":
        typed = [" ".join(" ".join(typed).split())]
    indent = " " * len(passage.before)
    first = f"{passage.before}{typed[0]}"
    others = [f"{indent}{line}".rstrip() for line in typed[1:]]
    lines = [first, *others]
    lines[-1] += passage.after
    return lines


def line_now(line: int, base: str, now: str) -> int:
    """Return which line of the text of now is where a line of an older text was; 0 for one that is
    gone.
    """
    matcher = difflib.SequenceMatcher(None, base.split("\n"), now.split("\n"), autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        if a < line <= b:
            return min(c + line - a, d) if c < d else 0
    return 0


def moved(passage: Passage, base: str, now: str) -> Passage | None:
    """Return where a passage of an older text stands in the text of now: at the only place with the
    same lines; nothing when there is none, or more than one.
    """
    held = base.split("\n")[passage.first - 1 : passage.last]
    lines = now.split("\n")
    length = len(held)
    starts = [n for n in range(len(lines) - length + 1) if lines[n : n + length] == held]
    if len(starts) != 1:
        return None
    first = starts[0] + 1
    return replace(passage, first=first, last=first + length - 1)

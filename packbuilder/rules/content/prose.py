"""Document → its words as a reader meets them: passages, sentences, words, syllables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from packbuilder.diagnostics import Span
from packbuilder.model import (
    Blank,
    Block,
    Card,
    Deck,
    Document,
    Field,
    FootnoteReference,
    Foreign,
    Heading,
    Icon,
    Inline,
    InlineCode,
    LineBreak,
    Link,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    nested_blocks,
    own_inlines,
)

PassageKind = Literal["text", "heading", "label", "cell", "name"]
_NOT_ENGLISH = "…"
_PLACE_TO_WRITE = "___"

_SENTENCE_END = re.compile(
    r"(?<![.?!…])[.?!…]++[”’\"')\]]*+\s++(?=[\"“‘(\[]*+[A-Z0-9_])|\n"
)  # nothing is tried twice, however long a run of characters is
_NO_END = {"Dr", "Mr", "Mrs", "Ms", "Prof", "St", "No", "e.g", "i.e", "etc", "cf", "vs", "approx"}
_LONGEST = 1 + max(map(len, _NO_END)) + len("(“")
_LEAD_IN = (":", ".", "?", "!", ":”", ".”", "?”", "!”")
_VOWELS = re.compile(r"[aeiouy]+")
_LETTERS = re.compile(r"[^a-z]")
_LETTER = re.compile(r"[^\W_]")
_QUOTED = re.compile(r"“[^“”]*”")


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of text: where it stands, what it says, what it is part of.

    A forced new line, and the end of the bold words it begins with, are line ends in `text`.
    `quoted` are somebody else's words, such as those of `data`, which holds names. `bold`
    counts the bold words after the first ones.
    """

    span: Span
    text: str
    kind: PassageKind
    quoted: bool = False
    bold: int = 0

    @property
    def data(self) -> bool:
        """Whether it names somebody on a card, or comes from a list in a file of its own."""
        return self.kind == "name" or not self.span.path.endswith(".md")

    @property
    def unquoted(self) -> str:
        """Return the text without what stands in quotation marks."""
        return "" if self.quoted else _QUOTED.sub("“…”", self.text)


@dataclass(frozen=True, slots=True)
class Prose:
    """A document and its passages, in reading order. `known` are words that the project says are
    right, in small letters.
    """

    document: Document
    passages: tuple[Passage, ...]
    known: frozenset[str] = frozenset()


def read_prose(document: Document, known: Iterable[str] = ()) -> Prose:
    """Collect the passages of a document: those of its head that are printed, footnotes last."""
    passages = _passages(document.blocks_and_notes, quoted=False)
    small = frozenset(word.lower() for word in known)
    return Prose(document, (*_head(document), *passages), small)


def split_sentences(text: str) -> Iterator[str]:
    """Split text at the ends of sentences and lines; “Dr” and the like end none."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = text[max(start, match.start() - _LONGEST) : match.start()].split()
        if match[0] != "\n" and before and before[-1].lstrip("(“") in _NO_END:
            continue
        if sentence := text[start : match.end()].strip():
            yield sentence
        start = match.end()
    if rest := text[start:].strip():
        yield rest


def split_words(text: str) -> list[str]:
    """Split text into words; characters that stand alone are none."""
    return [word for word in text.split() if _LETTER.search(word)]


def count_syllables(word: str) -> int:
    """Estimate the syllables of an English word by its groups of vowels; at least one."""
    letters = _LETTERS.sub("", word.lower())
    found = len(_VOWELS.findall(letters))
    if letters.endswith("e") and not letters.endswith("le"):
        found -= 1
    return max(found, 1)


def _head(document: Document) -> Iterator[Passage]:
    meta = document.meta
    kinds: dict[str, PassageKind] = {"title": "heading", "subtitle": "heading"}
    for key, kind in (kinds | dict.fromkeys(("group", "needs", "result"), "label")).items():
        if text := getattr(meta, key):
            yield Passage(document.at(key), text, kind)


def _passages(blocks: Iterable[Block], quoted: bool) -> Iterator[Passage]:
    for block in blocks:
        inside = quoted or isinstance(block, Quotation)
        if isinstance(block, Deck) and block.kind != "questions":  # people, and where they are from
            found = (passage for card in block.items for passage in _own_passages(card, inside))
            yield from (replace(passage, kind="name", quoted=True) for passage in found)
            continue
        yield from _own_passages(block, inside)
        yield from _passages(nested_blocks(block), inside)


def _own_passages(block: Block, quoted: bool) -> Iterator[Passage]:
    if isinstance(block, Table):
        if block.strip:
            return
        yield from _line(block.span, block.caption, "label", quoted)
        for row in (block.header, *block.rows):
            for cell in row:
                yield from _line(cell.span, cell.inlines, "cell", quoted)
        return
    kind: PassageKind = "label"
    if isinstance(block, Heading):
        kind = "heading"
    elif isinstance(block, Paragraph | Card):
        kind = "text"
    for inlines in own_inlines(block):
        yield from _line(block.span, inlines, kind, quoted)


def _line(
    span: Span, inlines: tuple[Inline, ...], kind: PassageKind, quoted: bool
) -> Iterator[Passage]:
    if not inlines:
        return
    text = "".join(_texts(inlines))
    if not text:
        return
    rest = itertools.dropwhile(_is_leading, inlines)
    bold = sum(len(split_words("".join(_texts([i])))) for i in rest if isinstance(i, Strong))
    if isinstance(inlines[0], Strong):
        lead = "".join(_texts(inlines[:1]))
        if lead.endswith(_LEAD_IN):
            text = f"{lead}\n{text[len(lead) :].lstrip()}"
    passage = Passage(span, text, kind, quoted, bold)
    yield replace(passage, quoted=True) if passage.data else passage


def _is_leading(inline: Inline) -> bool:
    return isinstance(inline, Strong | Blank) or (isinstance(inline, Text) and inline.text == " ")


def _texts(inlines: Iterable[Inline]) -> Iterator[str]:
    before: Inline | None = None
    for inline in inlines:
        if _stands_for_words(inline, before):
            yield _NOT_ENGLISH
        elif isinstance(inline, Text):
            yield inline.text
        elif isinstance(inline, LineBreak):
            yield "\n"
        elif isinstance(inline, Blank | Field):
            yield _PLACE_TO_WRITE
        elif isinstance(inline, Foreign | InlineCode):
            yield _NOT_ENGLISH
        else:
            yield from _texts(getattr(inline, "inlines", ()))
        before = inline


def _stands_for_words(inline: Inline, before: Inline | None) -> bool:
    """Whether something without words of its own is printed as a word or a drawing, or as a number
    after a space.
    """
    if isinstance(inline, FootnoteReference):
        return isinstance(before, Text) and before.text.endswith(" ")
    return isinstance(inline, Icon) or (isinstance(inline, Link) and not inline.inlines)

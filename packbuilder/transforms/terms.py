"""An edition's own words in tools and handouts, in their plural, with their article and capitals.

What others said or found keeps its words: quotations, cards with what was said, sentences of the
project's findings, and sections of handouts that say which findings they hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from packbuilder.diagnostics import Span
from packbuilder.model import (
    Answer,
    Block,
    Canvas,
    Card,
    Document,
    Field,
    Figure,
    Heading,
    Inline,
    Quotation,
    Text,
    own_inlines,
    plain,
    rewrite_blocks,
    rewrite_inlines,
    walk,
    walk_inlines,
)
from packbuilder.settings.edition import TERMS_IN

_ARTICLE = re.compile(r"\b([Aa])n?(\s+)$")
_VOWEL = re.compile(r"[aeio]|u(?!ni|s[aei]|r[aei]|tili)|hour|honest|heir", re.IGNORECASE)
_SOUNDS_LIKE_A_CONSONANT = re.compile(r"eu|one\b|once\b", re.IGNORECASE)
_SPELT_OUT = re.compile(r"[AEFHILMNORSX](?=[A-Z0-9]|\b)")
"""Letters whose names begin with a vowel, in words that are read letter by letter."""


@dataclass(frozen=True)
class MetTerm:
    """A term that stood in a text, and where."""

    term: str
    span: Span


def use_terms(
    document: Document, terms: Mapping[str, str], findings: Collection[str] = ()
) -> tuple[Document, list[MetTerm]]:
    """Put tools and handouts into the partnership's own words, and return what was met."""
    if not terms or document.meta.kind not in TERMS_IN:
        return document, []
    met: list[MetTerm] = []
    words = _Words(terms, document.meta.language.startswith("en"))
    said = [finding.rstrip(".") for finding in findings]

    def change(block: Block) -> Iterable[Block]:
        if id(block) in kept:
            return [block]
        texts: dict[int, str] = {}
        for line in own_inlines(block):
            if not any(sentence in plain(line) for sentence in said):
                found, where = words.put_into(line)
                texts |= found
                met.extend(where)

        def in_line(inline: Inline) -> Iterable[Inline]:
            if isinstance(inline, Field):
                options = tuple(put_in(each, inline.span) for each in inline.options)
                return [replace(inline, options=options)]
            return [_with_text(inline, texts)]

        changed = rewrite_inlines(block, in_line)
        return [_with_plain_words(changed, lambda text: put_in(text, block.span))]

    def put_in(text: str, span: Span) -> str:
        """Put own words into plain ones, such as those of a drawing."""
        line = (Text(text, span=span),)
        found, where = words.put_into(line)
        met.extend(where)
        return found[id(line[0])]

    at, meta = document.at, document.meta
    meta = replace(
        meta,
        group=put_in(meta.group, at("group")),
        needs=put_in(meta.needs, at("needs")),
        result=put_in(meta.result, at("result")),
    )  # its title is a name, by which others call it
    notes = document.footnotes.items()
    kept = set(_kept_as_they_are(document))
    footnotes = {name: rewrite_blocks(note, change) for name, note in notes}
    blocks = rewrite_blocks(document.blocks, change)
    return replace(document, meta=meta, blocks=blocks, footnotes=footnotes), met


def _with_plain_words(block: Block, put_in: Callable[[str], str]) -> Block:
    """Return a block with own words in what is no line of text: zones, options, descriptions."""
    if isinstance(block, Canvas):
        zones = tuple(map(put_in, block.zones))
        return replace(block, zones=zones, purpose=put_in(block.purpose))
    if isinstance(block, Answer):
        return replace(block, options=tuple(map(put_in, block.options)))
    return replace(block, alt=put_in(block.alt)) if isinstance(block, Figure) else block


def _with_text(inline: Inline, texts: Mapping[int, str]) -> Inline:
    if isinstance(inline, Text) and id(inline) in texts:
        return replace(inline, text=texts[id(inline)])
    return inline


def _kept_as_they_are(document: Document) -> Iterator[int]:
    """Yield the blocks, by their identity, whose words are those of others."""
    level = 0
    for block in document.blocks:
        if isinstance(block, Heading) and (not level or block.level <= level):
            level = block.level if block.trace and document.meta.kind == "handout" else 0
        if level:
            yield from map(id, walk([block]))
    for block in walk(document.blocks_and_notes):
        if isinstance(block, Quotation) or (isinstance(block, Card) and block.label):
            yield from map(id, walk([block]))


@dataclass(frozen=True)
class _Words:
    """The terms of an edition, and how they are put into a line."""

    terms: Mapping[str, str]
    english: bool

    @cached_property
    def forms(self) -> dict[str, tuple[str, str]]:
        """Each form of a term in small letters, with the term and the own word of this form."""
        found = {term.lower(): (term, own) for term, own in self.terms.items()}
        for term, own in self.terms.items() if self.english else ():
            found.setdefault(_plural(term).lower(), (term, _plural(own)))
        return found

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds any form of any term, the longest first."""
        longest = sorted(self.forms, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)

    def put_into(self, line: tuple[Inline, ...]) -> tuple[dict[int, str], list[MetTerm]]:
        """Return the new texts of a line, by the identity of the old ones, and what was met."""
        leaves = [inline for inline in walk_inlines(line) if isinstance(inline, Text)]
        texts: list[str] = []
        met: list[MetTerm] = []
        for leaf in leaves:
            before, last = "", 0
            for match in self.pattern.finditer(leaf.text):
                term, own = self.forms[match[0].lower()]
                met.append(MetTerm(term, leaf.span))
                own = _with_capitals_of(match[0], own)
                before += leaf.text[last : match.start()]
                if self.english and before:
                    before = _with_article(before, own)
                elif self.english and texts:  # the article stands before bold words, say
                    texts[-1] = _with_article(texts[-1], own)
                before, last = before + own, match.end()
            texts.append(before + leaf.text[last:])
        return {id(leaf): text for leaf, text in zip(leaves, texts, strict=True)}, met


def _plural(words: str) -> str:
    """Return the usual English plural of the last word; one that ends in -s is a plural already."""
    if re.search(r"[^aeiou]y$", words):
        return f"{words[:-1]}ies"
    if re.search(r"(ss|x|z|ch|sh)$", words):
        return f"{words}es"
    return words if words.endswith("s") else f"{words}s"


def _with_capitals_of(found: str, own: str) -> str:
    """Write own words with capitals where those that were found have them."""
    letters = [word[0] for word in re.findall(r"\w+", found)]
    if found.isupper() and len(found) > 1:
        return own.upper()
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return re.sub(r"\b\w", lambda match: match[0].upper(), own)
    return own[:1].upper() + own[1:] if letters[0].isupper() else own


def _with_article(before: str, own: str) -> str:
    """Write “a” or “an” at the end of what stands before own words, as they sound."""
    if own.split()[0].isupper():
        an = bool(_SPELT_OUT.match(own))
    else:
        an = bool(_VOWEL.match(own)) and not _SOUNDS_LIKE_A_CONSONANT.match(own)
    return _ARTICLE.sub(lambda match: f"{match[1]}{'n' if an else ''}{match[2]}", before)

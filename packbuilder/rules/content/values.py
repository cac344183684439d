"""Words of an edition's values: they are reported where they stand, never in the texts that show
them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.model import Document, Metadata, placed_texts
from packbuilder.rules.content.left_over import check_left_over
from packbuilder.rules.content.prose import Passage, Prose
from packbuilder.rules.content.typing_slips import check_doubled_words, check_spaces
from packbuilder.settings.project import PROJECT

_OF_WORDS = (
    Code.ABBREVIATION,
    Code.JARGON,
    Code.LANGUAGE,
    Code.LEFT_OVER,
    Code.PHONE,
    Code.SENTENCE,
    Code.TYPING,
)
"""What may be said of a name or of an address, which nobody can change in the text."""
_OF_TERMS = (Code.ABBREVIATION, Code.JARGON, Code.LANGUAGE, Code.TYPING)
_NAMED = re.compile(r"“(.+?)(?: …)?”")


def without_values(
    problems: Iterable[Diagnostic], values: Mapping[str, str], read: Document
) -> Iterator[Diagnostic]:
    """Leave out what is wrong with words that come from values, and not from the text as it was
    read.
    """
    written = ""
    for problem in problems:
        named = _NAMED.search(problem.message) if problem.code in _OF_WORDS else None
        if named and any(named[1] in value for value in values.values()):
            written = written or _words(read)
            if named[1] not in written:
                continue
        yield problem


def naming_terms(
    problems: Iterable[Diagnostic], met: Collection[Span], terms: Span, read: Document
) -> Iterator[Diagnostic]:
    """Say of words that only terms of an edition make wrong that these do: they were `met` at these
    places. What is wrong with a word of a term is reported once, where `terms` are written.
    """
    for problem in problems:
        named = _NAMED.search(problem.message) if problem.code in _OF_TERMS else None
        if named and problem.span in met and named[1] not in _words(read):
            help = f"“terms” in {terms.path} make it so: change one, or say this in another way"
            if problem.code is Code.TYPING:
                problem = replace(problem, help=help)
            elif problem.code is Code.LANGUAGE:
                help = f"if it is meant, add it to known_words in {PROJECT}"
                problem = replace(problem, span=terms, help=help)
            else:
                problem = replace(problem, span=terms)
        yield problem


def _words(document: Document) -> str:
    texts = placed_texts(document.blocks_and_notes)
    return "\n".join((document.meta.title, *(text for _, text in texts)))


def check_values(values: Iterable[tuple[Span, str]], language: str) -> Iterator[Diagnostic]:
    """Find slips of typing in values."""
    passages = (Passage(span, line, "label") for span, text in values for line in text.splitlines())
    meta = Metadata(title="", kind="handout", updated=datetime.date.min, language=language)
    prose = Prose(Document("", meta, ()), tuple(passages))
    for check in (check_doubled_words, check_left_over):
        yield from check(prose)
    if language.startswith("en"):
        yield from check_spaces(prose)

"""Document → diagnostics: what a reader of the finished pages would stumble over.

RULES.md lists the rules, and where each is checked. `CHECKS` look at the parts of one document,
`WORD_CHECKS` at its words, `PROSE_CHECKS` at those of English alone; tokens, packs and the notice
are in `look.py` and `packs.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from packbuilder.diagnostics import Diagnostic
from packbuilder.model import Document
from packbuilder.rules.content.abbreviations import check_abbreviations
from packbuilder.rules.content.answers import check_answers
from packbuilder.rules.content.characters import check_characters
from packbuilder.rules.content.counting import check_counting, check_references, check_themes
from packbuilder.rules.content.fields import check_alike, check_collecting, check_options
from packbuilder.rules.content.heights import check_cards, check_footer, check_heights
from packbuilder.rules.content.left_over import check_left_over
from packbuilder.rules.content.narrow import check_narrow_columns
from packbuilder.rules.content.phones import check_linked_phones, check_phones_in_words
from packbuilder.rules.content.print_roles import check_print_roles
from packbuilder.rules.content.prose import Prose, read_prose
from packbuilder.rules.content.quotation_marks import check_quotation_marks
from packbuilder.rules.content.sentences import check_averages, check_bold, check_sentences
from packbuilder.rules.content.structure import (
    check_bold_headings,
    check_card_codes,
    check_endings,
    check_headings,
    check_ids,
    check_links,
    check_pictures,
    check_repeats,
    check_steps,
    check_tables,
    check_text,
    check_twins,
)
from packbuilder.rules.content.times import check_ranges, check_times
from packbuilder.rules.content.tools import check_numbers, check_time, check_trace
from packbuilder.rules.content.typing_slips import (
    check_doubled_sentences,
    check_doubled_words,
    check_sentence_starts,
    check_spaces,
)
from packbuilder.rules.content.wording import (
    check_capitals_of_headings,
    check_dates,
    check_jargon,
    check_language,
    check_places,
    check_script,
    check_weekdays,
)
from packbuilder.settings.project import Project
from packbuilder.theme import Theme

CHECKS: tuple[Callable[[Document], Iterator[Diagnostic]], ...] = (
    check_alike,
    check_bold_headings,
    check_collecting,
    check_counting,
    check_endings,
    check_headings,
    check_card_codes,
    check_ids,
    check_linked_phones,
    check_links,
    check_options,
    check_pictures,
    check_print_roles,
    check_repeats,
    check_steps,
    check_tables,
    check_text,
    check_time,
    check_twins,
)

WORD_CHECKS: tuple[Callable[[Prose], Iterator[Diagnostic]], ...] = (
    check_times,
    check_ranges,
    check_doubled_sentences,
    check_doubled_words,
    check_left_over,
    check_phones_in_words,
    check_quotation_marks,
    check_script,
    check_sentence_starts,
)

PROSE_CHECKS: tuple[Callable[[Prose], Iterator[Diagnostic]], ...] = (
    check_averages,
    check_bold,
    check_capitals_of_headings,
    check_dates,
    check_jargon,
    check_language,
    check_places,
    check_references,
    check_sentences,
    check_spaces,
    check_weekdays,
)


def check_document(document: Document, theme: Theme, project: Project) -> Iterator[Diagnostic]:
    """Run every check on a document in an edition's form.

    Most checks of words are made for English, and leave other languages alone.
    """
    for check in CHECKS:
        yield from check(document)
    yield from check_trace(document, project.findings)
    yield from check_numbers(document, project.findings)
    yield from check_characters(document, theme.characters)
    yield from check_answers(document, theme)
    yield from check_footer(document, theme)
    yield from check_cards(document, theme)
    yield from check_heights(document, theme)
    yield from check_narrow_columns(document, theme)
    yield from check_themes(document, theme.tokens.colours)
    prose = read_prose(document, project.known_words)
    for check_words in WORD_CHECKS:
        yield from check_words(prose)
    if document.meta.language.startswith("en"):
        for prose_check in PROSE_CHECKS:
            yield from prose_check(prose)
        yield from check_abbreviations(prose, (*project.known_abbreviations, *project.known_words))

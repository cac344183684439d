"""Fixed phrases around a text: the project's own, or those of the labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from packbuilder.pipeline.pictures import MARK
from packbuilder.settings.edition import STANDARD, Edition
from packbuilder.settings.project import Project
from packbuilder.theme import Labels

_VOWEL = re.compile("[aeiou]|[wy](?![aeiou])", re.IGNORECASE)


def edition_title(settings: Project, labels: Labels, name: str, edition: Edition) -> str:
    """Return what the edition `name` is called; nothing where the project wants it left out."""
    if name == STANDARD:
        return phrase(settings.phrases.standard, labels.standard)
    title = phrase(settings.phrases.edition, labels.edition)
    return title.format(name=edition.short_name or name.title())


def about_title(settings: Project, labels: Labels) -> str:
    """Return the heading of what ends every document; nothing where the project wants none."""
    return phrase(settings.phrases.about, labels.about)


def cover_mark(settings: Project) -> str:
    """Return the drawing on covers; nothing where the project wants none."""
    return MARK if settings.mark is None else settings.mark


def list_in_words(names: Sequence[str], last: str, labels: Labels) -> str:
    """Write “A, B and C”, where `last` joins the last of them: letters of it in brackets stand only
    before a vowel, as in Welsh.
    """
    first = labels.continued_list.join(names[:-1])
    vowel = bool(names) and _VOWEL.match(normalize("NFD", names[-1]))
    last = re.sub(r"\((\w+)\)", r"\1" if vowel else "", last)
    return last.join(filter(None, [first, *names[-1:]]))


def phrase(own: str | None, usual: str) -> str:
    """Return the project's own phrase where it has one."""
    return usual if own is None else own

"""Languages, dates in their words, clock times."""

from __future__ import annotations

import datetime
import re

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from packbuilder.diagnostics import Code, PackError, Span, fail

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def minutes_of(clock: str) -> int | None:
    """Return a clock time such as 9:30 in minutes from midnight; None when it is none."""
    found = _CLOCK.fullmatch(clock)
    return int(found[1]) * 60 + int(found[2]) if found else None


def long_date(date: datetime.date, language: str) -> str:
    """Return a date in words, as its language writes it: 3 December 2015, December 3, 2015.

    English of no country is taken for that of Britain.
    """
    tag = "en-GB" if language == "en" else language
    return format_date(date, "long", locale=tag.replace("-", "_"))


def is_language(tag: str) -> bool:
    """Whether dates can be written in a language such as `en-GB`."""
    try:
        country = Locale.parse(tag, sep="-").territory
        known = country is None or country in tag.split("-")  # en-UK is read as en-GB
        return known and tag.replace("-", "").isalnum()  # blanks would be passed over
    except (UnknownLocaleError, ValueError):
        return False


def unknown_language(tag: str, span: Span) -> PackError:
    """Return the exception for a language that nobody knows."""
    return fail(
        Code.VALUE_WRONG,
        span,
        f"“{tag}” is not a language",
        "write the codes of language and country: en-GB, cy-GB, gd-GB",
    )

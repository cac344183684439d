"""Languages, their countries and plurals, dates in their words, their numbers, clock times."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, get_day_names, get_month_names
from babel.languages import get_official_languages
from babel.numbers import format_decimal
from babel.plural import PluralRule

from packbuilder.diagnostics import Code, Diagnostic, Span

PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
"""The names of the plurals that languages may have."""

_COUNTED = range(201)
"""Whole numbers among which each plural of a language occurs, but those of millions."""

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d]+) (\d{1,2}) (\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})\.? ([^\W\d]+)\.? (\d{4})")


def month_in_words(year: int, month: int, language: str) -> str:
    """Return a month with its year, as its language writes it: February 2027."""
    tag = "en-GB" if language == "en" else language
    return format_date(datetime.date(year, month, 1), "LLLL y", locale=tag.replace("-", "_"))


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


def number_in(value: Decimal, language: str) -> str:
    """Return a number as its language writes it, with as many places as it has: 1,250.50 in
    English, 1.250,50 in German.
    """
    places = max(-int(value.as_tuple().exponent), 0)
    pattern = "#,##0" + f".{'0' * places}" * bool(places)
    tag = language if is_language(language) else "en"
    found = format_decimal(value, pattern, locale=tag.replace("-", "_"))
    return found.replace("\u202f", "\u00a0")  # which few fonts have


def plural_of(number: int, language: str) -> str:
    """Return the name of the plural that a number has in a language: one, few, many, other."""
    return str(_plurals(language)(number))


@cache
def plurals_of(language: str) -> tuple[str, ...]:
    """Return the names of the plurals that whole numbers have in a language."""
    found = {plural_of(number, language) for number in _COUNTED}
    return tuple(form for form in PLURAL_FORMS if form in found)


@cache
def _plurals(language: str) -> PluralRule:
    """Return the plurals of a language; one that nobody knows counts as English does."""
    tag = language if is_language(language) else "en"
    return Locale.parse(tag, sep="-").plural_form


def read_date(words: str, language: str) -> datetime.date | None:
    """Return the day that words name: 3 December 2027, December 3, 2027, 2027-12-03, 3/12/2027 or
    3.12.2027; None where they name none.
    """
    text = " ".join(words.replace(",", " ").split()).casefold()
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DAY_FIRST.fullmatch(text):
        return _day(*map(int, reversed(found.groups())))
    months = _months(language)
    if (found := _IN_WORDS.fullmatch(text)) and found[2] in months:
        return _day(int(found[3]), months[found[2]], int(found[1]))
    if (found := _MONTH_FIRST.fullmatch(text)) and found[1] in months:
        return _day(int(found[3]), months[found[1]], int(found[2]))
    return None


@cache
def days_of_the_week(language: str) -> tuple[str, ...]:
    """Return how a language calls the days of the week, from Monday on."""
    tag = language if is_language(language) else "en"
    names = get_day_names("wide", locale=tag.replace("-", "_"))
    return tuple(names[day] for day in range(7))


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


@cache
def _months(language: str) -> dict[str, int]:
    """Return the months by their names, long and short."""
    locale = language.replace("-", "_")
    return {
        name.casefold().rstrip("."): number
        for width in ("abbreviated", "wide")
        for number, name in get_month_names(width, locale=locale).items()
    }


def is_language(tag: str) -> bool:
    """Whether dates can be written in a language such as `en-GB`."""
    try:
        country = Locale.parse(tag, sep="-").territory
        known = country is None or country in tag.split("-")  # en-UK is read as en-GB
        return known and tag.replace("-", "").isalnum()  # blanks would be passed over
    except (UnknownLocaleError, ValueError):
        return False


@cache
def countries_of(language: str) -> tuple[str, ...]:
    """Return the country of a language such as `en-GB`, or all in which it is official, such as
    AT, CH and DE; none for a language that nobody knows.
    """
    if not is_language(language):
        return ()
    known = Locale.parse(language, sep="-")
    if known.territory:
        return (known.territory,)
    everywhere = get_global("territory_languages")
    return tuple(
        country
        for country in sorted(everywhere)
        if known.language in get_official_languages(country, regional=True, de_facto=True)
    )


@cache
def script_of(language: str) -> str:
    """Return the code of the script that a language is written in: Latn, Cyrl, Arab."""
    if not is_language(language):
        return ""
    known = Locale.parse(language, sep="-")
    likely = get_global("likely_subtags").get(known.language, "")
    return known.script or next((part for part in likely.split("_")[1:2]), "")


@cache
def runs_right_to_left(language: str) -> bool:
    """Whether a language such as `ar` is written from right to left."""
    return is_language(language) and Locale.parse(language, sep="-").text_direction == "rtl"


def unknown_language(tag: str, span: Span) -> Diagnostic:
    """Return what is reported of a language that nobody knows."""
    return Diagnostic(
        Code.VALUE_WRONG,
        span,
        f"“{tag}” is not a language",
        "write the codes of language and country: en-GB, cy-GB, gd-GB",
    )

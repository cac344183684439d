"""Checks of single words and phrases: places, dates, capitals of headings, jargon, languages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.rules.content.prose import Prose
from packbuilder.settings.dates import days_of_the_week, long_date, read_date, script_of

_COLOUR = "red|green|blue|yellow|orange|purple|pink|brown|grey|gray|black|white|round|square"
_THING = "box|boxes|panel|column|table|figure|picture|image|photo|list|text|diagram|chart"
_PLACES = re.compile(
    rf"\b(?:{_THING}) (?:on|to|at) the (?:left|right|side|top|bottom)\b"
    rf"|\b(?:left|right)-hand (?:{_THING}|side)\b"
    r"|\b(?:see|shown?|listed|as) (?:above|below|over|to the|on the|at the)? ?"
    r"(?:left|right|bottom|top)\b"
    rf"|\bthe (?:{_COLOUR}) (?:ones?|{_THING}|shapes?|dots?|parts?|cells?|rows?|cards?)\b"
    rf"|\b(?:shown|marked|printed|written|highlighted) in (?:{_COLOUR})\b",
    re.IGNORECASE,
)

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTH_FIRST = rf"\b{_MONTH} \d{{1,2}},? \d{{4}}\b|\b(?!May ){_MONTH} \d{{1,2}}\b(?![:.]\d)"
_DAY_FIRST = rf"\b\d{{1,2}} {_MONTH}\b"
_ANY_ORDER = (
    rf"\b\d{{1,2}}(?:st|nd|rd|th)(?: of)? {_MONTH}\b"
    rf"|\bthe \d{{1,2}}(?:st|nd|rd|th) of {_MONTH}\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b"
)
_DATES = {
    False: re.compile(f"{_ANY_ORDER}|{_MONTH_FIRST}"),
    True: re.compile(f"{_ANY_ORDER}|{_DAY_FIRST}"),
}
"""Dates in another form than that of the language, which has the month first or not."""
_IN_FIGURES = re.compile(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/-]|\.\w)")
"""2016-02-11, which is no part of the name of a file."""
_IN_WORDS = re.compile(f"{_MONTH_FIRST}|{_DAY_FIRST}")

_DAYS = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b(?: of)?")

_EXAMPLE = datetime.date(2015, 12, 3)

JARGON = {
    "actionable": "that can be done",
    "blue-sky thinking": "new ideas",
    "deliverable": "result",
    "deliverables": "results",
    "deliver": "provide, or make",
    "delivered": "provided, or made",
    "delivering": "providing, or making",
    "empower": "allow, or help",
    "facilitate": "help, or lead",
    "going forward": "from now on",
    "holistic": "whole",
    "impactful": "strong",
    "in order to": "to",
    "leverage": "use",
    "leveraging": "using",
    "low-hanging fruit": "what is easy",
    "one-stop shop": "one place for",
    "overarching": "main",
    "paradigm": "pattern",
    "prior to": "before",
    "ring-fence": "keep for",
    "stakeholder": "partner, or who it is",
    "stakeholders": "partners, or who they are",
    "streamline": "make simpler",
    "synergies": "what works better together",
    "synergy": "what works better together",
    "utilise": "use",
    "utilised": "used",
    "with regard to": "about",
}
"""Words that government style avoids, with plainer ones."""

_JARGON = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, JARGON), key=len, reverse=True))})\b", re.IGNORECASE
)
_OTHER_LETTERS = re.compile(r"(?<!\w)\w*[àìòùŵŷÀÌÒÙŴŶ]\w*")
_CAPITALISED = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]*")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
LEAST_CAPITALS = 2


def check_places(prose: Prose) -> Iterator[Diagnostic]:
    """Nothing is conveyed by colour, shape or place alone (CO-02)."""
    for span, place in _found(prose, _PLACES):
        yield Diagnostic(
            Code.COLOUR_ALONE,
            span,
            f"“{place}” points to something by place or colour",
            "use its title or number, for those who cannot see it or read it in Word",
            Severity.WARNING,
        )


def check_dates(prose: Prose) -> Iterator[Diagnostic]:
    """Dates are written as 3 December 2015, or as the document's kind of English does (LA-03);
    those in figures, as 2016-02-11, only among dates in words: not in minutes and tables that have
    all of them in figures.
    """
    example = long_date(_EXAMPLE, prose.document.meta.language)
    lines = tuple(passage for passage in prose.passages if passage.kind == "text")
    sentences = replace(prose, passages=lines)
    figures = _found(sentences, _IN_FIGURES) if any(_found(sentences, _IN_WORDS)) else ()
    for span, date in (*_found(prose, _DATES[example.startswith("December")]), *figures):
        yield Diagnostic(
            Code.DATE,
            span,
            f"the date “{date}” is not written like the others in the pack",
            f"write it as {example}",
            Severity.WARNING,
        )


def check_weekdays(prose: Prose) -> Iterator[Diagnostic]:
    """A date is in the calendar, and a day of the week is that of its date (LA-03)."""
    language = prose.document.meta.language
    for span, words in _found(prose, _DAYS):
        if read_date(_ORDINAL.sub("", words), language) is None:
            yield Diagnostic(
                Code.DATE, span, f"there is no {words}", "correct the date", Severity.WARNING
            )
    names = days_of_the_week(language)
    for span, words in _found(prose, _dates_with_weekdays(names)):
        said = max((name for name in names if words.startswith(name)), key=len)
        day = _ORDINAL.sub("", words.removeprefix(said).replace(" the ", " ")).strip(" ,")
        date = read_date(day, language)
        if date and names[date.weekday()] != said:
            yield Diagnostic(
                Code.DATE,
                span,
                f"“{words}” is a {names[date.weekday()]}",
                "correct the day of the week, or the date",
                Severity.WARNING,
            )


@cache
def _dates_with_weekdays(names: tuple[str, ...]) -> re.Pattern[str]:
    days = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    date = (
        r"(?:the )?\d{1,2}(?:\.|st|nd|rd|th)?(?: of)? [^\W\d]+\.?,? \d{4}"
        r"|[^\W\d]+ \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    )
    return re.compile(rf"\b(?:{days}),? (?:{date})\b")


def check_capitals_of_headings(prose: Prose) -> Iterator[Diagnostic]:
    """Headings have capitals as sentences do (LA-03).

    A word counts as a name where the text has it with a capital inside a sentence.
    """
    headings = [passage for passage in prose.passages if passage.kind == "heading"]
    names = {
        match[0].removesuffix("’s")
        for passage in prose.passages
        if passage.kind != "heading"
        for match in _CAPITALISED.finditer(passage.text)
    }
    for heading in headings:
        following = [word.removesuffix("’s") for word in _WORD.findall(heading.unquoted)[1:]]
        capitals = [w for w in following if w[0].isupper() and w[1:].islower() and w not in names]
        if len(capitals) >= LEAST_CAPITALS and 2 * len(capitals) >= len(following):
            yield Diagnostic(
                Code.TITLE_CASE,
                heading.span,
                f"the heading “{heading.text}” has too many capitals",
                "write it like a sentence: only the first word and names have capitals",
                Severity.WARNING,
            )


def check_jargon(prose: Prose) -> Iterator[Diagnostic]:
    """Words are plain (LA-04). Reports keep those of what they report, quotations too; so do names
    of people and bodies.
    """
    if prose.document.meta.kind == "report":
        return
    for passage in prose.passages:
        for match in _JARGON.finditer(passage.unquoted):
            known = match[0].lower() in prose.known
            if not known and not _is_in_name(match, passage.unquoted):
                yield Diagnostic(
                    Code.JARGON,
                    passage.span,
                    f"“{match[0]}” is jargon",
                    f"try “{JARGON[match[0].lower()]}”",
                    Severity.ADVICE,
                )


def _is_in_name(match: re.Match[str], text: str) -> bool:
    """Whether a word is part of a name, such as Stakeholder Forum or Highland Stakeholders."""
    if not match[0][0].isupper():
        return False
    before = text[max(0, match.start() - 3) : match.start()]
    follows = re.match(r" (?:(?:of|for|and) )?[A-Z]", text[match.end() : match.end() + 6])
    return bool(follows) or bool(re.search(r"(?:[^\W_]|[,;]) $", before))


def _run_of(letters: str) -> re.Pattern[str]:
    """Match four words one after the other in letters of one script, given as a class."""
    return re.compile(rf"(?<!\w){letters}{{2,}}(?:[,;]? {letters}+){{3,}}(?!\w)")


_RUNS = {
    "Latn": ("Latin", _run_of("[A-Za-zÀ-ɏ’]")),
    "Cyrl": ("Cyrillic", _run_of("[Ѐ-ӿ’]")),
    "Grek": ("Greek", _run_of("[Ͱ-Ͽ]")),
    "Arab": ("Arabic", _run_of("[\u0600-\u06ff]")),
}
"""Scripts by their codes: what they are called, and words in their letters."""


def check_language(prose: Prose) -> Iterator[Diagnostic]:
    """Words of other languages are marked, to be read aloud well (ST-01)."""
    for passage in prose.passages:
        if passage.data or passage.text.isascii():
            continue
        found = dict.fromkeys(_OTHER_LETTERS.findall(passage.text))
        for word in (each for each in found if each.lower() not in prose.known):
            yield Diagnostic(
                Code.LANGUAGE,
                passage.span,
                f"“{word}” has a letter that English does not have",
                f"mark its language: [{word}]{{lang=gd}}, or cy for Welsh",
                Severity.ADVICE,
            )


def check_script(prose: Prose) -> Iterator[Diagnostic]:
    """A text in the letters of one language is not said to be in another one (ST-01)."""
    own = _RUNS.get(script_of(prose.document.meta.language))
    if own is None:
        return
    found = [
        (passage.span, script, match[0])
        for passage in prose.passages
        for script, pattern in _RUNS.values()
        if script != own[0] and not passage.data and (match := pattern.search(passage.text))
    ]
    if found:
        span, script, words = found[0]
        others = len(found) - 1
        more = f", and words of {others} more passage{'s' * (others > 1)}" if others else ""
        yield Diagnostic(
            Code.LANGUAGE,
            span,
            f"“{' '.join(words.split()[:4])} …”{more} in {script} letters: the document says it is "
            f"in “{prose.document.meta.language}”",
            "name its language in the front matter, as in “language: uk”; mark words of another "
            "as [Good morning]{lang=en}",
            Severity.WARNING,
        )


def _found(prose: Prose, pattern: re.Pattern[str]) -> Iterator[tuple[Span, str]]:
    """Find words outside quotations, with their places."""
    for passage in prose.passages:
        for match in pattern.finditer(passage.unquoted):
            yield passage.span, match[0]

"""Telephone numbers → diagnostics: one with too few or too many digits reaches nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import Document, Link, all_inlines
from packbuilder.rules.content.prose import Prose
from packbuilder.settings.dates import countries_of

_NUMBER: Final = re.compile(r"\+?\d(?:(?:\s{1,2}|[.-]|\)\s?|\s?\()?\d)*")
_IN_WORDS: Final = re.compile(
    r"(?<![\w.,:/£$€#+=–-])(?<![\w)] [-–−×x] )(?:\+ ?[1-9]|\(?0[1-9])(?:[ \u00a0\u2011()-]{0,2}\d)+"
    r"(?![\w%])(?![.,:/]\d)"
)
"""What may be a telephone number among other words."""
_SAID: Final = re.compile(
    r"(?:\b(?:call(?: us| me)?(?: on)?|ring|text|mobile|sms|fax|whatsapp|tel)"
    r"|phone|fon|fôn|fòn|téléphone|тел|هاتف)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
"""What stands before a number that is one of a telephone, however it is written."""
_OTHERWISE: Final = re.compile(
    r"\b(?:account|batch|charity|code|company|grid|invoice|isbn|order|ref|reference|registered"
    r"|registration|serial)\b[^.]{0,20}$",
    re.IGNORECASE,
)
"""What stands before numbers of other things."""
_DATE: Final = re.compile(r"\d{1,2}([ -])\d{1,2}\1\d{2}(?:\d\d)?")
_NEAR, _LEAST, _LEAST_SAID = 40, 7, 5
_ANY: Final = range(3, 16)
"""How many digits numbers have anywhere: emergency numbers have 3."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """How many digits a number should have: none where it varies; whether it has too few."""

    few: bool
    wanted: int | None = None


def check_phone(text: str, language: str, where: Span) -> Iterator[Diagnostic]:
    """Look at the numbers in a text; those that begin like an extension may be short. `language`
    says whose numbers are meant.
    """
    found = _NUMBER.findall(text.replace("(0)", ""))
    for number in [each for each in found if each[0] in "0+"] or found[:1]:
        yield from _check_number(number, language, where)


def check_linked_phones(document: Document) -> Iterator[Diagnostic]:
    """Look at the numbers that links of a document call."""
    for inline in all_inlines(document.blocks):
        if isinstance(inline, Link) and inline.target.startswith("tel:"):
            yield from check_phone(inline.target, document.meta.language, inline.span)


def check_phones_in_words(prose: Prose) -> Iterator[Diagnostic]:
    """Look at numbers that are written as those of telephones are, in parts or with a country's
    code, or that words before them say are some.
    """
    language = prose.document.meta.language
    for passage in prose.passages:
        text = passage.text.replace("(0)", "")
        for found in _IN_WORDS.finditer(text):
            before = text[max(0, found.start() - _NEAR) : found.start()]
            number = found[0].strip("( ")
            if _DATE.fullmatch(number) is None and _is_phone(number, before):
                yield from _check_number(number, language, passage.span)


def _is_phone(number: str, before: str) -> bool:
    """Whether digits after some words are those of a telephone."""
    digits = len(re.sub(r"\D", "", number))
    if digits >= _LEAST and not number.isdigit() and not _OTHERWISE.search(before):
        return True
    return digits >= _LEAST_SAID and bool(_SAID.search(before))


def _check_number(number: str, language: str, where: Span) -> Iterator[Diagnostic]:
    """Report a number that no country in question could give out."""
    digits = re.sub(r"\D", "", number)
    countries = (None,) if number[0] == "+" else countries_of(language)
    faults = [_fault(number, country) for country in countries]
    fault = faults[0] if faults else _Fault(len(digits) < min(_ANY))
    if fault is None or None in faults or (not faults and len(digits) in _ANY):
        return
    exact = f"; it has {len(digits) + fault.wanted} here" if fault.wanted else ""
    yield Diagnostic(
        Code.PHONE,
        where,
        f"“{number}” has {len(digits)} digit{'s' * (len(digits) > 1)}: "
        f"too {'few' if fault.few else 'many'} "
        "for a telephone number",
        f"write all of its digits and no more{exact}",
        Severity.WARNING,
    )


@cache
def _fault(number: str, country: str | None) -> _Fault | None:
    """Return what is wrong with a number as one of a country, or with that country's code."""
    import phonenumbers  # opened where there are numbers

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException as error:
        return _Fault(error.error_type != error.TOO_LONG)
    own = country or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    if phonenumbers.is_valid_number(parsed) or phonenumbers.is_valid_short_number(parsed):
        return None
    reason, reasons = (
        phonenumbers.is_possible_number_with_reason(parsed),
        phonenumbers.ValidationResult,
    )
    if reason == reasons.IS_POSSIBLE_LOCAL_ONLY and number[0] not in "0+":
        return None
    significant, usual = phonenumbers.national_significant_number(parsed), _usual_length(own)
    if significant[0] == "0" == phonenumbers.ndd_prefix_for_region(own, strip_non_digits=True):
        significant = significant[1:]  # dialled inside the country alone
    length = len(significant)
    if reason == reasons.TOO_LONG or (usual is not None and length > usual):
        return _Fault(few=False, wanted=usual and usual - length)
    if reason != reasons.IS_POSSIBLE or (usual is not None and length < usual):
        return _Fault(few=True, wanted=usual and usual - length)
    return None


@cache
def _usual_length(country: str) -> int | None:
    """Return how many digits both landlines and mobiles of a country have; None where it varies."""
    import phonenumbers

    kinds = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    examples = [phonenumbers.example_number_for_type(country, kind) for kind in kinds]
    lengths = {len(phonenumbers.national_significant_number(each)) for each in examples if each}
    return lengths.pop() if len(lengths) == 1 else None

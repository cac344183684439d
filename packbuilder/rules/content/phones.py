"""Telephone numbers → diagnostics: one with too few or too many digits reaches nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import Document, Link, all_inlines

_NUMBER: Final = re.compile(r"\+?\d(?:(?:\s{1,2}|[.-]|\)\s?|\s?\()?\d)*")
_BRITISH: Final = ("en-GB", "cy", "gd")
"""Languages in which numbers that begin with 0 are those of the United Kingdom."""
_TEN: Final = (
    *("05", "08", "016977", "01204", "01208", "01254", "01276", "01297", "01298", "01363", "01364"),
    *("01384", "01386", "01404", "01420", "01460", "01461", "01480", "01488", "01524", "01527"),
    *("01562", "01566", "01606", "01629", "01635", "01647", "01659", "01695", "01726", "01744"),
    *("01750", "01768", "01827", "01837", "01884", "01900", "01905", "01935", "01946", "01949"),
    *("01963", "01995"),
)
"""What British numbers begin with that may have 10 digits; all others have 11."""
_EIGHT: Final = ("08001111", "08454647")
_ANY: Final = range(3, 16)
"""How many digits numbers have anywhere: emergency numbers have 3."""
_WITH_AREA: Final = range(7, 16)


def check_phone(text: str, language: str, where: Span) -> Iterator[Diagnostic]:
    """Count the digits of the numbers in a text; those that begin like an extension may be short.
    `language` says whose numbers are meant.
    """
    found = _NUMBER.findall(text.replace("(0)", ""))
    for number in [each for each in found if each[0] in "0+"] or found[:1]:
        digits = re.sub(r"\D", "", number)
        possible = _possible(number, digits, language)
        if len(digits) not in possible:
            few = "few" if len(digits) < min(possible) else "many"
            exact = f"it has {' or '.join(map(str, possible))} here" * (len(possible) < len(_ANY))
            yield Diagnostic(
                Code.PHONE,
                where,
                f"“{number}” has {len(digits)} digits: too {few} for a telephone number",
                f"write all of its digits and no more{'; ' if exact else ''}{exact}",
                Severity.WARNING,
            )


def _possible(number: str, digits: str, language: str) -> Sequence[int]:
    """Return how many digits a number may have."""
    abroad = number.startswith("+")
    british = digits.startswith("44") if abroad else number[0] == "0" and language in _BRITISH
    if not british:
        return _WITH_AREA if number[0] in "0+" else _ANY
    if digits in _EIGHT:
        return (8,)
    inland = f"0{digits[2:]}" if abroad else digits
    return [n + abroad for n in ((10, 11) if inland.startswith(_TEN) else (11,))]


def check_linked_phones(document: Document) -> Iterator[Diagnostic]:
    """Look at the numbers that links of a document call."""
    for inline in all_inlines(document.blocks):
        if isinstance(inline, Link) and inline.target.startswith("tel:"):
            yield from check_phone(inline.target, document.meta.language, inline.span)

"""Telephone numbers: those that nobody can call are reported, those of any country are not."""

from __future__ import annotations

import pytest

from packbuilder.diagnostics import NOWHERE
from packbuilder.rules.content.phones import check_phone


def said(number: str, language: str = "en-GB") -> list[str]:
    return [problem.message for problem in check_phone(number, language, NOWHERE)]


@pytest.mark.parametrize(
    "number",
    [
        *("01632 960 123", "(01632) 960123", "0131 496 0123", "07700 900123", "0800 111 222"),
        *("0800 1111", "0845 46 47", "101", "116 123", "+44 1632 960123", "+44 (0)1632 960 123"),
        *("01204 96012", "+353 1 234 5678", "tel:+441632960123", "Text 07700 900123, any time"),
        *("01632 960 123, extension 4", "01632 960 123 (est. 4567) or 01632 960 124"),
    ],
)
def test_a_number_that_can_be_called(number):
    assert said(number) == []


def test_a_number_of_another_country():
    assert said("030 901820", "de") == said("555 0123", "en-US") == []


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        *(("01632 960 12", 10), ("01632 960 1234", 12), ("07700 90012", 10), ("0131 496 012", 10)),
        *(("+44 1632 96012", 11), ("tel:01632", 5), ("01632 960 123 or 07700 900", 8)),
    ],
)
def test_a_number_with_digits_lost_or_added(number, digits):
    (message,) = said(number)
    assert f"has {digits} digits" in message

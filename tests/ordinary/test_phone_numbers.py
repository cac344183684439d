"""Telephone numbers: those that nobody can call are reported, those of any country are not."""

from __future__ import annotations

import pytest
from helpers.projects import HEAD, PROGRAMME, Memory

from packbuilder.diagnostics import NOWHERE
from packbuilder.readers import read_document
from packbuilder.rules.content.phones import check_phone, check_phones_in_words
from packbuilder.rules.content.prose import read_prose


def said(number: str, language: str = "en-GB") -> list[str]:
    return [problem.message for problem in check_phone(number, language, NOWHERE)]


@pytest.mark.parametrize(
    "number",
    [
        *("01632 960 123", "(01632) 960123", "0131 496 0123", "07700 900123", "0800 111 222"),
        *("0800 1111", "0845 46 47", "101", "116 123", "+44 1632 960123", "+44 (0)1632 960 123"),
        *("016977 3555", "+353 1 234 5678", "tel:+441632960123", "Text 07700 900123, any time"),
        *("01632 960 123, extension 4", "01632 960 123 (est. 4567) or 01632 960 124"),
    ],
)
def test_a_number_that_can_be_called(number):
    assert said(number) == []


@pytest.mark.parametrize(
    ("number", "language"),
    [
        *(("030 901820", "de"), ("555 0123", "en-US"), ("01 42 68 53 00", "fr-FR")),
        *(("044 279 00 00", "uk"), ("22 694 55 50", "pl"), ("06 698 12345", "it-IT")),
        *(("01632 960 123", "gd"), ("555 0123", "en"), ("01632 960 12", "xx")),
    ],
)
def test_a_number_of_another_country(number, language):
    assert said(number, language) == []


@pytest.mark.parametrize(
    ("number", "language", "right"),
    [
        *(("01 42 68 53 0", "fr-FR", 10), ("044 279 00 0", "uk-UA", 10), ("22 694 55 5", "pl", 9)),
        *(("02 9876 543", "en-AU", 10), ("+1 212 555 012", "cy", 11), ("01632 960 12", "gd", 11)),
    ],
)
def test_a_digit_lost_in_any_country(number, language, right):
    (problem,) = check_phone(number, language, NOWHERE)
    assert "too few" in problem.message
    assert problem.help.endswith(f"it has {right} here")


WORDS = {
    "Call 01632 960 12 to book.": "01632 960 12",
    "Ann: 01632 960 1234 (day), 01632 960 123 (night)": "01632 960 1234",
    "| Ann | +44 (0)1632 96012 |\n|---|---|\n| Bo | 07700 900 123 |": "+44 1632 96012",
    "Phone: 0163296012": "0163296012",
    "For help call us on **0131 496 012**.": "0131 496 012",
    "Call 01632 960 123, +353 1 234 5678 or 0800 1111; text 07700 900123.": "",
    "Call at 0900 on 01-02-2026, 05 12 2026 or 09 30.": "",
    "Order 0421 338 12, charity number 0123 456 78, ISBN 0306 4061 52, batch 0163296012.": "",
    "From +3 to +5, 0.5 or 010 020, 0163296012 times, www.example.org/0123-456-78.": "",
    "`01632 960 12`": "",
}


@pytest.mark.parametrize("words", WORDS)
def test_a_number_among_words(words):
    document = read_document(Memory(f"{HEAD}{words}\n"), PROGRAMME)
    found = [d.message.split("”")[0][1:] for d in check_phones_in_words(read_prose(document))]
    assert found == ([WORDS[words]] if WORDS[words] else [])


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

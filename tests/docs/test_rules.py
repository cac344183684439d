"""packbuilder/rules/RULES.md: every rule stands there as the program checks it."""

from __future__ import annotations

import re

import pytest
from helpers.guides import ROOT

from packbuilder.diagnostics import Code
from packbuilder.rules.records import RULES

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "packbuilder/rules/RULES.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [A-Z]{2}-\d\d ", line)
]
CHECKED = {code.number: code.rule for code in Code if code.rule}
WAYS = ("source check", "on the result", "on shipped files", "by design", "not checked")
PARITY = {"PB510", "PB511", "PB512", "PB513", "PB514", "PB515"}
"""They guard all rules, and have the id of none."""


def numbers(how: str) -> set[str]:
    return set(re.findall(r"PB\d{3}", how))


def test_all_rules_stand_in_the_table_once():
    counts = {"TY": 8, "ST": 10, "CO": 3, "FM": 7, "PR": 13, "LA": 6, "RG": 3}
    expected = [f"{area}-{n:02}" for area, most in counts.items() for n in range(1, most + 1)]
    assert [row[0] for row in ROWS] == expected


def test_the_severity_of_each_rule_is_that_of_its_record():
    assert {row[0]: row[2] for row in ROWS} == {r.id: r.severity.value for r in RULES.values()}


def test_the_codes_of_each_rule_are_those_of_the_program():
    shown = {number: rule for rule, _, _, how in ROWS for number in numbers(how) - PARITY}
    assert shown == CHECKED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_row_says_how_a_rule_is_checked(row):
    assert row[3].startswith(WAYS)
    asked = "source check" in row[3] or "on the result" in row[3]
    assert asked == bool(numbers(row[3]))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_check_on_the_result_names_its_code_and_each_test_is_there(row):
    for after in row[3].split("on the result")[1:]:
        assert re.match(r" \(PB\d{3}", after)
    for test in re.findall(r"tests/[\w./]+", row[3]):
        assert (ROOT / test.rstrip(".,;")).exists()


@pytest.mark.parametrize("row", [r for r in ROWS if numbers(r[3]) - PARITY], ids=lambda row: row[0])
def test_the_severity_is_that_of_the_examples(row):
    found = set()
    for number in numbers(row[3]) - PARITY:
        for expected in (ROOT / "tests/diagnostics").glob(f"{number}*/expected.txt"):
            text = expected.read_text(encoding="utf-8")
            found |= set(re.findall(rf"(\w+)\[{number}\]", text))
    reported = {row[2], *re.findall(r"is (?:a )?(warning|advice)", row[3])}
    assert found == reported

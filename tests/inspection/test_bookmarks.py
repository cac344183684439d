"""Bookmarks of a PDF are compared with its headings as far as style sheets leave them alone."""

from __future__ import annotations

import pytest

from packbuilder.diagnostics import NOWHERE
from packbuilder.inspection.bookmarks import BookmarkStyles, read_bookmark_styles
from packbuilder.inspection.expectations import Expected
from packbuilder.inspection.expected import SourceWords
from packbuilder.inspection.reading import Conventions, FileReading, OutlineEntry, Piece
from packbuilder.inspection.structure import check_structure
from packbuilder.theme.style_rules import read_rules

ALL = frozenset(range(1, 7))


@pytest.mark.parametrize(
    ("sheet", "moved", "renamed"),
    [
        ("/* bookmark-level: none */ h2 { color: red }", set(), set()),
        ("h1 { bookmark-level: 1 } h2 { bookmark-state: closed }", set(), set()),
        ("h3, .side h4.small { BOOKMARK-LEVEL: none; color: red }", {3, 4}, set()),
        ("@media print { h2 { bookmark-level: 1 } }", {2}, set()),
        (".summary { bookmark-level: none }", ALL, set()),
        ("h1 { bookmark-label: content(text) } h2 { bookmark-label: attr(title) }", set(), {2}),
        ('h2::before { content: "{ bookmark-level: none }" }', set(), set()),
    ],
)
def test_a_style_sheet_changes_the_bookmarks_that_its_rules_are_about(sheet, moved, renamed):
    assert read_bookmark_styles([sheet]) == BookmarkStyles(frozenset(moved), frozenset(renamed))


def test_a_rule_has_the_line_of_its_selector():
    sheet = '/* a\n */ @import "x;y";\n\nh1,\n  h2 { color: red }\nli::marker{content:"→ "}'
    assert [(rule.line, rule.selectors, dict(rule.properties)) for rule in read_rules(sheet)] == [
        (4, ("h1", "h2"), {"color": "red"}),
        (6, ("li::marker",), {"content": '"→ "'}),
    ]


def test_rules_nested_deeper_than_anybody_writes_say_nothing():
    assert len(list(read_rules("a {" * 3000))) < 100
    assert [rule.selectors for rule in read_rules("@media print { a { b { c: d } } }")] == [
        ("a",),
        ("b",),
    ]


NONE = BookmarkStyles(moved=frozenset({2}))
OTHER = BookmarkStyles(renamed=frozenset({2}))
TEA, LATER, END = (1, "Tea"), (2, "Later"), (1, "The end")


@pytest.mark.parametrize(
    ("styles", "entries", "lost"),
    [
        (BookmarkStyles(), (TEA, LATER, END), ""),
        (BookmarkStyles(), (TEA, END), "Later"),
        (BookmarkStyles(), (TEA, (1, "Later"), END), "Later"),
        (NONE, (TEA, END), ""),
        (NONE, (TEA, LATER), "The end"),
        (NONE, (END,), "Tea"),
        (OTHER, (TEA, (2, "Then"), END), ""),
        (OTHER, (TEA, (2, "Then"), (1, "End")), "The end"),
    ],
)
def test_what_styles_leave_alone_is_compared(styles, entries, lost):
    headings = [Piece("heading", text, page=1, level=level) for level, text in (TEA, LATER, END)]
    at = {"Then": "Later", "End": "The end"}
    reading = FileReading(
        format="pdf",
        title="A",
        language="",
        conventions=Conventions(structure=True),
        pieces=tuple(headings),
        outline=tuple(OutlineEntry(n, text, 1, at.get(text, text)) for n, text in entries),
        pages=1,
    )
    expected = Expected("A", text=[SourceWords("Tea", NOWHERE)], bookmarks=styles)
    found = [
        d.message for d in check_structure(expected, reading, "a.pdf") if "bookmark" in d.message
    ]
    assert len(found) == bool(lost)
    assert all(f"“{lost}”" in message for message in found)

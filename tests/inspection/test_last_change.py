"""Who changed a Word file after it was delivered, as far as it says so."""

from __future__ import annotations

import pytest
from lxml import etree

from packbuilder.inspection.units import LastChange, Tracked
from packbuilder.inspection.word_provenance import read_last_change

NAMES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)
MADE = "2026-11-23T00:00:00Z"


@pytest.mark.parametrize(
    ("last", "modified", "authors", "found"),
    [
        ("The team", MADE, (), LastChange()),
        ("Morag Ellis", "2027-01-09T10:00:00Z", (), LastChange(("Morag Ellis",), "2027-01-09")),
        ("The team", "2027-01-09T10:00:00Z", (), LastChange((), "2027-01-09")),
        ("", "2027-01-09T10:00:00Z", ("Ann",), LastChange(("Ann",), "2027-01-09")),
        ("The team", MADE, ("Ann",), LastChange(("Ann",))),
    ],
)
def test_who_changed_a_file_is_what_it_says_itself(last, modified, authors, found):
    text = (
        f"<cp:coreProperties {NAMES}><!-- --><dc:creator>The team</dc:creator>"
        f"<cp:lastModifiedBy>{last}</cp:lastModifiedBy><dcterms:created>{MADE}</dcterms:created>"
        f"<dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
    )
    parts = {"docProps/core.xml": etree.fromstring(text)}
    assert read_last_change(parts, Tracked(len(authors), authors)) == found
    assert read_last_change({}, Tracked()) == LastChange()

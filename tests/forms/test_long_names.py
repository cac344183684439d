"""An edition of long names in Gaelic and Welsh, without a logo: every name stands whole."""

from __future__ import annotations

import dataclasses
import re
from functools import cache

import pypdfium2
import pytest
from helpers.projects import shipped_edition, shipped_project
from helpers.shared_results import pdf_of

from packbuilder.diagnostics import errors
from packbuilder.model.variants import Variant
from packbuilder.pipeline.edition import PreparedEdition, form_edition
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import with_variant

NAMES = {
    "partnership": "Comhairle nan Eilean Siar agus Cyngor Llanfairpwllgwyngyllgo",
    "short_name": "Llŷn, Ynys Môn, Èirisgeigh agus Dùn Èideann còmhla, Ŵyn",
    "contact_name": "Mòrag NicDhòmhnaill-Ó Súilleabháin ap Gwrgenau-ŵyn",
    "contact_phone": "01632 960 123 (estyniad 4567) neu 01632 960 124",
    "contact_email": "partneriaeth-gymunedol@llanfairpwllgwyngyll.example.org",
    "event_title": "Ag obair còmhla gu math, cydweithio’n dda ar draws yr ynysoedd",
    "venue": "Neuadd Goffa’r Pentref, Ffordd Llanfairpwllgwyngyll, Ŷ Felinheli",
    "reply_days": "10",
    "start_time": "09:30",
}
"""None of them shorter than 45 characters, but for numbers; accents of both languages."""

SHOWN = ("partnership", "contact_name", "contact_phone", "contact_email")
"""What every document says, at its start or at its end."""

DOCUMENTS: tuple[tuple[str, Variant], ...] = (
    ("summary", "office"),
    ("t12-event-evaluation", "office"),
    ("t03-self-assessment", "large-print"),
    ("host-card", "two-up"),
    ("t06-contribution-planner", "poster"),
    ("edition-record", "office"),
)


@cache
def long() -> PreparedEdition:
    loaded = shipped_project()
    plain = shipped_edition("riverbank")
    settings = dataclasses.replace(plain.settings, logo=None, logo_alt=None, **NAMES)
    return form_edition(loaded, "riverbank", settings)


@cache
def pages(name: str, variant: Variant) -> tuple[str, ...]:
    theme = with_variant(long().theme, variant)
    publication, _ = compose_document(long(), name, theme)
    assert publication.parts[0].opening is not None
    assert not publication.parts[0].opening.logos
    document = pypdfium2.PdfDocument(pdf_of(publication, theme))
    return tuple(page.get_textpage().get_text_bounded() for page in document)


def joined(text: str) -> str:
    return " ".join(text.split())


def test_long_names_are_no_mistake():
    assert not errors(long().problems)


@pytest.mark.parametrize(("name", "variant"), DOCUMENTS)
def test_every_name_stands_whole_on_the_page(name, variant):
    text = joined(" ".join(pages(name, variant)))
    dense = re.sub(r"[\s￾\x02-]", "", text)
    for key in SHOWN:
        assert re.sub(r"[\s-]", "", NAMES[key]) in dense, key
    assert f"{NAMES['short_name']} edition" in text


@pytest.mark.parametrize(("name", "variant"), DOCUMENTS)
def test_how_to_ask_for_other_formats_is_not_torn(name, variant):
    asks = re.compile("Need this in another form|Another format or language")
    (page,) = (joined(page) for page in pages(name, variant) if asks.search(page))
    assert "working days." in page


def test_a_host_card_stays_one_card():
    """Two of them are cut from a sheet: there is no second page."""
    assert len(pages("host-card", "two-up")) == 1


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("summary", "office"),
        ("t06-contribution-planner", "office"),
        ("t12-event-evaluation", "office"),
        ("t05-power-map", "large-print"),
        ("t11-action-plan", "large-print"),
    ],
)
def test_a_usual_edition_has_as_many_pages_as_the_standard_one(name, variant):
    """Though its name, its logo and its contacts take room."""
    found = set()
    for each in ("standard", "riverbank"):
        edition = shipped_edition(each)
        theme = with_variant(edition.theme, variant)
        pdf = pdf_of(compose_document(edition, name, theme)[0], theme)
        found.add(len(pypdfium2.PdfDocument(pdf)))
    assert len(found) == 1

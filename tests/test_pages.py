"""How the shipped pages are filled: their number, how much of them is used, whose they are."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from helpers.projects import shipped_project
from helpers.shared_results import pdf_of

from packbuilder.model import Document, Inline, Text, rewrite_document, rewrite_inlines
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import MM_PER_PT, with_variant

SIDES = {
    "t01-right-approach": 3,
    "t02-agreement": 8,
    "t03-self-assessment": 5,  # the fourth is the poster
    "t04-skills-matrix": 3,
    "t05-power-map": 4,
    "t06-contribution-planner": 4,
    "t07-so-what-log": 3,
    "t09-boundary-spanner": 4,
    "t10-context-scan": 3,
    "t11-action-plan": 3,
    "t12-event-evaluation": 2,
    "summary": 2,
}
HANDED_OUT = {"t03-self-assessment": 3, "t07-so-what-log": 2, "t11-action-plan": 2}
EDITIONS = ("standard", "riverbank")
MEAN, HALF = 0.6, 0.5
WHITE = 235
"""Lighter than this, a dot of a page in grey is paper."""
SCALE = 0.5


LONG = "long"
"""An edition whose names and contacts are as long as any."""
WORDS = "words"
"""The standard edition in a language whose words are a quarter longer."""
NAMES = (
    "partnership",
    "short_name",
    "area",
    "contact_name",
    "contact_email",
    "event_title",
    "venue",
)
SIXTY = "Cydbartneriaeth Gwasanaethau Cyhoeddus Gwynedd a’r Cylch"


def stretched(document: Document) -> Document:
    """Make words a quarter longer: letters more in them, at places spread evenly."""
    left = [0.0]

    def longer(word: re.Match[str]) -> str:
        left[0] += (len(word[0]) + 1) / 4
        more, left[0] = int(left[0]), left[0] % 1
        return word[0][:-1] + ("adwyi" * 9)[:more] + word[0][-1]

    def change(inline: Inline) -> list[Inline]:
        if not isinstance(inline, Text):
            return [inline]
        return [replace(inline, text=re.sub(r"[^\W\d_]{3,}", longer, inline.text))]

    return rewrite_document(document, lambda block: [rewrite_inlines(block, change)])


@cache
def edition(name: str) -> PreparedEdition:
    project = shipped_project()
    if name == WORDS:
        texts = {key: stretched(each) for key, each in project.texts.documents.items()}
        project = replace(project, texts=replace(project.texts, documents=texts))
        name = "standard"
    if name == LONG:
        values = {key: SIXTY.ljust(60, "a") for key in NAMES}
        values["contact_email"] = "a" * 40 + "@gwynedd.example.org"
        long = replace(project.editions["riverbank"], **values)
        project = replace(project, editions={**project.editions, "riverbank": long})
    return prepare_edition(project, "riverbank" if name == LONG else name)


def pages(edition_name: str, name: str, variant: str = "office", to: str = ""):
    theme = with_variant(edition(edition_name).theme, variant)
    publication, _ = compose_document(edition(edition_name), name, theme, handed_to=to)
    return pypdfium2.PdfDocument(pdf_of(publication, theme))


def fill(page: pypdfium2.PdfPage, profile: str = "handout", variant: str = "office") -> float:
    """Return how far down the live height of a page its lowest content is."""
    width, height = page.get_size()
    theme = with_variant(edition("standard").theme, variant)
    paper = theme.paper(profile, landscape=width > height)
    top, bottom = (float(side.removesuffix("mm")) / MM_PER_PT for side in (paper.top, paper.bottom))
    picture = page.render(scale=SCALE).to_pil().convert("L")
    live = picture.crop((0, 0, picture.width, int((height - bottom) * SCALE)))
    inked = live.point(lambda grey: 255 if grey < WHITE else 0).getbbox()
    return max(0.0, ((inked[3] if inked else 0) / SCALE - top) / (height - top - bottom))


def _words(page: pypdfium2.PdfPage) -> str:
    return page.get_textpage().get_text_bounded()


def documents(folder: Path) -> list[Path]:
    return [pdf for pdf in folder.glob("*.pdf") if "print" not in pdf.name]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("name", "sides"), SIDES.items())
def test_a_tool_has_as_many_sides_as_it_should(all_packs, name, sides, edition):
    """Also with a partnership's name, logo and contacts: nothing is stranded on a page more."""
    pdf = all_packs / edition / "full-pack" / f"{name}.pdf"
    assert len(pypdfium2.PdfDocument(pdf)) == sides


def test_pages_are_filled(full_pack):
    """Covers and last pages aside, and sheets of cards, which are full."""
    poor = {}
    for pdf in documents(full_pack):
        if pdf.stem in ("full-pack", "t08-question-cards"):
            continue
        profile = "reading" if pdf.stem in ("event-report", "briefing") else "handout"
        fills = [fill(page, profile) for page in pypdfium2.PdfDocument(pdf)]
        mean, least = sum(fills) / len(fills), min(fills[:-1], default=1)
        if mean < MEAN or least < HALF:
            poor[pdf.stem] = (round(mean, 2), round(least, 2))
    assert poor == {}


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(("document", "sides"), HANDED_OUT.items())
def test_delegates_get_no_pages_of_facilitators(name, document, sides):
    found = [page.get_textpage().get_text_bounded() for page in pages(name, document, to="person")]
    assert len(found) == sides
    assert "How to run" not in " ".join(" ".join(found).split())
    assert "Another format or language?" in found[-1]


@pytest.mark.parametrize("longer", [LONG, WORDS])
@pytest.mark.parametrize("name", SIDES)
def test_no_tool_grows_by_more_than_a_side(name, longer):
    """Neither with names of 60 characters, nor with words a quarter longer, as in Welsh."""
    made = pages(longer, name)
    assert SIDES[name] <= len(made) <= SIDES[name] + 1
    assert all(fill(page) > 0.22 for page in made), "something is stranded"


@pytest.mark.parametrize(
    ("name", "more"), [("t02-agreement", 3), ("t04-skills-matrix", 1), ("t09-boundary-spanner", 1)]
)
def test_large_print_adds_few_sides_and_strands_nothing(name, more):
    made = pages("standard", name, variant="large-print")
    assert len(made) == SIDES[name] + more
    filled = [round(fill(page, variant="large-print"), 2) for page in made]
    assert min(filled) > 0.3, "something is stranded"
    assert min(filled) < 0.99, "the foot is measured with the content"


@pytest.mark.parametrize(
    ("name", "sides"), [("t03-self-assessment", 8), ("t12-event-evaluation", 3)]
)
def test_large_print_has_room_for_longer_words(name, sides):
    """Scales go on over lines, and what can be ticked in a row stands below its question."""
    assert len(pages(WORDS, name, variant="large-print")) == sides


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("document", "sides"),
    [("t03-self-assessment", 1), ("t05-power-map", 1), ("t06-contribution-planner", 1)],
)
def test_posters_have_no_page_for_the_notice(name, document, sides):
    assert len(pages(name, document, variant="poster")) == sides


def test_a_theme_goes_on_below_a_page_that_is_nearly_empty():
    """The last lines of the theme before it have no page of their own."""
    made = pages(WORDS, "event-report")
    begun = [len(re.findall(r"^Them\w+ [A-Z]{2}\b", text, re.M)) for text in map(_words, made)]
    assert sum(begun) == 6
    first = begun.index(1)
    assert min(fill(page, "reading") for page in [*made][first:]) > 0.4


def test_longer_words_leave_no_page_of_the_briefing_nearly_empty():
    made = pages(WORDS, "briefing")
    assert min(fill(page, "reading") for page in [*made][1:]) > 0.4


def test_a_decision_of_two_lines_hangs_beside_what_is_ticked():
    made = pages("standard", "t01-right-approach", variant="large-print")
    text = next(p for p in made if "Pause and find" in _words(p)).get_textpage()
    start, count = text.search("Pause and find").get_next()
    below = text.get_text_range(start + count, 5).index("out") + start + count
    (first, foot, *_), (second, lower, *_) = (text.get_charbox(at) for at in (start, below))
    assert lower < foot
    assert abs(second - first) < 6


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("t14-facilitator-guide", ("Choose a tool", "partnership the right", "say, in short?")),
        ("t14-facilitator-guide", ("Plan the room", "Check access", "Plan breaks")),
        ("event-report", ("Key considerations for", "partnership fits", "Work with complexity")),
        ("event-report", ("From theme to tool", "alike would", "who could change")),
        ("briefing", ("Check that partnership", "Spell out the basics", "Work with complexity")),
    ],
)
def test_what_belongs_together_stands_on_one_page(name, document, words):
    shown = [" ".join(p.get_textpage().get_text_bounded().split()) for p in pages(name, document)]
    assert any(all(each in text for each in words) for text in shown)


def test_the_bar_of_a_plan_stands_with_the_plan():
    texts = [
        p.get_textpage().get_text_bounded() for p in pages("standard", "t14-facilitator-guide")
    ]
    bars = [text for text in texts if "At a glance: minutes" in text]
    assert len(bars) == 2
    assert all("Clock" in text and "Run sheet for" in text for text in bars)

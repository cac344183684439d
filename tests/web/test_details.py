"""The details of an edition as a form: prices of paper, and files that people wrote by hand."""

from __future__ import annotations

import pytest
from helpers.time_limits import wait_until

EDITION = "content/editions/hilltown.yaml"
PEOPLE = "/e/hilltown/details/people"


def test_prices_and_large_numbers_are_saved_with_their_edition(page, root):
    form = page.get(PEOPLE)
    sent = {"seen": form.field("seen"), "prices-A4": "0,05", "prices-card": "0.125"}
    sent |= {"duplex": "yes", "a3": "yes", "card_stock": "yes", "delegates": "1,040"}
    assert page.post(PEOPLE, sent).status == 303
    saved = 'delegates: 1040\nprices:\n  A4: "0.05"\n  card: "0.125"\n'
    assert (root / EDITION).read_text() == f"short_name: Hilltown  # as people say\n{saved}"
    again = page.get(PEOPLE)
    assert (again.field("prices-A4"), again.field("prices-A3")) == ("0.05", "")
    wrong = page.post(PEOPLE, sent | {"seen": again.field("seen"), "prices-A4": "£1"})
    assert wrong.status == 422
    assert "Write prices as numbers alone" in wrong.words
    assert 'href="#prices-A4"' in wrong.text
    assert wrong.field("prices-A4") == "£1"


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("contact", {"contact_phone": "ask me"}, "Write a telephone number in digits"),
        ("contact", {"contact_email": "Jo <jo@example.org>"}, "Write one email address"),
        ("contact", {"website": "our page"}, "Write a web address without spaces"),
        ("contact", {"contact_name": "a@example.org"}, "Write a name."),
        (
            "event",
            {"event_date-day": "1", "event_date-month": "2", "event_date-year": "27"},
            "four",
        ),
        ("people", {"delegates": "40", "large_print": "41"}, "not above that of the people"),
        ("words", {"colour": "dark green"}, "Write the character #"),
        ("partnership", {"short_name": "Hill", "logo_alt": "hill.png"}, "Say in words what"),
        ("partnership", {"short_name": "Hill " * 7}, "Write at most 30 letters"),
    ],
)
def test_what_a_field_cannot_hold_is_said_for_who_fills_it_in(page, part, typed, said):
    at = f"/e/hilltown/details/{part}"
    found = page.post(at, {"seen": page.get(at).field("seen"), **typed})
    assert found.status == 422
    assert found.words.count(said) == 2, "in the summary, and beside the field"
    assert "quotes" not in found.words
    assert "cannot be" not in found.words
    assert all(found.field(name) == value for name, value in typed.items())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("prices: {A5: 0.05}", "There is no paper “A5”"),
        ("prices: {A4: £1}", "“£1” is no price of a sheet"),
        ("prices: 5", "“prices” cannot be “5”"),
        ("terms: 5", "“terms” cannot be “5”"),
    ],
)
def test_a_file_with_a_mistake_can_still_be_filled_in(page, root, written, said):
    (root / EDITION).write_text(f"{written}\n")
    for part in ("people", "words"):
        assert page.get(f"/e/hilltown/details/{part}").status == 200
    assert said in page.get("/e/hilltown/mistakes").words


def test_how_packs_stand_is_found_out_once_something_is_saved(page):
    sent = {"seen": page.get(PEOPLE).field("seen"), "delegates": "40"}
    assert page.post(PEOPLE, sent).status == 303
    assert wait_until(lambda: "status" in vars(page.server.workspace.view("hilltown")))


def test_where_details_are_printed_stands_beside_them(page, root):
    head = "---\ntitle: {}\nkind: handout\nupdated: 2026-03-14\n---\n\n# A day {{#a}}\n\n"
    at, ours = (
        "::: only {has=venue}\n[[venue]]\n:::\n",
        "::: only {edition=standard}\n[[venue]]\n:::\n",
    )
    names = [f"way-{number}" for number in range(6)]
    for name in names:
        (root / f"content/{name}.md").write_text(head.format(name.title()) + at)
    (root / "content/not-here.md").write_text(head.format("Not here") + ours)
    listed = ", ".join(["programme", "not-here", *names])
    pack = f"title: A day\ndocuments: [{listed}]\nformats: [pdf]\n"
    (root / "content/packs/day.yaml").write_text(pack)
    (root / EDITION).write_text("packs: [day]\nleave_out: [way-0]\n")
    words = page.get("/e/hilltown/details/event").words
    assert "Place: covers, Way-1, Way-2, Way-3, 2 more documents" in words
    assert "Where this is printed" not in page.get(PEOPLE).words

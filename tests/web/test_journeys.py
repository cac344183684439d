"""What an organiser does on the page, press by press."""

from __future__ import annotations

import re

from helpers.page import Visitor
from helpers.time_limits import wait_until

EDITION = "content/editions/hilltown.yaml"


def wait_for(page: Visitor, place: str) -> str:
    assert wait_until(lambda: "hx-get" not in page.get(place).text)
    return page.get(place).words


def test_an_event_from_nothing_to_its_zip_takes_ten_presses(page, root):
    presses, at = 1, page.post("/editions", {"name": "Lowtown", "from": ""}).goes_to
    while "/details/" in at:
        form = page.get(at)
        part = at.rpartition("/")[2].partition("?")[0]
        typed = {"partnership": {"short_name": "Lowtown"}, "event": {"venue": "Hall: #2"}}
        at = page.post(
            f"/e/lowtown/details/{part}", {"seen": form.field("seen"), **typed.get(part, {})}
        ).goes_to
        presses += 1
    choice = page.get(at)
    packs = re.findall(r'name="pack" value="([^"]*)"', choice.text)
    at = page.post("/e/lowtown/packs", {"seen": choice.field("seen"), "pack": packs[:1]}).goes_to
    home = page.get(at)
    assert "Make 1 pack" in home.words
    at = page.post("/e/lowtown/make", {}).goes_to
    presses += 3  # packs, make, download
    made = wait_for(page, at)
    assert "1 pack is ready" in made
    zips = re.findall(r'href="[^"]*(/e/lowtown/files/[^"]*\.zip)"', page.get(at).text)
    found = page.get(zips[0])
    assert (found.status, found.data[:2], presses) == (200, b"PK", 10)
    text = (root / "content/editions/lowtown.yaml").read_text()
    assert "venue: 'Hall: #2'" in text
    assert (
        "All are made" in page.get("/e/lowtown/").words
        or "all are made" in page.get("/e/lowtown/").words
    )


def test_mistakes_stand_beside_their_fields_and_nothing_typed_is_lost(page, root):
    before = (root / EDITION).read_text()
    form = page.get("/e/hilltown/details/event")
    typed = {"event_date-day": "31", "event_date-month": "2", "event_date-year": "2027"}
    typed |= {"start_time": "half nine", "venue": "The <b>hall</b>", "seen": form.field("seen")}
    found = page.post("/e/hilltown/details/event", typed)
    assert found.status == 422
    assert "Error:" in found.text.partition("</title>")[0]
    assert "There are 2 things to fix" in found.words
    assert found.words.count("February 2027 has 28 days") == 2
    assert found.field("start_time") == "half nine"
    assert found.field("venue") == "The <b>hall</b>"
    assert 'href="#event_date-day"' in found.text
    assert (root / EDITION).read_text() == before


def test_a_save_keeps_comments_and_can_be_undone(page, root):
    before = (root / EDITION).read_text()
    form = page.get("/e/hilltown/details/contact")
    sent = {"seen": form.field("seen"), "contact_email": "ann@example.org"}
    at = page.post("/e/hilltown/details/contact", sent).goes_to
    saved = (root / EDITION).read_text()
    assert saved == f"{before}contact_email: ann@example.org\n"
    shown = page.get(at)
    assert "Saved details, Contact" in shown.words
    undo = re.search(r'action="[^"]*(/e/hilltown/undo/\w+)"', shown.text)[1]
    page.post(undo, {})
    assert (root / EDITION).read_text() == before
    (root / EDITION).write_text("contact_email: bob@example.org\n")
    assert page.post(undo, {}).status == 409
    assert (root / EDITION).read_text() == "contact_email: bob@example.org\n"


def test_what_somebody_else_changed_meanwhile_is_merged_or_shown(page, root):
    form = page.get("/e/hilltown/details/contact")
    (root / EDITION).write_text("short_name: Hilltown\nvenue: Hall\n")
    sent = {"seen": form.field("seen"), "contact_name": "Ann"}
    assert page.post("/e/hilltown/details/contact", sent).status == 303
    assert (root / EDITION).read_text() == "short_name: Hilltown\nvenue: Hall\ncontact_name: Ann\n"
    form = page.get("/e/hilltown/details/contact")
    (root / EDITION).write_text("contact_name: Bob\n")
    found = page.post(
        "/e/hilltown/details/contact", sent | {"seen": form.field("seen"), "contact_name": "Cat"}
    )
    assert found.status == 409
    assert "“Bob”" in found.words
    assert found.field("contact_name") == "Cat"
    assert (root / EDITION).read_text() == "contact_name: Bob\n"


def test_a_logo_is_tried_before_it_is_kept(page, root):
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    at, seen = (
        "/e/hilltown/details/partnership",
        page.get("/e/hilltown/details/partnership").field("seen"),
    )
    fields = {"seen": seen, "short_name": "Hilltown", "logo_alt": "A hill"}
    for name, data, status in (
        ("a.svg", svg.replace(b"<path", b"<script/><path"), 415),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg, 415),
        ("a.png", b"<html>", 415),
        ("a.yaml", b"a: b", 415),
        ("a.svg", svg + b" " * 2_000_000, 413),
        ("../../a.svg", svg, 303),
    ):
        found = page.upload(at, fields, "logo", name, data)
        assert (name, found.status) == (name, status)
    assert not (root.parent / "a.svg").exists()
    logo = re.search("logo: (images/logo-a-.*svg)", (root / EDITION).read_text())[1]
    assert (root / "content" / logo).read_bytes() == svg
    assert page.get("/e/hilltown/logo").headers["content-type"] == "image/svg+xml"


def test_a_mistake_is_shown_with_its_place_in_plain_words(page, root):
    file = root / "content/programme.md"
    file.write_text(file.read_text() + "\n## Later\n\nA word.\n\nSee [nothing](#no-such-place).\n")
    home = page.get("/e/hilltown/")
    assert "Fix 1 mistake" in home.words
    listed = page.get("/e/hilltown/mistakes").words
    assert "“Later”, paragraph 2" in listed
    assert "content/" not in listed


def test_a_pack_without_the_text_that_has_a_mistake_waits(page, root):
    head = "---\ntitle: {0}\nkind: handout\nupdated: 2026-03-14\n---\n\n# {0} {{#a}}\n\n"
    (root / "content/walk.md").write_text(head.format("Walk") + "See [nothing](#no-such-place).\n")
    (root / "content/packs/out.yaml").write_text("title: Outside\ndocuments: [programme, walk]\n")
    edition = root / EDITION
    edition.write_text(edition.read_text() + "packs: [out]\n")
    assert "Mistake in a text" in page.get("/e/hilltown/").words
    edition.write_text(edition.read_text() + "leave_out: [walk]\n")
    words = page.get("/e/hilltown/").words
    assert "Mistake in a text" not in words
    assert "Waiting for a mistake to be fixed" in words


def test_home_counts_the_packs_that_are_chosen_and_still_there(page, root, packbuilder):
    others = [root / f"content/packs/{name}.yaml" for name in ("earlier", "gone")]
    for each in others:
        each.write_text(f"title: The {each.stem} one\ndocuments: [programme]\n")
    (root / EDITION).write_text("packs: [gone]\n")
    asked = ("gone", "earlier", "--edition", "hilltown", "--jobs", "0")
    assert packbuilder(root, "build", *asked).exit_code == 0
    words = page.get("/e/hilltown/").words
    assert re.search(r"\b1 of [34] chosen", words), words
    assert "The earlier one" in words
    (root / EDITION).write_text("packs: [earlier]\n")
    others[1].unlink()
    words = page.get("/e/hilltown/").words
    assert "The earlier one" in words
    assert "gone" not in words.split()
    assert re.search(r"\b1 of [23] chosen", words), words


def test_the_order_asks_for_people_first(page):
    assert "Fill in how many people are coming" in page.get("/e/hilltown/print").words


def test_the_page_can_be_stopped_from_within(page):
    assert "Stop packbuilder?" in page.get("/stop").words
    assert "has stopped" in page.post("/stop", {}).words


def test_a_mistake_names_documents_as_people_do(page, root):
    head = "---\ntitle: The day\nkind: handout\nupdated: 2026-03-14\n---\n\n# A day {#a}\n\n"
    (root / "content/our-day.md").write_text(f"{head}[There](#nowhere), and [there](no-day.md).\n")
    words = page.get("/e/hilltown/mistakes").words
    assert "There is no id “nowhere” in “The day”." in words
    assert "There is no document “no-day”. Did you mean “our-day”" in words

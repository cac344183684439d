"""Pages as they are printed: what is wrong stands beside them, and they refresh by themselves."""

from __future__ import annotations

import re

import pytest
from helpers.browser import open_browser
from helpers.projects import make_project

from packbuilder.web.server import served

TEXT = "content/programme.md"
TWO_PAGES = """---
title: Programme
kind: handout
updated: 2026-03-14
---

# Morning {#morning}

Coffee at nine.

::: page-break
:::

# Afternoon {#afternoon}

Tea at three.
"""
PROGRAMME = "/e/standard/pages/programme"


@pytest.fixture
def root(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", {TEXT: TWO_PAGES})
    result = packbuilder(folder, "build", "--jobs", "0")
    assert result.exit_code == 0, result.output
    return folder


def test_pages_are_shown_one_by_one(page):
    shown = page.get(f"{PROGRAMME}?page=2")
    assert "Page 2 of 2" in shown.words
    assert "Tea at three" in shown.words
    assert "Coffee" not in shown.words
    assert "There is nothing to fix" in shown.words
    assert page.get("/e/standard/page/programme/2.png").data.startswith(b"\x89PNG")
    assert page.get("/e/standard/page/programme/3.png").status == 404
    assert page.get("/e/standard/pages/nothing").status == 404
    assert page.get(f"{PROGRAMME}?page=99").words == shown.words


def test_a_mistake_stands_beside_its_page(page, root):
    wrong = TWO_PAGES.replace("Tea at three.", "Tea at [[tea_time]].")
    (root / TEXT).write_text(wrong)
    there, before = page.get(f"{PROGRAMME}?page=2"), page.get(PROGRAMME)
    assert "On this page To fix Programme, “Afternoon”" in there.words
    assert "the last time without a mistake" in there.words
    assert "On this page" not in before.words
    assert "On other pages Page 2 :" in before.words
    listed = page.get("/e/standard/mistakes")
    assert re.findall(r'href="[^"]*(/e/[^"]*)">See the page', listed.text) == [
        f"{PROGRAMME}?page=2"
    ]


def test_what_is_on_no_page_is_said_to_be_elsewhere(page, root):
    (root / TEXT).write_text(f"{TWO_PAGES}\n# Notes {{#notes}}\n\nA [[word]].\n")
    shown = page.get(PROGRAMME)
    assert "1 more in another place" in shown.words
    assert "See the page" not in page.get("/e/standard/mistakes").words
    assert "On other pages" not in shown.words


def test_pages_of_other_documents_are_chosen_and_gone_to(page):
    shown = page.get(PROGRAMME)
    assert "Programme: pages" in shown.words
    assert re.findall(r'href="[^"]*page=(\d)"[^>]*>Page', shown.text) == ["1", "2"]
    assert '<option value="programme" selected>' in shown.text
    assert page.get("/e/standard/pages?name=programme").goes_to == PROGRAMME
    assert page.get("/e/standard/pages").goes_to == "/e/standard/"
    assert page.get("/e/standard/pages?name=../x").goes_to == "/e/standard/pages/..%2Fx"


def test_a_document_is_shown_as_each_variant_of_a_pack(page, root, packbuilder):
    large = "title: Large\nvariant: large-print\nformats: [pdf]\ndocuments: [programme]\n"
    (root / "content/packs/large.yaml").write_text(large)
    assert packbuilder(root, "build", "large", "--jobs", "0").exit_code == 0
    shown = page.get(PROGRAMME)
    assert '<option value="programme@large">Programme (Large)</option>' in shown.text
    at = page.get("/e/standard/pages?name=programme@large").goes_to
    there = page.get(f"{at}?page=2")
    assert "Programme (Large): pages" in there.words
    assert "Tea at three" in there.words
    picture = re.search(r'src="[^"]*(/e/standard/page/[^"]*)"', there.text)[1]
    assert page.get(picture).data != page.get("/e/standard/page/programme/2.png").data
    assert page.get(f"{PROGRAMME}@none").status == 404


def test_a_page_stands_beside_its_words(page):
    words = page.get("/e/standard/texts/programme")
    assert "On page 1" in words.words
    number = re.findall(r"change=([\d.]+)", words.text)[-1]
    opened = page.get(f"/e/standard/texts/programme?change={number}")
    assert "On page 2" in opened.words


def test_a_mistake_elsewhere_is_counted(page, root):
    (root / "content/leaflet.md").write_text(
        "---\ntitle: Leaflet\nkind: handout\n---\n\n# A {#a}\n"
    )
    packs = root / "content/packs/day.yaml"
    packs.write_text(packs.read_text().replace("[programme]", "[programme, leaflet]"))
    shown = page.get(PROGRAMME)
    assert "1 more in another place" in shown.words
    assert "See the page" not in page.get("/e/standard/mistakes").words
    assert "On this page" not in shown.words


def test_a_script_is_answered_only_when_something_is_new(page, root):
    seen = page.get(PROGRAMME).text.partition("seen=")[2].partition('"')[0]
    asked = f"{PROGRAMME}?page=1&seen={seen}"
    assert page.get(asked, **{"HX-Request": "true"}).status == 204
    assert page.get(asked).status == 200, "people always see the page"
    (root / TEXT).write_text(TWO_PAGES.replace("Tea at three.", "Tea at [[tea_time]]."))
    assert "On other pages" in page.get(asked, **{"HX-Request": "true"}).words


def test_a_real_browser_refreshes_the_page(root, packbuilder):
    with open_browser() as browser, served(root, root / "output", jobs=0) as server:
        browser.ask("Page.navigate", url=f"{server.address}{PROGRAMME[1:]}")
        browser.wait_for("Page.loadEventFired")
        until = """new Promise(function (done) {{ (function look() {{
            document.querySelector("main").textContent.includes({words}) ? done(true)
            : setTimeout(look, 50); }})(); }})"""
        assert browser.run(until.format(words='"Coffee at nine"'))
        (root / TEXT).write_text(TWO_PAGES.replace("nine", "ten"))
        assert packbuilder(root, "build", "--jobs", "0").exit_code == 0
        assert browser.run(until.format(words='"Coffee at ten"'))
        (root / TEXT).write_text(TWO_PAGES.replace("Tea at three.", "Tea at [[tea_time]]."))
        assert browser.run(until.format(words='"On other pages"'))
        assert browser.run("window.violations || []") == []

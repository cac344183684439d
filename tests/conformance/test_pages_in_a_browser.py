"""Every shipped HTML file in a real Chromium and in the Nu HTML checker: nothing is found.

One browser opens each page once, from its file, and all is looked at there.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from helpers.browser import Browser, open_browser
from helpers.page_faults import NARROW, find_faults
from helpers.projects import shipped_project
from helpers.time_limits import wait_until
from helpers.validators import AXE, distinct, judge_pages, need, need_nu

from packbuilder.pdf.raster import page_words
from packbuilder.pipeline.collect import find_form
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.filled_forms import FilledFolder


@pytest.fixture(scope="module")
def pages(all_packs, tmp_path_factory, request) -> list[Path]:
    """All pages of the default pack, where an edition differs from it, and what leads to them."""
    found = list((all_packs / "standard").glob("*/*.html"))
    whole = request.config.getoption("--everything")
    edition = all_packs / "riverbank"
    found += edition.glob("*/*.html" if whole else "full-pack/t0[12]-*.html")
    unpacked = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(all_packs / "standard/full-pack.zip") as archive:
        archive.extractall(unpacked)
    return [*distinct(found), unpacked / "start-here.html"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    need("axe-core", AXE.is_file())
    with open_browser() as opened:
        yield opened


def is_file(page: Path, link: str) -> bool:
    return bool(link) and (page.parent / unquote(link)).is_file()


def faults(browser: Browser, page: Path) -> list[str]:
    """Return all that is wrong with a page for somebody who reads or fills it in."""
    return find_faults(browser, page.resolve().as_uri(), lambda link: is_file(page, link))


def test_nothing_is_wrong_with_any_page(browser, pages):
    found = {f"{page.parent.name}/{page.name}": faults(browser, page) for page in pages}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert len(found) >= 18


def test_lists_of_tools_and_of_parts_use_the_whole_width_and_tools_begin_pages(browser, all_packs):
    """Contents beside a text have a column; in those of a pack, no text stands beside them."""
    page = all_packs / "standard/full-pack/full-pack.html"
    browser.open(page, width=1280)
    wide = "nav => nav.offsetWidth / nav.parentElement.offsetWidth"
    shares = browser.run(f"[...document.querySelectorAll('.part > .contents')].map({wide})")
    assert shares
    assert min(shares) > 0.9
    printed = browser.ask("Page.printToPDF", preferCSSPageSize=True)["data"]
    with pikepdf.open(io.BytesIO(base64.b64decode(printed))) as pdf:
        count = len(pdf.pages)
    sheets = [page_words(base64.b64decode(printed), number) for number in range(1, count + 1)]
    (run,) = (lines for lines in sheets if "How to run T01" in lines)
    assert not any("Aims, roles" in line for line in run)
    assert all(sheets), "a page is blank"


FAULTY = """<!doctype html><html lang="en"><head><title>A</title>
<meta http-equiv="Content-Security-Policy" content="img-src 'none'"></head>
<body><main><h1>A</h1><img src="data:,x"><p id="b">
<a href="b.html">elsewhere</a> <button style="width:9px;height:9px;border:0">x</button></p>
<div style="width:900px;background:red">wide</div>
<script>console.log("hello"); fetch("http://127.0.0.1:9/").catch(function () {})</script>
</main></body></html>
"""


def test_faults_would_be_found(browser, tmp_path):
    page = tmp_path / "faulty.html"
    page.write_text(FAULTY, encoding="utf-8")
    found = "\n".join(faults(browser, page))
    for fault in (
        *("image-alt", "img-src", "log", "http://127.0.0.1:9/", "leads nowhere: b.html"),
        *("smaller than 24 px", "leaves the page", "has no border", "wider than 320 px"),
    ):
        assert fault in found, fault


def test_the_nu_html_checker_finds_nothing(pages, tmp_path):
    need_nu()
    faulty = tmp_path / "faulty.html"
    faulty.write_text(FAULTY.replace('id="b"', 'id="b" wrong="x"'), encoding="utf-8")
    found = judge_pages([*pages, faulty])
    assert set(found) == {faulty.as_uri().replace("file:///", "file:/")}, json.dumps(found)


def parts_of_tables(browser: Browser) -> Counter[str]:
    """Count tables, rows and cells as assistive technology is told of them."""
    tree = browser.ask("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    return Counter({role: roles[role] for role in TABLE_ROLES})


TABLE_ROLES = ("table", "row", "cell", "columnheader", "rowheader")


def test_tables_stay_tables_when_they_look_like_blocks_or_tiles(browser, all_packs):
    browser.open(all_packs / "standard/full-pack/event-report.html")
    wide = parts_of_tables(browser)
    browser.resize(NARROW)
    assert parts_of_tables(browser) == wide
    assert min(wide.values()) > 5
    assert browser.run("document.querySelectorAll('.scroll').length") == 0


def test_a_long_answer_is_printed_to_its_end(browser, all_packs):
    browser.open(all_packs / "standard/full-pack/t12-event-evaluation.html")
    browser.run("document.querySelector('textarea').value = 'Word '.repeat(900) + 'the last one'")
    data = base64.b64decode(browser.ask("Page.printToPDF", preferCSSPageSize=True)["data"])
    with pikepdf.open(io.BytesIO(data)) as printed:
        pages = len(printed.pages)
    words = " ".join(line for page in range(pages) for line in page_words(data, page + 1))
    assert "the last one" in words
    assert "Save my answers" not in words
    assert browser.run("document.querySelectorAll('.typed').length") == 0


def test_a_button_prints_the_page(browser, all_packs):
    browser.open(all_packs / "standard/full-pack/t12-event-evaluation.html")
    browser.run("window.print = function () { window.asked = true; }")
    browser.click("button.print")
    assert browser.run("window.asked") is True


HOSTILE = (
    """</textarea><script>document.title = "x"</script><img src=x onerror=alert(1)> & "so" on"""
)


def test_answers_are_saved_in_a_copy_of_the_page_and_collected(browser, all_packs, tmp_path):
    browser.open(all_packs / "standard/full-pack/t12-event-evaluation.html")
    for place in ("[name='t12.q1.choice'][value='Agree']", "[name='t12.use.policy']"):
        browser.click(place)
    browser.click("textarea")
    browser.type(HOSTILE)
    first = save(browser, tmp_path / "1")
    browser.open(first)
    assert browser.complaints() == []
    assert browser.run("document.querySelector('textarea').value") == HOSTILE
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(first)
    shown = browser.ask("DOMSnapshot.captureSnapshot", computedStyles=[])
    nodes = shown["documents"][0]["nodes"]
    assert len(nodes["inputChecked"]["index"]) == 2
    assert HOSTILE in [shown["strings"][number] for number in nodes["textValue"]["value"]]
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)
    browser.open(first)
    browser.click("[name='t12.q2.choice'][value='Not sure']")
    second = save(browser, tmp_path / "2")
    assert second.read_bytes().count(b"<script>") == 1
    project = shipped_project()
    form = find_form(prepare_edition(project, "standard"), "t12-event-evaluation")
    found = [each for _, each in FilledFolder(tmp_path, form, {}).read()]
    ticked = {"t12.q1.choice": "Agree", "t12.use.policy": "1", "t12.best": HOSTILE}
    continued = {**ticked, "t12.q2.choice": "Not sure"}
    assert [{k: a.words for k, a in each.answers.items()} for each in found] == [ticked, continued]
    assert {doubt for each in found for doubt in each.doubts} == set()


def save(browser: Browser, folder: Path) -> Path:
    """Press the button and return the file that it saves into a folder."""
    browser.ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    browser.click("button.save")
    end = b"</html>\n"
    whole = "*.html"
    assert wait_until(lambda: any(f.read_bytes().endswith(end) for f in folder.glob(whole)), 60)
    said = browser.run("document.querySelector('[role=status]').innerText")
    assert "among your downloads" in said
    return next(folder.glob(whole))

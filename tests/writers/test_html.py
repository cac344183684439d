"""HTML files: every block and inline, the same words and structure, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from packbuilder.inspection.html import read_html
from packbuilder.inspection.reading import UnreadableError
from packbuilder.model import forms_of
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.jobs import check_file
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.writers import WRITERS
from packbuilder.writers.html.blocks import BLOCKS
from packbuilder.writers.html.inlines import INLINES
from packbuilder.writers.pdf import markup

ROOT = Path(__file__).parents[2]
WRITER = WRITERS["html"]


@pytest.fixture(scope="module")
def edition():
    return prepare_edition(load_project(ROOT), "riverbank")


@pytest.fixture(scope="module")
def publications(edition):
    """Return a report and two forms; builds of shipped packs check all their pages."""
    names = ("event-report", "t03-self-assessment", "t12-event-evaluation")
    return {name: compose_document(edition, name)[0] for name in names}


@pytest.fixture(scope="module")
def files(edition, publications):
    return {name: write(publication, edition) for name, publication in publications.items()}


def write(publication, edition) -> bytes:
    return WRITER.write(publication, edition.theme, (), lambda piece: b"")


def problems(publications, edition, name: str, data: bytes) -> list[str]:
    found = check_file(publications[name], edition.theme, "html", data)
    return [problem.message for problem in found]


def test_every_block_and_inline_is_written():
    assert set(BLOCKS) == set(markup.BLOCKS)
    assert set(INLINES) == set(markup.INLINES)


def test_the_same_input_gives_the_same_bytes(publications, files, edition):
    for name in ("event-report", "t03-self-assessment"):
        assert write(publications[name], edition) == files[name]


def test_a_page_holds_all_it_shows_and_may_load_nothing(files):
    for name, data in files.items():
        text = data.decode()
        loaded = re.findall(r'(?:src=|url\(|<use href=|<image href=)"?([^"\s)]{1,12})', text)
        assert {address[:5] for address in loaded} <= {"data:", "#draw"}, name
        assert "default-src &#39;none&#39;" in text
        assert " style=" not in text
        assert not re.search(r"<[^>]* on\w+=", text)


def test_each_page_has_one_title_and_the_landmarks(files):
    for name, data in files.items():
        text = data.decode()
        assert [len(re.findall(tag, text)) for tag in ("<h1", "<main", "<footer")] == [1] * 3, name
        assert text.index('href="#main"') < text.index("<main")


def test_main_headings_label_sections_and_names_of_regions_differ(files):
    for name, data in files.items():
        text = data.decode()
        labelled = re.findall(
            r'<section aria-labelledby="([^"]*)">\n?(?:<div[^>]*>)?<h2 id="([^"]*)"', text
        )
        assert len(labelled) == text.count("<section") > 1, name
        assert all(label == heading for label, heading in labelled)
        names = re.findall(r'aria-label="([^"]*)"[^>]*><table', text)
        headings = [re.sub(r"<[^>]*>", "", each) for each in re.findall(r"<h2.*?</h2>", text)]
        assert len({*names, *headings}) == len(names) + len(headings), name


def test_short_tables_become_tiles_and_pairs_have_their_header_once(files):
    report = files["event-report"].decode()
    assert 'class="figures tiled"' in report
    pairs = re.search(r'<table class="[^"]*blocks pairs">.*?</table>', report, re.DOTALL)
    assert pairs
    assert 'class="column"' not in pairs[0]


def test_what_becomes_of_answers_is_said_before_the_first_of_them(files):
    for name in ("t03-self-assessment", "t12-event-evaluation"):
        text = files[name].decode()
        asks = min(text.index("<input"), text.index("<textarea"))
        assert text.index('<p class="unsaved"') < asks < text.index('class="save"')
    assert 'class="unsaved"' not in files["event-report"].decode()


def test_a_form_says_its_name_its_version_and_its_fields(publications, files):
    (form,) = forms_of(publications["t12-event-evaluation"])
    meta = f'<meta name="form" content="{form.name} {form.version} {form.digest}">'
    assert meta in files["t12-event-evaluation"].decode()


LOSSES = {
    "words": ("event-report", r"<p>[^<]{40,}</p>", "", "is missing from"),
    "heading": ("event-report", r"<(/?)h2\b", r"<\1p", "is not a heading of level 2"),
    "item": ("event-report", r"<(/?)ul>", r"<\1ol>", "is not a list item"),
    "header": ("event-report", r"<th scope=\"col\">([^<]*)</th>", r"<td>\1</td>", "header cell"),
    "cell": ("t03-self-assessment", r"<td></td>|<td><textarea[^>]*></textarea></td>", "", "field"),
    "note": ("event-report", r'<div class="notes">.*?</ol></div>', "", "is missing"),
    "link": ("event-report", r'href="https?://[^"]*"', 'href="https://x.example"', "a link to"),
    "inside": ("event-report", r'(<nav.*?)href="#[^"]*"', r'\1href="#main"', "a link to"),
    "picture": ("event-report", r'(<img src="data:[^,]*,)[^"]{400}', r"\1", "the picture"),
    "description": ("event-report", r'(<img [^>]*alt=)"[^"]*"', r'\1""', "alternative text"),
    "field": ("t12-event-evaluation", r'(<textarea [^>]*)aria-label="[^"]*"', r"\1", "the field"),
    "kind": ("t12-event-evaluation", r'type="radio"', 'type="text"', "field of the kind"),
    "bold": ("event-report", r"<(/?)strong>", r"<\1span>", "bold"),
    "language": ("event-report", r'<html lang="en-GB"', '<html lang="de"', "marked as en-GB"),
    "box": ("event-report", r'class="callout"', "", "the title of a box"),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_reported(loss, publications, files, edition):
    name, pattern, instead, message = LOSSES[loss]
    whole = files[name].decode()
    hurt = re.sub(pattern, instead, whole, flags=re.DOTALL)
    assert hurt != whole
    assert message in " ".join(problems(publications, edition, name, hurt.encode()))


def test_what_is_no_complete_page_is_not_read(files):
    data = files["t12-event-evaluation"]
    for broken in (data[: len(data) // 2], b"<!doctype html>\xff</html>\n"):
        with pytest.raises(UnreadableError):
            read_html(broken)

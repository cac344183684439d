"""Text that runs from right to left: an Arabic handout in three formats, and what it is made of."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from helpers.projects import HEAD, PROGRAMME

from packbuilder.model import marks
from packbuilder.pdf.imposition import impose
from packbuilder.pdf.notes_page import notes_page
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.imprint import event_line
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.settings.dates import runs_right_to_left
from packbuilder.storage.shipped import shipped
from packbuilder.storage.source import Source
from packbuilder.theme import fonts, read_theme, theme
from packbuilder.theme.marks import draw_mark
from packbuilder.theme.scripts import LEFT_TO_RIGHT, apart, directions, in_glyph_order
from packbuilder.writers.docx import write_word
from packbuilder.writers.docx.right_to_left import turn_runs
from packbuilder.writers.mirroring import mirrored

HERE = Path(__file__).parent / "cases"
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
TURNED = '<w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'


def in_language(project, language: str, text: str):
    """Return the standard edition of a project whose programme has a text in a language."""
    head = HEAD.replace("kind: handout\n", f"kind: handout\nlanguage: {language}\n")
    return prepare_edition(load_project(project({PROGRAMME: head + text})), "standard")


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", True), ("ar-EG", True), ("en-GB", False), ("xx", False)]
)
def test_which_languages_run_from_right_to_left(language, expected):
    assert runs_right_to_left(language) is expected


@pytest.mark.parametrize(
    ("words", "base", "expected"),
    [
        ("حضر 30 في Cardiff (2)", True, [("حضر 30 في ", True), ("Cardiff", False), (" (2)", True)]),
        ("See مريم now, 3.", False, [("See ", False), ("مريم", True), (" now, 3.", False)]),
        ("مريم (حداد)", False, [("مريم (حداد", True), (")", False)]),
        ("1.", True, [("1.", True)]),
        ("", True, []),
    ],
)
def test_words_are_parted_where_their_direction_changes(words, base, expected):
    assert list(directions(words, base)) == expected


@pytest.mark.parametrize(
    ("words", "base", "expected"),
    [
        ("Town Hall", True, "Town Hall\u200f"),
        ("4 مارس 2027", True, "4 مارس 2027"),
        ("مريم", False, "مريم\u200e"),
        ("Ann 12", False, "Ann 12"),
        ("12", True, "12"),
    ],
)
def test_values_that_run_the_other_way_keep_to_themselves(words, base, expected):
    assert apart(words, base) == expected


def test_the_line_of_an_event_joins_its_values_as_its_language_does(tmp_path):
    shutil.copytree(HERE / "arabic-handout", tmp_path, dirs_exist_ok=True)
    edition = prepare_edition(load_project(tmp_path), "garden")
    line = "Open day\u200f، 14 مارس 2026، Town Hall\u200f"
    assert event_line(edition, edition.documents["handout"].document.meta) == line


def test_letters_stand_as_they_are_drawn_and_joined():
    drawn = in_glyph_order("صفحة 12 من 34")
    assert drawn == "34 \ufee6\ufee3 12 \ufe94\ufea4\ufed4\ufebb"
    assert in_glyph_order("Page 12 of 34") == "Page 12 of 34"


def test_english_words_in_a_foot_from_right_to_left_keep_their_last_number(project):
    """Where a language has no labels: “Page 1 of 8”, not “8 Page 1 of”."""
    for language, marked in (("fa", True), ("ar", False)):
        edition = in_language(project, language, "نص.\n")
        publication, _ = compose_document(edition, "programme")
        with zipfile.ZipFile(io.BytesIO(write_word(publication, edition.theme))) as package:
            foot = package.read("word/footer1.xml").decode()
        assert (LEFT_TO_RIGHT in foot.rpartition("NUMPAGES")[2]) == marked


def test_sides_change_places_in_styles():
    css = (
        "@page x:left { margin: 1mm 2mm 3mm 4mm } @page { @bottom-left { width: 100% } }"
        ".align-left { padding-left: var(--length-left); float: right; margin: 1mm 2mm }"
        ".a { padding: 0 0 0 calc(1mm + (2 * 1mm)); border-top-right-radius: 1mm; left: 0 }"
    )
    assert mirrored(css) == (
        "@page x:right { margin: 1mm 4mm 3mm 2mm } @page { @bottom-left { width: 100% } }"
        ".align-left { padding-right: var(--length-left); float: left; margin: 1mm 2mm }"
        ".a { padding: 0 calc(1mm + (2 * 1mm)) 0 0; border-top-left-radius: 1mm; right: 0 }"
    )


def test_runs_say_which_words_run_from_right_to_left():
    found = turn_runs(RUN.format("مريم &amp; Ann"), base=True)
    assert found == TURNED.format("مريم &amp; ") + RUN.format("Ann")
    english = RUN.format("Ann, by name")
    assert turn_runs(english, base=False) is english
    marked = (
        '<w:r><w:rPr><w:b/><w:lang w:val="ar"/></w:rPr><w:t xml:space="preserve">مريم</w:t></w:r>'
    )
    assert '<w:b/><w:rtl/><w:lang w:val="ar" w:bidi="ar"/>' in turn_runs(marked, base=False)
    other = '<w:r><w:rPr><w:lang w:val="en"/></w:rPr><w:t xml:space="preserve">Come.</w:t></w:r>'
    assert turn_runs(other, base=True) == other.replace("Come.", "Come.\u200e")


def test_glyphs_of_all_forms_have_their_letter():
    files = fonts.SCRIPT_FONTS[0].files
    letters = set(fonts.letters_of_glyphs(files["regular"]).values())
    assert {"ص", "ف", "ح", "ة", "ً", "لا"} <= letters


def test_glyphs_of_several_letters_or_marks_have_all_of_them():
    """Words with their vowels are read back: two marks are one glyph, and so are two letters with a
    mark between them. The space that Unicode has in front of a mark alone is none of theirs.
    """
    files = fonts.SCRIPT_FONTS[0].files
    for weight in ("regular", "bold"):
        letters = set(fonts.letters_of_glyphs(files[weight]).values())
        assert {"ير", "\u064f\u0651", "\u064e\u0651", "سر"} <= letters
        assert not [each for each in letters if each.startswith(" ") and each.strip()]


def test_labels_are_english_where_the_font_of_their_script_is_not_installed(monkeypatch):
    source = Source(shipped("templates").parent)
    assert read_theme(source).labels_for("ar").page == "صفحة"
    monkeypatch.setattr(theme, "SCRIPT_FONTS", ())
    labels = read_theme(source).labels_for("ar")
    assert labels.page == "Page"
    assert "page" in labels.english


def test_words_are_as_wide_as_their_own_font_draws_them():
    own = read_theme(Source(shipped("templates").parent))
    assert own.width_of("صفحة", 12, bold=False) > 5
    assert replace(own, scripts=()).width_of("صفحة", 12, bold=False) == 0


@pytest.fixture(scope="module")
def arabic(tmp_path_factory):
    """Build the case once."""
    from click.testing import CliRunner

    from packbuilder.cli import main

    folder = tmp_path_factory.mktemp("arabic")
    shutil.copytree(HERE / "arabic-handout", folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        only = ["--only", "handout", "--only", "english"]
        built = CliRunner().invoke(main, ["build", "--edition", "garden", *only])
    assert "error[" not in built.output, built.output
    assert built.exit_code == 0, built.output
    return folder / "output/garden/both"


def word(file: Path, part: str) -> str:
    with zipfile.ZipFile(file) as opened:
        return opened.read(f"word/{part}.xml").decode()


def test_an_arabic_pdf(arabic):
    pdf = pypdfium2.PdfDocument((arabic / "handout.pdf").read_bytes())
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    for each in ("المحتويات", "نزرع الخضار", "Ann Evans"):
        assert each in text.replace("Evans Ann", "Ann Evans")
    title = pdf[0].get_textpage().get_charbox(0)
    assert title[2] > pdf[0].get_width() * 0.8  # it begins at the right


def test_an_arabic_word_file(arabic):
    file = arabic / "handout.docx"
    text, styles = word(file, "document"), word(file, "styles")
    assert '<w:bidi/><w:jc w:val="left"/>' in styles
    assert 'w:cs="IBM Plex Sans Arabic"' in styles
    assert 'w:bidi="ar"' in styles
    assert text.count("<w:bidiVisual/>") == text.count("<w:tbl>") > 0
    assert '<w:cols w:space="708"/><w:bidi/></w:sectPr>' in text
    words = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text)
    assert '<w:rtl/></w:rPr><w:t xml:space="preserve">حضر 30 شخصًا إلى الحديقة في </w:t>' in words
    assert '<w:r><w:t xml:space="preserve">Cardiff</w:t></w:r>' in words
    assert "Town Hall" in words
    assert 'w:name="IBM Plex Sans Arabic"' in word(file, "fontTable")


def test_an_arabic_page_for_the_browser(arabic):
    html = (arabic / "handout.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl"' in html
    assert '--font:"Source Sans Pro","IBM Plex Sans Arabic"' in html
    assert '<span lang="en" dir="ltr">the garden is open</span>' in html
    assert "Town Hall\u200f 7 " in html
    assert "border-right: var(--screen-bar)" in html


def test_arabic_words_in_an_english_text(arabic):
    html = (arabic / "english.html").read_text(encoding="utf-8")
    assert '<html lang="en-GB" data-name' in html
    assert '<span lang="ar" dir="rtl">مريم حداد</span>' in html
    text = word(arabic / "english.docx", "document")
    assert "<w:rtl/><w:lang " in text
    assert "bidiVisual" not in text


@pytest.mark.parametrize(("language", "first"), [("ar", "Left"), ("en", "Right")])
def test_a_booklet_opens_at_its_side(language, first):
    with pikepdf.new() as pdf:
        pdf.Root.Lang = pikepdf.String(language)
        for number in range(4):
            pdf.add_blank_page(page_size=(420, 595))
            pdf.pages[-1].Contents = pdf.make_stream(f"% page {number}".encode())
        out = io.BytesIO()
        pdf.save(out)
    notes = notes_page(read_theme(Source(shipped("templates").parent)))
    with pikepdf.open(io.BytesIO(impose(out.getvalue(), "booklet", notes))) as sheets:
        shown = sheets.pages[0].Resources.XObject[f"/{first}"].read_bytes()
    assert b"% page 0" in shown


def test_bars_begin_on_the_right(project):
    """Their parts stand in the order of the columns that they are of."""
    chart = "::: chart {kind=stacked title=A}\n| a | b | c |\n|---|---|---|\n| d | 1 | 3 |\n:::\n"
    bar, theme = marks.stacked([1, 3], 4), read_theme(Source(shipped("templates").parent))
    for language, expected in (("ar", marks.turned(bar)), ("en", bar)):
        document = in_language(project, language, chart).documents["programme"].document
        assert f"'{expected}'" in str(document.blocks)
        drawn = draw_mark(expected, theme.tokens.colours, theme.fonts["regular"])
        assert (b"scale(-1 1)" in drawn.svg) == (language == "ar")


def test_charts_of_units_begin_on_the_right(project):
    """A tick is a tick in every language: places are turned, marks are not."""
    chart = (
        "::: chart {kind=units title=A alt=B}\n| a | b |\n|---|---|\n| c | 1 |\n| d | 2 |\n:::\n"
    )
    units, theme = marks.units(1, 3), read_theme(Source(shipped("templates").parent))
    for language, expected in (("ar", marks.turned(units)), ("en", units)):
        document = in_language(project, language, chart).documents["programme"].document
        assert f"'{expected}'" in str(document.blocks)
        drawn = draw_mark(expected, theme.tokens.colours, theme.fonts["regular"])
        places = [float(place) for place in re.findall(rb'cx="([^"]*)"', drawn.svg)]
        assert (places == sorted(places, reverse=True)) == (language == "ar")
        assert (max(places) > drawn.width / 2) == (language == "ar")
        assert b"scale(-1 1)" not in drawn.svg

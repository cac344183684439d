"""Losses planted in the bytes of finished files, one of each kind: a build reports all of them.

The project in `losses/` has one of everything. A PDF is planted in as it is on paper, or on screen
where fields are concerned.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest
from helpers import file_losses as beside
from helpers import more_losses as more
from helpers import planted_losses as plant
from helpers.projects import HEAD, PROGRAMME, make_project
from lxml import etree

from packbuilder.diagnostics import Code
from packbuilder.inspection.pdf import read_pdf
from packbuilder.inspection.word_directions import Directions
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.jobs import check_file
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import with_variant
from packbuilder.writers import WRITERS
from packbuilder.writers.pdf.markup import write_html

PROJECT = Path(__file__).parent / "losses"
NAME = "everything"


@cache
def edition():
    return prepare_edition(load_project(PROJECT), "standard")


@cache
def publication():
    return compose_document(edition(), NAME)[0]


@cache
def theme(variant: str):
    return with_variant(edition().theme, variant) if variant else edition().theme


@cache
def made(format: str, variant: str = "") -> bytes:
    writer, whole = WRITERS[format], publication()
    return writer.write(whole, theme(variant), (), partial(writer.lay_out, theme=theme(variant)))


def problems(format: str, data: bytes, variant: str = ""):
    found = check_file(publication(), theme(variant), format, data)
    assert not [problem for problem in found if problem.code is Code.RESULT_UNREADABLE]
    return found


@pytest.mark.parametrize(("format", "variant"), [("pdf", ""), ("pdf", "screen"), ("docx", "")])
def test_nothing_is_lost_as_made(format, variant):
    assert problems(format, made(format, variant), variant) == []


DESIGNED = """
.callout { border-radius: 3mm; background: linear-gradient(#eeeeee, #ffffff); }
p { letter-spacing: 0.02em; word-spacing: 0.1em; text-align: justify; hyphens: auto; }
h2 { text-decoration: underline; position: relative; left: 2mm; }
h3 { bookmark-level: none; }
h2 { bookmark-label: "Part"; }
"""
"""What a designer may add to pack.css: no word is lost by it."""

ROUND = b'rx="6" '
"""In the drawing of doors, corners are round too."""


@cache
def designed():
    """Return a publication with round corners, the theme of a designer, and its PDF."""
    sheet = theme("").templates["pack.css"] + DESIGNED
    look = replace(theme(""), templates={**theme("").templates, "pack.css": sheet})
    pictures = {
        path: replace(p, svg=p.svg.replace(b"<rect ", b"<rect " + ROUND)) if p.svg else p
        for path, p in publication().pictures.items()
    }
    assert any(ROUND in p.svg for p in pictures.values())
    whole, writer = replace(publication(), pictures=pictures), WRITERS["pdf"]
    return whole, look, writer.write(whole, look, (), partial(writer.lay_out, theme=look))


def test_styles_of_a_designer_stop_no_build():
    whole, look, data = designed()
    assert check_file(whole, look, "pdf", data) == []


def test_bookmarks_are_those_that_a_designer_asks_for():
    whole, _, data = designed()
    shown = [(entry.level, entry.text) for entry in read_pdf(data).outline[1:]]
    assert shown == [(2, "Part"), (2, "Part"), (2, "Part")]
    (lost,) = check_file(whole, theme(""), "pdf", data)  # styles that ask for none of this
    assert lost.code is Code.STRUCTURE_LOST
    assert "bookmark" in lost.message


PDF_LOSSES = {
    "dash between figures": plant.words("10–20", "1020"),
    "point between figures": plant.words("3.5", "35"),
    "comma between figures": plant.words("1,000", "1000"),
    "comma as point": plant.words("1,000", "1.000"),
    "colon between figures": plant.words("9:30", "930"),
    "figures in another order": plant.words("9:30", "9:03"),
    "minus": plant.words("−5", "5"),
    "pound": plant.words("£20", "20"),
    "per cent": plant.words("30%", "30"),
    "less than": plant.words("5 < 6", "5 × 6"),
    "times": plant.words("2 × 3", "2 = 3"),
    "question mark": plant.words("enough?", "enough"),
    "bracket": plant.words("(the", "the"),
    "quotation mark": plant.words("“sums", "sums"),
    "apostrophe": plant.words("’s “", "s “"),
    "capital letter": plant.words("Read", "read"),
    "word": plant.words("very loudly", "loudly"),
    "words swapped": plant.words("very loudly", "loudly very"),
    "sign in a cell": plant.words("£1–2", "£12"),
    "sign in a note": plant.words("2–3", "23"),
    "white words": plant.before("Words between", b"1 1 1 rg", after=b"0.1 0.1 0.1 rg"),
    "tiny words": plant.tiny("Words between"),
    "words in no colour": plant.transparent("Words between"),
    "unpainted words": plant.before("Words between", b"3 Tr", after=b"0 Tr"),
    "words to cut with": plant.before("Words between", b"7 Tr", after=b"0 Tr"),
    "outlines of words": plant.before("Words between", b"1 Tr", after=b"0 Tr"),
    "something over the text": more.annotation_over_the_text,
    "mark of a tagged file": more.untagged,
    "words beside the page": plant.before("Words between", b"q", b"1 0 0 1 -2000 0 cm", after=b"Q"),
    "words cut off": plant.before("Words between", b"q", b"0 0 100 20 re", b"W", b"n", after=b"Q"),
    "language of words": plant.language("gd", ""),
    "another language of words": plant.language("gd", "cy"),
    "language of the file": plant.file_language,
    "a paragraph marked as another language": plant.marked_as("P", 0, "de"),
    "punctuation of an address": plant.link_addresses(plant.without_punctuation),
    "addresses swapped": plant.link_addresses(plant.swapped),
    "links to addresses": plant.without_annotations("/A"),
    "links inside": plant.without_annotations("/Dest"),
    "link inside led elsewhere": plant.other_destination,
    "places swapped": plant.swapped_places,
    "number of an item": plant.words("5", "6", within="5."),
    "number of an item as bullet": plant.words("5.", "."),
    "item moved out": plant.item_moved_out,
    "items swapped": plant.swapped_siblings("LI", 0),
    "quotation": plant.retagged("BlockQuote", "Div"),
    "frame of a box": plant.painted(rb"\n98\.488189 [^\n]* re\n[^\n]* re\nf\*", b"", 0),
    "bold letters": plant.operand("very loudly", b"Tf", b"/TPBOJQ 18.666016 Tf"),
    "heading of another level": plant.retagged("H3", "H2"),
    "heading as paragraph": plant.retagged("H3", "P"),
    "headers of columns": plant.retagged("TH", "TD"),
    "empty cell": plant.cut_out("TD", 5),
    "row": plant.cut_out("TR", 2),
    "paragraph": plant.cut_out("P", 2),
    "paragraphs swapped": plant.swapped_siblings("P", 1),
    "note": plant.cut_out("NonStruct", 5),
    "picture": plant.cut_out("Figure", 0),
    "another bitmap": plant.other_bitmap,
    "other pixels": plant.other_pixels,
    "another drawing": plant.painted(rb"5 5 50 30 re\nB|5 5 50 30 re", b"7 9 50 30 re", 1),
    "alternative texts swapped": plant.swapped_alternatives,
    "box to tick": plant.painted(rb"529\.850398 26\.456693 26\.456693 re", b"530 1 1 re", 2),
    "white words in grey": plant.before("Words between", b"1 g", after=b"0 g"),
    "white words of inks": plant.before("Words between", b"0 0 0 0 k", after=b"0 0 0 1 k"),
    "words in a pattern": plant.before(
        "Words between", b"/Pattern cs\n/P1 scn", after=b"0.1 0.1 0.1 rg"
    ),
    "a page again": beside.page_again,
    "script when opened": beside.opened,
    "script of a page": beside.of_a_page(beside.page_action),
    "script of a link": beside.of_a_link(beside.with_a_script),
    "attachment": beside.attachment,
    "tags renamed": beside.renamed_tags,
    "order of a page": beside.of_a_page(beside.no_order),
    "another order of a page": beside.of_a_page(beside.other_order),
    "what a link says": beside.of_a_link(beside.unsaid),
    "another address said": beside.of_a_link(beside.said_otherwise),
    "another page said": beside.of_a_link(beside.said_of_another_page, "/Dest"),
    "footer": plant.everywhere(plant.words("Standard edition", "edition")),
    "title of the file": more.other_title,
    "page on its head": more.turned_page,
    "page cropped": more.cropped_page,
    "sheet cut off": more.cut_page,
    "page of a hundredth": more.shrunken_page,
    "other words read aloud": more.read_aloud_as("/ActualText"),
    "expansion read aloud": more.read_aloud_as("/E"),
    "squeezed words": plant.before("Words between", b"0 Tz"),
    "letters on top of one another": plant.before("Words between", b"-20 Tc"),
    "words raised away": plant.before("Words between", b"300 Ts"),
    "place of a link gone": more.annotation("Link", 0, 0, 0, 0),
    "bookmark": more.bookmark(more.bookmark_lost),
    "bookmark renamed": more.bookmark(more.bookmark_renamed),
    "bookmark led elsewhere": more.bookmark(more.bookmark_led_elsewhere),
    "bookmark moved in": more.bookmark(more.bookmark_moved_in),
    "headers of a cell": more.cell_headers(lambda _: []),
    "header of the row of a cell": more.cell_headers(lambda headers: headers[1:]),
    "header of another row": more.cell_headers(lambda headers: headers[:1]),
    "name of a header": more.header_without_name,
    "headers of the same name": more.headers_of_the_same_name,
    "words under a box": plant.before("Words between", after=b"1 0 0 rg\n0 0 600 842 re\nf"),
    "words under a round box": plant.before(
        "Words between", after=b"0 9 m\n9 0 l\n600 0 l\n600 842 l\n0 842 l\nh\nf"
    ),
    "words under a box with a border": plant.before("Words between", after=b"0 0 600 842 re\nB"),
    "words under a picture": more.under_a_picture("Words between"),
    "words under a picture with a clear edge": more.under_a_picture("Words between", clear=20),
    "words under a thick line": plant.before(
        "Words between", after=b"q\n842 w\n0 421 m\n600 421 l\nS\nQ"
    ),
    "words under a gradient": plant.before(
        "Words between", after=b"q\n0 0 600 842 re\nW\nn\n/Veil sh\nQ"
    ),
    "words in a group in no colour": more.transparent_group,
    "bitmap in no colour": more.transparent(rb"/i[^\n]* Do", 1),
    "drawing in no colour": more.transparent(rb"5 5 50 30 re|0 0 m\n20 35 m", 1),
    "box to tick in no colour": more.transparent(rb"10[12][.\d]+ 5\d\d[.\d]+ 2[56][^\n]* re", 2),
}

SCREEN_LOSSES = {
    "option": plant.field_change("/Ch", plant.without_option),
    "option renamed": plant.field_change("/Ch", plant.renamed_option),
    "options swapped": plant.field_change("/Ch", plant.swapped_options),
    "kind of a field": plant.field_change("/Btn", plant.other_kind),
    "field hidden": plant.field_change("/Tx", plant.hidden_field),
    "name of a field": plant.field_change("/Tx", plant.relabelled),
    "fields off the page": plant.without_annotations("/FT"),
    "field beside the page": more.annotation("Widget", moved=-3000),
    "field of no size": more.annotation("Widget", 90, 90, 90.5, 90.5),
    "field to read only": plant.field_change("/Tx", more.read_only),
    "room for one letter": plant.field_change("/Tx", more.of_one_letter),
    "words typed in": plant.field_change("/Tx", more.typed_in),
    "option chosen": plant.field_change("/Ch", more.typed_in),
    "box ticked": plant.field_change("/Btn", more.ticked),
    "names of fields swapped": more.swapped_field_names,
    "list to read only": plant.field_change("/Ch", more.read_only),
    "meanings of radio buttons swapped": more.radio_buttons(more.swapped_answers),
    "meanings of radio buttons": more.radio_buttons(more.without_answers),
    "radio buttons of one meaning": more.radio_buttons(more.one_state),
    "radio buttons in another order": more.radio_buttons(more.swapped_buttons),
}

HTML_LOSSES = {
    "page break": ('<div class="page-break"></div>', ""),
    "line to write on": ('<div class="writing-line"></div>', ""),
    "start of a list": (' style="counter-reset:list-item 4"', ""),
    "list of another kind": ("<ol", "<ul"),
    "box as text": (' class="callout"', ""),
    "quotation as text": ("blockquote", "div"),
    "place to tick": (' class="tick"', ""),
    "bold as text": ("strong>", "i>"),
    "language as text": (' lang="gd"', ""),
}


@pytest.mark.parametrize("name", PDF_LOSSES)
def test_a_loss_in_a_pdf_is_reported(name):
    data = plant.with_pdf_loss(made("pdf"), PDF_LOSSES[name])
    assert problems("pdf", data)


@pytest.mark.parametrize("name", SCREEN_LOSSES)
def test_a_loss_in_a_pdf_to_fill_in_is_reported(name):
    data = plant.with_pdf_loss(made("pdf", "screen"), SCREEN_LOSSES[name])
    assert problems("pdf", data, "screen")


@pytest.mark.parametrize("name", HTML_LOSSES)
def test_a_loss_on_the_way_to_a_pdf_is_reported(name, monkeypatch):
    old, new = HTML_LOSSES[name]

    def lossy(*of) -> str:
        html = str(write_html(*of))
        assert old in html
        return html.replace(old, new, 1 if "line" in name else -1)

    monkeypatch.setattr("packbuilder.writers.pdf.layout.write_html", lossy)
    writer = WRITERS["pdf"]
    lay_out = partial(writer.lay_out, theme=theme(""))
    assert problems("pdf", writer.write(publication(), theme(""), (), lay_out))


WORD_LOSSES = {
    "dash between figures": plant.word_words("10–20", "1020"),
    "point between figures": plant.word_words("3.5", "35"),
    "comma between figures": plant.word_words("1,000", "1000"),
    "comma as point": plant.word_words("1,000", "1.000"),
    "colon between figures": plant.word_words("9:30", "930"),
    "minus": plant.word_words("−5", "5"),
    "another currency": plant.word_words("£20", "€20"),
    "per cent": plant.word_words("30%", "30"),
    "less as more": plant.word_words("5 < 6", "5 > 6"),
    "times as plus": plant.word_words("2 × 3", "2 + 3"),
    "question mark": plant.word_words("enough?", "enough"),
    "bracket": plant.word_words("(the", "the"),
    "apostrophe": plant.word_words("cook’s", "cooks"),
    "capital letter": plant.word_words("Read", "read"),
    "word": plant.word_words("very loudly", "loudly"),
    "sign in a cell": plant.word_words("£1–2", "£12"),
    "sign in a note": plant.word_words("2–3", "23", "word/footnotes.xml"),
    "paragraph": plant.paragraph_dropped("Words between"),
    "paragraphs swapped": plant.paragraphs_swapped("Words between"),
    "note": plant.note_dropped,
    "footer": plant.footer_words,
    "hidden words": plant.run_look("Words between", "vanish"),
    "hidden style": plant.style_property("BodyText", "vanish"),
    "white words": plant.run_look("Words between", "color", val="FFFFFF"),
    "white style": plant.style_property("BodyText", "color", val="FFFFFF"),
    "tiny words": plant.run_look("Words between", "sz", val="1"),
    "bold letters": plant.without_look("very loudly", "rStyle"),
    "bold style": plant.style_property("Strong", "b", val="0"),
    "language of words": plant.without_look("Alba", "lang"),
    "another language of words": plant.run_look("Alba", "lang", val="cy"),
    "language of the file": plant.word_language,
    "all words marked as another language": plant.all_runs_german,
    "link inside": plant.unlinked(0),
    "link to an address": plant.unlinked(2),
    "link inside led elsewhere": plant.led_elsewhere,
    "place of a link moved": plant.bookmark_moved,
    "addresses swapped": plant.outer_links_swapped,
    "punctuation of an address": plant.address_without_punctuation,
    "start of a list": plant.started_at("3"),
    "list goes on": plant.numbered("Fifth thing", "2"),
    "letters for numbers": plant.number_format,
    "bullets for numbers": plant.numbered("Sixth thing", "1"),
    "no number": plant.numbered("Sixth thing", "0"),
    "no bullet": plant.numbered("A plain thing", "0"),
    "item moved out": plant.restyled("An inner thing", "ListBullet"),
    "item as text": plant.restyled("A plain thing", "BodyText"),
    "quotation as text": plant.restyled("Somebody said", "BodyText"),
    "box as text": plant.restyled("Mind the date", "BodyText"),
    "heading of another level": plant.restyled("A last", "Heading2"),
    "heading as text": plant.restyled("A last", "BodyText"),
    "page break": plant.without_property("The second", "pageBreakBefore"),
    "headers of columns": plant.without_header,
    "headers of rows": plant.without_header_column,
    "row": plant.without_row("Tea"),
    "empty cell": plant.without_cell("Cake"),
    "cells swapped": plant.cells_swapped("Tea"),
    "option": plant.control_change(1, plant.without_item),
    "option renamed": plant.control_change(1, plant.renamed_item),
    "options swapped": plant.control_change(1, plant.swapped_items),
    "list of options": plant.control_change(1, plant.without_kind(f"{plant.W}dropDownList")),
    "box to tick": plant.control_change(2, plant.without_kind(f"{plant.W14}checkbox")),
    "name of a field": plant.control_change(0, plant.without_kind(f"{plant.W}alias")),
    "field": plant.control_change(0, plant.dropped),
    "line to write on": plant.without_paragraph("AnswerLine"),
    "picture": plant.picture_dropped,
    "alternative texts swapped": plant.alternatives_swapped,
    "pictures swapped": plant.pictures_swapped,
    "files of pictures swapped": plant.picture_files_swapped,
    "another drawing": plant.other_drawing,
    "struck words": plant.run_look("Words between", "strike"),
    "struck style": plant.style_property("BodyText", "dstrike"),
    "words hidden on screens": plant.run_look("Words between", "webHidden"),
    "squeezed words": plant.run_look("Words between", "w", val="1"),
    "words raised away": plant.run_look("Words between", "position", val="3000"),
    "line too flat": more.property_of("Words between", "spacing", line="1", lineRule="exact"),
    "words beside the page": more.property_of("Words between", "ind", left="20000"),
    "frame beside the page": more.property_of("Words between", "framePr", x="-20000"),
    "hidden row": more.property_of_row("Tea", "hidden"),
    "row too flat": more.property_of_row("Tea", "trHeight", val="1", hRule="exact"),
    "hidden picture": more.hidden_picture,
    "dot of a picture": more.dot_of_a_picture,
    "cropped picture": more.cropped_picture,
    "words in the colour behind them": more.in_its_own_colour(
        "Words between", "rPr", val="clear", fill="123456"
    ),
    "words in the colour of a pattern": more.in_its_own_colour(
        "Words between", "rPr", val="solid", color="123456", fill="FFFFFF"
    ),
    "words in the colour of their paragraph": more.in_its_own_colour(
        "Words between", "pPr", val="clear", fill="123456"
    ),
    "words marked in black": more.in_its_own_colour("Words between", "rPr", val="black"),
    "words on what is nearly as dark": plant.run_look(
        "Words between", "shd", val="clear", fill="000000"
    ),
    "table beside the page": more.table_moved_to("20000"),
    "table before the page": more.table_moved_to("-5000"),
    "cells merged as of old": more.merged_as_of_old,
    "words in the white of the theme": more.theme_white,
    "capitals": plant.run_look("Words between", "caps"),
    "small capitals": plant.run_look("Words between", "smallCaps"),
    "style in capitals": plant.style_property("BodyText", "caps"),
    "letters of Word on top of one another": plant.run_look("Words between", "spacing", val="-200"),
    "margins beyond the page": more.margins(left="20000"),
    "margin before the page": more.margins(left="-3000"),
    "margins that leave no room": more.margins(left="6000", right="5500"),
    "margins above one another": more.margins(top="9000", bottom="9000"),
    "first line beside the page": more.property_of("Words between", "ind", firstLine="20000"),
    "words before the page": more.property_of("Words between", "ind", left="-2000"),
    "words before their cell": more.property_of("Tea", "ind", left="-2000"),
    "words beside their cell": more.property_of("Tea", "ind", left="6000"),
    "style beside the page": more.indented_style,
    "list beside the page": more.indented_list,
    "words inserted by somebody": more.tracked("Words between", "ins"),
    "words deleted by somebody": more.tracked("Words between", "del"),
    "other words deleted": more.deleted_words,
    "comment": more.commented,
    "words typed in": more.filled_in(0),
    "option chosen": more.filled_in(1),
    "sign in a box": more.filled_in(2),
    "box ticked": more.ticked_box,
    "title of the file": more.other_word_title,
    "names of fields in Word swapped": more.swapped_control_names,
    "table over the text": more.floating_table,
    "old drawing over the text": more.old_drawing("Words between"),
    "locked field": more.locked_field,
    "footer of no section": more.footer_of_no_section,
    "paragraph from right to left": more.property_of("Words between", "bidi"),
    "style from right to left": more.turned_style,
    "lines of a cell that run up": more.turned_cell("Tea"),
    "lines of a paragraph that run down": more.property_of(
        "Words between", "textDirection", val="tbRl"
    ),
    "black page": more.painted_page("000000"),
    "page in the colour of its words": more.painted_page("1A1A1A"),
    "words on a dark pattern": plant.run_look(
        "Words between", "shd", val="pct95", color="000000", fill="FFFFFF"
    ),
    "black table": more.painted_table,
    "mirrored picture": more.mirrored_picture,
    "faded picture": more.faded_picture,
    "words turned round": more.turned_words,
    "words of another file": more.another_file,
    "text in narrow columns": more.in_columns,
    "narrow cells": more.narrow_cells,
    "white numbers": more.white_numbers,
    "raised words": plant.run_look("Words between", "vertAlign", val="superscript"),
    "words quoted by a field": beside.in_a_field("Words between", " QUOTE else "),
    "words quoted by a simple field": beside.simple_field,
    "number of a place that is not there": beside.in_a_field("Words between", " PAGEREF none "),
    "number of the page for that of all": beside.page_for_pages,
    "words fitted into nothing": plant.run_look("Words between", "fitText", val="20"),
    "words one above another": plant.run_look("Words between", "eastAsianLayout", vert="1"),
}


@pytest.mark.parametrize("name", WORD_LOSSES)
def test_a_loss_in_word_is_reported(name):
    data = plant.with_word_loss(made("docx"), WORD_LOSSES[name])
    assert problems("docx", data)


def test_a_radio_button_in_a_line_means_nothing_by_itself(tmp_path):
    words = '::: choices {name="a" label="Sure?"}\n- ( ) 1–2: *Yes*\n- ( ) No\n:::'
    files = {PROGRAMME: f"{HEAD}# Choose\n\n{words}\n\nReally? ( ) Yes ( ) No\n"}
    prepared = prepare_edition(load_project(make_project(tmp_path, files)), "standard")
    whole, writer = compose_document(prepared, "programme")[0], WRITERS["html"]
    lay_out = partial(writer.lay_out, theme=prepared.theme)
    data = writer.write(whole, prepared.theme, (), lay_out)
    assert b'value="yes"' in data
    assert check_file(whole, prepared.theme, "html", data) == []
    swapped = data.replace(b'value="No"', b'value="Yes"')
    assert [d.code for d in check_file(whole, prepared.theme, "html", swapped)] == [
        Code.STRUCTURE_LOST
    ]


@pytest.mark.parametrize(
    ("file", "words", "language", "turned", "fits"),
    [
        ("ar", "مرحبا", "ar", True, True),
        ("ar", "مرحبا", "ar", False, False),
        ("ar", "Hello", "en", False, True),
        ("ar", "PDF", "ar", True, True),  # a name among words that run from right to left
        ("en", "مرحبا", "ar", True, True),
        ("en", "مرحبا", "en", True, True),
        ("en", "PDF", "ar", True, True),
        ("en", "Hello", "en", True, False),
        ("en", "12–14", "en", True, True),
    ],
)
def test_a_paragraph_runs_as_its_words_do(file, words, language, turned, fits):
    styles = etree.fromstring(f'<w:styles xmlns:w="{plant.W[1:-1]}"/>')
    look = f'<w:pPr><w:bidi w:val="{int(turned)}"/></w:pPr>'
    text = f'<w:p xmlns:w="{plant.W[1:-1]}">{look}<w:r><w:t>{words}</w:t></w:r></w:p>'
    directions = Directions(styles, file, lambda *_: language)
    assert directions.fit(etree.fromstring(text), "") is fits


def test_enough_kinds_of_losses_are_planted():
    assert len(WORD_LOSSES) >= 80
    assert len(PDF_LOSSES) + len(SCREEN_LOSSES) + len(HTML_LOSSES) >= 35

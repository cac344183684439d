"""Content that other tools accept builds, in both formats, and shows what was meant."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

import pikepdf
import pypdfium2
import pytest
from helpers.projects import HEAD, PROGRAMME
from lxml import etree
from PIL import Image

from packbuilder.writers.reading_back import read_file

BOTH = "title: A day together\ndocuments: [programme]\nformats: [pdf, docx]\n"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TOWN = """\
contact_email: us@example.org
contact_phone: "01632 960 123"
website: www.example.org/us
venue: |
  Town Hall
  Mill Street
  AB1 2CD
"""


@pytest.fixture
def built(project, packbuilder):
    """Build a programme with these words; return its PDF and Word file."""

    def build(words: str, files=None, arguments=()):
        more = {PROGRAMME: HEAD + words, "content/packs/day.yaml": BOTH, **(files or {})}
        folder = project(more)
        done = packbuilder(folder, "build", *arguments)
        assert done.exit_code == 0, done.output
        (pdf,) = folder.glob("output/*/day/programme.pdf")
        return pdf.read_bytes(), pdf.with_suffix(".docx").read_bytes()

    return build


@pytest.fixture
def said(project, packbuilder):
    """Check a programme with these words; return what is said of it."""

    def check(words: str) -> str:
        return packbuilder(project({PROGRAMME: HEAD + words}), "check").output

    return check


def texts(*files: bytes) -> list[str]:
    return [" ".join(piece.text for piece in read_file(file).pieces) for file in files]


def links(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [link for page in document.pages for link in page.get("/Annots", ())]
        return [str(link.A.URI) for link in found if "/A" in link and "/URI" in link.A]


def word_xml(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).save(out, "PNG")
    return out.getvalue()


def test_a_comment_is_not_printed(built):
    words = "# Plan\n\nTea at <!-- ask Ann --> four.\n\n<!-- a note\nover lines -->\n\nCoffee.\n"
    for text in texts(*built(words)):
        assert "ask Ann" not in text
        assert "over lines" not in text
        assert "Coffee." in text


def test_br_begins_a_new_line_in_a_cell(built):
    table = "| A | B |\n|---|---|\n| one<br>two | x<br/>y |\n"
    pdf, docx = built(f'# T\n\n::: table {{caption="Breaks"}}\n{table}:::\n')
    assert len(word_xml(docx).findall(f".//{W}br")) == 2
    assert all("one" in text and "<br" not in text for text in texts(pdf, docx))


def test_a_telephone_number_can_be_a_link(built):
    pdf, docx = built("# Call\n\n[01632 960 123](tel:+441632960123)\n")
    assert "tel:+441632960123" in links(pdf)
    assert b"tel:+441632960123" in zipfile.ZipFile(io.BytesIO(docx)).read(
        "word/_rels/document.xml.rels"
    )


def test_values_stand_in_addresses_and_in_words_of_links(built):
    words = (
        "# Ask\n\n[our page](https://[[website]]), [[[contact_email]]](mailto:[[contact_email]])"
    )
    files = {"content/editions/town.yaml": TOWN}
    pdf, _ = built(f"{words}, <mailto:[[contact_email]]>\n", files, ["--edition", "town"])
    assert links(pdf) == [
        "https://www.example.org/us",
        "mailto:us@example.org",
        "mailto:us@example.org",
    ]


def test_words_are_no_link_while_the_address_has_no_value(built):
    pdf, docx = built("# Ask\n\nSee [our page](https://[[website]]) soon.\n")
    assert links(pdf) == []
    assert all("our page" in text for text in texts(pdf, docx))


def test_an_address_may_begin_with_what_the_value_begins_with(built):
    files = {"content/editions/town.yaml": "website: https://www.example.org/us\n"}
    pdf, _ = built("# A\n\n[Us](https://[[website]])\n", files, ["--edition", "town"])
    assert links(pdf) == ["https://www.example.org/us"]


def test_a_value_keeps_its_lines(built):
    files = {"content/editions/town.yaml": TOWN}
    pdf, docx = built("# Come\n\nMeet at [[venue]].\n", files, ["--edition", "town"])
    assert len(word_xml(docx).findall(f".//{W}br")) == 2
    for text in texts(pdf, docx):
        assert re.search(r"Town Hall\s+Mill Street\s+AB1 2CD\.", text)


@pytest.mark.parametrize("kind", ["NOTE", "TIP", "Warning"])
def test_an_alert_is_a_callout(built, kind):
    for text in texts(*built(f"# A\n\n> [!{kind}]\n> Mind the **step**.\n")):
        assert f"{kind.capitalize()} Mind the step." in " ".join(text.split())


def test_braces_with_a_backslash_are_printed(built):
    words = "# Calls \\{all\\}\n\n| Call | Does |\n|---|---|\n| Get | /jobs/\\{jobID\\} |\n"
    for text in texts(*built(words)):
        assert "/jobs/{jobID}" in text
        assert "Calls {all}" in text


def test_gaps_are_counted_through_sections_without_ids(built):
    _, docx = built("# One\n\nName: ___\n\n# Two\n\nName: ___ and ___\n")
    tags = [str(tag.get(f"{W}val")) for tag in word_xml(docx).findall(f".//{W}tag")]
    assert tags[:3] == ["programme.gap1", "programme.gap2", "programme.gap3"]


def test_headings_may_begin_at_level_two(built):
    for file in built("## Morning\n\nTea.\n\n### Later\n\nCake.\n"):
        outline = {entry.text: entry.level for entry in read_file(file).outline}
        levels = [level for words, level in outline.items() if words.endswith(("Morning", "Later"))]
        assert levels[1] == levels[0] + 1


def test_numbers_from_100_are_whole(built):
    items = "\n".join(f"{number}. item" for number in range(99, 103))
    assert all("101." in text for text in texts(*built(f"# L\n\n{items}\n")[:1]))


def test_a_hyphen_that_does_not_break_is_a_hyphen(built):
    words = "See form B\u201112, 10\u2009000 people\u2028and more."
    pdf, docx = built(f"# Form B\u201112\n\n{words}\n\n`B\u201112`\n\n```\nB\u201112\n```\n")
    for text in texts(pdf, docx):
        assert "form B-12" in text
        assert "10\u00a0000" in text or "10 000" in text
    root = word_xml(docx)
    assert len(list(root.iter(f"{W}noBreakHyphen"))) >= 3
    assert "\u2011" not in "".join(root.itertext())


def test_a_soft_hyphen_shows_at_the_end_of_a_line_alone(built):
    word = "Kon\u00adfi\u00adgu\u00adra\u00adti\u00adons\u00adver\u00adwal\u00adtung "
    pdf, docx = built(f"# X\n\n{word * 12}\n")
    for text in texts(pdf, docx):
        assert "Konfigurationsverwaltung" in text.replace("\u00ad", "").replace("-\n", "")
    assert len(list(word_xml(docx).iter(f"{W}softHyphen"))) == 12 * 8


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_picture_is_found_by_its_letters(built, form):
    name = unicodedata.normalize(form, "größe.png")
    built("# X\n\n![A field](images/größe.png)\n", {f"content/images/{name}": png(400, 300)})


def test_a_tall_picture_stays_on_one_page_with_its_heading(built):
    pdf, _ = built(
        '# Map\n\n![The day](images/a.png "Map of the day")\n',
        {"content/images/a.png": png(600, 2400)},
    )
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) <= 2


def test_pictures_on_lines_of_one_paragraph_are_pictures_of_their_own(built):
    words = "# Partners\n\n![Hill](images/hill.png)\n![Harbour](images/harbour.png)\n"
    files = {f"content/images/{name}.png": png(900, 600) for name in ("hill", "harbour")}
    for file in built(words, files):
        pictures = [piece.text for piece in read_file(file).pieces if piece.kind == "figure"]
        assert pictures[:2] == ["Hill", "Harbour"]


def test_logos_stand_side_by_side_at_one_height_and_are_never_coarse(built):
    images = "![Hill](images/hill.png)\n![Harbour](images/harbour.png)\n![Pier](images/pier.png)"
    sizes = {"hill": (900, 600), "harbour": (1200, 600), "pier": (60, 30)}
    files = {f"content/images/{name}.png": png(*size) for name, size in sizes.items()}
    _, docx = built(f"# Partners\n\n::: logos {{height=12}}\n{images}\n:::\n", files)
    drawn = [
        tuple(round(int(extent.get(side)) / 36000, 2) for side in ("cx", "cy"))
        for extent in word_xml(docx).iter("{*}inline")
        for extent in extent.iterchildren("{*}extent")
    ]
    assert drawn == [(18, 12), (24, 12), (10.16, 5.08)]


def test_a_photograph_leaves_pdf_a_intact(built):
    faint = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g opacity="0.5">'
        '<rect width="9" height="9" opacity="0.8"/></g></svg>'
    )
    files = {"content/images/a.png": png(400, 300), "content/images/b.svg": faint}
    pdf, _ = built("# X\n\n![Grass](images/a.png)\n\n![Faint](images/b.svg)\n", files)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        images = [image for page in document.pages for image in page.get_images().values()]
        assert images
        assert not any(image.get("/Interpolate", False) for image in images)


def test_documents_may_have_spaces_in_their_names(project, packbuilder):
    files = {
        PROGRAMME: HEAD + "# Day\n\nSee [the agenda](Agenda%202026.md#tea).\n",
        "content/Agenda 2026.md": HEAD.replace("Programme", "Agenda")
        + "# Tea {#tea}\n\nAt four.\n",
        "content/packs/day.yaml": "title: Day\ndocuments: [programme, Agenda 2026]\n",
    }
    done = packbuilder(project(files), "build")
    assert done.exit_code == 0, done.output
    assert "day/day.docx" in done.output


@pytest.mark.parametrize(
    ("words", "message", "help"),
    [
        ("- #### Ask them\n\n  Often.\n", "a heading stands inside a list item", "bold words"),
        (
            "Read [<https://example.org/a>](https://example.org/a).\n",
            "the link to “https://example.org/a” is inside another link",
            "keep one of them",
        ),
        ("::: note\nMind the step.\n:::\n", "there is no block “note”", "::: callout {title="),
    ],
    ids=["heading-in-item", "link-in-link", "note"],
)
def test_a_slip_is_named_at_its_line(said, words, message, help):
    found = said(f"# X\n\n{words}")
    assert f"{PROGRAMME}:9:1: error" in found
    assert message in found
    assert help in found


LISTS = {
    "points": "- a\n  - b\n    - c\n  - d\n- e\n",
    "numbers-in-points": "- a\n  1. b\n  2. c\n- d\n",
    "points-in-numbers": "1. a\n   - b\n2. c\n   - d\n3. e\n",
    "loose": "- a\n\n  more of a\n\n  - b\n\n  after b\n\n- c\n",
    "list-first": "- - a\n  - b\n- c\n",
    "same-words": "- a\n  - a\n    - a\n- a\n",
    "in-a-quotation": "> - a\n>   - b\n> - c\n",
    "in-a-box": '::: callout {title="Box"}\n1. a\n   - b\n2. c\n:::\n',
    "under-a-term": "Term\n: - a\n    - b\n  - c\n",
    "box-in-item": "1. a\n\n   > q\n\n   ```\n   code\n   ```\n\n   - b\n\n2. c\n",
}


@pytest.mark.parametrize("words", LISTS.values(), ids=LISTS)
def test_items_stand_in_their_order_also_after_an_inner_list(built, words):
    written = re.findall(r"(?:-|\d\.) ([a-e])$", words, re.MULTILINE)
    for file in built(f"# Plan\n\n{words}"):
        items = [piece.text for piece in read_file(file).pieces if piece.kind == "item"]
        assert [item for item in items if item in written] == written


def test_items_are_indented_by_their_level(built):
    pdf, docx = built("# Plan\n\n- a\n  - b\n    1. c\n- d\n")
    levels = {p.text: p.level for p in read_file(pdf).pieces if p.kind == "item"}
    assert levels == {"a": 1, "b": 2, "c": 3, "d": 1}
    levels = {p.text: p.level for p in read_file(docx).pieces if p.kind == "item"}
    assert levels == {"a": 1, "b": 2, "c": 3, "d": 1}


def test_one_note_can_be_used_twice(built):
    pdf, docx = built(
        "# X\n\nTea.[^a] Cake.[^b] Coffee.[^a] **Water**[^a]\n\n[^a]: Hot.\n[^b]: Ok.\n"
    )
    for text in texts(pdf, docx):
        assert "Tea.1 Cake.2 Coffee.1 Water1" in text
        assert text.count("Hot.") == 1
    again = [link for link in read_file(pdf).links if link.text == "1"]
    assert [link.target for link in again] == ["programme.note:1"] * 2
    codes = [code.text or "" for code in word_xml(docx).iter(f"{W}instrText")]
    assert sum("NOTEREF" in code for code in codes) == 2
    assert len(list(word_xml(docx).iter(f"{W}footnoteReference"))) == 2


def test_a_note_can_stand_where_it_belongs(built):
    words = (
        "# X\n\nTea.^[Hot, [see](https://example.org/tea).] Cake.[^a]\n\n| A |\n|---|\n| x^[y] |\n"
        "\n[The menu](https://example.org/tea) is here.\n"
    )
    for file in built(f"{words}\n[^a]: Sweet.\n"):
        (text,) = texts(file)
        assert "Tea.1 Cake.2" in text
        assert "x3" in text
        for note in ("Hot, see", "Sweet.", "y"):
            assert note in text
        assert "^[" not in text


def test_notes_are_counted_in_reading_order(built):
    words = "Term[^a]\n: Meaning[^b]\n\n- item[^c]\n\n[^b]: two\n[^c]: three\n[^a]: one\n"
    for text in texts(*built(f"# X\n\n{words}")):
        assert re.search(r"Term1\b.*Meaning2\b.*item3\b", text)
        assert re.search(r"one\b.*two\b.*three\b", text)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("a ^[b ^[c]]", "“^[” does not start a footnote"),
        ("Tea ^[not closed", "“^[” does not start a footnote"),
        ('::: callout {title="T[^a]"}\nx\n:::', "the footnote [^a] is in a title"),
        ('::: callout {title="T ^[x]"}\nx\n:::', "“^[” does not start a footnote"),
        ("a[^b]", "there is no text for the footnote [^b]"),
        ("a[^c]\n\n[^c]:", "the footnote [^c] is empty"),
        ("a ^[]", "the note ^[…] is empty"),
    ],
)
def test_what_is_no_note_is_named(said, words, message):
    found = said(f"# X\n\n{words}\n")
    assert re.search(rf"{PROGRAMME}:(9|11):1: (error|warning).*{re.escape(message)}", found)


SENTENCES = [f"Answer {number} was that the tea and the talks were good." for number in range(99)]
LONG_ROW = f"""::: table {{caption="What people said"}}
| Question | Answers |
|---|---|
| First | short |
| What went well? | {" ".join(SENTENCES)} |
| Last | short |
:::
"""


def test_a_row_higher_than_a_page_goes_on_below_its_header(built):
    pdf, docx = built(f"# Feedback\n\n{LONG_ROW}")
    pieces = read_file(pdf).pieces
    pages = sorted({piece.page for piece in pieces if piece.text.startswith("Answer")} - {0})
    headers = sorted(piece.page for piece in pieces if piece.text == "Answers")
    assert len(pages) > 1
    assert headers == list(range(1, pages[-1] + 1))
    assert [p.page for p in pieces if p.text == "What went well?"] == [1]
    rows = list(word_xml(docx).iter(f"{W}tr"))
    whole = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows]
    assert whole == [True, True, False, True]


def test_a_row_with_two_cells_higher_than_a_page_is_named(said):
    cells = " | ".join([" ".join(SENTENCES)] * 2)
    found = said(f"# X\n\n| A | B |\n|---|---|\n| {cells} |\n")
    assert f"{PROGRAMME}:11:1: error[PB308]: a row is higher than a page" in found


def test_a_note_higher_than_a_page_is_named(said):
    found = said(f"# X\n\nTea[^a]\n\n[^a]: {' '.join(SENTENCES)}\n")
    assert f"{PROGRAMME}:11:1: error[PB308]: the footnote [^a] is too long" in found


START = ("Answer", "line")
BOXES = {
    "code": "```\n{lines}\n```\n",
    "callout": '::: callout {{title="A box"}}\n{paragraphs}\n:::\n',
    "quotation": "::: quotation\n{paragraphs}\n:::\n",
}


@pytest.mark.parametrize("kind", BOXES)
def test_a_box_higher_than_a_page_begins_below_its_heading(built, kind):
    paragraphs, lines = "\n\n".join(SENTENCES), "\n".join(f"line {n}" for n in range(120))
    box = BOXES[kind].format(paragraphs=paragraphs, lines=lines)
    pdf, docx = built(f"# A box\n\n{box}\nAfter.\n")
    pieces = [piece for piece in read_file(pdf).pieces if piece.page]
    at = next(n for n, piece in enumerate(pieces) if piece.text.startswith(START))
    assert pieces[at].page == 1
    assert max(piece.page for piece in pieces) > 1
    written = [p for p in word_xml(docx).iter(f"{W}p") if "".join(p.itertext()).startswith(START)]
    assert len(written) == (1 if kind == "code" else len(SENTENCES))
    for paragraph in written:  # nothing keeps it whole, or with what follows
        keeps = paragraph.find(f"{W}pPr/{W}keepLines")
        assert kind != "code" or keeps.get(f"{W}val") == "0"
        assert paragraph.find(f"{W}pPr/{W}keepNext") is None


LONG = "Creating effective partnerships to deliver public services, and what we learned "


def test_a_title_of_two_lines_leaves_the_footer_where_it_should_be(project, packbuilder):
    title = f"{LONG}together"
    folder = project(
        {PROGRAMME: HEAD.replace("title: Programme", f"title: {title}") + "# X\n\ny\n"}
    )
    done = packbuilder(folder, "build", "--format", "pdf")
    assert not re.search("PB308|PB538", done.output)
    (pdf,) = (folder / "output").rglob("programme.pdf")
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    assert "\r\ntogether" in page.get_text_bounded(), "it has one line"
    lowest = min(page.get_charbox(n)[1] for n in range(page.count_chars()))
    assert lowest / 72 * 25.4 >= 9


def test_a_title_too_long_for_the_footer_is_named_where_it_is(project, packbuilder):
    title = HEAD.replace("title: Programme", f"title: {LONG * 3}")
    done = packbuilder(project({PROGRAMME: f"{title}# X\n\ny\n"}), "check")
    assert f"{PROGRAMME}:2:1: warning[PB308]: the title takes more than two lines" in done.output
    assert "content/shared" not in done.output


EDITION = "content/editions/riverbank.yaml"


def test_words_of_values_are_reported_where_they_stand_and_once(project, packbuilder):
    """Nobody can mark, explain or shorten a name in the text that shows it."""
    long = " ".join(["the door is open and the lift goes up to"] * 3)
    values = (
        "partnership: NHS Tayside HSCP\narea: the LCPP\nvenue: Leisure,Mill\n"
        "contact_name: Siân Ŵyn\n"
        f"event_title: Stakeholders of the the hall\naccess_notes: {long}.\n"
    )
    text = "See [[event_title]] in [[area]] of [[partnership]] at [[venue]].\n\n"
    text += "[[access_notes]]\n\nAsk [[contact_name]], or the GDPR.\n"
    folder = project({PROGRAMME: f"{HEAD}# X\n\n{text}", EDITION: values})
    found = re.findall(
        r"^(content/\S+?):(\d+):.*?\[(PB2\d\d)\]", packbuilder(folder, "check").output, re.M
    )
    assert sorted(found) == [
        (EDITION, "3", "PB225"),
        (EDITION, "5", "PB225"),
        (PROGRAMME, "13", "PB235"),  # which the text says itself
    ]

"""`import`: what becomes of files as Word, browsers and people write them; every word arrives."""

from __future__ import annotations

import base64
import re
from collections import Counter

import pytest
from helpers.edited_word import parts_of, with_parts, word_of
from helpers.model_strategies import publications
from helpers.projects import make_project, shipped_theme
from helpers.word_samples import png
from helpers.writer_output import W, word_part
from hypothesis import given, settings
from hypothesis import strategies as st

from packbuilder import model as m
from packbuilder.diagnostics import ExitCode, PackError
from packbuilder.intake.html import read_html_story
from packbuilder.intake.word import read_word_story
from packbuilder.pipeline.importing import ImportRequest, as_document, problems_of
from packbuilder.pipeline.project import load_project
from packbuilder.readers.document import read_document
from packbuilder.readers.foreign import markdown_to_html
from packbuilder.storage.markdown_text import as_printed
from packbuilder.storage.source import Source
from packbuilder.writers.docx import write_word

THEME = shipped_theme()
NEW = "content/new.md"
SPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FEW = settings(max_examples=8)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = make_project(tmp_path_factory.mktemp("imports"), {"in.docx": b""})
    return root, load_project(root)


@pytest.fixture(scope="module")
def taken(project):
    """Import a story, and return its Markdown below the front matter, and kinds of report."""
    root, loaded = project

    def run(story) -> tuple[str, set[str]]:
        made = as_document(loaded, ImportRequest(root / "in.docx", "new"), story)
        assert problems_of(root, loaded, made) == []
        body = made.files[NEW].decode().split("---\n", 2)[2].strip()
        return body, {finding.kind for finding in made.report}

    return run


@pytest.fixture(scope="module")
def word(tmp_path_factory):
    """Return a Word file with these elements as its body."""
    plain = word_of(make_project(tmp_path_factory.mktemp("word")), "programme")

    def make(body: str, **parts: str) -> bytes:
        text = parts_of(plain)["word/document.xml"].decode()
        inner = re.sub(
            r"(<w:body>).*?(<w:sectPr)", lambda at: at[1] + body + at[2], text, flags=re.S
        )
        extra = {f"word/{name}.xml": part.encode() for name, part in parts.items()}
        return with_parts(plain, {"word/document.xml": inner.encode(), **extra})

    return make


def p(words: str, look: str = "", style: str = "", more: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return f"<w:p>{styled}{run}{more}</w:p>"


BOLD = "<w:rPr><w:b/></w:rPr>"
WORD = {
    "bold lines are headings": (
        p("Why we meet", BOLD) + p("Because."),
        "# Why we meet\n\nBecause.",
        {"GUESSED"},
    ),
    "quotations": (
        p("One.", style="Quote") + p("Two.", style="Quote") + p("Ours."),
        "> One.\n>\n> Two.\n\nOurs.",
        set(),
    ),
    "typed signs are lists": (
        p("\u2022\tOne") + p("\u2022\tTwo"),
        "- One\n- Two",
        {"GUESSED"},
    ),
    "typed numbers that run on": (p("3. One") + p("4. Two"), "3. One\n4. Two", {"GUESSED"}),
    "a list behind words": (p("Come.") + p("1. A") + p("2. B"), "Come.\n\n1. A\n2. B", {"GUESSED"}),
    "levels are closed up": (
        p("Begin.") + p("A", style="Heading2") + p("x") + p("B", style="Heading4") + p("y"),
        "Begin.\n\n# A\n\nx\n\n## B\n\ny",
        set(),
    ),
    "tracked changes are accepted": (
        p(
            "The ",
            more='<w:del w:author="Sam"><w:r><w:delText>old</w:delText></w:r></w:del>'
            '<w:ins w:author="Sam"><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:t> way</w:t></w:r>',
        ),
        "The new way",
        {"TRACKED"},
    ),
    "signs keep their looks": (p("*a* [b] 1_2 # &lt;p&gt; [[c]]"), None, set()),
    "text boxes": (
        p(
            "Before.",
            more=f"<w:r><w:pict><v:textbox><w:txbxContent>{p('Inside.')}"
            "</w:txbxContent></v:textbox></w:pict></w:r>",
        ),
        "Before.\n\nInside.",
        {"BOX"},
    ),
    "legacy fields": (
        p(
            "Name: ",
            more='<w:r><w:fldChar w:fldCharType="begin"><w:ffData/></w:fldChar></w:r>'
            "<w:r><w:instrText>FORMTEXT</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        "Name: ___",
        {"FIELD"},
    ),
    "bold ends at words": (
        p("So: ", more=f"<w:r>{BOLD}<w:t>why?</w:t></w:r><w:r><w:t>Because</w:t></w:r>"),
        "So: **why**?Because",
        set(),
    ),
}


def level(number: int, form: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="3"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="(%{number + 1})"/></w:lvl>'
    )


def test_letters_of_lists_stay_and_one_alone_is_a_figure(word, taken):
    levels = level(0, "lowerLetter") + level(1, "upperRoman")
    numbering = (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{words}</w:t></w:r></w:p>"
        for words, depth in (("One", 0), ("Deep", 1), ("Deeper", 1), ("Two", 0), ("Alone", 1))
    )
    found, reported = taken(read_word_story(word(body, numbering=numbering)))
    assert re.findall(r"(\S+) \w+$", found, re.MULTILINE) == ["c.", "III.", "IV.", "d.", "3."]
    assert "LIST" in reported


def test_letters_of_lists_on_the_web_stay(taken):
    found, _ = taken(read_html_story(b"<ol type=a start=2><li>One<li>Two</ol>"))
    assert found == "b. One\nc. Two"


@pytest.mark.parametrize("case", WORD)
def test_word_files_come_in(case, word, taken):
    body, markdown, kinds = WORD[case]
    body = body.replace("<v:", "<v:").replace(
        "<w:pict>", '<w:pict xmlns:v="urn:schemas-microsoft-com:vml">'
    )
    found, reported = taken(read_word_story(word(body)))
    assert markdown is None or found == markdown
    assert reported - {"DROPPED"} == kinds


def test_answers_have_names_of_their_own(taken):
    table = (
        "<table border=1><tr><th>Who<th>When<th>When<tr><td>Ada<td>____<td>____"
        "<tr><td>Bo<td>____<td>____</table>"
    )
    found, _ = taken(read_html_story(f"{table}<p>Between.</p>{table}".encode()))
    first, second = found.split("Between.")
    assert "| Who | When {#c2} | When {#c3} |" in first
    assert "| Ada | ___ | ___ |" in first
    assert "| Ada {#t2-r1} | ___ | ___ |" in second


def test_colours_are_counted(word):
    red, black, none = (
        f'<w:rPr><w:{name} w:val="{value}"/></w:rPr>'
        for name, value in (("color", "FF0000"), ("color", "000000"), ("highlight", "none"))
    )
    story = read_word_story(word(p("Red", red) + p("Black", black) + p("Plain", none)))
    assert [each.words.rpartition(" ")[2] for each in story.findings if "colour" in each.words] == [
        "1"
    ]


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"


def table(*rows: str) -> str:
    whole = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>{whole}</w:tbl>'


def test_merged_cells_are_repeated_and_reported(word, taken):
    down = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("Who") + cell("What"),
        cell("Ada", down[0]) + cell("Chair"),
        cell("", down[1]) + cell("Host"),
        cell("All", '<w:gridSpan w:val="2"/>'),
    )
    found, reported = taken(read_word_story(word(body)))
    assert "| Ada | Host |" in found
    assert "| All | All |" in found
    assert "TABLE-SHAPE" in reported


HELD = "| Ada | Chair<br>1 pen<br>**A**\\\\ |"


def test_lists_in_cells_of_word_stay_lines(word, taken):
    item = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>'
    items = item.format("<w:r><w:t>1 pen</w:t></w:r>")
    items += item.format(f"<w:r>{BOLD}<w:t>A\\</w:t></w:r>")
    held = cell("Chair").replace("</w:tc>", f"{items}</w:tc>")
    body = table(cell("Who") + cell("What"), cell("Ada") + held)
    found, reported = taken(read_word_story(word(body)))
    assert HELD in found
    assert "TABLE-SHAPE" in reported


def test_lists_in_cells_of_pages_stay_lines_and_pictures_come_below(taken):
    picture = base64.b64encode(png(30, 20)).decode()
    picture = f'<img alt="A dot" src="data:image/png;base64,{picture}">'
    held = f"<p>Chair<ul><li>1 pen<li><b>A\\</b></ul>{picture}"
    page = f"<table><tr><th>Who<th>What<tr><td>Ada<td>{held}</table>"
    found, reported = taken(read_html_story(page.encode()))
    assert HELD in found
    assert found.index("![A dot](") > found.index(HELD)
    assert "TABLE-SHAPE" in reported


def test_the_words_of_a_footer_are_told_apart(word):
    """They stand in paragraphs, and at tabs."""
    paragraphs = "<w:p><w:r><w:t>Ours</w:t><w:tab/><w:t>1 of 2</w:t></w:r></w:p>" * 2
    data = word(table(cell("Left.")))
    names = [name for name in parts_of(data) if name.startswith("word/footer")]
    footer = f"<w:ftr {SPACES}>{paragraphs}</w:ftr>".encode()
    story = read_word_story(with_parts(data, dict.fromkeys(names, footer)))
    assert "the footer of pages: Ours 1 of 2 Ours 1 of 2" in [f.words for f in story.findings]


def test_a_table_of_one_row_is_text(word, taken):
    found, reported = taken(read_word_story(word(table(cell("Left.") + cell("Right.")))))
    assert found == "Left.\n\nRight."
    assert "TABLE-SHAPE" in reported


PAGE = """<title>On the web</title><nav>Home</nav><h1>Part</h1><p>See <a href="https://example.org/a_(b)">
the <b>page</b></a>, <s>not</s> this.<ul><li>One<ol start=4><li>Deep</ol><li>Two</ul>
<table><tr><th>A<th>B<tr><td colspan=2>C</table><script>alert(1)</script>"""


def test_pages_come_in(taken):
    found, reported = taken(read_html_story(PAGE.encode()))
    assert "See [the **page**](https://example.org/a_%28b%29), this." in found
    assert "- One\n\n  4. Deep\n- Two" in found
    assert "| C | C |" in found
    assert "alert" not in found
    assert {"DROPPED", "TABLE-SHAPE", "TRACKED"} <= reported


def test_a_box_to_tick_stands_before_its_words(taken):
    words = "<p>Has it a plan?</p><p>See the list.</p>"
    page = f"<div><input type=checkbox><label>{words}</label></div>"
    found, reported = taken(read_html_story(page.encode()))
    assert found == "☐ Has it a plan?\n\nSee the list."
    assert reported == {"FIELD"}
    found, _ = taken(read_html_story(b"<p>A<p><input type=checkbox><h2>B</h2><p>C"))
    assert found == "A\n\n☐\n\n# B\n\nC"


def test_a_quotation_of_a_page_stays_one(taken):
    page = "<p>Ours.<blockquote>Theirs.<ul><li>A point</ul></blockquote><p>Ours again."
    found, _ = taken(read_html_story(page.encode()))
    assert found == "Ours.\n\n> Theirs.\n\n- A point\n\nOurs again."


def test_markdown_comes_in(taken):
    said = "# Part\n\nWords[^{0}] in *one* line.\n\n> Theirs.\n>\n> And more.\n\n[^{0}]: A note."
    found, _ = taken(read_html_story(markdown_to_html(said.format("a")).encode()))
    assert found == said.format("1")


def test_lines_that_markdown_would_join_stay_apart_where_they_begin_as_clauses(taken):
    said = "1. General\n1.1. These rules say who\n1.2. They hold from May\nof the next year.\n"
    found, _ = taken(read_html_story(markdown_to_html(said).encode()))
    lines = [
        "1. General",
        "1\\.1. These rules say who",
        "1\\.2. They hold from May of the next year.",
    ]
    assert found == "\\\n   ".join(lines)


OTHER_TOOLS = """---
title: Part
layout: wide
---

## 1. Who came {#who}
{:.no_toc}

* Contents
{:toc}

{% include map.html %}

<aside markdown="1">
  <i>
  They \\[all\\] came.
  </i>
  <p markdown="1">
— Ann, [her page](https://example.org/ann) [.](https://example.org/dot)
  </p>
</aside>

## 2. What next 🎉

10 *golden* rules 👍 and more.

## 10 golden rules
"""


def test_marks_of_other_tools_and_signs_no_font_has_are_told_and_left_out(taken):
    found, reported = taken(read_html_story(markdown_to_html(OTHER_TOOLS).encode()))
    assert found == (
        "# Who came\n\n*They \\[all\\] came*.\n\n— Ann, [her page](https://example.org/ann) .\n\n"
        "# What next\n\n10 *golden* rules and more.\n\n# 10 golden rules"
    )
    assert reported == {"DROPPED", "LETTER"}


@pytest.mark.parametrize(
    ("stated", "wanted"), [("ru", "ru"), ("pt-BR", "pt-BR"), ("en-US", ""), ("xx-none", "")]
)
def test_the_language_that_a_page_states_is_that_of_the_document(project, stated, wanted):
    """Also one that the program has no labels for: its words are read aloud and broken rightly."""
    root, loaded = project
    story = read_html_story(f'<html lang="{stated}"><body><p>Слова.</p></body></html>'.encode())
    made = as_document(loaded, ImportRequest(root / "in.docx", "new"), story)
    found = re.search(r"^language: (.*)$", made.files[NEW].decode(), re.MULTILINE)
    assert (found[1] if found else "") == wanted


def test_a_text_in_letters_that_the_font_lacks_is_refused_at_once(project):
    root, loaded = project
    story = read_html_story("<p>東京で会議が開かれました。</p><p>OK.</p>".encode())
    with pytest.raises(PackError) as raised:
        as_document(loaded, ImportRequest(root / "in.docx", "new"), story)
    (problem,) = raised.value.diagnostics
    assert "the font does not have most letters" in problem.message


@given(publications())
@FEW
def test_every_word_of_a_word_file_arrives(project, publication):
    root, loaded = project
    data = write_word(publication, THEME)
    wanted = _words(as_printed("\n".join(_said(data)), THEME.characters))
    if not wanted:
        return
    made = as_document(loaded, ImportRequest(root / "in.docx", "new"), read_word_story(data))
    document = read_document(Source(root, made.files), NEW)
    found = [document.meta.title, *(m.words(block) for block in document.blocks_and_notes)]
    assert wanted - _words("\n".join(found)) == Counter()


@st.composite
def bodies(draw) -> tuple[str, str, list[str], list[str]]:
    """Make the body of a Word file and its footnotes, of words that occur once each, and return the
    words of both in order.
    """
    text, notes, said, noted = [], [], [], []

    def new(count: int = 2) -> str:
        found = [f"zq{len(said) + n}x" for n in range(count)]
        said.extend(found)
        return " ".join(found)

    def noted_paragraph() -> str:
        id, words = len(notes) + 1, f"zn{len(noted)}x"
        noted.append(words)
        notes.append(f'<w:footnote w:id="{id}">{p(words)}</w:footnote>')
        return p(new(), more=f'<w:r><w:footnoteReference w:id="{id}"/></w:r>')

    def box() -> str:
        before = new()
        inner = p(new()) + p(new())
        content = f"<w:txbxContent>{inner}</w:txbxContent>"
        drawn = f'<v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{content}</v:textbox>'
        return p(before, more=f"<w:r><w:pict>{drawn}</w:pict></w:r>")

    def table() -> str:
        rows = [[new(1) for _ in range(2)] for _ in range(3)]
        cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    def inserted() -> str:
        run = f"<w:ins w:author='S'><w:r><w:t xml:space='preserve'> {new(1)}</w:t></w:r></w:ins>"
        gone = "<w:del w:author='S'><w:r><w:delText>never</w:delText></w:r></w:del>"
        return p("", more=run + gone)

    def controlled() -> str:
        return f"<w:sdt><w:sdtContent>{p(new())}</w:sdtContent></w:sdt>"

    makers = (
        lambda: p(new(6)),
        lambda: p(new(), style="Heading2"),
        lambda: p(f"\u2022\t{new()}"),
        lambda: p(new(), BOLD),
        noted_paragraph,
        box,
        table,
        inserted,
        controlled,
    )
    for maker in draw(st.lists(st.sampled_from(makers), min_size=1, max_size=9)):
        text.append(maker())
    return "".join(text), "".join(notes), said, noted


@given(bodies())
@settings(max_examples=12)
def test_every_word_arrives_in_order_with_notes_and_text_boxes(project, word, made):
    body, notes, said, noted = made
    root, loaded = project
    story = read_word_story(word(body, footnotes=f"<w:footnotes {SPACES}>{notes}</w:footnotes>"))
    imported = as_document(loaded, ImportRequest(root / "in.docx", "new"), story)
    document = read_document(Source(root, imported.files), NEW)
    text = "\n".join([document.meta.title, *map(m.words, document.blocks)])
    assert re.findall(r"zq\d+x", text) == said
    found = "\n".join(m.words(block) for note in document.footnotes.values() for block in note)
    assert re.findall(r"zn\d+x", found) == noted
    assert "never" not in text


def _said(data: bytes) -> list[str]:
    body = word_part(data, "word/document.xml")
    return [
        "".join(each.text or " " for each in p.iter(f"{W}t", f"{W}tab", f"{W}br"))
        for p in body.iter(f"{W}p")
        if not p.findall(f".//{W}p")
    ]


def _words(text: str) -> Counter[str]:
    bare = re.findall(r"\w+", text.replace("\u00ad", "").replace("_", " "))
    return Counter(bare)


def test_a_fresh_project_builds_with_an_import(tmp_path, packbuilder, word):
    file = tmp_path / "Notes of Café.docx"
    body = p("Why we meet", BOLD) + p("Because we can.")
    file.write_bytes(word(body))
    assert packbuilder(tmp_path, "init", "--empty", "ours").exit_code == 0
    ours = tmp_path / "ours"
    result = packbuilder(ours, "import", str(file), "--pack", "notes")
    assert result.exit_code == 0, result.output
    assert "GUESSED" in result.output
    assert packbuilder(ours, "check").exit_code == 0
    assert (ours / "content" / "notes-of-cafe.md").is_file()
    assert "notes-of-cafe" in (ours / "content" / "packs" / "notes.yaml").read_text()


def test_pictures_come_with_a_page(tmp_path, packbuilder):
    assert packbuilder(tmp_path, "init", "--empty", "ours").exit_code == 0
    (tmp_path / "a.png").write_bytes(png(40, 40))
    (tmp_path / "page.html").write_text('<p>Words.<p><img src="a.png"><img src="../b.png">')
    result = packbuilder(tmp_path / "ours", "import", "../page.html")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "ours/content/images/page-1.png").is_file()
    assert "ALT" in result.output
    assert "IMAGE" in result.output


@pytest.mark.parametrize("option", ["--folder=../../out", "--pack=../../out", "--pack=../../../a"])
def test_nothing_is_written_outside_the_content(tmp_path, packbuilder, option):
    assert packbuilder(tmp_path, "init", "--empty", "ours").exit_code == 0
    (tmp_path / "page.html").write_text("<p>Words.")
    before = sorted(tmp_path.rglob("*"))
    result = packbuilder(tmp_path / "ours", "import", "../page.html", option)
    assert result.exit_code == ExitCode.REFUSED, result.output
    assert "[PB104]" in result.output
    assert sorted(tmp_path.rglob("*")) == before


def test_html_in_markdown_is_read_as_on_a_page(taken):
    text = (
        'Begin<br>here.\n\n<section class="x" markdown="1">\n\n## Use\n\nSee '
        '<a href="https://example.org/a">the <b>page</b></a>, H<sub>2</sub>O.\n\n</section>\n\n'
        "<script>alert(1)</script>\n\n<!-- a note to\noneself -->\n\nThe end.\n"
    )
    body, _ = taken(read_html_story(markdown_to_html(text).encode()))
    assert "H₂O" in body
    assert body.startswith("Begin")
    assert "# Use" in body
    assert "](https://example.org/a)" in body
    assert body.endswith("The end.")
    assert not {"alert", "oneself", "section"} & set(re.findall(r"\w+", body))


def test_raised_and_lowered_figures_keep_their_meaning(taken, word):
    page = "<body><p>10<sup>3</sup>, H<sub>2</sub>O, 21<sup>st</sup>, x<sub>i</sub></p>"
    expected = "10³, H₂O, 21st, xi"
    assert taken(read_html_story(page.encode()))[0] == expected
    assert "10³, H₂O" in taken(read_html_story(markdown_to_html("10^3^, H~2~O").encode()))[0]
    run = '<w:r><w:rPr><w:vertAlign w:val="{}"/></w:rPr><w:t>{}</w:t></w:r>'
    body = f"<w:p><w:r><w:t>10</w:t></w:r>{run.format('superscript', 3)}</w:p>"
    assert taken(read_word_story(word(body)))[0] == "10³"


def test_hyphens_for_dashes_stay_as_they_were_written(taken):
    words = "Tea -- and cake --- later, 9--5."
    page = read_html_story(markdown_to_html(f"# A -- b\n\n{words}\n\n- Ann -- chair\n").encode())
    assert taken(page)[0] == f"# A -- b\n\n{words}\n\n- Ann -- chair"

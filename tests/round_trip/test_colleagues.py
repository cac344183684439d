"""`pull`: what colleagues do in Word is carried over, or else reported."""

from __future__ import annotations

import re

import pytest
from helpers.edit_samples import sample_project
from helpers.edited_word import TEXT, parts_of, with_parts
from helpers.projects import PROGRAMME, change
from helpers.seeded_edits import Edited, pulled, read_subject

WORDS = "Evening falls slowly over distant hills. Owls begin calling."
RUN = f'<w:r><w:t xml:space="preserve">{WORDS}</w:t></w:r>'


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    return read_subject(sample_project(tmp_path_factory.mktemp("colleagues")), "programme")


@pytest.fixture
def pull(subject, tmp_path):
    """Pull the document with other parts; return the files that change, and the report."""

    def run(parts: dict[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
        data = with_parts(subject.data, {name: text.encode() for name, text in parts.items()})
        (tmp_path / "edited.docx").write_bytes(data)
        result = pulled(subject, Edited({}, {}), tmp_path / "edited.docx")
        return dict(result.after), [(each.kind, each.words) for each in result.report]

    return run


def paragraph(subject, words: str) -> str:
    text = subject.parts[TEXT]
    at = text.index(words)
    return text[text.rindex("<w:p>", 0, at) : text.index("</w:p>", at) + len("</w:p>")]


def look(xml: str) -> str:
    return re.search("<w:pPr>.*?</w:pPr>", xml)[0]


@pytest.mark.parametrize(
    ("words", "like", "said"),
    [
        ("Shelter inside", "Evening falls", "text in a box → a paragraph"),
        ("Evening falls", "Shelter inside", "a paragraph → text in a box"),
        ("Shelter inside", "Borrow another", "text in a box → an item of level 1"),
    ],
)
def test_another_kind_of_paragraph(words, like, said, subject, pull):
    old, look_of = paragraph(subject, words), look(paragraph(subject, like))
    text = subject.parts[TEXT].replace(old, old.replace(look(old), look_of))
    after, report = pull({TEXT: text})
    assert after == {}
    assert [(kind, words.partition(":")[0]) for kind, words in report] == [("NOTE", said)]


def test_a_quotation(subject, pull):
    old = paragraph(subject, "Evening falls")
    quoted = old.replace(look(old), '<w:pPr><w:pStyle w:val="Quote"/></w:pPr>')
    after, report = pull({TEXT: subject.parts[TEXT].replace(old, quoted)})
    assert f"\n\n> {WORDS}\n\n" in after[PROGRAMME]
    assert report == [("KIND", "a paragraph becomes a quotation")]


@pytest.mark.parametrize("mark", ["caps", "vertAlign", "vanish", "shd"])
def test_a_look(mark, subject, pull):
    marked = RUN.replace("<w:t ", f'<w:rPr><w:{mark} w:val="1"/></w:rPr><w:t ')
    after, report = pull({TEXT: subject.parts[TEXT].replace(RUN, marked)})
    assert (after, [kind for kind, _ in report]) == ({}, ["LOOK"])


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_words_struck_out(mark, subject, pull):
    struck = RUN.replace("<w:t ", f"<w:rPr><w:{mark}/></w:rPr><w:t ")
    after, report = pull({TEXT: subject.parts[TEXT].replace(RUN, struck)})
    assert after == {}
    assert [words.split(", “")[0] for _, words in report] == ["text that is struck out"]


def test_a_break_between_paragraphs(subject, pull):
    old = paragraph(subject, "Evening falls")
    broken = f'{old}<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    after, report = pull({TEXT: subject.parts[TEXT].replace(old, broken)})
    assert (after, [kind for kind, _ in report]) == ({}, ["LOOK"])


def test_a_break_in_a_paragraph(subject, pull):
    broken = RUN.replace("hills. ", "hills.</w:t><w:br/><w:t>")
    after, report = pull({TEXT: subject.parts[TEXT].replace(RUN, broken)})
    assert (after, [kind for kind, _ in report]) == ({}, ["LOOK"])


def test_a_symbol(subject, pull):
    text = subject.parts[TEXT].replace(RUN, f'{RUN}<w:r><w:sym w:font="Wingdings"/></w:r>')
    after, report = pull({TEXT: text})
    assert after == {}
    assert report == [("NOTE", "a symbol of the font Wingdings is not carried over")]


def test_words_in_a_footer(subject, pull):
    footer = parts_of(subject.data)["word/footer1.xml"].decode()
    after, report = pull({"word/footer1.xml": footer.replace("Page\u00a0", "Sheet\u00a0")})
    assert (after, [kind for kind, _ in report]) == ({}, ["GENERATED"])


def test_words_in_a_footer_of_a_file_that_was_delivered_earlier(subject, tmp_path):
    folder = sample_project(tmp_path / "project")
    change(folder, PROGRAMME, "boiled potatoes", "baked potatoes")
    change(folder, PROGRAMME, "2026-03-14", "2026-05-20")
    now = read_subject(folder, "programme")
    footer = parts_of(subject.data)["word/footer1.xml"].decode()
    found = []
    for words in ("Page\u00a0", "A draft for Ada Page\u00a0"):
        other = {"word/footer1.xml": footer.replace("Page\u00a0", words).encode()}
        (tmp_path / "edited.docx").write_bytes(with_parts(subject.data, other))
        result = pulled(now, Edited({}, {}), tmp_path / "edited.docx")
        assert result.after == {}
        found.append([each.kind for each in result.report])
    assert found == [[], ["GENERATED"]]


@pytest.mark.parametrize("base", ["", "c3RyYW5nZQ=="])
def test_a_file_that_does_not_say_what_it_was_delivered_with(base, subject, tmp_path):
    part = parts_of(subject.data)["customXml/item1.xml"].decode()
    unknown = re.sub(r"(<(?:\w+:)?base[^>]*>)[^<]+", rf"\g<1>{base}", part)
    assert unknown != part
    (tmp_path / "edited.docx").write_bytes(
        with_parts(subject.data, {"customXml/item1.xml": unknown.encode()})
    )
    folder = sample_project(tmp_path / "project")
    change(folder, PROGRAMME, "boiled potatoes", "baked potatoes")
    result = pulled(read_subject(folder, "programme"), Edited({}, {}), tmp_path / "edited.docx")
    assert result.after == {PROGRAMME: subject.files[PROGRAMME]}  # as it was: to be looked at
    assert [(each.kind, each.is_lost) for each in result.report] == [("NOTE", True)]
    assert "does not say what it was delivered with" in result.report[0].words


def test_a_table_behind_a_table_is_no_part_of_it(subject, pull):
    text = subject.parts[TEXT]
    table = re.search(r"<w:tbl>(?:(?!</w:tbl>).)*Amelia.*?</w:tbl>", text)[0]
    other = re.sub("<w:bookmark(?:Start|End)[^>]*>", "", table).replace("Amelia", "Zoe")
    after, report = pull({TEXT: text.replace(table, f"{table}<w:p/>{other}")})
    assert after == {}
    assert {kind for kind, _ in report} == {"TABLE-SHAPE"}

"""Eighteen kinds of fault planted in a Word file: our lint and the Open XML SDK catch them all.

Word repairs most of them without a word, or refuses the file. Those that the SDK does not see are
the lint's own task; what only the SDK sees is a matter of the schema, which is not written twice.
"""

from __future__ import annotations

import pytest
from helpers import word_samples as samples
from helpers.faulty_files import with_part
from helpers.projects import shipped_theme
from helpers.validators import judge_words, need_sdk
from helpers.word_lint import faults

from packbuilder.writers.docx import write_word

TEXT, STYLES, NOTES = "word/document.xml", "word/styles.xml", "word/footnotes.xml"

SEEN_BY_LINT = {
    "a style that does not exist": with_part(TEXT, 'w:val="BodyText"', 'w:val="Gone"'),
    "a list that does not exist": with_part(
        TEXT, r'<w:numId w:val="\d+"/>', '<w:numId w:val="999"/>'
    ),
    "a cell without a paragraph": with_part(TEXT, r"(</w:tcPr>)<w:p>.*?</w:p>(?=</w:tc>)", r"\1"),
    "a bookmark name twice": with_part(TEXT, r'(w:name="_pb_\w+")(.*?)w:name="_pb_\w+"', r"\1\2\1"),
    "half a bookmark": with_part(TEXT, r"<w:bookmarkEnd [^>]*/>", ""),
    "a control’s number twice": with_part(
        TEXT, r'(<w:id w:val="-?\d+"/>)(.*?)<w:id w:val="-?\d+"/>', r"\1\2\1"
    ),
    "a field that never ends": with_part(
        TEXT, r'<w:r>(?:<w:rPr>(?:(?!<w:r>).)*</w:rPr>)?<w:fldChar w:fldCharType="end"/></w:r>', ""
    ),
    "a link to a place that is gone": with_part(TEXT, r'w:anchor="[^"]+"', 'w:anchor="gone"'),
    "a relation that does not exist": with_part(TEXT, r'r:id="rId\d+"', 'r:id="rId999"'),
    "a picture’s number twice": with_part(
        TEXT, r'(<wp:docPr id="\d+")(.*?)<wp:docPr id="\d+"', r"\1\2\1"
    ),
    "a footnote that does not exist": with_part(
        TEXT, r'<w:footnoteReference w:id="\d+"/>', '<w:footnoteReference w:id="999"/>'
    ),
    "a style’s name twice": with_part(
        STYLES, r'<w:name w:val="heading 2"/>', '<w:name w:val="heading 1"/>'
    ),
    "a part that is gone": with_part(
        "word/_rels/document.xml.rels", r'Target="numbering.xml"', 'Target="gone.xml"'
    ),
}
SEEN_BY_SDK = {
    "elements in another order": with_part(
        TEXT, r"(<w:pStyle [^>]*/>)(<w:numPr>.*?</w:numPr>)", r"\2\1"
    ),
    "an element that does not exist": with_part(TEXT, "<w:body>", "<w:body><w:paragraph/>"),
    "words outside a paragraph": with_part(TEXT, "<w:body>", "<w:body><w:t>Lost</w:t>"),
    "a value that does not exist": with_part(
        STYLES, '<w:jc w:val="left"/>', '<w:jc w:val="middle"/>'
    ),
    "a missing attribute": with_part(TEXT, r'(<w:bookmarkStart w:id="\d+") w:name="[^"]*"', r"\1"),
}


@pytest.fixture(scope="module")
def data() -> bytes:
    return write_word(samples.report(), shipped_theme())


def test_there_are_eighteen_kinds():
    assert len(SEEN_BY_LINT) + len(SEEN_BY_SDK) == 18


def test_nothing_is_wrong_as_written(data):
    assert faults(data) == []


@pytest.mark.parametrize("fault", SEEN_BY_LINT)
def test_the_lint_catches(data, fault):
    assert faults(SEEN_BY_LINT[fault](data))


def test_the_open_xml_sdk_catches_the_rest(data, tmp_path):
    need_sdk()
    files = [tmp_path / f"{number}.docx" for number in range(len(SEEN_BY_SDK))]
    for file, plant in zip(files, SEEN_BY_SDK.values(), strict=True):
        file.write_bytes(plant(data))
    judged = judge_words(files)
    assert [fault for file, fault in zip(files, SEEN_BY_SDK, strict=True) if not judged[file]] == []

"""`pull`: whatever differs between an edited file and the one that the program made is in the patch
or in the report, unless nobody sees it.
"""

from __future__ import annotations

import random
import re

import pytest
from helpers.edited_word import TEXT, parts_of, with_parts
from helpers.projects import HEAD, PROGRAMME, make_project
from helpers.seeded_edits import LINKS, NOTES, Edited, pulled, read_subject
from lxml import etree

BODY = """
# Morning {#morning}

Gentle music follows the **large** speech.[^1] See [below](#closing).

The hall of [Comhairle nan Eilean]{lang=gd} is near; read the [leaflet](https://example.org/a).

::: callout {title="Thunder"}
Shelter inside the barn.

- Bring no umbrellas.
- Bring no metal.
:::

- Borrow a blanket.

1. Climb the ladder.
2. Gather cherries.

![A sketch of the meadow](images/plan.svg)

::: table {caption="Who carries what"}
| Name | Duty |
|---|---|
| Amelia | watering |
| Bertram | feeding |
| Cordelia | mending |
:::

Orchard

: A garden where trees bear fruit.

::: small-print
Legal words in small letters.
:::

::: landscape
Something wide stands here.
:::

::: answer {name="why" label="Why do you come?" lines=2}
:::

- [ ] I stay for lunch. {name="lunch"}

## Closing {#closing}

It ends with a bonfire.[^2]

[^1]: Customs differ.

[^2]: Firewood falls from trees.
"""
FOOTER, NUMBERS, STYLES = "word/footer1.xml", "word/numbering.xml", "word/styles.xml"
CORE, ENDNOTES = "docProps/core.xml", "word/endnotes.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTE = f'<w:endnotes xmlns:w="{_W}"><w:endnote w:id="2"><w:p><w:r><w:t>Late.</w:t></w:r></w:p>'
_GENTLE = r'<w:r>(?=<w:t xml:space="preserve">Gentle)'
_LOOK = r"(<w:p><w:pPr>(?:(?!</w:p>).)*?)(</w:pPr>(?:(?!</w:p>).)*?{})"
_BEHIND = r"((?:(?!</w:p>).)*?Gentle(?:(?!</w:p>).)*?)(</w:p>)"
_CELL = r"(<w:tcPr>(?:(?!</w:tcPr>).)*)(</w:tcPr>(?:(?!</w:tc>).)*{})"
_PAGES = r"(<w:pgSz )w:w=\"\d+\" w:h=\"\d+\""

EDITS: dict[str, tuple[str, str, str, str]] = {
    # what is edited: the part, what is replaced, by what, and what is said of it
    "a line of a footer is deleted": (FOOTER, r"<w:p>.*</w:p>", "<w:p/>", "GENERATED"),
    "the number of a page": (FOOTER, r"<w:instrText[^>]*>[^<]*", "<w:instrText>", "GENERATED"),
    "a section loses its footer": (TEXT, r"<w:footerReference[^>]*/>", "", "GENERATED"),
    "a watermark": (FOOTER, "</w:p>", "<w:r><w:pict/></w:r></w:p>", "GENERATED"),
    "words struck out in a footer": (
        FOOTER,
        r"<w:r>(?=<w:t)",
        "<w:r><w:rPr><w:strike/></w:rPr>",
        "GENERATED",
    ),
    "an alignment": (TEXT, _LOOK.format("Gentle"), r'\1<w:jc w:val="right"/>\2', "LOOK"),
    "an indent": (TEXT, _LOOK.format("Gentle"), r'\1<w:ind w:left="1440"/>\2', "LOOK"),
    "a ground": (TEXT, _LOOK.format("Gentle"), r'\1<w:shd w:fill="FFFF00"/>\2', "LOOK"),
    "a page begins": (TEXT, _LOOK.format("Gentle"), r"\1<w:pageBreakBefore/>\2", "LOOK"),
    "a line beside a heading": (
        TEXT,
        _LOOK.format("Closing"),
        r'\1<w:pBdr><w:left w:val="single"/></w:pBdr>\2',
        "LOOK",
    ),
    "a style": (TEXT, r'"BodyText"(?=(?:(?!</w:p>).)*Gentle)', '"Lead"', "NOTE"),
    "the style of contents": (TEXT, r'"BodyText"(?=(?:(?!</w:p>).)*Gentle)', '"TOC1"', "NOTE"),
    "the style of small print": (TEXT, '"SmallPrint"', '"BodyText"', "NOTE"),
    "what a style looks like": (
        STYLES,
        r'(styleId="Heading2".*?<w:color w:val=")\w+',
        r"\1FF0000",
        "LOOK",
    ),
    "letters further apart": (
        TEXT,
        _GENTLE,
        '<w:r><w:rPr><w:spacing w:val="60"/></w:rPr>',
        "LOOK",
    ),
    "another language": (TEXT, _GENTLE, '<w:r><w:rPr><w:lang w:val="fr-FR"/></w:rPr>', "NOTE"),
    "a language is gone": (TEXT, r'<w:lang w:val="gd"/>', "", "NOTE"),
    "a list in letters": (NUMBERS, 'numFmt w:val="decimal"', 'numFmt w:val="lowerLetter"', "NOTE"),
    "a colour in a note": (
        NOTES,
        r"<w:r>(?=<w:t[^>]*>[^<]*Customs)",
        '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr>',
        "LOOK",
    ),
    "a note is struck out": (
        NOTES,
        r"<w:r>(?=<w:t[^>]*>[^<]*Customs)",
        "<w:r><w:rPr><w:strike/></w:rPr>",
        "NOTE",
    ),
    "a link inside the document": (TEXT, r'w:anchor="_Toc\d+"', 'w:anchor="_Toc1"', "NOTE"),
    "a number that Word counts": (
        TEXT,
        _BEHIND,
        r'\1<w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>\2',
        "NOTE",
    ),
    "a ground of a cell": (TEXT, _CELL.format("feeding"), r'\1<w:shd w:fill="FFFF00"/>\2', "LOOK"),
    "merged cells": (TEXT, _CELL.format("feeding"), r"\1<w:vMerge/>\2", "TABLE-SHAPE"),
    "a header that is none": (TEXT, "<w:tblHeader/>", "", "TABLE-SHAPE"),
    "another style of a table": (
        TEXT,
        r'(<w:tblStyle w:val=")\w+(?=(?:(?!</w:tbl>).)*Amelia)',
        r"\1TableGrid",
        "LOOK",
    ),
    "widths of columns": (TEXT, r'<w:gridCol w:w="\d+"', '<w:gridCol w:w="999"', "LOOK"),
    "a heading in a cell": (
        TEXT,
        r'"TableText"(?=(?:(?!</w:p>).)*feeding)',
        '"Heading2"',
        "LOOK",
    ),
    "a table is parted": (
        TEXT,
        r"(<w:tbl>(<w:tblPr>(?:(?!</w:tblGrid>).)*</w:tblGrid>)(?:(?!</w:tbl>).)*?Amelia.*?</w:tr>)",
        r"\1</w:tbl><w:p/><w:tbl>\2",
        "TABLE-SHAPE",
    ),
    "pages on their side": (TEXT, _PAGES, r'\1w:w="16838" w:h="11906"', "LOOK"),
    "columns of a page": (TEXT, "<w:cols ", '<w:cols w:num="2" ', "LOOK"),
    "a size of a picture": (TEXT, r'(<wp:extent cx=")\d+', r"\g<1>900000", "LOOK"),
    "a picture without words is gone": (TEXT, r"<w:drawing>.*?</w:drawing>", "", "IMAGE"),
    "a picture that is cut": (TEXT, "<a:stretch", '<a:srcRect l="20000"/><a:stretch', "LOOK"),
    "a field is no field": (
        TEXT,
        r"<w:sdt>(?:(?!</w:sdt>).)*?<w:sdtContent>(.*?)</w:sdtContent></w:sdt>",
        r"\1",
        "CONTROL",
    ),
    "a box that is ticked": (TEXT, "&#9744;", "&#9746;", "CONTROL"),
    "the title among the properties": (CORE, "(<dc:title>)[^<]*", r"\1Other", "NOTE"),
    "the language of the file": (STYLES, 'w:lang w:val="en-GB"', 'w:lang w:val="fr-FR"', "NOTE"),
    "another file": (TEXT, "</w:body>", '<w:altChunk r:id="x"/></w:body>', "NOTE"),
}


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    folder = make_project(tmp_path_factory.mktemp("silent"), {PROGRAMME: HEAD + BODY})
    return read_subject(folder, "programme")


@pytest.fixture(scope="module")
def parts(subject):
    return parts_of(subject.data)


@pytest.fixture
def pull(subject, tmp_path):
    def run(changed: dict[str, bytes], tracked: str = ""):
        (tmp_path / "edited.docx").write_bytes(with_parts(subject.data, changed))
        return pulled(subject, Edited({}, {}, tracked=tracked), tmp_path / "edited.docx")

    return run


@pytest.mark.parametrize("name", EDITS)
def test_it_is_said(name, parts, pull):
    part, old, new, kind = EDITS[name]
    text = parts[part].decode()
    edited = re.sub(old, new, text, count=1, flags=re.DOTALL)
    assert edited != text, "the sample has no place for it"
    assert kind in {each.kind for each in pull({part: edited.encode()}).report}


def test_endnotes(parts, pull):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
    relation = f'<Relationship Id="rIdE" Type="{kind}" Target="endnotes.xml"/></Relationships>'
    links = parts[LINKS].decode().replace("</Relationships>", relation)
    note = f"{_NOTE}</w:endnote></w:endnotes>"
    said = [each.words for each in pull({LINKS: links.encode(), ENDNOTES: note.encode()}).report]
    assert said == ["an endnote: “Late.” is not carried over"]


def test_footnotes_that_changed_places(parts, pull):
    ids = iter(re.findall(r'footnoteReference w:id="(\d+)"', text := parts[TEXT].decode())[::-1])
    edited = re.sub(r'(footnoteReference w:id=")\d+', lambda found: found[1] + next(ids), text)
    said = [each.words for each in pull({TEXT: edited.encode()}).report]
    assert len(said) == 2
    assert all("are others now" in each for each in said)


def without_columns(text: str) -> str:
    table = re.search(r"<w:tbl>(?:(?!</w:tbl>).)*Amelia.*?</w:tbl>", text)[0]
    return text.replace(table, re.sub(r"(<w:tr>.*?</w:tc>)<w:tc>.*?</w:tc>", r"\1", table))


def without_table(text: str) -> str:
    return re.sub(r"<w:tbl>(?:(?!</w:tbl>).)*Amelia.*?</w:tbl>", "", text)


@pytest.mark.parametrize("change", [without_columns, without_table])
def test_no_row_is_deleted_of_a_table_that_has_another_shape(change, parts, pull):
    result = pull({TEXT: change(parts[TEXT].decode()).encode()})
    assert (result.patch, {each.kind for each in result.report}) == ("", {"TABLE-SHAPE"})


@pytest.mark.parametrize(
    "around", ["<w:customXml>{}</w:customXml>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"]
)
@pytest.mark.parametrize("piece", ["p", "tr", "tc"])
def test_what_stands_in_a_control_is_there(piece, around, parts, pull):
    text = parts[TEXT].decode()
    end = text.index(f"</w:{piece}>", text.index("feeding")) + len(f"</w:{piece}>")
    old = text[text.rindex(f"<w:{piece}>", 0, end) : end]
    result = pull({TEXT: text.replace(old, around.format(old)).encode()})
    assert (result.patch, result.report) == ("", ())


@pytest.mark.parametrize(
    "tag",
    [
        *("p", "r", "t", "tc", "tr", "tbl", "hyperlink", "drawing", "sdt", "sectPr", "pStyle"),
        *("footnoteReference", "pgSz"),
    ],
)
def test_whatever_is_taken_out_is_missed(tag, parts, pull):
    """Pieces that a seed chooses; those that show nothing may be gone."""
    chosen = random.Random(f"packbuilder {tag}")
    root = etree.fromstring(parts[TEXT])
    shown = [each for each in root.iter(f"{{{_W}}}{tag}") if shows(each)]
    gone = chosen.choice(shown)
    gone.getparent().remove(gone)
    result = pull({TEXT: etree.tostring(root)})
    assert result.patch or result.report, etree.tostring(gone)[:300]


def shows(element) -> bool:
    """Whether a piece has words, or is one of those that have none."""
    words = "".join(element.itertext()).strip("\u00a0\u2007 \n")
    has_none = ("drawing", "sdt", "sectPr", "pStyle", "footnoteReference", "pgSz")
    name = etree.QName(element).localname
    paragraph = next(element.iterancestors(f"{{{_W}}}p"), None)
    said = "" if paragraph is None else "".join(paragraph.itertext()).strip()
    return bool(words) if name not in has_none else name in ("drawing", "sectPr") or bool(said)

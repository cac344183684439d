"""`pull`: pictures that were replaced or added in Word, and what else Word can put beside words."""

from __future__ import annotations

import re

import pytest
from helpers.edited_word import TEXT, with_parts
from helpers.projects import HEAD, PROGRAMME, make_project
from helpers.seeded_edits import LINKS, Edited, pulled, read_subject

from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.pull import write_pulled

BODY = """\
# Morning {#morning}

![A plan of the room](images/plan.svg)

The end.
"""
PHOTO = b"\x89PNG\r\n\x1a\n a photograph"
OTHER = b"\xd7\xcd\xc6\x9a a metafile"
BESIDE = "content/images/plan-2.png"
RELATION = (
    '<Relationship Id="rIdOther" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/image" Target="media/other.png"/></Relationships>'
)
BOX = "<w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent>"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    files = {PROGRAMME: HEAD + BODY}
    return read_subject(make_project(tmp_path_factory.mktemp("pictures"), files), "programme")


@pytest.fixture
def pull(subject, tmp_path):
    """Pull the document with another text, in which `rIdOther` is a picture of these bytes."""

    def run(text: str, data: bytes = PHOTO, subject=subject):
        links = subject.parts[LINKS].replace("</Relationships>", RELATION)
        parts = {TEXT: text.encode(), LINKS: links.encode(), "word/media/other.png": data}
        (tmp_path / "edited.docx").write_bytes(with_parts(subject.data, parts))
        return pulled(subject, Edited({}, {}), tmp_path / "edited.docx")

    return run


def drawing(subject, words="A plan of the room") -> str:
    """Return the drawing of the text, and as Word writes it with another picture."""
    found = re.search(r"<w:drawing>.*?</w:drawing>", subject.parts[TEXT])[0]
    other = re.sub(r'r:embed="\w+"', 'r:embed="rIdOther"', found)
    other = re.sub(r"<a:extLst>.*?</a:extLst>", "", other)
    return found, other.replace("A plan of the room", words)


@pytest.mark.parametrize("words", ["A plan of the room", "A photograph of the room"])
def test_a_picture_that_was_replaced_is_offered_beside_the_old_one(words, subject, pull):
    result = pull(subject.parts[TEXT].replace(*drawing(subject, words)))
    assert result.pictures == {BESIDE: PHOTO}
    assert [(e.kind, e.file, e.line, BESIDE in e.words) for e in result.report] == [
        ("IMAGE", PROGRAMME, 9, True)
    ]
    after = (HEAD + BODY).replace("A plan of the room", words)
    assert result.after.get(PROGRAMME, HEAD + BODY) == after


def test_it_is_written_once_and_not_reported_where_the_content_shows_it(pull, tmp_path):
    folder = make_project(tmp_path / "project", {PROGRAMME: HEAD + BODY})
    subject = read_subject(folder, "programme")
    text = subject.parts[TEXT].replace(*drawing(subject))
    result = pull(text, subject=subject)
    assert write_pulled(load_project(folder), result, folder) == []
    assert (folder / BESIDE).read_bytes() == PHOTO
    old = (folder / "content/images/plan.svg").read_bytes()
    again = pull(text, subject=read_subject(folder, "programme"))
    assert (again.pictures, [each.kind for each in again.report]) == ({}, ["IMAGE"])
    (folder / "content/images/plan.svg").write_bytes(PHOTO)
    subject.edition.project.source.__init__(folder)
    assert old != PHOTO
    assert pull(text, subject=subject).report == ()


def test_a_picture_that_content_cannot_show_is_reported(subject, pull):
    result = pull(subject.parts[TEXT].replace(*drawing(subject)), OTHER)
    assert (result.pictures, [each.kind for each in result.report]) == ({}, ["IMAGE"])


@pytest.mark.parametrize("words", ["", "A new picture", "A plan of the room"])
def test_a_picture_that_was_added_is_offered(words, subject, pull):
    new = drawing(subject, words)[1]
    text = subject.parts[TEXT].replace(
        "The end.</w:t></w:r>", f"The end.</w:t></w:r><w:r>{new}</w:r>"
    )
    result = pull(text)
    assert (list(result.pictures.values()), result.after) == ([PHOTO], {})
    assert [(e.kind, e.words.startswith("a picture was added")) for e in result.report] == [
        ("IMAGE", True)
    ]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            f"<w:r><w:pict>{BOX}</w:pict></w:r>",
            "a text box: “Boxed”",
        ),
        (f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>a=b</m:t></m:r></m:oMath>', "an equation: “a=b”"),
        ("<w:r><w:object/></w:r>", "a shape, a chart or an object of another program"),
    ],
)
def test_what_content_cannot_hold_is_reported(new, said, subject, pull):
    text = subject.parts[TEXT].replace("The end.</w:t></w:r>", f"The end.</w:t></w:r>{new}")
    result = pull(text)
    assert result.after == {}
    assert [(e.kind, e.words) for e in result.report] == [("NOTE", f"{said} is not carried over")]

"""A joined pack: pages, tags, links, bookmarks and fields are those of its parts, and numbered."""

from __future__ import annotations

import io
import re
from functools import cache, partial

import pikepdf
import pypdfium2
import pytest
from helpers.form_reading import fields_of
from helpers.projects import make_project, shipped_edition
from helpers.shared_results import laid_out

from packbuilder.inspection.pdf import read_pdf
from packbuilder.model import ABOUT, Publication
from packbuilder.pdf.join import JoinedPart, anchor_pages, first_pages, join
from packbuilder.pdf.notes_page import notes_page
from packbuilder.pdf.page_numbers import NumberFont, PageWords, number_pages
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.settings.pack import Pack
from packbuilder.theme import with_variant
from packbuilder.writers.pdf.combine import combine, complete

EDITION = shipped_edition("standard")
SCREEN = with_variant(EDITION.theme, "screen")
NAMES = ("event-report", "t08-question-cards", "t03-self-assessment", "host-card", "summary")
ALL = (*NAMES, ABOUT)
"""What a pack joins: its documents, and the section that closes it."""
RECIPE = Pack("A pack", NAMES, description="Some of everything")
NOTES = notes_page(SCREEN)
lay_out = partial(laid_out, theme=SCREEN)
CONTENT = re.compile(rb"/MCID (\d+)")


@cache
def publications() -> tuple[Publication, tuple[Publication, ...]]:
    """The pack, and what its PDF is joined from."""
    pack, parts, _ = compose_pack(EDITION, "some", RECIPE, SCREEN)
    return pack, parts


@cache
def parts() -> tuple[JoinedPart, ...]:
    return tuple(JoinedPart(each.name, laid_out(each, SCREEN)) for each in publications()[1])


@cache
def whole() -> bytes:
    return combine(*publications(), SCREEN, lay_out)


@pytest.fixture
def pack():
    with pikepdf.open(io.BytesIO(whole())) as pdf:
        yield pdf


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def elements(element, path=()):
    """Yield every element of a structure tree with what leads to it."""
    yield element, path
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid, (*path, str(element.S)))


def tagged(pdf):
    return list(elements(pdf.Root.StructTreeRoot.K[0]))


def parents(pdf) -> dict:
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(nums[n]): nums[n + 1] for n in range(0, len(nums), 2)}


def firsts() -> dict[str, int]:
    places = anchor_pages(whole())
    return {name: places[f"{name}."] for name in ALL}


def test_parts_begin_on_right_hand_pages():
    assert first_pages(2, [3, 1, 4]) == [3, 7, 9]
    assert first_pages(3, [2]) == [5]
    counts = [anchor_pages(part.pdf)[""] for part in parts()]
    front = min(firsts().values()) - 1
    assert list(firsts().values()) == first_pages(front, counts)


def test_one_document_over_a_part_for_each_file(pack):
    (document,) = pack.Root.StructTreeRoot.K
    assert document.S == "/Document"
    assert [part.S for part in document.K] == ["/Part"] * (len(ALL) + 1)


def test_every_element_knows_its_parent(pack):
    for element, _ in tagged(pack):
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen


def owners(pdf) -> list[dict[int, tuple[str, bool]]]:
    """Give, page by page, the type of element each tagged piece of content belongs to.

    And whether that stands in the tree: the engine leaves the foot of a page out of it.
    """
    known = parents(pdf)
    places = {element.objgen for element, _ in tagged(pdf)}
    found = []
    for page in pdf.pages:
        pieces = {int(number) for number in CONTENT.findall(page.obj.Contents.read_bytes())}
        elements = known[int(page.obj.StructParents)] if pieces else []
        for number in pieces:
            assert elements[number].Pg.objgen == page.obj.objgen
            assert number in [int(kid) for kid in elements[number].K if isinstance(kid, int)]
        found.append({n: (str(elements[n].S), elements[n].objgen in places) for n in pieces})
    return found


def test_tagged_content_leads_to_its_element_and_back(pack):
    numbers = [int(page.obj.StructParents) for page in pack.pages if "/StructParents" in page.obj]
    assert len(numbers) == len(set(numbers))
    joined = owners(pack)
    for part, first in zip(parts(), firsts().values(), strict=True):
        with pikepdf.open(io.BytesIO(part.pdf)) as alone:
            expected = owners(alone)
        assert joined[first - 1 : first - 1 + len(expected)] == expected
    assert sum(reached for page in joined for _, reached in page.values()) > 1000


def test_annotations_lead_to_elements_that_refer_to_them(pack):
    known = parents(pack)
    for page in pack.pages:
        for annotation in page.obj.get("/Annots", []):
            element = known[int(annotation.StructParent)]
            referred = [
                k.Obj.objgen for k in element.K if isinstance(k, pikepdf.Dictionary) and "/Obj" in k
            ]
            assert annotation.objgen in referred


def test_there_is_one_first_heading_for_each_title(pack):
    titles = [path for element, path in tagged(pack) if element.S == "/H1"]
    assert len(titles) == len(ALL) + 1


def test_pages_have_the_words_of_the_parts():
    texts = page_texts(whole())
    for part, first in zip(parts(), firsts().values(), strict=True):
        alone = page_texts(number_pages(part.pdf, NumberFont(SCREEN)))
        for offset, text in enumerate(alone):
            shown = texts[first - 1 + offset]
            end = re.compile(r"Page \d+ of \d+")
            if "Contents" not in text:
                assert end.sub("", shown) == end.sub("", text)


def test_pages_are_numbered_through():
    texts = page_texts(whole())
    shown = {n: re.search(r"Page (\d+) of (\d+)", text) for n, text in enumerate(texts, 1)}
    numbered = {n: match.groups() for n, match in shown.items() if match}
    assert numbered == {n: (str(n), str(len(texts))) for n in numbered}
    assert len(numbered) > len(texts) / 2


def test_a_page_that_holds_no_text_is_for_notes():
    texts = page_texts(whole())
    blank = [n for n, text in enumerate(texts, 1) if text == NOTES.heading]
    assert blank
    assert all(number % 2 == 0 for number in blank)


def test_pages_for_notes_are_as_large_as_the_page_they_are_the_back_of(pack):
    texts = page_texts(whole())
    sizes = [[float(side) for side in page.MediaBox] for page in pack.pages]
    backs = [n for n, text in enumerate(texts) if text == NOTES.heading]
    assert any(sizes[n][2] > sizes[n][3] for n in backs), "none is the back of a sideways page"
    assert [n for n in backs if sizes[n] != sizes[n - 1]] == []


def test_posters_have_no_backs():
    theme = with_variant(EDITION.theme, "poster")
    recipe = Pack("Posters", ("t03-self-assessment", "t06-contribution-planner"), description="Two")
    made, parts, _ = compose_pack(EDITION, "posters", recipe, theme)
    joined = combine(made, parts, theme, partial(laid_out, theme=theme))
    texts = page_texts(joined)
    assert len(texts) == 5  # cover, contents, two posters, and what the pack rests on
    assert NOTES.heading not in texts
    outline = [(entry.level, entry.page) for entry in read_pdf(joined).outline]
    assert [page for level, page in outline if level == 1] == [1, 3, 4, 5]


def test_links_lead_to_the_page_that_the_contents_name(pack):
    pages = {page.obj.objgen: n for n, page in enumerate(pack.pages, 1)}
    places = pikepdf.NameTree(pack.Root.Names.Dests)
    found = 0
    for page in pack.pages:
        for link in page.obj.get("/Annots", []):
            assert not str(link.get("/A", {}).get("/URI", "")).startswith("pack:")
            if "/Dest" in link:
                assert str(link.Contents) == str(pages[places[str(link.Dest)][0].objgen])
                found += 1
    assert found > 20
    text = page_texts(whole())[1]
    for name, first in firsts().items():
        (publication,) = [each for each in publications()[1] if each.name == name]
        assert f"{publication.title} {first}" in text


def test_bookmarks_have_a_title_over_its_sections(pack):
    with pack.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert len(titles) == len(ALL) + 1
        assert outline.root[0].title == "A pack"
        assert [len(item.children) > 1 for item in outline.root[1:4]] == [True] * 3


def test_fields_are_kept_and_none_has_the_name_of_another(pack):
    names = fields_of(pack)
    expected = 0
    for part in parts():
        with pikepdf.open(io.BytesIO(part.pdf)) as alone:
            expected += len(fields_of(alone)) if "/AcroForm" in alone.Root else 0
    assert len(names) == expected > 10


def test_a_part_joined_twice_keeps_fields_and_links_apart():
    tool, front = parts()[2].pdf, parts()[4].pdf
    twice = join(
        front, [JoinedPart("one", tool), JoinedPart("two", tool)], NumberFont(SCREEN), NOTES
    )
    with pikepdf.open(io.BytesIO(twice)) as pdf:
        with pikepdf.open(io.BytesIO(tool)) as alone, pikepdf.open(io.BytesIO(front)) as first:
            assert len(fields_of(pdf)) == len(fields_of(first)) + 2 * len(fields_of(alone))
        places = list(pikepdf.NameTree(pdf.Root.Names.Dests))
        assert any(name.startswith("one.") for name in places)
        assert any(name.startswith("two.") for name in places)


def test_a_link_between_documents_is_a_leap(pack):
    """T03 names other tools; only what is in the pack is linked."""
    places = pikepdf.NameTree(pack.Root.Names.Dests)
    first = firsts()["t03-self-assessment"]
    for part_page in pack.pages[first - 1 :]:
        for link in part_page.obj.get("/Annots", []):
            if link.Subtype == "/Link" and "/Dest" in link:
                assert str(link.Dest) in places


def test_nothing_leads_out_of_the_file(pack):
    assert pack.check_pdf_syntax() == []
    pages = {page.obj.objgen for page in pack.pages}
    for name, place in pikepdf.NameTree(pack.Root.Names.Dests).items():
        assert place[0].objgen in pages, name
    for element, _ in tagged(pack):
        if "/Pg" in element:
            assert element.Pg.objgen in pages


def test_the_same_input_gives_the_same_bytes():
    assert combine(*publications(), SCREEN, lay_out) == whole()


def test_structure_that_cannot_be_carried_is_reported():
    with pikepdf.open(io.BytesIO(parts()[4].pdf)) as pdf:
        pdf.Root.StructTreeRoot.IDTree = pikepdf.Dictionary(Names=[])
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(ValueError, match="IDTree"):
        join(parts()[4].pdf, [JoinedPart("x", out.getvalue())], NumberFont(SCREEN), NOTES)


def test_a_place_too_narrow_makes_the_number_smaller():
    font = NumberFont(SCREEN)
    font.usual = PageWords("Page " * 4, "of")
    assert "Page Page Page Page 1 of 2" in page_texts(number_pages(parts()[4].pdf, font))[0]


def test_contents_stand_behind_the_cover_however_long_the_document_is(tmp_path):
    """Where the text begins with its first chapter."""
    head = "title: Day\nkind: report\nupdated: 2026-04-01\ncover: true\ncontents: true"
    chapters = "".join(f"# Chapter {n}\n\nWords.\n\n::: page-break\n:::\n\n" for n in range(1, 5))
    folder = make_project(tmp_path, {"content/day.md": f"---\n{head}\n---\n\n{chapters}Last.\n"})
    edition = prepare_edition(load_project(folder), "standard")
    publication, _ = compose_document(edition, "day")
    whole = complete(publication, edition.theme, lay_out)
    pages = page_texts(whole)
    assert [number for number, page in enumerate(pages) if page.startswith("Contents")] == [1]
    sides = [15 if number % 2 else 25 for number in range(len(pages))]
    assert [round(left) for left in left_edges(whole)] == sides


def left_edges(pdf: bytes) -> list[float]:
    """Return where the leftmost character of each page stands, in mm."""
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    return [
        min(page.get_charbox(at)[0] for at in range(page.count_chars())) / 72 * 25.4
        for page in pages
    ]

"""Print files: each paper, direction and flip edge apart, each handout from a front side."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from helpers.projects import shipped_theme

from packbuilder.pdf.notes_page import notes_page
from packbuilder.pdf.print_files import CARDS, PrintableDocument, PrintFilePart, make_print_files
from packbuilder.pdf.raster import measure_ink

A4, A4_WIDE, A3_WIDE, A5 = (595.28, 841.89), (841.89, 595.28), (1190.55, 841.89), (419.53, 595.28)
NOTES = notes_page(shipped_theme())


@pytest.fixture(scope="module")
def make():
    return lambda *readings: make_print_files(readings, NOTES)


def reading(
    title: str, *sizes: tuple[float, float], cards: tuple[int, ...] = (), **more
) -> PrintableDocument:
    """Make a PDF whose page n has n + 1 black squares; some of its pages hold cards."""
    with pikepdf.new() as pdf:
        for number, size in enumerate(sizes):
            pdf.add_blank_page(page_size=size)
            squares = " ".join(f"{20 * n} 0 10 10 re" for n in range(number + 1))
            pdf.pages[-1].Contents = pdf.make_stream(f"{squares} f".encode())
            pdf.pages[-1].StructParents = number
            pdf.pages[-1].Annots = pikepdf.Array()
        if cards:
            names: list[object] = []
            for number in cards:
                place = pikepdf.Array([pdf.pages[number].obj, pikepdf.Name.Fit])
                names += [pikepdf.String(f"deck{CARDS}{number}"), place]
            pdf.Root.Names = pikepdf.Dictionary(
                Dests=pikepdf.Dictionary(Names=pikepdf.Array(names))
            )
        out = io.BytesIO()
        pdf.save(out)
    return PrintableDocument(title, out.getvalue(), **more)


def squares(pdf: bytes) -> list[int]:
    """How many squares each page has; a page without any is blank."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            sum(str(i.operator) == "re" for i in pikepdf.parse_content_stream(page))
            for page in file.pages
        ]


def test_each_setting_of_the_printer_has_a_file(make):
    files = make(
        reading("Mixed", A4, A4_WIDE, A4),
        reading("Deck", A4, A4, A4, A4, cards=(1, 2)),
        reading("Poster", A3_WIDE),
        reading("Small", A5, (500, 500)),
    )
    assert {file.setting.suffix: squares(file.pdf) for file in files} == {
        "a4-portrait-long-edge": [1, 3, 1, 4],
        "a4-landscape-short-edge": [2, 0],
        "a4-cards-long-edge": [2, 3],
        "a3-landscape-short-edge": [1, 0],
        "a5-portrait-long-edge": [1, 0],
        "own-size-portrait-long-edge": [2, 0],
    }


def test_each_handout_begins_on_a_front_side(make):
    (file,) = make(reading("One", A4), reading("Two", A4, A4, A4), reading("Three", A4, A4))
    assert squares(file.pdf) == [1, 0, 1, 2, 3, 0, 1, 2]
    assert file.parts == (
        PrintFilePart("One", 1, 2),
        PrintFilePart("Two", 3, 6),
        PrintFilePart("Three", 7, 8),
    )
    assert (file.pages, file.sheets) == (8, 4)


def test_a_back_that_holds_no_text_is_for_notes(make):
    (file,) = make(reading("One", A4_WIDE))
    with pypdfium2.PdfDocument(file.pdf) as pdf:
        assert [page.get_textpage().get_text_range() for page in pdf] == ["", NOTES.heading]
        assert pdf[1].get_size() == pytest.approx(A4_WIDE, abs=0.1)


def test_posters_are_printed_on_one_side(make):
    (file,) = make(*(reading(name, A3_WIDE, one_sided=True) for name in "AB"))
    assert file.setting.suffix == "a3-landscape-one-sided"
    assert (squares(file.pdf), file.sheets) == ([1, 1], 2)


def test_some_pages_alone_can_be_printed(make):
    (file,) = make(reading("A", A4, A4, A4, A4, pages=frozenset({2, 3})), reading("B", A4))
    assert squares(file.pdf) == [2, 3, 1, 0]
    assert file.parts == (PrintFilePart("A", 1, 2), PrintFilePart("B", 3, 4))


def test_a_print_file_tells_the_printer_and_is_not_for_reading(make):
    (file,) = make(reading("Wide", A4_WIDE, A4_WIDE))
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
        assert "/StructTreeRoot" not in pdf.Root
        for page in pdf.pages:
            assert not {"/Annots", "/StructParents"} & set(page.keys())


def test_the_same_pages_are_the_same_bytes(make):
    readings = [reading("One", A4, A4_WIDE), reading("Two", A4)]
    assert make(*readings) == make(*readings)


def test_ink_is_measured():
    with pikepdf.new() as pdf:
        for half in (0, 1):
            pdf.add_blank_page(page_size=A4)
            pdf.pages[-1].Contents = pdf.make_stream(
                f"0 0 {A4[0] / 2 * half} {A4[1]} re f".encode()
            )
        out = io.BytesIO()
        pdf.save(out)
    assert measure_ink(out.getvalue()) == pytest.approx(25, abs=0.5)


def test_what_is_no_pdf_has_no_ink():
    with pytest.raises(ValueError, match="not a PDF"):
        measure_ink(b"words")

"""Words that something is painted over: shapes, thick lines, gradients, and bitmaps with a mask."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from packbuilder.inspection import pdf_covers
from packbuilder.inspection.pdf_covers import Mask, boxes_of_lines, boxes_of_mask, hide_covered
from packbuilder.inspection.pdf_text import Font, PageLook, read_content
from packbuilder.inspection.reading import TextRun, UnreadableError

SANS = Font("Sans", {b"0001": "word "}, {b"0001": 2000.0})
WORDS = b"BT\n/F 10 Tf\n1 0 0 1 100 100 Tm\n[<0001>] TJ\nET\n"
"""One word from 100 to 120 pt, 100 pt above the foot of the page."""


def is_seen(painted: bytes, **look) -> bool:
    page = PageLook(1, 600, 800, {"F": SANS}, **look)
    (run,) = read_content(WORDS + painted, page).runs
    return not run.hidden


OVER = {
    "a line as thick as the word": b"12 w\n90 103 m\n130 103 l\nS",
    "a thick line from corner to corner": b"40 w\n0 0 m\n200 206 l\nS",
    "a thick line round a box": b"12 w\n90 103 200 300 re\nS",
    "a thick line, made thick by what it stands in": b"q\n6 0 0 6 0 0 cm\n2 w\n15 17 m\n22 17 l\nS",
    "a gradient in a box": b"q\n90 90 60 60 re\nW\nn\n/g sh\nQ",
    "a gradient in a round box": b"90 95 m\n95 90 l\n150 90 l\n150 150 l\n90 150 l\nW\nn\n/g sh",
    "a shape of two areas": b"90 90 m\n150 90 l\n150 150 l\n90 150 l\nf",
}
BESIDE = {
    "a thin line": b"1 w\n90 103 m\n130 103 l\nS",
    "a thick line below": b"6 w\n90 90 m\n130 90 l\nS",
    "a thick line past a corner": b"10 w\n0 60 m\n90 200 l\nS",
    "a frame around the word": b"4 w\n80 80 60 60 re\nS",
    "a thick line that shines through": b"/A0.3 gs\n12 w\n90 103 m\n130 103 l\nS",
    "a gradient in a shape that leaves the word": b"q\n0 0 m\n600 800 l\n0 800 l\nW\nn\n/g sh\nQ",
    "a gradient that shines through": b"q\n90 90 60 60 re\nW\nn\n/s1 gs\n/g sh\nQ",
    "a clip without a shape": b"W\nn",
}


@pytest.mark.parametrize("name", OVER)
def test_words_are_hidden_under(name):
    assert not is_seen(OVER[name])


@pytest.mark.parametrize("name", BESIDE)
def test_words_are_seen_with(name):
    assert is_seen(BESIDE[name], clear={b"/A0.3 gs": 0.3, b"/s1 gs": 0.5})


@pytest.mark.parametrize(
    ("levels", "seen"),
    [
        (b"\xff\xff", False),
        (b"\x00\xff", False),  # its lower half is over the word
        (b"\xff\x00", True),
        (b"\x40\x40", True),
    ],
)
def test_a_bitmap_hides_words_where_nothing_shines_through_it(levels, seen):
    painted = b"q\n100 0 0 40 80 90 cm\n/i Do\nQ"
    assert is_seen(painted, bitmaps={b"/i Do": lambda: Mask(1, 2, levels)}) == seen


def test_the_pieces_of_a_bitmap_are_in_its_order():
    mask = Mask(2, 2, b"\xff\x00\x00\xff")
    assert list(boxes_of_mask(mask, (0, 0, 20, 20))) == [(0, 0, 10, 10), (10, 10, 20, 20)]


def test_a_mask_is_read_only_where_words_are_below():
    painted = b"q\n100 0 0 40 300 300 cm\n/i Do\nQ"
    assert is_seen(painted, bitmaps={b"/i Do": lambda: pytest.fail("nothing is below")})


def test_a_tilted_line_is_covered_from_end_to_end():
    boxes = list(boxes_of_lines((), [[(0, 0), (100, 100)]], 20))
    assert all(one[2] > other[0] for one, other in pairwise(boxes))
    assert min(box[0] for box in boxes) <= 0
    assert max(box[2] for box in boxes) >= 100


def work(count: int, monkeypatch) -> int:
    """Return how often a box is compared with words: as many boxes as words, down a page."""
    looked_at = 0

    def is_over(run: TextRun, box) -> bool:
        nonlocal looked_at
        looked_at += 1
        return False

    monkeypatch.setattr(pdf_covers, "is_over", is_over)
    runs = [TextRun(1, 50, 20 * n, 100, 10, "Sans", "word", n) for n in range(count)]
    boxes = [(count, (40.0, 20.0 * n - 12, 200.0, 20.0 * n + 2), b"") for n in range(count)]
    hide_covered(runs, boxes, {})
    return looked_at


def test_four_times_as_much_on_a_page_is_four_times_the_work(monkeypatch):
    assert work(400, monkeypatch) < 5 * work(100, monkeypatch)


FAINT = {f"/a{share} gs".encode(): share for share in (0.0, 0.3, 0.6, 1.0)}


def grouped(content: bytes, *around: bytes):
    """Read a page that draws groups, one in another, each after what stands around it."""

    def draw(inside: bytes, rest: tuple[bytes, ...]):
        def open_group(look: PageLook) -> tuple[bytes, PageLook]:
            return inside, replace(look, groups=draw(content, rest[1:]) if rest else {})

        return {b"/x0 Do": open_group}

    first, *rest = (b"q\n" + each + b"\n/x0 Do\nQ\n" for each in around)
    inner = rest[0] if rest else content
    look = PageLook(1, 600, 800, {"F": SANS}, FAINT)
    return read_content(first, replace(look, groups=draw(inner, tuple(rest))))


@pytest.mark.parametrize(
    ("content", "around", "seen"),
    [
        (WORDS, [b"/a0.6 gs"], True),
        (b"/a1.0 gs\n" + WORDS, [b"/a0.6 gs"], True),
        (WORDS, [b"/a0.0 gs"], False),
        (b"/a1.0 gs\n" + WORDS, [b"/a0.0 gs"], False),
        (b"/a0.3 gs\n" + WORDS, [b"/a0.3 gs"], False),
        (WORDS, [b"/a0.6 gs", b"/a0.6 gs"], True),
        (WORDS, [b"/a0.3 gs", b"/a0.3 gs"], False),
        (WORDS, [b"0 0 50 50 re\nW\nn"], False),
        (WORDS + b"90 90 60 60 re\nf", [b"/a1.0 gs"], False),
    ],
)
def test_words_in_a_group_have_its_share_of_their_colour(content, around, seen):
    (run,) = grouped(content, *around).runs
    assert run.hidden is not seen


def test_what_is_in_a_group_stands_where_it_is_drawn():
    found = grouped(WORDS, b"/Span\n<</MCID 7>>\nBDC\n1 0 0 1 50 20 cm")
    assert [(run.mark, run.x, run.y) for run in found.runs] == [(7, 150, 680)]
    figure = b"/Figure\n<</MCID 3>>\nBDC\n"
    shapes = grouped(b"/a1.0 gs\n5 6 m\n9 9 l\n9 6 l\nf", figure + b"/a0.6 gs")
    assert shapes.drawn == {3: [b"5 6 m"]}
    assert shapes.seen == {3}
    assert grouped(b"5 6 m\n9 9 l\n9 6 l\nf", figure + b"/a0.0 gs").seen == set()


def test_a_group_that_draws_itself_is_refused():
    page = PageLook(1, 600, 800, groups={b"/x0 Do": lambda look: (b"/x0 Do", look)})
    with pytest.raises(UnreadableError):
        read_content(b"/x0 Do", page)

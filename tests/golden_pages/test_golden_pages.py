"""Pages as pictures: what no other test can see. `pages.txt` says what each shows and why.

They are small and grey, and compared with a tolerance: another version of a library may shift a
letter, but a lost box, a wrong size or a moved column is found.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

HERE = Path(__file__).parent
DPI = 40
SPREAD = 1.5
"""Blur in pixels before the comparison, so that a letter may shift by a fraction."""
MOST_DIFFERENT = 0.005
"""Share of pixels that may differ by more than a sixth of black."""

PAGES = re.findall(r"^(\w+): (\S+), “(.+)”$", (HERE / "pages.txt").read_text("utf-8"), re.MULTILINE)


def page_picture(pdf: Path, words: str) -> Image.Image:
    """Draw the first page that holds the words."""
    for page in pypdfium2.PdfDocument(pdf):
        if words in " ".join(page.get_textpage().get_text_bounded().split()):
            return page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    raise AssertionError(f"{pdf.name} has no page with “{words}”")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ visibly."""
    if one.size != other.size:
        return 1
    blurred = (picture.filter(ImageFilter.GaussianBlur(SPREAD)) for picture in (one, other))
    histogram = ImageChops.difference(*blurred).histogram()
    return sum(histogram[40:]) / (one.width * one.height)


@pytest.fixture
def results(full_pack, packbuilder, tmp_path):
    """Find a result by its name: those of the shipped pack, or of the small project here."""

    def find(name: str) -> Path:
        if (full_pack / name).is_file():
            return full_pack / name
        folder = shutil.copytree(HERE / "landscape", tmp_path / "project")
        assert packbuilder(folder, "build", "--jobs", "0").exit_code == 0
        return folder / "output" / "standard" / "sideways" / name

    return find


@pytest.mark.parametrize(("name", "file", "words"), PAGES, ids=[page[0] for page in PAGES])
def test_page(name, file, words, results, update_golden, tmp_path):
    found = page_picture(results(file), words)
    golden = HERE / f"{name}.png"
    if update_golden:
        found.save(golden, optimize=True)
    share = difference(found, Image.open(golden))
    found.save(tmp_path / f"{name}.png")
    assert share <= MOST_DIFFERENT, f"{share:.1%} of {name} differ; see {tmp_path}/{name}.png"


def test_every_picture_is_explained():
    assert {file.stem for file in HERE.glob("*.png")} == {name for name, _, _ in PAGES}


def test_a_moved_block_would_be_found():
    golden = Image.open(HERE / "table.png")
    for moved in (ImageChops.offset(golden, 0, 4), ImageChops.offset(golden, 4, 0)):
        assert difference(golden, moved) > MOST_DIFFERENT
    blank = golden.copy()
    blank.paste(255, (50, 100, 280, 130))
    assert difference(golden, blank) > MOST_DIFFERENT


def test_a_letter_may_shift_a_little():
    golden = Image.open(HERE / "text.png")
    finer = golden.resize((golden.width * 3, golden.height * 3), Image.Resampling.BICUBIC)
    shifted = ImageChops.offset(finer, 1, 1).resize(golden.size, Image.Resampling.BICUBIC)
    assert difference(golden, shifted) <= MOST_DIFFERENT

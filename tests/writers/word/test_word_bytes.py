"""A .docx as a file: the same bytes everywhere, its provenance, and other programs' opinion."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from helpers import word_samples as samples
from helpers.libreoffice import convert
from helpers.time_limits import PATIENCE, STEP, grows_like_its_size
from helpers.validators import judge_words, need_sdk
from helpers.word_lint import W, read
from PIL import ImageFont

from packbuilder import model as m
from packbuilder.inspection.word_projection import unpack_text
from packbuilder.inspection.word_units import read_units
from packbuilder.storage.source import Source
from packbuilder.theme import Theme, read_theme
from packbuilder.writers.docx import write_word
from packbuilder.writers.docx.fonts import FIGURE_SPACE_EM, NO_BREAK_SPACE_EM

ROOT = Path(__file__).resolve().parents[3]
FOUND = "{urn:packbuilder:provenance:2}"

ELSEWHERE = """
import hashlib, sys
from pathlib import Path
from helpers import word_samples
from packbuilder.storage.source import Source
from packbuilder.theme import read_theme
from packbuilder.writers.docx import write_word
data = write_word(word_samples.pack(), read_theme(Source(Path(sys.argv[1]))))
sys.stdout.write(hashlib.sha256(data).hexdigest())
"""


@pytest.fixture(scope="module")
def theme() -> Theme:
    return read_theme(Source(ROOT))


@pytest.fixture(scope="module")
def data(theme) -> bytes:
    return write_word(samples.report(), theme)


def digest_elsewhere(zone: str, seed: str, language: str) -> str:
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    surroundings = {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": language, "PYTHONPATH": path}
    run = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **surroundings},
    )
    return run.stdout


def test_bytes_are_the_same_everywhere():
    first = digest_elsewhere("Pacific/Auckland", "1", "C")
    assert first == digest_elsewhere("America/Los_Angeles", "2", "C.UTF-8")


def test_the_zip_has_no_clock_and_no_system(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = package.infolist()
    names = [info.filename for info in infos]
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {(info.create_system, info.compress_type) for info in infos} == {(0, 8)}


def test_fonts_are_embedded_whole(data, theme):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        table = package.read("word/fontTable.xml").decode()
        for number, face in ((1, "regular"), (2, "bold")):
            mixed = package.read(f"word/fonts/font{number}.odttf")
            key = re.search(rf'r:id="rId{number}" w:fontKey="{{([-0-9A-F]+)}}"', table)[1]
            mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
            head = bytes(a ^ b for a, b in zip(mixed[:32], mask, strict=True))
            assert head + mixed[32:] == theme.fonts[face].read_bytes()


def test_spaces_are_as_wide_as_the_font_says(theme):
    font = ImageFont.truetype(str(theme.fonts["regular"]), 1000)
    assert font.getlength("\u00a0") / 1000 == pytest.approx(NO_BREAK_SPACE_EM, abs=0.002)
    assert font.getlength("\u2007") / 1000 == pytest.approx(FIGURE_SPACE_EM, abs=0.002)


def test_every_block_is_marked_and_listed(data):
    parts = read(data)
    names = {
        b.get(f"{W}name")
        for path in ("word/document.xml", "word/footnotes.xml")
        for b in parts[path].iter(f"{W}bookmarkStart")
    }
    listed = list(parts["customXml/item1.xml"].iter(f"{FOUND}block"))
    marked = {name for name in names if name.startswith("_pb_")}
    assert marked == {block.get("bookmark") for block in listed}
    part = samples.report().parts[0]
    kinds = [
        type(b).__name__ for b in m.walk((*part.blocks, *(b for n in part.footnotes for b in n)))
    ]
    assert sorted(block.get("kind") for block in listed) == sorted(
        kind for kind in kinds if kind != "PageBreak"
    )
    assert {block.get("file") for block in listed} == {"content/sample.md"}


def test_the_text_as_delivered_can_be_read_back(data):
    root = read(data)["customXml/item1.xml"]
    packed, text = unpack_text(root.find(f"{FOUND}base").text), read_units(data)
    assert packed.units == text.units
    assert packed.pictures == text.shown.pictures
    assert {id for unit in packed.units for id in unit.ids} <= {
        block.get("bookmark") for block in root.iter(f"{FOUND}block")
    }


def test_a_block_used_twice_has_two_names(theme):
    shared = samples.marked(samples.p("The licence."))
    publication = samples.publication(samples.part(blocks=(shared, shared)))
    root = read(write_word(publication, theme))["customXml/item1.xml"]
    listed = list(root.iter(f"{FOUND}block"))
    assert len({block.get("bookmark") for block in listed}) == 2
    assert {block.get("id") for block in listed} == {shared.id}


def test_the_build_id_follows_the_content(theme):
    builds = set()
    for words in ("one", "one", "two"):
        publication = samples.publication(samples.part(blocks=(samples.p(words),)))
        parts = read(write_word(publication, theme))
        builds.add(parts["docProps/custom.xml"][0][0].text)
    assert len(builds) == 2


def test_time_to_write_grows_like_the_pack(theme):
    plain = [samples.p(samples.LONG * 2) for _ in range(12)]
    listed = [samples.nested(2) for _ in range(3)]
    chapter = (m.Heading(1, samples.t("Chapter")), *plain, *listed, *samples.tables())

    def write(chapters: int) -> None:
        write_word(samples.publication(samples.part(blocks=chapter * chapters)), theme)

    write(STEP)  # what only the first file does
    assert grows_like_its_size(write, 15 * STEP)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_every_mark(data, tmp_path):
    (tmp_path / "in.docx").write_bytes(data)
    out = tmp_path / "out"
    convert([tmp_path / "in.docx"], "docx:MS Word 2007 XML", out, timeout=PATIENCE)
    before, after = marks_of(data), marks_of((out / "in.docx").read_bytes())
    assert before - after == set()


def marks_of(data: bytes) -> set[str]:
    """Return the names of blocks; LibreOffice copies those in footnotes, and says so in the
    name.
    """
    return {
        re.sub(r"_Copy_\d+$", "", b.get(f"{W}name"))
        for path, root in read(data).items()
        if path in ("word/document.xml", "word/footnotes.xml")
        for b in root.iter(f"{W}bookmarkStart")
        if b.get(f"{W}name").startswith("_pb_")
    }


@pytest.mark.parametrize("name", ["report", "handout", "pack", "tool"])
def test_the_open_xml_sdk_finds_nothing(theme, tmp_path, name):
    need_sdk()
    file = tmp_path / f"{name}.docx"
    file.write_bytes(write_word(getattr(samples, name)(), theme))
    assert judge_words([file]) == {file: []}

"""Every file of every shipped pack, judged by validators that others wrote; of the local edition,
which is made alike of other words and colours, every pack as a whole.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from helpers.validators import distinct, judge_pdfs, judge_words, need_sdk, need_verapdf
from openxml_audit import OpenXmlValidator

# Pages on sheets, print files and the files of a print order are for the printer alone; the reading
# file they are made from is tagged.
PRINT_ONLY = re.compile(r"-sheets\.pdf$|-print-[a-z0-9-]+\.pdf$|^\d\d-[a-z0-9-]+\.pdf$")


def files_of(packs: Path, ending: str) -> list[Path]:
    whole = (f for f in packs.glob(f"*/*/*{ending}") if f.stem == f.parent.name)
    return distinct([*packs.glob(f"standard/*/*{ending}"), *whole])


@pytest.fixture(scope="module")
def reading_pdfs(all_packs: Path) -> list[Path]:
    return [file for file in files_of(all_packs, ".pdf") if not PRINT_ONLY.search(file.name)]


@pytest.fixture(scope="module")
def word_files(all_packs: Path) -> list[Path]:
    return files_of(all_packs, ".docx")


def faulty(judged: Mapping[Path, list[str]]) -> dict[str, list[str]]:
    return {f"{f.parent.name}/{f.name}": found for f, found in judged.items() if found}


def test_every_pack_and_edition_is_there(all_packs):
    for edition, packs in (("standard", 17), ("riverbank", 14)):
        assert len(list((all_packs / edition).glob("*/manifest.json"))) >= packs


def test_verapdf_finds_nothing_against_what_is_claimed(reading_pdfs):
    """All files are PDF/UA. Those to fill in cannot be PDF/A; all others are that too."""
    need_verapdf()
    claimed = {file for file in reading_pdfs if b"pdfaid:part" in metadata(file)}
    to_fill_in = {file for file in reading_pdfs if file.parent.name == "tools-screen"}
    assert set(reading_pdfs) - claimed <= to_fill_in
    expected = {
        file: {"PDF/UA-1": []} | ({"PDF/A-3A": []} if file in claimed else {})
        for file in reading_pdfs
    }
    judged = judge_pdfs(reading_pdfs)
    assert {f: found for f, found in judged.items() if found != expected[f]} == {}


def metadata(file: Path) -> bytes:
    with pikepdf.open(file) as pdf:
        return pdf.Root.Metadata.read_bytes()


def test_verapdf_would_find_a_fault(reading_pdfs, tmp_path):
    need_verapdf()
    with pikepdf.open(reading_pdfs[0]) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(tmp_path / "untagged.pdf")
    (judged,) = judge_pdfs([tmp_path / "untagged.pdf"]).values()
    assert judged["PDF/UA-1"]


def test_the_open_xml_sdk_finds_nothing(word_files):
    need_sdk()
    assert faulty(judge_words(word_files)) == {}


def test_the_open_xml_sdk_would_find_a_fault(word_files, tmp_path):
    need_sdk()
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(word_files[0]) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"<w:body>", b"<w:body><w:t>x</w:t>"))
    assert faulty(judge_words([broken]))


NO_LIST = "Numbering definition '0' referenced but not found"
"""What openxml-audit says of a heading taken out of the list of its style, which is what list 0 is
for (ISO 29500-1, 17.9.18).
"""


def test_openxml_audit_finds_nothing(word_files):
    validator = OpenXmlValidator()
    judged = {
        f: [str(e) for e in validator.validate(f).errors if NO_LIST not in str(e)]
        for f in word_files
    }
    assert faulty(judged) == {}

"""Every page that is shipped, judged by validators that others wrote.

Of a local edition, and of packs that print the tools in another look, the pack as a whole is judged
in place of its documents; packs that join a choice of the same documents are not judged again, nor
are those of the standard edition that the local one has, nor documents that its full pack holds.
Those, and all forms and colours: `.venv/bin/pytest tests/conformance --everything`.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from helpers.projects import SHIPPED
from helpers.shared_results import LOCAL_EDITIONS, LOCAL_FORMS, LOCAL_PACKS, OTHER_LOOKS
from helpers.validators import distinct, judge_pdfs, judge_words, need_sdk, need_verapdf
from openxml_audit import OpenXmlValidator

JUDGED_AS_A_WHOLE = {
    "standard": OTHER_LOOKS,
    **{edition: {*LOCAL_PACKS, *LOCAL_FORMS} - {"facilitator"} for edition in LOCAL_EDITIONS},
}
# Pages on sheets, print files and the files of a print order are for the printer alone; the reading
# file they are made from is tagged.
PRINT_ONLY = re.compile(r"-sheets\.pdf$|-print-[a-z0-9-]+\.pdf$|^\d\d-[a-z0-9-]+\.pdf$")


def files_of(packs: Path, ending: str, everything: bool) -> list[Path]:
    """List documents of the standard edition, and packs that are not joined like others."""
    files = distinct(filter(is_judged, packs.glob(f"*/*/*{ending}")))
    held = {content(file) for file in packs.glob(f"standard/full-pack/*{ending}")}
    return files if everything else [file for file in files if content(file) not in held]


def is_judged(file: Path) -> bool:
    """Whether a pack is judged as a whole, or a document that is not judged in its pack."""
    edition, pack = file.parents[1].name, file.parent.name
    if file.stem == pack:
        return pack in JUDGED_AS_A_WHOLE[edition]
    alone = not file.with_stem(pack).is_file()
    return alone or (edition == "standard" and pack not in OTHER_LOOKS)


def content(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


@pytest.fixture(scope="module")
def everything(pytestconfig: pytest.Config) -> bool:
    return pytestconfig.getoption("--everything")


@pytest.fixture(scope="module")
def reading_pdfs(all_packs: Path, everything: bool) -> list[Path]:
    pdfs = files_of(all_packs, ".pdf", everything)
    return [file for file in pdfs if not PRINT_ONLY.search(file.name)]


@pytest.fixture(scope="module")
def word_files(all_packs: Path, everything: bool) -> list[Path]:
    return files_of(all_packs, ".docx", everything)


def size(file: Path) -> int:
    return file.stat().st_size


def faulty(judged: Mapping[Path, list[str]]) -> dict[str, list[str]]:
    return {f"{f.parent.name}/{f.name}": found for f, found in judged.items() if found}


def test_every_pack_is_there_and_every_document_of_the_local_edition(all_packs):
    made = {file.parent.name for file in all_packs.glob("standard/*/manifest.json")}
    assert made == {file.stem for file in SHIPPED.glob("content/packs/*.yaml")}
    documents, local = (
        {
            file.stem
            for file in all_packs.glob(f"{edition}/*/*.pdf")
            if not PRINT_ONLY.search(file.name)
        }
        for edition in ("standard", "riverbank")
    )
    assert documents - local <= made


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
    with pikepdf.open(min(reading_pdfs, key=size)) as pdf:
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
    with zipfile.ZipFile(min(word_files, key=size)) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"<w:body>", b"<w:body><w:t>x</w:t>"))
    assert faulty(judge_words([broken]))


NO_LIST = "Numbering definition '0' referenced but not found"
"""What openxml-audit says of a heading taken out of the list of its style, which is what list 0 is
for (ISO 29500-1, 17.9.18).
"""


def test_openxml_audit_finds_nothing(all_packs):
    """It is slower than the other one: packs of more than a document are left to that."""
    validator = OpenXmlValidator()
    judged = {
        f: [str(e) for e in validator.validate(f).errors if NO_LIST not in str(e)]
        for f in files_of(all_packs, ".docx", everything=True)
        if f.stem != f.parent.name
    }
    assert faulty(judged) == {}

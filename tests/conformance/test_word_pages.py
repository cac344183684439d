"""Page numbers that contents of Word files show, held against where LibreOffice puts the headings.

Word's own layout is not at hand; LibreOffice's is another one than that of the PDF, which the
numbers come from.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from helpers.libreoffice import convert
from helpers.shared_results import LOCAL_EDITIONS, OTHER_COLOURS
from helpers.validators import distinct
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXPORT = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"},'
    '"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
)
"""Bookmarks become places of the PDF, and blank pages before right-hand ones are kept."""
COPY = re.compile("2520Copy.*$")
"""What LibreOffice adds to the names of bookmarks in the margin column."""
SAME_AT_LEAST = 0.95
PAGE_KINDS = ("riverbank/organiser", "standard/handouts", "standard/tools-large-print")
SAME_WORDS = 0.95
"""The share of words on the same page of the PDF and of the Word file."""
PATIENCE = 1200


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_headings_stand_on_the_pages_that_contents_show(all_packs: Path, tmp_path: Path) -> None:
    shown = {
        file: pages
        for file in distinct(all_packs.rglob("*.docx"))
        if file.parent.name not in OTHER_COLOURS
        and not is_in_local_edition_too(file)
        and (pages := shown_pages(file))
    }
    assert shown
    wrong = {}
    for file, found in laid_out_pages(shown, tmp_path).items():
        away = [abs(found[name] - page) for name, page in shown[file].items()]
        same = away.count(0) / len(away)
        if max(away) > 1 or same < SAME_AT_LEAST:
            wrong[f"{file.parent.name}/{file.name}"] = sorted(away, reverse=True)
    assert wrong == {}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_words_stand_on_the_pages_of_the_pdf(all_packs: Path, tmp_path: Path) -> None:
    """Each kind of page that is no tool of the office, and those that grow most: large print."""
    files = [
        file
        for pack in PAGE_KINDS
        for file in (all_packs / pack).glob("*.docx")
        if file.with_suffix(".pdf").is_file() and file.stem not in {*pack.split("/"), "print-order"}
    ]
    assert files
    wrong = {}
    for file, laid_out in laid_out_files(files, tmp_path).items():
        here, there = words_of_pages(file.with_suffix(".pdf")), words_of_pages(laid_out)
        same = sum((a & b).total() for a, b in zip(here, there, strict=False))
        share = same / sum(page.total() for page in here)
        if len(here) != len(there) or share < SAME_WORDS:
            wrong[f"{file.parent.name}/{file.stem}"] = (len(here), len(there), round(share, 3))
    assert wrong == {}


def words_of_pages(pdf_file: Path) -> list[Counter[str]]:
    """Return the longer words of each page, in any order."""
    texts = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf_file))
    return [Counter(re.findall(r"\w{4,}", text.lower())) for text in texts]


def is_in_local_edition_too(file: Path) -> bool:
    """Whether it is of the standard edition, and a local one has it, with longer names."""
    edition, pack = file.parents[1], file.parent.name
    return edition.name == "standard" and any(
        (edition.parent / local / pack / file.name).is_file() for local in LOCAL_EDITIONS
    )


def shown_pages(file: Path) -> dict[str, int]:
    """Return the page that contents show for each bookmark they lead to."""
    with zipfile.ZipFile(file) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    pages = {}
    for link in root.iter(f"{W}hyperlink"):
        code = link.find(f".//{W}instrText")
        if code is not None and code.text.strip().startswith("PAGEREF"):
            *_, last = (text.text for text in link.iter(f"{W}t"))
            pages[link.get(f"{W}anchor")] = int(last)
    return pages


def laid_out_pages(files: Iterable[Path], folder: Path) -> dict[Path, dict[str, int]]:
    """Return the page, from 1, of each bookmark of each file in LibreOffice."""
    return {file: bookmark_pages(pdf) for file, pdf in laid_out_files(files, folder).items()}


def laid_out_files(files: Iterable[Path], folder: Path) -> dict[Path, Path]:
    """Return the PDF that LibreOffice, which is started once, makes of each file.

    Packs have files of the same names, so that each is laid out under its number.
    """
    copies = {file: folder / f"{number}.docx" for number, file in enumerate(files)}
    for file, copy in copies.items():
        shutil.copyfile(file, copy)
    convert(copies.values(), EXPORT, folder, timeout=PATIENCE)
    return {file: copy.with_suffix(".pdf") for file, copy in copies.items()}


def bookmark_pages(pdf_file: Path) -> dict[str, int]:
    """Return the page of each bookmark of a PDF that LibreOffice wrote."""
    with pikepdf.open(pdf_file) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        return {
            COPY.sub("", name.removeprefix("/").replace("5F", "_", 2)): numbers[place[0].objgen]
            for name, place in pdf.Root.Dests.items()
        }

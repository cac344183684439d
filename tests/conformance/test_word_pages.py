"""Page numbers that contents of Word files show, held against where LibreOffice puts the headings.

Word's own layout is not at hand; LibreOffice's is another one than that of the PDF, which the
numbers come from.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pytest
from helpers.shared_results import LOCAL_EDITIONS
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
SAME_PAGES = {"tools-greyscale", "tools-high-contrast"}
"""Packs whose pages are those of another pack in other colours."""
SAME_AT_LEAST = 0.95
PATIENCE = 1200


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_headings_stand_on_the_pages_that_contents_show(all_packs: Path, tmp_path: Path) -> None:
    shown = {
        file: pages
        for file in distinct(all_packs.rglob("*.docx"))
        if file.parent.name not in SAME_PAGES
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
    """Return the page, from 1, of each bookmark of each file in LibreOffice, which is started once.

    Packs have files of the same names, so that each is laid out under its number.
    """
    copies = {file: folder / f"{number}.docx" for number, file in enumerate(files)}
    for file, copy in copies.items():
        shutil.copyfile(file, copy)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", EXPORT, "--outdir", str(folder)]
    subprocess.run(
        [*command, *map(str, copies.values())], check=True, capture_output=True, timeout=PATIENCE
    )
    return {file: bookmark_pages(copy.with_suffix(".pdf")) for file, copy in copies.items()}


def bookmark_pages(pdf_file: Path) -> dict[str, int]:
    """Return the page of each bookmark of a PDF that LibreOffice wrote."""
    with pikepdf.open(pdf_file) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        return {
            COPY.sub("", name.removeprefix("/").replace("5F", "_", 2)): numbers[place[0].objgen]
            for name, place in pdf.Root.Dests.items()
        }

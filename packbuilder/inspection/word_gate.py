"""The one gate for Word files that come from outside: what is too large, or never belongs in one,
is refused before any of it is parsed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from packbuilder.inspection.picture_sizes import pixels
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.word_xml import Element

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 200_000_000
MOST_RATIO: Final = 100
"""So many times as large as packed may an entry be; small ones are let be."""
DEEPEST: Final = 200
MOST_PIXELS: Final = 40_000_000
"""Pixels of one picture."""

_SMALL: Final = 1_000_000
_HEADER: Final = 1_000_000
"""Bytes of a picture in which its size has to stand."""
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""Begins a Word file that is locked with a password, and one of before 2007."""

_MAIN: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXTERNAL: Final = ("hyperlink", "attachedTemplate")
"""Relations to places outside that are usual; none of them is followed."""


def check_package(data: bytes) -> None:
    """Raise `UnreadableError` for a file that is no Word document, or no harmless one."""
    if is_locked(data):
        raise UnreadableError(
            "it is locked with a password, or of a Word of before 2007",
            "save it as .docx without a password",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            problem = next(_problems(entries), "") or next(_large_pictures(package), "")
            if not problem and _MAIN not in package.read("[Content_Types].xml"):
                problem = "it is no Word document without macros"
    except KeyError:
        raise UnreadableError(
            "it is a zip, but not a Word file", "give a file that ends in .docx"
        ) from None
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise UnreadableError("it is not a complete Word file") from error
    if problem:
        raise UnreadableError(problem, "save it again as .docx, or ask for another copy")


def is_package(data: bytes) -> bool:
    """Whether a file is a zip, as Word files are."""
    return data.startswith(b"PK")


def is_locked(data: bytes) -> bool:
    """Whether a file is locked with a password, or of a Word of before 2007."""
    return data.startswith(_OLE)


def _problems(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield what is wrong with the entries, which nothing has unpacked yet."""
    if len(entries) > MOST_ENTRIES:
        yield f"it has more than {MOST_ENTRIES:,} parts"
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        yield f"it is larger than {MOST_BYTES // 1_000_000} MB when unpacked"
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts:
            yield "a part of it leads out of the file"
        if name.name.lower() == "vbaproject.bin":
            yield "it holds macros"
        if entry.file_size > max(_SMALL, MOST_RATIO * entry.compress_size):
            yield "a part of it is packed far too small"


def _large_pictures(package: zipfile.ZipFile) -> Iterator[str]:
    """Yield what is wrong with pictures, of which no more than their headers is unpacked."""
    for entry in package.infolist():
        if entry.filename.startswith("word/media/"):
            with package.open(entry) as picture:
                if pixels(picture.read(_HEADER)) > MOST_PIXELS:
                    yield f"a picture in it has more than {MOST_PIXELS // 1_000_000} million pixels"


def check_xml(data: bytes) -> None:
    """Raise `UnreadableError` for XML with definitions of its own, which Word never writes."""
    if b"<!DOCTYPE" in data or b"<\0!\0D\0O\0C\0T\0Y\0P\0E" in data:
        raise UnreadableError(
            "a part of it defines entities", "save it again as .docx, or ask for another copy"
        )


def check_depth(root: Element) -> None:
    """Raise `UnreadableError` for XML that is nested too deep."""
    open_elements, depth = [(root, 1)], 1
    while open_elements:
        element, depth = open_elements.pop()
        if depth > DEEPEST:
            raise UnreadableError(
                f"a part of it is nested deeper than {DEEPEST} levels",
                "save it again as .docx, or ask for another copy",
            )
        open_elements += [(child, depth + 1) for child in element]


def leads_outside(parts: Mapping[str, Element]) -> bool:
    """Whether a part asks for files elsewhere, other than by links; none is opened."""
    return any(
        relation.get("TargetMode") == "External"
        and not str(relation.get("Type", "")).endswith(_EXTERNAL)
        for name, root in parts.items()
        if name.endswith(".rels")
        for relation in root
    )

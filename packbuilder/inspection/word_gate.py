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
from packbuilder.inspection.word_xml import RELATIONS, Element

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 200_000_000
MOST_RATIO: Final = 100
"""So many times as large as packed may an entry be; small ones are let be."""
DEEPEST: Final = 200
_TOO_DEEP: Final = "/*" * (DEEPEST + 1)
MOST_PIXELS: Final = 40_000_000
"""Pixels of one picture."""

_SMALL: Final = 1_000_000
_HEADER: Final = 1_000_000
"""Bytes of a picture in which its size has to stand."""
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""Begins a Word file that is locked with a password, and one of before 2007."""

_MAIN: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LINK: Final = "hyperlink"
_TEMPLATE: Final = "attachedTemplate"
"""Most files name the one they were begun with, which nobody needs to know."""
_KINDS: Final = {
    "image": "picture",
    _TEMPLATE: "template",
    "oleObject": "object",
    "subDocument": "part",
}


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
    if root.xpath(_TOO_DEEP):
        raise UnreadableError(
            f"a part of it is nested deeper than {DEEPEST} levels",
            "save it again as .docx, or ask for another copy",
        )


def files_outside(parts: Mapping[str, Element], templates: bool = False) -> tuple[str, ...]:
    """Return the files elsewhere that a Word file asks for other than by links, such as “picture
    https://…”, maybe its template too. None of them is opened.
    """
    found = (
        f"{_KINDS.get(kind, kind)} {relation.get('Target', '')}"
        for relation in _relations(parts)
        if (kind := _kind_outside(relation)) and (templates or kind != _TEMPLATE)
    )
    return tuple(dict.fromkeys(found))


def drop_outside(parts: Mapping[str, Element]) -> tuple[str, ...]:
    """Take away what asks for files elsewhere, other than by links, with all that refers to it;
    return these files.
    """
    found = files_outside(parts)
    for name, root in parts.items():
        for relation in list(root) if name.endswith(".rels") else ():
            if _kind_outside(relation):
                root.remove(relation)
                folder, _, file = name.partition("_rels/")
                part = parts.get(f"{folder}{file.removesuffix('.rels')}")
                if part is not None:
                    _drop_references(part, relation.get("Id", ""))
    return found


def _drop_references(root: Element, id: str) -> None:
    """Take away what refers to a relation; a picture keeps what the file holds of it."""
    for element in list(root.iter()):
        for name, value in [(str(key), each) for key, each in element.attrib.items()]:
            if value == id and name.startswith(RELATIONS):
                parent = element.getparent()
                if name.endswith("}link") or parent is None:
                    del element.attrib[name]
                else:
                    parent.remove(element)


def _relations(parts: Mapping[str, Element]) -> Iterator[Element]:
    for name, root in parts.items():
        if name.endswith(".rels"):
            yield from root


def _kind_outside(relation: Element) -> str:
    """Return the kind of a relation that asks for a file elsewhere; nothing for the others."""
    kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
    return kind if relation.get("TargetMode") == "External" and kind != _LINK else ""

"""New pictures of a Word file → files beside those that they replace, and the report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from packbuilder.inspection.picture_sizes import picture_ending
from packbuilder.round_trip.lines import short
from packbuilder.round_trip.pictures import NewPicture
from packbuilder.round_trip.report import Entry
from packbuilder.storage.source import Source

_BESIDE = "images/picture.png"
"""What stands for the file that is replaced where none is known."""


def settle_pictures(
    found: Iterable[NewPicture], file: Path, source: Source
) -> tuple[Mapping[str, bytes], list[Entry]]:
    """Return the files that pictures of a Word file would be, by path, and what to report. Nothing
    of the content is replaced: a new picture gets the name of the old one, with a number.
    """
    files, report = dict[str, bytes](), list[Entry]()
    pictures = list(dict.fromkeys(found))
    if not pictures:
        return files, report
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as package:
        held = {each: package.read(each) for each in package.namelist() if "/media/" in each}
    for picture in pictures:
        data = held.get(picture.file, b"")
        beside = f"content/{picture.replaces or _BESIDE}"
        if data and source.exists(beside) and source.read(beside).data == data:
            continue  # the content has the same one already
        what = f"a picture was {'added' if picture.is_added else 'replaced'}"
        what += f": “{short(picture.words)}”" if picture.words else ", without alternative text"
        ending = picture_ending(data)
        if ending:
            path = next(
                each
                for each in _names(beside, ending)
                if files.get(each, data) == data
                and (not source.exists(each) or source.read(each).data == data)
            )
            files |= {} if source.exists(path) else {path: data}
            words = f"{what}; its file is {path}: name it in the text to show it"
        else:
            words = f"{what}, in a format that cannot be used here: save it as PNG, JPEG or SVG"
        place = picture.place
        report.append(Entry("IMAGE", words, *((place.source.path, place.first) if place else ())))
    return files, report


def _names(beside: str, ending: str) -> Iterator[str]:
    path, number = PurePosixPath(beside), 2
    while True:
        yield f"{path.with_suffix('')}-{number}.{ending}"
        number += 1

"""The zips of an edition's packs → one zip with all of them and a page to start from.

Nothing is compressed twice, and a zip that holds all of this already is left alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.pipeline.deliver import INDEX, README
from packbuilder.pipeline.phrases import edition_title
from packbuilder.pipeline.project import LoadedProject
from packbuilder.storage.delivery import read_result, reporting_os_errors, write_file
from packbuilder.storage.manifest import MANIFEST, make_zip
from packbuilder.writers import describe_formats
from packbuilder.writers.pdf.markup import write_page

OpenZips = Mapping[str, zipfile.ZipFile]


def zip_edition(edition: str, output: Path, project: LoadedProject) -> Path | None:
    """Put all packs that an edition has into one zip, each in a folder of its own.

    An edition of one pack needs none. Raise `PackError` when it cannot be read or written.
    """
    target = output / f"{edition}.zip"
    with reporting_os_errors(output / edition, "read"):
        packs = dict(_open_packs(output / edition))
        if len(packs) < 2:
            return None
        about = _about(edition, packs, project)
        guides = {name: write_page(project.theme, name, **about) for name in (INDEX, README)}
        if not _holds(target, packs, guides):
            write_file(target, make_zip({**guides, **dict(_files(packs))}))
    return target


def _open_packs(folder: Path) -> Iterator[tuple[str, zipfile.ZipFile]]:
    """Open the zips of packs; read as a whole, so that no later build can change them meanwhile."""
    for path in sorted(folder.glob("*.zip")):
        with _reporting_damage(path.stem):
            archive = zipfile.ZipFile(io.BytesIO(read_result(path)))
        if MANIFEST in archive.namelist():
            yield path.stem, archive


@contextlib.contextmanager
def _reporting_damage(pack: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error):
        raise fail(
            Code.OUTPUT_BROKEN,
            Span(f"{pack}.zip", 0),
            f"“{pack}.zip” is damaged, so there is no new zip of the whole edition",
            "delete it, and build this pack again",
        ) from None


def _about(edition: str, packs: OpenZips, project: LoadedProject) -> dict[str, Any]:
    """Return what the guides say: of the edition, and of each pack."""
    found = [json.loads(archive.read(MANIFEST)) for archive in packs.values()]
    settings, labels = project.settings, project.theme.labels
    said = edition_title(settings, labels, edition, project.edition(edition))
    title = " – ".join(filter(None, (settings.title, said)))
    about = {"title": title, "description": "", "rights": settings.attribution_short}
    return {
        "pack": about,
        "packs": found,
        "files": [],
        "prints": [],
        "labels": labels,
        "formats": describe_formats(labels),
    }


def _files(packs: OpenZips) -> Iterator[tuple[str, bytes]]:
    for name, archive in packs.items():
        for file in archive.namelist():
            with _reporting_damage(name):
                data = archive.read(file)
            yield f"{name}/{file}", data


def _holds(target: Path, packs: OpenZips, guides: Mapping[str, bytes]) -> bool:
    """Whether a zip has all files already, by their checksums."""
    wanted = {
        f"{name}/{entry.filename}": (entry.file_size, entry.CRC)
        for name, archive in packs.items()
        for entry in archive.infolist()
    }
    try:
        with zipfile.ZipFile(target) as archive:
            found = {entry.filename: (entry.file_size, entry.CRC) for entry in archive.infolist()}
            same = all(archive.read(name) == data for name, data in guides.items())
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return (
        same and found.keys() == wanted.keys() | guides.keys() and wanted.items() <= found.items()
    )

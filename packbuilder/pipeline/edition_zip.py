"""The zips of an edition's packs → one zip with all of them and a page to start from.

Nothing is compressed twice, and a zip that holds all of this already is left alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.pipeline.deliver import INDEX, README
from packbuilder.pipeline.phrases import edition_title
from packbuilder.pipeline.project import LoadedProject
from packbuilder.print_order import FOLDER, NAME
from packbuilder.storage.delivery import Delivery, read_result, reporting_os_errors, write_file
from packbuilder.storage.manifest import MANIFEST, make_zip, read_manifest
from packbuilder.theme import Labels
from packbuilder.writers import describe_formats, listed_as
from packbuilder.writers.pdf.markup import write_page

OpenZips = Mapping[str, zipfile.ZipFile]


def zip_edition(
    edition: str, packs: Collection[str], with_order: bool, output: Path, project: LoadedProject
) -> Path | None:
    """Put packs of an edition, and its print order if it is wanted, into one zip, each in a folder
    of its own.

    An edition of one pack needs none, and an earlier zip is removed. Raise `PackError` when
    something cannot be read or written.
    """
    target = output / f"{edition}.zip"
    with reporting_os_errors(output / edition, "read"):
        opened = dict(_open_packs(output / edition, packs))
        order = _order_files(output / edition / FOLDER) if with_order else {}
        parts = {**opened, **({FOLDER: _as_zip(order)} if order else {})}
        if len(parts) < 2:
            remove_zip(target)
            return None
        about = _about(edition, opened, order, project)
        guides = {name: write_page(project.theme, name, **about) for name in (INDEX, README)}
        if not _holds(target, parts, guides):
            write_file(target, make_zip({**guides, **dict(_files(parts))}))
    return target


def remove_zip(target: Path) -> bool:
    """Remove the zip of an edition, and say whether there was one."""
    if not target.is_file():
        return False
    with Delivery(target.parent, target.name) as delivery:
        delivery.remove(target)
    return True


def _open_packs(folder: Path, packs: Collection[str]) -> Iterator[tuple[str, zipfile.ZipFile]]:
    """Open the zips of packs; read as a whole, so that no later build can change them meanwhile."""
    for name in packs:
        path = folder / f"{name}.zip"
        if path.is_file():
            with _reporting_damage(name):
                archive = zipfile.ZipFile(io.BytesIO(read_result(path)))
            if MANIFEST in archive.namelist():
                yield name, archive


def _order_files(folder: Path) -> dict[str, bytes]:
    """Read the files of a print order, and their list."""
    names = [str(entry["name"]) for entry in read_manifest(folder).get("files", ())]
    return {name: read_result(folder / name) for name in (*names, MANIFEST)} if names else {}


def _as_zip(files: Mapping[str, bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(make_zip(files)))


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


def _about(
    edition: str, packs: OpenZips, order: Mapping[str, bytes], project: LoadedProject
) -> dict[str, Any]:
    found = [json.loads(archive.read(MANIFEST)) for archive in packs.values()]
    settings, labels = project.settings, project.theme.labels
    said = edition_title(settings, labels, edition, project.edition(edition))
    title = " – ".join(filter(None, (settings.title, said)))
    about = {"title": title, "description": "", "rights": settings.attribution_short}
    return {
        "pack": about,
        "packs": [{**each, "files": _listed(each["files"])} for each in found],
        "files": list(_list_order(order, labels)),
        "prints": [],
        "labels": labels,
        "formats": describe_formats(labels),
    }


def _listed(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(files, key=lambda file: listed_as(file["name"]))


def _list_order(order: Mapping[str, bytes], labels: Labels) -> Iterator[dict[str, Any]]:
    """List the files of a print order, the order itself first."""
    listed = json.loads(order[MANIFEST])["files"] if order else []
    entries = [{**entry, "name": f"{FOLDER}/{entry['name']}"} for entry in listed]
    first = f"{FOLDER}/{NAME}."
    for title, whole in (("title", True), ("files_title", False)):
        files = _listed([entry for entry in entries if entry["name"].startswith(first) == whole])
        if files:
            yield {"title": labels.order[title], "files": files}


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

"""What lies in the output of an edition: fresh, stale and why, or not built yet.

Reads only, and loads no engine by itself. Where a build has read just what is there now, the list
of files that it left is enough. Else content is read and planned: whatever has changed may concern
any file, by the code of a tool or a box of an edition’s own, or come to the same.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol

from packbuilder.diagnostics import PackError
from packbuilder.print_order import FOLDER, NAME
from packbuilder.settings.edition import Edition
from packbuilder.settings.pack import Pack
from packbuilder.settings.project import Project
from packbuilder.storage.manifest import MANIFEST, read_manifest
from packbuilder.storage.state import hash_file, is_as_made, recorded_reasons


@dataclass(frozen=True)
class Standing:
    """How a pack, a print order or a zip of an edition lies in the output.

    `reasons` say in words why it is not what a build would make now.
    """

    kind: Literal["pack", "order", "zip"]
    name: str
    path: Path
    reasons: tuple[str, ...] = ()
    built: bool = True

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name.replace("-", " ") if self.kind == "order" else self.name

    @property
    def state(self) -> Literal["fresh", "stale", "not built"]:
        """How it lies there, in a word."""
        if not self.built:
            return "not built"
        return "stale" if self.reasons else "fresh"


class Planned(Protocol):
    """What a build would make of a pack or an order."""

    @property
    def files(self) -> Sequence[object]:
        """Its files."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why what is there is not that, in words."""


class Planner(Protocol):
    """Plans what is in an edition; raises `PackError` when its content has mistakes."""

    def pack(self, edition: str, name: str, libraries: str) -> Planned:
        """Plan a pack."""

    def order(self, edition: str, packs: Collection[str], libraries: str) -> Planned:
        """Plan the print order of an edition of these packs."""

    def has_order(self, edition: str) -> bool:
        """Whether a build of an edition would make a print order where there is none yet."""


@dataclass(frozen=True)
class Outlook:
    """What has to be known to see whether results are stale.

    `inputs` are the hashes of all inputs as they are now, `made` those of what builds made from
    just these, `libraries` that of the libraries of the PDF engine, empty when it is not known.
    `planner` reads content when it is asked to.
    """

    settings: Project
    packs: Mapping[str, Pack]
    output: Path
    inputs: Mapping[str, str]
    made: Collection[str]
    libraries: str
    planner: Planner


def parts_of_zip(
    outlook: Outlook, name: str, edition: Edition, built: Collection[Path] = ()
) -> list[Standing]:
    """Return what the zip of an edition holds, and how it stands: the packs that the edition or the
    project names, or else all that were built; and the print order, where no pack holds it.

    What lies in folders that were `built` just now is fresh.
    """
    folder = outlook.output / name
    packs = edition.packs or outlook.settings.packs or built_packs(folder)
    packs = tuple(pack for pack in packs if not is_left_out(outlook.packs.get(pack), edition))
    parts = [
        Standing("pack", pack, folder / pack)
        if folder / pack in built
        else stand_pack(outlook, name, pack)
        for pack in packs
    ]
    if (folder / FOLDER / MANIFEST).is_file() and not holds_order(folder, packs):
        fresh = Standing("order", NAME, folder / FOLDER)
        parts.append(fresh if fresh.path in built else stand_order(outlook, name, packs))
    return parts


def built_packs(folder: Path) -> tuple[str, ...]:
    """Return the packs of an edition that were built as a whole."""
    names = sorted(archive.stem for archive in folder.glob("*.zip"))
    return tuple(name for name in names if (folder / name / MANIFEST).is_file())


def is_left_out(pack: Pack | None, edition: Edition) -> bool:
    """Whether an edition does without all documents of a pack."""
    return pack is not None and not set(pack.documents) - set(edition.leave_out)


def holds_order(folder: Path, packs: Iterable[str]) -> bool:
    """Whether one of these packs of an edition was built with the print order in it."""
    lists = (read_manifest(folder / pack).get("files", ()) for pack in packs)
    return any(entry["name"] == f"{NAME}.pdf" for entries in lists for entry in entries)


def stand_pack(outlook: Outlook, name: str, pack: str) -> Standing:
    """Return how a pack of the edition `name` stands."""
    folder = outlook.output / name / pack
    plan = partial(outlook.planner.pack, name, pack)
    standing = _stand(outlook, Standing("pack", pack, folder), plan)
    if standing.built and not standing.reasons:
        standing = replace(standing, reasons=_zip_reasons(folder))
    return standing


def stand_order(outlook: Outlook, name: str, packs: Collection[str]) -> Standing:
    """Return how the print order of an edition of these packs stands."""
    plan = partial(outlook.planner.order, name, packs)
    return _stand(outlook, Standing("order", NAME, outlook.output / name / FOLDER), plan)


def _stand(outlook: Outlook, standing: Standing, plan: Callable[[str], Planned]) -> Standing:
    """Return how what lies in a folder stands; it is planned only when something has changed."""
    before = read_manifest(standing.path)
    if not before:
        return replace(standing, built=False)
    known = hash_file(standing.path / MANIFEST) in outlook.made
    if known and is_as_made(before, standing.path, outlook.inputs, outlook.libraries):
        return standing
    try:
        planned = plan(outlook.libraries or _recorded_libraries(before))
        return replace(standing, reasons=planned.reasons)
    except PackError:
        reasons = recorded_reasons(before, standing.path, outlook.inputs)
        return replace(standing, reasons=reasons or ("the content has mistakes",))


def _recorded_libraries(manifest: Mapping[str, Any]) -> str:
    """Return the libraries that files were made with."""
    found = (str(entry.get("libraries", "")) for entry in manifest["files"])
    return next(filter(None, found), "")


def _zip_reasons(folder: Path) -> tuple[str, ...]:
    """Return why the zip of a pack is not what lies in the pack's folder."""
    try:
        with zipfile.ZipFile(folder.parent / f"{folder.name}.zip") as archive:
            same = archive.read(MANIFEST) == (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return ("its zip is missing",)
    except (OSError, KeyError, zipfile.BadZipFile):
        return ("its zip is damaged",)
    return () if same else ("its zip has older files",)


def stand_zip(outlook: Outlook, name: str, parts: Sequence[Standing]) -> Standing | None:
    """Return how the zip of an edition of these parts stands; one part needs none."""
    target = outlook.output / f"{name}.zip"
    standing = Standing("zip", target.name, target, built=target.is_file())
    if len(parts) < 2:
        return (
            replace(standing, reasons=("a single pack needs no zip",)) if standing.built else None
        )
    late = [f"{part.title} is {part.state}" for part in parts if part.state != "fresh"]
    if late:
        return replace(standing, reasons=tuple(late))
    if not standing.built:
        return standing
    wanted = {name: crc for part in parts for name, crc in _checksums_of(part).items()}
    found = {name: crc for name, crc in _checksums_in(target).items() if "/" in name}
    return standing if found == wanted else replace(standing, reasons=("it has older files",))


def _checksums_of(part: Standing) -> dict[str, int]:
    """Return the checksums of the files that a pack or an order has in the zip of its edition."""
    if part.kind == "pack":
        found = _checksums_in(part.path.parent / f"{part.name}.zip")
    else:
        names = [entry["name"] for entry in read_manifest(part.path)["files"]]
        found = {n: zlib.crc32((part.path / n).read_bytes()) for n in (*names, MANIFEST)}
    return {f"{part.path.name}/{name}": crc for name, crc in found.items()}


def _checksums_in(archive: Path) -> dict[str, int]:
    """Return the checksums of the files in a zip; a damaged one holds none."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return {entry.filename: entry.CRC for entry in opened.infolist()}
    except (OSError, zipfile.BadZipFile):
        return {}

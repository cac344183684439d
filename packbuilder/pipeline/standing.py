"""What lies in the output of an edition: fresh, stale and why, or not built yet.

Reads only. Where all that files were made from is as it was, their manifest is enough; content is
read and planned only where something has changed, as it may still come to the same.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from packbuilder.diagnostics import PackError
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.plan import Plan, plan_pack
from packbuilder.pipeline.print_order import FOLDER, renew_print_order
from packbuilder.pipeline.print_order_jobs import NAME
from packbuilder.settings.edition import Edition
from packbuilder.settings.pack import Pack
from packbuilder.settings.project import Project
from packbuilder.storage.manifest import MANIFEST, read_manifest
from packbuilder.storage.state import BuildRequest, looks_fresh, recorded_reasons

NOT_BUILT = "it has not been built yet"


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


@dataclass(frozen=True)
class Outlook:
    """What has to be known to see whether results are stale.

    `inputs` are the hashes of all inputs as they are now, `libraries` that of the libraries of the
    PDF engine, empty when it is not known. `prepare` reads an edition when one is asked for.
    """

    settings: Project
    packs: Mapping[str, Pack]
    output: Path
    inputs: Mapping[str, str]
    libraries: str
    prepare: Callable[[str], PreparedEdition]


def parts_of_zip(
    outlook: Outlook, name: str, edition: Edition, built: Collection[Path] = ()
) -> list[Standing]:
    """Return what the zip of an edition holds, and how it stands: the packs that the edition or the
    project names, or else all that were built; and the print order, where no pack holds it.

    What lies in folders that were `built` just now is fresh.
    """
    folder = outlook.output / name
    packs = edition.packs or outlook.settings.packs or built_packs(folder)
    packs = tuple(pack for pack in packs if not _is_left_out(outlook.packs.get(pack), edition))
    parts = [
        Standing("pack", pack, folder / pack)
        if folder / pack in built
        else stand_pack(outlook, name, pack)
        for pack in packs
    ]
    held = any(_holds_order(folder / pack) for pack in packs)
    if not held and (folder / FOLDER / MANIFEST).is_file():
        fresh = Standing("order", NAME, folder / FOLDER)
        parts.append(fresh if fresh.path in built else stand_order(outlook, name, packs))
    return parts


def built_packs(folder: Path) -> tuple[str, ...]:
    """Return the packs of an edition that were built as a whole."""
    names = sorted(archive.stem for archive in folder.glob("*.zip"))
    return tuple(name for name in names if (folder / name / MANIFEST).is_file())


def _is_left_out(pack: Pack | None, edition: Edition) -> bool:
    """Whether an edition does without all documents of a pack."""
    return pack is not None and not set(pack.documents) - set(edition.leave_out)


def _holds_order(folder: Path) -> bool:
    """Whether a pack holds the print order."""
    entries = read_manifest(folder).get("files", ())
    return any(entry["name"] == f"{NAME}.pdf" for entry in entries)


def stand_pack(outlook: Outlook, name: str, pack: str) -> Standing:
    """Say how a pack of the edition `name` stands."""
    folder = outlook.output / name / pack
    request = BuildRequest(Path(), outlook.output, (pack,), (name,))

    def plan(edition: PreparedEdition, libraries: str) -> Plan:
        return plan_pack(edition, pack, request, libraries)

    standing = _stand(outlook, name, Standing("pack", pack, folder), plan)
    if standing.built and not standing.reasons:
        standing = replace(standing, reasons=_zip_reasons(folder))
    return standing


def stand_order(outlook: Outlook, name: str, packs: Collection[str]) -> Standing:
    """Say how the print order of an edition of these packs stands."""

    def plan(edition: PreparedEdition, libraries: str) -> Plan:
        return renew_print_order(edition, packs, outlook.output, libraries)

    return _stand(outlook, name, Standing("order", NAME, outlook.output / name / FOLDER), plan)


def _stand(
    outlook: Outlook,
    name: str,
    standing: Standing,
    plan: Callable[[PreparedEdition, str], Plan],
) -> Standing:
    """Say how what lies in a folder stands; it is planned only when something has changed."""
    before = read_manifest(standing.path)
    if not before:
        return replace(standing, built=False, reasons=(NOT_BUILT,))
    if looks_fresh(before, standing.path, outlook.inputs, outlook.libraries):
        return standing
    try:
        planned = plan(outlook.prepare(name), outlook.libraries or _recorded_libraries(before))
        return replace(standing, reasons=planned.reasons)
    except PackError:
        reasons = recorded_reasons(before, standing.path, outlook.inputs)
        return replace(standing, reasons=reasons or ("the content has mistakes",))


def _recorded_libraries(manifest: Mapping[str, Any]) -> str:
    """Return the libraries that files were made with."""
    found = (str(entry.get("libraries", "")) for entry in manifest["files"])
    return next(filter(None, found), "")


def _zip_reasons(folder: Path) -> tuple[str, ...]:
    """Say why the zip of a pack is not what lies in the pack's folder."""
    try:
        with zipfile.ZipFile(folder.parent / f"{folder.name}.zip") as archive:
            same = archive.read(MANIFEST) == (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return ("its zip is missing",)
    except (OSError, KeyError, zipfile.BadZipFile):
        return ("its zip is damaged",)
    return () if same else ("its zip holds earlier files",)

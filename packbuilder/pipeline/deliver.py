"""The files made for a pack → files in place, all or none, with print files, manifest and zip."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, shown_in_builds
from packbuilder.pipeline.jobs import WriteJob
from packbuilder.pipeline.plan import POSTERS, Plan, PlannedFile
from packbuilder.pipeline.print_files import Prints, make_prints, read_for_print
from packbuilder.pipeline.print_order_jobs import PrintFileJob, PrintOrderJob
from packbuilder.rules.content.fields import check_lost_fields, list_field_names
from packbuilder.rules.content.waivers import waive_problems
from packbuilder.settings.pack import pack_path
from packbuilder.storage.cache import Artifact, artifact_of
from packbuilder.storage.delivery import Delivery, read_result
from packbuilder.storage.manifest import MANIFEST, make_manifest, make_zip
from packbuilder.storage.records import memoized_by_object
from packbuilder.storage.source import Source
from packbuilder.storage.state import program
from packbuilder.theme import Theme
from packbuilder.writers import WRITERS, describe_formats, listed_as
from packbuilder.writers.pdf.markup import write_page

INDEX = "start-here.html"
README = "README.txt"
SHEETS = "-sheets"
"""What the name of a document's printed sheets ends with, which lie beside its own PDF."""


@dataclass(frozen=True)
class DeliveredPack:
    """What a pack has, where, which of it is new, and what is wrong with it.

    Of one that its edition leaves out as a whole, the files were removed.
    """

    folder: Path
    archive: Path | None
    files: tuple[dict[str, Any], ...]
    renewed: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    removed: bool = False


def deliver(
    plan: Plan, made: Mapping[str, Artifact], failed: Collection[str], source: Source, theme: Theme
) -> DeliveredPack:
    """Put a pack's files in place, all or none; raise `PackError` when that cannot be.

    `made` holds the new ones by name. Files in `failed` could not be made: what is there stays.
    """
    if not plan.files:
        return _withdraw(plan)
    partial = plan.partial or bool(failed)
    _check_unchanged(plan, source)
    entries = _entries(plan, made, partial)
    archive = None if partial else plan.archive
    prints = _prints(plan, made) if archive else Prints({}, ())
    entries |= {name: _printed(plan, prints, name) for name in prints.files}
    manifest = make_manifest(plan.about, list(entries.values()))
    files = {name: file.data for name, file in made.items()} | dict(prints.files)
    with Delivery(plan.folder.parent, plan.name) as delivery:
        for name, data in files.items():
            delivery.put(plan.folder / name, data)
        if archive:
            files |= {name: _bytes(plan, made, name) for name in entries if name not in files}
            guides = _guides(plan, entries, prints, theme)
            delivery.put(archive, make_zip({**files, **guides, MANIFEST: manifest}))
        if not partial:
            _remove_others(delivery, plan.folder, plan.before, entries)
        delivery.put(plan.folder / MANIFEST, manifest)
    wanted = {file.name for file in plan.files} & set(entries)
    problems = [p for name in sorted(wanted - set(failed)) for p in _problems(entries[name])]
    problems = shown_in_builds(waive_problems(problems, plan.waivers))
    problems += _lost_fields(plan, made)
    delivered = tuple(entries[name] for name in sorted(wanted))
    return DeliveredPack(plan.folder, archive, delivered, tuple(made), tuple(problems))


def _withdraw(plan: Plan) -> DeliveredPack:
    """Remove what lies there of a pack that its edition leaves out as a whole."""
    with Delivery(plan.folder.parent, plan.name) as delivery:
        _remove_others(delivery, plan.folder, plan.before, ())
        delivery.remove(plan.folder / MANIFEST)
        if plan.archive:
            delivery.remove(plan.archive)
    with contextlib.suppress(OSError):  # it holds something else
        plan.folder.rmdir()
    return DeliveredPack(plan.folder, None, (), removed=True)


def _check_unchanged(plan: Plan, source: Source) -> None:
    """Raise `PackError` when somebody has saved a file after it was read (K7)."""
    paths = {path for file in plan.files for path in file.sources}
    changed = [path for path in sorted(paths) if not source.is_unchanged(path)]
    if changed:
        raise PackError(
            Diagnostic(
                Code.CHANGED_MEANWHILE,
                Span(path),
                "the file was changed while the pack was built",
                "build again",
            )
            for path in changed
        )


def _remove_others(
    delivery: Delivery, folder: Path, before: Mapping[str, Any], now: Collection[str]
) -> None:
    """Have the files of an earlier manifest removed that are not among those of now."""
    for entry in before.get("files", []):
        if entry["name"] not in now and entry["name"] == Path(entry["name"]).name:
            delivery.remove(folder / entry["name"])


def _entry(name: str, made: Artifact) -> dict[str, Any]:
    """Return what is known of a file, in the words of the manifest."""
    pages = made.facts.get("pages")
    more = {key: made.facts[key] for key in ("ink", "problems") if made.facts.get(key)}
    return {"name": name, "sha256": made.sha256, "bytes": made.size, "pages": pages, **more}


def _entries(plan: Plan, made: Mapping[str, Artifact], partial: bool) -> dict[str, dict[str, Any]]:
    """List the files of the pack as they will be, by name, in the words of the manifest."""
    before = {str(entry["name"]): entry for entry in plan.before.get("files", [])}
    now = dict(before) if partial else {}
    for file in plan.files:
        artifact = made.get(file.name)
        if artifact is not None:
            now[file.name] = {
                **_entry(file.name, artifact),
                "fields": list(_fields(file)),
                "key": file.job.key,
                "made_by": program(),
                **({"libraries": file.libraries} if file.libraries else {}),
                "sources": dict(file.sources),
            }
        elif file.name in before:
            sources = {"sources": dict(file.sources)} if file.fresh else {}
            now[file.name] = {**before[file.name], **sources}
    return now


def _problems(entry: Mapping[str, Any]) -> list[Diagnostic]:
    """Return what was found in a file when it was made, to be reported as long as it lies there."""
    try:
        return [Diagnostic.from_dict(problem) for problem in entry.get("problems", ())]
    except (KeyError, TypeError, ValueError, StopIteration):  # somebody changed the manifest
        return []


def _prints(plan: Plan, made: Mapping[str, Artifact]) -> Prints:
    """Make the print files from the documents' PDFs, in the order of the pack."""
    writings = [file.job for file in plan.files if isinstance(file.job, WriteJob)]
    if not writings:  # a print order alone
        return Prints({}, ())
    readings = [
        read_for_print(
            writing.publication.title,
            _bytes(plan, made, writing.file_name),
            writing.theme.variant,
        )
        for writing in writings
        if WRITERS[writing.format].paged
        and plan.pack
        and writing.publication.name.removesuffix(POSTERS) in plan.pack.documents
    ]
    return make_prints(plan.name, readings, writings[0].theme)


def _printed(plan: Plan, prints: Prints, name: str) -> dict[str, Any]:
    """Make a print file's entry in the manifest; it comes from all that its documents come from."""
    data = prints.files[name]
    (pages,) = (file["pages"] for file in prints.listing if file["name"] == name)
    sources = {path: found for file in plan.files for path, found in file.sources.items()}
    made = artifact_of(data, {"pages": pages})
    return {**_entry(name, made), "made_by": program(), "sources": dict(sorted(sources.items()))}


def _fields(file: PlannedFile) -> tuple[str, ...]:
    job = file.job
    return _field_names(job.publication) if isinstance(job, WriteJob) else ()


_field_names = memoized_by_object(list_field_names)
"""All formats of a document have the same."""


def _lost_fields(plan: Plan, made: Collection[str]) -> list[Diagnostic]:
    """Warn once of names of fields that the last build of this pack had."""
    before: set[str] = set()
    for entry in plan.before.get("files", []):
        if entry["name"] in made:
            before |= set(entry.get("fields", ()))
    now = {name for file in plan.files for name in _fields(file)}
    return check_lost_fields(before, now, Span(pack_path(plan.name)))


def _guides(
    plan: Plan, entries: dict[str, dict[str, Any]], prints: Prints, theme: Theme
) -> dict[str, bytes]:
    """Write what explains the files of the pack's zip."""
    values = {
        "pack": plan.about,
        "files": _listing(plan, entries),
        "prints": prints.listing,
        "packs": [],
        "labels": theme.labels,
        "formats": describe_formats(theme.labels),
    }
    return {name: write_page(theme, name, **values) for name in (INDEX, README)}


def _bytes(plan: Plan, made: Mapping[str, Artifact], name: str) -> bytes:
    return made[name].data if name in made else read_result(plan.folder / name)


def _listing(plan: Plan, entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Group files by what they hold, in the order of the pack, the whole pack first."""
    publications = [file.job.publication for file in plan.files if isinstance(file.job, WriteJob)]
    titles = {publication.name: publication.title for publication in publications}
    endings = [writer.ending for writer in WRITERS.values()]
    order = sorted(titles, key=lambda name: name != plan.name)
    groups = [
        (
            titles[name],
            {f"{name}{part}.{kind}" for part in ("", SHEETS, POSTERS) for kind in endings},
        )
        for name in order
        if not name.endswith(POSTERS)
    ]
    others: dict[str, set[str]] = {}
    for file in plan.files:
        if isinstance(file.job, PrintFileJob | PrintOrderJob):
            others.setdefault(file.job.title, set()).add(file.name)
    return [
        {
            "title": title,
            "files": [entries[name] for name in sorted(files & entries.keys(), key=listed_as)],
        }
        for title, files in (*groups, *sorted(others.items(), key=lambda group: min(group[1])))
    ]

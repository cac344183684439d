"""One pack of one edition: the files it has, why each is made anew, and their delivery."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from packbuilder.build.compose import Composer
from packbuilder.build.handouts import chosen_tools, plan_order, read_needs
from packbuilder.build.jobs import IMPOSED, Job, Sheets, Writing
from packbuilder.build.order_jobs import Ordering, Printing, order_jobs
from packbuilder.build.printing import Prints, make_prints, read_for_print
from packbuilder.build.workspace import Workspace
from packbuilder.checks.fields import check_lost_fields, list_field_names
from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail
from packbuilder.model import Publication
from packbuilder.publish import (
    MANIFEST,
    Delivery,
    make_manifest,
    make_zip,
    read_manifest,
    read_result,
)
from packbuilder.recipe import Format, Recipe, edition_path, recipe_path
from packbuilder.source import Source
from packbuilder.state import hash_file, program, stale_reasons
from packbuilder.store import Made
from packbuilder.theme import with_variant
from packbuilder.transforms.posters import has_poster
from packbuilder.writers.html import write_page

INDEX = "start-here.html"
README = "README.txt"
KINDS = ("pdf", "docx")
SHEETS, POSTERS = "-sheets", "-poster"
"""What the names of PDFs end with that lie beside a document's own."""


@dataclass(frozen=True)
class Output:
    """One file of a pack, the job that makes it, the hashes of what it comes from, and why it has
    to be made anew; no reason means that it is as it should be.
    """

    job: Job
    sources: Mapping[str, str]
    reasons: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.job.file_name


@dataclass(frozen=True)
class Plan:
    """What to make of one pack. A partial plan leaves the pack's other files as they are."""

    pack: str
    edition: str
    recipe: Recipe
    outputs: tuple[Output, ...]
    partial: bool
    folder: Path
    before: Mapping[str, Any]

    @property
    def jobs(self) -> list[Job]:
        """What has to be made."""
        return [output.job for output in self.outputs if output.reasons]


@dataclass
class PackResult:
    """What a pack has, where, and which of it is new."""

    folder: Path
    archive: Path | None
    files: tuple[dict[str, Any], ...]
    renewed: tuple[str, ...] = ()
    problems: list[Diagnostic] = field(default_factory=list)


def plan_pack(
    composer: Composer,
    pack: str,
    output: Path,
    only: Collection[str] = (),
    formats: Collection[Format] = (),
    libraries: str = "",
) -> Plan:
    """List the files of a pack; `only` and `formats` narrow it down."""
    workspace = composer.workspace
    recipe = workspace.recipe(pack)
    kept = tuple(
        name for name in _documents(composer, recipe) if name not in composer.edition.leave_out
    )
    recipe = replace(recipe, documents=kept, deep_tools=())
    theme = with_variant(composer.theme, recipe.variant)
    made = [composer.document(name, theme) for name in kept if not only or name in only]
    parts: dict[str, tuple[Publication, ...]] = {}
    if not only and len(kept) > 1:
        made.append(composer.pack(pack, recipe, theme))
        parts[pack] = tuple(publication for publication, _ in composer.parts(recipe, theme))
    chosen = [f for f in recipe.formats if not formats or f in formats]
    settings = [recipe_path(pack)]
    if workspace.source.exists(edition_path(composer.name)):
        settings.append(edition_path(composer.name))
    folder = output / composer.name / pack
    before = read_manifest(folder)
    entries = {entry["name"]: entry for entry in before.get("files", [])}
    writings = [
        Writing(
            publication,
            format,
            theme,
            (*sources, *settings),
            libraries,
            parts.get(publication.name, (publication,)),
        )
        for publication, sources in made
        for format in chosen
    ]
    if "pdf" in chosen:
        names = [name for name in kept if not only or name in only]
        writings += _poster_jobs(composer, recipe, names, settings, libraries)
    outputs = [
        _output(job, writing.sources, workspace.source, folder, entries)
        for writing in writings
        for job in _jobs(writing)
    ]
    if not only and not formats:
        outputs += [
            _output(job, (*paths, *settings), workspace.source, folder, entries)
            for job, paths in _order_jobs(composer, recipe, libraries)
        ]
    _check_names(outputs, pack)
    partial = bool(only) or len(chosen) < len(recipe.formats)
    return Plan(pack, composer.name, recipe, tuple(outputs), partial, folder, before)


def _check_names(outputs: Collection[Output], pack: str) -> None:
    """Raise `PackError` when two files of a pack would have one name."""
    names = [output.name for output in outputs]
    for name in sorted({name for name in names if names.count(name) > 1}):
        raise fail(
            Code.NAME_TWICE,
            Span(recipe_path(pack)),
            f"two files of this pack would be called “{name}”",
            "rename the document of this name",
        )


def _documents(composer: Composer, recipe: Recipe) -> tuple[str, ...]:
    """List a pack's documents, with the tools that the edition's tables choose from."""
    tools = recipe.deep_tools and (chosen_tools(composer) or recipe.deep_tools)
    return tuple(dict.fromkeys((*recipe.documents, *tools)))


def _poster_jobs(
    composer: Composer,
    recipe: Recipe,
    names: Collection[str],
    settings: Collection[str],
    libraries: str,
) -> Iterator[Writing]:
    """Give the posters of a pack's documents, where it has them and the edition can print them."""
    theme = with_variant(composer.theme, "poster")
    for name in names if recipe.posters and composer.edition.a3 else ():
        if has_poster(composer.prepared(name).blocks):
            publication, sources = composer.document(name, theme)
            named = replace(publication, name=f"{name}{POSTERS}")
            yield Writing(named, "pdf", theme, (*sources, *settings), libraries, (named,))


def _order_jobs(
    composer: Composer, recipe: Recipe, libraries: str
) -> Iterator[tuple[Job, tuple[str, ...]]]:
    """Give the files of a print order and what they come from, when it is known who comes."""
    if recipe.print_order and composer.edition.delegates:
        order = plan_order(composer, read_needs(composer.edition, {}), libraries)
        for job in order_jobs(order, {}, libraries) if order.found else ():
            yield job, order.sources


def _jobs(writing: Writing) -> Iterator[Job]:
    """Give a publication's file, and beside a reading PDF its printed sheets."""
    yield writing
    how = IMPOSED.get(writing.theme.variant)
    if writing.format == "pdf" and how:
        yield Sheets(writing, how)


def _output(
    job: Job,
    paths: Collection[str],
    source: Source,
    folder: Path,
    entries: Mapping[str, Mapping[str, Any]],
) -> Output:
    sources = {path: source.sha256(path) for path in sorted(set(paths))}
    found = hash_file(folder / job.file_name)
    return Output(job, sources, stale_reasons(entries.get(job.file_name), sources, found))


def deliver(
    plan: Plan, made: Mapping[str, Made], workspace: Workspace, failed: Collection[str] = ()
) -> PackResult:
    """Put a pack's files in place, all or none; raises `PackError`.

    `made` holds the new ones by name. Files in `failed` could not be made: what is there stays.
    """
    partial = plan.partial or bool(failed)
    _check_unchanged(plan, workspace.source)
    entries = _entries(plan, made, partial)
    prints = Prints({}, ()) if partial else _prints(plan, made)
    entries |= {name: _printed(plan, prints, name) for name in prints.files}
    about = _about(plan)
    manifest = make_manifest(about, list(entries.values()))
    delivery = Delivery(plan.folder.parent, plan.pack)
    archive = None
    try:
        for name, file in made.items():
            delivery.put(plan.folder / name, file.data)
        for name, data in prints.files.items():
            delivery.put(plan.folder / name, data)
        if not partial:
            archive = plan.folder.parent / f"{plan.pack}.zip"
            values = {
                "pack": about,
                "files": _listing(plan, entries),
                "prints": prints.listing,
                "packs": [],
                "labels": workspace.theme.labels,
            }
            guides = {name: write_page(workspace.theme, name, **values) for name in (INDEX, README)}
            files = {name: _bytes(plan, made, name) for name in set(entries) - set(prints.files)}
            files |= prints.files
            delivery.put(archive, make_zip({**files, **guides, MANIFEST: manifest}))
            _remove_others(delivery, plan.folder, plan.before, entries)
        delivery.put(plan.folder / MANIFEST, manifest)
        delivery.commit()
    except BaseException:
        delivery.abandon()
        raise
    wanted = {output.name for output in plan.outputs} & set(entries)
    problems = [Diagnostic.from_dict(p) for m in made.values() for p in m.facts.get("problems", ())]
    problems += _lost_fields(plan, made)
    return PackResult(
        plan.folder, archive, tuple(entries[n] for n in sorted(wanted)), tuple(made), problems
    )


def _check_unchanged(plan: Plan, source: Source) -> None:
    """Raise `PackError` when somebody saved a file after it was read (K7)."""
    paths = {path for output in plan.outputs for path in output.sources}
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


def deliver_files(
    folder: Path, name: str, about: Mapping[str, Any], made: Mapping[str, Made]
) -> PackResult:
    """Put files that are no pack into a folder of their own, in place of those of before, all or
    none; raises `PackError`.
    """
    entries = {file: _entry(file, result) for file, result in made.items()}
    delivery = Delivery(folder.parent, name)
    try:
        for file, result in made.items():
            delivery.put(folder / file, result.data)
        _remove_others(delivery, folder, read_manifest(folder), entries)
        delivery.put(folder / MANIFEST, make_manifest(about, list(entries.values())))
        delivery.commit()
    except BaseException:
        delivery.abandon()
        raise
    return PackResult(folder, None, tuple(entries[file] for file in sorted(entries)), tuple(made))


def _remove_others(
    delivery: Delivery, folder: Path, before: Mapping[str, Any], now: Collection[str]
) -> None:
    """Have the files of an earlier manifest removed that are not among those of now."""
    for entry in before.get("files", []):
        if entry["name"] not in now and entry["name"] == Path(entry["name"]).name:
            delivery.remove(folder / entry["name"])


def _entry(name: str, made: Made) -> dict[str, Any]:
    """Say of a file what is known of it, in the words of the manifest."""
    ink = {"ink": made.facts["ink"]} if "ink" in made.facts else {}
    pages = made.facts.get("pages")
    return {"name": name, "sha256": made.sha256, "bytes": len(made.data), "pages": pages, **ink}


def _entries(plan: Plan, made: Mapping[str, Made], partial: bool) -> dict[str, dict[str, Any]]:
    """List the files of the pack as they will be, by name, in the words of the manifest."""
    before = {str(entry["name"]): entry for entry in plan.before.get("files", [])}
    now = dict(before) if partial else {}
    for output in plan.outputs:
        file = made.get(output.name)
        if file is not None:
            now[output.name] = {
                **_entry(output.name, file),
                "fields": list(_fields(output)),
                "made_by": program(),
                "sources": dict(output.sources),
            }
        elif output.name in before:
            now[output.name] = before[output.name]
    return now


def _prints(plan: Plan, made: Mapping[str, Made]) -> Prints:
    """Make the print files from the documents' PDFs, in the order of the recipe."""
    writings = [o.job for o in plan.outputs if isinstance(o.job, Writing)]
    readings = [
        read_for_print(
            writing.publication.title,
            _bytes(plan, made, writing.file_name),
            writing.theme.variant,
        )
        for writing in writings
        if writing.format == "pdf"
        and writing.publication.name.removesuffix(POSTERS) in plan.recipe.documents
    ]
    return make_prints(plan.pack, readings, writings[0].theme)


def _printed(plan: Plan, prints: Prints, name: str) -> dict[str, Any]:
    """Make a print file's entry in the manifest; it comes from all that its documents come from."""
    data = prints.files[name]
    (pages,) = (file["pages"] for file in prints.listing if file["name"] == name)
    sources = {path: found for output in plan.outputs for path, found in output.sources.items()}
    return {
        "name": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "pages": pages,
        "made_by": program(),
        "sources": dict(sorted(sources.items())),
    }


def _fields(output: Output) -> tuple[str, ...]:
    job = output.job
    return list_field_names(job.publication) if isinstance(job, Writing) else ()


def _lost_fields(plan: Plan, made: Collection[str]) -> list[Diagnostic]:
    """Warn once of names of fields that the last build of this pack had."""
    before: set[str] = set()
    for entry in plan.before.get("files", []):
        if entry["name"] in made:
            before |= set(entry.get("fields", ()))
    now = {name for output in plan.outputs for name in _fields(output)}
    return check_lost_fields(before, now, Span(recipe_path(plan.pack)))


def _bytes(plan: Plan, made: Mapping[str, Made], name: str) -> bytes:
    return made[name].data if name in made else read_result(plan.folder / name)


def _about(plan: Plan) -> dict[str, Any]:
    publications = [o.job.publication for o in plan.outputs if isinstance(o.job, Writing)]
    updated = max(publication.updated for publication in publications)
    return {
        "pack": plan.pack,
        "title": plan.recipe.title,
        "description": plan.recipe.description,
        "edition": plan.edition,
        "version": plan.recipe.version,
        "updated": updated.isoformat(),
        "rights": publications[0].rights,
    }


def _listing(plan: Plan, entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Group files by what they hold, in the order of the recipe, the whole pack first."""
    publications = [o.job.publication for o in plan.outputs if isinstance(o.job, Writing)]
    titles = {publication.name: publication.title for publication in publications}
    order = sorted(titles, key=lambda name: name != plan.pack)
    groups = [
        (titles[name], {f"{name}{part}.{kind}" for part in ("", SHEETS, POSTERS) for kind in KINDS})
        for name in order
        if not name.endswith(POSTERS)
    ]
    others: dict[str, set[str]] = {}
    for output in plan.outputs:
        if isinstance(output.job, Printing | Ordering):
            others.setdefault(output.job.title, set()).add(output.name)
    return [
        {
            "title": title,
            "files": [entry for file, entry in sorted(entries.items()) if file in files],
        }
        for title, files in (*groups, *sorted(others.items(), key=lambda group: min(group[1])))
    ]

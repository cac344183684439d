"""One pack of one edition: its jobs, and its folder once they are done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packbuilder.build.compose import Composer
from packbuilder.build.render import Job, Renderer
from packbuilder.build.workspace import Workspace
from packbuilder.imposition import Imposition, impose
from packbuilder.model import Publication
from packbuilder.publish import (
    MANIFEST,
    describe,
    make_manifest,
    make_zip,
    read_manifest,
    remove_orphans,
    write_file,
)
from packbuilder.recipe import Format, Recipe, edition_path, recipe_path
from packbuilder.theme import Variant, with_variant
from packbuilder.writers.html import write_page

INDEX = "start-here.html"
README = "README.txt"
IMPOSED: Mapping[Variant, Imposition] = {"booklet": "booklet", "two-up": "two-up"}
"""The variants whose pages are placed on sheets."""


@dataclass(frozen=True)
class Plan:
    """What to make of one pack. A partial plan leaves the pack's other files as they are."""

    pack: str
    edition: str
    recipe: Recipe
    jobs: tuple[Job, ...]
    partial: bool


@dataclass(frozen=True)
class PackResult:
    """What was made, and where."""

    folder: Path
    archive: Path | None
    files: tuple[dict[str, Any], ...]


def plan_pack(
    composer: Composer,
    pack: str,
    only: Collection[str] = (),
    formats: Collection[Format] = (),
) -> Plan:
    """List the files of a pack; `only` and `formats` narrow it down."""
    workspace = composer.workspace
    recipe = workspace.recipe(pack)
    kept = tuple(name for name in recipe.documents if name not in composer.edition.leave_out)
    recipe = replace(recipe, documents=kept)
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
    jobs = tuple(
        Job(publication, format, theme, (*sources, *settings), parts.get(publication.name, ()))
        for publication, sources in made
        for format in chosen
    )
    partial = bool(only) or len(chosen) < len(recipe.formats)
    return Plan(pack, composer.name, recipe, jobs, partial)


def build_pack(
    plan: Plan,
    workspace: Workspace,
    renderer: Renderer,
    output: Path,
    done: Callable[[str], None],
) -> PackResult:
    """Make a pack's files and publish them; nothing is written before all are made.

    Raises `PackError`. `done` is called with each file's name as soon as it is made.
    """
    made: dict[str, bytes] = {}
    entries: dict[str, dict[str, Any]] = {}
    for job, data in renderer.run(plan.jobs):
        sources = {path: workspace.source.sha256(path) for path in job.sources}
        for name, written in _sheets(job, data):
            entries[name] = describe(name, written, sources)
            made[name] = written
        done(job.file_name)
    folder = output / plan.edition / plan.pack
    before = read_manifest(folder)
    if plan.partial:
        kept = {str(entry["name"]): entry for entry in before.get("files", [])}
        entries = {**kept, **entries}
    about = _about(plan)
    manifest = make_manifest(about, list(entries.values()))
    values = {"pack": about, "files": _listing(plan, entries), "labels": workspace.theme.labels}
    guides = {name: write_page(workspace.theme, name, **values) for name in (INDEX, README)}
    for name, data in made.items():
        write_file(folder / name, data)
    archive = None
    if not plan.partial:
        archive = output / plan.edition / f"{plan.pack}.zip"
        write_file(archive, make_zip({**made, **guides, MANIFEST: manifest}))
        remove_orphans(folder, before, set(made))
    write_file(folder / MANIFEST, manifest)
    return PackResult(folder, archive, tuple(entries[name] for name in sorted(made)))


def _sheets(job: Job, data: bytes) -> list[tuple[str, bytes]]:
    """Give a job's file, and beside a reading PDF its printed sheets where the variant has them."""
    files = [(job.file_name, data)]
    how = IMPOSED.get(job.theme.variant)
    if job.format == "pdf" and how:
        files.append((f"{job.publication.name}-sheets.pdf", impose(data, how)))
    return files


def _about(plan: Plan) -> dict[str, Any]:
    updated = max(job.publication.updated for job in plan.jobs)
    return {
        "pack": plan.pack,
        "title": plan.recipe.title,
        "description": plan.recipe.description,
        "edition": plan.edition,
        "version": plan.recipe.version,
        "updated": updated.isoformat(),
        "rights": plan.jobs[0].publication.rights,
    }


def _listing(plan: Plan, entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Group files by what they hold, in the order of the recipe, the whole pack first."""
    titles = {job.publication.name: job.publication.title for job in plan.jobs}
    order = sorted(titles, key=lambda name: name != plan.pack)
    return [
        {
            "title": titles[name],
            "files": [
                entry
                for file, entry in sorted(entries.items())
                if file.rpartition(".")[0] in (name, f"{name}-sheets")
            ],
        }
        for name in order
    ]

"""Making packs, and what came of it: progress, results, files to download."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from packbuilder.pipeline.build_service import PackProgress, Run
from packbuilder.pipeline.project import LoadedProject
from packbuilder.settings.edition import STANDARD, Edition
from packbuilder.storage.manifest import MANIFEST, read_manifest
from packbuilder.web.guard import RESULT_POLICY
from packbuilder.web.home import last_save, pack_lines
from packbuilder.web.places import (
    EditionPlace,
    FileLink,
    document_title,
    edition_place,
    file_link,
    problem_in_words,
)
from packbuilder.web.requests import Ask
from packbuilder.writers import WRITERS

_FORMATS = {"html": "read", "pdf": "print", "docx": "change"}
_KINDS = {
    **{f".{writer.ending}": writer.media_type for writer in WRITERS.values()},
    ".zip": "application/zip",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SPOKEN_EVERY = 10.0
"""Seconds until a screen reader says again how far a run is."""
_SHOWN = (".pdf", ".html")
"""Files that a browser shows; it saves the others."""


def make(ask: Ask) -> Response:
    """Start making the packs of an edition, or show what is being made."""
    ask.only({"pack", "document"})
    packs = [p for p in ask.form.get("pack", ()) if p in ask.workspace.project().pack_names]
    names = ask.workspace.project().names
    only = [name for each in ask.form.get("document", ()) if (name := names.find(each))]
    run = ask.workspace.builds.start(ask.edition, packs, only)
    return ask.go_to_run(run)


def show_run(ask: Ask) -> Response:
    """Show how far a run is, or what came of it."""
    run = _run(ask)
    project = ask.workspace.project()
    place = edition_place(project, run.edition, ask.base, ask.look)
    look, at, done = ask.look, f"{place.at}make/{run.id}", last_save(ask)
    here = f"{at}?saved={done.id}" if done else at
    if run.state == "done" and run.edition == STANDARD and len(run.only) == 1:
        here = f"/tools/{run.only[0]}"
        if not ask.by_script:
            return ask.go(here)
        here = f"{ask.base}{here}"
    if run.is_over and ask.by_script:
        return Response(headers={"hx-redirect": here})
    if run.is_over:
        return _result(ask, run, project, place)
    return ask.page(
        "making.html",
        title=look.say("making.all"),
        project_title=project.settings.title,
        place=place,
        nav="home",
        lead=look.say("making.lead"),
        done=done,
        at=at,
        here=here,
        waiting=run.state == "waiting",
        made=run.made,
        all=run.files,
        now=run.now,
        spoken=_spoken(ask, run),
        parts=list(_parts(ask, run, project)),
    )


def stop_run(ask: Ask) -> Response:
    """Ask a run to stop."""
    ask.only(())
    run = _run(ask)
    run.stop()
    return ask.go_to_run(run)


def _run(ask: Ask) -> Run:
    run = ask.workspace.builds.find(ask.path["run"])
    if run is None or run.edition != ask.path["edition"]:
        raise HTTPException(404)
    return run


def _spoken(ask: Ask, run: Run) -> str:
    """Return what a screen reader says: the same for ten seconds, so that it does not talk all the
    time.
    """
    made = run.made_lately(time.monotonic(), SPOKEN_EVERY)
    return ask.look.say("making.spoken", made=made, all=run.files)


def _parts(ask: Ask, run: Run, project: LoadedProject) -> Iterator[dict[str, str]]:
    for part in run.parts.values():
        kind, state = _state_of(part)
        pack = project.packs.get(part.name)
        yield {
            "title": pack.title if pack else ask.look.say("entries.print"),
            "kind": kind,
            "state": ask.look.say(f"states.{state}"),
            "count": ask.look.say("making.of", made=part.made, all=part.files),
        }


def _state_of(part: PackProgress) -> tuple[str, str]:
    if not part.left:
        return "ready", "ready"
    return ("busy", "making") if part.made else ("free", "waits")


# What came of it ----------------------------------------------------------------------------------


def _result(ask: Ask, run: Run, project: LoadedProject, place: EditionPlace) -> Response:
    look, view = ask.look, ask.workspace.view(run.edition)
    lines = {line.name: line for line in pack_lines(ask, view)}
    wanted = [name for name in (run.packs or lines) if name in lines]
    packs = [_pack(ask, project, run.edition, lines[name]) for name in wanted]
    ready = [pack for pack in packs if pack["kind"] == "ready"]
    title, lead = _outcome(ask, run, len(packs), len(ready))
    formats = [
        {"key": key, "use": look.say(f"made.{use}"), "name": look.say(f"made.{key}")}
        for key, use in _FORMATS.items()
        if any(key in pack["whole"] for pack in packs)
    ]
    language, edition = project.settings.language, project.editions.get(run.edition)
    people = (edition and edition.delegates) or 0
    whole = file_link(ask.workspace, ask.workspace.output / f"{run.edition}.zip", language)
    problems = [problem_in_words(each, project, place, look) for each in run.problems]
    return ask.page(
        "made.html",
        title=title,
        project_title=project.settings.title,
        place=place,
        nav="home",
        lead=lead,
        problems=problems,
        again=run.state in ("stopped", "failed") and not any(p.is_error for p in problems),
        packs=packs if ready or run.state == "done" else [],
        formats=formats,
        zip=whole if len(packs) > 1 else packs[0]["zip"] if packs else None,
        folder=f"{ask.workspace.output.name}/{run.edition}",
        reprint=_to_print_again(edition),
        pages=next((lines[name].pages for name in wanted if lines[name].pages), ""),
        to_print=look.say("made.to_print_for", people=look.count(people, "people"))
        if people
        else look.say("made.to_print"),
        done=last_save(ask),
    )


def _to_print_again(edition: Edition | None) -> str:
    """Return the number of the newest version, where it asks to print something again."""
    number = next(reversed(edition.versions), "") if edition else ""
    return number if edition and number and edition.versions[number].reprint else ""


def _outcome(ask: Ask, run: Run, packs: int, ready: int) -> tuple[str, str]:
    look = ask.look
    if run.state in ("stopped", "failed"):
        return look.say(f"made.{run.state}"), look.say(f"made.{run.state}_lead")
    if not run.renewed and ready == packs:
        return look.say("made.nothing"), look.say("made.nothing_lead")
    said = look.count(ready, "ready")
    if ready < packs:
        said = f"{said}, {look.count(packs - ready, 'with_mistake')}"
    hints = f" {look.say('made.hints')}" if run.problems else ""
    return said, f"{look.say('made.lead')}{hints}"


def _pack(ask: Ask, project: LoadedProject, edition: str, line: Any) -> dict[str, Any]:
    """Return the files of a pack: of the whole of it, of its documents, and all others."""
    folder = ask.workspace.output / edition / line.name
    names = [str(entry["name"]) for entry in read_manifest(folder).get("files", ())]
    files = {name: link for name in names if (link := _link(ask, project, folder / name))}
    documents: dict[str, dict[str, FileLink]] = {}
    others: list[FileLink] = []
    for name, link in files.items():
        stem, ending = Path(name).stem, Path(name).suffix.removeprefix(".")
        if (stem in project.documents or stem == line.name) and ending in WRITERS:
            documents.setdefault(stem, {})[ending] = link
        else:
            others.append(link)
    prints = [each for each in others if "-print-" in each.name]
    whole = documents.pop(line.name, {})
    pack = project.packs.get(line.name)
    order = list(pack.all_documents) if pack else []
    listed = sorted(documents, key=lambda n: (order.index(n) if n in order else len(order), n))
    if not whole and len(listed) == 1:
        whole = documents[listed[0]]
    return {
        "title": line.title,
        "kind": line.kind,
        "state": line.state,
        "zip": line.zip,
        "whole": whole,
        "documents": [{"title": document_title(project, n), "files": documents[n]} for n in listed],
        "others": [each for each in others if each not in prints],
        "prints": prints,
    }


def _link(ask: Ask, project: LoadedProject, path: Path) -> FileLink | None:
    return file_link(ask.workspace, path, project.settings.language)


# Files --------------------------------------------------------------------------------------------


def files(ask: Ask) -> Response:
    """Answer with a file of the output that a manifest names, or a zip; with nothing else."""
    edition, wanted = ask.edition, ask.path["file"]
    output = ask.workspace.output
    allowed = {f"{edition}.zip": output / f"{edition}.zip", **listed_files(output / edition)}
    own = (each for each in ask.workspace.extra_files if each.is_relative_to(output / edition))
    allowed |= {each.relative_to(output / edition).as_posix(): each for each in own}
    path = allowed.get(wanted)
    if path is None or not path.is_file() or path.is_symlink():
        raise HTTPException(404)
    kind = path.suffix.lower()
    headers = {"content-security-policy": RESULT_POLICY} if kind == ".html" else {}
    return FileResponse(
        path,
        headers=headers,
        media_type=_KINDS.get(kind, "application/octet-stream"),
        filename=path.name,
        content_disposition_type="inline" if kind in _SHOWN else "attachment",
    )


def listed_files(folder: Path) -> dict[str, Path]:
    """Return the files of an edition that can be asked for, by their paths below its folder."""
    found = {}
    for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
        pack = manifest.parent
        found[f"{pack.name}.zip"] = folder / f"{pack.name}.zip"
        for entry in read_manifest(pack).get("files", ()):
            found[f"{pack.name}/{entry['name']}"] = pack / str(entry["name"])
    return found


def logo(ask: Ask) -> Response:
    """Answer with the logo of an edition, its own."""
    project, name = ask.workspace.project(), ask.edition
    edition = project.editions.get(name)
    if not edition or not edition.logo:
        raise HTTPException(404)
    picture = ask.workspace.edition(name).pictures.get(edition.logo)
    if picture is None:
        raise HTTPException(404)
    return Response(picture.svg or picture.bitmap, media_type=picture.media_type)

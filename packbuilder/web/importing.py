"""A new text from a file of anybody: what was guessed is shown before anything is written."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.diagnostics import Code, PackError, Span
from packbuilder.intake.story import Finding, Story
from packbuilder.pipeline.importing import (
    Imported,
    ImportRequest,
    as_document,
    read_story,
)
from packbuilder.settings.strict_yaml import read_yaml
from packbuilder.storage.saving import ConflictError
from packbuilder.web.places import edition_place, sentence, sentences
from packbuilder.web.requests import Ask

_ENDINGS: Final = (".docx", ".html", ".htm", ".md", ".markdown")
_KINDS: Final = ("report", "handout", "briefing")
_LEFT_OUT: Final = ("DROPPED", "COMMENT", "TRACKED", "IMAGE", "LETTER")
_NEEDS_WORDS: Final = "ALT"
_APART: Final = (*_LEFT_OUT, _NEEDS_WORDS)
_TYPED: Final = ("title", "name", "kind", "pack")
_LONGEST = 200
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_NAMES = 50


@dataclass(frozen=True)
class Brought:
    """A file that somebody gave: where it lies, its own name, for which edition, what it says."""

    file: Path
    shown: str
    edition: str
    story: Story


def bring(ask: Ask) -> Response:
    """Offer to read a file, or read it and go on with what was found."""
    if not ask.posted:
        return _offer(ask)
    ask.only({"file"})
    upload = next(iter(ask.files.get("file", ())), None)
    ending = PurePosixPath(upload.name).suffix.lower() if upload else ""
    if upload is None or ending not in _ENDINGS:
        return _offer(ask, [ask.look.say("imports.no_file")], 415)
    brought_id = secrets.token_hex(8)
    folder = ask.workspace.uploads / f"import-{brought_id}"
    folder.mkdir()
    stem = re.sub(r"[^\w -]+", " ", PurePosixPath(upload.name).stem).strip()[:60] or "text"
    file = folder / f"{stem}{ending}"
    file.write_bytes(upload.data)
    try:
        brought = Brought(file, upload.name, ask.edition, read_story(file))
        _imported(ask, brought, ImportRequest(file))
    except PackError as error:
        shutil.rmtree(folder, ignore_errors=True)
        return _offer(ask, [sentences(e.message, e.help) for e in error.diagnostics], 422)
    ask.workspace.reviews[brought_id] = brought
    return ask.go(f"/e/{ask.edition}/import/{brought_id}")


def _offer(ask: Ask, wrong: Sequence[str] = (), status: int = 200) -> Response:
    project = ask.workspace.project()
    return ask.page(
        "import.html",
        status,
        title=ask.look.say("imports.title"),
        wrong=bool(wrong),
        mistakes=list(wrong),
        project_title=project.settings.title,
        place=edition_place(project, ask.edition, ask.base, ask.look),
        nav="texts",
    )


def _imported(ask: Ask, brought: Brought, request: ImportRequest) -> Imported:
    """Return the new text; where its name is taken and nobody chose it, under one that is free."""
    project, chosen = ask.workspace.project(), request.name
    for number in range(2, _MOST_NAMES):
        try:
            return as_document(project, request, brought.story)
        except PackError as error:
            taken = any(each.code is Code.IMPORT_EXISTS for each in error.diagnostics)
            if chosen or not taken or number == _MOST_NAMES - 1:
                raise
            request = replace(request, name=f"{brought.file.stem} {number}")
    raise AssertionError("the last number returns or raises")


def check_import(ask: Ask) -> Response:
    """Show what was read of a file and what was guessed, or write the new text."""
    brought = ask.workspace.reviews.get(ask.path["brought"])
    if not isinstance(brought, Brought) or brought.edition != ask.edition:
        raise HTTPException(404)
    if not ask.posted:
        return _check(ask, brought, {})
    ask.only(_TYPED)
    wrong = _wrong(ask)
    if wrong:
        return _check(ask, brought, wrong)
    request = ImportRequest(
        brought.file,
        ask.value("name"),
        ask.value("kind"),
        ask.value("title"),
        "",
        ask.value("pack"),
    )
    try:
        imported = _imported(ask, brought, request)
    except PackError as error:
        words = " ".join(sentences(each.message) for each in error.diagnostics)
        field = "pack" if any(e.code is Code.IMPORT_PACK for e in error.diagnostics) else "name"
        return _check(ask, brought, {field: words})
    source, said = ask.workspace.project().source, ask.look.say("saved.new", title=request.title)
    seen = {path: source.sha256(path) for path in imported.files if source.exists(path)}
    try:
        save = ask.workspace.writer.save_all(imported.files, seen, said)
    except ConflictError:
        return _check(ask, brought, {"name": ask.look.say("imports.name_taken")})
    del ask.workspace.reviews[ask.path["brought"]]
    shutil.rmtree(brought.file.parent, ignore_errors=True)
    name = PurePosixPath(imported.path).stem
    return ask.go(f"/e/{ask.edition}/texts/{name}?saved={save.id if save else ''}")


def _wrong(ask: Ask) -> dict[str, str]:
    """Return what is wrong with what was typed, by its field."""
    project, say, found = ask.workspace.project(), ask.look.say, {}
    name, title = ask.value("name"), ask.value("title")
    if not title.strip() or len(title) > _LONGEST:
        found["title"] = say("imports.title_wrong", most=_LONGEST)
    if not _NAME.fullmatch(name) or len(name) > 60:
        found["name"] = say("imports.name_wrong")
    elif name in project.documents:
        found["name"] = say("imports.name_taken")
    if ask.value("kind") not in _KINDS:
        found["kind"] = say("imports.kind_wrong")
    if ask.value("pack") and ask.value("pack") not in project.pack_names:
        found["pack"] = say("imports.pack_wrong")
    return found


def _check(ask: Ask, brought: Brought, wrong: dict[str, str]) -> Response:
    look, project = ask.look, ask.workspace.project()
    imported = _imported(ask, brought, ImportRequest(brought.file))
    text = imported.files[imported.path].decode()
    labels = {key: look.say(f"imports.{key}") for key in ("title_field", "name", "kind", "pack")}
    labels["title"] = labels.pop("title_field")
    typed = {key: ask.value(key) for key in _TYPED}
    if not ask.posted:
        name = PurePosixPath(imported.path).stem
        typed = {"title": _title(text), "name": name, "kind": "report", "pack": ""}
    packs = [(key, pack.title) for key, pack in project.packs.items() if not pack.parts]
    return ask.page(
        "imported.html",
        422 if wrong else 200,
        title=look.say("imports.check"),
        wrong=wrong,
        mistakes=[{"field": k, "label": labels[k], "words": w} for k, w in wrong.items()],
        project_title=project.settings.title,
        place=edition_place(project, ask.edition, ask.base, look),
        nav="texts",
        lead=look.say("imports.read_in", file=brought.shown, words=f"{len(text.split()):,}"),
        typed=typed,
        kinds=[(kind, look.say(f"imports.{kind}")) for kind in _KINDS],
        packs=sorted(packs, key=lambda each: each[1]),
        guessed=_said(found for found in imported.report if found.kind not in _APART),
        left_out=_said(found for found in imported.report if found.kind in _LEFT_OUT),
        needs=_said(found for found in imported.report if found.kind == _NEEDS_WORDS),
        here=f"import/{ask.path['brought']}",
    )


def _said(found: Iterable[Finding]) -> list[str]:
    """Return what is to know, each once, as sentences."""
    return list(dict.fromkeys(sentence(each.words) for each in found))


def _title(text: str) -> str:
    front = text.split("---\n")[1]
    keys = read_yaml(front, Span("")).plain()
    return str(keys["title"]) if isinstance(keys, dict) else ""

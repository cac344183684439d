"""What came back: where edited Word files and filled forms are given, and the forms."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.answers.form import read_form
from packbuilder.diagnostics import Diagnostic, PackError
from packbuilder.pipeline.collect import (
    Collected,
    CollectRequest,
    collect,
    find_form,
    results_files,
)
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.filled_forms import ENDINGS
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.run import output_to_itself
from packbuilder.transforms.fields import prefix_of
from packbuilder.web.guard import FRAME_POLICY
from packbuilder.web.looking import look_at
from packbuilder.web.places import (
    document_title,
    edition_place,
    file_link,
    sentences,
)
from packbuilder.web.requests import Ask, Upload

MOST_OF_A_FORM = 20_000_000
_PATIENCE = 5.0
"""Seconds to wait for a build that writes to the output."""


def back(ask: Ask) -> Response:
    """Offer to read an edited Word file, or filled forms."""
    return show_back(ask)


def show_back(
    ask: Ask, wrong: Sequence[Diagnostic] = (), said: str = "", status: int = 200
) -> Response:
    """Show the page of what came back, with what is wrong with a file that was given."""
    project, look = ask.workspace.project(), ask.look
    words = [sentences(each.message, each.help) for each in wrong]
    return ask.page(
        "back.html",
        status,
        title=look.say("back.title"),
        wrong=bool(words or said),
        project_title=project.settings.title,
        place=edition_place(project, ask.edition, ask.base, look),
        nav="back",
        mistakes=[*words, *([said] if said else [])],
        forms=list(_forms(ask, project)),
        documents=[(name, document_title(project, name)) for name in sorted(project.documents)],
    )


def _forms(ask: Ask, project: LoadedProject) -> Iterator[tuple[str, str]]:
    """Yield the documents that ask something, by name and title."""
    edition = ask.workspace.edition(ask.edition)
    for name in sorted(edition.names, key=lambda each: document_title(project, each)):
        document = edition.prepared(name)
        if name in project.documents and read_form(document, prefix_of(document)) is not None:
            yield name, document_title(project, name)


# Forms --------------------------------------------------------------------------------------------


def forms(ask: Ask) -> Response:
    """Show the filled forms of a document that were read, or take more."""
    project, edition = ask.workspace.project(), ask.workspace.edition(ask.edition)
    name = ask.path["form"]
    if name not in edition.names or name not in project.documents:
        raise HTTPException(404)
    folder = _folder(ask, name)
    if not ask.posted:
        return _show_forms(ask, project, edition, name, results=False)
    ask.only({"file"})
    given = [each for each in ask.files.get("file", ()) if each.size]
    refused = _why_no_forms(given)
    if refused:
        return _show_forms(ask, project, edition, name, results=False, refused=refused)
    folder.mkdir(parents=True, exist_ok=True)
    for upload in given:
        (folder / _free_name(folder, upload)).write_bytes(upload.data)
    return ask.go(f"/e/{ask.edition}/back/forms/{name}")


def _folder(ask: Ask, name: str) -> Path:
    return ask.workspace.uploads / "forms" / ask.edition / name


def _why_no_forms(given: Sequence[Upload]) -> str:
    """Return why files are not taken, as the key of words; nothing when they are."""
    if not given:
        return "no_forms"
    if any(PurePosixPath(each.name).suffix.lower() not in ENDINGS for each in given):
        return "no_forms"
    return "large_form" if any(each.size > MOST_OF_A_FORM for each in given) else ""


def _free_name(folder: Path, upload: Upload) -> str:
    """Return a name for a form: its own where that is plain and free."""
    pure = PurePosixPath(upload.name)
    stem = re.sub(r"[^\w-]+", "-", pure.stem)[:60].strip("-_") or "form"
    name, number = f"{stem}{pure.suffix.lower()}", 1
    while (folder / name).exists():
        number += 1
        name = f"{stem}-{number}{pure.suffix.lower()}"
    return name


def make_results(ask: Ask) -> Response:
    """Write the results of forms as a text, for a pack of their own."""
    ask.only(())
    project, edition = ask.workspace.project(), ask.workspace.edition(ask.edition)
    name = ask.path["form"]
    if name not in edition.names or not _folder(ask, name).is_dir():
        raise HTTPException(404)
    return _show_forms(ask, project, edition, name, results=True)


def look_at_results(ask: Ask) -> Response:
    """Show the results of the forms that were read as a page, before they are a text."""
    project, name = ask.workspace.project(), ask.path["form"]
    files = ask.workspace.results.get((ask.edition, name))
    if not files:
        raise HTTPException(404)
    return look_at(ask, _results_name(project, name), files)


def _results_name(project: LoadedProject, form: str) -> str:
    return f"{project.names.code(form)}-results"


def delete_forms(ask: Ask) -> Response:
    """Forget the forms that were given."""
    ask.only(())
    if ask.path["form"] not in ask.workspace.project().documents:
        raise HTTPException(404)
    shutil.rmtree(_folder(ask, ask.path["form"]), ignore_errors=True)
    ask.workspace.results.pop((ask.edition, ask.path["form"]), None)
    return ask.go(f"/e/{ask.edition}/back")


def _show_forms(
    ask: Ask,
    project: LoadedProject,
    edition: PreparedEdition,
    name: str,
    results: bool,
    refused: str = "",
) -> Response:
    look, place = ask.look, edition_place(project, ask.edition, ask.base, ask.look)
    collected, wrong = None, [look.say(f"back.{refused}")] if refused else []
    if _folder(ask, name).is_dir():
        try:
            collected = _collect(ask, edition, name, results)
        except PackError as error:
            wrong += [sentences(e.message, e.help) for e in error.diagnostics]
    shown = _collected(ask, project, collected) if collected else {}
    can_look = collected is not None and _keep_results(ask, edition, name, collected)
    title = look.say("back.forms_title", title=document_title(project, name))
    answer = ask.page(
        "forms.html",
        413 if refused == "large_form" else 422 if wrong else 200,
        title=title,
        wrong=bool(wrong),
        mistakes=wrong,
        project_title=project.settings.title,
        place=place,
        nav="back",
        here=f"{place.at}back/forms/{name}",
        found=shown,
        results=_results_name(project, name) if results and collected else "",
        can_look=can_look,
        anonymous=edition.prepared(name).meta.collect.anonymous,
    )
    answer.headers["content-security-policy"] = FRAME_POLICY
    return answer


def _keep_results(ask: Ask, edition: PreparedEdition, name: str, collected: Collected) -> bool:
    """Keep the results of forms as a text that nobody has saved, and say whether there are any."""
    root, found = ask.workspace.root, {}
    with contextlib.suppress(PackError):  # what somebody has worked on is not shown as new
        made = dict(results_files(edition, collected.collection))
        found = {path.relative_to(root).as_posix(): data for path, data in made.items()}
    ask.workspace.results[ask.edition, name] = found
    return bool(found)


def _collect(ask: Ask, edition: PreparedEdition, name: str, results: bool) -> Collected:
    output = ask.workspace.output
    with output_to_itself(output, _PATIENCE):
        request = CollectRequest(_folder(ask, name), output, results=results)
        return collect(edition, find_form(edition, name), request)


def _collected(ask: Ask, project: LoadedProject, collected: Collected) -> dict[str, Any]:
    collection, language = collected.collection, project.settings.language
    tables = [p for p in collected.files if p.is_relative_to(ask.workspace.output)]
    ask.workspace.extra_files.update(tables)
    links = [file_link(ask.workspace, path, language) for path in tables]
    return {
        "all": len(collection.files),
        "counted": len(collection.counted),
        "withheld": collection.is_withheld,
        "problems": [
            f"{PurePosixPath(each.span.path).name}: {sentences(each.message, each.help)}"
            for each in collected.problems
        ],
        "files": [link for link in links if link],
    }

"""What came back: edited Word files, change by change, and filled forms."""

from __future__ import annotations

import difflib
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.answers.form import read_form
from packbuilder.diagnostics import Diagnostic, PackError
from packbuilder.pipeline.collect import Collected, CollectRequest, collect, find_form
from packbuilder.pipeline.edited import PullRequest
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.pull import PullResult, new_errors, pull
from packbuilder.pipeline.run import output_to_itself
from packbuilder.storage.saving import ConflictError
from packbuilder.transforms.fields import prefix_of
from packbuilder.web.places import (
    document_of,
    document_title,
    edition_place,
    file_link,
    place_in_document,
    problem_in_words,
    sentence,
    sentences,
)
from packbuilder.web.requests import Ask, Upload

MOST_OF_A_FORM = 20_000_000
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_MARKS = re.compile(r"^\s*(#{1,6}|[-*+]|\d+[.)]) |\*\*|\s*\{[^{}]*\}$", re.MULTILINE)
"""What stands around words in a text and is no word."""
_PATIENCE = 5.0
"""Seconds to wait for a build that writes to the output."""
_ENDINGS = (".pdf", ".docx", ".csv")
Part = tuple[Literal["same", "removed", "added"], str]


@dataclass(frozen=True)
class Change:
    """A change of a Word file: lines of a file of the content, as they are and as they would be."""

    path: str
    first: int
    last: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def parts(self) -> list[Part]:
        """Return its words, removed and added ones marked."""
        plain = (_MARKS.sub("", "\n".join(lines)) for lines in (self.before, self.after))
        return list(_marked(*plain))


@dataclass(frozen=True)
class Review:
    """A Word file that was read, and what would change."""

    file: str
    edition: str
    result: PullResult
    changes: tuple[Change, ...]
    seen: Mapping[str, str]


def back(ask: Ask) -> Response:
    """Offer to read an edited Word file, or filled forms."""
    return _back(ask)


def _back(
    ask: Ask, wrong: Sequence[Diagnostic] = (), said: str = "", status: int = 200
) -> Response:
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


# Word files ---------------------------------------------------------------------------------------


def read_word(ask: Ask) -> Response:
    """Read an edited Word file, and show what it changes."""
    ask.only({"file", "tracked", "document"})
    upload = next(iter(ask.files.get("file", ())), None)
    if upload is None or not upload.name.lower().endswith(".docx"):
        return _back(ask, said=ask.look.say("back.no_word"), status=415)
    review_id = secrets.token_hex(8)
    folder = ask.workspace.uploads / f"word-{review_id}"
    folder.mkdir()
    file = folder / "edited.docx"
    file.write_bytes(upload.data)
    tracked = ask.value("tracked") if ask.value("tracked") in ("accept", "reject") else ""
    project = ask.workspace.project()
    try:
        request = PullRequest(file, ask.edition, ask.value("document"), tracked)
        result = pull(project, request)
    except PackError as error:
        shutil.rmtree(folder, ignore_errors=True)
        return _back(ask, error.diagnostics, status=422)
    seen = {path: project.source.sha256(path) for path in result.after}
    found = tuple(each for path in result.after for each in _changes(path, result))
    review = Review(upload.name, ask.edition, result, found, seen)
    ask.workspace.reviews[review_id] = review
    return ask.go(f"/e/{ask.edition}/back/word/{review_id}")


def _changes(path: str, result: PullResult) -> Iterator[Change]:
    before, after = (text[path].split("\n") for text in (result.before, result.after))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield Change(path, a, b, tuple(before[a:b]), tuple(after[c:d]))


def _marked(before: str, after: str) -> Iterator[Part]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(old[a:b])
            continue
        if b > a:
            yield "removed", "".join(old[a:b])
        if d > c:
            yield "added", "".join(new[c:d])


def review_word(ask: Ask) -> Response:
    """Show the changes of a Word file one by one, or save those that are accepted."""
    found = ask.workspace.reviews.get(ask.path["review"])
    if not isinstance(found, Review) or found.edition != ask.edition:
        raise HTTPException(404)
    if not ask.posted:
        return _review(ask, found)
    ask.only({f"change-{number}" for number in range(len(found.changes))})
    chosen = [
        change
        for number, change in enumerate(found.changes)
        if ask.value(f"change-{number}") == "accept"
    ]
    texts = {path: _applied(found.result.before[path], path, chosen) for path in found.seen}
    changed = {path: text for path, text in texts.items() if text != found.result.before[path]}
    project = ask.workspace.project()
    wrong = new_errors(project, PullResult({}, changed, ()), ask.workspace.root) if changed else []
    if wrong:
        return _review(ask, found, wrong, 422)
    try:
        saved = [
            ask.workspace.writer.save(
                path, text.encode(), found.seen[path], ask.look.say("saved.word", name=found.file)
            )
            for path, text in changed.items()
        ]
    except ConflictError:
        return _back(ask, said=ask.look.say("back.outdated"), status=409)
    del ask.workspace.reviews[ask.path["review"]]
    last = next((each.id for each in saved if each), "")
    name = document_of(project, next(iter(changed), ""))
    return ask.go(f"/e/{ask.edition}/{f'texts/{name}' if name else ''}?saved={last}")


def _applied(text: str, path: str, chosen: Sequence[Change]) -> str:
    lines = text.split("\n")
    for change in sorted(chosen, key=lambda each: -each.first):
        if change.path == path:
            lines[change.first : change.last] = change.after
    return "\n".join(lines)


def _review(
    ask: Ask, review: Review, wrong: Sequence[Diagnostic] = (), status: int = 200
) -> Response:
    project, look = ask.workspace.project(), ask.look
    place = edition_place(project, ask.edition, ask.base, look)
    shown = [
        {
            "where": _where(project, change, ask),
            "parts": change.parts,
            "accepted": ask.value(f"change-{number}") != "skip",
        }
        for number, change in enumerate(review.changes)
    ]
    notes = [entry.words for entry in review.result.report]
    return ask.page(
        "review.html",
        status,
        title=look.say("back.changes_in", name=review.file),
        wrong=bool(wrong),
        project_title=project.settings.title,
        place=place,
        nav="back",
        here=f"{place.at}back/word/{ask.path['review']}",
        changes=shown,
        notes=[sentence(each) for each in dict.fromkeys(notes)],
        problems=[problem_in_words(each, project, place, look) for each in wrong],
    )


def _where(project: LoadedProject, change: Change, ask: Ask) -> str:
    name = document_of(project, change.path)
    if not name:
        return ask.look.say("back.shared", name=PurePosixPath(change.path).stem)
    return place_in_document(project, name, change.first + 1, ask.look)


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
    wrong = _why_no_forms(ask, given)
    if wrong:
        return _show_forms(ask, project, edition, name, results=False, said=wrong)
    folder.mkdir(parents=True, exist_ok=True)
    for upload in given:
        (folder / _free_name(folder, upload)).write_bytes(upload.data)
    return ask.go(f"/e/{ask.edition}/back/forms/{name}")


def _folder(ask: Ask, name: str) -> Path:
    return ask.workspace.uploads / "forms" / ask.edition / name


def _why_no_forms(ask: Ask, given: Sequence[Upload]) -> str:
    if not given:
        return ask.look.say("back.no_forms")
    if any(PurePosixPath(each.name).suffix.lower() not in _ENDINGS for each in given):
        return ask.look.say("back.no_forms")
    return ask.look.say("back.large_form") if any(e.size > MOST_OF_A_FORM for e in given) else ""


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


def delete_forms(ask: Ask) -> Response:
    """Forget the forms that were given."""
    ask.only(())
    if ask.path["form"] not in ask.workspace.project().documents:
        raise HTTPException(404)
    shutil.rmtree(_folder(ask, ask.path["form"]), ignore_errors=True)
    return ask.go(f"/e/{ask.edition}/back")


def _show_forms(
    ask: Ask,
    project: LoadedProject,
    edition: PreparedEdition,
    name: str,
    results: bool,
    said: str = "",
) -> Response:
    look, place = ask.look, edition_place(project, ask.edition, ask.base, ask.look)
    collected, wrong = None, [said] if said else []
    if _folder(ask, name).is_dir():
        try:
            collected = _collect(ask, edition, name, results)
        except PackError as error:
            wrong += [sentences(e.message, e.help) for e in error.diagnostics]
    shown = _collected(ask, project, collected) if collected else {}
    title = look.say("back.forms_title", title=document_title(project, name))
    return ask.page(
        "forms.html",
        422 if wrong else 200,
        title=title,
        wrong=bool(wrong),
        mistakes=wrong,
        project_title=project.settings.title,
        place=place,
        nav="back",
        here=f"{place.at}back/forms/{name}",
        found=shown,
        results=f"{project.names.code(name)}-results" if results and collected else "",
        anonymous=edition.prepared(name).meta.collect.anonymous,
    )


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

"""An edited Word file: its changes one by one, those that are accepted saved together."""

from __future__ import annotations

import contextlib
import datetime
import difflib
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.diagnostics import Diagnostic, PackError
from packbuilder.inspection.units import LastChange
from packbuilder.pipeline.edited import PullRequest
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.pull import PullResult, new_errors, pull
from packbuilder.round_trip.places import Source
from packbuilder.round_trip.report import Conflict
from packbuilder.round_trip.settled import with_copies
from packbuilder.settings.dates import long_date
from packbuilder.storage.saving import ConflictError
from packbuilder.web.places import (
    document_of,
    edition_place,
    place_in_document,
    problem_in_words,
    sentence,
)
from packbuilder.web.requests import Ask
from packbuilder.web.returning import show_back

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
_MARKS = re.compile(r"^\s*(#{1,6}|[-*+]|\d+[.)]) |\*\*|\s*\{[^{}]*\}$", re.MULTILINE)
"""What stands around words in a text and is no word."""
LONGEST_NAMES = 120
"""Letters that are shown of those who changed a file."""
MOST_CHANGES = 90
"""So many changes are shown at once, as a form has a limit of fields."""
Part = tuple[Literal["same", "removed", "added"], str]


@dataclass(frozen=True)
class Change:
    """A change of a Word file: lines of a file of the content, as they are and as they would be.
    `clashes` says that they have changed in the content too, since the Word file was made.
    """

    path: str
    first: int
    last: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    clashes: bool = False

    @property
    def parts(self) -> list[Part]:
        """Return its words, removed and added ones marked."""
        plain = (_MARKS.sub("", "\n".join(lines)) for lines in (self.before, self.after))
        return list(_marked(*plain))


@dataclass(frozen=True)
class Review:
    """A Word file that was read, and what would change: `before` has the files that may change as
    they are, `seen` their hashes, `more` is how many changes are not shown yet.
    """

    file: str
    edition: str
    result: PullResult
    changes: tuple[Change, ...]
    before: Mapping[str, str]
    seen: Mapping[str, str]
    more: int

    def is_shared(self, change: Change) -> bool:
        """Whether several documents may print what changes."""
        return change.path in self.result.mains and not change.clashes

    def choices(self, change: Change) -> tuple[str, ...]:
        """Return what can be chosen; where nothing is chosen at first, somebody has to decide."""
        if change.clashes:
            return ("keep", "theirs", "own")
        return ("accept", "here", "skip") if self.is_shared(change) else ("accept", "skip")

    def has_to_be_decided(self, change: Change) -> bool:
        """Whether nothing is chosen at first."""
        return change.clashes or self.is_shared(change)

    def after(self, everywhere: Sequence[Change], here: Sequence[Change]) -> dict[str, str]:
        """Return the files that change, with these changes; those that are made `here` go into a
        copy of the shared words. Raise `KeyError` where there can be none.
        """
        texts = {path: _applied(text, path, everywhere) for path, text in self.before.items()}
        for path in dict.fromkeys(change.path for change in here):
            own = _applied(self.before[path], path, [*everywhere, *here])
            for main in self.result.mains[path]:
                shared = {path: Source(path, self.before[path])}
                texts[main], used = with_copies(texts[main], shared, {path: own})
                if not used:
                    raise KeyError(path)
        return {path: text for path, text in texts.items() if text != self.before[path]}


def read_word(ask: Ask) -> Response:
    """Read an edited Word file, and show what it changes."""
    ask.only({"file", "tracked", "document"})
    upload = next(iter(ask.files.get("file", ())), None)
    if upload is None or not upload.name.lower().endswith(".docx"):
        return show_back(ask, said=ask.look.say("back.no_word"), status=415)
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
        return show_back(ask, error.diagnostics, status=422)
    source, found = project.source, [e for path in result.after for e in _changes(path, result)]
    found += (_clash(each) for each in result.conflicts)
    mains = {main for each in result.mains.values() for main in each}
    mains = (mains | {each.path for each in result.conflicts}) - set(result.before)
    before = {**result.before, **{main: source.read_text(main) for main in sorted(mains)}}
    seen = {path: source.sha256(path) for path in before}
    shown, more = tuple(found[:MOST_CHANGES]), len(found[MOST_CHANGES:])
    review = Review(upload.name, ask.edition, result, shown, before, seen, more)
    ask.workspace.reviews[review_id] = review
    return ask.go(f"/e/{ask.edition}/back/word/{review_id}")


def _changes(path: str, result: PullResult) -> Iterator[Change]:
    before, after = (text[path].split("\n") for text in (result.before, result.after))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield Change(path, a, b, tuple(before[a:b]), tuple(after[c:d]))


def _clash(conflict: Conflict) -> Change:
    before, after = (tuple(text.split("\n")) for text in (conflict.ours, conflict.theirs))
    return Change(conflict.path, conflict.first - 1, conflict.last, before, after, clashes=True)


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
    pictures = [*found.result.pictures.items()]
    ask.only(
        {f"change-{number}" for number in range(len(found.changes))}
        | {f"own-{number}" for number in range(len(found.changes))}
        | {f"picture-{number}" for number in range(len(pictures))}
        | {"all"}
    )
    if ask.value("all"):
        return _review(ask, found)
    chosen = {change: ask.value(f"change-{n}") for n, change in enumerate(found.changes)}
    undecided = [
        n for n, (c, said) in enumerate(chosen.items()) if found.has_to_be_decided(c) and not said
    ]
    if undecided:
        return _review(ask, found, undecided=undecided, status=422)
    here = [change for change, said in chosen.items() if said == "here"]
    everywhere = [change for change, said in chosen.items() if said in ("accept", "theirs")]
    everywhere += (
        replace(change, after=tuple(ask.value(f"own-{n}").splitlines()))
        for n, (change, said) in enumerate(chosen.items())
        if said == "own"
    )
    project = ask.workspace.project()
    try:
        changed = found.after(everywhere, here)
    except KeyError:
        return _review(ask, found, said=ask.look.say("back.no_copy"), status=422)
    wrong = new_errors(project, PullResult({}, changed, ()), ask.workspace.root) if changed else []
    if wrong:
        return _review(ask, found, wrong, status=422)
    kept = dict(each for n, each in enumerate(pictures) if ask.value(f"picture-{n}") == "accept")
    try:
        save = ask.workspace.writer.save_all(
            {path: text.encode() for path, text in changed.items()} | kept,
            {path: found.seen[path] for path in changed},
            ask.look.say("saved.word", name=found.file),
        )
    except ConflictError:
        return show_back(ask, said=ask.look.say("back.outdated"), status=409)
    del ask.workspace.reviews[ask.path["review"]]
    name = document_of(project, next(iter(changed), ""))
    place = f"texts/{name}" if name else ""
    return ask.go(f"/e/{ask.edition}/{place}?saved={save.id if save else ''}")


def _applied(text: str, path: str, chosen: Sequence[Change]) -> str:
    lines = text.split("\n")
    for change in sorted(chosen, key=lambda each: -each.first):
        if change.path == path:
            lines[change.first : change.last] = change.after
    return "\n".join(lines)


def _review(
    ask: Ask,
    review: Review,
    wrong: Sequence[Diagnostic] = (),
    undecided: Sequence[int] = (),
    said: str = "",
    status: int = 200,
) -> Response:
    project, look = ask.workspace.project(), ask.look
    place = edition_place(project, ask.edition, ask.base, look)
    shown = [
        {
            "where": _where(project, change, ask),
            "parts": change.parts,
            "shared": review.is_shared(change),
            "clashes": change.clashes,
            "own": ask.value(f"own-{n}") or "\n".join(change.before),
            "choices": review.choices(change),
            "choice": _choice(ask, review, n),
            "wrong": look.say("back.decide") if n in undecided else "",
        }
        for n, change in enumerate(review.changes)
    ]
    pictures = [
        {"name": PurePosixPath(path).name, "choice": ask.value(f"picture-{n}") or "accept"}
        for n, path in enumerate(review.result.pictures)
    ]
    mistakes = [
        {
            "field": f"{review.choices(review.changes[n])[0]}-{n}",
            "label": look.say("back.change", number=n + 1),
            "words": look.say("back.decide"),
        }
        for n in undecided
    ]
    open_ones = [n for n, c in enumerate(review.changes, 1) if review.has_to_be_decided(c)]
    offered = {(each.path, each.first) for each in review.result.conflicts}
    notes = [
        entry.words
        for entry in review.result.report
        if entry.kind != "CONFLICT" or (entry.file, entry.line) not in offered
    ]
    return ask.page(
        "review.html",
        status,
        title=look.say("back.changes_in", name=review.file),
        wrong=bool(wrong or undecided or said),
        mistakes=mistakes,
        said=said,
        more=review.more,
        project_title=project.settings.title,
        place=place,
        nav="back",
        here=f"{place.at}back/word/{ask.path['review']}",
        changes=shown,
        pictures=pictures,
        changed_by=_changed_by(ask, review.result.changed),
        clear=len(review.changes) - len(open_ones),
        open=open_ones,
        notes=[sentence(each) for each in dict.fromkeys(notes)],
        problems=[problem_in_words(each, project, place, look) for each in wrong],
    )


def _choice(ask: Ask, review: Review, number: int) -> str:
    """Return what is chosen for a change: all that are clear are accepted, unless somebody has
    said something else and does not take that back.
    """
    if review.has_to_be_decided(review.changes[number]):
        return ask.value(f"change-{number}")
    return "accept" if ask.value("all") else ask.value(f"change-{number}") or "accept"


def _changed_by(ask: Ask, changed: LastChange) -> str:
    """Return who changed a Word file and when, as far as it says so."""
    by = ", ".join(changed.by)[:LONGEST_NAMES]
    with contextlib.suppress(ValueError):
        day = datetime.date.fromisoformat(changed.day)
        date = long_date(day, ask.look.language)
        return ask.look.say("back.changed_by" if by else "back.changed_on", by=by, date=date)
    return ask.look.say("back.changed_by_somebody", by=by) if by else ""


def _where(project: LoadedProject, change: Change, ask: Ask) -> str:
    name = document_of(project, change.path)
    if not name:
        return ask.look.say("back.shared", name=PurePosixPath(change.path).stem)
    return place_in_document(project, name, change.first + 1, ask.look)

"""A Word file that somebody edited → a patch of the content, and a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, errors, fail
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.units import WordText
from packbuilder.inspection.word_gate import check_package
from packbuilder.inspection.word_units import read_units
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.gate import Gate, Refused
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.pipeline.pulled_values import settle_values
from packbuilder.round_trip.changes import Puller
from packbuilder.round_trip.delivered import Delivered
from packbuilder.round_trip.edited_text import patch_of
from packbuilder.round_trip.matched import Matched, Project
from packbuilder.round_trip.places import Source
from packbuilder.round_trip.report import Entry, report_shown
from packbuilder.round_trip.settled import settle
from packbuilder.settings.edition import STANDARD, edition_values
from packbuilder.storage.delivery import Delivery
from packbuilder.storage.lock import locked
from packbuilder.theme import with_variant


@dataclass(frozen=True)
class PullRequest:
    """What to pull, and how: a Word file, the edition and document it was made from, what becomes
    of tracked changes (“accept”, “reject” or nothing). `values` also changes values of the edition,
    `local` puts a copy of an edited shared text into the document.
    """

    file: Path
    edition: str = ""
    document: str = ""
    tracked: str = ""
    values: bool = False
    local: bool = False


@dataclass(frozen=True)
class PullResult:
    """The content with the edits in it, by file, as it was and as it would be; and the report.
    `mains` are the files of the documents in which a shared file, by its path, was edited;
    `editions` those of the content as it was that are prepared already.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    report: tuple[Entry, ...]
    mains: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    editions: Mapping[str, PreparedEdition] = field(default_factory=dict, repr=False)

    @property
    def patch(self) -> str:
        """All of it as one patch."""
        return "".join(
            line
            for path in sorted(self.after)
            for line in patch_of(path, self.before[path], self.after[path])
        )


_OUTSIDE: Final = Entry("NOTE", "the file refers to other files, none of which was opened")


def pull(project: LoadedProject, request: PullRequest) -> PullResult:
    """Find what an edited Word file changes in the content; write nothing."""
    edited = _read(request)
    edition = prepare_edition(project, request.edition or edited.origin.edition or STANDARD)
    name, names = _printed(request, edited, edition)
    current = _current(edition, name, names)
    own = [edition.path(each) for each in names]
    sources = {
        path: Source(path, project.source.read_text(path))
        for path in {
            *own,
            *current.origin.parts.values(),
            *(block.file for block in current.origin.blocks),
        }
        if path.startswith("content/")
    }
    values = edition_values(edition.settings, project.settings.language)
    known = Project(sources, _printed_by(edition), values)
    delivery = Delivered(current.origin.base, edited.origin.base, edited.origin.blocks)
    base = delivery.in_order(current.units)
    matched = Matched(base, edited.units, current.origin, own[0], known)
    found = Puller(matched, delivery).pull()
    if found.unknown:
        raise fail(
            Code.PULL_UNKNOWN,
            Span(request.file.as_posix(), 0),
            f"most of its text is not in “{name}” of the edition “{edition.name}”",
            "name the right --document and --edition",
        )
    outcome = settle(found, sources, known.printed_by, request.local)
    changed, settings = settle_values(found.values, edition, request.values)
    seen = report_shown(current.shown, edited.shown)
    outside = (_OUTSIDE,) if edited.outside else ()
    report = (*outcome.report, *settings, *_comments(matched, edited), *seen, *outside)
    after = {**outcome.after, **changed}
    before = {path: project.source.read_text(path) for path in after}
    mains = {path: tuple(each) for path, each in found.mains.items() if path not in each}
    return PullResult(before, after, tuple(dict.fromkeys(report)), mains, {edition.name: edition})


def _printed_by(edition: PreparedEdition) -> Mapping[str, tuple[str, ...]]:
    printed: dict[str, tuple[str, ...]] = {}
    for each in edition.names:
        for path in edition.prepared(each).sources:
            printed[path] = (*printed.get(path, ()), each)
    return printed


def _comments(matched: Matched, edited: WordText) -> Iterator[Entry]:
    for comment in edited.comments:
        place = matched.place_of(comment.unit)
        path, line = (place.source.path, place.first) if place else ("", 0)
        yield Entry("COMMENT", f"{comment.author}: {comment.text}", path, line)


def read_accepted(data: bytes) -> WordText | Refused:
    """Read a Word file as if its changes were accepted, in a process of its own."""
    return _read_apart(data, reject=False)


def read_rejected(data: bytes) -> WordText | Refused:
    """Read a Word file as if its changes were rejected, in a process of its own."""
    return _read_apart(data, reject=True)


def _read_apart(data: bytes, reject: bool) -> WordText | Refused:
    try:
        check_package(data)
        return read_units(data, reject)
    except UnreadableError as error:
        return Refused("refused", str(error), error.help)


def _read(request: PullRequest) -> WordText:
    where = Span(request.file.as_posix(), 0)
    try:
        data = request.file.read_bytes()
        with Gate(read_rejected if request.tracked == "reject" else read_accepted) as gate:
            edited = gate.read(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise fail(
            Code.PULL_UNREADABLE, where, f"it cannot be read: {reason}", "check its name and folder"
        ) from None
    except UnreadableError as error:
        raise fail(Code.PULL_UNREADABLE, where, f"it cannot be read: {error}", error.help) from None
    if edited.tracked.count and not request.tracked:
        whose = ", ".join(edited.tracked.authors)
        raise fail(
            Code.PULL_TRACKED,
            where,
            f"it has tracked changes: {edited.tracked.count}, by {whose}",
            "say --accept or --reject for all of them, or settle them in Word",
        )
    return edited


def _printed(
    request: PullRequest, edited: WordText, edition: PreparedEdition
) -> tuple[str, tuple[str, ...]]:
    """Return the name of the document or pack that a file was made from, and its documents."""
    project, asked = edition.project, request.document or edited.origin.name
    packed = len(edited.origin.parts) > 1 and not request.document
    name = "" if packed else project.names.find(asked)
    if name in edition.names:
        return name, (name,)
    if asked in project.packs:
        return asked, project.packs[asked].documents
    raise fail(
        Code.PULL_NO_SOURCE,
        Span(request.file.as_posix(), 0),
        f"there is no document or pack “{asked}”"
        if asked
        else "it does not say which document it was made from",
        "name it with --document",
    )


def _current(edition: PreparedEdition, name: str, names: tuple[str, ...]) -> WordText:
    """Return the text of the Word file that the content would give now."""
    from packbuilder.writers.docx.document import write_document  # loads an engine

    if names == (name,):
        publication, _ = compose_document(edition, name)
        return read_units(write_document(publication, edition.theme))
    pack = edition.project.packs[name]
    theme = with_variant(edition.theme, pack.variant)
    publication = compose_pack(edition, name, pack, theme).publication
    return read_units(write_document(publication, theme))


def new_errors(project: LoadedProject, result: PullResult, root: Path) -> list[Diagnostic]:
    """Return the errors that `check` finds with the edits and not without them."""
    problems, editions = check_everything(project, result.editions)
    known = {(problem.code, problem.message) for problem in _errors(problems)}
    edited = {path: text.encode() for path, text in result.after.items()}
    try:
        problems, _ = check_everything(load_project(root, project, edited), editions)
        found = _errors(problems)
    except PackError as error:
        found = list(error.diagnostics)
    return [problem for problem in found if (problem.code, problem.message) not in known]


def _errors(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [problem for problem in errors(problems) if not problem.waiver]


def write_pulled(project: LoadedProject, result: PullResult, root: Path) -> list[Diagnostic]:
    """Write the edits, to all files or to none; return the new errors that keep them from being
    written. Raise `PackError` when a file has changed since it was read.
    """
    if wrong := new_errors(project, result, root):
        return wrong
    for path in result.after:
        if not project.source.is_unchanged(path):
            raise fail(
                Code.PULL_OUTDATED,
                Span(path, 0),
                "the file has changed since it was read; nothing was written",
                "pull again",
            )
    with locked(root), Delivery(root, "pull") as delivery:
        for path, text in result.after.items():
            delivery.put(root / path, text.encode())
    return []

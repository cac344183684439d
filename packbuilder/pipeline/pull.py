"""A Word file that somebody edited → a patch of the content, and a report."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, errors, fail
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.word_gate import check_package
from packbuilder.inspection.word_units import WordText, read_units
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.gate import Gate, Refused
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.round_trip.changes import Project, Puller
from packbuilder.round_trip.delivered import Delivered
from packbuilder.round_trip.places import Places, Source
from packbuilder.round_trip.report import Entry, report_shown
from packbuilder.round_trip.words import Edit
from packbuilder.storage.delivery import Delivery
from packbuilder.storage.lock import locked


@dataclass(frozen=True)
class PullRequest:
    """What to pull, and how: a Word file, the edition and document it was made from, what becomes
    of tracked changes (“accept”, “reject” or nothing).
    """

    file: Path
    edition: str = "standard"
    document: str = ""
    tracked: str = ""


@dataclass(frozen=True)
class PullResult:
    """The content with the edits in it, by file, as it was and as it would be; and the report."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    report: tuple[Entry, ...]

    @property
    def patch(self) -> str:
        """All of it as one patch."""
        return "".join(
            line
            for path in sorted(self.after)
            for line in _patch(path, self.before[path], self.after[path])
        )


def pull(project: LoadedProject, request: PullRequest) -> PullResult:
    """Find what an edited Word file changes in the content; write nothing."""
    edited = _read(request)
    edition = prepare_edition(project, request.edition)
    name = _document(request, edited, edition)
    current = _current(edition, name)
    sources = {
        path: Source(path, project.source.read_text(path))
        for path in {block.file for block in current.blocks} | {edition.path(name)}
        if path.startswith("content/")
    }
    main = edition.path(name)
    printed: dict[str, list[str]] = {}
    for each in edition.names:
        for path in edition.prepared(each).sources:
            printed.setdefault(path, []).append(each)
    known = Project(sources, main, {path: tuple(names) for path, names in printed.items()})
    delivery = Delivered(current.base, edited.base, edited.blocks)
    places = Places(current.blocks, sources, main)
    puller = Puller(current.units, edited.units, places, known, delivery)
    found = puller.pull()
    if found.unknown:
        raise fail(
            Code.PULL_UNKNOWN,
            Span(request.file.as_posix(), 0),
            f"most of its text is not in “{name}” of the edition “{request.edition}”",
            "name the right --document and --edition",
        )
    comments = (
        Entry("COMMENT", f"{comment.author}: {comment.text}", *_place(places, edited, n))
        for n, comment in enumerate(edited.comments)
    )
    after = {
        path: renumbered(_edited(sources[path].text, edits), sources[path].text)
        for path, edits in found.edits.items()
    }
    changed = {path: text for path, text in after.items() if text != sources[path].text}
    before = {path: sources[path].text for path in changed}
    seen = report_shown(current.shown, edited.shown)
    return PullResult(before, changed, (*dict.fromkeys((*found.report, *comments, *seen)),))


def _place(places: Places, edited: WordText, number: int) -> tuple[str, int]:
    unit = edited.comments[number].unit
    if not 0 <= unit < len(edited.units):
        return "", 0
    place = places.find(edited.units[unit])
    return (place.source.path, place.first) if place else ("", 0)


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


def _document(request: PullRequest, edited: WordText, edition: PreparedEdition) -> str:
    name = edition.project.names.find(request.document or edited.name) or ""
    if not name:
        raise fail(
            Code.PULL_NO_SOURCE,
            Span(request.file.as_posix(), 0),
            "it does not say which document it was made from"
            if not (request.document or edited.name)
            else f"there is no document “{request.document or edited.name}”",
            "name it with --document",
        )
    return name


def _current(edition: PreparedEdition, name: str) -> WordText:
    """Return the text of the Word file that the content would give now."""
    from packbuilder.writers.docx.document import write_document  # loads an engine

    publication, _ = compose_document(edition, name)
    return read_units(write_document(publication, edition.theme))


def _edited(text: str, edits: list[Edit]) -> str:
    """Apply edits, from the end of a file to its beginning; those of one place in their order."""
    ordered = sorted(enumerate(edits), key=lambda each: (each[1].start, each[1].end, each[0]))
    written, at = [], 0
    for _, edit in ordered:
        if edit.start >= at:
            written.append(text[at : edit.start])
            at = edit.end
        elif edit.end > at:
            at = edit.end
        written.append(edit.text)
    return "".join(written) + text[at:]


_NUMBERED: Final = re.compile(r"(\s*)(\d+)([.)]\s)")


def renumbered(text: str, before: str) -> str:
    """Number the items of lists again that have won or lost one: those whose numbers ran on before,
    and do not now.
    """
    gaps = set(_gaps(before.split("\n")).values())
    lines = text.split("\n")
    for number, (line, wanted) in enumerate(zip(lines, _counted(lines), strict=True)):
        found = _NUMBERED.match(line)
        if found and wanted and int(found[2]) != wanted and line not in gaps:
            lines[number] = f"{found[1]}{wanted}{line[found.end(2) :]}"
    return "\n".join(lines)


def _counted(lines: Sequence[str]) -> list[int]:
    """Return which number each line would have that begins an item, and 0 for the others."""
    counts: dict[int, int] = {}
    found = []
    for line in lines:
        item = _NUMBERED.match(line)
        depth = len(line) - len(line.lstrip())
        if line.strip():
            counts = {at: count for at, count in counts.items() if at <= depth - (not item)}
        if item:
            counts[depth] = counts[depth] + 1 if depth in counts else int(item[2])
        found.append(counts[depth] if item else 0)
    return found


def _gaps(lines: Sequence[str]) -> dict[int, str]:
    """Return the lines that begin an item whose number does not run on, by their numbers."""
    return {
        number: line
        for number, (line, wanted) in enumerate(zip(lines, _counted(lines), strict=True))
        if wanted and (found := _NUMBERED.match(line)) and int(found[2]) != wanted
    }


def _patch(path: str, before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"a/{path}",
        f"b/{path}",
        n=1,
    )
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def new_errors(project: LoadedProject, result: PullResult, root: Path) -> list[Diagnostic]:
    """Return the errors that `check` finds with the edits and not without them."""
    problems, editions = check_everything(project, {})
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

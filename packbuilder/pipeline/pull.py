"""A Word file that somebody edited → a patch of the content, and a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, errors, fail
from packbuilder.inspection.units import LastChange, Provenance, Unit, WordText
from packbuilder.model import Publication, number_contents
from packbuilder.model.variants import variant_named
from packbuilder.pipeline.check import check_changed, check_everything
from packbuilder.pipeline.chosen import pack_in
from packbuilder.pipeline.edited import PullRequest, read_edited
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.pipeline.pulled_pictures import settle_pictures
from packbuilder.pipeline.pulled_values import settle_values
from packbuilder.round_trip.beside import report_beside
from packbuilder.round_trip.changes import Puller
from packbuilder.round_trip.delivered import Delivered, DeliveredWords
from packbuilder.round_trip.edited_text import patch_of
from packbuilder.round_trip.matched import Matched, Project, Pulled
from packbuilder.round_trip.pictures import new_pictures
from packbuilder.round_trip.places import Source
from packbuilder.round_trip.report import Conflict, Entry
from packbuilder.round_trip.settled import settle
from packbuilder.settings.edition import STANDARD, edition_values
from packbuilder.storage.delivery import Delivery
from packbuilder.storage.records import cached_record
from packbuilder.storage.saving import CONTENT, content_to_itself
from packbuilder.theme import Theme, with_language, with_variant


@dataclass(frozen=True)
class PullResult:
    """The content with the edits in it, by file, as it was and as it would be; and the report.
    `mains` are the files of the documents in which a shared file, by its path, was edited;
    `editions` those of the content as it was that are prepared already, `pictures` new ones of the
    Word file, by the paths of files that are not there yet, `conflicts` lines that somebody has to
    decide about. `changed` says who changed the Word file.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    report: tuple[Entry, ...]
    mains: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    editions: Mapping[str, PreparedEdition] = field(default_factory=dict, repr=False)
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    conflicts: tuple[Conflict, ...] = ()
    changed: LastChange = field(default_factory=LastChange)

    @property
    def patch(self) -> str:
        """All of it as one patch."""
        return "".join(
            line
            for path in sorted(self.after)
            for line in patch_of(path, self.before[path], self.after[path])
        )


_UNSURE: Final = (
    "the file does not say what it was delivered with: what has changed in the content since then "
    "counts as an edit too, so check each change"
)
_OUTSIDE: Final = "the file refers to another file, which was not opened"


def pull(
    project: LoadedProject, request: PullRequest, edited: WordText | None = None
) -> PullResult:
    """Find what an edited Word file changes in the content; write nothing. `edited` is what it
    says, where it was read already.
    """
    edited = edited or read_edited(request)
    edition = prepare_edition(project, request.edition or edited.origin.edition or STANDARD)
    name, names = _printed(request, edited, edition)
    publication, theme = _publication(edition, name, names, edited.origin)
    current = _current(publication, theme)
    printed_by = _printed_by(edition)
    own = [edition.path(each) for each in names]
    sources = {
        path: Source(path, project.source.read_text(path))
        for path in {
            *own,
            *current.origin.parts.values(),
            *(block.file for block in current.origin.blocks),
            *(path for path in printed_by if path.endswith(".md")),
        }
        if path.startswith("content/")
    }
    values = edition_values(edition.settings, project.settings.language)
    known = Project(sources, printed_by, values)
    delivery = _delivery(edited, current, publication, theme)
    base, matches = delivery.base, delivery.matches
    matched = Matched(base, edited.units, matches, current.origin, own[0], known)
    same = edited.origin.build == current.origin.build
    found = Puller(matched, delivery, same).pull()
    if found.unknown:
        raise fail(
            Code.PULL_UNKNOWN,
            Span(request.file.as_posix(), 0),
            f"most of its text is not in “{name}” of the edition “{edition.name}”",
            "name the right --document and --edition",
        )
    outcome = settle(found, sources, known.printed_by, request.local)
    changed, settings = settle_values(found.values, edition, request.values)
    states_units = bool(edited.origin.units)  # older files may show what is written no longer
    new = new_pictures(matched, current, edited)
    pictures, shown = settle_pictures(new, request.file, project.source)
    delivered = [unit.raw for unit in edited.origin.units]
    renamed = [*_renamed(current, edited), *_revalued(found, values)]
    pairs = [(base[old], edited.units[new]) for old, new in matches.items()]
    reshaped = [edited.units[new] for new in matched.reshaped]
    now, there, alike = current.shown, edited.shown, same and states_units
    beside = report_beside(now, there, alike, pairs, reshaped, delivered, renamed)
    seen = (*shown, *beside)
    sure = edited.origin.units or edited.origin.words or same
    doubt = () if sure else (Entry("NOTE", _UNSURE),)
    outside = (Entry("NOTE", f"{_OUTSIDE}: {file}") for file in edited.outside)
    report = (*outcome.report, *settings, *_comments(matched, edited), *seen, *outside, *doubt)
    after = {**outcome.after, **changed}
    before = {path: project.source.read_text(path) for path in after}
    mains = {path: tuple(each) for path, each in found.mains.items() if path not in each}
    report = tuple(dict.fromkeys(report))
    conflicts = tuple(dict.fromkeys(found.conflicts))
    editions = {edition.name: edition}
    return PullResult(before, after, report, mains, editions, pictures, conflicts, edited.changed)


def _printed_by(edition: PreparedEdition) -> Mapping[str, tuple[str, ...]]:
    printed: dict[str, tuple[str, ...]] = {}
    for each in edition.names:
        for path in edition.prepared(each).sources:
            printed[path] = (*printed.get(path, ()), each)
    return printed


def _renamed(current: WordText, edited: WordText) -> Iterator[tuple[str, str]]:
    """Yield the titles of the content, each with that which was delivered and that of the Word file
    in its place, as far as there are as many.
    """
    now = _titles(current.units)
    for others in (_titles(edited.origin.units), _titles(edited.units)):
        if len(others) == len(now):
            yield from zip(now, others, strict=True)


def _titles(units: Iterable[Unit]) -> list[str]:
    return [unit.raw for unit in units if unit.kind == "heading" and unit.level == 1]


def _revalued(found: Pulled, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield values as they are printed, each with a new one."""
    for name, new in found.values.items():
        yield from ((values[name], value) for value in new if name in values)


def _comments(matched: Matched, edited: WordText) -> Iterator[Entry]:
    for comment in edited.comments:
        place = matched.place_of(comment.unit)
        path, line = (place.source.path, place.first) if place else ("", 0)
        yield Entry("COMMENT", f"{comment.author}: {comment.text}", path, line)


def _printed(
    request: PullRequest, edited: WordText, edition: PreparedEdition
) -> tuple[str, tuple[str, ...]]:
    """Return the name of the document or pack that a file was made from, and its documents."""
    project, asked = edition.project, request.document or edited.origin.name
    packed = len(edited.origin.parts) > 1 and not request.document
    name = "" if packed else project.names.find(asked)
    if name:
        project.document(name)  # as it may have mistakes that keep it from being read
    if name in edition.names:
        return name, (name,)
    if asked in project.packs:
        return asked, pack_in(edition, asked).documents
    lost, known = "it does not say which document it was made from", project.names.suggest(asked)
    raise fail(
        Code.PULL_NO_SOURCE,
        Span(request.file.as_posix(), 0),
        f"there is no document or pack “{asked}”" if asked else lost,
        f"name it with --document; {known}" if asked else "name it with --document",
    )


def _publication(
    edition: PreparedEdition, name: str, names: tuple[str, ...], origin: Provenance
) -> tuple[Publication, Theme]:
    """Return the document or pack as it would be written now, in the form and with the page numbers
    that it was delivered with.
    """
    if names == (name,):
        theme = with_variant(edition.theme, variant_named(origin.variant))
        publication, _ = compose_document(edition, name, theme, origin.handed_to)
    else:
        pack = pack_in(edition, name)
        theme = with_variant(edition.theme, pack.variant)
        publication = compose_pack(edition, name, pack, theme).publication
    publication = number_contents(publication, origin.pages, origin.page_starts)
    return publication, with_language(theme, publication.language)


def _current(publication: Publication, theme: Theme) -> WordText:
    """Return the text of the Word file that the content would give now."""

    def read() -> WordText:
        from packbuilder.inspection.word_units import read_units  # these load engines
        from packbuilder.writers.docx.document import write_document

        return read_units(write_document(publication, theme))

    return cached_record(WordText, ("current", publication, *theme.look), read)


def _delivery(
    edited: WordText, current: WordText, publication: Publication, theme: Theme
) -> Delivered:
    """Return what is known of the file as it was delivered, by what it says itself."""
    origin, units = edited.origin, edited.units
    if origin.words:
        from packbuilder.writers.docx.document import words_of_blocks  # loads an engine

        now = words_of_blocks(publication, theme)
        return DeliveredWords(current.units, units, origin.words, now, origin.blocks)
    return Delivered(current.units, units, origin.units or current.units)


def new_errors(project: LoadedProject, result: PullResult, root: Path) -> list[Diagnostic]:
    """Return the errors that `check` finds with the edits and not without them."""
    edited = {**result.pictures, **{path: text.encode() for path, text in result.after.items()}}
    try:
        after = load_project(root, project, edited)
        found = _errors(check_changed(after, result.editions, edited))
    except PackError as error:
        found = list(error.diagnostics)
    if not found:
        return []
    problems, _ = check_everything(project, result.editions)
    known = {(problem.code, problem.message) for problem in _errors(problems)}
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
    with content_to_itself(root), Delivery(root / CONTENT, "pull", own=True) as delivery:
        for path, text in result.after.items():
            delivery.put(root / path, text.encode())
        for path, data in result.pictures.items():
            delivery.put(root / path, data)
    return []

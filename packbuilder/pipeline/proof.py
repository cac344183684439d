"""Two versions of the content → Word files with tracked changes, and a list of what changed."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from packbuilder.diagnostics import Code, PackError, Span, fail
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.word_gate import check_package, is_package
from packbuilder.inspection.word_units import read_units
from packbuilder.model import Deck, plain, walk
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.gate import Gate, Refused
from packbuilder.pipeline.jobs import WriteJob
from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.storage.csv_text import write_csv
from packbuilder.storage.delivery import Delivery, check_writable
from packbuilder.storage.revisions import is_revision, opened_revision
from packbuilder.transforms.assemble import full_title

PROOFS: Final = "proof"
CHANGES: Final = "changes.csv"
_COLUMNS: Final = (
    "document",
    "title",
    "change",
    "reprint",
    "cards_changed",
    "cards_new",
    "cards_gone",
)

ChangeKind = Literal["new", "gone", "words", "look", "none"]


@dataclass(frozen=True)
class ProofRequest:
    """What to compare: versions in git, folders or delivered files; all documents that changed, or
    the one that is named.
    """

    old: str
    new: str
    root: Path
    output: Path
    edition: str = "standard"
    document: str = ""
    author: str = ""


@dataclass(frozen=True)
class DocumentChange:
    """What became of one document. `reprint` says whether printed copies are out of date; nothing
    where only Word files were compared. `exact` says that the proof keeps its promise, `outside`
    that references to other files were left out of it.
    """

    name: str
    title: str
    kind: ChangeKind
    reprint: bool | None = None
    cards_changed: tuple[str, ...] = ()
    cards_new: tuple[str, ...] = ()
    cards_gone: tuple[str, ...] = ()
    proof: bytes = field(default=b"", repr=False)
    exact: bool = True
    outside: bool = False


@dataclass(frozen=True)
class _Version:
    """One of the two versions: a prepared edition, or a Word file that was delivered."""

    edition: PreparedEdition | None = None
    file: bytes = b""
    name: str = ""

    @property
    def names(self) -> list[str]:
        return list(self.edition.names) if self.edition else [self.name]

    def word(self, name: str) -> bytes:
        if not self.edition:
            return self.file
        from packbuilder.writers.docx.document import write_document  # loads an engine

        return write_document(compose_document(self.edition, name).publication, self.edition.theme)

    def title(self, name: str) -> str:
        return full_title(self.edition.prepared(name)) if self.edition else name


def proof(request: ProofRequest, workers: Workers) -> list[DocumentChange]:
    """Compare two versions; raise `PackError` for one that does not exist or cannot be read."""
    with contextlib.ExitStack() as opened, Gate(_track_apart) as gate:
        old = opened.enter_context(_opened(request, request.old))
        new = opened.enter_context(_opened(request, request.new))
        known = dict.fromkeys([*new.names, *old.names])
        if old.name or new.name:
            known = dict.fromkeys([new.name or old.name])
        if request.document:
            known = dict.fromkeys([_named(request, old, new)])
        return [_compare(name, old, new, request, gate, workers) for name in known]


@contextlib.contextmanager
def _opened(request: ProofRequest, version: str) -> Iterator[_Version]:
    """Yield a version by its name: a Word file, a folder, or else a version in git."""
    place = Path(version)
    if place.is_file():
        yield _delivered(place)
        return
    if place.is_dir() and not is_revision(request.root, version):
        yield _Version(prepare_edition(load_project(place), request.edition))
        return
    with opened_revision(request.root, version) as folder:
        yield _Version(prepare_edition(_load(folder, request.root), request.edition))


def _load(folder: Path, root: Path) -> LoadedProject:
    """Load a version from git; if this program cannot use its templates, with those of today."""
    templates = folder / "templates"
    try:
        return load_project(folder)
    except PackError as error:
        if not all(each.span.path.startswith("templates/") for each in error.diagnostics):
            raise
    shutil.rmtree(templates)
    if (root / "templates").is_dir():
        shutil.copytree(root / "templates", templates)
    return load_project(folder)


def _delivered(file: Path) -> _Version:
    data = file.read_bytes()
    with Gate(_name_apart) as gate:
        try:
            name = gate.read(data)
        except UnreadableError as error:
            raise _unreadable(file.as_posix(), error) from None
    return _Version(None, data, name or file.stem)


def _unreadable(file: str, error: UnreadableError) -> PackError:
    return fail(Code.PROOF_UNREADABLE, Span(file, 0), f"it cannot be read: {error}", error.help)


def _named(request: ProofRequest, *versions: _Version) -> str:
    for version in versions:
        if version.edition and (name := version.edition.project.names.find(request.document)):
            return name
        if version.name == request.document:
            return version.name
    raise fail(
        Code.VERSION_UNKNOWN,
        Span(request.document, 0),
        "neither version has this document",
        "look at packbuilder list",
    )


def _compare(
    name: str,
    old: _Version,
    new: _Version,
    request: ProofRequest,
    gate: Gate[_Tracked],
    workers: Workers,
) -> DocumentChange:
    if name not in old.names and not old.name:
        return DocumentChange(
            name, new.title(name), "new", True, cards_new=tuple(_cards(new, name))
        )
    if name not in new.names and not new.name:
        return DocumentChange(name, old.title(name), "gone", None)
    before, after = old.word(name), new.word(name)
    reprint = _differs_in_print(name, old, new, workers)
    cards = _changed_cards(name, old, new)
    if before == after:
        return DocumentChange(name, new.title(name), "look" if reprint else "none", reprint, *cards)
    try:
        made = gate.read(_Sides(before, after, request.author))
    except UnreadableError as error:
        raise _unreadable(name, error) from None
    kind: ChangeKind = "words" if _said(before) != _said(after) else "look"
    return DocumentChange(
        name, new.title(name), kind, reprint, *cards, made.data, made.exact, made.outside
    )


def _said(data: bytes) -> list[tuple[str, str]]:
    return [(unit.kind, unit.text) for unit in read_units(data).units]


def _differs_in_print(name: str, old: _Version, new: _Version, workers: Workers) -> bool | None:
    """Whether the PDF has other bytes; nothing when there is no content to make it from."""
    if not (old.edition and new.edition):
        return None
    libraries = " ".join(workers.libraries)
    jobs = [_printed(name, edition, libraries) for edition in (old.edition, new.edition)]
    if jobs[0].key == jobs[1].key:
        return False
    made: dict[str, bytes] = {}
    for job, result in workers.run([jobs]):
        if isinstance(result, PackError):
            raise result
        made[job.key] = result.data
    return made[jobs[0].key] != made[jobs[1].key]


def _printed(name: str, edition: PreparedEdition, libraries: str) -> WriteJob:
    publication, sources = compose_document(edition, name)
    return WriteJob(publication, "pdf", edition.theme, sources, libraries)


def _cards(version: _Version, name: str) -> Mapping[str, tuple[str, str, str]]:
    """Return what is printed on the cards of a document, by their codes."""
    if not version.edition or name not in version.edition.names:
        return {}
    decks = (b for b in walk(version.edition.prepared(name).blocks) if isinstance(b, Deck))
    cards = (card for deck in decks for card in deck.items if card.code)
    return {card.code: (card.theme, card.label, plain(card.inlines)) for card in cards}


def _changed_cards(
    name: str, old: _Version, new: _Version
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the codes of cards that were changed, that are new, and that are gone."""
    before, after = _cards(old, name), _cards(new, name)
    changed = tuple(code for code in after if code in before and after[code] != before[code])
    added = tuple(code for code in after if code not in before)
    return changed, added, tuple(code for code in before if code not in after)


def write_proofs(request: ProofRequest, found: list[DocumentChange]) -> list[Path]:
    """Write the proofs and the list of changes, all or none; proofs of another time go."""
    folder = request.output / request.edition / PROOFS
    check_writable(folder)
    files = {folder / f"{each.name}.docx": each.proof for each in found if each.proof}
    rows = [_COLUMNS, *(_row(each) for each in found)]
    files[folder / CHANGES] = write_csv(rows)
    with Delivery(folder, PROOFS) as delivery:
        for path, data in files.items():
            delivery.put(path, data)
        for path in folder.glob("*.docx") if folder.is_dir() else ():
            if path not in files:
                delivery.remove(path)
    return list(files)


def _row(change: DocumentChange) -> tuple[str, ...]:
    reprint = {None: "", True: "yes", False: "no"}[change.reprint]
    cards = (change.cards_changed, change.cards_new, change.cards_gone)
    return (change.name, change.title, change.kind, reprint, *(" ".join(each) for each in cards))


# In the process -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sides:
    """What is compared in the process."""

    old: bytes
    new: bytes
    author: str


def _name_apart(data: bytes) -> str | Refused:
    """Return which document a delivered file was made from, in the process."""
    try:
        if not is_package(data):
            raise UnreadableError("it is not a Word file", "name a .docx that was delivered")
        check_package(data)
        return read_units(data).origin.name
    except UnreadableError as error:
        return Refused("refused", str(error), error.help)


@dataclass(frozen=True)
class _Tracked:
    """A proof, whether it says what it has to, and whether references to files were left out."""

    data: bytes
    exact: bool
    outside: bool


def _track_apart(sides: _Sides) -> _Tracked | Refused:
    """Write a proof, and look whether it says what it has to, in the process."""
    from packbuilder.writers.docx.tracked import says_the_same, track_changes

    try:
        tracked = track_changes(sides.old, sides.new, sides.author)
        exact = says_the_same(tracked.data, sides.old, sides.new)
        return _Tracked(tracked.data, exact, tracked.outside)
    except UnreadableError as error:
        return Refused("refused", str(error), error.help)

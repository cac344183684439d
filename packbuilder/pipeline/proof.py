"""Two versions of the content → Word files with tracked changes, and a list of what changed."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from packbuilder.answers.form import read_form
from packbuilder.diagnostics import Code, PackError, Span, fail
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.word_units import read_units
from packbuilder.model import Deck, plain, walk
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.gate import Gate, Refused
from packbuilder.pipeline.jobs import WriteJob
from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.proof_versions import ProofRequest, Version, open_compared, unreadable
from packbuilder.pipeline.publications import compose_document
from packbuilder.settings.edition import edition_values
from packbuilder.storage.csv_text import write_csv
from packbuilder.storage.delivery import Delivery, check_writable
from packbuilder.transforms.fields import prefix_of

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
class DocumentChange:
    """What became of one document. `reprint` says whether printed copies are out of date; nothing
    where only Word files were compared. `exact` says that the proof keeps its promise, `outside`
    are references to other files, which were left out of it.

    `passages` are new or changed words, `details` the values of the edition that have changed;
    `asks_else` says that answers to it cannot be compared with earlier ones.
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
    outside: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    asks_else: bool = False


def proof(
    request: ProofRequest, workers: Workers, looked_at: Callable[[int, int], None] = lambda *_: None
) -> list[DocumentChange]:
    """Compare two versions; raise `PackError` for one that does not exist or cannot be read.

    `looked_at` is called with how many documents of all are compared.
    """
    with contextlib.ExitStack() as opened, Gate(_track_apart) as gate:
        old = opened.enter_context(open_compared(request, request.old))
        new = opened.enter_context(open_compared(request, request.new))
        both = (
            (new.names_in_packs, old.names_in_packs) if request.in_packs else (new.names, old.names)
        )
        known = dict.fromkeys([*both[0], *both[1]])
        if old.name or new.name:
            known = dict.fromkeys([new.name or old.name])
        if request.document:
            known = dict.fromkeys([_named(request, old, new)])
        found = []
        for number, name in enumerate(known):
            looked_at(number, len(known))
            found.append(_compare(name, old, new, request, gate, workers))
        return found


def _named(request: ProofRequest, *versions: Version) -> str:
    for version in versions:
        if version.edition and (name := version.edition.project.names.find(request.document)):
            return name
        if version.name == request.document:
            return version.name
    loaded = (version.edition.project for version in versions if version.edition)
    known = (project.names.suggest(request.document) for project in loaded)
    raise fail(
        Code.VERSION_UNKNOWN,
        Span(request.document, 0),
        "neither version has this document",
        next(known, "look at packbuilder list"),
    )


def _compare(
    name: str,
    old: Version,
    new: Version,
    request: ProofRequest,
    gate: Gate[_Tracked],
    workers: Workers,
) -> DocumentChange:
    for version in (old, new):
        version.check(name)
    if name not in old.names and not old.name:
        return DocumentChange(
            name, new.title(name), "new", True, cards_new=tuple(_cards(new, name))
        )
    if name not in new.names and not new.name:
        return DocumentChange(name, old.title(name), "gone", None)
    jobs = _printed_of_both(name, old, new, workers)
    if jobs and jobs[0].key == jobs[1].key:
        return DocumentChange(name, new.title(name), "none", False)
    before, after = old.word(name), new.word(name)
    reprint = _differs_in_print(jobs, workers)
    cards = _changed_cards(name, old, new)
    if before == after:
        return DocumentChange(name, new.title(name), "look" if reprint else "none", reprint, *cards)
    try:
        made = gate.read(_Sides(before, after, request.author))
    except UnreadableError as error:
        raise unreadable(name, error) from None
    said = _said(before), _said(after)
    kind: ChangeKind = "words" if said[0] != said[1] else "look"
    return DocumentChange(
        name,
        new.title(name),
        kind,
        reprint,
        *cards,
        made.data,
        made.exact,
        made.outside,
        passages=tuple(t for _, t in (Counter(said[1]) - Counter(said[0])) if t.strip()),
        details=_changed_details(old, new),
        asks_else=_asks_else(name, old, new),
    )


def _said(data: bytes) -> list[tuple[str, str]]:
    return [(unit.kind, unit.text) for unit in read_units(data).units]


def _changed_details(old: Version, new: Version) -> tuple[str, ...]:
    """Return the values that the edition has changed, by their keys."""
    if not (old.edition and new.edition):
        return ()
    was, now = (
        edition_values(each.settings, each.project.settings.language)
        for each in (old.edition, new.edition)
    )
    return tuple(key for key in sorted({*was, *now}) if was.get(key) != now.get(key))


def _asks_else(name: str, old: Version, new: Version) -> bool:
    """Whether a form asks something else, or offers other answers."""
    if not (old.edition and new.edition):
        return False
    before, after = (
        read_form(document, prefix_of(document))
        for document in (old.edition.prepared(name), new.edition.prepared(name))
    )
    return (before and before.questions) != (after and after.questions)


def _printed_of_both(
    name: str, old: Version, new: Version, workers: Workers
) -> tuple[WriteJob, ...]:
    """Return the PDF of both; nothing when there is no content to make it from."""
    if not (old.edition and new.edition):
        return ()
    libraries = " ".join(workers.libraries)
    return tuple(_printed(name, edition, libraries) for edition in (old.edition, new.edition))


def _differs_in_print(jobs: tuple[WriteJob, ...], workers: Workers) -> bool | None:
    """Whether the PDF has other bytes; nothing when there is none."""
    if not jobs:
        return None
    made: dict[str, bytes] = {}
    for job, result in workers.run([list(jobs)]):
        if isinstance(result, PackError):
            raise result
        made[job.key] = result.data
    return made[jobs[0].key] != made[jobs[1].key]


def _printed(name: str, edition: PreparedEdition, libraries: str) -> WriteJob:
    publication, sources = compose_document(edition, name)
    return WriteJob(publication, "pdf", edition.theme, sources, libraries)


def _cards(version: Version, name: str) -> Mapping[str, tuple[str, str, str]]:
    """Return what is printed on the cards of a document, by their codes."""
    if not version.edition or name not in version.edition.names:
        return {}
    decks = (b for b in walk(version.edition.prepared(name).blocks) if isinstance(b, Deck))
    cards = (card for deck in decks for card in deck.items if card.code)
    return {card.code: (card.theme, card.label, plain(card.inlines)) for card in cards}


def _changed_cards(
    name: str, old: Version, new: Version
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


@dataclass(frozen=True)
class _Tracked:
    """A proof, whether it says what it has to, and the references to files that were left out."""

    data: bytes
    exact: bool
    outside: tuple[str, ...]


def _track_apart(sides: _Sides) -> _Tracked | Refused:
    """Write a proof, and look whether it says what it has to, in the process."""
    from packbuilder.writers.docx.tracked import says_the_same, track_changes

    try:
        tracked = track_changes(sides.old, sides.new, sides.author)
        exact = says_the_same(tracked.data, sides.old, sides.new)
        return _Tracked(tracked.data, exact, tracked.outside)
    except UnreadableError as error:
        return Refused("refused", str(error), error.help)

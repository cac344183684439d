"""A version of an edition: what changed since the last one, what to print again; a new one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.proof import DocumentChange, proof
from packbuilder.pipeline.proof_versions import ProofRequest
from packbuilder.pipeline.run import output_to_itself
from packbuilder.settings.edit_yaml import set_keys
from packbuilder.settings.edition import Edition, EditionVersion, edition_path
from packbuilder.storage.delivery import Delivery
from packbuilder.storage.saving import CONTENT, content_to_itself
from packbuilder.storage.versions import keep_version, next_number, version_path

Reason = Literal["new", "gone", "answers", "cards", "details", "words", "look"]

_MATTER: Collection[Reason] = ("new", "answers", "cards", "details")
"""What makes printed copies wrong: with other words or another look alone, they still serve."""

_FIRST = "1.0"


@dataclass(frozen=True)
class Advice:
    """What became of a document since a version, why, and whether we would print it again."""

    change: DocumentChange
    reasons: tuple[Reason, ...]

    @property
    def reprint(self) -> bool:
        """Whether printed copies are wrong now: a person decides."""
        return any(reason in _MATTER for reason in self.reasons)


def last_version(output: Path, name: str, edition: Edition) -> str:
    """Return the number of the last version that was given out and is kept; nothing where there is
    none.
    """
    kept = (n for n in reversed(edition.versions) if version_path(output, name, n))
    return next(kept, "")


def number_after(edition: Edition) -> str:
    """Return the number that the next version may have."""
    last = next(reversed(edition.versions), "")
    return next_number(last) if last else edition.version or _FIRST


def advise(
    request: ProofRequest, workers: Workers, looked_at: Callable[[int, int], None]
) -> list[Advice]:
    """Compare the documents of an edition's packs with a version, and return those that changed."""
    return [
        Advice(change, tuple(_reasons(change)))
        for change in proof(request, workers, looked_at)
        if change.kind != "none"
    ]


def _reasons(change: DocumentChange) -> Iterator[Reason]:
    """Yield why a document is not as it was, what matters most first."""
    if change.kind in ("new", "gone"):
        yield change.kind
        return
    if change.reprint and change.asks_else:
        yield "answers"
    if change.reprint and (change.cards_changed or change.cards_new or change.cards_gone):
        yield "cards"
    if change.reprint and change.details:
        yield "details"
    if change.kind in ("words", "look"):
        yield change.kind


def version_keys(edition: Edition, number: str, version: EditionVersion) -> Mapping[str, Any]:
    """Return the keys of an edition with a version more, as they are written."""
    listed = {**edition.versions, number: version}
    return {"version": number, "versions": {key: _written(each) for key, each in listed.items()}}


def _written(version: EditionVersion) -> dict[str, Any]:
    known = {key: value for key, value in asdict(version).items() if value}
    return {k: v.isoformat() if isinstance(v, datetime.date) else v for k, v in known.items()}


def with_version(
    project: LoadedProject, name: str, number: str, version: EditionVersion
) -> dict[str, bytes]:
    """Return the file of an edition with a version more, by its path."""
    path = edition_path(name)
    text = project.source.read_text(path) if project.source.exists(path) else ""
    keys = version_keys(project.edition(name), number, version)
    return {path: set_keys(text, keys, path).encode()}


def give_version(
    root: Path, output: Path, name: str, number: str, file: Mapping[str, bytes]
) -> Path:
    """Keep the inputs of a version, then write the file of its edition; raise `PackError` when
    either cannot be written.
    """
    with output_to_itself(output):
        kept = keep_version(root, output, name, number, file)
    with content_to_itself(root), Delivery(root / CONTENT, "version", own=True) as delivery:
        for path, data in file.items():
            delivery.put(root / path, data)
    return kept

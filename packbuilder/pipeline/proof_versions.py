"""The versions that are compared: an edition at some time, or a Word file that was delivered."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.word_gate import check_package, is_package
from packbuilder.inspection.word_units import read_units
from packbuilder.pipeline.chosen import pack_in
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.gate import Gate, Refused
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.settings.edit_yaml import set_keys
from packbuilder.settings.edition import edition_path
from packbuilder.settings.project import PROJECT
from packbuilder.settings.strict_yaml import read_yaml
from packbuilder.storage.revisions import is_revision, opened_revision
from packbuilder.storage.versions import opened_version, version_path
from packbuilder.transforms.assemble import full_title


@dataclass(frozen=True)
class ProofRequest:
    """What to compare: versions of an edition or in git, folders or delivered files; all documents
    that changed, those of the edition's packs, or the one that is named.
    """

    old: str
    new: str
    root: Path
    output: Path
    edition: str = "standard"
    document: str = ""
    author: str = ""
    in_packs: bool = False


@dataclass(frozen=True)
class Version:
    """One of the two versions: a prepared edition, or a Word file that was delivered. `place` is
    what the names of an edition's files begin with, where they are not those of today.
    """

    edition: PreparedEdition | None = None
    file: bytes = b""
    name: str = ""
    place: str = ""

    @property
    def names(self) -> list[str]:
        """The documents that it has, those too that cannot be read."""
        if not self.edition:
            return [self.name]
        project = self.edition.project
        unread = (n for n, path in project.documents.items() if path in project.texts.faults)
        return [*self.edition.names, *unread]

    def check(self, name: str) -> None:
        """Raise `PackError` with the mistakes of a document that cannot be read."""
        if self.edition and name in self.edition.project.documents:
            with _said_of(self.place):
                self.edition.project.document(name)

    @property
    def names_in_packs(self) -> list[str]:
        """The documents of the edition's packs, in the order of these."""
        if not self.edition:
            return [self.name]
        project = self.edition.project
        packs = (p for p in project.settings.packs_of(self.edition.settings) if p in project.packs)
        return [name for pack in packs for name in pack_in(self.edition, pack).documents]

    def word(self, name: str) -> bytes:
        """Return the Word file of a document."""
        if not self.edition:
            return self.file
        from packbuilder.writers.docx.document import write_document  # loads an engine

        return write_document(compose_document(self.edition, name).publication, self.edition.theme)

    def title(self, name: str) -> str:
        """Return the title of a document."""
        return full_title(self.edition.prepared(name)) if self.edition else name


@contextlib.contextmanager
def open_compared(request: ProofRequest, version: str) -> Iterator[Version]:
    """Yield a version by its name: a Word file, a folder, one of the edition, or one in git."""
    place = Path(version)
    if place.is_file():
        yield _delivered(place)
        return
    if place.is_dir() and not is_revision(request.root, version):
        own = place.resolve() == request.root.resolve()
        yield _prepared(place, place, request, "" if own else f"{version.rstrip('/')}/")
        return
    kept = version_path(request.output, request.edition, version)
    if kept is not None:
        with opened_version(kept) as folder:
            _give_number_of_today(folder, request)
            yield _prepared(folder, request.root, request, f"{version}:")
        return
    with opened_revision(request.root, version) as folder:
        yield _prepared(folder, request.root, request, f"{version}:")


def _prepared(folder: Path, root: Path, request: ProofRequest, place: str) -> Version:
    with _said_of(place):
        return Version(prepare_edition(_load(folder, root), request.edition), place=place)


@contextlib.contextmanager
def _said_of(place: str) -> Iterator[None]:
    """Let mistakes say in which version they are."""
    try:
        yield
    except PackError as error:
        if not place:
            raise
        raise PackError(_in_version(each, place) for each in error.diagnostics) from None


def _in_version(problem: Diagnostic, place: str) -> Diagnostic:
    """Say in which version a problem is."""
    if problem.code is Code.FILE_MISSING and problem.span.path == PROJECT:
        words = f"this version has no {PROJECT}"
        help = "name a version in which the folder content/ was already part of the project"
        return replace(problem, span=Span(place.rstrip(":/"), 0), message=words, help=help)
    path = f"{place}{problem.span.path}"
    return replace(problem, span=replace(problem.span, path=path)) if problem.span.path else problem


def _give_number_of_today(folder: Path, request: ProofRequest) -> None:
    """Give a kept version the number that is printed now: another number alone changes nothing."""
    path = edition_path(request.edition)
    now, then = request.root / path, folder / path
    if not (now.is_file() and then.is_file()):
        return
    keys = read_yaml(now.read_text(encoding="utf-8"), Span(path)).plain()
    number = keys.get("version") if isinstance(keys, dict) else None
    text = set_keys(then.read_text(encoding="utf-8"), {"version": number}, path)
    then.write_text(text, encoding="utf-8")


def _load(folder: Path, root: Path) -> LoadedProject:
    """Load a version; if this program cannot use its templates, with those of today. A folder that
    is named stays as it is.
    """
    templates = folder / "templates"
    try:
        return load_project(folder)
    except PackError as error:
        if folder == root or not all(
            each.span.path.startswith("templates/") for each in error.diagnostics
        ):
            raise
    shutil.rmtree(templates)
    if (root / "templates").is_dir():
        shutil.copytree(root / "templates", templates)
    return load_project(folder)


def _delivered(file: Path) -> Version:
    data = file.read_bytes()
    with Gate(_name_apart) as gate:
        try:
            name = gate.read(data)
        except UnreadableError as error:
            raise unreadable(file.as_posix(), error) from None
    return Version(None, data, name or file.stem)


def unreadable(file: str, error: UnreadableError) -> PackError:
    """Return the message that a Word file cannot be read."""
    return fail(Code.PROOF_UNREADABLE, Span(file, 0), f"it cannot be read: {error}", error.help)


# In the process -----------------------------------------------------------------------------------


def _name_apart(data: bytes) -> str | Refused:
    """Return which document a delivered file was made from, in the process."""
    try:
        if not is_package(data):
            raise UnreadableError("it is not a Word file", "name a .docx that was delivered")
        check_package(data)
        return read_units(data).origin.name
    except UnreadableError as error:
        return Refused("refused", str(error), error.help)

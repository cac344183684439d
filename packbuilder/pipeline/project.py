"""A project's folder, read once: settings, theme, packs, editions and documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, errors, fail, suggest
from packbuilder.model import ABOUT, Block, Document
from packbuilder.readers import read_blocks, read_document
from packbuilder.rules.content.characters import check_signs
from packbuilder.rules.content.files import check_file_names
from packbuilder.settings.edition import EDITIONS
from packbuilder.settings.pack import PACKS, Pack, pack_path, read_pack
from packbuilder.settings.project import PROJECT, Project, read_project
from packbuilder.settings.schema import place, places
from packbuilder.storage.source import Source
from packbuilder.theme import Theme, read_theme, with_language
from packbuilder.transforms.include import include_shared
from packbuilder.writers import WRITERS

SHARED = "content/shared/"
TITLES = ("title", "subtitle")
"""What is printed of the settings of a pack."""


@dataclass
class Workspace:
    """What a project's files say; documents are read when they are first asked for.

    `documents` maps names to paths; `settings` are the files that every result depends on.
    """

    source: Source
    project: Project
    theme: Theme
    documents: dict[str, str]
    settings: tuple[str, ...]
    _read: dict[str, Document] = field(default_factory=dict)
    _shared: dict[str, tuple[tuple[Block, ...], tuple[Diagnostic, ...]]] = field(
        default_factory=dict
    )

    def document(self, name: str) -> Document:
        """Give a document with its shared files in place; raises `PackError`."""
        if name not in self._read:
            self._read[name] = self.include(read_document(self.source, self.documents[name]))
        return self._read[name]

    def include(self, document: Document) -> Document:
        """Put shared files in place; each is read once."""
        included = include_shared(document, self._shared_blocks)
        others = (self._shared[path][1] for path in included.sources if path in self._shared)
        return replace(included, warnings=(*document.warnings, *(w for ws in others for w in ws)))

    def check_words_of(self, path: str, settings: object, keys: Iterable[str]) -> list[Diagnostic]:
        """Look at words of settings that are printed: the font has every sign (G1)."""
        found = ((place(self.source, path, key), getattr(settings, key)) for key in keys)
        return list(check_signs(found, self.theme.characters))

    def check_project_words(self) -> list[Diagnostic]:
        """Look at the words of the project's file that are printed."""
        project = self.project
        found: list[tuple[tuple[str, ...], str | None]] = [
            (("attribution_short",), project.attribution_short),
            *((("phrases", name), text) for name, text in vars(project.phrases).items()),
            *((("values", name, "empty"), value.empty) for name, value in project.values.items()),
        ]
        printed = ((place(self.source, PROJECT, *keys), text) for keys, text in found if text)
        return list(check_signs(printed, self.theme.characters))

    def pack(self, name: str) -> Pack:
        """Return a pack whose documents exist; raise `PackError` when one does not."""
        pack = read_pack(self.source, name)
        where = places(self.source, pack_path(name))
        listed = [
            (key, number)
            for key in ("documents", "deep_tools")
            for number, _ in enumerate(getattr(pack, key))
        ]
        problems = [
            Diagnostic(code, where(*place), message, help)
            for number, place in enumerate(listed)
            for code, message, help in self._wrong_names(name, pack.all_documents, number)
        ]
        problems += [
            Diagnostic(Code.VALUE_WRONG, where("formats", number), message, help)
            for number, message, help in _wrong_formats(pack.formats)
        ]
        problems += errors(self.check_words_of(pack_path(name), pack, TITLES))
        if problems:
            raise PackError(problems)
        return pack

    def _wrong_names(
        self, pack: str, names: Sequence[str], number: int
    ) -> Iterator[tuple[Code, str, str]]:
        """Say what is wrong with a name in the list of a pack's documents, and what to do."""
        name = names[number]
        if name not in self.documents:
            help = suggest(name, self.documents)
            yield Code.DOCUMENT_UNKNOWN, f"there is no document “{name}”", help
        if name in names[:number]:
            message = f"duplicate “{name}” in the documents of this pack"
            yield Code.NAME_TWICE, message, "delete one of the two"
        if name == pack and len(names) > 1:
            message = f"the pack “{pack}” holds a document of the same name"
            yield Code.NAME_TWICE, message, "rename the file of the pack or of the document"

    def settings_stay(self, source: Source) -> bool:
        """Say whether the files that every result depends on are the same now."""
        return all(source.is_as_in(self.source, path) for path in self.settings)

    def _shared_blocks(self, path: str, asked: Span) -> tuple[Block, ...]:
        if path not in self._shared:
            self._shared[path] = read_blocks(self.source, path, asked)
        return self._shared[path][0]


def open_workspace(root: Path, before: Workspace | None = None) -> Workspace:
    """Open the project in a folder; raises `PackError` with all that is wrong in its settings.

    What an earlier workspace has read of files that are the same still is taken from there.
    """
    source = Source(root)
    if not source.exists(PROJECT):
        raise fail(
            Code.FILE_MISSING,
            Span(PROJECT),
            "this folder holds no pack",
            "go to the folder that holds content/, or make one: packbuilder init my-event",
        )
    if before is None or not before.settings_stay(source):
        project = read_project(source)
        theme = with_language(read_theme(source), project.language)
        return Workspace(source, project, theme, _find_documents(source), source.paths())
    workspace = replace(
        before, source=source, documents=_find_documents(source), _read={}, _shared={}
    )
    for name, document in before._read.items():
        if document.span.path == workspace.documents.get(name) and all(
            source.is_as_in(before.source, path) for path in document.sources
        ):
            workspace._read[name] = document
    return workspace


def _find_documents(source: Source) -> dict[str, str]:
    found: dict[str, str] = {}
    problems = []
    for path in source.find("content", ".md"):
        name = PurePosixPath(path).stem
        if path.startswith(SHARED) or name.isupper():
            continue  # parts of documents, and README or LICENSE
        if name in found or name == ABOUT:
            other = f": {found[name]}" if name in found else ", made by the program"
            problems.append(
                Diagnostic(
                    Code.NAME_TWICE,
                    Span(path, 0),
                    f"a document “{name}” exists already{other}",
                    "rename one of the two files" if name in found else "rename the file",
                )
            )
        found[name] = path
    problems += check_file_names(_naming(source, found.values()))
    if problems:
        raise PackError(problems)
    return found


def _naming(source: Source, documents: Iterable[str]) -> Iterator[str]:
    """List the files after which results are named."""
    yield from sorted(documents)
    yield from source.find(PACKS, ".yaml")
    yield from source.find(EDITIONS, ".yaml")


def _wrong_formats(formats: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Find the names in a list of formats that no writer has: its number, what is wrong, a fix."""
    for number, name in enumerate(formats):
        if name not in WRITERS:
            yield number, f"“formats” cannot be “{name}”", f"write {' or '.join(WRITERS)}"

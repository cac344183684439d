"""A pack's file → its settings, with documents, formats and characters that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from packbuilder.diagnostics import Code, Diagnostic, PackError, errors
from packbuilder.rules.content.characters import check_characters_of
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.pack import KeyPath, Pack, name_documents, pack_path, read_pack
from packbuilder.settings.schema import place, places
from packbuilder.storage.source import Source
from packbuilder.theme import Theme
from packbuilder.writers import WRITERS

TITLES = ("title", "subtitle")
"""What is printed of a pack's settings."""


def read_checked_pack(source: Source, theme: Theme, names: DocumentNames, name: str) -> Pack:
    """Return a pack whose documents exist, as they are called; raise `PackError` with all that is
    wrong in it.
    """
    problems: list[Diagnostic] = []
    try:
        pack = read_pack(source, name)
    except PackError as error:
        if not isinstance(error.rest, Pack):
            raise
        problems += error.diagnostics
        pack = error.rest
    pack, where = name_documents(pack, names), places(source, pack_path(name))
    problems += [
        Diagnostic(code, where(*steps), message, help)
        for steps, code, message, help in _wrong_names(name, pack, names)
    ]
    problems += [
        Diagnostic(Code.VALUE_WRONG, where("formats", number), message, help)
        for number, message, help in _wrong_formats(pack.formats)
    ]
    problems += errors(check_words_of(source, theme, pack_path(name), pack, TITLES))
    if problems:
        raise PackError(problems)
    return pack


def _wrong_names(
    pack_name: str, pack: Pack, names: DocumentNames
) -> Iterator[tuple[KeyPath, Code, str, str]]:
    """Yield what is wrong with names in a pack's list of documents, where, and what to do."""
    listed = pack.listed()
    seen: set[str] = set()
    for steps, name in listed:
        if name not in names.codes:
            message = f"there is no document “{name}”"
            yield steps, Code.DOCUMENT_UNKNOWN, message, names.suggest(name)
        if name in seen:
            message = f"duplicate “{name}” in the documents of this pack"
            yield steps, Code.NAME_TWICE, message, "delete one of the two"
        if name == pack_name and len(listed) > 1:
            message = f"the pack “{pack_name}” contains a document with the same name"
            help = "rename the file of the pack or of the document"
            yield steps, Code.NAME_TWICE, message, help
        seen.add(name)


def _wrong_formats(formats: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Find the names in a list of formats that no writer has: its number, what is wrong, a fix."""
    for number, name in enumerate(formats):
        if name not in WRITERS:
            yield number, f"“formats” cannot be “{name}”", f"write {' or '.join(WRITERS)}"


def check_words_of(
    source: Source, theme: Theme, path: str, settings: object, keys: Iterable[str]
) -> list[Diagnostic]:
    """Look at words of settings that are printed: the font has every character (G1)."""
    found = ((place(source, path, key), getattr(settings, key)) for key in keys)
    return list(check_characters_of(found, theme.characters))

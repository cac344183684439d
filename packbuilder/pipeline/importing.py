"""A Word file, web page or Markdown file of anybody → a document of ours, and what was guessed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, errors, fail
from packbuilder.inspection.picture_sizes import picture_ending
from packbuilder.inspection.reading import UnreadableError
from packbuilder.intake.html import read_html_story
from packbuilder.intake.markdown import Writer, front_matter, quoted_value
from packbuilder.intake.shape import printed, shaped
from packbuilder.intake.story import Finding, Line, Picture, Piece, Story, Words, lines_of
from packbuilder.intake.word import read_word_story
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.gate import Gate, Refused
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.readers.foreign import markdown_to_html
from packbuilder.settings.dates import is_language
from packbuilder.settings.edit_yaml import set_keys
from packbuilder.settings.names import plain_name
from packbuilder.storage.delivery import Delivery
from packbuilder.storage.markdown_text import UNPRINTABLE
from packbuilder.storage.saving import CONTENT, content_to_itself
from packbuilder.theme.fonts import SCRIPTS

LARGEST_PICTURE: Final = 10_000_000
"""Bytes; a larger one is no picture of content."""

_WORD, _PAGE, _TEXT = (".docx",), (".html", ".htm"), (".md", ".markdown")


@dataclass(frozen=True)
class ImportRequest:
    """What to import, and what becomes of it: its name, kind, title, folder in the content, and a
    pack it is put into; none of them has to be given but the file.
    """

    file: Path
    name: str = ""
    kind: str = "report"
    title: str = ""
    folder: str = ""
    pack: str = ""


@dataclass(frozen=True)
class Imported:
    """A new document: where it goes, the files it consists of by path, what is reported."""

    path: str
    files: Mapping[str, bytes]
    report: tuple[Finding, ...]


def import_document(project: LoadedProject, request: ImportRequest) -> Imported:
    """Make a document of a file; raise `PackError` where that cannot be done."""
    return as_document(project, request, read_story(request.file))


def as_document(project: LoadedProject, request: ImportRequest, story: Story) -> Imported:
    """Make a document of what a file says; raise `PackError` where that cannot be done."""
    name = _name(project, request)
    numbered = request.kind == "report"
    pieces, title = shaped(story, project.theme.characters, numbered)
    files, names, missing = _pictures(pieces, name, request.file.parent)
    kept = [
        (names.get(number, ""), piece)
        for number, piece in enumerate(pieces)
        if number in names or not isinstance(piece, Picture)
    ]
    if not kept:
        raise fail(
            Code.IMPORT_EMPTY,
            Span(request.file.as_posix(), 0),
            "there are no words in it",
            "give a file with text; a scan has none",
        )
    title = " ".join((request.title or title or request.file.stem).split())
    head = _front_matter(project, request, story, title)
    notes = {label: printed(line, project.theme.characters) for label, line in story.notes.items()}
    labels = {label: str(number) for number, label in enumerate(_referred(pieces, notes), 1)}
    writer = Writer(dict(enumerate(each for each, _ in kept)), labels, len(head))
    writer.write([_named(piece, title, at) for at, (_, piece) in enumerate(kept, 1)], notes)
    path = "/".join(filter(None, ("content", request.folder.strip("/"), f"{name}.md")))
    body = "\n".join(writer.lines).rstrip("\n") + "\n"
    if body.count(UNPRINTABLE) > sum(map(str.isalpha, body)):
        raise fail(
            Code.GLYPH_MISSING,
            Span(request.file.as_posix(), 0),
            "the font does not have most letters of this text",
            "give one in letters of the Latin, Cyrillic or Greek alphabet, or add a font: for "
            f'Arabic, pip install "{SCRIPTS}"',
        )
    files[path] = "\n".join([*head, body]).encode()
    if request.pack:
        files.update(_pack(project, request.pack, name))
    _check_places(files)
    report = (*story.findings, *missing, *writer.findings)
    return Imported(path, files, tuple(dict.fromkeys(report)))


def write_imported(root: Path, imported: Imported) -> None:
    """Write a new document and its pictures, all of it or nothing."""
    with content_to_itself(root), Delivery(root / CONTENT, "import", own=True) as delivery:
        for path, data in imported.files.items():
            delivery.put(root / path, data)


def problems_of(root: Path, project: LoadedProject, imported: Imported) -> list[Diagnostic]:
    """Return the errors that `check` finds in a new document."""
    try:
        problems, _ = check_everything(load_project(root, project, imported.files), {})
    except PackError as error:
        problems = list(error.diagnostics)
    return [each for each in errors(problems) if each.span.path in imported.files]


# What is read -------------------------------------------------------------------------------------


def read_story(file: Path) -> Story:
    """Read what a file says, in a process of its own; raise `PackError` where that cannot be."""
    place = Span(file.as_posix(), 0)
    ending = file.suffix.lower()
    try:
        if ending not in (*_WORD, *_PAGE, *_TEXT):
            raise UnreadableError(
                "it is no Word file, web page or Markdown file",
                "save it as .docx, .html or .md, and give that",
            )
        data = file.read_bytes()
        with Gate(read_story_apart) as gate:
            return gate.read((ending, data))
    except UnreadableError as error:
        raise fail(Code.IMPORT_UNREADABLE, place, str(error), error.help) from error
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
        raise fail(Code.IMPORT_UNREADABLE, place, message, "correct its name") from error


def read_story_apart(asked: tuple[str, bytes]) -> Story | Refused:
    """Read a file by its ending, in a process of its own."""
    ending, data = asked
    try:
        if ending in _WORD:
            return read_word_story(data)
        return read_html_story(_as_page(data) if ending in _TEXT else data)
    except UnreadableError as error:
        return Refused("refused", str(error), error.help)


def _as_page(data: bytes) -> bytes:
    try:
        return markdown_to_html(data.decode("utf-8-sig")).encode()
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not in UTF-8", "save it as UTF-8") from error


# What is made of it -------------------------------------------------------------------------------


def _name(project: LoadedProject, request: ImportRequest) -> str:
    """Return the name of the new document; raise `PackError` where there is one of this name."""
    name = plain_name(request.name or request.file.stem)[:60].strip("-") or "imported"
    if name in project.documents:
        raise fail(
            Code.IMPORT_EXISTS,
            Span(project.documents[name], 0),
            f"there is a document “{name}” already",
            "give the new one another name with --name",
        )
    return name


def _front_matter(
    project: LoadedProject, request: ImportRequest, story: Story, title: str
) -> list[str]:
    (line,) = printed((Words(title),), project.theme.characters)
    language = story.language
    own = project.settings.language.split("-")[0]
    other = is_language(language) and language.split("-")[0].lower() != own.lower()
    values = {
        "title": quoted_value(line.text),
        "kind": request.kind,
        "updated": _updated(story.changed, request.file),
        "language": language if other else "",
    }
    return front_matter(values)


def _updated(stated: str, file: Path) -> str:
    """Return the day on which a file was changed last, as it says, or else the system."""
    try:
        return datetime.date.fromisoformat(stated).isoformat()
    except ValueError:
        changed = file.stat().st_mtime
        return datetime.datetime.fromtimestamp(changed, datetime.UTC).date().isoformat()


def _referred(pieces: Iterable[Piece], notes: Mapping[str, Line]) -> list[str]:
    """Return the labels of footnotes in the order in which the text refers to them."""
    found = [words.note for line in lines_of(pieces) for words in line if words.note]
    return [label for label in dict.fromkeys(found) if label in notes]


def _named(piece: Piece, title: str, number: int) -> Piece:
    """Return a picture that lacks words with some that stand for them, and say so."""
    if not isinstance(piece, Picture) or piece.decorative or piece.words:
        return piece
    finding = Finding("ALT", "write what the picture shows, in the square brackets")
    return replace(piece, words=f"{title} ({number})", findings=(*piece.findings, finding))


def _pictures(
    pieces: Sequence[Piece], name: str, folder: Path
) -> tuple[dict[str, bytes], dict[int, str], list[Finding]]:
    """Return the files of pictures, their names by the number of the piece, and what is missing.

    A picture that is shown several times is one file.
    """
    files: dict[str, bytes] = {}
    names: dict[int, str] = {}
    missing: list[Finding] = []
    known: dict[bytes, str] = {}
    for number, piece in enumerate(pieces):
        if not isinstance(piece, Picture):
            continue
        data = piece.data or _beside(folder, piece.source)
        ending = picture_ending(data)
        if not ending or len(data) > LARGEST_PICTURE:
            what = piece.source or piece.words or piece.name
            missing.append(Finding("IMAGE", f"a picture that cannot be used: {what}"))
            continue
        if data not in known:
            known[data] = f"images/{name}-{len(known) + 1}.{ending}"
            files[f"content/{known[data]}"] = data
        names[number] = known[data]
    return files, names, missing


def _beside(folder: Path, source: str) -> bytes:
    """Return a picture that lies with a page, in its folder or one in it; nothing of another."""
    file = (folder / source.split("?")[0]).resolve()
    if not source or not file.is_relative_to(folder.resolve()) or not file.is_file():
        return b""
    return file.read_bytes() if file.stat().st_size <= LARGEST_PICTURE else b""


def _check_places(paths: Iterable[str]) -> None:
    """Raise `PackError` where a folder or pack that was named leads out of the content."""
    for path in paths:
        if ".." in PurePosixPath(path).parts:
            raise fail(
                Code.OUTSIDE_PROJECT,
                Span(path, 0),
                "this file would be outside content/",
                "give a folder or a pack without “..”",
            )


def _pack(project: LoadedProject, pack: str, name: str) -> dict[str, bytes]:
    """Return the settings of a pack with a document more; of a new pack, with it alone."""
    path = f"content/packs/{pack}.yaml"
    if not project.source.exists(path):
        return {path: f"title: {quoted_value(pack)}\ndocuments: [{name}]\n".encode()}
    documents = project.pack(pack).documents
    if project.packs[pack].parts:
        raise fail(
            Code.IMPORT_PACK,
            Span(path, 0),
            "this pack has parts, each with documents of its own",
            f"leave out --pack, and write “{name}” into one of its parts",
        )
    text = set_keys(project.source.read_text(path), {"documents": [*documents, name]}, path)
    return {path: text.encode()}

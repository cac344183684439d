"""One trial a kind of input: it ends well or in a `PackError`; anything else is a crash."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from unittest import mock

from helpers.projects import SHIPPED, shipped_theme
from helpers.time_limits import PATIENCE, limited
from packbuilder import model
from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, errors
from packbuilder.pipeline import pictures
from packbuilder.pipeline.check import check_project
from packbuilder.pipeline.checked_packs import read_checked_pack
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import LoadedProject, read_contents
from packbuilder.pipeline.publications import compose_document
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.edition import Edition, read_edition
from packbuilder.settings.pack import Pack, read_pack
from packbuilder.settings.project import Project, read_project
from packbuilder.settings.schema import to_type
from packbuilder.settings.strict_yaml import read_yaml
from packbuilder.storage.source import Source
from packbuilder.theme import Labels, Tokens
from packbuilder.theme.pictures import Make, read_picture
from packbuilder.writers.docx import write_word
from packbuilder.writers.pdf.layout import write_pdf
from packbuilder.writers.pdf.markup import write_html

SHAPES = (model.Metadata, Project, Pack, Edition, Tokens, Labels)
HARMLESS = {Code.LINK_DEAD, Code.GLYPH_MISSING}
"""Problems that a document can be written with, so that the writers are tried too."""


_PICTURES: dict[object, model.Picture] = {}


def read_once(
    source: Source, path: str, span: Span, colours: Mapping[str, str], make: Make, *, glance: bool
) -> model.Picture:
    """Draw each picture once, as drawing takes far longer than all the rest of a trial."""
    key = (path, glance, source.read(path, span).sha256, *sorted(colours.items()))
    if key not in _PICTURES:
        _PICTURES[key] = read_picture(source, path, span, colours, make, glance=glance)
    return _PICTURES[key]


@cache
def place() -> Path:
    """A project of its own for as long as the process lives: the shipped content, with two packs,
    which every trial reads.
    """
    holder = tempfile.TemporaryDirectory(prefix="fuzz-")
    _HOLDERS.append(holder)
    folder = shutil.copytree(SHIPPED / "content", Path(holder.name, "content"))
    for pack in folder.glob("packs/*.yaml"):
        if pack.stem not in ("full-pack", "tools"):
            pack.unlink()
    return folder.parent


_HOLDERS: list[tempfile.TemporaryDirectory[str]] = []


@cache
def theme():
    return shipped_theme()


def put(path: str, data: bytes) -> Source:
    (place() / path).write_bytes(data)
    return Source(place())


def try_yaml(data: bytes) -> None:
    source = put("content/trial.yaml", data)
    node = read_yaml(source.read_text("content/trial.yaml"), Span("content/trial.yaml"))
    for shape in SHAPES:
        with contextlib.suppress(PackError):
            to_type(node, shape)


def found_in(project: LoadedProject, edition: PreparedEdition) -> list[Diagnostic]:
    """Return the errors of a trial, which does not hold the tools that tables choose."""
    found = errors([*check_project(project), *edition.problems])
    chosen = "for tables to choose"
    return [problem for problem in found if chosen not in problem.message]


def try_markdown(data: bytes, pdf: bool = False) -> None:
    path = "content/trial.md"
    source = put(path, data)
    project = read_contents(source, read_project(source), theme(), {"trial": path})
    edition = prepare_edition(project, "riverbank")
    wrong = [problem for problem in found_in(project, edition) if problem.code not in HARMLESS]
    if wrong:
        raise PackError(wrong)
    publication, _ = compose_document(edition, "trial")
    write_html(publication, edition.theme)
    write_word(publication, edition.theme)
    if pdf:
        write_pdf(publication, edition.theme)


def try_page(data: bytes) -> None:
    try_markdown(data, pdf=True)


def try_settings(path: str, read: Callable[[Source], object]) -> Callable[[bytes], None]:
    def trial(data: bytes) -> None:
        before = (place() / path).read_bytes()
        try:
            source = put(path, data)
            read(source)
            words = (
                "---\ntitle: T\nkind: handout\nupdated: 2026-03-14\n---\n\n# H\n\nAt [[venue]].\n"
            )
            put("content/trial.md", words.encode())
            documents = {"trial": "content/trial.md"}
            settings = read_project(source)
            project = read_contents(source, settings, theme(), documents)
            edition = prepare_edition(project, "riverbank")
            if not found_in(project, edition):
                write_html(compose_document(edition, "trial")[0], edition.theme)
            documents |= {file.stem: "" for file in place().glob("content/*/*.md")}
            read_checked_pack(source, theme(), DocumentNames(dict.fromkeys(documents, "")), "tools")
        finally:
            (place() / path).write_bytes(before)

    return trial


def try_drawing(data: bytes) -> None:
    source = put("content/images/trial.svg", data)
    colours = theme().tokens.colours
    read_picture(source, "content/images/trial.svg", Span("content/trial.md"), colours)


def try_photograph(data: bytes) -> None:
    source = put("content/images/trial.png", data)
    read_picture(source, "content/images/trial.png", Span("content/trial.md"), {})


TRIALS: dict[str, Callable[[bytes], None]] = {
    "yaml": try_yaml,
    "markdown": try_markdown,
    "page": try_page,
    "recipe": try_settings("content/packs/tools.yaml", lambda s: read_pack(s, "tools")),
    "edition": try_settings(
        "content/editions/riverbank.yaml", lambda s: read_edition(s, "riverbank")
    ),
    "project": try_settings("content/project.yaml", read_project),
    "drawing": try_drawing,
    "photograph": try_photograph,
}


def run(kind: str, data: bytes, seconds: float = PATIENCE) -> bool:
    """Run one trial; say whether the input was accepted. Raises whatever crashes, and `Hang`."""
    with limited(seconds), mock.patch.object(pictures, "read_picture", read_once):
        try:
            TRIALS[kind](data)
        except PackError as error:
            if not error.diagnostics or not all(d.help for d in error.diagnostics):
                raise AssertionError("a refusal without a word of help") from error
            return False
        return True

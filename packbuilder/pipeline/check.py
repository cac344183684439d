"""A project → what is wrong with it as a whole, and with all of its packs and editions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain

from packbuilder.diagnostics import Diagnostic, PackError, Span
from packbuilder.pipeline.cached import cached_look_problems
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import TITLES, LoadedProject, check_words_of
from packbuilder.readers.plain_values import find_marks
from packbuilder.rules.content.characters import check_characters_of
from packbuilder.rules.content.files import check_file_endings
from packbuilder.rules.content.packs import (
    check_attribution,
    check_formats,
    check_notice,
    check_posters,
)
from packbuilder.rules.content.waivers import check_waivers, waive_problems
from packbuilder.settings.pack import pack_path
from packbuilder.settings.project import PROJECT
from packbuilder.settings.schema import place, places
from packbuilder.settings.strict_yaml import find_notes
from packbuilder.storage.source import Source


def check_project(project: LoadedProject) -> list[Diagnostic]:
    """Find what is wrong in every edition alike: files that cannot be read, the closing section,
    the look, and words that are printed everywhere.
    """
    source, settings = project.source, project.settings
    authors = chain(*(document.meta.authors for document in project.texts.documents.values()))
    attributed = place(source, PROJECT, "attribution_short")
    found = chain(
        check_attribution(settings, authors, attributed),
        *project.texts.faults.values(),
        check_notice(settings, project.texts.notice),
        check_formats(settings, project.texts.formats),
        cached_look_problems(source, project.theme),
        _check_words(project),
        *(find_notes(source.read_text(path), Span(path)) for path in _settings_files(source)),
        *(find_marks(source.read_text(path), Span(path)) for path in _settings_files(source)),
    )
    return list(waive_problems(found, project.waivers))


def _settings_files(source: Source) -> list[str]:
    """List the settings that were read."""
    return [path for path in source.paths() if path.endswith(".yaml") and "content/" in path]


def _check_words(project: LoadedProject) -> Iterator[Diagnostic]:
    """Look at the words of the project's file that are printed."""
    settings, where = project.settings, places(project.source, PROJECT)
    found: list[tuple[tuple[str, ...], str | None]] = [
        (("attribution_short",), settings.attribution_short),
        *((("phrases", name), text) for name, text in vars(settings.phrases).items()),
        *((("values", name, "empty"), value.empty) for name, value in settings.values.items()),
    ]
    printed = ((where(*keys), text) for keys, text in found if text)
    return check_characters_of(printed, project.theme.characters)


def check_everything(
    project: LoadedProject, before: Mapping[str, PreparedEdition]
) -> tuple[list[Diagnostic], dict[str, PreparedEdition]]:
    """Find every problem of every document, pack and edition, and return the editions too.

    `before` has editions of an earlier look. Photographs of the editions have no bitmaps.
    """
    problems = [*check_project(project), *_check_packs(project)]
    editions: dict[str, PreparedEdition] = {}
    for name in project.edition_names:
        try:
            editions[name] = edition = prepare_edition(project, name, before.get(name), glance=True)
            problems += edition.problems
        except PackError as error:
            problems += error.diagnostics
    problems += check_waivers(problems, project.waivers)
    unique = dict.fromkeys(problems)  # editions have most of their words in common
    return sorted(unique, key=lambda d: (d.span.path, d.span.line, d.span.column)), editions


def _check_packs(project: LoadedProject) -> Iterator[Diagnostic]:
    """Yield what is wrong with files of packs, and with names of files."""
    source, where = project.source, partial(place, project.source)
    yield from chain(*(project.faults.get(pack_path(name), ()) for name in project.pack_names))
    yield from check_file_endings(source.find("content", ""))
    yield from check_posters(project.packs, lambda n, steps: where(pack_path(n), *steps))
    for name, pack in project.packs.items():
        yield from check_words_of(source, project.theme, pack_path(name), pack, TITLES)

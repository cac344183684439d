"""A project → what is wrong with it as a whole, and with all of its packs and editions."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from functools import partial
from itertools import chain
from pathlib import Path

from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, Span, suggest
from packbuilder.pipeline.cached import cached_look_problems
from packbuilder.pipeline.checked_packs import TITLES, check_words_of
from packbuilder.pipeline.edition import PreparedEdition, check_documents, prepare_edition
from packbuilder.pipeline.project import LoadedProject, load_damaged, load_project
from packbuilder.readers.plain_values import find_marks
from packbuilder.rules.content.characters import check_characters_of
from packbuilder.rules.content.damaged import without_consequences_of_settings
from packbuilder.rules.content.editions import check_copies
from packbuilder.rules.content.files import check_file_endings
from packbuilder.rules.content.packs import (
    check_attribution,
    check_formats,
    check_notice,
    check_posters,
)
from packbuilder.rules.content.tools import check_codes, check_named_codes
from packbuilder.rules.content.waivers import check_waivers, waive_problems
from packbuilder.settings.edition import edition_path
from packbuilder.settings.pack import pack_path
from packbuilder.settings.project import PROJECT, Project
from packbuilder.settings.schema import key_at, place, places
from packbuilder.settings.strict_yaml import find_notes
from packbuilder.storage.records import cached_record
from packbuilder.storage.shipped import shipped
from packbuilder.storage.source import Source
from packbuilder.theme import Theme
from packbuilder.theme.style_rules import defined_in, find_undefined


def load_or_report_all(root: Path, before: LoadedProject | None = None) -> LoadedProject:
    """Read the project in a folder; where its own settings have mistakes, raise `PackError` with
    all that is wrong in all of it.
    """
    try:
        return load_project(root, before)
    except PackError as error:
        damaged = load_damaged(root)
        wrong = error.diagnostics
    at = partial(key_at, damaged.source, PROJECT)
    try:
        keys = {at(problem.span) for problem in wrong if problem.span.path == PROJECT}
    except PackError:  # nobody knows what it says
        keys = {spec.name for spec in fields(Project)}
    keys |= {"templates" for problem in wrong if problem.span.path.startswith("templates/")}
    found, _ = check_everything(damaged, {})
    others = without_consequences_of_settings(found, keys)
    raise PackError(dict.fromkeys((*wrong, *others)))


def check_project(project: LoadedProject) -> list[Diagnostic]:
    """Find what is wrong in every edition alike: files that cannot be read, the closing section,
    the look, and words that are printed everywhere.
    """
    source, settings = project.source, project.settings
    texts = project.texts.documents.values()
    authors = chain(*(document.meta.authors for document in texts))
    heads = [d for d in (*texts, *project.texts.damaged.values()) if "tool" in d.head]
    attributed = place(source, PROJECT, "attribution_short")
    found = chain(
        check_attribution(settings, authors, attributed),
        *project.texts.faults.values(),
        check_codes(heads),
        check_named_codes(texts, (*(d.meta.tool for d in heads), *_codes_of_files(project))),
        check_notice(settings, project.texts.notice),
        check_formats(settings, project.texts.formats),
        check_copies(
            project.editions, lambda name: place(source, edition_path(name), "partnership")
        ),
        cached_look_problems(source, project.theme),
        _check_words(project),
        *(find_notes(source.read_text(path), Span(path)) for path in _settings_files(source)),
        *(find_marks(source.read_text(path), Span(path)) for path in _settings_files(source)),
    )
    return list(waive_problems(found, project.waivers))


def _codes_of_files(project: LoadedProject) -> Iterator[str]:
    """Yield the codes that files are named after, as the head of one may have mistakes."""
    return (name.partition("-")[0] for name in project.documents)


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
    project: LoadedProject,
    before: Mapping[str, PreparedEdition],
    today: datetime.date | None = None,
) -> tuple[list[Diagnostic], dict[str, PreparedEdition]]:
    """Find every problem of every document, pack and edition, and return the editions too.

    `before` has editions of an earlier look. Photographs of the editions have no bitmaps. Who looks
    now says which day it is `today`; nothing that is made depends on it.
    """
    problems = [*check_project(project), *_check_packs(project)]
    problems += _check_styles(project.theme)
    problems += _check_days(project, today) if today else ()
    editions: dict[str, PreparedEdition] = {}
    for name in project.edition_names:
        try:
            editions[name] = edition = prepare_edition(project, name, before.get(name), glance=True)
            problems += edition.problems
        except PackError as error:
            problems += error.diagnostics
    problems += check_waivers(problems, project.waivers, project.settings.language)
    unique = dict.fromkeys(problems)  # editions have most of their words in common
    return sorted(unique, key=lambda d: (d.span.path, d.span.line, d.span.column)), editions


def check_changed(
    project: LoadedProject, before: Mapping[str, PreparedEdition], changed: Collection[str]
) -> list[Diagnostic]:
    """Find what `check_everything` finds of a project in which some files have `changed` since
    `before`: in the editions of before all of it, in others the words of these files alone, as what
    links to them is the same there.
    """
    problems = check_project(project)
    for name in project.edition_names:
        try:
            if name in before or not before or edition_path(name) in changed:
                edition = prepare_edition(project, name, before.get(name), glance=True)
                problems += edition.problems
            else:
                problems += check_documents(project, name, changed)
        except PackError as error:
            problems += error.diagnostics
    return list(dict.fromkeys(problems))


def _check_styles(theme: Theme) -> tuple[Diagnostic, ...]:
    """Look at style sheets of the project’s own: what the PDF engine does not understand of them,
    and tokens that are none.
    """
    sheets = {name: text for name, text in theme.templates.items() if name.endswith(".css")}
    if all(_is_shipped(f"templates/{name}", text) for name, text in sheets.items()):
        return ()

    def check() -> tuple[Diagnostic, ...]:
        from packbuilder.writers.html.styles import SHEET, custom_properties
        from packbuilder.writers.pdf.layout import (  # loads an engine
            find_screen_faults,
            find_style_faults,
        )
        from packbuilder.writers.pdf.markup.css import property_names

        shown = {"font", *custom_properties(theme, *[*theme.tokens.profiles][:1])}
        printed = {*property_names(theme), *chain(*map(defined_in, sheets.values()))}
        undefined = (
            Diagnostic(
                Code.TEMPLATE,
                Span(f"templates/{name}", line),
                f"“--{token}” is neither a token nor set in a style sheet",
                suggest(f"--{token}", (f"--{each}" for each in known)),
            )
            for name, text in sheets.items()
            for known in [shown if name == SHEET else printed]
            for line, token in find_undefined(text, known)
        )
        ignored = (
            Diagnostic(
                Code.TEMPLATE,
                Span(f"templates/{SHEET}", line),
                f"browsers leave out “{style}”",
                "correct the name of the property, or its value and unit",
                Severity.WARNING,
            )
            for line, style in find_screen_faults(sheets.get(SHEET, ""))
        )
        return (*find_style_faults(theme), *undefined, *ignored)

    try:
        return cached_record(tuple, ("styles", *theme.look), check)
    except PackError as error:  # the engine is not installed
        return error.diagnostics


def _is_shipped(path: str, text: str) -> bool:
    file = shipped("templates").parent / path
    return file.is_file() and file.read_text(encoding="utf-8") == text


def _check_days(project: LoadedProject, today: datetime.date) -> Iterator[Diagnostic]:
    """Find texts that say they were changed later than tomorrow, a day that may have begun
    elsewhere. Where all of several do, the clock of the computer is wrong.
    """
    texts = [project.texts.documents.get(name) for name in project.documents]
    late = [text for text in texts if text and text.meta.updated > today + datetime.timedelta(1)]
    for text in late if len(late) < max(len(texts), 2) else ():
        yield Diagnostic(
            Code.DATE_TO_COME,
            text.at("updated"),
            f"the date of the last change, {text.meta.updated}, is in the future",
            "write the day of the last change, and check the year too",
            Severity.WARNING,
        )


def _check_packs(project: LoadedProject) -> Iterator[Diagnostic]:
    """Yield what is wrong with files of packs, and with names of files."""
    source, where = project.source, partial(place, project.source)
    yield from chain(*(project.faults.get(pack_path(name), ()) for name in project.pack_names))
    yield from check_file_endings(source.find("content", ""))
    yield from check_posters(project.packs, lambda n, steps: where(pack_path(n), *steps))
    for name, pack in project.packs.items():
        yield from check_words_of(source, project.theme, pack_path(name), pack, TITLES)

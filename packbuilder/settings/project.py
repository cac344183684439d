"""`content/project.yaml` → what is the same for every pack: the project's policy and words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields, replace
from string import Formatter

from packbuilder.diagnostics import RULES, Code, Diagnostic, PackError, Span, fail
from packbuilder.settings.dates import is_language, unknown_language
from packbuilder.settings.edition import EDITION_KEYS, Edition, EditionValue
from packbuilder.settings.names import find_unknown
from packbuilder.settings.pack import list_packs
from packbuilder.settings.schema import Where, places, read_settings
from packbuilder.storage.source import Source

PROJECT = "content/project.yaml"

DOCUMENT_VALUES = ("title", "version", "updated", "chosen_tools", "changes")
"""What `[[…]]` prints of a document itself, of the tools that tables choose from, and of what the
edition has changed.
"""


@dataclass(frozen=True)
class Phrases:
    """Words around every text, in place of those of the labels; empty ones are left out.

    `about` is the heading of what ends every document, `standard` and `edition` say which edition
    it is, `version` which version.
    """

    about: str | None = None
    standard: str | None = None
    edition: str | None = None
    version: str | None = None


_FILLED_IN = {"about": (), "standard": (), "edition": ("name",), "version": ("version", "date")}
"""What may stand in braces in each phrase."""


@dataclass(frozen=True)
class Project:
    """What is the same for every pack. `notice` and `formats_statement` are shared files, and so is
    `tool_notice`, which ends tools in place of them.

    `packs` are those of an edition that names none. `findings` are what tools rest on, by code;
    `values` are keys that editions have here and nowhere else. `mark` is the drawing on covers;
    an empty one leaves it out. `known_abbreviations` are those that no reader needs explained,
    `known_words` other words that are right here: names, words of other languages.
    `trace` has the columns of the table of what each tool rests on: under each title, what its
    codes are called there. `sources` are people whose work this rests on, and who wrote no document
    of it. `series` stands at the top of covers, and `licence` below. `excuse` says why
    rules do not count in this project, by their ids.
    """

    title: str
    default_pack: str
    packs: tuple[str, ...] = ()
    language: str = "en-GB"
    attribution_short: str = ""
    sources: tuple[str, ...] = ()
    notice: str | None = None
    formats_statement: str | None = None
    tool_notice: str | None = None
    known_abbreviations: tuple[str, ...] = ()
    known_words: tuple[str, ...] = ()
    trace: dict[str, dict[str, str]] = field(default_factory=dict)
    series: str = ""
    licence: str = ""
    findings: dict[str, str] = field(default_factory=dict)
    values: dict[str, EditionValue] = field(default_factory=dict)
    phrases: Phrases = Phrases()
    mark: str | None = None
    excuse: dict[str, str] = field(default_factory=dict)

    def packs_of(self, edition: Edition) -> tuple[str, ...]:
        """Return the packs of an edition: its own, or those of the project, or the default one."""
        return edition.packs or self.packs or (self.default_pack,)


def no_project() -> PackError:
    """Return what is reported in a folder that holds no project."""
    return fail(
        Code.FILE_MISSING,
        Span(PROJECT),
        "this folder is not a project",
        "go to the folder that contains content/, or start a project: packbuilder init my-event",
    )


def read_project(source: Source) -> Project:
    """Return what all packs share; raise `PackError` with all values that cannot be, and with the
    project without these.
    """
    where, problems = places(source, PROJECT), list[Diagnostic]()
    try:
        project = read_settings(source, PROJECT, Project)
    except PackError as error:
        if not isinstance(error.rest, Project):
            raise
        problems += error.diagnostics
        project = error.rest
    if not is_language(project.language):
        problems.append(unknown_language(project.language, where("language")))
    for rule in project.excuse:
        problems += find_unknown(rule, RULES, Code.VALUE_WRONG, "rule", where("excuse", rule))
    packs = list_packs(source)
    named = [(project.default_pack, where("default_pack"))] if project.default_pack else []
    named += [(name, where("packs", number)) for number, name in enumerate(project.packs)]
    for name, span in named:
        problems += find_unknown(name, packs, Code.PACK_UNKNOWN, "pack", span)
    problems += [*_wrong_names(project, where), *_wrong_phrases(project.phrases, where)]
    if problems:
        raise PackError(problems, _without_wrong(project, packs))
    return project


def _without_wrong(project: Project, packs: Collection[str]) -> Project:
    """Return a project whose names can be used."""
    known = project.default_pack in packs
    return replace(
        project,
        default_pack=project.default_pack if known or not packs else min(packs),
        packs=tuple(name for name in project.packs if name in packs),
        language=project.language if is_language(project.language) else "en-GB",
        excuse={rule: why for rule, why in project.excuse.items() if rule in RULES},
        values={n: v for n, v in project.values.items() if not _why_not(n)},
        phrases=Phrases(),
    )


def _wrong_names(project: Project, where: Where) -> Iterator[Diagnostic]:
    """Yield the values whose names cannot be or are taken."""
    for name in project.values:
        if message := _why_not(name):
            help = "choose another name, in lower-case letters, digits and “_”, for instance "
            help += "“parking”"
            yield Diagnostic(Code.VALUE_WRONG, where("values", name), message, help)


def _why_not(name: str) -> str:
    """Return why a value cannot have a name; nothing where it can."""
    if name in EDITION_KEYS or name in DOCUMENT_VALUES:
        return f"“{name}” is already a key in every project"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return f"“{name}” cannot be the name of a value"
    return ""


def _wrong_phrases(phrases: Phrases, where: Where) -> Iterator[Diagnostic]:
    """Yield what stands in the braces of a phrase and is not filled in there."""
    for spec in fields(phrases):
        allowed = _FILLED_IN[spec.name]
        try:
            parts = list(Formatter().parse(getattr(phrases, spec.name) or ""))
            wrong = [name for _, name, form, change in parts if name is not None]
            wrong = [name for name in wrong if name not in allowed] + [
                f"{name}{form}{change or ''}" for _, name, form, change in parts if form or change
            ]
        except ValueError:
            wrong = ["an unmatched brace"]
        if wrong:
            yield Diagnostic(
                Code.VALUE_WRONG,
                where("phrases", spec.name),
                f"the braces in “{spec.name}” cannot be filled in: {wrong[0]}",
                f"write {' and '.join(f'{{{name}}}' for name in allowed) or 'no braces'} here",
            )

"""What to make: a project's settings, the recipes of its packs, and its editions.

In: `content/project.yaml`, `content/packs/*.yaml`, `content/editions/*.yaml`. Out: frozen records.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import PurePosixPath
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic, PackError, Span, fail, suggest
from packbuilder.model.variants import Variant
from packbuilder.settings.schema import place, places, read_settings
from packbuilder.storage.source import Source

PROJECT = "content/project.yaml"
PACKS = "content/packs"
EDITIONS = "content/editions"
STANDARD = "standard"

Format = Literal["pdf", "docx"]


@dataclass(frozen=True)
class Project:
    """What is the same for every pack. `notice` and `formats_statement` are shared files.

    `known_abbreviations` are those that no reader needs explained. `trace` has the columns of the
    table of what each tool rests on: under each title, what its codes are called there. `series`
    stands at the top of covers, and `licence` below.
    """

    title: str
    default_pack: str
    language: str = "en-GB"
    attribution_short: str = ""
    notice: str | None = None
    formats_statement: str | None = None
    known_abbreviations: tuple[str, ...] = ()
    trace: dict[str, dict[str, str]] = field(default_factory=dict)
    series: str = ""
    licence: str = ""


@dataclass(frozen=True)
class PackPart:
    """Documents of a pack that belong together. One with a title begins with a page of its own.

    With `finder`, a page follows on which readers find their tool by what they want to ask.
    """

    documents: tuple[str, ...]
    title: str = ""
    subtitle: str = ""
    finder: bool = False


@dataclass(frozen=True)
class Recipe:
    """A pack: its title and its documents, in order; or its parts, which hold the documents.

    `deep_tools` follow them: the documents of tools that tables choose from, in place of which an
    edition may name others. With `posters`, what is a poster is there on A3 too. With
    `print_order`, the pack holds a print order and the files to print, when the edition says how
    many people come.
    """

    title: str
    documents: tuple[str, ...] = ()
    parts: tuple[PackPart, ...] = ()
    subtitle: str = ""
    description: str = ""
    version: str = "1.0"
    contents: Literal["list", "finder"] = "list"
    label: str = ""
    formats: tuple[Format, ...] = ("pdf", "docx")
    variant: Variant = "office"
    deep_tools: tuple[str, ...] = ()
    posters: bool = False
    print_order: bool = False

    def grouped(self) -> tuple[PackPart, ...]:
        """Give the parts with the documents that are left in them, and one for all others."""
        kept = set(self.documents)
        parts = [
            replace(part, documents=tuple(n for n in part.documents if n in kept))
            for part in self.parts
        ]
        listed = {name for part in parts for name in part.documents}
        others = tuple(name for name in self.documents if name not in listed)
        parts = [part for part in parts if part.documents]
        return (*parts, PackPart(others)) if others else tuple(parts)

    @property
    def all_documents(self) -> tuple[str, ...]:
        """The documents, and the tools that tables choose from."""
        return (*self.documents, *self.deep_tools)


@dataclass(frozen=True)
class Printing:
    """What a print order needs besides how many people come.

    How many sit at a table, how many facilitators come, how many copies in large print are asked
    for, the tools that tables choose from (by code: t05), and what the printer can do.
    """

    table_size: int = 6
    facilitators: int = 0
    large_print: int = 0
    deep_tools: tuple[str, ...] = ()
    colour_print: bool = False
    duplex: bool = True
    a3: bool = True
    card_stock: bool = True


@dataclass(frozen=True)
class Edition(Printing):
    """What a partnership fills in. Anything may be missing: then a ruled line is printed.

    `leave_out` names documents it does not want; `terms` maps words of tools and handouts to the
    partnership's own. Reports and briefings keep their words, as they tell what others found.
    `delegates` is how many people come.
    """

    partnership: str | None = None
    short_name: str | None = None
    area: str | None = None
    logo: str | None = None
    logo_alt: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    website: str | None = None
    reply_days: str | None = None
    event_title: str | None = None
    event_date: datetime.date | None = None
    start_time: str | None = None
    venue: str | None = None
    access_notes: str | None = None
    colour: str | None = None
    version: str | None = None
    leave_out: tuple[str, ...] = ()
    terms: dict[str, str] = field(default_factory=dict)
    delegates: int | None = None


LIMITS: Mapping[str, tuple[int, int]] = {
    "delegates": (1, 10_000),
    "table_size": (5, 7),
    "facilitators": (0, 1_000),
    "large_print": (0, 1_000),
}
"""The smallest and the largest number that an edition may give."""

TERMS_IN = ("tool", "handout")
"""Kinds of document that say things in an edition's own terms."""

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_ORDER = {"delegates", *(spec.name for spec in fields(Printing))}
_NOT_PRINTED = {"logo", "logo_alt", "colour", "leave_out", "terms"} | _ORDER
VALUE_NAMES = frozenset(spec.name for spec in fields(Edition)) - _NOT_PRINTED
"""The names that may stand in `[[…]]`."""


def read_project(source: Source) -> Project:
    """Read what all packs share; raises `PackError`."""
    project, where = read_settings(source, PROJECT, Project), places(source, PROJECT)
    if not is_language(project.language):
        raise unknown_language(project.language, where("language"))
    packs, asked = list_packs(source), where("default_pack")
    _check_name(project.default_pack, packs, Code.PACK_UNKNOWN, "pack", asked)
    return project


def list_packs(source: Source) -> list[str]:
    """Name every pack that has a recipe."""
    return _names(source, PACKS)


def list_editions(source: Source) -> list[str]:
    """Name every edition; `standard` needs no file."""
    return sorted({STANDARD, *_names(source, EDITIONS)})


def recipe_path(name: str) -> str:
    """Say where a recipe is written."""
    return f"{PACKS}/{name}.yaml"


def edition_path(name: str) -> str:
    """Say where an edition is written."""
    return f"{EDITIONS}/{name}.yaml"


def read_recipe(source: Source, name: str) -> Recipe:
    """Read the recipe of a pack; raises `PackError`."""
    _check_name(name, list_packs(source), Code.PACK_UNKNOWN, "pack")
    recipe = read_settings(source, recipe_path(name), Recipe)
    if recipe.parts:
        if recipe.documents:
            raise fail(
                Code.VALUE_WRONG,
                place(source, recipe_path(name), "documents"),
                f"the pack “{name}” lists documents outside its parts",
                "move them into “documents” of a part, and delete this list",
            )
        listed = tuple(document for part in recipe.parts for document in part.documents)
        recipe = replace(recipe, documents=listed)
    for key, example in (("documents", "[briefing]"), ("formats", "[pdf, docx]")):
        if not getattr(recipe, key):
            raise fail(
                Code.VALUE_WRONG,
                place(source, recipe_path(name), key),
                f"the pack “{name}” holds no {key}",
                f"list one at least, for instance “{key}: {example}”",
            )
    return recipe


def read_edition(source: Source, name: str) -> Edition:
    """Read an edition; raises `PackError`."""
    _check_name(name, list_editions(source), Code.EDITION_UNKNOWN, "edition")
    if not source.exists(edition_path(name)):
        return Edition()
    edition = read_settings(source, edition_path(name), Edition)
    problems = [
        Diagnostic(
            Code.VALUE_WRONG,
            place(source, edition_path(name), key),
            f"“{key}” cannot be “{getattr(edition, key)}”",
            help,
        )
        for key, help in _wrong_values(edition)
    ]
    if problems:
        raise PackError(problems)
    return edition


def _wrong_values(edition: Edition) -> Iterator[tuple[str, str]]:
    """Name the keys whose values cannot be, and say what to write."""
    for key, (least, most) in LIMITS.items():
        number = getattr(edition, key)
        if number is not None and not least <= number <= most:
            yield key, f"write a whole number from {least} to {most}"
    if edition.start_time and minutes_of(edition.start_time) is None:
        yield "start_time", 'write hours and minutes in quotes, for instance "18:30"'
    if edition.contact_email and "@" not in edition.contact_email:
        yield "contact_email", "write an address with “@”, for instance hello@example.org"


def minutes_of(clock: str) -> int | None:
    """Give a clock time such as 9:30 in minutes from midnight; nothing when it is none."""
    found = _CLOCK.fullmatch(clock)
    return int(found[1]) * 60 + int(found[2]) if found else None


def edition_values(edition: Edition, language: str) -> Mapping[str, str]:
    """Give an edition's values as they are printed; empty ones are left out."""
    values = {name: getattr(edition, name) for name in VALUE_NAMES}
    return {
        name: long_date(value, language) if isinstance(value, datetime.date) else value
        for name, value in values.items()
        if value
    }


def long_date(date: datetime.date, language: str) -> str:
    """Write a date in words: 3 December 2015."""
    return format_date(date, "d MMMM y", locale=language.replace("-", "_"))


def is_language(tag: str) -> bool:
    """Say whether dates can be written in a language such as `en-GB`."""
    try:
        country = Locale.parse(tag, sep="-").territory
        known = country is None or country in tag.split("-")  # en-UK is read as en-GB
        return known and tag.replace("-", "").isalnum()  # blanks would be passed over
    except (UnknownLocaleError, ValueError):
        return False


def unknown_language(tag: str, span: Span) -> PackError:
    """Make the exception for a language that nobody knows."""
    return fail(
        Code.VALUE_WRONG,
        span,
        f"“{tag}” is not a language",
        "write its code and, after a hyphen, that of the country: en-GB, cy-GB, gd-GB",
    )


def _check_name(name: str, known: list[str], code: Code, kind: str, asked: Span = NOWHERE) -> None:
    if name not in known:
        raise fail(code, asked, f"there is no {kind} “{name}”", suggest(name, known))


def _names(source: Source, folder: str) -> list[str]:
    return [PurePosixPath(path).stem for path in source.find(folder, ".yaml")]

"""What to make: a project's settings, the recipes of its packs, and its editions.

In: `content/project.yaml`, `content/packs/*.yaml`, `content/editions/*.yaml`. Out: frozen records.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import PurePosixPath
from typing import Literal

from babel.dates import format_date

from packbuilder.diagnostics import Code, Span, fail, suggest
from packbuilder.schema import read_settings
from packbuilder.source import Source

PROJECT = "content/project.yaml"
PACKS = "content/packs"
EDITIONS = "content/editions"
STANDARD = "standard"

Format = Literal["pdf", "docx"]


@dataclass(frozen=True)
class Project:
    """What is the same for every pack. `notice` and `formats_statement` are shared files."""

    title: str
    default_pack: str
    language: str = "en-GB"
    attribution_short: str = ""
    notice: str | None = None
    formats_statement: str | None = None


@dataclass(frozen=True)
class Recipe:
    """A pack: its title and its documents, in order."""

    title: str
    documents: tuple[str, ...]
    subtitle: str = ""
    description: str = ""
    version: str = "1.0"
    formats: tuple[Format, ...] = ("pdf", "docx")


@dataclass(frozen=True)
class Edition:
    """What a partnership fills in. Anything may be missing: then a ruled line is printed."""

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


VALUE_NAMES = frozenset(field.name for field in fields(Edition)) - {"logo", "logo_alt", "colour"}
"""The names that may stand in `[[…]]`."""


def read_project(source: Source) -> Project:
    """Read what all packs share."""
    return read_settings(source, PROJECT, Project)


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
    known = list_packs(source)
    if name not in known:
        raise fail(
            Code.PACK_UNKNOWN, Span(PACKS), f"there is no pack “{name}”", suggest(name, known)
        )
    return read_settings(source, recipe_path(name), Recipe)


def read_edition(source: Source, name: str) -> Edition:
    """Read an edition; raises `PackError`."""
    known = list_editions(source)
    if name not in known:
        raise fail(
            Code.EDITION_UNKNOWN,
            Span(EDITIONS),
            f"there is no edition “{name}”",
            suggest(name, known),
        )
    if not source.exists(edition_path(name)):
        return Edition()
    return read_settings(source, edition_path(name), Edition)


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


def _names(source: Source, folder: str) -> list[str]:
    return [PurePosixPath(path).stem for path in source.find(folder, ".yaml")]

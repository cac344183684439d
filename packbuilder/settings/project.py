"""`content/project.yaml` → what is the same for every pack."""

from __future__ import annotations

from dataclasses import dataclass, field

from packbuilder.diagnostics import Code
from packbuilder.settings.dates import is_language, unknown_language
from packbuilder.settings.names import check_name
from packbuilder.settings.pack import list_packs
from packbuilder.settings.schema import places, read_settings
from packbuilder.storage.source import Source

PROJECT = "content/project.yaml"


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


def read_project(source: Source) -> Project:
    """Return what all packs share; raise `PackError` when a value cannot be."""
    project, where = read_settings(source, PROJECT, Project), places(source, PROJECT)
    if not is_language(project.language):
        raise unknown_language(project.language, where("language"))
    packs = list_packs(source)
    check_name(project.default_pack, packs, Code.PACK_UNKNOWN, "pack", where("default_pack"))
    return project

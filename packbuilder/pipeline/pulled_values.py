"""New values of an edition that a Word file has → its file with these values, and the report."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.round_trip.report import Entry
from packbuilder.settings.dates import read_date
from packbuilder.settings.edit_yaml import set_keys
from packbuilder.settings.edition import edition_path, edition_values
from packbuilder.settings.schema import place


def settle_values(
    values: Mapping[str, Iterable[str]], edition: PreparedEdition, written: bool
) -> tuple[Mapping[str, str], list[Entry]]:
    """Return the edition's file with new values, if they are to be `written`, and what to report.

    Dates are written as such. A value that was changed in two ways, or is printed in another way
    than it is written, is only reported.
    """
    source, path = edition.project.source, edition_path(edition.name)
    language = edition.project.settings.language
    printed = edition_values(edition.settings, language)
    report, keys = [], dict[str, str]()
    for name, found in sorted(values.items()):
        span, new = place(source, path, name), list(found)
        line = span.line
        shown = f"{name}: “{printed[name]}” → " + " and ".join(f"“{each}”" for each in new)
        if len(new) > 1:
            report.append(Entry("CONFLICT", f"{shown}: changed in two ways", path, line))
        elif not (written_as := _as_written(edition, name, printed[name], new[0], language)):
            report.append(Entry("VALUE", f"{shown}: change it by hand", path, line))
        else:
            ending = "" if written else "; --values changes it"
            report.append(Entry("VALUE", f"{shown}{ending}", path, line, carried=written))
            keys[name] = written_as
    if not (keys and written):
        return {}, report
    return {path: set_keys(source.read_text(path), keys, path)}, report


def _as_written(edition: PreparedEdition, name: str, printed: str, new: str, language: str) -> str:
    """Return a new value as the edition's file has it; nothing where that is not known."""
    value = getattr(edition.settings, name)
    if isinstance(value, datetime.date):
        date = read_date(new, language)
        return date.isoformat() if date else ""
    return new.replace("\N{NO-BREAK SPACE}", " ") if value == printed else ""

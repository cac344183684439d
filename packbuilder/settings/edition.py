"""`content/editions/*.yaml` → editions: what a partnership fills in for its event."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, make_dataclass, replace
from functools import cache, partial
from itertools import chain
from typing import Any, Literal

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, suggest
from packbuilder.model.print_roles import PAPERS
from packbuilder.settings.addresses import EMAIL
from packbuilder.settings.dates import long_date, minutes_of
from packbuilder.settings.names import check_name, is_listed, list_names
from packbuilder.settings.schema import place, read_settings
from packbuilder.settings.strict_yaml import YamlNode, read_yaml
from packbuilder.storage.source import Source

EDITIONS = "content/editions"
STANDARD = "standard"


@dataclass(frozen=True)
class PrintSettings:
    """What a print order needs besides how many people come.

    How many sit at a table, how many facilitators come, how many copies in large print are asked
    for, the tools that tables choose from by their codes, what the printer can do, and how many
    rooms there are.
    """

    table_size: int = 6
    facilitators: int = 0
    large_print: int = 0
    deep_tools: tuple[str, ...] = ()
    colour_print: bool = False
    rooms: int = 1
    duplex: bool = True
    a3: bool = True
    card_stock: bool = True


@dataclass(frozen=True)
class EditionVersion:
    """A version that was given out: when, what changed in it, the documents to print again."""

    date: datetime.date | None = None
    words: str = ""
    reprint: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartnerLogo:
    """The logo of a partner: its picture, and alternative text."""

    image: str
    alt: str


@dataclass(frozen=True)
class Edition(PrintSettings):
    """What a partnership fills in. Anything may be missing: then a ruled line is printed.

    `packs` names those it is made of; `leave_out` documents it does not want; `terms` maps words
    of tools and handouts to the partnership's own. Reports and briefings keep their words, as
    they say what others found. `partner_logos` stand on covers, beside its own. `delegates` is how
    many people come; a list of them is counted. `prices` are what a printed sheet of each paper
    costs, such as 0.05, without a currency. `version` is the number that is printed, `versions`
    are those that were given out, by number.
    """

    partnership: str | None = None
    short_name: str | None = None
    area: str | None = None
    logo: str | None = None
    logo_alt: str | None = None
    partner_logos: tuple[PartnerLogo, ...] = ()
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
    versions: dict[str, EditionVersion] = field(default_factory=dict)
    packs: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    terms: dict[str, str] = field(default_factory=dict)
    delegates: int | None = None
    prices: dict[str, str] = field(default_factory=dict)


LIMITS: Mapping[str, tuple[int, int]] = {
    "delegates": (1, 10_000),
    "table_size": (5, 7),
    "facilitators": (0, 1_000),
    "large_print": (0, 1_000),
    "rooms": (1, 1_000),
}
"""The smallest and the largest number that an edition may give."""

PRICE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?")

TERMS_IN = ("tool", "handout")
"""Kinds of document that say things in an edition's own terms."""
_ORDER = {"delegates", "prices", *(spec.name for spec in fields(PrintSettings))}
_NOT_PRINTED = {"logo", "logo_alt", "partner_logos", "colour"}
_NOT_PRINTED |= {"versions", "packs", "leave_out", "terms", *_ORDER}
Kind = Literal["text", "date", "time", "number"]

_TYPES: Mapping[Kind, type] = {
    "text": str,
    "date": datetime.date,
    "time": str,
    "number": int,
}


@dataclass(frozen=True)
class EditionValue:
    """A key that a project adds to its editions.

    `label` names it for people, `example` shows how to write it, and `empty` is printed in place
    of the line to write on where an edition has no value.
    """

    label: str
    kind: Kind = "text"
    example: str = ""
    empty: str = ""


EDITION_KEYS = frozenset(spec.name for spec in fields(Edition))


def list_editions(source: Source) -> list[str]:
    """Return the names of all editions; `standard` needs no file."""
    return sorted({STANDARD, *list_names(source, EDITIONS)})


def edition_path(name: str) -> str:
    """Return the file of an edition."""
    return f"{EDITIONS}/{name}.yaml"


def read_edition(source: Source, name: str, values: Mapping[str, EditionValue] = {}) -> Edition:
    """Return an edition as its file says; raise `PackError` with all values that cannot be, and
    with the edition without these.

    `values` are the keys that the project adds.
    """
    if not is_listed(source, EDITIONS, name):
        check_name(name, list_editions(source), Code.EDITION_UNKNOWN, "edition")
    kind = _edition_type(tuple((name, value.kind) for name, value in values.items()))
    if not source.exists(edition_path(name)):
        return kind()
    path, problems = edition_path(name), list[Diagnostic]()
    try:
        edition = read_settings(source, path, kind, partial(_with_delegates, source, problems))
    except PackError as error:
        problems += error.diagnostics
        if not isinstance(error.rest, Edition):
            raise PackError(problems) from None
        edition = error.rest
    wrong = list(chain(_wrong_values(edition), _wrong_times(edition, values)))
    problems += [
        Diagnostic(
            Code.VALUE_WRONG,
            place(source, path, key),
            f"“{key}” cannot be “{getattr(edition, key)}”",
            help,
        )
        for key, help in wrong
    ]
    prices = list(_wrong_prices(source, path, edition))
    if problems or prices:
        keys = (*(key for key, _ in wrong), *(["prices"] if prices else []))
        raise PackError([*problems, *prices], without_keys(edition, keys))
    return edition


def without_keys(edition: Edition, keys: Iterable[str]) -> Edition:
    """Return an edition as if some keys stood nowhere in its file."""
    empty = type(edition)()
    return replace(edition, **{key: getattr(empty, key) for key in keys if hasattr(empty, key)})


def _with_delegates(source: Source, problems: list[Diagnostic], tree: YamlNode) -> YamlNode:
    """Return settings in which a list of people has become their number; `problems` gets what is
    wrong with the list.
    """
    values = tree.value if isinstance(tree.value, dict) else {}
    given = values.get("delegates")
    if given is None or not str(given.value).endswith(_LISTS):
        return tree
    try:
        counted = replace(given, value=str(_count_people(source, f"content/{given.value}", given)))
    except PackError as error:
        problems += error.diagnostics
        counted = replace(given, value=None)
    return replace(tree, value={**values, "delegates": counted})


def _count_people(source: Source, path: str, given: YamlNode) -> int:
    """Count the people of a list that an edition names; raise `PackError` for none."""
    text = source.read_text(path, given.span)
    if path.endswith(_LISTS[0]):
        rows = csv.reader(io.StringIO(text, newline=""))
        return max(sum(any(cell.strip(" ;\t") for cell in row) for row in rows) - 1, 0)
    people = read_yaml(text, Span(path)).value
    return len(people) if isinstance(people, list) else 0


_LISTS = (".csv", ".yaml", ".yml")


@cache
def _edition_type(kinds: tuple[tuple[str, Kind], ...]) -> type[Edition]:
    """Return the record of editions that have further keys."""
    if not kinds:
        return Edition
    added: list[tuple[str, Any, Any]] = [(name, _TYPES[kind] | None, None) for name, kind in kinds]
    return make_dataclass("Edition", added, bases=(Edition,), frozen=True)


_WEBSITE = re.compile(
    r"(?:https?://)?(?!www\.[^./]+(?:/|$))[^\s@,;:/]+\.[^\s@,;:/]+(?::\d+)?(?:[/?#]\S*)?"
)
_LETTER_FOR_A_DIGIT = re.compile(r"\d[OolI]|[OolI]\d")
_FILE_NAME = re.compile(r"\S+\.(?:svg|png|jpe?g)", re.IGNORECASE)
_FIRST_YEAR = 1900
_PHONE = re.compile(r"\+?[\d\s()/-]{6,}")
_NAMES = ("partnership", "short_name", "area", "contact_name", "event_title", "venue")
"""Values that are names: an address or a number there was meant for another line."""


def _wrong_values(edition: Edition) -> Iterator[tuple[str, str]]:
    """Name the keys whose values cannot be, and say what to write."""
    for key, (least, most) in LIMITS.items():
        number = getattr(edition, key)
        if number is not None and not least <= number <= most:
            yield key, f"write a whole number from {least} to {most}"
    if edition.start_time and minutes_of(edition.start_time) is None:
        yield "start_time", 'write hours and minutes in quotes, for instance "18:30"'
    if edition.contact_email and not EMAIL.fullmatch(edition.contact_email.strip()):
        yield "contact_email", "write an address with “@”, for instance hello@example.org"
    phone, website = edition.contact_phone or "1", edition.website or "a.b"
    if "@" in phone or not re.search(r"\d", phone) or _LETTER_FOR_A_DIGIT.search(phone):
        yield "contact_phone", 'write a number in quotes, for instance "01632 960 123"'
    if not _WEBSITE.fullmatch(website.strip()):
        yield "website", "write an address without spaces, for instance www.example.org"
    if edition.event_date and edition.event_date.year < _FIRST_YEAR:
        yield "event_date", "write all four digits of the year"
    if 0 < (edition.delegates or 0) < (edition.large_print or 0):
        yield "large_print", "write how many of the delegates read large print"
    if _FILE_NAME.fullmatch((edition.logo_alt or "").strip()):
        yield "logo_alt", "say what the logo shows: it is read aloud in its place"
    for key in _NAMES:
        name = (getattr(edition, key) or "").strip()
        if EMAIL.fullmatch(name) or _PHONE.fullmatch(name):
            yield key, "write a name; an address and a number have lines of their own"


def _wrong_prices(source: Source, path: str, edition: Edition) -> Iterator[Diagnostic]:
    """Yield the papers that an order does not know, and the prices that are none."""
    for paper, price in edition.prices.items():
        where = place(source, path, "prices", paper)
        if paper not in PAPERS:
            said, help = f"there is no paper “{paper}”", suggest(paper, PAPERS)
            yield Diagnostic(Code.VALUE_WRONG, where, said, help)
        elif not PRICE.fullmatch(price):
            said = f"“{price}” is no price of a sheet"
            help = 'write a number without a currency, for instance "0.05"'
            yield Diagnostic(Code.VALUE_WRONG, where, said, help)


def _wrong_times(edition: Edition, values: Mapping[str, EditionValue]) -> Iterator[tuple[str, str]]:
    """Yield the added keys that hold no clock time, and what to write."""
    for name, value in values.items():
        time = getattr(edition, name)
        if value.kind == "time" and time and minutes_of(time) is None:
            example = value.example or "18:30"
            yield name, f'write hours and minutes in quotes, for instance "{example}"'


def logos_of(edition: Edition) -> Iterator[tuple[str, str, tuple[int | str, ...]]]:
    """Yield the logos of an edition, its own first: picture, alternative text, and where the file
    names it.
    """
    if edition.logo:
        yield edition.logo, edition.logo_alt or "", ("logo",)
    for number, each in enumerate(edition.partner_logos):
        yield each.image, each.alt, ("partner_logos", number, "image")


def printed_names(edition: Edition) -> frozenset[str]:
    """Return the names of an edition's values that may stand in `[[…]]`."""
    return frozenset(spec.name for spec in fields(edition)) - _NOT_PRINTED


def edition_values(edition: Edition, language: str) -> Mapping[str, str]:
    """Return an edition's values as they are printed; empty ones are left out."""
    values = {name: getattr(edition, name) for name in printed_names(edition)}
    return {
        name: long_date(value, language) if isinstance(value, datetime.date) else str(value)
        for name, value in values.items()
        if value not in (None, "")
    }

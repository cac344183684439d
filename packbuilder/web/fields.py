"""The details of an edition as fields of a form: in which part, how they are typed and read."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from packbuilder.model.print_roles import PAPERS
from packbuilder.pipeline.project import LoadedProject
from packbuilder.settings.dates import minutes_of, month_in_words
from packbuilder.settings.edit_yaml import Value
from packbuilder.settings.edition import LIMITS, PRICE
from packbuilder.web.look import Look

FieldKind = Literal[
    "text",
    "long",
    "email",
    "date",
    "time",
    "number",
    "yesno",
    "logo",
    "tools",
    "documents",
    "terms",
    "colour",
    "prices",
]
MOST_TERMS = 12
_DATE = ("day", "month", "year")


@dataclass(frozen=True)
class Field:
    """A detail: its key in the edition's file, how it is typed; of one that the project adds, its
    label and an example. `most` is how many letters there is room for.
    """

    name: str
    kind: FieldKind = "text"
    label: str = ""
    example: str = ""
    most: int = 0

    @property
    def inputs(self) -> Iterator[str]:
        """Yield the names of its inputs."""
        if self.kind == "date":
            yield from (f"{self.name}-{part}" for part in _DATE)
        elif self.kind == "terms":
            for number in range(MOST_TERMS):
                yield from (f"term-{number}", f"own-{number}")
        elif self.kind == "prices":
            yield from (f"{self.name}-{paper}" for paper in PAPERS)
        else:
            yield self.name
        if self.kind == "logo":
            yield "no-logo"


LONGEST_NAME = 30
"""The letters of a short name that footers have room for in every document."""

_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "partnership": (
        *(Field("partnership"), Field("short_name", most=LONGEST_NAME), Field("area")),
        *(Field("logo", "logo"), Field("logo_alt")),
    ),
    "contact": (
        *(Field("contact_name"), Field("contact_phone"), Field("contact_email", "email")),
        *(Field("website"), Field("reply_days")),
    ),
    "event": (
        *(Field("event_title"), Field("event_date", "date"), Field("start_time", "time")),
        *(Field("venue"), Field("access_notes", "long"), Field("version")),
    ),
    "people": (
        *(Field("delegates", "number"), Field("table_size", "number")),
        *(Field("facilitators", "number"), Field("large_print", "number")),
        *(Field("rooms", "number"), Field("colour_print", "yesno"), Field("duplex", "yesno")),
        *(Field("a3", "yesno"), Field("card_stock", "yesno"), Field("prices", "prices")),
    ),
    "tools": (Field("deep_tools", "tools"), Field("leave_out", "documents")),
    "words": (Field("terms", "terms"), Field("colour", "colour")),
}
PARTS = tuple(_FIELDS)
"""The parts of the details, in order."""


def part_fields(project: LoadedProject, part: str) -> tuple[Field, ...]:
    """Return the fields of a part; those that the project adds are in that of the event."""
    added = (
        Field(name, "number" if value.kind == "number" else value.kind, value.label, value.example)
        for name, value in project.settings.values.items()
    )
    return (*_FIELDS[part], *(added if part == "event" else ()))


@dataclass(frozen=True)
class Typed:
    """What was typed: the values to save, what the form shows, and what is wrong, by field."""

    values: Mapping[str, Value]
    shown: Mapping[str, Any]
    wrong: Mapping[str, str] = field(default_factory=dict)

    def with_wrong(self, wrong: Mapping[str, str]) -> Typed:
        """Return the same with further mistakes."""
        return replace(self, wrong={**wrong, **self.wrong})


def show_values(fields: Sequence[Field], found: Mapping[str, Any], usual: object) -> Typed:
    """Return what a form shows of the values in a file; `usual` has those that are not there."""
    shown: dict[str, Any] = {}
    for each in fields:
        value = found.get(each.name, getattr(usual, each.name, None))
        shown[each.name] = _shown(each, value)
    return Typed({}, shown)


def _shown(each: Field, value: Any) -> Any:
    if each.kind == "date":
        date = value if isinstance(value, datetime.date) else _as_date(str(value or ""))
        return {part: getattr(date, part) if date else "" for part in _DATE}
    if each.kind == "yesno":
        return str(value).lower() == "true"
    if each.kind in ("tools", "documents"):
        return [str(one).lower() for one in value or ()]
    if each.kind == "terms":
        return _rows(value.items() if isinstance(value, Mapping) else ())
    if each.kind == "prices":
        known = value if isinstance(value, Mapping) else {}
        return {paper: str(known.get(paper, "")) for paper in PAPERS}
    return "" if value is None else str(value)


def _as_date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _rows(pairs: Any) -> list[dict[str, str]]:
    """Return pairs of words as rows of a form, with some empty ones."""
    rows = [{"term": str(term), "own": str(own)} for term, own in pairs]
    empty = max(min(len(rows) + 3, MOST_TERMS) - len(rows), 0)
    return rows + [{"term": "", "own": ""}] * empty


# Reading a form -----------------------------------------------------------------------------------


def read_form(fields: Sequence[Field], form: Mapping[str, Sequence[str]], look: Look) -> Typed:
    """Return what was typed into the fields of a form."""
    values: dict[str, Value] = {}
    shown: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for each in fields:
        values[each.name], shown[each.name], said = _READERS[each.kind](each, form, look)
        if said:
            wrong[each.name] = said
    return Typed(values, shown, wrong)


_Read = tuple[Value, Any, str]


def _one(form: Mapping[str, Sequence[str]], name: str) -> str:
    return " ".join(next(iter(form.get(name, ())), "").split())


def _text(each: Field, form: Mapping[str, Sequence[str]], look: Look) -> _Read:
    typed = _one(form, each.name)
    said = ""
    if each.kind == "time" and typed and minutes_of(typed) is None:
        said = look.say("wrong.time")
    if each.kind == "email" and typed and "@" not in typed:
        said = look.say("wrong.email")
    if each.most and len(typed) > each.most:
        said = look.say("wrong.long", most=each.most)
    return typed or None, next(iter(form.get(each.name, ())), ""), said


def _number(each: Field, form: Mapping[str, Sequence[str]], look: Look) -> _Read:
    typed = _one(form, each.name)
    limits = LIMITS.get(each.name)
    if not typed:
        return None, "", ""
    digits = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", typed)
    number = int(digits) if re.fullmatch(r"\d{1,6}", digits, re.ASCII) else -1
    if limits and not limits[0] <= number <= limits[1]:
        return None, typed, look.say("wrong.number", least=limits[0], most=f"{limits[1]:,}")
    return (None, typed, look.say("wrong.any_number")) if number < 0 else (number, typed, "")


def _yesno(each: Field, form: Mapping[str, Sequence[str]], look: Look) -> _Read:
    del look
    ticked = _one(form, each.name) == "yes"
    return ticked, ticked, ""


def _date(each: Field, form: Mapping[str, Sequence[str]], look: Look) -> _Read:
    typed = {part: _one(form, f"{each.name}-{part}") for part in _DATE}
    if not any(typed.values()):
        return None, typed, ""
    if not all(re.fullmatch(r"\d{1,4}", text, re.ASCII) for text in typed.values()):
        return None, typed, look.say("wrong.date_number")
    day, month, year = (int(typed[part]) for part in _DATE)
    try:
        return datetime.date(year, month, day).isoformat(), typed, ""
    except ValueError:
        return None, typed, _why_no_date(month, year, look)


def _why_no_date(month: int, year: int, look: Look) -> str:
    if 1 <= month <= 12 and year >= 1:
        days = calendar.monthrange(year, month)[1]
        named = month_in_words(year, month, look.language)
        return look.say("wrong.date_days", month=named, days=days)
    return look.say("wrong.date_none")


def _many(each: Field, form: Mapping[str, Sequence[str]], look: Look) -> _Read:
    del look
    chosen = list(form.get(each.name, ()))
    return chosen or None, chosen, ""


def _terms(each: Field, form: Mapping[str, Sequence[str]], look: Look) -> _Read:
    del each
    pairs = [(_one(form, f"term-{n}"), _one(form, f"own-{n}")) for n in range(MOST_TERMS)]
    pairs = [pair for pair in pairs if any(pair)]
    said = look.say("wrong.term_half") if not all(term and own for term, own in pairs) else ""
    terms = dict(pairs)
    if len(terms) < len(pairs):
        said = look.say("wrong.term_twice")
    return terms or None, _rows(pairs), said


def _prices(each: Field, form: Mapping[str, Sequence[str]], look: Look) -> _Read:
    typed = {paper: _one(form, f"{each.name}-{paper}") for paper in PAPERS}
    prices = {str(paper): text.replace(",", ".") for paper, text in typed.items() if text}
    said = "" if all(map(PRICE.fullmatch, prices.values())) else look.say("wrong.price")
    return prices or None, typed, said


def _logo(each: Field, form: Mapping[str, Sequence[str]], look: Look) -> _Read:
    del each, form, look
    return None, "", ""


_READERS = {
    "text": _text,
    "long": _text,
    "email": _text,
    "time": _text,
    "colour": _text,
    "number": _number,
    "yesno": _yesno,
    "date": _date,
    "tools": _many,
    "documents": _many,
    "terms": _terms,
    "logo": _logo,
    "prices": _prices,
}

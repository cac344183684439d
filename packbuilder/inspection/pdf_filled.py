"""A PDF that people filled in → its fields with their answers, by value, never by appearance."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

import pikepdf

from packbuilder.inspection.filled import (
    MOST_FIELDS,
    FilledField,
    FilledFile,
    How,
    Oddity,
    RefusedError,
    StatedForm,
)
from packbuilder.model import FieldKind
from packbuilder.pdf.form_versions import FORMS

_RADIO, _PUSH = 1 << 15, 1 << 16
"""Flags of buttons of which one is chosen, and of those that hold no answer (ISO 32000-1, 226)."""

_INHERITED: Final = ("/FT", "/Ff", "/V", "/Opt")
"""What a field takes from the one above it (ISO 32000-1, table 220)."""

_DEEPEST: Final = 32
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LARGEST_METADATA: Final = 1_000_000


def read_filled_pdf(data: bytes) -> FilledFile:
    """Read the fields of a PDF; raise `RefusedError` for one that is locked, damaged, or has
    none.
    """
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as document:
            if document.is_encrypted:
                raise _locked()
            fields = tuple(_fields(document))
            return FilledFile(
                "pdf", fields, forms=tuple(_stated(document)), oddities=tuple(_oddities(document))
            )
    except pikepdf.PasswordError:
        raise _locked() from None
    except (pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError("damaged", "it is damaged", "ask for another copy") from error


def _locked() -> RefusedError:
    return RefusedError(
        "locked", "it is locked with a password", "ask for a copy without a password"
    )


def _fields(document: pikepdf.Pdf) -> Iterator[FilledField]:
    form = document.Root.get("/AcroForm")
    found = [] if form is None else list(_ends(form.get("/Fields", []), _Above(), set(), 0))
    if not found and form is not None and "/XFA" in form:
        raise RefusedError(
            "refused",
            "it is a form of another kind (XFA)",
            "fill in the form that packbuilder made",
        )
    if not found:
        raise RefusedError(
            "no-fields",
            "it has no fields: it was printed or flattened",
            "type its answers into the template for paper forms (collect --template)",
        )
    for field in found:
        if not field.flags & _PUSH:
            yield _read(field)


@dataclass(frozen=True)
class _Above:
    """What a field takes from those above it."""

    name: str = ""
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class _End:
    """A field that holds an answer, with the buttons that show it."""

    name: str
    label: str
    values: dict[str, Any]
    buttons: tuple[Any, ...]

    @property
    def flags(self) -> int:
        return int(self.values.get("/Ff", 0)) if self.values.get("/FT") == "/Btn" else 0


def _ends(fields: Any, above: _Above, seen: set[tuple[int, int]], depth: int) -> Iterator[_End]:
    """Yield the fields that hold an answer, each once however they refer to one another."""
    for field in fields:
        if field.is_indirect:
            if field.objgen in seen:
                continue
            seen.add(field.objgen)
        if len(seen) > MOST_FIELDS or depth > _DEEPEST:
            raise RefusedError(
                "refused",
                f"it has more than {MOST_FIELDS:,} fields",
                "send the form as it was made",
            )
        own = str(field.get("/T", ""))
        name = ".".join(filter(None, (above.name, own)))
        values = dict(above.values) | {k: field[k] for k in _INHERITED if k in field}
        kids = list(field.get("/Kids", []))
        if any(str(kid.get("/T", own)) != own for kid in kids) or "/FT" not in values:
            yield from _ends(kids, _Above(name, tuple(values.items())), seen, depth + 1)
        else:
            label = str(field.get("/TU", ""))
            yield _End(name, label, values, tuple(kids or [field]))


def _read(field: _End) -> FilledField:
    kind, value = field.values["/FT"], field.values.get("/V")
    if kind == "/Btn":
        return _choice(field, value) if field.flags & _RADIO else _tick(field, value)
    if kind == "/Ch":
        options: Any = field.values.get("/Opt", [])
        shown = {_words(_first(option)): _words(_last(option)) for option in options}
        written = [_words(each) for each in value or ()] if _is_list(value) else [_words(value)]
        chosen = tuple(shown.get(each, each) for each in written if each.strip())
        listed = tuple(filter(None, shown.values()))
        return FilledField(field.name, "list", chosen, "value", listed, field.label)
    words = _words(value)
    chosen = (words,) if words.strip() else ()
    return FilledField(field.name, "text", chosen, "value", label=field.label)


def _tick(field: _End, value: Any) -> FilledField:
    """Read a box: one that is on by its value or by what it shows."""
    valued, shown = _is_on(value), any(_is_on(each.get("/AS")) for each in field.buttons)
    how: How = "value" if valued else "state"
    kind: FieldKind = "tick"
    return FilledField(field.name, kind, ("1",) if valued or shown else (), how, (), field.label)


def _choice(field: _End, value: Any) -> FilledField:
    """Read radio buttons: by value, else by what they show; both that disagree are two answers."""
    options = tuple(map(_words, field.values.get("/Opt", []))) or tuple(
        _option_of(button, field.label) for button in field.buttons
    )
    named = dict(zip(map(_state, field.buttons), options, strict=False))
    shown = [
        option
        for button, option in zip(field.buttons, options, strict=False)
        if _is_on(button.get("/AS"))
    ]
    chosen = list(shown)
    how: How = "state"
    if _is_on(value):
        written = _words(value)
        by_name = written in named and isinstance(value, pikepdf.Name)
        words = written if written in options and not by_name else named.get(written, written)
        chosen, how = [words, *shown], "value"
    once = tuple(dict.fromkeys(chosen))
    return FilledField(field.name, "choice", once, how, options, field.label)


def _state(button: Any) -> str:
    """Return the name of the state in which a button is on."""
    looks = button.get("/AP", {}).get("/N", {})
    names = [] if isinstance(looks, pikepdf.Stream) else [str(name)[1:] for name in looks]
    return next((name for name in names if name != "Off"), "")


def _option_of(button: Any, label: str) -> str:
    said = str(button.get("/TU", ""))
    return said.removeprefix(f"{label}: ") if said and said != label else _state(button)


def _is_on(value: Any) -> bool:
    return value is not None and _words(value) not in ("", "Off")


def _is_list(value: Any) -> bool:
    return isinstance(value, pikepdf.Array)


def _first(option: Any) -> Any:
    return option[0] if _is_list(option) else option


def _last(option: Any) -> Any:
    return option[-1] if _is_list(option) else option


def _words(value: Any) -> str:
    """Return the words of a name, a string, or a stream of either encoding (12.7.3.3)."""
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        value = pikepdf.String(value.read_bytes())
    text = str(value)
    return text.removeprefix("/") if isinstance(value, pikepdf.Name) else text


def _stated(document: pikepdf.Pdf) -> Iterator[StatedForm]:
    """Yield what the metadata say of forms; metadata that cannot be read say nothing."""
    metadata = document.Root.get("/Metadata")
    text = b"" if metadata is None else metadata.read_bytes()
    if not text or len(text) > _LARGEST_METADATA or b"<!DOCTYPE" in text:
        return
    try:
        tree = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return
    for item in tree.iter(f"{{{FORMS}}}forms"):
        for form in item.iter(f"{_RDF}li"):
            said = [form.findtext(f"{{{FORMS}}}{key}", "") for key in ("form", "version", "fields")]
            yield StatedForm(*said)


def _oddities(document: pikepdf.Pdf) -> Iterator[Oddity]:
    """Yield what a form has no need of."""
    names: Any = document.Root.get("/Names", {})
    if "/JavaScript" in names or any(key in document.Root for key in ("/AA", "/OpenAction")):
        yield "scripts"
    if "/EmbeddedFiles" in names:
        yield "attachments"

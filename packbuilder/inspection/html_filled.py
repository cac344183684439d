"""An HTML file that people filled in → its fields with their answers, by names and values alone.

Nothing of the page is shown, loaded or run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from packbuilder.inspection.filled import (
    MOST_FIELDS,
    FilledField,
    FilledFile,
    Oddity,
    RefusedError,
    StatedForm,
)
from packbuilder.inspection.html import INPUTS
from packbuilder.model import FieldKind

LARGEST: Final = 20_000_000
"""Bytes of a page that is read; the whole pack has less than half a million."""

_BEGINNINGS: Final = ("<!doctype html", "<html")
_BEFORE: Final = 1024
_LONGEST_NAME: Final = 300
"""Characters of what names a place to answer; only people read it."""
_FOREIGN: Final = frozenset(("iframe", "object", "embed", "applet", "frame", "base", "portal"))
"""Elements that a form has no need of, as they show something else or lead elsewhere."""


def is_page(data: bytes) -> bool:
    """Whether a file begins as HTML does."""
    start = data[:_BEFORE].decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    return start.startswith(_BEGINNINGS)


def read_filled_html(data: bytes) -> FilledFile:
    """Read the fields of an HTML file; raise `RefusedError` for one that is damaged or has none."""
    if len(data) > LARGEST:
        raise RefusedError("refused", "it is too large", "send the page as it was saved")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _damaged() from error
    page = _Page()
    page.feed(text)
    page.close()
    if not page.whole:
        raise _damaged()
    fields = tuple(each.read() for each in page.fields.values())
    if not fields:
        raise RefusedError(
            "no-fields",
            "it has no fields: it is not a form, or was saved as text",
            "type its answers into the template for paper forms (collect --template)",
        )
    return FilledFile("html", fields, forms=tuple(page.stated), oddities=tuple(page.oddities()))


def _damaged() -> RefusedError:
    return RefusedError("damaged", "it is damaged", "ask for another copy")


@dataclass(slots=True)
class _Place:
    """A place to answer, and what is chosen or written in it; buttons of one name are one."""

    name: str
    kind: FieldKind
    label: str
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)

    def read(self) -> FilledField:
        """Return it as a field."""
        chosen = tuple(dict.fromkeys(each for each in self.chosen if each.strip()))
        options = tuple(filter(None, self.options))
        return FilledField(self.name, self.kind, chosen, "value", options, self.label)


class _Page(HTMLParser):
    """Walks a page, and keeps its places to answer."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, _Place] = {}
        self.stated: list[StatedForm] = []
        self.whole = False
        self._scripts, self._foreign = 0, False
        self._place: _Place | None = None  # a space or a list that is open
        self._words: list[str] = []
        self._selected = False
        self._names = {"legend": "", "label": ""}  # words of a row, and of a place in it
        self._naming = ""  # which of them is open

    def oddities(self) -> Iterator[Oddity]:
        """Yield what a form has no need of: more than the one script that saves it, and frames."""
        if self._scripts > 1:
            yield "scripts"
        if self._foreign:
            yield "outside"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a place to answer; what stands in a space is its words, whatever it looks like."""
        if self._is_in_space():
            self._words.append(self.get_starttag_text() or "")
            return
        found = {name: value or "" for name, value in attrs}
        self._scripts += tag == "script"
        self._scripts += sum(name.startswith("on") for name in found)
        self._foreign |= tag in _FOREIGN or (tag == "script" and "src" in found)
        if tag == "meta" and found.get("name") == "form":
            said = found.get("content", "").split()
            if len(said) == 3:
                self.stated.append(StatedForm(*said))
        elif tag == "input":
            self._input(found)
        elif tag in ("textarea", "select"):
            self._place = self._take(found, "text" if tag == "textarea" else "list")
            self._words = []
        elif tag == "option" and self._place:
            self._words, self._selected = [], "selected" in found
        elif tag in self._names:
            self._naming, self._names[tag] = tag, ""

    def handle_endtag(self, tag: str) -> None:
        """End a space or a list."""
        if self._is_in_space() and tag != "textarea":
            self._words.append(f"</{tag}>")
            return
        if tag == "textarea" and self._place:
            words = "".join(self._words).replace("\r\n", "\n")
            self._place.chosen.append(words.removeprefix("\n"))
        elif tag == "option" and self._place:
            option = " ".join("".join(self._words).split())
            self._place.options.append(option)
            self._place.chosen += [option] if self._selected else []
        if tag in ("textarea", "select"):
            self._place = None
        elif tag == "fieldset":
            self._names["legend"] = ""
        elif tag in self._names:
            self._naming = ""
            self._names["label"] = ""
        self.whole = self.whole or tag == "html"

    def handle_data(self, data: str) -> None:
        """Take words of a space or an option, or what names a place."""
        if self._place:
            self._words.append(data)
        elif self._naming:
            self._names[self._naming] += data[: _LONGEST_NAME - len(self._names[self._naming])]

    def handle_comment(self, data: str) -> None:
        """Take what only looks like a comment."""
        if self._is_in_space():
            self._words.append(f"<!--{data}-->")

    def _is_in_space(self) -> bool:
        return self._place is not None and self._place.kind == "text"

    def _input(self, found: dict[str, str]) -> None:
        kind = INPUTS.get(found.get("type", "text"))
        if kind is None:
            return
        place = self._take(found, kind)
        if place is None:
            return
        if kind == "text":
            place.chosen.append(found.get("value", ""))
            return
        option = found.get("value", "")
        place.options += [option] if kind == "choice" else []
        if "checked" in found:
            place.chosen.append(option if kind == "choice" else "1")

    def _take(self, found: dict[str, str], kind: FieldKind) -> _Place | None:
        name = found.get("name", "")
        if not name:
            return None
        if name not in self.fields:
            if len(self.fields) == MOST_FIELDS:
                raise RefusedError(
                    "refused",
                    f"it has more than {MOST_FIELDS:,} fields",
                    "send the form as it was made",
                )
            self.fields[name] = _Place(name, kind, self._label(found, kind))
        return self.fields[name]

    def _label(self, found: dict[str, str], kind: FieldKind) -> str:
        """Return what names a place: of a radio button, what all of its row are asked."""
        said = found.get("aria-label", "")
        asked, own = (" ".join(self._names[each].split()) for each in ("legend", "label"))
        if kind == "choice":
            return said.removesuffix(f": {found.get('value', '')}") or asked
        return said or ": ".join(filter(None, (asked, own)))

"""The form fields of a PDF: which of them are seen, and what is said of each."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from packbuilder.inspection.reading import FormField
from packbuilder.model import FieldKind
from packbuilder.pdf.form_fields import full_name

_SIZE = re.compile(r"([\d.]+) Tf")
_UNSEEN = 2 | 32
"""Flags of an annotation that is hidden, or not viewed (ISO 32000-1, table 165)."""
_LEAST = 1.0
"""How wide and high a place is at least, in pt."""
_READ_ONLY = 1
"""The flag of a field that nothing can be typed into (table 221)."""


def widgets_shown(document: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Name the annotations that pages show: links, and fields that can be filled in."""
    return {
        annotation.objgen
        for page in document.pages
        for annotation in page.obj.get("/Annots", [])
        if not int(annotation.get("/F", 0)) & _UNSEEN
        and not int(annotation.get("/Ff", 0)) & _READ_ONLY
        and "/MaxLen" not in annotation  # an answer may be of any length
        and _is_on_page(annotation, page.obj)
    }


def _is_on_page(annotation: Any, page: Any) -> bool:
    """Whether the place of an annotation has a size, and begins and ends on its page."""
    one, other, right, top = map(float, annotation.get("/Rect", (0, 0, 0, 0)))
    width, height = map(float, list(page.MediaBox)[2:])
    large = abs(right - one) > _LEAST and abs(top - other) > _LEAST
    return (
        large
        and min(one, right) < width
        and max(one, right) > 0
        and (min(other, top) < height and max(other, top) > 0)
    )


def read_field(widget: Any, page: int) -> FormField:
    """Read what assistive technology says of a field."""
    parent = widget if "/FT" in widget else widget.get("/Parent", widget)
    label = str(widget.get("/TU", parent.get("/TU", "")))
    kind: FieldKind = "text"
    options: tuple[str, ...] = ()
    value = ""
    if parent.get("/FT") == "/Ch":
        kind = "list"
        options = tuple(filter(None, map(_option, parent.get("/Opt", []))))
    elif parent.get("/FT") == "/Btn":
        states = [str(name)[1:] for name in widget.get("/AP", {}).get("/N", {})]
        value = next((state for state in states if state != "Off"), "")
        kind = "choice" if int(parent.get("/Ff", 0)) & 1 << 15 else "tick"
        value = _exported(widget, parent, value) if kind == "choice" else value
    size = _SIZE.search(str(widget.get("/DA", parent.get("/DA", ""))))
    left, bottom, right, top = (float(edge) for edge in widget.get("/Rect", (0, 0, 0, 0)))
    side = min(abs(right - left), abs(top - bottom))
    shown = float(size[1]) if size else 0
    answer = _answer(widget.get("/V", parent.get("/V"))) or _answer(widget.get("/AS"))
    return FormField(full_name(parent), label, kind, page, value, shown, side, options, answer)


def _exported(button: Any, group: Any, state: str) -> str:
    """Return what choosing a radio button means: the option at its place in the group, which its
    state is the number of (12.7.4.2.4). Where these differ, programs take one or the other.
    """
    places = [kid.objgen for kid in group.get("/Kids", [])]
    place = places.index(button.objgen) if button.objgen in places else -1
    options = list(map(str, group.get("/Opt", [])))
    return options[place] if state == str(place) and place < len(options) else state


def _answer(value: Any) -> str:
    """Return what is typed, chosen or ticked."""
    said = "" if value is None else str(value).removeprefix("/")
    return "" if said == "Off" else said


def _option(option: Any) -> str:
    """Return what is shown of an option, which may have another name for programs."""
    return str(option[1] if isinstance(option, pikepdf.Array) else option)

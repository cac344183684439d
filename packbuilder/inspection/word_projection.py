"""The text of a Word file as it was written, packed so that the file can carry it, and back.

Out: JSON, packed by zlib, as base64. It is input like all else when it comes back: what is damaged,
too large or of another form counts as nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final, get_args, get_type_hints

from packbuilder.inspection.units import UNSAID, Unit, UnitKind

_FORM: Final = 1
"""Raised when units are read in another way: then what older files carry cannot be compared."""
_LARGEST: Final = 20_000_000
"""Bytes, unpacked."""
_FIELDS: Final = tuple(each.name for each in fields(Unit) if each.name not in UNSAID)
_TYPES: Final = {n: t for n, t in get_type_hints(Unit).items() if t in (str, int, bool)}
_KINDS: Final = get_args(UnitKind)


@dataclass(frozen=True, slots=True)
class Packed:
    """What a file carries: its units, and its pictures as `Shown` has them, or the `words` of its
    blocks by bookmark, as older files do.
    """

    units: tuple[Unit, ...] = ()
    pictures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def pack_text(units: Sequence[Unit], pictures: Mapping[str, frozenset[str]]) -> str:
    """Pack units and pictures; what is as usual takes no room."""
    usual = Unit("paragraph", "")
    data = {
        "form": _FORM,
        "units": [
            {
                name: value
                for name in _FIELDS
                if (value := getattr(unit, name)) != getattr(usual, name)
                and (name != "raw" or unit.raw != unit.text)
            }
            for unit in units
        ],
        "pictures": {words: sorted(found) for words, found in pictures.items()},
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(zlib.compress(written.encode(), 9)).decode()


def unpack_text(packed: str) -> Packed:
    """Return what was packed."""
    found = _loaded(packed)
    if "form" not in found:
        words = {str(name): text for name, text in found.items() if isinstance(text, str)}
        return Packed(words=words)
    try:
        if found["form"] != _FORM:
            return Packed()
        units = tuple(_unit(each) for each in found["units"])
        pictures = {str(k): frozenset(map(str, v)) for k, v in found["pictures"].items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        return Packed()
    return Packed(units, pictures)


def _unit(given: Mapping[str, Any]) -> Unit:
    """Return a unit; raise `ValueError` where one of its fields has the wrong type."""
    values: dict[str, Any] = {"kind": "paragraph", "text": "", **given}
    ids = values["ids"] = tuple(values.get("ids", ()))
    wrong = [n for n, t in _TYPES.items() if n in values and not isinstance(values[n], t)]
    known = values["kind"] in _KINDS and all(isinstance(each, str) for each in ids)
    if wrong or not known or values.keys() - set(_FIELDS):
        raise ValueError(given)
    return Unit(**{"raw": values["text"], **values})


def _loaded(packed: str) -> dict[str, Any]:
    try:
        unpacking = zlib.decompressobj()
        words = unpacking.decompress(base64.b64decode(packed), _LARGEST)
        found = json.loads(words) if not unpacking.unconsumed_tail else {}
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

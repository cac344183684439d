"""What people call a document: by its name, in any letters, or by the code of its tool."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from packbuilder.diagnostics import nearest, suggest

_CODE = re.compile(r"([a-z]+\d+[a-z]?)-")


@dataclass(frozen=True)
class DocumentNames:
    """The documents of a project by name, each with the code of its tool, if it has one.

    `others` says what other names are: “a pack” or “an edition”.
    """

    codes: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)

    def find(self, written: str) -> str:
        """Return the name of the document that is meant; nothing where it is none, or not clear.

        `t05`, `T05`, `t05-power-map` and `t05-power-map.md` are the same, the latter with its
        folder too.
        """
        if written in self.codes:
            return written
        wanted = _fold(written)
        if wanted.endswith(".md"):
            wanted = PurePath(wanted.removesuffix(".md")).name
        if not wanted:  # which documents without a code would match
            return ""
        for alike in (_fold, self._fold_code, _first_part):
            found = [name for name in self.codes if alike(name) == wanted]
            called_so = [name for name in found if _first_part(name) == wanted]
            if len(called_so or found) == 1:
                return (called_so or found)[0]
        return ""

    def find_all(self, written: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of documents; what is none stays as it is, to be reported."""
        return tuple(self.find(each) or each for each in written)

    def suggest(self, written: str) -> str:
        """Return what was likely meant: one of the documents that are called alike, or a near
        name.
        """
        if written in self.others:
            return f"“{written}” is {self.others[written]}; {suggest(written, self.codes)}"
        alike = sorted(set(self._called(_fold(written))))
        if len(alike) > 1:
            return f"it could be {' or '.join(alike)}; write one of them"
        if near := nearest(written, self.codes):
            return suggest(near, [near])
        codes = [_fold(code) for code in self.codes.values() if code]
        near = nearest(_fold(written), codes)
        return suggest(near or written, [near] if near else self.codes)

    def code(self, name: str) -> str:
        """Return the code that a document is called by in print orders, which no other has a right
        to; or else its name.
        """
        code = self.codes[name].lower()
        return code if code and self.find(code) == name else name.lower()

    def _called(self, wanted: str) -> Iterator[str]:
        for name in self.codes:
            if wanted in (self._fold_code(name), _first_part(name)):
                yield name

    def _fold_code(self, name: str) -> str:
        return _fold(self.codes[name])


def _fold(written: str) -> str:
    return unicodedata.normalize("NFC", written).casefold().strip()


def _first_part(name: str) -> str:
    """Return what a name begins with where that looks like a code: t05 of t05-power-map."""
    found = _CODE.match(_fold(name))
    return found[1] if found else ""

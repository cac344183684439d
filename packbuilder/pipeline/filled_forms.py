"""A folder of filled forms → what each file holds, one after another, whatever is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packbuilder.answers.form import AnswerForm
from packbuilder.answers.paper import read_template
from packbuilder.answers.returned import Returned, read_returned, refused
from packbuilder.answers.word_fields import read_word_fields
from packbuilder.inspection.filled import FilledFile, RefusedError
from packbuilder.inspection.reading import UnreadableError
from packbuilder.pipeline.gate import Gate, read_form_apart
from packbuilder.pipeline.own_files import OwnFiles

TABLE: Final = ".csv"
ENDINGS: Final = (".pdf", ".docx", ".html", ".htm", TABLE)
"""What the names of filled forms end with."""
_HIDDEN: Final = (".", "~$", "__MACOSX")
"""What names of files and folders begin with that programs leave beside those that people see."""
_OF_SYSTEMS: Final = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class FilledFolder:
    """A folder of filled forms, and how they are read; its `own` files are no forms."""

    folder: Path
    form: AnswerForm
    template_words: dict[str, str]
    strict: bool = False
    own: OwnFiles | None = None

    def read(self) -> Iterator[tuple[str, Returned]]:
        """Yield each form with the hash of its file, which is empty for rows of a table."""
        with Gate(read_form_apart) as gate:
            yield from self._read(gate)

    def _read(self, gate: Gate[FilledFile]) -> Iterator[tuple[str, Returned]]:
        for path in self.files():
            name = path.relative_to(self.folder).as_posix()
            if not _can_be_form(path):
                yield "", refused(name, "no form")
                continue
            try:
                data = path.read_bytes()
            except OSError as error:
                yield "", refused(name, "refused", (error.strerror or "").lower())
                continue
            if path.suffix.lower() == TABLE:
                yield from (("", each) for each in self._rows(name, data))
            else:
                yield hashlib.sha256(data).hexdigest(), self._form(name, data, gate)

    def files(self) -> list[Path]:
        """Return all files that somebody put there, in order of their names; those that cannot be
        forms too, as one of them may be meant as one.
        """
        return sorted(
            path
            for path in self.folder.rglob("*")
            if (path.is_file() or path.is_symlink())
            and path.name.lower() not in _OF_SYSTEMS
            and not any(part.startswith(_HIDDEN) for part in path.relative_to(self.folder).parts)
            and not (self.own and self.own.has(path, self.folder))
        )

    @property
    def has_forms(self) -> bool:
        """Whether there is a file that can be a form."""
        return any(map(_can_be_form, self.files()))

    def _form(self, name: str, data: bytes, gate: Gate[FilledFile]) -> Returned:
        try:
            filled = gate.read(data)
        except UnreadableError as error:
            return _refused(name, error)
        fields = read_word_fields(filled, self.form) if filled.flow else filled.fields
        return read_returned(name, fields, self.form, filled, self.strict)

    def _rows(self, name: str, data: bytes) -> Iterable[Returned]:
        """Return the paper forms of a table; its rows are named by their numbers."""
        try:
            return [
                read_returned(
                    f"{name}, row {number}", fields, self.form, FilledFile("csv"), self.strict
                )
                for number, fields in read_template(data, self.form, self.template_words)
            ]
        except UnreadableError as error:
            return [_refused(name, error)]


def _can_be_form(path: Path) -> bool:
    """Whether a file can be a form, by its name; a link may lead anywhere, and is not followed."""
    return path.suffix.lower() in ENDINGS and not path.is_symlink()


def _refused(name: str, error: UnreadableError) -> Returned:
    """Return a file that is refused for what its reader says of it."""
    kind = error.kind if isinstance(error, RefusedError) else "refused"
    return refused(name, kind, f"{error} – {error.help}" if kind == "refused" else "")

"""The only door to inputs: every file a project reads comes through `Source`.

In: project-relative paths. Out: bytes and text, with the SHA-256 of each, so that a manifest can
say exactly what a result was made from.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from packbuilder.diagnostics import (
    NOWHERE,
    Code,
    PackError,
    Span,
    fail,
    suggest,
)
from packbuilder.storage.shipped import shipped

LIMIT_BYTES = 10_000_000
"""Largest file read."""

LIMIT_TEXT = 2_000_000
"""Largest text file read; a 200-page report has about half a million characters."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)

_ON_THE_WEB = re.compile(
    r"(?:content/)?((?:https?:|ftp:|data:|//\w[\w-]*\.).{0,60})", re.IGNORECASE
)

_NO_TEXT = {
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"%PDF-": "a PDF",
    b"{\\rtf": "a file in rich text format (RTF)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
"""How files begin that are no text, whatever their names say."""

_CONTENT = "content/"
"""Where paths that content names begin."""

_CONFLICT = re.compile("^(<{7}|>{7}) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One input as it was read: `data` is what the hash is of."""

    path: str
    data: bytes
    sha256: str


_ALL_TEMPLATES = (
    "a project has all files of templates/ or none: copy it from a project made with "
    "“packbuilder init copy --empty --with-templates”, or delete the folder"
)


class Source:
    """A project's files below `root`. `templates/` falls back to the program's own.

    What `unsaved` has by path is read in place of the files, as if it had been saved.
    """

    def __init__(self, root: Path, unsaved: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self.root = root.resolve()
        self.unsaved = unsaved
        self._read: dict[str, SourceFile] = {}
        self._folders: dict[str, str] = {}

    def read(self, path: str, asked: Span = NOWHERE) -> SourceFile:
        """Read one file once. `asked` is where the path was written, for the message.

        Raises `PackError` when the file is missing, too large, or outside the project.
        """
        path = unicodedata.normalize("NFC", path)
        if path not in self._read:
            data = self._bytes(path, asked if asked.path else Span(path))
            self._read[path] = SourceFile(path, data, hashlib.sha256(data).hexdigest())
        return self._read[path]

    def read_text(self, path: str, asked: Span = NOWHERE) -> str:
        """Read UTF-8 text with Unix line ends, without a byte order mark or control characters."""
        data = self.read(path, asked).data
        if len(data) > LIMIT_TEXT:
            raise _too_large(path, LIMIT_TEXT, asked if asked.path else Span(path))
        for first, kind in _NO_TEXT.items():
            if data.startswith(first):
                raise fail(
                    Code.FILE_UNREADABLE,
                    Span(path, 1),
                    f"this is {kind}, but it has the name of a text file",
                    "open it in its own program, copy the text, and save it as plain text in UTF-8",
                )
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise fail(
                Code.FILE_UNREADABLE,
                Span(path, line),
                "the file is not UTF-8 text",
                "open it in your editor and save it as UTF-8"
                + ("; in Excel, as “CSV UTF-8”" if path.endswith(".csv") else ""),
            ) from None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        check_characters(text, Span(path))
        _check_conflicts(text, path)
        return text

    def sha256(self, path: str) -> str:
        """Return the hash of a file, which is read if it was not yet."""
        return self.read(path).sha256

    def hashes(self, folders: Iterable[str]) -> dict[str, str]:
        """Hash all files below folders by path, large ones too; unreadable ones are left out."""
        return self.hashes_of(path for folder in folders for path in self.find(folder, ""))

    def hashes_of(self, paths: Iterable[str]) -> dict[str, str]:
        """Hash files as they are now, likewise."""
        found = {}
        for path in paths:
            if path in self.unsaved:
                found[path] = hashlib.sha256(self.unsaved[path]).hexdigest()
                continue
            with contextlib.suppress(OSError), self._locate(path, NOWHERE).open("rb") as file:
                found[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return found

    def is_unchanged(self, path: str) -> bool:
        """Whether a file that was read still holds the same."""
        return self.hashes_of([path]).get(path) == self._read[path].sha256

    def is_as_in(self, other: Source, path: str) -> bool:
        """Whether a file holds the same as when another source read it, and read it."""
        return self.exists(path) and self.read(path).sha256 == other.sha256(path)

    def paths(self) -> tuple[str, ...]:
        """List what has been read so far."""
        return tuple(sorted(self._read))

    def exists(self, path: str) -> bool:
        """Whether a file is there (and inside the project)."""
        return path in self.unsaved or _is_file(self._locate(path, NOWHERE))

    def find(self, folder: str, suffix: str) -> list[str]:
        """List files below a folder, sorted, hidden ones left out."""
        base = self._locate(folder, NOWHERE)
        with _reporting_os_errors(folder, Span(folder, 0)):
            paths = (
                PurePosixPath(folder, found.relative_to(base).as_posix()).as_posix()
                for found in _walk(base)
                if found.name.endswith(suffix)
            )
            found = {unicodedata.normalize("NFC", path) for path in paths}
        unsaved = {path for path in self.unsaved if path.startswith(f"{folder}/")}
        return sorted(found | {path for path in unsaved if path.endswith(suffix)})

    def _bytes(self, path: str, asked: Span) -> bytes:
        file = self._locate(path, asked)
        if path in self.unsaved:
            if len(self.unsaved[path]) > LIMIT_BYTES:
                raise _too_large(path, LIMIT_BYTES, asked)
            return self.unsaved[path]
        if not _is_file(file):
            raise fail(
                Code.FILE_MISSING,
                asked,
                f"the file “{path}” does not exist",
                self._near(path),
            )
        with _reporting_os_errors(path, asked):
            if file.stat().st_size > LIMIT_BYTES:
                raise _too_large(path, LIMIT_BYTES, asked)
            return file.read_bytes()

    def _near(self, path: str) -> str:
        """Suggest what somebody could have meant, as content names it: a file of the kind in the
        same top folder.
        """
        pure = PurePosixPath(path)
        if pure.parts[0] == "templates" and (shipped("templates").parent / path).is_file():
            return _ALL_TEMPLATES
        known = self.find(pure.parts[0], "") if len(pure.parts) > 1 else []
        known = [name.removeprefix(_CONTENT) for name in known]
        path = path.removeprefix(_CONTENT)
        for alike in (str.casefold, _without_ending):
            same = [name for name in known if alike(name) == alike(path)]
            if same:
                return suggest(path, same)
        known = [name for name in known if name.endswith(pure.suffix)]
        return suggest(path, known) if known else "put the file there, or correct its name"

    def _locate(self, path: str, asked: Span) -> Path:
        base = self._base(path, asked)
        if "\0" in path:
            raise fail(
                Code.CONTROL_CHARACTER,
                asked,
                "the path of a file contains the invisible character U+0000",
                "delete the text around this place and type it again",
            )
        foreign = path.startswith("/") or any(part in path for part in ("\\", ":", "//"))
        file = base if foreign else self._real(_as_spelt(base, path))
        if web := _ON_THE_WEB.match(path):
            raise fail(
                Code.OUTSIDE_PROJECT,
                asked,
                f"“{web[1]}” is not a file in the project, and nothing is downloaded",
                "if its licence allows it, save it in content/images/ and give its path, for "
                "instance images/plan.png; name its source in the text",
            )
        if foreign or not f"{file}/".startswith(f"{base}/"):
            raise fail(
                Code.OUTSIDE_PROJECT,
                asked,
                f"“{path.removeprefix(_CONTENT)}” is outside the project folder",
                "copy the file into content/ and give its path from there, for instance "
                "images/plan.png",
            )
        return Path(file)

    def _real(self, file: str) -> str:
        """Return where a file lies when links are followed; folders are looked at once."""
        folder, name = os.path.split(file)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        found = Path(self._folders[folder], name)
        leads_on = name in ("", ".", "..") or _is_link(found)
        return os.path.realpath(file) if leads_on else str(found)

    def _base(self, path: str, asked: Span) -> str:
        """Return the folder below which a file lies: the project's, or the program's own."""
        if path.removeprefix("./").partition("/")[0] == "templates":
            with _reporting_os_errors(path, asked):
                if not (self.root / "templates").is_dir():
                    return str(shipped("templates").parent)
        return str(self.root).rstrip("/")


def check_characters(text: str, span: Span) -> None:
    """Refuse control characters, which Word and PDF cannot hold. The text begins at `span`."""
    found = _CONTROL.search(text)
    if found:
        before = text[: found.start()]
        line = span.line + before.count("\n")
        column = found.start() - before.rfind("\n")
        if line == span.line:
            column += span.column - 1
        raise fail(
            Code.CONTROL_CHARACTER,
            span.at(line, column),
            f"invisible character U+{ord(found.group()):04X}",
            "delete the text around this place and type it again",
        )


@contextlib.contextmanager
def _reporting_os_errors(path: str, asked: Span) -> Iterator[None]:
    """Turn what the system says of a file or folder into a message."""
    try:
        yield
    except OSError as error:
        raise fail(
            Code.FILE_UNREADABLE,
            asked if asked.path else Span(path, 0),
            f"“{path}” cannot be read: {error.strerror}",
            "check that you may read it and that it is not open elsewhere",
        ) from None


def _check_conflicts(text: str, path: str) -> None:
    """Refuse what git writes between two versions of the same lines."""
    if found := _CONFLICT.search(text):
        raise fail(
            Code.CONFLICT,
            Span(path, text.count("\n", 0, found.start()) + 1),
            "two versions of these lines still have to be merged",
            "keep one of them, and delete the lines that begin with “<<<<<<<”, “=======” and "
            "“>>>>>>>”",
        )


def _too_large(path: str, most: int, asked: Span) -> PackError:
    return fail(
        Code.TOO_LARGE,
        asked,
        f"“{path}” is larger than {most // 1_000_000} MB",
        "split the text into several files, or make the picture smaller",
    )


def _without_ending(path: str) -> str:
    return PurePosixPath(path).with_suffix("").as_posix().casefold()


def _as_spelt(base: str, path: str) -> str:
    """Return where a path leads when names are the same whose letters are: macOS takes accents
    apart (NFD), keyboards do not (NFC).
    """
    file = f"{base}/{path}"
    if path.isascii() or os.path.lexists(file):
        return file
    place = Path(base)
    for part in PurePosixPath(path).parts:
        place = next((each for each in _entries(place) if _same(each.name, part)), place / part)
    return str(place)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _same(name: str, other: str) -> bool:
    return unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", other)


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a name longer than the system allows
        return False


def _is_link(file: Path) -> bool:
    try:
        return file.is_symlink()
    except OSError:  # a name longer than the system allows
        return False


def _walk(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            back = entry.is_symlink() and folder.resolve().is_relative_to(entry.resolve())
            if not back:
                yield from _walk(entry)
        elif entry.is_file():
            yield entry

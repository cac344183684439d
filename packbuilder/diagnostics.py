"""What can be wrong, where, and how the run ends: spans, codes, diagnostics, exit statuses.

Problems in content are values (`Diagnostic`), collected and shown all at once. `PackError`
is for what stops the run.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum


class ExitCode(IntEnum):
    """How a command ends; the README's table explains each."""

    OK = 0
    BUG = 1
    USAGE = 2
    CONTENT = 3
    WARNINGS = 4
    UNREADABLE = 5
    UNWRITABLE = 6
    MISSING_DEPENDENCY = 7
    RENDER_FAILED = 8
    REFUSED = 10
    CHECK_FAILED = 11
    INTERRUPTED = 130


class Severity(Enum):
    """How bad a diagnostic is: an error stops the build, a warning only under `--strict`."""

    ERROR = "error"
    WARNING = "warning"


class Code(Enum):
    """Every kind of problem: a stable number, what it means, and the exit status it leads to."""

    FILE_MISSING = ("PB101", "a file does not exist", ExitCode.UNREADABLE)
    FILE_UNREADABLE = ("PB102", "a file cannot be read as UTF-8 text", ExitCode.UNREADABLE)
    CONTROL_CHARACTER = ("PB103", "an invisible control character", ExitCode.CONTENT)
    OUTSIDE_PROJECT = ("PB104", "a path leads out of the project", ExitCode.REFUSED)
    TOO_LARGE = ("PB106", "a file is larger or deeper than the limit", ExitCode.CONTENT)
    FILE_NAME = ("PB107", "a file name that some computers refuse", ExitCode.CONTENT)
    LINK_GROWTH = ("PB114", "addresses grow out of proportion", ExitCode.CONTENT)
    YAML_SYNTAX = ("PB111", "the YAML cannot be understood", ExitCode.CONTENT)
    YAML_DUPLICATE = ("PB112", "a key stands twice", ExitCode.CONTENT)
    YAML_FEATURE = ("PB113", "a YAML feature that is not allowed", ExitCode.CONTENT)
    KEY_UNKNOWN = ("PB121", "a key that does not exist", ExitCode.CONTENT)
    KEY_MISSING = ("PB122", "a key is missing", ExitCode.CONTENT)
    VALUE_WRONG = ("PB123", "a value of the wrong kind", ExitCode.CONTENT)
    RAW_HTML = ("PB201", "raw HTML", ExitCode.CONTENT)
    BLOCK_UNCLOSED = ("PB202", "a block or fence is never closed", ExitCode.CONTENT)
    BLOCK_UNKNOWN = ("PB203", "a block that does not exist", ExitCode.CONTENT)
    BLOCK_OPTION = ("PB204", "a block's option is unknown, missing or wrong", ExitCode.CONTENT)
    BLOCK_CONTENT = (
        "PB205",
        "a block holds something that does not belong there",
        ExitCode.CONTENT,
    )
    LINK_UNSAFE = ("PB206", "a link address that is not allowed", ExitCode.CONTENT)
    LINK_DEAD = ("PB207", "a cross-reference leads nowhere", ExitCode.CONTENT)
    ID_DUPLICATE = ("PB208", "an id stands twice", ExitCode.CONTENT)
    VALUE_UNKNOWN = ("PB209", "a value name that does not exist", ExitCode.CONTENT)
    IMAGE_BROKEN = ("PB210", "an image cannot be used", ExitCode.CONTENT)
    IMAGE_PLACE = ("PB211", "an image stands inside a line of text", ExitCode.CONTENT)
    IMAGE_ALT = ("PB212", "an image has no useful alternative text", ExitCode.CONTENT)
    HEADING_SKIP = ("PB213", "a heading skips a level", ExitCode.CONTENT)
    HEADING_EMPTY = ("PB214", "a heading is empty", ExitCode.CONTENT)
    TABLE_HEADER = ("PB215", "a table's header cell is empty", ExitCode.CONTENT)
    LINK_VAGUE = ("PB216", "a link's text does not say where it goes", ExitCode.CONTENT)
    FOOTNOTE = ("PB217", "a footnote is missing or never used", ExitCode.CONTENT)
    INCLUDE = ("PB218", "an include is missing or leads back to itself", ExitCode.CONTENT)
    MINUTES = ("PB219", "steps' minutes are missing or do not add up", ExitCode.CONTENT)
    TOO_DEEP = ("PB220", "lists or quotations are nested too deep", ExitCode.CONTENT)
    MARKDOWN_UNUSED = ("PB221", "Markdown that has no place in a document", ExitCode.CONTENT)
    TRACE = ("PB222", "a tool does not say which findings it rests on", ExitCode.CONTENT)
    DIRECTION = ("PB223", "an invisible sign that turns the direction of words", ExitCode.CONTENT)
    DOCUMENT_UNKNOWN = ("PB301", "a recipe names a document that does not exist", ExitCode.CONTENT)
    NAME_TWICE = ("PB302", "two things have the same name", ExitCode.CONTENT)
    EDITION_UNKNOWN = ("PB303", "an edition that does not exist", ExitCode.CONTENT)
    PACK_UNKNOWN = ("PB304", "a pack that does not exist", ExitCode.CONTENT)
    CONTRAST = ("PB305", "two colours are too alike to be read", ExitCode.CONTENT)
    TOKEN = ("PB306", "a token is missing or wrong", ExitCode.CONTENT)
    TEMPLATE = ("PB307", "a template cannot be used", ExitCode.CONTENT)
    OVERFLOW = ("PB308", "text or a table leaves the page", ExitCode.CONTENT)
    FONT_MISSING = ("PB401", "a font is not installed", ExitCode.MISSING_DEPENDENCY)
    GLYPH_MISSING = ("PB402", "a character that the pack's font does not have", ExitCode.CONTENT)
    RENDER_LOG = ("PB403", "the PDF engine could not do something", ExitCode.RENDER_FAILED)
    RENDER_FAILED = ("PB404", "a document could not be rendered", ExitCode.RENDER_FAILED)
    LIBRARY_MISSING = ("PB405", "a library is not installed", ExitCode.MISSING_DEPENDENCY)
    OUTPUT = ("PB501", "a result cannot be written", ExitCode.UNWRITABLE)
    OUTPUT_BROKEN = ("PB502", "a result does not open again", ExitCode.CHECK_FAILED)

    def __init__(self, number: str, meaning: str, exit_code: ExitCode) -> None:
        self.number = number
        self.meaning = meaning
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source file: project-relative path, first and last line, column (from 1).

    Line 0 means the file as a whole.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    def at(self, line: int, column: int = 1, end_line: int = 0) -> Span:
        """Give another place in the same file."""
        return Span(self.path, line, column, end_line or line)


NOWHERE = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, in words for the person who can mend it."""

    code: Code
    span: Span
    message: str
    help: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.span}: " if self.span.path else ""
        head = f"{where}{self.severity.value}[{self.code.number}]: {self.message}"
        return printable(f"{head}\n  help: {self.help}")

    def as_dict(self) -> dict[str, str | int]:
        """Give the same to machines."""
        return {
            "code": self.code.number,
            "severity": self.severity.value,
            "file": self.span.path,
            "line": self.span.line,
            "column": self.span.column,
            "message": self.message,
            "help": self.help,
        }


class PackError(Exception):
    """What stops the run: one or more diagnostics, and the exit status they lead to."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))

    def __reduce__(self) -> tuple[type[PackError], tuple[tuple[Diagnostic, ...]]]:
        """Keep the diagnostics when a worker process sends this to its parent."""
        return PackError, (self.diagnostics,)

    @property
    def exit_code(self) -> ExitCode:
        """The gravest exit status: a refusal counts more than a mistake in content."""
        return max(
            (d.code.exit_code for d in self.diagnostics if d.severity is Severity.ERROR),
            default=ExitCode.CONTENT,
        )


def fail(code: Code, span: Span, message: str, help: str) -> PackError:
    """Make the exception for one problem."""
    return PackError([Diagnostic(code, span, message, help)])


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Keep those that stop a build."""
    return [d for d in diagnostics if d.severity is Severity.ERROR]


def suggest(word: str, known: Iterable[str]) -> str:
    """Write `did you mean “title”?`, or list what exists when nothing is near."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean “{near[0]}”?"
    return f"use one of: {', '.join(known)}" if known else "there is none to choose from"


def printable(text: str) -> str:
    """Escape control characters, so that content can never steer a terminal."""
    return "".join(
        c
        if c == "\n" or (c.isprintable() and not "\ud800" <= c <= "\udfff")
        else f"\\u{ord(c):04x}"
        for c in text
    )

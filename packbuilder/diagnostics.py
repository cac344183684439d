"""What can be wrong, where, and how the run ends: spans, codes, diagnostics, exit statuses.

Problems in content are values (`Diagnostic`), collected and shown all at once. `PackError`
is for what stops the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any


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
    LOCKED = 9
    REFUSED = 10
    CHECK_FAILED = 11
    INTERRUPTED = 130
    TERMINATED = 143


class Severity(Enum):
    """How bad a diagnostic is.

    An error stops the build, a warning only under `--strict`, and advice never does.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Code(Enum):
    """Every kind of problem: a stable number, what it means, and the exit status it leads to.

    `rule` is the id of the rule that is broken; rules/RULES.md lists all rules.
    """

    FILE_MISSING = ("PB101", "a file does not exist", ExitCode.UNREADABLE)
    FILE_UNREADABLE = ("PB102", "a file cannot be read as UTF-8 text", ExitCode.UNREADABLE)
    CONTROL_CHARACTER = ("PB103", "an invisible control character", ExitCode.CONTENT)
    OUTSIDE_PROJECT = ("PB104", "a path leads out of the project", ExitCode.REFUSED)
    TOO_LARGE = ("PB106", "a file is larger or deeper than the limit", ExitCode.CONTENT)
    FILE_NAME = ("PB107", "a file name that some computers refuse", ExitCode.CONTENT)
    FILE_ENDING = ("PB108", "a file whose ending hides it", ExitCode.CONTENT)
    CONFLICT = ("PB109", "two versions that are not merged", ExitCode.CONTENT)
    LINK_GROWTH = ("PB114", "addresses grow out of proportion", ExitCode.CONTENT)
    YAML_NOTE = ("PB115", "words after “#” are a note", ExitCode.CONTENT)
    YAML_SYNTAX = ("PB111", "the YAML cannot be understood", ExitCode.CONTENT)
    YAML_DUPLICATE = ("PB112", "duplicate key", ExitCode.CONTENT)
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
    ID_DUPLICATE = ("PB208", "duplicate id", ExitCode.CONTENT)
    VALUE_UNKNOWN = ("PB209", "a value name that does not exist", ExitCode.CONTENT)
    IMAGE_BROKEN = ("PB210", "an image cannot be used", ExitCode.CONTENT)
    IMAGE_PLACE = ("PB211", "an image is inside a line of text", ExitCode.CONTENT)
    IMAGE_ALT = ("PB212", "an image has no useful alternative text", ExitCode.CONTENT, "ST-05")
    HEADING_SKIP = ("PB213", "a heading skips a level", ExitCode.CONTENT, "ST-03")
    HEADING_EMPTY = ("PB214", "a heading is empty", ExitCode.CONTENT, "ST-03")
    TABLE_HEADER = ("PB215", "a table's header cell is empty", ExitCode.CONTENT, "ST-04")
    LINK_VAGUE = ("PB216", "a link's text does not say where it goes", ExitCode.CONTENT, "ST-08")
    FOOTNOTE = ("PB217", "a footnote is missing or never used", ExitCode.CONTENT)
    INCLUDE = ("PB218", "an include is missing or leads back to itself", ExitCode.CONTENT)
    MINUTES = ("PB219", "steps' minutes are missing or do not add up", ExitCode.CONTENT)
    TOO_DEEP = ("PB220", "lists or quotations are nested too deep", ExitCode.CONTENT)
    MARKDOWN_UNUSED = ("PB221", "Markdown that has no place in a document", ExitCode.CONTENT)
    TRACE = ("PB222", "a tool does not say which findings it rests on", ExitCode.CONTENT, "LA-05")
    DIRECTION = (
        "PB223",
        "an invisible character turns the direction of words",
        ExitCode.CONTENT,
    )
    STRAY_SIGNS = ("PB224", "characters that look like Markdown and are printed", ExitCode.CONTENT)
    TYPING = ("PB225", "words that look mistyped", ExitCode.CONTENT)
    GARBLED = ("PB226", "letters that were read in a wrong encoding", ExitCode.CONTENT)
    UNMEANT = ("PB227", "Markdown that was hardly meant", ExitCode.CONTENT)
    NARROW = ("PB228", "a column is too narrow for a word", ExitCode.CONTENT)
    LEFT_OVER = ("PB229", "a note to oneself is left in the text", ExitCode.CONTENT)
    COLOUR_ALONE = ("PB230", "a place named by colour or position alone", ExitCode.CONTENT, "CO-02")
    BOLD = ("PB231", "too many bold words", ExitCode.CONTENT, "TY-06")
    CAPITALS = ("PB232", "words in capital letters", ExitCode.CONTENT, "TY-06")
    SENTENCE = ("PB233", "a long sentence", ExitCode.CONTENT, "LA-01")
    SENTENCES = ("PB234", "sentences are long on the whole", ExitCode.CONTENT, "LA-01")
    ABBREVIATION = ("PB235", "an abbreviation is not explained", ExitCode.CONTENT, "LA-02")
    DATE = (
        "PB236",
        "a date in another form, or a day or time that is none",
        ExitCode.CONTENT,
        "LA-03",
    )
    TITLE_CASE = ("PB237", "a heading with capitals", ExitCode.CONTENT, "LA-03")
    JARGON = ("PB238", "a word that plain English avoids", ExitCode.CONTENT, "LA-04")
    NUMBER_SOURCE = ("PB239", "a share without its source", ExitCode.CONTENT, "LA-05")
    READING_AGE = ("PB240", "a text that is hard to read", ExitCode.CONTENT, "LA-06")
    ROW_HEIGHT = ("PB241", "a row is too low to write in", ExitCode.CONTENT, "FM-05")
    COLUMN_WIDTH = ("PB242", "a column is too narrow to write in", ExitCode.CONTENT, "FM-05")
    FORMATS = ("PB243", "other formats are not offered", ExitCode.CONTENT, "RG-01")
    NOTICE = ("PB244", "the notice is missing or incomplete", ExitCode.CONTENT, "RG-02")
    POSTER = ("PB245", "a poster is in no pack of A4", ExitCode.CONTENT, "PR-13")
    LANGUAGE = ("PB246", "words of another language are not marked", ExitCode.CONTENT, "ST-01")
    ALIKE = ("PB247", "two titles, headings, captions, points or rows alike", ExitCode.CONTENT)
    PHONE = ("PB248", "a telephone number that is too short or too long", ExitCode.CONTENT)
    FACILITATORS = ("PB249", "more facilitators or rooms than tables", ExitCode.CONTENT)
    TEXT_SIZE = ("PB250", "a text size is too small", ExitCode.CONTENT, "TY-01")
    LINE_SPACING = ("PB251", "lines are too close or too far apart", ExitCode.CONTENT, "TY-04")
    MEASURE = ("PB252", "lines of text are too long", ExitCode.CONTENT, "TY-05")
    TICK = ("PB253", "boxes to tick are too small", ExitCode.CONTENT, "FM-04")
    WRITING_LINE = ("PB254", "writing lines are too close", ExitCode.CONTENT, "FM-05")
    MARGIN = ("PB255", "a margin that printers cut off", ExitCode.CONTENT, "PR-01")
    FILING_MARGIN = ("PB256", "a margin too narrow to punch", ExitCode.CONTENT, "PR-02")
    CARDS = ("PB257", "cards that cannot be cut", ExitCode.CONTENT, "PR-07")
    DATE_TO_COME = ("PB258", "the date of the last change is in the future", ExitCode.CONTENT)
    WAIVER_UNUSED = ("PB260", "an excuse that excuses nothing", ExitCode.CONTENT)
    ATTRIBUTION = ("PB270", "people are named who wrote nothing here", ExitCode.CONTENT)
    ANSWER_KIND = ("PB280", "an answer that cannot be chosen like this", ExitCode.CONTENT)
    FIELD_ALIKE = ("PB281", "two places to answer that sound alike", ExitCode.CONTENT)
    FIELD_SHARED = ("PB282", "two documents of a pack share names of fields", ExitCode.CONTENT)
    FIELD_LOST = ("PB283", "fields of the last build are gone", ExitCode.CONTENT)
    DOCUMENT_UNKNOWN = ("PB301", "a pack names a document that does not exist", ExitCode.CONTENT)
    NAME_TWICE = ("PB302", "two things have the same name", ExitCode.CONTENT)
    EDITION_UNKNOWN = ("PB303", "an edition that does not exist", ExitCode.CONTENT)
    PACK_UNKNOWN = ("PB304", "a pack that does not exist", ExitCode.CONTENT)
    CONTRAST = ("PB305", "two colours are too alike to be read", ExitCode.CONTENT, "CO-01")
    TOKEN = ("PB306", "a token is missing or wrong", ExitCode.CONTENT)
    TEMPLATE = ("PB307", "a template cannot be used", ExitCode.CONTENT)
    OVERFLOW = ("PB308", "text or a table leaves the page", ExitCode.CONTENT)
    TERM_UNUSED = ("PB309", "a term that stands in no tool or handout", ExitCode.CONTENT)
    FONT_MISSING = ("PB401", "a font is not installed", ExitCode.MISSING_DEPENDENCY)
    GLYPH_MISSING = ("PB402", "a character that the pack's font does not have", ExitCode.CONTENT)
    RENDER_LOG = ("PB403", "the PDF engine could not do something", ExitCode.RENDER_FAILED)
    RENDER_FAILED = ("PB404", "a document could not be rendered", ExitCode.RENDER_FAILED)
    LIBRARY_MISSING = ("PB405", "a library is not installed", ExitCode.MISSING_DEPENDENCY)
    TOO_SLOW = ("PB406", "a document takes too long to make", ExitCode.RENDER_FAILED)
    TOO_MUCH_MEMORY = ("PB407", "a document needs too much memory", ExitCode.RENDER_FAILED)
    CHANGED_MEANWHILE = ("PB408", "content was changed during a build", ExitCode.CONTENT)
    OUTPUT = ("PB501", "a result cannot be written", ExitCode.UNWRITABLE)
    OUTPUT_BROKEN = ("PB502", "a result does not open again", ExitCode.CHECK_FAILED)
    LEFT_OUT = ("PB561", "words name what the edition leaves out", ExitCode.CONTENT)
    TERM_MET = ("PB562", "words that an edition says in its own", ExitCode.CONTENT)
    ZIP_WITHHELD = ("PB560", "the zip of an edition would hold stale files", ExitCode.CONTENT)
    RESULT_GONE = ("PB590", "a cached result is gone while it is needed", ExitCode.UNREADABLE)
    LOCKED = ("PB503", "another build is at work", ExitCode.LOCKED)
    WORDS_MISSING = ("PB510", "words of the text are not in a result", ExitCode.CHECK_FAILED)
    WORDS_ADDED = ("PB511", "a result has words that the text does not", ExitCode.CHECK_FAILED)
    WORDS_MOVED = ("PB512", "words stand in another order in a result", ExitCode.CHECK_FAILED)
    NAME_LOST = (
        "PB513",
        "an alternative text or the name of a field is not in a result",
        ExitCode.CHECK_FAILED,
    )
    STRUCTURE_LOST = (
        "PB515",
        "a heading, point, header cell or link is none in a result",
        ExitCode.CHECK_FAILED,
    )
    RESULT_UNREADABLE = ("PB514", "a finished file cannot be read back", ExitCode.UNREADABLE)
    RESULT_SIZE = ("PB520", "small words in a result", ExitCode.CHECK_FAILED, "TY-01")
    RESULT_FONT = ("PB521", "another font in a result", ExitCode.CHECK_FAILED, "TY-02")
    RESULT_TURNED = ("PB522", "lines that are hard to follow", ExitCode.CHECK_FAILED, "TY-03")
    RESULT_LINES = ("PB523", "long lines in a result", ExitCode.CHECK_FAILED, "TY-05")
    RESULT_TITLE = ("PB524", "a result without title or language", ExitCode.CHECK_FAILED, "ST-01")
    RESULT_TAGS = ("PB525", "a result that is not tagged", ExitCode.CHECK_FAILED, "ST-02")
    RESULT_HEADINGS = ("PB526", "headings of a result skip a level", ExitCode.CHECK_FAILED, "ST-03")
    RESULT_TABLE = ("PB527", "a table that cannot be read aloud", ExitCode.CHECK_FAILED, "ST-04")
    RESULT_PICTURE = ("PB528", "a picture without words", ExitCode.CHECK_FAILED, "ST-05")
    RESULT_FLOATING = ("PB529", "something floats beside the text", ExitCode.CHECK_FAILED, "ST-07")
    RESULT_LINK = ("PB530", "a link without words in a result", ExitCode.CHECK_FAILED, "ST-08")
    RESULT_LETTERS = ("PB531", "letters without a meaning", ExitCode.CHECK_FAILED, "ST-09")
    RESULT_EMBEDDED = ("PB532", "a font is not in a result", ExitCode.CHECK_FAILED, "ST-09")
    RESULT_BOOKMARKS = ("PB533", "a long result without bookmarks", ExitCode.CHECK_FAILED, "ST-10")
    RESULT_FIELD = ("PB534", "a field without words in a result", ExitCode.CHECK_FAILED, "FM-01")
    RESULT_FIELD_SIZE = ("PB535", "words in a field are small", ExitCode.CHECK_FAILED, "FM-03")
    RESULT_TICK = ("PB536", "small boxes to tick in a result", ExitCode.CHECK_FAILED, "FM-04")
    RESULT_PROTECTED = ("PB537", "a protected result", ExitCode.CHECK_FAILED, "FM-07")
    RESULT_MARGIN = ("PB538", "words near the edge of a result", ExitCode.CHECK_FAILED, "PR-01")
    RESULT_BLEED = ("PB539", "a result with wrong edges to cut", ExitCode.CHECK_FAILED, "PR-03")
    PULL_UNREADABLE = ("PB600", "an edited Word file that cannot be read", ExitCode.UNREADABLE)
    PULL_TRACKED = ("PB601", "tracked changes that nobody has settled", ExitCode.REFUSED)
    PULL_NO_SOURCE = ("PB602", "a Word file without a document it comes from", ExitCode.UNREADABLE)
    PULL_UNKNOWN = ("PB603", "a Word file of another text", ExitCode.REFUSED)
    PULL_OUTDATED = ("PB604", "content that changed while it was pulled", ExitCode.REFUSED)
    VERSION_UNKNOWN = ("PB605", "a version that does not exist", ExitCode.UNREADABLE)
    PROOF_UNREADABLE = ("PB606", "a delivered file that cannot be compared", ExitCode.UNREADABLE)
    FORM_NONE = ("PB630", "a document that asks nothing", ExitCode.CONTENT)
    FORM_UNREADABLE = ("PB631", "a filled form that cannot be read", ExitCode.UNREADABLE)
    ANSWER_DOUBTFUL = ("PB632", "an answer that does not count", ExitCode.CONTENT)
    FORM_VERSION = ("PB633", "a filled form of another version", ExitCode.CONTENT)
    FORM_TWICE = ("PB634", "a filled form that came twice", ExitCode.CONTENT)
    FORMS_MISSING = ("PB635", "a folder without filled forms", ExitCode.UNREADABLE)
    FORM_ODD = ("PB636", "a filled form that holds scripts or attachments", ExitCode.CONTENT)
    RESULTS_CHANGED = ("PB637", "results that were changed by hand", ExitCode.UNWRITABLE)
    ANSWER_UNKNOWN = ("PB638", "front matter that names no answer", ExitCode.CONTENT)
    DATA = ("PB700", "a list of data that cannot be used", ExitCode.CONTENT)
    CARD_FULL = ("PB701", "words that do not fit on a card", ExitCode.CONTENT)
    AGENDA = ("PB702", "times of an agenda that do not follow one another", ExitCode.CONTENT)
    QR = ("PB703", "an address that no code can hold", ExitCode.CONTENT)
    DISK_SHORT = ("PB730", "no room for the editions to come", ExitCode.UNWRITABLE)
    CLUSTER = ("PB731", "a cluster that cannot be used", ExitCode.MISSING_DEPENDENCY)
    RESULT_LARGE = ("PB666", "a result that takes long to open", ExitCode.CHECK_FAILED)
    RESULT_TOO_LARGE = ("PB667", "a result that is too large", ExitCode.CHECK_FAILED)
    IMPORT_UNREADABLE = ("PB680", "a file that cannot be imported", ExitCode.UNREADABLE)
    IMPORT_EXISTS = ("PB681", "an import over a document that exists", ExitCode.REFUSED)
    IMPORT_EMPTY = ("PB682", "a file to import that has no words", ExitCode.UNREADABLE)
    IMPORT_PACK = ("PB683", "a pack that an import cannot be put into", ExitCode.REFUSED)
    RESULT_STRANDED = ("PB540", "a heading alone at the bottom", ExitCode.CHECK_FAILED, "PR-09")

    def __init__(self, number: str, meaning: str, exit_code: ExitCode, rule: str = "") -> None:
        self.number = number
        self.meaning = meaning
        self.exit_code = exit_code
        self.rule = rule


RULES = frozenset(code.rule for code in Code if code.rule)
"""The ids of all rules, as content excuses them."""


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
        """Return another place in the same file."""
        return Span(self.path, line, column, end_line or line)


NOWHERE = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, in words for the person who can fix it.

    `waiver` is the reason for which the content waives its rule.
    """

    code: Code
    span: Span
    message: str
    help: str
    severity: Severity = Severity.ERROR
    waiver: str = ""

    def __str__(self) -> str:
        where = f"{self.span}: " if self.span.path else ""
        rule = f" ({self.code.rule})" if self.code.rule else ""
        kind = "excused" if self.waiver else self.severity.value
        last = f"reason: {self.waiver}" if self.waiver else f"help: {self.help}"
        return printable(f"{where}{kind}[{self.code.number}]: {self.message}{rule}\n  {last}")

    def as_dict(self) -> dict[str, str | int]:
        """Return the same as plain data, for other programs."""
        return {
            "code": self.code.number,
            "rule": self.code.rule,
            "severity": self.severity.value,
            "file": self.span.path,
            "line": self.span.line,
            "column": self.span.column,
            "message": self.message,
            "help": self.help,
            "excuse": self.waiver,
        }

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> Diagnostic:
        """Make it again from what `as_dict` gave."""
        span = Span(found["file"], found["line"], found["column"])
        code = next(code for code in Code if code.number == found["code"])
        return cls(code, span, found["message"], found["help"], Severity(found["severity"]))


class PackError(Exception):
    """What stops the run: one or more diagnostics, and the exit status they lead to.

    `rest` is what could be read in spite of them, if anything: to be searched for other problems,
    so that people see all at once, and for nothing else.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], rest: object = None) -> None:
        self.diagnostics = tuple(diagnostics)
        self.rest = rest
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


def shown_in_builds(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Keep errors, and warnings that nothing excuses."""
    return [d for d in diagnostics if d.severity is not Severity.ADVICE and not d.waiver]


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return what a word was likely meant to be; nothing when nothing is near."""
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=cutoff)), "")


def suggest(word: str, known: Iterable[str]) -> str:
    """Write `did you mean “title”?`, or list what exists when nothing is near."""
    known = sorted(known)
    if near := nearest(word, known):
        return f"did you mean “{near}”?"
    return f"use one of: {', '.join(known)}" if known else "there is none to choose from"


def printable(text: str) -> str:
    """Escape control characters, so that content can never steer a terminal. Soft hyphens are left
    out, as a word full of them cannot be read.
    """
    return "".join(
        c
        if c == "\n" or (c.isprintable() and not "\ud800" <= c <= "\udfff")
        else f"\\u{ord(c):04x}"
        for c in text
        if c != "\u00ad"
    )

"""What people see of an edition wherever they are: its name, its packs, problems in plain words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import Document, Heading, walk
from packbuilder.model.walking import plain
from packbuilder.pipeline.project import LoadedProject
from packbuilder.settings.dates import long_date
from packbuilder.settings.edition import EDITIONS, STANDARD, Edition, edition_path
from packbuilder.settings.pack import PACKS
from packbuilder.settings.project import PROJECT
from packbuilder.settings.strict_yaml import read_yaml
from packbuilder.web.look import Look
from packbuilder.web.workspace import Workspace

_CHANGED = re.compile(r"((?:content|templates)/.+) (?:has changed|is used now|is no longer used)")
_QUOTED = re.compile(r"“([\w’'-]+)” is ")
_ABOUT_WORDS = (Code.ABBREVIATION, Code.CAPITALS, Code.JARGON, Code.LANGUAGE)
_SHARED = "content/shared/"


@dataclass(frozen=True)
class EditionPlace:
    """An edition as the frame of its pages names it: its title, and where its pages begin."""

    name: str
    title: str
    at: str


@dataclass(frozen=True)
class ProblemInWords:
    """A problem as pages show it, with a link to where it can be fixed."""

    kind: str
    is_error: bool
    where: str
    message: str
    help: str
    link: str = ""
    link_words: str = ""
    word: str = ""
    know: str = ""
    page: str = ""


def edition_place(project: LoadedProject, name: str, base: str, look: Look) -> EditionPlace:
    """Return how an edition is named, wherever its file stands."""
    edition = project.editions.get(name)
    title = look.say("first.standard") if name == STANDARD else name
    return EditionPlace(name, (edition and edition.short_name) or title, f"{base}/e/{name}/")


def describe_event(project: LoadedProject, edition: Edition) -> str:
    """Return date, time and place of an event in a line."""
    language = project.settings.language
    date = long_date(edition.event_date, language) if edition.event_date else ""
    when = ", ".join(each for each in (date, edition.start_time) if each)
    return " · ".join(each for each in (when, edition.venue) if each)


def document_title(project: LoadedProject, name: str) -> str:
    """Return the code and title of a document."""
    document = project.texts.documents.get(name)
    if document is None:
        return name
    code = document.meta.tool
    return f"{code} {document.meta.title}" if code else document.meta.title


def document_of(project: LoadedProject, path: str) -> str:
    """Return the document that a file holds; nothing when it holds none."""
    return next((name for name, file in project.documents.items() if file == path), "")


# Problems -----------------------------------------------------------------------------------------


def problem_in_words(
    problem: Diagnostic, project: LoadedProject, place: EditionPlace, look: Look
) -> ProblemInWords:
    """Return a problem with its place in plain words."""
    path, is_error = problem.span.path, problem.severity is Severity.ERROR
    where, link, words = look.say("mistakes.file", path=path), "", ""
    if path == edition_path(place.name):
        key = edition_key(project, place.name, problem.span.line)
        label = look.words["fields"].get(key, key)
        where = look.say("mistakes.details", label=label)
        link, words = f"{place.at}details/of/{key}", look.say("mistakes.fix_details")
    elif name := document_of(project, path):
        where = place_in_document(project, name, problem.span.line, look)
        link = f"{place.at}texts/{name}?line={problem.span.line}#words"
        words = look.say("mistakes.fix_text")
    elif path == PROJECT:
        where = look.say("mistakes.project")
    elif path.startswith(f"{PACKS}/"):
        where = look.say("mistakes.packs", name=PurePosixPath(path).stem)
    kind = look.say("mistakes.mistake" if is_error else "mistakes.hint")
    message, help = sentence(_titled(problem.message, project)), sentence(problem.help)
    word = _word_in_doubt(problem)
    know = f"{place.at}known" if word else ""
    return ProblemInWords(kind, is_error, where, message, help, link, words, word, know)


def _titled(text: str, project: LoadedProject) -> str:
    """Return words in which documents have their titles in place of the names of their files; those
    of one word may be that word.
    """
    names = "|".join(re.escape(name) for name in project.documents if "-" in name)
    if not names:
        return text
    pattern = rf"“?(?<![\w/-])({names})(?![\w/.-])”?"
    return re.sub(pattern, lambda found: f"“{document_title(project, found[1])}”", text)


def _word_in_doubt(problem: Diagnostic) -> str:
    """Return the word that a hint is about, where somebody may say that it is right."""
    found = _QUOTED.match(problem.message)
    return found[1] if found and problem.code in _ABOUT_WORDS else ""


def edition_key(project: LoadedProject, name: str, line: int) -> str:
    """Return the key of an edition's file that a line belongs to."""
    path = edition_path(name)
    return read_yaml(project.source.read_text(path), Span(path)).key_at(line)


def place_in_document(project: LoadedProject, name: str, line: int, look: Look) -> str:
    """Return where a line of a document is: its title, its section, its kind and number there."""
    title = document_title(project, name)
    document = project.texts.documents.get(name)
    if document is None or not line:
        return title
    section, kind, number = find_block(document, line)
    said = look.words["kinds"].get(kind, look.words["kinds"]["other"])
    key = "in_block" if section and kind else "in_section" if section else "in_block_first"
    if not section and not kind:
        return title
    return look.say(f"mistakes.{key}", title=title, section=section, kind=said, number=number)


def find_block(document: Document, line: int) -> tuple[str, str, int]:
    """Return the heading above a line, the kind of block the line is in, and which of its kind it
    is below that heading.
    """
    section, kind, number = "", "", 0
    counts: dict[str, int] = {}
    for block in walk(document.blocks):
        if block.span.path != document.span.path or block.span.line > line:
            continue
        name = type(block).__name__
        if isinstance(block, Heading):
            section, kind, number, counts = plain(block.inlines), "", 0, {}
            continue
        counts[name] = counts.get(name, 0) + 1
        if block.span.line <= line <= (block.span.end_line or block.span.line):
            kind, number = name, counts[name]
    return section, kind, number


def sentence(text: str) -> str:
    """Return words as a sentence."""
    text = text.strip()
    if not text:
        return ""
    first = text[:1].upper() + text[1:]
    return first if first[-1] in ".?!" else f"{first}."


def sentences(*texts: str) -> str:
    """Return words as sentences, one after another."""
    return " ".join(filter(None, map(sentence, texts)))


# Reasons ------------------------------------------------------------------------------------------


def reasons_in_words(reasons: Sequence[str], project: LoadedProject, look: Look) -> str:
    """Return why a pack is not what it would be now, the first two reasons of it."""
    changed = list(dict.fromkeys(changed_things(reasons, project, look)))
    if changed:
        more = " …" if len(changed) > 2 else ""
        return look.say("reasons.changed", what=", ".join(changed[:2]) + more)
    return sentence(reasons[0]).rstrip(".") if reasons else ""


def changed_things(reasons: Sequence[str], project: LoadedProject, look: Look) -> Iterator[str]:
    """Yield what has changed, in words, for the reasons that name a file."""
    for reason in reasons:
        if found := _CHANGED.fullmatch(reason):
            yield _file_in_words(found[1], project, look)


def _file_in_words(path: str, project: LoadedProject, look: Look) -> str:
    if name := document_of(project, path):
        meta = project.texts.documents.get(name)
        return (meta and meta.meta.tool) or document_title(project, name)
    kinds = {
        EDITIONS: "details",
        PACKS: "pack",
        PROJECT: "settings",
        _SHARED: "shared",
        "content/images": "picture",
    }
    kind = next((word for start, word in kinds.items() if path.startswith(start)), "look")
    return look.say(f"reasons.{kind}")


# Files --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileLink:
    """A result that can be downloaded: its path below the edition's files, its size, its date."""

    path: str
    name: str
    bytes: int
    date: str


def file_link(workspace: Workspace, path: Path, language: str) -> FileLink | None:
    """Return a link to a file of the output, if there is one."""
    try:
        status = path.stat()
    except OSError:
        return None
    date = long_date(datetime.date.fromtimestamp(status.st_mtime), language)
    named = path.relative_to(workspace.output).as_posix().partition("/")[2] or path.name
    return FileLink(named, path.name, status.st_size, date)

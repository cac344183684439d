"""Markdown file → Document: the head, the blocks, the footnotes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, cast

from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, Span, errors, fail
from packbuilder.model import (
    Block,
    Document,
    Heading,
    Include,
    Metadata,
    all_inlines,
    rewrite_blocks,
    walk,
)
from packbuilder.readers.blocks import BLOCKS
from packbuilder.readers.front_matter import read_front_matter
from packbuilder.readers.plain_values import find_marks
from packbuilder.readers.reader import LESS, BlockReader
from packbuilder.readers.syntax import Parsed, parse_markdown
from packbuilder.settings.dates import is_language
from packbuilder.settings.strict_yaml import find_notes
from packbuilder.storage.source import Source


@dataclass(frozen=True)
class SharedText:
    """A shared file as read: its blocks, its warnings, and the files that its words come from."""

    blocks: tuple[Block, ...]
    warnings: tuple[Diagnostic, ...]
    sources: tuple[str, ...]


_TOOL = re.compile(r"^tool:\s*[\"']?([\w-]+)", re.MULTILINE)
_IN_HEAD = re.compile(r"\s*$|\s|- |[a-z_]+:")
_NOTE_BEGUN = re.compile(r" {0,3}\[\^([^\]\s]+)\] +\S")
"""A line that begins as the text of a footnote, but for its colon."""


def read_document(source: Source, path: str, language: str = "en-GB") -> Document:
    """Read a document; its name is the file's name, and its language the one given, unless it
    says another. Raises `PackError` with all problems when one is an error, and with as much of the
    document as could be read.
    """
    text = source.read_text(path)
    reader = _read(source, text, path, language)
    begun = 0 if reader.front_matter else _lines_of_head(reader.lines)
    problems = [each for each in reader.problems if not 0 < each.span.line <= begun]
    if not reader.front_matter and text.startswith("---"):
        raise fail(
            Code.BLOCK_UNCLOSED,
            Span(path),
            "the front matter is never closed",
            "end it with a line “---”",
        )
    if not reader.front_matter and text.lstrip().startswith("---\n"):
        raise fail(
            Code.KEY_MISSING,
            Span(path),
            "the front matter does not begin in the first line",
            "delete the empty lines or spaces before its first “---”",
        )
    name = PurePosixPath(path).stem
    head: Mapping[str, Span] = {}
    try:
        if not reader.front_matter:
            raise fail(
                Code.KEY_MISSING,
                Span(path),
                "the document has no front matter",
                "begin the file with a line “---”, then “title: …”, and a closing line “---”",
            )
        meta, head = read_front_matter(reader.front_matter, Span(path, 2), language)
    except PackError as error:
        problems[:0] = error.diagnostics
        meta, head = cast(Any, error.rest) or (_unknown_head(name, reader), {})
    problems += find_notes(reader.front_matter, Span(path, 2))
    problems += find_marks(reader.front_matter, Span(path, 2))
    problems.sort(key=lambda d: d.span.line)
    document = Document(
        name=name,
        meta=meta,
        blocks=_from_level_one(reader.blocks),
        footnotes=reader.footnotes,
        sources=(path, *reader.data),
        head=head,
        warnings=() if errors(problems) else tuple(problems),
        span=Span(path),
    )
    if errors(problems):
        raise PackError(problems, document)
    return document


def _lines_of_head(lines: list[str]) -> int:
    """Return the number of lines of front matter whose first “---” was forgotten."""
    end = lines.index("---") if "---" in lines else 0
    return end + 1 if end and all(map(_IN_HEAD.match, lines[:end])) else 0


def _unknown_head(name: str, reader: BlockReader) -> Metadata:
    """Return what stands in for a head that says nothing that can be understood."""
    tool = _TOOL.search(reader.front_matter)
    return Metadata(
        title=name,
        kind="report",
        updated=datetime.date.min,
        language=reader.language if is_language(reader.language) else reader.usual_language,
        tool=tool[1] if tool else "",
    )


def _from_level_one(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks whose headings begin at level 1: many texts keep it for their title.

    Headings that skip levels stay as they are, so that messages name the levels that were written.
    """
    levels = [block.level for block in walk(blocks) if isinstance(block, Heading)]
    included = any(isinstance(block, Include) for block in walk(blocks))
    if not levels or included:  # what is included may have headings of level 1
        return blocks
    above = min(levels) - 1
    if not above or levels[0] > min(levels) or any(b > a + 1 for a, b in pairwise(levels)):
        return blocks

    def raised(block: Block) -> Iterable[Block]:
        return [replace(block, level=block.level - above) if isinstance(block, Heading) else block]

    return rewrite_blocks(blocks, raised)


def read_blocks(source: Source, path: str, asked: Span, language: str = "en-GB") -> SharedText:
    """Read a shared file, which has no front matter and is in a language, asked for at `asked`;
    raise `PackError` with all problems when one is an error, and with what could be read.
    """
    reader = _read(source, source.read_text(path, asked), path, language)
    if reader.front_matter:
        reader.problem(
            Code.BLOCK_CONTENT,
            0,
            "a shared file cannot have front matter, and this one is included in another file",
            "delete the lines from “---” to “---”, or remove the include",
        )
    problems = list(reader.problems)
    for blocks in reader.footnotes.values():
        problems.append(
            Diagnostic(
                Code.FOOTNOTE,
                blocks[0].span,
                "a shared file cannot hold footnotes",
                "put what the note says in the text, or put the note in each document that "
                "includes this file",
            )
        )
    files = (path, *reader.data)
    if errors(problems):
        raise PackError(problems, SharedText(reader.blocks, (), files))
    return SharedText(reader.blocks, tuple(problems), files)


def _read(source: Source, text: str, path: str, language: str) -> BlockReader:
    """Return the reader of a file, which has its blocks, its notes and all that is wrong."""
    text += "\n"  # without it the parser reads beyond the end of a block that is never closed
    parsed = parse_markdown(text)
    if parsed.too_deep is not None:
        raise fail(
            Code.TOO_DEEP,
            Span(path, parsed.too_deep + 1),
            "lists, quotations, brackets or bold words are nested too deeply",
            LESS,
        )
    if parsed.too_long is not None:
        raise fail(
            Code.LINK_GROWTH,
            Span(path, parsed.too_long + 1),
            "the addresses of all links together are longer than a million characters",
            "use shorter addresses, or fewer links",
        )
    reader = BlockReader(path, text.split("\n"), BLOCKS, source, language)
    reader.blocks = reader.read(parsed.tree.children)
    _check_notes(reader, parsed)
    for label, line in parsed.unused_addresses:
        reader.problem(
            Code.UNMEANT,
            line,
            f"no link uses the address on this line, [{label.lower()}]",
            f"write a link as [words][{label.lower()}], give the line another label, or delete it",
            Severity.WARNING,
        )
    return reader


def _check_notes(reader: BlockReader, parsed: Parsed) -> None:
    """Find notes that are lost to the reader, or that nothing refers to, or that say nothing."""
    _check_colons(reader)
    any_lost = any(note.lost for note in parsed.notes)
    for note in parsed.notes:
        if note.lost:
            reader.problem(
                Code.FOOTNOTE,
                note.line,
                f"duplicate footnote [^{note.label}], or one inside another",
                "give each footnote its own label and its own line",
            )
        elif note.label in parsed.unused:
            reader.problem(
                Code.FOOTNOTE,
                note.line,
                f"nothing refers to the footnote [^{note.label}]",
                f"put [^{note.label}] where the note belongs, or delete it",
            )
        elif not any_lost and not any(all_inlines(reader.footnotes.get(note.label, ()))):
            reader.problem(
                Code.FOOTNOTE,
                note.line,
                f"the footnote [^{note.label}] is empty",
                "write its text on this line, or delete it",
            )


def _check_colons(reader: BlockReader) -> None:
    """Say of footnotes without a text that theirs has no colon, where one begins a line."""
    begun = {
        f"there is no text for the footnote [^{found[1]}]": (number, found[1])
        for number, line in reversed(list(enumerate(reader.lines)))
        if (found := _NOTE_BEGUN.match(line))
    }
    meant = dict.fromkeys(p.message for p in reader.problems if p.message in begun)
    reader.problems[:] = [p for p in reader.problems if p.message not in meant]
    for number, label in map(begun.__getitem__, meant):
        reader.problem(
            *(Code.FOOTNOTE, number, f"the text of the footnote [^{label}] has no colon"),
            f"write “[^{label}]: ” before it",
        )

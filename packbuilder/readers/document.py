"""Markdown file → Document: the head, the blocks, the footnotes."""

from __future__ import annotations

from pathlib import PurePosixPath

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail
from packbuilder.model import Block, Document
from packbuilder.readers.blocks import BlockReader
from packbuilder.readers.front_matter import read_front_matter
from packbuilder.readers.syntax import MAX_LEVEL, parse_markdown
from packbuilder.source import Source


def read_document(source: Source, path: str) -> Document:
    """Read a document; its name is the file's name. Raises `PackError` with all problems."""
    text = source.read_text(path)
    problems: list[Diagnostic] = []
    reader = _read(text, path, problems)
    meta = None
    try:
        if not reader.front_matter:
            raise fail(
                Code.KEY_MISSING,
                Span(path),
                "the document has no front matter",
                "begin the file with a line “---”, then “title: …”, and a closing line “---”",
            )
        meta = read_front_matter(reader.front_matter, Span(path, 2))
    except PackError as error:
        problems[:0] = error.diagnostics
    if problems or meta is None:
        raise PackError(sorted(problems, key=lambda d: d.span.line))
    return Document(
        name=PurePosixPath(path).stem,
        meta=meta,
        blocks=reader.blocks,
        footnotes=reader.footnotes,
        sources=(path,),
        span=Span(path),
    )


def read_blocks(source: Source, path: str, asked: Span) -> tuple[Block, ...]:
    """Read a shared file, which has no front matter, asked for at `asked`."""
    problems: list[Diagnostic] = []
    reader = _read(source.read_text(path, asked), path, problems)
    if reader.footnotes:
        problems.append(
            Diagnostic(
                Code.FOOTNOTE,
                Span(path),
                "a shared file cannot hold footnotes",
                "put the note's words in the text, or in each document that includes this file",
            )
        )
    if problems:
        raise PackError(problems)
    return reader.blocks


def _read(text: str, path: str, problems: list[Diagnostic]) -> BlockReader:
    tree, unused, deepest = parse_markdown(text)
    reader = BlockReader(path, text.split("\n"), problems)
    if deepest > MAX_LEVEL:
        reader.problem(
            Code.TOO_DEEP, 0, "lists or quotations are nested too deep", "use fewer levels"
        )
        return reader
    for label in unused:
        line = next(
            i for i, at in enumerate(reader.lines) if at.lstrip().startswith(f"[^{label}]:")
        )
        reader.problem(
            Code.FOOTNOTE,
            line,
            f"nothing refers to the footnote [^{label}]",
            f"put [^{label}] where the note belongs, or delete it",
        )
    reader.blocks = reader.read(tree.children)
    return reader

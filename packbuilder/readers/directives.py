"""`::: name {options}` blocks → blocks of the model.

Each directive is a record of its options and one function; the table `DIRECTIVES` names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from markdown_it.tree import SyntaxTreeNode

from packbuilder.diagnostics import (
    Code,
    Diagnostic,
    PackError,
    Severity,
    Span,
    fail,
    nearest,
    suggest,
)
from packbuilder.model import Block, Table, Waiver, walk
from packbuilder.readers import cards, charts, theme_maps
from packbuilder.readers import layout_blocks as layout
from packbuilder.readers import report_blocks as report
from packbuilder.readers import text_blocks as text
from packbuilder.readers import tool_blocks as tool
from packbuilder.readers.data import DataOptions, data_table, figures_to_the_right
from packbuilder.readers.reader import BlockReader
from packbuilder.readers.syntax import parse_attributes
from packbuilder.readers.unmeant import is_empty
from packbuilder.settings.schema import OPTIONS, to_type
from packbuilder.settings.strict_yaml import YamlNode

T = TypeVar("T")

_OPENING = re.compile(r"([a-z][a-z-]*)?\s*(\{.*\})?$", re.DOTALL)
_OPTION = re.compile(r"[\s{]([\w-]+)=")
_QUOTED = re.compile(r'"[^"]*"')


_BOXES = {"attention", "box", "caution", "danger", "example", "hint", "important", "info", "note"}
_BOXES |= {"seealso", "tip", "warning"}
"""What other tools call a box around some text."""

_ENDS = frozenset(("close", "end", "fin", "stop"))
"""How people write the line that ends a block."""

_CALLOUT_HELP = 'write it as a callout with a title: ::: callout {title="Note"}'

_JUDGED = {"excuse", "local", "only", "quotation"}
"""Blocks that say of what they hold who sees it, or which rules it breaks. This counts also where
one has mistakes.
"""


def read_directive(
    reader: BlockReader, node: SyntaxTreeNode, blocks: tuple[Block, ...]
) -> Iterable[Block]:
    """Read one `:::` block, which holds some blocks; raises `PackError` when it has mistakes, and
    with what it is in spite of them, if anything.
    """
    first = reader.line_index(node) + 1
    span = reader.span(node).at(first, end_line=node.map[1] + 1 if node.map else first)
    written, attributes, wrong = _opening(node.info.strip(), span)
    name, unknown = _meant(written, span)
    if name not in DIRECTIVES:
        raise PackError(unknown)
    taken = _block_with_its_end(node)
    if taken and taken.info.strip() in _ENDS:
        return blocks  # the line that was meant as the end is reported
    unclosed = _unclosed(reader, node, taken, name, span)
    if (unknown or unclosed) and name not in _JUDGED:
        raise PackError((*unknown, *wrong, *unclosed))
    wrong = [*unknown, *wrong, *unclosed]
    options, read = DIRECTIVES[name]
    known = len(reader.problems)
    try:
        if "data" in attributes:
            asked = {
                k: attributes.pop(k) for k in [*attributes] if k in ("data", "show", "numbers")
            }
            table = _data(reader, asked, span)
            blocks = (figures_to_the_right(table) if name == "table" else table, *blocks)
        given = _given(attributes, options, span, wrong)
        # All of it at once: a block that cannot be read must not hide what is wrong with others.
        made = tuple(read(reader, given, blocks, span))
    except PackError as error:
        # without options that are wrong, others may look wrong as well
        others = [d for d in error.diagnostics if not wrong or d.span.line != first]
        raise PackError(wrong + others, error.rest) from None
    if wrong:
        follow = [d for d in reader.problems[known:] if d.span.line != first]
        reader.problems[known:] = follow
        raise PackError(wrong, made)
    empty = (block for block in walk(made) if getattr(block, "blocks", None) == ())
    if is_empty(node) and any(not isinstance(block, Waiver) for block in empty):
        reader.problem(
            *(Code.UNMEANT, first - 1, f"the block “{name}” is empty"),
            f"write its text before the line “{node.markup}”, or delete the block",
            Severity.WARNING,
        )
    return made


def _meant(name: str, span: Span) -> tuple[str, list[Diagnostic]]:
    """Return which block is meant by a name, and what is wrong with it."""
    if name in DIRECTIVES:
        return name, []
    if name in _ENDS:
        message, help = f"“::: {name}” does not end a block", "write “:::” alone"
        return name, [Diagnostic(Code.BLOCK_UNKNOWN, span, message, help)]
    near = "" if name in _BOXES else nearest(name, DIRECTIVES)
    help = _CALLOUT_HELP if name in _BOXES else suggest(name, DIRECTIVES)
    wrong = Diagnostic(Code.BLOCK_UNKNOWN, span, f"there is no block “{name}”", help)
    return near if near in _JUDGED else name, [wrong]


def _unclosed(
    reader: BlockReader,
    node: SyntaxTreeNode,
    taken: SyntaxTreeNode | None,
    name: str,
    span: Span,
) -> list[Diagnostic]:
    """Say of a block that no line, or only that of a block inside, which is `taken`, ends it."""
    if taken:
        message = (
            f"the block “{name}” is not closed before the block on line "
            f"{reader.line_index(taken) + 1}"
        )
        help = f"write a line “{node.markup}” where it ends"
    elif not _closed(reader, node):
        message, help = f"the block “{name}” is never closed", f"end it with a line “{node.markup}”"
        inside = range(span.line, min(_end(node), len(reader.lines)))
        if lines := [n for n in inside if re.fullmatch(r"[\s>]*:{1,2}\s*", reader.lines[n])]:
            reader.problems[:] = [p for p in reader.problems if p.span.line != lines[0] + 1]
            message += f": line {lines[0] + 1} has too few colons"
    else:
        return []
    help += "; a block around others needs more colons"
    return [Diagnostic(Code.BLOCK_UNCLOSED, span, message, help)]


def _given(
    attributes: Mapping[str, str], options: type[Any], span: Span, wrong: list[Diagnostic]
) -> Any:
    """Return the options of a block as its record, as far as they can be used, and add what is
    wrong with them, unless something is anyway; raises `PackError` where nothing of them can be
    used.
    """
    try:
        return _checked(attributes, options, span)
    except PackError as error:
        if error.rest is None:
            raise
        wrong += () if wrong else error.diagnostics
        return error.rest


def _checked(attributes: Mapping[str, str], options: type[T], span: Span) -> T:
    """Return the options of a block as its record."""
    values = {
        key.replace("-", "_"): YamlNode(value or None, span, span)
        for key, value in attributes.items()
    }
    return to_type(YamlNode(values, span), options, OPTIONS)


def _data(reader: BlockReader, attributes: Mapping[str, str], span: Span) -> Table:
    """Read the list that a block is about, as if it stood in the block as a table."""
    options = _checked(attributes, DataOptions, span)
    reader.data.append(f"content/{options.data}")
    return data_table(reader.source, options, reader.language, span)


def _opening(info: str, span: Span) -> tuple[str, dict[str, str], list[Diagnostic]]:
    """Return the name of a block and its options, and what is wrong with these; raises `PackError`
    where it has no name.
    """
    match = _OPENING.fullmatch(info)
    if match is None or not match[1]:
        if not info:
            raise fail(
                Code.BLOCK_UNKNOWN,
                span,
                "this line of colons closes nothing",
                "delete it; a block around others begins and ends with more colons, as in “::::”",
            )
        raise fail(
            Code.BLOCK_UNKNOWN,
            span,
            f"“::: {info}” cannot be understood",
            "close the braces with “}” at the end of this line"
            if "{" in info and "}" not in info
            else 'open a block with its name, for instance ::: callout {title="Mind the date"}',
        )
    name, written = match[1], match[2] or ""
    if twice := _twice(written):
        message, help = f"duplicate option “{twice}”", "delete one of the two"
        return name, {}, [Diagnostic(Code.BLOCK_OPTION, span, message, help)]
    try:
        return name, parse_attributes(written) if written else {}, []
    except ValueError:
        message = f"the options {written} cannot be understood"
        help = 'write each as name="text", in straight quotes'
        return name, {}, [Diagnostic(Code.BLOCK_OPTION, span, message, help)]


def _twice(options: str) -> str:
    """Name the first option that is given a second time."""
    names = _OPTION.findall(_QUOTED.sub("", options))
    return next((name for n, name in enumerate(names) if name in names[:n]), "")


def _block_with_its_end(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    """Return a block inside that was meant to end where this one does: nothing closed this one.

    The parser takes the first line of colons for the end of both.
    """
    inner = (child for child in node.walk(include_self=False) if child.type == node.type)
    end = _end(node)
    return next((c for c in inner if c.markup == node.markup and _end(c) == end), None)


def _end(node: SyntaxTreeNode) -> int:
    """Return the line, from 0, that closes a block."""
    return node.map[1] if node.map else 0


def _closed(reader: BlockReader, node: SyntaxTreeNode) -> bool:
    """Whether the line after the block is its closing one; the parser closes it in any case."""
    after = _end(node)
    around = node.parent
    while around is not None and around.type != node.type:
        around = around.parent
    if around is not None and _end(around) == after and around.markup != node.markup:
        return False  # this line closes the block around it
    colons = reader.lines[after].strip().lstrip("> ") if after < len(reader.lines) else ""
    return len(colons) >= len(node.markup) and set(colons) == {":"}


Read = Callable[[BlockReader, Any, tuple[Block, ...], Span], Iterable[Block]]

DIRECTIVES: Mapping[str, tuple[type[Any], Read]] = MappingProxyType(
    {
        "agenda": (tool.AgendaOptions, tool.agenda),
        "answer": (tool.AnswerOptions, tool.answer),
        "callout": (text.CalloutOptions, text.callout),
        "canvas": (tool.CanvasOptions, tool.canvas),
        "chain": (layout.ChainOptions, layout.chain),
        "chart": (charts.ChartOptions, charts.chart),
        "choices": (tool.ChoicesOptions, tool.choices),
        "deck": (cards.DeckOptions, cards.deck),
        "deck-list": (text.NoOptions, cards.deck_list),
        "excuse": (text.WaiverOptions, text.waiver),
        "facts": (text.NoOptions, layout.facts),
        "figures": (report.LookOptions, report.figures),
        "include": (text.IncludeOptions, text.include),
        "key": (report.KeyOptions, report.key),
        "landscape": (text.NoOptions, text.landscape),
        "lead": (text.NoOptions, report.lead),
        "local": (text.LocalOptions, text.local),
        "logos": (report.LogosOptions, report.logos),
        "one-thing": (text.NoOptions, layout.one_thing),
        "numbered": (report.LookOptions, report.numbered),
        "theme-map": (report.LookOptions, theme_maps.theme_map),
        "numerals": (report.NumbersOptions, report.numerals),
        "only": (text.OnlyOptions, text.only),
        "page-break": (text.NoOptions, text.page_break),
        "points": (report.PointsOptions, report.points),
        "quotation": (text.QuotationOptions, text.quotation),
        "repeat": (tool.RepeatOptions, tool.repeat),
        "route": (tool.RouteOptions, tool.route),
        "photos": (report.PhotosOptions, report.photos),
        "qr": (report.CodeOptions, report.code),
        "row": (layout.RowOptions, layout.row),
        "run-sheet": (tool.RunSheetOptions, tool.run_sheet),
        "scale": (tool.ChoicesOptions, tool.scale),
        "score": (text.NoOptions, layout.score),
        "side": (text.NoOptions, layout.side),
        "small-print": (text.NoOptions, text.small_print),
        "step-bar": (text.NoOptions, layout.step_bar),
        "stages": (report.LookOptions, report.stages),
        "steps": (tool.StepsOptions, tool.steps),
        "table": (text.TableOptions, text.table),
        "theme": (report.ThemeOptions, report.theme),
        "tiles": (text.NoOptions, report.tiles),
    }
)

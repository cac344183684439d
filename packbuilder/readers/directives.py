"""`::: name {options}` blocks → blocks of the model.

Each directive is a record of its options and one function; the table `DIRECTIVES` names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, TypeVar

from markdown_it.tree import SyntaxTreeNode

from packbuilder.diagnostics import Code, PackError, Severity, Span, fail, suggest
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


def read_directive(
    reader: BlockReader, node: SyntaxTreeNode, blocks: tuple[Block, ...]
) -> Iterable[Block]:
    """Read one `:::` block, which holds some blocks; raises `PackError` when its opening line is
    wrong.
    """
    first = reader.line_index(node) + 1
    span = reader.span(node).at(first, end_line=node.map[1] + 1 if node.map else first)
    name, attributes = _opening(node.info.strip(), span)
    if name in _ENDS:
        raise fail(
            Code.BLOCK_UNKNOWN, span, f"“::: {name}” does not end a block", "write “:::” alone"
        )
    if name not in DIRECTIVES:
        help = _CALLOUT_HELP if name in _BOXES else suggest(name, DIRECTIVES)
        raise fail(Code.BLOCK_UNKNOWN, span, f"there is no block “{name}”", help)
    taken = _block_with_its_end(node)
    if taken and taken.info.strip() in _ENDS:
        return ()  # the line that was meant as the end is reported
    if taken:
        raise fail(
            Code.BLOCK_UNCLOSED,
            span,
            f"the block “{name}” is not closed before the block on line "
            f"{reader.line_index(taken) + 1}",
            f"write a line “{node.markup}” where it ends; a block around others needs more colons",
        )
    if not _closed(reader, node):
        message, help = f"the block “{name}” is never closed", f"end it with a line “{node.markup}”"
        inside = range(first, min(_end(node), len(reader.lines)))
        if lines := [n for n in inside if re.fullmatch(r"[\s>]*:{1,2}\s*", reader.lines[n])]:
            reader.problems[:] = [p for p in reader.problems if p.span.line != lines[0] + 1]
            message += f": line {lines[0] + 1} has too few colons"
        raise fail(
            *(Code.BLOCK_UNCLOSED, span, message),
            f"{help}; a block around others needs more colons",
        )
    options, read = DIRECTIVES[name]
    if "data" in attributes:
        asked = {k: attributes.pop(k) for k in list(attributes) if k in ("data", "show", "numbers")}
        table = _data(reader, asked, span)
        blocks = (figures_to_the_right(table) if name == "table" else table, *blocks)
    # All of it at once: a block that cannot be read must not hide what is wrong with others.
    made = tuple(read(reader, _given(reader, attributes, options, span), blocks, span))
    empty = (block for block in walk(made) if getattr(block, "blocks", None) == ())
    if is_empty(node) and any(not isinstance(block, Waiver) for block in empty):
        reader.problem(
            *(Code.UNMEANT, first - 1, f"the block “{name}” is empty"),
            f"write its text before the line “{node.markup}”, or delete the block",
            Severity.WARNING,
        )
    return made


def _given(
    reader: BlockReader, attributes: Mapping[str, str], options: type[Any], span: Span
) -> Any:
    """Return the options of a block as its record. Beside those that it does not have, which are
    reported, what it holds can be read; raises `PackError` where others are wrong or missing.
    """
    try:
        return _checked(attributes, options, span)
    except PackError as error:
        wrong = error
    names = {spec.name.replace("_", "-") for spec in fields(options)}
    try:
        rest = _checked({k: v for k, v in attributes.items() if k in names}, options, span)
    except PackError:
        raise wrong from None
    reader.problems.extend(wrong.diagnostics)
    return rest


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


def _opening(info: str, span: Span) -> tuple[str, dict[str, str]]:
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
    if twice := _twice(match[2] or ""):
        raise fail(Code.BLOCK_OPTION, span, f"duplicate option “{twice}”", "delete one of the two")
    try:
        return match[1], parse_attributes(match[2]) if match[2] else {}
    except ValueError:
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"the options {match[2]} cannot be understood",
            'write each as name="text", in straight quotes',
        ) from None


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

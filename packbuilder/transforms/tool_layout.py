"""What the program lays out of a tool: its steps in short and in full, ways to decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.model import (
    ARROW,
    Block,
    Cell,
    Document,
    Icon,
    Inline,
    ListItem,
    Numeral,
    Paragraph,
    Place,
    Route,
    Step,
    Steps,
    Strong,
    Table,
    Text,
    plain,
    rewrite_blocks,
    walk,
)
from packbuilder.theme import Labels

_ARROW = "→"
_ROUTE_WIDTHS = (35, 40, 25)
_STEP_WIDTHS = (22, 78)


def place_steps(document: Document, labels: Labels) -> tuple[Document, list[Diagnostic]]:
    """Put the steps in short where a tool asks for them, and named routes into tables; a step that
    has no short name is a problem.
    """
    problems: list[Diagnostic] = []
    steps = [item for b in walk(document.blocks) if isinstance(b, Steps) for item in b.items]

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Place) and block.of == "step-bar":
            problems.extend(_unnamed(steps, block.span))
            return _bar(steps, block.span, labels)
        if isinstance(block, Route) and block.name:
            return [_route(block, labels)]
        return [block]

    return replace(document, blocks=rewrite_blocks(document.blocks, change)), problems


def write_steps(document: Document, labels: Labels) -> Document:
    """Put the steps of a tool into a table; steps of more than a paragraph stay a list."""

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Steps):
            return [_steps(block, labels)]
        return [block]

    return replace(document, blocks=rewrite_blocks(document.blocks, change))


def _unnamed(steps: list[Step], span: Span) -> Iterable[Diagnostic]:
    """Yield a problem for the first step without a short name, or at the bar where none are."""
    place = span if not steps else next((step.span for step in steps if not _name(step)), None)
    if place is not None:
        yield Diagnostic(
            Code.MINUTES,
            place,
            "the bar of steps has no short name for this step",
            "begin the step with it in bold: “1. 3 min: **Name the issue** together.”",
        )


def _bar(steps: list[Step], span: Span, labels: Labels) -> Iterable[Block]:
    named = [(step, name) for step in steps if (name := _name(step))]
    if not named:
        return []
    header = tuple(
        Cell((_numeral(str(number), step.span), *_minutes(f" {label}", step.span)), span=step.span)
        for number, (step, _) in enumerate(named, 1)
        for label in [labels.short_minutes.format(minutes=step.minutes)]
    )
    row = tuple(Cell((Text(name, span=step.span),), span=step.span) for step, name in named)
    return [Table(header, (row,), look="step-bar", span=span)]


def _steps(block: Steps, labels: Labels) -> Block:
    rows = [_step(step, labels) for step in block.items]
    if any(row is None for row in rows):
        label = labels.short_minutes
        timed = (_timed(step, label.format(minutes=step.minutes)) for step in block.items)
        return replace(block, items=tuple(timed))
    header = tuple(Cell((labels.inline(title, block.span),)) for title in ("minutes_head", "step"))
    return Table(
        header,
        tuple(row for row in rows if row),
        header_column=True,
        widths=_STEP_WIDTHS,
        look="steps",
        id=block.id,
        span=block.span,
    )


def _step(step: Step, labels: Labels) -> tuple[Cell, ...] | None:
    if len(step.blocks) != 1 or not isinstance(step.blocks[0], Paragraph):
        return None
    before, number, after = labels.short_minutes.partition("{minutes}")
    time = (
        *_minutes(before, step.span),
        _numeral(number.format(minutes=step.minutes), step.span),
        *_minutes(after, step.span),
    )
    return Cell(time, span=step.span), Cell(step.blocks[0].inlines, span=step.span)


def _timed(step: Step, label: str) -> Step:
    """Begin a step's first paragraph with its minutes."""
    first, *rest = step.blocks
    if isinstance(first, Paragraph):
        words = (Strong((Text(f"{label}:", span=step.span),), span=step.span), Text(" "))
        first = replace(first, inlines=(*words, *first.inlines))
    return replace(step, blocks=(first, *rest))


def _name(step: Step) -> str:
    """Return a step's short name: the bold words it begins with."""
    first = step.blocks[0] if step.blocks else None
    lead = first.inlines[0] if isinstance(first, Paragraph) and first.inlines else None
    return plain([lead]).rstrip(".:,") if isinstance(lead, Strong) else ""


def _route(route: Route, labels: Labels) -> Table:
    titles = ((labels.inline("route_if"),), route.label, (labels.inline("route_then"),))
    rows = []
    for number, item in enumerate(route.items, 1):
        condition, decision, then = _parts(item)
        arrow = (Icon(ARROW, span=item.span), Text(" ", span=item.span))
        lead = (_numeral(str(number), item.span), Text(" ", span=item.span))
        cells = ((*lead, *condition), (*arrow, *decision), then)
        rows.append(tuple(Cell(cell, span=item.span) for cell in cells))
    return Table(
        tuple(Cell(title, span=route.span) for title in titles),
        tuple(rows),
        header_column=True,
        widths=_ROUTE_WIDTHS,
        choice=route.name,
        look="route",
        span=route.span,
    )


def _parts(item: ListItem) -> tuple[tuple[Inline, ...], ...]:
    """Part a way to a decision at its arrows: what it needs, what is decided, what then."""
    first = item.blocks[0] if item.blocks else None
    parts: list[list[Inline]] = [[]]
    for inline in first.inlines if isinstance(first, Paragraph) else ():
        if not isinstance(inline, Text):
            parts[-1].append(inline)
            continue
        pieces = inline.text.split(_ARROW)
        for number, piece in enumerate(pieces):
            words = piece.lstrip() if number else piece
            words = words.rstrip() if number < len(pieces) - 1 else words
            parts += [[]] if number else []
            parts[-1] += [replace(inline, text=words)] if words else []
    parts += [[]] * (3 - len(parts))
    return tuple(tuple(part) for part in parts[:3])


def _numeral(words: str, span: Span) -> Numeral:
    return Numeral((Text(words, span=span),), span=span)


def _minutes(words: str, span: Span) -> tuple[Inline, ...]:
    return (Text(words, span=span),) if words else ()

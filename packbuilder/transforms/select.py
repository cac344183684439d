"""Keep what an edition shows, and fill in its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from packbuilder.diagnostics import Code, Diagnostic, Span, nearest, suggest
from packbuilder.model import (
    Blank,
    Block,
    BulletList,
    Choices,
    Document,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    ListItem,
    Only,
    OnlyWords,
    OrderedList,
    Paragraph,
    Strong,
    Text,
    Value,
    Waiver,
    all_inlines,
    join_texts,
    rewrite_document,
    rewrite_inlines,
    rewrite_lines,
    walk_inlines,
)
from packbuilder.settings.dates import runs_right_to_left
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.project import DOCUMENT_VALUES
from packbuilder.theme.scripts import MARKS, apart

_VALUE_IN_ADDRESS = re.compile(r"%5B%5B(\w+)%5D%5D")
_SCHEME_TWICE = re.compile(r"^(?:https?://|mailto:|tel:)(?=https?://|mailto:|tel:)")
"""Where an address is written “https://[[website]]”, and the value begins with https:// too."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names that content may use: of values, editions and documents.

    `left_out` are the documents that the edition does without. `labels` name values for people
    where the project does, and `empty` says what to print in place of the ruled space of a value
    that an edition lacks.
    """

    values: Collection[str]
    editions: Collection[str]
    labels: Mapping[str, str] = field(default_factory=dict)
    empty: Mapping[str, str] = field(default_factory=dict)
    documents: DocumentNames = field(default_factory=lambda: DocumentNames({}))
    left_out: Collection[str] = ()


def select_edition(
    document: Document,
    edition: str,
    values: Mapping[str, str],
    known: Known,
) -> tuple[Document, list[Diagnostic]]:
    """Open the `only` blocks and words that this edition shows, drop the others, and open every
    `excuse`. A block that all words of are dropped goes too.

    A name that no edition has would drop words unseen, so it becomes a problem, and the words are
    shown where the nearest name would show them, to be checked too. So do names of values in what
    is dropped, which may be dropped in every edition.
    """
    problems: list[Diagnostic] = []

    def is_shown(only: Only | OnlyWords) -> bool:
        problems.extend(_unknown_names(only, known))
        gone = known.left_out
        names = {*known.values, *DOCUMENT_VALUES}
        has, lacks = (_meant(name, names) for name in (only.has, only.lacks))
        return (
            all(name not in gone for name in _documents(only.document, known))
            and all(name in gone for name in _documents(only.missing, known))
            and (not only.has or has in values)
            and (not only.lacks or lacks not in values)
            and (not only.editions or edition in [_meant(e, known.editions) for e in only.editions])
        )

    def are_shown(words: OnlyWords) -> bool:
        shown = is_shown(words)
        problems.extend(() if shown else _unknown_values(walk_inlines(words.inlines), known))
        return shown

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Waiver):
            return block.blocks
        if isinstance(block, Only):
            if is_shown(block):
                return block.blocks
            problems.extend(_unknown_values(all_inlines(block.blocks), known))
            return ()
        changed = rewrite_lines(block, lambda line: _shown_words(line, are_shown))
        if isinstance(changed, Paragraph) and changed is not block and not changed.inlines:
            return ()
        if isinstance(block, ListItem) and not block.blocks:
            return ()
        if isinstance(block, BulletList | OrderedList | Choices) and not block.items:
            return ()
        return [changed]

    return rewrite_document(document, change), problems


def _shown_words(
    line: tuple[Inline, ...], is_shown: Callable[[OnlyWords], bool]
) -> tuple[Inline, ...]:
    """Open the words of a line that the edition shows, and drop the others."""
    if not any(isinstance(inline, OnlyWords) for inline in walk_inlines(line)):
        return line
    kept: list[Inline] = []
    for inline in line:
        if isinstance(inline, OnlyWords):
            kept += _shown_words(inline.inlines, is_shown) if is_shown(inline) else ()
        elif isinstance(inline, Strong | Emphasis | Foreign | Link):
            inner = _shown_words(inline.inlines, is_shown)
            kept += [replace(inline, inlines=inner)] if inner else []
        else:
            kept.append(inline)
    return tuple(join_texts(kept))


def _meant(name: str, names: Collection[str]) -> str:
    return name if not name or name in names else nearest(name, names)


def _unknown_names(only: Only | OnlyWords, known: Known) -> Iterator[Diagnostic]:
    """Yield a problem for each name of a condition that there is none of."""
    wanted = [(Code.VALUE_UNKNOWN, "value", n, known.values) for n in (only.has, only.lacks)]
    wanted += [(Code.EDITION_UNKNOWN, "edition", n, known.editions) for n in only.editions]
    for code, kind, name, names in wanted:
        if name and name not in names:
            message = f"there is no {kind} “{name}”"
            yield Diagnostic(code, only.span, message, suggest(name, names))
    for name in (*_names(only.document), *_names(only.missing)):
        if not known.documents.find(name):
            message = f"there is no document “{name}”"
            help = known.documents.suggest(name)
            yield Diagnostic(Code.DOCUMENT_UNKNOWN, only.span, message, help)


def _unknown_values(inlines: Iterable[Inline], known: Known) -> Iterator[Diagnostic]:
    """Yield a problem for each value among inlines that there is none of."""
    for inline in inlines:
        named = [inline.name] if isinstance(inline, Value) else []
        if isinstance(inline, Link):
            named = _VALUE_IN_ADDRESS.findall(inline.target)
        for name in named:
            yield from _unknown_value(name, inline.span, known)


def _unknown_value(name: str, span: Span, known: Known) -> Iterator[Diagnostic]:
    names = {*known.values, *DOCUMENT_VALUES}
    if name not in names:
        message = f"there is no value “{name}”"
        yield Diagnostic(Code.VALUE_UNKNOWN, span, message, suggest(name, names))


def _documents(written: str, known: Known) -> list[str]:
    return [known.documents.find(name) for name in _names(written)]


def _names(written: str) -> list[str]:
    """Part names at their commas."""
    return [name.strip() for name in written.split(",") if name.strip()]


def values_in_address(address: str) -> set[str]:
    """Return the names of the values in an address."""
    return set(_VALUE_IN_ADDRESS.findall(address))


def fill_in(
    document: Document,
    values: Mapping[str, str],
    known: Known,
) -> tuple[Document, list[Diagnostic]]:
    """Replace `[[name]]` by the edition's value, or by a ruled space where it has none; a name that
    is no value's is a problem.
    """
    problems: list[Diagnostic] = []
    right_to_left = runs_right_to_left(document.meta.language)

    def check(name: str, span: Span) -> None:
        problems.extend(_unknown_value(name, span, known))

    def value(inline: Inline) -> Iterable[Inline]:
        if isinstance(inline, Link):
            return address(inline)
        if isinstance(inline, Foreign) and runs_right_to_left(inline.language) != right_to_left:
            return [_without_marks(inline)]
        if not isinstance(inline, Value):
            return [inline]
        check(inline.name, inline.span)
        text = values.get(inline.name) or known.empty.get(inline.name)
        if text:
            return _in_lines(text, inline.span, right_to_left)
        label = known.labels.get(inline.name) or inline.name.replace("_", " ")
        return [Blank(label, span=inline.span)]

    def address(link: Link) -> Iterable[Inline]:
        """Fill in the values in an address; without one of them the words are no link."""
        wanted = _VALUE_IN_ADDRESS.findall(link.target)
        for name in wanted:
            check(name, link.span)
        if not all(values.get(name) for name in wanted):
            return link.inlines
        target = _VALUE_IN_ADDRESS.sub(lambda match: values[match[1]].strip(), link.target)
        return [replace(link, target=_SCHEME_TWICE.sub("", target))]

    filled = rewrite_document(document, lambda block: [rewrite_inlines(block, value)])
    return filled, problems


def _without_marks(inline: Inline) -> Inline:
    """Return words that run as those around them without the marks that kept values apart."""
    if isinstance(inline, Text):
        return replace(inline, text=inline.text.rstrip(MARKS))
    if isinstance(inline, Foreign | Strong | Emphasis | Link):
        return replace(inline, inlines=tuple(map(_without_marks, inline.inlines)))
    return inline


def _in_lines(text: str, span: Span, right_to_left: bool) -> Iterable[Inline]:
    """Return a value's words; each of its lines stands on one of its own."""
    for number, line in enumerate(text.strip().splitlines()):
        if number:
            yield LineBreak(span=span)
        if line.strip():
            yield Text(apart(line.strip(), right_to_left), span=span)

"""Markdown that does something, though something else was meant: a slip of the editor's.

Each function looks at one place: what is wrong, what to do, and at which line or item where there
are several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from packbuilder.model.counting import Counting, counted, number_of
from packbuilder.readers.inlines import is_comment

_KINDS = ("letter", "number")
YEARS = range(1000, 2200)
_LISTS = ("bullet_list", "ordered_list")
_MAY_BELONG_TO_ITEM = (*_LISTS, "paragraph", "fence", "table", "container_block")
_ITEM = re.compile(r"(?P<before>[\s>]*)(?P<mark>[-*+]|\(?\w{1,9}[.)])(?P<after> *)")
_STRAY_SPACES = 1
"""One space before a paragraph is there by chance; before a list, it is meant."""

_FIGURE = re.compile(r"=?\s*[£$€−-]?\d[\d.,]*")
_NO_WORDS = re.compile(r"\s*(?:$|[#|`>]|:::)")
_SENTENCE = re.compile(r"[.!?…][”’\"'*_)\]]*$")
_BEGINS_RULE = re.compile(r"\S+(?: [^\s:]+){0,4}:")


def is_empty(node: SyntaxTreeNode) -> bool:
    """Whether nothing stands in a block, an item or a quotation; comments are not printed."""
    return all(child.type == "html_block" and is_comment(child.content) for child in node.children)


def empty_items(node: SyntaxTreeNode) -> Iterator[tuple[int, str, str]]:
    """Find items of a list without words: once, at the first of them (from 0)."""
    empty = [number for number, item in enumerate(node.children) if is_empty(item)]
    if empty:
        yield (
            empty[0],
            f"{len(empty)} items of this list are empty, beginning here"
            if empty[1:]
            else "this list item is empty",
            "write its words, or delete it",
        )


def year_as_number(start: int) -> Iterator[tuple[str, str]]:
    """Look at the first number of a list: 2015. A year …."""
    if start in YEARS:
        yield (
            f"“{start}.” at the start of a line starts a numbered list",
            f"if it is a year, write {start}\\. or put a word before it",
        )


def numbers_out_of_order(
    written: Sequence[tuple[str, str]], counting: Counting
) -> Iterator[tuple[int, str, str]]:
    """Look at the numbers or letters of a list, each with the sign behind it: which item (from 0)
    is the first that is printed with another one, what is wrong, what to do. Lists whose items all
    have the same one are meant.
    """
    if len(set(written)) == 1:
        return
    first = number_of(written[0][0], counting)
    for place, (typed, sign) in enumerate(written):
        if number_of(typed, counting) != first + place:
            printed, kind = counted(first + place, counting), _KINDS[counting == "figures"]
            yield (
                place,
                f"“{typed}{sign}” is printed as {printed}: a list counts on from its first {kind}",
                f"correct the {kind}; to begin another list, put a heading or a sentence before it",
            )
            return


def compared_figure(words: str, lines: Sequence[str], above: str) -> Iterator[tuple[str, str]]:
    """Look at the words of a quotation, its lines and the one above: > 5 people, “more than” meant.

    A sentence that stands by itself, or words on several lines that are all marked, are quoted.
    """
    found = _FIGURE.match(words)
    if not found or sum(line.lstrip().startswith(">") for line in lines) > 1:
        return
    goes_on = not _NO_WORDS.match(above)
    at_once = re.match(r"\s*>[=£$€−\d-]", lines[0]) is not None
    is_year = found[0].isdecimal() and int(found[0]) in YEARS
    is_sentence = _SENTENCE.search(words) and not _BEGINS_RULE.match(words)
    if goes_on or at_once or not (is_year or is_sentence):
        figure = found[0].rstrip(".,")
        yield (
            f"“>” before “{figure}” at the start of a line makes it a quotation",
            (
                "for “more than” write these words, or \\>; if it is a quotation, write "
                "“::: quotation” before it and “:::” after it"
            ),
        )


def indented_too_little(
    lines: Sequence[str], before: SyntaxTreeNode | None, node: SyntaxTreeNode
) -> Iterator[tuple[str, str]]:
    """Look at what follows a list: with some spaces before it, but too few, it is outside of it."""
    if before is None or before.type not in _LISTS or node.type not in _MAY_BELONG_TO_ITEM:
        return
    item = before.children[-1]
    if not node.map or not item.map or _begins_in_item(before):
        return
    at, words = _columns(lines[item.map[0]])
    own = _indent(lines[node.map[0]])
    chance = 0 if node.type in _LISTS else _STRAY_SPACES
    if at + chance < own < words:
        what = "list" if node.type in _LISTS else "paragraph"
        yield _too_few_spaces(
            f"this {what if node.type in (*_LISTS, what) else 'block'} is", at, own, words
        )


def items_indented_too_little(
    lines: Sequence[str], node: SyntaxTreeNode
) -> Iterator[tuple[int, str, str]]:
    """Look at the items of a list: those with some spaces before them, but too few, are not inside
    the items above. Reported once, at the first of them (from 0).

    All but the first may be as far in as one another: it has lost its spaces when it was copied.
    """
    if _begins_in_item(node):
        return
    places = [_columns(lines[item.map[0]]) for item in node.children if item.map]
    first, others = places[0][0], [at for at, _ in places[1:]]
    deeper = [number for number, at in enumerate(others, 1) if at > first]
    if not deeper or len(set(others)) == 1:
        return
    words = next(words for at, words in reversed(places[: deeper[0]]) if at <= first)
    subject = f"{len(deeper)} items, beginning here, are" if deeper[1:] else "this item is"
    yield deeper[0], *_too_few_spaces(subject, first, places[deeper[0]][0], words)


def _too_few_spaces(subject: str, at: int, own: int, words: int) -> tuple[str, str]:
    begins = "a space, which is" if own == 1 else f"{own} spaces, which are"
    return (
        f"{subject} not inside the list item above: the line begins with {begins} too few",
        f"begin it with {words} spaces; to end the list item, begin it with {at or 'none'}",
    )


def _begins_in_item(node: SyntaxTreeNode) -> bool:
    """Whether a list begins in the line of an item around it, so that its column is not known."""
    around = node.parent
    return bool(
        around
        and around.type == "list_item"
        and around.map
        and node.map
        and around.map[0] == node.map[0]
    )


def _columns(line: str) -> tuple[int, int]:
    """Return in which columns, from 0, the mark of an item and its words begin."""
    found = _ITEM.match(line.expandtabs(4))
    if not found:  # something else begins in the same line, such as what a term means
        return 0, 0
    spaces = len(found["after"])
    return found.end("before"), found.end("mark") + (spaces if 1 <= spaces <= 4 else 1)


def _indent(line: str) -> int:
    found = re.match(r"[\s>]*", line.expandtabs(4))
    return found.end() if found else 0

"""A rule for markdown-it: lists whose items begin with a letter or a Roman numeral.

`a.`, `a)`, `(a)`, `A.`, `i.` and `I.` begin an item, as in pandoc's fancy lists. There are two
items at least, the second of which follows the first: so “A. Smith” stays a name, and “i. ii.”
differs from “h. i.”. The tokens are those of numbered lists; `type` says how items are counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from packbuilder.model import Counting, counting_of, number_of

_MARKER: Final = re.compile(
    r"(?P<open>\(?)(?P<written>[a-z]{1,2}|[A-Z]{1,2}|[ivxlcdm]{1,8}|[IVXLCDM]{1,8})"
    r"(?P<close>[.)])(?=[ \t]+\S)"
)
_OPEN: Final = "lettered_lists"
_NO_LAZY_LINE: Final = ("#", ":", ">", "|", "`", "~", "-", "*", "+", "[^")


@dataclass(frozen=True, slots=True)
class _Marker:
    """What an item begins with: its letters, the signs around them, and how wide all are."""

    written: str
    signs: str
    width: int


def lettered_lists(parser: MarkdownIt) -> None:
    """Let a parser read lists with letters."""
    parser.block.ruler.before(
        "list", "lettered_list", _rule, {"alt": ["paragraph", "reference", "blockquote"]}
    )


def _rule(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    marker = _marker(state, first)
    if not marker:
        return False
    if silent and state.sCount[first] < state.blkIndent:  # the next item ends the words of the last
        return any(_fits(marker, *known) for known in state.env.get(_OPEN, ()))
    found = _counting(state, marker, first, end)
    if not found or (silent and found[1] != 1):
        return False
    if not silent:
        _read(state, marker, *found, first, end)
    return True


def _marker(state: StateBlock, line: int) -> _Marker | None:
    start = state.bMarks[line] + state.tShift[line]
    found = _MARKER.match(state.src, start, state.eMarks[line] + 1)
    if not found or (found["open"] and found["close"] == ".") or state.is_code_block(line):
        return None
    return _Marker(found["written"], found["open"] + found["close"], len(found[0]))


def _fits(marker: _Marker | None, signs: str, counting: Counting) -> bool:
    return marker is not None and (
        marker.signs == signs and number_of(marker.written, counting) > 0
    )


def _counting(
    state: StateBlock, marker: _Marker, first: int, end: int
) -> tuple[Counting, int] | None:
    """Return how a list is counted, and its first number, if a second item follows."""
    second = _second(state, first, end)
    if not second or second.signs != marker.signs:
        return None
    return counting_of(marker.written, second.written)


def _second(state: StateBlock, first: int, end: int) -> _Marker | None:
    """Return the next marker that is no deeper than the first one. Only deeper lines, and those
    that go on with the words above, stand between them.
    """
    depth, open = state.sCount[first] + 1, True
    for line in range(first + 1, end):
        if state.isEmpty(line):
            open = False
        elif state.sCount[line] <= depth:
            if marker := _marker(state, line):
                return marker
            start = state.bMarks[line] + state.tShift[line]
            if not open or state.src.startswith(_NO_LAZY_LINE, start):
                return None
        else:
            open = True
    return None


def _read(
    state: StateBlock, marker: _Marker, counting: Counting, number: int, first: int, end: int
) -> None:
    """Read the items of a list, as markdown-it does for numbered ones."""
    token = state.push("ordered_list_open", "ol", 1)
    token.attrs = {"start": number, "type": counting}
    token.map, token.markup = [first, first], marker.signs
    open: list[tuple[str, Counting]] = state.env.setdefault(_OPEN, [])
    open.append((marker.signs, counting))
    parent, state.parentType = state.parentType, "list"
    line, item, expected = first, marker, number
    while True:
        line = _read_item(state, item, line, end)
        following = _marker(state, line) if line < end else None
        if line >= end or state.sCount[line] < state.blkIndent or not following:
            break
        expected += 1
        if not _fits(following, *open[-1]) or (
            number_of(following.written, counting) != expected
            and _begins_another(state, following, counting, line, end)
        ):
            break
        item = following
    open.pop()
    state.parentType = parent
    state.push("ordered_list_close", "ol", -1).markup = marker.signs
    token.map[1] = line
    state.line = line


def _begins_another(
    state: StateBlock, marker: _Marker, counting: Counting, line: int, end: int
) -> bool:
    """Whether a list of another kind begins: i. and ii. below a., b. and c., where i is a letter
    too.
    """
    found = _counting(state, marker, line, end)
    return found is not None and found[0] != counting and found[1] == 1


def _read_item(state: StateBlock, item: _Marker, line: int, end: int) -> int:
    """Read one item, and return the line after it."""
    start = state.bMarks[line] + state.tShift[line] + item.width
    text, wide = start, state.sCount[line] + item.width
    before = wide
    while state.src[text] in " \t":
        wide += 4 - (wide + state.bsCount[line]) % 4 if state.src[text] == "\t" else 1
        text += 1
    token = state.push("list_item_open", "li", 1)
    token.markup, token.info, token.map = item.signs, item.written, [line, line]
    kept = state.listIndent, state.blkIndent, state.tShift[line], state.sCount[line], state.tight
    state.listIndent = state.blkIndent
    state.blkIndent = wide if wide - before <= 4 else before + 1
    state.tShift[line], state.sCount[line] = text - state.bMarks[line], wide
    state.md.block.tokenize(state, line, end)
    state.listIndent, state.blkIndent, state.tShift[line], state.sCount[line], state.tight = kept
    state.push("list_item_close", "li", -1).markup = item.signs
    token.map[1] = state.line
    return state.line

"""Lines that begin as items of lists do in word processors, and rows pasted from spreadsheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from itertools import count, pairwise

LITERAL = "; to print it as it is, write a \\ before it"

_PASTED = (
    ("sign", re.compile("[•·∙▪▫◦‣⁃●○■□◆❖❑►▶▸➢➤✓✔\uf020-\uf0ff](?=\\s*\\S)|[oqvnlwü§Øþàè¨](?=\t)")),
    ("dash", re.compile("[–—→](?=\\s+\\S)")),
    ("round", re.compile("o(?= [A-Z])|§(?= [^\\W\\d_])")),
    ("letter", re.compile(r"(?:[a-z]|[ivx]{2,5})[.)](?=\s+\S)")),
    ("other letter", re.compile(r"\(?[^\W\d_A-Za-z][.)](?=\s+\S)")),
    ("capital", re.compile(r"(?:[A-Z]|[IVX]{2,5})[.)](?=\s+\S)")),
    ("bracket", re.compile(r"\((?:\d{1,2}|[a-z]|[ivx]{2,5})\)(?=\s+\S)", re.IGNORECASE)),
    ("escaped", re.compile(r"\\[-*+•]|\d{1,3}\\[.)](?=\s+\S)")),
    ("part", re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s+\S)")),
)
"""How word processors write the beginnings of list items; § is what Wingdings draws as a square."""

_LETTER_HELP = "write items one below the other, a. then b., as far in as the words they belong to"
_FIGURE_HELP = "write “1. ” or “- ” instead"
_ITEM_HELP = {
    "sign": "write “- ” instead",
    "dash": "write “- ” instead",
    "round": "write “  - ” instead, as far in as the words it belongs to",
    "escaped": "delete the backslash",
    "other letter": "write “1. ” or “- ” instead, as lists count in the letters a to z",
}
_AS_IT_IS = {"escaped": "; to print it as it is, put an empty line between the lines"}
_FIRST_OF_A_LIST = re.compile(r"[ai1][.)]|\([ai1]\)", re.IGNORECASE)
_CAPITAL_OR_PART = ("capital", "part")  # A. Smith; 3.5 hours


def pasted_items(lines: list[str]) -> dict[int, tuple[str, str]]:
    """Find lines that begin as items of lists do in word processors; here, they are one text.

    Gives for the number of each what kind of item it is, and how it begins.
    """
    found = [_pasted(line.strip()) for line in lines]
    if any(line.endswith(("\\", "  ")) for line in lines[:-1]):  # lines that are not joined
        found = [("", "") if kind == "escaped" else (kind, written) for kind, written in found]
    often = Counter(kind for kind, _ in found)
    items: dict[int, tuple[str, str]] = {}
    for number, (kind, written) in enumerate(found):
        if not kind:
            continue
        if kind in _CAPITAL_OR_PART:
            near = [other for same, other in found[max(0, number - 1) : number + 2] if same == kind]
            is_item = any(_follows(one, other) for one, other in pairwise(near))
        else:
            first = not number and bool(_FIRST_OF_A_LIST.match(written))
            is_item = kind == "sign" or first or often[kind] > 1
        if is_item:
            items[number] = kind, written
    return items


def describe_items(items: dict[int, tuple[str, str]]) -> Iterator[tuple[int, str, str]]:
    """Say once of items of a kind on lines that follow one another what is wrong with them."""
    for number, (kind, written) in items.items():
        if items.get(number - 1, ("", ""))[0] == kind:
            continue
        more = next(n for n in count(1) if items.get(number + n, ("", ""))[0] != kind) - 1
        others = f", nor do those on the next {more} lines" if more > 1 else ""
        others = ", nor does that on the next line" if more == 1 else others
        usual = _FIGURE_HELP if re.search(r"\d", written) else _LETTER_HELP
        yield (
            number,
            f"“{written}” does not start a list item{others}, so lines are joined",
            _ITEM_HELP.get(kind, usual) + _AS_IT_IS.get(kind, LITERAL),
        )


def _follows(one: str, other: str) -> bool:
    """Whether B. comes after A., or 1.2 after 1.1."""
    (*start, last), (*other_start, other_last) = (
        re.findall(r"\d+|[A-Z]+", written) for written in (one, other)
    )
    if last.isdigit() and other_last.isdigit():
        return start == other_start and int(other_last) == int(last) + 1
    roman = len(last) > 1 or len(other_last) > 1
    return roman or ord(other_last) == ord(last) + 1


def _pasted(line: str) -> tuple[str, str]:
    for kind, pattern in _PASTED:
        if found := pattern.match(line):
            return kind, found[0]
    return "", ""


def pasted_cells(lines: list[str], items: Container[int]) -> Iterator[tuple[int, str, str]]:
    """Find rows of a spreadsheet: cells with tabs between them."""
    tabs = {number: line.strip().count("\t") for number, line in enumerate(lines)}
    rows = [number for number, count in tabs.items() if count and number not in items]
    if rows and (len(rows) > 1 or tabs[rows[0]] > 1):
        yield (
            rows[0],
            "text separated by tabs is not a table row, so lines are joined",
            _ROWS_HELP,
        )
    elif name := _separator(lines):
        yield (0, f"text separated by {name} is not a table row, so lines are joined", _ROWS_HELP)


_ROWS_HELP = "write rows as | Name | Number |, and below the first one |---|---|"
_SEPARATORS = {";": ("semicolons", 1), ",": ("commas", 2)}
"""What stands between the cells of a CSV file, and how many make rows of lines."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def _separator(lines: list[str]) -> str:
    """Name what stands between cells, as many in each line, and without spaces after it."""
    rows = [_THOUSANDS.sub("", line.strip()) for line in lines]
    if len(rows) > 1 and not any(row.endswith("\\") for row in rows):
        for mark, (name, least) in _SEPARATORS.items():
            counts = {row.count(mark) for row in rows}
            if len(counts) == 1 and min(counts) >= least and f"{mark} " not in " ".join(rows):
                return name
    return ""


_SHORT, _FEW = 40, 3
"""How long the lines of an address are at most, and how many make one."""


def kept_lines(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Find lines as in an address or below a letter: short, with capitals and without commas."""
    rows = [line.strip() for line in lines]
    if len(rows) < _FEW or any(len(row) > _SHORT or "\t" in row for row in rows):
        return
    joined = all(re.search(r"\w$", line) for line in lines[:-1])
    if joined and all(row[:1].isupper() or row[:1].isdigit() for row in rows):
        yield (
            0,
            f"the lines from “{short(rows[0])}” to “{short(rows[-1])}” are printed as one",
            "end each with a backslash (\\) to keep them apart",
        )


_ITEM_IN_CELL = re.compile(r"\s*(?:([-*+•])|\d{1,3}[.)])\s+(?=[^\W\d_])")


def pasted_cell_items(cell: str) -> Iterator[tuple[str, str]]:
    """Look at the lines of a cell: one that begins like a list item, two like numbered ones."""
    lines = re.split(r"<br ?/?>", cell)
    begun = [found for found in map(_ITEM_IN_CELL.match, lines) if found]
    if len(begun) > 1 or any(found[1] for found in begun):
        line = next(line for line in lines if _ITEM_IN_CELL.match(line))
        yield (
            f"“{short(line.strip())}” is not a list item, as a cell holds no lists",
            "write the lines without their marks, with <br> between them, or put the list below "
            "the table" + LITERAL,
        )


def short(text: str) -> str:
    """Return words as messages quote them, cut where they are long."""
    return text if len(text) <= 20 else f"{text[:20]}…"

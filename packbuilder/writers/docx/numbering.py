"""Lists and heading numbers → numbering.xml.

Every numbered list gets a `w:num` of its own that starts again. Headings are counted by one list,
which their styles are linked to, so that a heading added in Word has a number. It starts again for
each part; where the number that Word would count is not the one the model gives, another list does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from packbuilder.model import Counting
from packbuilder.theme import Theme
from packbuilder.writers.docx.fonts import NO_BREAK_SPACE_EM, black_family
from packbuilder.writers.docx.style_spec import COLUMN_PROFILE, HEADING_STYLES, LIST_LEVELS
from packbuilder.writers.docx.xml import document, dxa, points_of, value, xml_attribute

LEVELS: Final = 9
NUMBER_FORMATS: Final[Mapping[Counting, str]] = MappingProxyType(
    {
        "figures": "decimal",
        "letters": "lowerLetter",
        "capitals": "upperLetter",
        "roman": "lowerRoman",
        "roman-capitals": "upperRoman",
    }
)
"""The w:numFmt of each way to count (ECMA-376, 17.18.59)."""
STYLE_NUMBERS: Final = {"bullets": 1, "numbers": 2}
"""The w:num of styles: what a paragraph gets when somebody applies the style in Word."""

_FRAMED_BULLETS: Final = 3
_ABSTRACT = {
    "bullets": 0,
    "numbers": 1,
    "framed-bullets": 2,
    "framed-numbers": 3,
    "numerals": 4,
    "tiles": 5,
}
_FIRST_MORE = 6
_PLAIN = re.compile(r"[1-9]\d*(\.[1-9]\d*){0,8}")


class Numbering:
    """The lists of one document. A framed list stands in a box, where all levels begin at its edge
    (see frames.py), so that the number itself is moved in by no-break spaces. `column` is where
    headings begin behind their numbers, in mm; 0 is right behind these.
    """

    def __init__(
        self, theme: Theme, size: float, numbered_headings: bool = False, column: float = 0
    ) -> None:
        self._theme = theme
        self._size = size
        self._nums = [_num(STYLE_NUMBERS[n], _ABSTRACT[n]) for n in STYLE_NUMBERS]
        self._nums.append(_num(_FRAMED_BULLETS, _ABSTRACT["framed-bullets"]))
        self._column = column
        self._more: list[str] = []
        self._letters: dict[tuple[Counting, bool], int] = {}
        self._bare = 0
        self._heading_num = 0
        self.heading_list = self._style_headings() if numbered_headings else 0
        self._starts: list[int] = []
        self._counters: list[int] = []
        self._used = False

    def bullets(self, framed: bool) -> int:
        """Return the list of all bullets."""
        return _FRAMED_BULLETS if framed else STYLE_NUMBERS["bullets"]

    def numbers(
        self, level: int, start: int, framed: bool = False, counting: Counting = "figures"
    ) -> int:
        """Begin a list that is counted in figures or letters at a level (from 0)."""
        if counting != "figures":
            return self._add(self._lettered(counting, framed), [(level, start)])
        name = "framed-numbers" if framed else "numbers"
        return self._add(_ABSTRACT[name], [(level, start)])

    def tiles(self) -> int:
        """Begin a list whose items have drawings in place of bullets."""
        return self._add(_ABSTRACT["tiles"], [])

    def numerals(self, start: int) -> int:
        """Begin a list with large numerals."""
        return self._add(_ABSTRACT["numerals"], [(0, start)])

    def begin_part(self) -> None:
        """Let headings be counted again."""
        self._counters = []

    def heading(self, number: str) -> tuple[int, int] | None:
        """Return list and level that make Word count to `number`; None when it cannot."""
        if not _PLAIN.fullmatch(number):
            return None
        wanted = [int(piece) for piece in number.split(".")]
        if not self._counters or self._next(len(wanted)) != wanted:
            self._begin_headings(wanted)
        self._counters = wanted
        return self._heading_num, len(wanted) - 1

    def bare_heading(self, column: float) -> int:
        """Return the list of headings without a number that have their rule above the margin column
        as well: it shows nothing, and their words begin at `column`, in mm.
        """
        if not self._bare:
            id = _FIRST_MORE + len(self._more)
            self._more.append(_heading_list(id, [1] * LEVELS, column, bare=True))
            self._bare = self._add(id, [])
        return self._bare

    def xml(self) -> bytes:
        """Write numbering.xml."""
        lists = [
            _list(0, (self._bullet(n, False) for n in range(LEVELS))),
            _list(1, (self._number(n, False) for n in range(LEVELS))),
            _list(2, (self._bullet(n, True) for n in range(LEVELS))),
            _list(3, (self._number(n, True) for n in range(LEVELS))),
            _list(4, (self._numeral(n) for n in range(LEVELS))),
            _list(5, (_tile(n) for n in range(LEVELS))),
        ]
        inner = "".join(lists + self._more + self._nums)
        return document("w:numbering", inner, "w")

    def _style_headings(self) -> int:
        """Make the list that heading styles are linked to."""
        self._more.append(_heading_list(_FIRST_MORE, [1] * LEVELS, self._column, linked=True))
        return self._add(_FIRST_MORE, [])

    def _begin_headings(self, wanted: list[int]) -> None:
        """Let headings be counted from `wanted`."""
        self._starts = wanted + [1] * (LEVELS - len(wanted))
        if set(wanted) != {1} or not self.heading_list:
            id = _FIRST_MORE + len(self._more)
            self._more.append(_heading_list(id, self._starts, self._column))
            self._heading_num = self._add(id, [])
        elif self._used:
            restarted = [(level, 1) for level in range(len(wanted))]
            self._heading_num = self._add(_FIRST_MORE, restarted)
        else:
            self._heading_num, self._used = self.heading_list, True

    def _next(self, depth: int) -> list[int]:
        """What Word would count at this depth; a level not yet reached begins at its start."""
        if len(self._counters) < depth:
            return self._counters + self._starts[len(self._counters) : depth]
        return [*self._counters[: depth - 1], self._counters[depth - 1] + 1]

    def _add(self, abstract: int, starts: Iterable[tuple[int, int]]) -> int:
        id = len(self._nums) + 1
        self._nums.append(_num(id, abstract, starts))
        return id

    def _bullet(self, level: int, framed: bool) -> str:
        character = "–"
        font = xml_attribute(self._theme.tokens.font)
        colour = self._theme.colour("accent").removeprefix("#").upper()
        look = f'<w:b/><w:bCs/><w:color w:val="{colour}" w:themeColor="accent1"/>'
        face = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/>'
        fonts = f"<w:rPr>{face}{look}</w:rPr>"
        link = "" if framed else _link("ListBullet", level)
        form, text = "bullet", character
        if (
            framed and level
        ):  # a bullet is one character only; “none” shows whatever words it is given
            form, text = "none", self._shift(level) + character
        return _level(level, form, text, link, self._indent(level)) + fonts + "</w:lvl>"

    def _lettered(self, counting: Counting, framed: bool) -> int:
        """Return the definition of lists that are counted in letters."""
        id = self._letters.setdefault((counting, framed), _FIRST_MORE + len(self._more))
        if id == _FIRST_MORE + len(self._more):
            levels = (self._number(n, framed, counting) for n in range(LEVELS))
            self._more.append(_list(id, levels))
        return id

    def _number(self, level: int, framed: bool, counting: Counting = "figures") -> str:
        text = f"%{level + 1}."
        text = self._shift(level) + text if framed else text
        link = "" if framed or counting != "figures" else _link("ListNumber", level)
        form = NUMBER_FORMATS[counting]
        return _level(level, form, text, link, self._indent(level)) + "</w:lvl>"

    def _numeral(self, level: int) -> str:
        style = self._theme.style("handout", "row-number")
        half, family = round(style.size * 2), xml_attribute(black_family(self._theme))
        colour = style.colour.removeprefix("#").upper()
        indent = dxa(self._theme.length("numeral-indent"))
        look = (
            f'<w:rPr><w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:hint="default"/>'
            f'<w:color w:val="{colour}" w:themeColor="text2"/>'
            f"{value('sz', half)}{value('szCs', half)}</w:rPr>"
        )
        placed = f'<w:ind w:left="{indent}" w:hanging="{indent}"/>'
        return _level(level, "decimal", f"%{level + 1}", "", placed) + look + "</w:lvl>"

    def _indent(self, level: int) -> str:
        step = dxa(self._theme.length("list-indent"))
        left = dxa(self._theme.length("list-indent") * (level + 1))
        return f'<w:ind w:left="{left}" w:hanging="{step}"/>'

    def _shift(self, level: int) -> str:
        """As many no-break spaces as are about as wide as the indents of a level."""
        space = self._size * NO_BREAK_SPACE_EM
        return "\u00a0" * round(points_of(self._theme.length("list-indent")) * level / space)


def list_hanging(theme: Theme, numbering: str, profile: str) -> float:
    """Return how far before its words the bullet or number of an item stands, in mm: in reports a
    bullet is close to them, elsewhere it begins at the margin.
    """
    close = numbering == "bullets" and profile == COLUMN_PROFILE
    return theme.length("gap" if close else "list-indent")


def _num(id: int, abstract: int, starts: Iterable[tuple[int, int]] = ()) -> str:
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for level, start in starts
    )
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def _list(id: int, levels: Iterable[str]) -> str:
    """Write `w:abstractNum`; Word wants its nsid to differ from list to list."""
    return (
        f'<w:abstractNum w:abstractNumId="{id}"><w:nsid w:val="{0x50420000 + id:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{0x50430000 + id:08X}"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


def _heading_list(
    id: int, starts: list[int], column: float, linked: bool = False, bare: bool = False
) -> str:
    """Write a list of headings; their numbers stand in the margin column, if there is one. A bare
    one shows none.
    """
    form = "none" if bare else "decimal"
    suffix, indent = ("tab" if column else "space"), dxa(column)
    placed = f'w:left="{indent}" w:hanging="{indent}"' if column else 'w:left="0" w:firstLine="0"'
    return _list(
        id,
        (
            f'<w:lvl w:ilvl="{n}"><w:start w:val="{starts[n]}"/><w:numFmt w:val="{form}"/>'
            f"{_heading_link(n) if linked else ''}"
            f"{value('suff', suffix)}"
            f'<w:lvlText w:val="{"" if bare else ".".join(f"%{k + 1}" for k in range(n + 1))}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind {placed}/></w:pPr></w:lvl>'
            for n in range(LEVELS)
        ),
    )


def _heading_link(level: int) -> str:
    return value("pStyle", HEADING_STYLES[level]) if level < len(HEADING_STYLES) else ""


def numbering_of(number: int, level: int = 0) -> str:
    """Return `w:numPr`: the list a paragraph belongs to, and its level."""
    return f"<w:numPr>{value('ilvl', level)}{value('numId', number)}</w:numPr>"


UNNUMBERED: Final = f"<w:numPr>{value('numId', 0)}</w:numPr>"
"""Takes a paragraph out of the list of its style."""


def _level(level: int, form: str, text: str, link: str, indent: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{link}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr>'
    )


def _tile(level: int) -> str:
    """Write a level of a list whose bullets are not seen."""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'{value("suff", "nothing")}<w:lvlText w:val=""/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
    )


def _link(stem: str, level: int) -> str:
    if level >= LIST_LEVELS:
        return ""
    return value("pStyle", f"{stem}{level + 1 if level else ''}")

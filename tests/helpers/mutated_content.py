"""Shipped content → content with mistakes in it, the same for the same seed."""

from __future__ import annotations

import io
import random
from functools import cache

from PIL import Image

from helpers.projects import SHIPPED

PIECES = (
    *("---", "***", "> ", ">> ", "- ", "1. ", "999999999. ", "# ", "##### ", "```", "~~~", "    "),
    *(":::", "::::", "::: only {has=venue}", "::: callout {title=A}", "::: table {caption=A}"),
    *("::: steps {minutes=5}", "::: deck {code=A theme=B source=C}", "::: choices {name=a}"),
    *("::: answer {name=a label=b lines=3}", "::: landscape", "::: run-sheet {minutes=9}"),
    *("::: include {file=shared/notice.md}", "::: repeat {times=3}", "::: canvas", "::: route"),
    *("[[venue]]", "[[", "]]", "[ ]", "( )", "____", "[^a]", "[^a]: note", "[a](#b)", "[a]: b"),
    *("![a](images/shape-of-the-day.svg)", "![](x.png)", "{#id}", "{.decorative}", '{a="b"}'),
    *(
        "| a | b |",
        "|---|---|",
        "| | |",
        "\\|",
        "\\",
        "<b>",
        "<!-- -->",
        "&amp;",
        "&#0;",
        "{{ x }}",
    ),
    *("*", "**", "***", "_", "`", "``", "term\n: meaning", "\t", "\r", "\n\n", "  \n", "\\\n"),
    *(
        ": ",
        "a: ",
        "- - - ",
        "&a ",
        "*a",
        "!!str ",
        "? ",
        "|\n",
        ">\n",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
    ),
    *("null", "true", "NO", "0123", "12:30", "1e999", "-1", "9" * 400, "2026-02-30", "9999-12-31"),
    *("\u202e", "\u200b", "\u00ad", "\u2028", "\ufeff", "\u0301", "\U0001f469\u200d\U0001f467"),
    *("\x00", "\x0b", "\x1b[31m", "\x85", "\uffff", "한", "é", "ﷺ", "\u00a0"),
    *('"\\ud800"', '"\\x0b"', "%", "#", "@", "https://example.org", "javascript:x", "../../x"),
    *("<rect/>", "<g>", "</g>", "<path d='M0 0'/>", "viewBox='0 0 1 1'", "fill='url(#a)'"),
    *("<use href='#a'/>", "token:ink", "<!DOCTYPE svg>", "<![CDATA[", "1e308", "nan", "-0"),
)


@cache
def seeds(kind: str) -> tuple[bytes, ...]:
    """Return what to start from."""
    content = SHIPPED / "content"
    if kind == "photograph":
        return tuple(_photographs())
    globs = {
        "markdown": ["*/*.md"],
        "page": ["handouts/*.md", "organiser/*.md"],
        "recipe": ["packs/*.yaml"],
        "edition": ["editions/*.yaml"],
        "project": ["project.yaml"],
        "drawing": ["images/*.svg"],
        "yaml": ["*.yaml", "*/*.yaml", "../templates/*.yaml"],
    }[kind]
    return tuple(file.read_bytes() for glob in globs for file in sorted(content.glob(glob)))


def _photographs():
    for format in ("PNG", "JPEG", "WEBP", "GIF"):
        out = io.BytesIO()
        Image.linear_gradient("L").resize((16, 12)).save(out, format)
        yield out.getvalue()


def mutate(kind: str, number: int) -> bytes:
    """Make the input of this number."""
    chance = random.Random(f"{kind} {number}")
    data = chance.choice(seeds(kind))
    if kind == "photograph":
        return _bend_bytes(data, chance)
    lines = data.decode().split("\n")
    if kind == "markdown":  # a section is tried faster, and goes as deep
        lines = _section(lines, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        chance.choice(BENDS)(lines, chance, kind)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _section(lines: list[str], chance: random.Random) -> list[str]:
    """Take the head and one section, without the footnotes that stand elsewhere."""
    body = lines.index("---", 1) + 1 if "---" in lines else 0
    starts = [at for at in range(body, len(lines)) if lines[at].startswith("#")]
    first = chance.choice(starts or [body])
    after = min([at for at in starts if at > first], default=len(lines))
    return lines[:body] + [line for line in lines[first:after] if "[^" not in line]


def _bend_bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.choice((len(changed), chance.randrange(1, len(changed))))])


def _line(lines: list[str], chance: random.Random) -> int:
    return chance.randrange(len(lines)) if lines else 0


def _drop(lines, chance, kind):
    if lines:
        del lines[_line(lines, chance)]


def _double(lines, chance, kind):
    if lines:
        at = _line(lines, chance)
        lines[at:at] = [lines[at]] * chance.choice((1, 2, 40))


def _move(lines, chance, kind):
    if lines:
        lines.insert(_line(lines, chance), lines.pop(_line(lines, chance)))


def _insert(lines, chance, kind):
    lines.insert(_line(lines, chance), "".join(chance.choices(PIECES, k=chance.randint(1, 4))))


def _within(lines, chance, kind):
    if lines:
        at = _line(lines, chance)
        column = chance.randint(0, len(lines[at]))
        lines[at] = lines[at][:column] + chance.choice(PIECES) + lines[at][column:]


def _cut(lines, chance, kind):
    if lines:
        at = _line(lines, chance)
        one, other = sorted(chance.choices(range(len(lines[at]) + 1), k=2))
        lines[at] = lines[at][:one] + lines[at][other:]


def _indent(lines, chance, kind):
    first = _line(lines, chance)
    for at in range(first, min(len(lines), first + chance.randint(1, 9))):
        lines[at] = chance.choice(("  ", "    ", "> ", "- ", "\t")) + lines[at]


def _splice(lines, chance, kind):
    other = chance.choice(seeds(kind)).decode().split("\n")
    first = _line(other, chance)
    at = _line(lines, chance)
    lines[at:at] = other[first : first + chance.randint(1, 12)]


def _repeat(lines, chance, kind):
    if lines:
        at = _line(lines, chance)
        lines[at] = chance.choice(PIECES) * chance.choice((3, 70, 300)) + lines[at]


BENDS = (_drop, _double, _move, _insert, _insert, _within, _within, _cut, _indent, _splice, _repeat)

"""Text that runs from right to left: paragraphs, tables and runs of a part → the same, turned.

Indents, tabs and the sides of cells follow the direction of their paragraph in Word by themselves;
the borders of paragraphs and frames in the margin do not (ISO 29500-1, 17.3.1.6).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from packbuilder.settings.dates import runs_right_to_left as is_turned
from packbuilder.theme.scripts import closed, directions, runs_right_to_left
from packbuilder.writers.docx.elements import BodyItem, Mark, WordParagraph, WordTable
from packbuilder.writers.docx.xml import on, run_text, value, xml_text

_RUN = re.compile(
    r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?"
    r'((?:<w:t xml:space="preserve">[^<]*</w:t>|<w:(?:tab|noBreakHyphen|softHyphen)/>)+)</w:r>'
)
_PIECE = re.compile(r'<w:t xml:space="preserve">([^<]*)</w:t>|<[^>]*>')
_STYLE_OF_TABLE = re.compile(r"^(?:<w:tblStyle [^>]*/>)?")
_LANGUAGE = re.compile(r'<w:lang w:val="([^"]*)"/>')
_OTHER_SIDES = {"left": "right", "right": "left"}


def turn(items: Sequence[BodyItem], language: str, around: str) -> list[BodyItem]:
    """Return what is written of a part in a language, in a file whose language is `around`."""
    turned, outer = is_turned(language), is_turned(around)
    if not turned and not outer:
        return [_with_turned_words(item) for item in items]
    return [_turned(item, turned, outer) for item in items]


def _with_turned_words(item: Any) -> Any:
    """Return an item of a text that runs from left to right, in which some words may not."""
    if isinstance(item, WordParagraph):
        content = turn_runs(item.content, base=False)
        return item if content is item.content else replace(item, content=content)
    if isinstance(item, Mark):
        return item
    inner = [_with_turned_words(each) for each in item.items]
    same = all(new is old for new, old in zip(inner, item.items, strict=True))
    return item if same else replace(item, items=inner)


def _turned(item: Any, turned: bool, outer: bool) -> Any:
    if isinstance(item, WordParagraph):
        return _paragraph(item, turned, outer)
    if isinstance(item, Mark):
        return item
    inner = [_turned(each, turned, outer) for each in item.items]
    if turned and isinstance(item, WordTable):
        properties = _STYLE_OF_TABLE.sub(lambda style: style[0] + on("bidiVisual"), item.properties)
        return replace(item, items=inner, properties=properties)
    return replace(item, items=inner)


def _paragraph(item: WordParagraph, turned: bool, outer: bool) -> WordParagraph:
    properties = dict(item.properties)
    if turned != outer:
        properties["bidi"] = value("bidi", int(turned))
    if turned:
        properties = turned_frame(properties)
        if properties.get("jc") == value("jc", "right"):
            del properties["jc"]  # figures at the right stand as all words do
    borders = turned_borders(item.borders) if turned else item.borders
    content = turn_runs(item.content, turned)
    return replace(item, content=content, properties=properties, borders=borders)


def turned_borders(borders: Mapping[str, str]) -> dict[str, str]:
    """Return the borders of a paragraph with left and right in other places."""
    return {
        _OTHER_SIDES.get(side, side): re.sub(rf"<w:{side}\b", f"<w:{_OTHER_SIDES[side]}", xml)
        if side in _OTHER_SIDES
        else xml
        for side, xml in borders.items()
    }


def turned_frame(properties: Mapping[str, str]) -> dict[str, str]:
    """Return the properties of a paragraph; one in the margin column stands at the right."""
    found = dict(properties)
    if "framePr" in found:
        found["framePr"] = found["framePr"].replace('w:x="1"', 'w:xAlign="right"')
    return found


def turn_runs(xml: str, base: bool) -> str:
    """Return the XML of runs in which words that run from right to left say so; `base` is the
    direction of their paragraph.
    """
    if not base and not runs_right_to_left(xml):
        return xml
    return _RUN.sub(lambda run: _run(run[1] or "", run[2], base), xml)


def _run(look: str, inner: str, base: bool) -> str:
    """Write the pieces of a run, each in its direction; what is in a language from left to right
    keeps its full stop at its end.
    """
    named = _LANGUAGE.search(look)
    other = base and named is not None and not is_turned(named[1])
    written = ""
    for piece in _PIECE.finditer(inner):
        if piece[1] is None:
            written += f"<w:r>{_look(look, base)}{piece[0]}</w:r>"
            continue
        text = html.unescape(piece[1])
        text = closed(text) if other else text
        for words, turned in directions(text, base and not other):
            written += f"<w:r>{_look(look, turned)}{run_text(xml_text(words))}</w:r>"
    return written


def _look(look: str, turned: bool) -> str:
    """Return `w:rPr` of words in a direction; words from right to left are in complex script."""
    if not turned:
        return look
    if not look:
        return f"<w:rPr>{on('rtl')}</w:rPr>"
    with_language = _LANGUAGE.sub(_both_languages, look)
    before, found, after = with_language.partition("<w:lang ")
    if found:
        return before + on("rtl") + found + after
    return look.replace("</w:rPr>", f"{on('rtl')}</w:rPr>")


def _both_languages(language: re.Match[str]) -> str:
    if not is_turned(language[1]):
        return language[0]
    return f'<w:lang w:val="{language[1]}" w:bidi="{language[1]}"/>'

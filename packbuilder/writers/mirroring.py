"""Styles for text that runs from left to right → the same for text that runs from right to left."""

from __future__ import annotations

import re

_FOUR_SIDES = re.compile(r"((?:margin|padding|border-width)\s*:\s*)([^;}]*[^;}\s])")
_VALUE = re.compile(r"(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+")
_NAME = re.compile(r"(?<![\w@.-])(?!--)[a-z-]*(?:left|right)[a-z-]*")
"""A property or a value with a side in its name; custom properties, page boxes and classes keep
theirs."""
_SIDE = re.compile("left|right")


def mirrored(css: str) -> str:
    """Return styles for text that runs from right to left: left and right change places."""
    css = _FOUR_SIDES.sub(_other_sides, css)
    return _NAME.sub(lambda name: _SIDE.sub(_other_side, name[0]), css)


def _other_sides(declaration: re.Match[str]) -> str:
    """Return margins or paddings of four sides with the second and the last in other places."""
    sides = _VALUE.findall(declaration[2])
    if len(sides) == 4:
        top, right, bottom, left = sides
        return f"{declaration[1]}{top} {left} {bottom} {right}"
    return declaration[0]


def _other_side(side: re.Match[str]) -> str:
    return "right" if side[0] == "left" else "left"

"""Paths of pictures → the pictures, and what is wrong with those that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from packbuilder.diagnostics import Diagnostic, PackError, Span
from packbuilder.model import Picture
from packbuilder.pipeline.decoding import open_decoder
from packbuilder.storage.source import Source
from packbuilder.theme.marks import is_drawn
from packbuilder.theme.pictures import picture_file, read_picture

MARK = "templates/mark.svg"


def read_pictures(
    source: Source,
    wanted: Iterable[tuple[str, Span]],
    colours: Mapping[str, str],
    *,
    glance: bool = False,
) -> tuple[dict[str, Picture], list[Diagnostic]]:
    """Return pictures by their paths, drawings in these colours, and what is wrong with others.

    `wanted` gives each path with the place that asks for it. At a `glance`, photographs come
    without their bitmaps.
    """
    found: dict[str, Picture] = {}
    problems: list[Diagnostic] = []
    with open_decoder() as decoder:
        for path, span in wanted:
            try:
                if path not in found and not is_drawn(path):
                    file = picture_file(path)
                    found[path] = read_picture(
                        source, file, span, colours, decoder.make, glance=glance
                    )
            except PackError as error:
                problems += error.diagnostics
    return found, problems

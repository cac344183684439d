"""Publication → the same with all the pictures it shows, those among them that are drawn here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from packbuilder.model import Canvas, Picture, Publication, openings_of, pictures_of, walk
from packbuilder.model.marks import distances
from packbuilder.settings.dates import runs_right_to_left
from packbuilder.theme.art import draw_opening
from packbuilder.theme.maps import draw_map
from packbuilder.theme.marks import draw_marks, is_drawn
from packbuilder.theme.pictures import picture_file
from packbuilder.theme.theme import Theme


def illustrate(
    publication: Publication, pictures: Mapping[str, Picture], theme: Theme
) -> Publication:
    """Add to a publication those of `pictures`, in the colours of `theme`, that it shows, and draw
    marks, maps and covers.
    """
    wanted = pictures_of(publication)
    found = {path: pictures[path] for path in sorted(wanted) if path in pictures}
    shown = found | draw_marks(wanted, theme.tokens.colours, theme.fonts["regular"])
    for part in publication.parts:
        mirrored = runs_right_to_left(part.language)
        for block in walk(part.blocks):
            if isinstance(block, Canvas) and block.shape:
                address = distances(block.zones, block.height)
                shown[address] = draw_map(block.zones, block.height, theme, mirrored=mirrored)
    for opening in openings_of(publication):
        if opening.art:
            shown[opening.mark] = draw_opening(opening, shown, theme)
    return replace(publication, pictures=shown)


def files_of(publication: Publication) -> tuple[str, ...]:
    """Return the files of the pictures that a publication shows, but for those drawn here."""
    drawn = {opening.mark for opening in openings_of(publication) if opening.art}
    shown = sorted(p for p in publication.pictures if p not in drawn and not is_drawn(p))
    return tuple(map(picture_file, shown))

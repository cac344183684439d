"""Publication → the same with all the pictures it shows, those among them that are drawn here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from packbuilder.model import Picture, Publication, openings_of, pictures_of
from packbuilder.theme.art import draw_opening
from packbuilder.theme.marks import draw_marks
from packbuilder.theme.theme import Theme


def illustrate(
    publication: Publication, pictures: Mapping[str, Picture], theme: Theme
) -> Publication:
    """Add to a publication its `pictures`, in the colours of `theme`, and draw marks and covers."""
    shown = {**pictures, **draw_marks(pictures_of(publication), theme.tokens.colours)}
    for opening in openings_of(publication):
        if opening.art:
            shown[opening.mark] = draw_opening(opening, shown, theme)
    return replace(publication, pictures=shown)

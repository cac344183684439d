"""What a style looks like, and what of it has to be written when it is based on another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from packbuilder.writers.docx.elements import Attributes
from packbuilder.writers.docx.numbering import UNNUMBERED
from packbuilder.writers.docx.xml import (
    NO_BORDER_ABOVE,
    attributes_element,
    borders_element,
    paragraph_properties,
    run_properties,
    value,
)


@dataclass(frozen=True, slots=True)
class StyleLook:
    """What a paragraph style means: its properties as XML by name, spacing and indents in twips."""

    paragraph: Mapping[str, str]
    spacing: Attributes
    indents: Attributes
    run: Mapping[str, str]

    def beyond(self, base: StyleLook) -> StyleLook:
        """Return what has to be written in a style based on another: whoever changes that one in
        Word changes this one too.
        """
        return StyleLook(
            _other_properties(self.paragraph, base.paragraph),
            _other_attributes(self.spacing, base.spacing, together=("line", "lineRule")),
            _other_attributes(self.indents, base.indents),
            _other_properties(self.run, base.run),
        )

    def xml(self) -> str:
        """Return `w:pPr` and `w:rPr`, as far as there is something in them."""
        pieces = dict(self.paragraph)
        if self.spacing:
            pieces["spacing"] = attributes_element("spacing", self.spacing)
        if self.indents:
            pieces["ind"] = attributes_element("ind", self.indents)
        return (paragraph_properties(pieces) if pieces else "") + run_properties(self.run)


_OFF = {name: value(name, 0) for name in ("keepNext", "keepLines", "b", "bCs", "noProof")} | {
    "numPr": UNNUMBERED,
    "pBdr": borders_element({"top": NO_BORDER_ABOVE}),
}
"""How a style takes back what the one it is based on has."""


def _other_properties(own: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """Return the properties that differ; those that only the base has are switched off."""
    off = {name: _OFF[name] for name in base if name not in own}
    return off | {name: xml for name, xml in own.items() if base.get(name) != xml}


def _other_attributes(
    own: Attributes, base: Attributes, together: tuple[str, ...] = ()
) -> dict[str, int | str]:
    """Return the attributes that differ; those of `together` are written with one another."""
    other = {name for name in own if own[name] != base.get(name)}
    if other.intersection(together):
        other.update(together)
    return {name: given for name, given in own.items() if name in other}

"""Places to answer → content controls, with the names and labels that the PDF's fields have.

They are not locked and nothing else is, so the document stays one to edit.
"""

from __future__ import annotations

import hashlib
from typing import Final

from packbuilder.model import LONGEST_LABEL, Field, short_label
from packbuilder.theme import Theme
from packbuilder.writers.docx.fonts import FIGURE_SPACE_EM
from packbuilder.writers.docx.layout_context import Run
from packbuilder.writers.docx.runs import plain_run
from packbuilder.writers.docx.xml import (
    fonts_of,
    on,
    points_of,
    run_properties,
    value,
    xml_attribute,
)

_SIGNS: Final = {"tick": ("\u2610", "\u2612"), "choice": ("\u25cb", "\u25c9")}
"""A check box and a radio button, each empty and filled in."""

_SIGN_FONT: Final = "MS Gothic"
"""Word's own font of check boxes: it has radio buttons too, and all are as wide as high."""

_SPACES = "\u00a0" * 3
_RULED = on("richText")
"""LibreOffice draws no line below the spaces of a control for plain text."""


def field_control(node: Field, run: Run, theme: Theme) -> str:
    """Write a check box, or a space to write in or to choose in.

    Word has no groups of which one is chosen: each circle is a box of its own that looks as on
    paper. Its tag is the name of the group, a colon and what it means.
    """
    if node.kind not in ("tick", "choice"):
        if node.fills:
            return space_control(node, run.language)
        kind = _RULED if node.kind == "text" else _choosing(node, run.language)
        return _control(node.name, node.label, kind, blank_run(run, theme))
    choice = node.kind == "choice"
    name = f"{node.name}:{node.value}" if choice else node.name
    label = f"{node.label}: {node.value}" if choice else node.label
    empty, filled = _SIGNS[node.kind]
    box = (
        '<w14:checkbox><w14:checked w14:val="0"/>'
        f'<w14:checkedState w14:val="{ord(filled):04X}" w14:font="{_SIGN_FONT}"/>'
        f'<w14:uncheckedState w14:val="{ord(empty):04X}" w14:font="{_SIGN_FONT}"/></w14:checkbox>'
    )
    side = round(points_of(theme.length("tick")) * 2)
    look = {"rFonts": fonts_of(_SIGN_FONT), "sz": value("sz", side), "szCs": value("szCs", side)}
    return _control(name, label, box, f"<w:r>{run_properties(look)}<w:t>{empty}</w:t></w:r>")


def space_control(node: Field, language: str) -> str:
    """Write a space that answers take the place of: words in several lines, a date, a choice."""
    shown = f'<w:r><w:t xml:space="preserve">{_SPACES}</w:t></w:r>'
    kind = on("showingPlcHdr") + _choosing(node, language)
    return _control(node.name, node.label, kind, shown)


def _choosing(node: Field, language: str) -> str:
    if node.kind == "list":
        items = "".join(
            f'<w:listItem w:displayText="{option}" w:value="{option}"/>'
            for option in map(xml_attribute, node.options)
        )
        return f"<w:dropDownList>{items}</w:dropDownList>"
    if node.kind == "date":
        parts = (
            value("dateFormat", "d MMMM yyyy"),
            value("lid", language) if language else "",
            value("storeMappedDataAs", "date"),
            value("calendar", "gregorian"),
        )
        return f"<w:date>{''.join(parts)}</w:date>"
    return '<w:text w:multiLine="1"/>'


def blank_run(run: Run, theme: Theme) -> str:
    """Write a ruled space: underlined figure spaces, which nobody reads aloud as characters.

    They do not break, and stay at the end of a line, where LibreOffice hides no-break spaces.
    """
    size = theme.style(run.profile, "text").size
    width = points_of(theme.length(run.words.blank))
    spaces = "\u2007" * round(width / (size * FIGURE_SPACE_EM))
    return plain_run(spaces, Run(run.story, run.profile, style="Blank"))


def blank_control(label: str, number: int, run: Run, theme: Theme) -> str:
    """Write a ruled space for a value of the edition; `number` counts those of a document.

    Text has no alternative in Word, so a control's name says what belongs there.
    """
    spoken = theme.labels.blank_field.format(label=label)
    name = f"edition.{label.replace(' ', '-')}.{number}"
    return _control(name, spoken, _RULED, blank_run(run, theme))


def _control(name: str, label: str, kind: str, shown: str) -> str:
    id = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) & 0x7FFFFFFF
    alias, tag = xml_attribute(short_label(label)), xml_attribute(name[:LONGEST_LABEL])
    return (
        f"<w:sdt><w:sdtPr>{value('alias', alias)}{value('tag', tag)}{value('id', id)}{kind}"
        f"</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    )

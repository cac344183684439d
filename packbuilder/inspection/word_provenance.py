"""What a Word file says of where it came from: its blocks, and its text as delivered.

It is input like all else: whoever reads it checks that files and lines hold what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from packbuilder.inspection.units import LastChange, Provenance, SourceBlock, Tracked
from packbuilder.inspection.word_projection import unpack_text
from packbuilder.inspection.word_xml import Element, whole_number

_PART: Final = "customXml/item"
_SCHEMAS: Final = ("{urn:packbuilder:provenance:2}", "{urn:packbuilder:provenance:1}")
"""The first has editions and parts too."""
_CORE: Final = "docProps/core.xml"
_BUILD: Final = "Build"
"""The property with the hash of a file's content, which survives programs that drop custom XML."""


def read_provenance(parts: Mapping[str, Element]) -> Provenance:
    """Return what a file says of itself; of one that has lost it, no more than its `Build`."""
    build = _build(parts.get("docProps/custom.xml"))
    for part, root in parts.items():
        schema = root.tag.removesuffix("pack")
        if part.startswith(_PART) and schema in _SCHEMAS:
            packed = unpack_text(root.findtext(f"{schema}base") or "")
            return Provenance(
                root.get("name", ""),
                root.get("edition", ""),
                {each.get("name", ""): each.get("file", "") for each in root.iter(f"{schema}part")},
                tuple(_block(each) for each in root.iter(f"{schema}block")),
                packed.units,
                packed.pictures,
                packed.words,
                build,
                root.get("variant", ""),
                root.get("handed-to", ""),
                frozenset(each.get("anchor", "") for each in root.iter(f"{schema}start")),
                {
                    each.get("anchor", ""): whole_number(each.get("number", ""))
                    for each in root.iter(f"{schema}page")
                },
            )
    return Provenance(build=build)


def read_last_change(parts: Mapping[str, Element], tracked: Tracked) -> LastChange:
    """Return who changed a file, and when: a file as it was delivered says the same of when it was
    made and changed, and its authors are no editors.
    """
    listed = [(str(each.tag).rpartition("}")[2], each.text or "") for each in parts.get(_CORE, ())]
    said = {name: words.strip() for name, words in listed}
    saved = said.get("modified", "")
    if not saved or saved == said.get("created"):
        return LastChange(tracked.authors)
    last = said.get("lastModifiedBy", "")
    by = tracked.authors or ((last,) if last and last != said.get("creator") else ())
    return LastChange(by, saved[:10])


def _build(properties: Element | None) -> str:
    for each in () if properties is None else properties:
        if each.get("name") == _BUILD:
            return "".join(map(str, each.itertext())).strip()
    return ""


def _block(element: Element) -> SourceBlock:
    return SourceBlock(
        element.get("bookmark", ""),
        element.get("kind", ""),
        element.get("file", ""),
        whole_number(element.get("line", "")),
        whole_number(element.get("end", "")),
        element.get("part", ""),
    )

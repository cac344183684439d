"""Relations: how the XML of one part names pictures, links and other parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HYPERLINK: Final = f"{_OFFICE}/hyperlink"
IMAGE: Final = f"{_OFFICE}/image"
FOOTER: Final = f"{_OFFICE}/footer"
FONT: Final = f"{_OFFICE}/font"

_ADDRESS = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation. `target` is an address when external, else the name of a part."""

    id: str
    kind: str
    target: str
    external: bool = False


class Relations:
    """The relations of one part, the same target once, named rId1, rId2 and so on."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Relation] = {}

    def link(self, address: str) -> str:
        """Return the id of an external link."""
        return self._add(HYPERLINK, quote(address, safe=_ADDRESS), True)

    def part(self, kind: str, name: str) -> str:
        """Return the id of another part, such as `/word/footer1.xml`."""
        return self._add(kind, name, False)

    def __iter__(self) -> Iterator[Relation]:
        return iter(self._found.values())

    def _add(self, kind: str, target: str, external: bool) -> str:
        key = kind, target
        if key not in self._found:
            self._found[key] = Relation(f"rId{len(self._found) + 1}", kind, target, external)
        return self._found[key].id

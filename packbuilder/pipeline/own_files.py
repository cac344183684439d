"""Files of a project and its output: among filled forms, they are none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packbuilder.storage.manifest import read_manifest
from packbuilder.storage.versions import VERSIONS

ANSWERS: Final = "answers"
TABLES: Final = ("answers.csv", "words.csv", "answers-long.csv", "answers.xlsx")
_FOLDERS: Final = ("content", "templates")
_BESIDE_PACKS: Final = ("order", VERSIONS)
_TABLES_OF_ALL: Final = ("fields.csv", "problems.csv")


@dataclass(frozen=True)
class OwnFiles:
    """What a project in `root` consists of, and what it has delivered to `output`."""

    root: Path
    output: Path

    def has(self, path: Path, folder: Path) -> bool:
        """Whether a file below a folder belongs to the project: to its texts, unless the folder is
        one inside them, or to its output as it was delivered.

        A form that was filled in where it was delivered does not, nor the table for paper forms.
        """
        place, within = path.resolve(), folder.resolve()
        for each in (self.root / name for name in _FOLDERS):
            if place.is_relative_to(each.resolve()):
                return each.resolve().is_relative_to(within)
        output = self.output.resolve()
        return place.is_relative_to(output) and _is_delivered(place, place.relative_to(output))


def _is_delivered(path: Path, name: Path) -> bool:
    """Whether a file of the output is as a build or `collect` wrote it."""
    kind = name.parts[1] if len(name.parts) > 2 else ""
    if kind == ANSWERS:
        return path.name in (*TABLES, *_TABLES_OF_ALL)
    if kind in _BESIDE_PACKS or path.suffix.lower() in (".zip", ".json"):
        return True
    known = _hashes(path.parent).get(path.name)
    try:
        return known is not None and known == hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return False


def _hashes(folder: Path) -> dict[str, str]:
    return {each["name"]: each.get("sha256", "") for each in read_manifest(folder).get("files", ())}

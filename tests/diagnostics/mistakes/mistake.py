"""A mistake as an editor makes it: what changes in the shipped project, what has to be reported.

The place is where the editor has to fix it. It was written down before the program was asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Change = Callable[[str], bytes]


@dataclass(frozen=True)
class Mistake:
    """`old` becomes `new` in a file; an empty `old` and a function change the whole of it.

    The line to report is that of the change, or as many below it as `down` says; several where
    any of them is as good. `elsewhere` are places in other files that are as good or better:
    a file and words of the line. What `check` cannot see is reported by a `build`. `missed` says
    why the program does not report it, if it does not.
    """

    what: str
    file: str
    old: str
    new: str | Change
    down: int | tuple[int, ...] = 0
    elsewhere: tuple[tuple[str, str], ...] = ()
    renamed: str = ""
    build: bool = False
    missed: str = ""

    def make(self, project: Path) -> set[tuple[str, int]]:
        """Make the mistake in a project; give the places that may be reported."""
        file = project / self.file
        text = file.read_text(encoding="utf-8")
        assert self.old in text, f"{self.file} does not hold {self.old!r}: {self.what}"
        if callable(self.new):
            file.write_bytes(self.new(text))
        else:
            file.write_text(text.replace(self.old, self.new, 1), encoding="utf-8")
        name = self.file
        if self.renamed:
            name = self.renamed
            file.rename(project / name)
        first = text[: text.index(self.old)].count("\n") + 1
        below = (self.down,) if isinstance(self.down, int) else self.down
        return {(name, first + n) for n in below} | {
            (other, _line(project / other, words)) for other, words in self.elsewhere
        }


def _line(file: Path, words: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)

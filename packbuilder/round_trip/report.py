"""What `pull` says of edits beside the patch: kinds, each with a place and words for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from packbuilder.inspection.word_shown import Shown, without_numbers

ReportKind = Literal[
    "BRANCH",
    "COMMENT",
    "CONFLICT",
    "CONTROL",
    "GENERATED",
    "HEAD",
    "IMAGE",
    "KIND",
    "LOOK",
    "MERGED",
    "MINUTES",
    "NOTE",
    "SHARED",
    "TABLE-SHAPE",
    "VALUE",
]

NOT_CARRIED = frozenset(
    ("CONFLICT", "CONTROL", "GENERATED", "IMAGE", "LOOK", "NOTE", "TABLE-SHAPE", "VALUE")
)
"""Kinds that say that something in the Word file has not reached the content."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to know about an edit: `file` and `line` where it belongs, maybe none. `carried`
    says that it has reached the content although its kind does not.
    """

    kind: ReportKind
    words: str
    file: str = ""
    line: int = 0
    carried: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether something in the Word file has not reached the content."""
        return self.kind in NOT_CARRIED and not self.carried


@dataclass(frozen=True, slots=True)
class Conflict:
    """Lines of a file, from 1, that were changed on both sides: as the content has them, and as
    the Word file would.
    """

    path: str
    first: int
    last: int
    ours: str
    theirs: str


def report_shown(
    now: Shown,
    edited: Shown,
    same: bool,
    known: Collection[str] = (),
    renamed: Iterable[tuple[str, str]] = (),
) -> Iterator[Entry]:
    """Yield what changed in a Word file beside its words, none of which is carried over. `same`
    says that the content is as it was when the file was delivered, in the form of today. If it is
    not, only words that were added to headers and footers are known to be edits, which do not stand
    in the text as it was delivered (`known`). `renamed` are titles and values as the content has
    them, each with another that was delivered or edited: headers and footers may have these too.
    """
    margins = _with_names(now.margins, renamed)
    for words in sorted(edited.margins - margins):
        if same or (known and _were_added(words, margins, known)):
            made = "which the program makes"
            yield Entry("GENERATED", f"“{words}” was written in a header or footer, {made}")
    for words, times in (Counter(edited.strange) - Counter(now.strange)).items():
        yield Entry("NOTE", f"{words} is not carried over" + f" ({times} times)" * (times > 1))
    looks = ((words, n) for words, n in edited.looks.items() if words or same)
    count = sum(max(n - now.looks.get(words, n), 0) for words, n in looks)
    if count:
        words = "colours, fonts, sizes, lines and breaks added to words are not carried over"
        yield Entry("LOOK", f"{words}: {count}")


def _with_names(margins: Collection[str], renamed: Iterable[tuple[str, str]]) -> set[str]:
    """Return lines of headers and footers, and these with other names in them."""
    found = {*margins}
    for now, other in renamed:
        here, there = without_numbers(now), without_numbers(other)
        found |= {line.replace(here, there) for line in found if here and here in line}
    return found


def _were_added(words: str, margins: Collection[str], known: Collection[str]) -> bool:
    """Whether a line of a header or footer has more strange words, at one place, than the line of
    today that is most like it has others there: another date or title is no edit.
    """
    said = words.split()
    compared = [SequenceMatcher(None, line.split(), said, autojunk=False) for line in margins]
    nearest = max(compared, key=SequenceMatcher.ratio, default=None)
    pieces = nearest.get_opcodes() if nearest else [("insert", 0, 0, 0, len(said))]
    printed = {word for text in known for word in text.split()}
    return any(
        len([word for word in said[c:d] if word not in printed]) > b - a
        for how, a, b, c, d in pieces
        if how != "equal"
    )

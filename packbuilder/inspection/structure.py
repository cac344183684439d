"""Publication against the file made from it: headings, list items, header cells and links.

Words alone say nothing of these: a heading that has become a paragraph keeps all its words, and
whoever does not see the page loses the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import unquote

from packbuilder.diagnostics import Code, Diagnostic
from packbuilder.inspection.expected import Expected, SourceWords, dense
from packbuilder.inspection.reading import FileReading, Piece

NOT_THE_TEXT = (
    "the text is not at fault: if you have your own templates, undo the last change there; "
    "otherwise report this with the file, and reword the passage until it is fixed"
)


def check_structure(expected: Expected, reading: FileReading, file: str) -> Iterator[Diagnostic]:
    """Tell what stands in the file, but no longer as what it is in the text."""
    pieces = reading.pieces
    for level in sorted({level for level, _ in expected.headings}):
        wanted = [words for at, words in expected.headings if at == level]
        found = (p for p in pieces if p.kind == "heading" and p.level == level)
        yield from _compare(wanted, found, f"a heading of level {level}", file)
    items = (p for p in pieces if p.kind == "item")
    yield from _compare(expected.items, items, "a list item", file)
    heads = (p for p in pieces if p.header and p.kind == "cell")
    yield from _compare(expected.heads, heads, "a header cell", file)
    links = {_address(link.target) for link in reading.links}
    for address, words in expected.links:
        if _address(address) not in links:
            yield _lost(words, f"a link to {address}", file)


def _compare(
    expected: Sequence[SourceWords], found: Iterable[Piece], what: str, file: str
) -> Iterator[Diagnostic]:
    """Tell what is not found in order; a file may have more, as heads of tables are repeated."""
    wanted = [_bare(words.text) for words in expected]
    pieces = [_bare(piece.text) for piece in found]
    rest = iter(pieces)
    if all(words in rest for words in wanted):
        return
    for change, i, j, k, n in SequenceMatcher(None, wanted, pieces, autojunk=False).get_opcodes():
        if change in ("delete", "replace"):
            for words, bare in zip(expected[i:j], wanted[i:j], strict=True):
                if not any(_same(bare, piece) for piece in pieces[k:n]):
                    yield _lost(words, what, file)


def _same(wanted: str, found: str) -> bool:
    """Whether one begins the other: a place to write or another page ends a piece, and the number
    of a footnote stands behind what is wanted.
    """
    return bool(found) and (wanted.startswith(found) or found.startswith(wanted))


def _lost(words: SourceWords, what: str, file: str) -> Diagnostic:
    message = f"“{' '.join(words.text.split())}” is not {what} in {file}"
    return Diagnostic(Code.STRUCTURE_LOST, words.span, message, NOT_THE_TEXT)


def _address(target: str) -> str:
    return dense(unquote(target))


def _bare(text: str) -> str:
    """Keep letters and digits, or what else there is where a header is a sign such as “?”."""
    return dense(text) or "".join(text.split())

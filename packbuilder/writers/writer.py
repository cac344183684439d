"""What a format is to the rest of the program: how it is named, written, opened and read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packbuilder.inspection.reading import FileReading
from packbuilder.model import Publication
from packbuilder.theme import Theme

LayOut = Callable[[Publication], bytes]
"""Returns what a piece of a publication is laid out as, from what is kept where it is there."""

Write = Callable[[Publication, Theme, Sequence[Publication], LayOut], bytes]
"""Writes a publication. Then come the documents of a combined pack, and what lays out a piece."""


def _nothing() -> None:
    """Load nothing ahead."""


def _no_files() -> Sequence[Path]:
    return ()


def _no_pieces(_: Publication, __: Sequence[Publication]) -> tuple[Publication, ...]:
    return ()


def _no_pages(_: bytes) -> Mapping[str, int]:
    return {}


def _no_page_starts(_: bytes, __: Theme) -> frozenset[str]:
    return frozenset()


def _not_made_ready(_: Sequence[Publication], __: Theme) -> None:
    """Make nothing ready."""


def _not_laid_out(_: Publication, __: Theme) -> bytes:
    raise NotImplementedError


@dataclass(frozen=True)
class Writer:
    """One format. Its functions import their engines when they are called, not before.

    `name` is what people call it, where labels have no other words (`format_names`). `load` loads
    its engine ahead, and `opens` are the files that this then opens when it writes. Writing may
    have a first step, for pieces that other files share: `lay_out` makes each once; `pieces` names
    those that can be made ahead. `ready` prepares what publications of a theme need, in a process
    that copies are made of: it opens no font and begins no thread. `count_pages` opens a file and
    returns its pages, or None where a format has none; it and `read` raise `UnreadableError`.
    `paged` formats have fixed pages: they are printed, placed on sheets, and depend on the
    libraries that set text; `find_pages` returns the page, from 1, of every anchor in a file, and
    `find_page_starts` the anchors that begin a page. A format without pages may show the page
    numbers of the format `numbered_by` in its contents, and begins pages where that does. One that
    people bring back edited `says_edition`: for which one it was made, beside what it shows. Files
    above `large` bytes are warned of, and above `too_large` refused; 0 is no limit.
    """

    name: str
    ending: str
    media_type: str
    write: Write
    recognises: Callable[[bytes], bool]
    count_pages: Callable[[bytes], int | None]
    read: Callable[[bytes], FileReading]
    load: Callable[[], None] = _nothing
    opens: Callable[[], Sequence[Path]] = _no_files
    pieces: Callable[[Publication, Sequence[Publication]], tuple[Publication, ...]] = _no_pieces
    lay_out: Callable[[Publication, Theme], bytes] = _not_laid_out
    ready: Callable[[Sequence[Publication], Theme], None] = _not_made_ready
    paged: bool = False
    find_pages: Callable[[bytes], Mapping[str, int]] = _no_pages
    find_page_starts: Callable[[bytes, Theme], frozenset[str]] = _no_page_starts
    numbered_by: str = ""
    says_edition: bool = False
    large: int = 0
    too_large: int = 0

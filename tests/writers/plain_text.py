"""A whole format in a few lines: plain text, written, recognised and read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packbuilder import model as m
from packbuilder.inspection.reading import Conventions, FileReading, Piece
from packbuilder.theme import Theme
from packbuilder.writers.writer import Writer

_CONVENTIONS = Conventions(counted=True, fields="never", pictures=False, footers=False)
_BEGINNING = b"Language: "


def _write(
    publication: m.Publication, theme: Theme, parts: Sequence[m.Publication], lay_out: object
) -> bytes:
    del theme, parts, lay_out
    lines = [f"Language: {publication.language}", f"Title: {publication.title}"]
    for part in publication.parts:
        opening = part.opening
        lines += [f"# {opening.title}", *(line.text for line in opening.lines)] if opening else []
        for block in m.walk(part.blocks):
            line = m.plain(getattr(block, "inlines", ()))
            if isinstance(block, m.Heading):
                line = f"{'#' * (block.level + 1)} {block.number} {line}".replace("  ", " ")
            lines += [line] if line else []
    return "\n".join(lines).encode()


def _pieces(lines: Sequence[str]) -> Iterator[Piece]:
    for line in lines:
        marks, _, words = line.partition(" ")
        if set(marks) == {"#"}:
            yield Piece("heading", words, level=len(marks))
        else:
            yield Piece("paragraph", line)


def _read(data: bytes) -> FileReading:
    language, title, *lines = data.decode().split("\n")
    return FileReading(
        format="txt",
        title=title.removeprefix("Title: "),
        language=language.removeprefix("Language: "),
        pieces=tuple(_pieces(lines)),
        conventions=_CONVENTIONS,
    )


WRITER = Writer(
    name="Plain text",
    ending="txt",
    media_type="text/plain",
    write=_write,
    recognises=lambda data: data.startswith(_BEGINNING),
    count_pages=lambda data: _read(data).pages or None,
    read=_read,
)

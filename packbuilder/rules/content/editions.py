"""Checks of editions’ files: colours, logos, packs, what they leave out, and copies of others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span, nearest, suggest
from packbuilder.model import Document, own_inlines, plain, walk
from packbuilder.rules.content.characters import check_characters_of
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.edition import TERMS_IN, Edition, logos_of, printed_names
from packbuilder.settings.schema import Where
from packbuilder.theme import Theme, check_contrast, is_colour, with_colour

_AS_NEAR = 0.8
"""How alike a term and words of the text are at least, of which one may be meant by the other."""
_OTHER_LENGTH = 2
"""How many letters more or fewer these have."""


def check_terms(
    terms: Mapping[str, str],
    met: Iterable[tuple[str, Span]],
    documents: Iterable[Document],
    where: Where,
) -> Iterator[Diagnostic]:
    """A term to replace stands in a tool or a handout; say how often it was met, and where.

    `met` are the terms that were found, each with its place; `where` gives the places in the
    edition's file.
    """
    texts: list[list[str]] = []
    found: dict[str, list[Span]] = {term: [] for term in terms}
    for term, span in met:
        found[term].append(span)
    for term, spans in found.items():
        if spans:
            times = {1: "once", 2: "twice"}.get(len(spans), f"{len(spans)} times")
            yield Diagnostic(
                Code.TERM_MET,
                where("terms", term),
                f"“{term}” is said as “{terms[term]}” {times}: {_places(spans)}",
                "read these lines with the new words",
                Severity.ADVICE,
            )
            continue
        texts = texts or [words for document in documents for words in _texts(document)]
        near = nearest(term.lower(), _phrases(texts, term), _AS_NEAR)
        meant = f"did you mean “{near}”? " if near else ""
        yield Diagnostic(
            Code.TERM_UNUSED,
            where("terms", term),
            f"“{term}” is not in any tool or handout",
            f"{meant}{'W' if near else 'w'}rite it as it is there, or delete the line",
            Severity.WARNING,
        )


def _texts(document: Document) -> Iterator[list[str]]:
    """Yield the words of each line of a document whose terms are replaced."""
    if document.meta.kind in TERMS_IN:
        for block in walk((*document.blocks, *chain(*document.footnotes.values()))):
            for line in own_inlines(block):
                yield plain(line).lower().split()


def _phrases(texts: Iterable[list[str]], term: str) -> frozenset[str]:
    """Return all that has as many words as a term, and about as many letters."""
    count = len(term.split())
    found = (
        " ".join(words[at : at + count]).strip(",.;:!?“”‘’()")
        for words in texts
        for at in range(len(words) - count + 1)
    )
    return frozenset(each for each in found if abs(len(each) - len(term)) <= _OTHER_LENGTH)


def _places(spans: Iterable[Span]) -> str:
    """Write files with their lines: content/a.md:9, 12; content/b.md:3."""
    lines: dict[str, list[int]] = {}
    for span in spans:
        lines.setdefault(span.path, []).append(span.line)
    listed = (f"{path}:{', '.join(map(str, dict.fromkeys(n)))}" for path, n in lines.items())
    return "; ".join(listed)


def check_tables_enough(key: str, number: int, tables: int, where: Span) -> Iterator[Diagnostic]:
    """There are no more facilitators, and no more rooms, than tables."""
    if number > tables and number > 1:
        yield Diagnostic(
            Code.FACILITATORS,
            where,
            f"there are {number} {key}, but only {tables} table{'s' * (tables != 1)}",
            f"correct “{key}”, or “delegates” and “table_size”, which give the tables",
            Severity.WARNING,
        )


def check_copies(
    editions: Mapping[str, Edition], named: Callable[[str], Span]
) -> Iterator[Diagnostic]:
    """Name editions that say the same as another one, in all but notes: a copy to be filled in.
    `named` gives the place of the partnership's name in an edition's file.
    """
    known: dict[str, tuple[str, Edition]] = {}
    for name, edition in editions.items():
        first, same = known.setdefault(repr(edition), (name, edition))
        if first != name and same.partnership:
            yield Diagnostic(
                Code.NAME_TWICE,
                named(name),
                f"the editions “{first}” and “{name}” are the same",
                "write the details of the other partnership or event here, or delete the file",
                Severity.ADVICE,
            )


def check_edition(
    edition: Edition,
    theme: Theme,
    names: DocumentNames,
    packs: Collection[str],
    where: Where,
) -> Iterator[Diagnostic]:
    """Look at what only the whole project can tell: its colours, its packs, its documents.

    `where` gives the places in the edition's file.
    """
    for term, instead in edition.terms.items():
        if not (term.strip() and instead.strip()) or term == instead:
            yield Diagnostic(
                Code.VALUE_WRONG,
                where("terms", term),
                f"the term “{term}” is replaced by “{instead}”",
                "write other words to print instead, or delete the line",
            )
    if edition.colour and not is_colour(edition.colour):
        yield Diagnostic(
            Code.VALUE_WRONG,
            where("colour"),
            f"“{edition.colour}” is not a colour",
            'write it as colour: "#1d4a73"',
        )
    elif edition.colour:
        tokens = with_colour(theme, edition.colour).tokens
        usual = theme.tokens.colours
        yield from check_contrast(tokens, usual, lambda _: where("colour"))
    for _, alt, path in logos_of(edition):
        if not alt.strip():
            own = path == ("logo",)
            yield Diagnostic(
                Code.IMAGE_ALT,
                where(*path),
                "the logo has no alternative text",
                "add a line “logo_alt: Logo of …”" if own else "write “alt: Logo of …” beside it",
            )
    printed = {name: getattr(edition, name) for name in sorted(printed_names(edition))}
    words = ((where(n), value) for n, value in printed.items() if isinstance(value, str))
    yield from check_characters_of(words, theme.characters)
    for number, name in enumerate(edition.packs):
        if name not in packs:
            message = f"there is no pack “{name}”"
            span = where("packs", number)
            yield Diagnostic(Code.PACK_UNKNOWN, span, message, suggest(name, packs))
    for number, name in enumerate(edition.leave_out):
        if name not in names.codes:
            yield Diagnostic(
                Code.DOCUMENT_UNKNOWN,
                where("leave_out", number),
                f"there is no document “{name}” to leave out",
                names.suggest(name),
            )

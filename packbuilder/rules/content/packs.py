"""Checks of a project as a whole: what ends every document, and on which paper packs are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import Block, Document, Link, Value, all_inlines, words
from packbuilder.model.variants import VARIANTS
from packbuilder.settings.pack import KeyPath, Pack
from packbuilder.settings.project import PROJECT, Project

_ROUTES = {"contact_phone", "contact_email", "website"}
_PHONE = re.compile(r"\+?\d[\d ()-]{8,}\d")
_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.\w")
_FORMATS = re.compile(r"large print|braille|audio|easy read", re.IGNORECASE)
_BY = re.compile(r"\bby ([^(;:.]+)")
_AND = re.compile(r",? and |, | & ")
_NAME = re.compile(r"[^\W\d_a-z][\w’'.-]*(?: [\w’'.-]+){1,4}")
_NOTICE = {
    "whose work it rests on": r"\bbased on\b|\bfrom\b|\bby\b",
    "the licence": r"licen[cs]e",
    "what was changed": r"\bchange[sd]?\b",
    "that its authors do not endorse it": r"\bendorse",
}


def check_titles(
    packs: Iterable[Pack], documents: Mapping[str, Document], left_out: Collection[str]
) -> Iterator[Diagnostic]:
    """Documents of a pack, but those that are left out, differ in title or subtitle: contents, and
    people, name them by these. Translations may be called the same.
    """
    for pack in packs:
        first: dict[tuple[str, ...], Document] = {}
        for name in pack.all_documents:
            if name not in documents or name in left_out:
                continue
            meta = documents[name].meta
            said = (meta.language, meta.title.casefold(), (meta.subtitle or "").casefold())
            before = first.setdefault(said, documents[name])
            if before.name != name:
                yield Diagnostic(
                    Code.ALIKE,
                    documents[name].at("title"),
                    f"“{meta.title}” is already the title of {before.span.path}",
                    "say in the title or the subtitle what is different",
                    Severity.ADVICE,
                )


def check_formats(project: Project, blocks: Iterable[Block]) -> Iterator[Diagnostic]:
    """Every document says how to get it in another format, by two ways of contact (RG-01).

    `blocks` are those of the formats statement, before values are filled in.
    """
    blocks, span = tuple(blocks), Span(f"content/{project.formats_statement}")
    if not project.formats_statement:
        yield Diagnostic(
            Code.FORMATS,
            Span(PROJECT),
            "no document says how to get it in large print or another format",
            "name a shared file that does: “formats_statement: shared/formats.md”",
            Severity.WARNING,
        )
    if not blocks:  # none, or one with mistakes, which are reported where they are
        return
    text = _text(blocks)
    inlines = tuple(all_inlines(blocks))
    routes = {i.name for i in inlines if isinstance(i, Value)} & _ROUTES
    written = [_PHONE.search(text), _EMAIL.search(text), [i for i in inlines if _is_web(i)]]
    if len(routes) + sum(map(bool, written)) < 2:
        yield Diagnostic(
            Code.FORMATS,
            span,
            "the formats statement does not give two ways to get in touch",
            "add a phone number and an email address: [[contact_phone]], [[contact_email]]",
            Severity.WARNING,
        )
    if project.language.startswith("en") and not _FORMATS.search(text):
        yield Diagnostic(
            Code.FORMATS,
            span,
            "the formats statement names no format",
            "name some: large print, audio, braille, Easy Read",
            Severity.WARNING,
        )


def check_notice(project: Project, blocks: Iterable[Block]) -> Iterator[Diagnostic]:
    """Every document names source, licence and changes, and says “not endorsed” (RG-02).

    A notice without blocks has mistakes, which are reported where they are.
    """
    blocks = tuple(blocks)
    if not project.notice:
        yield Diagnostic(
            Code.NOTICE,
            Span(PROJECT),
            "no document says which licence it is under and what it is based on",
            "name a shared file that does: “notice: shared/notice.md”",
            Severity.WARNING,
        )
    elif blocks and project.language.startswith("en"):
        text = _text(blocks)
        for what, pattern in _NOTICE.items():
            if not re.search(pattern, text, re.IGNORECASE):
                yield Diagnostic(
                    Code.NOTICE,
                    Span(f"content/{project.notice}"),
                    f"the notice does not say {what}",
                    "add a sentence; if it uses nobody else's work, say so and excuse it",
                    Severity.WARNING,
                )


def check_attribution(project: Project, authors: Iterable[str], span: Span) -> Iterator[Diagnostic]:
    """Nobody is named as a source by accident: who is, wrote a document, or is among `sources`.

    `authors` are those of all documents; a project without any is not looked at.
    """
    authors, known = set(authors), {*project.sources}
    found = _BY.search(project.attribution_short)
    parts = (part.strip() for part in _AND.split(found[1] if found else ""))
    named = [name for name in parts if _NAME.fullmatch(name)]
    strangers = [name for name in named if name not in authors | known]
    if authors and strangers and len(strangers) == len(named):
        yield Diagnostic(
            Code.ATTRIBUTION,
            span,
            f"the attribution names {', '.join(strangers)}, who wrote no document here",
            "say whose work this is, or delete it; if yours is based on theirs, add them to "
            "“sources:”",
            Severity.WARNING,
        )


def check_posters(
    packs: Mapping[str, Pack], where: Callable[[str, KeyPath], Span]
) -> Iterator[Diagnostic]:
    """What is on A3 can also be had on A4 (PR-13).

    `where` gives the place of a document in the file of a pack, by the steps to it.
    """
    on_a4 = {
        document
        for pack in packs.values()
        if not VARIANTS[pack.variant].posters
        for document in pack.all_documents
    }
    for name, pack in packs.items():
        if VARIANTS[pack.variant].posters:
            for steps, document in pack.listed():
                if document not in on_a4:
                    yield Diagnostic(
                        Code.POSTER,
                        where(name, steps),
                        f"“{document}” is only available on A3",
                        "also put it in a pack of another variant, for printers without A3",
                        Severity.WARNING,
                    )


def _text(blocks: Iterable[Block]) -> str:
    return "\n".join(map(words, blocks))


def _is_web(inline: object) -> bool:
    return isinstance(inline, Link) and inline.target.startswith("http")

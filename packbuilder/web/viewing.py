"""Pages as they are printed: a picture and its words, and what is wrong beside it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.diagnostics import Span, errors
from packbuilder.model import Heading, walk
from packbuilder.pdf.join import anchor_pages
from packbuilder.pdf.raster import draw_page, page_sizes, page_words
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.project import LoadedProject
from packbuilder.web.home import last_save
from packbuilder.web.making import listed_files
from packbuilder.web.places import (
    EditionPlace,
    FileLink,
    ProblemInWords,
    document_of,
    document_title,
    edition_place,
    file_link,
    problem_in_words,
)
from packbuilder.web.requests import Ask, whole_number
from packbuilder.web.workspace import EditionView

_IN_PACK = "@"
_NEAR = 4
"""So many pages before and after the one that is shown can be gone to at once."""


@dataclass(frozen=True)
class ProblemOnPage:
    """A problem, and the page it is on; 0 when what is shown does not hold its place."""

    page: int
    problem: ProblemInWords


def pages(ask: Ask) -> Response:
    """Show the pages of a pack or of a document. Sent with what was `seen`, it answers a script
    only when there is something newer.
    """
    edition, name = ask.edition, ask.path["name"]
    view, path = ask.workspace.view(edition), file_of(ask, edition, name)
    if path is None:
        raise HTTPException(404)
    seen = _version(path, view)
    if ask.by_script and ask.query.get("seen") == seen:
        return Response(status_code=204)
    project, pdf, look = view.project, path.read_bytes(), ask.look
    count = len(page_sizes(pdf))
    number = min(max(whole_number(ask.query.get("page", "")), 1), count)
    pack = project.packs.get(name)
    place = edition_place(project, edition, ask.base, ask.look)
    found = [
        ProblemOnPage(
            page_at(each.span, view, anchors), problem_in_words(each, project, place, ask.look)
        )
        for anchors in ([anchor_pages(pdf)] if view.problems else ())
        for each in view.problems
    ]
    mistakes = sum(each.problem.is_error for each in found)
    return ask.page(
        "pages.html",
        title=look.say("viewer.title", title=_title(ask, project, name)),
        project_title=project.settings.title,
        place=place,
        nav="home" if pack else "texts",
        mistakes=look.count(mistakes, "mistakes") if mistakes else "",
        listed=list(_listed(count, number, found)),
        name=name,
        number=number,
        all=count,
        seen=seen,
        words=page_words(pdf, number),
        file=file_link(ask.workspace, path, project.settings.language),
        here=[each.problem for each in found if each.page == number],
        on_others=[each for each in found if each.page not in (0, number)],
        elsewhere=sum(each.page == 0 for each in found),
        older=bool(view.mistakes),
        others=list(_others(ask, project)),
    )


def page_picture(ask: Ask) -> Response:
    """Draw a page."""
    path = file_of(ask, ask.edition, ask.path["name"])
    number = whole_number(ask.path["number"])
    if path is None or not 1 <= number <= len(page_sizes(path.read_bytes())):
        raise HTTPException(404)
    return Response(draw_page(path.read_bytes(), number), media_type="image/png")


def mistakes(ask: Ask) -> Response:
    """List all that is wrong, in plain words, with links to where it can be fixed, and to the pages
    that were made of it.
    """
    view = ask.workspace.view(ask.edition)
    place = edition_place(view.project, ask.edition, ask.base, ask.look)
    wrong = errors(view.problems)
    listed = [*wrong, *(each for each in view.problems if each not in wrong)]
    known: dict[str, dict[str, int]] = {}
    return ask.page(
        "mistakes.html",
        title=ask.look.say("mistakes.title"),
        project_title=view.project.settings.title,
        place=place,
        nav="home",
        problems=[
            replace(
                problem_in_words(each, view.project, place, ask.look),
                page=_page_of(each.span, ask, view, place, known),
            )
            for each in listed
        ],
        done=last_save(ask),
    )


def _page_of(
    span: Span, ask: Ask, view: EditionView, place: EditionPlace, known: dict[str, dict[str, int]]
) -> str:
    """Return the address of the page that shows a place in a text; nothing where there is none.
    `known` are the places of the documents that were looked at.
    """
    name = document_of(view.project, span.path)
    if name not in known:
        path = file_of(ask, ask.edition, name) if name else None
        known[name] = anchor_pages(path.read_bytes()) if path else {}
    number = page_at(span, view, known[name])
    return f"{place.at}pages/{quote(name)}?page={number}" if number else ""


@dataclass(frozen=True)
class PageBeside:
    """The page that words are printed on: its number, and the date of its file."""

    number: int
    date: str


def page_beside(ask: Ask, view: EditionView, name: str, span: Span) -> PageBeside | None:
    """Return the page of a place in a document, or else its first one, where it has been made."""
    path, link = file_of(ask, ask.edition, name), link_of(ask, view.project, name)
    if path is None or link is None:
        return None
    number = page_at(span, view, anchor_pages(path.read_bytes())) if span.line else 1
    return PageBeside(number, link.date) if number else None


def link_of(ask: Ask, project: LoadedProject, name: str, ending: str = "pdf") -> FileLink | None:
    """Return a link to a file of a document, where it has been made."""
    path = file_of(ask, ask.edition, name, ending)
    return file_link(ask.workspace, path, project.settings.language) if path else None


def choose(ask: Ask) -> Response:
    """Lead to the pages of what was chosen from the list."""
    name = quote(ask.query.get("name", ""), safe="")
    return ask.go(f"/e/{ask.edition}/{name and f'pages/{name}'}")


def _title(ask: Ask, project: LoadedProject, name: str) -> str:
    """Return the title of a pack, of a document, or of a document in a pack."""
    document, _, held = name.partition(_IN_PACK)
    pack = project.packs.get(document)
    title = pack.title if pack else document_title(project, document)
    return (
        ask.look.say("viewer.in_pack", title=title, pack=_title(ask, project, held))
        if held
        else title
    )


def _others(ask: Ask, project: LoadedProject) -> Iterator[tuple[str, str]]:
    """Yield the packs and documents that have pages, by name and title; a document also in each
    pack that has it in another way, such as in large print.
    """
    known = listed_files(ask.workspace.output / ask.edition)
    names = {path.stem for path in known.values() if path.suffix == ".pdf"}
    yield from ((each, pack.title) for each, pack in project.packs.items() if each in names)
    documents = [each for each in project.documents if each in names]
    documents += [
        f"{document}{_IN_PACK}{name}"
        for name, pack in project.packs.items()
        for document in documents
        if pack.variant != "office" and f"{name}/{document}.pdf" in known
    ]
    titled = [(each, _title(ask, project, each)) for each in documents]
    yield from sorted(titled, key=lambda each: each[1])


def _listed(count: int, number: int, found: Sequence[ProblemOnPage]) -> Iterator[dict[str, int]]:
    """Yield the pages to go to, each with how much is wrong on it, and how many are left out before
    it: those near the page that is shown, the first and the last, and those with problems.
    """
    wrong = Counter(each.page for each in found)
    near = {*range(number - _NEAR, number + _NEAR + 1), 1, count, *wrong}
    last = 0
    for n in sorted(n for n in near if 1 <= n <= count):
        yield {"number": n, "wrong": wrong[n], "skipped": n - last - 1}
        last = n


def file_of(ask: Ask, edition: str, name: str, ending: str = "pdf") -> Path | None:
    """Return the PDF of a pack as a whole, of a document in any pack, or in the one that is named
    behind it (`map@posters`); or another file of it.
    """
    name, _, pack = name.partition(_IN_PACK)
    known = listed_files(ask.workspace.output / edition)
    found = [path for key, path in known.items() if key.endswith(f"/{name}.{ending}")]
    found = [path for path in found if pack in ("", path.parent.name)]
    own = [path for path in found if path.parent.name == name]
    return next((path for path in (*own, *found) if path.is_file()), None)


def _version(path: Path, view: EditionView) -> str:
    """Return a name for what is shown: another one when the file or the problems are others."""
    status = path.stat()
    shown = (path.name, status.st_mtime_ns, status.st_size, [d.as_dict() for d in view.problems])
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def page_at(span: Span, view: EditionView, anchors: Mapping[str, int]) -> int:
    """Return the page of a place in a text, by the heading before it; 0 where that is on none, as
    not everybody is handed all of a text.
    """
    name = document_of(view.project, span.path)
    page = anchors.get(f"{name}.", 0)
    for line, anchor in _headings(view.edition, name) if page else ():
        if line <= span.line:
            page = anchors.get(anchor, 0)
    return page


def _headings(edition: PreparedEdition | None, name: str) -> Iterator[tuple[int, str]]:
    """Yield line and anchor of the headings of a document, where it could be read."""
    if edition is None or name not in edition.names:
        return
    for block in walk(edition.prepared(name).blocks):
        if isinstance(block, Heading) and block.span.path == edition.path(name):
            yield block.span.line, f"{name}.{block.anchor or block.id}"

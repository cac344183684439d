"""Pages as they are printed: a picture and its words, and what is wrong beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.diagnostics import Diagnostic
from packbuilder.model import Heading, walk
from packbuilder.pdf.join import anchor_pages
from packbuilder.pdf.raster import draw_page, page_sizes, page_words
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.project import LoadedProject
from packbuilder.web.making import listed_files
from packbuilder.web.places import (
    ProblemInWords,
    document_of,
    document_title,
    edition_place,
    file_link,
    problem_in_words,
)
from packbuilder.web.requests import Ask
from packbuilder.web.workspace import EditionView


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
    view, path = ask.workspace.view(edition), pdf_of(ask, edition, name)
    if path is None:
        raise HTTPException(404)
    seen = _version(path, view)
    if ask.by_script and ask.query.get("seen") == seen:
        return Response(status_code=204)
    project, pdf = view.project, path.read_bytes()
    count = len(page_sizes(pdf))
    asked = ask.query.get("page", "1")
    number = min(max(int(asked) if asked.isdigit() else 1, 1), count)
    pack = project.packs.get(name)
    place = edition_place(project, edition, ask.base, ask.look)
    found = [
        ProblemOnPage(
            _page_of(each, view, anchors), problem_in_words(each, project, place, ask.look)
        )
        for anchors in ([anchor_pages(pdf)] if view.problems else ())
        for each in view.problems
    ]
    return ask.page(
        "pages.html",
        title=pack.title if pack else document_title(project, name),
        project_title=project.settings.title,
        place=place,
        nav="home",
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
        documents=list(_documents(ask, project)),
    )


def page_picture(ask: Ask) -> Response:
    """Draw a page."""
    path = pdf_of(ask, ask.edition, ask.path["name"])
    number = int(ask.path["number"]) if ask.path["number"].isdigit() else 0
    if path is None or not 1 <= number <= len(page_sizes(path.read_bytes())):
        raise HTTPException(404)
    return Response(draw_page(path.read_bytes(), number), media_type="image/png")


def _documents(ask: Ask, project: LoadedProject) -> Iterator[dict[str, str]]:
    """Yield the documents of a pack that have pages of their own."""
    pack = project.packs.get(ask.path["name"])
    for name in pack.all_documents if pack else ():
        if pdf_of(ask, ask.edition, name):
            yield {"name": name, "title": document_title(project, name)}


def pdf_of(ask: Ask, edition: str, name: str) -> Path | None:
    """Return the PDF of a pack as a whole, or of a document in any pack."""
    known = listed_files(ask.workspace.output / edition)
    found = [path for key, path in known.items() if key.endswith(f"/{name}.pdf")]
    own = [path for path in found if path.parent.name == name]
    return next((path for path in (*own, *found) if path.is_file()), None)


def _version(path: Path, view: EditionView) -> str:
    """Return a name for what is shown: another one when the file or the problems are others."""
    status = path.stat()
    shown = (path.name, status.st_mtime_ns, status.st_size, [d.as_dict() for d in view.problems])
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def _page_of(problem: Diagnostic, view: EditionView, anchors: Mapping[str, int]) -> int:
    """Return the page of a problem, by the headings before it."""
    name = document_of(view.project, problem.span.path)
    page = anchors.get(f"{name}.", 0)
    for line, anchor in _headings(view.edition, name) if page else ():
        if line <= problem.span.line:
            page = anchors.get(anchor, page)
    return page


def _headings(edition: PreparedEdition | None, name: str) -> Iterator[tuple[int, str]]:
    """Yield line and anchor of the headings of a document, where it could be read."""
    if edition is None or name not in edition.names:
        return
    for block in walk(edition.prepared(name).blocks):
        if isinstance(block, Heading) and block.span.path == edition.path(name):
            yield block.span.line, f"{name}.{block.anchor or block.id}"

"""Laid-out PDFs of documents → a finished PDF with contents: of all in a pack, or of one alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from packbuilder.model import Publication
from packbuilder.pdf.form_versions import state_forms
from packbuilder.pdf.join import JoinedPart, anchor_pages, first_pages, join, put_in
from packbuilder.pdf.notes_page import notes_page
from packbuilder.pdf.page_numbers import NumberFont, PageWords
from packbuilder.theme import Theme
from packbuilder.writers.pdf.pieces import (
    contents_alone,
    front_matter,
    is_guide,
    placed_guide,
    usual_contents,
    without_contents,
)
from packbuilder.writers.writer import LayOut


def combine(
    pack: Publication, parts: Sequence[Publication], theme: Theme, lay_out: LayOut
) -> bytes:
    """Lay out the cover, contents and guides of a pack and join its documents to them; the same
    input, the same bytes.

    `parts` are in the order of the pack. Raises `PackError` as `lay_out` does.
    """
    names = [publication.parts[0].name for publication in parts]
    one_sided = theme.traits.posters
    following = {number for number, each in enumerate(parts) if each.parts[0].follows}
    next_page = range(len(parts)) if one_sided else following
    guides = {name: each for name, each in zip(names, parts, strict=True) if is_guide(each)}
    made = {
        name: lay_out(each) for name, each in zip(names, parts, strict=True) if name not in guides
    }
    known = {name: anchor_pages(pdf) for name, pdf in made.items()}
    counts = {"": 1 + usual_contents(pack)} | dict.fromkeys(guides, 1)
    while True:
        places = [known.get(name) or {"": counts[name], f"{name}.": 1} for name in names]
        firsts = first_pages(counts[""], [own[""] for own in places], next_page)
        pages = {
            name: {anchor: first - 1 + page for anchor, page in {f"{name}.": 1, **own}.items()}
            for name, own, first in zip(names, places, firsts, strict=True)
        }

        def page(document: str, anchor: str, pages: Mapping[str, Any] = pages) -> int:
            return int(pages[document][anchor])

        made[""] = lay_out(front_matter(pack, page))
        for name, guide in guides.items():
            made[name] = lay_out(placed_guide(guide, page))
        found = {name: anchor_pages(made[name])[""] for name in counts}
        if found == counts:
            break
        counts = found
    around = [_page_words(each) for each in parts]
    joined = [
        JoinedPart(name, made[name], number in following, around[number])
        for number, name in enumerate(names)
    ]
    backs = None if one_sided else notes_page(theme)
    whole = join(made[""], joined, NumberFont(theme, around), backs)
    return state_forms(whole, parts) if theme.fillable else whole


def _page_words(publication: Publication) -> PageWords:
    """Return the words around the page numbers of a document, in its language."""
    footer = publication.parts[0].footer
    return PageWords(footer.page, footer.of)


def complete(document: Publication, theme: Theme, lay_out: LayOut) -> bytes:
    """Put the contents of a document behind its cover, or behind the sections that lead in; raises
    `PackError` as `lay_out` does.
    """
    assert document.contents is not None
    before, count = document.contents.before, usual_contents(document)
    while True:
        laid_out = lay_out(without_contents(document, count))
        places = anchor_pages(laid_out)
        first = places[before] if before else 2
        pages = {name: page + count * (page >= first) for name, page in places.items()}
        contents = lay_out(contents_alone(document, pages.__getitem__, first))
        found = anchor_pages(contents)[""]
        if found == count:
            return put_in(laid_out, contents, first - 1, NumberFont(theme))
        count = found

"""Whatever the model can say can be written, and all of its words are there, in order."""

from __future__ import annotations

from dataclasses import fields

import lxml.html
import pytest
from helpers.model_strategies import BLOCK_MAKERS, INLINE_MAKERS, blocks, many, publications
from helpers.projects import shipped_theme
from helpers.reading_order import missing, words_of
from helpers.writer_output import W, html_body, word_part
from hypothesis import given, settings

from packbuilder import model as m
from packbuilder.inspection import expectations, expected
from packbuilder.theme import with_variant
from packbuilder.writers.docx import body, inlines, write_word
from packbuilder.writers.pdf import markup as html
from packbuilder.writers.pdf.markup import write_html

FEW = settings(max_examples=settings().max_examples // 4)
THEME = shipped_theme()
GONE_BEFORE = {m.Waiver, m.Include, m.Only, m.Contents, m.DeckList, m.Place, m.RunSheet}
GONE_BEFORE |= {m.OnlyWords, m.Value}
"""What no writer meets: transforms have put something else in its place."""
SILENT = {"span", "id", "anchor", "name", "row", "minutes", "language", "image"}
"""Fields that nobody reads: they are shown in another way, or not at all."""


def kinds(of: type) -> set[type]:
    """Return every concrete type of block or inline."""
    return {kind for kind in vars(m).values() if isinstance(kind, type) and of in kind.__bases__}


def test_the_html_writer_knows_every_block():
    assert set(html.BLOCKS) == kinds(m.Block) - GONE_BEFORE


def test_the_word_writer_knows_every_block_and_inline():
    assert set(body.BLOCKS) - {m.Contents} == set(html.BLOCKS)
    assert set(inlines.INLINES) == set(html.INLINES)


def test_the_html_writer_knows_every_inline():
    assert set(html.INLINES) == kinds(m.Inline) - GONE_BEFORE


HYPHENS = {f"{W}softHyphen": "\u00ad", f"{W}noBreakHyphen": "\u2011"}


def test_it_is_known_what_every_block_and_inline_says():
    """The default knows lines of text, and what is inside; all else needs a function."""
    known = {*expectations.LINES, "blocks", "items", *SILENT}
    missing = set(html.BLOCKS) - set(expected.BLOCKS)
    assert {k.__name__ for k in missing if not {f.name for f in fields(k)} <= known} == set()
    missing = set(html.INLINES) - set(expected.INLINES)
    assert {k.__name__ for k in missing if not {f.name for f in fields(k)} <= known} == set()


def test_these_laws_try_every_block_and_inline():
    assert set(BLOCK_MAKERS) == set(html.BLOCKS)
    assert set(INLINE_MAKERS) == set(html.INLINES)


@given(publications())
@pytest.mark.parametrize("variant", ["office", "screen"])
def test_html_holds_all_words_in_order(variant, publication):
    page = lxml.html.document_fromstring(html_body(publication, with_variant(THEME, variant)))
    found = page.text_content()
    assert missing(words_of(publication.parts[0].blocks), found) == []


@given(publications())
@FEW
def test_the_whole_page_can_be_written(publication):
    assert write_html(publication, THEME).endswith("</html>")


@given(publications())
def test_word_holds_all_words_in_order(publication):
    data = write_word(publication, THEME)
    written = word_part(data, "word/document.xml").iter(f"{W}t", *HYPHENS)
    found = "".join(HYPHENS.get(each.tag, each.text or "") for each in written)
    assert missing(words_of(publication.parts[0].blocks, automatic=False), found) == []


@given(publications())
@FEW
def test_word_is_written_alike_twice(publication):
    assert write_word(publication, THEME) == write_word(publication, THEME)


@given(many(blocks, 1, 4))
def test_rewriting_blocks_without_change_changes_nothing(found):
    assert m.rewrite_blocks(found, lambda block: [block]) == found


@given(many(blocks, 1, 4))
def test_rewriting_inlines_without_change_changes_nothing(found):
    for block in m.walk(found):
        assert m.rewrite_inlines(block, lambda inline: [inline]) == block


@given(many(blocks, 1, 4))
def test_rewriting_reaches_every_inline(found):
    """What `all_inlines` sees is what `rewrite_inlines` changes."""
    changed = m.rewrite_blocks(found, lambda b: [m.rewrite_inlines(b, lambda _: [])])
    assert list(m.all_inlines(changed)) == []

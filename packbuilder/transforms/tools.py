"""What the program itself adds to tools: the strip, the list of a deck's cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from packbuilder.model import (
    FACTS,
    Block,
    Card,
    Cell,
    Deck,
    DeckList,
    Document,
    Field,
    Icon,
    Place,
    Table,
    Text,
    rewrite_blocks,
    walk,
)
from packbuilder.theme import Labels


def add_strip(document: Document, labels: Labels) -> Document:
    """Put time, group, needs and result above a tool, as its front matter says them."""
    meta = document.meta
    if meta.kind != "tool":
        return document
    if not meta.time:  # a card or a page that is read, not worked through
        return document
    asked = (
        ("group", meta.group, FACTS["group"], 26),
        ("needs", meta.needs, FACTS["need"], 33),
        ("result", meta.result, FACTS["leave"], 28),
    )
    facts = [("time", "", FACTS["time"], 13), *(fact for fact in asked if fact[1])]
    header, row = [], []
    for key, text, icon, _ in facts:
        span = document.at(key)
        title = labels.marked(key, f" {getattr(labels, key)}", span)
        header.append(Cell((Icon(icon, span=span), title)))
        said = Text(text, span=span) if text else labels.counted("minutes", meta.time, span)
        row.append(Cell((said,)))
    widths = _hundredths([width for *_, width in facts])
    strip = Table(tuple(header), (tuple(row),), widths=widths, strip=True, span=document.span)
    return _placed(document, strip)


def _hundredths(widths: list[int]) -> tuple[int, ...]:
    """Make widths add up to 100 when some columns are left out."""
    shares = [width * 100 // sum(widths) for width in widths]
    return (*shares[:-1], 100 - sum(shares[:-1]))


def _placed(document: Document, strip: Table) -> Document:
    """Put the strip where the tool asks for it, or else at its top."""
    asks = [b for b in walk(document.blocks) if isinstance(b, Place) and b.of == "facts"]
    if not asks:
        return replace(document, blocks=(strip, *document.blocks))

    def change(block: Block) -> Iterable[Block]:
        asked = isinstance(block, Place) and block.of == "facts"
        return [replace(strip, span=block.span)] if asked else [block]

    return replace(document, blocks=rewrite_blocks(document.blocks, change))


def list_cards(document: Document, labels: Labels) -> Document:
    """Turn the place of a deck's list into a table: code, words, space for notes."""
    decks = [block for block in walk(document.blocks) if isinstance(block, Deck)]
    cards: dict[str, Card] = {}
    for card in (card for deck in decks for card in deck.items if card.inlines and card.code):
        cards.setdefault(card.code, card)  # a code that is used twice is reported

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Deck):
            return [replace(block, guide=_guide(block, labels))]
        if not isinstance(block, DeckList):
            return [block]
        titles = ("code", "card", "notes")
        header = tuple(Cell((labels.inline(title, block.span),)) for title in titles)
        rows = tuple(
            (
                Cell((Text(card.code, span=card.span),), key=card.code.lower(), span=card.span),
                Cell((Text(_said(card), span=card.span), *card.inlines), span=card.span),
                Cell((Field("text", span=card.span),), span=card.span),
            )
            for card in cards.values()
        )
        caption = (labels.inline("deck_list", block.span),)
        table = Table(header, rows, caption, True, (10, 45, 45), row_height=20, span=block.span)
        return [table]

    return replace(document, blocks=rewrite_blocks(document.blocks, change))


def mark_backs(document: Document, mark: str) -> Document:
    """Put a drawing on the backs of cards."""

    def change(block: Block) -> Iterable[Block]:
        return [replace(block, mark=mark)] if isinstance(block, Deck) else [block]

    return replace(document, blocks=rewrite_blocks(document.blocks, change))


def _guide(deck: Deck, labels: Labels) -> str:
    """Return how cards are cut, if they are."""
    guides = {"place-cards": labels.place_card_guide, "certificates": ""}
    return guides.get(deck.kind, labels.card_guide)


def _said(card: Card) -> str:
    return f"{card.theme}: " + (f"{card.label}: " if card.label else "")

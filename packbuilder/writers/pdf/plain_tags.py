"""The engine tags each line of a text as a span of its own, and each empty box. Such tags say
nothing, are near half of a structure, and have readers hear of lines where there is a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_HOLDING_WORDS = {f"/{tag}" for tag in ("P", "LBody", "Lbl", "TD", "TH", "Caption", "Span")} | {
    f"/H{level}" for level in range(1, 7)
}
"""The tags that words may stand in directly; others group what is in them."""
_PLAIN = {"/Span", "/Div", "/NonStruct"}
"""The tags that have no meaning of their own."""
_MERE_PLACE = {"Type", "S", "K", "Pg", "P"}
"""What an element has that says nothing of what is in it."""


def leave_out_plain_tags(tags: Any) -> None:
    """Have the engine's module that writes the structure put words right into what they belong to,
    and leave out what is empty. What says something, such as a language, stays.
    """
    build = tags._build_box_tree

    def build_plain(
        box: Any, parent: Any, pdf: Any, page: int, marked: dict[int, bytes], *others: Any
    ) -> Iterator[Any]:
        for tag in build(box, parent, pdf, page, marked, *others):
            tag["K"][:] = list(_kids_with_meaning(tag, pdf.objects, marked))
            yield tag

    tags._build_box_tree = build_plain


def _kids_with_meaning(tag: Any, objects: list[Any], marked: dict[int, bytes]) -> Iterator[Any]:
    """Yield what is in an element: marks of words, and references to other elements. `marked` is
    kept up: the element that each mark of the page belongs to.
    """
    for kid in tag["K"]:
        inside = objects[int(kid.split()[0])] if isinstance(kid, bytes) else {}
        plain = inside.get("S") in _PLAIN and set(inside) == _MERE_PLACE
        if plain and not inside["K"]:
            continue
        if plain and inside["S"] == "/Span" and tag["S"] in _HOLDING_WORDS and _only_words(inside):
            marked |= dict.fromkeys(inside["K"], tag.reference)
            yield from inside["K"]
        else:
            yield kid


def _only_words(span: Any) -> bool:
    return all(isinstance(mark, int) for mark in span["K"])

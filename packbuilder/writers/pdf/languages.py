"""What the engine leaves out of a PDF: the language of words in the structure (PDF/UA-1, 7.2), and
the order of words that run from right to left, whose glyphs stand from left to right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packbuilder.theme.scripts import runs_right_to_left


def keep_languages(tags: Any, pydyf: Any) -> None:
    """Have the engine's module that writes the structure note the `lang` of elements in the text.

    The structure itself does not say which element of the page a tag was made from.
    """
    build = tags._build_box_tree

    def build_with_languages(box: Any, *others: Any) -> Iterator[Any]:
        box = getattr(box, "_box", box)  # one that is placed elsewhere
        element = box.element
        for tag in build(box, *others):
            if element is not None and element.tag == "span" and element.get("lang"):
                tag["Lang"] = pydyf.String(element.get("lang"))
            yield tag

    tags._build_box_tree = build_with_languages


def keep_order(text: Any) -> None:
    """Have the engine's module that draws words note them as they are read, where some run from
    right to left: the place of figures between two directions cannot be found again.

    PDF readers turn such glyphs around themselves, so nothing that they know is said, such as
    `ActualText`, which they would turn around, too.
    """
    draw = text.draw_first_line

    def draw_in_order(stream: Any, textbox: Any, *others: Any) -> Any:
        turned = textbox.style["direction"] == "rtl"
        if not turned and not runs_right_to_left(textbox.text):
            return draw(stream, textbox, *others)
        words = textbox.text.encode("utf-16-be").hex()
        stream.begin_marked_content("Span", f"<</PackWords <{words}>>>".encode())
        try:
            return draw(stream, textbox, *others)
        finally:
            stream.end_marked_content()

    text.draw_first_line = draw_in_order

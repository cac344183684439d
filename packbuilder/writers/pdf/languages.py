"""The language of words in a PDF: the engine leaves it out of the structure (PDF/UA-1, 7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


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

"""What the engine does again for each element or page of a text, and so takes longest in long ones:
here it is done once, or no further than needed. Its results stay the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

_NEXT = "list(el.iter_next_siblings())[:1]"


def share_references(pydyf: Any) -> None:
    """Have the names of all pages written once in a file, not for each mark on them."""

    def references(pdf: Any) -> tuple[bytes, ...]:
        pages = pdf.pages["Kids"][::3]
        known: tuple[bytes, ...] = getattr(pdf, "known_references", ())
        if len(known) != len(pages):
            known = tuple(f"{number} 0 R".encode() for number in pages)
            pdf.known_references = known
        return known

    pydyf.PDF.page_references = property(references)


def look_beside(tree: Any, compiler: Any) -> None:
    """Have selectors that ask for the next element look at that one alone, and not at all that
    stand beside it; and those that ask for one before keep no lists.
    """

    def iter_next(element: Any) -> Iterator[Any]:
        before, siblings = element, element.etree_siblings
        for index in range(element.index + 1, len(siblings)):
            before = type(element)(
                siblings[index],
                parent=element.parent,
                index=index,
                previous=before,
                in_html_document=element.in_html_document,
            )
            yield before

    def before(element: Any) -> Iterator[Any]:
        while element.previous is not None:
            element = element.previous
            yield element

    def evaluate(source: str, names: dict[str, Any], own: dict[str, Any]) -> Any:
        source = source.replace(_NEXT, "islice(el.iter_next_siblings(), 1)")
        return eval(source, {**names, "islice": islice}, own)

    tree.ElementWrapper.iter_next_siblings = iter_next
    tree.ElementWrapper.previous_siblings = property(before)
    compiler.eval = evaluate

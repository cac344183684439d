"""Where the engine breaks lines before what is no word: a blank to write on, a box to tick."""

from __future__ import annotations

from typing import Any, Final

_SPACES: Final = " \u00a0"


def fill_lines(inline: Any) -> None:
    """Have the engine's module of lines break the words before such a thing as late as they allow.

    Where they fit but for the space that ends them, it takes their first word for one that is too
    long, and leaves it alone on its line.
    """
    split = inline.split_first_line

    def split_late(
        text: str, style: Any, context: Any, width: Any, *others: Any, **more: Any
    ) -> Any:
        found = split(text, style, context, width, *others, **more)
        _, length, goes_on, *_ = found
        words = text.rstrip(_SPACES)
        if goes_on is None or words == text:
            return found
        first = text.encode()[:length].decode().rstrip(_SPACES)
        if first == words or " " in first:
            return found
        _, _, goes_on, wide, *_ = split(words, style, context, width, *others, **more)
        if goes_on is not None or wide > width:
            return found
        return split(text, style, context, None, *others, **more)

    inline.split_first_line = split_late

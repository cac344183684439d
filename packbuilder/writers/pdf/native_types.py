"""Types of the engine's native libraries: each is parsed once, and not again for every size."""

from __future__ import annotations

import contextlib
import re
from typing import Any

_OFTEN = (
    *("FcChar8 **", "FcResult *", "PangoFcFontMap *", "PangoLogAttr[]", "PangoRectangle *"),
    *("char[]", "char[4]", "hb_codepoint_t[]", "hb_tag_t[100]", "unsigned int *"),
)
"""What layout asks for by these names."""
_SIZED = re.compile(r"(hb_codepoint_t)\[\d+\]")
"""Lists of glyphs, which have as many members as the values given with them."""


def share_types(ffi: Any) -> None:
    """Parse what is asked for often, and have lists of any size made of one type: for each name,
    the way to the libraries sets up a parser of C.
    """
    new = ffi.new

    def new_by_values(kind: Any, values: Any = None) -> Any:
        if isinstance(values, list) and isinstance(kind, str):
            kind = _SIZED.sub(r"\1[]", kind)
        return new(kind, values)

    ffi.new = new_by_values
    for name in _OFTEN:
        with contextlib.suppress(Exception):  # another version of the engine may not know it
            ffi.typeof(name)

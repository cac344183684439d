"""Addresses → QR codes, which cameras read from paper. Only this module knows segno."""

from __future__ import annotations

from collections.abc import Mapping

from packbuilder.model import Picture

_QUIET = 4
"""Modules around a code that stay free."""
_MODULE = 10
"""A side of a module, in tenths of a millimetre."""


def draw_code(address: str, colours: Mapping[str, str]) -> Picture:
    """Draw the code of an address, dark on light whatever the colours, with the free space that
    cameras need.
    """
    import segno  # loaded where a code is drawn alone

    rows = tuple(segno.make_qr(address, error="m", boost_error=False).matrix)
    side = (len(rows) + 2 * _QUIET) * _MODULE
    path = "".join(
        f"M{(x + _QUIET) * _MODULE} {(y + _QUIET) * _MODULE}h{_MODULE}v{_MODULE}h-{_MODULE}z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    drawn = f'<rect width="{side}" height="{side}" fill="{colours["paper"]}"/>'
    drawn += f'<path d="{path}" fill="{colours["ink"]}"/>'
    size = f'viewBox="0 0 {side} {side}" width="{side}" height="{side}"'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>'
    return Picture(text.encode(), b"", side, side)

"""Rows ↔ CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_STARTS: Final = tuple("=+-@\t\r\n\0＝＋－＠")
"""What a text begins with that a spreadsheet may run (OWASP, CSV injection)."""


def write_csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Write rows as CSV (RFC 4180), every cell in quotes, for spreadsheets that expect a mark.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_typed(cell: str) -> str:
    """Return a cell without the apostrophe that `write_csv` has put before it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_STARTS) else cell


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS) else text

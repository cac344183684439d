"""Tables → a workbook of spreadsheets, in which every text is a text."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Final

import xlsxwriter

_MOST_WIDTH: Final = 60
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    sheets: Mapping[str, Sequence[Sequence[str | int]]], made: datetime.date
) -> bytes:
    """Write a workbook with a sheet for each table; `made` is the date that it states."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": datetime.datetime.combine(made, datetime.time())})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(number, column, cell)
                    else:
                        sheet.write_string(number, column, cell, wrapped if number else bold)
            for column in range(len(rows[0]) if rows else 0):
                longest = max(len(str(row[column])) for row in rows if column < len(row))
                sheet.set_column(column, column, min(max(longest, 8), _MOST_WIDTH))
    return out.getvalue()

"""The print order as pages show it: all of it, and what a version asks to print again."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from packbuilder.pipeline.print_order_page import IN_CSV
from packbuilder.print_order import FOLDER, NAME
from packbuilder.storage.csv_text import write_csv
from packbuilder.storage.manifest import MANIFEST
from packbuilder.web.printing import read_order

FILES = ("01-t1-map.pdf", "02-t1-a-cards-1.pdf", "02-t1-a-cards-2.pdf", "03-room-list.pdf")


def an_order(folder):
    """Make an order of three rows; one has pages of two directions, and a file for each."""
    inside = folder / FOLDER
    inside.mkdir()
    given = dict.fromkeys(IN_CSV, "") | {"copies": "6", "sheets": "12", "paper": "A4"}
    given |= {"cost": "0.60"}
    files = (FILES[0], ", ".join(FILES[1:3]), FILES[3])
    rows = [(given | {"file": file, "handout": file[3:5]}).values() for file in files]
    last = (dict.fromkeys(IN_CSV, "") | {"handout": "Sum"}).values()
    (inside / f"{NAME}.csv").write_bytes(write_csv([IN_CSV, *map(tuple, [*rows, last])]))
    listed = ", ".join(f'{{"name": "{name}"}}' for name in (f"{NAME}.csv", f"{NAME}.pdf", *FILES))
    (inside / MANIFEST).write_text(f'{{"files": [{listed}]}}')
    return read_order(folder)


def test_an_order_is_read_as_it_was_made(tmp_path):
    order = an_order(tmp_path)
    assert [row.files for row in order.rows] == [FILES[:1], FILES[1:3], FILES[3:]]
    assert order.sheets == {"A4": 36}
    assert sum(order.costs) == Decimal("1.80")
    assert set(order.files) == {f"{NAME}.csv", f"{NAME}.pdf", *FILES}


def test_an_order_of_some_documents_has_their_rows_files_and_table_alone(tmp_path):
    some = an_order(tmp_path).of({"t1-a", "room"}, {"t1", "t1-a", "room", "room-plan"})
    assert some.files == FILES[1:]
    columns, *rows = csv.reader(io.StringIO(some.table.decode("utf-8-sig")))
    assert tuple(columns) == IN_CSV
    assert [row[0] for row in rows] == [", ".join(FILES[1:3]), FILES[3]]
    assert not an_order_without(tmp_path).rows


def an_order_without(folder):
    return read_order(folder).of(set(), {"t1"})

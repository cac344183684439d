"""The text of a Word file, packed into it and back."""

from __future__ import annotations

import base64
import json
import zlib

import pytest

from packbuilder.inspection.units import Unit
from packbuilder.inspection.word_projection import Packed, pack_text, unpack_text

UNITS = (
    Unit("heading", "Morning", 2, ("_pb_1", "_pb_2"), "_pb_2", raw="Morning"),
    Unit("row", "**Ada** | Chair", within="_pb_3", row=1, cells=2, raw="Ada | Chair"),
    Unit("note", "Soup.", note="2", raw="Soup."),
)
PICTURES = {"A plan": frozenset(("0123456789abcdef",))}


def packed(data: object) -> str:
    return base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()


def test_it_comes_back():
    assert unpack_text(pack_text(UNITS, PICTURES)) == Packed(UNITS, PICTURES)


def test_older_files_have_words_of_blocks():
    assert unpack_text(packed({"_pb_1": "Morning", "_pb_2": 3})).words == {"_pb_1": "Morning"}


@pytest.mark.parametrize(
    "given",
    [
        "",
        "no base64",
        base64.b64encode(b"not packed").decode(),
        packed([1, 2]),
        packed({"form": 1}),
        packed({"form": 2, "units": [], "pictures": {}}),
        packed({"form": 1, "units": [{"kind": "spell"}], "pictures": {}}),
        packed({"form": 1, "units": [{"text": 3}], "pictures": {}}),
        packed({"form": 1, "units": [{"ids": [3]}], "pictures": {}}),
        packed({"form": 1, "units": [{"filled": "answer"}], "pictures": {}}),
        packed({"form": 1, "units": ["words"], "pictures": {}}),
        packed("x" * 20_000_001),
    ],
)
def test_what_is_damaged_counts_as_nothing(given):
    assert unpack_text(given) == Packed()

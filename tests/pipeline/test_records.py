"""Records that go to another process arrive as they were, and remember what they did."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from helpers.time_limits import PATIENCE

from packbuilder.diagnostics import Span
from packbuilder.model import Text
from packbuilder.storage.records import hash_of, memoized_by_object, pack_record, unpack_record


@dataclass(frozen=True)
class Remembering:
    """A record that works something out once, as jobs do their keys."""

    text: Text

    @cached_property
    def key(self) -> str:
        return hash_of(self.text)


@dataclass(frozen=True, slots=True)
class Single:
    """A record of one value."""

    only: str


def sent(record):
    return pickle.loads(pack_record(record))


def test_records_arrive_as_they_were():
    text = Text("Coffee", span=Span("content/programme.md", 3, 1))
    arrived = sent(text)
    assert (arrived, arrived.span, type(arrived)) == (text, text.span, Text)
    assert hash_of(arrived) == hash_of(text)


def test_a_record_of_one_value_arrives():
    assert sent((Single("one"), Single("two"))) == (Single("one"), Single("two"))


def test_what_a_record_has_worked_out_goes_with_it():
    record = Remembering(Text("Coffee", span=Span("content/programme.md")))
    key = record.key
    assert vars(sent(record))["key"] == key


def test_the_same_object_is_hashed_once():
    hashed = []
    hash_once = memoized_by_object(lambda record: (hashed.append(record), hash_of(record))[1])
    text, twin = Text("Coffee"), Text("Coffee")
    assert hash_once(text) == hash_once(text) == hash_once(twin) == hash_of(text)
    assert [record is text for record in hashed] == [True, False]
    others = [Text(str(number)) for number in range(1000)]
    assert [hash_once(each) for each in others] == [hash_of(each) for each in others]
    assert hash_once(text) == hash_of(text)


@pytest.mark.parametrize("record", [os.getcwd, subprocess.run, Path("x"), print, Single])
def test_only_records_are_unpacked(record):
    """A type that is no record of the program, and whatever else could be called."""
    assert unpack_record(pack_record((Text("Coffee"), Span("x")))) == (Text("Coffee"), Span("x"))
    with pytest.raises(pickle.UnpicklingError):
        unpack_record(pickle.dumps(record))


def test_sets_hash_the_same_in_every_process():
    """Their order there is by chance."""
    code = (
        "from dataclasses import dataclass\n"
        "from packbuilder.storage.records import hash_of\n"
        "@dataclass(frozen=True)\n"
        "class Words:\n"
        "    held: frozenset[str]\n"
        "print(hash_of(Words(frozenset('one two three four five'.split()))))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_twins_hash_as_one():
    """Whether two places show the same record or two that are alike is the same."""
    span = Span("content/programme.md")
    one = Text("Coffee", span=span)
    assert hash_of((one, one)) == hash_of((one, Text("Coffee", span=span)))

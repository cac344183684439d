"""Records that go to another process arrive as they were, and remember what they did."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property

from helpers.time_limits import PATIENCE

from packbuilder.diagnostics import Span
from packbuilder.model import Text
from packbuilder.pipeline.records import hash_of, pack_record


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


def test_sets_hash_the_same_in_every_process():
    """Their order there is by chance."""
    code = (
        "from dataclasses import dataclass\n"
        "from packbuilder.pipeline.records import hash_of\n"
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

"""Settings are checked against what they may hold, all at once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

import pytest

from packbuilder.diagnostics import Code, PackError, Span
from packbuilder.settings.schema import OPTIONS, to_type
from packbuilder.settings.strict_yaml import YamlNode, read_yaml


@dataclass(frozen=True)
class Room:
    name: str
    seats: int = 0


@dataclass(frozen=True)
class Event:
    title: str
    kind: Literal["talk", "workshop"]
    day: datetime.date
    rooms: tuple[Room, ...] = ()
    named: dict[str, Room] = field(default_factory=dict)
    stage: Room | None = None
    share: float = 1
    step_free: bool = False


GOOD = "title: Day\nkind: talk\nday: 2026-03-14\n"


def read(text: str) -> Event:
    return to_type(read_yaml(text, Span("event.yaml")), Event)


def problems(text: str) -> list[tuple[Code, str, str, str]]:
    with pytest.raises(PackError) as caught:
        read(text)
    return [(d.code, str(d.span), d.message, d.help) for d in caught.value.diagnostics]


def test_values_become_what_they_should_be():
    event = read(GOOD + "rooms:\n  - {name: Hall, seats: 60}\nshare: 0.5\nstep_free: true\n")
    day = datetime.date(2026, 3, 14)
    assert event == Event("Day", "talk", day, (Room("Hall", 60),), {}, None, 0.5, True)


def test_all_is_reported_at_once_in_the_order_of_lines():
    found = problems("room: []\nkind: walk\nday: tomorrow\n")
    assert found == [
        (Code.KEY_MISSING, "event.yaml:1:1", "the key “title” is missing", "add a line “title: …”"),
        (Code.KEY_UNKNOWN, "event.yaml:1:1", "there is no key “room”", "did you mean “rooms”?"),
        (Code.VALUE_WRONG, "event.yaml:2:7", "“kind” cannot be “walk”", "write talk or workshop"),
        (
            Code.VALUE_WRONG,
            "event.yaml:3:6",
            "“day” cannot be “tomorrow”",
            "write the date as year-month-day, for instance 2026-03-14",
        ),
    ]


@pytest.mark.parametrize(
    ("line", "message", "help"),
    [
        ("rooms: Hall", "“rooms” cannot be “Hall”", "write a list"),
        ("rooms: [{name: Hall, seats: many}]", "“seats” cannot be “many”", "whole number"),
        ("rooms: [{name: Hall, seat: 3}]", "there is no key “seat”", "did you mean “seats”?"),
        ("rooms: [{seats: 3}]", "the key “name” is missing", "add a line “name: …”"),
        ("named: {hall: {nam: Hall}}", "there is no key “nam”", "did you mean “name”?"),
        ("stage: {nam: Hall}", "there is no key “nam”", "did you mean “name”?"),
        ("named: Hall", "“named” cannot be “Hall”", "indented “name: value” lines"),
        ("share: half", "“share” cannot be “half”", "write a number"),
        ("share: nan", "“share” cannot be “nan”", "content/README.md"),
        ("step_free: perhaps", "“step_free” cannot be “perhaps”", "write true or false"),
        ("step_free:", "“step_free” has no value", "write true or false"),
        ("step_free: [yes]", "“step_free” has a value of the wrong kind", "write true or false"),
    ],
)
def test_each_kind_of_value_has_its_help(line, message, help):
    found = problems(GOOD + line + "\n")
    assert any(message == m and help in h for _, _, m, h in found)
    assert all(place.startswith("event.yaml:4:") for _, place, _, _ in found)


@pytest.mark.parametrize("text", ["- a\n", "just words\n"])
def test_a_file_that_holds_no_names_is_reported(text):
    assert problems(text)[0][2] == "this should be “name: value” lines"


def test_options_in_braces_have_words_of_their_own():
    @dataclass(frozen=True)
    class Options:
        row_height: int

    span = Span("content/tool.md", 4)
    with pytest.raises(PackError) as caught:
        to_type(YamlNode({"row_hight": YamlNode("3", span, span)}, span), Options, OPTIONS)
    (reported,) = caught.value.diagnostics
    assert (reported.message, reported.help) == (
        "there is no option “row-hight”",
        "did you mean “row-height”?",
    )
    with pytest.raises(PackError) as caught:
        to_type(YamlNode({}, span), Options, OPTIONS)
    (reported,) = caught.value.diagnostics
    assert (reported.message, reported.help) == (
        "the option “row-height” is missing",
        'add row-height="…" to the braces',
    )


def test_a_key_that_is_written_wrongly_is_not_reported_as_missing_too():
    ((code, *_),) = problems(GOOD.replace("title:", "titel:"))
    assert code is Code.KEY_UNKNOWN

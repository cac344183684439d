"""Slips in different places are all reported in one go, and nothing else: none hides another one,
and nothing is reported that only follows from another one.

All slips of a group are made together, so that each pair of them is tried.
"""

from __future__ import annotations

import json

import pytest
from helpers.projects import change, copy_templates, make_project

PROJECT = """\
title: Fair
default_pack: day
notice: shared/notice.md
formats_statement: shared/formats.md
findings:
  K1: People liked to talk.
values:
  parking: {label: Parking}
known_abbreviations: [NHS]
"""
DAY = "title: A day\ndocuments: [programme, leaflet, t01-map]\nformats: [pdf]\n"
EDITION = """\
partnership: Hill Partnership
event_date: 2026-05-09
venue: Town Hall
parking: Behind the hall
colour: "#1d4a73"
leave_out: []
partner_logos:
  - image: images/plan.svg
    alt: Logo of Hill
"""
PROGRAMME = """\
---
title: Programme
kind: handout
updated: 2026-03-14
---

# Morning {#morning}

We meet at the [[venue]] and read the [leaflet](leaflet.md#why).

::: callout {title="Bring"}
A pen, and some paper.
:::

![A plan of the rooms](images/plan.svg)

## Noon {#noon}

Lunch is at 12.30pm. See the [morning](#morning), and [noon](#noon).

::: include {file="shared/hours.md"}
:::
"""
LEAFLET = """\
---
title: Leaflet
kind: handout
updated: 2026-03-14
subtitle: For All
---

# Why {#why}

It helps us all. Ask the NHS.

> Yes, it does.
"""
MAP = """\
---
title: Map
kind: handout
updated: 2026-03-14
tool: T01
---

# Map {#map}

Draw it. See the [programme](programme.md#noon).

::: chart {kind=bars title="Where 19 people live" of=19}
| Place | People |
|---|---|
| Hill | 12 |
| Bay | 7 |
:::

:::: row
::: answer {name=a label="Who"}
:::

::: answer {name=b label="When"}
:::
::::
"""
BASE = {
    "content/project.yaml": PROJECT,
    "content/packs/day.yaml": DAY,
    "content/editions/hill.yaml": EDITION,
    "content/programme.md": PROGRAMME,
    "content/leaflet.md": LEAFLET,
    "content/t01-map.md": MAP,
    "content/shared/hours.md": "We open at nine.\n",
}

Slip = tuple[str, str, str, str]
"""A file, what stands there, what it becomes, and what is reported at which line of it."""

SOFT: list[Slip] = [
    ("project.yaml", "title: Fair", "title: Fair\ntitel: X", "2 error PB121 no key “titel”"),
    ("project.yaml", "default_pack: day", "default_pack: dya", "3 error PB304 no pack “dya”"),
    ("project.yaml", "[NHS]", "[NHS]\nexcuse: {LA-99: ours}", "11 error PB123 no rule “LA-99”"),
    ("packs/day.yaml", "title: A day", "titel: A day", "1 error PB121 no key “titel”"),
    ("packs/day.yaml", "leaflet", "leeflet", "2 error PB301 no document “leeflet”"),
    ("packs/day.yaml", "[pdf]", "[pfd]", "3 error PB123 “formats” cannot be “pfd”"),
    ("editions/hill.yaml", "2026-05-09", "9 May 2026", "2 error PB123 “event_date” cannot be"),
    ("editions/hill.yaml", "venue:", "start_time: noon\nvenue:", "3 error PB123 “start_time”"),
    ("editions/hill.yaml", "venue:", "website: a b\nvenue:", "4 error PB123 “website” cannot be"),
    ("editions/hill.yaml", "parking:", "delegates: people.csv\nparking:", "6 error PB101 people"),
    ("editions/hill.yaml", "#1d4a73", "blue", "8 error PB123 “blue” is not a colour"),
    ("editions/hill.yaml", "leave_out: []", "leave_out: [x]", "9 error PB301 “x” to leave out"),
    ("editions/hill.yaml", "    alt: Logo of Hill\n", "", "11 error PB122 “alt” is missing"),
    ("programme.md", "kind:", "keyword: a\nkind:", "3 error PB121 no key “keyword”"),
    ("programme.md", "[[venue]]", "[[venu]]", "10 error PB209 no value “venu”"),
    ("programme.md", "paper.\n:::", "paper.", "12 error PB202 “callout” is not closed"),
    ("programme.md", "A pen", "The the pen", "13 warning PB225 “The the”"),
    ("programme.md", "plan.svg", "plann.svg", "15 error PB101 plann.svg"),
    ("shared/hours.md", "nine.", "nine. <b>", "1 error PB201 “<b>” is HTML"),
    ("shared/hours.md", "We", "TODO we", "1 warning PB229 “TODO”"),
    ("leaflet.md", "kind: handout", "kind: handuot", "3 error PB123 “kind” cannot be “handuot”"),
    ("leaflet.md", "subtitle: For", "contents: maybe", "5 error PB123 “maybe All” does not fit"),
    ("leaflet.md", "It helps", "::: figuers\n:::\n\nIt helps", "10 error PB203 no block “figuers”"),
    ("leaflet.md", "us all", "us us", "13 warning PB225 “us us”"),
    ("t01-map.md", "Draw it.", "Draw it [[parkin]].", "10 error PB209 no value “parkin”"),
    ("t01-map.md", "{kind=", "{unt=m kind=", "12 error PB121 no option “unt”"),
    ("t01-map.md", "| 7 |", "| seven |", "16 warning PB205 “seven” has no bar"),
    ("t01-map.md", "{name=a", "{nam=a", "20 error PB121 no option “nam”"),
    ("t01-map.md", "programme.md#noon", "programm.md", "10 error PB207 “programm”"),
]
"""Beside each of these, the rest of its file can be understood."""

HARD: list[Slip] = [
    ("project.yaml", "title: Fair", 'title: "Fair', "1 error PB111"),
    ("packs/day.yaml", "[pdf]", "[pdf", "3 error PB111"),
    ("editions/hill.yaml", "venue: Town", "venue: Town: ", "3 error PB111"),
    ("programme.md", "title: Programme", "title: [Programme", "2 error PB111"),
    ("programme.md", "A pen", "The the pen", "12 warning PB225 “The the”"),
    ("leaflet.md", "---\ntitle", "title", "1 error PB122 no front matter"),
    ("t01-map.md", "programme.md#noon", "programm.md", "10 error PB207 “programm”"),
]
"""These leave nothing of the settings, or of the front matter, that they are in: also not which
values the project has.
"""


@pytest.mark.parametrize("slips", [SOFT, HARD], ids=["soft", "hard"])
def test_slips_hide_none_of_each_other(slips, tmp_path, packbuilder):
    files = dict(BASE)
    for path, old, new, _ in slips:
        text = files[f"content/{path}"]
        assert old in text
        files[f"content/{path}"] = text.replace(old, new, 1)
    result = packbuilder(make_project(tmp_path, files), "check", "--problems", "json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    reported = [
        (d["file"], f"{d['line']} {d['severity']} {d['code']} {d['message']}") for d in found
    ]
    hidden = [
        (path, said)
        for path, _, _, said in slips
        if not any(file == f"content/{path}" and is_said(said, each) for file, each in reported)
    ]
    added = [
        (file, each)
        for file, each in reported
        if not any(file == f"content/{path}" and is_said(said, each) for path, _, _, said in slips)
    ]
    assert (hidden, added) == ([], [])


def is_said(words: str, message: str) -> bool:
    """Whether a message is at the same line, of the same kind, and has the other words."""
    place, said = words.split(" ", 3)[:3], "".join(words.split(" ", 3)[3:])
    return message.split(" ", 3)[:3] == place and said in message


def test_nothing_is_wrong_without_them(tmp_path, packbuilder):
    assert packbuilder(make_project(tmp_path, BASE), "check").exit_code == 0


def test_nor_do_slips_in_the_look(tmp_path, packbuilder):
    programme = PROGRAMME.replace("[[venue]]", "[[venu]]")
    project = make_project(tmp_path, BASE | {"content/programme.md": programme})
    copy_templates(project)
    change(project, "templates/tokens.yaml", "font: Source Sans Pro", "font: Comic Sans")
    with (project / "templates/report.css").open("a") as sheet:
        sheet.write("p { colr: red }\n")
    said = packbuilder(project, "check").output
    for words in ("“Comic Sans” is not installed", "`colr: red", "no value “venu”"):
        assert said.count(words) == 1
    assert "3 errors, 0 warnings" in said


def test_a_build_reports_them_too(tmp_path, packbuilder):
    edition = EDITION.replace("2026-05-09", "9 May").replace("#1d4a73", "blue")
    programme = PROGRAMME.replace("Morning {", "The the morning {").replace("kind:", "kin:")
    files = {"content/editions/hill.yaml": edition, "content/programme.md": programme}
    project = make_project(tmp_path, BASE | files)
    said = packbuilder(project, "build", "--edition", "hill").output
    for words in ("“9 May”", "“blue”", "no key “kin”", "“The the”"):
        assert said.count(words) == 1


def test_what_a_text_excuses_stays_excused_beside_a_mistake(tmp_path, packbuilder):
    excused = '::: excuse {rule="LA-04" reason="It is a role."}\nWe deliver soup.\n:::\n'
    programme = f"{PROGRAMME}\n{excused}\n::: calout\nNo soup.\n:::\n"
    project = make_project(tmp_path, BASE | {"content/programme.md": programme})
    said = packbuilder(project, "check").output
    assert "there is no block “calout”" in said
    assert "jargon" not in said

"""What is reported of the rest of a text beside mistakes in blocks, and what is not, as it would
only follow from them.
"""

from __future__ import annotations

import json

import pytest
from helpers.projects import HEAD, PROGRAMME, make_project

REPORTED = {
    "after a block without an end": (
        (
            '# Day\n\n::: callout {title="Rooms"}\nRoom 7.\n\n'
            "#### Ask the MHRA {#ask}\n\nWe ask the MHRA.\n\n# Ends\n\n# Ends\n"
        ),
        ["9 PB202 never closed", "12 PB213 level 4", "14 PB235 “MHRA”", "18 PB247 “Ends”"],
    ),
    "after a block that does not exist": (
        ("# Day\n\n::: calout\nRoom 7.\n:::\n\n### Noon\n\nWe ask the MHRA.\n"),
        ["9 PB203 no block “calout”", "13 PB213 level 3", "15 PB235 “MHRA”"],
    ),
    "inside a block with a wrong option": (
        (
            '# Day\n\n::: deck {kind=qestions code=A theme="Why"}\n1. The the first?\n'
            "2. Second?\n\n- “We know.”\n:::\n\n"
            '::: chart {kind=bars titel="Where" of=19}\n| A | B |\n|---|---|\n| C | nine |\n:::\n\n'
            "::: callout\nSee see it.\n:::\n\n"
            "::: steps {minutes=ten}\n1. Look.\n2. Talk.\n:::\n"
        ),
        [
            *("9 PB123 “kind”", "10 PB225 “The the”", "16 PB121 no option “titel”"),
            *("19 PB205 “nine” has no bar", "22 PB122 “title”", "23 PB225 “See see”"),
            *("26 PB123 “minutes”", "27 PB219 how long", "28 PB219 how long"),
        ],
    ),
    "inside what no edition shows": (
        ("# Day\n\n::: only {unless=venu}\nWe ask the the MHRA.\n:::\n"),
        ["9 PB209 no value “venu”", "10 PB225 “the the”", "10 PB235 “MHRA”"],
    ),
    "below a line that ends no block": (
        ('# Day\n\n::: callout {title="Rooms"}\nRoom 7.\n::: end\n\nThe the end.\n'),
        ["11 PB203 does not end a block", "13 PB225 “The the”"],
    ),
}

NOT_REPORTED = {
    "what a lost title explains": (
        (
            '# Day\n\n::: callout {title="The Meals Group (MHRA)" colour=red}\nSoup.\n:::\n\n'
            "::: calout {title=x}\nMHRA.\n:::\n\nAsk the MHRA.\n"
        ),
        ["9 PB121 no option “colour”", "13 PB203 no block “calout”"],
    ),
    "what a cell too many explains": (
        ("# Day\n\nAsk the MHRA.\n\n| Short | Long |\n|---|---|\n| MHRA | Meals | as a rule |\n"),
        ["13 PB205 3 cells"],
    ),
    "what a fence without an end explains": (
        ("# Day\n\nAsk the MHRA.\n\n```\nMHRA means meals.\n"),
        ["11 PB202 code block is never closed"],
    ),
    "the level of a heading in a list": (
        ("# Day\n\n- #### Noon\n\n  Soup.\n\n1. #### Later\n\n   Cake.\n"),
        ["9 PB213 inside a list item", "13 PB213 inside a list item"],
    ),
    "headings in HTML and in files that are lost": (
        ("# Day\n\n<div>\n## Noon\n</div>\n\n### One\n\nText.\n"),
        ["9 PB201 HTML"],
    ),
    "what a file that is lost may say": (
        ('# Day\n\n::: include {file="shared/none.md"}\n:::\n\n### One\n\nAsk the MHRA.\n'),
        ["9 PB101 none.md"],
    ),
    "a file that is not named": (
        ("# Day\n\n::: include {file=shared/one.md}\n:::\n\n::: include\n:::\n"),
        ["9 PB204 cannot be understood", "12 PB122 “file”"],
    ),
    "what is excused with a mistake": (
        (
            '# Day\n\n::: excuse {rule="LA-4" reason="A name."}\nWe deliver soup.\n:::\n\n'
            '::: excuse {rule="LA-04"}\nWe deliver soup again.\n:::\n\n'
            '::: excuse {rul="LA-04" reason="A name."}\nWe deliver more soup.\n:::\n\n'
            '::: excuse {rule="LA-04" reason="A name."}\nWe deliver all soup.\n'
        ),
        ["9 PB204 no rule “LA-4”", "13 PB122 “reason”", "17 PB121 “rul”", "21 PB202 never closed"],
    ),
    "words of others with a mistake": (
        (
            "# Day\n\n::: quotaton\nWe deliver soup.\n:::\n\n::: quotation {bye=Ann}\n"
            "We deliver soup.\n:::\n\n::: quotation {by=Ann by=Bob}\nWe deliver soup.\n:::\n\n"
            "::: quotation\nWe deliver soup.\n"
        ),
        ["9 PB203 “quotaton”", "13 PB121 “bye”", "17 PB204 duplicate", "21 PB202 never closed"],
    ),
    "what only one edition shows, with a mistake": (
        (
            "# Day\n\n::: onyl {has=venue}\n## Noon\n:::\n\n::: only {unles=venue}\n"
            "## Noon\n:::\n\n::: only {has=venue}\n## Soup\n:::\n\n"
            "::: only {unless=venu}\n## Soup\n:::\n"
        ),
        ["9 PB203 “onyl”", "13 PB121 “unles”", "21 PB209 no value “venu”"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), [*REPORTED.values(), *NOT_REPORTED.values()])
def test_the_rest_of_a_text_beside_mistakes(text, expected, tmp_path, packbuilder):
    project = make_project(tmp_path, {PROGRAMME: HEAD + text})
    said = packbuilder(project, "check", "--problems", "json").stdout.splitlines()
    found = [d for d in map(json.loads, said) if d["file"] != "content/project.yaml"]
    told = [f"{d['line']} {d['code']} {d['message']}" for d in found if d["severity"] != "advice"]
    for each in expected:
        line, code, words = each.split(" ", 2)
        assert any(t.startswith(f"{line} {code} ") and words in t for t in told), (each, told)
    assert len(told) == len(expected), told


def test_titles_and_codes_alike_are_reported_beside_mistakes_too(tmp_path, packbuilder):
    head = HEAD.replace("kind:", "tool: T05\nkind:")
    texts = {name: head + f"# Day {name}\n\n::: calout\n" for name in ("hall", "room")}
    files = {f"content/{name}.md": text for name, text in texts.items()}
    files["content/packs/both.yaml"] = "title: Both\ndocuments: [hall, room]\n"
    project = make_project(tmp_path, files)
    said = packbuilder(project, "check").output
    assert said.count("there is no block “calout”") == 2
    assert "“T05” is already the code of content/hall.md" in said
    assert "“Programme” is already the title of content/hall.md" in said
    (project / "content/hall.md").rename(project / "content/t05-hall.md")
    assert "T05" not in packbuilder(project, "check").output

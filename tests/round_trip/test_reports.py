"""`pull`: what it says of edits that it cannot carry over, or that reach further than words."""

from __future__ import annotations

import json
import re

import pytest
from helpers.edited_word import TEXT, edited, parts_of, with_parts, word_of
from helpers.projects import HEAD, make_project

PROGRAMME = "content/programme.md"
BODY = """\
# Morning {#morning}

Lunch is at [[venue]] at noon, says [[contact_name]].

![A plan of the room](images/plan.svg)

::: table {caption="Who speaks"}
| Name | Role |
|---|---|
| Ada | Chair |
| Bo | Host |
:::

::: steps {minutes=10}
1. 4 min: Look around.
2. 6 min: Talk to a neighbour.
:::

::: answer {name="why" label="Why do you come?" lines=2}
:::

- [ ] I stay for lunch. {name="lunch"}

The end is near.
"""
EDITION = "event_title: Evening\nvenue: Town Hall\ncontact_name: Sam\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    files = {PROGRAMME: HEAD + BODY, "content/editions/evening.yaml": EDITION}
    return make_project(tmp_path_factory.mktemp("reports"), files)


@pytest.fixture(scope="module")
def delivered(folder):
    return word_of(folder, "programme", "evening")


@pytest.fixture
def pull(folder, packbuilder, tmp_path):
    def run(data: bytes, *options: str) -> tuple[list[str], list[str]]:
        (tmp_path / "edited.docx").write_bytes(data)
        result = packbuilder(
            folder,
            "pull",
            str(tmp_path / "edited.docx"),
            "--json",
            "--edition",
            "evening",
            *options,
        )
        found = json.loads(result.stdout)
        lines = [line for line in found["patch"].splitlines() if re.match(r"[-+](?![-+])", line)]
        return lines, sorted({entry["kind"] for entry in found["report"]})

    return run


def text_of(data: bytes) -> str:
    return parts_of(data)[TEXT].decode()


def test_unedited(delivered, pull):
    assert pull(delivered) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "lines", "kinds"),
    [
        (
            ">Programme<",
            ">The programme<",
            ["-title: Programme", "+title: The programme"],
            ["HEAD"],
        ),
        ("Town Hall", "Old Barn", [], ["VALUE"]),
        ("Look around", "Look about", ["-1. 4 min: Look around.", "+1. 4 min: Look about."], []),
    ],
)
def test_words(old, new, lines, kinds, delivered, pull):
    assert pull(edited(delivered, old, new)) == (lines, kinds)


def test_minutes_of_a_step(delivered, pull):
    lines, kinds = pull(edited(delivered, '"preserve">4</w:t>', '"preserve">5</w:t>'))
    assert lines == ["-1. 4 min: Look around.", "+1. 5 min: Look around."]
    assert kinds == ["MINUTES"]


def test_a_column_that_was_added(delivered, pull):
    text = text_of(delivered)
    cell = re.search(r"<w:tc>(?:(?!</w:tc>).)*Ada.*?</w:tc>", text)[0]
    rows = re.sub(
        r"(<w:tc>(?:(?!</w:tc>).)*(?:Name|Ada|Bo)<.*?</w:tc>)",
        rf"\1{cell.replace('Ada', 'One')}",
        text,
    )
    assert rows != text
    assert pull(with_parts(delivered, {TEXT: rows.encode()})) == ([], ["TABLE-SHAPE"])


def test_a_picture_that_was_replaced(delivered, pull):
    changed = {
        name: data + b" "
        for name, data in parts_of(delivered).items()
        if name.startswith("word/media/")
    }
    assert pull(with_parts(delivered, changed)) == ([], ["IMAGE"])


def test_a_program_that_keeps_bitmaps_alone_replaces_no_picture(delivered, pull):
    kept = re.sub(r"<a:extLst>(?:(?!</a:extLst>).)*svgBlip.*?</a:extLst>", "", text_of(delivered))
    assert "svgBlip" not in kept
    assert pull(with_parts(delivered, {TEXT: kept.encode()})) == ([], [])


def test_facts_of_a_tool_are_front_matter(packbuilder, tmp_path):
    facts = "tool: T01\ntime: 60\ngroup: Two or more\nneeds: A pen\nresult: A plan\n"
    head = HEAD.replace("handout\n", f"tool\n{facts}")
    folder = make_project(tmp_path, {PROGRAMME: f"{head}# Steps {{#steps}}\n\nTalk.\n"})
    (folder / "edited.docx").write_bytes(
        edited(word_of(folder, "programme"), "Two or more", "Three or more")
    )
    found = json.loads(packbuilder(folder, "pull", "edited.docx", "--json").stdout)
    assert "\n-group: Two or more\n+group: Three or more\n" in found["patch"]
    assert [entry["kind"] for entry in found["report"]] == ["HEAD"]


def test_a_colour_alone(delivered, pull):
    old = '<w:r><w:t xml:space="preserve">The end is near.'
    new = old.replace("<w:t ", '<w:rPr><w:color w:val="FF0000"/></w:rPr><w:t ')
    assert pull(edited(delivered, old, new)) == ([], ["LOOK"])


def test_an_answer_that_was_filled_in(delivered, pull):
    control = re.search(r"<w:sdt>(?:(?!</w:sdt>).)*Why do you come.*?</w:sdt>", text_of(delivered))[
        0
    ]
    content = control.partition("<w:sdtContent>")[2].partition("</w:sdtContent>")[0]
    filled = control.replace(content, "<w:r><w:t>For the songs</w:t></w:r>")
    assert pull(edited(delivered, control, filled)) == ([], ["CONTROL"])


@pytest.mark.parametrize("reject", [True, False])
def test_tracked_changes_are_settled(reject, delivered, pull):
    old = '<w:r><w:t xml:space="preserve">The end is near.</w:t></w:r>'
    made = '<w:ins w:id="9" w:author="Sam"><w:r><w:t> Go home.</w:t></w:r></w:ins>'
    lines, kinds = pull(edited(delivered, old, old + made), "--reject" if reject else "--accept")
    assert lines == ([] if reject else ["-The end is near.", "+The end is near. Go home."])
    assert kinds == []


FOOTER = "word/footer1.xml"


@pytest.mark.parametrize(
    ("title", "footer", "kinds"),
    [
        ("The day", "The day", ["HEAD"]),
        ("The day", "Programme by Sam", ["GENERATED", "HEAD"]),
        ("Programme", "Programme by Sam", ["GENERATED"]),
    ],
)
def test_titles_stand_in_footers_too(title, footer, kinds, delivered, pull):
    parts = {name: data.decode() for name, data in parts_of(delivered).items() if name == FOOTER}
    changed = {FOOTER: parts[FOOTER].replace(">Programme", f">{footer}", 1).encode()}
    data = edited(with_parts(delivered, changed), ">Programme<", f">{title}<")
    assert pull(data)[1] == kinds


def test_words_added_to_a_footer_are_not_lost_when_the_title_has_changed(
    delivered, packbuilder, tmp_path
):
    files = {
        PROGRAMME: HEAD.replace("title: Programme", "title: A day of talks") + BODY,
        "content/editions/evening.yaml": EDITION,
    }
    footer = parts_of(delivered)[FOOTER].replace(b">Programme", b">Programme by Sam", 1)
    folder = make_project(tmp_path, files)
    for name, data in (("old", delivered), ("new", with_parts(delivered, {FOOTER: footer}))):
        (folder / f"{name}.docx").write_bytes(data)
    found = [
        json.loads(packbuilder(folder, "pull", f"{name}.docx", "--json").stdout)["report"]
        for name in ("old", "new")
    ]
    assert [[entry["kind"] for entry in report] for report in found] == [[], ["GENERATED"]]

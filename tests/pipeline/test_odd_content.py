"""Content that is allowed but rare builds; what cannot work is reported, never a traceback."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from helpers.projects import HEAD, PROGRAMME, make_project

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 4"><rect width="6" height="4"/></svg>'
RECIPE = {"content/packs/day.yaml": "title: A day\ndocuments: [programme]\n"}


def words(body: str) -> dict[str, str]:
    return RECIPE | {PROGRAMME: f"{HEAD}# Morning {{#morning}}\n\n{body}\n"}


def picture(name: str, how: str = "") -> dict[str, str]:
    return words(f"![The plan](<images/{name}>){how}") | {f"content/images/{name}": SVG}


def many_documents() -> dict[str, str]:
    """Make a pack whose contents go over pages, with lines that would part between two."""
    names = [f"paper-{number}" for number in range(14)]
    body = "\n\n".join(f"# Point {number}\n\nText." for number in range(8))
    head = HEAD.replace("handout", "report")
    files = {f"content/{name}.md": f"{head}{body}\n" for name in names}
    return files | {
        "content/packs/day.yaml": f"title: A day\ndocuments: [{', '.join(names)}]\n",
    }


BUILDS = {
    "contents-of-many-pages": many_documents(),
    "landscape-in-list": words("- point\n\n  ::: landscape\n  wide\n  :::"),
    "empty-item": words("-\n- point"),
    "empty-callout": words("::: callout {title=Mind}\n:::"),
    "quotation-without-words": words(
        "She said:\n\n:::: quotation {by=Ada}\n::: page-break\n:::\n::::"
    ),
    "break-before-all": words("::: page-break\n:::\n\n::: page-break\n:::\n\nEnd."),
    "deck-in-callout": words(
        "Cut these.\n\n:::: callout {title=Mind}\n::: deck {code=A theme=Aims source=Ada}\n"
        "1. Why?\n\n- So\n:::\n::::"
    ),
    "value-in-run-sheet": words(
        "::: run-sheet {minutes=9 caption=Plan}\n| Minutes | What |\n|---|---|\n"
        "| 9 | At [[venue]] |\n:::"
    ),
    "link-to-itself": words("See [this paper](programme.md)."),
    "long-word": words("x" * 300),
    "templates-in-words": words("{{ 7 * 7 }} {% set x %} $(x) &amp;copy;"),
    "signs": words("Ċaffè and Ærø, ½ × ², “…” – — €"),
    "picture-with-space": picture("my plan.svg"),
    "picture-with-accent": picture("größe.svg"),
    "picture-with-apostrophe": picture("o'neil.svg", "{.decorative}"),
}


WARNED = {
    "empty-item": ["PB227"],
    "empty-callout": ["PB227"],
    "break-before-all": ["PB540"],
}
"""What is built and looks odd; before a break the title stands alone."""


@pytest.mark.parametrize("name", BUILDS)
def test_it_builds(name, project, packbuilder):
    result = packbuilder(project(BUILDS[name]), "build", "--jobs", "0", "--quiet")
    assert (result.exit_code, re.findall(r"PB\d+", result.output)) == (0, WARNED.get(name, []))


_ROWS = "| What | Answers |\n|---|---|\n| One | {0} |\n| Two | 4 |\n:::"
_TIMES = "| Minutes | What |\n|---|---|\n| 9 | One |\n| {0} | Two |\n:::"
_IN_BLOCKS = {
    "units": '::: chart {{kind=units title="Answers" alt="One of them"}}\n' + _ROWS,
    "bars": '::: chart {{kind=bars title="Answers of 5" of=5}}\n' + _ROWS,
    "totals": '::: chart {{kind=bars title="Answers"}}\n' + _ROWS,
    "stacked": '::: chart {{kind=stacked title="Answers"}}\n' + _ROWS,
    "agenda": '::: agenda {{caption="The evening" start="18:30"}}\n' + _TIMES,
    "run-sheet": '::: run-sheet {{minutes=18 caption="Plan"}}\n' + _TIMES,
    "widths": '::: table {{caption="Answers" widths="{0} 50"}}\n' + _ROWS,
    "picture": "![The plan](images/plan.svg){{width={0}}}",
}


@pytest.mark.parametrize("number", ["²", "१२", "9" * 5000], ids=["raised", "devanagari", "long"])
def test_figures_that_are_no_whole_number(number, project, packbuilder):
    """Signs that count as digits in some way, in every place that reads a whole number."""
    body = "\n\n".join(block.format(number) for block in _IN_BLOCKS.values())
    result = packbuilder(project(words(body) | {"content/images/plan.svg": SVG}), "check")
    assert result.exit_code == 3
    for each in _IN_BLOCKS:
        alone = words(_IN_BLOCKS[each].format(number)) | {"content/images/plan.svg": SVG}
        assert packbuilder(project(alone), "check").exit_code in (0, 3), each


TOLD = {
    "name-of-the-last-section": (
        {"content/about-this-document.md": HEAD + "# Mine\n"},
        "PB302",
        "about-this-document",
    ),
    "document-nobody-knows": (
        {"content/editions/riverbank.yaml": "leave_out: [programm]\n"},
        "PB301",
        "programm",
    ),
    "mistake-in-the-target-of-a-link": (
        words("See [the rooms](rooms.md).") | {"content/rooms.md": HEAD + "# Rooms\n\n<b>\n"},
        "PB201",
        "1 error,",
    ),
}


@pytest.mark.parametrize(("files", "code", "part"), TOLD.values(), ids=TOLD)
def test_it_is_reported(files, code, part, project, packbuilder):
    result = packbuilder(project(files), "check")
    assert result.exit_code == 3
    assert f"[{code}]" in result.output
    assert part in result.output


@pytest.mark.parametrize("before", range(0, 40, 13))
def test_a_note_stands_on_the_page_of_its_number(before, project, packbuilder):
    folder = project(words("A line.\n\n" * before + "Words.[^1]\n\n[^1]: The note.\n"))
    assert packbuilder(folder, "build", "--jobs", "0", "--format", "pdf").exit_code == 0
    with pypdfium2.PdfDocument(folder / "output/standard/day/programme.pdf") as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert ["Words." in page for page in pages] == ["The note." in page for page in pages]


ALONE = """# Morning {{#morning}}

Words.

{}# Alone
{}
::: page-break
:::

More words.
"""


PACK_OF_TWO = {
    "content/packs/day.yaml": "title: A day\ndocuments: [programme, hall]\n",
    "content/hall.md": HEAD.replace("Programme", "Hall") + "# The hall\n\nMore.\n",
}


@pytest.mark.parametrize("more", [{}, PACK_OF_TWO])
def test_what_is_reported_of_a_result_can_be_excused(tmp_path, packbuilder, more):
    reported = HEAD + ALONE.format("", "")
    folder = make_project(tmp_path / "told", {PROGRAMME: reported, **more})
    found = packbuilder(folder, "build").output
    assert found.count(f"{PROGRAMME}:11:1: warning[PB540]") == (2 if more else 1)
    excused = HEAD + ALONE.format('::: excuse {rule="PR-09" reason="A title page."}\n', ":::\n")
    folder = make_project(tmp_path / "excused", {PROGRAMME: excused, **more})
    assert "warning" not in packbuilder(folder, "build").output
    assert "warning" not in packbuilder(folder, "check").output

"""What engines only log, or pass over: each becomes a problem at the line of the content.

A missing or broken picture, a character the font lacks, a dead link, a font or style that is not
there, words that leave the page. Every case ends a build with another code than 0.
"""

from __future__ import annotations

import io
import re

import pytest
from helpers.projects import HEAD, PROGRAMME, change, copy_templates
from PIL import Image

BUILD = ("build", "--jobs", "0", "--quiet", "--format", "pdf")
TABLE = "::: table {{caption=A}}\n| What | How |\n|---|---|\n| tea | {} |\n:::"
PICTURE = "![What it shows](images/{})"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 4">{}</svg>'


def photograph(kind: str, share: float = 1.0) -> bytes:
    """Return a photograph, or the first part of one."""
    out = io.BytesIO()
    Image.effect_noise((60, 40), 50).save(out, kind)
    return out.getvalue()[: int(len(out.getvalue()) * share)]


def words(body: str, **pictures: str | bytes) -> dict[str, str | bytes]:
    """Lay a body into the document: it begins at line 9."""
    files: dict[str, str | bytes] = {PROGRAMME: f"{HEAD}# Morning {{#morning}}\n\n{body}\n"}
    return files | {f"content/images/{name}": data for name, data in pictures.items()}


def picture(name: str, data: str | bytes) -> dict[str, str | bytes]:
    return words(PICTURE.format(name), **{name: data})


def shared(body: str) -> dict[str, str | bytes]:
    return words('::: include {file="shared/part.md"}\n:::') | {
        "content/shared/part.md": f"Part.\n\n{body}\n"
    }


HERE, SHARED = f"{PROGRAMME}:9", "content/shared/part.md:3"
CONTENT = {
    # Pictures
    "picture-missing": (words(PICTURE.format("none.png")), HERE),
    "picture-of-other-case": (words(PICTURE.format("Plan.svg")), HERE),
    "picture-is-a-folder": (words(PICTURE.format("deep"), **{"deep/a.txt": "a"}), HERE),
    "picture-empty": (picture("a.png", b""), HERE),
    "picture-is-text": (picture("a.png", "no picture"), HERE),
    "picture-png-cut": (picture("a.png", photograph("PNG", 0.5)), HERE),
    "picture-jpeg-cut": (picture("a.jpg", photograph("JPEG", 0.5)), HERE),
    "picture-webp-cut": (picture("a.webp", photograph("WEBP", 0.5)), HERE),
    "picture-gif-cut": (picture("a.gif", photograph("GIF", 0.5)), HERE),
    "picture-of-another-kind": (picture("a.bmp", photograph("BMP")), HERE),
    "picture-drawing-as-photograph": (picture("a.png", SVG.format("<rect/>")), HERE),
    "picture-photograph-as-drawing": (picture("a.svg", photograph("PNG")), HERE),
    "picture-in-a-list": (words("- tea\n\n  " + PICTURE.format("none.png")), f"{PROGRAMME}:11"),
    "picture-in-shared-words": (shared(PICTURE.format("none.png")), SHARED),
    # Drawings
    "drawing-cut": (picture("a.svg", SVG.format("<rect width='6'/>")[:70]), HERE),
    "drawing-that-shows-another": (picture("a.svg", SVG.format("<image href='b.png'/>")), HERE),
    "drawing-that-repeats": (picture("a.svg", SVG.format("<g id='a'><use href='#a'/></g>")), HERE),
    "drawing-without-size": (picture("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"), HERE),
    "drawing-with-words": (picture("a.svg", SVG.format("<text y='2'>Tea</text>")), HERE),
    "drawing-of-a-colour-without-name": (
        picture("a.svg", SVG.format("<rect fill='token:inc' width='6' height='4'/>")),
        HERE,
    ),
    # Characters that the font lacks
    "character-in-words": (words("Tea 한 here."), HERE),
    "character-in-heading": (words("## Tea 한"), HERE),
    "character-in-cell": (words(TABLE.format("한")), f"{PROGRAMME}:12"),
    "character-in-code": (words("```\n한\n```"), HERE),
    "character-in-list": (words("- tea\n- 한"), f"{PROGRAMME}:10"),
    "character-in-note": (words("Tea.[^a]\n\n[^a]: It is 한."), f"{PROGRAMME}:11"),
    "character-in-title": ({PROGRAMME: HEAD.replace("Programme", "한") + "# A\n"}, f"{PROGRAMME}:"),
    "character-in-caption": (words(TABLE.format("tea").replace("=A", '="A 한"')), HERE),
    "character-in-box-title": (words('::: callout {title="한"}\nTea.\n:::'), HERE),
    "character-in-quotation-by": (words('::: quotation {by="한"}\nTea.\n:::'), HERE),
    "character-in-shared-words": (shared("Tea 한."), SHARED),
    "character-in-question": (words('::: answer {name=a label="Tea 한?"}\n:::'), HERE),
    "character-in-recipe": (
        {"content/packs/day.yaml": "title: A 한\ndocuments: [programme]\n"},
        "content/packs/day.yaml:1",
    ),
    "character-in-choices": (
        words('::: choices {name="a" label="Tea?"}\n- [ ] tea\n- [ ] 한\n:::'),
        f"{PROGRAMME}:11",
    ),
    # Links
    "anchor-dead": (words("See [the hall](#hall)."), HERE),
    "anchor-dead-in-cell": (words(TABLE.format("[the hall](#hall)")), f"{PROGRAMME}:12"),
    "anchor-dead-in-another-document": (words("See [it](programme.md#hall)."), HERE),
    "document-missing": (words("See [the hall](hall.md)."), HERE),
    "note-missing": (words("Tea.[^a]"), HERE),
    "note-never-used": (words("Tea.\n\n[^a]: A note."), f"{PROGRAMME}:11"),
    "include-missing": (words('::: include {file="shared/none.md"}\n:::'), HERE),
    "value-missing": (words("At [[venu]]."), HERE),
    # What leaves the page
    "table-too-wide": (
        words(
            "::: table {caption=A}\n"
            + "\n".join(("| a " * 60 + "|", "|---" * 60 + "|", "| Evidence " * 60 + "|"))
            + "\n:::"
        ),
        f"{PROGRAMME}:",
    ),
    "table-too-wide-turned": (
        words(
            "::: landscape\n"
            + "\n".join(("| a " * 80 + "|", "|---" * 80 + "|", "| Evidence " * 80 + "|"))
            + "\n:::"
        ),
        f"{PROGRAMME}:",
    ),
}


CODES = {
    "picture": "PB(101|210)",
    "drawing": "PB210",
    "character": "PB402",
    "anchor": "PB207",
    "document": "PB207",
    "note": "PB217",
    "include": "PB101",
    "value": "PB209",
    "table": "PB308",
}
"""What is reported, by the first word of the case."""


@pytest.mark.parametrize("name", CONTENT)
def test_it_is_reported_at_its_line(project, packbuilder, name):
    files, place = CONTENT[name]
    result = packbuilder(project(files), *BUILD)
    assert result.exit_code in (3, 5), result.output
    reported = rf"^{re.escape(place)}\S*: error\[{CODES[name.partition('-')[0]]}\]"
    assert re.search(reported, result.output, re.MULTILINE), result.output
    assert "  help: " in result.output


LOOK = {
    "font-absent": ("tokens.yaml", "font: Source Sans Pro", "font: Comic Sans"),
    "style-unknown": ("pack.css", "body {", "body { colour: red;"),
    "style-imported": ("pack.css", "body {", '@import "more.css"; body {'),
    "style-picture": ("pack.css", "body {", 'body { background: url("paper.png");'),
    "style-font": ("pack.css", "body {", 'body { font-family: "Comic Sans";'),
    "style-cut": ("pack.css", "body {", "body { margin: ;"),
    "template-picture": ("publication.html", "<body>", '<body><img src="a.png" alt="">'),
    "template-link": ("publication.html", "<body>", '<body><a href="#nowhere">x</a>'),
    "colour-missing": ("tokens.yaml", "text: primary, on: tint", "text: primry, on: tint"),
}


@pytest.mark.parametrize(("name", "old", "new"), LOOK.values(), ids=LOOK)
def test_it_is_reported_of_the_look(project, packbuilder, name, old, new):
    folder = project({})
    copy_templates(folder)
    change(folder, f"templates/{name}", old, new)
    result = packbuilder(folder, *BUILD)
    assert result.exit_code in (3, 7, 8, 11), result.output
    assert "  help: " in result.output
    assert re.search(r"^(templates/|content/)\S+: error\[PB(306|307|401|403)\]", result.output)


def test_there_are_enough_of_them():
    assert len(CONTENT) + len(LOOK) >= 40

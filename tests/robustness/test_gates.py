"""Hostile input: the exit code, the place, a word of help, and the earlier pack unharmed.

The ids begin with the case of the list of threats that they try.
"""

from __future__ import annotations

import struct
import zlib

import pytest
from helpers.projects import HEAD, PROGRAMME, change, copy_templates, make_project

from packbuilder.diagnostics import Code, Span
from packbuilder.rules.content.files import check_file_names
from packbuilder.settings.strict_yaml import read_yaml
from packbuilder.storage.csv_text import write_csv

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 4">{}</svg>'
BUILD = ("build", "--jobs", "0", "--quiet")
EARLIER = "output/standard/day/programme.pdf"


@pytest.fixture
def refused(project, packbuilder):
    """Build over an earlier result with a fault in the project; give what is said."""

    def refused(files: dict[str, str | bytes], code: int, place: str) -> str:
        folder = project({**files, EARLIER: b"earlier"})
        result = packbuilder(folder, *BUILD)
        assert result.exit_code == code, result.output
        assert f"{place}:" in result.output, result.output
        assert "\n  help: " in result.output
        found = [file for file in (folder / "output").rglob("*") if file.is_file()]
        assert [file.read_bytes() for file in found] == [b"earlier"]
        return result.output

    return refused


def words(body: str) -> dict[str, str | bytes]:
    return {PROGRAMME: f"{HEAD}# Morning {{#morning}}\n\n{body}\n"}


WORDS = {
    "M1-block": ("::: callout {title=A}\nwords", 3),
    "M1-fence": ("```\nwords", 3),
    "M2-list-12": ("".join("  " * n + "- x\n" for n in range(12)), 3),
    "M2-quotation-200": ("> " * 200 + "x", 3),
    "M4-script": ("<script>x()</script>", 3),
    "M4-frame": ("<iframe src=x></iframe>", 3),
    "M4-attachment": ("<link rel=attachment href=/etc/passwd>", 3),
    "M4-in-a-line": ("a <b onclick=x>b</b>", 3),
    "M5-javascript": ("[a b](javascript:alert)", 3),
    "M5-file": ("[a b](file:///etc/passwd)", 3),
    "M5-data": ("[a b](data:text/html,x)", 3),
    "M5-vbscript": ("[a b](vbscript:x)", 3),
    "M5-host": ("[a b](//example.org/x)", 3),
    "M5-share": (r"[a b](<\\\\host\\x>)", 3),
    "M6-dead": ("[a b](#nowhere)", 3),
    "F2-up": ("![a b](../../../etc/passwd.png)", 10),
    "F2-encoded": ("![a b](%2e%2e/%2e%2e/%2e%2e/etc/passwd.png)", 10),
    "F2-absolute": ("![a b](/etc/passwd)", 10),
    "F2-drive": ("![a b](C:/plan.png)", 10),
    "F2-address": ("![a b](http://127.0.0.1/plan.png)", 10),
    "I1-missing": ("![a b](images/paln.svg)", 5),
    "G1-glyph": ("한", 3),
    "X1-escape": ("a \x1b[31mb", 3),
}


@pytest.mark.parametrize(("body", "code"), WORDS.values(), ids=WORDS)
def test_words(refused, body, code):
    line = PROGRAMME if body.startswith("- x") else f"{PROGRAMME}:9"
    assert "\x1b" not in refused(words(body), code, line)


def png_head(width: int, height: int) -> bytes:
    """Write a PNG that says it has so many pixels, and holds none."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))]
    parts += [(b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


USES = "".join(
    f'<g id="a{n}"><use href="#a{n + 1}"/><use href="#a{n + 1}"/></g>' for n in range(40)
)
"""Drawn, it has as many shapes as a number of twelve digits says."""


PICTURES = {
    "I1-empty.png": b"",
    "I1-text.png": b"no picture",
    "I1-truncated.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 20,
    "I1-photograph.svg": b"\x89PNG\r\n\x1a\n" + b"\0" * 20,
    "I2-256.png": png_head(16_000, 16_000),
    "I2-3600.png": png_head(60_000, 60_000),
    "I3-xxe.svg": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("<g/>"),
    "I3-bomb.svg": SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    "I3-deep.svg": SVG.format("<g>" * 4_000 + "</g>" * 4_000),
    "I3-shapes.svg": SVG.format("<rect/>" * 6_000),
    "I3-entity.svg": '<!DOCTYPE svg [<!ENTITY a "a">]>' + SVG.format("<rect/>"),
    "I3-use.svg": SVG.format(USES),
    "I3-use-itself.svg": SVG.format('<g id="a"><use href="#a"/></g>'),
    "I3-use-outside.svg": SVG.format('<use href="b.svg#a"/>'),
    "I3-image.svg": SVG.format('<image href="http://127.0.0.1/a"/>'),
    "I3-script.svg": SVG.format("<script/>"),
    "I3-fill.svg": SVG.format('<rect fill="url(http://127.0.0.1/a)"/>'),
    "I3-escaped.svg": SVG.format(r'<rect filter="u\72l(http://127.0.0.1/a)"/>'),
    "I3-base.svg": SVG.format('<g xml:base="http://127.0.0.1/"/>'),
}


@pytest.mark.parametrize(("name", "data"), PICTURES.items(), ids=PICTURES)
def test_pictures(refused, name, data):
    files = words(f"![What it shows](images/{name})") | {f"content/images/{name}": data}
    refused(files, 3, f"{PROGRAMME}:9:1")


RECIPES = {
    "Y1-anchor": ("title: &a A\ndocuments: [programme]\n", "1:8"),
    "Y2-twice": ("title: A\ndocuments: [programme]\ntitle: B\n", "3:1"),
    "Y3-tab": ("title: A\n\tdocuments: [programme]\n", "2:1"),
    "Y3-braces": ("title: {{ x }}\ndocuments: [programme]\n", "1:9"),
    "Y3-colon": ("title: Round 2: Physics\ndocuments: [programme]\n", "1:15"),
    "Y4-kind": ("title: A\ndocuments: programme\n", "2:12"),
    "Y5-key": ("titel: A\ndocuments: [programme]\n", "1:1"),
    "Y6-second": ("title: A\ndocuments: [programme]\n---\na: b\n", "3:1"),
    "Y6-deep": ("title: " + "[" * 5000, "1:40"),
    "Y6-large": ("title: A\ndocuments: [programme]\n" + "# words\n" * 270_000, "1:1"),
    "Y7-half": ('title: "a\\ud800"\ndocuments: [programme]\n', "1:9"),
    "Y7-escape": ('title: "a\\x0b"\ndocuments: [programme]\n', "1:9"),
}


@pytest.mark.parametrize(("text", "place"), RECIPES.values(), ids=RECIPES)
def test_recipes(refused, text, place):
    path = "content/packs/day.yaml"
    refused({path: text}, 3, f"{path}:{place}")


@pytest.mark.parametrize("word", ["NO", "0123", "12:30", "1.10", "2026-03-14"])
def test_strings_stay_strings(word):
    """Y4: what only looks like a number or a truth value."""
    assert read_yaml(f"a: {word}", Span("a.yaml")).plain() == {"a": word}


def test_a_large_text_is_refused(refused):
    """Y6, M3: more than two megabytes."""
    refused(words("words " * 400_000), 3, PROGRAMME)


UNSAFE = [
    *("con", "nul.x", "COM1", "LPT¹", "a.", "a ", " a", "a:b", "a?b", 'a"b', "a\\b", "a\tb"),
    *("a\u202eb", "a\x1b[1mb", "x" * 151, "é" * 76),
]


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_names(name):
    """F3, X1: refused on every system, and reported without steering a terminal."""
    (problem,) = check_file_names([f"content/{name}.md"])
    assert problem.code is Code.FILE_NAME
    assert "\x1b" not in str(problem)


def test_names_that_are_twins_elsewhere():
    """F3: where large and small letters, or two ways to write an accent, are one."""
    paths = [f"content/{name}.md" for name in ("Plan", "plan", "caf\u00e9", "cafe\u0301")]
    assert [problem.span.path for problem in check_file_names(paths)] == paths[1::2]


@pytest.mark.parametrize("name", ["programme", "a-b_c.d", "größe", "concord", "x" * 150])
def test_safe_names(name):
    assert list(check_file_names([f"content/{name}.md", f"content/packs/{name}.yaml"])) == []


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "..\\x", "\x1b[31mx", "con", ""])
@pytest.mark.parametrize("option", [(), ("--edition",), ("--only",)])
def test_names_of_the_command_line_lead_nowhere(project, packbuilder, option, name):
    """F3, X1: no file outside is read or written, and no character steers the terminal."""
    folder = project({})
    before = sorted(folder.parent.rglob("*"))
    result = packbuilder(folder, "build", "--jobs", "0", *option, name)
    assert result.exit_code in (2, 3), result.output
    assert "Traceback" not in result.output
    assert "\x1b" not in result.output
    made = set(folder.parent.rglob("*")) - set(before)
    kept = {"locks", "fonts"}  # in the folder of this program for kept results
    assert not [path for path in made if path.is_file() and kept.isdisjoint(path.parts)]


@pytest.mark.parametrize("text", ["=A()", "+1", "-1", "@SUM", "\tx", "\rx", "\0x", "＝A()", "＠x"])
def test_cells_are_never_formulas(text):
    assert write_csv([[text]]).decode("utf-8-sig").startswith("\"'")


TEMPLATES = {
    "T2-syntax": "{% if %}",
    "T2-name": "{{ nobody }}",
    "T2-zero": "{{ 1 / 0 }}",
    "T2-reach": "{{ publication.__class__.__mro__ }}",
    "T2-circle": '{% include "publication.html" %}',
}


@pytest.mark.parametrize("text", TEMPLATES.values(), ids=TEMPLATES)
def test_templates(project, packbuilder, text):
    folder = project({})
    copy_templates(folder)
    change(folder, "templates/publication.html", "<body>", f"<body>{text}")
    before = (folder / "templates" / "publication.html").read_text().partition(text)[0]
    result = packbuilder(folder, *BUILD)
    assert result.exit_code == 3, result.output
    line = before.count("\n") + 1
    assert f"templates/publication.html:{line}:1: error[PB307]" in result.output


def test_a_template_outside_the_project_is_refused(project, packbuilder):
    folder = project({})
    copy_templates(folder)
    outside = folder.parent / "parts.html"
    (folder / "templates" / "parts.html").rename(outside)
    (folder / "templates" / "parts.html").symlink_to(outside)
    assert packbuilder(folder, *BUILD).exit_code == 10


def test_a_damaged_font_is_reported(project, packbuilder, monkeypatch, tmp_path):
    for face in ("Regular", "Bold"):
        (tmp_path / f"SourceSansPro-{face}.ttf").write_bytes(b"no font")
    monkeypatch.setattr("font_source_sans_pro.font_directory", str(tmp_path))
    result = packbuilder(project({}), "check")
    assert (result.exit_code, "PB401" in result.output) == (7, True)


@pytest.mark.parametrize("name", ["a b", "größe", "50% off #1", "o'neil & son"])
def test_folders_with_odd_names(tmp_path, packbuilder, name):
    assert packbuilder(make_project(tmp_path / name), *BUILD).exit_code == 0

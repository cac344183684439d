"""What the list of threats asks for beyond the gates: each case built as a whole.

Every docstring or id begins with the case that it tries.
"""

from __future__ import annotations

import contextlib
import html
import io
import os
import re
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from helpers.forked_builds import tree
from helpers.projects import (
    HEAD,
    PROGRAMME,
    build_here,
    change,
    copy_templates,
    make_project,
)
from helpers.time_limits import PATIENCE, limited
from PIL import Image

from packbuilder.diagnostics import PackError, Span
from packbuilder.storage.source import Source, check_characters
from packbuilder.theme import read_theme

BUILD = ("build", "--jobs", "0", "--quiet")
RECIPE = {"content/packs/day.yaml": "title: A day\ndocuments: [programme]\nformats: [pdf, docx]\n"}
RESULTS = "output/standard/day"


def words(body: str) -> dict[str, str | bytes]:
    return RECIPE | {PROGRAMME: f"{HEAD}# Morning {{#morning}}\n\n{body}\n"}


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.fixture
def texts(project, packbuilder):
    """Build words, and give the text of the PDF and that of the Word file."""

    def build(body: str) -> tuple[str, str]:
        folder = project(words(body))
        result = packbuilder(folder, *BUILD)
        assert result.exit_code == 0, result.output
        pdf = text_of((folder / RESULTS / "programme.pdf").read_bytes())
        with zipfile.ZipFile(folder / RESULTS / "programme.docx") as archive:
            return pdf, archive.read("word/document.xml").decode()

    return build


@pytest.fixture
def ends(project, packbuilder):
    """Build, and give the exit code and what was said; it always ends."""

    def build(files: dict[str, str | bytes]) -> tuple[int, str]:
        with limited():
            result = packbuilder(project(files), *BUILD)
        assert "Traceback" not in result.output
        return result.exit_code, result.output

    return build


# YAML and Markdown --------------------------------------------------------------------------------

LETTERS = "abcdefghijklmnopqrstuvwxyz"  # 8 ** 26 values: no machine could read them
BOMBS = {
    "Y1-alias": "a: &a [x, x, x, x, x, x, x, x]\n"
    + "".join(f"{n}: &{n} [{', '.join(['*' + o] * 8)}]\n" for o, n in pairwise(LETTERS)),
    "Y1-merge": "a: &a {k: v}\n" + "".join(f"b{n}: &b{n} {{<<: [*a, *a]}}\n" for n in range(40)),
    "Y1-tag": "title: !!python/object/apply:os.system [ls]\n",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_unread(ends, text):
    code, said = ends({"content/packs/day.yaml": text})
    assert (code, "content/packs/day.yaml:1:" in said) == (3, True), said


def test_front_matter_that_never_ends_is_reported(ends):
    """Y6: at its first line."""
    code, said = ends({PROGRAMME: "---\ntitle: A\n\n# Morning\n"})
    assert (code, f"{PROGRAMME}:" in said) == (3, True)


@pytest.mark.parametrize("depth", [9, 10, 12, 21, 200])
@pytest.mark.parametrize("kind", ["list", "quotation"])
def test_nothing_nested_is_lost(project, packbuilder, kind, depth):
    """M2: all words are in both files, or the text is refused."""
    if kind == "list":
        body = "".join("  " * level + f"- word{level}x\n" for level in range(depth))
    else:
        body = "".join("> " * (level + 1) + f"word{level}x\n>\n" for level in range(depth))
    folder = project(words(body))
    result = packbuilder(folder, *BUILD)
    assert result.exit_code in (0, 3), result.output
    if result.exit_code == 0:
        pdf = text_of((folder / RESULTS / "programme.pdf").read_bytes())
        with zipfile.ZipFile(folder / RESULTS / "programme.docx") as archive:
            docx = archive.read("word/document.xml").decode()
        for level in range(depth):
            assert f"word{level}x" in pdf
            assert f"word{level}x" in docx


def test_a_huge_file_is_refused(ends):
    """M3: 10 MB of Markdown."""
    assert ends(words("words " * 1_700_000))[0] == 3


PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def test_a_long_table_is_made_within_limits(project):
    """M3: in less than a gigabyte; ROWS=5000 tries all that is asked for."""
    count = int(os.environ.get("ROWS", "250"))
    rows = "".join(f"| row{n}x | value {n} |\n" for n in range(count))
    table = f"::: table {{caption=Rows}}\n| What | How |\n|---|---|\n{rows}:::"
    folder = project(words(table))
    command = [sys.executable, "-m", "packbuilder", "build", "--quiet", "--jobs", "0"]
    done = subprocess.run(  # in one process, whose memory is all that there is
        [sys.executable, "-c", PEAK, *command],
        cwd=folder, check=True, timeout=PATIENCE, capture_output=True, text=True,
    )  # fmt: skip
    kib = 1024 if sys.platform == "darwin" else 1  # there it counts bytes
    assert 0 < int(done.stdout) / kib < 1024**2
    pdf = text_of((folder / RESULTS / "programme.pdf").read_bytes())
    assert all(f"row{n}x" in pdf for n in range(count))


def test_addresses_do_not_grow_out_of_proportion(ends):
    """M7: one long address that many links ask for."""
    address = "https://example.org/" + "x" * 20_000
    code, said = ends(words(f"{'[a][b] ' * 60}\n\n[b]: {address}"))
    assert (code, f"{PROGRAMME}:9:1: error[PB114]" in said) == (3, True), said


DOUBLE = {
    "M6-id": (words("## A {#a}\n\nwords\n\n## B {#a}\n\nwords"), (9, 13)),
    "M6-include": (
        {
            **words('::: include {file="shared/one.md"}\n:::'),
            "content/shared/one.md": '::: include {file="shared/two.md"}\n:::\n',
            "content/shared/two.md": '::: include {file="shared/one.md"}\n:::\n',
        },
        (),
    ),
}


@pytest.mark.parametrize(("files", "lines"), DOUBLE.values(), ids=DOUBLE)
def test_duplicates_and_cycles_are_reported(ends, files, lines):
    code, said = ends(files)
    assert code == 3
    for line in lines:
        assert f":{line}:1" in said


# Templates ----------------------------------------------------------------------------------------


def test_templates_in_words_stay_words(texts):
    """T1: in both files."""
    body = "Look: {{ venue }} and {% include 'x' %} and {# note #} and ${x}."
    pdf, docx = texts(body)
    for part in ("{{ venue }}", "{% include", "{# note #}", "${x}"):
        assert part in pdf
        assert part in docx


@pytest.mark.parametrize("name", ["../content/project.yaml", "/etc/passwd", "..%2fx", "~/x"])
def test_a_template_includes_none_from_elsewhere(project, packbuilder, name):
    """T3: by its name."""
    folder = project(RECIPE)
    copy_templates(folder)
    include = f'<body>{{% include "{name}" %}}'
    change(folder, "templates/publication.html", "<body>", include)
    result = packbuilder(folder, *BUILD)
    assert result.exit_code in (3, 10), result.output
    assert "templates/publication.html:14:1: error[PB307]: " in result.output
    assert f"there is no template “{name}”" in result.output


# Files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pipe", "zero", "random", "folder"])
def test_what_is_no_file_never_hangs_a_build(project, packbuilder, kind):
    """F2: named as a picture."""
    folder = project(words("![What it shows](images/odd.png)"))
    file = folder / "content/images/odd.png"
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    else:
        file.symlink_to({"zero": "/dev/zero", "random": "/dev/urandom"}[kind])
    with limited():
        result = packbuilder(folder, *BUILD)
    assert result.exit_code == (10 if file.is_symlink() else 5), result.output
    assert f"{PROGRAMME}:9:1" in result.output


def test_a_document_that_is_no_file_never_hangs_a_build(project, packbuilder):
    """F2: beside the others."""
    folder = project(RECIPE)
    os.mkfifo(folder / "content/pipe.md")
    os.mkfifo(folder / "content/packs/pipe.yaml")
    with limited():
        assert packbuilder(folder, *BUILD).exit_code == 0


def test_a_picture_of_too_many_pixels_is_refused(ends):
    """I2: before it is unpacked."""
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    files = words("![What it shows](images/big.png)") | {"content/images/big.png": out.getvalue()}
    code, said = ends(files)
    assert (code, f"{PROGRAMME}:9:1" in said) == (3, True)


def test_a_path_longer_than_windows_has(tmp_path, packbuilder):
    """N3: works, or is reported as what cannot be written."""
    folder = tmp_path.joinpath(*["a folder with a rather long name of its own"] * 7)
    assert len(str(folder)) > 260
    assert packbuilder(make_project(folder, RECIPE), *BUILD).exit_code == 0


def test_a_path_longer_than_the_system_has(project, packbuilder):
    """N3: reported as what cannot be written."""
    folder = project(RECIPE)
    output = "/".join(["x" * 200] * 30)
    result = packbuilder(folder, *BUILD, "--output", output)
    assert result.exit_code in (2, 6), result.output
    assert "Traceback" not in result.output


# Fonts and characters -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> dict[str, bytes]:
    """What is built with nothing odd around."""
    folder = make_project(tmp_path_factory.mktemp("plain") / "project", RECIPE)
    build_here(folder)
    return tree(folder / "output")


def run_apart(folder: Path, surroundings: dict[str, str]) -> dict[str, bytes]:
    """Build in a process that knows nothing but these variables."""
    command = [sys.executable, "-m", "packbuilder", "build", "--quiet", "--jobs", "0"]
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PACKBUILDER_CACHE": str(folder / "cache"), **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return tree(folder / "output")


SURROUNDINGS = {
    "G2-no-file": {"FONTCONFIG_FILE": "/nonexistent"},
    "G2-no-fonts": {"FONTCONFIG_PATH": "/nonexistent", "FONTCONFIG_SYSROOT": "/nonexistent"},
    "N1-no-path": {"PATH": ""},
    "N1-no-home": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "N1-kept-nowhere": {"PACKBUILDER_CACHE": "/proc/nowhere"},
}


@pytest.mark.parametrize("surroundings", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_surroundings_change_nothing(tmp_path, plain, surroundings):
    folder = make_project(tmp_path / "project", RECIPE)
    assert run_apart(folder, surroundings) == plain


def test_without_its_fonts_a_build_says_so(project, packbuilder, monkeypatch, tmp_path):
    """G2: and never crashes."""
    monkeypatch.setattr("font_source_sans_pro.font_directory", str(tmp_path / "nothing"))
    result = packbuilder(project(RECIPE), *BUILD)
    assert (result.exit_code, "[PB401]" in result.output) == (7, True)


CHARACTERS = {
    "G3-hebrew": ("שלום", 3),
    "G3-arabic": ("سلام", 0),
    "G3-chinese": ("中文", 3),
    "G3-emoji": ("\U0001f469\u200d\U0001f467", 3),
    "G3-combining": ("e\u0301 o\u0308", 0),
    "G3-zero-width": ("a\u200bb", 0),
    "G3-soft-hyphen": ("a\u00adb", 0),
    "G3-override": ("a \u202eb", 3),
    "G3-mark": ("a \u200fb", 0),
    "G3-isolate": ("a \u2067b\u2069", 0),
}


@pytest.mark.parametrize(("character", "code"), CHARACTERS.values(), ids=CHARACTERS)
def test_characters_are_printed_or_reported(ends, character, code):
    found, said = ends(words(f"Look at {character} here."))
    assert found == code, said
    if code:
        assert f"{PROGRAMME}:9:" in said
    if {"\u202e", "\u200f", "\u2067"} & set(character):
        assert "[PB223]" in said


def test_every_character_of_the_font_is_printed(texts):
    """G4: in both files; those that mean something in Markdown stand as numbers."""
    font = sorted(read_theme(Source(Path.cwd())).characters)
    characters = [c for c in map(chr, font) if c.isprintable() and not c.isspace()]
    lines = [characters[start : start + 20] for start in range(0, len(characters), 20)]
    body = "\n\n".join("Characters: " + ", ".join(f"&#{ord(s)};" for s in line) for line in lines)
    pdf, docx = map(html.unescape, texts(body))
    assert len(characters) > 800
    assert [c for c in characters if c not in docx] == []
    assert sum(c in pdf for c in characters) > len(characters) * 0.9  # some are composed otherwise


def test_every_other_character_is_reported_or_invisible(packbuilder, project):
    """G4: all code points there are, in groups; none of them ends a check badly."""
    for start in range(0, 0x110000, 0x22000):
        characters = "".join(map(chr, range(start, min(start + 0x22000, 0x110000), 61)))
        with contextlib.suppress(PackError):
            check_characters(characters, Span("a.md"))
        kept = "".join(f"&#{ord(c)};" for c in characters)
        result = packbuilder(project(words(f"Look: {kept}")), "check")
        assert result.exit_code == 3, result.output
        assert "Traceback" not in result.output


# Ways to save a text ------------------------------------------------------------------------------

TEXT = f"{HEAD}# Morning {{#morning}}\n\nCaf\u00e9 at nine.\n\nTea at ten.\n"
SAVED = {
    "U1-mark": (b"\xef\xbb\xbf" + TEXT.encode(), 0),
    "U1-windows": (TEXT.replace("\n", "\r\n").encode(), 0),
    "U1-old-mac": (TEXT.replace("\n", "\r").encode(), 0),
    "U1-mark-windows": (b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), 0),
    "U1-latin-1": (TEXT.encode("latin-1"), 5),
    "U1-utf-16": (TEXT.encode("utf-16"), 5),
    "U1-utf-16-plain": (TEXT.encode("utf-16-le"), 5),
    "U1-utf-32": (TEXT.encode("utf-32"), 5),
    "U1-zero": (TEXT.replace("nine", "ni\0ne").encode(), 3),
}


@pytest.fixture(scope="module")
def usual(tmp_path_factory) -> dict[str, bytes]:
    folder = make_project(tmp_path_factory.mktemp("usual") / "p", RECIPE | {PROGRAMME: TEXT})
    build_here(folder)
    return {n: d for n, d in tree(folder / "output").items() if n.endswith(("e.pdf", "e.docx"))}


@pytest.mark.parametrize(("data", "code"), SAVED.values(), ids=SAVED)
def test_however_a_text_is_saved(project, packbuilder, usual, data, code):
    folder = project(RECIPE | {PROGRAMME: data})
    result = packbuilder(folder, *BUILD)
    if code == 0:
        assert result.exit_code == 0, result.output
        made = tree(folder / "output")
        assert {name: made[name] for name in usual} == usual
    else:
        assert result.exit_code in (3, 5), result.output
        assert f"{PROGRAMME}:" in result.output
        assert "help: " in result.output


# What is wider than the page ----------------------------------------------------------------------

WIDE = {
    "L1-word": "x" * 300,
    "L1-code": "```\n" + "x" * 300 + "\n```",
    "L1-address": "<https://example.org/" + "x" * 300 + ">",
    "L1-table": "::: table {caption=A}\n"
    + "| a " * 60
    + "|\n"
    + "|---" * 60
    + "|\n"
    + "| Evidence " * 60
    + "|\n:::",
    "L1-caption": "::: table {caption=" + "x" * 200 + "}\n| a |\n|---|\n| b |\n:::",
}


@pytest.mark.parametrize("body", WIDE.values(), ids=WIDE)
def test_what_is_wide_is_wrapped_or_reported(ends, body):
    code, said = ends(words(body))
    assert code in (0, 3), said
    if code:
        assert "[PB308]" in said
        assert f"{PROGRAMME}:" in said


# The list -----------------------------------------------------------------------------------------

ROWS = {"Y": 7, "M": 7, "T": 3, "F": 3, "I": 3, "G": 4, "U": 1, "L": 1, "K": 10, "N": 3, "X": 1}
"""How many cases the list has under each letter; those of files that come back are for later."""


def test_every_case_is_tried():
    """By a test whose docstring or id begins with it."""
    here = Path(__file__).parent
    files = (*here.glob("test_*.py"), here.parent / "pipeline" / "test_workers.py")
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    named = re.findall(r'"""((?:[A-Z]\d+, )*[A-Z]\d+):|^ {4}"([A-Z]\d+)-', text, re.MULTILINE)
    tried = {case for group in named for cases in group for case in cases.split(", ")}
    wanted = {f"{letter}{number + 1}" for letter, count in ROWS.items() for number in range(count)}
    assert wanted - tried == set()

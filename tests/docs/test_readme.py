"""README.md: every command runs as written, and what it says of the results is so."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from subprocess import PIPE

import click
import pypdfium2
import pytest
from click.testing import CliRunner
from helpers.guides import CLUSTER, README, ROOT, examples, first_cells, prose, read

from packbuilder.cli import main
from packbuilder.diagnostics import Code, ExitCode

ELSEWHERE = re.compile(r"^(make|pip) ", re.MULTILINE)
"""Commands that set up environments: see `test_make_…` here, and test_wheel.py."""

LEAFLET = """---
title: Leaflet
kind: handout
updated: 2026-03-14
---

# Findings

::: inclde {file="shared/findings.md"}
:::
"""

BLOCKS = [block for block in examples(README, "sh") if not ELSEWHERE.search(block.text)]
RUN_ALONE = ("build", "check", "list", "open", "status", "watch")
ALONE = tuple(f"packbuilder {name}" for name in RUN_ALONE)
"""Commands that need none before them: a block of these is run line by line."""


def scripts() -> dict[str, str]:
    """Return what is run together, by the line of README.md where it begins."""
    found = {}
    for block in BLOCKS:
        lines = block.text.splitlines()
        if all(line.startswith(ALONE) for line in lines):
            found |= {f"line{block.line + n}": line for n, line in enumerate(lines, 1)}
        else:
            found[f"line{block.line + 1}"] = block.text
    return found


SCRIPTS = scripts()
NAMED = re.compile(r"^packbuilder (?:build|watch) ([a-z0-9 -]+)", re.MULTILINE)
WITHOUT_CODE = {ExitCode.OK, ExitCode.BUG, ExitCode.USAGE, ExitCode.WARNINGS}
WITHOUT_CODE |= {ExitCode.INTERRUPTED, ExitCode.TERMINATED}


@pytest.fixture
def workplace(workplace: Path) -> Path:
    """Without packs that no command names: commands for whole editions build the others."""
    named = " ".join(NAMED.findall("".join(block.text for block in BLOCKS))).split()
    for pack in workplace.glob("content/packs/*.yaml"):
        if pack.stem not in (*named, "full-pack"):
            pack.unlink()
    return workplace


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run lines in a project, until one fails: `packbuilder` in this process, which has it loaded
    already, and everything else in a shell.
    """
    out = err = ""
    for line in script.replace("\\\n", " ").splitlines():
        command = shlex.split(line, comments=True)
        plain = command[:1] == ["packbuilder"] and "&&" not in command
        done = _run_here(command, folder) if plain else _run_in_a_shell(line, folder)
        out, err = out + done.stdout, err + done.stderr
        if done.returncode != 0:
            break
    return subprocess.CompletedProcess(script, done.returncode, out, err)


def _run_here(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    with contextlib.chdir(folder):
        result = CliRunner(env=_environment(command, folder)).invoke(main, command[1:])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return subprocess.CompletedProcess(command, result.exit_code, result.stdout, result.stderr)


def _run_in_a_shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line with the environment of the tests as the project's `.venv`."""
    with _shell(line, folder) as running:
        out, err = running.communicate()
    return subprocess.CompletedProcess(line, running.returncode, out, err)


def run_until(said: str, line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that goes on, and stop it with Ctrl+C when it says something."""
    with _shell(f"exec {line}", folder) as running:
        begun = ""
        while said not in begun:
            assert running.stdout is not None
            words = running.stdout.readline()
            assert words, f"{line} ended by itself: {begun}"
            begun += words
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    return subprocess.CompletedProcess(line, running.returncode, begun + out, err)


def _shell(line: str, folder: Path) -> subprocess.Popen[str]:
    venv = folder / ".venv"
    if not venv.exists():
        venv.symlink_to(sys.prefix)
    path = f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        ["bash", "-eu", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path, **_environment(line.split(), folder)},
        stdout=PIPE,
        stderr=PIPE,
        text=True,
    )


def _environment(command: list[str], folder: Path) -> dict[str, str]:
    """Return what differs for a command: nothing of the user's own is for it to see or delete."""
    own = {"HOME": str(folder), "BROWSER": "true"}
    if "clean" in command:  # what others are building with now stays
        own["PACKBUILDER_CACHE"] = str(folder / "cache")
    return own


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_commands_run_as_written(script, workplace):
    goes_on = script.startswith(("packbuilder watch", "packbuilder open"))
    if goes_on and "--add-icon" not in script:  # until it is stopped
        begun = "waiting for changes" if "watch" in script else "open http"
        done = run_until(begun, script, workplace)
        assert done.returncode == ExitCode.INTERRUPTED
        assert "Traceback" not in done.stderr
        return
    done = run(script, workplace)
    reported = "" if "--excused" in script else done.stderr
    assert (done.returncode, reported) == (0, "")


def test_every_command_and_option_has_an_example():
    guides = (README, CLUSTER)  # tests of clusters run what the latter shows
    shown = "".join(example.text for guide in guides for example in examples(guide, "sh"))
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert f"packbuilder {name}" in shown
        options = [o for p in command.params for o in p.opts if o.startswith("--")]
        assert [o for o in options if o != "--help" and f" {o}" not in shown] == [], name


@pytest.mark.parametrize(
    ("target", "command"),
    [("pack", "packbuilder build"), ("check", "packbuilder check"), ("test", "pytest")],
)
def test_make_does_what_it_is_said_to_do(target, command):
    assert f"make {target}" in read(README)
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split(f"\n{target}: ", 1)[1]
    assert f"$(RUN){command}" in recipe.split("\n\n", 1)[0]


def test_only_known_commands_are_left_to_other_tests():
    left = [line for b in examples(README, "sh") if b not in BLOCKS for line in b.text.splitlines()]
    assert left == [
        "make pack",
        "python3 -m venv ~/packbuilder",
        ". ~/packbuilder/bin/activate",
        "pip install .",
        "make test",
    ]


@pytest.mark.slow
def test_a_changed_sentence_is_in_the_pdf_and_in_the_word_file(workplace):
    summary = workplace / "content/handouts/summary.md"
    summary.write_text(
        summary.read_text(encoding="utf-8") + "\nBring a lantern.\n", encoding="utf-8"
    )
    assert run("packbuilder build", workplace).returncode == 0
    results = workplace / "output/standard/full-pack"
    for name in ("summary", "full-pack"):
        assert "Bring a lantern." in text_of(results / f"{name}.pdf")
        with zipfile.ZipFile(results / f"{name}.docx") as word:
            assert b"Bring a lantern." in word.read("word/document.xml")


@pytest.fixture
def pair(workplace) -> Path:
    """The recipe of a pack of two documents."""
    recipe = workplace / "content/packs/pair.yaml"
    recipe.write_text("title: Pair\ndocuments: [briefing, summary]\n", encoding="utf-8")
    return recipe


@pytest.mark.slow
def test_results_are_where_the_readme_says(workplace, pair):
    output = workplace / "output/standard"
    assert run("packbuilder build pair", workplace).returncode == 0
    made = {file.name for file in (output / "pair").iterdir()}
    documents = {f"{n}.{f}" for n in ("briefing", "summary", "pair") for f in ("docx", "pdf")}
    documents.add("pair-print-a4-portrait-long-edge.pdf")
    assert made == documents | {"manifest.json"}
    with zipfile.ZipFile(output / "pair.zip") as archive:
        assert set(archive.namelist()) == made | {"start-here.html", "README.txt"}
    manifest = json.loads((output / "pair/manifest.json").read_text(encoding="utf-8"))
    assert {file["name"] for file in manifest["files"]} == documents
    for file in manifest["files"]:
        assert {"bytes", "pages", "sha256", "sources"} <= set(file)


@pytest.mark.slow
def test_what_a_build_replaces_removes_and_leaves(workplace, pair):
    output = workplace / "output/standard"
    folder = output / "pair"
    assert run("packbuilder build pair", workplace).returncode == 0
    (folder / "my own notes.txt").write_text("mine", encoding="utf-8")
    (folder / "summary.docx").write_bytes(b"changed by hand")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    archive = (output / "pair.zip").read_bytes()

    assert run("packbuilder build pair --only briefing --format pdf", workplace).returncode == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert (output / "pair.zip").read_bytes() == archive

    pair.write_text("title: Pair\ndocuments: [summary]\n", encoding="utf-8")
    assert run("packbuilder build pair", workplace).returncode == 0
    assert {file.name for file in folder.iterdir()} == {
        "manifest.json",
        "my own notes.txt",
        "pair-print-a4-portrait-long-edge.pdf",
        "summary.docx",
        "summary.pdf",
    }
    with zipfile.ZipFile(io.BytesIO(archive)) as first:
        assert (folder / "summary.docx").read_bytes() == first.read("summary.docx")


def test_the_message_looks_as_shown(workplace):
    (workplace / "content/handouts/leaflet.md").write_text(LEAFLET, encoding="utf-8")
    done = run("packbuilder check", workplace)
    assert done.returncode == ExitCode.CONTENT
    assert done.stderr == examples(README, "text")[0].text


def test_programs_get_what_is_shown(workplace):
    (workplace / "content/handouts/leaflet.md").write_text(LEAFLET, encoding="utf-8")
    done = run("packbuilder check --format json", workplace)
    assert done.stdout == examples(README, "json")[0].text
    cells = " ".join(first_cells(README, "Key"))
    assert re.findall("`(.+?)`", cells) == list(json.loads(done.stdout))


def test_the_table_lists_the_exit_codes_in_use():
    used = WITHOUT_CODE | {code.exit_code for code in Code}
    assert [int(cell) for cell in first_cells(README, "Code")] == sorted(used)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_lines_write_a_script(shell, workplace):
    line = f"_PACKBUILDER_COMPLETE={shell}_source packbuilder"
    assert line in prose(README)
    assert f"{shell}_complete" in run(line, workplace).stdout

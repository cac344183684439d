"""What a process makes ready for its copies: what they begin with, and nothing that copies lack."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from helpers.projects import change, make_project
from test_results import FILES

from packbuilder.pipeline import ahead
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project

PROGRAM = """
import os, threading
from packbuilder.pipeline import engines
from packbuilder.pipeline.ahead import make_ready
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.writers import WRITERS
from packbuilder.writers.pdf import layout
edition = prepare_edition(load_project(__import__("pathlib").Path.cwd()), "standard")
make_ready(edition, ())
sheets = layout._style_sheet.cache_info()
print(sheets.currsize > 0, layout._fonts.cache_info().currsize, len(os.listdir("/proc/self/task")))
publication = compose_document(edition, "hall")[0]
first = WRITERS["pdf"].lay_out(publication, edition.theme)
print(layout._style_sheet.cache_info().misses == sheets.misses)
"""


def test_styles_are_ready_and_no_font_is_open(tmp_path):
    folder: Path = make_project(tmp_path / "project", FILES)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={**os.environ, "PACKBUILDER_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "True 0 1\nTrue\n", done.stderr


def test_what_an_edit_leaves_as_it_was_is_not_made_again(tmp_path, monkeypatch):
    folder, whole, compose = make_project(tmp_path / "project", FILES), [], ahead.compose_pack
    read: list[str] = []
    monkeypatch.setattr(ahead, "_READY", set())
    monkeypatch.setattr(ahead, "read_document", lambda _, path: read.append(path))
    monkeypatch.setattr(ahead, "compose_pack", lambda *of: whole.append(of) or compose(*of))
    before = prepare_edition(load_project(folder), "standard")
    ahead.make_ready(before, ())
    made = dict(before.composed)
    change(folder, "content/hall.md", "We meet", "We come together")
    now = prepare_edition(load_project(folder, before.project), "standard", before)
    ahead.make_ready(now, ())
    other = [key for key, each in now.composed.items() if made[key] is not each]
    assert [name for name, *_ in other] == ["hall"]
    assert len(whole) == 1
    assert read == ["content/programme.md", "content/hall.md"]


def test_lists_of_glyphs_are_of_one_type():
    from packbuilder.writers.pdf.layout import load_engine

    load_engine()
    from weasyprint.text.ffi import ffi

    made = ffi.new("hb_codepoint_t[3]", [5, 6, 7])
    assert list(made) == [5, 6, 7]
    assert ffi.sizeof(made) == 12
    assert ffi.typeof(made) is ffi.typeof("hb_codepoint_t[]")
    assert len(ffi.new("char[4]")) == 4

"""Filled forms that strangers send: whatever is in one, it costs itself a message, in time."""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from helpers.edited_word import parts_of
from helpers.filled_forms import filled_pdf, saved
from helpers.hostile_words import LINKS, WORDS, word_that_asks
from pikepdf import Array, Dictionary, Name, String

from packbuilder.inspection.filled import RefusedError
from packbuilder.inspection.filled_files import read_filled
from packbuilder.pipeline.edited import read_accepted
from packbuilder.pipeline.gate import Gate, Refused, inspect_apart, read_form_apart
from packbuilder.pipeline.importing import read_story_apart
from packbuilder.pipeline.proof_versions import _name_apart
from packbuilder.writers.docx.tracked import track_changes

ANSWERS = {"feedback.best": "Lunch"}


@cache
def hostile(name: str) -> bytes:
    return WORDS[name][0]()


READERS: dict[str, Callable[[bytes], object]] = {
    "inspect": inspect_apart,
    "pull": read_accepted,
    "proof": _name_apart,
    "import": lambda data: read_story_apart((".docx", data)),
    "collect": read_form_apart,
}
"""What each command does in the process that it reads a file in."""


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("command", READERS)
def test_every_command_refuses_them(command, name):
    reason = WORDS[name][1]
    found = READERS[command](hostile(name))
    assert isinstance(found, Refused)
    assert re.search(reason, found.message)


@pytest.mark.parametrize("command", ["inspect", "pull", "proof", "import"])
def test_every_command_has_the_gate_in_a_process_of_its_own(command, project, packbuilder):
    make, reason = WORDS["entities"]
    folder = project()
    (folder / "a.docx").write_bytes(make())
    more = (".",) if command == "proof" else ("--name", "a") if command == "import" else ()
    result = packbuilder(folder, command, "a.docx", *more)
    assert result.exit_code in (3, 5)
    assert reason in result.output


def test_pictures_from_elsewhere_are_listed():
    data = word_that_asks()
    assert read_filled(data).oddities == ("outside",)
    assert read_accepted(data).outside == ("picture http://example.org/a.png",)
    assert inspect_apart(data).reading.outside == ("picture http://example.org/a.png",)
    dropped = [each.words for each in read_story_apart((".docx", data)).findings]
    assert any(each.endswith("picture http://example.org/a.png") for each in dropped)


def test_a_proof_leaves_out_what_is_elsewhere():
    asks = word_that_asks()
    made = track_changes(asks, asks, "Ada")
    assert made.outside
    assert b"example.org/a.png" not in parts_of(made.data)[LINKS]


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(filled_pdf(ANSWERS))) as pdf:
        change(pdf)
        return saved(pdf)


def cyclic(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(Dictionary(T=String("a")))
    field.Kids = Array([field])
    pdf.Root.AcroForm.Fields = Array([field])


def many(pdf: pikepdf.Pdf) -> None:
    fields = [Dictionary(FT=Name.Tx, T=String("a")) for _ in range(5_001)]
    pdf.Root.AcroForm.Fields = Array([pdf.make_indirect(field) for field in fields])


def only_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


PDFS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "cyclic": (lambda: pdf_with(cyclic), "no-fields", "no fields"),
    "many": (lambda: pdf_with(many), "refused", "more than 5,000 fields"),
    "xfa": (lambda: pdf_with(only_xfa), "refused", "XFA"),
    "cut off": (lambda: filled_pdf(ANSWERS)[:400], "damaged", "damaged"),
    "nothing": (lambda: b"", "damaged", "damaged"),
}


@pytest.mark.parametrize("name", PDFS)
def test_pdfs_that_are_refused(name):
    make, kind, reason = PDFS[name]
    with pytest.raises(RefusedError, match=reason) as caught:
        read_filled(make())
    assert caught.value.kind == kind


def test_scripts_and_attachments_are_listed_and_left_alone():
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a.txt"] = b"a"

    assert read_filled(filled_pdf(ANSWERS, script="app.alert(1)")).oddities == ("scripts",)
    assert read_filled(pdf_with(attach)).oddities == ("attachments",)


def bomb(pdf: pikepdf.Pdf) -> None:
    """Let an answer be a stream that unpacks to two gigabytes."""
    packer, zeros, times = zlib.compressobj(9), bytes(1_000_000), 2_000
    first, next_one = (packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH) for _ in "12")
    end = packer.flush()[:-4] + (times * len(zeros) % 65_521 << 16 | 1).to_bytes(4)  # Adler-32
    data = first + next_one * (times - 1) + end
    pdf.Root.AcroForm.Fields[0].V = pikepdf.Stream(pdf, data, Filter=Name.FlateDecode)


def sleep(data: bytes) -> bytes:
    time.sleep(float(data))
    return data


def test_a_file_that_needs_too_much_costs_itself():
    with Gate(read_form_apart) as gate:
        with pytest.raises(RefusedError):
            gate.read(pdf_with(bomb))
        assert gate.read(filled_pdf(ANSWERS)).fields[0].chosen == ("Lunch",)
    with Gate(sleep, seconds=2.0) as gate:
        with pytest.raises(RefusedError, match="too much time"):
            gate.read(b"60")
        assert gate.read(b"0") == b"0"

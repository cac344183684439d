"""Words in the rows of a Word file whose controls were overwritten: read, or shown; never lost."""

from __future__ import annotations

from packbuilder.answers.form import AnswerForm, Question, Slot
from packbuilder.answers.returned import read_returned
from packbuilder.answers.word_fields import read_word_fields
from packbuilder.inspection.filled import Control, FilledFile, FilledRow, StatedForm, Token

HEADER = ("Skill", "Mentor", "Date")
COLUMNS = (("skill", "Skill", "text"), ("mentor", "Mentor", "tick"), ("date", "Date", "date"))
SLOTS = tuple(
    Slot(f"f.gap{row}.{part}", kind, f"Plan: row {row}: {words}", words, fills=True)
    for row in (1, 2)
    for part, words, kind in COLUMNS
)
QUESTIONS = tuple(Question(slot.name, slot.label, slot.kind) for slot in SLOTS)
FORM = AnswerForm("form", "f", "Form", StatedForm("form", "1", "x"), SLOTS, QUESTIONS)


def row(number: int, skill: str, date: str, boxed: bool) -> FilledRow:
    """Return a row whose spaces were overwritten; `boxed` says that its box is still there."""
    box: Token = Control(number, f"f.gap{number}.mentor", "", "tick", "☐") if boxed else ""
    return FilledRow(HEADER, ((skill,), (box,), (date,)))


def read(*rows: FilledRow):
    file = FilledFile("docx", flow=rows)
    return read_returned("a.docx", read_word_fields(file, FORM), FORM, file)


def test_beside_a_box_that_is_left_words_are_answers():
    found = read(row(1, "Listening", "3 May", True), row(2, "", "", True))
    assert found.answers["f.gap1.date"].words == "3 May"
    assert found.answers["f.gap1.skill"].words == "Listening"


def test_in_a_row_without_any_control_words_are_shown():
    found = read(row(1, "", "", True), row(2, "Leading", "June", False))
    (shown,) = (d.words for d in found.doubts if d.kind == "unknown fields")
    assert shown == "f.?: Skill: Leading / Date: June"
    assert found.answers == {}

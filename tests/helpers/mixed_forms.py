"""A folder of filled forms as an event gets them: every program's way, and every trouble."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from helpers.filled_forms import (
    PDF_WAYS,
    WORD_WAYS,
    fields_of,
    fill_page,
    fill_pdf,
    fill_word,
    saved,
)
from packbuilder.answers.form import AnswerForm, Question
from packbuilder.storage.csv_text import write_csv

WORDS = (
    "The talk on power",
    "= good coffee",
    "+44 is no number",
    "@everyone, thank you",
    "-",
    "Très utile – merci",
    "“Plain” words; no jargon | please",
    "*More* time, [[value]], ::: blocks, <b>bold</b> & `code`",
    "Hearing from others\nand being heard",
    "1. First",
    "\U0001f44d good",
    "yes",
)
TROUBLES = (
    *("locked", "no-fields", "damaged", "other form", "same file", "empty", "two answers"),
    "no form",
)


@dataclass
class Mixed:
    """What was put into a folder: the answers of each file, and why the others do not count."""

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)


def answer(question: Question, chance: random.Random) -> str:
    """Return an answer to a question; nothing as often as people leave one out."""
    if chance.random() < 0.2:
        return ""
    if question.kind == "tick":
        return "1" if chance.random() < 0.5 else ""
    return chance.choice(question.options or WORDS)


def make_folder(
    folder: Path,
    form: AnswerForm,
    blanks: tuple[bytes, bytes, bytes],
    number: int,
    seed: int = 1,
) -> Mixed:
    """Fill a folder from blank PDF, Word and HTML files: one file in eight is trouble, one in eight
    is typed from paper.
    """
    pdf, word, page = blanks
    chance, mixed, typed = random.Random(seed), Mixed(), []
    folder.mkdir(parents=True, exist_ok=True)
    for count in range(number):
        answers = {q.name: said for q in form.questions if (said := answer(q, chance))}
        if count % 8 == 7:
            trouble = TROUBLES[count // 8 % len(TROUBLES)]
            ending = "jpg" if trouble == "no form" else "pdf"
            name = f"form-{count:04}-{trouble.replace(' ', '-')}.{ending}"
            data = _trouble(trouble, pdf, answers, form)
            if trouble == "same file":
                data = (folder / "form-0000.pdf").read_bytes()
            (folder / name).write_bytes(data)
            mixed.troubles[name] = trouble
        elif count % 8 == 6:
            typed.append(answers)
            mixed.answers[f"paper.csv, row {len(typed) + 1}"] = answers
        elif count % 8 == 5:
            name = f"form-{count:04}.html"
            (folder / name).write_bytes(fill_page(page, answers))
            mixed.answers[name] = answers
        elif count % 2:
            name = f"form-{count:04}.docx"
            way = WORD_WAYS[count // 2 % len(WORD_WAYS)]
            (folder / name).write_bytes(fill_word(word, answers, way))
            mixed.answers[name] = answers
        else:
            name = f"form-{count:04}.pdf"
            (folder / name).write_bytes(fill_pdf(pdf, answers, PDF_WAYS[count // 2 % 5]))
            mixed.answers[name] = answers
    names = [question.name for question in form.questions]
    rows = [[n, *(each.get(name, "") for name in names)] for n, each in enumerate(typed, 1)]
    (folder / "paper.csv").write_bytes(write_csv([["sheet", *names], *rows]))
    return mixed


def _trouble(trouble: str, pdf: bytes, answers: Mapping[str, str], form: AnswerForm) -> bytes:
    if trouble == "damaged":
        return pdf[: len(pdf) // 2]
    data = pdf if trouble == "empty" else fill_pdf(pdf, answers, "value and state")
    with pikepdf.open(io.BytesIO(data)) as document:
        if trouble == "locked":
            locked = pikepdf.Encryption(owner="owner", user="user")
            return saved(document, encryption=locked)
        if trouble == "no-fields":
            del document.Root.AcroForm
            for page in document.pages:
                page.obj.Annots = pikepdf.Array()
        if trouble == "other form":
            for each in document.Root.AcroForm.Fields:
                each.T = pikepdf.String("other")
        if trouble == "two answers" and any(q.kind == "choice" for q in form.questions):
            _answer_twice(document, next(q for q in form.questions if q.kind == "choice"))
        return saved(document)


def _answer_twice(document: pikepdf.Pdf, question: Question) -> None:
    field = dict(fields_of(document))[question.name]
    for button in list(field.Kids)[:2]:
        button.AS = pikepdf.Name(next(name for name in button.AP.N if name != "/Off"))
    if "/V" in field:
        del field.V

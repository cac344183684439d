"""Edits of a Word file come into content that has changed since the file was delivered: each change
stays, and each edit is made.
"""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from helpers.edit_samples import sample_project
from helpers.edited_word import TEXT, with_parts
from helpers.seeded_edits import KINDS, Edited, pulled, read_subject

PATH = "content/programme.md"
IN_WORD = (
    "word of a paragraph",
    "word of a heading",
    "word of a footnote",
    "word beside a link",
    "tracked, rejected",
    "paragraph deleted",
    "item added",
    "row deleted",
)
SINCE = ("bold", "alt text", "level of a heading", "paragraph moved", "item deleted", "row added")


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    return read_subject(sample_project(tmp_path_factory.mktemp("merging")), "programme")


@pytest.fixture(scope="module", params=SINCE)
def since(request, delivered, tmp_path_factory):
    """The content after it has changed in some way, but for other changes of the same lines."""
    chosen = random.Random(f"since {request.param}")
    changed = KINDS[request.param](delivered, chosen).after[PATH]
    folder = sample_project(tmp_path_factory.mktemp("since"))
    (folder / PATH).write_text(changed, encoding="utf-8")
    return read_subject(folder, "programme")


@pytest.mark.parametrize(
    "kind",
    ["paragraph added", "paragraph moved", "paragraph split", "ordered item added", "row added"],
)
def test_what_came_home_does_not_come_again(kind, delivered, tmp_path):
    edit = KINDS[kind](delivered, random.Random(f"in Word {kind}"))
    folder = sample_project(tmp_path / "project")
    (folder / PATH).write_text(edit.after[PATH], encoding="utf-8")
    file = tmp_path / "edited.docx"
    file.write_bytes(with_parts(delivered.data, {n: t.encode() for n, t in edit.parts.items()}))
    result = pulled(read_subject(folder, "programme"), edit, file)
    assert (result.after, result.report) == ({}, ())


@pytest.mark.parametrize("kind", IN_WORD)
def test_both_are_in_the_content(kind, delivered, since, tmp_path):
    before, now = delivered.files[PATH], since.files[PATH]
    chosen = random.Random(f"in Word {kind}")
    for _ in range(20):
        edit = KINDS[kind](delivered, chosen)
        wanted = merged(before, now, edit.after[PATH])
        if wanted:
            break
    file = tmp_path / "edited.docx"
    file.write_bytes(with_parts(delivered.data, {n: t.encode() for n, t in edit.parts.items()}))
    result = pulled(since, edit, file)
    assert result.after.get(PATH, now) == wanted
    assert not [each for each in result.report if each.is_lost]


def test_lines_that_changed_on_both_sides_are_there_to_decide_between(delivered, tmp_path):
    folder, at = sample_project(tmp_path / "project"), "- Carry some "
    now = delivered.files[PATH].replace("some boiled", "some **roasted**")
    (folder / PATH).write_text(now, encoding="utf-8")
    text = delivered.parts[TEXT].replace("some boiled", "some baked")
    (tmp_path / "edited.docx").write_bytes(with_parts(delivered.data, {TEXT: text.encode()}))
    result = pulled(read_subject(folder, "programme"), Edited({}, {}), tmp_path / "edited.docx")
    (found,), line = result.conflicts, now.split("\n").index(f"{at}**roasted** potatoes.") + 1
    assert (found.path, found.first, found.last) == (PATH, line, line)
    assert (found.ours, found.theirs) == (f"{at}**roasted** potatoes.", f"{at}baked potatoes.")
    assert result.after == {}


def merged(before: str, one: str, other: str) -> str:
    """Make the changes of both texts; return nothing where they touch each other."""
    lines, sides = before.split("\n"), [text.split("\n") for text in (one, other)]
    changes = [
        (first, last, side[start:end])
        for side in sides
        for how, first, last, start, end in SequenceMatcher(None, lines, side, False).get_opcodes()
        if how != "equal"
    ]
    changes.sort(key=lambda each: each[:2])
    if any(a[1] >= b[0] for a, b in pairwise(changes)):
        return ""
    for first, last, new in reversed(changes):
        lines[first:last] = new
    return "\n".join(lines)

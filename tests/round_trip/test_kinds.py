"""`pull`: paragraphs, headings and items that became one of the others in Word."""

from __future__ import annotations

import difflib
import re

import pytest
from helpers.edited_word import TEXT, with_parts
from helpers.projects import HEAD, PROGRAMME, make_project
from helpers.seeded_edits import Edited, pulled, read_subject

BODY = """
# Morning {#morning}

The day begins in the hall,
on two lines.

Second plain paragraph.

- Bring a pen,
  whatever its colour.
- Bring a friend.
  - Inner one.
  - Inner two.
- Bring a question.

1. Arrive.
2. Listen.
3. Leave.

Between the lists.

## Numbers inside {#numbers}

::: callout {title="Tip"}
In a box.

- Item in it.
:::

- A further paragraph follows.

  This is it.
"""
IN_NO_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>'


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    return read_of(tmp_path_factory.mktemp("kinds"), HEAD + BODY)


def read_of(folder, text: str):
    return read_subject(make_project(folder, {PROGRAMME: text}), "programme")


def paragraph(text: str, words: str) -> str:
    at = text.index(words)
    return text[text.rindex("<w:p>", 0, at) : text.index("</w:p>", at) + len("</w:p>")]


def look(xml: str) -> str:
    return re.search("<w:pPr>.*?</w:pPr>", xml)[0]


def as_edited(subject, folder, *edits: tuple[str, str]):
    """Write a file in which paragraphs have the look of others, or one that is given as XML."""
    known, text = subject.parts[TEXT], subject.parts[TEXT]
    for words, like in edits:
        old = paragraph(text, words)
        wanted = like if like.startswith("<") else look(paragraph(known, like))
        text = text.replace(old, old.replace(look(old), wanted))
    return in_file(subject, folder, text)


def in_file(subject, folder, text: str):
    (folder / "edited.docx").write_bytes(with_parts(subject.data, {TEXT: text.encode()}))
    return folder / "edited.docx"


def lines_of(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in found if not re.match(r"---|\+\+\+|@@", line)]


def pull(subject, file):
    result = pulled(subject, Edited({}, {}), file)
    before = subject.files[PROGRAMME]
    kinds = [each.kind for each in result.report]
    return lines_of(before, result.after.get(PROGRAMME, before)), kinds, result


CARRIED = [
    (
        [
            ("The day begins", "Bring a friend"),
            ("Bring a question", "Inner one"),
            ("Listen", "Bring a friend"),
            ("Item in it", "In a box"),
        ],
        """
-The day begins in the hall,
-on two lines.
+- The day begins in the hall,
+  on two lines.
-- Bring a question.
+  - Bring a question.
-2. Listen.
-3. Leave.
+- Listen.
+2. Leave.
-- Item in it.
+Item in it.
""",
    ),
    (
        [
            ("Second plain", "Bring a friend"),
            ("Listen", "Second plain"),
            ("Numbers inside", "Second plain"),
            ("In a box", "Item in it"),
        ],
        """
-Second plain paragraph.
-
+- Second plain paragraph.
-2. Listen.
-3. Leave.
+
+Listen.
+
+2. Leave.
-## Numbers inside {#numbers}
+Numbers inside
-In a box.
-
+- In a box.
""",
    ),
    (
        [
            ("Bring a pen", "Second plain"),
            ("Inner two", "Bring a friend"),
            ("Between", "Arrive"),
        ],
        """
-- Bring a pen,
-  whatever its colour.
+Bring a pen,
+whatever its colour.
+
-  - Inner two.
+- Inner two.
-
-Between the lists.
+4. Between the lists.
""",
    ),
    (
        [
            ("Inner one", "Bring a friend"),
            ("Bring a question", "Numbers inside"),
            ("Leave", "Inner one"),
        ],
        """
-  - Inner one.
+- Inner one.
-- Bring a question.
+
+## Bring a question.
-3. Leave.
+   - Leave.
""",
    ),
    (
        [("Bring a question", f'<w:pPr><w:pStyle w:val="ListBullet"/>{IN_NO_LIST}')],
        """
-- Bring a question.
+
+Bring a question.
""",
    ),
]


@pytest.mark.parametrize(("edits", "lines"), CARRIED)
def test_what_is_carried_over(edits, lines, subject, tmp_path):
    found, kinds, _ = pull(subject, as_edited(subject, tmp_path, *edits))
    assert found == lines.split("\n")[1:-1]
    assert kinds == ["KIND"] * len(edits)


REFUSED = [
    ("Bring a pen", "Inner one"),  # nothing holds it
    ("Bring a friend", "Second plain"),  # it holds two items
    ("Item in it", "Second plain"),  # it left its box
    ("A further", "Second plain"),  # it holds a paragraph
    ("This is it", "Bring a friend"),
]


def test_what_is_reported_alone(subject, tmp_path):
    found, kinds, _ = pull(subject, as_edited(subject, tmp_path, *REFUSED))
    assert (found, kinds) == ([], ["NOTE"] * len(REFUSED))


def test_several_at_once_are_not_pulled_again(subject, tmp_path):
    """One list that comes apart in every way, and one that grows; what is refused stays so."""
    edits = [
        ("Second plain", "Bring a friend"),
        ("Bring a pen", "Inner one"),
        ("Bring a friend", "Arrive"),
        ("Inner two", "Second plain"),
        ("Arrive", "Second plain"),
        ("Leave", "Numbers inside"),
        ("Numbers inside", "Bring a friend"),
        ("Item in it", "Second plain"),
    ]
    file = as_edited(subject, tmp_path, *edits)
    _, kinds, result = pull(subject, file)
    assert sorted(kinds) == ["KIND"] * 7 + ["NOTE"]
    after = read_of(tmp_path / "after", result.after[PROGRAMME])
    assert pull(after, file)[:2] == ([], ["NOTE"])


def test_a_level_of_the_content_is_not_undone_by_an_untouched_file(subject, tmp_path):
    text = HEAD + BODY.replace("- Bring a question.", "  - Bring a question.")
    now = read_of(tmp_path / "now", text.replace("2. Listen", "- Listen"))
    found, kinds, _ = pull(now, in_file(subject, tmp_path, subject.parts[TEXT]))
    assert found == []
    assert kinds == ["NOTE"]  # files do not say of which kind a list was when they were delivered


@pytest.mark.parametrize(
    ("after", "like", "lines"),
    [
        ("Bring a question", "Inner one", ["+  - A new thing."]),
        ("Inner two", "Bring a friend", ["+- A new thing."]),
        ("Leave", "Leave", ["+4. A new thing."]),
        ("Second plain", "Listen", ["+1. A new thing."]),
    ],
)
def test_a_new_item_has_its_level_and_its_number(after, like, lines, subject, tmp_path):
    text = subject.parts[TEXT]
    old = paragraph(text, after)
    words = "<w:r><w:t>A new thing.</w:t></w:r>"
    new = f"{old}<w:p>{look(paragraph(text, like))}{words}</w:p>"
    found, kinds, _ = pull(subject, in_file(subject, tmp_path, text.replace(old, new)))
    assert (found, kinds) == (lines, [])


WRAPPED = """
# Morning {#morning}

A plain paragraph of the day,
on two lines.

> Said at the table by
> one of the people.
>
> And more of it.

::: quotation {by="A manager"}
Good work it is.
:::

::: callout {title="Tip"}
In a box first.

In a box last.
:::

After the box stands this.
"""


@pytest.fixture(scope="module")
def wrapped(tmp_path_factory):
    return read_of(tmp_path_factory.mktemp("wrapped"), HEAD + WRAPPED)


@pytest.mark.parametrize(
    ("words", "like", "lines"),
    [
        (
            "A plain",
            "Said at",
            (
                "-A plain paragraph of the day,|-on two lines.|-|"
                "+> A plain paragraph of the day,|+> on two lines.|+>"
            ),
        ),
        (
            "Said at",
            "A plain",
            (
                "-> Said at the table by|-> one of the people.|->|"
                "+Said at the table by|+one of the people.|+"
            ),
        ),
        ("And more", "A plain", "->|-> And more of it.|+|+And more of it."),
        ("In a box last", "A plain", "+:::|-:::"),
        (
            "After the box",
            "In a box last",
            "+|+After the box stands this.|-After the box stands this.|-",
        ),
    ],
)
def test_quotations_and_boxes(words, like, lines, wrapped, tmp_path):
    file = as_edited(wrapped, tmp_path, (words, like))
    found, kinds, result = pull(wrapped, file)
    assert (found, kinds) == (lines.split("|"), ["KIND"])
    again = read_of(tmp_path / "again", result.after[PROGRAMME])
    assert pull(again, file)[:2] == ([], [])


@pytest.mark.parametrize(
    "edit",
    [("Good work", "A plain"), ("In a box first", "A plain"), ("A plain", "In a box last")],
)
def test_quotations_and_boxes_to_change_by_hand(edit, wrapped, tmp_path):
    assert pull(wrapped, as_edited(wrapped, tmp_path, edit))[:2] == ([], ["NOTE"])


@pytest.mark.parametrize(
    ("after", "like", "before", "kinds"),
    [
        ("Said at", "And more", "> one of the people.\n>\n> {}", []),
        ("Good work", "And more", "Good work it is.\n\n{}\n:::", []),
        ("Tip", "In a box last", 'title="Tip"}}\n{}\n\nIn a box first.', []),
        ("A plain", "In a box last", "on two lines.\n\n{}\n", ["NOTE"]),
    ],
)
def test_a_new_quotation_and_text_in_a_box(after, like, before, kinds, wrapped, tmp_path):
    text = wrapped.parts[TEXT]
    old = paragraph(text, after)
    new = f"{old}<w:p>{look(paragraph(text, like))}<w:r><w:t>A new thing.</w:t></w:r></w:p>"
    _, found, result = pull(wrapped, in_file(wrapped, tmp_path, text.replace(old, new)))
    assert (before.format("A new thing.") in result.after[PROGRAMME], found) == (True, kinds)

"""`pull`: boxes and quotations that are new in Word, gone, or none any more."""

from __future__ import annotations

import re

import pytest
from helpers.edited_word import TEXT, with_parts
from helpers.projects import HEAD, PROGRAMME, make_project
from helpers.seeded_edits import Edited, pulled, read_subject

BODY = """
# Morning {#morning}

The day begins in the hall.

Good work is never lost.

So said the porter.

::: quotation {by="A manager"}
Nobody plans alone.

Everybody counts.
:::

::: callout {title="Tip"}
Shelter in the barn.

- Bring a lamp.
:::

After the box stands this.
"""
TITLE, INNER, QUOTE, SOURCE = "CalloutTitle", "CalloutText", "Quote", "QuoteSource"
PLAIN, ITEM = "BodyText", "ListBullet"
GONE = ""

CASES = {
    "a quotation is none": (
        {"Nobody plans": PLAIN, "Everybody": PLAIN, "A manager": PLAIN},
        "\n\nNobody plans alone.\n\nEverybody counts.\n\nA manager\n\n::: callout",
    ),
    "a quotation is none, nobody said it": (
        {"Nobody plans": PLAIN, "Everybody": PLAIN, "A manager": GONE},
        "porter.\n\nNobody plans alone.\n\nEverybody counts.\n\n::: callout",
    ),
    "nobody said it": ({"A manager": GONE}, "::: quotation\nNobody plans alone."),
    "a quotation is gone": (
        {"Nobody plans": GONE, "Everybody": GONE, "A manager": GONE},
        "porter.\n\n::: callout",
    ),
    "a box is none": (
        {"Tip": PLAIN, "Shelter": PLAIN, "Bring": ITEM},
        ":::\n\nTip\n\nShelter in the barn.\n\n- Bring a lamp.\n\nAfter",
    ),
    "a box is gone": ({"Tip": GONE, "Shelter": GONE, "Bring": GONE}, "counts.\n:::\n\nAfter"),
    "an item leaves its box": (
        {"Bring": ITEM},
        "Shelter in the barn.\n:::\n\n- Bring a lamp.\n\nAfter",
    ),
    "a new quotation": (
        {"Good work": QUOTE, "So said": SOURCE},
        '::: quotation {by="So said the porter."}\nGood work is never lost.\n:::\n\n::: quot',
    ),
    "a new box": (
        {"Good work": TITLE, "So said": INNER},
        '::: callout {title="Good work is never lost."}\nSo said the porter.\n:::\n\n::: quot',
    ),
}
NEW = {
    "a box with a new title": (
        "The day begins",
        [TITLE],
        {"Good work": INNER},
        '::: callout {title="New 0."}\nGood work is never lost.\n:::\n\nSo said',
    ),
    "a quotation with a new name": (
        "Good work",
        [SOURCE],
        {"Good work": QUOTE},
        '::: quotation {by="New 0."}\nGood work is never lost.\n:::\n\nSo said',
    ),
    "a box all of which is new": (
        "The day begins",
        [TITLE, INNER, INNER],
        {},
        'hall.\n\n::: callout {title="New 0."}\nNew 1.\n\nNew 2.\n:::\n\nGood work',
    ),
    "a quotation all of which is new": (
        "The day begins",
        [QUOTE, SOURCE],
        {},
        'hall.\n\n::: quotation {by="New 1."}\nNew 0.\n:::\n\nGood work',
    ),
}


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    folder = make_project(tmp_path_factory.mktemp("blocks"), {PROGRAMME: HEAD + BODY})
    return read_subject(folder, "programme")


def paragraph(text: str, words: str) -> str:
    at = text.index(f">{words}")
    return text[text.rindex("<w:p>", 0, at) : text.index("</w:p>", at) + len("</w:p>")]


def restyled(text: str, styles: dict[str, str]) -> str:
    """Give paragraphs other styles, or delete them; what was looked up stays as it was."""
    olds = {words: paragraph(text, words) for words in styles}
    for words, style in styles.items():
        numbers = re.search(r"<w:numPr>.*?</w:numPr>", olds[words]) if style == ITEM else None
        look = f'<w:pPr><w:pStyle w:val="{style}"/>{numbers[0] if numbers else ""}</w:pPr>'
        new = re.sub(r"<w:pPr>.*?</w:pPr>", look, olds[words]) if style else ""
        text = text.replace(olds[words], new)
    return text


def pull(subject, text: str, folder):
    (folder / "edited.docx").write_bytes(with_parts(subject.data, {TEXT: text.encode()}))
    return pulled(subject, Edited({}, {}), folder / "edited.docx")


def comes_home(subject, text: str, wanted: str, folder) -> None:
    result = pull(subject, text, folder)
    assert wanted in result.after.get(PROGRAMME, "")
    assert not any(each.is_lost for each in result.report), result.report
    files = {PROGRAMME: result.after[PROGRAMME]}
    after = read_subject(make_project(folder / "after", files), "programme")
    assert pull(after, text, folder).patch == ""


@pytest.mark.parametrize("name", CASES)
def test_blocks(name, subject, tmp_path):
    styles, wanted = CASES[name]
    comes_home(subject, restyled(subject.parts[TEXT], styles), wanted, tmp_path)


@pytest.mark.parametrize("name", NEW)
def test_blocks_of_new_words(name, subject, tmp_path):
    after, added, styles, wanted = NEW[name]
    text = restyled(subject.parts[TEXT], styles)
    old = paragraph(text, after)
    new = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>New {at}.</w:t></w:r></w:p>'
        for at, style in enumerate(added)
    )
    comes_home(subject, text.replace(old, old + new), wanted, tmp_path)

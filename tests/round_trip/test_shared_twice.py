"""`pull` of a document that prints a shared file several times, also by way of another one."""

from __future__ import annotations

import re

import pytest
from helpers.edited_word import TEXT, with_parts
from helpers.projects import HEAD, make_project
from helpers.seeded_edits import Edited, pulled, read_subject

MAIN, OUTER, RULES = "content/programme.md", "content/shared/outer.md", "content/shared/rules.md"
INCLUDE = '::: include {file="shared/rules.md"}\n:::\n'
FILES = {
    MAIN: f"""{HEAD}{INCLUDE}
# Morning {{#morning}}

We meet early.

{INCLUDE}
In between.

::: include {{file="shared/outer.md"}}
:::

The end.

:::: only {{unless="venue"}}
{INCLUDE}::::
""",
    OUTER: f"Outer words.\n\n{INCLUDE}\nMore outer words.\n",
    RULES: "Be on time.\n\n- Bring a pen.\n- Be kind to all.\n",
}
COPIES = 4
NEW = "A new paragraph.\n"
KIND, GOOD, FAIR = "Be kind to all", "Be good to all", "Be fair to all"


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    return read_subject(make_project(tmp_path_factory.mktemp("twice"), FILES), "programme")


@pytest.fixture
def pull(subject, tmp_path):
    """Pull the document with another text; return the files that change, and the report."""

    def run(text: str) -> tuple[dict[str, str], list[str]]:
        edit = Edited({TEXT: text}, {})
        (tmp_path / "edited.docx").write_bytes(with_parts(subject.data, {TEXT: text.encode()}))
        result = pulled(subject, edit, tmp_path / "edited.docx")
        return dict(result.after), [f"{each.kind} {each.file}" for each in result.report]

    return run


def reworded(text: str, old: str, *new: str) -> str:
    """Write other words in each place that holds some."""
    pieces = text.split(old)
    assert len(pieces) == len(new) + 1
    return "".join(a + b for a, b in zip(pieces, [*new, ""], strict=True))


@pytest.mark.parametrize("copy", range(COPIES))
def test_an_edit_of_one_copy_goes_home_once(copy, subject, pull):
    words = [GOOD if number == copy else KIND for number in range(COPIES)]
    after, report = pull(reworded(subject.parts[TEXT], KIND, *words))
    assert after == {RULES: FILES[RULES].replace(KIND, GOOD)}
    assert report == [f"SHARED {RULES}"]


def test_two_edits_of_copies_are_a_conflict(subject, pull):
    after, report = pull(reworded(subject.parts[TEXT], KIND, KIND, GOOD, KIND, FAIR))
    assert (after, report) == ({}, [f"CONFLICT {RULES}"])


@pytest.mark.parametrize(
    ("behind", "turn", "path", "after", "report"),
    [
        ("We meet early", 0, MAIN, "We meet early.\n\n", []),
        (KIND, 0, MAIN, f"---\n\n{INCLUDE}\n", []),
        (KIND, 1, MAIN, f"We meet early.\n\n{INCLUDE}\n", []),
        ("Outer words", 0, OUTER, "Outer words.\n\n", [f"SHARED {OUTER}"]),
        (KIND, 2, OUTER, f"Outer words.\n\n{INCLUDE}\n", [f"SHARED {OUTER}"]),
        ("More outer words", 0, MAIN, 'file="shared/outer.md"}\n:::\n\n', []),
        (KIND, 3, MAIN, f':::: only {{unless="venue"}}\n{INCLUDE}\n', [f"BRANCH {MAIN}"]),
    ],
)
def test_a_paragraph_stands_behind_the_include_it_follows(
    behind, turn, path, after, report, subject, pull
):
    text, at = subject.parts[TEXT], -1
    for _ in range(turn + 1):
        at = text.index(behind, at + 1)
    at = text.index("</w:p>", at) + len("</w:p>")
    new = re.search(r"<w:p>(?:(?!</w:p>).)*The end.*?</w:p>", text)[0]
    new = re.sub(r"<w:bookmark(?:Start|End)[^>]*>", "", new).replace("The end.", NEW.strip())
    found, said = pull(text[:at] + new + text[at:])
    assert list(found) == [path]
    assert after + NEW in found[path]
    assert found[path].replace(NEW, "", 1).split() == FILES[path].split()
    assert said == report

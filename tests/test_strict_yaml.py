"""YAML of the plain kind: strings stay strings, and nothing happens unseen."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from helpers.mutated_content import PIECES
from helpers.projects import SHIPPED
from helpers.time_limits import limited

from packbuilder.diagnostics import Code, PackError, Span
from packbuilder.settings import strict_yaml
from packbuilder.settings.strict_yaml import YamlNode, read_yaml

PLACE = Span("content/packs/day.yaml", 1)


def refusal(text: str):
    with pytest.raises(PackError) as caught:
        read_yaml(text, PLACE)
    (problem,) = caught.value.diagnostics
    return problem


@pytest.mark.parametrize(
    "word",
    ["NO", "yes", "on", "true", "null", "~", "0123", "12:30", "1.10", "1e3", "2026-03-14", "="],
)
def test_strings_stay_strings(word):
    assert read_yaml(f"value: {word}", PLACE).plain() == {"value": word}


def test_only_nothing_is_nothing():
    found = read_yaml("a:\nb: ''\nc: \"\"\n", PLACE).plain()
    assert found == {"a": None, "b": "", "c": ""}


def test_an_empty_file_is_an_empty_mapping():
    assert read_yaml("# nothing yet\n", PLACE).plain() == {}


def test_text_in_several_lines():
    text = "one: |\n  a\n  b\ntwo: >\n  c\n  d\nthree: e\n  f\n"
    assert read_yaml(text, PLACE).plain() == {"one": "a\nb\n", "two": "c d\n", "three": "e f"}


def test_every_value_knows_its_place():
    node = read_yaml("a: 1\nb:\n  - x\n  - {c: y}\n", Span("content/report.md", 2))
    assert str(node.find(("b", 1, "c")).span) == "content/report.md:5:9"
    assert str(node.find(("b", 1, "c")).key_span) == "content/report.md:5:6"
    assert str(node.find(("b", 9, "z")).span) == "content/report.md:4:3"


LETTERS = "abcdefghijklmnopqrstuvwxyz"
BOMB = "a: &a [x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 8)}]\n" for before, here in pairwise(LETTERS)
)
"""As many values as no machine could read before the limit."""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (BOMB, "1:4"),
        ("a: 1\nb: *a\n", "2:4"),
        ("a: !!python/object/apply:os.system ['true']\n", "1:4"),
        ("a: !secret x\n", "1:4"),
        ("a: 1\n<<: {b: 2}\n", "2:1"),
        ("a: 1\n---\nb: 2\n", "2:1"),
    ],
    ids=["bomb", "reference", "object", "tag", "merge", "second"],
)
def test_features_with_surprises_are_refused(text, place):
    with limited():
        problem = refusal(text)
    assert (problem.code, str(problem.span)) == (Code.YAML_FEATURE, f"{PLACE.path}:{place}")


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", '{"a": 1, b: 2,\n\n a: 3}'])
def test_a_duplicate_key_names_both_lines(text):
    problem = refusal(text)
    assert (problem.code, problem.span.line) == (Code.YAML_DUPLICATE, 3)
    assert "line 1" in problem.message


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("title: Round 2: Physics\n", "1:15", "second “: ”"),
        ("a: 1\n\tb: 2\n", "2:1", "a tab"),
        ("title: {{ x }}\n", "1:9", "a key has to be a plain word"),
        ("title: @home\n", "1:8", "special meaning here"),
        ('title: "never\nclosed\n', "1:8", "quotation mark is never closed"),
        ("list: [a, b\n", "1:7", "a bracket is never closed"),
        ("a: 1\nb:c\nd: 2\n", "2:1", "no “: ” after the name"),
        ('a: "b\nc: "d"\n', "1:4", "quotation mark is never closed"),
        ("a:\n  - b\n    - c\n", "3:1", "it continues the line above"),
        ("a: “b”\n", "1:4", "is in curly quotation marks"),
        ("a: #1d4a73\n", "1:1", "text after “#” is a comment"),
        ("a: 1\n  b: 2\n", "2:4", "indentation is wrong"),
        ("a: 'it's'\n", "1:8", "a quotation mark inside the text"),
        ('a: "C:\\plan"\n', "1:8", "a backslash in double quotes"),
        ("title\nb: 1\n", "2:2", "second “: ”"),
        ("[a]: 1\n", "1:1", "a key has to be a plain word"),
        ('a: "\\UFFFFFFFF"\n', "1:1", "is not a valid character"),
    ],
)
def test_mistakes_are_reported_in_plain_words(text, place, words):
    problem = refusal(text)
    assert (problem.code, str(problem.span)) == (Code.YAML_SYNTAX, f"{PLACE.path}:{place}")
    assert words in problem.message


@pytest.mark.parametrize(
    "text", ["a: “b” and “c”\n", 'a: "“b”"\n', "a: # a note\nb: 1\n", "a: b\n  c-d\n"]
)
def test_what_only_looks_like_a_mistake_is_read(text):
    assert isinstance(read_yaml(text, PLACE).value, dict)


@pytest.mark.parametrize(
    ("text", "character", "place"),
    [
        ('a: "x\\x0by"', "U+000B", "1:5"),
        ('a: "\\ud800"', "U+D800", "1:4"),
        ('a: "\\0"', "U+0000", "1:4"),
        ('"\\a": 1', "U+0007", "1:1"),
        ("a: x\x07\n", "U+0007", "1:5"),
    ],
)
def test_invisible_characters_are_refused(text, character, place):
    problem = refusal(text)
    assert (problem.code, str(problem.span)) == (Code.CONTROL_CHARACTER, f"{PLACE.path}:{place}")
    assert character in problem.message


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000, "- " * 33 + "x"])
def test_depth_is_limited(text):
    assert refusal(text).code is Code.TOO_LARGE


def test_32_levels_are_read():
    assert read_yaml("- " * 32 + "x", PLACE).plain()


def result(text: str) -> YamlNode | str:
    try:
        return read_yaml(text, PLACE)
    except PackError as error:
        return str(error.diagnostics)


def test_both_parsers_make_the_same_of_every_text(monkeypatch):
    if strict_yaml._FAST is None:
        pytest.skip("PyYAML was installed without its parser in C")
    chance = random.Random(20)
    files = [f.read_text(encoding="utf-8") for f in sorted(SHIPPED.glob("content/**/*.yaml"))]
    files += ["a:\n", "- \n", "a: [b: ]\n", "a: [b?c]\n", "a:\n ?", "a: |#b\n", "a\t: b\n", "--- "]
    texts = []
    for _ in range(600):
        lines = chance.choice(files).splitlines(keepends=True)
        text = "".join(lines[chance.randrange(len(lines)) :][:6])
        place = chance.randrange(len(text) + 1)
        texts.append(text[:place] + chance.choice(PIECES) + text[place:])
    texts += files
    fast = [result(text) for text in texts]
    assert sum(isinstance(each, YamlNode) for each in fast) > 200
    monkeypatch.setattr(strict_yaml, "_FAST", None)
    assert [result(text) for text in texts] == fast

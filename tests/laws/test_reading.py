"""Whatever people write, it is read without loss, or what is wrong with it is reported."""

from __future__ import annotations

import contextlib

import pytest
from helpers.projects import HEAD, Memory
from hypothesis import example, given
from hypothesis import strategies as st

from packbuilder.diagnostics import Code, PackError, Span
from packbuilder.model import Document
from packbuilder.readers import read_document
from packbuilder.settings.pack import Pack
from packbuilder.settings.schema import to_type
from packbuilder.settings.strict_yaml import YamlNode, read_yaml

BLOCKS = ["\n", "\n\n", "# ", "## ", "- ", "1. ", "2) ", "> ", "    ", "  ", "\t", "***\n", ": "]
BLOCKS += ["```\n", "~~~\n", "| a | b |\n|---|---|\n", "| ", " |", "[^a]: ", "---\n", "===\n"]
BLOCKS += ["::: callout {title=x}\n", "::: table {caption=x}\n", "::: only {has=venue}\n", ":::\n"]
BLOCKS += [
    "::: steps {minutes=3}\n",
    "1. 3 min: ",
    "::: choices {name=a label=b}\n",
    "::::\n",
    "::: ",
]
INLINES = ["*", "**", "_", "___", "`", "``", "[", "]", "](", ")", "(https://a.org)", "![", "<", ">"]
INLINES += ["(plan.png)", "[^a]", "[^b]", "[[venue]]", "[[", "]]", "{#a}", "{.b}", "{lang=gd}", "{"]
INLINES += ["}", "\\", "&amp;", "&#0;", "<br>", "<!--", "-->", "<https://a.org>", "[ ]", "( )", " "]
INLINES += [
    "  \n",
    "\\\n",
    "é",
    "한",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\u2028",
    "\x85",
    "|",
    "'",
    '"',
]

fragments = st.lists(st.sampled_from(BLOCKS + INLINES) | st.text(max_size=5), max_size=40)


def read(text: str) -> Document:
    return read_document(Memory(HEAD + text), "content/programme.md")


@given(fragments.map("".join))
@example("> [^a]: nobody refers to this\n")
@example("*a **b " * 400 + "b** a*" * 400)
@example('::: callout {title="' + "*a **b " * 400 + "b** a*" * 400 + '"}\n:::\n')
@example("[" * 3000 + "]" * 3000)
@example("![" * 3000)
@example("> " * 3000 + "deep")
@example("- " * 3000 + "deep")
def test_any_markdown_is_read_or_refused(text):
    with contextlib.suppress(PackError):
        read(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(PackError):
        read(text)


# A fence's first line and a link's definition hold words that nobody is meant to read.
READABLE = [part for part in BLOCKS + INLINES if part not in ("```\n", "~~~\n", "]", ": ", "]](")]


@given(st.lists(st.sampled_from(READABLE) | st.just("WORD"), max_size=40))
@example(["[^a]: ", "WORD", "\n\n", "[^a]: ", "WORD", "\n\n", "[^a]"])
@example(["| a | b |\n|---|---|\n", "| 1 | 2 | ", "WORD", " |"])
@example(["[a](https://a.org 'WORD')"])
def test_every_word_is_kept_or_refused(parts):
    counted = [f"word{n}x" if part == "WORD" else part for n, part in enumerate(parts)]
    counted = [part.replace("WORD", "word0x") for part in counted]
    with contextlib.suppress(PackError):
        found = repr(read("".join(counted)))
        words = [part for part in counted if part.startswith("word")]
        assert [word for word in words if word not in found] == []


DEEPEST = {"- ": 9, "1. ": 9, "> ": 59}


@pytest.mark.parametrize("marker", DEEPEST)
@pytest.mark.parametrize("depth", [1, 8, 9, 10, 21, 59, 60, 101, 200])
def test_nothing_is_lost_by_nesting(marker, depth):
    indent = "> " if marker == "> " else " " * len(marker)
    lines = [f"{indent * level}{marker}level {level}\n" for level in range(depth)]
    text = "\n".join(lines) if marker == "> " else "".join(lines)
    if depth > DEEPEST[marker]:
        with pytest.raises(PackError) as caught:
            read(text)
        assert {problem.code for problem in caught.value.diagnostics} == {Code.TOO_DEEP}
    else:
        words = repr(read(text).blocks)
        assert [n for n in range(depth) if f"level {n}'" not in words] == []


YAML = [
    "a",
    "title",
    ": ",
    ":",
    "- ",
    "\n",
    "\n  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    '"',
    "&a ",
    "*a",
]
YAML += [
    "!!str ",
    "<<: ",
    "|\n",
    ">\n",
    "---\n",
    "...\n",
    "%YAML 2\n",
    "# ",
    "\\U",
    "\\x0",
    "\t",
    "? ",
]
YAML += ["no", "1.10", "@", "`", "FFFFFFFF", "d800", "\ufeff", "\x85", "\u2028"]
yaml_texts = (st.lists(st.sampled_from(YAML) | st.text(max_size=3), max_size=30)).map("".join)


@given(yaml_texts)
@example('a: "\\UFFFFFFFF"')
@example("[" * 5000)
@example("a: " + "{b: " * 5000)
@example("? " * 5000)
@example("- " * 5000)
def test_any_yaml_is_read_or_refused(text):
    with contextlib.suppress(PackError):
        to_type(read_yaml(text, Span("content/packs/day.yaml")), Pack)


leaves = st.none() | st.text(max_size=8)
trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner)
)


def nodes(value: object) -> YamlNode:
    span = Span("content/packs/day.yaml")
    if isinstance(value, list):
        return YamlNode([nodes(item) for item in value], span)
    if isinstance(value, dict):
        return YamlNode({key: nodes(item) for key, item in value.items()}, span)
    return YamlNode(value, span)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("title", "documents", "formats"), trees)))
def test_any_settings_are_taken_or_refused(tree):
    with contextlib.suppress(PackError):
        to_type(nodes(tree), Pack)

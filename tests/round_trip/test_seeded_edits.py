"""Edits at places that a seed chooses, written as Word writes them: each comes home exactly."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import NamedTuple

import pytest
from helpers.edited_word import TEXT, parts_of, with_parts, word_of
from helpers.projects import SHIPPED

from packbuilder.inspection.word_units import read_units
from packbuilder.pipeline import pull
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project

NAME, FILE = "event-report", "content/report/event-report.md"
KINDS = ("word", "bold", "insert", "delete")
EDITS_OF_EACH = 6
NEW = "A wholly new sentence."


class Chosen(NamedTuple):
    """A paragraph of one run: its XML, its words, its line in the source from 0, a word of it."""

    xml: str
    words: str
    line: int
    word: str


@cache
def delivered() -> bytes:
    return word_of(SHIPPED, NAME)


@cache
def source() -> str:
    return (SHIPPED / FILE).read_text(encoding="utf-8")


@cache
def paragraphs() -> list[Chosen]:
    """List the paragraphs that stand on a line of their own and have a word that occurs once."""
    blocks = {block.bookmark: block for block in read_units(delivered()).origin.blocks}
    lines, found = source().split("\n"), []
    for match in re.finditer(r"<w:p>(?:(?!</w:p>).)*</w:p>", parts_of(delivered())[TEXT].decode()):
        xml = match[0]
        runs = re.findall(r'<w:r><w:t xml:space="preserve">([^<&]*)</w:t></w:r>', xml)
        own = [blocks[id] for id in re.findall(r'w:name="(_pb_\w+)"', xml) if id in blocks]
        if len(runs) != 1 or xml.count("<w:t") != 1 or "BodyText" not in xml or not own:
            continue
        line = own[-1].line - 1
        words = [w for w in re.findall(r"[A-Za-z]{5,}", runs[0]) if runs[0].count(w) == 1]
        if own[-1].file == FILE and lines[line] == runs[0] and words and not lines[line + 1]:
            found.append(Chosen(xml, runs[0], line, words[len(words) // 2]))
    return found


def run_of(words: str, look: str = "") -> str:
    return f'<w:r w:rsidR="00AB12CD">{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


def make_edit(kind: str, at: Chosen) -> tuple[str, list[str]]:
    """Return the edited XML of a paragraph, and the lines that the source has to have then."""
    lines = source().split("\n")
    before, after = at.words.split(at.word)
    run = f'<w:r><w:t xml:space="preserve">{at.words}</w:t></w:r>'
    if kind == "delete":
        del lines[at.line : at.line + 2]
        return "", lines
    if kind == "insert":
        lines[at.line + 1 : at.line + 1] = ["", NEW]
        style = '<w:pPr><w:pStyle w:val="BodyText"/></w:pPr>'
        return f"{at.xml}<w:p>{style}{run_of(NEW)}</w:p>", lines
    if kind == "bold":
        lines[at.line] = at.words.replace(at.word, f"**{at.word}**")
        changed = run_of(at.word, "<w:rPr><w:b/></w:rPr>")
    else:
        lines[at.line] = at.words.replace(at.word, "Zebra")
        changed = f'{run_of("Zeb")}<w:proofErr w:type="spellStart"/>{run_of("ra")}'
    return at.xml.replace(run, f"{run_of(before)}{changed}{run_of(after)}"), lines


@pytest.fixture(scope="module")
def prepared():
    project = load_project(SHIPPED)
    return project, prepare_edition(project, "standard")


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_home_exactly(kind, prepared, tmp_path, monkeypatch):
    project, edition = prepared
    monkeypatch.setattr(pull, "prepare_edition", lambda *_: edition)
    monkeypatch.setattr(pull, "_read", lambda request: read_units(request.file.read_bytes()))
    text = parts_of(delivered())[TEXT].decode()
    assert len(paragraphs()) >= EDITS_OF_EACH
    for at in random.Random(f"packbuilder {kind}").sample(paragraphs(), EDITS_OF_EACH):
        xml, lines = make_edit(kind, at)
        file = tmp_path / "edited.docx"
        edited = {TEXT: text.replace(at.xml, xml, 1).encode()}
        file.write_bytes(with_parts(delivered(), edited))
        result = pull.pull(project, pull.PullRequest(file))
        assert result.after == {FILE: "\n".join(lines)}
        assert result.report == ()

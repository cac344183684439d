"""Two hundred edits of Word files at places that a seed chooses: how many come home exactly.

`make scale` runs it. Each edit is written as Word writes it, and pulled. It is exact when the
content is what it has to be; reported when it is not, and the report says something; else lost.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import ROOT

sys.path.insert(0, str(ROOT / "tests"))
from helpers.edited_word import TEXT, parts_of, with_parts, word_of

from packbuilder.inspection.word_units import read_units
from packbuilder.pipeline import pull
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project

DOCUMENTS = {
    "event-report": "content/report/event-report.md",
    "briefing": "content/briefing/briefing.md",
}
NEW = "A wholly new sentence."
BODY = '<w:pPr><w:pStyle w:val="BodyText"/></w:pPr>'
LINKS = "word/_rels/document.xml.rels"
ADDRESS = "https://example.org/new"
RELATION = (
    '<Relationship Id="rIdNew" TargetMode="External" Type="http://schemas.openxmlformats.org/'
    f'officeDocument/2006/relationships/hyperlink" Target="{ADDRESS}"/></Relationships>'
)


@dataclass(frozen=True)
class Spot:
    """A paragraph of one run: its XML, its words, its line from 0, a word that occurs once."""

    xml: str
    words: str
    line: int
    word: str


@dataclass(frozen=True)
class Document:
    """A delivered file, and the source it was made from."""

    file: str
    data: bytes
    lines: tuple[str, ...]
    spots: tuple[Spot, ...]


def run(words: str, look: str = "") -> str:
    return f'<w:r w:rsidR="00AB12CD">{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


def tracked(name: str, words: str) -> str:
    text = "delText" if name == "del" else "t"
    inner = f'<w:r><w:{text} xml:space="preserve">{words}</w:{text}></w:r>'
    return f'<w:{name} w:id="9001" w:author="Sam" w:date="2026-03-14T09:00:00Z">{inner}</w:{name}>'


def new_paragraph(words: str) -> str:
    return f'<w:p w:rsidR="00AB12CD">{BODY}{run(words)}</w:p>'


def word_in(spot: Spot, runs: str, words: str) -> tuple[str, list[str]]:
    """Put runs in the place of the chosen word."""
    before, after = spot.words.split(spot.word)
    old = f'<w:r><w:t xml:space="preserve">{spot.words}</w:t></w:r>'
    xml = spot.xml.replace(old, f"{run(before)}{runs}{run(after)}")
    return xml, [f"{before}{words}{after}"]


Edit = Callable[[Spot], tuple[str, list[str]]]
SPELT = '<w:proofErr w:type="spellStart"/>'
KINDS: dict[str, Edit] = {
    "a word": lambda s: word_in(s, f"{run('Zeb')}{SPELT}{run('ra')}", "Zebra"),
    "a word less": lambda s: (
        word_in(s, "", "")[0],
        [" ".join(s.words.replace(s.word, "").split())],
    ),
    "words more": lambda s: word_in(s, run(f"{s.word}, and more,"), f"{s.word}, and more,"),
    "bold": lambda s: word_in(s, run(s.word, "<w:rPr><w:b/></w:rPr>"), f"**{s.word}**"),
    "quotes": lambda s: word_in(s, run(f'"{s.word}"'), f"“{s.word}”"),
    "signs": lambda s: word_in(s, run(f"*{s.word}*"), rf"\*{s.word}\*"),
    "a link": lambda s: word_in(
        s, f'<w:hyperlink r:id="rIdNew">{run(s.word)}</w:hyperlink>', f"[{s.word}]({ADDRESS})"
    ),
    "tracked": lambda s: word_in(s, tracked("del", s.word) + tracked("ins", "Zebra"), "Zebra"),
    "tracked, rejected": lambda s: word_in(
        s, tracked("del", s.word) + tracked("ins", "Zebra"), s.word
    ),
    "a colour": lambda s: word_in(
        s, run(s.word, '<w:rPr><w:color w:val="FF0000"/></w:rPr>'), s.word
    ),
    "a paragraph more": lambda s: (s.xml + new_paragraph(NEW), [s.words, "", NEW]),
    "a paragraph less": lambda s: ("", []),
    "split": lambda s: (
        word_in(s, "", "")[0].replace(run(s.words.split(s.word)[1]), "")
        + new_paragraph(s.word + s.words.split(s.word)[1]),
        [s.words.split(s.word)[0].rstrip(), "", s.word + s.words.split(s.word)[1]],
    ),
    "moved down": lambda s: (s.xml, ["MOVED"]),
}


def read(name: str, file: str) -> Document:
    data = word_of(ROOT, name)
    lines = (ROOT / file).read_text(encoding="utf-8").split("\n")
    return Document(file, data, tuple(lines), tuple(spots(data, file, lines)))


def spots(data: bytes, file: str, lines: list[str]) -> Iterator[Spot]:
    """Yield the paragraphs that stand on a line of their own, and may be edited anyhow."""
    blocks = {block.bookmark: block for block in read_units(data).origin.blocks}
    found: list[Spot] = []
    for match in re.finditer(r"<w:p>(?:(?!</w:p>).)*</w:p>", parts_of(data)[TEXT].decode()):
        xml = match[0]
        runs = re.findall(r'<w:r><w:t xml:space="preserve">([^<&]*)</w:t></w:r>', xml)
        own = [blocks[id] for id in re.findall(r'w:name="(_pb_\w+)"', xml) if id in blocks]
        if len(runs) != 1 or xml.count("<w:t") != 1 or "BodyText" not in xml or not own:
            continue
        line = own[-1].line - 1
        words = [w for w in re.findall(r"\b[a-z]{5,}\b", runs[0]) if runs[0].count(w) == 1]
        alone = own[-1].file == file and lines[line] == runs[0] and not lines[line + 1]
        if alone and len(words) > 2:
            found.append(Spot(xml, runs[0], line, words[len(words) // 2]))
    yield from found


def expected(document: Document, spot: Spot, lines: list[str], other: Spot | None) -> list[str]:
    """Return the lines of the source after an edit."""
    after = list(document.lines)
    if lines == ["MOVED"] and other:
        after[spot.line], after[other.line] = other.words, spot.words
        return after
    last = spot.line + (1 if lines else 2)
    after[spot.line : last] = lines
    return after


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--seed", default="packbuilder")
    options = parser.parse_args()
    project, chosen = load_project(ROOT), random.Random(options.seed)
    edition = prepare_edition(project, "standard")
    pull.prepare_edition = lambda *_: edition
    documents = [read(name, file) for name, file in DOCUMENTS.items()]
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "edited.docx"
        for number in range(options.edits):
            kind = list(KINDS)[number % len(KINDS)]
            outcome = attempt(project, chosen.choice(documents), kind, chosen, file)
            counts[kind][outcome] += 1
    for kind, found in counts.items():
        shown = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.items()))
        print(f"{kind:20} {shown}")
    total = sum(counts.values(), Counter())
    print(f"{total['exact'] / total.total():.1%} exact, {total['lost']} lost without a report")


def attempt(project, document: Document, kind: str, chosen: random.Random, file: Path) -> str:
    """Make one edit, pull it, and say what became of it."""
    spot, other = chosen.choice(document.spots), None
    text = parts_of(document.data)[TEXT].decode()
    if kind == "moved down":
        near = [
            (one, two)
            for one in document.spots
            for two in document.spots
            if two.line == one.line + 2
        ]
        if not near:
            return "no place"
        spot, other = chosen.choice(near)
        lines = ["MOVED"]
        text = text.replace(other.xml, "", 1).replace(spot.xml, other.xml + spot.xml, 1)
    else:
        xml, lines = KINDS[kind](spot)
        text = text.replace(spot.xml, xml, 1)
    links = parts_of(document.data)[LINKS].decode().replace("</Relationships>", RELATION)
    file.write_bytes(with_parts(document.data, {TEXT: text.encode(), LINKS: links.encode()}))
    settled = {"tracked": "accept", "tracked, rejected": "reject"}.get(kind, "")
    result = pull.pull(project, pull.PullRequest(file, tracked=settled))
    wanted = "\n".join(expected(document, spot, lines, other))
    unchanged = "\n".join(document.lines)
    exact = result.after == ({} if wanted == unchanged else {document.file: wanted})
    if exact and (kind != "a colour" or result.report):
        return "exact"
    if not result.report:
        print(f"lost: {kind}, {document.file}:{spot.line + 1}\n{result.patch}")
    return "reported" if result.report else "lost"


if __name__ == "__main__":
    begun = time.process_time()
    main()
    print(f"{time.process_time() - begun:.0f} s of processor time, without reading files apart")

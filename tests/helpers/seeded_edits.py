"""Edits of every kind at places that a seed chooses, written as Word writes them, and what the
content has to be after each.

Words are chosen that occur once in the content, so that what has to come of an edit follows from
the words alone, and not from what the program says of lines.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.edited_word import TEXT, parts_of, with_parts
from packbuilder.inspection.units import WordText
from packbuilder.inspection.word_units import read_units
from packbuilder.pipeline import pull
from packbuilder.pipeline.edited import PullRequest
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.writers.docx.document import write_document

NOTES, LINKS = "word/footnotes.xml", "word/_rels/document.xml.rels"
NEW = "A wholly new sentence."
ADDRESS = "https://example.org/new"
_RELATION = (
    '<Relationship Id="rIdNew" TargetMode="External" Type="http://schemas.openxmlformats.org/'
    f'officeDocument/2006/relationships/hyperlink" Target="{ADDRESS}"/></Relationships>'
)
_PARAGRAPH = re.compile(r"<w:p>(?:(?!</w:p>).)*</w:p>")
_ROW = re.compile(r"<w:tr>(?:(?!</w:tr>).)*</w:tr>")
_BOOKMARK = re.compile(r"<w:bookmark(?:Start|End)[^>]*>")
_WORD = re.compile(r"\b[a-z]{5,}\b")
_TRACK = 'w:id="9001" w:author="Sam" w:date="2026-03-14T09:00:00Z"'


@dataclass(frozen=True)
class Subject:
    """A delivered document, and the files of the content that it was made from."""

    edition: PreparedEdition
    name: str
    data: bytes
    files: Mapping[str, str]
    current: WordText

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The parts of the file that are edited."""
        parts = parts_of(self.data)
        return {name: parts[name].decode() for name in (TEXT, NOTES, LINKS) if name in parts}

    @cached_property
    def once(self) -> frozenset[str]:
        """Words that occur once in all of the content that was read."""
        counts = Counter(word for text in self.files.values() for word in _WORD.findall(text))
        return frozenset(word for word, count in counts.items() if count == 1)

    def where(self, words: str) -> tuple[str, int] | None:
        """Return the file and the line, from 0, of the only line that holds some words."""
        found = [
            (path, number)
            for path, text in self.files.items()
            for number, line in enumerate(text.split("\n"))
            if words in line
        ]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Edited:
    """The parts of a file that were edited, what the content has to be, and whether something has
    to be reported.
    """

    parts: Mapping[str, str]
    after: Mapping[str, str]
    reported: bool = False
    tracked: str = ""


def read_subject(root: Path, name: str, edition: PreparedEdition | None = None) -> Subject:
    """Read a document of a project, and write its Word file."""
    edition = edition or prepare_edition(load_project(root), "standard")
    data = write_document(compose_document(edition, name).publication, edition.theme)
    text = read_units(data)
    paths = {block.file for block in text.origin.blocks} | {edition.path(name)}
    read = edition.project.source.read_text
    files = {path: read(path) for path in sorted(paths) if path.startswith("content/")}
    return Subject(edition, name, data, files, text)


# Words ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    """A paragraph, or row, of a part: its XML, one of its texts, and a word that occurs once."""

    part: str
    xml: str
    words: str
    word: str


def _run(words: str, look: str = "") -> str:
    return f'<w:r w:rsidR="00AB12CD">{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _spots(subject: Subject, style: str, part: str = TEXT, link: bool = False) -> Iterator[Spot]:
    """Yield the paragraphs of a style, each with a run that has a word that occurs once."""
    for found in _PARAGRAPH.finditer(subject.parts.get(part, "")):
        xml = found[0]
        named = re.search(r'<w:pStyle w:val="([^"]*)"', xml)
        if not re.fullmatch(style, named[1] if named else "") or ("<w:hyperlink" in xml) != link:
            continue
        if subject.parts[part].count(xml) > 1:
            continue
        for words in re.findall(
            r'<w:r>(?:<w:rPr>.{0,200}?</w:rPr>)?<w:t xml:space="preserve">([^<&]*)</w:t></w:r>', xml
        ):
            once = [word for word in _WORD.findall(words) if word in subject.once]
            if once and xml.count(f">{words}</w:t>") == 1:
                yield Spot(part, xml, words, once[len(once) // 2])
                break


_LOOK = r"(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?"


def _look_of(spot: Spot) -> str:
    """Return how the run of a spot looks."""
    words = rf'<w:t xml:space="preserve">{re.escape(spot.words)}</w:t></w:r>'
    return re.search(f"<w:r>({_LOOK}){words}", spot.xml)[1]


def _reworded(spot: Spot, new: str, look: str = "", wrap: str = "{}") -> str:
    """Return the XML of a paragraph with runs in the place of a word; they keep their look."""
    own = _look_of(spot)
    before, _, after = spot.words.partition(spot.word)
    runs = [_run(part, own) * bool(part) for part in (before, after)]
    old = f'<w:r>{own}<w:t xml:space="preserve">{spot.words}</w:t></w:r>'
    return spot.xml.replace(old, runs[0] + wrap.format(_run(new, look or own)) + runs[1])


def _word(style: str, part: str = TEXT, link: bool = False) -> Callable[..., Edited | None]:
    def make(subject: Subject, chosen: random.Random) -> Edited | None:
        spots = list(_spots(subject, style, part, link))
        if not spots:
            return None
        spot = chosen.choice(spots)
        look = _look_of(spot)
        split = f'{_run("Zeb", look)}<w:proofErr w:type="spellStart"/>{_run("ra", look)}'
        xml = _reworded(spot, "Zebra").replace(_run("Zebra", look), split)
        return _changed(subject, spot, xml, lambda text: _once(text, spot.word, "Zebra"))

    return make


def _once(text: str, word: str, new: str) -> str:
    return re.sub(rf"\b{word}\b", lambda _: new, text, count=1)


def _changed(
    subject: Subject,
    spot: Spot,
    xml: str,
    change: Callable[[str], str],
    reported: bool = False,
    tracked: str = "",
) -> Edited:
    text = subject.parts[spot.part].replace(spot.xml, xml, 1)
    after = {path: change(each) for path, each in subject.files.items()}
    return Edited({spot.part: text}, after, reported, tracked)


def _look(look: str, marks: str, reported: bool = False) -> Callable[..., Edited | None]:
    """Give a word of a paragraph another look."""

    def make(subject: Subject, chosen: random.Random) -> Edited | None:
        spot = chosen.choice([s for s in _spots(subject, "BodyText") if "<w:rPr>" not in s.xml])
        xml = _reworded(spot, spot.word, f"<w:rPr>{look}</w:rPr>")
        new = f"{marks}{spot.word}{marks[::-1]}"
        return _changed(subject, spot, xml, lambda text: _once(text, spot.word, new), reported)

    return make


def _link(subject: Subject, chosen: random.Random) -> Edited | None:
    spot = chosen.choice([s for s in _spots(subject, "BodyText") if "<w:rPr>" not in s.xml])
    xml = _reworded(spot, spot.word, wrap='<w:hyperlink r:id="rIdNew">{}</w:hyperlink>')
    new = f"[{spot.word}]({ADDRESS})"
    edited = _changed(subject, spot, xml, lambda text: _once(text, spot.word, new))
    links = subject.parts[LINKS].replace("</Relationships>", _RELATION)
    return Edited({**edited.parts, LINKS: links}, edited.after)


def _tracked(tracked: str) -> Callable[..., Edited | None]:
    def make(subject: Subject, chosen: random.Random) -> Edited | None:
        spot = chosen.choice(list(_spots(subject, "BodyText|ListBullet|TableText")))
        words = f'<w:delText xml:space="preserve">{spot.word}</w:delText>'
        gone = f"<w:r>{_look_of(spot)}{words}</w:r>"
        runs = f"<w:del {_TRACK}>{gone}</w:del><w:ins {_TRACK}>{{}}</w:ins>"
        xml = _reworded(spot, "Zebra", wrap=runs)
        new = "Zebra" if tracked == "accept" else spot.word
        return _changed(
            subject, spot, xml, lambda text: _once(text, spot.word, new), tracked=tracked
        )

    return make


def _deleted_word(subject: Subject, chosen: random.Random) -> Edited | None:
    spots = [s for s in _spots(subject, "BodyText|ListBullet") if f" {s.word} " in s.words]
    if not spots:
        return None
    spot = chosen.choice(spots)
    xml = spot.xml.replace(f" {spot.word} ", " ")
    return _changed(subject, spot, xml, lambda text: text.replace(f" {spot.word} ", " "))


def _typed(new: str, written: str) -> Callable[..., Edited | None]:
    """Type something around a word."""

    def make(subject: Subject, chosen: random.Random) -> Edited | None:
        spot = chosen.choice(list(_spots(subject, "BodyText|ListBullet")))
        xml = _reworded(spot, new.format(spot.word))
        return _changed(
            subject, spot, xml, lambda text: _once(text, spot.word, written.format(spot.word))
        )

    return make


def _alt(subject: Subject, chosen: random.Random) -> Edited | None:
    text = subject.parts[TEXT]
    found = [
        (words, word)
        for words in re.findall(r'descr="([^"&]+)"', text)
        for word in _WORD.findall(words)
        if word in subject.once
    ]
    if not found:
        return None
    words, word = chosen.choice(found)
    after = {path: _once(each, word, "Zebra") for path, each in subject.files.items()}
    return Edited({TEXT: text.replace(words, _once(words, word, "Zebra"))}, after)


# Whole units ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A paragraph or row of one line of a file: its XML, the path, the number from 0."""

    xml: str
    path: str
    number: int


def _lines(subject: Subject, style: str, pattern: str) -> list[Line]:
    """List the paragraphs of a style that stand on a line of their own."""
    found = []
    for match in _PARAGRAPH.finditer(subject.parts[TEXT]):
        xml = match[0]
        named = re.search(r'<w:pStyle w:val="([^"]*)"', xml)
        words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml))
        plain = "<w:rPr>" not in xml and "&" not in words
        place = subject.where(words) if len(words) > 8 and plain else None
        if place and re.fullmatch(style, named[1] if named else ""):
            line = subject.files[place[0]].split("\n")[place[1]]
            if re.fullmatch(pattern.format(re.escape(words)), line):
                found.append(Line(xml, *place))
    return found


_PLAIN, _BULLET, _NUMBERED = "{}", r"[-*] {}", r"\d+\. {}"


def _with_lines(subject: Subject, path: str, change: Callable[[list[str]], None]) -> dict[str, str]:
    lines = subject.files[path].split("\n")
    change(lines)
    return {**subject.files, path: "\n".join(lines)}


def _own(subject: Subject, lines: list[Line]) -> list[Line]:
    """Keep the lines of the document's own file, with an empty line on each side."""
    path = subject.edition.path(subject.name)
    text = subject.files[path].split("\n")
    return [
        each
        for each in lines
        if each.path == path and not text[each.number - 1] and not text[each.number + 1]
    ]


def _added(style: str, pattern: str) -> Callable[..., Edited | None]:
    def make(subject: Subject, chosen: random.Random) -> Edited | None:
        lines = _lines(subject, style, pattern)
        lines = _own(subject, lines) if pattern == _PLAIN else lines
        if not lines:
            return None
        at = chosen.choice(lines)
        look = re.search(r"<w:pPr>.*?</w:pPr>", at.xml)[0]
        new = f'<w:p w:rsidR="00AB12CD">{look}{_run(NEW)}</w:p>'

        def change(text: list[str]) -> None:
            number = re.match(r"(\d+)\. ", text[at.number])
            if number:
                text.insert(at.number + 1, f"{int(number[1]) + 1}. {NEW}")
                _count_on(text, at.number + 2)
            else:
                inserted = ["", NEW] if pattern == _PLAIN else [f"{text[at.number][:2]}{NEW}"]
                text[at.number + 1 : at.number + 1] = inserted

        text = subject.parts[TEXT].replace(at.xml, at.xml + new, 1)
        return Edited({TEXT: text}, _with_lines(subject, at.path, change))

    return make


def _count_on(text: list[str], at: int) -> None:
    """Number the items from a line on again."""
    while at < len(text) and (found := re.match(r"(\d+)\. ", text[at])):
        before = re.match(r"(\d+)\. ", text[at - 1])
        first = int(before[1]) + 1 if before else int(found[1]) - 1
        text[at] = f"{first}. {text[at][found.end() :]}"
        at += 1


def _deleted(style: str, pattern: str) -> Callable[..., Edited | None]:
    def make(subject: Subject, chosen: random.Random) -> Edited | None:
        lines = _lines(subject, style, pattern)
        lines = _own(subject, lines) if pattern == _PLAIN else _inner(subject, lines)
        if not lines:
            return None
        at = chosen.choice(lines)

        def change(text: list[str]) -> None:
            del text[at.number : at.number + (2 if pattern == _PLAIN else 1)]
            if pattern != _PLAIN:
                _count_on(text, at.number)

        kept = "".join(_BOOKMARK.findall(at.xml))  # Word leaves ends of what began before
        text = subject.parts[TEXT].replace(at.xml, kept, 1)
        return Edited({TEXT: text}, _with_lines(subject, at.path, change))

    return make


def _inner(subject: Subject, lines: list[Line]) -> list[Line]:
    """Keep items with an item before and after, so that a list stays."""
    numbers = {(each.path, each.number) for each in lines}
    return [
        each
        for each in lines
        if {(each.path, each.number - 1), (each.path, each.number + 1)} <= numbers
    ]


def _moved(style: str, pattern: str, apart: int) -> Callable[..., Edited | None]:
    """Exchange two neighbours, `apart` lines from one another."""

    def make(subject: Subject, chosen: random.Random) -> Edited | None:
        lines = _lines(subject, style, pattern)
        by_place = {(each.path, each.number): each for each in lines}
        pairs = [
            (each, by_place[each.path, each.number + apart])
            for each in lines
            if (each.path, each.number + apart) in by_place
        ]
        if not pairs:
            return None
        one, two = chosen.choice(pairs)

        def change(text: list[str]) -> None:
            a, b = text[one.number], text[two.number]
            text[one.number], text[two.number] = b, a

        text = subject.parts[TEXT].replace(two.xml, "", 1).replace(one.xml, two.xml + one.xml, 1)
        return Edited({TEXT: text}, _with_lines(subject, one.path, change))

    return make


def _split(subject: Subject, chosen: random.Random) -> Edited | None:
    at = chosen.choice(
        [line for line in _own(subject, _lines(subject, "BodyText", _PLAIN)) if _half(line)]
    )
    first, second = _half(at)
    old = _run(f"{first} {second}").replace(' w:rsidR="00AB12CD"', "")
    xml = at.xml.replace(old, _run(first))
    look = re.search(r"<w:pPr>.*?</w:pPr>", at.xml)[0]
    text = subject.parts[TEXT].replace(at.xml, f"{xml}<w:p>{look}{_run(second)}</w:p>", 1)

    def change(lines: list[str]) -> None:
        lines[at.number : at.number + 1] = [first, "", second]

    return Edited({TEXT: text}, _with_lines(subject, at.path, change))


def _half(line: Line) -> tuple[str, str] | None:
    """Part a paragraph of one run behind its first sentence."""
    runs = re.findall(r"<w:t[^>]*>([^<]*)</w:t>", line.xml)
    found = re.match(r"(.{15,}?\.) ([A-Z].{15,})$", runs[0]) if len(runs) == 1 else None
    return (found[1], found[2]) if found else None


def _joined(tracked: bool) -> Callable[..., Edited | None]:
    def make(subject: Subject, chosen: random.Random) -> Edited | None:
        lines = _own(subject, _lines(subject, "BodyText", _PLAIN))
        by_number = {each.number: each for each in lines}
        pairs = [
            (each, by_number[each.number + 2]) for each in lines if each.number + 2 in by_number
        ]
        pairs = [(a, b) for a, b in pairs if a.xml + b.xml in subject.parts[TEXT]]
        if not pairs:
            return None
        one, two = chosen.choice(pairs)
        if tracked:
            mark = f"<w:rPr><w:del {_TRACK}/></w:rPr></w:pPr>"
            xml = one.xml.replace("</w:pPr>", mark, 1) + two.xml
            xml = xml.replace("</w:p><w:p>", f"<w:ins {_TRACK}>{_run(' ')}</w:ins></w:p><w:p>", 1)
        else:
            rest = re.sub(r"<w:p><w:pPr>.*?</w:pPr>", "", two.xml)
            xml = one.xml.removesuffix("</w:p>") + _run(" ") + rest
        text = subject.parts[TEXT].replace(one.xml + two.xml, xml, 1)

        def change(lines: list[str]) -> None:
            lines[one.number : two.number + 1] = [f"{lines[one.number]} {lines[two.number]}"]

        after = _with_lines(subject, one.path, change)
        return Edited({TEXT: text}, after, tracked="accept" if tracked else "")

    return make


def _level(subject: Subject, chosen: random.Random) -> Edited | None:
    lines = _lines(subject, "Heading3", r"## {}(?: \{{.*\}})?")
    if not lines:
        return None
    at = chosen.choice(lines)
    text = subject.parts[TEXT].replace(at.xml, at.xml.replace('"Heading3"', '"Heading2"'), 1)

    def change(lines: list[str]) -> None:
        lines[at.number] = lines[at.number].removeprefix("#")

    return Edited({TEXT: text}, _with_lines(subject, at.path, change), reported=True)


def _rows(subject: Subject) -> list[Line]:
    """List the rows whose cells are plain text and stand on one line of a file."""
    found = []
    for match in _ROW.finditer(subject.parts[TEXT]):
        cells = [
            "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", cell))
            for cell in re.findall(r"<w:tc>(?:(?!</w:tc>).)*</w:tc>", match[0])
        ]
        plain = not re.search("<w:sdt>|<w:rStyle|&|footnoteRef|TableHead|<w:gridSpan", match[0])
        place = subject.where(f"| {' | '.join(cells)} |") if plain and len(cells) > 1 else None
        if place:
            found.append(Line(match[0], *place))
    return found


def _row_added(subject: Subject, chosen: random.Random) -> Edited | None:
    rows = _rows(subject)
    if not rows:
        return None
    at, count = chosen.choice(rows), iter(range(1, 100))
    new = _BOOKMARK.sub("", re.sub(r"(<w:t[^>]*>)[^<]*(</w:t>)", r"\1#\2", at.xml))
    new = re.sub(">#<", lambda _: f">New {next(count)}<", new)
    cells = " | ".join(f"New {n}" for n in range(1, next(count)))

    def change(lines: list[str]) -> None:
        lines.insert(at.number + 1, f"| {cells} |")

    text = subject.parts[TEXT].replace(at.xml, at.xml + new, 1)
    return Edited({TEXT: text}, _with_lines(subject, at.path, change))


def _row_deleted(subject: Subject, chosen: random.Random) -> Edited | None:
    rows = _inner(subject, _rows(subject))
    if not rows:
        return None
    at = chosen.choice(rows)
    kept = "".join(_BOOKMARK.findall(at.xml))
    text = subject.parts[TEXT].replace(at.xml, kept, 1)
    return Edited({TEXT: text}, _with_lines(subject, at.path, lambda lines: lines.pop(at.number)))


def _note_added(subject: Subject, chosen: random.Random) -> Edited | None:
    if NOTES not in subject.parts:
        return None
    spots = [s for s in _spots(subject, "BodyText") if "<w:rPr>" not in s.xml]
    path = subject.edition.path(subject.name)
    spots = [s for s in spots if re.search(rf"\b{s.word}\b", subject.files[path])]
    spot = chosen.choice(spots)
    mark = '<w:r><w:footnoteReference w:id="777"/></w:r>'
    xml = _reworded(spot, spot.word, wrap="{}" + mark)
    inner = f"<w:p><w:r><w:footnoteRef/></w:r>{_run(' ' + NEW)}</w:p>"
    note = f'<w:footnote w:id="777">{inner}</w:footnote>'
    notes = subject.parts[NOTES].replace("</w:footnotes>", f"{note}</w:footnotes>")
    label = max(map(int, re.findall(r"\[\^(\d+)\]", subject.files[path])), default=0) + 1
    after = _once(subject.files[path], spot.word, f"{spot.word}[^{label}]")
    text = subject.parts[TEXT].replace(spot.xml, xml, 1)
    files = {**subject.files, path: f"{after}\n[^{label}]: {NEW}\n"}
    return Edited({TEXT: text, NOTES: notes}, files)


KINDS: dict[str, Callable[..., Edited | None]] = {
    "word of a paragraph": _word("BodyText|Lead|KeySentence"),
    "word of a heading": _word("Heading[2-4].*"),
    "word of an item": _word("ListBullet|ListNumber|ListNumeral"),
    "word of a cell": _word("TableText|TableHead"),
    "word of a caption": _word("Caption"),
    "word of a footnote": _word(".*", NOTES),
    "word of a callout": _word("Callout.*"),
    "word of a definition": _word("Definition.*"),
    "word beside a link": _word("BodyText|ListBullet|TableText", link=True),
    "alt text": _alt,
    "word deleted": _deleted_word,
    "words more": _typed("{}, and more,", "{}, and more,"),
    "quotes typed": _typed('"{}"', "“{}”"),
    "signs typed": _typed("*{}*", r"\*{}\*"),
    "bold": _look("<w:b/>", "**"),
    "italic": _look("<w:i/>", "*"),
    "link added": _link,
    "colour only": _look('<w:color w:val="FF0000"/>', "", reported=True),
    "font only": _look('<w:rFonts w:ascii="Arial"/><w:sz w:val="40"/>', "", reported=True),
    "tracked, accepted": _tracked("accept"),
    "tracked, rejected": _tracked("reject"),
    "paragraph added": _added("BodyText", _PLAIN),
    "paragraph deleted": _deleted("BodyText", _PLAIN),
    "paragraph moved": _moved("BodyText", _PLAIN, 2),
    "paragraph split": _split,
    "paragraphs joined": _joined(tracked=False),
    "joined, tracked": _joined(tracked=True),
    "item added": _added("ListBullet", _BULLET),
    "ordered item added": _added("ListNumber|ListNumeral", _NUMBERED),
    "item deleted": _deleted("ListBullet", _BULLET),
    "item moved": _moved("ListBullet", _BULLET, 1),
    "level of a heading": _level,
    "row added": _row_added,
    "row deleted": _row_deleted,
    "footnote added": _note_added,
}


# What came of them ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What became of an edit: “exact”, “reported” when another result was reported, else “lost”."""

    how: str
    patch: str
    report: tuple[str, ...]


def outcome(subject: Subject, edited: Edited, file: Path) -> Outcome:
    """Pull an edited file with what is known of the content, and compare."""
    parts = {name: text.encode() for name, text in edited.parts.items()}
    file.write_bytes(with_parts(subject.data, parts))
    result = pulled(subject, edited, file)
    wanted = {p: text for p, text in edited.after.items() if text != subject.files[p]}
    report = tuple(f"{each.kind} {each.words}" for each in result.report)
    exact = result.after == wanted and (bool(report) or not edited.reported)
    how = "exact" if exact else "reported" if report else "lost"
    return Outcome(how, result.patch, report)


def pulled(subject: Subject, edited: Edited, file: Path) -> pull.PullResult:
    """Pull into the content of a subject, without what each file would repeat: preparing the
    edition, writing and reading the document as it is, and a process of its own.
    """
    kept = pull.prepare_edition, pull._current
    text = read_units(file.read_bytes(), edited.tracked == "reject")
    try:
        pull.prepare_edition = lambda *_: subject.edition
        pull._current = lambda *_: subject.current
        request = PullRequest(file, tracked=edited.tracked)
        return pull.pull(subject.edition.project, request, text)
    finally:
        pull.prepare_edition, pull._current = kept

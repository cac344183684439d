"""Check abbreviations, which a document explains where they stand first, and words in capitals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import DefinitionList, Document, Table, plain, walk
from packbuilder.rules.content.prose import Passage, Prose

_KNOWN = (
    "AD AIDS AM ASAP ATM BBC BC BST CCTV CD CEO CET COVID CV DIY DNA DVD EU EUR FAQ FYI GBP GMT GP "
    "GPS HIV HQ HR ID IQ IT LED MP NB NGO OK PC PDF PIN PM PO PR PS PTO QR RSVP SMS TBA TBC TV UK "
    "UN URL US USA USB UTC VAT VIP WC WWW"
)
KNOWN = frozenset(_KNOWN.split())
"""What needs no explanation anywhere."""

_WORDS = (
    "ALL ALSO AN AND ANY ARE AS AT BE BEST BOTH BUT BY CAN COULD DATE DAY DO DONE DOWN EACH EVEN "
    "EVER EVERY FEW FIRST FOR FREE FROM FULL GET GO GOOD HAD HAS HAVE HE HER HIS HOW IF IN INTO IS "
    "ITS JUST KEEP LAST LATE LEAST LESS LIKE LINK MADE MAKE MANY MAY ME MORE MOST MUCH MUST MY "
    "NAME NEED NEVER NEW NEXT NO NONE NOT NOTE NOW OF OFF OLD ON ONCE ONE ONLY OPEN OR OTHER OUR "
    "OUT OVER OWN PAGE PART READ REAL RISK ROOM SAID SAME SAY SEE SHALL SHE SHOULD SO SOME STAY "
    "STEP STILL STOP SUCH TAKE TEAM THAN THAT THE THEIR THEM THEN THERE THESE THEY THIS THOSE TIME "
    "TO TOO TRUE TWO UNDER UNTIL UP USE VERY WAS WE WERE WHAT WHEN WHERE WHICH WHOSE WHY WILL WITH "
    "WITHIN WORK WOULD YES YET YOU YOUR"
)
WORDS = frozenset(_WORDS.split())
"""Words of English, which somebody wrote in capitals: no abbreviations."""

_WORD_LENGTH = 4
"""A name of so many letters that the document also has in small ones is a word: LINK, and link."""

LONGEST = 5
"""More capitals than this are a word that shouts, or a name such as UNESCO."""

_IN_A_ROW = 3
"""So many of them side by side shout; two may be abbreviations, as in NHS HQ."""

WINDOW = 120
"""How many characters before and after an abbreviation can explain it."""

_CAPITALS = re.compile(r"\b[A-Z]{2,}+(?:-[A-Z]{2,}+)*+(?=s?\b)(?!\d)")
_DATE = re.compile(r"(?:Y{2,4}|MM|DD|HH|SS)(?:-(?:Y{2,4}|MM|DD|HH|SS))*+")
_PLACE = re.compile(r"[A-Z][a-z]+, [A-Z]{2}[ ,.;)]?$")
"""A place with its state: Berkeley, CA."""
_SMALL_WORD = re.compile(rf"\b[a-z]{{{_WORD_LENGTH},}}\b")
_ROMAN = re.compile(r"[IVX]+")
_LICENCE = re.compile(r"\bCC(?:[ -](?:BY|NC|SA|ND)\b)+")
_WORD = re.compile(r"[^\W\d_][\w’']*")
_SMALL = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "or", "the", "to", "with"})
"""Words that give an abbreviation no letter, or one: DoH, NHS."""


def check_abbreviations(prose: Prose, known: Collection[str]) -> Iterator[Diagnostic]:
    """Abbreviations are explained at first use (LA-02); nothing shouts (TY-06).

    `known` are those that the project says its readers know. A heading explains nothing and
    needs no explanation, as the text below it does both; yet it may shout.
    """
    settled = KNOWN | set(known) | set(_listed(prose.document))
    small = {word for passage in prose.passages for word in _SMALL_WORD.findall(passage.text)}
    for passage in prose.passages:
        if passage.quoted:
            continue
        found = [match for match in _abbreviations(passage.text) if match[0] not in settled]
        if passage.kind == "heading":
            yield from _loud(passage, found, _find_shouted(passage, found, small))
            continue
        explained = {match[0] for match in found if _is_explained(match, passage.text)}
        first = {match[0]: match for match in reversed(found)}
        settled |= set(first)
        unknown = [m for m in found if m is first[m[0]] and m[0] not in explained]
        yield from _problems(passage, [m for m in unknown if not _ROMAN.fullmatch(m[0])], small)


def _abbreviations(text: str) -> Iterator[re.Match[str]]:
    """Find abbreviations in words: names of licences, and marks such as [TOC] and {{NAME}}, are
    none.
    """
    licences = list(_LICENCE.finditer(text))
    for match in _CAPITALS.finditer(text):
        while licences and licences[0].end() <= match.start():
            licences.pop(0)
        in_licence = bool(licences) and licences[0].start() <= match.start()
        around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        state = _PLACE.search(text[max(0, match.start() - WINDOW) : match.end() + 1])
        is_name = in_licence or state or _DATE.fullmatch(match[0])
        if not is_name and around not in ("[]", "{}"):
            yield match


def _listed(document: Document) -> Iterator[str]:
    """List what the document explains in a glossary, or in a table of abbreviations."""
    for block in walk(document.blocks):
        if isinstance(block, DefinitionList):
            for item in block.items:
                yield from _CAPITALS.findall(plain(item.term))
        elif isinstance(block, Table) and len(block.header) > 1:
            for row in block.rows:
                name, meaning = (plain(cell.inlines).strip() for cell in row[:2])
                if _CAPITALS.fullmatch(name) and _stands_for(name, meaning, from_end=False):
                    yield name


def _find_shouted(passage: Passage, found: list[re.Match[str]], small: set[str]) -> set[int]:
    """Find where words begin that are long, are words elsewhere too, or stand in a row."""
    shouted = {m.start() for m in found if _is_long(m[0]) or m[0] in WORDS or m[0].lower() in small}
    row: list[re.Match[str]] = []
    for match in found:
        if row and passage.text[row[-1].end() : match.start()].strip():
            row = []
        row.append(match)
        if len(row) >= _IN_A_ROW:
            shouted |= {each.start() for each in row}
    return shouted


def _is_long(name: str) -> bool:
    """Whether a word is too long for an abbreviation; in LCLS-II each part counts by itself."""
    return max(map(len, name.split("-"))) > LONGEST


def _loud(passage: Passage, found: list[re.Match[str]], shouted: set[int]) -> Iterator[Diagnostic]:
    loud = [m[0] for m in found if m.start() in shouted]
    if loud:
        yield Diagnostic(
            Code.CAPITALS,
            passage.span,
            f"“{', '.join(loud)}” is written in capital letters",
            "write it in lower case; add a name to known_abbreviations in content/project.yaml",
            Severity.WARNING,
        )


def _problems(
    passage: Passage, found: list[re.Match[str]], small: set[str]
) -> Iterator[Diagnostic]:
    shouted = _find_shouted(passage, found, small)
    yield from _loud(passage, found, shouted)
    for match in found:
        if match.start() not in shouted:
            yield Diagnostic(
                Code.ABBREVIATION,
                passage.span,
                f"“{match[0]}” is not explained where it is first used",
                f"write it in full: “Full name ({match[0]})”; or add it to known_abbreviations "
                "in content/project.yaml",
                Severity.WARNING,
            )


def _is_explained(match: re.Match[str], text: str) -> bool:
    """Accept Full Name (FN), Full Name, or FN; FN (full name), FN stands for …, FO Foundations.

    Only what is near is looked at, so that the time grows as the text does.
    """
    before = text[max(0, match.start() - WINDOW) : match.start()]
    after = text[match.end() : match.end() + WINDOW]
    if re.search(r"\w\s?\($", before) and after[:2].strip("s")[:1] == ")":
        return True
    if re.match(r"s? (stands|is short) for |s? means |: ", after):
        return True
    if re.match(r"s? \([^)]*[a-z]{2}", after):
        return True
    following = re.match(r" (\w+)", after)
    if following and following[1].upper().startswith(match[0]):
        return True
    introduced = re.search(r"[(,–—]\s?(?:\w+ ){0,3}[“‘(]?$", before)
    if introduced and _stands_for(match[0], before[: introduced.start()], from_end=True):
        return True
    explained = re.match(r"s?[,;]?\s?[–—-]?\s?(?:or |i\.e\. )?(?:the )?(?=[A-Z])", after)
    return bool(explained) and _stands_for(match[0], after[explained.end() :], from_end=False)  # type: ignore[union-attr]


def _stands_for(name: str, words: str, from_end: bool) -> bool:
    """Whether words at one end have the letters of an abbreviation as their first ones."""
    letters = name.replace("-", "").lower()
    initials = [w[0].lower() for w in _WORD.findall(words) if w.lower() not in _SMALL]
    every = [w[0].lower() for w in _WORD.findall(words)]
    side = slice(-len(letters), None) if from_end else slice(len(letters))
    return any("".join(found[side]) == letters for found in (initials, every))

"""Check abbreviations, which a document explains where they stand first, and words in capitals."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.rules.content.prose import Passage, Prose

KNOWN = frozenset({"AM", "CD", "DVD", "EU", "ID", "OK", "PC", "PDF", "PM", "TV", "UK", "US", "USA"})
"""What needs no explanation anywhere."""

LONGEST = 5
"""More capitals than this are a word that shouts, or a name such as UNESCO that is told to us."""

_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]{2,})*(?=s?\b)(?!\d)")
_ROMAN = re.compile(r"[IVX]+")


def check_abbreviations(prose: Prose, known: Collection[str]) -> Iterator[Diagnostic]:
    """Abbreviations are explained at first use (LA-02); nothing shouts (TY-06).

    `known` are those that the project says its readers know. A heading explains nothing and
    needs no explanation, as the text below it does both; yet it may shout.
    """
    settled = set(KNOWN) | set(known)
    for passage in prose.passages:
        if passage.quoted:
            continue
        found = [m for m in _CAPITALS.finditer(passage.text) if m[0] not in settled]
        if passage.kind == "heading":
            yield from _loud(passage, found, _find_shouted(passage, found))
            continue
        explained = {m[0] for m in found if _is_explained(m, passage.text)}
        first = {m[0]: m for m in reversed(found)}
        settled |= set(first)
        unknown = [m for m in found if m is first[m[0]] and m[0] not in explained]
        yield from _problems(passage, [m for m in unknown if not _ROMAN.fullmatch(m[0])])


def _find_shouted(passage: Passage, found: list[re.Match[str]]) -> set[int]:
    """Find where words begin that are long, or stand side by side."""
    shouted = {m.start() for m in found if len(m[0]) > LONGEST}
    for before, after in itertools.pairwise(found):
        if not passage.text[before.end() : after.start()].strip():
            shouted |= {before.start(), after.start()}
    return shouted


def _loud(passage: Passage, found: list[re.Match[str]], shouted: set[int]) -> Iterator[Diagnostic]:
    loud = [m[0] for m in found if m.start() in shouted]
    if loud:
        yield Diagnostic(
            Code.CAPITALS,
            passage.span,
            f"“{', '.join(loud)}” is written in capital letters",
            "write it in small letters; add a name to known_abbreviations in content/project.yaml",
            Severity.WARNING,
        )


def _problems(passage: Passage, found: list[re.Match[str]]) -> Iterator[Diagnostic]:
    shouted = _find_shouted(passage, found)
    yield from _loud(passage, found, shouted)
    for match in found:
        if match.start() not in shouted:
            yield Diagnostic(
                Code.ABBREVIATION,
                passage.span,
                f"“{match[0]}” is not explained where it stands first",
                f"write it in full: “Full name ({match[0]})”; or add it to known_abbreviations "
                "in content/project.yaml",
                Severity.WARNING,
            )


def _is_explained(match: re.Match[str], text: str) -> bool:
    """Accept Full Name (FN), FN (full name), FN stands for …, FO Foundations."""
    before, after = text[: match.start()], text[match.end() :]
    if before.endswith("(") and re.search(r"\w\s*\($", before) and after[:2].strip("s")[:1] == ")":
        return True
    if re.match(r"s? (stands|is short) for |s? means |: ", after):
        return True
    if re.match(r"s? \([^)]*[a-z]{2}", after):
        return True
    following = re.match(r" (\w+)", after)
    return bool(following) and following[1].upper().startswith(match[0])  # type: ignore[index]

"""Checks of how much a reader has to take in at once: sentences, reading age, bold words."""

from __future__ import annotations

from collections.abc import Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.rules.content.prose import Prose, count_syllables, split_sentences, split_words
from packbuilder.rules.records import RULES

LEAST_SENTENCES = 15
"""Below this an average says little."""

LEAST_WORDS = 50


def check_sentences(prose: Prose) -> Iterator[Diagnostic]:
    """A sentence has no more than 25 words (LA-01)."""
    most = RULES["LA-01"].most
    for passage in prose.passages:
        if passage.quoted:
            continue
        for sentence in split_sentences(passage.text):
            if sentence.count(" ") < most:
                continue
            number = len(split_words(sentence))
            if number > most:
                yield Diagnostic(
                    Code.SENTENCE,
                    passage.span,
                    f"a sentence of {number} words: “{_beginning(sentence)} …”",
                    f"make it two, or a list; {most} words is the limit",
                    Severity.WARNING,
                )


def check_averages(prose: Prose) -> Iterator[Diagnostic]:
    """Sentences have 20 words on average at most (LA-01), and can be read at school (LA-06)."""
    sentences = [words for words in _whole_sentences(prose) if words]
    total = sum(map(len, sentences))
    if len(sentences) < LEAST_SENTENCES:
        return
    average = total / len(sentences)
    most = RULES["LA-01"].average
    if average > most:
        yield Diagnostic(
            Code.SENTENCES,
            prose.document.span,
            f"sentences have {average:.0f} words on average",
            f"shorten some: 15 to {most} are easy to read",
            Severity.ADVICE,
        )
    syllables = sum(count_syllables(word) for words in sentences for word in words)
    age = 0.39 * average + 11.8 * syllables / total - 15.59 + 5
    if age > RULES["LA-06"].most:
        yield Diagnostic(
            Code.READING_AGE,
            prose.document.span,
            f"the reading age is about {age:.0f} (Flesch and Kincaid)",
            "use shorter words and sentences; the aim for everybody is 9",
            Severity.ADVICE,
        )


def check_bold(prose: Prose) -> Iterator[Diagnostic]:
    """Fewer than one word in ten is bold, words that open a paragraph left aside (TY-06)."""
    running = [passage for passage in prose.passages if passage.kind == "text"]
    words = sum(len(passage.text.split()) for passage in running)
    bold = sum(passage.bold for passage in running)
    if words >= LEAST_WORDS and bold >= RULES["TY-06"].most * words:
        yield Diagnostic(
            Code.BOLD,
            prose.document.span,
            f"{bold} of {words} words in the text are bold",
            "keep bold for a few words: if everything is bold, nothing stands out",
            Severity.WARNING,
        )


def _whole_sentences(prose: Prose) -> Iterator[list[str]]:
    for passage in prose.passages:
        if passage.kind == "text" and not passage.quoted:
            for sentence in split_sentences(passage.text):
                if sentence.rstrip("”’\"')").endswith((".", "?", "!")):
                    yield split_words(sentence)


def _beginning(sentence: str) -> str:
    return " ".join(sentence.split()[:6])

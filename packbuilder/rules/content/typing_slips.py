"""Slips of typing: doubled words; in English also spaces on the wrong side of a mark, and more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.rules.content.prose import Prose, split_sentences, split_words

_DOUBLED = re.compile(r"(?<![\w’'-])([^\W\d_]++) \1(?![\w’'-])", re.IGNORECASE)

_TWICE = {
    "en": (
        "that had so very no bye ha hear there now again really far many much long more is was do "
        "did her you knock tut blah yes well come on in"
    ),
    "cy": "da fwy mwy nes bach bob iawn hen ar yn na hwn hyn hon ha",
    "de": (
        "die der das den dem des sie ihr ihnen uns euch sich es an auf aus bei mit nach zu um vor "
        "ab in durch über unter war ist sind hat haben wird werden worden sein was wo so sehr ja "
        "nein doch nun viel ganz nur noch immer wieder ha"
    ),
    "es": "no muy ya sí si es son hay está nada poco tan bien casi luego ha",
    "fr": (
        "nous vous lui leur faire est sont été eu la si oui non très bien bon tout toute vite "
        "petit point pas ça quand en ha"
    ),
    "ga": "sin seo mór ar is an go ha",
    "gd": "sin seo mòr glè fada math an air is gu tric ha",
    "it": "via piano quasi così poco mano ben bene sì no lei pian man or quanto ha",
    "nl": (
        "die dat het is was zijn heeft hebben ze er hun jullie in op aan om voor heel ja nee toe "
        "wat ha"
    ),
    "pl": "tak nie bardzo to co już jest coraz się oj ha",
    "uk": "так ні дуже це що ледве ще от ну ха",
}
"""What may stand twice in each language: “all that that means”, “dass die die Tür öffnen”, “nous
nous sommes vus”. Of other languages, nothing is known.
"""
_MEANT: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in _TWICE.items()
}

_WORDS_OF_A_SENTENCE = 4
"""Shorter ones may be said twice: “Thank you. Thank you.”"""

_SPACE_BEFORE = re.compile(r"(?<=[^\W\d_]) (?:[,;]|[.:!?](?=\s|$)(?!\s[.!?]))")
_SPACE_INSIDE = re.compile(r"(?<=\() (?=[^\W_])|(?<=[^\W_]) (?=\))")
_NO_SPACE = re.compile(
    r"(?<![\w./@=&-])[^\W\d_]{3,40}+(?:[,;][^\W\d_]{2,}|[.!?][A-Z][a-z]{1,})(?![\w./@=&])"
)
_TWO_STOPS = re.compile(r"(?<=[^\W\d_])\.\.(?=\s|$)")
_GLUED = re.compile(
    r"(?<![\w.,/#&=:-])\d+(?:minute|hour|day|week|month|year|people|person|page|table|copies)s?\b"
)
_BROKEN_WORD = re.compile(r"(?<=[a-z]{2})- (?!(?:and|or|to|nor|but|as|versus|vs|then)\b)[a-z]{2,}")
_NUMBER_OF_NOTE = re.compile(
    r"(?<![\w.])(?!(?:fig|vol|para|sec|art|app|nos?|pp|ch|eq|ver)\.)[a-z]{3,}\.\d{1,2}(?= [A-Z]|$)"
)
_POUND = re.compile(r"£ (?=\d)|(?<=\d)£(?!\d)")
_COMMA = re.compile(r"[£$€]\d+,\d{1,2}(?!\d|,\d)")
_AMOUNT = re.compile(r"[£$€]\d+(?:,\d{3})*,\d{4,}|[£$€]\d+(?:[.,]\d+)*\.\d+[.,]\d+")
_ORDINAL = re.compile(
    r"(?<![\w.,-])(?<!lost )(?<!gained )(?<!weighs )(?<!weighed )"
    r"(?:\d*1[1-3](?:st|nd|rd)|\d*[04-9](?:st|nd|rd)"
    r"|(?:\d*[02-9])?(?:1(?:nd|rd|th)|2(?:st|rd|th)|3(?:st|nd|th)))(?!\w| \d+ ?lbs?\b)"
)
"""1th, 2th, 3nd, 11st; the last may also be a weight."""
_SIGN_TWICE = re.compile(r"[£€]{2,}(?=\d)|(?<=\d)%{2,}|(?<=\w)(?:,{2,}|;{2,}|,\.)(?=\s|$)")
_LETTER_O = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d+)?O\d*(?![\w/-])")
_HARD_SPACES = re.compile("\u00a0{3,}")
_BRACKET = re.compile(r"(?<![:;=])\((?=[^\W_])[^()]*\Z")
_SMALL_I = re.compile(r"\b(?:and|but|so|if|as) i(?= [a-z])|(?<=[a-z], )i(?= [a-z])")
_ITS = re.compile(r"\b[Ii]ts[’'](?!\w)")
_ARTICLE = re.compile(
    r"\ba (?!eu|ew|one|once|oui|also\b|again|among)[aeio][a-z]{3,}"
    r"|\b[Aa]n (?:(?=[a-z]{3})[bcdfgjklmnpqrstvwyz][a-z]+|one\b|uni[a-z]+|use[a-z]*)"
)
_PHRASE_TWICE = re.compile(
    r"(?<![\w’'-])([^\W\d_]{2,} (?!and\b|by\b|upon\b|after\b|or\b)[^\W\d_]{2,}) \1(?![\w’'-])"
)
_MAIL = re.compile(
    r"(?<![\w.@/+-])[\w.+-]+@(?!v?\d+(?:\.\d+)*\b(?!\.?[A-Za-z-]))"  # nan@2.0 is a version
    r"(?!(?:[\w-]+\.)+[A-Za-z]{2,}(?![\w-]|@|,\w|\.\.\w))\S+"
)
_LONG_YEAR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{5,}(?!\w)"
)


def check_doubled_words(prose: Prose) -> Iterator[Diagnostic]:
    """Find a word that stands twice, one after the other, as in “of of”."""
    meant = _MEANT.get(prose.document.meta.language.split("-")[0], frozenset[str]())
    for passage in prose.passages if meant else ():
        for match in _DOUBLED.finditer(passage.text):
            if not _is_meant(match, meant):
                yield Diagnostic(
                    Code.TYPING,
                    passage.span,
                    f"“{match[0]}”: the word is repeated",
                    "delete one of them; if both are meant, put &nbsp; in place of the space",
                    Severity.WARNING,
                )


def check_doubled_sentences(prose: Prose) -> Iterator[Diagnostic]:
    """Find a sentence of some words that stands twice, one after the other."""
    for passage in prose.passages:
        if passage.text.count(" ") < 2 * _WORDS_OF_A_SENTENCE:
            continue
        for first, second in pairwise(split_sentences(passage.text)):
            if first == second and len(split_words(first)) >= _WORDS_OF_A_SENTENCE:
                yield Diagnostic(
                    Code.TYPING,
                    passage.span,
                    f"“{first}”: the sentence is repeated",
                    "delete one of them, or say what is different",
                    Severity.WARNING,
                )


def _is_meant(match: re.Match[str], meant: frozenset[str]) -> bool:
    """Accept words such as “that that”, letters, and names such as Baden Baden."""
    first, second = match[0].split(" ")
    if first.lower() in meant or (len(first) == 1 and first.lower() != "a"):
        return True
    name = first[0].isupper() and second[0].isupper()
    return name and first.lower() not in _SMALL_WORDS


_SMALL = "a an and are as at be by for from if it of or the this to we with"
_SMALL_WORDS = frozenset(_SMALL.split())


_SMALL_START = re.compile(
    r"(?<![\w.’'-])(?P<last>[^\W\d_]{3,})\.[ \u00a0](?P<first>[^\W\d_]{2,})(?![\w@/’'-]|\.\w)"
)
_SMALL_AFTER_TIME = re.compile(
    r"\b(?:[Aa]t|[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore|[Aa]fter|[Ff]rom|to) "
    r"\d{1,2}(?:[:.]\d\d)?(?:[ \u00a0]?[ap]m)?\.[ \u00a0](?P<first>[a-z]{2,})(?![\w@/’'-]|[.:]\w)"
)
"""The same after a clock time; a number alone may count a point, or a day in many languages."""
_SHORT_FORMS = (
    "approx aprox art asst ave bros cont dept etc ext evtl excl fig figs fol ggfs govt hrs ibid "
    "inc incl inkl lit ltd max min mins misc nos orig prof prosp resp sec secs sep sept ser sic "
    "sogen sup tel temp trans ver viz vol vols zzgl"
)
_SHORT = frozenset(_SHORT_FORMS.split())
"""Short forms of words, after whose full stop a sentence goes on."""
_LEAST_ELSEWHERE = 5
"""The letters that a word has at least, to be no short form, in languages other than English."""


def check_sentence_starts(prose: Prose) -> Iterator[Diagnostic]:
    """Find a sentence that begins in a small letter after a full stop."""
    english = prose.document.meta.language.startswith("en")
    least = 3 if english else _LEAST_ELSEWHERE
    for passage in prose.passages:
        words = [
            found
            for found in _SMALL_START.finditer(passage.unquoted)
            if found["last"].islower() and len(found["last"]) >= least
            if found["last"] not in _SHORT
        ]
        times = _SMALL_AFTER_TIME.finditer(passage.unquoted) if english else ()
        for found in (*words, *times):
            if found["first"].islower() and found["first"] not in prose.known:
                yield Diagnostic(
                    Code.TYPING,
                    passage.span,
                    f"a small letter after a full stop: “{found[0]}”",
                    "begin the sentence with a capital letter, or delete the full stop",
                    Severity.WARNING,
                )


def check_spaces(prose: Prose) -> Iterator[Diagnostic]:
    """Find spaces before commas and stops, inside brackets, and those that are missing."""
    for passage in prose.passages:
        for pattern, what, help in (
            (_SPACE_BEFORE, "a space before a punctuation mark", "delete the space"),
            (_SPACE_INSIDE, "a space inside brackets", "delete the space"),
            (_NO_SPACE, "no space after a punctuation mark", "put a space after it"),
            (_TWO_STOPS, "two full stops", "delete one, or write … for what is left out"),
            (_GLUED, "no space after a number", "put a space after it"),
            (_BROKEN_WORD, "a word that was broken at the end of a line", "join its halves"),
            (_NUMBER_OF_NOTE, "the number of a footnote", "write [^1], and its text below"),
            (_POUND, "a pound sign that is not before its amount", "write £20"),
            (_COMMA, "a comma instead of a point in an amount", "write it as £1.50 or £1,500"),
            (_AMOUNT, "an amount that cannot be right", "write it as £1.50 or £1,500"),
            (_ORDINAL, "a number with the wrong ending", "write 1st, 2nd, 3rd, 4th, 11th"),
            (_SIGN_TWICE, "a sign too many", "delete one"),
            (_LETTER_O, "the letter O instead of a zero", "type 0"),
            (_BRACKET, "a bracket that is never closed", "add “)” where it ends"),
            (_SMALL_I, "“I” in a small letter", "write I"),
            (_ITS, "an apostrophe after “its”", "write its, or it’s for “it is”"),
            (_ARTICLE, "“a” where “an” belongs, or the other way round", "write the other one"),
            (_PHRASE_TWICE, "the same words twice", "delete one of the two"),
            (_MAIL, "an email address that cannot be right", "write it as in hello@example.org"),
            (_LONG_YEAR, "a year of more than four digits", "correct the year"),
            (_HARD_SPACES, "spaces to align words by", "use a table, or one space"),
        ):
            found = pattern.finditer(passage.text)
            for words in dict.fromkeys(_with_words_around(passage.text, each) for each in found):
                yield Diagnostic(
                    Code.TYPING, passage.span, f"{what}: “{words}”", help, Severity.WARNING
                )


def _with_words_around(text: str, found: re.Match[str]) -> str:
    """Return what was found with the words beside it, to find it by."""
    before = text[max(0, found.start() - 20) : found.start()].split(" ")[-1]
    after = text[found.end() : found.end() + 20].split(" ")[0]
    return f"{before}{found[0]}{after}"

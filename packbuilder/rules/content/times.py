"""Times of day that do not exist: 25:00, 9:75, 12.60 pm, 25.00 Uhr, 9h75; and those that end before
they begin: 14:00–13:30, 2026–2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.rules.content.prose import Prose

_HALF = r"(?P<half> ?[ap]\.?m\b| ?[AP]M\b)"
_CLOCK = re.compile(
    rf"(?<![\w:.,/£$€])(?P<hour>\d{{1,2}})(?P<mark>[:.])(?P<minute>\d\d){_HALF}?(?![:.,/]?\w|%)"
    r"|(?<![\w:.,/£$€–-])(?P<full>\d{1,2})(?: ?p\.?m|a\.?m|[AP]M)\b"
)
_ELSEWHERE = re.compile(
    r"(?<![\w:.,/£$€])(?P<hour>\d{1,2})(?P<mark>[:.]| ?h ?)(?P<minute>\d\d)"
    r"(?P<unit> ?Uhr\b| ?h\b)?(?![:.,/]?\w|%)"
)
"""Times in other languages than English; hours are counted to 24 there."""
_TO = (
    r"(?:–|-|(?: to| until| till| and| bis| und| à| et| a| y| i| do| tan| gu| go| agus| до| إلى) )"
)
_WORDS = {
    "en": "at|from|until|till|by|before|after|around|since|between|time:|starts?|begins?|ends?"
    "|opens?|closes?|finish(?:es)?",
    "de": "um|ab|von|bis|gegen|vor|nach|seit|zwischen|zeit:|beginn:?|ende:?",
    "fr": "à|de|dès|vers|avant|après|depuis|jusqu’à|jusqu'à|entre|heure ?:",
    "es": "las|desde|hasta|entre|hora:",
    "pl": "o|od|do|po|przed|około|godz\\.|godzin[aey]|godzinie",
    "uk": "о|об|від|до|після|перед|близько|година|годині",
    "cy": "am|o|tan|rhwng|cyn|wedi|erbyn",
    "gd": "aig|bho|gu|eadar|ro|an dèidh",
    "ga": "ag|ó|go|roimh|tar éis|idir",
    "ar": "الساعة|من|إلى|حتى|قبل|بعد|عند",
}
"""What stands before a time of day, by language."""
_SAID_BEFORE = {
    language: re.compile(rf"\b(?:{words}) $|\d[:.]\d\d(?: ?[ap]\.?m| ?Uhr)?{_TO}$", re.IGNORECASE)
    for language, words in _WORDS.items()
}
_SAID_AFTER = re.compile(rf"{_TO}\d{{1,2}}[:.]\d\d\b")
_COUNTED = re.compile(
    r"\b(?:video|vidéo|wideo|recording|film|clip|podcast|ratio|odds|scale|verhältnis|maßstab|rapport"
    r"|échelle|skala|skali|escala)\b",
    re.IGNORECASE,
)
"""What has figures with colons that are no times of day."""
_END = r"(\d{1,2})(?:([:.]| ?h ?)([0-5]\d)?)?( ?[ap]\.?m\b\.?| ?[AP]M\b| ?Uhr\b| h\b)?"
_RANGE = re.compile(
    rf"(?<![\w:.,/£$€–-]){_END}"
    r"(?: ?[–-] ?| (?:to|until|till|bis|à|hasta|do|tan|gu|go|до|إلى) )"
    rf"{_END}(?![:.,/]?\w|%|[–-]\d)"
)
_YEARS = re.compile(
    r"(?<![\w/.–-])(?P<month>[A-Z]\w{2,9} )?(?P<first>(?:19|20)\d\d) ?[–-] ?"
    r"(?(month)(?:[A-Z][a-z]{2,9} )?)(?P<last>(?:19|20)\d\d)(?![\w/–-]|\.\d)"
)
_MOVED = re.compile(
    r"\b(?:mov|chang|br(?:ing|ought)|shift|forward|earlier|instead|reschedul|swap|not |next"
    r"|tomorrow|déplac|avanc|verle|vorverl)",
    re.IGNORECASE,
)
"""What stands beside a time that is given up, and the earlier one that takes its place."""
_DAY_CLOCK = re.compile(r"(?<![\d:.])(?:0\d|1[3-9]|2[0-3]):[0-5]\d(?![\d:])")
"""What only clocks of 24 hours show."""
_LAST_HOUR, _MINUTES, _NOON, _WHOLE = 24, 60, 12, 100
_EVENING, _MORNING = 17, 8
_NEAR = 60
_HAS_TIMES = re.compile(r"\d ?(?:[:.]|[hapAP])")


def check_times(prose: Prose) -> Iterator[Diagnostic]:
    """A time of day is one that clocks show (LA-03), in any language."""
    language = prose.document.meta.language.partition("-")[0]
    clock = _CLOCK if language == "en" else _ELSEWHERE
    for passage in prose.passages:
        text = passage.unquoted
        for found in clock.finditer(text) if _HAS_TIMES.search(text) else ():
            if not _exists(found) and _is_time(found, text, language):
                halves = _halves(found)
                hours = "1 to 12" if halves else "0 to 23"
                yield Diagnostic(
                    Code.DATE,
                    passage.span,
                    f"“{found[0]}” is not a time of day",
                    f"correct it: hours go from {hours}, minutes from 00 to 59"
                    + ("; write hours from 13 without am or pm" if halves else ""),
                    Severity.WARNING,
                )


def check_ranges(prose: Prose) -> Iterator[Diagnostic]:
    """What is from one time or year to another ends after it has begun (LA-03), or in the next
    morning.
    """
    by_day = any(_DAY_CLOCK.search(passage.text) for passage in prose.passages)
    language = prose.document.meta.language.partition("-")[0]
    for passage in prose.passages:
        text = passage.unquoted
        for found in _RANGE.finditer(text) if _HAS_TIMES.search(text) else ():
            if _is_backward(found, by_day) and _is_range(found, text, language):
                yield Diagnostic(
                    Code.DATE,
                    passage.span,
                    f"“{found[0].strip(' .')}” does not end later than it begins",
                    "correct one of the times, or put the earlier one first",
                    Severity.WARNING,
                )
        for found in _YEARS.finditer(text):
            if found["last"] < found["first"]:
                yield Diagnostic(
                    Code.DATE,
                    passage.span,
                    f"“{found[0]}” ends before it begins",
                    "correct one of the years, or put the earlier one first",
                    Severity.WARNING,
                )


def _is_range(found: re.Match[str], text: str, language: str) -> bool:
    """Whether figures are times of day, and not a score, prices or times that were changed."""
    around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
    if _MOVED.search(around) or _COUNTED.search(around):
        return False
    _, mark, _, half, _, other, _, last = found.groups()
    if half or last or "h" in f"{mark}{other}":
        return True
    if not mark or not other:
        return False
    before = text[: found.start()]
    said = _SAID_BEFORE.get(language, _SAID_BEFORE["en"]).search(before[-_NEAR:])
    return ":" in (mark, other) or not before or bool(said)


def _is_backward(found: re.Match[str], by_day: bool) -> bool:
    """Whether a range ends no later than it begins; not where it may end in the other half of the
    day, or after midnight. `by_day` says that hours are counted to 24.
    """
    first, _, minute, half, last, _, other, end_half = found.groups()
    start, end = (
        int(hour) * 60 + int(rest or 0) for hour, rest in ((first, minute), (last, other))
    )
    halves = [(word or "").strip(" .").replace(".", "").lower() for word in (half, end_half)]
    named = [word for word in halves if word in ("am", "pm")]
    if len(named) == 1 and (halves[0] or start < (_NOON + 1) * 60):
        return False
    if halves[1] in ("am", "pm"):
        start, end = (
            time if word not in ("am", "pm") else time % (_NOON * 60) + (word == "pm") * _NOON * 60
            for time, word in zip((start, end), halves, strict=True)
        )
    elif not by_day and start < (_NOON + 1) * 60 and start // 60 != end // 60:
        return False  # 11:30–1:00
    elif start < (_NOON + 1) * 60 and end < _MORNING * 60 and last[0] != "0":
        return False
    end = end or _LAST_HOUR * 60
    overnight = start >= _EVENING * 60 and end <= _NOON * 60
    return end <= start and not overnight


def _exists(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    hour, minute = int(groups.get("full") or groups["hour"]), int(groups["minute"] or 0)
    if _halves(found):
        return hour <= _NOON and minute < _MINUTES
    return minute < _MINUTES and (hour < _LAST_HOUR or (hour == _LAST_HOUR and not minute))


def _halves(found: re.Match[str]) -> str:
    """Return what says which half of the day is meant: am or pm, alone or after minutes."""
    groups = found.groupdict()
    return groups.get("full") or groups.get("half") or ""


def _is_time(found: re.Match[str], text: str, language: str) -> bool:
    """Whether figures can be nothing but a time: they may be a ratio, a price or a length."""
    unit = found.groupdict().get("unit") or ""
    if _halves(found) or "Uhr" in unit:
        return True
    hour, minute = int(found["hour"]), int(found["minute"])
    before = text[max(0, found.start() - _NEAR) : found.start()]
    after = text[found.end() : found.end() + _NEAR]
    said = _SAID_BEFORE.get(language, _SAID_BEFORE["en"]).search(before)
    if "h" in found["mark"] or unit:  # 25h00 may be how long something takes
        return minute >= _MINUTES or bool(said)
    if found["mark"] == "." or hour == 1 or hour + minute == _WHOLE:
        return False
    if _COUNTED.search(before + after):
        return False
    starts = not before and bool(re.match(r":? [^\W\d]", after))
    alone = not before and not after and hour <= _LAST_HOUR
    return bool(starts or alone or said or _SAID_AFTER.match(after))

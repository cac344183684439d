"""Times of day that do not exist, in English words: 25:00, 9:75, 12.60 pm."""

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
_TO = r"(?:–|-|(?: to| until| till| and) )"
_SAID_BEFORE = re.compile(
    r"\b(?:at|from|until|till|by|before|after|around|since|between|time:|starts?|begins?|ends?"
    rf"|opens?|closes?|finish(?:es)?) $|\d[:.]\d\d(?: ?[ap]\.?m)?{_TO}$",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(rf"{_TO}\d{{1,2}}[:.]\d\d\b")
_COUNTED = re.compile(r"\b(?:video|recording|film|clip|podcast|ratio|odds|scale)\b", re.IGNORECASE)
"""What has figures with colons that are no times of day."""
_LAST_HOUR, _MINUTES, _NOON, _WHOLE = 24, 60, 12, 100
_NEAR = 60


def check_times(prose: Prose) -> Iterator[Diagnostic]:
    """A time of day is one that clocks show (LA-03)."""
    for passage in prose.passages:
        text = passage.unquoted
        for found in _CLOCK.finditer(text) if ":" in text or "m" in text.lower() else ():
            if not _exists(found) and _is_time(found, text):
                halves = found["full"] or found["half"]
                hours = "1 to 12" if halves else "0 to 23"
                yield Diagnostic(
                    Code.DATE,
                    passage.span,
                    f"“{found[0]}” is not a time of day",
                    f"correct it: hours go from {hours}, minutes from 00 to 59"
                    + ("; write hours from 13 without am or pm" if halves else ""),
                    Severity.WARNING,
                )


def _exists(found: re.Match[str]) -> bool:
    hour, minute = int(found["full"] or found["hour"]), int(found["minute"] or 0)
    if found["full"] or found["half"]:
        return hour <= _NOON and minute < _MINUTES
    return minute < _MINUTES and (hour < _LAST_HOUR or (hour == _LAST_HOUR and not minute))


def _is_time(found: re.Match[str], text: str) -> bool:
    """Whether figures can be nothing but a time: they may be a ratio, a price or a length."""
    if found["full"] or found["half"]:
        return True
    hour, minute = int(found["hour"]), int(found["minute"])
    if found["mark"] == "." or hour == 1 or hour + minute == _WHOLE:
        return False
    before = text[max(0, found.start() - _NEAR) : found.start()]
    after = text[found.end() : found.end() + _NEAR]
    if _COUNTED.search(before + after):
        return False
    starts = not before and bool(re.match(r":? [^\W\d]", after))
    alone = not before and not after and hour <= _LAST_HOUR
    return bool(starts or alone or _SAID_BEFORE.search(before) or _SAID_AFTER.match(after))

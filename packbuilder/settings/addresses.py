"""Addresses that links and QR codes lead to: slips that make them lead nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from packbuilder.diagnostics import Severity

EMAIL = re.compile(r"[^\s@<>,;:()]+@(?:[^\s@<>,;:()/.]+\.)+[^\s@<>,;:()/.]+")
_VALUE = re.compile(r"\[\[|%5B%5B", re.IGNORECASE)
_ALMOST_WEB = re.compile(r"(?i)h?t{1,3}ps?(?:[:;,.]/{1,3}|[:;]?/{2,3}|[:;,]\\\\)(?=[\w-]+\.)")
_SCHEME_AGAIN = re.compile(r"(?i)https?[:;]?/*(?=https?://)|https?://(?=h?t{1,3}ps?[:;]?/+)")
_HOST = re.compile(r"(?!-)[^\W_](?:[\w-]*[^\W_])?", re.ASCII)
_NUMBERS = re.compile(r"\d+\.\d+\.\d+\.\d+")
_PHONE = re.compile(r"\+?[\d().\- ]*(?:;[\w.+=-]+)*|[*#\d]+")
_FEWEST_DIGITS = 2
_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})(?::\d+)?(?P<path>[/?#]\S*)?"
)
_SAID_PHONE = re.compile(r"\+?[\d ()\u00a0–-]{7,}")
_SURE_ENDINGS = ("com", "eu", "info", "net", "org", "scot", "uk", "wales")
"""Endings of sites; words with others, such as report.pdf, are addresses if they begin so."""
_SAME_DIGITS = 6
"""So many digits at their end tell telephone numbers apart, with or without a country code."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with an address, and what to do. A short name of a site may lead somewhere
    inside one organisation, so it is only a warning.
    """

    message: str
    help: str
    severity: Severity = Severity.ERROR


def meant_address(target: str) -> str:
    """Return the web address that was probably meant by one whose beginning is mistyped, such as
    `htp://example.org`; nothing where none is.
    """
    begin = _ALMOST_WEB.match(target)
    return f"https://{target[begin.end() :]}" if begin else ""


def slip_in(target: str) -> Slip | None:
    """Return what is wrong with an address that begins as it should; None if nothing is. Values
    that an edition fills in are not judged.
    """
    if _VALUE.search(target):
        return None
    wrong = f"“{target}” leads nowhere"
    scheme, _, rest = target.partition(":")
    match scheme.lower():
        case "http" | "https":
            return _slip_on_web(target, rest, wrong)
        case "mailto":
            found = rest.partition("?")[0].replace("%20", " ").split(",")
            right = all(EMAIL.fullmatch(address.strip()) for address in found)
            if not right and not rest.startswith("?"):
                return Slip(wrong, "write an email address, such as mailto:ann@example.org")
        case "tel":
            digits = sum(letter.isdigit() for letter in rest)
            if digits < _FEWEST_DIGITS or not _PHONE.fullmatch(rest.replace("%20", " ")):
                return Slip(wrong, "write a phone number, such as tel:+441632960123")
    return None


def says_another(words: str, target: str) -> bool:
    """Whether the words of a link are an address or a number, and not that which it leads to. Words
    may have the site alone, or the beginning of its page.
    """
    said, meant = words.strip().lower().rstrip(".…"), target.lower()
    scheme, _, rest = meant.partition(":")
    if EMAIL.fullmatch(said):
        return scheme != "mailto" or said not in rest.partition("?")[0].split(",")
    if _SAID_PHONE.fullmatch(said):
        digits, called = (re.sub(r"\D", "", each.partition(";")[0]) for each in (said, rest))
        return scheme == "tel" and digits[-_SAME_DIGITS:] != called[-_SAME_DIGITS:]
    site, page = _SITE.fullmatch(said), _SITE.fullmatch(meant)
    if not site or not (said.startswith(("http", "www.")) or site["host"].endswith(_SURE_ENDINGS)):
        return False
    if not page:
        return scheme in ("mailto", "tel")
    begins = (page["path"] or "").startswith((site["path"] or "").rstrip("/"))
    return site["host"] != page["host"] or not begins


def _slip_on_web(target: str, rest: str, wrong: str) -> Slip | None:
    if again := _SCHEME_AGAIN.match(target):
        rest = target[again.end() :]
        return Slip(wrong, f"write https:// once: {meant_address(rest) or f'https://{rest}'}")
    if not rest.startswith("//"):
        return Slip(wrong, f"write {meant_address(target) or 'https:// and the name of a site'}")
    try:
        host = urlsplit(target).hostname or ""
    except ValueError:
        host = ""
    if not host:
        return Slip(wrong, "write the name of a site, such as https://example.org")
    if host == "localhost" or ":" in host or _NUMBERS.fullmatch(host):
        return None
    labels = _plain(host.removesuffix(".")).split(".")
    if not all(map(_HOST.fullmatch, labels)):
        meant = re.sub(r"(?:[.,;_ ]|%20)+", ".", host).strip(".-")
        return Slip(wrong, f"check the site’s name, {host}; did you mean {meant}?")
    if len(labels) == 1 or (labels[0] == "www" and len(labels) == 2):
        help = f"write the whole name of the site; “{host}” has no ending such as .org"
        return Slip(f"“{target}” works only inside one organisation", help, Severity.WARNING)
    return None


def _plain(host: str) -> str:
    """Return the name of a site in plain letters, as those of other scripts are fine."""
    return re.sub(r"[^\x00-\x7f]", "x", host)

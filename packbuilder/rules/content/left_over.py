"""What people write for themselves, and forget to replace: TBC, TODO, ???, xx.xx."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.rules.content.prose import Prose

_ALONE = r"(?<![\w({{\[/.@#-])(?:{words})(?![\w)}}\]/@-]|\.\w)"
_ANYWHERE = r"(?<!\w)\?{3,}|(?i:\blorem ipsum\b)|" + _ALONE.format(
    words=r"X{3,5}|x{2,4}(?:[.:/]x{2,4})*|FIXME|TODO"
)
_TO_COME = _ALONE.format(words="TB[ACD]|tb[acd]|t\\.b\\.[acd]\\.?")
_LEFT_OVER = re.compile(_ANYWHERE)
_LEFT_OVER_IN_ENGLISH = re.compile(f"{_ANYWHERE}|{_TO_COME}")
_EVERYTHING = frozenset(("es", "pt", "gl", "ca"))
"""Languages in which “todo” is a word."""


def check_left_over(prose: Prose) -> Iterator[Diagnostic]:
    """Find notes to oneself, each once, with how often it is left in the document.

    What the text explains, such as “to be confirmed (TBC)”, is meant; so are the project's words.
    """
    language = prose.document.meta.language.split("-")[0]
    pattern = _LEFT_OVER_IN_ENGLISH if language == "en" else _LEFT_OVER
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for passage in prose.passages:
        for match in pattern.finditer(passage.unquoted):
            mark = match[0].rstrip(":.") or match[0]
            if mark == "TODO" and language in _EVERYTHING:
                continue
            counts[mark] += 1
            first.setdefault(mark, passage.span)
    whole = "\n".join(passage.text for passage in prose.passages)
    for mark, count in counts.items():
        if mark.lower() in prose.known or f"({mark})" in whole:
            continue
        often = f" {count} times, beginning here" if count > 1 else ""
        yield Diagnostic(
            Code.LEFT_OVER,
            first[mark],
            f"“{mark}” is left in the text{often}",
            "write what is known now; to print it as it is, add it to known_words in project.yaml",
            Severity.WARNING,
        )

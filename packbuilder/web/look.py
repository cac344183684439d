"""Words and templates → pages, and the few fixed files that they load.

Only this module of the page knows jinja2. All text is escaped; words stand in `words/`, one file
for each language, and what a language lacks is English.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from packbuilder.diagnostics import Span
from packbuilder.settings.strict_yaml import read_yaml
from packbuilder.theme import Theme

_HERE = Path(__file__).parent
_ENGLISH = "en"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
_WEIGHTS = ("regular", "bold", "black")


class _Named:
    """Words by name, as templates ask for them: nothing else is found under a name."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words

    def __getattr__(self, name: str) -> Any:
        return self._words[name]

    def __getitem__(self, name: str) -> Any:
        return self._words[name]


class Look:
    """How pages look and what they say."""

    def __init__(self, theme: Theme) -> None:
        self.language = theme.labels.language
        self._theme = theme
        self.words = read_words(self.language)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "pages"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        named = _Named({name: _Named(texts) for name, texts in self.words.items()})
        self._templates.globals |= {"w": named, "n": self.count, "language": self.language}
        self._templates.filters["size"] = self.size

    def write(self, template: str, **values: Any) -> str:
        """Write a page."""
        return self._templates.get_template(template).render(**values)

    def say(self, key: str, /, **values: object) -> str:
        """Return words by their key, `group.name`, filled in."""
        group, _, rest = key.partition(".")
        return str(self.words[group][rest]).format(**values)

    def count(self, number: int, name: str, /, **values: object) -> str:
        """Return a number with the word for what is counted."""
        one, many = self.words["counted"][name]
        return str(one if number == 1 else many).format(n=f"{number:,}", **values)

    def size(self, number: int) -> str:
        """Return how large a file is."""
        unit, kind = (1_000_000, "megabytes") if number >= 95_000 else (1000, "kilobytes")
        digits = 1 if unit > 1000 else 0
        return self.say(f"files.{kind}", n=f"{max(number / unit, 0.1**digits):.{digits}f}")

    # What pages load

    @cached_property
    def static(self) -> Mapping[str, tuple[str, bytes]]:
        """Return all files that pages load, by name, each with its type."""
        files = {file.name: file.read_bytes() for file in sorted((_HERE / "static").iterdir())}
        files["page.css"] = self._colours().encode() + files["page.css"]
        for weight in _WEIGHTS:
            files[f"{weight}.ttf"] = self._theme.fonts[weight].read_bytes()
        return {
            name: (_TYPES[Path(name).suffix], data)
            for name, data in files.items()
            if Path(name).suffix in _TYPES
        }

    def _colours(self) -> str:
        colours = self._theme.tokens.colours.items()
        return ":root{" + "".join(f"--{name}:{value};" for name, value in colours) + "}\n"


def read_words(language: str) -> dict[str, Any]:
    """Return the words of the page in a language; what it lacks is English."""
    words = _read(_ENGLISH)
    own = _HERE / "words" / f"{language}.yaml"
    if language != _ENGLISH and own.is_file():
        for group, texts in _read(language).items():
            words[group] = {**words.get(group, {}), **texts}
    return words


def _read(language: str) -> dict[str, Any]:
    file = _HERE / "words" / f"{language}.yaml"
    found = read_yaml(file.read_text(encoding="utf-8"), Span(file.name)).plain()
    assert isinstance(found, dict)
    return found

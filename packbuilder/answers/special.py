"""Results of their own that a form can ask for: where answers lie apart, gaps, actions."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from packbuilder.answers.collection import Collection
from packbuilder.answers.form import Question
from packbuilder.answers.returned import Returned
from packbuilder.settings.dates import long_date, read_date
from packbuilder.storage.markdown_text import option, table

Say = Callable[..., str]
Words = Callable[[str], str]

_FIGURE = re.compile(r"\d+")
_NO_NUMBERS = 100


@dataclass(frozen=True)
class SpecialTable:
    """A table of results: its title, the key of its heading, its lines as Markdown, and the fields
    whose answers it says.
    """

    title: str
    key: str
    lines: tuple[str, ...]
    takes: frozenset[str]


def special_tables(collection: Collection, say: Say, words: Words) -> list[SpecialTable]:
    """Return the tables of the kind of results that a form asks for."""
    make = {"spread": _spread, "gaps": _gaps, "actions": _actions}
    asked = collection.form.collecting.results
    return list(make[asked](collection, say, words)) if asked in make else []


# Where answers lie apart ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """A row of a spread: how many chose each option, and the figures that were chosen."""

    title: str
    counts: tuple[int, ...]
    options: tuple[str, ...]

    @property
    def chosen(self) -> list[int]:
        pairs = zip(self.options, self.counts, strict=True)
        return [n for option, count in pairs if count and (n := figure(option)) is not None]

    @property
    def apart(self) -> int:
        return max(self.chosen) - min(self.chosen) if self.chosen else -1


def _spread(collection: Collection, say: Say, words: Words) -> Iterator[SpecialTable]:
    """Yield choices by how far apart they are, the widest first; then numbers of people."""
    scores = [q for q in collection.questions if _is_scale(q)]
    if scores:
        options = scores[0].options
        rows = [
            _Row(q.words, tuple(_count(collection, q, each) for each in options), options)
            for q in scores
            if q.options == options
        ]
        lines = _spread_lines(rows, say, words)
        takes = frozenset(q.name for q in scores if q.options == options)
        yield SpecialTable(say("spread_scores"), "spread", tuple(lines), takes)
    yield from _counted_people(collection, say, words)


def _counted_people(collection: Collection, say: Say, words: Words) -> Iterator[SpecialTable]:
    """Yield the numbers of people that tables have written down, added up by row and column."""
    section = collection.form.collecting.counted
    people = [q for q in collection.questions if section and q.anchor == section]
    columns = tuple(dict.fromkeys(q.column for q in people))
    rows, takes = [], set()
    for key in dict.fromkeys(q.key for q in people):
        mine = {q.column: q for q in people if q.key == key}
        counts = tuple(_sum(collection, mine[c]) if c in mine else 0 for c in columns)
        rows.append(_Row(next(iter(mine.values())).row, counts, columns))
        takes |= {q.name for q in mine.values() if _only_figures(collection, q)}
    if any(any(row.counts) for row in rows):
        lines = _spread_lines(rows, say, words)
        yield SpecialTable(say("spread_people"), "people", tuple(lines), frozenset(takes))


def _spread_lines(rows: Sequence[_Row], say: Say, words: Words) -> Iterator[str]:
    ordered = sorted(rows, key=lambda row: -row.apart)
    options = rows[0].options
    short = tuple(option.split()[0] for option in options if option.strip())
    if len(set(short)) == len(options) and short != options:  # long words have no room above bars
        yield words("; ".join(options))
        yield ""
        options = short
    head = [say("spread_row"), *map(words, options), say("spread_range")]
    said = [
        [words(row.title), *map(str, row.counts), _range(row, say), str(sum(row.counts))]
        for row in ordered
    ]
    yield from _bars(say("spread_title"), [[*head, say("results_of")], *said], 2)


def _range(row: _Row, say: Say) -> str:
    if not row.chosen:
        return say("results_none")
    return say("spread_from", least=min(row.chosen), most=max(row.chosen))


def _is_scale(question: Question) -> bool:
    """Whether two options at least are figures, in which answers can lie apart."""
    if question.kind != "choice":
        return False
    return sum(figure(each) is not None for each in question.options) > 1


def figure(text: str) -> int | None:
    """Return the figure that words begin with."""
    found = _FIGURE.match(text.strip())
    return int(found[0]) if found else None


def _count(collection: Collection, question: Question, option: str) -> int:
    return sum(answer.words == option for answer in collection.answers_to(question))


def _sum(collection: Collection, question: Question) -> int:
    said = (answer.words for answer in collection.answers_to(question))
    return sum(int(each) for each in said if _is_number(each))


def _only_figures(collection: Collection, question: Question) -> bool:
    return all(_is_number(answer.words) for answer in collection.answers_to(question))


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 4


# What is needed and not there ---------------------------------------------------------------------


def _gaps(collection: Collection, say: Say, words: Words) -> Iterator[SpecialTable]:
    """Yield, for each row, how many forms have a gap between what is needed and the best there is,
    the widest first.
    """
    need = collection.form.collecting.need
    found = []
    takes: set[str] = set()
    for question in (q for q in collection.questions if q.part == need):
        gaps, pairs, used = _gaps_of(collection, question)
        takes |= used
        if pairs:
            title = _title(collection, question)
            found.append((max(gaps), words(title), gaps, pairs))
    found.sort(key=lambda each: -each[0])
    if found:
        head = [say("gaps_row"), say("gaps_forms"), say("gaps_pairs"), say("results_of")]
        rows = [
            [title, str(sum(gap > 0 for gap in gaps)), words("; ".join(pairs)), str(len(gaps))]
            for _, title, gaps, pairs in found
        ]
        lines = _bars(say("gaps_title"), [head, *rows], 2)
        yield SpecialTable(say("gaps_heading"), "gaps", tuple(lines), frozenset(takes))


def _gaps_of(collection: Collection, question: Question) -> tuple[list[int], list[str], set[str]]:
    """Return the gap of each form that has both figures, the figures, and the fields that have
    them.
    """
    have = [f"{question.key}.{column}" for column in collection.form.collecting.have]
    gaps, pairs = [], []
    for each in collection.counted:
        needed = _figure_of(each, question.name)
        there = [n for name in have if (n := _figure_of(each, name)) is not None]
        if needed is not None and there:
            gaps.append(needed - max(there))
            pairs.append(f"{needed} – {max(there)}")
    return gaps, pairs, {question.name, *have}


def _figure_of(form: Returned, name: str) -> int | None:
    answered = form.answers.get(name)
    return figure(answered.words) if answered else None


def _title(collection: Collection, question: Question) -> str:
    """Return what a row is called: by the form, or by those who filled it in."""
    for each in collection.questions:
        if each.key == question.key:
            if each.name == question.name:
                return question.row
            if each.kind == "text":
                typed = dict.fromkeys(collection.words_of(each))
                return " / ".join(typed) or question.row
    return question.row


# What is to be done -------------------------------------------------------------------------------


def _actions(collection: Collection, say: Say, words: Words) -> Iterator[SpecialTable]:
    """Yield all actions in one list, by date and person; dates that cannot be read come last."""
    roles, language = collection.form.collecting, collection.form.language
    columns = {"by": roles.by, "who": roles.who, "action": roles.action, "status": roles.status}
    keys = dict.fromkeys(q.key for q in collection.questions if q.part == roles.action)
    found = []
    for form in collection.counted:
        for key in keys:
            said = {role: _said(form, f"{key}.{part}") for role, part in columns.items() if part}
            if any(said.values()):
                found.append((_order(said, language), _in_one_form(said, language)))
    if found:
        found.sort(key=lambda each: (each[0], sorted(each[1].items())))
        used = [role for role, part in columns.items() if part]
        head = [say(f"actions_{role}") for role in used]
        rows = [[words(said[role]) or "–" for role in used] for _, said in found]
        shares = {"by": 18, "who": 22, "action": 42, "status": 18}
        spare = 100 - sum(shares[role] for role in used)
        share = [str(shares[role] + (spare if role == "action" else 0)) for role in used]
        options = f"caption={option(say('actions_title'))} widths={option(' '.join(share))}"
        lines = _block(f"table {{{options}}}", [head, *rows])
        takes = frozenset(f"{key}.{part}" for key in keys for part in columns.values() if part)
        yield SpecialTable(say("actions_heading"), "actions", tuple(lines), takes)


def _order(said: Mapping[str, str], language: str) -> tuple[bool, datetime.date, bool, str, str]:
    """Return what puts actions in order: days first, then other words, those without any last."""
    written, who = said.get("by", ""), said.get("who", "").casefold()
    date = read_date(written, language)
    return (
        date is None,
        date or datetime.date.min,
        not written,
        "" if date else written.casefold(),
        who,
    )


def _in_one_form(said: Mapping[str, str], language: str) -> dict[str, str]:
    """Write a day as all others in the document."""
    date = read_date(said.get("by", ""), language)
    return {**said, "by": long_date(date, language)} if date else dict(said)


def _said(form: Returned, name: str) -> str:
    answered = form.answers.get(name)
    return answered.words if answered else ""


def _bars(title: str, rows: Sequence[Sequence[str]], plain: int) -> Iterator[str]:
    """Yield a chart whose last columns, so many as are `plain`, have no bars."""
    bars = len(rows[0]) - 1 - plain
    last = 8
    beside = 14 if bars > 1 else 26
    each = min(16, (100 - last - beside * (plain - 1) - 24) // bars)
    first = 100 - last - beside * (plain - 1) - each * bars
    shares = (first, *([each] * bars), *([beside] * (plain - 1)), last)
    options = f"kind=bars title={option(title)} widths={option(' '.join(map(str, shares)))}"
    yield from _block(f"chart {{{options}}}", rows)


def _block(opening: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"::: {opening}"
    yield from table(rows, _NO_NUMBERS)
    yield ":::"
    yield ""

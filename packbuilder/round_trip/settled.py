"""Edits of files → the files with these edits; those of shared files as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from packbuilder.round_trip.edited_text import apply_edits, renumbered
from packbuilder.round_trip.lines import included
from packbuilder.round_trip.matched import Pulled
from packbuilder.round_trip.places import Source
from packbuilder.round_trip.report import Entry


@dataclass(frozen=True)
class Settled:
    """The text of each file that changes, and all that there is to report."""

    after: Mapping[str, str]
    report: Sequence[Entry]


def settle(
    found: Pulled,
    sources: Mapping[str, Source],
    printed: Mapping[str, tuple[str, ...]],
    local: bool,
) -> Settled:
    """Return the files with their edits in them. Edits of a shared file change it, or a copy of it
    in each document where it was edited, if that is what `local` asks for.
    """
    after = {
        path: renumbered(apply_edits(sources[path].text, edits), sources[path].text)
        for path, edits in found.edits.items()
    }
    report = list(found.report)
    shared = {path: mains for path, mains in found.mains.items() if path not in mains}
    if local:
        edited = {path: after.pop(path) for path in shared}
        for main in sorted({main for mains in shared.values() for main in mains}):
            own = {path: text for path, text in edited.items() if main in shared[path]}
            copied, used = with_copies(after.get(main, sources[main].text), sources, own)
            after |= {main: copied} if used else {}
            report += [_copied(main, path, path in used) for path in sorted(own)]
    else:
        for path in sorted(shared):
            others = ", ".join(printed.get(path, ()))
            report.append(Entry("SHARED", f"these words are also printed in: {others}", path))
    changed = {path: text for path, text in after.items() if text != sources[path].text}
    return Settled(changed, report)


def _copied(main: str, path: str, used: bool) -> Entry:
    if not used:
        return Entry("NOTE", f"{main} has no include of these words, so it gets no copy", path)
    words = f"{main} gets a copy with the edits; the shared words stay as they are"
    return Entry("SHARED", words, path)


def with_copies(
    text: str, sources: Mapping[str, Source], edited: Mapping[str, str]
) -> tuple[str, frozenset[str]]:
    """Return a text in which copies stand in the place of shared files that were `edited`, and of
    those that include them; and which of the edited files are in it now.
    """
    main, used = Source("", text), frozenset[str]()
    for fence in sorted(main.fences, key=lambda each: -each.first):
        path = included(main, fence)
        if path not in sources:
            continue
        copy, inner = with_copies(edited.get(path, sources[path].text), sources, edited)
        if found := inner | ({path} & edited.keys()):
            used |= found
            start, end = main.starts[fence.first - 1], main.starts[fence.last] - 1
            text = text[:start] + copy.strip("\n") + text[end:]
    return text, used

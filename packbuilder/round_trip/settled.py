"""Edits of files → the files with these edits; those of shared files as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from packbuilder.round_trip.edited_text import apply_edits, renumbered
from packbuilder.round_trip.lines import includes
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
    for path, mains in sorted(shared.items()):
        others = ", ".join(printed.get(path, ()))
        if not local:
            report.append(Entry("SHARED", f"these words are also printed in: {others}", path))
            continue
        text = after.pop(path)
        for main in mains:
            copied = with_copy(after.get(main, sources[main].text), sources[path], text)
            if copied is None:
                words = f"{main} has no include of these words, so it gets no copy"
                report.append(Entry("NOTE", words, path))
            else:
                after[main] = copied
                words = f"{main} gets a copy with the edits; the shared words stay as they are"
                report.append(Entry("SHARED", words, path))
    changed = {path: text for path, text in after.items() if text != sources[path].text}
    return Settled(changed, report)


def with_copy(document: str, shared: Source, text: str) -> str | None:
    """Return a document with a text in the place of the shared file that it includes; nothing
    where it does not.
    """
    main = Source("", document)
    fences = [fence for fence in main.fences if includes(main, fence.first, shared)]
    for fence in reversed(fences):
        start, end = main.starts[fence.first - 1], main.starts[fence.last] - 1
        document = document[:start] + text.strip("\n") + document[end:]
    return document if fences else None

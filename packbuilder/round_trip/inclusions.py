"""Shared files in a document, maybe several times → through which includes a unit came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from packbuilder.round_trip.lines import included
from packbuilder.round_trip.places import Fence, Place, Source

Chain = tuple[tuple[Source, Fence], ...]
"""Includes by the files that they stand in, outer ones first."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines of a file, from 1, between its includes, and the includes that it came through."""

    chain: Chain
    source: Source
    first: int
    last: int


class Inclusions:
    """Says through which includes the units of a file came. `found` are their lines, `mains` the
    files of their documents; of a shared file that is included several times, that include is
    taken which follows on the unit before.
    """

    def __init__(
        self,
        found: Mapping[int, Place | None],
        mains: Sequence[str],
        sources: Mapping[str, Source],
    ) -> None:
        stretches = {main: list(_stretches(sources[main], sources)) for main in {*mains}}
        self._chains = dict[int, Chain]()
        at, line, before = 0, 0, ""
        for number, main in enumerate(mains):
            if main != before:
                at, line, before = 0, 0, main
            if not (place := found[number]):
                continue
            there = [n for n, each in enumerate(stretches[main]) if _holds(each, place)]
            later = (n for n in there if n > at or (n == at and place.first >= line))
            if (chosen := next(later, there[0] if there else None)) is not None:
                at, line = chosen, place.first
                self._chains[number] = stretches[main][chosen].chain

    def of(self, number: int) -> Chain:
        """Return the includes of a unit; none for one that stands in its document itself."""
        return self._chains.get(number, ())

    def left(self, number: int, following: int | None) -> tuple[Source, Fence] | None:
        """Return the outermost include that ends between two units that follow each other; with
        nothing that follows, all of them end.
        """
        others = () if following is None else self.of(following)
        inner = (each for n, each in enumerate(self.of(number)) if others[n : n + 1] != (each,))
        return next(inner, None)


def _stretches(
    main: Source, sources: Mapping[str, Source], chain: Chain = ()
) -> Iterator[_Stretch]:
    first = 1
    for fence in sorted(main.fences, key=lambda each: each.first):
        source = sources.get(included(main, fence))
        if source and all(source != each for each in (main, *(outer for outer, _ in chain))):
            yield _Stretch(chain, main, first, fence.first - 1)
            yield from _stretches(source, sources, (*chain, (main, fence)))
            first = fence.last + 1
    yield _Stretch(chain, main, first, len(main.lines))


def _holds(stretch: _Stretch, place: Place) -> bool:
    is_within = stretch.first <= place.first <= stretch.last
    return is_within and stretch.source.path == place.source.path

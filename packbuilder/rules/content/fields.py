"""Documents, or names of fields before and now → diagnostics on places to answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span, nearest, suggest
from packbuilder.model import Document, Publication, all_fields
from packbuilder.storage.records import memoized_by_object

_MOST_NAMED = 5


def check_alike(document: Document) -> Iterator[Diagnostic]:
    """No two fields sound the same (FM-01); radio buttons of one name are one field."""
    first: dict[str, str] = {}
    for place, block in all_fields(document.blocks):
        if place.label and first.setdefault(place.label, place.name) != place.name:
            yield Diagnostic(
                Code.FIELD_ALIKE,
                place.span if place.span.path else block.span,
                f"two answer fields are both read aloud as “{place.label}”",
                "change the question, row or column of one, or put it under another heading",
                Severity.WARNING,
            )


def check_options(document: Document) -> Iterator[Diagnostic]:
    """No option of a list stands twice, nor a radio button of a group: nobody could tell from an
    answer which of them was chosen.
    """
    first: dict[tuple[str, str], Span] = {}
    for place, block in all_fields(document.blocks):
        span = place.span if place.span.path else block.span
        twice = [option for n, option in enumerate(place.options) if option in place.options[:n]]
        if place.kind == "choice" and place.value:
            twice += [place.value] if (place.name, place.value) in first else []
            first.setdefault((place.name, place.value), span)
        for option in twice:
            yield Diagnostic(
                Code.FIELD_ALIKE,
                span,
                f"“{option}” can be chosen twice here",
                "say what is different, or delete one; “terms” of an edition may have made them "
                "alike",
                Severity.WARNING,
            )


def check_collecting(document: Document) -> Iterator[Diagnostic]:
    """Each answer that `collect` in the front matter names is on the form: one that is not would
    be shown where it should be kept back.
    """
    names = [place.name.partition(".")[2] for place, _ in all_fields(document.blocks)]
    known = {*names, *(name.rpartition(".")[0] for name in names)} - {""}
    for key in document.meta.collect.identifying:
        if key not in known:
            yield Diagnostic(
                Code.ANSWER_UNKNOWN,
                document.at("collect"),
                f"“identifying” names “{key}”, and there is no such answer on the form",
                suggest(key, sorted(known)),
            )


def check_shared_fields(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """No two documents share a field's name, as answers of a pack are read by name."""
    first: dict[str, Document] = {}
    for document in documents:
        for name in _names_in(document):
            if first.setdefault(name, document) is not document:
                yield Diagnostic(
                    Code.FIELD_SHARED,
                    document.at("tool"),
                    f"the answer “{name}” is also in “{first[name].name}”",
                    "give one of the two documents another “tool:” in its front matter",
                )
                break


@memoized_by_object
def _names_in(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.name for place, _ in all_fields(document.blocks)))


def list_field_names(publication: Publication) -> tuple[str, ...]:
    """List the names of a publication's fields in reading order, each once.

    They are the names in the PDF and the tags in Word, up to the colon of a choice.
    """
    parts = publication.parts
    return tuple(dict.fromkeys(f.name for part in parts for f, _ in all_fields(part.blocks)))


def check_lost_fields(before: Iterable[str], now: Iterable[str], span: Span) -> list[Diagnostic]:
    """Warn of names that are gone: answers filled in earlier are no longer found by them.

    `before` and `now` are names of the same results; `span` is what to point at, such as a
    pack's file. A new name that is near a lost one is shown as its likely heir.
    """
    known = set(before)
    present = set(now)
    lost, new = sorted(known - present), sorted(present - known)
    if not lost:
        return []
    named = [f"“{name}”{_heir(name, new)}" for name in lost[:_MOST_NAMED]]
    more = f" and {len(lost) - _MOST_NAMED} more" if len(lost) > _MOST_NAMED else ""
    return [
        Diagnostic(
            Code.FIELD_LOST,
            span,
            f"field names have gone since the last build: {', '.join(named)}{more}",
            "forms filled in earlier use the old names: put back the name, the {#id} of the "
            "heading or row, or the column header; build again to accept the change",
            Severity.WARNING,
        )
    ]


def _heir(name: str, new: list[str]) -> str:
    near = nearest(name, new)
    return f" (now “{near}”?)" if near else ""

"""What an edition has changed: words, boxes that it adds, documents that it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packbuilder.model import Document, Only, walk
from packbuilder.pipeline.phrases import list_in_words
from packbuilder.pipeline.project import LoadedProject
from packbuilder.settings.edition import Edition, edition_values
from packbuilder.theme import Labels
from packbuilder.transforms.assemble import full_title


@dataclass(frozen=True)
class Changes:
    """What an edition has changed: whether it fills in values, the terms that it says in its own
    words, the documents to which it adds something, and those that it leaves out.

    `sources` are the files that it was seen in.
    """

    filled_in: bool = False
    terms: tuple[str, ...] = ()
    local: tuple[Document, ...] = ()
    left_out: tuple[Document, ...] = ()
    sources: tuple[str, ...] = ()

    def in_words(self, labels: Labels, short: bool = False) -> str:
        """Return what was changed, or nothing where nothing was. When it must be short, tools
        have their codes alone, and values that were filled in do not count.
        """
        said = [labels.changed_values] if self.filled_in and not short else []
        quoted = tuple(f"“{term}”" for term in self.terms)
        local, left_out = (
            tuple(sorted((short and each.meta.tool) or full_title(each) for each in documents))
            for documents in (self.local, self.left_out)
        )
        for label, names in (
            (labels.changed_terms, quoted),
            (labels.changed_local, local),
            (labels.changed_left_out, left_out),
        ):
            if names:
                said.append(label.format(names=list_in_words(names, labels.last_join, labels)))
        return "; ".join(said)


def find_changes(
    project: LoadedProject, name: str, edition: Edition, met: Iterable[tuple[str, str]]
) -> Changes:
    """Find what an edition has changed; `met` are the terms that were met, each with its file."""
    documents = [d for n, d in project.texts.documents.items() if n not in edition.leave_out]
    local = tuple(document for document in documents if _adds_to(document, name))
    first: dict[str, str] = {}
    for term, path in met:
        first.setdefault(term, path)
    names = (n for n in edition.leave_out if n in project.texts.documents)
    return Changes(
        filled_in=bool(edition_values(edition, project.settings.language)),
        terms=tuple(term for term in edition.terms if term in first),
        local=local,
        left_out=tuple(project.texts.documents[each] for each in names),
        sources=tuple(dict.fromkeys([*first.values(), *(d.span.path for d in local)])),
    )


def _adds_to(document: Document, edition: str) -> bool:
    """Whether a document has a box of an edition's own."""
    return any(edition in only.editions for only in _local_blocks(document))


def _local_blocks(document: Document) -> Iterator[Only]:
    return (block for block in walk(document.blocks) if isinstance(block, Only) and block.local)

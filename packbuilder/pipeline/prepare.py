"""A document as read × edition → the document in this edition's form, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from packbuilder.diagnostics import Code, Diagnostic
from packbuilder.model import (
    TOOL_NOTICE,
    Document,
    Link,
    Metadata,
    Value,
    alert_value,
    all_inlines,
)
from packbuilder.pipeline.cached import cached_problems
from packbuilder.pipeline.changes import Changes
from packbuilder.pipeline.phrases import list_in_words
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.tool_codes import USING
from packbuilder.rules.content.values import naming_terms, without_values
from packbuilder.settings.dates import long_date
from packbuilder.settings.edition import Edition, edition_path, edition_values, printed_names
from packbuilder.settings.schema import place
from packbuilder.storage.records import memoized_by_object
from packbuilder.theme import Labels, Theme
from packbuilder.transforms.arrows import turn_arrows
from packbuilder.transforms.fields import name_fields
from packbuilder.transforms.left_out import LeftOut, leave_out
from packbuilder.transforms.link import quoted_documents
from packbuilder.transforms.number import identify_blocks, number_document
from packbuilder.transforms.quotation_marks import set_quotation_marks
from packbuilder.transforms.run_sheets import set_clocks
from packbuilder.transforms.select import Known, fill_in, select_edition, values_in_address
from packbuilder.transforms.terms import MetTerm, use_terms
from packbuilder.transforms.ties import tie_headings, tie_number
from packbuilder.transforms.tool_layout import place_steps, write_steps
from packbuilder.transforms.tools import add_strip, list_cards


@dataclass(frozen=True)
class PreparedDocument:
    """A document as read, the same in an edition's form, what is wrong with it, and the terms
    that were met in it. `values` are those that were asked for, with what they were.
    """

    read: Document
    document: Document
    problems: tuple[Diagnostic, ...]
    met: tuple[MetTerm, ...] = ()
    values: Mapping[str, str | None] = field(default_factory=dict)

    def shows(self, values: Mapping[str, str]) -> bool:
        """Whether all values that it asked for are the same among these."""
        return all(values.get(name) == value for name, value in self.values.items())

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """The other documents whose titles or headings it shows."""
        return quoted_documents(self.document)


def prepare_document(
    read: Document,
    project: LoadedProject,
    name: str,
    edition: Edition,
    theme: Theme,
    changes: Changes | None = None,
    before: PreparedDocument | None = None,
) -> PreparedDocument:
    """Bring a document into the form of the edition `name`, whose look is `theme`, and check it.

    `changes` are those of the edition where they are known. What it was `before`, in the same form,
    is returned when all values that it asked for are the same.
    """
    labels = project.theme.labels_for(read.meta.language)
    tools = list_in_words([*_chosen_tools(project, edition)], labels.or_join, labels)
    said = changes.in_words(labels, short=read.name == TOOL_NOTICE) if changes else ""
    known_values = {**values_for(read.meta, edition), "chosen_tools": tools}
    known_values |= {"changes": said} if said else {}
    known_values |= {alert_value(kind): word for kind, word in labels.alerts.items()}
    if before and before.read is read and before.shows(known_values):
        return before
    values = AskedValues(known_values)
    known = _known_names(project, edition)
    document, unknown = select_edition(read, name, values, known)
    document, named = _without_left_out(document, project, edition, labels)
    document, met = use_terms(document, edition.terms, project.settings.findings.values())
    marks = project.theme.labels_for
    document = set_quotation_marks(document, lambda each: marks(each).quotation_marks)
    document, missing = fill_in(document, values, known)
    document, unnamed = place_steps(add_strip(document, labels), labels)
    listed = list_cards(document, labels)
    document, miscounted = set_clocks(listed, values, labels, _drawings(project))
    document, duplicates = name_fields(identify_blocks(document), labels)
    document = number_document(document)
    problems = [*read.warnings, *unknown, *named, *missing, *unnamed, *miscounted, *duplicates]
    checked = cached_problems(project.source, document, theme, project.settings)
    wrong = without_values(checked, values, read)
    terms = place(project.source, edition_path(name), "terms") if met else read.span
    wrong = naming_terms(wrong, [each.span for each in met], terms, read)
    known_times = {problem.span for problem in miscounted}
    problems += [
        each
        for each in wrong
        if not (said and each.code is Code.SENTENCE)  # a list, made here
        and not (each.code is Code.DATE and each.span in known_times)
    ]
    document = turn_arrows(tie_headings(write_steps(document, labels)))
    document = tie_number(document, edition.contact_phone or "")
    return PreparedDocument(read, document, tuple(problems), tuple(met), values.asked)


class AskedValues(Mapping[str, str]):
    """Values by their names, which keeps in `asked` those that were looked up, and what they were:
    `None` where there is none.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.asked: dict[str, str | None] = {}

    def __getitem__(self, name: str) -> str:
        self.asked[name] = self._values.get(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        self.asked[""] = ""  # there is no such value, so that this never holds again
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def form_beside_values(edition: Edition) -> tuple[object, ...]:
    """Return what, beside values and colours, brings documents into the form of an edition."""
    return edition.leave_out, edition.terms, edition.contact_phone


def printed_values(
    read: Document, project: LoadedProject, name: str, edition: Edition, wanted: Collection[str]
) -> frozenset[str]:
    """Return which of the values that are `wanted` a document prints in the edition `name` when all
    of them are filled in.
    """
    if not _values_in(read) & {*wanted}:
        return frozenset()
    values = {**values_for(read.meta, edition), **dict.fromkeys(wanted, "x")}
    shown, _ = select_edition(read, name, values, _known_names(project, edition))
    labels = project.theme.labels_for(read.meta.language)
    return _values_in(_without_left_out(shown, project, edition, labels)[0]) & {*wanted}


@memoized_by_object
def _values_in(document: Document) -> frozenset[str]:
    """Return the names of the values in the words of a document, and in its addresses."""
    found = list(all_inlines(document.blocks_and_notes))
    targets = " ".join(each.target for each in found if isinstance(each, Link))
    return frozenset(
        {each.name for each in found if isinstance(each, Value)} | values_in_address(targets)
    )


def _drawings(project: LoadedProject) -> Mapping[str, str]:
    """Return the drawings of tools by their codes."""
    metas = (document.meta for document in project.texts.documents.values())
    return {meta.tool: meta.icon for meta in metas if meta.tool and meta.icon}


def _known_names(project: LoadedProject, edition: Edition) -> Known:
    """Return the names that content may use in this project."""
    added = project.settings.values
    return Known(
        printed_names(edition) | {"changes", *map(alert_value, project.theme.labels.alerts)},
        project.edition_names,
        {name: value.label for name, value in added.items()},
        {name: value.empty for name, value in added.items() if value.empty},
        project.names,
        edition.leave_out,
    )


def _chosen_tools(project: LoadedProject, edition: Edition) -> Iterator[str]:
    """Yield the codes of the tools that an edition's tables choose from, as they are written."""
    documents, names = project.texts.documents, project.names
    usual = (n for n in sorted(documents) if any(r.per == USING for r in documents[n].meta.print))
    for name in map(names.find, edition.deep_tools) if edition.deep_tools else usual:
        if name in documents and name not in edition.leave_out:
            yield documents[name].meta.tool or documents[name].meta.title


def _without_left_out(
    document: Document, project: LoadedProject, edition: Edition, labels: Labels
) -> tuple[Document, list[Diagnostic]]:
    """Take out what names documents that the edition leaves out, but in these themselves."""
    if document.name in edition.leave_out:
        return document, []
    names = project.names
    codes = {code: name for name, code in names.codes.items() if code and names.find(code) == name}
    texts = project.texts.documents
    titles = {name: texts[name].meta.title for name in edition.leave_out if name in texts}
    return leave_out(document, LeftOut(edition.leave_out, codes, titles), labels)


def values_for(meta: Metadata, edition: Edition) -> Mapping[str, str]:
    """Return what `[[…]]` stands for in a document: the edition's values and its own."""
    return {
        **edition_values(edition, meta.language),
        "title": meta.title,
        "version": edition.version or meta.version,
        "updated": long_date(meta.updated, meta.language),
    }

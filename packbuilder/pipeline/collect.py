"""Filled forms of a folder → tables in the output, and results in the content when asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from packbuilder.answers.collection import Collection, gather
from packbuilder.answers.doubts import problems_of
from packbuilder.answers.filled_template import FilledTemplate
from packbuilder.answers.form import AnswerForm, read_form
from packbuilder.answers.paper import write_template
from packbuilder.answers.results import ResultsText, ResultsWriter, is_untouched, sealed
from packbuilder.answers.tables import Row, Tables, make_tables
from packbuilder.answers.workbook import write_workbook
from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.filled_forms import FilledFolder
from packbuilder.pipeline.own_files import ANSWERS, TABLES, OwnFiles
from packbuilder.settings.pack import pack_path
from packbuilder.storage.csv_text import write_csv
from packbuilder.storage.delivery import Delivery, check_writable, write_file
from packbuilder.transforms.fields import prefix_of
from packbuilder.writers import WRITERS

RESULTS: Final = "content/results"


@dataclass(frozen=True)
class CollectRequest:
    """What to gather: filled copies of a form in `folder`, as an edition has it.

    `strict` refuses other versions; `show_small` shows what small numbers would keep back.
    """

    folder: Path
    output: Path
    strict: bool = False
    show_small: bool = False
    results: bool = False


@dataclass(frozen=True)
class Collected:
    """What came of it: the answers, all that is doubtful, and the files that were written."""

    collection: Collection
    problems: tuple[Diagnostic, ...]
    files: tuple[Path, ...] = field(default=())


def find_form(edition: PreparedEdition, name: str) -> AnswerForm:
    """Return the form that a document is; raise `PackError` for one that asks nothing."""
    document = edition.prepared(name)
    form = read_form(document, prefix_of(document))
    if form is None:
        raise fail(
            Code.FORM_NONE,
            Span(edition.path(name), 0),
            f"“{name}” asks nothing: it has no places to answer",
            "name a document with answers, choices or boxes to tick",
        )
    return form


def write_template_file(edition: PreparedEdition, form: AnswerForm, output: Path) -> Path:
    """Write the table that paper copies of a form are typed into; return where it is."""
    folder = answers_folder(edition, form, output)
    labels = edition.project.theme.labels_for(form.language).collect
    check_writable(folder)
    path = folder / f"{folder.name}-paper.csv"
    write_file(path, write_template(form, labels))
    return path


def answers_folder(edition: PreparedEdition, form: AnswerForm, output: Path) -> Path:
    """Return where the tables of a form lie."""
    return output / edition.name / ANSWERS / edition.project.names.code(form.name)


def collect(edition: PreparedEdition, form: AnswerForm, request: CollectRequest) -> Collected:
    """Read a folder of filled forms, and write what they hold; raise `PackError` where nothing
    came back, or something cannot be written.
    """
    labels = edition.project.theme.labels_for(form.language).collect
    own = OwnFiles(edition.project.source.root, request.output)
    folder = FilledFolder(request.folder, form, labels, request.strict, own)
    place = request.folder.as_posix().rstrip("/")
    if not folder.has_forms:
        raise fail(
            Code.FORMS_MISSING,
            Span(place, 0),
            "there are no filled forms in this folder",
            "name the folder with the PDF, Word, HTML and CSV files that came back",
        )
    collection = gather(form, folder.read(), request.show_small)
    problems = tuple(
        problem
        for each in collection.files
        for problem in problems_of(each, f"{place}/{each.file}")
    )
    return Collected(collection, problems, tuple(_write(edition, collection, request)))


def _write(
    edition: PreparedEdition, collection: Collection, request: CollectRequest
) -> Iterator[Path]:
    """Write all tables, or none of them, and then the results; yield where they are."""
    folder = answers_folder(edition, collection.form, request.output)
    results = dict(results_files(edition, collection)) if request.results else {}
    tables = dict(_table_files(edition, collection, folder))
    check_writable(folder)
    with Delivery(folder, ANSWERS) as delivery:
        for path, data in tables.items():
            delivery.put(path, data)
        for path in (folder / name for name in TABLES):
            if path not in tables and path.is_file():
                delivery.remove(path)
    for path, data in results.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
    yield from (*tables, *results)


def _table_files(
    edition: PreparedEdition, collection: Collection, folder: Path
) -> Iterator[tuple[Path, bytes]]:
    """Yield the tables that can be shown: where answers are kept back, those without any."""
    tables = make_tables(collection)
    shown = {"fields": tables.fields, "problems": tables.problems}
    if not collection.is_withheld:
        words = {"words": tables.words} if tables.words else {}
        shown = {"answers": tables.answers, **words, "answers-long": tables.long, **shown}
        date = edition.prepared(collection.form.name).meta.updated
        yield folder / "answers.xlsx", write_workbook(_sheets(tables), date)
    yield from ((folder / f"{name}.csv", write_csv(rows)) for name, rows in shown.items())


def _sheets(tables: Tables) -> dict[str, list[Row]]:
    """Return the sheets of the workbook; problems are in none, as they name files."""
    sheets = {"answers": tables.answers, "words": tables.words, "fields": tables.fields}
    return {name: rows for name, rows in sheets.items() if rows}


def results_files(edition: PreparedEdition, collection: Collection) -> Iterator[tuple[Path, bytes]]:
    """Yield the results document, the part of it that others include, and a pack that builds it;
    raise `PackError` where somebody has changed one of them.
    """
    root, form = edition.project.source.root, collection.form
    name = f"{edition.project.names.code(form.name)}-results"
    text = _results_text(edition, collection, f"shared/{name}.md")
    document, counts = root / RESULTS / f"{name}.md", root / f"content/shared/{name}.md"
    for path, words in ((document, text.document), (counts, text.counts)):
        _refuse_changed(path, root)
        yield path, sealed(words).encode()
    templates = dict(_template_files(edition, collection))
    yield from templates.items()
    pack = root / pack_path(f"results-{edition.project.names.code(form.name)}")
    if not pack.exists():
        title = edition.project.theme.labels_for(form.language).collect["results_title"]
        named = title.format(title=form.title).replace('"', "”")
        documents = ", ".join((name, *(path.stem for path in templates)))
        formats = f"[{', '.join(WRITERS)}]"
        lines = (f'title: "{named}"', f"documents: [{documents}]", f"formats: {formats}")
        yield pack, "".join(f"{line}\n" for line in lines).encode()


def _template_files(
    edition: PreparedEdition, collection: Collection
) -> Iterator[tuple[Path, bytes]]:
    """Yield documents with blanks for the results of this form, filled in."""
    project, form = edition.project, collection.form
    for name in sorted(edition.documents):
        document = edition.prepared(name)
        if project.names.find(document.meta.collect.filled_from or "") == form.name:
            path = project.source.root / RESULTS / f"{project.names.code(form.name)}-{name}.md"
            _refuse_changed(path, project.source.root)
            text = project.source.read_text(edition.path(name))
            times = project.theme.labels_for(document.meta.language).collect["results_times"]
            filled = FilledTemplate(document, collection, edition.theme.characters, times)
            yield path, sealed(filled.fill(text)).encode()


def _results_text(
    edition: PreparedEdition, collection: Collection, counts_file: str
) -> ResultsText:
    meta = edition.prepared(collection.form.name).meta
    return ResultsWriter(
        collection,
        edition.project.theme.labels_for(meta.language).collect,
        edition.theme.characters,
        meta.language,
        meta.updated,
        counts_file,
        edition.settings.delegates,
    ).write()


def _refuse_changed(path: Path, root: Path) -> None:
    """Leave a results document alone that somebody has worked on."""
    if path.is_file() and not is_untouched(path.read_text(encoding="utf-8", errors="replace")):
        raise PackError(
            [
                Diagnostic(
                    Code.RESULTS_CHANGED,
                    Span(path.relative_to(root).as_posix(), 0),
                    "these results were changed since they were written, and are kept",
                    "rename the file to keep your changes, or delete it, and collect again",
                )
            ]
        )

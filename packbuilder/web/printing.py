"""What to print for an event: the order as it was made, and single tools."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.pipeline.handouts import read_needs
from packbuilder.pipeline.print_order_page import IN_CSV
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.standing import Standing
from packbuilder.print_order import FOLDER, NAME
from packbuilder.settings.dates import number_in
from packbuilder.settings.edition import STANDARD, Edition
from packbuilder.storage.csv_text import as_typed, write_csv
from packbuilder.storage.delivery import read_result
from packbuilder.storage.manifest import MANIFEST, make_zip, read_manifest
from packbuilder.web.look import Look
from packbuilder.web.places import FileLink, document_title, edition_place, file_link, sentence
from packbuilder.web.requests import Ask, as_file
from packbuilder.web.workspace import EditionView

ORDER_ZIP = "for-the-copy-shop.zip"


@dataclass(frozen=True)
class OrderRow:
    """A row of the order: what it says, by column, and its files to print."""

    cells: dict[str, str]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """A print order as it lies in the output: where, the names of its columns, its rows, all its
    files.
    """

    folder: Path
    columns: tuple[str, ...]
    rows: tuple[OrderRow, ...]
    files: tuple[str, ...]

    @property
    def sheets(self) -> dict[str, int]:
        """Return how many sheets of each paper it needs, the most first."""
        found: dict[str, int] = {}
        for row in self.rows:
            number = row.cells["sheets"]
            paper = row.cells["paper"]
            found[paper] = found.get(paper, 0) + (int(number) if number.isdecimal() else 0)
        return dict(sorted(found.items(), key=lambda each: -each[1]))

    @property
    def costs(self) -> list[Decimal]:
        """Return what each row costs whose price is known."""
        found = (row.cells["cost"] for row in self.rows)
        return [Decimal(cost) for cost in found if re.fullmatch(r"[0-9]+(\.[0-9]+)?", cost)]

    @property
    def table(self) -> bytes:
        """Return its rows as a table (CSV), for an order of some of them."""
        return write_csv([self.columns, *(tuple(row.cells.values()) for row in self.rows)])

    def of(self, codes: Collection[str], known: Collection[str]) -> Order:
        """Return the rows that print the documents with some of the codes that are `known`, and
        their files.
        """
        longest = sorted(known, key=len)

        def prints(row: OrderRow) -> bool:
            named = row.files[0].partition("-")[2]
            found = [c for c in longest if named.startswith((f"{c}-", f"{c}."))]
            return bool(found) and found[-1] in codes

        rows = tuple(row for row in self.rows if prints(row))
        return replace(self, rows=rows, files=tuple(file for row in rows for file in row.files))


def read_order(folder: Path) -> Order | None:
    """Return the print order of an edition's folder: its own one, or that in a pack."""
    for manifest in (folder / FOLDER / MANIFEST, *sorted(folder.glob(f"*/{MANIFEST}"))):
        names = [str(e["name"]) for e in read_manifest(manifest.parent).get("files", ())]
        if f"{NAME}.csv" in names:
            return _read_order(manifest.parent, names)
    return None


def _read_order(folder: Path, names: list[str]) -> Order:
    text = read_result(folder / f"{NAME}.csv").decode("utf-8-sig")
    columns, *lines = csv.reader(io.StringIO(text))
    rows = []
    for cells in lines:
        row = dict(zip(IN_CSV, map(as_typed, cells), strict=False))
        first = row.get("file", "").partition(",")[0]
        files = tuple(name for name in names if name == first or _belongs(name, first))
        if files:
            rows.append(OrderRow(row, files))
    listed = [file for row in rows for file in row.files]
    orders = [name for name in names if Path(name).stem == NAME]
    return Order(folder, tuple(columns), tuple(rows), tuple(dict.fromkeys((*orders, *listed))))


def _belongs(name: str, first: str) -> bool:
    """Whether a file is of the same row: of mixed pages there is one for each direction."""
    number = first.partition("-")[0]
    return number.isdecimal() and name.startswith(f"{number}-") and name.endswith(".pdf")


def order_page(ask: Ask) -> Response:
    """Show the print order, or what is missing for one."""
    name, look = ask.edition, ask.look
    view = ask.workspace.view(name)
    edition = view.project.editions.get(name, Edition())
    people, number = edition.delegates, _asked_version(ask, edition)
    order = read_order(ask.workspace.output / name) if people else None
    if order and number:
        order = _only(order, view.project, edition.versions[number].reprint)
    known = look.say("print.title", people=look.count(people or 0, "people"))
    if number:
        known = look.say("print.title_again", version=number)
    return ask.page(
        "print.html",
        title=known if people else look.say("print.title_unknown"),
        project_title=view.project.settings.title,
        place=edition_place(view.project, name, ask.base, look),
        nav="print",
        people=people,
        number=number,
        lead=_lead(ask, view.project, edition) if people else "",
        order=order and _shown(ask, order, view.project),
        stale=order is not None and _is_stale(view, order),
    )


def _asked_version(ask: Ask, edition: Edition) -> str:
    """Return the version whose documents are printed again; nothing for the whole order."""
    number = ask.query.get("version", "")
    return number if number in edition.versions else ""


def _only(order: Order, project: LoadedProject, documents: Sequence[str]) -> Order:
    """Return the rows of an order that print some documents, and their files."""
    known = {project.names.code(name) for name in project.documents}
    return order.of({project.names.code(n) for n in documents if n in project.documents}, known)


def _lead(ask: Ask, project: LoadedProject, edition: Edition) -> str:
    needs, look = read_needs(project, edition, {}), ask.look
    words = (
        look.say("print.colour" if needs.colour_print else "print.black"),
        look.say("print.both" if needs.duplex else "print.one"),
        look.say("print.with_a3" if needs.a3 else "print.without_a3"),
        look.say("print.with_card" if needs.card_stock else "print.without_card"),
    )
    sizes = [str(people) for _, people in sorted(needs.seats, key=lambda each: each[1])]
    of = look.say("print.or", few=sizes[0], many=sizes[-1]) if len(sizes) > 1 else sizes[0]
    people = [
        look.say("print.tables_of", tables=look.count(needs.tables, "tables"), sizes=of),
        look.count(needs.facilitators, "facilitators") if needs.facilitators else "",
        look.count(needs.large_print, "large_sets") if needs.large_print else "",
    ]
    said = ", ".join(filter(None, people))
    return look.say("print.lead", people=said, printer=sentence(", ".join(words)))


def _is_stale(view: EditionView, order: Order) -> bool:
    """Whether the folder that holds an order is not what a build would make."""
    found = (each for each in view.status.found if each.path == order.folder)
    standing: Standing | None = next(found, None)
    return standing is None or standing.state != "fresh"


def _shown(ask: Ask, order: Order, project: LoadedProject) -> dict[str, Any]:
    look, language = ask.look, project.settings.language

    def link(name: str) -> FileLink | None:
        return file_link(ask.workspace, order.folder / name, language)

    figures = [(look.say("print.rows"), len(order.rows), look.say("print.rows_why"))]
    for paper, sheets in list(order.sheets.items())[:3]:
        named = look.say("print.sheets", paper=paper)
        weights = dict.fromkeys(
            row.cells["gsm"] for row in order.rows if row.cells["paper"] == paper
        )
        figures.append(
            (
                named,
                sheets,
                look.say(
                    "print.sheets_why",
                    gsm=", ".join(sorted(weights, key=lambda each: (len(each), each))),
                ),
            )
        )
    return {
        "figures": [{"name": n, "number": f"{v:,}", "why": w} for n, v, w in figures],
        "rows": [
            {
                **row.cells,
                "number": row.files[0].partition("-")[0],
                "gsm": row.cells["gsm"].replace("–", "\u2060–\u2060"),  # stays on one line
                "about": _about(row, project.theme.labels.order),
                "sides": sentence(row.cells["sides"]).rstrip("."),
                "finishing": sentence(row.cells["finishing"]).rstrip("."),
                "links": [link(name) for name in row.files],
            }
            for row in order.rows
        ],
        "pdf": link(f"{NAME}.pdf"),
        "docx": link(f"{NAME}.docx"),
        "csv": link(f"{NAME}.csv"),
        "cost": _cost(order, look, language),
        "bytes": sum(each.bytes for name in order.files if (each := link(name))),
    }


def _cost(order: Order, look: Look, language: str) -> str:
    """Return what the sheets of an order cost, as far as that is known; nothing for no prices."""
    if not order.costs:
        return ""
    key = "cost" if len(order.costs) == len(order.rows) else "cost_so_far"
    return look.say(f"print.{key}", cost=number_in(sum(order.costs, Decimal(0)), language))


def _about(row: OrderRow, labels: Mapping[str, str]) -> str:
    """Return what stands below a handout: its variant, and who gets it."""
    variant, packs = row.cells["edition"].rpartition(", ")[2], row.cells["table_packs"]
    said = (variant, "" if packs == labels["packs_none"] else packs)
    return sentence(" · ".join(filter(None, said))).rstrip(".")


def order_zip(ask: Ask) -> Response:
    """Answer with the order and all files to print, for a copy shop."""
    order = read_order(ask.workspace.output / ask.edition)
    if order is None:
        raise HTTPException(404)
    project = ask.workspace.project()
    edition = project.editions.get(ask.edition, Edition())
    if number := _asked_version(ask, edition):
        order = _only(order, project, edition.versions[number].reprint)
    files = {name: read_result(order.folder / name) for name in order.files}
    if number:
        files[f"{NAME}.csv"] = order.table
    data = make_zip(files)
    return Response(data, media_type="application/zip", headers=as_file(ORDER_ZIP))


# Single tools -------------------------------------------------------------------------------------


def tools(ask: Ask) -> Response:
    """List the tools that can be printed by themselves."""
    project, look = ask.workspace.project(), ask.look
    listed = sorted(
        (name for name, text in project.texts.documents.items() if text.meta.kind == "tool"),
        key=lambda name: document_title(project, name),
    )
    choices = [
        {"at": f"{ask.base}/tools/{name}", "words": document_title(project, name)}
        for name in listed
    ]
    return ask.page(
        "message.html",
        title=look.say("tools.title"),
        project_title=project.settings.title,
        lines=[look.say("tools.lead") if choices else look.say("tools.none")],
        choices=choices,
    )


def tool(ask: Ask) -> Response:
    """Show the files of a tool in the standard edition, or make them."""
    project, name, look = ask.workspace.project(), ask.path["document"], ask.look
    if name not in project.documents:
        raise HTTPException(404)
    title = document_title(project, name)
    pack = _pack_of(project, name)
    found = list(_files_of(ask, project, name))
    if ask.posted:
        ask.only(())
        if found:
            return ask.go(f"/tools/{name}")
        run = ask.workspace.builds.start(STANDARD, (pack,) if pack else (), (name,))
        return ask.go_to_run(run)
    links = [
        {
            "at": f"{ask.base}/e/{STANDARD}/files/{file.path}",
            "words": look.say(
                "tools.get",
                format=look.say(f"made.{file.name.rpartition('.')[2]}"),
                size=look.size(file.bytes),
            ),
        }
        for file in found
    ]
    post = {"at": f"{ask.base}/tools/{name}", "words": look.say("tools.make", title=title)}
    return ask.page(
        "message.html",
        title=title,
        project_title=project.settings.title,
        lines=[look.say("tools.lead")],
        post=None if links else post,
        links=links,
    )


def _pack_of(project: LoadedProject, name: str) -> str:
    """Return the smallest pack that holds a document."""
    found = [(len(p.documents), key) for key, p in project.packs.items() if name in p.documents]
    return min(found, default=(0, ""))[1]


def _files_of(ask: Ask, project: LoadedProject, name: str) -> Iterator[FileLink]:
    """Yield the fresh files of a document in the standard edition, those to print first."""
    folder = ask.workspace.output / STANDARD
    hashes = ask.workspace.hashes()
    seen: set[str] = set()
    for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
        for entry in read_manifest(manifest.parent).get("files", ()):
            path, sources = manifest.parent / str(entry["name"]), entry.get("sources", {})
            now = all(hashes.get(file) == sha256 for file, sha256 in sources.items())
            if path.stem == name and path.name not in seen and now:
                link = file_link(ask.workspace, path, project.settings.language)
                if link:
                    seen.add(path.name)
                    yield link

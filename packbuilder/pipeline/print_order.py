"""A print order in a folder of its own: what it was asked for with, and its files.

Its manifest keeps what was given on the command line, so that a build of the edition renews it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from packbuilder.diagnostics import PackError
from packbuilder.model.print_roles import PAPERS
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.handouts import has_handouts, read_needs
from packbuilder.pipeline.jobs import Job
from packbuilder.pipeline.plan import Plan, list_order, plan_files
from packbuilder.pipeline.tool_codes import check_deep_tools
from packbuilder.print_order import FOLDER, NAME
from packbuilder.print_order.sums import Needs, Prices
from packbuilder.settings.edition import LIMITS
from packbuilder.storage.manifest import read_manifest


def plan_print_order(
    edition: PreparedEdition,
    given: Mapping[str, Any],
    prices: Prices,
    output: Path,
    libraries: str,
) -> Plan:
    """List the files of an order; it has none where nobody is known to come or nothing is printed.
    Raise `PackError` when a chosen tool does not exist.
    """
    _check_chosen(edition, given.get("deep_tools", ()))
    jobs = list_order(edition, given, prices, libraries)
    return _plan(edition, jobs, given, prices, output, libraries)


def has_print_order(edition: PreparedEdition) -> bool:
    """Whether an order that was never made would have files, as the edition says who comes. Raise
    `PackError` when a chosen tool does not exist.
    """
    if not edition.settings.delegates:
        return False
    _check_chosen(edition, ())
    return has_handouts(edition, read_needs(edition.project, edition.settings, {}))


def renew_print_order(
    edition: PreparedEdition, packs: Collection[str], output: Path, libraries: str
) -> Plan:
    """List the files of an edition's order, with what was given when it was last asked for.

    It has none where one of the edition's packs holds the same order.
    """
    given, prices = _remembered(read_manifest(output / edition.name / FOLDER))
    known = edition.project.packs
    held = any(known[name].print_order for name in packs if name in known)
    if held and not given and not prices:
        return _plan(edition, (), given, prices, output, libraries)
    return plan_print_order(edition, given, prices, output, libraries)


def _check_chosen(edition: PreparedEdition, chosen: Collection[str]) -> None:
    unknown = list(check_deep_tools(edition.project, edition.name, chosen))
    if unknown:
        raise PackError(unknown)


def _plan(
    edition: PreparedEdition,
    jobs: Iterable[tuple[Job, tuple[str, ...]]],
    given: Mapping[str, Any],
    prices: Prices,
    output: Path,
    libraries: str,
) -> Plan:
    """Return what the order is and was."""
    project, folder = edition.project, output / edition.name / FOLDER
    about = {
        "pack": NAME,
        "title": project.theme.labels.order["title"],
        "edition": edition.name,
        "given": {name: list(v) if isinstance(v, tuple) else v for name, v in given.items()},
        "prices": {paper: str(price) for paper, price in prices.items()},
    }
    files, before = plan_files(jobs, project.source, folder, libraries)
    return Plan(NAME, edition.name, None, files, False, folder, about, before, project.waivers)


def _remembered(manifest: Mapping[str, Any]) -> tuple[dict[str, Any], Prices]:
    """Return what an order was asked for with; what somebody changed by hand counts as none."""
    given, prices = manifest.get("given"), manifest.get("prices")
    found = {
        name: tuple(map(str, value)) if isinstance(value, list) else value
        for name, value in (given.items() if isinstance(given, dict) else ())
        if name in Needs.__dataclass_fields__ and _is_right(name, value)
    }
    known = prices if isinstance(prices, dict) else {}
    try:
        return found, {paper: Decimal(str(known[paper])) for paper in PAPERS if paper in known}
    except InvalidOperation:
        return found, {}


def _is_right(name: str, value: object) -> bool:
    """Whether a value is one that can be given."""
    if name in LIMITS:
        least, most = LIMITS[name]
        return isinstance(value, int) and least <= value <= most
    return isinstance(value, list if name == "deep_tools" else bool)

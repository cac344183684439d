"""The editions of a build → the zip of each, or the reason why there is none.

A zip never holds what belongs to different states of the content: it is made of fresh parts, or
withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, Span, errors
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.edition_zip import remove_zip, zip_edition
from packbuilder.pipeline.long_runs import editions_of
from packbuilder.pipeline.plan import Plan, plan_pack
from packbuilder.pipeline.print_order import has_print_order, renew_print_order
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.run import BuildResult
from packbuilder.pipeline.standing import Outlook, Standing, parts_of_zip
from packbuilder.storage.delivery import reporting_os_errors
from packbuilder.storage.state import BuildRequest, hash_file, hash_inputs, made_from


@dataclass(frozen=True)
class ZippedEdition:
    """The zip of a whole edition, or why there is none: then it has no hash."""

    path: Path
    sha256: str = ""
    problems: tuple[Diagnostic, ...] = ()


def zip_editions(
    request: BuildRequest,
    result: BuildResult,
    libraries: Callable[[], str],
    prepared: Mapping[str, PreparedEdition] = {},
) -> Iterator[ZippedEdition]:
    """Put the packs of each edition into one zip where all of them were made, with its print order.

    Where something else in it is stale, the zip is removed, and what to run is reported.
    """
    project = result.project
    if project is None or not result.built:
        return
    outlook = _look(project, request.output, libraries(), prepared)
    for name in editions_of(request, project):
        if name in result.incomplete:
            continue
        try:
            yield from _zip_edition(outlook, project, name, result)
        except PackError as error:
            target = request.output / f"{name}.zip"
            yield ZippedEdition(target, problems=error.diagnostics)


def _look(
    project: LoadedProject, output: Path, libraries: str, prepared: Mapping[str, PreparedEdition]
) -> Outlook:
    inputs, planner = hash_inputs(project.source), ContentPlanner(project, output, prepared)
    made, settings = made_from(inputs), project.settings
    return Outlook(settings, project.packs, output, inputs, made, libraries, planner)


class ContentPlanner:
    """Plans from the content of a project. Of the editions that it has to prepare, it keeps one."""

    def __init__(
        self, project: LoadedProject, output: Path, prepared: Mapping[str, PreparedEdition] = {}
    ) -> None:
        self.project, self._output, self._prepared = project, output, prepared
        self._last: PreparedEdition | None = None

    def pack(self, edition: str, name: str, libraries: str) -> Plan:
        """Plan a pack."""
        request = BuildRequest(Path(), self._output, (name,), (edition,))
        return plan_pack(self._edition(edition), name, request, libraries)

    def order(self, edition: str, packs: Collection[str], libraries: str) -> Plan:
        """Plan the print order of an edition of these packs."""
        return renew_print_order(self._edition(edition), packs, self._output, libraries)

    def has_order(self, edition: str) -> bool:
        """Whether a build of an edition would make a print order where there is none yet."""
        return has_print_order(self._edition(edition))

    def _edition(self, name: str) -> PreparedEdition:
        found = self._prepared.get(name) or self._last
        if found is None or found.name != name:
            found = self._last = prepare_edition(self.project, name)
        if wrong := errors(found.problems):
            raise PackError(wrong)
        return found


def _zip_edition(
    outlook: Outlook, project: LoadedProject, name: str, result: BuildResult
) -> Iterator[ZippedEdition]:
    parts = parts_of_zip(outlook, name, project.edition(name), result.built)
    target = outlook.output / f"{name}.zip"
    stale = [part for part in parts if part.state == "stale"]
    missing = [part for part in parts if part.state == "not built"]
    if stale or missing:
        if remove_zip(target) or stale:
            said = _withheld(outlook, project, name, [*stale, *missing])
            yield ZippedEdition(target, problems=(said,))
        return
    packs = [part.name for part in parts if part.kind == "pack"]
    order = any(part.kind == "order" for part in parts)
    made = zip_edition(name, packs, order, outlook.output, project)
    if made is not None:
        with reporting_os_errors(made, "read"):
            yield ZippedEdition(made, hash_file(made))


def _withheld(
    outlook: Outlook, project: LoadedProject, name: str, parts: Sequence[Standing]
) -> Diagnostic:
    """Return the message that the zip of an edition is withheld, for what, and what to run."""
    said = [f"{part.title}: {[*part.reasons, part.state][0]}" for part in parts]
    whole = project.settings.packs_of(project.edition(name))
    others = [part.name for part in parts if part.kind == "pack" and part.name not in whole]
    runs = [f"build {' '.join(others)}"] if others else []
    if len(others) < len(parts):
        runs.insert(0, "build")
    where = "" if outlook.output == Path("output") else f" --output {outlook.output}"
    commands = [f"“packbuilder {run} --edition {name}{where}”" for run in runs]
    return Diagnostic(
        Code.ZIP_WITHHELD,
        Span((outlook.output / f"{name}.zip").as_posix(), 0),
        f"the zip of this edition was left out, as some of it is out of date ({'; '.join(said)})",
        f"run {' and '.join(commands)}",
        Severity.WARNING,
    )

"""The command `version`: what changed in an edition since its last version; a new one."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import count
from packbuilder.cli.shared import (
    common_options,
    find_documents,
    load_here,
    problems_option,
    tell,
)

if TYPE_CHECKING:
    from packbuilder.pipeline.project import LoadedProject
    from packbuilder.pipeline.versions import Advice

_WORDS = {
    "new": "new",
    "gone": "no longer there",
    "answers": "it asks something else, so old answers cannot be compared",
    "cards": "cards changed",
    "details": "details that it prints changed",
    "words": "words changed",
    "look": "its look changed",
}


@click.command()
@click.argument("number", default="")
@click.option("--edition", required=True, help="Edition that gets a version.")
@click.option("--words", default="", help="What changed, in one sentence.")
@click.option("--reprint", multiple=True, help="Also print this document again; may be repeated.")
@click.option("--no-reprint", multiple=True, help="Do not print this one again; may be repeated.")
@problems_option("--problems")
@common_options
def version(
    number: str,
    edition: str,
    words: str,
    reprint: tuple[str, ...],
    no_reprint: tuple[str, ...],
    output: Path,
    jobs: int | None,
) -> None:
    """Say what changed in an edition since its last version, and what to print again.

    With a NUMBER, such as 1.1, also write this version into the edition’s file, and keep its
    content for the next comparison.
    """
    from packbuilder.pipeline.versions import give_version, with_version
    from packbuilder.settings.edition import STANDARD, EditionVersion

    project = load_here()
    settings = project.edition(edition)
    if edition == STANDARD:
        raise click.UsageError("the standard edition has no versions; name one of your own")
    _check_number(number, tuple(settings.versions))
    wanted, unwanted = (find_documents(project, written) for written in (reprint, no_reprint))
    advice = _compared(project, edition, output, jobs)
    for each in advice:
        tell(_line(each))
    again = {each.change.name: None for each in advice if each.reprint} | dict.fromkeys(wanted)
    chosen = tuple(name for name in again if name not in unwanted)
    if number:
        given = EditionVersion(datetime.date.today(), words, chosen)
        file = with_version(project, edition, number, given)
        kept = give_version(Path.cwd(), output, edition, number, file)
        tell(f"version {number}: {count(len(chosen), 'document')} to print again; kept in {kept}")
        tell(f"make it with “packbuilder build --edition {edition}”")


def _check_number(number: str, known: tuple[str, ...]) -> None:
    from packbuilder.storage.versions import is_number

    if number and not is_number(number):
        raise click.UsageError(f"“{number}” is not a version number; write it as 1.2")
    if number in known:
        raise click.UsageError(f"version {number} already exists; choose another number")


def _compared(project: LoadedProject, edition: str, output: Path, jobs: int | None) -> list[Advice]:
    """Compare an edition with its last version; with nothing where none is kept."""
    from packbuilder.pipeline.pool import open_workers
    from packbuilder.pipeline.proof_versions import ProofRequest
    from packbuilder.pipeline.versions import advise, last_version

    last = last_version(output, edition, project.edition(edition))
    if not last:
        tell("no earlier version is kept, so there is nothing to compare with")
        return []
    tell(f"changed since version {last}:")
    request = ProofRequest(last, ".", Path.cwd(), output, edition, in_packs=True)
    with open_workers(jobs) as workers:
        found = advise(request, workers, lambda *_: None)
    if not found:
        tell("nothing")
    return found


def _line(advice: Advice) -> str:
    change = advice.change
    cards = dict.fromkeys((*change.cards_changed, *change.cards_new, *change.cards_gone))
    said = [_WORDS[reason] for reason in advice.reasons]
    said += [f"cards: {' '.join(cards)}"] if cards else []
    said += [f"details: {', '.join(change.details)}"] if "details" in advice.reasons else []
    said += [] if change.kind == "gone" else [f"Reprint? {'yes' if advice.reprint else 'no'}"]
    return f"{change.name}: {'; '.join(said)}"

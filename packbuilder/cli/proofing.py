"""The command `proof`: what changed between two versions, to read and to settle in Word."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import count
from packbuilder.cli.shared import JOBS_HELP, output_option, problems_option, tell

if TYPE_CHECKING:
    from packbuilder.pipeline.proof import DocumentChange

_WORDS = {
    "new": "new",
    "gone": "no longer there",
    "words": "its words changed",
    "look": "its look changed",
    "none": "unchanged",
}


@click.command()
@click.argument("old")
@click.argument("new", default=".")
@click.option("--document", default="", help="Only this document, by its name or code.")
@click.option("--edition", default="standard", help="Edition to compare (default: standard).")
@click.option("--author", default="packbuilder", help="Author of the changes, in Word.")
@click.option("--jobs", type=click.IntRange(0), help=JOBS_HELP)
@problems_option("--problems")
@output_option
def proof(
    old: str,
    new: str,
    document: str,
    edition: str,
    author: str,
    jobs: int | None,
    output: Path,
) -> None:
    """Write Word files with tracked changes from OLD to NEW, and list what has to be printed again.

    Each is a version in git, a folder with a content folder in it, or a Word file that was
    delivered; NEW is the content as it is now if you leave it out.
    """
    from packbuilder.pipeline.pool import open_workers
    from packbuilder.pipeline.proof import proof as compare
    from packbuilder.pipeline.proof import write_proofs
    from packbuilder.pipeline.proof_versions import ProofRequest
    from packbuilder.pipeline.run import output_to_itself

    request = ProofRequest(old, new, Path.cwd(), output, edition, document, author)
    with open_workers(jobs) as workers:
        found = compare(request, workers)
    with output_to_itself(output):
        files = write_proofs(request, found)
    for change in found:
        if change.kind != "none":
            tell(_line(change))
    tell(f"{count(sum(bool(change.proof) for change in found), 'proof')} written")
    for path in files:
        tell(os.path.relpath(path) if path.is_absolute() else f"{path}")


def _line(change: DocumentChange) -> str:
    """Return what became of a document, in one line."""
    said = [_WORDS[change.kind]]
    if change.reprint is not None:
        said.append(f"Reprint? {'yes' if change.reprint else 'no'}")
    cards = (
        ("cards changed", change.cards_changed),
        ("new cards", change.cards_new),
        ("cards gone", change.cards_gone),
    )
    said += [f"{name}: {' '.join(codes)}" for name, codes in cards if codes]
    if change.outside:
        said.append(f"references to other files were left out: {', '.join(change.outside)}")
    if not change.exact:
        said.append("its tracked changes are not exact: compare by hand")
    return f"{change.name}: {'; '.join(said)}"

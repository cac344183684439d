"""The command `pull`: edits of a Word file come home."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import count, show_all
from packbuilder.cli.shared import load_here, problems_option, tell
from packbuilder.diagnostics import ExitCode, printable

if TYPE_CHECKING:
    from packbuilder.pipeline.pull import PullResult
    from packbuilder.round_trip.report import Entry


@click.command()
@click.argument("file", metavar="EDITED.docx", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Write the patch into the content.")
@click.option("--accept", "tracked", flag_value="accept", help="Take tracked changes as accepted.")
@click.option("--reject", "tracked", flag_value="reject", help="Take tracked changes as rejected.")
@click.option("--edition", default="", help="Edition of a file that does not say it.")
@click.option("--document", default="", help="Document, or pack, of a file that does not say it.")
@click.option("--values", is_flag=True, help="Also change values in the edition’s file.")
@click.option("--local", is_flag=True, help="Edited shared text becomes the document’s own copy.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Also write what is reported."
)
@click.option("--json", "as_json", is_flag=True, help="Print patch and report as JSON.")
@click.option("--strict", is_flag=True, help="Fail when an edit is not carried over (exit code 4).")
@problems_option("--problems")
def pull(
    file: Path,
    write: bool,
    tracked: str | None,
    edition: str,
    document: str,
    values: bool,
    local: bool,
    report: Path | None,
    as_json: bool,
    strict: bool,
) -> None:
    """Show what an edited Word file changes in the content; with --write, change it.

    Nothing is committed. What cannot be carried over is reported.
    """
    from packbuilder.pipeline.edited import PullRequest, being_read
    from packbuilder.pipeline.pull import new_errors, write_pulled
    from packbuilder.pipeline.pull import pull as find_changes
    from packbuilder.storage.delivery import write_file

    root, request = Path.cwd(), PullRequest(file, edition, document, tracked or "", values, local)
    with being_read(request) as read:
        project = load_here()
        result = find_changes(project, request, read())
    lines = [_line(entry) for entry in result.report]
    check = write_pulled if write else new_errors
    wrong = check(project, result, root) if result.after or result.pictures else []
    if report:
        write_file(report, "".join(f"{line}\n" for line in lines).encode())
    if as_json:
        click.echo(printable(json.dumps(_as_data(result, write and not wrong), indent=2)))
    else:
        _show(result, lines, write and not wrong)
    show_all(wrong)
    if wrong or any(entry.kind == "CONFLICT" for entry in result.report):
        raise click.exceptions.Exit(ExitCode.CONTENT)
    lost = strict and any(entry.is_lost for entry in result.report)
    raise click.exceptions.Exit(ExitCode.WARNINGS if lost else ExitCode.OK)


def _show(result: PullResult, lines: Iterable[str], written: bool) -> None:
    """Print the patch, the report below it, and what was done."""
    for part in (result.patch.splitlines(), list(lines)):
        for line in part:
            tell(line)
        if part:
            tell("")
    changed = {**result.after, **result.pictures}
    files = count(len(changed), "file")
    if not changed:
        ending = "the content stays as it is"
    elif written:
        ending = f"{files} changed"
    else:
        ending = f"{files} would change; --write changes them"
    tell(ending)


def _line(entry: Entry) -> str:
    place = f"{entry.file}:{entry.line}: " if entry.line else f"{entry.file}: " * bool(entry.file)
    return f"{place}{entry.kind}: {entry.words}"


def _as_data(result: PullResult, written: bool) -> dict[str, object]:
    report = [
        {"kind": entry.kind, "words": entry.words, "file": entry.file, "line": entry.line}
        for entry in result.report
    ]
    files = sorted({**result.after, **result.pictures})
    return {"patch": result.patch, "files": files, "report": report, "written": written}

"""The command `import`: a document of ours of anybody's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import count, show_all
from packbuilder.cli.shared import load_here, problems_option, tell
from packbuilder.diagnostics import ExitCode

if TYPE_CHECKING:
    from packbuilder.intake.story import Finding


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--name", default="", help="Name of the document (default: that of the file).")
@click.option(
    "--kind",
    type=click.Choice(["report", "briefing", "handout"]),
    default="report",
    help="What kind of document it becomes (default: report).",
)
@click.option("--title", default="", help="Its title (default: as the file says).")
@click.option("--folder", default="", help="Folder in content/ that it goes into.")
@click.option("--pack", default="", help="Also put it into this pack, or into a new one.")
@click.option("--dry-run", is_flag=True, help="Show the report, and write nothing.")
@problems_option("--problems")
def import_command(
    file: Path, name: str, kind: str, title: str, folder: str, pack: str, dry_run: bool
) -> None:
    """Make a document in content/ of a Word file, a web page or a Markdown file.

    Every word of its text arrives. What had to be guessed, and what was left out, is reported.
    """
    from packbuilder.pipeline.importing import (
        ImportRequest,
        import_document,
        problems_of,
        write_imported,
    )

    root, project = Path.cwd(), load_here()
    request = ImportRequest(file, name, kind, title, folder, pack)
    found = import_document(project, request)
    wrong = problems_of(root, project, found)
    if not dry_run:
        write_imported(root, found)
    for finding in found.report:
        tell(_line(found.path, finding))
    files = count(len(found.files), "file")
    tell(f"{found.path}: {files} {'would be written' if dry_run else 'written'}")
    show_all(wrong)
    raise click.exceptions.Exit(ExitCode.CONTENT if wrong else ExitCode.OK)


def _line(path: str, finding: Finding) -> str:
    place = f"{path}:{finding.line}: " if finding.line else ""
    return f"{place}{finding.kind}: {finding.words}"

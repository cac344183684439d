"""The command `collect`: filled forms come home."""

from __future__ import annotations

import os
from pathlib import Path

import click

from packbuilder.cli.problems import count, stop_at
from packbuilder.cli.shared import load_here, output_option, problems_option, tell
from packbuilder.diagnostics import errors, shown_in_builds


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--form", help="The form to collect: a document, by its name or code.")
@click.option(
    "--template", metavar="FORM", help="Write the table that paper copies are typed into."
)
@click.option("--edition", default="standard", help="Edition of the form (default: standard).")
@click.option("--results", is_flag=True, help="Also write the results as a document.")
@click.option("--show-small", is_flag=True, help="Show answers of few anonymous forms too.")
@click.option("--strict", is_flag=True, help="Refuse other versions; fail on doubts (exit code 4).")
@problems_option("--problems")
@output_option
def collect(
    folder: Path | None,
    form: str | None,
    template: str | None,
    edition: str,
    results: bool,
    show_small: bool,
    strict: bool,
    output: Path,
) -> None:
    """Collect the filled forms in FOLDER, PDF, Word and HTML: tables, doubtful answers, results.

    Paper forms are typed into a table: packbuilder collect --template FORM writes it.
    """
    from packbuilder.pipeline.collect import CollectRequest, find_form, write_template_file
    from packbuilder.pipeline.collect import collect as gather
    from packbuilder.pipeline.edition import prepare_edition
    from packbuilder.pipeline.run import output_to_itself

    wanted = template or form
    if not wanted or bool(template) == bool(folder and form):
        raise click.UsageError("give a folder and --form, or --template alone")
    project = load_here()
    name = project.names.find(wanted)
    if not name:
        raise click.UsageError(f"there is no form “{wanted}”; {project.names.suggest(wanted)}")
    prepared = prepare_edition(project, edition)
    stop_at(errors(shown_in_builds(prepared.documents[name].problems)), strict=False)
    asked = find_form(prepared, name)
    with output_to_itself(output):
        if template or folder is None:
            tell(f"{write_template_file(prepared, asked, output)}")
            return
        request = CollectRequest(folder, output, strict, show_small, results)
        found = gather(prepared, asked, request)
    collection = found.collection
    others = len(collection.files) - len(collection.counted)
    left_out = f"; {count(others, 'file')} did not count" if others else ""
    tell(f"{count(len(collection.counted), 'form')} came back{left_out}")
    if collection.is_withheld:
        tell("so few came back that answers are kept back; --show-small shows them")
    for path in found.files:
        tell(os.path.relpath(path) if path.is_absolute() else f"{path}")
    stop_at(found.problems, strict)

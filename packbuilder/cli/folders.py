"""Commands around a project: `init` makes one, `clean` forgets what was kept of builds."""

from __future__ import annotations

import shutil
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--empty", "start", flag_value="empty", help="Start with a short text of each kind.")
@click.option("--example", "start", flag_value="example", help="Start with the example pack.")
@click.option("--with-templates", is_flag=True, help="Also copy the templates, to change the look.")
def init(folder: Path, start: str | None, with_templates: bool) -> None:
    """Create a new project in FOLDER.

    Without --empty or --example, ask which one to start with.
    """
    from packbuilder.storage.shipped import shipped, skeleton

    start = start or click.prompt("Start", type=click.Choice(["empty", "example"]), default="empty")
    copied = {"content": skeleton() if start == "empty" else shipped("content")}
    if with_templates:
        copied["templates"] = shipped("templates")
    for name, origin in copied.items():
        if (folder / name).exists():
            raise click.UsageError(f"{folder / name} already exists; choose a new folder")
        if name == "content" and origin == Path.cwd().resolve() / name:
            raise click.UsageError(
                "the example would be the content of this folder, which may include your own "
                "names and logos; use --empty, or go to another folder"
            )
    for name, origin in copied.items():
        shutil.copytree(origin, folder / name)
    click.echo(f"created {folder}/ – now type:\n  cd {folder}\n  packbuilder build")


@click.command()
def clean() -> None:
    """Delete the cached results; the files in output/ are kept."""
    from packbuilder.storage import cache as store
    from packbuilder.storage import state

    freed = store.clear(state.cache_folder())
    click.echo(f"freed {freed / 1_000_000:.1f} MB of cached results; the files in output/ are kept")

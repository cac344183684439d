"""Commands around a project: `init` makes one, `clean` forgets what was kept of builds."""

from __future__ import annotations

import shutil
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--with-templates", is_flag=True, help="Also copy the templates, to change the look.")
def init(folder: Path, with_templates: bool) -> None:
    """Make a new project in FOLDER, with the example content to start from."""
    from packbuilder.storage.source import shipped

    wanted = ["content", "templates"] if with_templates else ["content"]
    for name in wanted:
        if (folder / name).exists():
            raise click.UsageError(f"{folder / name} exists already; choose a new folder")
    for name in wanted:
        shutil.copytree(shipped(name), folder / name)
    click.echo(f"made {folder}/ – now type:\n  cd {folder}\n  packbuilder build")


@click.command()
def clean() -> None:
    """Forget the results kept to save time; the files in output/ stay."""
    from packbuilder.storage import cache as store
    from packbuilder.storage import state

    freed = store.clear(state.cache_folder())
    click.echo(f"freed {freed / 1_000_000:.1f} MB of kept results; the files in output/ stay")

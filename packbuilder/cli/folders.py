"""Commands around a project: `init` makes one, `clean` forgets what was kept of builds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--empty", "start", flag_value="empty", help="Start with a short text of each kind.")
@click.option("--example", "start", flag_value="example", help="Start with the example pack.")
@click.option("--with-templates", is_flag=True, help="Also copy the templates, to change the look.")
@click.option("--language", metavar="CODE", help="Language of the project, such as pl-PL.")
def init(folder: Path, start: str | None, with_templates: bool, language: str | None) -> None:
    """Create a new project in FOLDER.

    Without --empty or --example, ask which one to start with. The short texts are English; in a
    project of another --language they are marked so, until you write your own.
    """
    from packbuilder.settings.dates import is_language
    from packbuilder.storage.shipped import shipped, skeleton

    if language and not is_language(language):
        raise click.UsageError(f"“{language}” is not a language; write its code: en-GB, pl-PL, ar")
    if language and start == "example":
        raise click.UsageError("the example is in English; use --language with --empty")
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
    if language and start == "empty":
        _set_language(folder / "content", language)
    click.echo(f"created {folder}/ – now type:\n  cd {folder}\n  packbuilder build")


_WORDS = re.compile(r"^(?!:::)\S.*$", re.MULTILINE)
_ENGLISH = """\
# The words below are English. Delete these two lines when they are yours.
language: en-GB
"""


def _set_language(content: Path, language: str) -> None:
    """Set the language of a new project, and mark the words that it starts with as English."""
    changes: dict[str, Callable[[str], str]] = {
        "project.yaml": lambda text: text.replace("en-GB", language)
    }
    if not language.startswith("en"):
        changes |= {
            "*.md": lambda text: text.replace("---\n", f"---\n{_ENGLISH}", 1),
            "shared/*.md": lambda text: _WORDS.sub(r"[\g<0>]{lang=en-GB}", text),
            "editions/*.yaml": lambda text: re.sub(r"contact_phone:.*", "contact_phone:", text),
        }
    for pattern, change in changes.items():
        for file in content.glob(pattern):
            file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


@click.command()
def clean() -> None:
    """Delete the cached results; the files in output/ are kept."""
    from packbuilder.storage import cache as store
    from packbuilder.storage import state

    freed = store.clear(state.cache_folder())
    click.echo(f"freed {freed / 1_000_000:.1f} MB of cached results; the files in output/ are kept")

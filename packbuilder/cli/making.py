"""The commands `build` and `stop`. With nothing to do, `build` ends here: what it takes to make
files is imported when there is something to make.
"""

from __future__ import annotations

import os
import signal
from functools import cache
from pathlib import Path

import click

from packbuilder.cli.clustering import chosen_cluster, cluster_options
from packbuilder.cli.shared import (
    ARGUMENTS,
    common_options,
    pack_options,
    problems_option,
    tell,
)
from packbuilder.storage import state


@click.command()
@pack_options
@click.option("--all-editions", is_flag=True, help="Build every edition.")
@click.option(
    "--shard",
    metavar="N/M",
    default="1/1",
    callback=lambda _, __, written: _read_shard(written),
    help="Of several editions, build the Nth of M parts: 2/8.",
)
@click.option("--only", multiple=True, metavar="DOCUMENT", help="Build only this document.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="Build only this format.",
)
@common_options
@cluster_options
@click.option("--strict", is_flag=True, help="Stop on warnings too.")
@problems_option("--problems")
@click.option("--why", is_flag=True, help="Say why each file is rebuilt.")
@click.option("--quiet", is_flag=True, help="Print only problems.")
@click.option("--no-resident", is_flag=True, help="Neither use nor start a background process.")
def build(
    packs: tuple[str, ...],
    editions: tuple[str, ...],
    all_editions: bool,
    shard: tuple[int, int],
    only: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path,
    jobs: int | None,
    strict: bool,
    why: bool,
    quiet: bool,
    no_resident: bool,
) -> None:
    """Build packs as HTML, PDF and Word.

    Without a PACK, build the default pack, or with --edition all packs of the edition, its print
    order and its zip.

    Only what has changed is rebuilt.
    """
    if editions and all_editions:
        raise click.UsageError("--all-editions builds every edition; leave out --edition")
    if shard != (1, 1) and not all_editions and len(editions) < 2:
        raise click.UsageError("--shard takes part of several editions; add --all-editions")
    clustered = chosen_cluster() is not None
    if clustered and jobs is not None:
        raise click.UsageError("--jobs is for this machine; leave it out with --cluster")
    whole = bool(editions or all_editions)
    chosen = () if all_editions else tuple(dict.fromkeys(editions or ("standard",)))
    request = state.BuildRequest(
        Path.cwd(), output, packs, chosen, only, formats, strict, whole, shard
    )
    record = state.read_record(request)
    if record and state.looks_the_same(record, request):
        _say_the_same(record, quiet, strict)
        return
    warm = not no_resident and not clustered and jobs != 0 and _is_asking()
    if warm and (code := _built_by_resident()) is not None:
        raise click.exceptions.Exit(code)
    inputs = cache(lambda: _hash_inputs(request.root))
    if record and state.nothing_changed(record, request, inputs):
        _say_the_same(record, quiet, strict)
        return
    inputs()  # as they are before anything is read
    from packbuilder.cli.building import check_formats, make

    check_formats(formats)
    make(request, record, inputs(), jobs, why=why, quiet=quiet)
    if warm:
        from packbuilder.cli import resident

        resident.start(request.root)


def _read_shard(written: str) -> tuple[int, int]:
    """Read which of how many parts is to be built."""
    number, slash, count = written.partition("/")
    if not (
        slash and number.isascii() and number.isdecimal() and count.isascii() and count.isdecimal()
    ):
        raise click.BadParameter("write which of how many parts to build, such as 2/8")
    if not 1 <= int(number) <= int(count):
        raise click.BadParameter(f"there is no part {number} of {count}")
    return int(number), int(count)


def _hash_inputs(root: Path) -> dict[str, str]:
    from packbuilder.storage.source import Source

    return state.hash_inputs(Source(root))


def _say_the_same(record: state.Record, quiet: bool, strict: bool) -> None:
    """Report again what the last build reported, as nothing has changed since."""
    if record.problems:
        from packbuilder.cli.problems import show_all
        from packbuilder.diagnostics import Diagnostic

        show_all([Diagnostic.from_dict(problem) for problem in record.problems])
    if not quiet:
        tell("nothing has changed since the last build")
    if strict and record.problems:
        from packbuilder.diagnostics import ExitCode

        raise click.exceptions.Exit(ExitCode.WARNINGS)


def _is_asking() -> bool:
    """Whether a warm process may run this command: this is not that process itself."""
    from packbuilder.cli import resident

    return resident.is_possible() and click.get_current_context().find_root().obj is None


def _built_by_resident() -> int | None:
    """Have a warm process run this command, where there is one; return the exit code. End by the
    signal that ended it, if one did.
    """
    from packbuilder.cli import resident

    root = click.get_current_context().find_root()
    code = resident.ask_to_build(Path.cwd(), root.meta[ARGUMENTS], root.info_name or "")
    if code is not None and code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    return code


@click.command()
def stop() -> None:
    """End the background process that speeds up builds of this project; builds start a new one."""
    from packbuilder.cli import resident

    ended = resident.stop(Path.cwd())
    click.echo("background process stopped" if ended else "there is no background process")

"""`build --cluster`: its options, and the workers that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from packbuilder.pipeline.pool import Pool

_FILES = {
    "--tls-ca-file": "Certificate of the authority that all machines of the cluster trust.",
    "--tls-cert": "Certificate of this machine.",
    "--tls-key": "Its private key.",
}
_GIVEN = "packbuilder.cluster"
"""Where a command's context keeps what was given."""


def cluster_options(command: Any) -> Any:
    """Add the options that say which cluster makes the files; `dask worker` has those of the same
    names.
    """
    for name, words in reversed(_FILES.items()):
        command = click.option(
            name,
            type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path),
            envvar=f"PACKBUILDER_{name[2:].replace('-', '_').upper()}",
            expose_value=False,
            callback=_keep,
            help=words,
        )(command)
    return click.option(
        "--cluster",
        metavar="ADDRESS",
        expose_value=False,
        callback=_keep,
        help="Make files on the workers of this dask cluster: tls://host:8786.",
    )(command)


def _keep(context: click.Context, option: click.Parameter, value: str | Path | None) -> None:
    context.meta.setdefault(_GIVEN, {})[option.opts[0]] = value


def chosen_cluster() -> tuple[str, Path, Path, Path] | None:
    """Return the address of the chosen cluster and the three files, or nothing where none is."""
    given = click.get_current_context().meta[_GIVEN]
    address = given["--cluster"]
    if address is None:
        return None
    if not address.startswith("tls://"):
        raise click.UsageError(
            f"--cluster takes an address that begins with tls://, not “{address}”: "
            "a port without TLS runs the programs of anybody who reaches it"
        )
    if not address.rpartition(":")[2].isdecimal():
        raise click.UsageError(f"the port is missing in “{address}”; tls://host:8786 has one")
    missing = [name for name in _FILES if given[name] is None]
    if missing:
        raise click.UsageError(f"--cluster also needs {', '.join(missing)}; see docs/cluster.md")
    return address, *(given[name] for name in _FILES)


def workers_for(jobs: int | None, say: Callable[[str], None]) -> AbstractContextManager[Pool]:
    """Return the workers of the chosen cluster, or else processes of this machine."""
    chosen = chosen_cluster()
    if chosen is None:
        from packbuilder.pipeline.pool import open_workers

        return open_workers(jobs)
    try:
        from packbuilder.pipeline.cluster import open_cluster
    except ModuleNotFoundError as error:
        if error.name not in ("dask", "distributed"):
            raise
        from packbuilder.diagnostics import Code, Span, fail

        raise fail(
            Code.LIBRARY_MISSING,
            Span(""),
            "the package distributed is not installed, which --cluster needs",
            'install it on all machines: pip install "packbuilder[cluster]"',
        ) from None
    return open_cluster(*chosen, say)

"""The command `packbuilder`: reads the command line, prints, and alone decides how a run ends.

Each module holds a few commands, `problems` and `results` what they say. What a command needs is
imported when it runs, so that help, completion and a build with nothing to do come at once.
"""

from __future__ import annotations

import os
import signal
from typing import Any

import click

from packbuilder import __version__
from packbuilder.cli.collecting import collect
from packbuilder.cli.folders import clean, init
from packbuilder.cli.looking import check, inspect, list_command, status
from packbuilder.cli.making import build, stop, watch
from packbuilder.cli.opening import open_command
from packbuilder.cli.ordering import order
from packbuilder.cli.problems import show_all
from packbuilder.cli.proofing import proof
from packbuilder.cli.pulling import pull
from packbuilder.cli.results import say_stopped
from packbuilder.cli.shared import ARGUMENTS
from packbuilder.diagnostics import ExitCode, PackError, suggest

EXIT_HELP = "\b\nThe README lists what each exit code means: 0 is success, 3 a mistake in content."


class Main(click.Group):
    """Turns what stops a run into messages and an exit code, in one place."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; of one that does not exist, say which was likely meant."""
        name = args[0]
        if self.get_command(ctx, name) is None:
            help = suggest(name, self.list_commands(ctx))
            ctx.fail(f"there is no command “{name}”; {help}")
        return super().resolve_command(ctx, args)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Keep the words of the command line, for a process that runs it in place of this one."""
        given = tuple(args)
        context = super().make_context(info_name, args, parent, **extra)
        context.meta[ARGUMENTS] = given
        return context

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        os.environ["PYTHONSAFEPATH"] = "1"  # worker processes run no module of this folder
        try:
            signal.signal(signal.SIGTERM, _terminate)
            if ctx.obj is not None:  # a copy of a warm process, which has held them back
                signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
            return super().invoke(ctx)
        except PackError as error:
            show_all(error.diagnostics)
            raise click.exceptions.Exit(error.exit_code) from None
        except (KeyboardInterrupt, Terminated) as stop:
            click.echo(f"\n{say_stopped(ctx)}", err=True)
            asked = isinstance(stop, Terminated)
            code = ExitCode.TERMINATED if asked else ExitCode.INTERRUPTED
            raise click.exceptions.Exit(code) from None


class Terminated(BaseException):
    """The system asks for the end; like Ctrl+C, but Python never takes it for that."""


def _terminate(*_: object) -> None:
    raise Terminated


@click.group(cls=Main, epilog=EXIT_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="packbuilder")
def main() -> None:
    """Make HTML, PDF and Word packs from the Markdown and YAML files in content/.

    Work in the folder that holds content/. Start with “packbuilder build”.
    """


for command in (
    build,
    check,
    clean,
    collect,
    init,
    inspect,
    list_command,
    open_command,
    order,
    proof,
    pull,
    status,
    stop,
    watch,
):
    main.add_command(command)
